#include "casework/complaint/decision_context.hpp"

#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/working_days.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

Due earlier(Due a, Due b) { return b.at < a.at ? b : a; }
Due later(Due a, Due b) { return a.at < b.at ? b : a; }

Due DecisionContext::after(LocalDay start, std::int64_t n) const {
  // Norms are numbers that somebody configured; beyond the calendar's range the nearest end holds.
  const auto days = std::clamp<std::int64_t>(n, 0, limits::kWorkingDaysMax);
  const auto due = calendar.add_working_days(start, days);
  if (!due) return end_of_day(start);
  return {end_of(due->day, norms().utc_offset), due->provisional, start,
          static_cast<std::uint32_t>(days)};
}

Due DecisionContext::end_of_day(LocalDay day) const {
  return {end_of(day, norms().utc_offset), false, std::nullopt, 0};
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
  return limit_of(state.deadlines.difficult ? difficult_days() : ordinary_days());
}

Due DecisionContext::resolution_deadline_or(Due other) const {
  const bool late = state.phases.clock == ClockPhase::overdue;
  return late && state.deadlines.resolution ? *state.deadlines.resolution : other;
}

std::optional<Due> DecisionContext::counted_again(const Due& due) const {
  return WorkingDays{calendar, norms().utc_offset}.counted_again(due, now());
}

namespace {

/// Whole working days, of 24 hours each, between two moments.
std::uint32_t whole_days(const DecisionContext& ctx, Timestamp from, Timestamp to) {
  using std::chrono::days;
  const LocalDay first = ctx.day_of(from);
  const LocalDay last = ctx.day_of(to);
  if (last <= first) return 0;
  const auto works = [&](LocalDay day) { return ctx.calendar.is_working_day(day); };
  const Timestamp midnight = ctx.end_of_day(last - days{1}).at + std::chrono::milliseconds{1};
  auto time = days{ctx.working_days(first, last - days{1})} + std::chrono::milliseconds{0};
  if (works(first)) time += ctx.end_of_day(first).at + std::chrono::milliseconds{1} - from;
  if (works(last)) time += to - midnight;
  return static_cast<std::uint32_t>(std::chrono::floor<days>(time).count());
}

/// By the calendar as it is now: a notice may have come out while the limit rested. A day that was
/// named stays.
Due counted_now(const DecisionContext& ctx, const Due& due) {
  return due.from ? ctx.after(*due.from, due.days) : due;
}

/// A limit with so many days left on the day of `from`, when the clock that rested since goes on.
Due after_rest(const DecisionContext& ctx, const Due& due, Timestamp from, std::uint32_t left) {
  const auto rested = whole_days(ctx, from, ctx.now());
  const Due today = ctx.end_of_day(ctx.today());
  if (rested == 0) return later(counted_now(ctx, due), today);
  // The day on which it came to rest and the one on which it goes on may both have been worked on.
  const auto spent = ctx.working_days(ctx.day_of(from), ctx.today()) - rested;
  return ctx.after(ctx.today(), static_cast<std::int64_t>(left) - spent);
}

/// The deadline for resolution that holds after a rest.
Due earliest_of(const Rest& rest) {
  Due first = rest.resolution;
  for (const auto& limit : rest.absorbed) first = earlier(first, limit);
  return first;
}

}  // namespace

std::uint32_t DecisionContext::days_left() const {
  return working_days(today(), day_of(state.deadlines.resolution.value_or(limit()).at));
}

