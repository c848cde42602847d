// Columns: facts of streams as columns of numbers that are summed as of any position of the log.
//
//     ColumnWriter writer{kSpec};                         // in a projection
//     writer.change(record.position, subject, before, after);
//     …
//     writer.finish(rows);                                // in Projection::finish
//
//     auto columns = ColumnReader::open(*snapshot, kSpec).value();
//     auto pieces = columns.pieces(as_of).value();        // read by core/column_query.hpp
//
// A row is one line of numbers about a subject, true from a position on. What a subject's facts
// become is told by a row with sign +1; that they are no longer so, by the same row with sign -1.
// Sums over all rows up to a position, each with its sign, are the sums of what held there.
//
// Rows are sealed in segments of kSegmentPositions positions of the log, sorted by subject; sixteen
// segments of a level are merged into one of the next, in which what was taken back within it is
// gone. So a sum as of a position reads a few large segments, some small ones, and of one the rows
// up to the position. Of events, which are never taken back, there is one level, in the log's
// order. What is not sealed yet waits in small rows beside. All of it follows from the log alone.
//
//     p 'm'                          →  how many segments are sealed, how many chunks wait
//     p 'p' be32 chunk               →  rows that wait
//     p 'i' u8 level be32 segment    →  rows of the segment; none: it is empty
//     p 's' u8 level u8 column be32 segment be16 block  →  a block of a column
//     p 't' u8 level be32 segment    →  a sum of what totals are, and the counts of the segment
//     p 'v' u8 level u8 spread be32 segment  →  a spread of the segment
//     p 'g' u8 level u8 column be64 number be32 segment            →  those of its rows of that
//     p 'w' u8 level u8 column be64 number be32 segment u8 spread  →  number
//
// `p` is the spec's prefix. Nothing here knows what the numbers mean. Thread-safety: none of a
// writer; a reader's members from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/core/projection.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace recourse::core {

/// Rows whose number in a column is in a range, or one of a list.
struct ColumnCondition {
  std::size_t column = 0;
  std::int64_t from = 0;  ///< Both inclusive.
  std::int64_t to = 0;
  std::vector<std::int64_t> any_of = {};  ///< Sorted; if it is not empty, the range does not count.
  friend bool operator==(const ColumnCondition&, const ColumnCondition&) = default;
  friend auto operator<=>(const ColumnCondition&, const ColumnCondition&) = default;
};

/// What is counted: rows under conditions, or the sum of a column over them.
struct ColumnCounter {
  std::vector<ColumnCondition> where = {};
  std::optional<std::size_t> sum = {};
  friend bool operator==(const ColumnCounter&, const ColumnCounter&) = default;
};

/// How often each number of a column stands in rows under conditions.
struct ColumnSpread {
  std::vector<ColumnCondition> where = {};
  std::size_t column = 0;
  friend bool operator==(const ColumnSpread&, const ColumnSpread&) = default;
};

/// Numbers of a column, ascending, and how often each stands; none that is 0.
using ColumnValues = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// What is summed of each segment when it is sealed, so that its rows need not be read for that:
/// over all rows, and in those of the highest level over the rows of each number of some columns.
struct ColumnTotals {
  std::vector<ColumnCounter> counters = {};
  std::vector<ColumnSpread> spreads = {};
  std::vector<std::size_t> by = {};  ///< Columns of few numbers.
};

/// What the rows of a table of columns are.
struct ColumnsSpec {
  char prefix = 0;          ///< First byte of its keys: no other row of the view begins with it.
  std::size_t columns = 0;  ///< Numbers of a row; 1 to 120.
  bool changes = false;     ///< Rows are taken back; else each stands for ever.
  /// What is kept of each segment; the same for the life of the process. Null: nothing.
  const ColumnTotals& (*totals)() = nullptr;
};

/// Positions of the log in a segment of the lowest level.
inline constexpr std::uint64_t kSegmentPositions = std::uint64_t{1} << 14;
/// Segments of a level in one of the next.
inline constexpr std::uint32_t kSegmentsMerged = 16;
/// The highest level: 4,194,304 positions. A merge keeps what it reads and writes in memory, so
/// that it must end somewhere; a sum reads one segment more for each of these.
inline constexpr std::uint8_t kLevelMax = 2;
/// Rows of a block.
inline constexpr std::size_t kBlockRows = std::size_t{1} << 14;
/// Columns that come before those of the spec: position (0 above the lowest level), subject, sign.
inline constexpr std::size_t kOwnColumns = 3;
enum class OwnColumn : std::uint8_t { position, subject, sign };

/// A block of a column: numbers, each as its difference from the least, in 0, 1, 2, 4 or 8 bytes.
class PackedColumn {
 public:
  PackedColumn() = default;
  /// Packs numbers. Requires: not empty.
  static std::string pack(std::span<const std::int64_t> values);
  /// corruption unless `bytes` are what pack made of so many numbers.
  static Result<PackedColumn> read(std::string bytes, std::size_t rows);

  std::size_t size() const noexcept { return rows_; }
  std::int64_t min() const noexcept { return min_; }
  std::int64_t max() const noexcept { return max_; }
  /// Bytes a number: 0, 1, 2, 4, 8.
  unsigned width() const noexcept { return width_; }
  /// The differences from min(); width() bytes each, little-endian, unaligned.
  const char* data() const noexcept { return bytes_.data() + kHeaderBytes; }
  std::int64_t at(std::size_t row) const noexcept;
  /// All numbers. Requires: `into` has size() places.
  void unpack(std::span<std::int64_t> into) const;

