// A reaction's intents worked off, with the latency of commands without it and beside it.
#pragma once

#include <filesystem>

namespace recourse::bench {

/// Prints it. The directory must lie on a real disk.
void measure_reactions(const std::filesystem::path& directory);

}  // namespace recourse::bench