Rest DecisionContext::rest_over() const {
  const auto& deadlines = state.deadlines;
  Rest rest{0, deadlines.resolution.value_or(limit()), {}};
  if (!deadlines.paused_at) return rest;
  const Timestamp from = *deadlines.paused_at;
  rest.days = whole_days(*this, from, now());
  const auto left =
      deadlines.days_left.value_or(working_days(day_of(from), day_of(rest.resolution.at)));
  rest.resolution = after_rest(*this, rest.resolution, from, left);
  // The day of need is a fact, not a limit: no rest moves it.
  rest.resolution = within_need(rest.resolution);
  for (const auto& one : state.ending.absorbed) {
    if (!holds_here(state, one)) continue;
    const Timestamp since = std::max(from, one.at);
    const Due limit = counted_now(*this, *one.limit);
    const auto days = working_days(day_of(since), day_of(limit.at));
    rest.absorbed.push_back(after_rest(*this, limit, since, days));
  }
  const auto rested = [&](const std::optional<Due>& due, const std::optional<Timestamp>& set) {
    const Timestamp since = std::max(from, set.value_or(from));
    std::optional<Due> then;
    if (due && since <= due->at) {
      then = after_rest(*this, *due, since, working_days(day_of(since), day_of(due->at)));
    }
    return then;
  };
  const auto stage = state.phases.stage;
  const bool asked = stage == Phase::escalated_district || stage == Phase::escalated_city;
  if (asked && rested(deadlines.answer, deadlines.answer_since)) {
    const auto& answer = *deadlines.answer;
    const Due again = *rested(uncut(answer), deadlines.answer_since);
    rest.answer = cut_again(answer, again, earliest_of(rest));
  }
  if (stage == Phase::facts_wanted) {
    rest.facts = rested(deadlines.facts, state.escalation.facts_since);
  }
  return rest;
}

Due DecisionContext::within_need(Due limit) const {
  const auto& day = state.deadlines.needed_by;
  return day ? earlier(limit, end_of_day(*day)) : limit;
}

Due DecisionContext::within_reserve(Due limit, const Due& finish) const {
  if (state.phases.clock == ClockPhase::overdue) return limit;
  return earlier(limit, ahead_of(finish, norms().station_reserve));
}

Due DecisionContext::cut_to(const Due& limit, const Due& end) const {
  Due cut = limit;
  if (!cut.from || cut.days == 0) {
    cut.from = day_of(limit.at);
    cut.days = 0;
  }
  cut.at = end.at;
  cut.provisional = end.provisional;
  return cut;
}

Due DecisionContext::uncut(const Due& limit) const {
  if (!limit.from) return limit;
  const Due whole = limit.days == 0 ? end_of_day(*limit.from) : after(*limit.from, limit.days);
  return limit.at < whole.at ? whole : limit;
}

Due DecisionContext::cut_again(const Due& limit, const Due& again, const Due& finish) const {
  const Due within = within_reserve(again, finish);
  const bool was_cut = limit.at < uncut(limit).at;
  return was_cut && within.at < again.at ? cut_to(again, within) : within;
}

Due DecisionContext::department_limit(const Due& finish) const {
  return within_reserve(after(today(), norms().department_answer), finish);
}

Due DecisionContext::department_limit() const {
  return department_limit(resolution_deadline(state).value_or(limit()));
}

std::optional<std::uint32_t> DecisionContext::answer_days_left() const {
  const auto& deadlines = state.deadlines;
  Timestamp stands = now();
  if (deadlines.paused_at) {
    stands = std::max(*deadlines.paused_at, deadlines.answer_since.value_or(*deadlines.paused_at));
  }
  if (!deadlines.answer || stands > deadlines.answer->at) return std::nullopt;
  return working_days(day_of(stands), day_of(uncut(*deadlines.answer).at));
}

std::optional<Due> DecisionContext::answer_after_facts() const {
  const auto& asked = state.escalation.facts_since;
  const auto& due = state.deadlines.answer;
  const auto& left = state.deadlines.answer_left;
  if (!asked || !due || !left) return std::nullopt;
  const Due then = after_rest(*this, uncut(*due), *asked, *left);
  return cut_again(*due, then, resolution_deadline(state).value_or(limit()));
}

std::vector<UnitDays> DecisionContext::held_until(Timestamp end) const {
  std::vector<UnitDays> held;
  const auto& list = state.custody;
  for (std::size_t i = 0; i < list.size() && list[i].from < end; ++i) {
    if (list[i].unit.empty()) continue;
    const Timestamp to = i + 1 < list.size() ? std::min(end, list[i + 1].from) : end;
    auto known = std::ranges::find(held, list[i].unit, &UnitDays::unit);
    if (known == held.end()) known = held.insert(known, UnitDays{list[i].unit, 0});
    known->working_days += working_days(day_of(list[i].from), day_of(to));
  }
  return held;
}

