// The store's folder: what counts as a store, who may write to it.
//
//     recourse.store   three lines: "recourse store", "format 1", "log <32 hex digits>"
//     lock             held (flock) by the one process that writes
//     log/  views/
//     rocksdb.log      RocksDB's own notes
//     restoring        while a restore is at work; then nothing else here counts
//     copying          while a copy of another store's log comes in; the same
//
// The marker is written last at creation and carries the log's id, so that a half-made store is
// told from a damaged one, and a log from another store's is noticed.
#pragma once

#include <filesystem>
#include <optional>
#include <recourse/base/ids.hpp>

namespace recourse::stores::rocks {

/// Holds the folder's lock as long as it lives.
class DirectoryLock {
 public:
  /// store_locked (with the other process's number) if somebody else holds it.
  static Result<DirectoryLock> take(const std::filesystem::path& directory);

  DirectoryLock() = default;
  DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

/// What was found in a folder.
struct Found {
  /// The log id of the marker; nothing if the folder is (or may become) a new store.
  std::optional<LogId> log_id;
};

/// Looks at a folder without changing it, except that it is created if missing and `create`.
/// Errors: not_a_store, format_too_new, corruption (unreadable marker), io_error.
Result<Found> examine(const std::filesystem::path& directory, bool create);

/// The same for who copies a log into it: it may be a half copy. Created if it is missing.
Result<Found> examine_for_copy(const std::filesystem::path& directory);

/// Looks at a folder that is for tables alone; it is created if it is missing. True: it holds some.
/// Errors: not_a_store, format_too_new, io_error.
Result<bool> examine_tables(const std::filesystem::path& directory);
/// Writes the marker of such a folder durably.
Result<void> write_tables_marker(const std::filesystem::path& directory);

/// Writes the marker durably: whole or not at all.
Result<void> write_marker(const std::filesystem::path& directory, const LogId& log_id);

/// A folder that holds this file holds a store.
inline constexpr std::string_view kMarker = "recourse.store";

/// A folder that holds this file holds tables alone.
inline constexpr std::string_view kTablesMarker = "recourse.tables";

/// A restore is at work in a folder that holds this file, or was interrupted there.
inline constexpr std::string_view kRestoring = "restoring";

/// A folder that holds this file holds the beginning of a log that is being copied into it.
inline constexpr std::string_view kCopying = "copying";

/// Writes a small file durably: under another name first, so that it is whole or absent.
Result<void> write_durably(const std::filesystem::path& path, std::string_view text);
/// Makes a file's bytes outlive a crash.
Result<void> sync_file(const std::filesystem::path& path);
/// Makes what was created, renamed or removed in a folder outlive a crash.
Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace recourse::stores::rocks
