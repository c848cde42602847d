// Metrics: what a program counts and times about itself, and the text that Prometheus reads.
//
//     base::Histogram latency;
//     latency.record(took);                                 // any thread, some nanoseconds
//     const auto s = latency.snapshot();
//     s.quantile(0.99);                                     // seconds, to within a fifth
//     std::string text = base::to_prometheus(metrics);
//
// Names are those of the Prometheus convention: recourse_<what>_<unit>, counters end in _total.
// Labels hold names of the program's own (a workflow, a view, an error), never anything of a case.
// Thread-safety: Counter and Histogram from any thread; the rest are values.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recourse::base {

class Counter {
 public:
  void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// How durations were spread. Four steps to a doubling, from a microsecond to twelve days.
struct HistogramSnapshot {
  static constexpr std::size_t kSteps = 160;
  std::array<std::uint64_t, kSteps> counts{};  ///< Of durations up to upper(i), above upper(i - 1).
  std::uint64_t count = 0;
  double seconds = 0;  ///< Of all of them together.

  /// The longest duration that step `i` takes, in seconds.
  static double upper(std::size_t i) noexcept;
  /// A duration that a share of them, in [0, 1], does not exceed, in seconds; 0 if there is none.
  double quantile(double share) const noexcept;
  void add(const HistogramSnapshot& other) noexcept;
};

class Histogram {
 public:
  void record(std::chrono::nanoseconds took) noexcept {
    const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
    counts_[step_of(ns)].fetch_add(1, std::memory_order_relaxed);
    nanoseconds_.fetch_add(ns, std::memory_order_relaxed);
  }
  HistogramSnapshot snapshot() const noexcept;

 private:
  static std::size_t step_of(std::uint64_t ns) noexcept {
    if (ns < 1024) return 0;
    const auto octave = static_cast<std::size_t>(std::bit_width(ns)) - 1;  // from 10
    const auto quarter = static_cast<std::size_t>((ns >> (octave - 2)) & 3);
    return std::min((octave - 10) * 4 + quarter + 1, HistogramSnapshot::kSteps - 1);
  }
  std::array<std::atomic<std::uint64_t>, HistogramSnapshot::kSteps> counts_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

/// Records how long it lives.
class Stopwatch {
 public:
  explicit Stopwatch(Histogram& into) noexcept : into_(&into) {}
  ~Stopwatch() { into_->record(std::chrono::steady_clock::now() - begun_); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  Histogram* into_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// One figure, or one histogram, as it is read out.
struct Metric {
  enum class Kind : std::uint8_t { counter, gauge, histogram };
  using Labels = std::vector<std::pair<std::string, std::string>>;

  std::string name;  ///< "recourse_commands_total".
  std::string help;  ///< One sentence.
  Kind kind = Kind::gauge;
  Labels labels = {};
  double value = 0;
  std::optional<HistogramSnapshot> histogram = {};  ///< For Kind::histogram.
};
using Metrics = std::vector<Metric>;

Metric counter(std::string name, std::string help, double value, Metric::Labels labels = {});
Metric gauge(std::string name, std::string help, double value, Metric::Labels labels = {});
Metric histogram(std::string name, std::string help, HistogramSnapshot values,
                 Metric::Labels labels = {});

/// The figure of that name whose labels include those given; nullptr if there is none.
const Metric* find(const Metrics& metrics, std::string_view name,
                   const Metric::Labels& labels = {});

/// The text exposition format 0.0.4. Figures of one name stand together, in the order in which the
/// names come first; a histogram has one bucket a doubling.
std::string to_prometheus(const Metrics& metrics);

}  // namespace recourse::base
