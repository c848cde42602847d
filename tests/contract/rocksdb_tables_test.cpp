// Tables on disk: what proves a loss and what does not, damage, and readers beside the writer.
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include "stores.hpp"

namespace recourse::contract {
namespace {

using namespace core;

namespace fs = std::filesystem;

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows rows_of(const TableSnapshot& snapshot) {
  Rows rows;
  const auto cursor = snapshot.scan({}, {});
  while (cursor->next().value()) rows.emplace_back(cursor->key(), cursor->value());
  return rows;
}

class RocksDbTables : public testing::Test {
 protected:
  static inline const TableName kCases{"cases", 1, 1};

  fs::path path() const { return directory.path() / "store"; }
  Result<std::unique_ptr<EventStore>> open() const {
    return stores::open_rocksdb({.directory = path()});
  }
  std::unique_ptr<EventStore> reader() const { return stores::open_rocksdb_reader(path()).value(); }

  static void append(EventStore& store, int n) {
    Append a{.command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n % 3)).value(),
                         ExpectedVersion::any(),
                         1,
                         {{"thing.happened", 1, {}, "payload " + std::to_string(n)}}});
    store.append(std::move(a)).value();
  }
  static void append(EventStore& store, int from, int to) {
    for (int n = from; n <= to; ++n) append(store, n);
  }
  /// Writes a row, flushed, to a table that is open no longer than that.
  static void write(EventStore& store, std::string_view value, const Checkpoint& at,
                    const TableName& name = kCases) {
    const auto table = store.tables().open(name).value();
    const RowChange row{"a", value};
    ASSERT_TRUE(table->write({&row, 1}, at).has_value());
    ASSERT_TRUE(table->flush().has_value());
  }
  static Checkpoint at(const EventStore& store, std::uint64_t position) {
    return {store.identity(), Position{position}};
  }
  static int length(Cursor& cursor) {
    int n = 0;
    while (cursor.next().value()) ++n;
    return n;
  }

  TemporaryDirectory directory;
};

TEST_F(RocksDbTables, ATableAheadOfTheLogProvesALoss) {
  {
    const auto store = open().value();
    append(*store, 1, 5);
    write(*store, "seen", at(*store, 5));
    write(*store, "seen more", at(*store, 6), {"by_unit", 1, 1});
  }
  const auto opened = open();
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().code(), Errc::acknowledged_loss);
  EXPECT_NE(opened.error().message().find("by_unit.1.1 has seen 6"), std::string::npos)
      << opened.error().message();
  const auto beside = stores::open_rocksdb_reader(path());
  ASSERT_TRUE(beside.has_error());
  EXPECT_EQ(beside.error().code(), Errc::acknowledged_loss);
}

TEST_F(RocksDbTables, ATableOfAnotherLogOrLifeProvesNothing) {
  {
    const auto store = open().value();
    auto other_life = at(*store, 99);
    other_life.log.incarnation = other_life.log.incarnation.next();
    write(*store, "life", other_life, {"life", 1, 1});
    write(*store, "log", {{random_log_id(), Incarnation{1}}, Position{99}}, {"log", 1, 1});
  }
  const auto store = open().value();
  EXPECT_EQ(store->tables().open({"life", 1, 1}).value()->get("a").value(), "life");
  EXPECT_EQ(store->tables().open({"log", 1, 1}).value()->snapshot().value()->position(),
            Position{99});
}

/// A table whose files are all damaged.
class DamagedTable : public RocksDbTables {
 protected:
  void SetUp() override {
    {
      const auto first = open().value();
      append(*first, 1, 5);
      // One file less than makes RocksDB compact them.
      for (int i = 0; i < 3; ++i) write(*first, std::string(3000, 'x'), at(*first, 5));
    }
    unsigned damaged = 0;
    for (const auto& entry : fs::directory_iterator{path() / "views"}) {
      if (entry.path().extension() != ".sst") continue;
      std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
      if (bytes.find("view.cases") == std::string::npos) continue;  // the index's
      file.clear();
      file.seekp(8);
      file.write("XXXXXXXX", 8);
      ++damaged;
    }
    ASSERT_EQ(damaged, 3u);
    store = open().value();
    table = store->tables().open(kCases).value();
  }
  void expect_the_log_goes_on() const {
    append(*store, 6, 9);
    const auto drained = store->drain();
    EXPECT_TRUE(drained.has_value()) << drained.error().message();
    EXPECT_TRUE(store->health().writable) << store->health().reason;
    EXPECT_EQ(store->health().indexed, Position{9});
  }

  std::unique_ptr<EventStore> store;
  std::shared_ptr<Table> table;
};

TEST_F(DamagedTable, IsToldToWhoeverReadsIt) {
  const auto read = table->get("a");
  ASSERT_TRUE(read.has_error());
  EXPECT_EQ(read.error().code(), Errc::corruption) << read.error().message();
  EXPECT_NE(read.error().message().find("cases.1.1"), std::string::npos) << read.error().message();
  EXPECT_EQ(table->snapshot().error().code(), Errc::corruption);
  expect_the_log_goes_on();
}

