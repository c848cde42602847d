// The numbers of training: limits of its duties. Members of the decider, so that a deployment sets
// its own.
#pragma once

#include <cstdint>

namespace recourse::casework::training {

struct Limits {
  // Working days, the day of the event itself not counted.
  /// Enter the scores of the test. Our inference.
  std::int64_t test = 5;
  /// Make up for who was absent. Our inference.
  std::int64_t make_up = 20;
  /// Record the effect, from the end of the period behind the training. Our inference.
  std::int64_t evaluation = 10;

  // Calendar days.
  /// Length of the periods before and behind the training that are compared. Our inference: a
  /// quarter, as the window's figures are reported.
  std::int64_t period = 90;
  /// The furthest day ahead that somebody may name. Our rule: as for a case.
  std::int64_t days_ahead = 366;

  // Scores of a hundred.
  /// To pass, where the plan names no mark. Our inference.
  std::uint32_t pass_mark = 60;
};

}  // namespace recourse::casework::training
