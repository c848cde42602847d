// Backup and restore of a log.
//
//     auto made = stores::create_backup(*store, "/backup/window").value();   // what was gained
//     auto proof = stores::verify_backup("/backup/window").value();          // proof.ok()
//     stores::restore_backup("/backup/window", "/var/lib/window").value();   // where nothing is
//
// A backup folder holds segments of one log, each with a manifest that proves it and the manifest
// before it (docs/format/backup.md). Each call of create_backup adds what the log has gained since
// the last segment, so the first is a full backup and the others are as large as what is new:
//
//     segment 1: positions [1, 5000]    segment 2: [5001, 5320]    segment 3: [5321, 9000]
//
// A segment ends where an append ends. What a crash leaves of an unfinished segment does not count
// as backup and is replaced by the next create. Index and views are not in it: they are derived.
//
// A restored log has the id of the old one and a higher incarnation, so that whatever was derived
// from the old one, and may have seen more, is not taken for derived from the new one.
//
// Thread-safety: any thread at any time; of two that create in one folder the second gets
// store_locked. Reading a backup takes no lock and changes nothing.
#pragma once

#include <filesystem>
#include <recourse/base/clock.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse::stores {

/// Called now and then with what was done and what is to do, in records while creating, otherwise
/// in bytes, each counted once for each pass over it. False ends the call with the error `closed`.
using BackupProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// One segment: positions in [first, last], both inclusive.
struct BackupInfo {
  std::uint64_t number = 0;  ///< From 1, without gaps.
  core::LogIdentity identity;
  Position first;
  Position last;
  Timestamp taken_at;       ///< When it was written, by the clock of who wrote it.
  Timestamp recorded_at;    ///< Of the record at `last`.
  std::uint64_t bytes = 0;  ///< Of the segment's file.
  friend bool operator==(const BackupInfo&, const BackupInfo&) = default;
};

struct BackupOptions {
  /// Gives taken_at.
  const Clock* clock = &SystemClock::instance();
  /// A segment is closed at the first append boundary behind this size; from 1.
  std::uint64_t segment_bytes_max = limits::kSegmentBytesMax;
  BackupProgress progress = {};
};

/// What create_backup has added.
struct BackupMade {
  std::vector<BackupInfo> segments;  ///< None: the log has gained nothing since the last one.
  Position last;                     ///< The backup now holds [1, last]; 0: the log is empty.
};

/// Adds what the log holds up to its head at the time of the call. May run beside appends, in the
/// process that writes or, over open_rocksdb_reader, in another one. When it returns, the segments
/// are on disk; a crash before that leaves those that were finished.
/// Errors: not_a_store (the folder holds other things and no backup), invalid_argument (it holds
/// the backup of another log or incarnation), acknowledged_loss (the log ends before the backup
/// does, or has another record where the backup ends), store_locked (somebody else creates there),
/// corruption (of the log, or of what the folder holds), format_too_new, io_error, closed.
Result<BackupMade> create_backup(const core::EventStore& store, const std::filesystem::path& folder,
                                 const BackupOptions& options = {});

/// The segments, in order. Reads the manifests only.
/// Errors: not_found (no folder, or no backup in it), not_a_store (other things and no backup),
/// corruption, format_too_new, io_error.
Result<std::vector<BackupInfo>> list_backups(const std::filesystem::path& folder);

/// One thing that is wrong with a backup.
struct BackupFinding {
  std::string file;  ///< Its name in the folder.
  std::string what;
  std::string cure;  ///< What to do about it.
};

struct BackupReport {
  std::uint64_t segments = 0;  ///< Manifests that are there, good or not.
  Position last;               ///< What was proved ends here.
  std::uint64_t records = 0;
  std::uint64_t streams = 0;
  std::uint64_t bytes = 0;
  std::uint64_t problems = 0;           ///< All of them, also those that are not listed.
  std::vector<BackupFinding> findings;  ///< The first limits::kFindingsMax.
  std::vector<std::string> notes;       ///< Harmless: what an interrupted create left.
  bool ok() const { return problems == 0; }
};

/// Reads the whole backup and proves what can be proved from it: each manifest and its link to the
/// one before; each segment's bytes; each record's checksum and form; positions, versions and
/// appends whole and without gaps, across segments; recorded_at never decreasing.
/// Errors: as list_backups, except that damage is a finding (corruption only if so many manifests
/// are missing that the folder cannot be what it was); closed.
Result<BackupReport> verify_backup(const std::filesystem::path& folder,
                                   const BackupProgress& progress = {});

struct RestoreOptions {
  /// Leave out what was recorded behind this position, in [1, end of the backup]. An append that
  /// goes beyond it is left out as a whole. Nothing: all.
  std::optional<Position> up_to_position = {};
  /// Leave out what was recorded after this moment, which lies between the backup's first and last
  /// record. Of both bounds the lower one counts.
  std::optional<Timestamp> up_to_time = {};
  /// Tells one restore's incarnation from another's.
  const Clock* clock = &SystemClock::instance();
  BackupProgress progress = {};
};

/// What restore_backup has made.
struct Restored {
  core::LogIdentity identity;      ///< The old log's id, and an incarnation above the old one's.
  Position last;                   ///< The restored log ends here.
  Timestamp recorded_at;           ///< Of the record at `last`.
  Position backup_last;            ///< The backup ends here.
  std::vector<std::string> notes;  ///< As in BackupReport.
};

/// Makes a store of a backup, in a directory that is missing or empty. The segments that it needs
/// are proved by their checksums before anything is written; later ones may be damaged. Command ids
/// up to `last` stay taken, those behind it are free again. An error removes what was written; a
/// crash leaves a directory that is refused as not_a_store.
/// Errors: invalid_argument (the directory is not empty; a bound outside of the backup), not_found,
/// not_a_store, corruption, format_too_new, io_error (also: too little space), closed.
Result<Restored> restore_backup(const std::filesystem::path& folder,
                                const std::filesystem::path& directory,
                                const RestoreOptions& options = {});

}  // namespace recourse::stores
