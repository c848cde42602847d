// Hours: when the counters are open, in the half-year that the demonstration plays.
//
//     working_day_after(2023-06-21, 1)   → 2023-06-25, a make-up Sunday
//     counter_moment(2023-06-25, dice)   → 10:14:07, most likely
//
// All days are Shanghai's. Pure functions.
#pragma once

#include <recourse/base/calendar.hpp>
#include <vector>

#include "random.hpp"

namespace recourse::cli {

inline constexpr LocalDay kFirstDay{std::chrono::year{2023} / 6 / 1};
inline constexpr LocalDay kLastDay{std::chrono::year{2023} / 11 / 30};
/// Counters take matters in from here, inclusive, …
inline constexpr std::chrono::hours kOpens{9};
/// … to here, exclusive.
inline constexpr std::chrono::hours kCloses{17};

inline LocalDay day_of(Timestamp t) { return local_day(t, kShanghaiOffset); }

/// The working days from kFirstDay to kLastDay, both inclusive.
std::vector<LocalDay> working_days();
/// The n-th working day after `day`, as the limits count it.
LocalDay working_day_after(LocalDay day, std::int64_t n);
/// When the timer of a limit that ends with `day` fires: the next midnight.
Timestamp midnight_after(LocalDay day);
/// A moment within the counter's hours; the middle of the morning is the busiest time.
Timestamp counter_moment(LocalDay day, Random& dice);

}  // namespace recourse::cli
