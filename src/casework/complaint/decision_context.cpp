#include "casework/complaint/decision_context.hpp"

#include <algorithm>
#include <recourse/base/limits.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

Due earlier(Due a, Due b) { return b.at < a.at ? b : a; }
Due later(Due a, Due b) { return a.at < b.at ? b : a; }

Due DecisionContext::after(LocalDay start, std::int64_t n) const {
  // Norms are numbers that somebody configured; beyond the calendar's range the nearest end holds.
  const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
  const auto due = calendar.add_working_days(start, days);
  if (!due) return end_of_day(start);
  return {end_of(due->day, norms().utc_offset), due->provisional};
}

Due DecisionContext::end_of_day(LocalDay day) const {
  return {end_of(day, norms().utc_offset), false};
}

Due DecisionContext::last_day(LocalDay day) const {
  // Somebody was told that day: unlike a counted limit it does not wait for a year's notice.
  return end_of_day(day_of(after(day, 0).at));
}

std::uint32_t DecisionContext::working_days(LocalDay from, LocalDay to) const {
  return static_cast<std::uint32_t>(calendar.working_days_between(from, to).days);
}

Due DecisionContext::limit_of(std::int64_t n) const {
  return after(day_of(state.deadlines.from), n + state.deadlines.paused_days);
}

Due DecisionContext::limit() const {
  return limit_of(state.deadlines.difficult ? norms().difficult : norms().ordinary);
}

Due DecisionContext::resolution_deadline_or(Due other) const {
  const bool late = state.phases.clock == ClockPhase::overdue;
  return late && state.deadlines.resolution ? *state.deadlines.resolution : other;
}

std::uint32_t DecisionContext::paused_days_now() const {
  if (!state.deadlines.paused_at) return 0;
  return working_days(day_of(*state.deadlines.paused_at), today());
}

Due DecisionContext::resolution_deadline_after_pause() const {
  const Due finish = state.deadlines.resolution.value_or(limit());
  if (!state.deadlines.paused_at) return finish;
  const LocalDay rested = day_of(*state.deadlines.paused_at);
  // A clock that rested less than a day has not moved; else the days that were left are left.
  if (rested == today()) return finish;
  // A named day may be a day off: the rest takes nothing away from it.
  return later(finish, after(today(), working_days(rested, day_of(finish.at))));
}

std::optional<Due> DecisionContext::resolution_deadline_if_paused() const {
  if (state.phases.clock != ClockPhase::paused) return std::nullopt;
  return resolution_deadline_after_pause();
}

Resolution DecisionContext::resolution(Outcome outcome) const {
  const auto& deadlines = state.deadlines;
  const Timestamp stood = deadlines.stopped_at.value_or(deadlines.paused_at.value_or(now()));
  const bool late = deadlines.overdue || (deadlines.resolution && stood > deadlines.resolution->at);
  // The total counts from the first report, that of a case inside included.
  Timestamp first = std::min(state.intake.reported_at, deadlines.from);
  for (const auto& one : state.ending.absorbed) first = std::min(first, one.from);
  const LocalDay reported = day_of(first);
  const auto count = calendar.working_days_between(reported, today());
  return {outcome, !late, static_cast<std::uint32_t>(count.days), count.provisional,
          reported == today()};
}

std::string DecisionContext::target_stream(const std::string& named) {
  if (named.find('/') != std::string::npos) return named;
  return std::string{ComplaintDecider::kKind} + "/" + named;
}

bool DecisionContext::is_handler() const { return has_handled(state, by()); }

Due DecisionContext::ahead_of(const Due& due, std::int64_t n) const {
  LocalDay day = day_of(due.at);
  for (std::int64_t left = n; left > 0 && day > today();) {
    day -= std::chrono::days{1};
    if (calendar.is_working_day(day)) --left;
  }
  return end_of_day(std::max(day, today()));
}

std::uint32_t DecisionContext::days_with(std::uint32_t days,
                                         const std::optional<Timestamp>& last) const {
  return last && day_of(*last) == today() ? days : days + 1;
}

bool DecisionContext::discharged(std::uint32_t attempts, std::uint32_t days) const {
  return attempts >= norms().contact_attempts && days >= norms().contact_days;
}

bool DecisionContext::discharged_within(const std::optional<Due>& limit, std::uint32_t attempts,
                                        std::uint32_t days) const {
  if (discharged(attempts, days)) return true;
  if (!limit || passed(limit) || attempts < norms().contact_attempts) return false;
  return days + working_days(today(), day_of(limit->at)) < norms().contact_days;
}

Decision supervised(const DecisionContext& ctx, Decision decision, SupervisionCause cause) {
  if (decision.is_refusal() || ctx.state.intake.historical) return decision;
  const auto unit = answerable_unit(ctx.state);
  const auto& now = ctx.state.supervision;
  const bool runs = ctx.state.phases.supervision == SupervisionPhase::supervised;
  if (runs && now.unit == unit) return decision;
  // A department of the district does not supervise itself.
  const bool city = ctx.role == Role::supervisor || ctx.role == Role::city_officer ||
                    unit != ctx.state.intake.station;
  decision.events().push_back(Supervised{"engine", cause, unit,
                                         city ? Level::city : Level::district,
                                         ctx.after(ctx.today(), ctx.norms().supervision), ""});
  return decision;
}

