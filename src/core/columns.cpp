#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <numeric>
#include <recourse/base/bytes.hpp>
#include <recourse/core/columns.hpp>
#include <recourse/describe/wire.hpp>

#include "core/column_totals.hpp"

namespace recourse::core {
namespace {

/// Bytes of a chunk of waiting rows, about: the last one is written again until it is full.
constexpr std::size_t kChunkBytes = 4096;

// --- keys and small rows
// ------------------------------------------------------------------------------------------------

std::string meta_key(const ColumnsSpec& spec) { return {spec.prefix, 'm'}; }

std::string chunk_key(const ColumnsSpec& spec, std::uint32_t chunk) {
  std::string key{spec.prefix, 'p'};
  base::append_be32(key, chunk);
  return key;
}

std::string info_key(const ColumnsSpec& spec, std::uint8_t level, std::uint32_t segment) {
  std::string key{spec.prefix, 'i', static_cast<char>(level)};
  base::append_be32(key, segment);
  return key;
}

std::string block_key(const ColumnsSpec& spec, std::uint8_t level, std::size_t column,
                      std::uint32_t segment, std::size_t block) {
  std::string key{spec.prefix, 's', static_cast<char>(level), static_cast<char>(column)};
  base::append_be32(key, segment);
  key.push_back(static_cast<char>(block >> 8));
  key.push_back(static_cast<char>(block));
  return key;
}

template <class... T>
std::string encoded(const T&... values) {
  std::string bytes;
  describe::WireWriter w{bytes};
  (void)(w & ... & values);
  return bytes;
}

template <class... T>
bool decoded(std::string_view bytes, T&... values) {
  describe::WireReader r{bytes};
  (void)(r & ... & values);
  return r.ok() && r.at_end();
}

std::size_t blocks_of(std::size_t rows) { return (rows + kBlockRows - 1) / kBlockRows; }

std::size_t rows_in_block(std::size_t rows, std::size_t block) {
  return std::min(kBlockRows, rows - block * kBlockRows);
}

// --- packing
// ------------------------------------------------------------------------------------------------

unsigned width_for(std::uint64_t range) {
  if (range == 0) return 0;
  if (range < (1ULL << 8)) return 1;
  if (range < (1ULL << 16)) return 2;
  return range < (1ULL << 32) ? 4 : 8;
}

std::uint64_t difference(std::int64_t value, std::int64_t min) {
  return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(min);
}

/// Writes how far each value is above `min`, in as many bytes as a T has.
template <class T>
void pack_as(std::span<const std::int64_t> values, std::int64_t min, char* into) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto v = boost::endian::native_to_little(static_cast<T>(difference(values[i], min)));
    std::memcpy(into + i * sizeof v, &v, sizeof v);
  }
}

template <class T>
void unpack_as(const char* data, std::int64_t min, std::span<std::int64_t> into) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(min) +
                                        base::read_le<T>(data + i * sizeof(T)));
  }
}

// --- segments
// ------------------------------------------------------------------------------------------------

/// Writes the rows of a segment, block by block.
class SegmentBuilder {
 public:
  SegmentBuilder(TableWriter& rows, const ColumnsSpec& spec, std::uint8_t level,
                 std::uint32_t segment)
      : rows_(&rows), spec_(&spec), level_(level), segment_(segment) {
    columns_.resize(kOwnColumns + spec.columns);
    if (spec.totals != nullptr) totals_.emplace(spec.totals(), /*by_number=*/level == kLevelMax);
  }

  /// Rows of `values`, which holds one behind the other, in that order.
  void add(std::span<const std::int64_t> values, std::span<const std::size_t> order) {
    const auto width = columns_.size();
    while (!order.empty()) {
      const auto had = columns_.front().size();
      const auto some = order.first(std::min(kBlockRows - had, order.size()));
      for (std::size_t c = 0; c < width; ++c) {
        auto& column = columns_[c];
        column.resize(had + some.size());
        for (std::size_t i = 0; i < some.size(); ++i) column[had + i] = values[some[i] * width + c];
      }
      order = order.subspan(some.size());
      if (columns_.front().size() == kBlockRows) write_block();
    }
  }
  template <class RowAt>
  void add(RowAt&& at) {
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].push_back(at(c));
    if (columns_.front().size() == kBlockRows) write_block();
  }

  void finish() {
    if (!columns_.front().empty()) write_block();
    if (total_ > 0) rows_->put(info_key(*spec_, level_, segment_), encoded(total_));
    if (total_ > 0 && totals_) totals_->write(*rows_, *spec_, level_, segment_);
  }

 private:
  void write_block() {
    const auto block = blocks_of(total_);
    total_ += static_cast<std::uint32_t>(columns_.front().size());
    if (totals_) totals_->add(columns_);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      rows_->put(block_key(*spec_, level_, c, segment_, block), PackedColumn::pack(columns_[c]));
      columns_[c].clear();
    }
  }

  TableWriter* rows_;
  const ColumnsSpec* spec_;
  std::uint8_t level_;
  std::uint32_t segment_;
  std::vector<std::vector<std::int64_t>> columns_;
  std::optional<TotalsBuilder> totals_;
  std::uint32_t total_ = 0;
};

