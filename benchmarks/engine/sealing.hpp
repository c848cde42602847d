// What sealing costs: commands in flight with keys beside the same without, in one run, and opening
// a ring of many keys.
#pragma once

#include <cstdint>
#include <filesystem>

namespace recourse::bench {

/// Prints it. A phase takes `seconds`; figures are medians over the rounds, ratios medians of the
/// rounds' ratios. The directory must lie on a real disk.
void measure_sealing(const std::filesystem::path& directory, int rounds, double seconds,
                     std::uint64_t keys);

}  // namespace recourse::bench
