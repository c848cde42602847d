// What a decision sees, and one decision for each command. Borrowed for one call of decide.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/refusals.hpp>

namespace recourse::casework::supervision {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

struct Deciding {
  const SupervisionDecider& rules;
  const State& state;
  const core::Context& context;
  Role role;
  WorkingDays days;

  const std::string& by() const { return context.actor.id; }
  LocalDay today() const { return days.day_of(context.now); }
  Due within(std::int64_t working_days) const { return days.after(today(), working_days); }

  Decision operator()(const Plan& c) const;
  Decision operator()(const Begin& c) const;
  Decision operator()(const CommitSample& c) const;
  Decision operator()(const DrawSample& c) const;
  Decision operator()(const RecordSample& c) const;
  Decision operator()(const RecordFindings& c) const;
  Decision operator()(const FindClean& c) const;
  Decision operator()(const Cancel& c) const;
  Decision operator()(const IssueCircular& c) const;
  Decision operator()(const ReportCorrection& c) const;
  Decision operator()(const Verify& c) const;
  Decision operator()(const Object& c) const;
  Decision operator()(const RuleOnObjection& c) const;
  Decision operator()(const MissLimit& c) const;
  Decision operator()(const RecomputeLimits& c) const;  // recompute.cpp
};

/// A day that somebody names lies from today to as far as the limits have it.
std::optional<core::Refusal> check_day(const Deciding& d, LocalDay day);
/// What the register of windows says of a unit.
struct Registered {
  std::string district;  ///< Empty: it does not know the unit, or there is none.
};
/// Asks the register. Refusal: it cannot be read.
std::optional<core::Refusal> find_registered(const Deciding& d, const std::string& unit,
                                             Registered& found);
/// Where there is a register, the unit stands in it, or is a department or a bureau.
std::optional<core::Refusal> check_unit_exists(const Deciding& d, const std::string& unit);
/// Each is the key of a case that there is.
std::optional<core::Refusal> check_are_cases(const Deciding& d,
                                             const std::vector<std::string>& keys);
/// No telephone or identity number stands in the text.
std::optional<core::Refusal> check_impersonal(const std::string& text);
/// The committed sample was drawn, or there is none.
std::optional<core::Refusal> check_sample_drawn(const State& state);

/// Role, unit, line, district and level; nothing: the actor may.
std::optional<core::Refusal> check_may(const Deciding& d, const Command& command);

}  // namespace recourse::casework::supervision
