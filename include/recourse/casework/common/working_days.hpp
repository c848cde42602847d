// Limits in working days as Due: from a day on, and so long before one.
//
//     const WorkingDays days{calendar, kShanghaiOffset};
//     days.after(days.day_of(now), 5)      → the end of the fifth working day after today
//     days.before(end_of_validity, 10)     → the end of the tenth working day before that day
//
// Pure; borrows the calendar. Safe from any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <recourse/base/calendar.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>

namespace recourse::casework {

class WorkingDays {
 public:
  WorkingDays(const Calendar& calendar, UtcOffset offset) : calendar_(&calendar), offset_(offset) {}

  /// Of the calendar.
  std::string edition() const { return calendar_->edition(); }
  LocalDay day_of(Timestamp t) const { return local_day(t, offset_); }

  /// The end of a day that somebody named.
  Due end_of_day(LocalDay day) const { return {end_of(day, offset_), false, std::nullopt, 0}; }

  /// The end of that day, or, if it is off, of the next working day.
  Due last_day(LocalDay day) const {
    const auto working = calendar_->add_working_days(day, 0);
    return end_of_day(working ? working->day : day);
  }

  /// The end of the n-th working day after `start`, which is not counted. Beyond the calendar's
  /// range the nearest number of days holds.
  Due after(LocalDay start, std::int64_t n) const {
    const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
    const auto due = calendar_->add_working_days(start, days);
    if (!due) return end_of_day(start);
    return {end_of(due->day, offset_), due->provisional, start, static_cast<std::uint32_t>(days)};
  }

  /// A limit that `after` made, by this calendar. Nothing: it is the same, it has passed, or a day
  /// was named for it. It ends no earlier than today, which nobody could know.
  std::optional<Due> counted_again(const Due& due, Timestamp now) const {
    if (!due.from || now > due.at) return std::nullopt;
    Due again = after(*due.from, due.days);
    if (now > again.at) again.at = end_of_day(day_of(now)).at;
    if (again == due) return std::nullopt;
    return again;
  }

  /// The end of the n-th working day before `day`.
  Due before(LocalDay day, std::int64_t n) const {
    for (auto left = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax); left > 0;) {
      day -= std::chrono::days{1};
      if (calendar_->is_working_day(day)) --left;
    }
    return {end_of(day, offset_), calendar_->is_provisional(day), std::nullopt, 0};
  }

 private:
  const Calendar* calendar_;
  UtcOffset offset_;
};

}  // namespace recourse::casework
