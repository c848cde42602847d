// A year's notice is published, or corrected, and the limits that it moves are counted again (the
// norm on working days): each has the days that it had, from the day from which they were counted.
// A limit that a person named a day for stays, and so does one that has passed.
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

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

/// The phase to which the case goes back if it is taken out of the one that it was merged into.
Phase own_stage(const State& state) {
  const auto stage = state.phases.stage;
  return stage == Phase::merged ? state.ending.merged_from.value_or(stage) : stage;
}

/// Likewise the phase of its clock.
ClockPhase own_clock(const State& state) {
  const auto clock = state.phases.clock;
  return state.phases.stage == Phase::merged ? state.ending.merged_clock.value_or(clock) : clock;
}

/// The limits in working days that run, or stand and may go on, those of a merged case included.
/// What was left when the clock came to rest is left when it goes on: there is nothing to count
/// before.
std::vector<Counted> counted_limits(const State& state) {
  std::vector<Counted> list;
  if (state.intake.historical) return list;
  const auto stage = state.phases.stage;
  const bool merged = stage == Phase::merged;
  const auto clock = own_clock(state);
  const bool stands = merged || (clock == ClockPhase::stopped && stage == Phase::declined);
  if (stands || clock == ClockPhase::running) list.push_back({&D::resolution, &R::resolution});
  if (clock == ClockPhase::paused) list.push_back({&D::pause_cap, &R::pause_cap});
  if (is_open(stage) || merged) {
    if (!state.deadlines.contacted_at) list.push_back({&D::contact, &R::contact});
    list.push_back({&D::attention, &R::attention});
    list.push_back({&D::scope, &R::scope});
  }
  // It goes on when the case has ended.
  if (!follow_up_closed(state.phases.rating_follow_up)) {
    list.push_back({&D::rating_follow_up, &R::rating_follow_up});
  }
  add_of_stage(own_stage(state), list);
  return list;
}

/// The limits of the cases inside, in the order of those that have one; empty: none has moved.
std::vector<Due> absorbed_again(const DecisionContext& ctx) {
  std::vector<Due> limits;
  bool moved = false;
  if (own_clock(ctx.state) != ClockPhase::running) return limits;
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

/// The limit of another unit leaves the station its days of a deadline that moves, and so it does
/// when it moves itself. Nothing: it stays.
std::optional<Due> unit_limit_again(const DecisionContext& ctx, const Due& limit,
                                    const LimitsRecomputed& e) {
  const auto again = ctx.counted_again(limit);
  const bool later_now = again && limit.at < again->at;
  const bool deadline_moves = e.resolution || !e.absorbed.empty();
  if (ctx.passed(limit) || !(later_now || deadline_moves)) return again;
  const auto finish = resolution_deadline(after_event(ctx, e));
  if (!finish) return again;
  const Due then = ctx.cut_again(limit, again.value_or(limit), *finish);
  return then == limit ? std::nullopt : std::optional{then};
}

/// The limits of the questions to assisting units, in their order; empty: none has moved.
std::vector<Due> assisting_again(const DecisionContext& ctx, const LimitsRecomputed& e) {
  std::vector<Due> limits;
  bool moved = false;
  if (ctx.state.intake.historical || !waits_for_units(ctx.state)) return limits;
  for (const auto& one : ctx.state.work.assisting) {
    const auto again = unit_limit_again(ctx, one.due, e);
    moved = moved || again.has_value();
    limits.push_back(again.value_or(one.due));
  }
  if (!moved) limits.clear();
  return limits;
}

/// Of the department that has it; a body that it was referred to has no station behind it.
std::optional<Due> answer_again(const DecisionContext& ctx, const LimitsRecomputed& e) {
  const auto& answer = ctx.state.deadlines.answer;
  const auto stage = own_stage(ctx.state);
  const bool asked = stage == Phase::escalated_district || stage == Phase::escalated_city;
  return asked && answer ? unit_limit_again(ctx, *answer, e) : e.answer;
}

/// Nothing: every limit is what it was.
std::optional<LimitsRecomputed> recomputed(const DecisionContext& ctx) {
  const LimitsRecomputed unmoved{.by = ctx.by(), .calendar = ctx.calendar.edition()};
  LimitsRecomputed e = unmoved;
  for (const auto& c : counted_limits(ctx.state)) {
    const auto& due = ctx.state.deadlines.*c.limit;
    if (due) e.*c.again = ctx.counted_again(*due);
  }
  const auto& reminder = ctx.state.deadlines.reminder;
  if (e.supplement && reminder && !ctx.passed(reminder)) {
    e.reminder = ctx.reminder_of(*e.supplement);
  }
  e.absorbed = absorbed_again(ctx);
  e.answer = answer_again(ctx, e);
  e.supervision = supervision_again(ctx);
  e.assisting = assisting_again(ctx, e);
  const auto& callback = ctx.state.ending.callback.due;
  if (callback && !ctx.state.intake.historical) e.callback = ctx.counted_again(*callback);
  // With a deadline that moves, its whole ladder is set anew.
  if (!e.resolution && e.absorbed.empty()) e.urging = urging_again(ctx);
  if (e == unmoved) return std::nullopt;
  return e;
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
