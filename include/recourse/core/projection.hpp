// Projection: how a view is made of the log. The extension point for everything that is derived.
//
//     class CasesByStation final : public core::Projection {
//       core::ProjectionSpec spec() const override { return {"by_station", 1, "case", {}}; }
//       Result<void> apply(const core::RecordView& r, core::TableWriter& rows) override { … }
//     };
//
// `apply` sees each record that its filter lets through, once, in the order of the log (or of its
// stream alone, if the spec says by_stream), and writes rows. It must depend on nothing but the
// record and the rows: no clock, no I/O, no randomness. So the same log always makes the same rows,
// and a view can be thrown away and made again.
//
// An error or an exception stops this view, visibly, at its last checkpoint; nothing else stops.
//
// What a projection is made of has an identity, which is kept with the rows: version, layout, fold
// version, kind and types of its spec. Where the code's is another than the rows', a new build
// begins by itself (core/views.hpp). A StateView knows layout and fold version from its decider;
// whatever else changes in what rows look like is a new `version`, in what they say a new
// `fold_version`.
//
// Thread-safety: one instance serves one build; its members are called from one thread at a time,
// but for `decode`, which another thread may call beside any of them.
#pragma once

#include <functional>
#include <memory>
#include <recourse/core/label.hpp>
#include <recourse/core/record.hpp>
#include <recourse/core/table.hpp>
#include <span>
#include <unordered_map>
#include <vector>

namespace recourse::core {

/// What a projection is called and what it wants to see.
struct ProjectionSpec {
  std::string name;                     ///< As TableName::view.
  std::uint32_t version = 1;            ///< From 1; raised when rows change their look.
  std::string stream_kind = {};         ///< Empty: all.
  std::vector<std::string> types = {};  ///< Empty: all.
  std::uint64_t layout = 0;             ///< Hash of the described types in the rows; 0: none.
  std::uint32_t fold_version = 1;       ///< Raised when the same records make other rows.
  /// The rows come out the same if the records of one stream are applied before those of another
  /// that lie between them: a view that is far behind is then built stream by stream.
  bool by_stream = false;
};

/// By what the rows of such a projection are made; never zeros.
RowsIdentity identity_of(const ProjectionSpec& spec);

/// The rows of a view as `apply` reads and writes them: what was written shows at once, and reaches
/// the table with the checkpoint. Rows that are read stay in memory, up to a bound.
class TableWriter {
 public:
  explicit TableWriter(Table& table);
  ~TableWriter();
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  /// Valid until the next call of a member. Errors: those of Table::get.
  Result<std::optional<std::string_view>> get(std::string_view key);
  /// A key must not be empty, here and in `erase` and `emit`: the next commit is invalid_argument
  /// then, and writes nothing.
  void put(std::string_view key, std::string_view value);
  void erase(std::string_view key);

  /// The row as the table has it, past what waits: for a projection that keeps by itself what it
  /// reads, and tells what becomes of it in `finish`.
  Result<std::optional<std::string>> stored(std::string_view key) const;
  /// Writes a row that nobody gets through this writer, or removes it if it has no value: cheaper
  /// than put and erase. Requires: once a key between two commits.
  void emit(std::string_view key, std::optional<std::string_view> value);

  /// The last record that will be applied before the next commit; nothing: that is not known.
  std::optional<Position> batch_end() const noexcept { return batch_end_; }
  void set_batch_end(std::optional<Position> position) noexcept { batch_end_ = position; }

  /// Bytes of keys and values that wait to be written.
  std::size_t waiting_bytes() const noexcept { return waiting_bytes_; }
  /// Writes what waits, and the checkpoint. Errors: those of the table, also of what was begun.
  Result<void> commit(const Checkpoint& at);
  /// The same on a thread of its own: emitted rows must not be asked for meanwhile but by `stored`,
  /// which waits. What was begun before is settled first, and what became of it is the answer.
  Result<void> begin_commit(const Checkpoint& at);
  /// Waits for what was begun, and answers with what became of it.
  Result<void> settle() const;
  /// Forgets everything that is not in the table.
  void forget();

 private:
  struct Row {
    std::optional<std::string> value;
    std::uint64_t touched = 0;  // the batch that saw it last
    bool waits = false;         // to be written
    bool kept = false;          // it was read, and may be again
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view v) const noexcept {
      return std::hash<std::string_view>{}(v);
    }
  };
  using Rows = std::unordered_map<std::string, Row, Hash, std::equal_to<>>;

  Rows::value_type& row(std::string_view key);
  void change(std::string_view key, std::optional<std::string> value);
  void make_room();

  /// A row that was emitted: where its bytes lie.
  struct Emitted {
    std::size_t key;
    std::size_t value;
    std::size_t end;
    bool present;
  };
  /// Rows that were emitted since the last commit.
  struct Batch {
    std::vector<Emitted> emitted;
    std::string bytes;
    /// Adds them as changes, which borrow `bytes`.
    void tell(std::vector<RowChange>& changes) const;
  };
  struct Begun;
  void written();
  Result<void> check_keys() const;

  Table* table_;
  bool keyless_ = false;  // a row without a key was written since the last commit
  Rows rows_;
  std::vector<Rows::value_type*> waiting_;
  std::optional<Position> batch_end_;
  Batch emitted_;
  mutable std::unique_ptr<Begun> begun_;  // a commit on its way; null: none
  std::size_t waiting_bytes_ = 0;
  std::size_t kept_bytes_ = 0;
  std::uint64_t batch_ = 1;
};

class Projection {
 public:
  virtual ~Projection() = default;
  virtual ProjectionSpec spec() const = 0;
  virtual Result<void> apply(const RecordView& record, TableWriter& rows) = 0;
  /// Several records of one stream, in their order, which the filter lets through; each stream at
  /// most once between two calls of `finish`. Only where the spec says by_stream.
  virtual Result<void> apply_stream(std::span<const RecordView> records, TableWriter& rows) {
    for (const auto& record : records) RECOURSE_TRY(apply(record, rows));
    return {};
  }
  /// Decodes a record into what its readers share (RecordView::shared), before it is applied; on
  /// any thread, beside the other members. Errors: whatever applying it will come to as well.
  virtual Result<void> decode(const RecordView& record) const {
    (void)record;
    return {};
  }
  /// Called before rows are written: whatever `apply` held back must go into `rows` now.
  virtual Result<void> finish(TableWriter& rows) {
    (void)rows;
    return {};
  }
  /// About what it holds back, in bytes: a batch ends when this grows too large.
  virtual std::size_t held_bytes() const { return 0; }
  /// Called when the rows are not what they were: forget whatever is remembered of them.
  virtual void forget() {}
  /// What people call the view; empty: it has its name alone.
  virtual Label label() const { return {}; }
};

/// Compares two tables row by row. Both snapshots should be of the same position.
struct TableDifference {
  std::uint64_t rows = 0;         ///< Rows that were compared.
  std::uint64_t differences = 0;  ///< Rows that are missing on one side, or differ.
  std::string first = {};         ///< Key of the first of them, printable; empty: none.
};
Result<TableDifference> compare(const TableSnapshot& a, const TableSnapshot& b);

/// Makes the projection of one build.
using ProjectionFactory = std::function<std::unique_ptr<Projection>()>;

}  // namespace recourse::core
