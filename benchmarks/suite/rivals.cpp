#include "benchmarks/suite/rivals.hpp"

#include <pwd.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using std::chrono::seconds;

constexpr auto kPatience = seconds{60};

Error left_out(const std::string& why) { return {Errc::io_error, why}; }

/// What the command says, its first line; or why it failed.
Result<std::string> said(const Command& command) {
  RECOURSE_TRY_ASSIGN(const auto ended, run_to_end(command, kPatience));
  if (ended.exit_code == 0) return ended.out.substr(0, ended.out.find('\n'));
  return left_out(command.words[0] + " failed" +
                  (command.log.empty() ? "" : ": " + tail_of(command.log)));
}

std::string version_said(const std::vector<std::string>& words) {
  const auto text = said({.words = words});
  return text ? *text : "unknown";
}

/// PostgreSQL's programs are beside its version, not in PATH; the newest.
fs::path postgres_program(const std::string& name) {
  fs::path newest;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", none}) {
    const auto file = entry.path() / "bin" / name;
    if (fs::exists(file, none) && file > newest) newest = file;
  }
  return newest;
}

/// root must not run PostgreSQL.
std::string postgres_user() { return ::geteuid() == 0 ? "postgres" : ""; }

Result<void> give_to(const fs::path& folder, const std::string& user) {
  if (user.empty()) return {};
  const auto* const entry = ::getpwnam(user.c_str());
  if (entry == nullptr || ::chown(folder.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
    return left_out(folder.string() + " cannot be given to the user " + user);
  }
  return {};
}

}  // namespace

fs::path default_peers() {
  if (const auto* set = std::getenv("RECOURSE_BENCH_PEERS")) return set;
  if (const auto* cache = std::getenv("XDG_CACHE_HOME")) {
    return fs::path{cache} / "recourse-bench" / "peers";
  }
  const auto* const home = std::getenv("HOME");
  return fs::path{home == nullptr ? "/root" : home} / ".cache" / "recourse-bench" / "peers";
}

Rivals::Rivals(fs::path folder, fs::path peers)
    : folder_(std::move(folder)), peers_(std::move(peers)) {
  fs::create_directories(folder_);
}

Result<std::string> Rivals::start(const std::string& subject) {
  if (subject == "sqlite") return std::string{};
  if (subject == "postgres") return start_postgres("bench", false);
  if (subject == "nats") return start_nats();
  if (!program_exists("node")) return left_out("node is not installed");
  if (subject == "message-db") {
    RECOURSE_TRY(need_packages({"@eventide/message-db"}));
    return start_postgres("message_store", false);
  }
  if (subject == "emmett-sqlite") {
    RECOURSE_TRY(need_packages({"@event-driven-io/emmett-sqlite", "sqlite3"}));
    return std::string{};
  }
  if (subject == "emmett-postgres") {
    RECOURSE_TRY(need_packages({"@event-driven-io/emmett-postgresql", "pg"}));
    return start_postgres("emmett", true);
  }
  if (subject == "dbos") {
    RECOURSE_TRY(need_packages({"@dbos-inc/dbos-sdk"}));
    return start_postgres("dbos", true);
  }
  if (subject == "restate") {
    RECOURSE_TRY(need_packages({"@restatedev/restate-sdk", "@restatedev/restate-server"}));
    return start_restate();
  }
  return left_out("there is no rival " + subject);
}

void Rivals::stop() {
  while (!running_.empty()) running_.pop_back();  // the last that was started first
}

Result<void> Rivals::need_packages(const std::vector<std::string>& names) const {
  for (const auto& name : names) {
    if (!fs::exists(peers_ / "node_modules" / name)) {
      return left_out("npm's " + name + " is not in " + peers_.string() +
                      ": run benchmarks/peers/setup.sh");
    }
  }
  return {};
}

std::string Rivals::package_version(const std::string& name) const {
  std::ifstream in{peers_ / "node_modules" / name / "package.json"};
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code failed;
  const auto value = json::parse(text.str(), failed);
  const auto* const object = failed ? nullptr : value.if_object();
  const auto* const version = object == nullptr ? nullptr : object->if_contains("version");
  if (version == nullptr || !version->is_string()) return name + " unknown";
  return name + " " + json::value_to<std::string>(*version);
}

Result<void> Rivals::make_cluster(const fs::path& data) {
  fs::create_directories(data);
  RECOURSE_TRY(give_to(data, postgres_user()));
  RECOURSE_TRY(said({.words = {postgres_program("initdb").string(), "-D", data.string(), "-A",
                               "trust", "-U", "postgres", "--locale=C", "-E", "UTF8"},
                     .user = postgres_user(),
                     .log = log_of("initdb")}));
  std::ofstream settings{data / "postgresql.conf", std::ios::app};
  settings << "listen_addresses = '127.0.0.1'\nport = " << postgres_port_
           << "\nunix_socket_directories = ''\nmax_connections = 200\nshared_buffers = 1GB\n"
              "max_wal_size = 4GB\nfsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
              "wal_sync_method = fdatasync\n";
  settings.close();
  if (!settings) return left_out("PostgreSQL's settings cannot be written");
  return {};
}

