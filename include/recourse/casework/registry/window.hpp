// Window: whether a station's window takes cases at a moment, and who serves there.
//
//     auto window = window_at(state_of("PD01"), now);
//     if (!window.centre.empty()) window = window_at(state_of(window.centre), now);  // shared
//     if (!window.open) refuse(window.why_not);                                      // "suspended"
//
// Pure; safe from any thread.
#pragma once

#include <recourse/casework/registry/state.hpp>

namespace recourse::casework::registry {

struct Window {
  std::string station;  ///< Code of the station or centre whose state was asked.
  std::string centre;  ///< Code of the centre whose stream holds its window; empty: it has its own.
  bool open = false;   ///< It takes cases.
  std::string why_not;              ///< Why it takes none: the name of a NotTaking; empty: it does.
  std::vector<std::string> roster;  ///< Staff numbers of who serves, in order.
  friend bool operator==(const Window&, const Window&) = default;
};

/// A stand-in whose last day is over serves no longer, whether or not its timer has fired.
Window window_at(const State& state, Timestamp now);

}  // namespace recourse::casework::registry
