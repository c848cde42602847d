// Uncounted: RocksDB without its performance counters, on this thread, for as long as it lives.
//
//     const Uncounted uncounted;
//     db.Write(options, &batch);   // a comparison of two keys costs a comparison, and no counting
//
// By default RocksDB counts each comparison in memory of the thread's own: where batches are large
// that took a tenth of writing them. Nobody here reads the counters.
// Thread-safety: of one thread.
#pragma once

#include <rocksdb/perf_level.h>

namespace recourse::stores::rocks {

class Uncounted {
 public:
  Uncounted() : before_(rocksdb::GetPerfLevel()) {
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  }
  ~Uncounted() { rocksdb::SetPerfLevel(before_); }
  Uncounted(const Uncounted&) = delete;
  Uncounted& operator=(const Uncounted&) = delete;

 private:
  rocksdb::PerfLevel before_;
};

}  // namespace recourse::stores::rocks