Resolution DecisionContext::resolution(Outcome outcome) const {
  const auto& deadlines = state.deadlines;
  const auto deadline = resolution_deadline(state);
  const Timestamp stood = deadlines.stopped_at.value_or(deadlines.paused_at.value_or(now()));
  const bool late = deadlines.overdue || (deadline && stood > deadline->at);
  // The total counts from the first report, that of a case inside included.
  Timestamp first = std::min(state.intake.reported_at, deadlines.from);
  for (const auto& one : state.ending.absorbed) first = std::min(first, one.from);
  const LocalDay reported = day_of(first);
  const auto count = calendar.working_days_between(reported, today());
  return {outcome, !late, static_cast<std::uint32_t>(count.days), count.provisional,
          reported == today()};
}

Resolution DecisionContext::resolution_on(Outcome outcome, LocalDay received_on) const {
  core::Context moment = context;
  moment.now = received(received_on);
  auto then = at(moment).resolution(outcome);
  const auto deadline = resolution_deadline(state);
  // What made this round late was not known yet; an earlier one stays late.
  const bool in_time = !deadline || moment.now <= deadline->at;
  if (in_time && state.ending.rounds <= 1) then.on_time = true;
  return then;
}

std::string DecisionContext::target_stream(const std::string& named) {
  if (named.find('/') != std::string::npos) return named;
  return std::string{ComplaintDecider::kKind} + "/" + named;
}

bool DecisionContext::is_handler() const { return has_handled(state, own_role, by()); }

Due DecisionContext::ahead_of(const Due& due, std::int64_t n) const {
  LocalDay day = day_of(due.at);
  for (std::int64_t left = n; left > 0 && day > today();) {
    day -= std::chrono::days{1};
    if (calendar.is_working_day(day)) --left;
  }
  return end_of_day(std::max(day, today()));
}

std::optional<ServicePlan> DecisionContext::service() const {
  const auto hours = norms().hours();
  if (!hours) return std::nullopt;
  return ServicePlan{*hours, calendar, norms().utc_offset};
}

