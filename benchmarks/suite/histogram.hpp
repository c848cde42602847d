// Histogram: latencies counted in buckets, so that percentiles of any number of them are cheap.
//
//     Histogram h;
//     h.record(1'250'000);                   // nanoseconds
//     h.quantile(0.99);                      // at most 0.8 % above the true one
//
// Buckets are log-linear as in HdrHistogram: 128 of equal width in each power of two, so that a
// value below 256 is exact and any other at most 1/128 of itself too high. Values above 2^40
// (18 minutes) count as 2^40. The largest and the smallest are kept as they are.
//
// Thread-safety: one thread at a time. Ownership: a value of 35 KiB on the heap.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace recourse::bench {

class Histogram {
 public:
  Histogram();

  void record(std::uint64_t nanoseconds, std::uint64_t times = 1);
  /// What a client that waits for each answer would have seen had it asked every `interval`: a long
  /// answer stands for those that could not be asked meanwhile (coordinated omission).
  /// Requires: interval > 0.
  void record_corrected(std::uint64_t nanoseconds, std::uint64_t interval);
  void add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t min() const { return count_ == 0 ? 0 : min_; }
  std::uint64_t max() const { return max_; }
  /// The least bucket that at least `share` of all values do not exceed, by its upper end; 0 if
  /// there are none. Requires: 0 <= share <= 1.
  std::uint64_t quantile(double share) const;

  /// Buckets that are not empty: upper end and count, ascending. What is written and read back.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> buckets() const;

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t min_ = ~std::uint64_t{0};
  std::uint64_t max_ = 0;
};

}  // namespace recourse::bench
