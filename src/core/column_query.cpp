#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <recourse/base/bytes.hpp>
#include <recourse/core/column_query.hpp>
#include <system_error>
#include <thread>

#include "core/tally.hpp"

namespace recourse::core {
namespace {

using Mask = std::vector<std::uint8_t>;  // by row: 1 if it counts

/// What is left of a mask after a condition.
enum class Left : std::uint8_t { none, some, unchanged };

template <class T>
void keep_range(const char* data, std::uint64_t low, std::uint64_t high, Mask& mask) {
  const auto from = static_cast<T>(low);
  const auto span = static_cast<T>(high - low);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const bool in = static_cast<T>(base::read_le<T>(data + i * sizeof(T)) - from) <= span;
    mask[i] = static_cast<std::uint8_t>(mask[i] & static_cast<std::uint8_t>(in));
  }
}

Left keep_range(const PackedColumn& column, std::int64_t from, std::int64_t to, Mask& mask) {
  if (to < column.min() || from > column.max() || from > to) return Left::none;
  if (from <= column.min() && to >= column.max()) return Left::unchanged;
  const auto base = static_cast<std::uint64_t>(column.min());
  const auto low = static_cast<std::uint64_t>(std::max(from, column.min())) - base;
  const auto high = static_cast<std::uint64_t>(std::min(to, column.max())) - base;
  switch (column.width()) {
    case 1:
      keep_range<std::uint8_t>(column.data(), low, high, mask);
      break;
    case 2:
      keep_range<std::uint16_t>(column.data(), low, high, mask);
      break;
    case 4:
      keep_range<std::uint32_t>(column.data(), low, high, mask);
      break;
    default:
      keep_range<std::uint64_t>(column.data(), low, high, mask);
  }
  return Left::some;
}

Left keep_any(const PackedColumn& column, const std::vector<std::int64_t>& wanted, Mask& mask) {
  if (wanted.back() < column.min() || wanted.front() > column.max()) return Left::none;
  if (wanted.size() == 1) return keep_range(column, wanted.front(), wanted.front(), mask);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] && !std::ranges::binary_search(wanted, column.at(i))) mask[i] = 0;
  }
  return Left::some;
}

Left keep(const PackedColumn& column, const ColumnCondition& condition, Mask& mask) {
  return condition.any_of.empty() ? keep_range(column, condition.from, condition.to, mask)
                                  : keep_any(column, condition.any_of, mask);
}

/// The columns of one piece, each read when it is asked for first.
class PieceColumns {
 public:
  PieceColumns(const ColumnReader& reader, const ColumnPiece& piece)
      : reader_(&reader), piece_(&piece), columns_(reader.spec().columns) {}

  Result<const PackedColumn*> column(std::size_t index) {
    auto& known = columns_[index];
    if (!known) {
      RECOURSE_TRY_ASSIGN(auto read, reader_->column(*piece_, index));
      known = std::move(read);
    }
    return &*known;
  }
  std::size_t rows() const { return piece_->rows; }

  /// What remains of the mask under all conditions; false: nothing.
  Result<bool> keep_all(const std::vector<ColumnCondition>& where, Mask& mask) {
    for (const auto& condition : where) {
      RECOURSE_TRY_ASSIGN(const auto* read, column(condition.column));
      if (keep(*read, condition, mask) == Left::none) return false;
    }
    return true;
  }

 private:
  const ColumnReader* reader_;
  const ColumnPiece* piece_;
  std::vector<std::optional<PackedColumn>> columns_;
};

