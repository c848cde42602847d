#include <algorithm>
#include <recourse/casework/common/service_hours.hpp>

namespace recourse::casework {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "08:30"; nothing: it is no time of day.
std::optional<minutes> time_of_day(std::string_view text) {
  const bool formed = text.size() == 5 && text[2] == ':' && is_digit(text[0]) &&
                      is_digit(text[1]) && is_digit(text[3]) && is_digit(text[4]);
  if (!formed) return std::nullopt;
  const auto pair = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  if (pair(3) > 59) return std::nullopt;
  const minutes time = hours{pair(0)} + minutes{pair(3)};
  return time <= days{1} ? std::optional{time} : std::nullopt;
}

}  // namespace

Result<ServiceHours> parse_service_hours(std::string_view text) {
  const auto no = [&](std::string_view what) {
    return Error{Errc::invalid_argument, "'" + std::string{text} + "' " + std::string{what}};
  };
  const auto line = text.find('-');
  if (line == std::string_view::npos) {
    return no("are no hours: two times are wanted, as 08:30-17:30");
  }
  const auto from = time_of_day(text.substr(0, line));
  const auto until = time_of_day(text.substr(line + 1));
  if (!from || !until) return no("are no hours: two times from 00:00 to 24:00 are wanted");
  if (*from >= *until) return no("end before they begin");
  return ServiceHours{*from, *until};
}

bool ServicePlan::open_at(Timestamp t) const {
  const LocalDay day = local_day(t, offset_);
  return days_->is_working_day(day) && t >= opening_of(day) && t < closing_of(day);
}

Timestamp ServicePlan::next_from(Timestamp t) const {
  LocalDay day = local_day(t, offset_);
  if (t >= closing_of(day)) day += days{1};
  const auto works = days_->add_working_days(day, 0);
  if (!works) return t;  // Beyond the calendar's range nobody knows better.
  return std::max(t, opening_of(works->day));
}

Timestamp ServicePlan::last_until(Timestamp t) const {
  LocalDay day = local_day(t, offset_);
  if (t < opening_of(day)) day -= days{1};
  while (in_range(day) && !days_->is_working_day(day)) day -= days{1};
  if (!in_range(day)) return t;
  return std::min(t, closing_of(day) - minutes{1});
}

}  // namespace recourse::casework
