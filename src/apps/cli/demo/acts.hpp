// Acts: what the institutions do in the demonstration beside the cases: they open windows, inspect,
// correct what is found, answer difficult matters, write replies, train.
//
//     for (const Act& act : window_acts(plan)) …    // in the order of time, place after place
//
// Like the scripts of cases they look at the plan alone and are the same on every run; what is
// counted from the log at its moment is the exception, and is counted from what the scripts wrote.
// Pure.
#pragma once

#include <functional>
#include <recourse/core/reaction.hpp>

#include "plan.hpp"

namespace recourse {
class Office;
}  // namespace recourse

namespace recourse::cli {

/// One command of an institution: when, by whom, what.
struct Act {
  Timestamp at;
  core::Actor actor;
  core::Intent what;
  /// The rules say no, by this name: what a demonstration shows too.
  std::string refusal = {};
  /// Where the command says what the log says: makes it at its moment. Empty: `what` is whole.
  std::function<Result<core::Intent>(const Office&)> counted = {};
};

/// The 311 windows: registered, planned, some as overlays by the figures of the counters; signs
/// checked, officers listed and assessed, opened; later inspections of signs, changes of rosters.
std::vector<Act> window_acts(const Plan& plan);
/// Inspections of the departments with circulars and corrections, and spot checks by committed
/// seeds.
std::vector<Act> oversight_acts(const Plan& plan);
/// The liaisons of the population line, one for each station from its window's first day on, and
/// their answers to the difficult matters that the cases bring, digest after digest (R21).
std::vector<Act> liaison_acts(const Plan& plan);
/// What becomes of a case's refusal at the counter, which a reaction has opened. Requires: the case
/// was reported with one.
std::vector<Act> refusal_acts(const Plan& plan, const PlannedCase& planned);
/// Orders of the 12345 hotline: of each case that came from there, and of some citizens who called
/// although they stood at a window, which an officer tells from each other (R27).
std::vector<Act> hotline_acts(const Plan& plan);
/// The failure that July brings (kClassBegins) is found, as `recourse classes` finds it, and
/// becomes a rectification: measures, a changed notice and list, training, a standard reply; it
/// recurs less (kTurned). In a plan of too few cases to tell, it is taken up as it stands there.
std::vector<Act> improvement_acts(const Plan& plan);

}  // namespace recourse::cli
