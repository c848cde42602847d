// The contract of subscribers' positions, over every store.
#include <fstream>
#include <recourse/stores/backup.hpp>
#include <thread>

#include "stores.hpp"

namespace recourse::contract {
namespace {

using namespace core;

namespace fs = std::filesystem;

void append(EventStore& store, const std::string& payload) {
  Append a{.command_id = random_command_id(), .actor = "t", .streams = {}};
  a.streams.push_back({StreamId::of("thing", "1").value(),
                       ExpectedVersion::any(),
                       1,
                       {{"thing.happened", 1, {}, payload}}});
  store.append(std::move(a)).value();
}

class CheckpointsContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (const auto why = missing(GetParam()); !why.empty()) GTEST_SKIP() << why;
    store = GetParam().open(directory.path(), clock);
  }
  void reopen() {
    if (!GetParam().durable) return;
    store.reset();
    store = GetParam().open(directory.path(), clock);
  }
  Checkpoint at(std::uint64_t position) const { return {store->identity(), Position{position}}; }
  Checkpoints& saved() const { return store->checkpoints(); }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{24 * 365 * 50}}};
  std::unique_ptr<EventStore> store;
};

TEST_P(CheckpointsContract, WhatWasSavedIsLoaded) {
  EXPECT_FALSE(saved().load("mail").value().has_value());
  ASSERT_TRUE(saved().save("mail", at(3)).has_value());
  EXPECT_EQ(saved().load("mail").value(), at(3));
  ASSERT_TRUE(saved().save("mail", at(2)).has_value());
  EXPECT_EQ(saved().load("mail").value(), at(2)) << "the last word counts, not the highest";
  EXPECT_FALSE(saved().load("mai").value().has_value());
  EXPECT_FALSE(saved().load("mail.out").value().has_value());
}

TEST_P(CheckpointsContract, AllAreListedByName) {
  EXPECT_EQ(saved().list().value(), std::vector<Checkpoints::Named>{});
  for (const char* name : {"mail", "b_2", "mail.out", "a-1"}) {
    ASSERT_TRUE(saved().save(name, at(1)).has_value()) << name;
  }
  EXPECT_EQ(saved().list().value(),
            (std::vector<Checkpoints::Named>{
                {"a-1", at(1)}, {"b_2", at(1)}, {"mail", at(1)}, {"mail.out", at(1)}}));
}

TEST_P(CheckpointsContract, WhatWasRemovedIsGone) {
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  ASSERT_TRUE(saved().save("post", at(2)).has_value());
  ASSERT_TRUE(saved().remove("mail").has_value());
  EXPECT_TRUE(saved().remove("nobody").has_value());
  EXPECT_FALSE(saved().load("mail").value().has_value());
  reopen();
  if (!GetParam().durable) return;
  EXPECT_EQ(saved().list().value(), (std::vector<Checkpoints::Named>{{"post", at(2)}}));
}

TEST_P(CheckpointsContract, ACheckpointOfAnotherLogIsKeptAsItIs) {
  const Checkpoint foreign{{random_log_id(), Incarnation{9}}, Position{~std::uint64_t{0}}};
  ASSERT_TRUE(saved().save("mail", foreign).has_value());
  EXPECT_EQ(saved().load("mail").value(), foreign);
}

TEST_P(CheckpointsContract, ABadNameIsMalformed) {
  for (const std::string& bad : {std::string{}, std::string{"Mail"}, std::string{"ma/il"},
                                 std::string{".mail"}, std::string(65, 'a')}) {
    const auto answer = saved().save(bad, at(1));
    ASSERT_TRUE(answer.has_error()) << bad;
    EXPECT_EQ(answer.error().code(), Errc::malformed);
  }
  EXPECT_EQ(saved().list().value(), std::vector<Checkpoints::Named>{});
}

TEST_P(CheckpointsContract, TheLogKnowsNothingOfThem) {
  append(*store, "one");
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  append(*store, "two");
  ASSERT_TRUE(saved().save("mail", at(2)).has_value());
  EXPECT_EQ(store->head().value(), Position{2});
  reopen();
  if (!GetParam().durable) return;
  EXPECT_EQ(store->head().value(), Position{2});
  const auto cursor = store->read_all().value();
  int records = 0;
  while (cursor->next().value()) ++records;
  EXPECT_EQ(records, 2);
}

