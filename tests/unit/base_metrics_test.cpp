#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <recourse/base/metrics.hpp>
#include <thread>

namespace recourse::base {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, AQuantileIsWithinAFifthOfTheTruth) {
  std::mt19937_64 dice{1};
  Histogram h;
  std::vector<double> truth;
  for (int i = 0; i < 20'000; ++i) {
    const auto ns = std::chrono::nanoseconds{
        static_cast<std::int64_t>(std::exp(std::uniform_real_distribution<>{8, 27}(dice)))};
    h.record(ns);
    truth.push_back(static_cast<double>(ns.count()) * 1e-9);
  }
  std::ranges::sort(truth);
  const auto s = h.snapshot();
  EXPECT_EQ(s.count, truth.size());
  EXPECT_NEAR(s.seconds, std::accumulate(truth.begin(), truth.end(), 0.0), 1e-3);
  for (const double share : {0.1, 0.5, 0.9, 0.99, 1.0}) {
    const auto exact = truth[static_cast<std::size_t>(share * 20'000) - 1];
    EXPECT_GE(s.quantile(share), exact * 0.999) << share;
    EXPECT_LE(s.quantile(share), exact * 1.26) << share;
  }
}

TEST(Histogram, EveryDurationFallsIntoTheStepThatSaysSo) {
  for (const auto ns : {0ns, 1ns, 1023ns, 1024ns, 1279ns, 1280ns, 2047ns, 2048ns, 999'999'999ns}) {
    Histogram h;
    h.record(ns);
    const auto s = h.snapshot();
    const auto i = static_cast<std::size_t>(std::ranges::find(s.counts, 1U) - s.counts.begin());
    const auto seconds = static_cast<double>(ns.count()) * 1e-9;
    EXPECT_LE(seconds, HistogramSnapshot::upper(i)) << ns.count();
    if (i > 0) {
      EXPECT_GE(seconds, HistogramSnapshot::upper(i - 1) * 0.999) << ns.count();
    }
  }
  Histogram h;
  h.record(-5ns);
  h.record(std::chrono::hours{24 * 365});
  EXPECT_EQ(h.snapshot().count, 2u);
  EXPECT_EQ(HistogramSnapshot{}.quantile(0.5), 0);
}

TEST(Histogram, NothingIsLostBetweenThreads) {
  Histogram h;
  Counter c;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) {
        h.record(1ms);
        c.add();
      }
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(h.snapshot().count, 20'000u);
  EXPECT_EQ(c.value(), 20'000u);
}

TEST(Prometheus, TheTextIsWhatItReads) {
  Histogram h;
  h.record(1ms);
  h.record(3s);
  const Metrics metrics{
      counter("recourse_a_total", "How \"many\".\nNo more.", 3, {{"kind", "x\"\\\n"}}),
      gauge("recourse_b", "How much.", 0.5), counter("recourse_a_total", "Other words.", 4),
      histogram("recourse_c_seconds", "How long.", h.snapshot(), {{"w", "y"}})};
  const auto text = to_prometheus(metrics);
  EXPECT_EQ(text.substr(0, text.find("# HELP recourse_b")),
            "# HELP recourse_a_total How \"many\".\\nNo more.\n"
            "# TYPE recourse_a_total counter\n"
            "recourse_a_total{kind=\"x\\\"\\\\\\n\"} 3\n"
            "recourse_a_total 4\n");
  EXPECT_NE(text.find("recourse_b 0.5\n"), std::string::npos);
  EXPECT_NE(text.find("# TYPE recourse_c_seconds histogram\n"), std::string::npos);
  EXPECT_NE(text.find("recourse_c_seconds_bucket{w=\"y\",le=\"+Inf\"} 2\n"), std::string::npos);
  EXPECT_NE(text.find("recourse_c_seconds_sum{w=\"y\"} 3.001\n"), std::string::npos);
  EXPECT_NE(text.find("recourse_c_seconds_count{w=\"y\"} 2\n"), std::string::npos);
  ASSERT_NE(find(metrics, "recourse_a_total", {{"kind", "x\"\\\n"}}), nullptr);
  EXPECT_EQ(find(metrics, "recourse_a_total", {{"kind", "other"}}), nullptr);
}

TEST(Prometheus, BucketsNeverFall) {
  Histogram h;
  for (int i = 0; i < 40; ++i) h.record(std::chrono::nanoseconds{std::int64_t{1} << i});
  const auto text = to_prometheus({histogram("x_seconds", "X.", h.snapshot())});
  std::uint64_t last = 0;
  int buckets = 0;
  for (std::size_t at = 0; (at = text.find("x_seconds_bucket", at)) != std::string::npos; ++at) {
    const auto count = std::stoull(text.substr(text.find("} ", at) + 2));
    EXPECT_GE(count, last);
    last = count;
    ++buckets;
  }
  EXPECT_EQ(last, 40u);
  EXPECT_GT(buckets, 20);
}

}  // namespace
}  // namespace recourse::base
