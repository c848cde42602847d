// The regions of a case's lifecycle, and what is read off their tables.
#pragma once

#include <recourse/casework/complaint/lifecycle.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::complaint {

// Each is compiled in a file of its own: lifecycle_<name>.cpp.
lifecycle::Steps<Phase> intake_steps();
lifecycle::Steps<Phase> route_steps();
lifecycle::Steps<Phase> paper_steps();
lifecycle::Steps<Phase> department_steps();
lifecycle::Steps<Phase> closing_steps();
lifecycle::Steps<ClockPhase> clock_steps();
std::span<const lifecycle::RowInfo> clock_rows();
const lifecycle::Region<FollowUpPhase>& follow_up_region();
const lifecycle::Region<SupervisionPhase>& supervision_region();

/// The rows of the stage, in their order, as data.
std::span<const lifecycle::RowInfo> stage_rows();
/// The stage, put together from its topics, and the clock.
const lifecycle::Region<Phase>& stage_region();
const lifecycle::Region<ClockPhase>& clock_region();

/// The numbers of all four are of phases that exist.
bool in_range(Phases phases);

/// Some event of this type leads on from here. Where facts choose the row, some do.
bool takes(Phases phases, std::string_view event);
/// The same for the event that a command is decided into. False if there is no such command.
bool takes_command(Phases phases, std::string_view command);

}  // namespace recourse::casework::complaint
