// Deciding: what a decision sees, and one decision for each command. Borrowed for one call of
// decide. Requires: the phases take the command, and role and unit may give it.
#pragma once

#include <recourse/casework/common/department.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/liaison/refusals.hpp>

namespace recourse::casework::liaison {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

struct Deciding {
  const LiaisonDecider& rules;
  const State& state;
  const core::Context& context;
  Role role;
  PostName post;
  WorkingDays days;

  const std::string& by() const { return context.actor.id; }
  LocalDay today() const { return days.day_of(context.now); }
  Due in(std::int64_t n) const { return days.after(today(), n); }

  // The post: decide_post.cpp.
  Decision operator()(const Appoint& c) const;
  Decision operator()(const Replace& c) const;
  Decision operator()(const NoteAbsence& c) const;
  Decision operator()(const Leave& c) const;
  // Matters and digests: decide_matters.cpp.
  Decision operator()(const Collect& c) const;
  Decision operator()(const Answer& c) const;
  Decision operator()(const PassLimit& c) const;
  Decision operator()(const RecomputeLimits& c) const;  // recompute.cpp
};

}  // namespace recourse::casework::liaison
