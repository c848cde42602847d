// Limits: the numbers that the register of windows goes by. Members of the decider, so that a
// deployment sets its own; what was decided before keeps the due times in its events.
#pragma once

#include <cstdint>

namespace recourse::casework::registry {

struct Limits {
  /// Check the sign once a window is planned, has moved, or has failed a check. Working days; our
  /// inference from "from the first day" (R4).
  std::int64_t sign_check = 5;
  /// Clear a sign that an inspection found obstructed. Working days; our inference (R4: never
  /// without cause).
  std::int64_t sign_correction = 1;
  /// The furthest last day of a suspension: from its first day for the chief, from today for those
  /// above. Calendar days; our inference.
  std::int64_t suspension = 30;
  /// Decide a change of the roster. Working days; our inference (R6).
  std::int64_t swap_decision = 3;
  /// The longest that somebody stands in without an approval. Working days; our inference (R6).
  std::int64_t stand_in = 5;
  /// Have somebody on the roster of a window that is planned or open. Working days; our inference.
  std::int64_t staffing = 5;
  /// Years of service that make an officer experienced (R5). Years; our inference.
  std::uint32_t experience = 3;
};

}  // namespace recourse::casework::registry
