// Departments by their units: "PD.RK" is the department of the line population of the bureau PD,
// "city.RK" the city's; "PD" is a bureau, "PD01" a station.
//
//     bureau_of_unit("PD.RK")                        → "PD"
//     line_of_department("PD.RK")                    → population
//     department_at(Level::city, "PD", Line::traffic) → "city.JJ"
//
// Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

/// The bureau of the city in a department's unit.
inline constexpr std::string_view kCityBureau = "city";

/// "PD.RK" → "PD"; a unit without a dot is its own bureau.
inline std::string_view bureau_of_unit(std::string_view unit) {
  return unit.substr(0, unit.find('.'));
}

/// "PD.RK" → population; nothing for a unit that is no line's department.
std::optional<Line> line_of_department(std::string_view unit);

/// ("PD", population) → "PD.RK"; the bureau itself for the line `other`, which has no department.
std::string department_unit(std::string_view bureau, Line line);

/// The department of a line at a level, or the bureau where no line is meant. The city's where no
/// district is named.
std::string department_at(Level level, std::string_view district, std::optional<Line> line);

/// The unit is a department on the level of the role: a district officer's of a district, a city
/// officer's of the city.
bool is_department_of(Role role, std::string_view unit);

}  // namespace recourse::casework
