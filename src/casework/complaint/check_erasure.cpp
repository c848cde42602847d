// Who may ask for the erasing of personal data, and when a case lets it go.
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/refusals.hpp>

namespace recourse::casework::complaint {

std::optional<core::Refusal> ComplaintDecider::check_erasure(const State& state, describe::Subject,
                                                             trust::ErasureGround,
                                                             const core::Context& context) const {
  const auto& role = context.actor.role;
  const bool may = role == describe::enum_name(Role::administrator) ||
                   role == describe::enum_name(Role::supervisor) ||
                   context.standing.kind() == core::ActorKind::engine;
  if (!may) {
    return core::refuse<refusals::erasure_not_yours>(
        core::Put<"role">{role.empty() ? std::string{"nobody"} : role});
  }
  if (state.access.held) return core::refuse<refusals::erasure_while_held>();
  if (!finished(state)) return core::refuse<refusals::erasure_while_open>();
  return std::nullopt;
}

}  // namespace recourse::casework::complaint
