// A year's notice is published, or corrected, and the limits that it moves are counted again (the
// norm on working days): each has the days that it had, from the day from which they were counted.
// A limit that a person named a day for stays, and so does one that has passed.
#include <algorithm>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

/// A limit of the state, and where the event has it.
struct Counted {
  std::optional<Due> Deadlines::*limit;
  std::optional<Due> LimitsRecomputed::*again;
};

using D = Deadlines;
using R = LimitsRecomputed;

/// Of the phase.
void add_of_stage(Phase stage, std::vector<Counted>& list) {
  switch (stage) {
    case Phase::received:
      list.push_back({&D::notice, &R::notice});
      list.push_back({&D::receipt, &R::receipt});
      break;
    case Phase::escalated_district:
    case Phase::escalated_city:
    case Phase::referred:
      list.push_back({&D::answer, &R::answer});
      break;
    case Phase::facts_wanted:
      list.push_back({&D::facts, &R::facts});
      break;
    case Phase::notice_issued:
      list.push_back({&D::supplement, &R::supplement});
      break;
    case Phase::declined:
      list.push_back({&D::review, &R::review});
      break;
    default:
      break;
  }
}

/// The limits in working days that run, or stand and may go on. What was left when the clock came
/// to rest is left when it goes on: there is nothing to count before.
std::vector<Counted> counted_limits(const State& state) {
  std::vector<Counted> list;
  if (state.intake.historical) return list;
  const auto stage = state.phases.stage;
  const auto clock = state.phases.clock;
  const bool stands =
      clock == ClockPhase::stopped && (stage == Phase::declined || stage == Phase::merged);
  if (stands || clock == ClockPhase::running) list.push_back({&D::resolution, &R::resolution});
  if (clock == ClockPhase::paused) list.push_back({&D::pause_cap, &R::pause_cap});
  if (is_open(stage) && !state.deadlines.contacted_at) list.push_back({&D::contact, &R::contact});
  if (is_open(stage)) list.push_back({&D::attention, &R::attention});
  if (is_open(stage)) list.push_back({&D::scope, &R::scope});
  // It goes on when the case has ended.
  if (!follow_up_closed(state.phases.rating_follow_up)) {
    list.push_back({&D::rating_follow_up, &R::rating_follow_up});
  }
  add_of_stage(stage, list);
  return list;
}

/// The limits of the cases inside, in the order of those that have one; empty: none has moved.
std::vector<Due> absorbed_again(const DecisionContext& ctx) {
  std::vector<Due> limits;
  bool moved = false;
  if (ctx.state.phases.clock != ClockPhase::running) return limits;
  for (const auto& one : ctx.state.ending.absorbed) {
    if (!holds_here(ctx.state, one)) continue;
    const auto again = ctx.counted_again(*one.limit);
    moved = moved || again.has_value();
    limits.push_back(again.value_or(*one.limit));
  }
  if (!moved) limits.clear();
  return limits;
}

/// The limits of the supervisions that are open, in their order; empty: none has moved.
std::vector<Due> supervision_again(const DecisionContext& ctx) {
  std::vector<Due> limits;
  bool moved = false;
  if (ctx.state.intake.historical) return limits;
  for (const auto& one : ctx.state.supervision) {
    if (one.phase == SupervisionPhase::none) continue;
    const auto again = ctx.counted_again(one.due);
    moved = moved || again.has_value();
    limits.push_back(again.value_or(one.due));
  }
  if (!moved) limits.clear();
  return limits;
}

/// The limits of the questions to assisting units, in their order; empty: none has moved.
std::vector<Due> assisting_again(const DecisionContext& ctx) {
  std::vector<Due> limits;
  bool moved = false;
  if (ctx.state.intake.historical || !is_open(ctx.state.phases.stage)) return limits;
  for (const auto& one : ctx.state.work.assisting) {
    const auto again = ctx.counted_again(one.due);
    moved = moved || again.has_value();
    limits.push_back(again.value_or(one.due));
  }
  if (!moved) limits.clear();
  return limits;
}

/// A department's limit leaves the station its days of a deadline that has moved.
std::optional<Due> answer_within(const DecisionContext& ctx, const LimitsRecomputed& e) {
  const auto& answer = ctx.state.deadlines.answer;
  const auto stage = ctx.state.phases.stage;
  const bool asked = stage == Phase::escalated_district || stage == Phase::escalated_city;
  const auto& finish = e.resolution;
  if (!asked || !answer || !finish || ctx.passed(answer)) return e.answer;
  const Due now = e.answer.value_or(*answer);
  const Due within = ctx.within_reserve(now, *finish);
  return within.at < now.at ? std::optional{within} : e.answer;
}

/// Nothing: every limit is what it was.
std::optional<LimitsRecomputed> recomputed(const DecisionContext& ctx) {
  LimitsRecomputed e{.by = ctx.by(), .calendar = ctx.calendar.edition()};
  bool any = false;
  for (const auto& c : counted_limits(ctx.state)) {
    const auto& due = ctx.state.deadlines.*c.limit;
    if (due) e.*c.again = ctx.counted_again(*due);
    any = any || (e.*c.again).has_value();
  }
  const auto& reminder = ctx.state.deadlines.reminder;
  if (e.supplement && reminder && !ctx.passed(reminder)) {
    e.reminder = ctx.reminder_of(*e.supplement);
  }
  e.answer = answer_within(ctx, e);
  e.absorbed = absorbed_again(ctx);
  e.supervision = supervision_again(ctx);
  e.assisting = assisting_again(ctx);
  const auto& callback = ctx.state.ending.callback.due;
  if (callback && !ctx.state.intake.historical) e.callback = ctx.counted_again(*callback);
  any = any || !e.assisting.empty() || e.callback.has_value();
  // With a deadline that moves, its whole ladder is set anew.
  if (!e.resolution && e.absorbed.empty()) e.urging = urging_again(ctx);
  if (any || !e.absorbed.empty() || !e.supervision.empty() || !e.urging.empty()) return e;
  return std::nullopt;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const RecomputeLimits&) {
  auto event = recomputed(ctx);
  if (event) return Decision::of(std::move(*event));
  return refuse<refusals::nothing_to_recompute>();
}

bool ComplaintDecider::recomputes(const State& state, Timestamp now) const {
  if (norms_of(state) == nullptr) return false;
  const core::Context context{now, {}, {}};
  const Calendar& days = current_calendar ? current_calendar->current() : *calendar;
  const Catalogue& list = catalogue_of(state);
  return recomputed({*this, state, context, {}, Role::timer, Role::timer, days, list}).has_value();
}

}  // namespace recourse::casework::complaint