/// Walks the rows of a segment, as a merge reads them.
class SegmentWalk {
 public:
  SegmentWalk(TableWriter& rows, const ColumnsSpec& spec, std::uint8_t level, std::uint32_t segment)
      : rows_(&rows), spec_(&spec), level_(level), segment_(segment) {}

  Result<void> begin() {
    RECOURSE_TRY_ASSIGN(const auto info, rows_->get(info_key(*spec_, level_, segment_)));
    if (!info) return {};
    if (!decoded(*info, total_)) return unreadable_columns("a segment");
    return read_block();
  }
  bool at_end() const { return passed_ + row_ >= total_; }
  std::int64_t at(std::size_t column) const { return block_[column].at(row_); }
  std::uint64_t subject() const {
    return static_cast<std::uint64_t>(at(static_cast<std::size_t>(OwnColumn::subject)));
  }
  Result<void> next() {
    if (++row_ < block_.front().size()) return {};
    passed_ += row_;
    row_ = 0;
    return at_end() ? Result<void>{} : read_block();
  }

 private:
  Result<void> read_block() {
    block_.resize(kOwnColumns + spec_->columns);
    const auto block = passed_ / kBlockRows;
    for (std::size_t c = 0; c < block_.size(); ++c) {
      RECOURSE_TRY_ASSIGN(const auto bytes,
                          rows_->get(block_key(*spec_, level_, c, segment_, block)));
      if (!bytes) return unreadable_columns("a block");
      RECOURSE_TRY_ASSIGN(block_[c],
                          PackedColumn::read(std::string{*bytes}, rows_in_block(total_, block)));
    }
    return {};
  }

  TableWriter* rows_;
  const ColumnsSpec* spec_;
  std::uint8_t level_;
  std::uint32_t segment_;
  std::uint32_t total_ = 0;
  std::size_t passed_ = 0;  // rows of the blocks before
  std::size_t row_ = 0;     // in the block
  std::vector<PackedColumn> block_;
};

/// What the rows of one subject come to within a range: what held before it is taken back, what
/// holds at its end is told; each once at most.
class Netted {
 public:
  explicit Netted(std::size_t width) : first_(width), last_(width) {}

  template <class RowAt>
  void take(RowAt&& at) {
    const auto sign = at(static_cast<std::size_t>(OwnColumn::sign));
    if (sign < 0 && !any_) {
      copy(at, first_);
      has_first_ = true;
    }
    any_ = true;
    has_last_ = sign > 0;
    if (has_last_) copy(at, last_);
  }

  void write(SegmentBuilder& into) {
    const auto same = [&] {
      return std::equal(first_.begin() + kOwnColumns, first_.end(), last_.begin() + kOwnColumns);
    };
    if (!(has_first_ && has_last_ && same())) {
      if (has_first_) into.add([&](std::size_t c) { return first_[c]; });
      if (has_last_) into.add([&](std::size_t c) { return last_[c]; });
    }
    any_ = has_first_ = has_last_ = false;
  }

 private:
  template <class RowAt>
  static void copy(RowAt&& at, std::vector<std::int64_t>& into) {
    for (std::size_t c = 0; c < into.size(); ++c) into[c] = at(c);
    into[static_cast<std::size_t>(OwnColumn::position)] = 0;
  }

  std::vector<std::int64_t> first_;
  std::vector<std::int64_t> last_;
  bool any_ = false;
  bool has_first_ = false;
  bool has_last_ = false;
};

std::uint32_t segment_of(std::int64_t position) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(position) - 1) / kSegmentPositions);
}

}  // namespace

// --- PackedColumn
// ------------------------------------------------------------------------------------------------

