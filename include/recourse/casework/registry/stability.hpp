// Stability: how fixed a roster is (R6), in three figures over the recorded history.
//
//     stability_at(state, now)          over the last 365 days
//     stability_at(state, now, 90)      over the last 90
//
// Stand-ins are not counted: they are an emergency, not the roster. A service begins at the
// window's first opening at the earliest.
//
// Pure; safe from any thread.
#pragma once

#include <recourse/casework/registry/state.hpp>

namespace recourse::casework::registry {

struct Stability {
  std::uint32_t served = 0;   ///< Officers who served at any time of the last N days.
  std::uint32_t through = 0;  ///< Of these: in one service that lasted all N days and goes on.
  std::uint32_t swaps = 0;    ///< Changes that were approved in the last 365 days.
  double median_days = 0;     ///< Of all services so far, ended or not: whole days served.

  /// through / served; 0 where nobody served.
  double share_through() const {
    return served == 0 ? 0.0 : static_cast<double>(through) / static_cast<double>(served);
  }
};

/// Days that the figures look back by themselves.
inline constexpr std::uint32_t kStabilityDays = 365;

/// As of `now`, over the `days` of 24 hours before it: what happened later is not looked at.
Stability stability_at(const State& state, Timestamp now, std::uint32_t days = kStabilityDays);

}  // namespace recourse::casework::registry
