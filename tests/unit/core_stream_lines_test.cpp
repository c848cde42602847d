// Threads that want one stream stand in a line; other streams and answers do not.
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <recourse/core/stream_lines.hpp>
#include <semaphore>
#include <thread>
#include <vector>

namespace recourse::core {
namespace {

StreamId stream(const char* key) { return StreamId::of("thing", key).value(); }

TEST(StreamLines, ManyThreadsHaveTheirTurnsOneAfterTheOther) {
  StreamLines lines;
  std::atomic<int> inside{0};
  int turns = 0;  // guarded by the line
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const auto turn = lines.wait(stream("hot"));
        EXPECT_EQ(++inside, 1);
        ++turns;
        --inside;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(turns, 32 * 200);
}

TEST(StreamLines, WhoComesFirstIsServedFirst) {
  StreamLines lines;
  auto mine = std::optional{lines.wait(stream("hot"))};
  std::vector<int> order;  // guarded by the line
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&lines, &order, t] {
      const auto turn = lines.wait(stream("hot"));
      order.push_back(t);
    });
    // It has joined the line before the next one comes.
    while (lines.length(stream("hot")) < static_cast<std::size_t>(t) + 2) {
      std::this_thread::yield();
    }
  }
  EXPECT_TRUE(order.empty());
  mine.reset();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3}));
}

TEST(StreamLines, OtherStreamsDoNotWait) {
  StreamLines lines;
  const auto one = lines.wait(stream("one"));
  const auto other = lines.wait(stream("other"));
}

TEST(StreamLines, WhoeverGivesAnAnswerDoesNotWait) {
  StreamLines lines;
  const auto turn = lines.wait(stream("hot"));
  const Answering answering;
  const auto at_once = lines.wait(stream("hot"));
}

}  // namespace
}  // namespace recourse::core
