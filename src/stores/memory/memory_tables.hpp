// The tables and checkpoints of the memory store: maps under a lock.
#pragma once

#include <map>
#include <mutex>
#include <recourse/core/memory_table.hpp>

namespace recourse::stores {

/// Thread-safety: all members.
class MemoryTables final : public core::TableStore {
 public:
  Result<std::vector<core::TableName>> list() const override;
  Result<std::shared_ptr<core::Table>> open(const core::TableName& name) override;
  Result<void> drop(const core::TableName& name) override;

 private:
  mutable std::mutex mutex_;
  std::map<core::TableName, std::shared_ptr<core::MemoryTable>> tables_;
};

class MemoryCheckpoints final : public core::Checkpoints {
 public:
  Result<void> save(std::string_view name, const core::Checkpoint& at) override;
  Result<std::optional<core::Checkpoint>> load(std::string_view name) const override;
  Result<std::vector<Named>> list() const override;
  Result<void> remove(std::string_view name) override;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, core::Checkpoint, std::less<>> saved_;
};

}  // namespace recourse::stores
