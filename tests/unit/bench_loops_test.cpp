// The open loop counts from when an operation was due, the closed ones from when it was begun.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "benchmarks/suite/loops.hpp"

namespace recourse::bench {
namespace {

/// Time that passes when somebody sleeps, or works.
class FakePace final : public Pace {
 public:
  std::int64_t now() override { return now_; }
  void sleep_until(std::int64_t moment) override { now_ = std::max(now_, moment); }
  void pass(std::int64_t nanoseconds) { now_ += nanoseconds; }

 private:
  std::int64_t now_ = 0;
};

constexpr std::int64_t kMilli = 1'000'000;

TEST(BenchLoops, AnOpenLoopWhoseServiceStandsStillTellsOfEachOperationThatWasDue) {
  FakePace pace;
  std::uint64_t asked = 0;
  // A hundred a second for ten seconds, 1 ms each; the 101st stops everything for a second.
  const Load load = [&](std::uint64_t, Done done) {
    pace.pass(asked++ == 100 ? 1000 * kMilli : 1 * kMilli);
    done();
  };
  const auto looped = open_loop(load, 1, 100, 10, pace);
  EXPECT_EQ(looped.done, 1000U);
  EXPECT_EQ(looped.latency.count(), 1000U);
  EXPECT_EQ(looped.latency.max(), 1'000'000'000U);
  EXPECT_LE(looped.latency.quantile(0.5), 1'010'000U);
  // A tenth of the time was lost, so a tenth of the operations waited: the 95th percentile knows.
  EXPECT_GT(looped.latency.quantile(0.95), 400'000'000U);
}

TEST(BenchLoops, AnOpenLoopThatKeepsPaceCountsTheWorkAlone) {
  FakePace pace;
  const Load load = [&](std::uint64_t, Done done) {
    pace.pass(2 * kMilli);
    done();
  };
  const auto looped = open_loop(load, 4, 100, 1, pace);
  EXPECT_EQ(looped.latency.max(), 2'000'000U);
  EXPECT_EQ(looped.latency.min(), 2'000'000U);
}

TEST(BenchLoops, AnOpenLoopHandsClientsOutInTurn) {
  FakePace pace;
  std::vector<std::uint64_t> asked(3);
  const Load load = [&](std::uint64_t client, Done done) {
    ++asked.at(client);
    done();
  };
  (void)open_loop(load, 3, 30, 1, pace);
  EXPECT_EQ(asked, (std::vector<std::uint64_t>{10, 10, 10}));
}

TEST(BenchLoops, BlockedClientsNeverAskTwiceAtOnce) {
  std::vector<std::atomic<int>> busy(4);
  std::atomic<std::uint64_t> asked{0};
  std::atomic<bool> twice{false};
  const Load load = [&](std::uint64_t client, Done done) {
    if (busy.at(client).fetch_add(1) != 0) twice = true;
    ++asked;
    busy.at(client).fetch_sub(1);
    done();
  };
  const auto looped = blocked(load, 4, 0.02);
  EXPECT_FALSE(twice);
  EXPECT_EQ(looped.done, asked);
  EXPECT_EQ(looped.latency.count(), looped.done);
}

TEST(BenchLoops, NoMoreAreUnansweredThanWereWanted) {
  std::atomic<int> unanswered{0};
  std::atomic<int> most{0};
  std::vector<std::thread> answering;
  const Load load = [&](std::uint64_t, Done done) {
    most = std::max(most.load(), ++unanswered);
    answering.emplace_back([&unanswered, answer = std::move(done)] {
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
      --unanswered;
      answer();
    });
  };
  const auto looped = in_flight(load, 3, 0.03);
  for (auto& thread : answering) thread.join();
  EXPECT_GT(looped.done, 3U);
  EXPECT_EQ(looped.done, answering.size());
  EXPECT_EQ(most, 3);
  EXPECT_GE(looped.latency.min(), 2'000'000U);
}

}  // namespace
}  // namespace recourse::bench
