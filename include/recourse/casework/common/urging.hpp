// The urging ladder (催办): who is told, and when, that a limit comes near or has passed (R38).
//
//     parse_urging("remind:-1:station notice:+1:station circular:+3:district")
//
// A rung is reached so many working days before or after the day on which the limit ends. Values;
// no shared state. The numbers of the enumeration are on disk and never reused.
#pragma once

#include <recourse/base/result.hpp>
#include <recourse/casework/common/values.hpp>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// A rung of the ladder.
enum class Rung : std::uint8_t {
  remind = 1,    ///< Before the limit.
  notice = 2,    ///< It has passed.
  circular = 3,  ///< It has passed, and the notice did not help.
};
BOOST_DESCRIBE_ENUM(Rung, remind, notice, circular)
constexpr auto recourse_labels(const Rung*) {
  return describe::labels<Rung>({
      {Rung::remind, "到期提醒"},
      {Rung::notice, "催办通知"},
      {Rung::circular, "催办通报"},
  });
}

/// When a rung is reached, and who is told.
struct UrgingStep {
  Rung rung{};
  std::int64_t days = 0;  ///< Working days from the limit's day: less than 0 before it.
  Level receiver{};
  friend bool operator==(const UrgingStep&, const UrgingStep&) = default;
};

/// Reads "rung:±days:receiver" with a blank between two steps; none: no ladder. In the order of
/// their days, each rung at most once, `remind` before the limit and the others after it, at most
/// limits::kUrgingDaysMax away. invalid_argument says which step is wrong and what is wanted.
Result<std::vector<UrgingStep>> parse_urging(std::string_view text);

}  // namespace recourse::casework
