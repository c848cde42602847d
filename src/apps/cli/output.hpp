// Where a command puts what it writes: a file, whole or not at all, or standard output.
#pragma once

#include <recourse/exchange/sink.hpp>
#include <string>

namespace recourse::cli {

/// Into the file, as exchange::write_file; without one to standard output. False: whoever read that
/// has ended (`| head`) and has all that they want, so that nothing more is to be said. Errors:
/// io_error, and those of `write`.
Result<bool> write_to(const std::string& file,
                      const std::function<Result<void>(const exchange::Sink& sink)>& write);

}  // namespace recourse::cli