std::string PackedColumn::pack(std::span<const std::int64_t> values) {
  std::int64_t low = values.front();
  std::int64_t high = low;
  for (const auto value : values) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const auto width = width_for(difference(high, low));
  std::string bytes(1, static_cast<char>(width));
  base::append_le64(bytes, static_cast<std::uint64_t>(low));
  base::append_le64(bytes, static_cast<std::uint64_t>(high));
  bytes.resize(bytes.size() + width * values.size());
  char* const into = bytes.data() + kHeaderBytes;
  switch (width) {
    case 0:
      break;
    case 1:
      pack_as<std::uint8_t>(values, low, into);
      break;
    case 2:
      pack_as<std::uint16_t>(values, low, into);
      break;
    case 4:
      pack_as<std::uint32_t>(values, low, into);
      break;
    default:
      pack_as<std::uint64_t>(values, low, into);
  }
  return bytes;
}

Result<PackedColumn> PackedColumn::read(std::string bytes, std::size_t rows) {
  PackedColumn column;
  if (rows == 0 || bytes.size() < kHeaderBytes) return unreadable_columns("a block");
  column.width_ = static_cast<unsigned char>(bytes[0]);
  column.min_ = static_cast<std::int64_t>(base::read_le64(bytes.data() + 1));
  column.max_ = static_cast<std::int64_t>(base::read_le64(bytes.data() + 9));
  const bool known = column.max_ >= column.min_ &&
                     column.width_ == width_for(difference(column.max_, column.min_));
  if (!known || bytes.size() != kHeaderBytes + column.width_ * rows)
    return unreadable_columns("a block");
  column.rows_ = rows;
  column.bytes_ = std::move(bytes);
  return column;
}

std::int64_t PackedColumn::at(std::size_t row) const noexcept {
  const char* from = data() + row * width_;
  const auto value = [&]() -> std::uint64_t {
    switch (width_) {
      case 0:
        return 0;
      case 1:
        return static_cast<unsigned char>(*from);
      case 2:
        return base::read_le<std::uint16_t>(from);
      case 4:
        return base::read_le<std::uint32_t>(from);
      default:
        return base::read_le<std::uint64_t>(from);
    }
  }();
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(min_) + value);
}

void PackedColumn::unpack(std::span<std::int64_t> into) const {
  switch (width_) {
    case 0:
      return std::fill(into.begin(), into.end(), min_);
    case 1:
      return unpack_as<std::uint8_t>(data(), min_, into);
    case 2:
      return unpack_as<std::uint16_t>(data(), min_, into);
    case 4:
      return unpack_as<std::uint32_t>(data(), min_, into);
    default:
      return unpack_as<std::uint64_t>(data(), min_, into);
  }
}

// --- ColumnWriter
// ------------------------------------------------------------------------------------------------

void ColumnWriter::tell(Position at, std::uint64_t subject, std::int64_t sign, Row row) {
  assert(row.size() == spec_.columns);
  told_.push_back(static_cast<std::int64_t>(at.value));
  told_.push_back(static_cast<std::int64_t>(subject));
  told_.push_back(sign);
  told_.insert(told_.end(), row.begin(), row.end());
}

void ColumnWriter::add(Position at, std::uint64_t subject, std::span<const std::int64_t> row) {
  tell(at, subject, 1, row);
}

void ColumnWriter::change(Position at, std::uint64_t subject, std::span<const std::int64_t> before,
                          std::span<const std::int64_t> after) {
  if (!before.empty()) tell(at, subject, -1, before);
  tell(at, subject, 1, after);
}

void ColumnWriter::renumber(std::size_t column, std::span<const std::int64_t> numbers) {
  for (auto i = kOwnColumns + column; i < told_.size(); i += width()) {
    if (told_[i] < 0) told_[i] = numbers[static_cast<std::size_t>(-1 - told_[i])];
  }
}

Result<void> ColumnWriter::load(TableWriter& rows) {
  RECOURSE_TRY_ASSIGN(const auto meta, rows.get(meta_key(spec_)));
  waiting_.clear();
  sealed_ = chunks_ = 0;
  chunked_ = 0;
  if (meta && !decoded(*meta, sealed_, chunks_)) return unreadable_columns("the state");
  for (std::uint32_t i = 0; i < chunks_; ++i) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(chunk_key(spec_, i)));
    if (!bytes) return unreadable_columns("a chunk");
    if (i + 1 == chunks_ && bytes->size() < kChunkBytes) chunked_ = waiting_.size();
    describe::WireReader r{*bytes};
    while (r.ok() && !r.at_end()) (void)(r & waiting_.emplace_back());
    if (!r.ok() || waiting_.size() % width() != 0) return unreadable_columns("a chunk");
    if (i + 1 == chunks_ && bytes->size() >= kChunkBytes) chunked_ = waiting_.size();
  }
  written_ = waiting_.size();
  loaded_ = true;
  return {};
}