/// The rows of a piece that are not behind the position; false: none.
Result<bool> begin_mask(const ColumnReader& reader, const ColumnPiece& piece, Position as_of,
                        Mask& mask) {
  mask.assign(piece.rows, 1);
  if (!piece.cut) return true;
  RECOURSE_TRY_ASSIGN(const auto at, reader.own(piece, OwnColumn::position));
  const auto last = std::min<std::uint64_t>(
      as_of.value, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  return keep_range(at, 0, static_cast<std::int64_t>(last), mask) != Left::none;
}

/// Sums of some pieces; one a thread.
class Adder {
 public:
  Adder(const ColumnReader& reader, const ColumnQuery& query, Position as_of, std::size_t cells)
      : reader_(&reader), query_(&query), as_of_(as_of) {
    sums_.cells = cells;
    sums_.counters = query.counters.size();
    sums_.spreads_each = query.spreads.size();
    sums_.counts.resize(cells * sums_.counters);
    spread_.resize(query.spreads.size());
  }

  Result<void> add(const ColumnPiece& piece) {
    RECOURSE_TRY_ASSIGN(const bool any, begin_mask(*reader_, piece, as_of_, base_));
    if (!any) return {};
    PieceColumns columns{*reader_, piece};
    RECOURSE_TRY_ASSIGN(const bool left, columns.keep_all(query_->where, base_));
    if (!left) return {};
    RECOURSE_TRY(read_signs(piece));
    RECOURSE_TRY(read_cells(columns));
    for (std::size_t i = 0; i < query_->counters.size(); ++i) {
      RECOURSE_TRY(count(columns, query_->counters[i], i));
    }
    for (std::size_t i = 0; i < query_->spreads.size(); ++i) {
      RECOURSE_TRY(spread(columns, query_->spreads[i], i));
    }
    return {};
  }

  /// Where each counter and spread stands among what is kept of a segment.
  struct Places {
    std::vector<std::size_t> counters;
    std::vector<std::size_t> spreads;
  };
  /// Adds what is kept of a segment, or of its rows of one number, to a cell; takes it from
  /// another.
  Result<void> take(const ColumnPiece& piece, const std::optional<ColumnReader::Only>& only,
                    const Places& places, std::size_t to, std::optional<std::size_t> from = {}) {
    RECOURSE_TRY_ASSIGN(const auto counts, reader_->total_counts(piece, only));
    for (std::size_t i = 0; i < places.counters.size(); ++i) {
      const auto n = counts[places.counters[i]];
      sums_.counts[to * sums_.counters + i] += n;
      if (from) sums_.counts[*from * sums_.counters + i] -= n;
    }
    for (std::size_t i = 0; i < places.spreads.size(); ++i) {
      RECOURSE_TRY_ASSIGN(const auto values, reader_->total_spread(piece, places.spreads[i], only));
      for (const auto& [value, n] : values) {
        spread_[i].add(to, value, n);
        if (from) spread_[i].add(*from, value, -n);
      }
    }
    return {};
  }

  /// Adds another's sums.
  void take(const Adder& other) {
    for (std::size_t i = 0; i < sums_.counts.size(); ++i) {
      sums_.counts[i] += other.sums_.counts[i];
    }
    for (std::size_t i = 0; i < spread_.size(); ++i) spread_[i].add(other.spread_[i]);
  }

  ColumnSums finish() {
    sums_.spreads.resize(sums_.cells * spread_.size());
    for (std::size_t i = 0; i < spread_.size(); ++i) {
      spread_[i].each([&](std::size_t cell, std::int64_t value, std::int64_t n) {
        sums_.spreads[cell * spread_.size() + i].emplace_back(value, n);
      });
    }
    return std::move(sums_);
  }

 private:
  /// How often each value stands in each cell, however large it is.
  class Spread {
   public:
    void add(std::size_t cell, std::int64_t value, std::int64_t n) {
      if (Tally::holds(value)) return tally_.add(cell, value, n);
      far_[{cell, value}] += n;
    }
    void add(const Spread& other) {
      tally_.add(other.tally_);
      for (const auto& [key, n] : other.far_) far_[key] += n;
    }
    /// By cell, then by value.
    template <class F>
    void each(const F& f) const {
      auto all = tally_.sorted();
      for (const auto& [key, n] : far_) {
        if (n != 0) all.push_back({key.first, key.second, n});
      }
      if (!far_.empty()) {
        std::ranges::sort(all, {}, [](const auto& one) { return std::pair{one.group, one.value}; });
      }
      for (const auto& one : all) f(one.group, one.value, one.n);
    }

   private:
    Tally tally_;
    std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> far_;
  };

  Result<void> read_signs(const ColumnPiece& piece) {
    signs_.assign(piece.rows, 1);
    if (!reader_->spec().changes) return {};
    RECOURSE_TRY_ASSIGN(const auto read, reader_->own(piece, OwnColumn::sign));
    if (read.width() == 0) {  // nothing was taken back
      std::ranges::fill(signs_, static_cast<std::int8_t>(read.min()));
      return {};
    }
    values_.resize(piece.rows);
    read.unpack(values_);
    for (std::size_t i = 0; i < signs_.size(); ++i) {
      signs_[i] = static_cast<std::int8_t>(values_[i]);
    }
    return {};
  }

  /// Which cell each row belongs to; left empty if there is one.
  Result<void> read_cells(PieceColumns& columns) {
    if (query_->groups.empty()) return {};
    cells_.assign(columns.rows(), 0);
    values_.resize(columns.rows());
    for (const auto& group : query_->groups) {
      RECOURSE_TRY_ASSIGN(const auto* read, columns.column(group.column));
      read->unpack(values_);
      for (std::size_t i = 0; i < values_.size(); ++i) {
        auto at = static_cast<std::uint64_t>(values_[i]);
        if (!group.table.empty()) {
          at -= static_cast<std::uint64_t>(group.first);
          at = at < group.table.size() ? group.table[at] : 0;
        }
        if (at >= group.size) at = 0;
        cells_[i] =
            cells_[i] * static_cast<std::uint32_t>(group.size) + static_cast<std::uint32_t>(at);
      }
    }
    return {};
  }

  /// The mask under further conditions; null: nothing is left.
  Result<const Mask*> narrowed(PieceColumns& columns, const std::vector<ColumnCondition>& where) {
    if (where.empty()) return &base_;
    mask_ = base_;
    RECOURSE_TRY_ASSIGN(const bool left, columns.keep_all(where, mask_));
    return left ? &mask_ : nullptr;
  }

  Result<void> count(PieceColumns& columns, const ColumnCounter& counter, std::size_t index) {
    RECOURSE_TRY_ASSIGN(const auto* mask, narrowed(columns, counter.where));
    if (!mask) return {};
    if (counter.sum) {
      RECOURSE_TRY_ASSIGN(const auto* read, columns.column(*counter.sum));
      values_.resize(columns.rows());
      read->unpack(values_);
      for (std::size_t i = 0; i < mask->size(); ++i) {
        if ((*mask)[i]) at(i, index) += signs_[i] * values_[i];
      }
      return {};
    }
    if (!cells_.empty()) {
      for (std::size_t i = 0; i < mask->size(); ++i) at(i, index) += (*mask)[i] * signs_[i];
      return {};
    }
    std::int32_t sum = 0;  // a block has few rows
    for (std::size_t i = 0; i < mask->size(); ++i) sum += (*mask)[i] * signs_[i];
    sums_.counts[index] += sum;
    return {};
  }

  Result<void> spread(PieceColumns& columns, const ColumnSpread& spread, std::size_t index) {
    RECOURSE_TRY_ASSIGN(const auto* mask, narrowed(columns, spread.where));
    if (!mask) return {};
    RECOURSE_TRY_ASSIGN(const auto* read, columns.column(spread.column));
    values_.resize(columns.rows());
    read->unpack(values_);
    for (std::size_t i = 0; i < mask->size(); ++i) {
      if (!(*mask)[i]) continue;
      spread_[index].add(cells_.empty() ? 0 : cells_[i], values_[i], signs_[i]);
    }
    return {};
  }

  std::int64_t& at(std::size_t row, std::size_t counter) {
    return sums_.counts[(cells_.empty() ? 0 : cells_[row]) * sums_.counters + counter];
  }

  const ColumnReader* reader_;
  const ColumnQuery* query_;
  Position as_of_;
  ColumnSums sums_;
  std::vector<Spread> spread_;
  // Of the piece at hand:
  Mask base_;
  Mask mask_;
  std::vector<std::int8_t> signs_;
  std::vector<std::uint32_t> cells_;
  std::vector<std::int64_t> values_;
};

/// Where each of `wanted` stands among what is kept; nothing if one does not.
template <class T>
std::optional<std::vector<std::size_t>> places(const std::vector<T>& wanted,
                                               const std::vector<T>& kept) {
  std::vector<std::size_t> all;
  for (const auto& one : wanted) {
    const auto found = std::ranges::find(kept, one);
    if (found == kept.end()) return std::nullopt;
    all.push_back(static_cast<std::size_t>(found - kept.begin()));
  }
  return all;
}

/// The number of a column that alone counts; nothing: a query wants more than that.
std::optional<ColumnReader::Only> only_number(const ColumnCondition& condition) {
  const auto& list = condition.any_of;
  if (list.size() > 1 || (list.empty() && condition.from != condition.to)) return std::nullopt;
  return ColumnReader::Only{condition.column, list.empty() ? condition.from : list.front()};
}

/// Adds a segment of which all that is asked for is kept; false: it is not.
Result<bool> take_segment(const ColumnReader& columns, const ColumnQuery& query,
                          const std::optional<ColumnReader::Only>& only,
                          const Adder::Places& places, const ColumnPiece& piece, Adder& adder) {
  const auto in = [&](std::size_t number) {
    return ColumnReader::Only{query.groups.front().column, static_cast<std::int64_t>(number)};
  };
  const auto wanted = query.groups.empty() ? only : std::optional{in(0)};
  RECOURSE_TRY_ASSIGN(const bool kept, columns.has_totals(piece, wanted));
  if (!kept) return false;
  RECOURSE_TRY(adder.take(piece, only, places, 0));
  if (query.groups.empty()) return true;
  // What is in no other group is in the first.
  for (std::size_t i = 1; i < query.groups.front().size; ++i) {
    RECOURSE_TRY(adder.take(piece, in(i), places, i, 0));
  }
  return true;
}

/// Adds the segments of which all that is asked for is kept; what remains has to be read.
Result<void> take_totals(const ColumnReader& columns, const ColumnQuery& query, Adder& adder,
                         std::vector<ColumnPiece>& pieces) {
  const bool by_table = !query.groups.empty() && !query.groups.front().table.empty();
  const auto parts = query.where.size() + query.groups.size();
  if (columns.spec().totals == nullptr || parts > 1 || by_table) return {};
  std::optional<ColumnReader::Only> only;
  if (!query.where.empty() && !(only = only_number(query.where.front()))) return {};
  const auto& kept = columns.spec().totals();
  auto counters = places(query.counters, kept.counters);
  auto spreads = places(query.spreads, kept.spreads);
  if (!counters || !spreads) return {};
  const Adder::Places where{std::move(*counters), std::move(*spreads)};
  std::vector<ColumnPiece> rest;
  bool taken = false;  // the segment whose blocks these are
  for (const auto& piece : pieces) {
    if (piece.block == 0) {
      RECOURSE_TRY_ASSIGN(taken, take_segment(columns, query, only, where, piece, adder));
    }
    if (!taken) rest.push_back(piece);
  }
  pieces = std::move(rest);
  return {};
}

}  // namespace

