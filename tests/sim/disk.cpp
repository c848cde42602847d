#include "tests/sim/disk.hpp"

#include <rocksdb/io_status.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <cstring>

namespace recourse::sim {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string plain(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  for (auto twice = path.find("//"); twice != std::string::npos; twice = path.find("//")) {
    path.erase(twice, 1);
  }
  return path;
}

constexpr std::size_t kSector = 512;

/// Puts the first `count` bytes that were written since the last sync into what is durable.
std::string apply(const Inode& inode, std::size_t count) {
  auto bytes = inode.durable;
  for (const auto& w : inode.written) {
    const auto part = std::min(count, w.to - w.from);
    if (part == 0) break;
    bytes.resize(std::max(bytes.size(), w.from + part));
    bytes.replace(w.from, part, inode.bytes, w.from, part);
    count -= part;
  }
  return bytes;
}

/// Of the sectors that were written since the last sync some, in no order.
std::string apply_here_and_there(const Inode& inode, Random& random) {
  auto bytes = inode.durable;
  if (random.chance(50)) bytes.resize(std::max(bytes.size(), inode.bytes.size()));
  for (const auto& w : inode.written) {
    for (auto from = w.from; from < w.to;) {
      const auto to = std::min(w.to, (from / kSector + 1) * kSector);
      if (random.chance(50)) {
        bytes.resize(std::max(bytes.size(), to));
        bytes.replace(from, to - from, inode.bytes, from, to - from);
      }
      from = to;
    }
  }
  return bytes;
}

/// The write since the last sync that holds the `count`-th byte, and that byte's place.
std::pair<Inode::Written, std::size_t> place_of(const Inode& inode, std::size_t count) {
  for (const auto& w : inode.written) {
    if (count < w.to - w.from) return {w, w.from + count};
    count -= w.to - w.from;
  }
  return {};
}

/// What a power cut leaves of a file. The end of RocksDB's list of files is torn, never garbled: it
/// refuses to open with a garbled one, and nobody can tell that from damage.
std::string cut(const std::string& path, const Inode& inode, Random& random) {
  std::size_t all = 0;
  bool over = false;  // other bytes
  for (const auto& w : inode.written) {
    all += w.to - w.from;
    over = over || w.from < inode.durable.size();
  }
  if (all == 0 && inode.bytes.size() == inode.durable.size()) return inode.bytes;
  const auto way = random.below(over ? 8 : 5);
  if (way == 0) return inode.durable;
  if (way == 1) return inode.bytes;
  if (way > 4) return apply_here_and_there(inode, random);
  const auto torn = random.below(all + 1);
  auto bytes = apply(inode, torn);
  const bool listing = path.find("MANIFEST") != std::string::npos;
  if (way == 2 || torn == 0 || listing) return bytes;
  // A hole: a sector whose write never happened; or a last sector of garbage.
  const auto [write, last] = place_of(inode, torn - 1);
  if (way == 3) {
    const auto [holed, begin] = place_of(inode, random.below(torn));
    const auto end = std::min({bytes.size(), holed.to, begin + kSector});
    for (auto i = begin; i < end; ++i) {
      bytes[i] = i < inode.durable.size() ? inode.durable[i] : '\0';
    }
    return bytes;
  }
  const auto begin = std::max(write.from, last + 1 - std::min(last + 1, kSector));
  for (auto i = begin; i <= last; ++i) bytes[i] = static_cast<char>(random.next());
  return bytes;
}

class Silent final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
  std::size_t GetLogFileSize() const override { return 0; }
};

struct Lock final : rocksdb::FileLock {
  explicit Lock(std::string p) : path(std::move(p)) {}
  std::string path;
};

}  // namespace

void Inode::write(std::size_t at, const char* data, std::size_t count) {
  bytes.resize(std::max(bytes.size(), at + count));
  bytes.replace(at, count, data, count);
  if (!written.empty() && written.back().to == at) {
    written.back().to += count;
  } else if (count > 0) {
    written.push_back({at, at + count});
  }
}