Result<void> ColumnWriter::finish(TableWriter& rows) {
  if (told_.empty()) return {};
  if (!loaded_) RECOURSE_TRY(load(rows));
  const auto width = this->width();
  std::vector<std::size_t> order(told_.size() / width);
  std::iota(order.begin(), order.end(), std::size_t{0});
  // A segment is complete only when all that belongs to it was told, in whatever order.
  std::ranges::stable_sort(order, {}, [&](std::size_t row) { return told_[row * width]; });
  for (const auto row : order) {
    const auto at = told_.begin() + static_cast<std::ptrdiff_t>(row * width);
    while (segment_of(*at) > sealed_) RECOURSE_TRY(seal(rows));
    waiting_.insert(waiting_.end(), at, at + static_cast<std::ptrdiff_t>(width));
  }
  told_.clear();
  write_waiting(rows);
  return {};
}

void ColumnWriter::write_waiting(TableWriter& rows) {
  if (written_ == waiting_.size()) return;
  std::string bytes;
  // The last chunk, if it is not full, and what came since.
  auto chunk = chunked_ < written_ ? chunks_ - 1 : chunks_;
  describe::WireWriter w{bytes};
  for (std::size_t i = chunked_; i < waiting_.size(); ++i) {
    w& waiting_[i];
    if ((i + 1) % width() == 0 && bytes.size() >= kChunkBytes) {
      rows.put(chunk_key(spec_, chunk++), bytes);
      bytes.clear();
      chunked_ = i + 1;
    }
  }
  if (!bytes.empty()) rows.put(chunk_key(spec_, chunk++), bytes);
  chunks_ = chunk;
  written_ = waiting_.size();
  rows.put(meta_key(spec_), encoded(sealed_, chunks_));
}

Result<void> ColumnWriter::seal(TableWriter& rows) {
  const auto width = this->width();
  std::vector<std::size_t> order(waiting_.size() / width);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (spec_.changes) {
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return waiting_[row * width + 1]; });
  }
  SegmentBuilder segment{rows, spec_, 0, sealed_};
  segment.add(waiting_, order);
  segment.finish();
  for (std::uint32_t i = 0; i < chunks_; ++i) rows.erase(chunk_key(spec_, i));
  waiting_.clear();
  chunks_ = 0;
  chunked_ = written_ = 0;
  const auto done = sealed_++;
  rows.put(meta_key(spec_), encoded(sealed_, chunks_));
  if (!spec_.changes) return {};
  auto index = done;
  for (std::uint8_t level = 0; level < kLevelMax && index % kSegmentsMerged == kSegmentsMerged - 1;
       ++level) {
    index /= kSegmentsMerged;
    RECOURSE_TRY(merge(rows, level, index));
  }
  return {};
}

Result<void> ColumnWriter::merge(TableWriter& rows, std::uint8_t level, std::uint32_t segment) {
  std::vector<SegmentWalk> walks;
  walks.reserve(kSegmentsMerged);
  for (std::uint32_t i = 0; i < kSegmentsMerged; ++i) {
    walks.emplace_back(rows, spec_, level, segment * kSegmentsMerged + i);
    RECOURSE_TRY(walks.back().begin());
  }
  SegmentBuilder merged{rows, spec_, static_cast<std::uint8_t>(level + 1), segment};
  Netted netted{width()};
  for (;;) {
    SegmentWalk* least = nullptr;
    for (auto& walk : walks) {
      if (!walk.at_end() && (!least || walk.subject() < least->subject())) least = &walk;
    }
    if (!least) break;
    const auto subject = least->subject();
    // Its rows, in the order of the segments, which is the log's.
    for (auto& walk : walks) {
      while (!walk.at_end() && walk.subject() == subject) {
        netted.take([&](std::size_t c) { return walk.at(c); });
        RECOURSE_TRY(walk.next());
      }
    }
    netted.write(merged);
  }
  merged.finish();
  return {};
}

