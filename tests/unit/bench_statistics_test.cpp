// Statistics of recourse-bench: known values, and the verdicts of comparisons.
#include <gtest/gtest.h>

#include "benchmarks/suite/histogram.hpp"
#include "benchmarks/suite/statistics.hpp"

namespace recourse::bench {
namespace {

TEST(BenchStatistics, TheMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle) {
  EXPECT_DOUBLE_EQ(median_of({5}), 5);
  EXPECT_DOUBLE_EQ(median_of({9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(median_of({4, 1, 3, 2}), 2.5);
}

TEST(BenchStatistics, APercentileIsTheNearestRank) {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  EXPECT_DOUBLE_EQ(percentile_of(values, 0), 1);
  EXPECT_DOUBLE_EQ(percentile_of(values, 0.5), 50);
  EXPECT_DOUBLE_EQ(percentile_of(values, 0.9), 90);
  EXPECT_DOUBLE_EQ(percentile_of(values, 0.99), 99);
  EXPECT_DOUBLE_EQ(percentile_of(values, 1), 100);
  EXPECT_DOUBLE_EQ(percentile_of({7, 3}, 0.51), 7);
}

TEST(BenchStatistics, AClearDifferenceIsFasterOrSlowerByTheUnit) {
  const auto ratio = ratio_of({130, 131, 129, 130, 132}, {100, 101, 99, 100, 102});
  EXPECT_DOUBLE_EQ(ratio.ratio, 1.3);
  EXPECT_GT(ratio.low, 1.2);
  EXPECT_LT(ratio.high, 1.4);
  EXPECT_LE(ratio.low, ratio.ratio);
  EXPECT_GE(ratio.high, ratio.ratio);
  EXPECT_EQ(verdict_of(ratio, true, 0.05), Verdict::faster);
  EXPECT_EQ(verdict_of(ratio, false, 0.05), Verdict::slower);
}

TEST(BenchStatistics, RunsThatOverlapAreWithinNoise) {
  const auto ratio = ratio_of({80, 120, 100, 140, 95}, {100, 90, 130, 85, 110});
  EXPECT_EQ(verdict_of(ratio, true, 0.05), Verdict::within_noise);
}

TEST(BenchStatistics, ADifferenceBelowTheMarginIsNone) {
  const auto ratio = ratio_of({103, 103, 103, 103, 103}, {100, 100, 100, 100, 100});
  EXPECT_DOUBLE_EQ(ratio.low, 1.03);
  EXPECT_EQ(verdict_of(ratio, true, 0.05), Verdict::within_noise);
  EXPECT_EQ(verdict_of(ratio, true, 0.02), Verdict::faster);
}

TEST(BenchStatistics, FourRunsAreTooFewForAVerdict) {
  const auto ratio = ratio_of({200, 200, 200, 200}, {100, 100, 100, 100, 100});
  EXPECT_EQ(verdict_of(ratio, true, 0.05), Verdict::too_few_runs);
}

TEST(BenchStatistics, PairsTakeOutWhatSlowedBoth) {
  // The machine slows down four times over while it runs; ours is a tenth faster throughout.
  const std::vector<double> before{400, 300, 200, 150, 100};
  const std::vector<double> after{440, 330, 220, 165, 110};
  EXPECT_EQ(verdict_of(ratio_of(after, before), true, 0.05), Verdict::within_noise);
  const auto paired = paired_ratio_of(after, before);
  EXPECT_NEAR(paired.ratio, 1.1, 1e-9);
  EXPECT_EQ(verdict_of(paired, true, 0.05), Verdict::faster);
}

TEST(BenchStatistics, TheSameRunsGiveTheSameInterval) {
  const auto one = ratio_of({5, 7, 6}, {4, 9, 8});
  const auto other = ratio_of({5, 7, 6}, {4, 9, 8});
  EXPECT_EQ(one.low, other.low);
  EXPECT_EQ(one.high, other.high);
}

TEST(BenchHistogram, SmallValuesAreExactAndOthersAtMostOnePercentTooHigh) {
  Histogram h;
  for (std::uint64_t v = 1; v <= 100; ++v) h.record(v);
  EXPECT_EQ(h.quantile(0.5), 50U);
  EXPECT_EQ(h.quantile(0.99), 99U);
  EXPECT_EQ(h.quantile(1), 100U);
  Histogram large;
  for (std::uint64_t v = 1; v <= 1000; ++v) large.record(v * 1'000'000);
  for (const double share : {0.5, 0.9, 0.99, 0.999}) {
    const auto exact = share * 1e9;
    EXPECT_GE(static_cast<double>(large.quantile(share)), exact);
    EXPECT_LE(static_cast<double>(large.quantile(share)), exact * 1.008);
  }
  EXPECT_EQ(large.max(), 1'000'000'000U);
  EXPECT_EQ(large.min(), 1'000'000U);
}

TEST(BenchHistogram, AnEmptyOneIsZeroAndTooLargeAValueIsTheLargestThereIs) {
  Histogram h;
  EXPECT_EQ(h.quantile(0.5), 0U);
  EXPECT_EQ(h.min(), 0U);
  h.record(~std::uint64_t{0});
  EXPECT_EQ(h.max(), std::uint64_t{1} << 40);
  EXPECT_EQ(h.count(), 1U);
}

TEST(BenchHistogram, CoordinatedOmissionIsCorrectedByWhatCouldNotBeAsked) {
  // One asks each millisecond and waits; the tenth answer takes 100 ms, all others 100 us.
  Histogram seen;
  Histogram corrected;
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t took = i == 10 ? 100'000'000 : 100'000;
    seen.record(took);
    corrected.record_corrected(took, 1'000'000);
  }
  EXPECT_LE(seen.quantile(0.999), 101'000U);  // the wait is hidden
  EXPECT_EQ(corrected.count(), 10'000U + 99);
  EXPECT_NEAR(static_cast<double>(corrected.quantile(0.999)), 90e6, 1.5e6);
}

TEST(BenchHistogram, BucketsWrittenAndReadBackAreTheSame) {
  Histogram h;
  for (std::uint64_t v = 3; v < 5'000'000'000; v = v * 3 / 2 + 1) h.record(v, v % 5 + 1);
  Histogram other;
  for (const auto& [value, times] : h.buckets()) other.record(value, times);
  EXPECT_EQ(other.buckets(), h.buckets());
  EXPECT_EQ(other.count(), h.count());
  Histogram both;
  both.add(h);
  both.add(other);
  EXPECT_EQ(both.count(), 2 * h.count());
  EXPECT_EQ(both.quantile(0.5), h.quantile(0.5));
}

}  // namespace
}  // namespace recourse::bench
