// The RocksDB store: the log on disk.
//
//     auto store = stores::open_rocksdb({.directory = "/var/lib/window"}).value();
//
// One committer thread drains a queue of appends, packs a group of them into pages of the log,
// writes them in one batch with one sync, and only then answers. A stream index and a command-id
// index are derived beside it, without sync; after a crash they are brought up from the log at
// open. Reads see everything acknowledged, indexed or not. See docs/architecture.md and
// docs/format/.
//
// In the directory: recourse.store (format and log id), lock, log/ (the truth), views/ (derived).
// One process may have it open for writing. Tables can also live in a directory of their own, with
// the log somewhere else.
#pragma once

#include <filesystem>
#include <recourse/base/clock.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/core/log_copy.hpp>

namespace recourse::stores {

struct RocksDbOptions {
  /// Where the store lives. Created if missing and `create` is set.
  std::filesystem::path directory;
  /// Make a new store if the directory is missing or empty. Otherwise not_a_store.
  bool create = true;
  /// Gives recorded_at. Must outlive the store.
  const Clock* clock = &SystemClock::instance();
  /// Bytes for block cache, memtables, indexes and filters together. Range: 32 MiB and up.
  std::size_t memory_bytes = std::size_t{256} << 20;
  /// What async_append does when the queue is full: wait for room, or answer queue_full (default).
  bool wait_when_full = false;
  /// Write the write-ahead log into zeros written ahead, so that a sync need not commit the file's
  /// size: the same promises, more appends a second. Turn it off where the file system copies on
  /// write (btrfs, ZFS): it costs there and gains nothing.
  bool wal_in_place = true;
};

/// Opens or creates a store; recovers after a crash.
/// Errors: not_a_store (missing, not a directory, foreign content), store_locked (another process),
/// format_too_new, corruption, acknowledged_loss (a derived index has seen more than the log
/// holds), io_error, invalid_argument.
Result<std::unique_ptr<core::EventStore>> open_rocksdb(RocksDbOptions options);

/// Opens a store for reading, beside the process that writes it if there is one: the log and the
/// tables as they are now; refresh() looks again. Appends and all other writes answer
/// store_stopped. Takes no lock and changes nothing.
/// Errors: not_a_store, format_too_new, corruption, acknowledged_loss, io_error.
Result<std::unique_ptr<core::EventStore>> open_rocksdb_reader(
    std::filesystem::path directory, std::size_t memory_bytes = std::size_t{64} << 20);

/// Takes a log of another store into a directory that is missing, empty, or holds the beginning of
/// that log: a half copy, which stays one until finish(), or a store that nobody has open.
/// Errors: invalid_argument (it holds another log, or another incarnation of it), not_a_store
/// (foreign content), store_locked, corruption, acknowledged_loss, io_error.
Result<std::unique_ptr<core::LogImport>> import_rocksdb(const std::filesystem::path& directory,
                                                        const core::LogOrigin& origin,
                                                        std::size_t memory_bytes = std::size_t{128}
                                                                                   << 20);

struct RocksDbTablesOptions {
  /// Where the tables live: theirs alone. Created if missing.
  std::filesystem::path directory;
  /// Bytes for block cache, memtables, indexes and filters together. Range: 32 MiB and up.
  std::size_t memory_bytes = std::size_t{128} << 20;
};

/// Opens tables for a log that lies elsewhere (core/composed_store.hpp). What a crash takes of them
/// is derived again; a folder that cannot be opened is made anew. One process may have it open.
/// Errors: not_a_store (not a directory, foreign content, a whole store), store_locked,
/// format_too_new, io_error, invalid_argument.
Result<std::unique_ptr<core::TableStore>> open_rocksdb_tables(const RocksDbTablesOptions& options);

/// The same tables for reading, beside the process that has them open: as it had flushed them at
/// this call, and no later. Takes no lock and changes nothing.
/// Errors: not_a_store (there are none), format_too_new, corruption, io_error, invalid_argument.
Result<std::unique_ptr<core::TableStore>> open_rocksdb_tables_reader(
    const std::filesystem::path& directory, std::size_t memory_bytes = std::size_t{64} << 20);

}  // namespace recourse::stores
