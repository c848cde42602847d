#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <recourse/core/column_query.hpp>
#include <recourse/core/memory_table.hpp>

namespace recourse::core {
namespace {

const ColumnTotals& fact_totals() {
  static const ColumnTotals totals{
      .counters = {{},
                   {.where = {}, .sum = 1},
                   {.where = {{.column = 2, .from = 1, .to = 9}}, .sum = 1},
                   {.where = {{.column = 0, .any_of = {1, 4}}, {.column = 2, .from = 2, .to = 2}}}},
      .spreads = {{.where = {{.column = 2, .any_of = {1, 2}}}, .column = 1}},
      .by = {0}};
  return totals;
}
constexpr ColumnsSpec kFacts{'f', 3, true, &fact_totals};
constexpr ColumnsSpec kEvents{'e', 2, false};

using Row = std::vector<std::int64_t>;

Checkpoint at(std::uint64_t position) { return {{}, Position{position}}; }

// --- PackedColumn
// ------------------------------------------------------------------------------------------------

TEST(PackedColumn, HoldsNumbersOfAnyRange) {
  constexpr auto low = std::numeric_limits<std::int64_t>::min();
  constexpr auto high = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::pair<Row, unsigned>> columns{
      {{7, 7, 7}, 0}, {{-1, 254}, 1},       {{-1, 255}, 2}, {{0, 65536}, 4},
      {{low, 0}, 8},  {{low, high, -5}, 8}, {{0}, 0}};
  for (const auto& [values, width] : columns) {
    const auto packed = PackedColumn::read(PackedColumn::pack(values), values.size()).value();
    EXPECT_EQ(packed.width(), width);
    EXPECT_EQ(packed.min(), *std::ranges::min_element(values));
    EXPECT_EQ(packed.max(), *std::ranges::max_element(values));
    Row again(values.size());
    packed.unpack(again);
    EXPECT_EQ(again, values);
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(packed.at(i), values[i]);
  }
}

TEST(PackedColumn, RefusesWhatPackDidNotMake) {
  const auto bytes = PackedColumn::pack(Row{1, 2, 300});
  EXPECT_FALSE(PackedColumn::read(bytes, 2));
  EXPECT_FALSE(PackedColumn::read(bytes.substr(0, 5), 3));
  auto other = bytes;
  other[0] = 1;
  EXPECT_FALSE(PackedColumn::read(other, 3));
  EXPECT_FALSE(PackedColumn::read("", 0));
}

// --- against the obvious
// ------------------------------------------------------------------------------------------------

/// What was told, kept as a list: sums are made by walking it.
struct History {
  struct Change {
    std::uint64_t position;
    std::uint64_t subject;
    Row before;
    Row after;
  };
  std::vector<Change> changes;

