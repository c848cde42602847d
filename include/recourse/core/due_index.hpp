// The due-time index: rows of a view, sorted by when a limit ends.
//
//     'd' 'f' be64 due | stream | '\0' | timer     →  varint generation     limits that fire
//     'd' 'n' …                                    →  …                     limits that do not
//
// A spent timer has no row. `be64 due` is milliseconds with the sign bit turned, so that rows sort
// by time. Thread-safety: as the snapshot's.
#pragma once

#include <optional>
#include <recourse/core/table.hpp>
#include <recourse/core/timer.hpp>

namespace recourse::core {

/// A limit of a stream, as the index has it.
struct DueRow {
  Timestamp due{};
  std::string stream{};
  std::string timer{};
  Version generation{};
  bool fires = true;
  friend bool operator==(const DueRow&, const DueRow&) = default;
};

std::string due_key(std::string_view stream, const ArmedTimer& timer);
std::string due_key(const DueRow& row);
std::string due_value(const ArmedTimer& timer);
/// The least key of a sort of limits that end at `due` or later.
std::string due_key_from(bool fires, Timestamp due);
/// The row that a key is of, without its generation; nothing if it is no key of the index.
std::optional<DueRow> due_row_of(std::string_view key);

/// Walks the limits of one sort in the order of their ends. Not thread-safe; must not outlive its
/// snapshot.
class DueCursor {
 public:
  /// Limits with from ≤ due ≤ to.
  DueCursor(const TableSnapshot& rows, bool fires, Timestamp from, Timestamp to);
  /// The same from a key on; an empty key: from the first.
  DueCursor(const TableSnapshot& rows, bool fires, std::string_view from_key, Timestamp to);
  /// Limits that fire, with due ≤ to, from a key on; an empty key: from the first.
  DueCursor(const TableSnapshot& rows, std::string_view from_key, Timestamp to);
  /// Errors: corruption for a row that is none, and those of the table.
  Result<bool> next();
  /// Requires: next() returned true.
  const DueRow& row() const noexcept { return row_; }

 private:
  std::unique_ptr<RowCursor> rows_;
  DueRow row_;
};

}  // namespace recourse::core
