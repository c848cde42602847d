// Limits counted again when a year's notice is published or corrected.
#include "casework/liaison/deciding.hpp"

namespace recourse::casework::liaison {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  for (auto* one : {&state.vacancy, &state.next_digest, &state.answer}) {
    if (*one) limits.push_back(&**one);
  }
  for (auto& matter : state.matters) {
    if (matter.due) limits.push_back(&*matter.due);
  }
  return limits;
}

Decision Deciding::operator()(const RecomputeLimits&) const {
  State as_it_is = state;
  auto moved = recounted(limits_of(as_it_is), days, context.now);
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool LiaisonDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !recounted(limits_of(state), days, now).empty();
}

}  // namespace recourse::casework::liaison
