// What a decision sees, and one decision for each command. Borrowed for one call of decide.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/casework/training/refusals.hpp>

namespace recourse::casework::training {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

struct Deciding {
  const TrainingDecider& rules;
  const State& state;
  const core::Context& context;
  Role role;
  WorkingDays days;

  const std::string& by() const { return context.actor.id; }
  LocalDay today() const { return days.day_of(context.now); }
  Due within(std::int64_t working_days) const { return days.after(today(), working_days); }

  Decision operator()(const Plan& c) const;
  Decision operator()(const Announce& c) const;
  Decision operator()(const Hold& c) const;
  Decision operator()(const MakeUp& c) const;
  Decision operator()(const EnterScores& c) const;
  Decision operator()(const RecordEffect& c) const;
  Decision operator()(const Close& c) const;
  Decision operator()(const Cancel& c) const;
  Decision operator()(const MissLimit& c) const;
  Decision operator()(const RecomputeLimits& c) const;  // recompute.cpp
};

}  // namespace recourse::casework::training
