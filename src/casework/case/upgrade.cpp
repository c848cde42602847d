// What the case answers when new code is checked against old cases.
#include <recourse/casework/case/decider.hpp>

namespace recourse::casework {

std::optional<std::string> CaseDecider::objection(const State& state) const {
  if (state.version != 0 && state.phases.life == Phase::none) {
    return "the case has events, but its life has not begun";
  }
  if (is_reachable(state.phases)) return std::nullopt;
  return "no row of the lifecycle leads to phase " +
         std::string{describe::enum_name(state.phases.life)} + " with the clock " +
         std::string{describe::enum_name(state.phases.clock)};
}

bool CaseDecider::accepts(const State& before, const Event& event, const core::Facts&) const {
  return advance(before.phases, event).has_value();
}

bool CaseDecider::finished(const State& state) const { return !is_open(state.phases.life); }

std::vector<std::string_view> CaseDecider::next(const State& state) const {
  return allowed_commands(state.phases);
}

}  // namespace recourse::casework
