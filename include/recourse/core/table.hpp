// Table: where a view's rows live, with the checkpoint that says up to where they are true.
//
//     auto table = store.tables().open({"cases", 1, 1}).value();
//     table->write(rows, {store.identity(), Position{17}}).value();   // both, or neither
//     auto at = table->snapshot();                                    // both, of one moment
//
// A table is a map from byte strings to byte strings, sorted by key (bytes compare unsigned). It is
// derived: a crash may take the newest writes, but always rows and checkpoint together, and never
// one write without those before it. What is lost is derived again from the log.
//
// Thread-safety: `write`, `clear` and `flush` of one table from one thread at a time; everything
// else from any thread. Ownership: tables and snapshots may outlive `drop`, never their store.
#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/core/log_identity.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::core {

/// Names one build of one version of a view: a build is what one rebuild made.
struct TableName {
  std::string view;           ///< [a-z][a-z0-9_]*, at most limits::kNameBytesMax bytes.
  std::uint32_t version = 1;  ///< Of the projection; from 1.
  std::uint64_t build = 1;    ///< From 1.

  /// "cases.1.1"
  std::string to_string() const;
  /// Reads what to_string wrote; malformed otherwise.
  static Result<TableName> parse(std::string_view text);
  friend auto operator<=>(const TableName&, const TableName&) = default;
};

/// By what rows were made: whether today's code can read them, and whether it would make the same.
struct RowsIdentity {
  std::uint32_t layout = 0;   ///< Hash of what the rows look like.
  std::uint32_t meaning = 0;  ///< Hash of what they are made of, and of the fold's version.
  friend bool operator==(const RowsIdentity&, const RowsIdentity&) = default;
};

/// Up to where, in which log, and by what a table's rows are true.
struct Checkpoint {
  LogIdentity log;
  Position position;
  RowsIdentity rows = {};  ///< Zeros: not said, as of a subscriber's position.
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;

  /// Log id, incarnation and position, big-endian; then layout and meaning, if they are said.
  std::string encode() const;
  /// Nothing if `bytes` are not a checkpoint.
  static std::optional<Checkpoint> decode(std::string_view bytes);
};

/// A row to be written, or removed if it has no value. Borrows its bytes.
struct RowChange {
  std::string_view key;
  std::optional<std::string_view> value;
};

/// Walks rows in the order of their keys. Not thread-safe.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  /// True: key() and value() are the next row's. False: there are no more.
  virtual Result<bool> next() = 0;
  /// Valid until the next call of next().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
};

/// A table as it was at one moment. Holds memory and files of that moment: keep it short.
class TableSnapshot {
 public:
  virtual ~TableSnapshot() = default;
  /// Nothing: the table is empty. Of the same moment as the rows.
  virtual std::optional<Checkpoint> checkpoint() const = 0;
  /// Position{0} if the table is empty.
  Position position() const {
    const auto at = checkpoint();
    return at ? at->position : Position{0};
  }
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  /// Rows with from ≤ key < to; an empty `to`: to the end. Must not outlive the snapshot.
  virtual std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) const = 0;
};

class Table {
 public:
  virtual ~Table() = default;
  /// Errors: io_error, corruption.
  virtual Result<std::unique_ptr<TableSnapshot>> snapshot() const = 0;
  /// The newest value of a row.
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  /// Writes rows and checkpoint as one. Keys ascending, each once, none empty.
  /// Errors: io_error; store_stopped for a table that was opened for reading. Nothing was written.
  virtual Result<void> write(std::span<const RowChange> rows, const Checkpoint& at) = 0;
  /// Removes all rows and the checkpoint.
  virtual Result<void> clear() = 0;
  /// Makes what was written outlive the process.
  virtual Result<void> flush() = 0;
};

/// The tables of one store. Names are the caller's; nothing here knows views.
class TableStore {
 public:
  virtual ~TableStore() = default;
  /// All tables there are, sorted.
  virtual Result<std::vector<TableName>> list() const = 0;
  /// Opens a table, making it if there is none. The same table for the same name.
  /// Errors: malformed (name), not_found (a store opened for reading has no such table), io_error.
  virtual Result<std::shared_ptr<Table>> open(const TableName& name) = 0;
  /// Forgets a table; nothing happens if there is none. Who holds it may read on.
  virtual Result<void> drop(const TableName& name) = 0;
  /// False: opened for reading; all writes answer store_stopped. The same as long as it is open.
  virtual bool takes_writes() const { return true; }
};

/// Durable positions by name: how far a subscriber has come. They live with the log.
/// Names: [a-z][a-z0-9_.-]*, at most limits::kNameBytesMax bytes. Thread-safety: all members.
class Checkpoints {
 public:
  virtual ~Checkpoints() = default;
  struct Named {
    std::string name;
    Checkpoint at;
    friend bool operator==(const Named&, const Named&) = default;
  };
  /// Durable when it returns. Errors: malformed (name), store_stopped, io_error.
  virtual Result<void> save(std::string_view name, const Checkpoint& at) = 0;
  virtual Result<std::optional<Checkpoint>> load(std::string_view name) const = 0;
  /// All, sorted by name.
  virtual Result<std::vector<Named>> list() const = 0;
  /// Durable when it returns; nothing happens if there is none.
  virtual Result<void> remove(std::string_view name) = 0;
};

/// malformed, saying why, unless `name` is [a-z][a-z0-9_]* (with `dots`, also . and -) and short.
Result<void> check_name(std::string_view name, bool dots = false);

}  // namespace recourse::core