  std::map<std::uint64_t, Row> held(std::uint64_t as_of) const {
    std::map<std::uint64_t, Row> now;
    for (const auto& one : changes) {
      if (one.position <= as_of) now[one.subject] = one.after;
    }
    return now;
  }
};

History random_history(std::uint32_t seed, std::size_t changes, std::uint64_t step) {
  std::mt19937 random{seed};
  const auto pick = [&](std::uint64_t n) { return random() % n; };
  History history;
  std::vector<std::pair<std::uint64_t, Row>> live;
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < changes; ++i) {
    position += pick(3) == 0 ? 1 + pick(step) : 1;
    if (pick(50) == 0) position += 40 * kSegmentPositions;  // a long time in which nothing counts
    const Row after{static_cast<std::int64_t>(pick(6)) - 1,
                    static_cast<std::int64_t>(pick(400)) - 7, static_cast<std::int64_t>(pick(3))};
    if (live.empty() || pick(3) == 0) {
      history.changes.push_back({position, position, {}, after});
      live.emplace_back(position, after);
      continue;
    }
    // Mostly one of the latest, at times any; at times what it was before.
    const auto back = pick(5) == 0 ? live.size() : std::min<std::size_t>(live.size(), 20);
    auto& [subject, now] = live[live.size() - 1 - pick(back)];
    if (now == after) continue;
    history.changes.push_back({position, subject, now, after});
    now = after;
  }
  return history;
}

/// Tells the history in batches, each in an order of its own among subjects.
void write(const History& history, MemoryTable& table, std::uint32_t seed, std::size_t batch) {
  std::mt19937 random{seed};
  TableWriter rows{table};
  ColumnWriter writer{kFacts};
  for (std::size_t from = 0; from < history.changes.size();) {
    const auto to = std::min(history.changes.size(), from + 1 + random() % batch);
    std::map<std::uint64_t, std::vector<const History::Change*>> by_subject;
    for (auto i = from; i < to; ++i) {
      by_subject[history.changes[i].subject].push_back(&history.changes[i]);
    }
    for (const auto& [subject, changes] : by_subject) {
      for (const auto* one : changes) {
        writer.change(Position{one->position}, subject, one->before, one->after);
      }
    }
    ASSERT_TRUE(writer.finish(rows));
    ASSERT_TRUE(rows.commit(at(history.changes[to - 1].position)));
    if (random() % 4 == 0) {  // as after a restart
      writer.forget();
      rows.forget();
    }
    from = to;
  }
}

struct Answer {
  std::vector<std::int64_t> counts;
  ColumnValues spread;
};

/// By the first column: rows with the third being 1 or 2, and the sum of the second over them.
Answer slow(const History& history, std::uint64_t as_of) {
  Answer answer{std::vector<std::int64_t>(10), {}};
  std::map<std::int64_t, std::int64_t> values;
  for (const auto& [subject, row] : history.held(as_of)) {
    if (row[2] == 0) continue;
    const auto cell = static_cast<std::size_t>(std::max<std::int64_t>(0, row[0]));
    ++answer.counts[cell * 2];
    answer.counts[cell * 2 + 1] += row[1];
    ++values[row[1]];
  }
  answer.spread.assign(values.begin(), values.end());
  return answer;
}

ColumnQuery the_query() {
  ColumnQuery query;
  query.where = {{.column = 2, .from = 1, .to = 9}};
  query.groups = {{.column = 0, .size = 5}};
  query.counters = {{}, {.sum = 1}};
  return query;
}

void expect_as_told(const History& history, const TableSnapshot& rows, std::uint64_t as_of) {
  const auto columns = ColumnReader::open(rows, kFacts).value();
  const auto expected = slow(history, as_of);
  const auto sums = run(columns, the_query(), Position{as_of}).value();
  EXPECT_EQ(sums.counts, expected.counts) << "as of " << as_of;
  ColumnQuery spread;
  spread.spreads = {{.where = {{.column = 2, .any_of = {1, 2}}}, .column = 1}};
  EXPECT_EQ(run(columns, spread, Position{as_of}).value().spread(0, 0), expected.spread);
  std::vector<std::uint64_t> with_four;
  for (const auto& [subject, row] : history.held(as_of)) {
    if (row[0] == 4) with_four.push_back(subject);
  }
  EXPECT_EQ(subjects(columns, {{.column = 0, .from = 4, .to = 4}}, Position{as_of}).value(),
            with_four);
}

/// What is kept of segments, counted row by row; of the rows with `only` in the first column.
std::vector<std::int64_t> slow_totals(const History& history, std::uint64_t as_of,
                                      std::optional<std::int64_t> only = {}) {
  std::vector<std::int64_t> counts(4);
  for (const auto& [subject, row] : history.held(as_of)) {
    if (only && row[0] != *only) continue;
    ++counts[0];
    counts[1] += row[1];
    if (row[2] != 0) counts[2] += row[1];
    if ((row[0] == 1 || row[0] == 4) && row[2] == 2) ++counts[3];
  }
  return counts;
}

void expect_totals(const History& history, const TableSnapshot& rows, std::uint64_t as_of) {
  const auto columns = ColumnReader::open(rows, kFacts).value();
  ColumnQuery query;
  query.counters = fact_totals().counters;
  EXPECT_EQ(run(columns, query, Position{as_of}).value().counts, slow_totals(history, as_of))
      << "as of " << as_of;
  for (std::int64_t only = -1; only <= 5; ++only) {  // there is no 5
    query.where = {{.column = 0, .any_of = {only}}};
    EXPECT_EQ(run(columns, query, Position{as_of}).value().counts,
              slow_totals(history, as_of, only))
        << "as of " << as_of << " of " << only;
  }
  // By groups; what is outside of them is in the first.
  query.where = {};
  query.groups = {{.column = 0, .size = 4}};
  query.spreads = {{.where = fact_totals().spreads[0].where, .column = 1}};
  const auto grouped = run(columns, query, Position{as_of}).value();
  for (std::size_t group = 0; group < 4; ++group) {
    auto expected = slow_totals(history, as_of, static_cast<std::int64_t>(group));
    std::map<std::int64_t, std::int64_t> spread;
    for (const auto& [subject, row] : history.held(as_of)) {
      const auto cell = row[0] >= 0 && row[0] < 4 ? static_cast<std::size_t>(row[0]) : 0;
      if (cell == group && row[2] != 0) ++spread[row[1]];
    }
    EXPECT_EQ(grouped.spread(group, 0), ColumnValues(spread.begin(), spread.end()))
        << "as of " << as_of << " in " << group;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      for (const auto outside : {-1, 4}) {
        if (group == 0) expected[i] += slow_totals(history, as_of, outside)[i];
      }
      EXPECT_EQ(grouped.count(group, i), expected[i]) << "as of " << as_of << " in " << group;
    }
  }
}

