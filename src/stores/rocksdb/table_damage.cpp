#include "stores/rocksdb/table_damage.hpp"

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {

bool TableDamage::met_in(const std::string& family) const {
  std::lock_guard lock{mutex_};
  return families_.contains(family);
}

void TableDamage::forget(const std::string& family) {
  std::lock_guard lock{mutex_};
  families_.erase(family);
}

void TableDamage::OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo& job) {
  std::lock_guard lock{mutex_};
  failed_.erase(std::this_thread::get_id());
  if (!job.status.IsCorruption() || !job.cf_name.starts_with(kTableFamilyPrefix)) return;
  families_.insert(job.cf_name);
  failed_.insert(std::this_thread::get_id());
}

void TableDamage::OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) {
  std::lock_guard lock{mutex_};
  const bool tables = failed_.erase(std::this_thread::get_id()) > 0;
  const bool compacting = reason == rocksdb::BackgroundErrorReason::kCompaction;
  if (tables && compacting && error->IsCorruption()) *error = rocksdb::Status::OK();
}

}  // namespace recourse::stores::rocks
