// Open work: what lies on the desks in the first days after the half-year, so that every desk of
// the console has something to do.
//
//     for (const OpenScript& one : open_work(plan, LocalDay{2024y / 1 / 2})) …
//
// Some forty cases and an inspection, in all phases: at windows, with departments of district and
// city, late, resting for papers, declined and under review, closed and to be rated. Most are of
// one station and its departments, which the role switcher of `recourse serve --demo` names. None
// was reported in the half-year: its figures stay what they are.
//
// The scripts name what people do; what passes meanwhile (limits missed, cases overdue) the timers
// do. The last thing is done on the day of kOpenWorkDays, in the morning: that is the
// demonstration's now. Pure.
#pragma once

#include <string>
#include <vector>

#include "acts.hpp"

namespace recourse::cli {

/// Raise it with every change that makes other scripts of the same seed.
inline constexpr std::uint32_t kOpenWorkVersion = 2;
/// Working days that the scripts take, the first one included.
inline constexpr int kOpenWorkDays = 8;

/// The inquiry code of one case that is closed and not rated: whoever tries the citizen's desk has
/// it.
inline constexpr std::string_view kCitizenCode = "D3M0-2024";

struct OpenScript {
  std::string key;  ///< Of its stream.
  std::vector<Act> acts;
};

/// `first`: the first working day.
std::vector<OpenScript> open_work(const Plan& plan, LocalDay first);

}  // namespace recourse::cli