Due DecisionContext::reminder_of(const Due& limit) const {
  Due ahead = ahead_of(limit, norms().reminder);
  const auto plan = service();
  if (!plan) return ahead;
  const Timestamp next = plan->next_from(ahead.at);
  const Timestamp before = plan->last_until(ahead.at);
  // Behind the limit there is nothing to remind of.
  ahead.at = next <= limit.at || before < now() ? next : before;
  return ahead;
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

Decision supervised(const DecisionContext& ctx, Decision decision, SupervisionCause cause,
                    std::string unit) {
  if (decision.is_refusal() || ctx.state.intake.historical) return decision;
  if (unit.empty()) unit = answerable_unit(ctx.state);
  const auto answers_already = [&](const SupervisionEntry& one) {
    return one.phase == SupervisionPhase::supervised && one.cause == cause && one.unit == unit;
  };
  if (std::ranges::any_of(ctx.state.supervision, answers_already)) return decision;
  // A department of the district does not supervise itself.
  const bool city = ctx.role == Role::supervisor || ctx.role == Role::city_officer ||
                    unit != ctx.state.intake.station;
  auto& events = decision.events();
  const auto before = std::ranges::count_if(
      events, [](const Event& e) { return std::holds_alternative<Supervised>(e); });
  const auto number = ctx.state.supervision.size() + static_cast<std::size_t>(before) + 1;
  events.push_back(Supervised{
      "engine", cause, std::move(unit), city ? Level::city : Level::district,
      ctx.after(ctx.today(), ctx.norms().supervision), "", static_cast<std::uint32_t>(number)});
  return decision;
}

namespace {

/// The unit where most of the time went; of equals, the one that has the case.
std::string longest_holder(const DecisionContext& ctx, const std::vector<UnitDays>& held) {
  const std::string now = answerable_unit(ctx.state);
  const UnitDays* longest = nullptr;
  for (const auto& one : held) {
    const bool more = longest == nullptr || one.working_days > longest->working_days;
    const bool equal = !more && one.working_days == longest->working_days && one.unit == now;
    if (more || equal) longest = &one;
  }
  return longest != nullptr ? longest->unit : now;
}

}  // namespace

std::vector<Event> overdue_events(const DecisionContext& ctx) {
  const Due deadline = *resolution_deadline(ctx.state);
  auto held = ctx.held_until(deadline.at);
  auto unit = longest_holder(ctx, held);
  auto decision = Decision::of(
      WentOverdue{deadline, ctx.after(ctx.today(), ctx.norms().attention), std::move(held)});
  return supervised(ctx, std::move(decision), SupervisionCause::overdue, std::move(unit)).events();
}

CapReached cap_reached(const DecisionContext& ctx) {
  core::Context moment = ctx.context;
  moment.now = ctx.state.deadlines.pause_cap->at;
  const DecisionContext then = ctx.at(moment);
  auto rest = then.rest_over();
  return {rest.days, rest.resolution, std::move(rest.absorbed), rest.answer, rest.facts};
}

Resumed resumed_by(const DecisionContext& ctx, std::string reason) {
  auto rest = ctx.rest_over();
  return {ctx.by(),    std::move(reason), rest.days, rest.resolution, std::move(rest.absorbed),
          rest.answer, rest.facts};
}

State after_events(const DecisionContext& ctx, std::span<const Event> events) {
  State then = ctx.state;
  for (const auto& event : events) {
    const core::Facts facts{Version{then.version + 1u}, ctx.now(), ctx.context.definition};
    ctx.rules.evolve(then, event, facts);
  }
  return then;
}

Decision resumed_first(const DecisionContext& ctx,
                       const std::function<Decision(const DecisionContext&)>& next) {
  if (ctx.state.phases.clock != ClockPhase::paused) return next(ctx);
  const Event resumed = resumed_by(ctx, "恢复办理");
  const State going = after_event(ctx, resumed);
  auto result = next(ctx.over(going));
  if (!result.is_refusal()) result.events().insert(result.events().begin(), resumed);
  return result;
}

Decision own_rest_ended(const DecisionContext& ctx,
                        const std::function<Decision(const DecisionContext&)>& next) {
  return ctx.state.deadlines.paused_unit.empty() ? next(ctx) : resumed_first(ctx, next);
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
  if (is_recused(ctx.state, ctx.own_role, ctx.by())) {
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

namespace {

bool is_department_or_bureau(const DecisionContext& ctx, const std::string& unit) {
  const auto bureau = bureau_of_unit(unit);
  const bool known = bureau == kCityBureau || ctx.norms().knows_district(bureau);
  return known && (bureau == unit || line_of_department(unit));
}

/// Whether the register has the station; where there is none, nobody knows.
std::optional<core::Refusal> check_station_registered(const DecisionContext& ctx,
                                                      const std::string& station) {
  const auto& windows = ctx.rules.windows;
  if (windows == nullptr || !windows->in_use()) return std::nullopt;
  const auto found = windows->at(station, ctx.now());
  if (!found) return refuse<refusals::windows_unreadable>(Put<"error">{found.error().message()});
  if (*found) return std::nullopt;
  return refuse<refusals::unknown_unit>(Put<"unit">{station});
}

}  // namespace

std::optional<core::Refusal> check_department_exists(const DecisionContext& ctx,
                                                     const std::string& unit) {
  if (ctx.state.intake.historical || is_department_or_bureau(ctx, unit)) return std::nullopt;
  return refuse<refusals::unknown_unit>(Put<"unit">{unit});
}

std::optional<core::Refusal> check_unit_exists(const DecisionContext& ctx,
                                               const std::string& unit) {
  if (ctx.state.intake.historical || is_department_or_bureau(ctx, unit)) return std::nullopt;
  if (auto no = check_station_registered(ctx, unit)) return no;
  const auto& windows = ctx.rules.windows;
  const bool registered = windows != nullptr && windows->in_use();
  if (registered || unit.find('.') == std::string::npos) return std::nullopt;
  // Without a register, what looks like a department's code is one, and must be known.
  return refuse<refusals::unknown_unit>(Put<"unit">{unit});
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
