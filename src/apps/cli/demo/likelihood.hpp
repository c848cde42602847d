// Likelihood: which matters and reasons are frequent, and which course a reason takes.
//
// All weights are guesses, made so that most population matters end on the spot or expedited. The
// courses follow the usual routes that the catalogue names for each reason.
#pragma once

#include "plan.hpp"

namespace recourse::cli {

/// Draws matter, reason, category, channel, applicant, presence, course and twist for a case whose
/// line is given. Merges are arranged afterwards: they need two cases.
void draw_nature(PlannedCase& planned, Random& dice);

}  // namespace recourse::cli