Result<ColumnSums> run(const ColumnReader& columns, const ColumnQuery& query, Position as_of) {
  std::size_t cells = 1;
  const auto each = std::max<std::size_t>(1, query.counters.size() + query.spreads.size());
  for (const auto& group : query.groups) {
    if (group.size == 0 || cells * each > kColumnCellsMax / group.size) {
      return Error{Errc::limit_exceeded, "more than " + std::to_string(kColumnCellsMax) +
                                             " sums would be made; group by less, or filter"};
    }
    cells *= group.size;
  }
  RECOURSE_TRY_ASSIGN(auto pieces, columns.pieces(as_of));
  Adder first{columns, query, as_of, cells};
  const Adder empty = first;
  RECOURSE_TRY(take_totals(columns, query, first, pieces));
  std::atomic<std::size_t> next{0};
  const auto work = [&](Adder& adder) -> Result<void> {
    for (;;) {
      const auto i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= pieces.size()) return {};
      RECOURSE_TRY(adder.add(pieces[i]));
    }
  };
  // A thread costs about as much as a block.
  const auto helpers = std::min<std::size_t>(std::max(query.threads, 1U) - 1, pieces.size() / 4);
  std::vector<Adder> others(helpers, empty);
  std::vector<Result<void>> ended(helpers);
  std::exception_ptr thrown;
  std::mutex mutex;  // of thrown
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < helpers; ++i) {
      const auto help = [&, i] {
        try {
          ended[i] = work(others[i]);
        } catch (...) {
          const std::lock_guard lock{mutex};
          thrown = std::current_exception();
        }
      };
      try {
        threads.emplace_back(help);
      } catch (const std::system_error&) {
        break;  // no more threads: those that there are do it
      }
    }
    RECOURSE_TRY(work(first));
  }
  if (thrown) std::rethrow_exception(thrown);
  for (std::size_t i = 0; i < helpers; ++i) {
    RECOURSE_TRY(std::move(ended[i]));
    first.take(others[i]);
  }
  return first.finish();
}

