// How events become state. It decides nothing: whatever was recorded is taken as it stands. A
// change of meaning here is a new event type, or a new ComplaintDecider::kFoldVersion with golden
// states of its own, never an edit.
#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void ComplaintDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  Folding fold{state, facts.occurred_at, state.phases.clock, is_open(state.phases.stage)};
  std::visit(
      [&](const auto& e) {
        fold.on(e);
        if constexpr (requires { e.told; }) fold.told(e.told);
      },
      event);
  // Rows are never removed, so replay always finds a transition. Should
  // one be missing all the same, the event stands and the phases stay.
  if (const auto next = follow(state.phases, event)) state.phases = *next;
  fold.note_custody();
  state.version = static_cast<std::uint32_t>(facts.version.value);
}

}  // namespace recourse::casework::complaint
