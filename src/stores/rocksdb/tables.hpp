// Tables of views/, one column family each, named "view.<name>.<version>.<build>":
//
//     'r' key   →  value
//     'k'       →  the checkpoint: 16 log id, be64 incarnation, be64 position
//
// A write is one batch into one family, without a write-ahead log: a flush takes rows and
// checkpoint together, and never a write without those before it.
//
// A family's handle goes with the last who reads it, which may be after it was dropped.
// Thread-safety: see core/table.hpp.
#pragma once

#include <map>
#include <mutex>
#include <recourse/core/table.hpp>

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {

/// A table's column family.
class Family {
 public:
  /// Takes over the handle. The database must outlive it.
  Family(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle) : db_(&db), handle_(handle) {}
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;
  ~Family() { db_->DestroyColumnFamilyHandle(handle_); }

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* handle() const { return handle_; }

  Result<std::optional<std::string>> get(const rocksdb::ReadOptions& options,
                                         std::string_view key) const;
  /// corruption if it is unreadable.
  Result<std::optional<core::Checkpoint>> checkpoint(const rocksdb::ReadOptions& options) const;
  /// The error of a failure that was met in this family.
  Error failed(const rocksdb::Status& status, std::string_view what) const;

 private:
  rocksdb::DB* db_;
  rocksdb::ColumnFamilyHandle* handle_;
};

/// The families of tables that a database was opened with, by name.
using Families = std::map<core::TableName, std::shared_ptr<Family>>;
/// Takes them over from the database, which must outlive them.
Families take_families(Database& views);

struct Furthest {
  core::TableName table;
  Position position;
};
/// The table that has seen most of this log; nothing if none has seen any. A checkpoint that is
/// another log's or cannot be read says nothing.
std::optional<Furthest> furthest(const Families& families, const core::LogIdentity& log);

/// A snapshot of a database that does not change, which `keep` keeps open.
Result<std::unique_ptr<core::TableSnapshot>> snapshot_of(std::shared_ptr<const Family> family,
                                                         std::shared_ptr<const void> keep);

/// The tables of the process that writes.
class Tables final : public core::TableStore {
 public:
  /// `views` must outlive it and everything that it gave out.
  Tables(Database& views, rocksdb::ColumnFamilyOptions options,
         std::shared_ptr<TableDamage> damage);
  ~Tables() override;

  Result<std::vector<core::TableName>> list() const override;
  Result<std::shared_ptr<core::Table>> open(const core::TableName& name) override;
  Result<void> drop(const core::TableName& name) override;

  /// All of them as they are now.
  Families families() const;

 private:
  class OwnTable;
  rocksdb::DB* db_;
  rocksdb::ColumnFamilyOptions options_;
  std::shared_ptr<TableDamage> damage_;
  mutable std::mutex mutex_;
  std::map<core::TableName, std::shared_ptr<OwnTable>> tables_;
};

}  // namespace recourse::stores::rocks
