#include <gtest/gtest.h>

#include <atomic>
#include <recourse/core/memory_table.hpp>
#include <thread>

namespace recourse::core {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

Checkpoint at(std::uint64_t position) {
  Checkpoint c{{{}, Incarnation{1}}, Position{position}};
  c.log.id.bytes.fill(7);
  return c;
}

void write(Table& table, std::uint64_t position, std::vector<RowChange> rows) {
  ASSERT_TRUE(table.write(rows, at(position)).has_value());
}

Rows rows_of(const TableSnapshot& snapshot, std::string_view from = {}, std::string_view to = {}) {
  Rows rows;
  const auto cursor = snapshot.scan(from, to);
  while (cursor->next().value()) rows.emplace_back(cursor->key(), cursor->value());
  return rows;
}

/// A table over a snapshot of a, b, c, d at position 4.
class Over : public testing::Test {
 protected:
  Over() {
    write(below, 4, {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}});
    over.emplace(std::shared_ptr<const TableSnapshot>{below.snapshot().value()});
  }
  Rows all() const { return rows_of(*over->snapshot().value()); }

  MemoryTable below;
  std::optional<MemoryTable> over;
};

TEST_F(Over, ReadsThroughAndBeginsWithTheCheckpointBelow) {
  EXPECT_EQ(all(), (Rows{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  EXPECT_EQ(over->snapshot().value()->checkpoint(), at(4));
  EXPECT_EQ(over->get("c").value(), "3");
  EXPECT_FALSE(over->get("x").value().has_value());
}

TEST_F(Over, ItsRowsCountAndStandInTheirPlaces) {
  write(*over, 5, {{"", "first"}, {"b", "B"}, {"bb", "between"}, {"e", "last"}});
  EXPECT_EQ(all(), (Rows{{"", "first"},
                         {"a", "1"},
                         {"b", "B"},
                         {"bb", "between"},
                         {"c", "3"},
                         {"d", "4"},
                         {"e", "last"}}));
  EXPECT_EQ(over->get("b").value(), "B");
  EXPECT_EQ(over->snapshot().value()->position(), Position{5});
  EXPECT_EQ(below.get("b").value(), "2");
}

TEST_F(Over, ARowRemovedAboveHidesTheOneBelow) {
  write(*over, 5, {{"a", {}}, {"c", {}}, {"d", {}}, {"x", {}}});
  EXPECT_EQ(all(), (Rows{{"b", "2"}}));
  EXPECT_FALSE(over->get("c").value().has_value());
  EXPECT_FALSE(over->snapshot().value()->get("c").value().has_value());
  write(*over, 6, {{"c", "again"}});
  EXPECT_EQ(all(), (Rows{{"b", "2"}, {"c", "again"}}));
}

TEST_F(Over, AScanKeepsItsBoundsOnBothSides) {
  write(*over, 5, {{"ab", "x"}, {"c", {}}, {"cc", "y"}});
  const auto snapshot = over->snapshot().value();
  EXPECT_EQ(rows_of(*snapshot, "ab", "cc"), (Rows{{"ab", "x"}, {"b", "2"}}));
  EXPECT_EQ(rows_of(*snapshot, "b", "c"), (Rows{{"b", "2"}}));
  EXPECT_EQ(rows_of(*snapshot, "c"), (Rows{{"cc", "y"}, {"d", "4"}}));
  EXPECT_EQ(rows_of(*snapshot, "c", "b"), Rows{});
  EXPECT_EQ(rows_of(*snapshot, "b", "b"), Rows{});
}

TEST_F(Over, ClearHidesTheBaseAsWell) {
  const auto before = over->snapshot().value();
  ASSERT_TRUE(over->clear().has_value());
  EXPECT_EQ(all(), Rows{});
  EXPECT_FALSE(over->get("a").value().has_value());
  EXPECT_FALSE(over->snapshot().value()->checkpoint().has_value());
  EXPECT_EQ(rows_of(*before).size(), 4u);
  write(*over, 1, {{"b", "new"}});
  EXPECT_EQ(all(), (Rows{{"b", "new"}}));
}

TEST_F(Over, TheBaseMayGoOnMeanwhile) {
  write(below, 5, {{"a", "changed"}, {"z", "new"}});
  EXPECT_EQ(all().front(), (std::pair<std::string, std::string>{"a", "1"}));
  EXPECT_EQ(all().size(), 4u);
}

TEST(MemoryTable, ASnapshotStaysWhileWritesGoOn) {
  MemoryTable table;
  EXPECT_FALSE(table.snapshot().value()->checkpoint().has_value());
  write(table, 1, {{"a", "1"}});
  const auto first = table.snapshot().value();
  const auto cursor = first->scan({}, {});
  write(table, 2, {{"a", "2"}, {"b", "2"}});
  const auto second = table.snapshot().value();
  write(table, 3, {{"a", {}}});
  EXPECT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->value(), "1");
  EXPECT_FALSE(cursor->next().value());
  EXPECT_EQ(first->checkpoint(), at(1));
  EXPECT_EQ(rows_of(*second), (Rows{{"a", "2"}, {"b", "2"}}));
  EXPECT_EQ(second->get("a").value(), "2");
  EXPECT_EQ(rows_of(*table.snapshot().value()), (Rows{{"b", "2"}}));
}

TEST(MemoryTable, ASnapshotOutlivesItsTable) {
  auto table = std::make_unique<MemoryTable>();
  write(*table, 1, {{"a", "1"}});
  const auto snapshot = table->snapshot().value();
  table.reset();
  EXPECT_EQ(snapshot->get("a").value(), "1");
}

TEST(MemoryTable, RowsAndCheckpointAreOfOneMomentBesideAWriter) {
  MemoryTable table;
  std::atomic<bool> ended{false};
  std::atomic<int> looked{0};
  std::thread reader{[&] {
    while (!ended) {
      const auto snapshot = table.snapshot().value();
      const auto position = std::to_string(snapshot->position().value);
      for (const auto& [key, value] : rows_of(*snapshot)) EXPECT_EQ(value, position) << key;
      ++looked;
    }
  }};
  for (std::uint64_t i = 1; looked < 1000; ++i) {
    const auto value = std::to_string(i);
    write(table, i, {{"a", value}, {"b", value}, {"c", value}});
  }
  ended = true;
  reader.join();
}

TEST(TableName, IsWrittenAndReadInOneSpelling) {
  const TableName name{"cases_by_unit", 2, 17};
  EXPECT_EQ(name.to_string(), "cases_by_unit.2.17");
  EXPECT_EQ(TableName::parse("cases_by_unit.2.17").value(), name);
  for (const char* bad : {"", "cases", "cases.1", ".1.1", "cases.1.1.1", "cases.0.1", "cases.1.0",
                          "cases.01.1", "cases.+1.1", "cases.1.1x", "cases.1.", "Cases.1.1",
                          "ca-ses.1.1", "1cases.1.1", "cases.4294967296.1"}) {
    const auto read = TableName::parse(bad);
    ASSERT_TRUE(read.has_error()) << bad;
    EXPECT_EQ(read.error().code(), Errc::malformed) << bad;
  }
}

TEST(TableName, SortsByViewVersionAndBuildAsNumbers) {
  EXPECT_LT((TableName{"a", 9, 1}), (TableName{"a", 10, 1}));
  EXPECT_LT((TableName{"a", 2, 9}), (TableName{"a", 2, 10}));
  EXPECT_LT((TableName{"a", 9, 9}), (TableName{"b", 1, 1}));
}

TEST(CheckName, SaysWhatIsWrong) {
  EXPECT_TRUE(check_name("a").has_value());
  EXPECT_TRUE(check_name(std::string(64, 'a')).has_value());
  EXPECT_TRUE(check_name("mail.out-2", true).has_value());
  const auto expect_fault = [](const std::string& name, bool dots, std::string_view words) {
    const auto checked = check_name(name, dots);
    ASSERT_TRUE(checked.has_error()) << name;
    EXPECT_EQ(checked.error().code(), Errc::malformed);
    EXPECT_NE(checked.error().message().find(words), std::string::npos)
        << checked.error().message();
  };
  expect_fault("", true, "is empty");
  expect_fault("_a", true, "does not begin with a letter");
  expect_fault(std::string(65, 'a'), false, "65 bytes, at most 64");
  expect_fault("mail.out", false, "byte 4 outside");
  expect_fault("mail/out", true, "byte 4 outside");
}

TEST(CheckpointBytes, AreThirtyTwoBigEndianAndReadBack) {
  const auto bytes = at(0x0102030405060708).encode();
  EXPECT_EQ(bytes, std::string(16, '\x07') + std::string(7, '\0') + '\x01' +
                       "\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_EQ(Checkpoint::decode(bytes), at(0x0102030405060708));
  EXPECT_FALSE(Checkpoint::decode(bytes.substr(1)).has_value());
  EXPECT_FALSE(Checkpoint::decode(bytes + "x").has_value());
}

}  // namespace
}  // namespace recourse::core
