// Files of the room: private ones, and those that are there already. POSIX. put_file is public
// (notary.hpp).
//
// Thread-safety: functions without shared state.
#pragma once

#include <filesystem>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::notary {

/// A file's text. Errors: not_found; io_error; limit_exceeded above limits::kJsonBytesMax;
/// invalid_argument if others than its owner may read or write it.
Result<std::string> read_private_file(const std::filesystem::path& file);
/// Writes a new file of mode 0600 and syncs it with its folder. Errors: invalid_argument if there
/// is one already; io_error. After an error there is none.
Result<void> write_private_file(const std::filesystem::path& file, std::string_view text);

/// A file's bytes; nothing if there is none. Errors: as read_private_file, without its last.
Result<std::optional<std::string>> read_file(const std::filesystem::path& file);
}  // namespace recourse::notary
