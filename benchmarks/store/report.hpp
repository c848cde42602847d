// What a benchmark prints: medians and ratios of rounds, memory, bytes on disk.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace recourse::bench {

double median(std::vector<double> values);

/// Figures of the rounds, by sink; the order of the sinks is that of the columns.
using Row = std::map<std::string, std::vector<double>>;

/// Prints the medians of `sinks`, and the median of the rounds' ratios of the last to each other.
void print_header(const std::vector<std::string>& sinks);
void print_row(const std::string& what, const std::vector<std::string>& sinks, const Row& row,
               int decimals = 0);

/// Processor time of this process so far, all threads, in seconds.
double processor_seconds();

/// Of this process, in MiB: now, or the most there ever was.
double resident_mib();
double resident_peak_mib();

/// Of all files below a folder.
std::uintmax_t bytes_below(const std::filesystem::path& folder);
/// Asks the operating system to forget what it has cached of the files below a folder.
void forget_cached(const std::filesystem::path& folder);

}  // namespace recourse::bench
