#include "benchmarks/suite/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace recourse::bench {
namespace {

constexpr unsigned kSubBits = 7;
constexpr std::uint64_t kSub = std::uint64_t{1} << kSubBits;
constexpr std::uint64_t kMost = std::uint64_t{1} << 40;

std::size_t index_of(std::uint64_t value) {
  if (value < 2 * kSub) return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - kSubBits - 1;
  return shift * kSub + (value >> shift);
}

/// The largest value that falls into the bucket.
std::uint64_t upper_end(std::size_t index) {
  if (index < 2 * kSub) return index;
  const auto shift = index / kSub - 1;
  const auto base = index - shift * kSub;
  return ((base + 1) << shift) - 1;
}

}  // namespace

Histogram::Histogram() : counts_(index_of(kMost) + 1) {}

void Histogram::record(std::uint64_t nanoseconds, std::uint64_t times) {
  if (times == 0) return;
  const auto value = std::min(nanoseconds, kMost);
  counts_[index_of(value)] += times;
  count_ += times;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void Histogram::record_corrected(std::uint64_t nanoseconds, std::uint64_t interval) {
  assert(interval > 0);
  record(nanoseconds);
  for (auto rest = std::min(nanoseconds, kMost); rest > interval;) {
    rest -= interval;
    record(rest);
  }
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::quantile(double share) const {
  assert(share >= 0 && share <= 1);
  if (count_ == 0) return 0;
  const auto wanted = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_) - 1e-9)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= wanted) return std::clamp(upper_end(i), min_, max_);
  }
  return max_;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> Histogram::buckets() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] != 0) all.emplace_back(std::clamp(upper_end(i), min_, max_), counts_[i]);
  }
  return all;
}

}  // namespace recourse::bench