TEST_P(CheckpointsContract, TheyAreSavedBesideAppends) {
  constexpr int kEach = 100;
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) append(*store, std::to_string(i));
    });
    threads.emplace_back([&, name = "mail" + std::to_string(t)] {
      for (std::uint64_t i = 1; i <= kEach; ++i) {
        EXPECT_TRUE(saved().save(name, at(i)).has_value());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(store->head().value(), Position{2 * kEach});
  EXPECT_EQ(saved().load("mail0").value(), at(kEach));
  EXPECT_EQ(saved().load("mail1").value(), at(kEach));
}

std::string name_of(const testing::TestParamInfo<StoreKind>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Stores, CheckpointsContract, testing::ValuesIn(all_stores()), name_of);

/// The store as a crash leaves it: copied while it is open.
class CheckpointsCrash : public CheckpointsContract {
 protected:
  fs::path crashed() const { return directory.path() / "crashed"; }
  void crash() const {
    fs::copy(directory.path() / "store", crashed(), fs::copy_options::recursive);
  }
  Result<std::unique_ptr<EventStore>> open_crashed() const {
    return stores::open_rocksdb({.directory = crashed(), .create = false, .clock = &clock});
  }
  /// The write-ahead log that holds what was written.
  fs::path wal() const {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator{crashed() / "log"}) {
      if (entry.path().extension() != ".log") continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    return largest;
  }
  void flip_byte_of(std::string_view payload) const {
    std::fstream file{wal(), std::ios::in | std::ios::out | std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    const auto place = bytes.find(payload);
    ASSERT_NE(place, std::string::npos);
    file.clear();
    file.seekp(static_cast<std::streamoff>(place));
    file.put('?');
  }
};

TEST_P(CheckpointsCrash, WhatWasSavedOutlivesIt) {
  append(*store, "one");
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  ASSERT_TRUE(saved().save("post", at(1)).has_value());
  ASSERT_TRUE(saved().remove("post").has_value());
  crash();
  const auto again = open_crashed().value();
  EXPECT_EQ(again->checkpoints().list().value(),
            (std::vector<Checkpoints::Named>{{"mail", at(1)}}));
  EXPECT_EQ(again->head().value(), Position{1});
}

TEST_P(CheckpointsCrash, AnAcknowledgedAppendBeforeASavedCheckpointIsProved) {
  append(*store, "first payload");
  append(*store, "second payload");
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  crash();
  flip_byte_of("second payload");
  const auto opened = open_crashed();
  ASSERT_TRUE(opened.has_error()) << "the log ends at " << (*opened)->head().value().value;
  EXPECT_EQ(opened.error().code(), Errc::acknowledged_loss) << opened.error().message();
}

TEST_P(CheckpointsCrash, ATornCheckpointAtTheEndOpensWithoutIt) {
  append(*store, "first payload");
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  ASSERT_TRUE(saved().save("post", at(1)).has_value());
  crash();
  fs::resize_file(wal(), fs::file_size(wal()) - 5);
  const auto again = open_crashed().value();
  EXPECT_EQ(again->checkpoints().list().value(),
            (std::vector<Checkpoints::Named>{{"mail", at(1)}}));
  EXPECT_EQ(again->head().value(), Position{1});
}

TEST_P(CheckpointsCrash, ARestoredLogHasNone) {
  append(*store, "one");
  ASSERT_TRUE(saved().save("mail", at(1)).has_value());
  const auto backup = directory.path() / "backup";
  ASSERT_TRUE(stores::create_backup(*store, backup, {.clock = &clock}).has_value());
  ASSERT_TRUE(stores::restore_backup(backup, crashed(), {}).has_value());
  const auto restored = open_crashed().value();
  EXPECT_EQ(restored->head().value(), Position{1});
  EXPECT_EQ(restored->checkpoints().list().value(), std::vector<Checkpoints::Named>{});
}

INSTANTIATE_TEST_SUITE_P(Stores, CheckpointsCrash, testing::ValuesIn(stores_in_folders()), name_of);

}  // namespace
}  // namespace recourse::contract
