#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <recourse/trust/keyring.hpp>

#include "trust/descriptor.hpp"

namespace recourse::trust {
namespace {

constexpr const char* kSlots = "slots";
constexpr const char* kLock = "lock";

Error failed(std::string_view what, const std::filesystem::path& path) {
  return {Errc::io_error,
          "cannot " + std::string{what} + " " + path.string() + ": " + std::strerror(errno)};
}

Result<void> write_all(int fd, std::string_view bytes, std::int64_t at,
                       const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto n = ::pwrite(fd, bytes.data(), bytes.size(), at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += n;
  }
  return {};
}

Result<std::string> read_some(int fd, std::uint64_t at, std::size_t count,
                              const std::filesystem::path& path) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const auto n =
        ::pread(fd, bytes.data() + done, count - done, static_cast<std::int64_t>(at + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("read", path);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!open || ::fsync(open.get()) != 0) return failed("sync", folder);
  return {};
}

class FolderFiles final : public KeyFiles {
 public:
  FolderFiles(std::filesystem::path folder, bool read_only)
      : folder_(std::move(folder)), read_only_(read_only) {}

  Result<void> open() {
    std::error_code ignored;
    if (read_only_) {
      if (std::filesystem::is_directory(folder_, ignored)) return {};
      return Error{Errc::not_found, "there is no folder of keys " + folder_.string()};
    }
    if (!std::filesystem::exists(folder_, ignored)) {
      if (::mkdir(folder_.c_str(), 0700) != 0) return failed("make", folder_);
      const auto parent = std::filesystem::absolute(folder_).parent_path();
      RECOURSE_TRY(sync_folder(parent));
    }
    lock_.reset(::open((folder_ / kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_) return failed("open", folder_ / kLock);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return failed("lock", folder_);
    return Error{Errc::store_locked,
                 "another process has the keys in " + folder_.string() + " open for writing"};
  }

  Result<std::string> read(const std::string& name) override {
    const auto path = folder_ / name;
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file && errno == ENOENT) {
      return Error{Errc::not_found, "there is no " + path.string()};
    }
    if (!file) return failed("open", path);
    struct stat found {};
    if (::fstat(file.get(), &found) != 0) return failed("look at", path);
    return read_some(file.get(), 0, static_cast<std::size_t>(found.st_size), path);
  }

  Result<void> replace(const std::string& name, std::string_view bytes) override {
    const auto path = folder_ / name;
    auto fresh = path;
    fresh += ".new";
    {
      const Descriptor file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
      if (!file) return failed("make", fresh);
      RECOURSE_TRY(write_all(file.get(), bytes, 0, fresh));
      if (::fsync(file.get()) != 0) return failed("sync", fresh);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return failed("replace", path);
    return sync_folder(folder_);
  }

  Result<std::uint64_t> size() override {
    RECOURSE_TRY_ASSIGN(const bool there, open_slots(false));
    if (!there) return std::uint64_t{0};
    struct stat found {};
    if (::fstat(slots_.get(), &found) != 0) return failed("look at", folder_ / kSlots);
    return static_cast<std::uint64_t>(found.st_size);
  }

  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    RECOURSE_TRY_ASSIGN(const bool there, open_slots(false));
    if (!there) return std::string{};
    return read_some(slots_.get(), at, count, folder_ / kSlots);
  }

  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    RECOURSE_TRY(open_slots(true));
    return write_all(slots_.get(), bytes, static_cast<std::int64_t>(at), folder_ / kSlots);
  }

  Result<void> sync() override {
    RECOURSE_TRY(open_slots(true));
    if (::fdatasync(slots_.get()) != 0) return failed("sync", folder_ / kSlots);
    if (!made_) return {};
    made_ = false;
    return sync_folder(folder_);
  }

 private:
  /// Whether the file is there, made if it is to be.
  Result<bool> open_slots(bool make) {
    std::lock_guard guard{opening_};
    if (slots_) return true;
    const auto path = folder_ / kSlots;
    const int rights = read_only_ ? O_RDONLY : O_RDWR;
    slots_.reset(::open(path.c_str(), rights | O_CLOEXEC));
    if (slots_) return true;
    if (errno != ENOENT) return failed("open", path);
    if (!make) return false;
    slots_.reset(::open(path.c_str(), rights | O_CREAT | O_CLOEXEC, 0600));
    if (!slots_) return failed("make", path);
    made_ = true;
    return true;
  }

  const std::filesystem::path folder_;
  const bool read_only_;
  Descriptor lock_;
  std::mutex opening_;
  Descriptor slots_;
  std::atomic<bool> made_{false};
};

class MemoryFiles final : public KeyFiles {
 public:
  Result<std::string> read(const std::string& name) override {
    std::lock_guard guard{mutex_};
    const auto found = small_.find(name);
    if (found == small_.end()) return Error{Errc::not_found, "there is no " + name};
    return found->second;
  }
  Result<void> replace(const std::string& name, std::string_view bytes) override {
    std::lock_guard guard{mutex_};
    small_[name] = bytes;
    return {};
  }
  Result<std::uint64_t> size() override {
    std::lock_guard guard{mutex_};
    return std::uint64_t{slots_.size()};
  }
  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    std::lock_guard guard{mutex_};
    if (at >= slots_.size()) return std::string{};
    return slots_.substr(at, count);
  }
  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    std::lock_guard guard{mutex_};
    if (slots_.size() < at + bytes.size()) slots_.resize(at + bytes.size(), '\0');
    slots_.replace(at, bytes.size(), bytes);
    return {};
  }
  Result<void> sync() override { return {}; }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> small_;
  std::string slots_;
};

}  // namespace

Result<std::shared_ptr<KeyFiles>> open_key_folder(const std::filesystem::path& folder,
                                                  bool read_only) {
  if (folder.empty()) {
    return Error{Errc::invalid_argument, "a folder for the keys is wanted"};
  }
  auto files = std::make_shared<FolderFiles>(folder, read_only);
  RECOURSE_TRY(files->open());
  return std::shared_ptr<KeyFiles>{std::move(files)};
}

std::shared_ptr<KeyFiles> memory_key_files() { return std::make_shared<MemoryFiles>(); }

}  // namespace recourse::trust
