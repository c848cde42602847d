// Limits counted again when a year's notice is published or corrected.
#include "casework/replies/deciding.hpp"

namespace recourse::casework::replies {

std::vector<Due*> limits_of(State& state) {
  std::vector<Due*> limits;
  for (auto* one : {&state.step, &state.look_through, &state.renewal}) {
    if (*one) limits.push_back(&**one);
  }
  for (auto& one : state.look_again) limits.push_back(&one.due);
  return limits;
}

namespace {

/// The look-through is counted back from the end of validity, which is a day that was named.
std::optional<Due> look_through_again(const RepliesDecider& rules, const State& state,
                                      const WorkingDays& days, Timestamp now) {
  const auto& due = state.look_through;
  const auto* const version = last_version(state);
  const bool runs = state.standing == Standing::published && !state.looking_through && due;
  if (!runs || version == nullptr || !version->valid_until || now > due->at) return std::nullopt;
  Due again = days.before(*version->valid_until, rules.limits.look_through);
  if (now > again.at) again.at = days.end_of_day(days.day_of(now)).at;
  if (again == *due) return std::nullopt;
  return again;
}

std::vector<RecountedLimit> moved_limits(const RepliesDecider& rules, State state,
                                         const WorkingDays& days, Timestamp now) {
  auto moved = recounted(limits_of(state), days, now);
  if (const auto again = look_through_again(rules, state, days, now)) {
    moved.push_back({*state.look_through, *again});
  }
  return moved;
}

}  // namespace

Decision Deciding::operator()(const RecomputeLimits&) const {
  auto moved = moved_limits(rules, state, days, context.now);
  if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
  return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
}

bool RepliesDecider::recomputes(State state, Timestamp now) const {
  const WorkingDays days{current_calendar ? current_calendar->current() : *calendar, utc_offset};
  return !moved_limits(*this, std::move(state), days, now).empty();
}

}  // namespace recourse::casework::replies
