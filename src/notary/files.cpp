#include "notary/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <recourse/base/limits.hpp>
#include <recourse/notary/notary.hpp>
#include <utility>

namespace recourse::notary {
namespace {

namespace fs = std::filesystem;

/// An open file; closed when destroyed.
class File {
 public:
  explicit File(int number) : number_(number) {}
  File(File&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// Closes it, and says whether that went well.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Error refused(const fs::path& file, const char* what) {
  return {Errc::io_error, file.string() + " could not be " + what + ": " + std::strerror(errno)};
}

bool write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(file.number(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

Result<std::string> read_all(const File& file, const fs::path& path) {
  std::string text;
  char buffer[16 * 1024];
  for (;;) {
    const auto got = ::read(file.number(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused(path, "read");
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > limits::kJsonBytesMax) {
      return Error{Errc::limit_exceeded, path.string() + " has more than " +
                                             std::to_string(limits::kJsonBytesMax) + " bytes"};
    }
  }
}

/// A rename, or a new name, outlives a power cut only once its folder was synced.
Result<void> sync_folder(const fs::path& folder) {
  const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!opened.is_open() || ::fsync(opened.number()) != 0) return refused(folder, "synced");
  return {};
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

/// Writes and syncs a file that was opened; removes it after an error.
Result<void> fill(File file, const fs::path& path, std::string_view bytes) {
  const bool done = write_all(file, bytes) && ::fsync(file.number()) == 0 && file.close();
  if (done) return {};
  auto error = refused(path, "written");
  ::unlink(path.c_str());
  return error;
}

}  // namespace

Result<std::string> read_private_file(const fs::path& path) {
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open() && errno == ENOENT) {
    return Error{Errc::not_found, "there is no file " + path.string()};
  }
  if (!file.is_open()) return refused(path, "opened");
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) return refused(path, "looked at");
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{Errc::invalid_argument,
                 path.string() +
                     " may be read or changed by others than its owner: chmod 600 it, "
                     "and ask whether the key is still yours alone"};
  }
  return read_all(file, path);
}

Result<void> write_private_file(const fs::path& path, std::string_view text) {
  File file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (!file.is_open() && errno == EEXIST) {
    return Error{Errc::invalid_argument, path.string() +
                                             " is there already: a key is never "
                                             "written over"};
  }
  if (!file.is_open()) return refused(path, "made");
  RECOURSE_TRY(fill(std::move(file), path, text));
  return sync_folder(folder_of(path));
}

Result<std::optional<std::string>> read_file(const fs::path& path) {
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open() && errno == ENOENT) return std::optional<std::string>{};
  if (!file.is_open()) return refused(path, "opened");
  RECOURSE_TRY_ASSIGN(auto bytes, read_all(file, path));
  return std::optional{std::move(bytes)};
}

Result<void> put_file(const fs::path& path, std::string_view bytes) {
  const auto folder = folder_of(path);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{Errc::io_error, folder.string() + " could not be made: " + failed.message()};
  }
  auto beside = path;
  beside += ".new";
  File file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (!file.is_open()) return refused(beside, "made");
  RECOURSE_TRY(fill(std::move(file), beside, bytes));
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    auto error = refused(path, "put in place");
    ::unlink(beside.c_str());
    return error;
  }
  return sync_folder(folder);
}

}  // namespace recourse::notary
