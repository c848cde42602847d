#include <cstdio>
#include <optional>
#include <recourse/base/time.hpp>

namespace recourse {
namespace {

using namespace std::chrono;

/// Reads exactly `count` digits from the front of `text` and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<year_month_day> take_date(std::string_view& text) {
  const auto y = take_digits(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < 1970) return std::nullopt;
  return date;
}

/// `hh:mm[:ss[.fff]]`
std::optional<milliseconds> take_time_of_day(std::string_view& text) {
  const auto h = take_digits(text, 2);
  if (!h || !take(text, ':')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || *h > 23 || *m > 59) return std::nullopt;
  milliseconds total = hours{*h} + minutes{*m};
  if (!take(text, ':')) return total;
  const auto s = take_digits(text, 2);
  if (!s || *s > 59) return std::nullopt;
  total += seconds{*s};
  if (!take(text, '.')) return total;
  int digits = 0;
  int fraction = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) fraction = fraction * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) fraction *= 10;
  return total + milliseconds{fraction};
}

/// `Z`, `±hh:mm`, `±hhmm`, or nothing.
std::optional<UtcOffset> take_zone(std::string_view& text, UtcOffset assumed) {
  if (text.empty()) return assumed;
  if (take(text, 'Z') || take(text, 'z')) return UtcOffset{0};
  const bool minus = text.front() == '-';
  if (!minus && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto h = take_digits(text, 2);
  if (!h) return std::nullopt;
  take(text, ':');
  const auto m = take_digits(text, 2);
  if (!m || *h > 14 || *m > 59) return std::nullopt;
  const UtcOffset offset = hours{*h} + minutes{*m};
  return minus ? -offset : offset;
}

/// Of a date that is written as one is: what is wrong with the day; nothing: the form is.
std::optional<std::string> wrong_day(std::string_view text) {
  auto rest = text;
  const auto y = take_digits(rest, 4);
  if (!y || !take(rest, '-')) return std::nullopt;
  const auto m = take_digits(rest, 2);
  if (!m || !take(rest, '-')) return std::nullopt;
  const auto d = take_digits(rest, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  const auto called = "'" + std::string{text.substr(0, 10)} + "'";
  if (!date.ok()) return called + " is no day of the calendar";
  if (*y < 1970) return called + " is out of the range: days are taken from 1970-01-01 on";
  return std::nullopt;
}

Error not_a_moment(std::string_view text) {
  if (auto wrong = wrong_day(text)) return Error{Errc::malformed, *std::move(wrong)};
  return Error{Errc::malformed, "'" + std::string{text.substr(0, 40)} +
                                    "' is not a time of the form 2023-06-01T09:30:00+08:00"};
}

std::string formatted(sys_time<milliseconds> shifted, bool always_millis) {
  const auto day_point = floor<days>(shifted);
  const year_month_day date{day_point};
  const hh_mm_ss clock{shifted - day_point};
  char buffer[40];
  int n = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d",
                        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                        static_cast<int>(clock.minutes().count()),
                        static_cast<int>(clock.seconds().count()));
  std::string text{buffer, static_cast<std::size_t>(n)};
  if (always_millis || clock.subseconds().count() != 0) {
    n = std::snprintf(buffer, sizeof buffer, ".%03d", static_cast<int>(clock.subseconds().count()));
    text.append(buffer, static_cast<std::size_t>(n));
  }
  return text;
}

}  // namespace

LocalDay local_day(Timestamp t, UtcOffset offset) {
  return LocalDay{floor<days>(t + offset).time_since_epoch()};
}

Timestamp start_of(LocalDay day, UtcOffset offset) {
  return Timestamp{sys_days{day.time_since_epoch()} - offset};
}

Timestamp end_of(LocalDay day, UtcOffset offset) {
  return start_of(day + days{1}, offset) - milliseconds{1};
}

std::string to_string(Timestamp t) { return formatted(t, true) + "Z"; }

std::string to_string(Timestamp t, UtcOffset offset) {
  const auto total = offset.count();
  const auto magnitude = total < 0 ? -total : total;
  char buffer[16];
  const int n = std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", total < 0 ? '-' : '+',
                              static_cast<int>(magnitude / 60), static_cast<int>(magnitude % 60));
  return formatted(t + offset, false) + std::string{buffer, static_cast<std::size_t>(n)};
}

std::string to_string(LocalDay day) {
  const year_month_day date{day};
  char buffer[24];
  const int n =
      std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return std::string{buffer, static_cast<std::size_t>(n)};
}

Result<Timestamp> parse_timestamp(std::string_view text, UtcOffset assumed) {
  auto rest = text;
  const auto date = take_date(rest);
  if (!date || !(take(rest, 'T') || take(rest, 't') || take(rest, ' '))) return not_a_moment(text);
  const auto time = take_time_of_day(rest);
  if (!time) return not_a_moment(text);
  const auto zone = take_zone(rest, assumed);
  if (!zone || !rest.empty()) return not_a_moment(text);
  return Timestamp{sys_days{*date} + *time - *zone};
}

Result<LocalDay> parse_day(std::string_view text) {
  auto rest = text;
  const auto date = take_date(rest);
  if (!date || !rest.empty()) {
    return Error{Errc::malformed,
                 "'" + std::string{text.substr(0, 40)} + "' is not a day of the form 2023-06-01"};
  }
  return LocalDay{*date};
}

}  // namespace recourse
