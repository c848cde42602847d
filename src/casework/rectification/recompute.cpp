// Limits counted again when a year's notice is published or corrected.
#include <recourse/casework/common/working_days.hpp>

#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  if (state.until) limits.push_back(&*state.until);
  return limits;  // a measure is due on the day that was named for it
}

Decision decide(const DecisionContext& ctx, const RecomputeLimits&) {
  State as_it_is = ctx.state;
  const WorkingDays days{ctx.calendar, ctx.rules.utc_offset};
  auto moved = recounted(limits_of(as_it_is), days, ctx.now());
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool RectificationDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

}  // namespace recourse::casework::rectification
