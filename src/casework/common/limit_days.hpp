// LimitDays: limits in working days by the calendar that one decision sees. Borrows the calendar.
// Pure; safe from any thread.
#pragma once

#include <algorithm>
#include <recourse/base/calendar.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/values.hpp>

namespace recourse::casework {

struct LimitDays {
  const Calendar& calendar;
  UtcOffset offset;

  LocalDay day_of(Timestamp moment) const { return local_day(moment, offset); }
  /// The end of a day that somebody named.
  Due end_of(LocalDay day) const { return {recourse::end_of(day, offset), false, std::nullopt, 0}; }
  /// The end of the n-th working day after `start`; beyond the calendar's range its nearest end.
  Due after(LocalDay start, std::int64_t n) const {
    const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
    const auto due = calendar.add_working_days(start, days);
    if (!due) return end_of(start);
    return {recourse::end_of(due->day, offset), due->provisional, start,
            static_cast<std::uint32_t>(days)};
  }
};

}  // namespace recourse::casework
