// The contract of tables, over every store: each promise of core/table.hpp has a test that fails
// when it is broken.
#include <atomic>
#include <thread>

#include "stores.hpp"

namespace recourse::contract {
namespace {

using namespace core;

namespace fs = std::filesystem;

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows rows_of(const TableSnapshot& snapshot, std::string_view from = {}, std::string_view to = {}) {
  Rows rows;
  const auto cursor = snapshot.scan(from, to);
  while (cursor->next().value()) rows.emplace_back(cursor->key(), cursor->value());
  return rows;
}

Rows rows_of(const Table& table) { return rows_of(*table.snapshot().value()); }

class TableContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (const auto why = missing(GetParam()); !why.empty()) GTEST_SKIP() << why;
    open_store();
  }
  void open_store() { store = GetParam().open(directory.path(), clock); }
  std::shared_ptr<Table> open(std::string view = "cases", std::uint32_t version = 1,
                              std::uint64_t build = 1) {
    return store->tables().open({std::move(view), version, build}).value();
  }
  Checkpoint at(std::uint64_t position) const { return {store->identity(), Position{position}}; }
  void write(Table& table, std::uint64_t position, std::vector<RowChange> rows) const {
    ASSERT_TRUE(table.write(rows, at(position)).has_value());
  }
  /// Makes the log long enough for checkpoints up to `position`.
  void append_up_to(std::uint64_t position) const {
    while (store->head().value() < Position{position}) {
      Append a{.command_id = random_command_id(), .actor = "t", .streams = {}};
      a.streams.push_back({StreamId::of("thing", "1").value(),
                           ExpectedVersion::any(),
                           1,
                           {{"thing.happened", 1, {}, "x"}}});
      store->append(std::move(a)).value();
    }
  }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{24 * 365 * 50}}};
  std::unique_ptr<EventStore> store;
};

TEST_P(TableContract, ANewTableIsEmpty) {
  const auto table = open();
  const auto snapshot = table->snapshot().value();
  EXPECT_FALSE(snapshot->checkpoint().has_value());
  EXPECT_EQ(snapshot->position(), Position{0});
  EXPECT_EQ(rows_of(*snapshot), Rows{});
  EXPECT_FALSE(table->get("a").value().has_value());
}

TEST_P(TableContract, AWriteBringsRowsAndCheckpointTogether) {
  const auto table = open();
  write(*table, 7, {{"a", "1"}, {"b", ""}});
  const auto snapshot = table->snapshot().value();
  EXPECT_EQ(snapshot->checkpoint(), at(7));
  EXPECT_EQ(rows_of(*snapshot), (Rows{{"a", "1"}, {"b", ""}}));
  EXPECT_EQ(snapshot->get("b").value(), "");
  EXPECT_EQ(table->get("a").value(), "1");
  EXPECT_FALSE(table->get("k").value().has_value()) << "no row, whatever the store keeps beside";
}

TEST_P(TableContract, AWriteWithoutRowsMovesTheCheckpointAlone) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}});
  write(*table, 9, {});
  EXPECT_EQ(table->snapshot().value()->position(), Position{9});
  EXPECT_EQ(rows_of(*table), (Rows{{"a", "1"}}));
}

TEST_P(TableContract, ARowWithoutValueIsRemoved) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"b", "2"}});
  write(*table, 2, {{"a", {}}, {"c", {}}});
  EXPECT_EQ(rows_of(*table), (Rows{{"b", "2"}}));
  EXPECT_FALSE(table->get("a").value().has_value());
  write(*table, 3, {{"a", "again"}});
  EXPECT_EQ(table->get("a").value(), "again");
}

TEST_P(TableContract, KeysSortAsUnsignedBytes) {
  using namespace std::string_view_literals;
  const auto table = open();
  write(*table, 1, {{"\0"sv, "0"}, {"\0\0"sv, "00"}, {"a", "a"}, {"\x7f", "7f"}});
  write(*table, 2, {{"\x80", "80"}, {"\xff", "ff"}, {"\xff\xff", "ffff"}});
  Rows rows = rows_of(*table);
  std::string values;
  for (const auto& [key, value] : rows) values += value + " ";
  EXPECT_EQ(values, "0 00 a 7f 80 ff ffff ");
}

