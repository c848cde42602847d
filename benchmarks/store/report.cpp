#include "benchmarks/store/report.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace recourse::bench {
namespace {

double status_mib(const std::string& field) {
  std::ifstream file{"/proc/self/status"};
  std::string word;
  while (file >> word) {
    if (word != field) continue;
    double kib = 0;
    file >> kib;
    return kib / 1024;
  }
  return 0;
}

}  // namespace

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void print_header(const std::vector<std::string>& sinks) {
  std::printf("%-28s", "");
  for (const auto& name : sinks) std::printf(" %12s", name.c_str());
  for (std::size_t i = 0; i + 1 < sinks.size(); ++i) {
    std::printf(" %11s", ("/" + sinks[i]).c_str());
  }
  std::printf("\n");
}

void print_row(const std::string& what, const std::vector<std::string>& sinks, const Row& row,
               int decimals) {
  std::printf("%-28s", what.c_str());
  for (const auto& name : sinks) std::printf(" %12.*f", decimals, median(row.at(name)));
  for (std::size_t s = 0; s + 1 < sinks.size(); ++s) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < row.at(sinks[s]).size(); ++i) {
      ratios.push_back(row.at(sinks.back())[i] / row.at(sinks[s])[i]);
    }
    std::printf(" %11.2f", median(ratios));
  }
  std::printf("\n");
  std::fflush(stdout);
}

double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double resident_mib() { return status_mib("VmRSS:"); }
double resident_peak_mib() { return status_mib("VmHWM:"); }

std::uintmax_t bytes_below(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

void forget_cached(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    const int fd = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ::fsync(fd);
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
  }
}

}  // namespace recourse::bench
