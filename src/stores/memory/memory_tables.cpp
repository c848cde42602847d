#include "stores/memory/memory_tables.hpp"

namespace recourse::stores {

using namespace core;

Result<std::vector<TableName>> MemoryTables::list() const {
  std::lock_guard lock{mutex_};
  std::vector<TableName> names;
  for (const auto& [name, table] : tables_) names.push_back(name);
  return names;
}

Result<std::shared_ptr<Table>> MemoryTables::open(const TableName& name) {
  RECOURSE_TRY(TableName::parse(name.to_string()));
  std::lock_guard lock{mutex_};
  auto& table = tables_[name];
  if (!table) table = std::make_shared<MemoryTable>();
  return std::shared_ptr<Table>{table};
}

Result<void> MemoryTables::drop(const TableName& name) {
  std::lock_guard lock{mutex_};
  tables_.erase(name);
  return {};
}

Result<void> MemoryCheckpoints::save(std::string_view name, const Checkpoint& at) {
  RECOURSE_TRY(check_name(name, /*dots=*/true));
  std::lock_guard lock{mutex_};
  saved_.insert_or_assign(std::string{name}, at);
  return {};
}

Result<std::optional<Checkpoint>> MemoryCheckpoints::load(std::string_view name) const {
  std::lock_guard lock{mutex_};
  const auto found = saved_.find(name);
  if (found == saved_.end()) return std::optional<Checkpoint>{};
  return std::optional{found->second};
}

Result<std::vector<Checkpoints::Named>> MemoryCheckpoints::list() const {
  std::lock_guard lock{mutex_};
  std::vector<Named> all;
  for (const auto& [name, at] : saved_) all.push_back({name, at});
  return all;
}

Result<void> MemoryCheckpoints::remove(std::string_view name) {
  std::lock_guard lock{mutex_};
  if (const auto found = saved_.find(name); found != saved_.end()) saved_.erase(found);
  return {};
}

}  // namespace recourse::stores
