#ifdef RECOURSE_HAS_POSTGRES
#include "stores/open/remote.hpp"

#include <recourse/core/composed_store.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "stores/open/local_directory.hpp"

namespace recourse::stores {
namespace {

namespace fs = std::filesystem;
using Role = PostgresOptions::Role;
using Tables = std::unique_ptr<core::TableStore>;
using Log = std::unique_ptr<core::EventLog>;

/// A parameter of the query part is there, whatever its value.
bool names(std::string_view uri, std::string_view parameter) {
  const auto question = uri.find('?');
  if (question == std::string_view::npos) return false;
  const auto query = uri.substr(question);
  const auto wanted = std::string{parameter} + "=";
  return query.find("?" + wanted) != std::string_view::npos ||
         query.find("&" + wanted) != std::string_view::npos;
}

/// What a store in this process does with the log.
struct Plan {
  PostgresOptions postgres;
  bool keeps_tables = false;  ///< Takes them for itself; else looks at them beside their owner.
  bool prefers_primary = false;
};

Result<Plan> plan_of(const std::string& uri, Access access, bool create) {
  RECOURSE_TRY_ASSIGN(auto postgres, postgres_options_of(uri));
  Plan plan{.postgres = std::move(postgres)};
  plan.keeps_tables = access == Access::write || plan.postgres.role == Role::reader;
  // Who says nothing of servers wants to see what was just written.
  plan.prefers_primary = access == Access::read && plan.postgres.role == Role::appender &&
                         !names(uri, "target_session_attrs");
  if (access == Access::read) plan.postgres.role = Role::reader;
  plan.postgres.create = plan.postgres.create && create;
  return plan;
}

/// Asks the primary first, if the plan prefers it; where nobody leads, one that follows.
template <class Ask>
auto ask_planned(const Plan& plan, Ask&& ask) {
  if (plan.prefers_primary) {
    auto primary = plan.postgres;
    const bool first = primary.connection.find('?') == std::string::npos;
    primary.connection += first ? "?" : "&";
    primary.connection += "target_session_attrs=primary";
    auto answer = ask(primary);
    if (answer || answer.error().code() != Errc::io_error) return answer;
  }
  return ask(plan.postgres);
}

Result<Log> open_planned(const Plan& plan, const Clock& clock) {
  return ask_planned(plan, [&](const PostgresOptions& o) { return open_postgres(o, clock); });
}

/// Of a process that has no tables and may make none: views are made up in memory.
class NoTables final : public core::TableStore {
 public:
  Result<std::vector<core::TableName>> list() const override {
    return std::vector<core::TableName>{};
  }
  Result<std::shared_ptr<core::Table>> open(const core::TableName& name) override {
    return Error{Errc::not_found, "there is no table " + name.to_string()};
  }
  Result<void> drop(const core::TableName&) override {
    return Error{Errc::store_stopped, "this process has opened the store for reading only"};
  }
  bool takes_writes() const override { return false; }
};

Result<Tables> tables_beside(const StoreOptions& options) {
  const auto folder = local::tables_in(options.directory);
  std::error_code failed;
  if (!fs::exists(folder / "recourse.tables", failed)) return Tables{std::make_unique<NoTables>()};
  return open_rocksdb_tables_reader(folder, options.memory_bytes);
}

Result<Tables> tables_for(const StoreOptions& options, const Plan& plan) {
  if (!plan.keeps_tables) return tables_beside(options);
  auto own = open_rocksdb_tables(
      {.directory = local::tables_in(options.directory), .memory_bytes = options.memory_bytes});
  const bool another_keeps_them = own.has_error() && own.error().code() == Errc::store_locked &&
                                  plan.postgres.role == Role::reader;
  if (another_keeps_them) return tables_beside(options);
  return own;
}

/// Of a folder that is known to go with a log: its tables are taken first, so that nobody who has
/// them is deposed.
Result<std::unique_ptr<core::EventStore>> open_again(const StoreOptions& options, Plan plan,
                                                     const LogId& marked, const Clock& clock) {
  plan.postgres.expected = marked;
  RECOURSE_TRY_ASSIGN(auto tables, tables_for(options, plan));
  auto log = open_planned(plan, clock);
  if (!log && log.error().code() == Errc::not_a_store) {
    return Error{Errc::not_a_store, options.directory.string() + " goes with the log " +
                                        marked.to_string() + ", and " + log.error().message() +
                                        ": name another directory"};
  }
  if (!log) return std::move(log).error();
  return core::compose(std::move(*log), std::move(tables));
}

/// Of a folder that is new: nothing is made in it unless there is a log.
Result<std::unique_ptr<core::EventStore>> open_first(const StoreOptions& options, const Plan& plan,
                                                     const Clock& clock) {
  RECOURSE_TRY_ASSIGN(auto log, open_planned(plan, clock));
  RECOURSE_TRY_ASSIGN(auto tables, tables_for(options, plan));
  // Somebody may have marked it meanwhile.
  RECOURSE_TRY_ASSIGN(const auto marked, local::examine(options.directory));
  const auto id = log->identity().id;
  if (marked && *marked != id) {
    return Error{Errc::not_a_store, options.directory.string() + " goes with the log " +
                                        marked->to_string() + " now, not with " + id.to_string()};
  }
  // Who reads tables that another process keeps leaves the folder as it is.
  if (!marked && tables->takes_writes()) RECOURSE_TRY(local::mark(options.directory, id));
  return core::compose(std::move(log), std::move(tables));
}

}  // namespace

Result<std::unique_ptr<core::EventStore>> open_remote(const StoreOptions& options,
                                                      const Clock& clock) {
  RECOURSE_TRY_ASSIGN(auto plan, plan_of(options.store, options.access, options.create));
  const auto place = shown(plan.postgres);
  if (options.directory.empty()) {
    auto log = open_planned(plan, clock);
    if (!log) return std::move(log).error().within(place);
    return core::compose(std::move(*log), std::make_unique<NoTables>());
  }
  RECOURSE_TRY_ASSIGN(const auto marked, local::examine(options.directory));
  auto opened = marked ? open_again(options, std::move(plan), *marked, clock)
                       : open_first(options, plan, clock);
  if (!opened) return std::move(opened).error().within(place);
  return opened;
}

Result<std::unique_ptr<core::EventLog>> open_remote_log(const std::string& uri,
                                                        const LogAccess& access,
                                                        const Clock& clock) {
  RECOURSE_TRY_ASSIGN(const auto plan, plan_of(uri, access.access, access.create));
  if (access.access == Access::write && plan.postgres.role == Role::reader) {
    return Error{Errc::invalid_argument, "role=reader in the URI of a log that is to be written"};
  }
  auto opened = open_planned(plan, clock);
  if (!opened) return std::move(opened).error().within(shown(plan.postgres));
  return opened;
}

Result<PostgresStatus> remote_status(const std::string& uri) {
  RECOURSE_TRY_ASSIGN(const auto plan, plan_of(uri, Access::read, false));
  auto status = ask_planned(plan, [](const PostgresOptions& o) { return postgres_status(o); });
  if (!status) return std::move(status).error().within(shown(plan.postgres));
  return status;
}

Result<bool> remote_is_for_reading(const std::string& uri) {
  RECOURSE_TRY_ASSIGN(const auto postgres, postgres_options_of(uri));
  return postgres.role == Role::reader;
}

Result<std::string> remote_log_name(const std::string& uri) {
  RECOURSE_TRY_ASSIGN(auto postgres, postgres_options_of(uri));
  return std::move(postgres.log);
}

std::string remote_shown(std::string_view uri) {
  const auto postgres = postgres_options_of(uri);
  return postgres ? shown(*postgres) : "postgresql://… (a URI that cannot be read)";
}

}  // namespace recourse::stores
#endif
