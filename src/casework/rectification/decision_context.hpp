// DecisionContext: what a decision sees, and the sums in business time that it needs. Borrowed for
// one call of decide.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/refusals.hpp>

namespace recourse::casework::rectification {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

struct DecisionContext {
  const RectificationDecider& rules;
  const State& state;
  const core::Context& context;
  Role role;  ///< Role{}: the engine's own, of a reaction.
  const Calendar& calendar;
  const Catalogue& catalogue;

  const std::string& by() const { return context.actor.id; }
  const std::string& unit() const { return context.actor.unit; }
  Timestamp now() const { return context.now; }
  LocalDay today() const { return local_day(context.now, rules.utc_offset); }
  /// The n-th working day after today; today is not counted (police procedure rules, art 35).
  Due after(std::int64_t n) const;
  /// The end of a day that somebody named; of the next working day if it is a day off.
  Due last_day(LocalDay day) const;
};

/// A department of the line, on whatever level; of the line `other`, which has none of its own, any
/// unit of the bureaus.
bool is_of_line(Line line, std::string_view unit);
/// Who decides on a measure of that kind.
struct Competence {
  RoleSet roles;
  std::string_view en;
  std::string_view zh;
};
Competence competence_for(MeasureKind kind);

/// One decision for each command, in decide_*.cpp. Requires: phase and role allow it.
Decision decide(const DecisionContext&, const Open&);
Decision decide(const DecisionContext&, const SetTopic&);
Decision decide(const DecisionContext&, const Analyse&);
Decision decide(const DecisionContext&, const Propose&);
Decision decide(const DecisionContext&, const Adopt&);
Decision decide(const DecisionContext&, const Reject&);
Decision decide(const DecisionContext&, const CarryOut&);
Decision decide(const DecisionContext&, const Publish&);
Decision decide(const DecisionContext&, const EndObservation&);
Decision decide(const DecisionContext&, const Assess&);
Decision decide(const DecisionContext&, const Continue&);
Decision decide(const DecisionContext&, const Close&);
Decision decide(const DecisionContext&, const MissLimit&);
Decision decide(const DecisionContext&, const RecomputeLimits&);  // recompute.cpp

/// Whoever acts belongs to the unit in charge, or supervises.
std::optional<core::Refusal> check_in_charge(const DecisionContext& ctx);
/// Whoever acts belongs to a department of the class's line.
std::optional<core::Refusal> check_own_line(const DecisionContext& ctx, Line line);

}  // namespace recourse::casework::rectification
