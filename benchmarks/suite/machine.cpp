#include "benchmarks/suite/machine.hpp"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <rocksdb/version.h>
#include <boost/version.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "benchmarks/suite/commit.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

constexpr long kTmpfs = 0x01021994;
constexpr long kRamfs = 0x858458f6;

std::string line_of(const std::string& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

/// The value of the first line "name : value".
std::string value_in(const std::string& file, const std::string& name) {
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name)) continue;
    const auto colon = line.find(':');
    const auto begin =
        colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
    if (begin != std::string::npos) return line.substr(begin);
  }
  return "unknown";
}

std::string memory() {
  const auto text = value_in("/proc/meminfo", "MemTotal");
  return decimal(std::strtod(text.c_str(), nullptr) / (1 << 20), 1) + " GiB";
}

std::string kernel() {
  utsname names{};
  if (::uname(&names) != 0) return "unknown";
  return std::string{names.sysname} + " " + names.release;
}

/// "ext4 on /dev/vda", of the mount that the device number belongs to.
std::string file_system(const struct stat& at) {
  const auto wanted = std::to_string(major(at.st_dev)) + ":" + std::to_string(minor(at.st_dev));
  std::ifstream in{"/proc/self/mountinfo"};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string id;
    std::string parent;
    std::string device;
    words >> id >> parent >> device;
    const auto dash = line.find(" - ");
    if (device != wanted || dash == std::string::npos) continue;
    std::istringstream rest{line.substr(dash + 3)};
    std::string type;
    std::string source;
    rest >> type >> source;
    return type + " on " + source;
  }
  return "unknown";
}

/// What the kernel says of the block device: whether it turns, whether its writes are cached.
std::string disk(const struct stat& at) {
  const auto folder =
      "/sys/dev/block/" + std::to_string(major(at.st_dev)) + ":" + std::to_string(minor(at.st_dev));
  auto queue = folder + "/queue/";
  if (::access(queue.c_str(), R_OK) != 0) queue = folder + "/../queue/";  // of a partition
  const auto turns = line_of(queue + "rotational");
  const auto cache = line_of(queue + "write_cache");
  if (turns.empty() && cache.empty()) return "unknown";
  return std::string{turns == "0" ? "does not rotate" : "rotates"} +
         ", write cache: " + (cache.empty() ? "unknown" : cache);
}

}  // namespace

std::vector<Fact> machine_facts(const std::filesystem::path& directory) {
  struct stat at {};
  const bool known = ::stat(directory.c_str(), &at) == 0;
  const auto hypervisor = value_in("/proc/cpuinfo", "flags").find("hypervisor");
  return {{"processor", value_in("/proc/cpuinfo", "model name")},
          {"processors", std::to_string(std::thread::hardware_concurrency())},
          {"virtual", hypervisor == std::string::npos ? "no" : "yes"},
          {"memory", memory()},
          {"kernel", kernel()},
          {"file system", known ? file_system(at) : "unknown"},
          {"disk", known ? disk(at) : "unknown"},
          {"load average at begin", decimal(load_average(), 2)}};
}

std::vector<Fact> build_facts() {
  return {
    {"commit", kCommit},
#if defined(__clang__)
        {"compiler", "Clang " __clang_version__},
#else
        {"compiler", "GCC " __VERSION__},
#endif
        {"build type", kBuildType}, {"flags", kFlags},
        {"RocksDB", std::to_string(ROCKSDB_MAJOR) + "." + std::to_string(ROCKSDB_MINOR) + "." +
                        std::to_string(ROCKSDB_PATCH)},
        {"Boost", std::to_string(BOOST_VERSION / 100000) + "." +
                      std::to_string(BOOST_VERSION / 100 % 1000) + "." +
                      std::to_string(BOOST_VERSION % 100)},
    {
      "SQLite", sqlite3_libversion()
    }
  };
}

double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

Result<void> check_on_disk(const std::filesystem::path& directory) {
  struct statfs about {};
  if (::statfs(directory.c_str(), &about) != 0) {
    return Error{Errc::io_error, directory.string() + " cannot be looked at"};
  }
  if (about.f_type == kTmpfs || about.f_type == static_cast<decltype(about.f_type)>(kRamfs)) {
    return Error{Errc::io_error, directory.string() +
                                     " lies in memory, where syncing costs nothing: name a folder "
                                     "on a disk by --directory"};
  }
  return {};
}

}  // namespace recourse::bench
