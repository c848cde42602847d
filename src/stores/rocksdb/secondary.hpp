// What a process sees of views/ beside the process that writes it: generations. Each is opened anew
// and never brought up, so that whoever reads one sees a single moment, while the writer makes and
// drops tables.
#pragma once

#include <functional>

#include "stores/rocksdb/index.hpp"
#include "stores/rocksdb/tables.hpp"

namespace recourse::stores::rocks {

/// One generation.
struct Views {
  Views(Database database, std::string files)
      : index(std::move(database)),
        families(take_families(index.database())),
        made_of(std::move(files)) {}

  Index index;
  Families families;    // gone before the index's database
  std::string made_of;  // which files, as the manifest's name and length
};
using ViewsPtr = std::shared_ptr<const Views>;

/// The newest generation: `known`, unless the writer has flushed, made or dropped something since.
/// Errors: io_error, corruption; they may pass while the writer is at work.
Result<ViewsPtr> newest_views(const std::filesystem::path& directory, const Budget& budget,
                              ViewsPtr known);

/// The tables of the generation that `current` answers with. Thread-safety: all members.
class SecondaryTables final : public core::TableStore {
 public:
  explicit SecondaryTables(std::function<ViewsPtr()> current) : current_(std::move(current)) {}
  ~SecondaryTables() override;

  Result<std::vector<core::TableName>> list() const override;
  /// The table stays usable when a later generation comes; not_found once it has no such table.
  Result<std::shared_ptr<core::Table>> open(const core::TableName& name) override;
  Result<void> drop(const core::TableName& name) override;
  bool takes_writes() const override { return false; }

 private:
  class SecondaryTable;
  std::function<ViewsPtr()> current_;
  std::mutex mutex_;
  std::map<core::TableName, std::shared_ptr<SecondaryTable>> opened_;
};

/// store_stopped: what a process is told that has opened the store for reading.
Error for_reading_only();

}  // namespace recourse::stores::rocks