void Inode::truncate(std::size_t size) {
  bytes.resize(size);
  for (auto& w : written) {
    w.from = std::min(w.from, size);
    w.to = std::min(w.to, size);
  }
}

void Inode::sync() {
  durable.resize(bytes.size());
  for (const auto& w : written)
    durable.replace(w.from, w.to - w.from, bytes, w.from, w.to - w.from);
  written.clear();
}

/// An open file, for reading or writing.
class DiskFile final : public rocksdb::FSWritableFile,
                       public rocksdb::FSSequentialFile,
                       public rocksdb::FSRandomAccessFile {
 public:
  DiskFile(Disk& disk, std::shared_ptr<Inode> inode) : disk_(&disk), inode_(std::move(inode)) {}

  using rocksdb::FSWritableFile::Append;
  IOStatus Append(const Slice& data, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto status = disk_->begin_operation();
    // A write that fails may have been done in part.
    const auto count = status.ok() ? data.size() : data.size() / 2;
    inode_->write(inode_->bytes.size(), data.data(), count);
    return status;
  }
  using rocksdb::FSWritableFile::PositionedAppend;
  IOStatus PositionedAppend(const Slice& data, std::uint64_t at, const IOOptions&,
                            IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto status = disk_->begin_operation();
    inode_->write(at, data.data(), status.ok() ? data.size() : data.size() / 2);
    return status;
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    if (size == inode_->bytes.size()) return IOStatus::OK();
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    inode_->truncate(size);
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    if (!disk_->lies_) inode_->sync();
    return IOStatus::OK();
  }
  std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    return inode_->bytes.size();
  }

  IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) override {
    const auto status = Read(at_, n, options, result, scratch, debug);
    at_ += result->size();
    return status;
  }
  IOStatus Skip(std::uint64_t n) override {
    at_ += n;
    return IOStatus::OK();
  }
  IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) const override {
    std::lock_guard lock{disk_->mutex_};
    const auto from = std::min<std::size_t>(offset, inode_->bytes.size());
    const auto count = std::min(n, inode_->bytes.size() - from);
    std::memcpy(scratch, inode_->bytes.data() + from, count);
    *result = Slice{scratch, count};
    return IOStatus::OK();
  }
  bool use_direct_io() const override { return false; }
  std::size_t GetRequiredBufferAlignment() const override { return 4096; }
  std::size_t GetUniqueId(char*, std::size_t) const override { return 0; }
  IOStatus InvalidateCache(std::size_t, std::size_t) override { return IOStatus::OK(); }

 private:
  Disk* disk_;
  std::shared_ptr<Inode> inode_;
  std::uint64_t at_ = 0;
};

class DiskFolder final : public rocksdb::FSDirectory {
 public:
  DiskFolder(Disk& disk, std::string path) : disk_(&disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    if (!disk_->lies_) disk_->sync_folder(path_);
    return IOStatus::OK();
  }

 private:
  Disk* disk_;
  std::string path_;
};

class DiskFileSystem final : public rocksdb::FileSystem {
 public:
  explicit DiskFileSystem(Disk& disk) : disk_(&disk) {}
  const char* Name() const override { return "recourse.sim"; }

  IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions&,
                             std::unique_ptr<rocksdb::FSSequentialFile>* out,
                             IODebugContext*) override {
    return open(name, *out);
  }
  IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions&,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* out,
                               IODebugContext*) override {
    return open(name, *out);
  }
  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>* out,
                           IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto path = plain(name);
    if (!disk_->folders_.contains(folder_of(path))) return missing(folder_of(path));
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    auto inode = std::make_shared<Inode>();
    disk_->change_names({folder_of(path), {{path, inode}}});
    *out = std::make_unique<DiskFile>(*disk_, std::move(inode));
    return IOStatus::OK();
  }
  IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>* out,
                              IODebugContext*) override {
    return open(name, *out);
  }
  IOStatus NewDirectory(const std::string& name, const IOOptions&,
                        std::unique_ptr<rocksdb::FSDirectory>* out, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    if (!disk_->folders_.contains(plain(name))) return missing(name);
    *out = std::make_unique<DiskFolder>(*disk_, plain(name));
    return IOStatus::OK();
  }
  IOStatus FileExists(const std::string& name, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto path = plain(name);
    const bool there = disk_->names_.contains(path) || disk_->folders_.contains(path);
    return there ? IOStatus::OK() : IOStatus::NotFound(path);
  }
  IOStatus GetChildren(const std::string& name, const IOOptions&, std::vector<std::string>* out,
                       IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto path = plain(name);
    if (!disk_->folders_.contains(path)) return IOStatus::NotFound(path);
    out->clear();
    for (const auto& [file, inode] : disk_->names_) {
      if (folder_of(file) == path) out->push_back(file.substr(path.size() + 1));
    }
    for (const auto& folder : disk_->folders_) {
      if (folder_of(folder) == path && folder != path) {
        out->push_back(folder.substr(path.size() + 1));
      }
    }
    return IOStatus::OK();
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto path = plain(name);
    if (!disk_->names_.contains(path)) return missing(path);
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    disk_->change_names({folder_of(path), {{path, nullptr}}});
    return IOStatus::OK();
  }
  IOStatus CreateDir(const std::string& name, const IOOptions& options,
                     IODebugContext* debug) override {
    return CreateDirIfMissing(name, options, debug);
  }
  IOStatus CreateDirIfMissing(const std::string& name, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    disk_->folders_.insert(plain(name));
    return IOStatus::OK();
  }
  IOStatus DeleteDir(const std::string& name, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    disk_->folders_.erase(plain(name));
    return IOStatus::OK();
  }
  IOStatus GetFileSize(const std::string& name, const IOOptions&, std::uint64_t* size,
                       IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto found = disk_->names_.find(plain(name));
    if (found == disk_->names_.end()) return missing(name);
    *size = found->second->bytes.size();
    return IOStatus::OK();
  }
  IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* time,
                                   IODebugContext*) override {
    *time = 0;
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&,
                      IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const auto source = plain(from);
    const auto target = plain(to);
    const auto found = disk_->names_.find(source);
    if (found == disk_->names_.end()) return missing(from);
    if (auto status = disk_->begin_operation(); !status.ok()) return status;
    disk_->change_names({folder_of(target), {{target, found->second}, {source, nullptr}}});
    return IOStatus::OK();
  }
  IOStatus LockFile(const std::string& name, const IOOptions&, rocksdb::FileLock** out,
                    IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    if (!disk_->locks_.insert(plain(name)).second) return IOStatus::IOError("locked", name);
    *out = new Lock{plain(name)};
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* held, const IOOptions&, IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    const std::unique_ptr<Lock> own{static_cast<Lock*>(held)};
    disk_->locks_.erase(own->path);
    return IOStatus::OK();
  }
  IOStatus GetTestDirectory(const IOOptions&, std::string* path, IODebugContext*) override {
    *path = "/tmp";
    return IOStatus::OK();
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* out,
                     IODebugContext*) override {
    *out = std::make_shared<Silent>();
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& name, const IOOptions&, std::string* out,
                           IODebugContext*) override {
    *out = name;
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& name, const IOOptions&, bool* is,
                       IODebugContext*) override {
    std::lock_guard lock{disk_->mutex_};
    *is = disk_->folders_.contains(plain(name));
    return IOStatus::OK();
  }

 private:
  static IOStatus missing(const std::string& name) {
    return IOStatus::PathNotFound("No such file or directory", name);
  }
  template <class File>
  IOStatus open(const std::string& name, std::unique_ptr<File>& out) {
    std::lock_guard lock{disk_->mutex_};
    const auto found = disk_->names_.find(plain(name));
    if (found == disk_->names_.end()) return missing(name);
    out = std::make_unique<DiskFile>(*disk_, found->second);
    return IOStatus::OK();
  }
  Disk* disk_;
};

namespace {

/// RocksDB sleeps for a second after a background error; nobody here needs to wait for that.
class Hasty final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "recourse.sim.clock"; }
  void SleepForMicroseconds(int micros) override {
    target_->SleepForMicroseconds(std::min(micros, 100));
  }
};

