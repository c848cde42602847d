// A disk in memory that behaves as badly as a real one may.
//
//     Disk disk;
//     auto env = disk.env();                             // give it to RocksDB
//     disk.on_operation([&](std::uint64_t n) { … });     // before the n-th change takes effect
//     auto after = disk.after_power_cut(random);         // what a reboot would find
//
// What was synced stays. Of what was written since, a power cut keeps nothing, everything, a
// beginning, a beginning with a hole, or a beginning with a garbled end; of what was written over
// other bytes also sectors here and there. What a file was cut to is durable with its next sync.
// Names created, renamed and
// removed since their folder was synced survive as a prefix of the order in which they happened.
// Folders themselves are durable at once.
//
// Thread-safety: all members; the hook runs on the thread that works on the disk and may take
// images of it, but must not change it.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/random.hpp"

namespace recourse::sim {

/// The contents of one file, and what of them is durable.
struct Inode {
  /// Bytes [from, to) that were written since the last sync, in the order of the writes.
  struct Written {
    std::size_t from = 0;
    std::size_t to = 0;
  };
  void write(std::size_t at, const char* data, std::size_t count);
  void truncate(std::size_t size);
  void sync();

  std::string bytes;
  std::string durable;
  std::vector<Written> written;
};

/// What makes operations fail.
struct Fault {
  enum class Kind : std::uint8_t { io_error, no_space };
  std::uint64_t from = 0;  ///< Number of the first operation that fails.
  std::uint64_t count = ~std::uint64_t{0};
  Kind kind = Kind::io_error;
};

class Disk {
 public:
  Disk();
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// Valid as long as the disk.
  rocksdb::Env* env() { return env_.get(); }

  /// Called before each change with its number, from 1.
  void on_operation(std::function<void(std::uint64_t number)> hook);
  /// As long as it is held no other thread changes anything, and none is in the hook.
  std::unique_lock<std::recursive_mutex> hold() const { return std::unique_lock{mutex_}; }
  void fail(Fault fault);
  void heal() { fail({.from = ~std::uint64_t{0}}); }
  /// Pretends that syncing succeeds and does nothing: a disk that lies, or a store without syncs.
  void lie_about_syncs() { lies_ = true; }
  std::uint64_t operations() const;

  std::unique_ptr<Disk> after_power_cut(Random& random) const;
  /// What another process would find: everything that was written.
  std::unique_ptr<Disk> after_kill() const;

  /// Paths of the files there are, sorted.
  std::vector<std::string> files() const;
  std::string read(const std::string& path) const;
  void write(const std::string& path, std::string bytes);
  void remove_folder(const std::string& path);
  /// Takes over a folder's files from another disk.
  void copy_folder(const Disk& from, const std::string& path);

 private:
  friend class DiskFileSystem;
  friend class DiskFile;
  friend class DiskFolder;
  using Names = std::map<std::string, std::shared_ptr<Inode>>;
  /// A change of names that is not durable yet; null removes.
  struct Pending {
    std::string folder;
    std::vector<std::pair<std::string, std::shared_ptr<Inode>>> changes;
  };

  /// Counts an operation, tells the hook, and says whether it is to fail.
  rocksdb::IOStatus begin_operation();
  void change_names(Pending change);
  void sync_folder(const std::string& folder);

  mutable std::recursive_mutex mutex_;  // the hook takes images
  Names names_;
  Names durable_;
  std::vector<Pending> pending_;
  std::set<std::string> folders_;
  std::set<std::string> locks_;
  std::function<void(std::uint64_t)> hook_;
  Fault fault_{.from = ~std::uint64_t{0}};
  bool lies_ = false;
  std::uint64_t operations_ = 0;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace recourse::sim