std::vector<Event> overdue_events(const DecisionContext& ctx) {
  auto decision = Decision::of(
      WentOverdue{*ctx.state.deadlines.resolution, ctx.after(ctx.today(), ctx.norms().attention)});
  return supervised(ctx, std::move(decision), SupervisionCause::overdue).events();
}

CapReached cap_reached(const DecisionContext& ctx) {
  core::Context moment = ctx.context;
  moment.now = ctx.state.deadlines.pause_cap->at;
  const DecisionContext then = ctx.at(moment);
  return {then.paused_days_now(), then.resolution_deadline_after_pause()};
}

Decision resumed_first(const DecisionContext& ctx,
                       const std::function<Decision(const DecisionContext&)>& next) {
  if (ctx.state.phases.clock != ClockPhase::paused) return next(ctx);
  const Event resumed =
      Resumed{ctx.by(), "恢复办理", ctx.paused_days_now(), ctx.resolution_deadline_after_pause()};
  State going = ctx.state;
  const core::Facts facts{Version{going.version + 1u}, ctx.now(), ctx.context.definition};
  ctx.rules.evolve(going, resumed, facts);
  auto result = next(ctx.over(going));
  if (!result.is_refusal()) result.events().insert(result.events().begin(), resumed);
  return result;
}

std::optional<core::Refusal> check_told(const DecisionContext& ctx, const std::optional<Told>& told,
                                        std::string_view rule) {
  if (!told) return refuse<refusals::citizen_told_missing>(Put<"rule">{std::string{rule}});
  const auto& deadlines = ctx.state.deadlines;
  const bool excused = ctx.discharged(deadlines.contact_attempts, deadlines.contact_days) ||
                       ctx.state.intake.applicant == ApplicantKind::anonymous;
  if (*told != Told::attempted || excused || ctx.state.intake.historical) return std::nullopt;
  const auto attempts = std::to_string(ctx.norms().contact_attempts);
  const auto days = std::to_string(ctx.norms().contact_days);
  return refuse<refusals::attempts_missing>(Put<"rule">{std::string{rule}},
                                            Put<"attempts">{attempts}, Put<"days">{days});
}

std::optional<core::Refusal> check_not_recused_by_name(const DecisionContext& ctx,
                                                       const std::string& staff) {
  if (!is_recused(ctx.state, staff)) return std::nullopt;
  return refuse<refusals::names_the_barred>(Put<"staff">{staff});
}

std::optional<core::Refusal> check_not_recused(const DecisionContext& ctx) {
  if (ctx.own_role == Role::timer || ctx.own_role == Role::importer) return std::nullopt;
  if (is_recused(ctx.state, ctx.by())) {
    if (ctx.own_role == Role::station_chief) return refuse<refusals::barred_chief>();
    return refuse<refusals::barred>();
  }
  if (may_be_the_accused(ctx.state, ctx.own_role)) {
    return refuse<refusals::accused_unidentified>();
  }
  return std::nullopt;
}

std::optional<Sealed<std::string>> explained(const std::optional<Sealed<std::string>>& text,
                                             const std::optional<Told>& told,
                                             const std::string& what) {
  if (!blank(text)) return text;
  // Who was not reached was told nothing.
  if (!told || *told == Told::attempted) return std::nullopt;
  return Sealed<std::string>{"已" + std::string{zh(*told)} + "告知" + what};
}

std::optional<core::Refusal> check_told_if_said(const DecisionContext& ctx,
                                                const std::optional<Told>& told) {
  return told ? check_told(ctx, told, "R12") : std::nullopt;
}

std::optional<core::Refusal> check_as_signed(const std::string& draft, const std::string& digest) {
  if (blank(draft) || draft == digest) return std::nullopt;
  return refuse<refusals::not_what_was_signed>(Put<"draft">{draft});
}

std::optional<core::Refusal> check_not_too_far(const DecisionContext& ctx, LocalDay day) {
  const LocalDay end = ctx.today() + std::chrono::days{ctx.norms().days_ahead};
  if (day <= end || ctx.state.intake.historical) return std::nullopt;
  return refuse<refusals::day_too_far>(Put<"day">{to_string(day)}, Put<"end">{to_string(end)});
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool blank(const std::optional<Sealed<std::string>>& text) {
  return !text || (text->is_clear() && blank(text->clear()));
}

core::Refusal not_due_yet(const DecisionContext& ctx, const std::optional<Due>& due) {
  if (!due) {
    return refuse<refusals::no_such_limit>();
  }
  const auto at = to_string(due->at, ctx.norms().utc_offset);
  return refuse<refusals::not_due_yet>(Put<"end">{at});
}

}  // namespace recourse::casework::complaint
