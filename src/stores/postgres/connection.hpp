// One connection to a PostgreSQL server, through libpq, always with a deadline.
//
//     RECOURSE_TRY_ASSIGN(auto connection, Connection::open(target, deadline));
//     RECOURSE_TRY_ASSIGN(const auto rows, connection.ask(sql, Parameters{}.int8(7), deadline));
//
// Parameters and results are binary. A failed connection stays failed: open another one.
//
// Thread-safety: none; one thread at a time. Ownership: owns the libpq connection.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <recourse/base/deadline.hpp>
#include <recourse/base/ids.hpp>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <span>
#include <string>
#include <vector>

namespace recourse::stores::pg {

using Deadline = std::chrono::steady_clock::time_point;
inline Deadline after(std::chrono::milliseconds wait) { return base::deadline_after(wait); }
inline bool passed(Deadline deadline) { return std::chrono::steady_clock::now() >= deadline; }

/// Where to connect, and as what.
struct Target {
  /// libpq's keywords and values, in order; a later one wins.
  std::vector<std::pair<std::string, std::string>> settings;
  /// Must not stand in any message; may be empty.
  std::string password;

  /// What libpq reads out of a connection string or URI.
  /// Errors: malformed, which does not repeat the string: a password may stand in it.
  static Result<Target> parse(const std::string& connection);
  void set(std::string keyword, std::string value);
  bool names(std::string_view keyword) const;
  /// Nothing: it says nothing. Of keywords that stand twice, the later one.
  std::optional<std::string> value_of(std::string_view keyword) const;
  /// The same with one server each, in the order in which they are to be asked. libpq itself ends
  /// its list at the first server that accepts a connection and closes it, or does not answer: one
  /// that is going down, or cut off. A list that is not of libpq's form is left to it.
  std::vector<Target> one_by_one() const;
};

/// Collects the binary values of a PostgreSQL array with one dimension.
class ArrayValue {
 public:
  explicit ArrayValue(Oid element);
  void clear();
  void int8(std::uint64_t v);
  void int4(std::uint32_t v);
  /// Of bytea, text or uuid.
  void bytes(std::string_view v);
  std::size_t size() const { return count_; }
  /// As the server reads it.
  const std::string& finish();

