// Child processes: one that runs to its end, and a server that is stopped by its own pid.
//
//     auto said = run_to_end({.words = {"node", "--version"}}, std::chrono::seconds{10}).value();
//     auto server = Process::start({.words = {"nats-server", "-c", file}, .log = log}).value();
//     …                                            // its destructor stops it and waits
//
// A child is killed if this process dies. Its standard error, and a server's standard output, go to
// the log file, else to this process's.
//
// Thread-safety: one thread at a time; start while no other thread runs. Ownership: a Process owns
// its child.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <recourse/base/result.hpp>
#include <string>
#include <utility>
#include <vector>

namespace recourse::bench {

struct Command {
  std::vector<std::string> words;  ///< The program, looked up in PATH, and its arguments.
  std::vector<std::pair<std::string, std::string>> environment = {};  ///< Added to this process's.
  std::string user = {};           ///< Run as, if this process is root; empty: as this one.
  std::filesystem::path log = {};  ///< Appended to.
  int stop_signal = SIGTERM;
};

struct Ended {
  int exit_code = 0;  ///< 128 + the signal, if it was killed.
  std::string out;
  double peak_mib = 0;  ///< Most memory that it had resident.
};
/// Errors: io_error (it cannot be started), timed_out (and is killed then).
Result<Ended> run_to_end(const Command& command, std::chrono::milliseconds patience);

class Process {
 public:
  /// Errors: io_error.
  static Result<Process> start(const Command& command);
  Process() = default;
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;

  pid_t pid() const { return pid_; }
  /// Whether it still runs.
  bool alive();
  /// Sends the stop signal and waits; kills it after ten seconds.
  void stop();

 private:
  pid_t pid_ = 0;
  int stop_signal_ = SIGTERM;
};

/// A TCP port on 127.0.0.1 that nobody listens on now.
Result<std::uint16_t> free_port();
/// Waits until somebody listens there. Errors: timed_out, or io_error if the process ends.
Result<void> wait_for_port(Process& process, std::uint16_t port, std::chrono::seconds patience);

/// Whether a program is in PATH, or is a path that can be run.
bool program_exists(const std::string& name);
/// The last lines of a text file, for messages.
std::string tail_of(const std::filesystem::path& file, std::size_t bytes = 500);

}  // namespace recourse::bench
