// The two RocksDB databases of a store, and how their errors read.
//
// log/    pages (the truth) and meta; write-ahead log on, synced by the committer.
// views/  derived data; write-ahead log off: what a crash takes is derived again.
//
// Both share one cache, and their memtables are charged to it: one memory budget for all.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/write_buffer_manager.h>

#include <filesystem>
#include <memory>
#include <recourse/base/bytes.hpp>
#include <recourse/base/result.hpp>

#include "stores/rocksdb/info_log.hpp"
#include "stores/rocksdb/table_damage.hpp"

namespace recourse::stores::rocks {

/// A RocksDB failure as an Error; `what` says what was being done.
Error from_status(const rocksdb::Status& status, std::string_view what);

/// A database with its column families; closes them in the right order.
class Database {
 public:
  Database() = default;
  Database(Database&& other) noexcept { *this = std::move(other); }
  Database& operator=(Database&& other) noexcept {
    env_.swap(other.env_);
    db_.swap(other.db_);
    families_.swap(other.families_);
    return *this;
  }
  ~Database();

  /// Bytes of the table readers that are not in the cache.
  std::uint64_t table_reader_bytes() const;

  rocksdb::DB* operator->() const { return db_.get(); }
  rocksdb::ColumnFamilyHandle* family(std::size_t i) const { return families_[i]; }
  /// Hands over the families from `first` on; their handles must be destroyed before the database.
  std::vector<rocksdb::ColumnFamilyHandle*> release_families(std::size_t first);

 private:
  friend Result<Database> open_log(const struct DatabaseOptions&, const struct Budget&);
  friend Result<Database> open_database(const rocksdb::Options&, const std::filesystem::path&,
                                        std::vector<rocksdb::ColumnFamilyDescriptor>);
  friend Result<Database> open_read_only(const rocksdb::Options&, const std::filesystem::path&,
                                         const std::vector<rocksdb::ColumnFamilyDescriptor>&);
  friend Result<Database> open_log_beside(const std::filesystem::path&, const struct Budget&,
                                          const std::filesystem::path&);
  std::unique_ptr<rocksdb::Env> env_;  // destroyed last; null: somebody else's
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

/// Opens one database with its families.
Result<Database> open_database(const rocksdb::Options& options, const std::filesystem::path& path,
                               std::vector<rocksdb::ColumnFamilyDescriptor> families);

/// Memory that several databases share: memtables are charged to the cache.
struct Budget {
  explicit Budget(std::size_t memory_bytes);
  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> buffers;
};

struct Databases {
  Database log;                           // families: 0 default (meta), 1 pages
  Database views;                         // families: 0 default, 1 index, then those of tables
  std::shared_ptr<rocksdb::Cache> cache;  // of both
  rocksdb::ColumnFamilyOptions table;     // of a table's family that is yet to be made
  std::shared_ptr<TableDamage> damage;
};

inline constexpr std::size_t kMetaFamily = 0;
inline constexpr std::size_t kPagesFamily = 1;
inline constexpr std::size_t kIndexFamily = 1;
inline constexpr std::size_t kFirstTableFamily = 2;
/// A table's family is named "view.<name>.<version>.<build>".
inline constexpr std::string_view kTableFamilyPrefix = "view.";

/// Where and how two databases are opened.
struct DatabaseOptions {
  std::filesystem::path directory;
  std::size_t memory_bytes = 0;
  bool create = false;
  /// Files and threads; a simulation gives its own disk.
  rocksdb::Env* env = rocksdb::Env::Default();
  /// Write the log's write-ahead log into zeros (in_place_wal.hpp).
  bool wal_in_place = true;
  std::shared_ptr<rocksdb::Logger> notes = silent_info_log();
};

/// Opens the log for writing, creating it if `create`.
Result<Database> open_log(const DatabaseOptions& options, const Budget& budget);

/// Opens both, creating them if `create`. The views are thrown away and made anew if they cannot be
/// opened: they are derived.
Result<Databases> open_databases(const DatabaseOptions& options);

/// A database of tables without a log beside it.
struct ViewsDatabase {
  Database views;
  rocksdb::ColumnFamilyOptions table;  // of a table's family that is yet to be made
  std::shared_ptr<TableDamage> damage;
};
/// Opens it, creating it if it is missing, and anew if it cannot be opened: it is derived.
Result<ViewsDatabase> open_views_alone(const DatabaseOptions& options);

/// invalid_argument if it is too little for caches and buffers.
Result<void> check_memory(std::size_t bytes);

/// Opens the log as recovery would, without changing anything: what a recovery drops is not there.
Result<Database> open_log_for_reading(const DatabaseOptions& options);

/// Opens the log beside the process that writes it: what it has synced by now. It may be brought up
/// with TryCatchUpWithPrimary. Nothing in the folder is changed; `scratch` is RocksDB's.
Result<Database> open_log_beside(const std::filesystem::path& directory, const Budget& budget,
                                 const std::filesystem::path& scratch);

/// Opens the views and their tables beside the process that writes them: what it has flushed by
/// now, for good. It fails if a file goes meanwhile. No secondary, as the log is: RocksDB 7.8 ends
/// the process where one meets a family that was dropped.
Result<Database> open_views_beside(const std::filesystem::path& directory, const Budget& budget);

// Numbers in keys are big-endian, so that keys sort as they do.
using base::append_be64;
using base::read_be64;

}  // namespace recourse::stores::rocks