TEST_F(DamagedTable, IsToldToWhoeverWritesOnceACompactionMetIt) {
  const RowChange row{"b", "1"};
  Result<void> written;
  for (int i = 0; i < 500 && written; ++i) {
    written = table->write({&row, 1}, at(*store, 5));
    if (written) written = table->flush();
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  ASSERT_TRUE(written.has_error());
  EXPECT_EQ(written.error().code(), Errc::corruption) << written.error().message();
  expect_the_log_goes_on();
  ASSERT_TRUE(store->tables().drop(kCases).has_value());
  write(*store, "anew", at(*store, 9));
  EXPECT_EQ(store->tables().open(kCases).value()->get("a").value(), "anew");
}

TEST_F(RocksDbTables, ADropBesideAWriteHarmsNobodyElse) {
  const auto store = open().value();
  for (std::uint64_t build = 1; build <= 20; ++build) {
    const TableName name{"cases", 1, build};
    const auto table = store->tables().open(name).value();
    std::atomic<bool> begun{false};
    std::thread writer{[&] {
      for (std::uint64_t i = 1;; ++i) {
        const RowChange row{"a", "x"};
        const auto written = table->write({&row, 1}, at(*store, i));
        begun = true;
        if (written) continue;
        EXPECT_EQ(written.error().code(), Errc::closed) << written.error().message();
        return;
      }
    }};
    while (!begun) std::this_thread::yield();
    EXPECT_TRUE(store->tables().drop(name).has_value());
    writer.join();
  }
  append(*store, 1, 5);
  EXPECT_TRUE(store->drain().has_value());
  EXPECT_TRUE(store->health().writable) << store->health().reason;
}

// --- Beside the writer ---------------------------------------------------------------------------

TEST_F(RocksDbTables, AReaderSeesWhatWasFlushedAndChangesNothing) {
  const auto store = open().value();
  append(*store, 1, 3);
  write(*store, "1", at(*store, 3));
  ASSERT_TRUE(store->checkpoints().save("mail", at(*store, 2)).has_value());
  const auto beside = reader();
  EXPECT_EQ(beside->tables().list().value(), std::vector<TableName>{kCases});
  const auto table = beside->tables().open(kCases).value();
  EXPECT_EQ(beside->tables().open(kCases).value().get(), table.get());
  EXPECT_EQ(table->get("a").value(), "1");
  const auto snapshot = table->snapshot().value();
  EXPECT_EQ(rows_of(*snapshot), (Rows{{"a", "1"}}));
  EXPECT_EQ(snapshot->checkpoint(), at(*store, 3));
  EXPECT_EQ(beside->checkpoints().load("mail").value(), at(*store, 2));
  EXPECT_EQ(beside->checkpoints().list().value().size(), 1u);

  const auto refused = [](const Result<void>& answer) {
    return answer.has_error() && answer.error().code() == Errc::store_stopped;
  };
  const RowChange row{"a", "2"};
  EXPECT_TRUE(refused(table->write({&row, 1}, at(*store, 3))));
  EXPECT_TRUE(refused(table->clear()));
  EXPECT_TRUE(refused(beside->tables().drop(kCases)));
  EXPECT_TRUE(refused(beside->checkpoints().save("mail", at(*store, 3))));
  EXPECT_TRUE(refused(beside->checkpoints().remove("mail")));
  EXPECT_EQ(beside->tables().open({"cases", 1, 2}).error().code(), Errc::not_found);
  EXPECT_EQ(beside->tables().open({"Cases", 1, 2}).error().code(), Errc::malformed);
}

TEST_F(RocksDbTables, RefreshSeesWhatTheWriterDidAndWhatWasReadBeforeStays) {
  const auto store = open().value();
  append(*store, 1, 3);
  const auto beside = reader();
  const auto before = beside->read_all().value();
  const auto stream = StreamId::of("thing", "0").value();
  const auto stream_before = beside->read_stream(stream).value();
  append(*store, 4, 30);
  EXPECT_EQ(beside->head().value(), Position{3});
  EXPECT_EQ(beside->refresh().value(), Position{30});
  EXPECT_EQ(beside->head().value(), Position{30});
  EXPECT_EQ(beside->version_of(stream).value(), Version{10});
  EXPECT_TRUE(beside->find(derived_command_id("30")).value().has_value());
  EXPECT_EQ(length(*beside->read_all().value()), 30);
  EXPECT_EQ(length(*beside->read_stream(stream).value()), 10);
  EXPECT_EQ(length(*before), 3);
  EXPECT_EQ(length(*stream_before), 1);
  EXPECT_EQ(beside->refresh().value(), Position{30}) << "nothing new";
}

TEST_F(RocksDbTables, RefreshGoesOnWhereTheIndexTookOver) {
  auto store = open().value();
  append(*store, 1, 20);
  const auto beside = reader();
  const auto stream = StreamId::of("thing", "1").value();
  const auto held = beside->read_stream(stream).value();
  append(*store, 21, 40);
  store.reset();  // flushes the index
  store = open().value();
  append(*store, 41, 60);
  EXPECT_EQ(beside->refresh().value(), Position{60});
  EXPECT_EQ(beside->health().indexed, Position{40});
  append(*store, 61, 63);
  EXPECT_EQ(beside->refresh().value(), Position{63});
  EXPECT_EQ(beside->version_of(stream).value(), Version{21});
  EXPECT_EQ(length(*beside->read_stream(stream).value()), 21);
  EXPECT_EQ(length(*beside->read_stream(stream, {.backward = true}).value()), 21);
  for (int n = 1; n <= 63; ++n) {
    EXPECT_TRUE(beside->find(derived_command_id(std::to_string(n))).value().has_value()) << n;
  }
  EXPECT_EQ(length(*held), 7);
}

TEST_F(RocksDbTables, RefreshSeesTablesComeChangeAndGo) {
  const auto store = open().value();
  append(*store, 1, 3);
  write(*store, "1", at(*store, 1));
  const auto beside = reader();
  const auto table = beside->tables().open(kCases).value();
  const auto first = table->snapshot().value();
  const TableName next{"cases", 1, 2};
  write(*store, "2", at(*store, 2));
  write(*store, "next", at(*store, 3), next);
  EXPECT_EQ(table->get("a").value(), "1") << "not looked yet";
  EXPECT_EQ(beside->tables().open(next).error().code(), Errc::not_found);
  ASSERT_TRUE(beside->refresh().has_value());
  EXPECT_EQ(table->get("a").value(), "2");
  EXPECT_EQ(beside->tables().open(next).value()->get("a").value(), "next");
  EXPECT_EQ(beside->tables().list().value(), (std::vector<TableName>{kCases, next}));
  EXPECT_EQ(first->position(), Position{1});

  const auto second = table->snapshot().value();
  ASSERT_TRUE(store->tables().drop(kCases).has_value());
  EXPECT_EQ(rows_of(*second), (Rows{{"a", "2"}}));
  EXPECT_EQ(table->get("a").value(), "2");
  ASSERT_TRUE(beside->refresh().has_value());
  EXPECT_EQ(beside->tables().list().value(), std::vector<TableName>{next});
  EXPECT_EQ(table->get("a").error().code(), Errc::not_found);
  EXPECT_EQ(table->snapshot().error().code(), Errc::not_found);
  EXPECT_EQ(rows_of(*second), (Rows{{"a", "2"}}));
  EXPECT_EQ(rows_of(*first), (Rows{{"a", "1"}}));

  write(*store, "anew", at(*store, 3));
  ASSERT_TRUE(beside->refresh().has_value());
  EXPECT_EQ(table->get("a").value(), "anew");
}

TEST_F(RocksDbTables, AFailedRefreshLeavesTheReaderAsItWas) {
  const auto store = open().value();
  append(*store, 1, 3);
  write(*store, "1", at(*store, 1));
  const auto beside = reader();
  const auto table = beside->tables().open(kCases).value();
  append(*store, 4, 5);
  fs::rename(path() / "views" / "CURRENT", path() / "CURRENT");
  const auto refused = beside->refresh();
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code(), Errc::io_error) << refused.error().message();
  EXPECT_EQ(beside->head().value(), Position{3});
  EXPECT_EQ(length(*beside->read_all().value()), 3);
  EXPECT_EQ(table->get("a").value(), "1");
  fs::rename(path() / "CURRENT", path() / "views" / "CURRENT");
  EXPECT_EQ(beside->refresh().value(), Position{5});
}

