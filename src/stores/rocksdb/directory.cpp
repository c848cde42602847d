#include "stores/rocksdb/directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <recourse/base/text.hpp>
#include <sstream>

namespace recourse::stores::rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTitle = "recourse store";
constexpr unsigned kFormat = 2;
constexpr std::string_view kTablesTitle = "recourse tables";
constexpr unsigned kTablesFormat = 1;

Error io(std::string_view what, const fs::path& path, int code) {
  return Error{Errc::io_error,
               std::string{what} + " " + path.string() + ": " + std::strerror(code)};
}

/// What RocksDB lays into a new database's folder before it has an IDENTITY.
bool is_laid_first(const fs::path& file) {
  const auto name = file.filename().string();
  return name == "LOCK" || name.ends_with(".dbtmp") || name.starts_with("MANIFEST-");
}

/// A folder that RocksDB made, as far as it came; an empty one may be.
bool is_database(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / "IDENTITY", ignored) || fs::exists(folder / "CURRENT", ignored)) {
    return true;
  }
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    if (!is_laid_first(entry.path())) return false;
  }
  return !failed;
}

/// Something that a half-made store may hold.
bool is_ours(const fs::directory_entry& entry) {
  const auto name = entry.path().filename();
  if (name == "log" || name == "views") return is_database(entry.path());
  // logs: what a ledger of several keeps of the others.
  return name == "lock" || name == "logs" || name == "recourse.store.new" ||
         name == "rocksdb.log" || name == "rocksdb.log.old" || name == "copying.new";
}

/// Something that a half-made folder of tables may hold.
bool is_of_tables(const fs::directory_entry& entry) {
  const auto name = entry.path().filename();
  if (name == "views") return is_database(entry.path());
  return name == "lock" || name == "recourse.tables.new" || name == "rocksdb.log" ||
         name == "rocksdb.log.old";
}

/// not_a_store if the folder holds anything that is foreign to what it should become.
Result<void> check_entries(const fs::path& directory, bool (*ours)(const fs::directory_entry&),
                           std::string_view what) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    if (ours(entry)) continue;
    return Error{Errc::not_a_store, directory.string() + " holds '" +
                                        entry.path().filename().string() + "' but no " +
                                        std::string{what} + "; it is left as it is"};
  }
  if (!failed) return {};
  return Error{Errc::io_error, "reading " + directory.string() + ": " + failed.message()};
}

Result<Found> examine_unmarked(const fs::path& directory, bool create) {
  RECOURSE_TRY(check_entries(directory, is_ours, "store"));
  std::error_code failed;
  if (!create && fs::exists(directory / "log" / "CURRENT", failed)) {
    return Error{Errc::corruption,
                 directory.string() + " holds a log but its marker recourse.store is gone"};
  }
  if (!create) return Error{Errc::not_a_store, directory.string() + " is empty"};
  return Found{};
}

/// Reads the first two lines of a marker; the rest of the file follows. Answers with the format.
Result<unsigned> read_title(std::istream& file, const fs::path& path, std::string_view wanted,
                            unsigned newest) {
  std::string title, word;
  unsigned format = 0;
  std::getline(file, title);
  file >> word >> format;
  if (!file || title != wanted || word != "format") {
    return Error{Errc::corruption,
                 path.string() + " is not readable as the marker of a " + std::string{wanted}};
  }
  if (format <= newest) return format;
  return Error{Errc::format_too_new, path.string() + " says format " + std::to_string(format) +
                                         ", this build knows format " + std::to_string(newest)};
}

Result<Found> read_marker(const fs::path& path) {
  std::ifstream file{path};
  RECOURSE_TRY_ASSIGN(const auto format, read_title(file, path, kTitle, kFormat));
  std::string word, id;
  if (format < kFormat) {
    return Error{Errc::format_too_old, path.string() + " says format " + std::to_string(format) +
                                           ", this build reads format " + std::to_string(kFormat) +
                                           ": use the build that wrote it"};
  }
  file >> word >> id;
  auto log_id = LogId::parse(id);
  if (!file || word != "log" || !log_id) {
    return Error{Errc::corruption, path.string() + " does not name its log"};
  }
  return Found{*log_id};
}

