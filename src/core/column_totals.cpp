#include "core/column_totals.hpp"

#include <algorithm>
#include <numeric>
#include <recourse/base/bytes.hpp>
#include <recourse/base/sha256.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {
namespace {

std::string totals_key(const ColumnsSpec& spec, std::uint8_t level, std::uint32_t segment) {
  std::string key{spec.prefix, 't', static_cast<char>(level)};
  base::append_be32(key, segment);
  return key;
}

std::string spread_key(const ColumnsSpec& spec, std::uint8_t level, std::size_t spread,
                       std::uint32_t segment) {
  std::string key{spec.prefix, 'v', static_cast<char>(level), static_cast<char>(spread)};
  base::append_be32(key, segment);
  return key;
}

/// `what`: 'g', or 'w' with the index of a spread behind.
std::string group_key(const ColumnsSpec& spec, char what, std::uint8_t level,
                      const ColumnReader::Only& only, std::uint32_t segment) {
  std::string key{spec.prefix, what, static_cast<char>(level), static_cast<char>(only.column)};
  base::append_be64(key, static_cast<std::uint64_t>(only.number));
  base::append_be32(key, segment);
  return key;
}

/// Of each group the values that stand in it, as bytes.
template <class Put>
void write_spreads(const std::vector<Tally>& spreads, const Put& put) {
  for (std::size_t spread = 0; spread < spreads.size(); ++spread) {
    const auto all = spreads[spread].sorted();
    for (std::size_t i = 0; i < all.size();) {
      const auto group = all[i].group;
      std::string bytes;
      describe::WireWriter w{bytes};
      for (; i < all.size() && all[i].group == group; ++i) w& all[i].value& all[i].n;
      put(spread, group, bytes);
    }
  }
}

}  // namespace

Error unreadable_columns(std::string_view what) {
  return {Errc::corruption, std::string{what} + " of the columns is unreadable; rebuild the view"};
}

std::uint64_t totals_mark(const ColumnTotals& totals) {
  std::string bytes;
  const auto put = [&](std::size_t n) { base::append_le64(bytes, n); };
  const auto put_where = [&](const std::vector<ColumnCondition>& where) {
    put(where.size());
    for (const auto& one : where) {
      put(one.column);
      put(static_cast<std::uint64_t>(one.from));
      put(static_cast<std::uint64_t>(one.to));
      put(one.any_of.size());
      for (const auto value : one.any_of) put(static_cast<std::uint64_t>(value));
    }
  };
  put(totals.counters.size());
  for (const auto& one : totals.counters) {
    put_where(one.where);
    put(one.sum ? *one.sum + 1 : 0);
  }
  put(totals.spreads.size());
  for (const auto& one : totals.spreads) {
    put_where(one.where);
    put(one.column);
  }
  put(totals.by.size());
  for (const auto column : totals.by) put(column);
  const auto digest = sha256(bytes);
  std::uint64_t mark = 0;
  for (std::size_t i = 0; i < sizeof mark; ++i) mark = mark << 8 | digest[i];
  return mark;
}

// --- TotalsBuilder
// ------------------------------------------------------------------------------------------------

TotalsBuilder::TotalsBuilder(const ColumnTotals& totals, bool by_number)
    : totals_(&totals), sums_(1) {
  if (by_number) sums_.resize(1 + totals.by.size());
  for (auto& one : sums_) one.spreads.resize(totals.spreads.size());
}

template <class F>
void TotalsBuilder::each_selected(const F& f) {
  for (auto& sums : sums_) {
    for (const auto row : in_) f(row, sums);
  }
}

void TotalsBuilder::add(const BlockColumns& columns) {
  const auto& signs = columns[static_cast<std::size_t>(OwnColumn::sign)];
  find_groups(columns);
  const auto counters = totals_->counters.size();
  for (std::size_t i = 0; i < counters; ++i) {
    const auto& counter = totals_->counters[i];
    select(columns, counter.where);
    const auto* const values = counter.sum ? &columns[kOwnColumns + *counter.sum] : nullptr;
    each_selected([&](std::size_t row, Sums& sums) {
      sums.counts[sums.groups[row] * counters + i] +=
          signs[row] * (values != nullptr ? (*values)[row] : 1);
    });
  }
  for (std::size_t i = 0; i < totals_->spreads.size(); ++i) {
    const auto& spread = totals_->spreads[i];
    select(columns, spread.where);
    const auto& values = columns[kOwnColumns + spread.column];
    exact_ = exact_ &&
             std::ranges::all_of(in_, [&](std::uint32_t row) { return Tally::holds(values[row]); });
    if (!exact_) return;
    each_selected([&](std::size_t row, Sums& sums) {
      sums.spreads[i].add(sums.groups[row], values[row], signs[row]);
    });
  }
}

