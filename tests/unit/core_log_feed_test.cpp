// The log as all readers of one engine share it.
#include <gtest/gtest.h>

#include <recourse/base/limits.hpp>
#include <recourse/core/log_feed.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

#include "tests/support/remote_log.hpp"

namespace recourse {
namespace {

using namespace core;

class LogFeedTest : public testing::Test {
 protected:
  void append(int events) {
    for (int done = 0; done < events;) {
      Append request{.command_id = random_command_id(), .actor = "tester", .streams = {}};
      auto& stream = request.streams.emplace_back(
          StreamEvents{StreamId::of("thing", "a").value(), ExpectedVersion::any(), 0, {}});
      for (int i = 0; i < 1000 && done < events; ++i, ++done) {
        stream.events.push_back({"thing.happened", 1, Timestamp{}, std::to_string(done)});
      }
      server->append(std::move(request)).value();
    }
  }
  static std::vector<std::uint64_t> positions(LogFeed& feed, Position from = {}) {
    std::vector<std::uint64_t> seen;
    for (auto at = from;;) {
      const auto run = feed.run_behind(at).value();
      if (!run) return seen;
      for (const auto& record : run->behind(at)) seen.push_back(record.position.value);
      at = run->last();
    }
  }

  ManualClock clock{Timestamp{}};
  std::shared_ptr<EventStore> server = stores::open_memory(clock);
  RemoteLog log{server};
  LogFeed feed{log};
};

TEST_F(LogFeedTest, RunsCoverTheLogWithoutGaps) {
  EXPECT_EQ(feed.run_behind(Position{0}).value(), nullptr) << "an empty log";
  append(5000);
  std::vector<std::uint64_t> all(5000);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i + 1;
  EXPECT_EQ(positions(feed), all);
  EXPECT_EQ(positions(feed, Position{4321}),
            std::vector<std::uint64_t>(all.begin() + 4321, all.end()));
  EXPECT_EQ(feed.run_behind(Position{5000}).value(), nullptr);
  append(1);
  ASSERT_NE(feed.run_behind(Position{5000}).value(), nullptr) << "its end was not for ever";
  EXPECT_EQ(feed.run_behind(Position{5000}).value()->records()[0].payload, "0");
}

TEST_F(LogFeedTest, WhoReadsCloseBehindGetsTheSameRecordsWithWhatTheyWereDecodedTo) {
  append(3000);
  const auto run = feed.run_behind(Position{0}).value();
  const auto* kept = run->records()[7].shared->offer(std::string{"decoded"});
  const auto again = feed.run_behind(Position{5}).value();
  EXPECT_EQ(again, run);
  EXPECT_EQ(again->behind(Position{5}).front().position, Position{6});
  EXPECT_EQ(again->records()[7].shared->get<std::string>(), kept);
  EXPECT_EQ(again->records()[7].shared->get<int>(), nullptr) << "of another type";
  int other = 3;
  EXPECT_EQ(again->records()[7].shared->offer(std::move(other)), nullptr);
  EXPECT_EQ(*again->records()[7].shared->offer(std::string{"late"}), "decoded");
}

TEST_F(LogFeedTest, KeepsNoMoreThanItsBounds) {
  append(static_cast<int>(2 * limits::kFeedRecordsMax));
  const std::weak_ptr<const LogRun> first = feed.run_behind(Position{0}).value();
  EXPECT_FALSE(first.expired());
  const auto seen = positions(feed);
  EXPECT_EQ(seen.size(), 2 * limits::kFeedRecordsMax);
  EXPECT_TRUE(first.expired()) << "it should have gone for those behind it";
  EXPECT_EQ(positions(feed).size(), 2 * limits::kFeedRecordsMax) << "and is read again";
}

TEST_F(LogFeedTest, AnErrorIsTheReadersAndIsNotKept) {
  append(10);
  log.cut();
  EXPECT_EQ(feed.run_behind(Position{0}).error().code(), Errc::io_error);
  log.mend();
  EXPECT_EQ(positions(feed).size(), 10u);
}

TEST_F(LogFeedTest, ManyReadersSeeEachRecordOnceAndInOrder) {
  append(20'000);
  std::vector<std::thread> readers;
  std::atomic<int> right{0};
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&, from = Position{static_cast<std::uint64_t>(i) * 300}] {
      const auto seen = positions(feed, from);
      bool good = seen.size() >= 20'000 - from.value;
      for (std::size_t n = 0; n < seen.size(); ++n) good = good && seen[n] == from.value + n + 1;
      if (good) ++right;
    });
  }
  append(500);
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(right, 4);
}

}  // namespace
}  // namespace recourse
