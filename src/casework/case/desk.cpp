#include "casework/case/desk.hpp"

#include <algorithm>
#include <recourse/base/limits.hpp>

#include "casework/case/standing.hpp"

namespace recourse::casework {

Due earlier(Due a, Due b) { return b.at < a.at ? b : a; }
Due later(Due a, Due b) { return a.at < b.at ? b : a; }

Due Desk::after(LocalDay start, std::int64_t n) const {
  // Norms are numbers that somebody configured; beyond the calendar's range the nearest end holds.
  const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
  const auto due = calendar.add_working_days(start, days);
  if (!due) return end_of_day(start);
  return {end_of(due->day, norms().utc_offset), due->provisional};
}

Due Desk::end_of_day(LocalDay day) const { return {end_of(day, norms().utc_offset), false}; }

Due Desk::last_day(LocalDay day) const {
  // Somebody was told that day: unlike a counted limit it does not wait for a year's notice.
  return end_of_day(day_of(after(day, 0).at));
}

std::uint32_t Desk::working_days(LocalDay from, LocalDay to) const {
  return static_cast<std::uint32_t>(calendar.working_days_between(from, to).days);
}

Due Desk::limit_of(std::int64_t n) const {
  return after(day_of(state.limits.from), n + state.limits.paused_days);
}

Due Desk::limit() const {
  return limit_of(state.limits.difficult ? norms().difficult : norms().ordinary);
}

Due Desk::finish_or(Due other) const {
  const bool late = state.phases.clock == ClockPhase::overdue;
  return late && state.limits.finish ? *state.limits.finish : other;
}

std::uint32_t Desk::paused_days_now() const {
  if (!state.limits.paused_at) return 0;
  return working_days(day_of(*state.limits.paused_at), today());
}

Due Desk::finish_after_pause() const {
  const Due finish = state.limits.finish.value_or(limit());
  if (!state.limits.paused_at) return finish;
  const LocalDay rested = day_of(*state.limits.paused_at);
  // A clock that rested less than a day has not moved; else the days that were left are left.
  if (rested == today()) return finish;
  // A named day may be a day off: the rest takes nothing away from it.
  return later(finish, after(today(), working_days(rested, day_of(finish.at))));
}

std::optional<Due> Desk::rested_limit() const {
  if (state.phases.clock != ClockPhase::paused) return std::nullopt;
  return finish_after_pause();
}

Finish Desk::finish(Outcome outcome) const {
  const auto& limits = state.limits;
  const Timestamp stood = limits.stopped_at.value_or(limits.paused_at.value_or(now()));
  const bool late = limits.overdue || (limits.finish && stood > limits.finish->at);
  // The total counts from the first report, that of a case inside included.
  Timestamp first = std::min(state.intake.reported_at, limits.from);
  for (const auto& one : state.ending.absorbed) first = std::min(first, one.from);
  const LocalDay reported = day_of(first);
  const auto count = calendar.working_days_between(reported, today());
  return {outcome, !late, static_cast<std::uint32_t>(count.days), count.provisional,
          reported == today()};
}

std::string Desk::target_stream(const std::string& named) {
  if (named.find('/') != std::string::npos) return named;
  return std::string{CaseDecider::kKind} + "/" + named;
}

bool Desk::is_handler() const { return has_handled(state, by()); }

Due Desk::ahead_of(const Due& due, std::int64_t n) const {
  LocalDay day = day_of(due.at);
  for (std::int64_t left = n; left > 0 && day > today();) {
    day -= std::chrono::days{1};
    if (calendar.is_working_day(day)) --left;
  }
  return end_of_day(std::max(day, today()));
}

std::uint32_t Desk::days_with(std::uint32_t days, const std::optional<Timestamp>& last) const {
  return last && day_of(*last) == today() ? days : days + 1;
}

bool Desk::discharged(std::uint32_t attempts, std::uint32_t days) const {
  return attempts >= norms().contact_attempts && days >= norms().contact_days;
}

Answer supervised(const Desk& desk, Answer answer, SupervisionCause cause) {
  if (answer.is_refusal() || desk.state.intake.historical) return answer;
  const auto unit = answerable_unit(desk.state);
  const auto& now = desk.state.supervision;
  const bool runs = desk.state.phases.supervision == SupervisionPhase::supervised;
  if (runs && now.unit == unit) return answer;
  // A department of the district does not supervise itself.
  const bool city = desk.role == Role::supervisor || desk.role == Role::city_officer ||
                    unit != desk.state.intake.station;
  answer.events().push_back(Supervised{"engine", cause, unit, city ? Level::city : Level::district,
                                       desk.after(desk.today(), desk.norms().supervision), ""});
  return answer;
}

std::vector<Event> overdue_events(const Desk& desk) {
  auto answer = Answer::of(
      WentOverdue{*desk.state.limits.finish, desk.after(desk.today(), desk.norms().attention)});
  return supervised(desk, std::move(answer), SupervisionCause::overdue).events();
}

CapReached cap_reached(const Desk& desk) {
  core::Context moment = desk.context;
  moment.now = desk.state.limits.pause_cap->at;
  const Desk then = desk.at(moment);
  return {then.paused_days_now(), then.finish_after_pause()};
}

Answer going_on(const Desk& desk, const std::function<Answer(const Desk&)>& answer) {
  if (desk.state.phases.clock != ClockPhase::paused) return answer(desk);
  const Event resumed =
      Resumed{desk.by(), "恢复办理", desk.paused_days_now(), desk.finish_after_pause()};
  State going = desk.state;
  const core::Facts facts{Version{going.version + 1u}, desk.now(), desk.context.definition};
  desk.rules.evolve(going, resumed, facts);
  auto result = answer(desk.over(going));
  if (!result.is_refusal()) result.events().insert(result.events().begin(), resumed);
  return result;
}

std::optional<core::Refusal> check_told(const Desk& desk, const std::optional<Told>& told,
                                        std::string_view rule) {
  if (!told) return refuse<refusals::citizen_told_missing>(Put<"rule">{std::string{rule}});
  const auto& limits = desk.state.limits;
  const bool excused = desk.discharged(limits.contact_attempts, limits.contact_days) ||
                       desk.state.intake.applicant == ApplicantKind::anonymous;
  if (*told != Told::attempted || excused || desk.state.intake.historical) return std::nullopt;
  const auto attempts = std::to_string(desk.norms().contact_attempts);
  const auto days = std::to_string(desk.norms().contact_days);
  return refuse<refusals::attempts_missing>(Put<"rule">{std::string{rule}},
                                            Put<"attempts">{attempts}, Put<"days">{days});
}

std::optional<core::Refusal> check_not_barred_by_name(const Desk& desk, const std::string& staff) {
  if (!is_barred(desk.state, staff)) return std::nullopt;
  return refuse<refusals::names_the_barred>(Put<"staff">{staff});
}

std::optional<core::Refusal> check_not_barred(const Desk& desk) {
  if (desk.own_role == Role::timer || desk.own_role == Role::importer) return std::nullopt;
  if (is_barred(desk.state, desk.by())) {
    if (desk.own_role == Role::station_chief) return refuse<refusals::barred_chief>();
    return refuse<refusals::barred>();
  }
  if (may_be_meant(desk.state, desk.own_role)) {
    return refuse<refusals::accused_unidentified>();
  }
  return std::nullopt;
}

std::optional<Sealed<std::string>> explained(const std::optional<Sealed<std::string>>& text,
                                             std::string standard) {
  if (!blank(text)) return text;
  return Sealed<std::string>{std::move(standard)};
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool blank(const std::optional<Sealed<std::string>>& text) {
  return !text || (text->is_clear() && blank(text->clear()));
}

core::Refusal not_due_yet(const Desk& desk, const std::optional<Due>& due) {
  if (!due) {
    return refuse<refusals::no_such_limit>();
  }
  const auto at = to_string(due->at, desk.norms().utc_offset);
  return refuse<refusals::not_due_yet>(Put<"end">{at});
}

}  // namespace recourse::casework
