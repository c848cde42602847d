// Invariants: years_ is gapless from first_year_; a Year has one entry per day of that year; sums
// is the running count of working days, so that a span over years costs a few additions.
#include <algorithm>
#include <recourse/base/calendar.hpp>
#include <recourse/base/limits.hpp>

namespace recourse {
namespace {

using namespace std::chrono;

#include "calendar_table.inc"  // generated from the notices in this folder

int days_of(int y) { return year{y}.is_leap() ? 366 : 365; }

LocalDay first_day(int y) { return LocalDay{year{y} / January / 1}; }

bool is_weekend(LocalDay day) {
  const weekday w{day};
  return w == Saturday || w == Sunday;
}

int year_of(LocalDay day) { return static_cast<int>(year_month_day{day}.year()); }

std::size_t index_of(LocalDay day) {
  return static_cast<std::size_t>((day - first_day(year_of(day))).count());
}

}  // namespace

const Calendar& Calendar::china() {
  static const Calendar calendar =
      from_notices(kCalendarEdition, kNoticeYears, kNoticeDays).value();
  return calendar;
}

Calendar::Year Calendar::weekends_only(int y) {
  Year result;
  for (int i = 0; i < days_of(y); ++i) result.off.push_back(is_weekend(first_day(y) + days{i}));
  add_up(result);
  return result;
}

void Calendar::add_up(Year& y) {
  y.sums.assign(1, 0);
  for (bool off : y.off)
    y.sums.push_back(static_cast<std::uint16_t>(y.sums.back() + (off ? 0 : 1)));
}

Result<Calendar> Calendar::from_notices(std::string edition, std::span<const NoticeYear> years,
                                        std::span<const NoticeDay> notice_days) {
  if (years.empty()) return Error{Errc::invalid_argument, "a calendar needs at least one year"};
  Calendar c;
  c.edition_ = std::move(edition);
  const auto [low, high] = std::ranges::minmax(years, {}, &NoticeYear::year);
  if (low.year < 1970 || high.year > 9999) {
    return Error{Errc::invalid_argument, "a calendar's years lie between 1970 and 9999"};
  }
  c.first_year_ = low.year;
  for (int y = low.year; y <= high.year; ++y) c.years_.push_back(weekends_only(y));
  for (const auto& y : years) {
    c.years_[static_cast<std::size_t>(y.year - c.first_year_)].published = y.published;
  }
  for (const auto& d : notice_days) {
    const year_month_day date{year{d.year}, month{d.month}, day{d.day}};
    if (!date.ok() || d.year < low.year || d.year > high.year) {
      return Error{Errc::invalid_argument,
                   "a notice names " + std::to_string(d.year) + "-" + std::to_string(d.month) +
                       "-" + std::to_string(d.day) + ", which is no day of the calendar's years"};
    }
    c.years_[static_cast<std::size_t>(d.year - c.first_year_)].off[index_of(LocalDay{date})] =
        d.is_off;
  }
  for (auto& y : c.years_) add_up(y);
  return c;
}

const Calendar::Year* Calendar::find(int y) const {
  if (y < first_year_ || y >= first_year_ + static_cast<int>(years_.size())) return nullptr;
  return &years_[static_cast<std::size_t>(y - first_year_)];
}

bool Calendar::is_working_day(LocalDay day) const {
  const Year* y = find(year_of(day));
  return y != nullptr ? !y->off[index_of(day)] : !is_weekend(day);
}

bool Calendar::is_provisional(LocalDay day) const {
  const Year* y = find(year_of(day));
  return y == nullptr || !y->published;
}

Result<Calendar::Due> Calendar::add_working_days(LocalDay start, std::int64_t n) const {
  if (n < 0 || n > limits::kWorkingDaysMax) {
    return Error{Errc::invalid_argument, "a limit has 0 to " +
                                             std::to_string(limits::kWorkingDaysMax) +
                                             " working days, not " + std::to_string(n)};
  }
  LocalDay day = start;
  bool provisional = is_provisional(day);
  const auto step = [&] {
    day += days{1};
    provisional = provisional || is_provisional(day);
  };
  if (n == 0) {
    while (!is_working_day(day)) step();
  }
  for (std::int64_t left = n; left > 0;) {
    step();
    if (is_working_day(day)) --left;
  }
  return Due{day, provisional};
}

Calendar::Count Calendar::working_days_between(LocalDay from, LocalDay to) const {
  Count count{0, is_provisional(from) || is_provisional(to)};
  if (to <= from) return Count{0, is_provisional(from)};
  for (int y = year_of(from); y <= year_of(to); ++y) {
    const Year* known = find(y);
    const Year unknown = known != nullptr ? Year{} : weekends_only(y);
    const Year& span = known != nullptr ? *known : unknown;
    count.provisional = count.provisional || !span.published;
    const std::size_t begin = y == year_of(from) ? index_of(from) + 1 : 0;
    const std::size_t end = y == year_of(to) ? index_of(to) + 1 : span.off.size();
    count.days += span.sums[end] - span.sums[begin];
  }
  return count;
}

}  // namespace recourse
