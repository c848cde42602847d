// Subscribers' durable positions, in the log's database beside its identity:
//
//     'checkpoint.' name   →  16 log id, be64 incarnation, be64 position
//
// They share the write-ahead log with the pages: each is written with a sync of its own, and one
// that fails stops the store as a failed group does. Thread-safety: all members, beside the
// committer too; RocksDB writes and syncs one group after the other.
#pragma once

#include "stores/rocksdb/pipeline.hpp"

namespace recourse::stores::rocks {

class LogCheckpoints final : public core::Checkpoints {
 public:
  /// Without a pipeline they can only be read. Both must outlive it.
  LogCheckpoints(const Log& log, Pipeline* pipeline) : log_(&log), pipeline_(pipeline) {}

  Result<void> save(std::string_view name, const core::Checkpoint& at) override;
  Result<std::optional<core::Checkpoint>> load(std::string_view name) const override;
  Result<std::vector<Named>> list() const override;
  Result<void> remove(std::string_view name) override;

  /// Puts these in the place of all, durably, in a log that nobody else has open.
  static Result<void> replace_all(Log& log, const std::vector<Named>& positions);

 private:
  Result<void> write(rocksdb::WriteBatch& batch);
  /// Damage stops the writing, whoever meets it.
  Error damaged(Error error) const;
  const Log* log_;
  Pipeline* pipeline_;
};

}  // namespace recourse::stores::rocks
