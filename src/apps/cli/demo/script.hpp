// Script: everything that is done about one planned case, from the report to the archive.
//
//     for (const Action& action : script_of(plan, 0)) …    // in the order of time
//
// A script looks at the plan, the calendar and the norms, never at an answer of the engine: it is
// the same on every run. Timers are part of it: they act at the midnight after their limit. What
// began in November is played to its end, which may lie in the following months.
// Pure.
#pragma once

#include <recourse/casework/complaint/commands.hpp>
#include <recourse/core/decider.hpp>

#include "plan.hpp"

namespace recourse::cli {

/// One command of a case: when, by whom, what.
struct Action {
  Timestamp at;
  core::Actor actor;
  casework::complaint::Command command;
};

/// Requires: index < plan.cases.size(). Times strictly increase.
std::vector<Action> script_of(const Plan& plan, std::size_t index);

/// "case/<key>".
StreamId stream_of(const PlannedCase& planned);

}  // namespace recourse::cli
