// What the engine adds on top of bare appends: commands on cases, decided by the real rules and
// handed in without waiting, beside the raw loops and the store's own appends, in one run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <recourse/office.hpp>
#include <string>

namespace recourse::bench {

/// One producer keeps `in_flight` commands on their way, each client going through its cases'
/// steps. Events a second, until all indexes drained, and the views where they are kept.
double commands_in_flight(const Hosted<casework::complaint::ComplaintDecider>& cases,
                          std::uint64_t in_flight, double seconds);

/// A phase takes `seconds`; figures are medians over the rounds. `only_way`: one column alone, for
/// a profiler; empty: all.
void measure_commands(const std::filesystem::path& directory, int rounds, double seconds,
                      const std::string& only_way);

}  // namespace recourse::bench