TEST_F(RocksDbTables, ReadersOfAllKindsGoOnWhileTheWriterDoesAndRefreshesCome) {
  const auto store = open().value();
  append(*store, 1);
  write(*store, "1", at(*store, 1));
  const auto beside = reader();
  std::atomic<bool> ended{false};
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    for (int n = 2; n <= 200; ++n) {
      append(*store, n);
      if (n % 4 != 0) continue;
      write(*store, std::to_string(n), at(*store, static_cast<std::uint64_t>(n)));
      if (n % 20 == 0) store->tables().drop(kCases).value();
    }
    ended = true;
  });
  threads.emplace_back([&] {
    while (!ended) {
      const auto head = beside->head().value();
      EXPECT_EQ(length(*beside->read_all({.to = head}).value()), static_cast<int>(head.value));
      const auto stream = StreamId::of("thing", "1").value();
      const auto version = beside->version_of(stream).value();
      EXPECT_GE(length(*beside->read_stream(stream).value()), static_cast<int>(version.value));
      EXPECT_TRUE(beside->find(derived_command_id("1")).value().has_value());
    }
  });
  threads.emplace_back([&] {
    while (!ended) {
      const auto table = beside->tables().open(kCases);
      if (!table) continue;
      const auto snapshot = (*table)->snapshot();
      if (!snapshot) continue;
      // Just made, it has neither.
      EXPECT_EQ((*snapshot)->get("a").value().value_or("0"),
                std::to_string((*snapshot)->position().value));
    }
  });
  while (!ended) {
    const auto refreshed = beside->refresh();
    EXPECT_TRUE(refreshed.has_value()) << refreshed.error().message();
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(beside->refresh().value(), Position{200});
}

}  // namespace
}  // namespace recourse::contract