std::int64_t percentile(const ColumnValues& values, std::int64_t percent) {
  std::int64_t all = 0;
  for (const auto& [value, n] : values) all += n;
  const auto rank = (all * percent + 99) / 100;
  std::int64_t seen = 0;
  for (const auto& [value, n] : values) {
    if ((seen += n) >= rank) return value;
  }
  return 0;
}

Result<std::vector<std::uint64_t>> subjects(const ColumnReader& columns,
                                            const std::vector<ColumnCondition>& where,
                                            Position as_of) {
  RECOURSE_TRY_ASSIGN(const auto pieces, columns.pieces(as_of));
  std::vector<std::uint64_t> met;  // twice the subject, and 1 where it is taken back
  Mask mask;
  for (const auto& piece : pieces) {
    RECOURSE_TRY_ASSIGN(const bool any, begin_mask(columns, piece, as_of, mask));
    if (!any) continue;
    PieceColumns read{columns, piece};
    RECOURSE_TRY_ASSIGN(const bool left, read.keep_all(where, mask));
    if (!left) continue;
    RECOURSE_TRY_ASSIGN(const auto subject, columns.own(piece, OwnColumn::subject));
    RECOURSE_TRY_ASSIGN(const auto sign, columns.own(piece, OwnColumn::sign));
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (!mask[i]) continue;
      const auto number = static_cast<std::uint64_t>(subject.at(i));
      met.push_back(number << 1U | (sign.at(i) < 0 ? 1U : 0U));
    }
  }
  std::ranges::sort(met);
  std::vector<std::uint64_t> found;
  for (std::size_t i = 0; i < met.size();) {
    const auto number = met[i] >> 1U;
    std::int64_t rows = 0;
    for (; i < met.size() && met[i] >> 1U == number; ++i) rows += (met[i] & 1U) != 0 ? -1 : 1;
    if (rows > 0) found.push_back(number);
  }
  return found;
}

}  // namespace recourse::core
