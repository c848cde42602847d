// LogIdentity: which log, and which of its lives. Derived data carries it, so that rows of another
// log, or of an incarnation that a restore ended, are never taken for this one's. Values.
#pragma once

#include <recourse/base/ids.hpp>

namespace recourse::core {

/// Names the log that a store holds.
struct LogIdentity {
  LogId id;
  Incarnation incarnation;
  friend auto operator<=>(const LogIdentity&, const LogIdentity&) = default;
};

}  // namespace recourse::core
