// Runner: does the runs. Rounds are outermost, so that everything shares the machine's weather;
// each run is a process of its own, so that none inherits memory, caches or faults of another.
//
//     const auto report = run_all(arguments, program, say).value();
//
// A first round warms up and does not count. With an earlier build, its run of an operation stands
// beside ours, before and after it by turns. Servers of rivals run only while they are measured.
#pragma once

#include <functional>

#include "benchmarks/suite/arguments.hpp"
#include "benchmarks/suite/result.hpp"

namespace recourse::bench {

/// `program`: this one, to be started again for each run. `say` hears of each run as it is done.
/// Errors: invalid_argument (no such operation), io_error (the directory, the earlier build).
Result<Report> run_all(const Arguments& arguments, const std::filesystem::path& program,
                       const std::function<void(const std::string&)>& say);

}  // namespace recourse::bench
