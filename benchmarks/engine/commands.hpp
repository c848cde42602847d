// What the engine adds on top of bare appends: commands on cases, decided by the real rules and
// handed in without waiting, beside the raw loops and the store's own appends, in one run.
#pragma once

#include <filesystem>

namespace recourse::bench {

/// A phase takes `seconds`; figures are medians over the rounds. `only_way`: one column alone, for
/// a profiler; empty: all.
void measure_commands(const std::filesystem::path& directory, int rounds, double seconds,
                      const std::string& only_way);

}  // namespace recourse::bench
