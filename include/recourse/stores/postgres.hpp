// The PostgreSQL store: the log in a database, so that it outlives the machine that writes it.
//
//     auto log = stores::open_postgres({.connection = "postgresql://db1,db2/city"}).value();
//     auto store = core::compose(std::move(log), std::move(tables)).value();   // tables lie here
//
// One log has one appender. Whoever opens it as appender takes the next epoch in the log's row, and
// each group of appends names its epoch and the head that it has seen: an appender that was
// replaced, even one that does not know it yet, cannot write. Everybody else reads, on any server.
//
// A group of appends is one transaction, which moves the head, and writes the same pages as the
// RocksDB store writes, with rows that lead to them by stream, command id and tag. It is answered
// after its COMMIT. Synchronous replication, if the servers are set up for it, is waited for.
//
// Outcome unknown: where the answer to a COMMIT is lost (a broken connection, a server that went
// over to its standby, a cancelled wait for a synchronous standby), the appender connects anew,
// takes a new epoch, which ends whatever is left of the transaction, and reads from the head what
// became of it. Then it answers, or appends what was not in. If that is not settled in
// `patience`, the answer is outcome_unknown: never a success, never a refusal.
//
// Invariants: positions are gapless; head, pages and indexes move together; a page never changes.
//
// Thread-safety: as EventLog; each call from any thread. Ownership: the log owns its connections
// and threads. No pooler (pgbouncer and the like) may stand between an appender and its server.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <recourse/base/clock.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/core/log_copy.hpp>
#include <string>
#include <vector>

namespace recourse::stores {

/// How an appender comes to a log that another one holds.
struct PostgresTakeover {
  /// How long to wait for another living appender to end, before store_locked.
  std::chrono::milliseconds wait{5'000};
  /// After that, take the log from it: it cannot write any more, and says so.
  bool depose = false;
};

/// Performance; the defaults suit a server in the same data centre.
struct PostgresTuning {
  /// Appends that one transaction takes at most. Range: 1 to limits::kGroupRequestsMax.
  std::size_t group_appends = 2048;
  /// Groups that are sent before the first is answered; another one goes only if it is no smaller.
  /// On the server's own machine 1 is as fast as 2; 2 hides a way of some length. Range: 1 to 4.
  std::size_t groups_in_flight = 1;
  /// Pages, of up to 16 KiB, that a reader of the log fetches at once. Range: 1 to 4096.
  std::size_t pages_a_fetch = 64;
  /// Connections for reads at most. Range: 1 to 256.
  std::size_t connections = 8;
};

struct PostgresOptions {
  enum class Role : std::uint8_t { appender, reader };

