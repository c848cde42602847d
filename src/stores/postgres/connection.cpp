#include "stores/postgres/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <recourse/base/bytes.hpp>

namespace recourse::stores::pg {
namespace {

/// What a session is set to, whatever the role or the database says. A warning that comes with a
/// COMMIT must arrive; nothing but this store's own deadlines ends a statement; plans are made
/// once. synchronous_commit is raised, never lowered.
constexpr const char* kSession =
    "SELECT pg_catalog.set_config('synchronous_commit', CASE "
    "pg_catalog.current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' "
    "ELSE 'on' END, false), "
    "pg_catalog.set_config('client_min_messages', 'warning', false), "
    "pg_catalog.set_config('search_path', 'pg_catalog', false), "
    "pg_catalog.set_config('default_transaction_isolation', 'read committed', false), "
    "pg_catalog.set_config('statement_timeout', '0', false), "
    "pg_catalog.set_config('lock_timeout', '0', false), "
    "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', false), "
    "pg_catalog.set_config('idle_session_timeout', '0', false), "
    "pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', false), "
    "pg_catalog.set_config('jit', 'off', false)";

std::string first_line(std::string_view text) {
  return std::string{text.substr(0, text.find('\n'))};
}

struct FreeInfo {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

}  // namespace

// --- Target --------------------------------------------------------------------------------------

Result<Target> Target::parse(const std::string& connection) {
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeInfo> options{
      PQconninfoParse(connection.c_str(), &why)};
  PQfreemem(why);  // it may repeat the string
  if (!options) {
    return Error{Errc::malformed,
                 "the connection string is not of libpq's form (it is not repeated here: a "
                 "password may stand in it)"};
  }
  Target target;
  for (const auto* o = options.get(); o->keyword != nullptr; ++o) {
    if (o->val == nullptr) continue;
    if (std::string_view{o->keyword} == "password") target.password = o->val;
    target.settings.emplace_back(o->keyword, o->val);
  }
  // libpq fills in from the environment what was not said: for the list, not for each server of it.
  static constexpr std::pair<const char*, const char*> kOfTheList[] = {
      {"host", "PGHOST"},
      {"hostaddr", "PGHOSTADDR"},
      {"port", "PGPORT"},
      {"connect_timeout", "PGCONNECT_TIMEOUT"},
      {"target_session_attrs", "PGTARGETSESSIONATTRS"}};
  for (const auto& [keyword, variable] : kOfTheList) {
    const char* const value = std::getenv(variable);
    if (value != nullptr && !target.names(keyword)) target.set(keyword, value);
  }
  return target;
}

bool Target::names(std::string_view keyword) const {
  return std::any_of(settings.begin(), settings.end(),
                     [&](const auto& setting) { return setting.first == keyword; });
}

std::optional<std::string> Target::value_of(std::string_view keyword) const {
  std::optional<std::string> value;
  for (const auto& [name, said] : settings) {
    if (name == keyword) value = said;
  }
  return value;
}

std::vector<Target> Target::one_by_one() const {
  const auto list = [&](std::string_view keyword) {
    std::vector<std::string> items;
    const auto value = value_of(keyword).value_or("");
    for (std::size_t from = 0; !value.empty() && from <= value.size();) {
      const auto to = std::min(value.find(',', from), value.size());
      items.push_back(value.substr(from, to - from));
      from = to + 1;
    }
    return items;
  };
  const auto names = list("host");
  const auto addresses = list("hostaddr");
  const auto ports = list("port");
  const auto count = std::max(names.size(), addresses.size());
  // What is left out of a list is libpq's to fill in.
  const auto fits = [&](const auto& items) {
    const bool whole = std::ranges::none_of(items, &std::string::empty);
    return items.empty() || (items.size() == count && whole);
  };
  if (count < 2 || !fits(names) || !fits(addresses) || (!fits(ports) && ports.size() != 1)) {
    return {*this};
  }
  std::vector<Target> all;
  for (std::size_t i = 0; i < count; ++i) {
    auto one = *this;
    if (!names.empty()) one.set("host", names[i]);
    if (!addresses.empty()) one.set("hostaddr", addresses[i]);
    if (ports.size() == count) one.set("port", ports[i]);
    all.push_back(std::move(one));
  }
  // A standby where there is one, else whoever answers.
  if (value_of("target_session_attrs") == "prefer-standby") {
    for (auto& one : all) one.set("target_session_attrs", "standby");
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(all[i]);
      all.back().set("target_session_attrs", "any");
    }
  }
  return all;
}

void Target::set(std::string keyword, std::string value) {
  std::erase_if(settings, [&](const auto& setting) { return setting.first == keyword; });
  settings.emplace_back(std::move(keyword), std::move(value));
}

// --- values --------------------------------------------------------------------------------------

ArrayValue::ArrayValue(Oid element) : element_(element) { clear(); }

void ArrayValue::clear() {
  out_.clear();
  count_ = 0;
  base::append_be32(out_, 1);  // dimensions
  base::append_be32(out_, 0);  // no nulls
  base::append_be32(out_, element_);
  base::append_be32(out_, 0);  // how many: finish()
  base::append_be32(out_, 1);  // the first one's index
}

void ArrayValue::int8(std::uint64_t v) {
  base::append_be32(out_, 8);
  base::append_be64(out_, v);
  ++count_;
}

void ArrayValue::int4(std::uint32_t v) {
  base::append_be32(out_, 4);
  base::append_be32(out_, v);
  ++count_;
}

void ArrayValue::bytes(std::string_view v) {
  base::append_be32(out_, static_cast<std::uint32_t>(v.size()));
  out_.append(v);
  ++count_;
}

const std::string& ArrayValue::finish() {
  std::string count;
  base::append_be32(count, count_);
  std::copy(count.begin(), count.end(), out_.begin() + 12);
  return out_;
}

Parameters& Parameters::add(Oid type, std::string value) {
  types_.push_back(type);
  values_.push_back(std::move(value));
  return *this;
}

Parameters& Parameters::int8(std::uint64_t v) {
  std::string bytes;
  base::append_be64(bytes, v);
  return add(kInt8, std::move(bytes));
}

Parameters& Parameters::int4(std::uint32_t v) {
  std::string bytes;
  base::append_be32(bytes, v);
  return add(kInt4, std::move(bytes));
}

std::vector<const char*> Parameters::values() const {
  std::vector<const char*> all;
  all.reserve(values_.size());
  for (const auto& v : values_) all.push_back(v.c_str());
  return all;
}

std::vector<int> Parameters::lengths() const {
  std::vector<int> all;
  all.reserve(values_.size());
  for (const auto& v : values_) all.push_back(static_cast<int>(v.size()));
  return all;
}

std::size_t Parameters::bytes() const {
  std::size_t sum = 0;
  for (const auto& v : values_) sum += v.size();
  return sum;
}

std::string_view Rows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::uint64_t Rows::int8(int row, int column) const {
  const auto value = bytes(row, column);
  return value.size() == 8 ? base::read_be64(value.data()) : 0;
}

std::uint32_t Rows::int4(int row, int column) const {
  const auto value = bytes(row, column);
  return value.size() == 4 ? base::read_be32(value.data()) : 0;
}

std::string_view Rows::sqlstate() const {
  const char* state = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view{} : std::string_view{state};
}

std::string Rows::message() const {
  const char* text = PQresultErrorField(result_.get(), PG_DIAG_MESSAGE_PRIMARY);
  if (text != nullptr) return text;
  return first_line(PQresultErrorMessage(result_.get()));
}

// --- opening -------------------------------------------------------------------------------------

Connection::Connection(PGconn* connection, std::string password)
    : connection_(connection), password_(std::move(password)) {}

Connection::~Connection() { PQfinish(connection_); }

namespace {

/// When to give up this one of so many that are left.
Deadline its_part(const Target& one, std::size_t left, Deadline deadline) {
  const auto now = std::chrono::steady_clock::now();
  const auto part =
      now + std::max(deadline - now, Deadline::duration{0}) / static_cast<std::int64_t>(left);
  const auto said = one.value_of("connect_timeout");
  int seconds = 0;
  if (said) std::from_chars(said->data(), said->data() + said->size(), seconds);
  return seconds > 0 ? std::min(part, now + std::chrono::seconds{seconds}) : part;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const Target& target, Deadline deadline) {
  const auto all = target.one_by_one();
  std::string why;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto opened = open_one(all[i], its_part(all[i], all.size() - i, deadline));
    if (opened || opened.error().code() != Errc::io_error) return opened;
    why.append(why.empty() ? "" : "; ").append(opened.error().message());
  }
  return Error{Errc::io_error, why};
}

Result<std::unique_ptr<Connection>> Connection::open_one(const Target& target, Deadline deadline) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : target.settings) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  PGconn* raw = PQconnectStartParams(keywords.data(), values.data(), /*expand_dbname=*/0);
  if (raw == nullptr) return Error{Errc::io_error, "no memory for a connection"};
  std::unique_ptr<Connection> connection{new Connection{raw, target.password}};
  PQsetNoticeReceiver(raw, &Connection::note, connection.get());
  RECOURSE_TRY(connection->connect(deadline));
  RECOURSE_TRY(connection->set_up(deadline));
  return connection;
}