 private:
  static constexpr std::size_t kHeaderBytes = 17;
  std::string bytes_;
  std::size_t rows_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  unsigned width_ = 0;
};

/// Writes such a table in a projection. Rows may be told in any order between two calls of finish;
/// those of one subject in theirs.
class ColumnWriter {
 public:
  explicit ColumnWriter(ColumnsSpec spec) : spec_(spec) {}

  /// A row that stands for ever. Requires: a number for each column.
  void add(Position at, std::uint64_t subject, std::span<const std::int64_t> row);
  /// The facts of a subject became others: the first is empty if there were none. Requires: they
  /// differ; `before` is what was told last.
  void change(Position at, std::uint64_t subject, std::span<const std::int64_t> before,
              std::span<const std::int64_t> after);
  /// Puts other numbers in the place of those of a column that was told since the last finish and
  /// are negative: number -1 - i becomes numbers[i].
  void renumber(std::size_t column, std::span<const std::int64_t> numbers);
  /// Writes what was told since the last time. Requires: all records up to the last one told have
  /// been looked at. Errors: corruption, and those of the table.
  Result<void> finish(TableWriter& rows);
  /// About the bytes held back.
  std::size_t held_bytes() const noexcept { return told_.size() * sizeof(std::int64_t); }
  /// The table is not what it was: everything is read again.
  void forget();

 private:
  using Row = std::span<const std::int64_t>;
  std::size_t width() const noexcept { return kOwnColumns + spec_.columns; }
  void tell(Position at, std::uint64_t subject, std::int64_t sign, Row row);
  Result<void> load(TableWriter& rows);
  Result<void> seal(TableWriter& rows);
  Result<void> merge(TableWriter& rows, std::uint8_t level, std::uint32_t segment);
  void write_waiting(TableWriter& rows);

  ColumnsSpec spec_;
  std::vector<std::int64_t> told_;     // since the last finish; rows of width() numbers
  std::vector<std::int64_t> waiting_;  // of the segment that is open, likewise
  bool loaded_ = false;
  std::uint32_t sealed_ = 0;
  std::uint32_t chunks_ = 0;  // written, of the open segment
  std::size_t chunked_ = 0;   // numbers of waiting_ in chunks that are full
  std::size_t written_ = 0;   // numbers of waiting_ that are written
};

/// A block that a sum reads.
struct ColumnPiece {
  std::uint8_t level = 0;
  std::uint32_t segment = 0;
  std::uint16_t block = 0;
  std::uint32_t rows = 0;
  bool waiting = false;  ///< It is not sealed: part of the reader itself.
  bool cut = false;      ///< Only rows up to the position count.
};

/// Reads such a table as it stands in a snapshot, which must outlive it.
class ColumnReader {
 public:
  /// Errors: corruption, and those of the table.
  static Result<ColumnReader> open(const TableSnapshot& rows, const ColumnsSpec& spec);

  const ColumnsSpec& spec() const noexcept { return spec_; }
  /// What has to be read for sums as of a position; those that are cut have to be compared with it.
  /// Errors: those of the table.
  Result<std::vector<ColumnPiece>> pieces(Position as_of) const;
  /// A column of a piece: `column` counts from the spec's first, own ones are read by own().
  Result<PackedColumn> column(const ColumnPiece& piece, std::size_t column) const;
  Result<PackedColumn> own(const ColumnPiece& piece, OwnColumn column) const;
  /// A number of a column.
  struct Only {
    std::size_t column = 0;
    std::int64_t number = 0;
  };
  /// Whether totals are kept of the segment of a piece, or of its rows of one number. No: it is not
  /// sealed, or other totals were kept when it was. Errors: corruption, and those of the table.
  Result<bool> has_totals(const ColumnPiece& piece, const std::optional<Only>& only = {}) const;
  /// What its counters came to, in the order of ColumnTotals. Requires: has_totals. Errors: as it.
  Result<std::vector<std::int64_t>> total_counts(const ColumnPiece& piece,
                                                 const std::optional<Only>& only = {}) const;
  /// What its spread of that index came to. Requires and errors: as total_counts.
  Result<ColumnValues> total_spread(const ColumnPiece& piece, std::size_t spread,
                                    const std::optional<Only>& only = {}) const;

 private:
  ColumnReader(const TableSnapshot& rows, ColumnsSpec spec) : rows_(&rows), spec_(spec) {}
  Result<PackedColumn> read(const ColumnPiece& piece, std::size_t column) const;
  Result<std::uint32_t> rows_of(std::uint8_t level, std::uint32_t segment) const;
  Result<void> add_pieces(std::uint8_t level, std::uint32_t segment, bool cut,
                          std::vector<ColumnPiece>& pieces) const;

  const TableSnapshot* rows_;
  ColumnsSpec spec_;
  std::uint64_t mark_ = 0;  // of the totals that the spec keeps
  std::uint32_t sealed_ = 0;
  std::vector<std::int64_t> waiting_;
};

}  // namespace recourse::core
