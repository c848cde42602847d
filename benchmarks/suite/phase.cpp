#include "benchmarks/suite/phase.hpp"

#include <algorithm>

#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

using Steady = std::chrono::steady_clock;

double since(Steady::time_point begun) {
  return std::chrono::duration<double>(Steady::now() - begun).count();
}

}  // namespace

Measured phase(const std::function<Looped(double seconds)>& loop,
               const std::function<void()>& settle, double seconds, std::uint64_t each) {
  (void)loop(std::min(1.0, seconds / 5));
  settle();
  const auto before = processor_seconds();
  const auto begun = Steady::now();
  auto looped = loop(seconds);
  settle();
  const auto done = static_cast<double>(looped.done * each);
  Measured measured;
  measured.value = done / since(begun);
  measured.processor_us = 1e6 * (processor_seconds() - before) / std::max(1.0, done);
  measured.latency = std::move(looped.latency);
  return measured;
}

Measured timed_loop(double seconds, const std::function<void()>& work) {
  Measured measured;
  const auto before = processor_seconds();
  const auto begun = Steady::now();
  while (since(begun) < seconds) {
    const auto from = Steady::now();
    work();
    measured.latency.record(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(Steady::now() - from).count()));
  }
  const auto done = static_cast<double>(measured.latency.count());
  measured.value = done / since(begun);
  measured.processor_us = 1e6 * (processor_seconds() - before) / done;
  return measured;
}

Measured at_p99(Measured measured) {
  measured.value = static_cast<double>(measured.latency.quantile(0.99)) / 1000;
  return measured;
}

Measured at_median_ms(Measured measured) {
  measured.value = static_cast<double>(measured.latency.quantile(0.5)) / 1e6;
  return measured;
}

}  // namespace recourse::bench