Result<void> Connection::connect(Deadline deadline) {
  auto state =
      PQstatus(connection_) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) return connection_error("connecting");
    const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for(events, deadline)) {
      broken_ = true;
      return Error{Errc::io_error, "connecting to " + server() + ": no answer in time"};
    }
    state = PQconnectPoll(connection_);
  }
  if (PQsetnonblocking(connection_, 1) != 0) return connection_error("connecting");
  return {};
}

Result<void> Connection::set_up(Deadline deadline) {
  if (PQserverVersion(connection_) < 150000) {
    return Error{Errc::invalid_argument, server() + " runs PostgreSQL " +
                                             std::to_string(PQserverVersion(connection_) / 10000) +
                                             ", 15 or later is needed"};
  }
  RECOURSE_TRY(ask(kSession, {}, deadline));
  return {};
}

void Connection::note(void* self, const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr || std::string_view{severity} != "WARNING") return;
  const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  static_cast<Connection*>(self)->warnings_.emplace_back(text == nullptr ? "a warning" : text);
}

std::vector<std::string> Connection::warnings() { return std::exchange(warnings_, {}); }

bool Connection::take_notifications() {
  bool any = false;
  while (PGnotify* told = PQnotifies(connection_)) {
    PQfreemem(told);
    any = true;
  }
  return any;
}

