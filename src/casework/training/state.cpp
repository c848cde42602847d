// What follows from a training's state: who passed, and what must be done until when.
#include <algorithm>
#include <recourse/casework/training/state.hpp>

namespace recourse::casework::training {
namespace {

/// What the phase waits for; nothing: its course is over, or has not begun.
std::optional<LimitKind> awaited(Phase phase) {
  switch (phase) {
    case Phase::planned:
    case Phase::announced:
      return LimitKind::hold;
    case Phase::held:
      return LimitKind::test;
    case Phase::tested:
      return LimitKind::evaluation;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::uint32_t passed(const State& state) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      state.attendees, [&](const Attendee& one) { return one.score >= state.pass_mark; }));
}

std::vector<OpenLimit> open_limits(const State& state) {
  std::vector<OpenLimit> open;
  const auto kind = awaited(state.phase);
  if (kind && state.due) open.push_back({*kind, *state.due, state.overdue});
  if (!state.absent.empty() && state.make_up_due) {
    open.push_back({LimitKind::make_up, *state.make_up_due, state.make_up_overdue});
  }
  return open;
}

}  // namespace recourse::casework::training
