#include <recourse/casework/common/department.hpp>

namespace recourse::casework {

std::optional<Line> line_of_department(std::string_view unit) {
  const auto dot = unit.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  for (const auto& word : describe::enum_info<Line>.words) {
    const auto line = static_cast<Line>(word.value);
    if (line != Line::other && code(line) == unit.substr(dot + 1)) return line;
  }
  return std::nullopt;
}

std::string department_unit(std::string_view bureau, Line line) {
  std::string unit{bureau};
  if (line != Line::other) unit.append(".").append(code(line));
  return unit;
}

std::string department_at(Level level, std::string_view district, std::optional<Line> line) {
  const bool city = level == Level::city || district.empty();
  return department_unit(city ? kCityBureau : district, line.value_or(Line::other));
}

bool is_department_of(Role role, std::string_view unit) {
  if (!line_of_department(unit)) return false;
  const bool city = bureau_of_unit(unit) == kCityBureau;
  return (role == Role::city_officer && city) || (role == Role::district_officer && !city);
}

}  // namespace recourse::casework
