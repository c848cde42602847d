// The duties beside a case's life: care after a bad rating, and supervision. Their machine is small
// and its own, so that the big one stays as it is for the compiler.
#pragma once

#include <recourse/casework/case/lifecycle.hpp>

namespace recourse::casework {

/// Both regions after `event`; nothing if neither takes it. Facts of the event choose between rows.
std::optional<Phases> duties_after(Phases phases, const Event& event);

/// Some row of either region leaves from here with an event of that type, whatever its facts.
bool duties_take(Phases phases, std::string_view event);

/// The numbers are of phases that exist.
bool duties_in_range(Phases phases);

/// The diagrams' part: both regions, each with a label for every phase.
std::string duties_diagram();

}  // namespace recourse::casework