// --- waiting -------------------------------------------------------------------------------------

namespace {

int milliseconds_until(Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

}  // namespace

bool Connection::wait_for(short events, Deadline deadline) const {
  pollfd watched{PQsocket(connection_), events, 0};
  if (watched.fd < 0) return false;
  int found = 0;
  do {
    found = poll(&watched, 1, milliseconds_until(deadline));
  } while (found < 0 && errno == EINTR);
  return found > 0;
}

bool Connection::wait_readable(int other, Deadline deadline) {
  const auto flushed = flush();
  const short events = flushed && !*flushed ? POLLIN | POLLOUT : POLLIN;
  pollfd watched[2] = {{PQsocket(connection_), events, 0}, {other, POLLIN, 0}};
  const int found = poll(watched, 2, milliseconds_until(deadline));
  return found != 0;  // interrupted counts as something: the caller looks again
}

Result<bool> Connection::flush() {
  const int left = PQflush(connection_);
  if (left >= 0) return left == 0;
  broken_ = true;
  return connection_error("sending");
}

Result<void> Connection::consume() {
  if (PQconsumeInput(connection_) != 0) return {};
  broken_ = true;
  return connection_error("reading");
}

Result<void> Connection::finish_sending(Deadline deadline) {
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool all, flush());
    if (all) return {};
    if (!wait_for(POLLIN | POLLOUT, deadline)) {
      broken_ = true;
      return Error{Errc::io_error, server() + " takes nothing"};
    }
    RECOURSE_TRY(consume());
  }
}

std::optional<Rows> Connection::take() {
  for (int ends = 0; ends < 2; ++ends) {
    if (PQisBusy(connection_) != 0) return std::nullopt;
    if (PGresult* result = PQgetResult(connection_)) return Rows{result};
  }
  return std::nullopt;
}

Result<Rows> Connection::wait(Deadline deadline) {
  for (;;) {
    if (auto result = take()) return std::move(*result);
    RECOURSE_TRY_ASSIGN(const bool sent, flush());
    const short events = sent ? POLLIN : POLLIN | POLLOUT;
    if (!wait_for(events, deadline)) {
      broken_ = true;
      return Error{Errc::io_error, server() + " does not answer"};
    }
    RECOURSE_TRY(consume());
    if (PQstatus(connection_) != CONNECTION_OK) return connection_error("reading");
  }
}

// --- asking --------------------------------------------------------------------------------------

Result<Rows> Connection::only_result(Deadline deadline) {
  std::optional<Rows> first;
  RECOURSE_TRY(finish_sending(deadline));
  for (;;) {
    while (PQisBusy(connection_) != 0) {
      if (!wait_for(POLLIN, deadline)) {
        broken_ = true;
        return Error{Errc::io_error, server() + " does not answer"};
      }
      RECOURSE_TRY(consume());
    }
    PGresult* result = PQgetResult(connection_);
    if (result == nullptr) break;
    Rows rows{result};
    // Of several statements the first failure counts, or else the last answer.
    if (!first || first->status() != PGRES_FATAL_ERROR) first.emplace(std::move(rows));
  }
  if (!first) {
    broken_ = true;
    return connection_error("reading");
  }
  if (first->status() == PGRES_COMMAND_OK || first->status() == PGRES_TUPLES_OK) {
    return std::move(*first);
  }
  if (PQstatus(connection_) != CONNECTION_OK) broken_ = true;
  return error_of(*first);
}

