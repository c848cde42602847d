// StateView: a view of every stream of one kind as it stands: its state, its due times, and
// whatever rows a workflow makes of them.
//
//     class LockersByDoor final : public core::StateView<Locker> {
//      public:
//       LockersByDoor() : StateView({"lockers", 1, "locker"}, Locker{}) {}
//      private:
//       void rows_of(std::string_view stream, const core::Loaded<Locker::State>& now,
//                    core::RowSink& rows) const override {
//         rows.put(now.state.door + '/' + std::string{stream}, {});
//       }
//     };
//
//     's' stream           →  the stream's state (a cache of the fold, never migrated)
//     'd' …                →  the due-time index (core/due_index.hpp), for a decider with timers
//     'x' key              →  the rows of rows_of
//
// Rows depend on the state alone: when it changes, those it had before are taken away. Events of a
// stream that come close together cost one change of its rows.
// Requires: State is described. Thread-safety: as Projection.
#pragma once

#include <recourse/base/limits.hpp>
#include <recourse/core/due_index.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/core/held.hpp>
#include <recourse/core/projection.hpp>

namespace recourse::core {

/// Rows in one piece of memory.
class RowList {
 public:
  std::size_t size() const { return rows_.size(); }
  std::string_view key(std::size_t i) const { return view(rows_[i].key, rows_[i].value); }
  std::string_view value(std::size_t i) const { return view(rows_[i].value, rows_[i].end); }
  /// Index of the row of that key, or size().
  std::size_t find(std::string_view key) const {
    std::size_t i = 0;
    while (i < size() && this->key(i) != key) ++i;
    return i;
  }
  void add(std::string_view prefix, std::string_view key, std::string_view value) {
    const auto begin = static_cast<std::uint32_t>(bytes_.size());
    bytes_.append(prefix).append(key);
    const auto middle = static_cast<std::uint32_t>(bytes_.size());
    bytes_.append(value);
    rows_.push_back({begin, middle, static_cast<std::uint32_t>(bytes_.size())});
  }
  void clear() {
    bytes_.clear();
    rows_.clear();
  }

 private:
  struct Row {
    std::uint32_t key;
    std::uint32_t value;
    std::uint32_t end;
  };
  std::string_view view(std::uint32_t from, std::uint32_t to) const {
    return std::string_view{bytes_}.substr(from, to - from);
  }
  std::string bytes_;
  std::vector<Row> rows_;
};

/// Takes the rows that a state makes. Keys must name the stream: no two streams make the same.
class RowSink {
 public:
  explicit RowSink(RowList& rows) : rows_(&rows) {}
  void put(std::string_view key, std::string_view value) { rows_->add("x", key, value); }

 private:
  RowList* rows_;
};

/// Key of a stream's state.
inline std::string state_key(std::string_view stream) { return std::string{"s"}.append(stream); }
/// Key of a row of rows_of.
inline std::string row_key(std::string_view key) { return std::string{"x"}.append(key); }

/// Appends a state's bytes.
template <class State>
void encode_loaded(const Loaded<State>& loaded, std::string& bytes) {
  describe::WireWriter w{bytes};
  w& loaded.version& loaded.definition& loaded.at& loaded.timers& loaded.bytes& loaded.state;
}

/// corruption if the bytes are not what encode_loaded wrote.
template <class State>
Result<Loaded<State>> decode_loaded(std::string_view bytes) {
  Loaded<State> loaded;
  describe::WireReader r{bytes};
  r& loaded.version& loaded.definition& loaded.at& loaded.timers& loaded.bytes& loaded.state;
  if (r.ok() && r.at_end()) return loaded;
  return Error{Errc::corruption,
               "a state is unreadable (" + std::string{r.fault()} + "); rebuild the view"};
}

/// Hash of what encode_loaded writes for states of a described type.
inline std::uint64_t layout_of(const describe::TypeInfo& state) {
  std::string text{"loaded 1 "};
  describe::append_layout(describe::type_info<ArmedTimer>, text);
  describe::append_layout(state, text);
  return hash_of(text);
}

/// A stream's state out of a snapshot of such a view; nothing if the stream is not there.
template <class State>
Result<std::optional<Loaded<State>>> state_in(const TableSnapshot& rows, std::string_view stream) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(state_key(stream)));
  if (!bytes) return std::optional<Loaded<State>>{};
  RECOURSE_TRY_ASSIGN(auto loaded, decode_loaded<State>(*bytes));
  return std::optional{std::move(loaded)};
}

/// Calls f(stream, state) for each stream of a snapshot of such a view, in the order of their
/// names. Errors: corruption, and those of the table.
template <class State, class F>
Result<void> each_state(const TableSnapshot& rows, F&& f) {
  const auto from = state_key("");
  auto to = from;
  ++to.back();
  const auto cursor = rows.scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return {};
    RECOURSE_TRY_ASSIGN(const auto loaded, decode_loaded<State>(cursor->value()));
    f(cursor->key().substr(from.size()), loaded.state);
  }
}

template <Decider D>
requires describe::Described<typename D::State>
class StateView : public Projection {
 public:
  using State = typename D::State;

  /// `spec.stream_kind`, `layout` and `fold_version` are the decider's.
  StateView(ProjectionSpec spec, D decider) : spec_(std::move(spec)), decider_(std::move(decider)) {
    spec_.stream_kind = D::kKind;
    spec_.layout = layout_of(describe::type_info<State>);
    spec_.fold_version = fold_version<D>();
    spec_.by_stream = true;
  }

  ProjectionSpec spec() const override { return spec_; }
  /// The decider's kLabel, if it has one.
  Label label() const override {
    if constexpr (requires { Label{D::kLabel}; }) return D::kLabel;
    return {};
  }

