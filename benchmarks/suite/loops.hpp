// How a load is put on something: closed loops, whose clients wait, and an open one, which does
// not.
//
//     Load load{[&](std::uint64_t client, Done done) { store.append(next(client), done); }};
//     blocked(load, 64, 2.0);          // 64 threads, each waits for its answer
//     in_flight(load, 1024, 2.0);      // one producer, 1,024 unanswered at a time
//     open_loop(load, 64, 1000, 2.0);  // one each millisecond, whatever the answers do
//
// A closed loop asks less while answers are slow, so its latencies leave out the worst moments
// (coordinated omission). The open loop knows when each operation is due and counts from then: if
// everything stands still for a second, each operation that was due in it says so.
//
// Thread-safety: a Load is called from the loops' threads, never twice at once for one client, and
// calls Done on any thread. The loops return once everything is answered.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "benchmarks/suite/histogram.hpp"

namespace recourse::bench {

using Done = std::function<void()>;
/// Begins one operation for a client, numbered from 0.
using Load = std::function<void(std::uint64_t client, Done done)>;

struct Looped {
  std::uint64_t done = 0;  ///< Operations that were answered.
  double seconds = 0;      ///< From the first begun to the last answered.
  Histogram latency;       ///< In nanoseconds.
};

Looped blocked(const Load& load, std::uint64_t clients, double seconds);
Looped in_flight(const Load& load, std::uint64_t unanswered, double seconds);

/// Where the open loop takes its time from; a test has one of its own.
class Pace {
 public:
  virtual ~Pace() = default;
  /// Nanoseconds since some moment.
  virtual std::int64_t now() = 0;
  virtual void sleep_until(std::int64_t moment) = 0;
};
/// The steady clock.
Pace& real_pace();

/// `rate` operations a second for `seconds`, for clients in turn.
Looped open_loop(const Load& load, std::uint64_t clients, double rate, double seconds,
                 Pace& pace = real_pace());
/// The same where an operation blocks: each client is a thread that takes the next one that is due.
Looped open_loop_blocked(const Load& load, std::uint64_t clients, double rate, double seconds,
                         Pace& pace = real_pace());

}  // namespace recourse::bench
