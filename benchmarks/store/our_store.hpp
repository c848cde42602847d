// Our store behind the benchmark's interface.
#pragma once

#include <filesystem>

#include "benchmarks/store/load.hpp"

namespace recourse::bench {

std::unique_ptr<Sink> open_ours(const std::filesystem::path& directory,
                                std::size_t memory_bytes = std::size_t{256} << 20);

}  // namespace recourse::bench
