// What follows from an inspection's state: what must be done, by whom, until when.
#include <algorithm>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/supervision/state.hpp>

namespace recourse::casework::supervision {
namespace {

/// What the phase waits for; nothing: the inspection is over, or has not begun.
std::optional<LimitKind> awaited(Phase phase) {
  switch (phase) {
    case Phase::planned:
    case Phase::under_way:
      return LimitKind::carry_out;
    case Phase::found:
      return LimitKind::circular;
    case Phase::circular:
      return LimitKind::correction;
    case Phase::corrected:
      return LimitKind::verification;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::uint32_t standing_findings(const State& state) {
  return static_cast<std::uint32_t>(
      std::ranges::count(state.findings, false, &FindingEntry::struck));
}

std::vector<OpenLimit> open_limits(const State& state) {
  std::vector<OpenLimit> open;
  if (const auto kind = awaited(state.phases.stage); kind && state.due) {
    const bool theirs = *kind == LimitKind::correction;
    open.push_back({*kind, *state.due, theirs ? state.unit : state.owner, state.overdue});
  }
  if (state.phases.objection == ObjectionPhase::raised && state.ruling_due) {
    // Whoever of the bureau is not involved; the bureau must find somebody.
    open.push_back({LimitKind::ruling, *state.ruling_due,
                    department_at(state.level, state.district, std::nullopt),
                    state.ruling_overdue});
  }
  return open;
}

}  // namespace recourse::casework::supervision