void TotalsBuilder::write(TableWriter& rows, const ColumnsSpec& spec, std::uint8_t level,
                          std::uint32_t segment) const {
  if (!exact_) return;  // then rows are read
  std::string mark;
  base::append_be64(mark, totals_mark(*totals_));
  rows.put(totals_key(spec, level, segment), mark + counts_of(sums_.front(), 0));
  write_spreads(sums_.front().spreads,
                [&](std::size_t spread, std::size_t, std::string_view bytes) {
                  rows.put(spread_key(spec, level, spread, segment), bytes);
                });
  for (std::size_t i = 1; i < sums_.size(); ++i) {
    const auto& sums = sums_[i];
    const auto key = [&](char what, std::size_t group) {
      return group_key(spec, what, level, {totals_->by[i - 1], sums.numbers[group]}, segment);
    };
    for (std::size_t group = 0; group < sums.numbers.size(); ++group) {
      rows.put(key('g', group), counts_of(sums, group));
    }
    write_spreads(sums.spreads, [&](std::size_t spread, std::size_t group, std::string_view bytes) {
      rows.put(key('w', group) + static_cast<char>(spread), bytes);
    });
  }
}

std::string TotalsBuilder::counts_of(const Sums& sums, std::size_t group) const {
  std::string bytes;
  describe::WireWriter w{bytes};
  const auto counters = totals_->counters.size();
  for (std::size_t i = 0; i < counters; ++i) w& sums.counts[group * counters + i];
  return bytes;
}

void TotalsBuilder::find_groups(const BlockColumns& columns) {
  const auto rows = columns.front().size();
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    auto& sums = sums_[i];
    sums.groups.assign(rows, 0);
    for (std::size_t row = 0; row < rows && i > 0; ++row) {
      const auto number = columns[kOwnColumns + totals_->by[i - 1]][row];
      const auto next = static_cast<std::uint32_t>(sums.numbers.size());
      const auto [found, added] = sums.known.try_emplace(number, next);
      if (added) sums.numbers.push_back(number);
      sums.groups[row] = found->second;
    }
    sums.counts.resize(std::max<std::size_t>(1, sums.numbers.size()) * totals_->counters.size());
  }
}

void TotalsBuilder::select(const BlockColumns& columns, const std::vector<ColumnCondition>& where) {
  in_.resize(columns.front().size());
  std::iota(in_.begin(), in_.end(), 0U);
  for (const auto& one : where) {
    const auto& values = columns[kOwnColumns + one.column];
    std::erase_if(in_, [&](std::uint32_t row) {
      const auto v = values[row];
      return one.any_of.empty() ? v < one.from || v > one.to
                                : !std::ranges::binary_search(one.any_of, v);
    });
  }
}

// --- ColumnReader
// ------------------------------------------------------------------------------------------------

Result<bool> ColumnReader::has_totals(const ColumnPiece& piece,
                                      const std::optional<Only>& only) const {
  if (spec_.totals == nullptr || piece.waiting || piece.cut) return false;
  const auto& by = spec_.totals().by;
  if (only && (piece.level < kLevelMax || std::ranges::find(by, only->column) == by.end()))
    return false;
  RECOURSE_TRY_ASSIGN(const auto bytes, rows_->get(totals_key(spec_, piece.level, piece.segment)));
  if (!bytes) return false;
  if (bytes->size() < sizeof mark_) return unreadable_columns("a total");
  return base::read_be64(bytes->data()) == mark_;
}

Result<std::vector<std::int64_t>> ColumnReader::total_counts(
    const ColumnPiece& piece, const std::optional<Only>& only) const {
  std::vector<std::int64_t> counts(spec_.totals().counters.size());
  const auto key = only ? group_key(spec_, 'g', piece.level, *only, piece.segment)
                        : totals_key(spec_, piece.level, piece.segment);
  RECOURSE_TRY_ASSIGN(const auto bytes, rows_->get(key));
  if (!bytes) return counts;  // no row has the number
  describe::WireReader r{std::string_view{*bytes}.substr(only ? 0 : sizeof mark_)};
  for (auto& count : counts) r& count;
  if (!r.ok() || !r.at_end()) return unreadable_columns("a total");
  return counts;
}

Result<ColumnValues> ColumnReader::total_spread(const ColumnPiece& piece, std::size_t spread,
                                                const std::optional<Only>& only) const {
  ColumnValues values;
  const auto key =
      only ? group_key(spec_, 'w', piece.level, *only, piece.segment) + static_cast<char>(spread)
           : spread_key(spec_, piece.level, spread, piece.segment);
  RECOURSE_TRY_ASSIGN(const auto bytes, rows_->get(key));
  if (!bytes) return values;  // no value stands in it
  describe::WireReader r{*bytes};
  while (r.ok() && !r.at_end()) {
    auto& [value, n] = values.emplace_back();
    r& value& n;
  }
  if (!r.ok()) return unreadable_columns("a total");
  return values;
}

}  // namespace recourse::core
