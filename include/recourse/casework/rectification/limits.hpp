// Limits: the numbers that a rectification follows (R29), members of its decider.
//
//     RectificationDecider decider;
//     decider.limits.analyse = 5;         // working days
//
// Values; no shared state.
#pragma once

#include <cstddef>
#include <cstdint>

namespace recourse::casework::rectification {

struct Limits {
  // Working days from the event that starts them. All are our inference: the seed names none.
  std::int64_t analyse = 10;  ///< From the opening to the cause.
  std::int64_t propose = 10;  ///< From the cause to the first measure.
  std::int64_t adopt = 5;     ///< From the first measure to the decision on all of them.
  std::int64_t publish = 5;   ///< From the last measure carried out to its publication.
  std::int64_t verify = 10;   ///< From the end of the observation to its judgement.
  std::int64_t conclude = 5;  ///< From the judgement to the end, or to another round.

  // Calendar days.
  /// The furthest day that a measure may have. Our inference: as Norms::days_ahead.
  std::int64_t days_ahead = 366;
  /// The shortest and the longest observation. Our inference: a week shows weekdays and weekend, a
  /// year every season.
  std::int64_t observe_least = 7;
  std::int64_t observe_most = 366;
  /// The longest period of a class. Our inference: analysis is at regular intervals (R28).
  std::int64_t period_most = 366;

  /// The effect is proved if the upper bound of the rate ratio lies below it: fewer again, whatever
  /// chance did. A ratio of 1 is "as before".
  double ratio_bound = 1.0;
};

/// Measures of one rectification, over all its rounds: each is a timer with a name of its own.
inline constexpr std::size_t kMeasuresMax = 40;

}  // namespace recourse::casework::rectification
