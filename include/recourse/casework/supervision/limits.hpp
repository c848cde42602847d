// The numbers of supervision: limits of its duties and bounds of its samples. Members of the
// decider, so that a deployment sets its own.
#pragma once

#include <cstdint>

namespace recourse::casework::supervision {

struct Limits {
  // Working days, the day of the event itself not counted.
  /// Verify a refusal at the counter. The duty: business-environment ordinance, art 25; the number
  /// is our inference.
  std::int64_t refusal = 5;
  /// Issue a circular after findings. Our inference.
  std::int64_t circular = 5;
  /// Report the correction, where the circular names no day. Our inference.
  std::int64_t correction = 10;
  /// The same once it is late and the next level has taken over. Our inference.
  std::int64_t correction_raised = 5;
  /// Verify a reported correction. Our inference.
  std::int64_t verification = 5;
  /// Object to findings. Our inference.
  std::int64_t objection = 5;
  /// Rule on an objection. Our inference.
  std::int64_t ruling = 5;

  // Calendar days.
  /// The furthest day ahead that somebody may name. Our rule: as for a case.
  std::int64_t days_ahead = 366;

  // Counts.
  /// Cases of one spot check. Our rule: more than somebody reads is no sample.
  std::uint32_t sample = 200;
};

}  // namespace recourse::casework::supervision
