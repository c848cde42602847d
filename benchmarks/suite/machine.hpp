// What a run's figures depend on: machine, disk, build. For the head of every report.
#pragma once

#include "benchmarks/suite/result.hpp"

namespace recourse::bench {

/// Processor, memory, kernel, and the disk below `directory`, which must exist.
std::vector<Fact> machine_facts(const std::filesystem::path& directory);
/// Commit, compiler, build type, versions of the libraries.
std::vector<Fact> build_facts();
/// Processes that wanted to run, over the last minute.
double load_average();
/// io_error if the directory lies in memory, where syncing costs nothing.
Result<void> check_on_disk(const std::filesystem::path& directory);

}  // namespace recourse::bench
