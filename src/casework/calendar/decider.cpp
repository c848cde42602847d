// What a notice must be to be believed. Three things stand in real notices that look like faults:
// weekends marked off (they lie inside a holiday), days of the December before (2011-12-31,
// 2018-12-31: New Year began there), and a Monday marked as worked (2020-02-03: a holiday was
// prolonged up to it).
#include <algorithm>
#include <recourse/casework/calendar/decider.hpp>
#include <recourse/casework/calendar/refusals.hpp>
#include <recourse/casework/common/roles.hpp>

namespace recourse::casework::calendar {
namespace {

using namespace std::chrono;
using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

int year_of(LocalDay day) { return static_cast<int>(year_month_day{day}.year()); }

NoticeDay as_notice_day(const Day& day) {
  const year_month_day date{day.date};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()), day.off};
}

bool is_weekend(LocalDay day) {
  const weekday w{day};
  return w == Saturday || w == Sunday;
}

std::optional<core::Refusal> check_is_administrator(const core::Actor& actor) {
  if (actor.role != describe::enum_name(Role::administrator)) {
    return refuse<refusals::not_your_role>(
        Put<"role">{(actor.role.empty() ? std::string{"nobody"} : actor.role)},
        Put<"administrator">{std::string{zh(Role::administrator)}});
  }
  if (actor.id.find_first_not_of(" \t\r\n") != std::string::npos) return std::nullopt;
  return refuse<refusals::no_actor>();
}

std::optional<core::Refusal> check_year(const PublishYear& c) {
  if (c.year < CalendarDecider::kFirstYear || c.year > CalendarDecider::kLastYear) {
    const auto first = std::to_string(CalendarDecider::kFirstYear);
    const auto last = std::to_string(CalendarDecider::kLastYear);
    return refuse<refusals::year_out_of_range>(Put<"first">{first}, Put<"last">{last},
                                               Put<"year">{std::to_string(c.year)});
  }
  if (!c.days.empty()) return std::nullopt;
  return refuse<refusals::empty_notice>(Put<"year">{std::to_string(c.year)});
}

/// Requires: the days are in order.
std::optional<core::Refusal> check_days(const PublishYear& c) {
  const auto the_year = static_cast<int>(c.year);
  const LocalDay from{year{the_year - 1} / December / 1};
  for (std::size_t i = 0; i < c.days.size(); ++i) {
    const auto& day = c.days[i];
    const auto text = to_string(day.date);
    if (day.date < from || year_of(day.date) > the_year) {
      return refuse<refusals::day_outside_year>(Put<"day">{text},
                                                Put<"year">{std::to_string(c.year)});
    }
    if (i > 0 && c.days[i - 1].date == day.date) {
      return refuse<refusals::day_twice>(Put<"day">{text});
    }
    const bool ends_a_holiday =
        i > 0 && c.days[i - 1].off && c.days[i - 1].date + days{1} == day.date;
    if (!day.off && !is_weekend(day.date) && !ends_a_holiday) {
      return refuse<refusals::works_anyway>(Put<"day">{text});
    }
  }
  return std::nullopt;
}

bool same_days(const std::vector<Day>& a, const std::vector<Day>& b) {
  return std::ranges::equal(
      a, b, [](const Day& x, const Day& y) { return x.date == y.date && x.off == y.off; });
}

/// The built-in calendar says all of it already.
bool is_built_in(const Calendar& builtin, const YearPublished& notice) {
  const auto the_year = static_cast<int>(notice.year);
  const LocalDay end{year{the_year} / December / 31};
  if (builtin.is_provisional(end)) return false;
  const auto with = amended_by(builtin, notice);
  for (LocalDay day{year{the_year - 1} / December / 1}; with && day <= end; day += days{1}) {
    if (with->is_working_day(day) != builtin.is_working_day(day)) return false;
  }
  return with.has_value();
}

}  // namespace

StreamId stream() { return StreamId::of(CalendarDecider::kKind, CalendarDecider::kKey).value(); }

const Year* find(const State& state, std::uint32_t year) {
  const auto found = std::ranges::find(state.years, year, &Year::year);
  return found == state.years.end() ? nullptr : &*found;
}

Result<Calendar> amended_by(const Calendar& calendar, const YearPublished& notice) {
  std::vector<NoticeDay> days;
  days.reserve(notice.days.size());
  for (const auto& day : notice.days) days.push_back(as_notice_day(day));
  return calendar.amended({static_cast<int>(notice.year), true}, days);
}

Decision CalendarDecider::decide(const State& state, const Command& command,
                                 const core::Context& context) const {
  auto c = std::get<PublishYear>(command);
  if (auto no = check_is_administrator(context.actor)) return *no;
  if (auto no = check_year(c)) return *no;
  std::ranges::sort(c.days, {}, &Day::date);
  if (auto no = check_days(c)) return *no;
  YearPublished notice{c.year, std::move(c.days), std::move(c.source), context.actor.id};
  const auto* const known = find(state, c.year);
  if (known != nullptr ? same_days(known->days, notice.days) : is_built_in(*builtin, notice)) {
    return refuse<refusals::already_published>(Put<"year">{std::to_string(c.year)});
  }
  return Decision::of(std::move(notice));
}

void CalendarDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  const auto& e = std::get<YearPublished>(event);
  auto place = std::ranges::lower_bound(state.years, e.year, {}, &Year::year);
  if (place == state.years.end() || place->year != e.year) place = state.years.emplace(place);
  *place = {e.year, place->notices + 1, e.days, e.source, e.by, facts.occurred_at};
}

std::vector<std::string_view> CalendarDecider::next(const State&) const {
  return {describe::spec_of<PublishYear>.type};
}

std::vector<std::string_view> CalendarDecider::next_for(const State& state,
                                                        const core::Context& context) const {
  if (check_is_administrator(context.actor)) return {};
  return next(state);
}

}  // namespace recourse::casework::calendar
