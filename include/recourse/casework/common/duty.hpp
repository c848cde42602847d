// Duty: what a stream of some workflow asks of somebody, and until when (R16).
//
//     for (const auto& duty : decider.duties(state)) show(duty.zh, duty.unit, duty.due);
//
// A decider with `std::vector<Duty> duties(const State&) const` (pure) has its duties in the one
// list of what a unit must do, beside those of every other workflow. They follow from the state
// alone. Values; safe from any thread.
#pragma once

#include <optional>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

struct Duty {
  std::string_view name;   ///< Permanent: "contact", "plan", "supervision_answer".
  std::string_view zh;     ///< "联系群众".
  std::string_view rule;   ///< Source: "R13".
  std::string unit;        ///< Who must do it; empty: whoever the command's roles allow.
  std::optional<Due> due;  ///< Until when, if a limit runs.
  friend bool operator==(const Duty&, const Duty&) = default;
};

}  // namespace recourse::casework
