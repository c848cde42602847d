// DecisionContext: what a decision sees (state, command's context, limits, calendar) and the sums
// in business time that it needs. Borrowed for one call of decide.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/refusals.hpp>

namespace recourse::casework::registry {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

struct DecisionContext {
  const RegistryDecider& rules;
  const State& state;
  const core::Context& context;
  std::span<const core::Related<State>> related;
  Role role;
  const Calendar& calendar;

  const std::string& by() const { return context.actor.id; }
  Timestamp now() const { return context.now; }
  LocalDay day_of(Timestamp t) const { return local_day(t, rules.norms.utc_offset); }
  LocalDay today() const { return day_of(now()); }
  bool passed(const Due& due) const { return now() > due.at; }

  /// The n-th working day after today.
  Due in_working_days(std::int64_t n) const;
  /// The end of a day that somebody named as the last; of the next working day if it is a day off
  /// (police procedure rules, art 35).
  Due last_day(LocalDay day) const;
};

/// Events that are decided one after the other, and the state that they leave.
class Draft {
 public:
  explicit Draft(const DecisionContext& ctx) : ctx_(&ctx), state_(ctx.state) {}

  const State& state() const { return state_; }
  void add(Event event);
  /// Whoever serves serves no longer, and nobody stands in for them.
  void end_service(const std::string& staff);
  /// A stand-in serves no longer, and who is absent is not back.
  void stop_stand_in(const Substitute& one, StopCause cause);
  Decision decision() && { return Decision{std::move(events_)}; }

 private:
  State after(Event event) const;
  /// Until when somebody is to serve if nobody does; nothing if somebody does, or need not.
  std::optional<Due> staffing_due(std::size_t left) const;

  const DecisionContext* ctx_;
  State state_;
  std::vector<Event> events_;
};

/// A window of that phase is to have somebody on its roster.
bool wants_staff(Phase phase);

// One decision for each command, in decide_*.cpp. Requires: phase, role and unit allow it.
Decision decide(const DecisionContext&, const Register&);
Decision decide(const DecisionContext&, const RegisterCentre&);
Decision decide(const DecisionContext&, const JoinCentre&);
Decision decide(const DecisionContext&, const LeaveCentre&);

Decision decide(const DecisionContext&, const RecordCounter&);
Decision decide(const DecisionContext&, const Plan&);
Decision decide(const DecisionContext&, const AttachRoom&);
Decision decide(const DecisionContext&, const DetachRoom&);
Decision decide(const DecisionContext&, const TakeRoom&);
Decision decide(const DecisionContext&, const FreeRoom&);
Decision decide(const DecisionContext&, const CheckSign&);
Decision decide(const DecisionContext&, const InspectSign&);
Decision decide(const DecisionContext&, const CorrectSign&);
Decision decide(const DecisionContext&, const Open&);
Decision decide(const DecisionContext&, const Suspend&);
Decision decide(const DecisionContext&, const Move&);
Decision decide(const DecisionContext&, const Close&);

Decision decide(const DecisionContext&, const AddOfficer&);
Decision decide(const DecisionContext&, const Assess&);
Decision decide(const DecisionContext&, const AskSwap&);
Decision decide(const DecisionContext&, const DecideSwap&);
Decision decide(const DecisionContext&, const StandIn&);
Decision decide(const DecisionContext&, const EndStandIn&);

Decision decide(const DecisionContext&, const MissLimit&);
Decision decide(const DecisionContext&, const RecomputeLimits&);  // recompute.cpp

/// The role may not give the command.
core::Refusal wrong_role(std::string_view command, Role given);

}  // namespace recourse::casework::registry
