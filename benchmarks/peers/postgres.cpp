// PostgreSQL as a store of events: a connection a client, prepared statements; one append is one
// transaction with an expected version. message-db: the same through its function write_message.
#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>

#include "benchmarks/store/load.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/pool.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// Throws std::runtime_error with the server's own words.
class Connection {
 public:
  explicit Connection(const std::string& where) : connection_(PQconnectdb(where.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail();
    run("SET client_min_messages = error");
  }
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void run(const char* sql) {
    const Answer answer{PQexec(connection_, sql), &PQclear};
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
  }
  void prepare(const char* sql) {
    const Answer answer{PQprepare(connection_, "append", sql, 0, nullptr), &PQclear};
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail();
  }
  /// The prepared statement; rows that it changed, or 0 if the server refused it.
  std::uint64_t append(const std::string& stream, const std::string& version,
                       const std::string& payload, bool payload_is_bytes) {
    const std::array<const char*, 3> values{stream.c_str(), version.c_str(), payload.data()};
    const std::array<int, 3> lengths{0, 0, static_cast<int>(payload.size())};
    const std::array<int, 3> formats{0, 0, payload_is_bytes ? 1 : 0};
    const Answer answer{
        PQexecPrepared(connection_, "append", 3, values.data(), lengths.data(), formats.data(), 0),
        &PQclear};
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_TUPLES_OK) return static_cast<std::uint64_t>(PQntuples(answer.get()));
    if (status != PGRES_COMMAND_OK) return 0;
    const std::string_view text{PQcmdTuples(answer.get())};
    std::uint64_t rows = 0;
    std::from_chars(text.data(), text.data() + text.size(), rows);
    return rows;
  }
  [[noreturn]] void fail() const {
    throw std::runtime_error{std::string{"PostgreSQL: "} + PQerrorMessage(connection_)};
  }

 private:
  PGconn* connection_;
};

/// How one of the two stores its events.
struct Way {
  const char* prepare;
  const char* append;
  bool payload_is_bytes;
};

constexpr Way kTable{
    "DROP TABLE IF EXISTS events;"
    "CREATE TABLE events(position bigserial PRIMARY KEY, stream text NOT NULL,"
    " version bigint NOT NULL, payload bytea NOT NULL, UNIQUE(stream, version))",
    "INSERT INTO events(stream, version, payload) SELECT $1::text, $2::bigint, $3::bytea"
    " WHERE (SELECT coalesce(max(version), 0) FROM events WHERE stream = $1::text)"
    " = $2::bigint - 1",
    true};
// Versions of message-db begin at 0, and a stream that is not there is at -1.
constexpr Way kMessageDb{
    "TRUNCATE message_store.messages RESTART IDENTITY",
    "SELECT message_store.write_message(gen_random_uuid()::varchar, $1::varchar,"
    " 'Measured'::varchar, $3::jsonb, NULL::jsonb, $2::bigint - 2)",
    false};

class Postgres final : public Appender {
 public:
  Postgres(const Way& way, std::string where)
      : way_(&way), where_(std::move(where)), pool_([this] { return connect(); }) {
    Connection{where_}.run(way_->prepare);
  }
  void append(Events events, std::function<void()> done) override {
    const auto mine = pool_.take();
    if (give(*mine, events) != 1) mine->fail();
    done();
  }
  /// A stale version must be refused, or what was measured was not the same work.
  Result<void> check_stale() const {
    const auto connection = connect();
    if (give(*connection, {1, 1, std::string(kPayloadBytes, 'x')}) == 0) return {};
    return Error{Errc::corruption, "an append of a stale version was taken"};
  }

 private:
  std::unique_ptr<Connection> connect() const {
    auto connection = std::make_unique<Connection>(where_);
    connection->prepare(way_->append);
    return connection;
  }
  /// The noise is 7-bit; as JSON it is written in letters, as long as the bytes are.
  std::uint64_t give(Connection& connection, const Events& events) const {
    const auto stream = "case-" + std::to_string(events.stream);
    const auto version = std::to_string(events.version);
    if (way_->payload_is_bytes) return connection.append(stream, version, events.payload, true);
    constexpr std::string_view kLetters =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    std::string text = "{\"noise\":\"";
    while (text.size() < events.payload.size() - 2) {
      text += kLetters[static_cast<unsigned char>(events.payload[text.size()]) & 63U];
    }
    return connection.append(stream, version, text + "\"}", false);
  }

  const Way* way_;
  std::string where_;
  Pool<Connection> pool_;
};

Result<Measured> append_to(const Way& way, const Operation& operation, const Setting& setting) {
  Postgres postgres{way, setting.server};
  CaseLoad cases{postgres, operation.clients};
  const auto open = operation.loop == Loop::open;
  auto measured = phase(
      [&](double seconds) {
        return open ? open_loop_blocked(cases.load(), operation.clients, operation.rate, seconds)
                    : blocked(cases.load(), operation.clients, seconds);
      },
      [] {}, setting.seconds);
  RECOURSE_TRY(postgres.check_stale());
  return open ? at_p99(std::move(measured)) : std::move(measured);
}

}  // namespace

Result<Measured> postgres_append(const Operation& operation, const Setting& setting) {
  return append_to(kTable, operation, setting);
}

Result<Measured> message_db_append(const Operation& operation, const Setting& setting) {
  return append_to(kMessageDb, operation, setting);
}

}  // namespace recourse::bench
