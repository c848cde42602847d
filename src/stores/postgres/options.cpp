#include <algorithm>
#include <charconv>
#include <recourse/base/limits.hpp>
#include <recourse/core/composed_store.hpp>
#include <recourse/core/table.hpp>
#include <recourse/stores/postgres.hpp>

#include "stores/postgres/connection.hpp"
#include "stores/postgres/options.hpp"

namespace recourse::stores {
namespace pg {

Result<void> check(const PostgresOptions& options) {
  const auto outside = [](std::string_view what) {
    return Error{Errc::invalid_argument, std::string{what} + " is outside its range"};
  };
  RECOURSE_TRY(core::check_name(options.log));
  RECOURSE_TRY(core::check_name(options.schema));
  // PostgreSQL cuts longer names.
  if (options.schema.size() > 63) return outside("the length of the schema's name");
  if (options.schema.starts_with("pg_")) {
    return Error{Errc::invalid_argument, "names of schemas that begin with pg_ are the server's"};
  }
  if (options.patience.count() <= 0) return outside("patience");
  if (options.takeover.wait.count() < 0) return outside("takeover.wait");
  const auto& t = options.tuning;
  if (t.group_appends < 1 || t.group_appends > limits::kGroupRequestsMax) {
    return outside("tuning.group_appends");
  }
  if (t.groups_in_flight < 1 || t.groups_in_flight > 4) return outside("tuning.groups_in_flight");
  if (t.pages_a_fetch < 1 || t.pages_a_fetch > 4096) return outside("tuning.pages_a_fetch");
  if (t.connections < 1 || t.connections > 256) return outside("tuning.connections");
  return {};
}

namespace {

Result<std::chrono::milliseconds> milliseconds_of(std::string_view name, std::string_view text) {
  std::int64_t n = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failed == std::errc{} && end == text.data() + text.size() && n >= 0 && n <= 86'400'000) {
    return std::chrono::milliseconds{n};
  }
  return Error{Errc::malformed, std::string{name} + " is not a number of milliseconds"};
}

Result<bool> truth_of(std::string_view name, std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return Error{Errc::malformed, std::string{name} + " is neither true nor false"};
}

/// True: the parameter is ours, and was taken.
Result<bool> take(std::string_view name, std::string_view value, PostgresOptions& options) {
  if (name == "log") {
    options.log = value;
  } else if (name == "schema") {
    options.schema = value;
  } else if (name == "role") {
    if (value != "appender" && value != "reader") {
      return Error{Errc::malformed, "role is neither appender nor reader"};
    }
    options.role =
        value == "reader" ? PostgresOptions::Role::reader : PostgresOptions::Role::appender;
  } else if (name == "create") {
    RECOURSE_TRY_ASSIGN(options.create, truth_of(name, value));
  } else if (name == "depose") {
    RECOURSE_TRY_ASSIGN(options.takeover.depose, truth_of(name, value));
  } else if (name == "patience") {
    RECOURSE_TRY_ASSIGN(options.patience, milliseconds_of(name, value));
  } else if (name == "takeover") {
    RECOURSE_TRY_ASSIGN(options.takeover.wait, milliseconds_of(name, value));
  } else {
    return false;
  }
  return true;
}

/// A character of a password that is not percent-encoded makes the rest of it a host, a port or a
/// database, which servers and libpq repeat in their messages.
Result<void> check_encoded(const Target& target) {
  const auto is_wrong = [](const std::string& keyword, const std::string& value) {
    if (keyword == "port") return value.find_first_not_of("0123456789,") != std::string::npos;
    return (keyword == "host" || keyword == "dbname") && value.find('@') != std::string::npos;
  };
  for (const auto& [keyword, value] : target.settings) {
    if (!is_wrong(keyword, value)) continue;
    return Error{Errc::malformed, "the " + keyword +
                                      " of the URI cannot be one (it is not repeated here): in "
                                      "user and password write @ : / ? # % as %40 %3A %2F %3F %23 "
                                      "%25"};
  }
  return {};
}

}  // namespace
}  // namespace pg

Result<PostgresOptions> postgres_options_of(std::string_view uri) {
  if (!uri.starts_with("postgresql://") && !uri.starts_with("postgres://")) {
    return Error{Errc::malformed, "not a URI that begins with postgresql:// or postgres://"};
  }
  PostgresOptions options;
  const auto question = uri.find('?');
  options.connection = uri.substr(0, question);
  auto rest = question == std::string_view::npos ? std::string_view{} : uri.substr(question + 1);
  char before = '?';
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto parameter = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos) {
      return Error{Errc::malformed, "a parameter of the URI has no value"};
    }
    RECOURSE_TRY_ASSIGN(const bool ours, pg::take(parameter.substr(0, equals),
                                                  parameter.substr(equals + 1), options));
    if (ours) continue;
    options.connection.append(1, before).append(parameter);
    before = '&';
  }
  RECOURSE_TRY(pg::check(options));
  RECOURSE_TRY_ASSIGN(const auto target, pg::Target::parse(options.connection));
  RECOURSE_TRY(pg::check_encoded(target));
  return options;
}

core::StoreFactory postgres_store(PostgresOptions options, OpenTables tables) {
  return [options = std::move(options), tables = std::move(tables)](
             const Clock& clock) -> Result<std::unique_ptr<core::EventStore>> {
    if (!tables) return Error{Errc::invalid_argument, "nothing opens the tables"};
    RECOURSE_TRY_ASSIGN(auto opened, tables());
    if (!opened) return Error{Errc::invalid_argument, "no tables were opened"};
    RECOURSE_TRY_ASSIGN(auto log, open_postgres(options, clock));
    return core::compose(std::move(log), std::move(opened));
  };
}

}  // namespace recourse::stores
