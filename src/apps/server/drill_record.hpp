// What the last restore drill of a backup's folder came to: a file in that folder, written by
// `recourse backup verify --drill`, shown to whoever keeps the service running.
//
//     write_drill(folder, {.at = now, .ok = true, .head = Position{9000}});
//     read_drill(folder).value()->ok
//
// The file takes its place whole or not at all, and is synced before. It says nothing of the
// backup's bytes: a folder that is copied takes it along.
//
// Free functions; thread-safety: any thread, one that writes at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <string>

namespace recourse::server {

inline constexpr std::string_view kDrillFile = "drill.json";

struct DrillRecord {
  Timestamp at{};   ///< When it ended.
  bool ok = false;  ///< The restored store was whole.
  Position head{};  ///< Up to where it was restored; 0: it was not.
  std::uint64_t problems = 0;
  double restore_seconds = 0;
  double verify_seconds = 0;
  std::string error = {};  ///< Why it could not be restored at all; empty: it could.
  friend bool operator==(const DrillRecord&, const DrillRecord&) = default;
};

/// Errors: io_error.
Result<void> write_drill(const std::filesystem::path& folder, const DrillRecord& drill);
/// Nothing: no drill was recorded. Errors: io_error, malformed (the file says something else).
Result<std::optional<DrillRecord>> read_drill(const std::filesystem::path& folder);

}  // namespace recourse::server
