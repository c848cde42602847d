// Seeded random numbers (splitmix64): the same sequence on every machine and library.
#pragma once

#include <cstdint>

namespace recourse::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t x = state_ += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }
  /// In [0, n). Requires: n > 0.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  /// True `percent` times out of a hundred.
  bool chance(unsigned percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

}  // namespace recourse::sim
