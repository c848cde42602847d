#include "apps/cli/output.hpp"

#include <cstdio>

namespace recourse::cli {

Result<void> write_to(const std::string& file,
                      const std::function<Result<void>(const exchange::Sink& sink)>& write) {
  if (!file.empty()) return exchange::write_file(file, write);
  const exchange::Sink out = [](std::string_view bytes) -> Result<void> {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size()) return {};
    return Error{Errc::io_error, "standard output takes no more"};
  };
  RECOURSE_TRY(write(out));
  if (std::fflush(stdout) == 0) return {};
  return Error{Errc::io_error, "standard output takes no more"};
}

}  // namespace recourse::cli
