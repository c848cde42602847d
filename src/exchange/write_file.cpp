#include <fstream>
#include <recourse/exchange/sink.hpp>

namespace recourse::exchange {
namespace fs = std::filesystem;

Result<void> write_file(const fs::path& path,
                        const std::function<Result<void>(const Sink& sink)>& write) {
  auto beside = path;
  beside += ".part";
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return Error{Errc::io_error, path.string() + ": it is a directory"};
  }
  std::ofstream file{beside, std::ios::binary | std::ios::trunc};
  if (!file) return Error{Errc::io_error, path.string() + ": it cannot be written"};
  auto written = write([&](std::string_view bytes) -> Result<void> {
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file) return {};
    return Error{Errc::io_error, path.string() + ": it cannot be written on"};
  });
  file.close();
  if (written && !file) written = Error{Errc::io_error, path.string() + ": it cannot be closed"};
  std::error_code failed;
  if (written) fs::rename(beside, path, failed);
  if (written && failed) written = Error{Errc::io_error, path.string() + ": " + failed.message()};
  if (!written) fs::remove(beside, ignored);
  return written;
}

}  // namespace recourse::exchange
