// A file that takes its place whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <recourse/base/result.hpp>

namespace recourse::exchange {

/// `make` fills an empty file beside the target, of a name that nothing had; it is synced, takes
/// the target's place, and the folder is synced. A target that is a link keeps being one: what it
/// leads to is written. Errors: io_error (a target that is there and is no regular file; what the
/// system says), and those of `make`; the file beside is gone then.
Result<void> place_file(
    const std::filesystem::path& target,
    const std::function<Result<void>(const std::filesystem::path& beside)>& make);

}  // namespace recourse::exchange
