#include "stores/open/local_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace recourse::stores::local {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTitle = "recourse local";
constexpr unsigned kFormat = 1;
constexpr const char* kFresh = "recourse.local.new";

Error io(std::string_view what, const fs::path& path, int code) {
  return Error{Errc::io_error,
               std::string{what} + " " + path.string() + ": " + std::strerror(code)};
}

/// What may lie there before the log is known.
bool is_ours(const std::string& name) {
  return name == "keys" || name == "tables" || name == "logs" || name == kFresh ||
         name.starts_with("accounts.sqlite");
}

/// What a RocksDB store, or its tables by themselves, have in their folder.
constexpr const char* kOfAStore[] = {"recourse.store", "log", "recourse.tables", "restoring",
                                     "copying"};

bool holds_a_store(const fs::path& directory) {
  std::error_code failed;
  return std::ranges::any_of(kOfAStore,
                             [&](auto* name) { return fs::exists(directory / name, failed); });
}

Result<void> check_entries(const fs::path& directory) {
  if (holds_a_store(directory)) {
    return Error{Errc::not_a_store, directory.string() +
                                        " holds a store of its own: give a log that lies "
                                        "elsewhere another directory for its tables and keys"};
  }
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const auto name = entry.path().filename().string();
    if (is_ours(name)) continue;
    return Error{Errc::not_a_store, directory.string() + " holds '" + name +
                                        "' and nothing of a log; it is left as it is"};
  }
  if (failed) return io("reading", directory, failed.value());
  return {};
}

Result<LogId> read_marker(const fs::path& path) {
  std::ifstream file{path};
  std::string title, format_word, log_word, id;
  unsigned format = 0;
  std::getline(file, title);
  file >> format_word >> format;
  if (!file || title != kTitle || format_word != "format") {
    return Error{Errc::corruption, path.string() + " is not readable"};
  }
  if (format > kFormat) {
    return Error{Errc::format_too_new, path.string() + " says format " + std::to_string(format) +
                                           ", this build knows format " + std::to_string(kFormat)};
  }
  file >> log_word >> id;
  const auto log = LogId::parse(id);
  if (file && log_word == "log" && log) return *log;
  return Error{Errc::corruption, path.string() + " does not name its log"};
}

/// Opened, and made to outlive a crash.
Result<void> sync(const fs::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return io("opening", path, errno);
  const int failed = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (failed != 0) return io("syncing", path, failed);
  return {};
}

}  // namespace

Result<std::optional<LogId>> examine(const fs::path& directory) {
  std::error_code failed;
  const auto status = fs::status(directory, failed);
  if (status.type() == fs::file_type::not_found) return std::optional<LogId>{};
  if (status.type() != fs::file_type::directory) {
    return Error{Errc::not_a_store, directory.string() + " is not a directory"};
  }
  const auto marker = directory / kMarker;
  if (fs::exists(marker, failed)) {
    RECOURSE_TRY_ASSIGN(const auto log, read_marker(marker));
    return std::optional{log};
  }
  if (failed) return io("reading", directory, failed.value());
  RECOURSE_TRY(check_entries(directory));
  return std::optional<LogId>{};
}

Result<void> mark(const fs::path& directory, const LogId& log) {
  const auto fresh = directory / kFresh;
  {
    std::ofstream file{fresh, std::ios::trunc | std::ios::binary};
    file << kTitle << "\nformat " << kFormat << "\nlog " << log.to_string() << "\n";
    file.flush();
    if (!file) return io("writing", fresh, errno);
  }
  RECOURSE_TRY(sync(fresh, O_RDONLY));
  std::error_code failed;
  fs::rename(fresh, directory / kMarker, failed);
  if (failed) return io("renaming", fresh, failed.value());
  return sync(directory, O_RDONLY | O_DIRECTORY);
}

}  // namespace recourse::stores::local
