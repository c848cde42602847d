// Limits counted again when a year's notice is published or corrected.
#include <recourse/casework/common/working_days.hpp>

#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  for (auto* one : {&state.sign_check, &state.sign_correction, &state.staffing}) {
    if (*one) limits.push_back(&(*one)->due);
  }
  if (state.suspension) limits.push_back(&state.suspension->until);
  for (auto& one : state.substitutes) limits.push_back(&one.until);
  for (auto& one : state.swaps) limits.push_back(&one.due);
  return limits;
}

Decision decide(const DecisionContext& ctx, const RecomputeLimits&) {
  State as_it_is = ctx.state;
  const WorkingDays days{ctx.calendar, ctx.rules.norms.utc_offset};
  auto moved = recounted(limits_of(as_it_is), days, ctx.now());
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool RegistryDecider::recomputes(State state, Timestamp now) const {
  const Calendar& calendar = current_calendar ? current_calendar->current() : Calendar::china();
  const WorkingDays days{calendar, norms.utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

}  // namespace recourse::casework::registry
