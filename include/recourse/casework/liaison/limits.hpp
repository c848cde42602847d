// The numbers of the liaisons. They are a member of the decider, so that a deployment may set them.
#pragma once

#include <cstdint>

namespace recourse::casework::liaison {

/// In working days. "At regular intervals" is the seed's (R21); the numbers are our inference.
struct Limits {
  /// From an appointment, or a digest, to the next digest. Our inference.
  std::int64_t digest = 10;
  /// From a digest to its answer. Our inference.
  std::int64_t answer = 5;
  /// From the liaison's leaving to the next appointment. Our inference.
  std::int64_t vacancy = 5;
  /// Calendar days ahead up to which an absence may be named. Our inference: a year.
  std::int64_t days_ahead = 366;

  friend bool operator==(const Limits&, const Limits&) = default;
};

}  // namespace recourse::casework::liaison
