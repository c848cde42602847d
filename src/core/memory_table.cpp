// Invariant: contents that a snapshot shares are never changed. A snapshot counts itself in
// `readers`, under the table's mutex; a write that finds none there changes the rows in place.
#include <atomic>
#include <recourse/core/memory_table.hpp>

namespace recourse::core {

struct MemoryTable::Contents {
  /// No value: hides the row of the base.
  using Rows = std::map<std::string, std::optional<std::string>, std::less<>>;
  struct State {
    std::shared_ptr<const TableSnapshot> base;
    Rows rows;
    std::optional<Checkpoint> at;
  };

  class Cursor;
  class Snapshot;

  State state;
  std::atomic<std::size_t> readers{0};
};

/// Rows in memory, merged with those of the base; where both have one, memory's counts.
class MemoryTable::Contents::Cursor final : public RowCursor {
 public:
  Cursor(const State& state, std::string_view from, std::string_view to)
      : at_(state.rows.lower_bound(from)), end_(state.rows.end()) {
    const bool none = !to.empty() && to <= from;
    if (none) at_ = end_;
    if (!none && !to.empty()) end_ = state.rows.lower_bound(to);
    if (!none && state.base) base_ = state.base->scan(from, to);
  }

  Result<bool> next() override {
    do {
      RECOURSE_TRY(leave_row());
      const bool here = at_ != end_;
      if (!here && !base_) return false;
      from_rows_ = here && (!base_ || at_->first <= base_->key());
      hides_base_ = from_rows_ && base_ && at_->first == base_->key();
    } while (from_rows_ && !at_->second);
    return true;
  }
  std::string_view key() const override { return from_rows_ ? at_->first : base_->key(); }
  std::string_view value() const override { return from_rows_ ? *at_->second : base_->value(); }

 private:
  /// Moves on whatever gave the row before, and what that row hid.
  Result<void> leave_row() {
    if (from_rows_) ++at_;
    const bool base_moves = !begun_ || !from_rows_ || hides_base_;
    begun_ = true;
    from_rows_ = hides_base_ = false;
    if (!base_ || !base_moves) return {};
    RECOURSE_TRY_ASSIGN(const bool more, base_->next());
    if (!more) base_.reset();
    return {};
  }

  Rows::const_iterator at_;
  Rows::const_iterator end_;
  std::unique_ptr<RowCursor> base_;  // none: it has no more rows
  bool begun_ = false;
  bool from_rows_ = false;   // the row is memory's
  bool hides_base_ = false;  // and the base has one of the same key
};

class MemoryTable::Contents::Snapshot final : public TableSnapshot {
 public:
  /// Requires: the table's mutex is held.
  explicit Snapshot(std::shared_ptr<Contents> contents) : contents_(std::move(contents)) {
    contents_->readers.fetch_add(1, std::memory_order_relaxed);
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  // What was read happens before the write that finds nobody here.
  ~Snapshot() override { contents_->readers.fetch_sub(1, std::memory_order_release); }

  std::optional<Checkpoint> checkpoint() const override { return contents_->state.at; }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto& [base, rows, at] = contents_->state;
    if (const auto row = rows.find(key); row != rows.end()) return row->second;
    if (base) return base->get(key);
    return std::optional<std::string>{};
  }
  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) const override {
    return std::make_unique<Cursor>(contents_->state, from, to);
  }

 private:
  std::shared_ptr<Contents> contents_;
};

MemoryTable::MemoryTable(std::shared_ptr<const TableSnapshot> base)
    : contents_(std::make_shared<Contents>()) {
  if (base) contents_->state.at = base->checkpoint();
  contents_->state.base = std::move(base);
}

MemoryTable::~MemoryTable() = default;

Result<std::unique_ptr<TableSnapshot>> MemoryTable::snapshot() const {
  std::lock_guard lock{mutex_};
  return std::unique_ptr<TableSnapshot>{std::make_unique<Contents::Snapshot>(contents_)};
}

Result<std::optional<std::string>> MemoryTable::get(std::string_view key) const {
  std::shared_ptr<const TableSnapshot> base;
  {
    std::lock_guard lock{mutex_};
    const auto& state = contents_->state;
    if (const auto row = state.rows.find(key); row != state.rows.end()) return row->second;
    base = state.base;
  }
  // Not under the lock: the base may read from a disk.
  if (base) return base->get(key);
  return std::optional<std::string>{};
}

Result<void> MemoryTable::write(std::span<const RowChange> rows, const Checkpoint& at) {
  std::lock_guard lock{mutex_};
  if (contents_->readers.load(std::memory_order_acquire) != 0) {
    auto own = std::make_shared<Contents>();
    own->state = contents_->state;
    contents_ = std::move(own);
  }
  auto& state = contents_->state;
  for (const auto& row : rows) {
    if (row.value || state.base) {
      const auto place = state.rows.try_emplace(std::string{row.key}).first;
      place->second = row.value ? std::optional{std::string{*row.value}} : std::nullopt;
    } else if (const auto place = state.rows.find(row.key); place != state.rows.end()) {
      state.rows.erase(place);
    }
  }
  state.at = at;
  return {};
}

Result<void> MemoryTable::clear() {
  std::lock_guard lock{mutex_};
  contents_ = std::make_shared<Contents>();
  return {};
}

}  // namespace recourse::core
