// Damage in a table's files that a compaction meets. RocksDB would refuse every later write to the
// database, and the index lives there too: the log would stop for want of something derived. The
// error stays the table's instead. Its files are as they were, and it takes no more writes, so that
// what cannot be compacted does not pile up.
#pragma once

#include <rocksdb/listener.h>

#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace recourse::stores::rocks {

/// Thread-safety: all members.
class TableDamage final : public rocksdb::EventListener {
 public:
  /// Whether a compaction of this family has met damage.
  bool met_in(const std::string& family) const;
  /// The family is gone; its name may be another's.
  void forget(const std::string& family);

  void OnCompactionCompleted(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) override;
  /// Called on the compaction's thread, after its end was told.
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> families_;
  std::set<std::thread::id> failed_;  // their last compaction met damage in a table
};

}  // namespace recourse::stores::rocks
