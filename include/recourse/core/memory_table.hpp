// MemoryTable: a table in memory, alone or over a snapshot of another.
//
//     MemoryTable ahead{table->snapshot().value()};   // reads through, writes stay in memory
//
// Over a snapshot it lets a process that may only read bring a view up to the log's head for
// itself. Memory grows with what is written. Thread-safety: all members.
#pragma once

#include <map>
#include <mutex>
#include <recourse/core/table.hpp>

namespace recourse::core {

class MemoryTable final : public Table {
 public:
  MemoryTable() : MemoryTable(nullptr) {}
  explicit MemoryTable(std::shared_ptr<const TableSnapshot> base);
  ~MemoryTable() override;

  Result<std::unique_ptr<TableSnapshot>> snapshot() const override;
  Result<std::optional<std::string>> get(std::string_view key) const override;
  Result<void> write(std::span<const RowChange> rows, const Checkpoint& at) override;
  Result<void> clear() override;
  Result<void> flush() override { return {}; }

 private:
  struct Contents;
  mutable std::mutex mutex_;
  /// Shared with snapshots; copied before a write while one of them is there.
  std::shared_ptr<Contents> contents_;
};

}  // namespace recourse::core
