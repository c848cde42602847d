// Service hours and the urging ladder: when somebody is called, reminded, urged (R36, R38).
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

using std::chrono::days;

/// The n-th working day before a day.
LocalDay working_day_before(const DecisionContext& ctx, LocalDay day, std::int64_t n) {
  while (n > 0 && in_range(day - days{1})) {
    day -= days{1};
    if (ctx.calendar.is_working_day(day)) --n;
  }
  return day;
}

/// A rung is reached when its day begins; with service hours, when they do.
Due reached_at(const DecisionContext& ctx, const Due& limit, std::int64_t distance) {
  const LocalDay end = ctx.day_of(limit.at);
  Due due = distance > 0 ? ctx.after(end, distance)
                         : ctx.end_of_day(working_day_before(ctx, end, -distance));
  due.at = start_of(ctx.day_of(due.at), ctx.norms().utc_offset);
  if (const auto plan = ctx.service()) due.at = plan->next_from(due.at);
  return due;
}

bool was_reached(const State& state, Rung rung) {
  return std::ranges::find(state.work.urged, rung) != state.work.urged.end();
}

/// The ladder after those events, if they set or moved the deadline; else nothing.
std::optional<UrgingSet> ladder_after(const DecisionContext& ctx, std::span<const Event> events) {
  const State then = after_events(ctx, events);
  if (then.intake.historical || !is_open(then.phases.stage)) return std::nullopt;
  const bool same = resolution_deadline(then) == resolution_deadline(ctx.state) &&
                    then.ending.rounds == ctx.state.ending.rounds;
  if (same) return std::nullopt;
  UrgingSet set{urging_ladder(ctx.over(then))};
  if (set.steps == then.deadlines.urging) return std::nullopt;
  return set;
}

}  // namespace

std::optional<core::Refusal> check_service_hours(const DecisionContext& ctx, Told how) {
  const auto& intake = ctx.state.intake;
  const auto plan = ctx.service();
  const bool calls = how == Told::phone && intake.urgency == Urgency::ordinary;
  if (!plan || !calls || intake.historical || plan->open_at(ctx.now())) return std::nullopt;
  return refuse<refusals::outside_service_hours>(Put<"hours">{ctx.norms().service_hours});
}

std::vector<UrgingDue> urging_ladder(const DecisionContext& ctx) {
  std::vector<UrgingDue> ladder;
  const auto deadline = resolution_deadline(ctx.state);
  if (!deadline) return ladder;
  for (const auto& step : ctx.norms().urging_steps()) {
    const Due due = reached_at(ctx, *deadline, step.days);
    // A reminder whose moment is over would remind of what everybody was told just now.
    const bool pointless = step.rung == Rung::remind && ctx.passed(due);
    if (was_reached(ctx.state, step.rung) || pointless) continue;
    ladder.push_back({step.rung, step.receiver, due});
  }
  return ladder;
}

std::vector<UrgingDue> urging_again(const DecisionContext& ctx) {
  auto ladder = ctx.state.deadlines.urging;
  const auto deadline = resolution_deadline(ctx.state);
  if (ladder.empty() || !deadline || !is_open(ctx.state.phases.stage)) return {};
  for (const auto& step : ctx.norms().urging_steps()) {
    const auto one = std::ranges::find(ladder, step.rung, &UrgingDue::rung);
    if (one == ladder.end() || ctx.passed(one->due)) continue;
    one->due = reached_at(ctx, *deadline, step.days);
  }
  if (ladder == ctx.state.deadlines.urging) return {};
  return ladder;
}

Decision with_urging(const DecisionContext& ctx, Decision decision) {
  if (decision.is_refusal()) return decision;
  // A case that begins is pinned to the deployment's norms, another to its own.
  if (!ctx.norms().urging.empty()) {
    if (auto set = ladder_after(ctx, decision.events())) {
      decision.events().push_back(std::move(*set));
    }
  }
  const auto elsewhere = decision.related_events();
  for (const auto& [stream, events] : elsewhere) {
    const auto other = std::ranges::find(ctx.related, stream, &core::Related<State>::stream);
    if (other == ctx.related.end()) continue;
    const auto there = ctx.over(other->state);
    if (there.norms().urging.empty()) continue;
    if (auto set = ladder_after(there, events)) {
      decision = Decision{std::move(decision)}.append_to(stream, {std::move(*set)});
    }
  }
  return decision;
}

// Never a second time in a round: what was reached is no longer among those to come.
Decision decide(const DecisionContext& ctx, const Urge&) {
  const auto& ladder = ctx.state.deadlines.urging;
  const auto deadline = resolution_deadline(ctx.state);
  const auto clock = ctx.state.phases.clock;
  const bool counts = clock == ClockPhase::running || clock == ClockPhase::overdue;
  if (ladder.empty() || !deadline || !counts) return not_due_yet(ctx, std::nullopt);
  const auto& next = ladder.front();
  if (!ctx.passed(next.due)) return not_due_yet(ctx, next.due);
  const auto& intake = ctx.state.intake;
  auto unit = next.receiver == Level::station ? acting_station(ctx.state)
                                              : department_of(next.receiver, intake.district,
                                                              intake.line.value_or(Line::other));
  const auto late = ctx.working_days(ctx.day_of(deadline->at), ctx.day_of(next.due.at));
  return Decision::of(Urged{next.rung, next.receiver, std::move(unit), late, *deadline});
}

}  // namespace recourse::casework::complaint