/// A spec of the same rows that keeps something else, or nothing.
const ColumnTotals& other_totals() {
  static const ColumnTotals totals{.counters = {{.where = {}, .sum = 2}}, .spreads = {}};
  return totals;
}

TEST(Columns, TotalsThatAreKeptStandForTheRowsOfTheirSegments) {
  const auto history = random_history(3, 4000, 900);
  const auto last = history.changes.back().position;
  const auto merged = kSegmentsMerged * kSegmentsMerged * kSegmentPositions;
  const auto end = last / merged * merged;
  ASSERT_GT(end, 2 * merged);
  MemoryTable table;
  write(history, table, 3, 700);
  // Who keeps others, or none, reads the rows.
  for (const auto& spec : {ColumnsSpec{'f', 3, true, &other_totals}, ColumnsSpec{'f', 3, true}}) {
    const auto rows = table.snapshot().value();
    const auto columns = ColumnReader::open(*rows, spec).value();
    ColumnQuery query;
    query.counters = {{.where = {}, .sum = 1}};
    EXPECT_EQ(run(columns, query, Position{last}).value().count(0, 0),
              slow_totals(history, last)[1]);
  }
  // Without the rows only what is kept is still to be had.
  TableWriter writer{table};
  std::vector<std::string> blocks;
  const auto before = table.snapshot().value();
  const auto walk = before->scan("fs", "ft");
  while (walk->next().value()) blocks.emplace_back(walk->key());
  for (const auto& key : blocks) writer.erase(key);
  ASSERT_TRUE(writer.commit(at(last)));
  const auto rows = table.snapshot().value();
  expect_totals(history, *rows, end);
  const auto columns = ColumnReader::open(*rows, kFacts).value();
  ColumnQuery query;
  query.spreads = fact_totals().spreads;
  EXPECT_EQ(run(columns, query, Position{end}).value().spread(0, 0), slow(history, end).spread);
  for (auto more : {the_query(), ColumnQuery{.counters = {{.where = {}, .sum = 2}}}}) {
    EXPECT_EQ(run(columns, more, Position{end}).error().code(), Errc::corruption);
  }
}

