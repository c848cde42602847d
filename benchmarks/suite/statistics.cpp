#include "benchmarks/suite/statistics.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <random>

namespace recourse::bench {
namespace {

constexpr std::size_t kResamples = 10'000;

/// As many values drawn with replacement; the median of them.
double resampled_median(const std::vector<double>& values, std::mt19937_64& dice) {
  std::vector<double> drawn;
  drawn.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) drawn.push_back(values[dice() % values.size()]);
  return median_of(std::move(drawn));
}

/// The interval that holds 95 % of what `draw` gives.
template <class Draw>
Ratio with_interval(double ratio, std::size_t runs, const Draw& draw) {
  std::mt19937_64 dice{20'240'105};
  std::vector<double> ratios;
  ratios.reserve(kResamples);
  for (std::size_t i = 0; i < kResamples; ++i) ratios.push_back(draw(dice));
  return {ratio, percentile_of(ratios, 0.025), percentile_of(ratios, 0.975), runs};
}

}  // namespace

double median_of(std::vector<double> values) {
  assert(!values.empty());
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percentile_of(std::vector<double> values, double share) {
  assert(!values.empty() && share >= 0 && share <= 1);
  std::ranges::sort(values);
  const auto rank = std::ceil(share * static_cast<double>(values.size()) - 1e-9);
  return values[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

Ratio ratio_of(const std::vector<double>& after, const std::vector<double>& before) {
  assert(!after.empty() && !before.empty());
  return with_interval(median_of(after) / median_of(before), std::min(after.size(), before.size()),
                       [&](std::mt19937_64& dice) {
                         const auto upper = resampled_median(after, dice);
                         return upper / resampled_median(before, dice);
                       });
}

Ratio paired_ratio_of(const std::vector<double>& after, const std::vector<double>& before) {
  assert(!after.empty() && after.size() == before.size());
  std::vector<double> ratios;
  for (std::size_t i = 0; i < after.size(); ++i) ratios.push_back(after[i] / before[i]);
  return with_interval(median_of(ratios), ratios.size(),
                       [&](std::mt19937_64& dice) { return resampled_median(ratios, dice); });
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::faster:
      return "faster";
    case Verdict::slower:
      return "slower";
    case Verdict::within_noise:
      return "within noise";
    case Verdict::too_few_runs:
      break;
  }
  return "too few runs";
}

Verdict verdict_of(const Ratio& ratio, bool more_is_better, double margin) {
  if (ratio.runs < kRunsForVerdict) return Verdict::too_few_runs;
  const bool rose = ratio.low > 1 && ratio.ratio > 1 + margin;
  const bool fell = ratio.high < 1 && ratio.ratio < 1 / (1 + margin);
  if (!rose && !fell) return Verdict::within_noise;
  return rose == more_is_better ? Verdict::faster : Verdict::slower;
}

}  // namespace recourse::bench
