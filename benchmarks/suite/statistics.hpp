// What is said about a handful of runs: median, and how sure a difference of two sets of runs is.
//
//     const auto r = ratio_of({101, 99, 100}, {80, 82, 81});   // after to before
//     r.ratio;         // 1.235
//     r.low, r.high;   // 95 % bootstrap interval of the ratio of medians
//     verdict_of(r, true, 0.05)  →  Verdict::faster
//
// Pure functions; the bootstrap draws from a fixed seed, so that the same runs give the same
// answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace recourse::bench {

/// The middle value, of an even number the mean of the two. Requires: not empty.
double median_of(std::vector<double> values);
/// The nearest rank: the least value that at least `share` of all do not exceed. Requires: not
/// empty, 0 <= share <= 1.
double percentile_of(std::vector<double> values, double share);

/// Runs that a verdict takes at least on each side. Of three pairs without any difference all lie
/// on the same side of 1 in a quarter of all cases; of five, in a sixteenth.
inline constexpr std::size_t kRunsForVerdict = 5;

struct Ratio {
  double ratio = 0;  ///< Median after to median before.
  double low = 0;    ///< 95 % bootstrap interval.
  double high = 0;
  std::size_t runs = 0;  ///< On the side that has fewer.
};
/// Of two sets of runs that were made apart. Requires: neither is empty, all above 0.
Ratio ratio_of(const std::vector<double>& after, const std::vector<double>& before);
/// Of runs that were made in pairs, alternating: the median of the pairs' ratios, so that what
/// slowed both falls out. Requires: as many of each, not empty, all above 0.
Ratio paired_ratio_of(const std::vector<double>& after, const std::vector<double>& before);

enum class Verdict : std::uint8_t { faster, slower, within_noise, too_few_runs };
std::string_view word_of(Verdict verdict);

/// Faster or slower if the whole interval lies on one side of 1 and the ratio is off by more than
/// `margin` (0.05: five per cent). `more_is_better`: of a rate; else of a time.
Verdict verdict_of(const Ratio& ratio, bool more_is_better, double margin);

}  // namespace recourse::bench
