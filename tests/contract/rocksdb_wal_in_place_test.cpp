// The write-ahead log in place, on a real disk: what it leaves, who may open it, and a reader that
// follows it while it is written.
#include <thread>

#include "stores.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMemory = std::size_t{32} << 20;

class WalInPlace : public testing::Test {
 protected:
  fs::path path() const { return directory.path() / "store"; }
  std::unique_ptr<core::EventStore> open(const fs::path& at, bool in_place = true) const {
    auto opened =
        stores::open_rocksdb({.directory = at, .memory_bytes = kMemory, .wal_in_place = in_place});
    EXPECT_TRUE(opened.has_value()) << opened.error().message();
    return opened ? std::move(*opened) : nullptr;
  }
  static core::Append make(std::uint64_t n, std::size_t bytes) {
    core::Append a{
        .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n % 97)).value(),
                         core::ExpectedVersion::any(),
                         1,
                         {{"thing.happened", 1, {}, std::string(bytes, '\0')}}});
    return a;
  }
  static std::uintmax_t wal_bytes(const fs::path& store) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator{store / "log"}) {
      if (entry.path().extension() == ".log") bytes += entry.file_size();
    }
    return bytes;
  }
  /// As a kill leaves it.
  fs::path copy() const {
    const auto to = directory.path() / "copy";
    fs::remove_all(to);
    fs::copy(path(), to, fs::copy_options::recursive);
    return to;
  }

  TemporaryDirectory directory;
};

TEST_F(WalInPlace, AKilledStoreOpensWholeEitherWay) {
  for (const bool in_place : {true, false}) {
    fs::remove_all(path());
    const auto store = open(path(), in_place);
    for (std::uint64_t n = 1; n <= 300; ++n) ASSERT_TRUE(store->append(make(n, 500)).has_value());
    EXPECT_EQ(open(copy(), true)->head().value(), Position{300});
    EXPECT_EQ(open(copy(), false)->head().value(), Position{300});
  }
}

TEST_F(WalInPlace, ClosingLeavesNoZeros) {
  std::uintmax_t while_open = 0;
  {
    const auto store = open(path());
    for (std::uint64_t n = 1; n <= 100; ++n) ASSERT_TRUE(store->append(make(n, 500)).has_value());
    while_open = wal_bytes(path());
  }
  EXPECT_LT(wal_bytes(path()), while_open);
  EXPECT_LT(wal_bytes(path()), 100u * 900);
}

// Payloads of zeros: whoever took zeros for the end would miss them.
TEST_F(WalInPlace, AReaderBesideTheWriterSeesEachAppendAtOnce) {
  const auto store = open(path());
  ASSERT_TRUE(store->append(make(1, 500)).has_value());
  const auto reader = stores::open_rocksdb_reader(path(), kMemory).value();
  for (std::uint64_t n = 2; n <= 1500; ++n) {
    ASSERT_TRUE(store->append(make(n, n % 50 == 0 ? 50'000 : n % 700)).has_value());
    const auto seen = reader->refresh();
    ASSERT_TRUE(seen.has_value()) << n << ": " << seen.error().message();
    ASSERT_EQ(*seen, Position{n});
  }
}

TEST_F(WalInPlace, AReaderOpensAndFollowsWhileItIsBeingWritten) {
  const auto store = open(path());
  ASSERT_TRUE(store->append(make(1, 500)).has_value());
  std::atomic<std::uint64_t> acknowledged{1};
  std::jthread writer{[&](const std::stop_token& stop) {
    for (std::uint64_t n = 2; !stop.stop_requested(); ++n) {
      if (!store->append(make(n, n % 20 == 0 ? 40'000 : 300))) return;
      acknowledged = n;
    }
  }};
  for (int round = 0; round < 40 && !HasFailure(); ++round) {
    auto before = acknowledged.load();
    const auto reader = stores::open_rocksdb_reader(path(), kMemory);
    ASSERT_TRUE(reader.has_value()) << reader.error().message();
    EXPECT_GE((*reader)->head().value().value, before);
    for (int look = 0; look < 20; ++look) {
      before = acknowledged.load();
      const auto seen = (*reader)->refresh();
      ASSERT_TRUE(seen.has_value()) << seen.error().message();
      ASSERT_GE(seen->value, before);
    }
  }
  EXPECT_GT(acknowledged.load(), 300u);
}

}  // namespace
}  // namespace recourse::contract