TEST_P(TableContract, AScanHoldsRowsFromTheFirstKeyToBeforeTheLast) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"\x80", "4"}, {"\xff\xff", "5"}});
  const auto snapshot = table->snapshot().value();
  EXPECT_EQ(rows_of(*snapshot, "b", "\x80"), (Rows{{"b", "2"}, {"c", "3"}}));
  EXPECT_EQ(rows_of(*snapshot, "aa", "cc"), (Rows{{"b", "2"}, {"c", "3"}}));
  EXPECT_EQ(rows_of(*snapshot, "", "b"), (Rows{{"a", "1"}}));
  EXPECT_EQ(rows_of(*snapshot, "\x80", ""), (Rows{{"\x80", "4"}, {"\xff\xff", "5"}}));
  EXPECT_EQ(rows_of(*snapshot, "\xff\xff\xff"), Rows{});
  EXPECT_EQ(rows_of(*snapshot, "b", "b"), Rows{});
  EXPECT_EQ(rows_of(*snapshot, "c", "a"), Rows{});
}

TEST_P(TableContract, ASnapshotStaysAsItWasWhileWritesClearAndDropGoOn) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"b", "1"}});
  const auto snapshot = table->snapshot().value();
  const auto cursor = snapshot->scan({}, {});
  const auto expect_as_it_was = [&] {
    EXPECT_EQ(rows_of(*snapshot), (Rows{{"a", "1"}, {"b", "1"}}));
    EXPECT_EQ(snapshot->get("a").value(), "1");
    EXPECT_FALSE(snapshot->get("c").value().has_value());
    EXPECT_EQ(snapshot->checkpoint(), at(1));
  };
  write(*table, 2, {{"a", "2"}, {"b", {}}, {"c", "2"}});
  expect_as_it_was();
  ASSERT_TRUE(table->flush().has_value());
  expect_as_it_was();
  ASSERT_TRUE(table->clear().has_value());
  expect_as_it_was();
  ASSERT_TRUE(store->tables().drop({"cases", 1, 1}).has_value());
  expect_as_it_was();
  EXPECT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->value(), "1");
}

TEST_P(TableContract, RowsAndCheckpointAreOfOneMomentBesideAWriter) {
  const auto table = open();
  std::atomic<int> looked{0};
  std::thread reader{[&] {
    while (looked < 300) {
      const auto snapshot = table->snapshot().value();
      const auto expected = std::to_string(snapshot->position().value);
      for (const auto& [key, value] : rows_of(*snapshot)) EXPECT_EQ(value, expected) << key;
      ++looked;
    }
  }};
  for (std::uint64_t i = 1; looked < 300; ++i) {
    const auto value = std::to_string(i);
    write(*table, i, {{"a", value}, {"b", value}, {"c", value}});
    const auto flushed = i % 500 == 0 ? table->flush() : Result<void>{};
    EXPECT_TRUE(flushed.has_value());
  }
  reader.join();
}

TEST_P(TableContract, ClearTakesRowsAndCheckpoint) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"\xff\xff", "2"}});
  ASSERT_TRUE(table->clear().has_value());
  EXPECT_FALSE(table->snapshot().value()->checkpoint().has_value());
  EXPECT_EQ(rows_of(*table), Rows{});
  write(*table, 2, {{"b", "2"}});
  EXPECT_EQ(rows_of(*table), (Rows{{"b", "2"}}));
}

TEST_P(TableContract, TheSameNameIsTheSameTable) {
  const auto table = open();
  EXPECT_EQ(open().get(), table.get());
  EXPECT_NE(open("cases", 1, 2).get(), table.get());
}

TEST_P(TableContract, VersionsAndBuildsLieSideBySideAndAreListedInOrder) {
  write(*open("cases", 10, 1), 1, {{"a", "10.1"}});
  write(*open("cases", 9, 2), 2, {{"a", "9.2"}});
  write(*open("cases", 9, 10), 3, {{"a", "9.10"}});
  write(*open("by_unit"), 4, {{"a", "unit"}});
  EXPECT_EQ(store->tables().list().value(),
            (std::vector<TableName>{
                {"by_unit", 1, 1}, {"cases", 9, 2}, {"cases", 9, 10}, {"cases", 10, 1}}));
  EXPECT_EQ(rows_of(*open("cases", 9, 2)), (Rows{{"a", "9.2"}}));
  EXPECT_EQ(rows_of(*open("cases", 10, 1)), (Rows{{"a", "10.1"}}));
  ASSERT_TRUE(store->tables().drop({"cases", 9, 2}).has_value());
  EXPECT_EQ(rows_of(*open("cases", 9, 10)), (Rows{{"a", "9.10"}}));
}

