#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <recourse/exchange/sink.hpp>

#include "exchange/place_file.hpp"

namespace recourse::exchange {
namespace fs = std::filesystem;
namespace {

/// Names that are tried for the file beside: others write, or left theirs behind.
constexpr int kNamesMax = 1000;

Error failed(const fs::path& path, const std::string& what) {
  return {Errc::io_error, path.string() + ": " + what};
}

/// Where to write: the target, or what it leads to.
Result<fs::path> place_of(const fs::path& target) {
  std::error_code error;
  auto place = target;
  if (fs::is_symlink(fs::symlink_status(target, error))) {
    place = fs::canonical(target, error);
    if (error) return failed(target, "it is a link to nothing: " + error.message());
  }
  const auto found = fs::status(place, error);
  if (fs::is_directory(found)) return failed(target, "it is a directory");
  if (fs::exists(found) && !fs::is_regular_file(found)) {
    return failed(target, "it is no regular file, and a file cannot take its place");
  }
  return place;
}

/// Makes an empty file beside the place, of a name that nothing had.
Result<fs::path> file_beside(const fs::path& place) {
  for (int n = 0; n < kNamesMax; ++n) {
    auto beside = place;
    beside += "." + std::to_string(::getpid()) + "-" + std::to_string(n) + ".part";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
      ::close(file);
      return beside;
    }
    if (errno == EEXIST) continue;
    return failed(place, std::string{"it cannot be written: "} + std::strerror(errno));
  }
  return failed(place, "it cannot be written: too many files .part lie beside it");
}

/// What it holds, or of a folder which names, outlives a power cut.
Result<void> sync(const fs::path& path, int flags) {
  const int opened = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  const int why = errno;
  if (opened >= 0) ::close(opened);
  if (synced) return {};
  return failed(path, std::string{"it cannot be synced: "} + std::strerror(why));
}

}  // namespace

Result<void> place_file(const fs::path& target,
                        const std::function<Result<void>(const fs::path& beside)>& make) {
  RECOURSE_TRY_ASSIGN(const auto place, place_of(target));
  RECOURSE_TRY_ASSIGN(const auto beside, file_beside(place));
  auto done = make(beside);
  if (done) done = sync(beside, O_RDONLY);
  std::error_code error;
  if (done) fs::rename(beside, place, error);
  if (done && error) done = failed(target, error.message());
  if (!done) {
    fs::remove(beside, error);
    return done;
  }
  return sync(place.has_parent_path() ? place.parent_path() : fs::path{"."},
              O_RDONLY | O_DIRECTORY);
}

Result<void> write_file(const fs::path& path,
                        const std::function<Result<void>(const Sink& sink)>& write) {
  return place_file(path, [&](const fs::path& beside) -> Result<void> {
    std::ofstream file{beside, std::ios::binary | std::ios::trunc};
    if (!file) return failed(path, "it cannot be written");
    RECOURSE_TRY(write([&](std::string_view bytes) -> Result<void> {
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      if (file) return {};
      return failed(path, "it cannot be written on");
    }));
    file.close();
    if (!file) return failed(path, "it cannot be closed");
    return {};
  });
}

}  // namespace recourse::exchange