void ColumnWriter::forget() {
  told_.clear();
  waiting_.clear();
  loaded_ = false;
}

// --- ColumnReader
// ------------------------------------------------------------------------------------------------

Result<ColumnReader> ColumnReader::open(const TableSnapshot& rows, const ColumnsSpec& spec) {
  ColumnReader reader{rows, spec};
  if (spec.totals != nullptr) reader.mark_ = totals_mark(spec.totals());
  RECOURSE_TRY_ASSIGN(const auto meta, rows.get(meta_key(spec)));
  std::uint32_t chunks = 0;
  if (!meta) return reader;
  if (!decoded(*meta, reader.sealed_, chunks)) return unreadable_columns("the state");
  for (std::uint32_t i = 0; i < chunks; ++i) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(chunk_key(spec, i)));
    if (!bytes) return unreadable_columns("a chunk");
    describe::WireReader r{*bytes};
    while (r.ok() && !r.at_end()) (void)(r & reader.waiting_.emplace_back());
    if (!r.ok() || reader.waiting_.size() % (kOwnColumns + spec.columns) != 0) {
      return unreadable_columns("a chunk");
    }
  }
  return reader;
}

Result<std::uint32_t> ColumnReader::rows_of(std::uint8_t level, std::uint32_t segment) const {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows_->get(info_key(spec_, level, segment)));
  std::uint32_t rows = 0;
  if (bytes && !decoded(*bytes, rows)) return unreadable_columns("a segment");
  return rows;
}

Result<void> ColumnReader::add_pieces(std::uint8_t level, std::uint32_t segment, bool cut,
                                      std::vector<ColumnPiece>& pieces) const {
  RECOURSE_TRY_ASSIGN(const auto rows, rows_of(level, segment));
  for (std::size_t block = 0; block < blocks_of(rows); ++block) {
    pieces.push_back({level, segment, static_cast<std::uint16_t>(block),
                      static_cast<std::uint32_t>(rows_in_block(rows, block)), false, cut});
  }
  return {};
}

Result<std::vector<ColumnPiece>> ColumnReader::pieces(Position as_of) const {
  std::vector<ColumnPiece> pieces;
  if (as_of.value == 0) return pieces;
  // Whole segments up to the position: those of high levels first.
  const auto whole = std::min<std::uint64_t>(sealed_, as_of.value / kSegmentPositions);
  std::uint32_t next = 0;
  while (next < whole) {
    std::uint8_t level = 0;
    std::uint64_t span = 1;
    while (spec_.changes && level < kLevelMax && next % (span * kSegmentsMerged) == 0 &&
           next + span * kSegmentsMerged <= whole) {
      span *= kSegmentsMerged;
      ++level;
    }
    RECOURSE_TRY(add_pieces(level, static_cast<std::uint32_t>(next / span), false, pieces));
    next += static_cast<std::uint32_t>(span);
  }
  if (as_of.value <= next * kSegmentPositions) return pieces;
  if (next < sealed_) {
    RECOURSE_TRY(add_pieces(0, next, true, pieces));
    return pieces;
  }
  const auto rows = waiting_.size() / (kOwnColumns + spec_.columns);
  for (std::size_t block = 0; block < blocks_of(rows); ++block) {
    pieces.push_back({0, sealed_, static_cast<std::uint16_t>(block),
                      static_cast<std::uint32_t>(rows_in_block(rows, block)), true, true});
  }
  return pieces;
}

Result<PackedColumn> ColumnReader::read(const ColumnPiece& piece, std::size_t column) const {
  if (!piece.waiting) {
    RECOURSE_TRY_ASSIGN(
        auto bytes, rows_->get(block_key(spec_, piece.level, column, piece.segment, piece.block)));
    if (!bytes) return unreadable_columns("a block");
    return PackedColumn::read(std::move(*bytes), piece.rows);
  }
  const auto width = kOwnColumns + spec_.columns;
  std::vector<std::int64_t> values(piece.rows);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = waiting_[(piece.block * kBlockRows + i) * width + column];
  }
  return PackedColumn::read(PackedColumn::pack(values), values.size());
}

Result<PackedColumn> ColumnReader::column(const ColumnPiece& piece, std::size_t column) const {
  return read(piece, kOwnColumns + column);
}

Result<PackedColumn> ColumnReader::own(const ColumnPiece& piece, OwnColumn column) const {
  return read(piece, static_cast<std::size_t>(column));
}

}  // namespace recourse::core
