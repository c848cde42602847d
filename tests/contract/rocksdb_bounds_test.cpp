// What a RocksDB store may take at most: memory under load, files on disk, open cursors, answers
// that nobody takes.
#include <fstream>
#include <recourse/base/limits.hpp>
#include <semaphore>

#include "stores.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMiB = std::size_t{1} << 20;

class RocksDbBounds : public testing::Test {
 protected:
  fs::path path() const { return directory.path() / "store"; }

  static core::Append make(std::uint64_t n, std::size_t payload_bytes) {
    core::Append append{
        .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    std::string payload;
    for (std::uint64_t x = n * 2 + 88172645463325252u; payload.size() < payload_bytes;) {
      x ^= x << 13, x ^= x >> 7, x ^= x << 17;
      payload.append(reinterpret_cast<const char*>(&x), sizeof x);
    }
    append.streams.push_back({StreamId::of("thing", std::to_string(n / 6)).value(),
                              core::ExpectedVersion::any(),
                              0,
                              {{"thing.happened", 1, {}, std::move(payload)}}});
    return append;
  }

  /// Appends `count` events, many at once, and calls `look` now and then.
  template <class Look>
  static void load(core::EventStore& store, std::uint64_t count, std::size_t payload_bytes,
                   Look&& look) {
    constexpr int kInFlight = 2048;
    std::counting_semaphore<> room{kInFlight};
    for (std::uint64_t n = 1; n <= count; ++n) {
      room.acquire();
      store.async_append(make(n, payload_bytes), [&](auto answer) {
        EXPECT_TRUE(answer.has_value());
        room.release();
      });
      if (n % 1000 == 0) look();
    }
    for (int i = 0; i < kInFlight; ++i) room.acquire();
  }

  static std::uintmax_t bytes_of(const fs::path& folder, std::string_view extension) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
      if (entry.path().extension() == extension) bytes += entry.file_size();
    }
    return bytes;
  }

  TemporaryDirectory directory;
};

TEST_F(RocksDbBounds, TheMemoryBudgetIsACapUnderLoad) {
  constexpr std::size_t kBudget = 32 * kMiB;
  const auto store = stores::open_rocksdb({.directory = path(), .memory_bytes = kBudget}).value();
  std::size_t caches = 0;
  std::size_t tail = 0;
  const auto look = [&] {
    const auto health = store->health();
    caches = std::max(caches, health.cache_bytes);
    tail = std::max(tail, health.tail_bytes);
  };
  load(*store, 150'000, 600, look);  // three times the budget
  const auto cursor = store->read_all().value();
  for (std::uint64_t n = 0; cursor->next().value(); ++n) {
    if (n % 1000 == 0) look();
  }
  EXPECT_GT(caches, kBudget / 4) << "the budget was not tried";
  EXPECT_LE(caches, kBudget + kBudget / 8);
  EXPECT_LE(tail, limits::kTailBytesMax + limits::kGroupRequestsMax * 2048);
}

TEST_F(RocksDbBounds, FilesOnDiskDoNotOutgrowTheLog) {
  const auto store = stores::open_rocksdb({.directory = path(), .memory_bytes = 64 * kMiB}).value();
  std::uintmax_t ahead = 0;
  constexpr std::uint64_t kEvents = 150'000;
  constexpr std::size_t kBytes = 2000;
  load(*store, kEvents, kBytes, [&, n = 0]() mutable {
    if (++n % 10 == 0) ahead = std::max(ahead, bytes_of(path() / "log", ".log"));
  });
  store->drain().value();
  EXPECT_LE(ahead, 160 * kMiB) << "write-ahead logs pile up";
  std::uintmax_t all = 0;
  for (const auto& entry : fs::recursive_directory_iterator{path()}) {
    if (entry.is_regular_file()) all += entry.file_size();
  }
  EXPECT_LE(all, kEvents * (kBytes + 300) * 5 / 4 + 160 * kMiB);
  EXPECT_LE(bytes_of(path(), ".log") - bytes_of(path() / "log", ".log"),
            2 * limits::kInfoLogBytesMax);
}

TEST_F(RocksDbBounds, CursorsAreCounted) {
  const auto store = stores::open_rocksdb({.directory = path()}).value();
  ASSERT_TRUE(store->append(make(1, 10)).has_value());
  const auto stream = StreamId::of("thing", "0").value();
  std::vector<std::unique_ptr<core::Cursor>> open;
  for (std::size_t i = 0; i < limits::kCursorsMax; ++i) {
    open.push_back(i % 2 == 0 ? store->read_all().value() : store->read_stream(stream).value());
  }
  for (const auto& refused : {store->read_all(), store->read_stream(stream)}) {
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code(), Errc::limit_exceeded);
  }
  open.pop_back();
  EXPECT_TRUE(store->read_all().has_value());
}

TEST_F(RocksDbBounds, ACompletionThatBlocksHoldsTheCommitterUpAndNothingIsLost) {
  std::atomic<std::size_t> answered{0};
  std::size_t accepted = 0;
  {
    const auto store = stores::open_rocksdb({.directory = path()}).value();
    std::binary_semaphore gate{0};
    store->async_append(make(1, 10), [&](auto) { gate.acquire(); });
    // Far more than the answers, the queue and a group may hold together.
    for (std::uint64_t n = 2; n < 400'000; ++n) {
      store->async_append(make(n, 10), [&](auto answer) { answered += answer.has_value(); });
      if (n % 4096 != 0) continue;
      const auto health = store->health();
      accepted = health.head.value + health.queued;
    }
    EXPECT_LE(store->head().value().value, limits::kAnswersMax + 2 * limits::kGroupRequestsMax);
    gate.release();
  }
  EXPECT_GE(answered + 1, accepted);
}

TEST_F(RocksDbBounds, ACompletionMayAppendButNotWaitForIt) {
  const auto store = stores::open_rocksdb({.directory = path(), .wait_when_full = true}).value();
  std::binary_semaphore done{0};
  std::optional<Errc> waiting;
  bool appended = false;
  store->async_append(make(1, 10), [&](auto) {
    const auto answer = store->append(make(2, 10));
    if (answer.has_error()) waiting = answer.error().code();
    store->async_append(make(3, 10), [&](auto inner) {
      appended = inner.has_value();
      done.release();
    });
  });
  done.acquire();
  EXPECT_EQ(waiting, Errc::invalid_argument);
  EXPECT_TRUE(appended);
}

}  // namespace
}  // namespace recourse::contract