Result<void> sync_path(const fs::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return io("opening", path, errno);
  const int failed = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (failed != 0) return io("syncing", path, failed);
  return {};
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const fs::path& directory) {
  const auto path = directory / "lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return io("opening", path, errno);
  DirectoryLock lock{fd};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> text{};
    const auto n = ::pread(fd, text.data(), text.size() - 1, 0);
    std::string holder = n > 0 ? std::string(text.data(), static_cast<std::size_t>(n)) : "?";
    while (!holder.empty() && holder.back() == '\n') holder.pop_back();
    return Error{Errc::store_locked,
                 directory.string() + " is open in process " + base::excerpt(holder, 16)};
  }
  const std::string own = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, own.data(), own.size(), 0) < 0) {
    return io("writing", path, errno);
  }
  return lock;
}

DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) ::close(fd_);  // closing releases the lock
}

namespace {

/// False: it was missing and has been made. not_a_store if it is missing and not to be made, or no
/// directory; invalid_argument if none was named.
Result<bool> was_there(const fs::path& directory, bool create) {
  if (directory.empty()) {
    return Error{Errc::invalid_argument, "say in which directory the store lies"};
  }
  std::error_code failed;
  const auto status = fs::status(directory, failed);
  if (status.type() == fs::file_type::directory) return true;
  if (status.type() != fs::file_type::not_found) {
    return Error{Errc::not_a_store, directory.string() + " is not a directory"};
  }
  if (!create) return Error{Errc::not_a_store, directory.string() + " does not exist"};
  if (fs::create_directories(directory, failed); failed) {
    return Error{Errc::io_error, "creating " + directory.string() + ": " + failed.message()};
  }
  return false;
}

}  // namespace

Result<Found> examine(const fs::path& directory, bool create) {
  RECOURSE_TRY_ASSIGN(const bool there, was_there(directory, create));
  if (!there) return Found{};
  std::error_code failed;
  if (fs::exists(directory / kRestoring, failed)) {
    return Error{Errc::not_a_store, "a restore into " + directory.string() +
                                        " is at work or was interrupted: empty the directory and "
                                        "restore again"};
  }
  if (fs::exists(directory / kCopying, failed)) {
    return Error{Errc::not_a_store, "a copy of a log into " + directory.string() +
                                        " is at work or was interrupted: copy again, and it goes "
                                        "on; or empty the directory"};
  }
  if (fs::exists(directory / kMarker, failed)) return read_marker(directory / kMarker);
  if (failed) {
    return Error{Errc::io_error, "reading " + directory.string() + ": " + failed.message()};
  }
  return examine_unmarked(directory, create);
}

Result<Found> examine_for_copy(const fs::path& directory) {
  RECOURSE_TRY(was_there(directory, /*create=*/true));
  std::error_code failed;
  if (!fs::exists(directory / kCopying, failed)) return examine(directory, /*create=*/true);
  if (fs::exists(directory / kMarker, failed)) return read_marker(directory / kMarker);
  return Found{};
}

Result<bool> examine_tables(const fs::path& directory) {
  RECOURSE_TRY_ASSIGN(const bool there, was_there(directory, /*create=*/true));
  if (!there) return false;
  std::error_code failed;
  const auto marker = directory / kTablesMarker;
  if (!fs::exists(marker, failed)) {
    RECOURSE_TRY(check_entries(directory, is_of_tables, "tables"));
    return false;
  }
  std::ifstream file{marker};
  RECOURSE_TRY(read_title(file, marker, kTablesTitle, kTablesFormat));
  return true;
}

Result<void> write_tables_marker(const fs::path& directory) {
  std::ostringstream text;
  text << kTablesTitle << "\nformat " << kTablesFormat << "\n";
  return write_durably(directory / kTablesMarker, text.str());
}

Result<void> write_marker(const fs::path& directory, const LogId& log_id) {
  std::ostringstream text;
  text << kTitle << "\nformat " << kFormat << "\nlog " << log_id.to_string() << "\n";
  return write_durably(directory / kMarker, text.str());
}

Result<void> write_durably(const fs::path& path, std::string_view text) {
  auto fresh = path;
  fresh += ".new";
  {
    std::ofstream file{fresh, std::ios::trunc | std::ios::binary};
    file << text;
    file.flush();
    if (!file) return io("writing", fresh, errno);
  }
  RECOURSE_TRY(sync_file(fresh));
  std::error_code failed;
  fs::rename(fresh, path, failed);
  if (failed) return Error{Errc::io_error, "renaming " + fresh.string() + ": " + failed.message()};
  return sync_folder(path.parent_path());
}

Result<void> sync_file(const fs::path& path) { return sync_path(path, O_RDONLY); }

Result<void> sync_folder(const fs::path& folder) {
  return sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace recourse::stores::rocks
