// Limits counted again when a year's notice is published or corrected.
#include "casework/training/decide.hpp"

namespace recourse::casework::training {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  for (auto* one : {&state.due, &state.make_up_due}) {
    if (*one) limits.push_back(&**one);
  }
  return limits;
}

Decision Deciding::operator()(const RecomputeLimits&) const {
  State as_it_is = state;
  auto moved = recounted(limits_of(as_it_is), days, context.now);
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool TrainingDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

}  // namespace recourse::casework::training
