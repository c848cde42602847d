// How long a store takes to open after its process was killed while it wrote.
#pragma once

#include <filesystem>
#include <optional>

namespace recourse::bench {

/// Starts a process that writes `events` events and goes on writing, kills it, and lets another
/// process open what is left. Prints the time, the memory, and what was there to recover.
void measure_recovery(const std::filesystem::path& directory, std::uint64_t events);

/// The part that this very program plays when measure_recovery starts it: its exit code, or nothing
/// if it was started by a user.
std::optional<int> recovery_role(int argc, char** argv);

}  // namespace recourse::bench
