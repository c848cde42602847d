// The contract of EventLog over the parts: one class that appends, one that follows.
#include <recourse/stores/postgres.hpp>

#include "stores/postgres/appender.hpp"
#include "stores/postgres/checkpoints.hpp"
#include "stores/postgres/follower.hpp"
#include "stores/postgres/options.hpp"

namespace recourse::stores {
namespace pg {
namespace {

using namespace core;

/// What both have: how the log is asked.
class Asked : public EventLog {
 public:
  Asked(const PostgresOptions& options, Target target, Sql sql, const LogRow& row)
      : options_(options),
        sql_(std::move(sql)),
        row_(row),
        pool_(std::move(target), options.tuning.connections, options.patience),
        reads_(pool_, sql_, row.id, options.tuning.pages_a_fetch) {}

  Result<std::optional<Remembered>> find(CommandId id) const override { return reads_.find(id); }
  Result<Version> version_of(const StreamId& stream) const override {
    return reads_.version_of(stream);
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return reads_.last_tagged(type, tag);
  }
  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    return reads_.read_stream(stream, range);
  }
  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    return reads_.read_all(std::move(range));
  }
  Result<Position> head() const override { return reads_.head(); }
  LogIdentity identity() const override { return row_.identity; }
  FingerprintKey fingerprint_key() const override { return row_.fingerprint_key; }

 protected:
  const PostgresOptions options_;
  const Sql sql_;
  const LogRow row_;
  Pool pool_;
  Reads reads_;
};

class AppendedLog final : public Asked {
 public:
  AppendedLog(const PostgresOptions& options, const Target& target, Sql sql, const LogRow& row,
              bool durable, const Clock& clock)
      : Asked(options, target, std::move(sql), row),
        durable_(durable),
        appender_(options_, {target, &sql_, row.id, options.log, random_log_id()}, row_, pool_,
                  clock),
        checkpoints_(pool_, sql_, row.id, appender_.owner()) {}

  Result<void> start() { return appender_.start(); }

  Capabilities capabilities() const override { return {.durable = durable_}; }
  Result<Appended> append(Append append) override { return appender_.append(std::move(append)); }
  void async_append(Append append, base::Completion<Result<Appended>> done) override {
    appender_.async_append(std::move(append), std::move(done));
  }
  Health health() const override {
    auto health = appender_.health();
    if (!durable_) health.notes.emplace_back("the server runs with fsync=off");
    return health;
  }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return appender_.listeners().add(std::move(on_append));
  }
  Result<void> drain() override { return appender_.drain(); }
  Checkpoints& checkpoints() override { return checkpoints_; }

 private:
  const bool durable_;
  Appender appender_;
  LogCheckpoints checkpoints_;
};

class FollowedLog final : public Asked {
 public:
  FollowedLog(const PostgresOptions& options, const Target& target, Sql sql, const LogRow& row)
      : Asked(options, target, std::move(sql), row),
        checkpoints_(pool_, sql_, row.id, std::nullopt),
        follower_(reads_, target, channel_of(row.identity.id), options.patience, row.head) {}

  Capabilities capabilities() const override { return {.takes_appends = false, .follows = true}; }
  Result<Appended> append(Append) override { return for_reading_only(); }
  void async_append(Append, base::Completion<Result<Appended>> done) override {
    done(for_reading_only());
  }
  Health health() const override {
    Health h;
    h.writable = false;
    h.reason = "opened for reading only";
    h.head = h.indexed = follower_.known();
    if (auto trouble = follower_.trouble(); !trouble.empty()) h.notes.push_back(std::move(trouble));
    return h;
  }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return follower_.listeners().add(std::move(on_append));
  }
  Result<void> drain() override { return {}; }
  Result<Position> refresh() override { return follower_.look(); }
  Checkpoints& checkpoints() override { return checkpoints_; }

 private:
  LogCheckpoints checkpoints_;
  Follower follower_;
};

Result<Target> target_of(const PostgresOptions& options) {
  RECOURSE_TRY_ASSIGN(auto target, Target::parse(options.connection));
  if (options.role == PostgresOptions::Role::appender) {
    target.set("target_session_attrs", "read-write");
  }
  if (!target.names("application_name")) target.set("application_name", "recourse");
  return target;
}

Result<void> check_expected(const PostgresOptions& options, const LogRow& row) {
  if (options.expected.is_nil() || options.expected == row.identity.id) return {};
  return Error{Errc::not_a_store, "the log " + options.log + " is " + row.identity.id.to_string() +
                                      ", not " + options.expected.to_string()};
}

/// Requires: the log is taken. While that was waited for, a copy may have come into it, and ended
/// half way.
Result<void> check_after_wait(const Target& target, const Sql& sql, const std::string& name,
                              const LogRow& taken, Deadline deadline) {
  // Another server may lead by now.
  RECOURSE_TRY_ASSIGN(const auto connection, Connection::open(target, deadline));
  RECOURSE_TRY_ASSIGN(const auto row, find_log(*connection, sql, name, /*create=*/false, deadline));
  if (row.id == taken.id && row.identity == taken.identity) return {};
  return Error{Errc::io_error, "the log " + name + " was replaced while it was waited for"};
}

Result<bool> syncs(Connection& connection, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(const auto rows,
                      connection.ask("SELECT current_setting('fsync') = 'on'", {}, deadline));
  return rows.boolean(0, 0);
}

}  // namespace
}  // namespace pg

Result<std::unique_ptr<core::EventLog>> open_postgres(PostgresOptions options, const Clock& clock) {
  using namespace pg;
  RECOURSE_TRY(check(options));
  RECOURSE_TRY_ASSIGN(const auto target, target_of(options));
  const bool appends = options.role == PostgresOptions::Role::appender;
  const auto deadline = after(options.patience);
  RECOURSE_TRY_ASSIGN(const auto connection, Connection::open(target, deadline));
  Sql sql{options.schema};
  const bool create = options.create && appends && options.expected.is_nil();
  RECOURSE_TRY(ensure_schema(*connection, sql, create, deadline));
  RECOURSE_TRY_ASSIGN(const auto row, find_log(*connection, sql, options.log, create, deadline));
  RECOURSE_TRY(check_expected(options, row));
  if (!appends) {
    return std::unique_ptr<core::EventLog>{
        std::make_unique<FollowedLog>(options, target, std::move(sql), row)};
  }
  RECOURSE_TRY_ASSIGN(const bool durable, syncs(*connection, deadline));
  auto log = std::make_unique<AppendedLog>(options, target, sql, row, durable, clock);
  RECOURSE_TRY(log->start());
  RECOURSE_TRY(check_after_wait(target, sql, options.log, row, after(options.patience)));
  return std::unique_ptr<core::EventLog>{std::move(log)};
}

}  // namespace recourse::stores