// A key of what is summed has no room for it.
TEST(Columns, TotalsOfAValueThatIsTooLargeAreNotKept) {
  for (const std::int64_t large : {std::int64_t{1} << 40, -(std::int64_t{1} << 62)}) {
    MemoryTable table;
    TableWriter rows{table};
    ColumnWriter writer{kFacts};
    writer.change(Position{1}, 1, {}, Row{0, large, 1});
    writer.change(Position{2}, 2, {}, Row{0, 7, 1});
    writer.change(Position{kSegmentPositions + 1}, 3, {}, Row{0, 7, 1});
    ASSERT_TRUE(writer.finish(rows));
    ASSERT_TRUE(rows.commit(at(kSegmentPositions + 1)));
    const auto snapshot = table.snapshot().value();
    const auto columns = ColumnReader::open(*snapshot, kFacts).value();
    ColumnQuery query;
    query.counters = {{.where = {}, .sum = 1}};
    query.spreads = fact_totals().spreads;
    const auto sums = run(columns, query, Position{kSegmentPositions + 1}).value();
    EXPECT_EQ(sums.count(0, 0), large + 14);
    const auto wanted =
        large < 0 ? ColumnValues{{large, 1}, {7, 2}} : ColumnValues{{7, 2}, {large, 1}};
    EXPECT_EQ(sums.spread(0, 0), wanted);
  }
}

TEST(Columns, SumsAsOfAnyPositionAreThoseOfAListOfChanges) {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const auto history = random_history(seed, 6000, 900);
    MemoryTable table;
    write(history, table, seed, 700);
    const auto rows = table.snapshot().value();
    const auto last = history.changes.back().position;
    std::mt19937 random{seed};
    for (int i = 0; i < 40; ++i) {
      const auto as_of = random() % (last + 2);
      expect_as_told(history, *rows, as_of);
      if (i % 5 == 0) expect_totals(history, *rows, as_of);
    }
    for (const auto segment : {1u, 15u, 16u, 17u, 32u, 40u}) {
      const auto end = segment * kSegmentPositions;
      for (const auto as_of : {end - 1, end, end + 1}) {
        if (as_of <= last) expect_as_told(history, *rows, as_of);
      }
    }
    expect_as_told(history, *rows, last);
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

TEST(Columns, TheSameLogMakesTheSameRowsInWhateverBatches) {
  const auto history = random_history(9, 5000, 700);
  MemoryTable one;
  MemoryTable other;
  write(history, one, 1, 2000);
  write(history, other, 2, 9);
  const auto difference = compare(*one.snapshot().value(), *other.snapshot().value()).value();
  EXPECT_EQ(difference.differences, 0u) << difference.first;
  EXPECT_GT(difference.rows, 100u);
}

TEST(Columns, MergedSegmentsHoldEachSubjectOnce) {
  MemoryTable table;
  TableWriter rows{table};
  ColumnWriter writer{kFacts};
  // One subject that changes in every segment, and comes back to what it was.
  Row now{0, 0, 0};
  writer.change(Position{1}, 1, {}, now);
  for (std::uint64_t segment = 1; segment < 16; ++segment) {
    const Row next{0, static_cast<std::int64_t>(segment), 0};
    writer.change(Position{segment * kSegmentPositions + 1}, 1, now, next);
    now = next;
  }
  writer.change(Position{16 * kSegmentPositions + 1}, 1, now, {{3, 3, 3}});
  ASSERT_TRUE(writer.finish(rows));
  ASSERT_TRUE(rows.commit(at(16 * kSegmentPositions + 1)));
  const auto snapshot = table.snapshot().value();
  const auto columns = ColumnReader::open(*snapshot, kFacts).value();
  const auto pieces = columns.pieces(Position{16 * kSegmentPositions}).value();
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].level, 1);
  EXPECT_EQ(pieces[0].rows, 1u);
}

