// A private PostgreSQL 15 for one test program: made in a temporary folder, with fsync, on a socket
// of its own and the loopback, started when it is first asked for and stopped at the end by its
// own process id. Where there is no server to start, `missing()` says why.
#pragma once

#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <recourse/base/ids.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace recourse::contract {

class PostgresServer {
 public:
  /// The program's server.
  static PostgresServer& shared() {
    static PostgresServer server;
    return server;
  }
  explicit PostgresServer(const std::vector<std::string>& settings = {}) {
    prepare();
    make({"/initdb", "-D", data(), "-U", "tester", "-A", "trust", "--locale=C", "-E", "UTF8",
          "--no-sync"});
    begin(settings);
  }
  /// A standby that streams from another server.
  struct StandbyOf {
    const PostgresServer& primary;
  };
  explicit PostgresServer(StandbyOf of) {
    missing_ = of.primary.missing();
    prepare();
    make({"/pg_basebackup", "-D", data(), "-d", of.primary.connection(), "-R", "-c", "fast",
          "--no-sync"});
    begin({});
  }
  ~PostgresServer() { stop(SIGINT); }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// Why there is none; empty if there is one.
  const std::string& missing() const { return missing_; }
  int port() const { return port_; }
  std::string connection() const {
    return "host=" + folder_.path().string() + " port=" + std::to_string(port_) +
           " dbname=postgres user=tester";
  }
  std::string over_tcp(int port) const {
    return "host=127.0.0.1 port=" + std::to_string(port) + " dbname=postgres user=tester";
  }

  /// SIGINT: orderly, SIGQUIT: as after a crash.
  void stop(int signal) {
    if (process_ <= 0) return;
    ::kill(process_, signal);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
  }
  void start() {
    process_ = spawn({kBinaries + std::string{"/postgres"}, "-D", data()});
    for (int i = 0; i < 600; ++i) {
      if (PQping(connection().c_str()) == PQPING_OK) return;
      int status = 0;
      if (::waitpid(process_, &status, WNOHANG) != 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    missing_ = "PostgreSQL did not start: " + last_words();
  }

  /// What a statement answers: its first value.
  std::string ask(const std::string& sql) const {
    PGconn* c = PQconnectdb(connection().c_str());
    PGresult* r = PQexec(c, sql.c_str());
    std::string value = PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : PQresultErrorMessage(r);
    PQclear(r);
    PQfinish(c);
    return value;
  }

  const std::filesystem::path& folder() const { return folder_.path(); }

  static int free_port() {
    const int s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    int port = 0;
    if (::bind(s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 &&
        ::getsockname(s, reinterpret_cast<sockaddr*>(&at), &length) == 0) {
      port = ntohs(at.sin_port);
    }
    ::close(s);
    return port;
  }

 private:
  static constexpr const char* kBinaries = "/usr/lib/postgresql/15/bin";
  std::string data() const { return (folder_.path() / "data").string(); }

  void prepare() {
    if (!missing_.empty()) return;
    if (::access((std::string{kBinaries} + "/initdb").c_str(), X_OK) != 0) {
      missing_ = std::string{"no PostgreSQL 15 server in "} + kBinaries;
      return;
    }
    if (::geteuid() == 0) {
      const passwd* other = ::getpwnam("postgres");
      if (other == nullptr) {
        missing_ = "root cannot run PostgreSQL, and there is no user postgres";
        return;
      }
      user_ = other->pw_uid;
      group_ = other->pw_gid;
      if (::chown(folder_.path().c_str(), user_, group_) != 0) missing_ = "chown failed";
    }
    port_ = free_port();
  }

  /// Makes the data by one of the server's programs.
  void make(std::vector<std::string> command) {
    if (!missing_.empty()) return;
    const auto name = command.front();
    command.front() = kBinaries + name;
    const auto made = spawn(std::move(command));
    int status = 0;
    if (::waitpid(made, &status, 0) != made || status != 0) {
      missing_ = name.substr(1) + " failed: " + last_words();
    }
  }

  void begin(const std::vector<std::string>& settings) {
    if (!missing_.empty()) return;
    std::ofstream file{data() + "/postgresql.conf", std::ios::app};
    file << "listen_addresses='127.0.0.1'\nport=" << port_ << "\nunix_socket_directories='"
         << folder_.path().string() << "'\nfsync=on\nsynchronous_commit=on\nmax_connections=200\n";
    for (const auto& line : settings) file << line << "\n";
    file.close();
    start();
  }

  /// Not as root, and not longer than this program.
  pid_t spawn(std::vector<std::string> command) const {
    std::vector<std::string> all = {"setpriv", "--pdeathsig", "INT"};
    if (::geteuid() == 0) {
      all.insert(all.end(), {"--reuid", std::to_string(user_), "--regid", std::to_string(group_),
                             "--clear-groups"});
    }
    all.insert(all.end(), command.begin(), command.end());
    std::vector<char*> arguments;
    for (auto& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const auto words = (folder_.path() / "words").string();
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int out = ::open(words.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::setpgid(0, 0);  // a Ctrl-C at the terminal is not its shutdown
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }

  std::string last_words() const {
    std::ifstream file{folder_.path() / "words"};
    std::string line;
    std::string last;
    while (std::getline(file, line)) {
      if (!line.empty()) last = line;
    }
    return last;
  }

  testing_support::TemporaryFolder folder_;
  std::string missing_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace recourse::contract