  /// What libpq takes: "host=db1,db2 dbname=city user=recourse" or a URI. An appender looks for
  /// the server that takes writes; a reader for any, unless target_session_attrs says otherwise.
  std::string connection;
  /// Which log of the schema; [a-z][a-z0-9_]*. Several logs share tables, and nothing else.
  std::string log = "main";
  /// Schema of the tables, which is this store's alone; [a-z][a-z0-9_]*.
  std::string schema = "recourse";
  Role role = Role::appender;
  /// An appender makes schema and log if they are missing. Otherwise not_a_store.
  bool create = true;
  /// Only the log of this id is opened; another one, or none, is not_a_store. Nil: whichever it is.
  LogId expected = {};
  /// How long a connection, the settling of an unknown outcome, or a group's answer may take.
  std::chrono::milliseconds patience{10'000};
  PostgresTakeover takeover = {};
  PostgresTuning tuning = {};
};

/// Opens a log; `clock` gives recorded_at and outlives it.
/// Errors: io_error (no connection), not_a_store (no such log, or a schema of something else),
/// store_locked (another appender lives), format_too_new, format_too_old, corruption,
/// invalid_argument. No message repeats a password.
Result<std::unique_ptr<core::EventLog>> open_postgres(PostgresOptions options,
                                                      const Clock& clock = SystemClock::instance());

/// Opens the tables that go with a log.
using OpenTables = std::function<Result<std::unique_ptr<core::TableStore>>()>;

/// What EngineOptions::open_store takes: the log composed with these tables, each time anew.
core::StoreFactory postgres_store(PostgresOptions options, OpenTables tables);

/// Options as a URI says them. What is libpq's stays in `connection`; ours are `log`, `schema`,
/// `role` (appender, reader), `create` (true, false), `patience`, `takeover` (both in
/// milliseconds) and `depose`:
///
///     postgresql://recourse@db1:5432,db2:5432/city?log=pudong&role=reader&sslmode=verify-full
///
/// Errors: malformed (not such a URI, or a value that cannot be read), invalid_argument.
Result<PostgresOptions> postgres_options_of(std::string_view uri);

/// A log's place for people: user, servers, database, log; never a password.
///
///     postgresql://recourse@db1:5432,db2:5432/city?log=pudong
std::string shown(const PostgresOptions& options);

/// Who follows the server that was asked.
struct PostgresStandby {
  std::string name;        ///< Its application_name.
  std::string state = {};  ///< "streaming"; empty: the role may not see it (pg_monitor may).
  std::string sync = {};   ///< "sync", "quorum", "potential" or "async"; empty likewise.
  std::optional<std::uint64_t> behind_bytes = {};  ///< Not on its disk yet.
};

/// A log as its server has it now, whoever appends.
struct PostgresStatus {
  std::string server;   ///< "db1:5432", the one that was asked.
  std::string version;  ///< "15.8"
  bool is_standby = false;
  bool takes_writes = false;  ///< A primary, and not set to read only.
  bool is_durable = true;     ///< fsync=on
  core::LogIdentity identity = {};
  std::uint64_t epoch = 0;       ///< Rises with each appender, and when one settles an outcome.
  bool has_appender = false;     ///< One lives. A standby cannot tell: false.
  std::string appender_at = {};  ///< Its address, or "local"; empty: none, or the role may not see.
  Position head = {};
  std::string synchronous_standbys = {};       ///< As configured; empty: commits wait for none.
  std::vector<PostgresStandby> standbys = {};  ///< Of a primary.
  /// Of a standby: how old what it shows is; nothing if all that has come is shown.
  std::optional<std::chrono::milliseconds> replay_lag = {};
};

/// Asks over one connection, as a reader: takes no epoch and changes nothing.
/// Errors: as open_postgres.
Result<PostgresStatus> postgres_status(const PostgresOptions& options);

/// Takes a log of another store in as `options.log`: a name that the schema does not hold yet, or
/// one that holds the beginning of that log, which nobody appends to. Whoever has it open for
/// reading reads on. As long as it is a half copy, opening it answers not_a_store.
/// Errors: as open_postgres; invalid_argument (the name is another log's, or another incarnation's;
/// the schema holds the log under another name).
Result<std::unique_ptr<core::LogImport>> import_postgres(const PostgresOptions& options,
                                                         const core::LogOrigin& origin);

/// A log of a schema.
struct PostgresLog {
  std::string name;
  core::LogIdentity identity = {};
  Position head = {};
  Timestamp recorded_at = {};    ///< Of the record at `head`.
  std::uint64_t epoch = 0;       ///< As PostgresStatus::epoch.
  bool is_half_copy = false;     ///< Cannot be opened yet (import_postgres).
  bool at_standby = false;       ///< Asked at a standby, which cannot tell who appends.
  bool has_appender = false;     ///< One lives.
  std::string appender_at = {};  ///< As PostgresStatus::appender_at.
  /// When the appender's session began; nothing: none, or the role may not see.
  std::optional<Timestamp> appender_since = {};
};

/// The logs of `options.schema`, by name, whatever `options.log` says. Takes no epoch.
/// Errors: as open_postgres.
Result<std::vector<PostgresLog>> postgres_logs(const PostgresOptions& options);

}  // namespace recourse::stores
