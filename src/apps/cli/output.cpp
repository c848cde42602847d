#include "apps/cli/output.hpp"

#include <cerrno>
#include <cstdio>

namespace recourse::cli {

Result<bool> write_to(const std::string& file,
                      const std::function<Result<void>(const exchange::Sink& sink)>& write) {
  if (!file.empty()) {
    RECOURSE_TRY(exchange::write_file(file, write));
    return true;
  }
  bool has_gone = false;
  const auto taken = [&](bool whole) -> Result<void> {
    if (whole) return {};
    has_gone = errno == EPIPE;
    return Error{Errc::io_error, "standard output takes no more"};
  };
  const exchange::Sink out = [&](std::string_view bytes) {
    return taken(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size());
  };
  auto written = write(out);
  if (written) written = taken(std::fflush(stdout) == 0);
  if (has_gone) return false;
  if (!written) return written.error();
  return true;
}

}  // namespace recourse::cli
