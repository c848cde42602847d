// Open duties: what a case still asks of somebody, whatever phase it is in (R13, R16, R17).
//
//     for (const auto& duty : open_duties(state)) show(duty.zh, duty.unit, duty.due);
//
// They follow from the state alone; the engine's limits (due_times) say when each is due.
// Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/complaint/state.hpp>

namespace recourse::casework::complaint {

struct Duty {
  std::string_view name;   ///< Permanent: "contact", "plan", "supervision_answer".
  std::string_view zh;     ///< "联系群众".
  std::string_view rule;   ///< Source: "R13".
  std::string unit;        ///< Who must do it; empty: whoever the command's roles allow.
  std::optional<Due> due;  ///< Until when, if a limit runs.
  friend bool operator==(const Duty&, const Duty&) = default;
};

/// In the order in which they are usually met; empty once nothing is owed.
std::vector<Duty> open_duties(const State& state);

}  // namespace recourse::casework::complaint
