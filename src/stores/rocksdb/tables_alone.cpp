#include <recourse/stores/rocksdb.hpp>

#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/tables.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

/// Tables with the folder that is theirs alone.
class TablesAlone final : public core::TableStore {
 public:
  TablesAlone(DirectoryLock lock, ViewsDatabase opened)
      : lock_(std::move(lock)),
        database_(std::move(opened.views)),
        tables_(database_, std::move(opened.table), std::move(opened.damage)) {}

  Result<std::vector<core::TableName>> list() const override { return tables_.list(); }
  Result<std::shared_ptr<core::Table>> open(const core::TableName& name) override {
    return tables_.open(name);
  }
  Result<void> drop(const core::TableName& name) override { return tables_.drop(name); }

 private:
  DirectoryLock lock_;  // released last
  Database database_;
  Tables tables_;  // in the database
};

}  // namespace
}  // namespace rocks

Result<std::unique_ptr<core::TableStore>> open_rocksdb_tables(const RocksDbTablesOptions& options) {
  using namespace rocks;
  RECOURSE_TRY(check_memory(options.memory_bytes));
  RECOURSE_TRY(examine_tables(options.directory));
  RECOURSE_TRY_ASSIGN(auto lock, DirectoryLock::take(options.directory));
  RECOURSE_TRY_ASSIGN(const bool marked, examine_tables(options.directory));
  RECOURSE_TRY_ASSIGN(auto opened, open_views_alone({.directory = options.directory,
                                                     .memory_bytes = options.memory_bytes,
                                                     .create = true,
                                                     .notes = open_info_log(options.directory)}));
  if (!marked) RECOURSE_TRY(write_tables_marker(options.directory));
  return std::unique_ptr<core::TableStore>{
      std::make_unique<TablesAlone>(std::move(lock), std::move(opened))};
}

}  // namespace recourse::stores
