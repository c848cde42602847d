// Random: splitmix64, so that a seed means the same numbers on every machine and library.
//
//     Random dice{20231130};
//     dice.below(6)        → one of 0 … 5
//
// The distributions of <random> are left alone: the standard does not say which numbers they give.
// Values; not thread-safe.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace recourse::cli {

class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}
  /// A generator of its own for the `stream`-th part of a seed's work.
  constexpr Random(std::uint64_t seed, std::uint64_t stream)
      : state_(seed ^ (stream * 0xD1342543DE82EF95u)) {
    state_ = next();
  }

  constexpr std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  /// A number in [0, bound). Requires: 0 < bound ≤ 2^32; the bias is below 1 in 2^32 / bound.
  constexpr std::uint64_t below(std::uint64_t bound) {
    assert(bound > 0 && bound <= (std::uint64_t{1} << 32));
    return ((next() >> 32) * bound) >> 32;
  }
  /// A number in [least, most], both inclusive.
  constexpr std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  /// True in `per` of a hundred draws.
  constexpr bool percent(std::uint64_t per) { return below(100) < per; }
  constexpr bool permille(std::uint64_t per) { return below(1000) < per; }

  template <class T, std::size_t N>
  constexpr const T& pick(const T (&list)[N]) {
    return list[below(N)];
  }
  /// An index, each as often as its weight says. Requires: the weights' sum is in [1, 2^32].
  template <class Weight, std::size_t N>
  constexpr std::size_t weighted(std::span<Weight, N> weights) {
    std::uint64_t sum = 0;
    for (const auto w : weights) sum += w;
    std::uint64_t at = below(sum);
    std::size_t i = 0;
    while (at >= weights[i]) at -= weights[i++];
    return i;
  }

  template <class Container>
  constexpr void shuffle(Container& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace recourse::cli
