// The folder with what is local of a log that lies elsewhere.
//
//     recourse.local   three lines: "recourse local", "format 1", "log <32 hex digits>"
//     tables/  keys/  accounts.sqlite
//
// The marker is written when the log is known for the first time, and not changed again.
// Thread-safety: all functions.
#pragma once

#include <filesystem>
#include <optional>
#include <recourse/base/ids.hpp>

namespace recourse::stores::local {

inline constexpr const char* kMarker = "recourse.local";

/// Where the tables of a folder lie.
inline std::filesystem::path tables_in(const std::filesystem::path& directory) {
  return directory / "tables";
}

/// Which log a folder goes with; nothing: it is missing, empty, or holds keys or accounts only.
/// Errors: not_a_store (a store of its own, foreign content, not a directory), corruption,
/// format_too_new, io_error.
Result<std::optional<LogId>> examine(const std::filesystem::path& directory);

/// Names the folder's log, durably. Requires: the folder exists.
Result<void> mark(const std::filesystem::path& directory, const LogId& log);

}  // namespace recourse::stores::local
