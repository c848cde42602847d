// What a log's server says of it, for operators.
#include <algorithm>
#include <recourse/stores/postgres.hpp>

#include "stores/postgres/options.hpp"
#include "stores/postgres/schema.hpp"
#include "stores/postgres/session.hpp"

namespace recourse::stores {
namespace pg {
namespace {

constexpr const char* kServer =
    "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'off', "
    "current_setting('server_version'), current_setting('fsync') = 'on', "
    "current_setting('synchronous_standby_names'), "
    "CASE WHEN pg_is_in_recovery() AND "
    "pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn() THEN "
    "greatest(0, extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)"
    "::int8 END";
/// A role without pg_monitor sees that they are there, and no more.
constexpr const char* kStandbys =
    "SELECT coalesce(application_name, ''), coalesce(state, ''), coalesce(sync_state, ''), "
    "greatest(0, pg_current_wal_lsn() - flush_lsn)::int8 FROM pg_stat_replication "
    "ORDER BY application_name";
/// Whoever holds the appender's lock.
constexpr const char* kAppender =
    "SELECT coalesce(host(a.client_addr), CASE WHEN a.backend_start IS NULL THEN '' "
    "ELSE 'local' END) FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND ((l.classid::int8 << 32) | l.objid::int8) = hashtextextended($1, 0)";

Result<void> ask_server(Connection& connection, PostgresStatus& status, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(const auto rows, connection.ask(kServer, {}, deadline));
  status.server = connection.server();
  status.is_standby = rows.boolean(0, 0);
  status.takes_writes = !status.is_standby && rows.boolean(0, 1);
  const auto version = rows.bytes(0, 2);
  status.version = version.substr(0, version.find(' '));
  status.is_durable = rows.boolean(0, 3);
  status.synchronous_standbys = rows.bytes(0, 4);
  if (!rows.is_null(0, 5)) {
    status.replay_lag = std::chrono::milliseconds{static_cast<std::int64_t>(rows.int8(0, 5))};
  }
  return {};
}

Result<void> ask_primary(Connection& connection, const std::string& lock, PostgresStatus& status,
                         Deadline deadline) {
  RECOURSE_TRY_ASSIGN(const auto standbys, connection.ask(kStandbys, {}, deadline));
  for (int i = 0; i < standbys.size(); ++i) {
    PostgresStandby standby{.name = std::string{standbys.bytes(i, 0)},
                            .state = std::string{standbys.bytes(i, 1)},
                            .sync = std::string{standbys.bytes(i, 2)}};
    if (!standbys.is_null(i, 3)) standby.behind_bytes = standbys.int8(i, 3);
    status.standbys.push_back(std::move(standby));
  }
  RECOURSE_TRY_ASSIGN(const auto holder,
                      connection.ask(kAppender, Parameters{}.text(lock), deadline));
  status.has_appender = holder.size() > 0;
  if (status.has_appender) status.appender_at = holder.bytes(0, 0);
  return {};
}

/// What libpq would take for a keyword; empty if it is not said.
std::string_view value_of(const Target& target, std::string_view keyword) {
  for (const auto& [name, value] : target.settings) {
    if (name == keyword) return value;
  }
  return {};
}

/// The nth of a list with commas; of a list of one, that one.
std::string_view nth_of(std::string_view list, std::size_t n) {
  if (list.find(',') == std::string_view::npos) return list;
  for (; n > 0; --n) {
    const auto comma = list.find(',');
    if (comma == std::string_view::npos) return {};
    list.remove_prefix(comma + 1);
  }
  return list.substr(0, list.find(','));
}

/// "db1:5432,db2:5432"
std::string servers_of(const Target& target) {
  auto hosts = value_of(target, "host");
  if (hosts.empty()) hosts = value_of(target, "hostaddr");
  const auto ports = value_of(target, "port");
  const auto count = static_cast<std::size_t>(std::ranges::count(hosts, ',')) + 1;
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += nth_of(hosts, i);
    if (const auto port = nth_of(ports, i); !port.empty()) text.append(":").append(port);
  }
  return text;
}

}  // namespace
}  // namespace pg

Result<PostgresStatus> postgres_status(const PostgresOptions& options) {
  using namespace pg;
  RECOURSE_TRY(check(options));
  RECOURSE_TRY_ASSIGN(auto target, Target::parse(options.connection));
  if (!target.names("application_name")) target.set("application_name", "recourse");
  const auto deadline = after(options.patience);
  RECOURSE_TRY_ASSIGN(const auto connection, Connection::open(target, deadline));
  const Sql sql{options.schema};
  RECOURSE_TRY(ensure_schema(*connection, sql, /*create=*/false, deadline));
  RECOURSE_TRY_ASSIGN(const auto row,
                      find_log(*connection, sql, options.log, /*create=*/false, deadline));
  PostgresStatus status;
  status.identity = row.identity;
  status.epoch = row.epoch;
  status.head = row.head;
  RECOURSE_TRY(ask_server(*connection, status, deadline));
  if (!status.is_standby) {
    RECOURSE_TRY(ask_primary(*connection, lock_of(sql, options.log), status, deadline));
  }
  return status;
}

std::string shown(const PostgresOptions& options) {
  const auto target = pg::Target::parse(options.connection);
  if (!target) return "postgresql://… (a connection string that cannot be read)";
  std::string text = "postgresql://";
  if (const auto user = pg::value_of(*target, "user"); !user.empty()) {
    text.append(user).append("@");
  }
  text += pg::servers_of(*target);
  if (const auto database = pg::value_of(*target, "dbname"); !database.empty()) {
    text.append("/").append(database);
  }
  return text + "?log=" + options.log;
}

}  // namespace recourse::stores