Result<std::string> Rivals::start_postgres(const std::string& database, bool as_url) {
  const auto server = postgres_program("postgres");
  if (server.empty()) return left_out("postgresql-15 is not installed");
  const auto data = folder_ / "postgres";
  if (postgres_port_ == 0) {
    RECOURSE_TRY_ASSIGN(postgres_port_, free_port());
    RECOURSE_TRY(make_cluster(data));
  }
  RECOURSE_TRY_ASSIGN(auto process, Process::start({.words = {server.string(), "-D", data.string()},
                                                    .user = postgres_user(),
                                                    .log = log_of("postgres"),
                                                    .stop_signal = SIGINT}));
  running_.push_back(std::move(process));
  RECOURSE_TRY(wait_for_port(running_.back(), postgres_port_, kPatience));
  if (!databases_[database]) {
    RECOURSE_TRY(make_database(database));
    if (database == "message_store") RECOURSE_TRY(install_message_db());
    databases_[database] = true;
  }
  const auto port = std::to_string(postgres_port_);
  if (as_url) return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  return "host=127.0.0.1 port=" + port + " user=postgres dbname=" + database +
         " options='-c search_path=message_store,public'";
}

Result<void> Rivals::make_database(const std::string& name) {
  Command make{.words = {postgres_program("psql").string(), "-h", "127.0.0.1", "-p",
                         std::to_string(postgres_port_), "-U", "postgres", "-d", "postgres", "-c",
                         "CREATE DATABASE " + name},
               .log = log_of("psql")};
  // A server that listens may still refuse for a moment.
  Result<std::string> made = said(make);
  for (int i = 0; i < 20 && !made; ++i) {
    ::usleep(200'000);
    made = said(make);
  }
  if (!made) return made.error();
  return {};
}

Result<void> Rivals::install_message_db() {
  const auto script = peers_ / "node_modules/@eventide/message-db/database/install.sh";
  RECOURSE_TRY(said({.words = {"bash", script.string()},
                     .environment = {{"PGHOST", "127.0.0.1"},
                                     {"PGPORT", std::to_string(postgres_port_)},
                                     {"PGUSER", "postgres"},
                                     {"DATABASE_NAME", "message_store"},
                                     {"CREATE_DATABASE", "off"}},
                     .log = log_of("message-db")}));
  return {};
}

Result<std::string> Rivals::start_nats() {
  if (!program_exists("nats-server")) return left_out("nats-server is not installed");
  const auto store = folder_ / "nats";
  fs::remove_all(store);
  fs::create_directories(store);
  RECOURSE_TRY_ASSIGN(const auto port, free_port());
  const auto file = folder_ / "nats.conf";
  const auto write = [&](const std::string& sync) {
    return write_text(file, "server_name: bench\nlisten: \"127.0.0.1:" + std::to_string(port) +
                                "\"\njetstream { store_dir: \"" + store.string() +
                                "\", max_file: 8G" + sync + " }\n");
  };
  // Versions before 2.10 cannot sync each message, and refuse the setting.
  RECOURSE_TRY(write(", sync_interval: always"));
  nats_syncs_ =
      said({.words = {"nats-server", "-t", "-c", file.string()}, .log = log_of("nats-settings")})
          .has_value();
  if (!nats_syncs_) RECOURSE_TRY(write(""));
  RECOURSE_TRY_ASSIGN(auto process, Process::start({.words = {"nats-server", "-c", file.string()},
                                                    .log = log_of("nats")}));
  running_.push_back(std::move(process));
  RECOURSE_TRY(wait_for_port(running_.back(), port, kPatience));
  return "nats://127.0.0.1:" + std::to_string(port);
}

Result<std::string> Rivals::start_restate() {
  const auto base = folder_ / "restate";
  fs::remove_all(base);
  fs::create_directories(base);
  std::vector<std::string> ports;
  std::vector<std::uint16_t> numbers;
  for (int i = 0; i < 4; ++i) {
    RECOURSE_TRY_ASSIGN(const auto port, free_port());
    numbers.push_back(port);
    ports.push_back(std::to_string(port));
  }
  const auto server =
      peers_ / "node_modules/@restatedev/restate-server-linux-x64/bin/restate-server";
  RECOURSE_TRY_ASSIGN(
      auto process,
      Process::start({.words = {server.string(), "--no-logo", "--node-name", "n1"},
                      .environment = {{"RESTATE_DISABLE_TELEMETRY", "true"},
                                      {"RESTATE_LISTEN_MODE", "tcp"},
                                      {"RESTATE_BASE_DIR", base.string()},
                                      {"RESTATE_BIND_IP", "127.0.0.1"},
                                      {"RESTATE_ADVERTISED_HOST", "127.0.0.1"},
                                      {"RESTATE_BIND_PORT", ports[0]},
                                      {"RESTATE_INGRESS__BIND_ADDRESS", "127.0.0.1:" + ports[1]},
                                      {"RESTATE_ADMIN__BIND_ADDRESS", "127.0.0.1:" + ports[2]},
                                      {"RUST_LOG", "warn"}},
                      .log = log_of("restate")}));
  running_.push_back(std::move(process));
  const fs::path drivers = fs::path{RECOURSE_BENCH_DRIVERS};
  RECOURSE_TRY_ASSIGN(auto service,
                      Process::start({.words = {"node", (drivers / "restate_service.mjs").string(),
                                                peers_.string(), ports[3]},
                                      .environment = {{"RESTATE_LOGGING", "ERROR"}},
                                      .log = log_of("restate-service")}));
  running_.push_back(std::move(service));
  RECOURSE_TRY(wait_for_port(running_[running_.size() - 1], numbers[3], kPatience));
  RECOURSE_TRY(wait_for_port(running_[running_.size() - 2], numbers[2], kPatience));
  const auto admin = "http://127.0.0.1:" + ports[2];
  // Asked until the server is ready to take the service.
  const auto script =
      "for (let i = 0; i < 100; ++i) { try { const r = await fetch('" + admin +
      "/deployments', { method: 'POST', headers: { 'content-type': 'application/json' }, body: "
      "JSON.stringify({ uri: 'http://127.0.0.1:" +
      ports[3] +
      "' }) }); if (r.ok) process.exit(0); console.error(await r.text()); } catch (e) { "
      "console.error(String(e)); } await new Promise((r) => setTimeout(r, 250)); } "
      "process.exit(1);";
  RECOURSE_TRY(said(
      {.words = {"node", "--input-type=module", "-e", script}, .log = log_of("restate-service")}));
  return "http://127.0.0.1:" + ports[1];
}

Command Rivals::driver(const Operation& operation, const std::string& server,
                       double seconds_each) const {
  const auto& subject = operation.subject;
  const auto name = subject.starts_with("emmett") ? "emmett" : subject;
  const auto folder = folder_ / subject;
  fs::remove_all(folder);
  fs::create_directories(folder);
  const json::object asked{{"rival", subject},          {"clients", operation.clients},
                           {"rate", operation.rate},    {"seconds", seconds_each},
                           {"server", server},          {"directory", folder.string()},
                           {"modules", peers_.string()}};
  const auto script = fs::path{RECOURSE_BENCH_DRIVERS} / (name + ".mjs");
  return {.words = {"node", script.string(), json::serialize(asked)}, .log = log_of(subject)};
}

std::string Rivals::durability(const Operation& operation) const {
  const bool syncs = operation.subject == "nats" && nats_syncs_;
  return syncs ? "acknowledged after the sync" : operation.durability;
}

RivalNote Rivals::note(const std::string& subject) const {
  const std::string pg =
      "fsync, synchronous_commit and full_page_writes on, fdatasync, "
      "shared_buffers 1 GB; over TCP on the loopback";
  const auto postgres = [] { return version_said({postgres_program("postgres").string(), "-V"}); };
  const auto node = [] { return "node " + version_said({"node", "--version"}); };
  if (subject == "sqlite") {
    return {subject, sqlite3_libversion(),
            "WAL, synchronous=FULL; in this process, as ours is. 1,024: one writer thread that "
            "commits what waits in one transaction; else a connection a client"};
  }
  if (subject == "postgres") return {subject, postgres(), pg + ", a connection a client, libpq"};
  if (subject == "message-db") {
    return {subject, package_version("@eventide/message-db") + ", " + postgres(),
            pg + "; every append takes an advisory lock on its category"};
  }
  if (subject == "nats") {
    return {
        subject, version_said({"nats-server", "--version"}),
        std::string{nats_syncs_ ? "sync_interval: always"
                                : "no setting of this version syncs before the acknowledgement"} +
            "; file storage, one server; over TCP on the loopback, a connection a client"};
  }
  if (subject == "emmett-sqlite") {
    return {subject, package_version("@event-driven-io/emmett-sqlite") + ", " + node(),
            "WAL, synchronous=FULL; one connection, in Node's process"};
  }
  if (subject == "emmett-postgres") {
    return {subject, package_version("@event-driven-io/emmett-postgresql") + ", " + node(),
            pg + "; a pool of as many connections as clients, from Node"};
  }
  if (subject == "dbos") {
    return {subject, package_version("@dbos-inc/dbos-sdk") + ", " + node(),
            pg + "; rows that begin and end each workflow of six steps come on top"};
  }
  return {subject, package_version("@restatedev/restate-server") + ", " + node(),
          "one node, defaults, its log synced; over HTTP on the loopback, to it and from it to the "
          "service in Node"};
}

}  // namespace recourse::bench
