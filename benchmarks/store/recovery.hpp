// How long a store takes to open after its process was killed while it wrote.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace recourse::bench {

/// What it took to open a store.
struct Opened {
  double seconds = 0;
  double resident_mib = 0;  ///< Once it was open, and at most.
  double peak_mib = 0;
  std::uint64_t head = 0;
};
struct Recovery {
  double writing_seconds = 0;  ///< For `events` events, acknowledged and indexed.
  Opened killed;               ///< The first open after the kill.
  Opened closed;               ///< One after a clean close.
  std::uint64_t bytes = 0;     ///< On disk.
};
/// Starts a process that writes `events` events and goes on writing, kills it, and lets other
/// processes open what is left. Throws std::runtime_error if one of them fails.
Recovery recover(const std::filesystem::path& directory, std::uint64_t events);

/// Prints it.
void measure_recovery(const std::filesystem::path& directory, std::uint64_t events);

/// The part that this very program plays when measure_recovery starts it: its exit code, or nothing
/// if it was started by a user.
std::optional<int> recovery_role(int argc, char** argv);

}  // namespace recourse::bench
