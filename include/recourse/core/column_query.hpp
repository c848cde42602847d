// Column query: counts, sums and spreads over the rows of columns (core/columns.hpp), by groups.
//
//     ColumnQuery query{.where = {{.column = 3, .from = 2, .to = 2}},       // line 2 …
//                       .groups = {{.column = 0, .size = 311}},             // … by station
//                       .counters = {{}, {.where = {{.column = 9, .from = 1, .to = 1}}}}};
//     auto sums = run(columns, query, as_of).value();
//     sums.count(station, 1);
//
// Every row counts with its sign. Exact: nothing is sampled or rounded. The cost is that of reading
// the columns that are named, block by block; blocks that a condition rules out as a whole are read
// in that column alone. Of segments whose totals are kept (ColumnsSpec::totals) nothing is read but
// those, if the query asks for nothing else: of all rows, and of segments of the highest level for
// one number of a column of ColumnTotals::by, or by groups of one.
//
// Thread-safety: values; `run` from any thread.
#pragma once

#include <recourse/core/columns.hpp>

namespace recourse::core {

/// By what rows are grouped: the number of a column, or what a table makes of it.
struct ColumnGroup {
  std::size_t column = 0;
  std::size_t size = 0;  ///< Groups, from 0; what is outside of them is in group 0.
  /// Group of the numbers `first`, `first` + 1, …; empty: the number is the group.
  std::vector<std::uint32_t> table = {};
  std::int64_t first = 0;
};

struct ColumnQuery {
  std::vector<ColumnCondition> where = {};  ///< For all.
  std::vector<ColumnGroup> groups = {};     ///< None: one group.
  std::vector<ColumnCounter> counters = {};
  std::vector<ColumnSpread> spreads = {};
  unsigned threads = 2;  ///< That read; at least 1.
};

/// The number at or below which so many percent lie: the nearest rank. 0 of none.
std::int64_t percentile(const ColumnValues& values, std::int64_t percent);

/// What a query found. Cells are groups, the last of ColumnQuery::groups running fastest.
struct ColumnSums {
  std::size_t cells = 1;
  std::vector<std::int64_t> counts = {};   ///< By cell, then by counter.
  std::vector<ColumnValues> spreads = {};  ///< By cell, then by spread.
  std::size_t counters = 0;
  std::size_t spreads_each = 0;

  std::int64_t count(std::size_t cell, std::size_t counter) const {
    return counts[cell * counters + counter];
  }
  const ColumnValues& spread(std::size_t cell, std::size_t spread) const {
    return spreads[cell * spreads_each + spread];
  }
};

/// Cells times counters and spreads that a query may have; beyond them limit_exceeded.
inline constexpr std::size_t kColumnCellsMax = std::size_t{1} << 24;

/// Sums as of a position. Errors: limit_exceeded (group by less), corruption, and those of the
/// table.
Result<ColumnSums> run(const ColumnReader& columns, const ColumnQuery& query, Position as_of);

/// Subjects of which a row holds as of a position under the conditions; ascending, each once. Takes
/// 8 bytes for each row that is met. Errors: as run.
Result<std::vector<std::uint64_t>> subjects(const ColumnReader& columns,
                                            const std::vector<ColumnCondition>& where,
                                            Position as_of);

}  // namespace recourse::core
