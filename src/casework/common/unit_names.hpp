// What the name of a unit says: "PD01" is a station, "PD" a bureau, "PD.RK" the bureau's department
// of a line, "city.RK" the city's. Pure; safe from any thread.
#pragma once

#include <optional>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

/// The line of a department; nothing: it is none.
inline std::optional<Line> line_of_department(std::string_view unit) {
  const auto dot = unit.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  for (const auto& word : describe::enum_info<Line>.words) {
    const auto line = static_cast<Line>(word.value);
    if (code(line) == unit.substr(dot + 1)) return line;
  }
  return std::nullopt;
}

/// "PD" of "PD.RK"; a unit that is no department is its own.
inline std::string_view bureau_of_unit(std::string_view unit) {
  return unit.substr(0, unit.find('.'));
}

/// The department of a line at a level, or the bureau where no line is meant, or one without.
inline std::string department_at(Level level, std::string_view district, std::optional<Line> line) {
  const bool city = level == Level::city || district.empty();
  std::string unit{city ? std::string_view{"city"} : district};
  if (line && *line != Line::other) unit.append(".").append(code(*line));
  return unit;
}

}  // namespace recourse::casework