  Result<void> apply(const RecordView& record, TableWriter& rows) override {
    RECOURSE_TRY_ASSIGN(auto* entry, entry_of(record, rows));
    held_.change(*entry);
    added_bytes_ += record.payload.size();
    return Fold<D>{decider_}.take(entry->value.now, record);
  }

  Result<void> apply_stream(std::span<const RecordView> records, TableWriter& rows) override {
    const auto& first = records.front();
    auto* known = first.version == Version{1} ? nullptr : held_.find(first.stream);
    // Most streams of a long log begin and end between two batches, and are never held.
    Stream fresh;
    auto& stream = known != nullptr ? known->value : fresh;
    if (known == nullptr) RECOURSE_TRY(load(first, rows, stream));
    const Fold<D> fold{decider_};
    for (const auto& record : records) RECOURSE_TRY(fold.take(stream.now, record));
    // While it is at hand: it comes once in a batch.
    write_state(first.stream, stream, rows);
    write_rows(first.stream, stream, rows);
    const bool keep = goes_on(stream.now) && is_recent(records.back().position, rows);
    if (known != nullptr && !keep) held_.remove(*known);
    // One that finds no room is read again: to let go of others for it would cost more.
    if (known == nullptr && keep && held_.size() <= kHeldMax) {
      held_.add(first.stream).value = std::move(fresh);
    }
    return {};
  }

  Result<void> decode(const RecordView& record) const override {
    return Fold<D>::decode_shared(record);
  }

  Result<void> finish(TableWriter& rows) override {
    held_.take_changed([&](Entry& entry) {
      write_state(entry.key, entry.value, rows);
      write_rows(entry.key, entry.value, rows);
    });
    held_.keep_at_most(kHeldMax);
    added_bytes_ = 0;
    return {};
  }

  std::size_t held_bytes() const override { return held_.changed() * kEntryBytes + added_bytes_; }

  void forget() override {
    held_.clear();
    added_bytes_ = 0;
  }

 protected:
  const D& decider() const noexcept { return decider_; }
  /// The rows that a stream's state makes, besides its state and its due times.
  virtual void rows_of(std::string_view stream, const Loaded<State>& now, RowSink& rows) const {
    (void)stream, (void)now, (void)rows;
  }

 private:
  struct Stream {
    Loaded<State> now;
    RowList rows;  // as they are in the table
  };
  using Entry = typename Held<Stream>::Entry;  // by the stream's name
  /// About what an entry costs, besides the payloads that went into it.
  static constexpr std::size_t kEntryBytes = sizeof(Entry) + 256;
  static constexpr std::size_t kHeldMax = limits::kViewStatesBytesMax / kEntryBytes;

  /// Whether its next event is worth to be waited for in memory: while limits run, it will come.
  static bool goes_on(const Loaded<State>& now) {
    if constexpr (TimedDecider<D>) {
      return std::any_of(now.timers.begin(), now.timers.end(),
                         [](const ArmedTimer& timer) { return !timer.spent; });
    } else {
      (void)now;
      return true;
    }
  }

  /// Whether a stream whose last event is this one is likely to have one in the next batch.
  static bool is_recent(Position last, const TableWriter& rows) {
    constexpr std::uint64_t kRecent = 64 * 1024;
    return !rows.batch_end() || rows.batch_end()->value - last.value < kRecent;
  }

  void write_state(std::string_view name, const Stream& stream, TableWriter& rows) {
    key_.assign(1, 's').append(name);
    value_.clear();
    encode_loaded(stream.now, value_);
    rows.emit(key_, value_);
  }

  /// Takes away the rows that are no more, and writes those that are new or other.
  void write_rows(std::string_view name, Stream& stream, TableWriter& rows) {
    auto& had_rows = stream.rows;
    make_rows(name, stream.now, made_);
    for (std::size_t i = 0; i < had_rows.size(); ++i) {
      const auto key = had_rows.key(i);
      if (made_.find(key) == made_.size()) rows.emit(key, std::nullopt);
    }
    for (std::size_t i = 0; i < made_.size(); ++i) {
      const auto had = had_rows.find(made_.key(i));
      if (had == had_rows.size() || had_rows.value(had) != made_.value(i)) {
        rows.emit(made_.key(i), made_.value(i));
      }
    }
    std::swap(had_rows, made_);
  }

  void make_rows(std::string_view stream, const Loaded<State>& now, RowList& rows) const {
    rows.clear();
    for (const auto& timer : now.timers) {
      if (!timer.spent) rows.add({}, due_key(stream, timer), due_value(timer));
    }
    RowSink sink{rows};
    rows_of(stream, now, sink);
  }

  Result<Entry*> entry_of(const RecordView& record, const TableWriter& rows) {
    if (auto* known = held_.find(record.stream)) return known;
    Stream stream;
    RECOURSE_TRY(load(record, rows, stream));
    auto& entry = held_.add(record.stream);
    entry.value = std::move(stream);
    return &entry;
  }

  /// A stream as the table has it, before this record.
  Result<void> load(const RecordView& record, const TableWriter& rows, Stream& stream) const {
    if (record.version == Version{1}) return {};
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.stored(state_key(record.stream)));
    if (!bytes) {
      return Error{Errc::corruption, Fold<D>::place(record) + ": the view lacks its state"};
    }
    RECOURSE_TRY_ASSIGN(stream.now, decode_loaded<State>(*bytes));
    make_rows(record.stream, stream.now, stream.rows);
    return {};
  }

  ProjectionSpec spec_;
  D decider_;
  Held<Stream> held_;
  std::size_t added_bytes_ = 0;  // of payloads, since the last batch
  std::string key_;              // reused
  std::string value_;
  RowList made_;
};

}  // namespace recourse::core
