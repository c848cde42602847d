// Departments by their units: "PD.RK" is the department of the line population of the district PD,
// "city.RK" the city's. Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/roles.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

/// The bureau of the city in a department's unit.
inline constexpr std::string_view kCityBureau = "city";

/// "PD.RK" → "PD"; a unit without a dot is its own bureau.
inline std::string bureau_of_department(std::string_view unit) {
  return std::string{unit.substr(0, unit.find('.'))};
}

/// "PD.RK" → population; nothing for a unit that is no line's department.
inline std::optional<Line> line_of_department(std::string_view unit) {
  const auto dot = unit.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  for (const auto line :
       {Line::population, Line::public_order, Line::criminal, Line::traffic, Line::exit_entry}) {
    if (unit.substr(dot + 1) == code(line)) return line;
  }
  return std::nullopt;
}

/// ("PD", population) → "PD.RK". Requires: the line is not `other`, which has no department.
inline std::string department_unit(std::string_view bureau, Line line) {
  return std::string{bureau}.append(".").append(code(line));
}

/// The unit is a department on the level of the role: a district officer's of a district, a city
/// officer's of the city.
inline bool is_department_of(Role role, std::string_view unit) {
  if (!line_of_department(unit)) return false;
  const bool city = bureau_of_department(unit) == kCityBureau;
  return (role == Role::city_officer && city) || (role == Role::district_officer && !city);
}

}  // namespace recourse::casework
