#include <algorithm>
#include <recourse/casework/registry/window.hpp>

namespace recourse::casework::registry {
namespace {

NotTaking why_not_in(Phase phase) {
  switch (phase) {
    case Phase::none:
      return NotTaking::not_registered;
    case Phase::registered:
    case Phase::planned:
      return NotTaking::not_opened;
    case Phase::suspended:
      return NotTaking::suspended;
    case Phase::moved:
      return NotTaking::moved;
    case Phase::closed:
      return NotTaking::closed;
    case Phase::shared:
      return NotTaking::shared;
    case Phase::open:
      break;
  }
  return NotTaking::none;
}

}  // namespace

Window window_at(const State& state, Timestamp now) {
  State as_of = state;
  for (auto& one : as_of.substitutes) one.stopped = one.stopped || now > one.until.at;
  Window window{state.code, state.centre, false, {}, roster_of(as_of)};
  auto why_not = why_not_in(state.phases.window);
  if (why_not == NotTaking::none && window.roster.empty()) why_not = NotTaking::roster_empty;
  window.open = why_not == NotTaking::none;
  if (!window.open) window.why_not = describe::enum_name(why_not);
  return window;
}

}  // namespace recourse::casework::registry