TEST_P(TableContract, ADroppedTableIsReadOnByWhoHoldsItAndAnewIsEmpty) {
  const auto table = open();
  write(*table, 1, {{"a", "1"}});
  ASSERT_TRUE(store->tables().drop({"cases", 1, 1}).has_value());
  EXPECT_EQ(store->tables().list().value(), std::vector<TableName>{});
  EXPECT_EQ(table->get("a").value(), "1");
  EXPECT_EQ(rows_of(*table), (Rows{{"a", "1"}}));
  const auto anew = open();
  EXPECT_EQ(rows_of(*anew), Rows{});
  EXPECT_FALSE(anew->snapshot().value()->checkpoint().has_value());
  write(*anew, 2, {{"b", "2"}});
  EXPECT_EQ(table->get("a").value(), "1");
  EXPECT_FALSE(table->get("b").value().has_value());
  EXPECT_TRUE(store->tables().drop({"never", 1, 1}).has_value());
}

TEST_P(TableContract, ABadNameIsMalformed) {
  for (const auto& bad : {TableName{"", 1, 1}, TableName{"Cases", 1, 1}, TableName{"ca.ses", 1, 1},
                          TableName{"cases", 0, 1}, TableName{"cases", 1, 0},
                          TableName{std::string(65, 'a'), 1, 1}}) {
    const auto opened = store->tables().open(bad);
    ASSERT_TRUE(opened.has_error()) << bad.to_string();
    EXPECT_EQ(opened.error().code(), Errc::malformed);
  }
  EXPECT_EQ(store->tables().list().value(), std::vector<TableName>{});
}

std::string name_of(const testing::TestParamInfo<StoreKind>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Stores, TableContract, testing::ValuesIn(all_stores()), name_of);

/// What a store on disk keeps, and what a crash takes.
class DurableTables : public TableContract {
 protected:
  /// The store as a crash leaves it at this moment.
  void crash() {
    const auto crashed = directory.path() / "crashed";
    fs::create_directories(crashed);
    fs::copy(directory.path() / "store", crashed / "store", fs::copy_options::recursive);
    before = std::move(store);  // a table must not outlive its store
    store = GetParam().open(crashed, clock);
  }

  std::unique_ptr<EventStore> before;
};

TEST_P(DurableTables, WhatWasFlushedOutlivesACrash) {
  append_up_to(2);
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"b", "1"}});
  write(*table, 2, {{"a", "2"}, {"b", {}}});
  ASSERT_TRUE(table->flush().has_value());
  crash();
  EXPECT_EQ(store->tables().list().value(), (std::vector<TableName>{{"cases", 1, 1}}));
  EXPECT_EQ(rows_of(*open()), (Rows{{"a", "2"}}));
  EXPECT_EQ(open()->snapshot().value()->checkpoint(), at(2));
}

TEST_P(DurableTables, WhatWasNotFlushedGoesTogether) {
  append_up_to(3);
  const auto table = open();
  write(*table, 1, {{"a", "1"}, {"b", "1"}});
  ASSERT_TRUE(table->flush().has_value());
  write(*table, 2, {{"a", "2"}});
  write(*table, 3, {{"b", "3"}});
  crash();
  EXPECT_EQ(rows_of(*open()), (Rows{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(open()->snapshot().value()->checkpoint(), at(1));
}

TEST_P(DurableTables, AnOrderlyEndKeepsEverything) {
  append_up_to(2);
  write(*open(), 1, {{"a", "1"}});
  write(*open("other"), 2, {{"b", "2"}});
  store.reset();
  open_store();
  EXPECT_EQ(rows_of(*open()), (Rows{{"a", "1"}}));
  EXPECT_EQ(rows_of(*open("other")), (Rows{{"b", "2"}}));
  EXPECT_EQ(open("other")->snapshot().value()->checkpoint(), at(2));
}

TEST_P(DurableTables, ADroppedTableStaysDropped) {
  append_up_to(1);
  const auto table = open();
  write(*table, 1, {{"a", "1"}});
  ASSERT_TRUE(table->flush().has_value());
  ASSERT_TRUE(store->tables().drop({"cases", 1, 1}).has_value());
  crash();
  EXPECT_EQ(store->tables().list().value(), std::vector<TableName>{});
  EXPECT_EQ(rows_of(*open()), Rows{});
}

INSTANTIATE_TEST_SUITE_P(Stores, DurableTables, testing::ValuesIn(stores_in_folders()), name_of);

}  // namespace
}  // namespace recourse::contract
