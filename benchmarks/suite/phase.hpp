// One measured phase: warmed up, timed until everything has settled, with its processor time.
#pragma once

#include <functional>

#include "benchmarks/suite/loops.hpp"
#include "benchmarks/suite/operation.hpp"

namespace recourse::bench {

/// Runs `loop` for a fifth of the time unmeasured, lets it settle, then measured. The value is a
/// rate a second, of `each` units an operation, including the time to settle.
Measured phase(const std::function<Looped(double seconds)>& loop,
               const std::function<void()>& settle, double seconds, std::uint64_t each = 1);
/// Does `work` again and again until the time is up; the value is how often a second.
Measured timed_loop(double seconds, const std::function<void()>& work);
/// The same phase, whose value is the 99th percentile of its latencies in microseconds.
Measured at_p99(Measured measured);
/// Whose value is the median latency in milliseconds.
Measured at_median_ms(Measured measured);

}  // namespace recourse::bench
