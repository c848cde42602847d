// Column totals: what is summed of a segment of columns when it is sealed, and how it is kept.
//
//     TotalsBuilder totals{spec.totals(), /*by_number=*/level == kLevelMax};
//     totals.add(columns);                      // of each block
//     totals.write(rows, spec, level, segment);
//
// ColumnReader reads it again: has_totals, total_counts, total_spread. Thread-safety: none.
#pragma once

#include <recourse/core/columns.hpp>
#include <unordered_map>

#include "core/tally.hpp"

namespace recourse::core {

/// corruption, of a row that is not what was written.
Error unreadable_columns(std::string_view what);

/// Tells totals of one list from those of another that an earlier build kept.
std::uint64_t totals_mark(const ColumnTotals& totals);

/// Columns of a block, own ones first.
using BlockColumns = std::vector<std::vector<std::int64_t>>;

/// Sums what is kept of a segment over its rows, block by block.
class TotalsBuilder {
 public:
  TotalsBuilder(const ColumnTotals& totals, bool by_number);

  void add(const BlockColumns& columns);
  /// Writes nothing if a value was too large to be kept: then rows are read.
  void write(TableWriter& rows, const ColumnsSpec& spec, std::uint8_t level,
             std::uint32_t segment) const;

 private:
  /// Over all rows, which are one group, or over those of each number of a column.
  struct Sums {
    std::vector<std::int64_t> numbers;                      // of each group
    std::unordered_map<std::int64_t, std::uint32_t> known;  // the group of a number
    std::vector<std::uint32_t> groups;                      // of each row of the block
    std::vector<std::int64_t> counts;                       // by group, then by counter
    std::vector<Tally> spreads;                             // by group and value
  };

  std::string counts_of(const Sums& sums, std::size_t group) const;
  /// Where the rows of a block are summed.
  void find_groups(const BlockColumns& columns);
  /// Which rows are under the conditions.
  void select(const BlockColumns& columns, const std::vector<ColumnCondition>& where);
  template <class F>
  void each_selected(const F& f);

  const ColumnTotals* totals_;
  std::vector<Sums> sums_;         // over all rows; then by each column of ColumnTotals::by
  std::vector<std::uint32_t> in_;  // rows of the block that are under the conditions
  bool exact_ = true;              // every value fits into a key
};

}  // namespace recourse::core
