// StoreCore: a store without its folder's lock and without threads: proved, opened, its index
// caught up.
//
//     auto core = StoreCore::open({.directory = d, .memory_bytes = m, .clock = &clock}).value();
//     core->pipeline().admit(…);  core->pipeline().commit_some(answers);
//
// Whoever holds it calls the pipeline's steps: the threads of store.cpp, or a simulation that gives
// it a disk of its own. Thread-safety: as the pipeline's; reads from any thread.
#pragma once

#include "stores/rocksdb/checkpoints.hpp"
#include "stores/rocksdb/cursors.hpp"
#include "stores/rocksdb/pipeline.hpp"
#include "stores/rocksdb/tables.hpp"

namespace recourse::stores::rocks {

struct StoreCoreOptions {
  std::filesystem::path directory;
  std::size_t memory_bytes = 0;
  const Clock* clock = nullptr;
  /// Of the log that must be there; nothing for a store that is being made.
  std::optional<LogId> log_id = {};
  /// Of a log that is being made; a simulation says one, so that it does the same each time.
  FingerprintKey fingerprint_key = random_fingerprint_key();
  rocksdb::Env* env = rocksdb::Env::Default();
  bool wal_in_place = true;
  std::shared_ptr<rocksdb::Logger> notes = silent_info_log();
};

class StoreCore {
 public:
  /// Errors: corruption, format_too_new, acknowledged_loss, io_error.
  static Result<std::unique_ptr<StoreCore>> open(const StoreCoreOptions& options);
  /// Flushes the index if the store is whole, so that the next open has little to catch up.
  /// Requires: nobody is inside a step.
  ~StoreCore();
  StoreCore(const StoreCore&) = delete;
  StoreCore& operator=(const StoreCore&) = delete;

  Pipeline& pipeline() { return *pipeline_; }
  const core::LogIdentity& identity() const { return identity_; }
  const FingerprintKey& fingerprint_key() const { return fingerprint_key_; }
  core::Health health() const;

  /// Consistent with everything published before the call. limit_exceeded if too many are open.
  Result<std::unique_ptr<core::Cursor>> read_stream(const StreamId& stream,
                                                    core::StreamRange range);
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range);

  core::TableStore& tables() { return tables_; }
  core::Checkpoints& checkpoints() { return *checkpoints_; }

  /// For tests and tools: the parts themselves.
  Log& log() { return log_; }
  Index& index() { return index_; }

 private:
  explicit StoreCore(Databases databases)
      : cache_(std::move(databases.cache)),
        log_(std::move(databases.log)),
        index_(std::move(databases.views)),
        tables_(index_.database(), std::move(databases.table), std::move(databases.damage)) {}
  Result<void> start(const StoreCoreOptions& options);
  /// Whoever finds stored bytes damaged stops the writing.
  std::function<void(const Error&)> stop_on_damage();
  /// acknowledged_loss if a table has seen more than the log holds.
  Result<void> check_tables(Position head) const;
  void note_clock(const Clock& clock, const LogEnd& end);

  CursorCount cursors_;
  std::shared_ptr<rocksdb::Cache> cache_;
  Log log_;
  Index index_;
  Tables tables_;  // in the index's database
  core::LogIdentity identity_{};
  FingerprintKey fingerprint_key_{};
  std::vector<std::string> notes_;  // of what was noticed at open
  std::optional<Pipeline> pipeline_;
  std::optional<LogCheckpoints> checkpoints_;
};

}  // namespace recourse::stores::rocks
