// Open duties: what a case still asks of somebody, whatever phase it is in (R13, R16, R17).
//
//     for (const auto& duty : open_duties(state)) show(duty.zh, duty.unit, duty.due);
//
// They follow from the state alone; the engine's limits (due_times) say when each is due.
// Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/complaint/state.hpp>

namespace recourse::casework::complaint {

/// In the order in which they are usually met; empty once nothing is owed.
std::vector<Duty> open_duties(const State& state);
/// These, and before them to bring an open case to its end, or to answer it, by whoever owns it.
std::vector<Duty> all_duties(const State& state);

}  // namespace recourse::casework::complaint
