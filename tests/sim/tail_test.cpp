// What is committed and not indexed yet stays in memory, so it is bounded: the committer waits.
#include <gtest/gtest.h>

#include <thread>

#include "stores/rocksdb/store_core.hpp"
#include "tests/sim/disk.hpp"

namespace recourse::sim {
namespace {

using stores::rocks::StoreCore;

core::Append small_append(std::uint64_t n) {
  core::Append append{
      .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
  append.streams.push_back({StreamId::of("thing", std::to_string(n)).value(),
                            core::ExpectedVersion::none(),
                            0,
                            {{"thing.happened", 1, {}, "x"}}});
  return append;
}

TEST(Tail, IsBoundedInBytesAndTheCommitterWaitsForTheIndex) {
  Disk disk;
  const auto store_core = StoreCore::open({.directory = "/store",
                                           .memory_bytes = std::size_t{64} << 20,
                                           .clock = &SystemClock::instance(),
                                           .env = disk.env()})
                              .value();
  auto& pipeline = store_core->pipeline();
  std::atomic<std::uint64_t> committed{0};
  std::jthread committer{[&] {
    std::vector<stores::rocks::CompletedAppend> answers;
    while (pipeline.wait_for_requests()) {
      pipeline.commit_some(answers);
      for (auto& answer : answers) answer.done(std::move(answer.result));
      answers.clear();
    }
  }};
  // However the test ends, the committer must.
  const std::unique_ptr<stores::rocks::Pipeline, void (*)(stores::rocks::Pipeline*)> closer{
      &pipeline, [](stores::rocks::Pipeline* p) {
        p->close();
        p->stop_indexer();
      }};
  // Nobody indexes. More than the tail may hold: the queue fills up behind it.
  std::uint64_t admitted = 0;
  for (bool full = false; !full; ++admitted) {
    ASSERT_LT(admitted, 1'000'000u) << "the tail has no end";
    stores::rocks::Done done = [&](auto answer) { committed += answer.has_value() ? 1 : 0; };
    const auto queued = pipeline.admit(small_append(admitted + 1), done, false);
    if (queued) continue;
    ASSERT_EQ(queued.error().code(), Errc::queue_full);
    // It may only be the producer that is faster; full for good is what stays full.
    const auto before = committed.load();
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    full = committed == before;
  }
  // A group may have begun just below the bound.
  EXPECT_GE(pipeline.tail_bytes(), limits::kTailBytesMax);
  EXPECT_LT(pipeline.tail_bytes(), limits::kTailBytesMax + limits::kGroupRequestsMax * 2048);
  EXPECT_LT(committed, admitted);
  pipeline.close();
  while (committed + 1 < admitted) ASSERT_TRUE(pipeline.index_some().has_value());
  EXPECT_LT(pipeline.tail_bytes(), limits::kTailBytesMax);
}

}  // namespace
}  // namespace recourse::sim
