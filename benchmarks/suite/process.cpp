#include "benchmarks/suite/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

namespace recourse::bench {
namespace {

using Steady = std::chrono::steady_clock;

Error failed(const std::string& what) {
  return {Errc::io_error, what + ": " + std::strerror(errno)};
}

struct User {
  uid_t uid;
  gid_t gid;
};

/// Everything that the child needs, made before the fork: after it nothing may allocate.
struct Prepared {
  std::vector<std::string> strings;
  std::vector<char*> words;
  std::vector<char*> environment;
  std::optional<User> user;
  std::string log;
  std::string program;
};

std::string path_of(const std::string& program) {
  if (program.find('/') != std::string::npos) return program;
  const char* const path = std::getenv("PATH");
  std::istringstream folders{path == nullptr ? "/usr/bin:/bin" : path};
  // Debian keeps servers where an ordinary user's PATH does not look.
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto file = folder + "/" + program;
    if (::access(file.c_str(), X_OK) == 0) return file;
  }
  const auto beside = "/usr/sbin/" + program;
  return ::access(beside.c_str(), X_OK) == 0 ? beside : program;
}

Result<Prepared> prepare(const Command& command) {
  Prepared p;
  p.program = path_of(command.words.at(0));
  p.log = command.log.string();
  if (!command.user.empty() && ::geteuid() == 0) {
    const auto* const entry = ::getpwnam(command.user.c_str());
    if (entry == nullptr) return Error{Errc::io_error, "there is no user " + command.user};
    p.user = User{entry->pw_uid, entry->pw_gid};
  }
  for (const auto& word : command.words) p.strings.push_back(word);
  const auto words = p.strings.size();
  for (char** e = environ; *e != nullptr; ++e) {
    const std::string_view set{*e};
    bool replaced = false;
    for (const auto& [name, value] : command.environment) {
      replaced = replaced || set.starts_with(name + "=");
    }
    if (!replaced) p.strings.emplace_back(set);
  }
  for (const auto& [name, value] : command.environment) p.strings.push_back(name + "=" + value);
  for (std::size_t i = 0; i < p.strings.size(); ++i) {
    (i < words ? p.words : p.environment).push_back(p.strings[i].data());
  }
  p.words.push_back(nullptr);
  p.environment.push_back(nullptr);
  return p;
}

/// In the child: becomes the command. Ends it with 127 if that fails.
[[noreturn]] void become(const Prepared& p, int out, pid_t parent) {
  const int log = p.log.empty() ? -1 : ::open(p.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (log >= 0) ::dup2(log, STDERR_FILENO);
  if (out >= 0) {
    ::dup2(out, STDOUT_FILENO);
  } else if (log >= 0) {
    ::dup2(log, STDOUT_FILENO);
  }
  bool well = true;
  if (p.user) {
    well = ::setgroups(0, nullptr) == 0 && ::setgid(p.user->gid) == 0 && ::setuid(p.user->uid) == 0;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (well && ::getppid() == parent) {
    ::execve(p.program.c_str(), p.words.data(), p.environment.data());
  }
  ::_exit(127);
}

Result<pid_t> start_child(const Command& command, int out, int unwanted) {
  RECOURSE_TRY_ASSIGN(const auto prepared, prepare(command));
  const auto parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return failed("cannot start " + command.words[0]);
  if (pid == 0) {
    if (unwanted >= 0) ::close(unwanted);
    become(prepared, out, parent);
  }
  return pid;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reads until the end of the pipe; false: not in time.
bool read_all(int pipe, Steady::time_point end, std::string& out) {
  std::array<char, 16384> part{};
  for (;;) {
    const auto rest =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now()).count();
    if (rest <= 0) return false;
    pollfd ready{pipe, POLLIN, 0};
    const int n = ::poll(&ready, 1, static_cast<int>(std::min<long>(rest, 1000)));
    if (n < 0 && errno != EINTR) return true;
    if (n <= 0) continue;
    const auto got = ::read(pipe, part.data(), part.size());
    if (got <= 0) return true;
    out.append(part.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

Result<Ended> run_to_end(const Command& command, std::chrono::milliseconds patience) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("no pipe");
  const auto begun = start_child(command, ends[1], ends[0]);
  ::close(ends[1]);
  if (!begun) {
    ::close(ends[0]);
    return begun.error();
  }
  Ended ended;
  const bool in_time = read_all(ends[0], Steady::now() + patience, ended.out);
  ::close(ends[0]);
  if (!in_time) ::kill(*begun, SIGKILL);
  int status = 0;
  rusage used{};
  while (::wait4(*begun, &status, 0, &used) < 0 && errno == EINTR) {
  }
  if (!in_time) {
    return Error{Errc::timed_out, command.words[0] + " took longer than " +
                                      std::to_string(patience.count() / 1000) + " s"};
  }
  ended.exit_code = exit_code_of(status);
  ended.peak_mib = static_cast<double>(used.ru_maxrss) / 1024;
  return ended;
}

Result<Process> Process::start(const Command& command) {
  RECOURSE_TRY_ASSIGN(const auto pid, start_child(command, -1, -1));
  Process process;
  process.pid_ = pid;
  process.stop_signal_ = command.stop_signal;
  return process;
}

Process::~Process() { stop(); }

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), stop_signal_(other.stop_signal_) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this == &other) return *this;
  stop();
  pid_ = std::exchange(other.pid_, 0);
  stop_signal_ = other.stop_signal_;
  return *this;
}

bool Process::alive() {
  if (pid_ == 0) return false;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0) return true;
  pid_ = 0;
  return false;
}

void Process::stop() {
  if (pid_ == 0) return;
  ::kill(pid_, stop_signal_);
  for (int i = 0; i < 200 && alive(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

Result<std::uint16_t> free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return failed("no socket");
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const address = reinterpret_cast<sockaddr*>(&at);
  const bool well = ::bind(fd, address, size) == 0 && ::getsockname(fd, address, &size) == 0;
  ::close(fd);
  if (!well) return failed("no free port");
  return ntohs(at.sin_port);
}

Result<void> wait_for_port(Process& process, std::uint16_t port, std::chrono::seconds patience) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto end = Steady::now() + patience;
  while (Steady::now() < end) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return failed("no socket");
    const bool open = ::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    ::close(fd);
    if (open) return {};
    if (!process.alive()) return Error{Errc::io_error, "the server ended while it started"};
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return Error{Errc::timed_out, "nobody listens on port " + std::to_string(port)};
}

bool program_exists(const std::string& name) { return ::access(path_of(name).c_str(), X_OK) == 0; }

std::string tail_of(const std::filesystem::path& file, std::size_t bytes) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  auto all = text.str();
  if (all.size() > bytes) all.erase(0, all.size() - bytes);
  return all;
}

}  // namespace recourse::bench
