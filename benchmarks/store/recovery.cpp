#include "benchmarks/store/recovery.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <recourse/base/exceptions.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <semaphore>
#include <stdexcept>
#include <string>

#include "benchmarks/store/our_store.hpp"
#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

/// A child process that plays `role`; what it prints can be read.
struct Child {
  pid_t pid = 0;
  int out = -1;
};

Child start(const std::string& role, const fs::path& directory, std::uint64_t events) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::string program = "/proc/self/exe";
  std::string first = role;
  std::string second = directory.string();
  std::string third = std::to_string(events);
  const std::array<char*, 5> arguments{program.data(), first.data(), second.data(), third.data(),
                                       nullptr};
  Child child;
  const int failed =
      ::posix_spawn(&child.pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (failed != 0) throw std::runtime_error{"cannot start a process"};
  child.out = ends[0];
  return child;
}

std::string read_line(const Child& child) {
  std::string line;
  char c = 0;
  while (::read(child.out, &c, 1) == 1 && c != '\n') line.push_back(c);
  return line;
}

/// Writes whole cases for ever; says so once `events` are acknowledged and indexed.
int fill(const fs::path& directory, std::uint64_t events) {
  constexpr int kInFlight = 4096;
  const auto sink = open_ours(directory);
  Noise noise{5};
  std::string payload(kPayloadBytes * kEventsPerCase, '\0');
  std::counting_semaphore<> room{kInFlight};
  for (std::uint64_t stream = 1;; ++stream) {
    noise.fill(payload);
    room.acquire();
    sink->append({stream, 1, payload}, [&room] { room.release(); });
    if (stream != events / kEventsPerCase) continue;
    std::printf("written\n");
    std::fflush(stdout);
  }
}

int open_and_tell(const fs::path& directory) {
  const auto begun = Steady::now();
  const auto store = stores::open_rocksdb({.directory = directory, .create = false}).value();
  const double seconds = seconds_since(begun);
  std::printf("%.6f %.1f %.1f %llu\n", seconds, resident_mib(), resident_peak_mib(),
              static_cast<unsigned long long>(store->head().value().value));
  return 0;
}

Opened open_apart(const fs::path& directory) {
  const auto reader = start("--role-open", directory, 0);
  const auto line = read_line(reader);
  ::waitpid(reader.pid, nullptr, 0);
  ::close(reader.out);
  Opened opened;
  unsigned long long head = 0;
  const int read = std::sscanf(line.c_str(), "%lf %lf %lf %llu", &opened.seconds,
                               &opened.resident_mib, &opened.peak_mib, &head);
  if (read != 4) throw std::runtime_error{"the store did not open"};
  opened.head = head;
  return opened;
}

void print_opened(const char* what, const Opened& opened) {
  std::printf("%-28s %.2f s, resident %.0f MiB, at most %.0f MiB; head %llu\n", what,
              opened.seconds, opened.resident_mib, opened.peak_mib,
              static_cast<unsigned long long>(opened.head));
}

}  // namespace

Recovery recover(const fs::path& directory, std::uint64_t events) {
  fs::remove_all(directory);
  fs::create_directories(directory);
  Recovery recovery;
  const auto begun = Steady::now();
  const auto writer = start("--role-fill", directory, events);
  if (read_line(writer) != "written") throw std::runtime_error{"the writing process ended"};
  recovery.writing_seconds = seconds_since(begun);
  ::usleep(300'000);
  ::kill(writer.pid, SIGKILL);
  ::waitpid(writer.pid, nullptr, 0);
  ::close(writer.out);
  recovery.killed = open_apart(directory);
  recovery.closed = open_apart(directory);
  recovery.bytes = bytes_below(directory);
  fs::remove_all(directory);
  return recovery;
}

void measure_recovery(const fs::path& directory, std::uint64_t events) {
  const auto recovery = recover(directory, events);
  std::printf("\nopening after a kill: %llu events written in %.0f s (%.0f/s), then killed\n",
              static_cast<unsigned long long>(events), recovery.writing_seconds,
              static_cast<double>(events) / recovery.writing_seconds);
  print_opened("after the kill", recovery.killed);
  print_opened("after a clean close", recovery.closed);
  std::printf("%-28s %.1f GiB on disk, %.0f bytes an event\n", "",
              static_cast<double>(recovery.bytes) / (1 << 30),
              static_cast<double>(recovery.bytes) / static_cast<double>(events));
  std::fflush(stdout);
}

std::optional<int> recovery_role(int argc, char** argv) {
  if (argc != 4) return std::nullopt;
  const std::string role = argv[1];
  if (role == "--role-fill") return fill(argv[2], std::strtoull(argv[3], nullptr, 10));
  if (role == "--role-open") return open_and_tell(argv[2]);
  return std::nullopt;
}

}  // namespace recourse::bench
