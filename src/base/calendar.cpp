// Invariants: years_ is gapless from first_year_; a Year has one entry per day of that year, made
// of its weekends, its own notice and the next year's, in this order; sums is the running count of
// working days, so that a span over years costs a few additions.
#include <algorithm>
#include <cstdlib>
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

year_month_day date_of(const NoticeDay& d) { return {year{d.year}, month{d.month}, day{d.day}}; }

/// "cn-2026-0a1b" → "cn-2026-0a1b+2027" → "cn-2026-0a1b+2027.2".
std::string amended_edition(const std::string& edition, int y) {
  const auto mark = "+" + std::to_string(y);
  const auto at = edition.find(mark);
  if (at == std::string::npos) return edition + mark;
  const auto rest = at + mark.size();
  const auto end = std::min(edition.find('+', rest), edition.size());
  unsigned long count = 1;
  if (end > rest + 1) count = std::strtoul(edition.c_str() + rest + 1, nullptr, 10);
  return edition.substr(0, rest) + "." + std::to_string(count + 1) + edition.substr(end);
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

void Calendar::work_out(int number, Year& y) {
  y.off = weekends_only(number).off;
  for (const auto* days : {&y.own, &y.next}) {
    for (const auto& d : *days) y.off[index_of(LocalDay{date_of(d)})] = d.is_off;
  }
  add_up(y);
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
    RECOURSE_TRY(check(d, low.year, high.year));
    const Year* const next = c.find(d.year + 1);
    const bool of_the_next = d.month == 12 && next != nullptr && next->published;
    Year& its = *c.find(d.year);
    (of_the_next ? its.next : its.own).push_back(d);
  }
  for (int y = low.year; y <= high.year; ++y) work_out(y, *c.find(y));
  return c;
}

Result<void> Calendar::check(const NoticeDay& d, int first, int last) {
  if (date_of(d).ok() && d.year >= first && d.year <= last) return {};
  return Error{Errc::invalid_argument, "a notice names " + std::to_string(d.year) + "-" +
                                           std::to_string(d.month) + "-" + std::to_string(d.day) +
                                           ", which is no day of the calendar's years"};
}

Result<Calendar> Calendar::amended(NoticeYear y, std::span<const NoticeDay> notice_days) const {
  if (!y.published || y.year < first_year_ || y.year > 9999) {
    return Error{Errc::invalid_argument, "no notice of " + std::to_string(y.year) +
                                             " can be added to a calendar that begins with " +
                                             std::to_string(first_year_)};
  }
  Calendar c = *this;
  while (c.find(y.year) == nullptr) {
    c.years_.push_back(weekends_only(c.first_year_ + static_cast<int>(c.years_.size())));
  }
  Year& its = *c.find(y.year);
  Year* const before = c.find(y.year - 1);
  its.published = true;
  its.own.clear();
  if (before != nullptr) before->next.clear();
  for (const auto& d : notice_days) {
    const bool december = d.year == y.year - 1 && d.month == 12 && before != nullptr;
    RECOURSE_TRY(check(d, december ? d.year : y.year, y.year));
    (december ? before->next : its.own).push_back(d);
  }
  work_out(y.year, its);
  if (before != nullptr) work_out(y.year - 1, *before);
  c.edition_ = amended_edition(edition_, y.year);
  return c;
}

std::vector<NoticeYear> Calendar::years() const {
  std::vector<NoticeYear> list;
  for (const auto& y : years_) {
    list.push_back({first_year_ + static_cast<int>(list.size()), y.published});
  }
  return list;
}

const Calendar::Year* Calendar::find(int y) const {
  if (y < first_year_ || y >= first_year_ + static_cast<int>(years_.size())) return nullptr;
  return &years_[static_cast<std::size_t>(y - first_year_)];
}

Calendar::Year* Calendar::find(int y) { return const_cast<Year*>(std::as_const(*this).find(y)); }

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
