// The tables of the log, their form, and the statements over them.
//
//     <schema>.recourse_form   one row: the form's number
//     <schema>.log             a row for each log: identity, epoch, head. What an appender holds
//     <schema>.page            pages, partitioned by position: the log itself
//     <schema>.run             derived: where a stream's adjacent versions lie in a page
//     <schema>.command         derived: command ids, with the answers that they got
//     <schema>.tag             derived: the last position of a type with a tag
//     <schema>.checkpoint      positions of subscribers
//
// All of a group is written in one transaction, derived rows too: they are never behind the log.
// Thread-safety: values.
#pragma once

#include <recourse/core/event_store.hpp>

#include "stores/postgres/connection.hpp"

namespace recourse::stores::pg {

/// The form of the tables that this build knows.
inline constexpr std::uint32_t kForm = 1;
/// Positions of one partition of pages: some 5 GB, so that old ones can be moved or dumped alone.
inline constexpr std::uint64_t kPartitionPositions = std::uint64_t{1} << 24;
/// A partition is there before the head comes so near to it: more than any group has.
inline constexpr std::uint64_t kPartitionAhead = std::uint64_t{1} << 20;

/// The statements, with the schema's name in them.
struct Sql {
  explicit Sql(const std::string& schema);
  std::string schema;  ///< Quoted.

  std::string log_by_name, add_log, take_over, go_on, owner, epoch_and_head, head;
  std::string advance, add_pages, add_runs, add_commands, add_tags, notify;
  std::string find_commands, find_versions, find_tags;
  std::string add_copy, by_log_id, rename, add_copied_commands, clear_checkpoints, add_checkpoint;
  std::string list_logs;
  std::string pages_from, page_before, runs_forward, runs_backward;
  std::string save_checkpoint, load_checkpoint, list_checkpoints, remove_checkpoint;

 private:
  /// Those of copies, and the list of logs.
  void set_of_copies();
};

/// A log's row.
struct LogRow {
  std::uint32_t id = 0;
  core::LogIdentity identity;
  FingerprintKey fingerprint_key;
  std::uint64_t epoch = 0;
  Position head;
  Timestamp recorded_at;  ///< Of the last record.
};

/// Checks the form of the tables; makes them if `create` is set.
/// Errors: not_a_store, format_too_new, format_too_old, io_error.
Result<void> ensure_schema(Connection& connection, const Sql& sql, bool create, Deadline deadline);

/// The log of that name, made if `create` is set and it is missing. not_a_store otherwise.
Result<LogRow> find_log(Connection& connection, const Sql& sql, const std::string& name,
                        bool create, Deadline deadline);

/// What stands behind the name of a log that is a half copy.
inline constexpr std::string_view kHalfCopy = " (half copy)";
/// By which name a log stands in its row as long as it is a half copy. Nothing opens it: it is no
/// name of a log.
std::string half_copy_of(const std::string& name);

/// The row of that name, whatever name that is; nothing if there is none.
Result<std::optional<LogRow>> find_row(Connection& connection, const Sql& sql,
                                       const std::string& name, Deadline deadline);

/// Makes the partition that holds this position, if it is missing.
Result<void> ensure_partition(Connection& connection, const Sql& sql, std::uint64_t position,
                              Deadline deadline);

}  // namespace recourse::stores::pg
