// Which logs a schema holds.
#include <recourse/stores/postgres.hpp>

#include "stores/postgres/options.hpp"
#include "stores/postgres/schema.hpp"
#include "stores/postgres/session.hpp"

namespace recourse::stores {
namespace pg {
namespace {

Timestamp moment(const Rows& rows, int row, int column) {
  return Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(rows.int8(row, column))}};
}

PostgresLog log_of(const Rows& rows, int i) {
  PostgresLog log{.name = std::string{rows.bytes(i, 0)}};
  log.identity = {rows.id<LogId>(i, 1), Incarnation{rows.int8(i, 2)}};
  log.epoch = rows.int8(i, 3);
  log.head = Position{rows.int8(i, 4)};
  log.recorded_at = moment(rows, i, 5);
  log.at_standby = rows.boolean(i, 6);
  log.has_appender = rows.boolean(i, 7);
  log.appender_at = rows.bytes(i, 8);
  if (!rows.is_null(i, 9)) log.appender_since = moment(rows, i, 9);
  if (log.name.ends_with(kHalfCopy)) {
    log.name.resize(log.name.size() - kHalfCopy.size());
    log.is_half_copy = true;
  }
  return log;
}

}  // namespace
}  // namespace pg

Result<std::vector<PostgresLog>> postgres_logs(const PostgresOptions& options) {
  using namespace pg;
  RECOURSE_TRY(check(options));
  RECOURSE_TRY_ASSIGN(auto target, Target::parse(options.connection));
  if (!target.names("application_name")) target.set("application_name", "recourse");
  const auto deadline = after(options.patience);
  RECOURSE_TRY_ASSIGN(const auto connection, Connection::open(target, deadline));
  const Sql sql{options.schema};
  RECOURSE_TRY(ensure_schema(*connection, sql, /*create=*/false, deadline));
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      connection->ask(sql.list_logs, Parameters{}.text(lock_of(sql, "")).text(kHalfCopy),
                      deadline));
  std::vector<PostgresLog> logs;
  for (int i = 0; i < rows.size(); ++i) logs.push_back(log_of(rows, i));
  return logs;
}

}  // namespace recourse::stores