 private:
  Oid element_;
  std::uint32_t count_ = 0;
  std::string out_;
};

// Types by their number, which is the same on all servers (pg_type.dat).
inline constexpr Oid kBytea = 17;
inline constexpr Oid kInt8 = 20;
inline constexpr Oid kInt4 = 23;
inline constexpr Oid kText = 25;
inline constexpr Oid kUuid = 2950;
/// Of arrays of them.
inline constexpr Oid kByteaArray = 1001;
inline constexpr Oid kInt4Array = 1007;
inline constexpr Oid kTextArray = 1009;
inline constexpr Oid kInt8Array = 1016;
inline constexpr Oid kUuidArray = 2951;

/// A moment as our tables hold it: milliseconds since 1970 UTC.
inline std::uint64_t millis(Timestamp t) {
  return static_cast<std::uint64_t>(t.time_since_epoch().count());
}
/// An id, or a key, as the server takes it.
template <class Id>
std::string_view bytes_of(const Id& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

/// The parameters of one statement, in order.
class Parameters {
 public:
  Parameters& int8(std::uint64_t v);
  Parameters& int4(std::uint32_t v);
  Parameters& text(std::string_view v) { return add(kText, std::string{v}); }
  Parameters& bytea(std::string_view v) { return add(kBytea, std::string{v}); }
  template <class Tag>
  Parameters& uuid(const Id128<Tag>& id) {
    return add(kUuid, std::string{reinterpret_cast<const char*>(id.bytes.data()), 16});
  }
  Parameters& array(Oid type, std::string bytes) { return add(type, std::move(bytes)); }

  std::size_t size() const { return types_.size(); }
  const std::vector<Oid>& types() const { return types_; }
  std::size_t bytes() const;
  /// As libpq takes them; valid until the next change.
  std::vector<const char*> values() const;
  std::vector<int> lengths() const;

 private:
  Parameters& add(Oid type, std::string value);
  std::vector<Oid> types_;
  std::vector<std::string> values_;
};

/// A statement with its parameters.
struct Asked {
  const std::string* sql;
  Parameters parameters;
};

/// The rows of an answer. Owns them.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result) {}
  int size() const { return PQntuples(result_.get()); }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::uint64_t int8(int row, int column) const;
  std::uint32_t int4(int row, int column) const;
  bool boolean(int row, int column) const { return bytes(row, column) == std::string_view{"\1"}; }
  /// Valid as long as this.
  std::string_view bytes(int row, int column) const;
  template <class Id>
  Id id(int row, int column) const {
    Id id;
    const auto from = bytes(row, column);
    if (from.size() == id.bytes.size()) std::copy(from.begin(), from.end(), id.bytes.begin());
    return id;
  }
  ExecStatusType status() const { return PQresultStatus(result_.get()); }
  std::string_view command() const { return PQcmdStatus(result_.get()); }
  /// Five letters, empty without an error.
  std::string_view sqlstate() const;
  /// What the server says is wrong: its first line, without values of rows.
  std::string message() const;

 private:
  struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

class Connection {
 public:
  /// Connects to the first server that suits, and sets the session up. Of several each has its part
  /// of the time that is left, or its connect_timeout.
  static Result<std::unique_ptr<Connection>> open(const Target& target, Deadline deadline);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Runs statements without parameters or rows, as one transaction unless they say otherwise.
  Result<void> run(const std::string& sql, Deadline deadline);
  /// Makes the server know a statement, with the types of its parameters.
  Result<void> prepare(const std::string& sql, const std::vector<Oid>& types, Deadline deadline);
  /// Runs one statement, prepared at its first use on this connection.
  Result<Rows> ask(const std::string& sql, const Parameters& parameters, Deadline deadline);

  /// Runs several on one way there and back, each for itself. Rows of each, in that order.
  Result<std::vector<Rows>> ask_all(const std::vector<Asked>& asked, Deadline deadline);

  // Pipelining: send several, sync(), and take what comes back in that order.
  Result<void> begin_pipeline();
  /// Requires: `sql` was prepared.
  Result<void> send(const std::string& sql, const Parameters& parameters);
  Result<void> sync();
  /// Ends pipelining. Requires: everything was taken.
  Result<void> end_pipeline();
  /// Passes on to the server what it takes now. True: all.
  Result<bool> flush();
  /// Reads what has come. An error: the connection is broken.
  Result<void> consume();
  /// The next result if it is there without waiting; nothing otherwise.
  std::optional<Rows> take();
  /// The same, waiting.
  Result<Rows> wait(Deadline deadline);

  /// Waits until the server has said something, or `other` can be read. False: neither, in time.
  bool wait_readable(int other, Deadline deadline);

  /// Warnings since the last call. One that comes with a COMMIT means that it was not waited for.
  std::vector<std::string> warnings();
  /// LISTEN: notifications that have come since the last call.
  bool take_notifications();

  bool broken() const { return broken_ || PQstatus(connection_) != CONNECTION_OK; }
  void give_up() { broken_ = true; }
  /// The server process that serves it.
  int process() const { return PQbackendPID(connection_); }
  /// "db1:5432"
  std::string server() const;

  /// The error of a result; outcome is the caller's to judge.
  Error error_of(const Rows& failed) const;
  /// What libpq says of the connection.
  Error connection_error(std::string_view what) const;

 private:
  Connection(PGconn* connection, std::string password);
  static Result<std::unique_ptr<Connection>> open_one(const Target& target, Deadline deadline);
  Result<void> connect(Deadline deadline);
  Result<void> set_up(Deadline deadline);
  bool wait_for(short events, Deadline deadline) const;
  Result<void> finish_sending(Deadline deadline);
  /// The one result of what was sent.
  Result<Rows> only_result(Deadline deadline);
  std::string without_password(std::string text) const;
  static void note(void* self, const PGresult* result);

  PGconn* connection_;
  std::string password_;
  bool broken_ = false;
  std::map<std::string, std::string, std::less<>> statements_;  // sql → its name
  std::vector<std::string> warnings_;
};

}  // namespace recourse::stores::pg
