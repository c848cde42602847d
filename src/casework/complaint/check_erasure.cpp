// Who may ask for the erasing of personal data, and when a case lets it go.
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/refusals.hpp>

namespace recourse::casework::complaint {

namespace {

/// When the term of personal data ends; nothing for a case that goes on, or whose norms are
/// unknown.
std::optional<Timestamp> retained_until(const ComplaintDecider& rules, const State& state) {
  const auto* norms = rules.norms_of(state);
  if (norms == nullptr || !state.ending.closed_at || !rules.finished(state)) return std::nullopt;
  return *state.ending.closed_at + std::chrono::days{norms->retention_days};
}

}  // namespace

bool ComplaintDecider::is_past_retention(const State& state, Timestamp now) const {
  const auto end = retained_until(*this, state);
  return end && *end <= now && !state.access.held && !state.ending.account;
}

std::optional<core::Refusal> ComplaintDecider::check_erasure(const State& state, describe::Subject,
                                                             trust::ErasureGround ground,
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
  // What is on account is answered, and still to be done.
  if (!finished(state) || state.ending.account) return core::refuse<refusals::erasure_while_open>();
  if (ground == trust::ErasureGround::retention && !is_past_retention(state, context.now)) {
    const auto end = retained_until(*this, state);
    const auto offset = norms_of(state) != nullptr ? norms_of(state)->utc_offset : UtcOffset{};
    return core::refuse<refusals::retention_runs>(
        core::Put<"end">{end ? to_string(local_day(*end, offset)) : std::string{"?"}});
  }
  return std::nullopt;
}

}  // namespace recourse::casework::complaint