TEST(Columns, LargeSegmentsAreReadBlockByBlock) {
  // Two subjects a position: a segment of the lowest level has two blocks, one of the next many.
  constexpr std::uint64_t last = 18 * kSegmentPositions + 100;
  constexpr std::uint64_t as_of = 17 * kSegmentPositions + kSegmentPositions / 2 + 7;
  constexpr ColumnsSpec spec{'g', 2, true};
  MemoryTable table;
  TableWriter rows{table};
  ColumnWriter writer{spec};
  std::int64_t sum = 0;
  std::vector<std::uint64_t> threes;
  for (std::uint64_t i = 1; i <= last; ++i) {
    for (const auto subject : {2 * i, 2 * i + 1}) {
      const auto value = static_cast<std::int64_t>(subject % 1000);
      writer.change(Position{i}, subject, {}, Row{static_cast<std::int64_t>(subject % 7), value});
      if (subject % 7 != 3 || i > as_of) continue;
      sum += value;
      threes.push_back(subject);
    }
    if (i % 50'000 == 0) {
      ASSERT_TRUE(writer.finish(rows));
    }
  }
  ASSERT_TRUE(writer.finish(rows));
  ASSERT_TRUE(rows.commit(at(last)));
  const auto snapshot = table.snapshot().value();
  const auto columns = ColumnReader::open(*snapshot, spec).value();
  const auto pieces = columns.pieces(Position{as_of}).value();
  EXPECT_EQ(std::ranges::count(pieces, 1, &ColumnPiece::level), 32) << "blocks of the merged one";
  EXPECT_EQ(std::ranges::count(pieces, true, &ColumnPiece::cut), 2) << "and of the last one";
  ColumnQuery query;
  query.where = {{.column = 0, .from = 3, .to = 3}};
  query.counters = {{.where = {}, .sum = 1}};
  query.threads = 3;
  EXPECT_EQ(run(columns, query, Position{as_of}).value().count(0, 0), sum);
  EXPECT_EQ(subjects(columns, query.where, Position{as_of}).value(), threes);
}

TEST(Columns, APercentileIsTheNearestRank) {
  const ColumnValues values{{-2, 1}, {5, 3}, {9, 6}};
  EXPECT_EQ(percentile(values, 1), -2);
  EXPECT_EQ(percentile(values, 10), -2);
  EXPECT_EQ(percentile(values, 11), 5);
  EXPECT_EQ(percentile(values, 40), 5);
  EXPECT_EQ(percentile(values, 50), 9);
  EXPECT_EQ(percentile(values, 100), 9);
  EXPECT_EQ(percentile({}, 50), 0);
}

TEST(Columns, GroupsGoThroughATable) {
  MemoryTable table;
  TableWriter rows{table};
  ColumnWriter writer{kEvents};
  for (std::int64_t day = 100; day < 110; ++day) {
    writer.add(Position{static_cast<std::uint64_t>(day)}, 1, Row{day, 1});
  }
  ASSERT_TRUE(writer.finish(rows));
  ASSERT_TRUE(rows.commit(at(200)));
  const auto snapshot = table.snapshot().value();
  const auto columns = ColumnReader::open(*snapshot, kEvents).value();
  ColumnQuery query;
  query.groups = {{.column = 0, .size = 3, .table = {1, 1, 1, 2, 2}, .first = 101}};
  query.counters = {{}};
  EXPECT_EQ(run(columns, query, Position{200}).value().counts, (std::vector<std::int64_t>{5, 3, 2}))
      << "what no table knows is in the first group";
}

TEST(Columns, TooManyGroupsAreRefused) {
  MemoryTable table;
  const auto snapshot = table.snapshot().value();
  const auto columns = ColumnReader::open(*snapshot, kEvents).value();
  ColumnQuery query;
  query.groups = {{.column = 0, .size = 1U << 20}, {.column = 1, .size = 1U << 20}};
  query.counters = {{}};
  const auto sums = run(columns, query, Position{9});
  ASSERT_FALSE(sums);
  EXPECT_EQ(sums.error().code(), Errc::limit_exceeded);
  query.groups.clear();
  EXPECT_EQ(run(columns, query, Position{9}).value().counts, std::vector<std::int64_t>{0});
}

TEST(Columns, ARowThatIsNotWhatWasWrittenIsCorruption) {
  MemoryTable table;
  TableWriter rows{table};
  ColumnWriter writer{kEvents};
  writer.add(Position{1}, 1, Row{1, 2});
  ASSERT_TRUE(writer.finish(rows));
  rows.put("em", "\xff\xff");
  ASSERT_TRUE(rows.commit(at(1)));
  const auto snapshot = table.snapshot().value();
  const auto columns = ColumnReader::open(*snapshot, kEvents);
  ASSERT_FALSE(columns);
  EXPECT_EQ(columns.error().code(), Errc::corruption);
  writer.forget();
  rows.forget();
  writer.add(Position{2}, 1, Row{1, 2});
  EXPECT_FALSE(writer.finish(rows));
}

}  // namespace
}  // namespace recourse::core
