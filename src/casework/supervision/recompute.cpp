// Limits counted again when a year's notice is published or corrected.
#include "casework/supervision/decide.hpp"

namespace recourse::casework::supervision {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  if (state.due) limits.push_back(&*state.due);
  if (state.ruling_due) limits.push_back(&*state.ruling_due);
  // Once something was objected, or the inspection is over, nobody objects any more.
  const bool may_object = state.phases.objection == ObjectionPhase::none && state.due;
  if (may_object && state.objection_due) limits.push_back(&*state.objection_due);
  return limits;
}

Decision Deciding::operator()(const RecomputeLimits&) const {
  State as_it_is = state;
  auto moved = recounted(limits_of(as_it_is), days, context.now);
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool SupervisionDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

}  // namespace recourse::casework::supervision
