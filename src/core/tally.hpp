// Tally: how often each value stands in each of many groups.
//
//     tally.add(station, minutes, 1);
//     for (const auto& [group, value, n] : tally.sorted()) …
//
// An open table of one key for group and value: a map of the standard library takes several times
// as long, and most of what summing spreads takes. Thread-safety: none.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace recourse::core {

class Tally {
 public:
  struct Count {
    std::size_t group = 0;
    std::int64_t value = 0;
    std::int64_t n = 0;
  };

  /// Whether a key has room for the value: minutes and days are far smaller.
  static bool holds(std::int64_t value) { return value > -kBias && value < kBias - 1; }

  /// Requires: holds(value); fewer than 2^24 groups.
  void add(std::size_t group, std::int64_t value, std::int64_t n) {
    if (2 * used_ >= entries_.size()) grow();
    auto& entry =
        find(std::uint64_t{group} << kValueBits | static_cast<std::uint64_t>(value + kBias));
    entry.n += n;
  }
  /// Adds what another has counted.
  void add(const Tally& other) {
    for (const auto& entry : other.entries_) {
      if (entry.key == kNone) continue;
      const auto one = counted(entry);
      add(one.group, one.value, one.n);
    }
  }
  /// By group, then by value; none that stands 0 times.
  std::vector<Count> sorted() const {
    std::vector<Entry> all;
    for (const auto& entry : entries_) {
      if (entry.key != kNone && entry.n != 0) all.push_back(entry);
    }
    std::ranges::sort(all, {}, &Entry::key);
    std::vector<Count> counts;
    counts.reserve(all.size());
    for (const auto& entry : all) counts.push_back(counted(entry));
    return counts;
  }

 private:
  static constexpr unsigned kValueBits = 40;
  static constexpr std::int64_t kBias = std::int64_t{1} << (kValueBits - 1);
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  struct Entry {
    std::uint64_t key = kNone;
    std::int64_t n = 0;
  };
  static Count counted(const Entry& entry) {
    const auto low = entry.key & ((std::uint64_t{1} << kValueBits) - 1);
    return {static_cast<std::size_t>(entry.key >> kValueBits),
            static_cast<std::int64_t>(low) - kBias, entry.n};
  }
  /// The entry of a key; it is made if there is none.
  Entry& find(std::uint64_t key) {
    const auto mask = entries_.size() - 1;
    auto at = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 32) & mask;
    while (entries_[at].key != key) {
      if (entries_[at].key == kNone) {
        entries_[at].key = key;
        ++used_;
        break;
      }
      at = (at + 1) & mask;
    }
    return entries_[at];
  }
  void grow() {
    const auto size = std::max<std::size_t>(64, 2 * entries_.size());
    const auto old = std::exchange(entries_, std::vector<Entry>(size));
    used_ = 0;
    for (const auto& entry : old) {
      if (entry.key != kNone) find(entry.key).n = entry.n;
    }
  }

  std::vector<Entry> entries_;  // as many as a power of two
  std::size_t used_ = 0;
};

}  // namespace recourse::core
