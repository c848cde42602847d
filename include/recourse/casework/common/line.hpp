// Line: the business lines of the police, one department each.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework {

/// A business line (条线). The numbers are on disk. Exit-entry is ours; the line `other` has no
/// department of its own, so that an escalation must choose another.
enum class Line : std::uint8_t {
  population = 1,
  public_order = 2,
  criminal = 3,
  traffic = 4,
  exit_entry = 5,
  other = 6,
};
BOOST_DESCRIBE_ENUM(Line, population, public_order, criminal, traffic, exit_entry, other)
constexpr auto recourse_labels(const Line*) {
  return describe::labels<Line>({
      {Line::population, "人口"},
      {Line::public_order, "治安"},
      {Line::criminal, "刑侦"},
      {Line::traffic, "交警"},
      {Line::exit_entry, "出入境"},
      {Line::other, "其他咨询"},
  });
}

/// "Population / household".
std::string_view en(Line line);
/// The code that begins the codes of its matters: "RK".
std::string_view code(Line line);

}  // namespace recourse::casework
