// What the case answers when new code is checked against old cases.
#include <recourse/casework/complaint/decider.hpp>

namespace recourse::casework::complaint {

std::optional<std::string> ComplaintDecider::state_error(const State& state) const {
  if (state.version != 0 && state.phases.stage == Phase::none) {
    return "the case has events, but its first stage has not begun";
  }
  if (is_reachable(state.phases)) return std::nullopt;
  return "no row of the lifecycle leads to phase " +
         std::string{describe::enum_name(state.phases.stage)} + " with the clock " +
         std::string{describe::enum_name(state.phases.clock)};
}

bool ComplaintDecider::accepts(const State& before, const Event& event, const core::Facts&) const {
  return advance(before.phases, event).has_value();
}

bool ComplaintDecider::finished(const State& state) const { return !is_open(state.phases.stage); }

std::vector<std::string_view> ComplaintDecider::next(const State& state) const {
  return allowed_commands(state.phases);
}

}  // namespace recourse::casework::complaint
