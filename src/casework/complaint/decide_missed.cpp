// A limit passed, and what was owed by then was not done: that is recorded once, and whoever owed
// it is put under supervision, whose own limit is the next rung (R13, R16).
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// Whose duty it was, and the cause under which it answers for it.
struct Owed {
  std::string unit;
  SupervisionCause cause;
};

std::string own_department(const State& state, Level level) {
  return department_of(level, state.intake.district, state.intake.line.value_or(Line::other));
}

/// The next step after a bad rating: the station's own, but for the last ones.
std::string owes_care(const State& state) {
  switch (state.phases.rating_follow_up) {
    case FollowUpPhase::revisit_due:
      return own_department(state, Level::district);
    case FollowUpPhase::exclusion_asked:
      return own_department(state, Level::city);
    default:
      return acting_station(state);
  }
}

std::optional<Owed> owed(const State& state, DeadlineKind kind) {
  const auto station = acting_station(state);
  switch (kind) {
    case DeadlineKind::receipt:
      return Owed{station, SupervisionCause::receipt_missed};
    case DeadlineKind::scope:
      return Owed{station, SupervisionCause::scope_missed};
    case DeadlineKind::account:
      return Owed{state.ending.account ? state.ending.account->unit : station,
                  SupervisionCause::account_missed};
    case DeadlineKind::callback:
      return Owed{own_department(state, Level::district), SupervisionCause::callback_missed};
    case DeadlineKind::contact:
      return Owed{station, SupervisionCause::contact_missed};
    case DeadlineKind::attention:
      return Owed{station, SupervisionCause::attention_missed};
    case DeadlineKind::plan:
      return Owed{station, SupervisionCause::plan_missed};
    case DeadlineKind::facts:
      return Owed{station, SupervisionCause::facts_missed};
    case DeadlineKind::answer:
      return Owed{state.escalation.department, SupervisionCause::answer_missed};
    case DeadlineKind::review: {
      const bool second = state.phases.stage == Phase::review_2;
      return Owed{own_department(state, second ? Level::city : Level::district),
                  SupervisionCause::review_missed};
    }
    case DeadlineKind::follow_up_contact:
    case DeadlineKind::follow_up_verify:
    case DeadlineKind::follow_up_correction:
    case DeadlineKind::follow_up_feedback:
    case DeadlineKind::follow_up_revisit:
      return Owed{owes_care(state), SupervisionCause::care_missed};
    default:
      return std::nullopt;
  }
}

/// Questions to assisting units whose time is over, all at once, as with support.
Decision assisting_missed(const DecisionContext& ctx) {
  auto missed = Decision{std::vector<Event>{}};
  for (const auto& one : ctx.state.work.assisting) {
    if (one.missed || !ctx.passed(one.due)) continue;
    missed.events().push_back(LimitMissed{DeadlineKind::assisting, one.due, one.unit, 0});
    missed = supervised(ctx, std::move(missed), SupervisionCause::assisting_missed, one.unit);
  }
  if (missed.events().empty()) return not_due_yet(ctx, assisting_deadline(ctx.state));
  return missed;
}

/// Calls for support whose time is over, all at once: two may have ended at one moment.
Decision support_missed(const DecisionContext& ctx) {
  auto missed = Decision{std::vector<Event>{}};
  for (const auto& one : ctx.state.work.support) {
    if (one.missed || !ctx.passed(one.due)) continue;
    const auto unit = department_of(Level::district, ctx.state.intake.district, one.line);
    missed.events().push_back(LimitMissed{DeadlineKind::support, one.due, unit, 0});
    missed = supervised(ctx, std::move(missed), SupervisionCause::support_missed, unit);
  }
  if (missed.events().empty()) return not_due_yet(ctx, support_deadline(ctx.state));
  return missed;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const MissLimit& c) {
  if (c.kind == DeadlineKind::support) return support_missed(ctx);
  const bool waits = waits_for_units(ctx.state);
  if (c.kind == DeadlineKind::assisting && waits) return assisting_missed(ctx);
  const auto limits = due_times(ctx.state);
  const auto limit = std::ranges::find_if(limits, [&](const DueTime& one) {
    return one.kind == c.kind && one.command == describe::spec_of<MissLimit>.type;
  });
  if (limit == limits.end()) return not_due_yet(ctx, std::nullopt);
  if (!ctx.passed(limit->due)) return not_due_yet(ctx, limit->due);
  const auto whose = owed(ctx.state, limit->kind);
  if (!whose) return not_due_yet(ctx, std::nullopt);
  return supervised(ctx, Decision::of(LimitMissed{limit->kind, limit->due, whose->unit, 0}),
                    whose->cause, whose->unit);
}

}  // namespace recourse::casework::complaint
