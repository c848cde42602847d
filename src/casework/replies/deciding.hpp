// Deciding: what a decision sees, and one decision for each command. Borrowed for one call of
// decide. Requires: the phases take the command, and role and unit may give it.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/replies/refusals.hpp>

namespace recourse::casework::replies {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

struct Deciding {
  const RepliesDecider& rules;
  const State& state;
  const core::Context& context;
  std::span<const core::Related<State>> related;
  Role role;
  WorkingDays days;

  const std::string& by() const { return context.actor.id; }
  LocalDay today() const { return days.day_of(context.now); }
  Due in(std::int64_t n) const { return days.after(today(), n); }

  // Making a version: decide_drafting.cpp.
  Decision operator()(const Propose& c) const;
  Decision operator()(const Draft& c) const;
  Decision operator()(const Submit& c) const;
  Decision operator()(const PassReview& c) const;
  Decision operator()(const SendBack& c) const;
  Decision operator()(const Approve& c) const;
  Decision operator()(const Abandon& c) const;
  // The published reply: decide_standing.cpp.
  Decision operator()(const Publish& c) const;
  Decision operator()(const Withdraw& c) const;
  Decision operator()(const Renew& c) const;
  Decision operator()(const PassLimit& c) const;
  Decision operator()(const RecomputeLimits& c) const;  // recompute.cpp
  // Cases that cite it: decide_cases.cpp.
  Decision operator()(const LookAtCase& c) const;
  Decision operator()(const NoteUse& c) const;
  Decision operator()(const NoteRating& c) const;

  /// The line that a matter of the catalogue goes to now (R41).
  Line line_of(const std::string& matter) const;
  /// The matter, and the reason if one is given, are in the catalogue, and the matter's line has a
  /// department. Nothing: they are.
  std::optional<core::Refusal> check_matter(const std::string& matter,
                                            const std::string& reason) const;
  /// The limit for the cases that cite a reply which does not hold any more; nothing: none does.
  std::optional<Due> look_limit(const State& of) const;
};

/// "RK01", "RK01/M1": what a reply is for.
std::string subject_of(const State& state);
/// The line of publications that a reply stands in: "RK01/M1/PD".
std::string slot_of(std::string_view matter, std::string_view reason, std::string_view unit);
core::Refusal not_now(const State& state);

}  // namespace recourse::casework::replies