class DiskEnv final : public rocksdb::EnvWrapper {
 public:
  explicit DiskEnv(const std::shared_ptr<rocksdb::FileSystem>& files)
      : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    file_system_ = files;
    system_clock_ = std::make_shared<Hasty>(rocksdb::SystemClock::Default());
  }
};

}  // namespace

Disk::Disk() : env_(std::make_unique<DiskEnv>(std::make_shared<DiskFileSystem>(*this))) {
  folders_.insert("");
}
Disk::~Disk() = default;

void Disk::on_operation(std::function<void(std::uint64_t)> hook) {
  std::lock_guard lock{mutex_};
  hook_ = std::move(hook);
}

void Disk::fail(Fault fault) {
  std::lock_guard lock{mutex_};
  fault_ = fault;
}

std::uint64_t Disk::operations() const {
  std::lock_guard lock{mutex_};
  return operations_;
}

IOStatus Disk::begin_operation() {
  ++operations_;
  if (hook_) hook_(operations_);
  if (operations_ < fault_.from || operations_ - fault_.from >= fault_.count) {
    return IOStatus::OK();
  }
  if (fault_.kind == Fault::Kind::no_space) return IOStatus::NoSpace("No space left on device");
  return IOStatus::IOError("Input/output error");
}

void Disk::change_names(Pending change) {
  for (const auto& [path, inode] : change.changes) {
    if (inode) {
      names_[path] = inode;
    } else {
      names_.erase(path);
    }
  }
  pending_.push_back(std::move(change));
}

void Disk::sync_folder(const std::string& folder) {
  std::erase_if(pending_, [&](const Pending& change) {
    if (change.folder != folder) return false;
    for (const auto& [path, inode] : change.changes) {
      if (inode) {
        durable_[path] = inode;
      } else {
        durable_.erase(path);
      }
    }
    return true;
  });
}

std::unique_ptr<Disk> Disk::after_power_cut(Random& random) const {
  std::lock_guard lock{mutex_};
  Names left = durable_;
  const auto kept = random.below(pending_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) {
    for (const auto& [path, inode] : pending_[i].changes) {
      if (inode) {
        left[path] = inode;
      } else {
        left.erase(path);
      }
    }
  }
  auto disk = std::make_unique<Disk>();
  for (const auto& [path, inode] : left) disk->write(path, cut(path, *inode, random));
  disk->folders_ = folders_;
  return disk;
}

std::unique_ptr<Disk> Disk::after_kill() const {
  std::lock_guard lock{mutex_};
  auto disk = std::make_unique<Disk>();
  for (const auto& [path, inode] : names_) disk->write(path, inode->bytes);
  disk->folders_ = folders_;
  return disk;
}

std::vector<std::string> Disk::files() const {
  std::lock_guard lock{mutex_};
  std::vector<std::string> paths;
  for (const auto& [path, inode] : names_) paths.push_back(path);
  return paths;
}

std::string Disk::read(const std::string& path) const {
  std::lock_guard lock{mutex_};
  const auto found = names_.find(path);
  return found == names_.end() ? std::string{} : found->second->bytes;
}

void Disk::write(const std::string& path, std::string bytes) {
  std::lock_guard lock{mutex_};
  auto inode = std::make_shared<Inode>();
  inode->durable = bytes;
  inode->bytes = std::move(bytes);
  folders_.insert(folder_of(path));
  names_[path] = durable_[path] = std::move(inode);
}

void Disk::remove_folder(const std::string& path) {
  std::lock_guard lock{mutex_};
  const auto inside = [&](const auto& entry) { return folder_of(entry.first) == path; };
  std::erase_if(names_, inside);
  std::erase_if(durable_, inside);
  std::erase_if(pending_, [&](const Pending& change) { return change.folder == path; });
  folders_.erase(path);
}

void Disk::copy_folder(const Disk& from, const std::string& path) {
  std::scoped_lock lock{mutex_, from.mutex_};
  for (const auto& [file, inode] : from.names_) {
    if (folder_of(file) == path) write(file, inode->bytes);
  }
}

}  // namespace recourse::sim