Result<void> Connection::run(const std::string& sql, Deadline deadline) {
  if (PQsendQuery(connection_, sql.c_str()) == 0) return connection_error("asking");
  RECOURSE_TRY(only_result(deadline));
  return {};
}

Result<void> Connection::prepare(const std::string& sql, const std::vector<Oid>& types,
                                 Deadline deadline) {
  if (statements_.find(sql) != statements_.end()) return {};
  const auto name = "s" + std::to_string(statements_.size());
  if (PQsendPrepare(connection_, name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                    types.data()) == 0) {
    return connection_error("asking");
  }
  RECOURSE_TRY(only_result(deadline));
  statements_.emplace(sql, name);
  return {};
}

Result<Rows> Connection::ask(const std::string& sql, const Parameters& parameters,
                             Deadline deadline) {
  RECOURSE_TRY(prepare(sql, parameters.types(), deadline));
  RECOURSE_TRY(send(sql, parameters));
  return only_result(deadline);
}

Result<std::vector<Rows>> Connection::ask_all(const std::vector<Asked>& asked, Deadline deadline) {
  for (const auto& a : asked) RECOURSE_TRY(prepare(*a.sql, a.parameters.types(), deadline));
  RECOURSE_TRY(begin_pipeline());
  for (const auto& a : asked) RECOURSE_TRY(send(*a.sql, a.parameters));
  RECOURSE_TRY(sync());
  std::vector<Rows> answers;
  std::optional<Error> failed;
  for (;;) {
    RECOURSE_TRY_ASSIGN(auto rows, wait(deadline));
    if (rows.status() == PGRES_PIPELINE_SYNC) break;
    if (!failed && rows.status() != PGRES_TUPLES_OK) failed = error_of(rows);
    answers.push_back(std::move(rows));
  }
  RECOURSE_TRY(end_pipeline());
  if (failed) return *failed;
  return answers;
}

Result<void> Connection::begin_pipeline() {
  if (PQenterPipelineMode(connection_) == 1) return {};
  return connection_error("pipelining");
}

Result<void> Connection::end_pipeline() {
  if (PQexitPipelineMode(connection_) == 1) return {};
  broken_ = true;
  return connection_error("ending a pipeline");
}

Result<void> Connection::send(const std::string& sql, const Parameters& parameters) {
  const auto known = statements_.find(sql);
  if (known == statements_.end()) {
    return Error{Errc::invalid_argument, "a statement was sent that was not prepared"};
  }
  const auto values = parameters.values();
  const auto lengths = parameters.lengths();
  const std::vector<int> binary(parameters.size(), 1);
  if (PQsendQueryPrepared(connection_, known->second.c_str(), static_cast<int>(parameters.size()),
                          values.data(), lengths.data(), binary.data(), /*resultFormat=*/1) == 1) {
    return {};
  }
  broken_ = true;
  return connection_error("asking");
}

Result<void> Connection::sync() {
  if (PQpipelineSync(connection_) == 1) return {};
  broken_ = true;
  return connection_error("sending");
}

// --- errors --------------------------------------------------------------------------------------

std::string Connection::server() const {
  const char* host = PQhost(connection_);
  const char* port = PQport(connection_);
  std::string name = host == nullptr || *host == '\0' ? "the server" : host;
  if (port != nullptr && *port != '\0') name.append(":").append(port);
  return name;
}

std::string Connection::without_password(std::string text) const {
  if (password_.empty()) return text;
  for (auto at = text.find(password_); at != std::string::npos; at = text.find(password_, at)) {
    text.replace(at, password_.size(), "***");
    at += 3;
  }
  return text;
}

Error Connection::error_of(const Rows& failed) const {
  std::string message = server() + ": " + failed.message();
  if (!failed.sqlstate().empty()) message.append(" (").append(failed.sqlstate()).append(")");
  return Error{Errc::io_error, without_password(std::move(message))};
}

Error Connection::connection_error(std::string_view what) const {
  std::string text = PQerrorMessage(connection_);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return Error{Errc::io_error, without_password(std::string{what} + ": " + text)};
}

}  // namespace recourse::stores::pg
