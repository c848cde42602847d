// Sink: where a writer of this room puts its bytes, piece by piece; an error of the sink ends the
// writing and is its error.
#pragma once

#include <filesystem>
#include <functional>
#include <recourse/base/result.hpp>
#include <string_view>

namespace recourse::exchange {

using Sink = std::function<Result<void>(std::string_view bytes)>;

/// Writes a file whole or not at all: `write` fills a file beside it, of a name that nothing had,
/// which is synced and takes its place at the end. A link stays one: what it leads to is written.
/// Errors: io_error (also for what is there and is no regular file), and those of `write`; then the
/// file is as it was.
Result<void> write_file(const std::filesystem::path& path,
                        const std::function<Result<void>(const Sink& sink)>& write);

}  // namespace recourse::exchange
