#include "apps/server/credentials.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <mutex>
#include <variant>

namespace recourse::server {
namespace {

constexpr int kFormat = 1;

/// Journal and sync as the header promises; the tables of format 1.
constexpr const char* kPragmas =
    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
constexpr const char* kTables =
    "CREATE TABLE passwords (account TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE sessions (digest TEXT PRIMARY KEY, account TEXT NOT NULL,"
    " began INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX sessions_of ON sessions (account);"
    "CREATE TABLE tokens (id TEXT PRIMARY KEY, digest TEXT NOT NULL, account TEXT NOT NULL,"
    " scopes INTEGER NOT NULL, note TEXT NOT NULL, issued INTEGER NOT NULL,"
    " until INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX tokens_of ON tokens (account);"
    "PRAGMA user_version=1;";

using Value = std::variant<std::int64_t, std::string_view>;
using Values = std::vector<Value>;

std::int64_t millis(Timestamp t) { return t.time_since_epoch().count(); }

/// A row that a query answers with.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  std::string text(int column) const {
    const auto* const bytes = sqlite3_column_text(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string{}
                            : std::string{reinterpret_cast<const char*>(bytes), size};
  }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  Timestamp time(int column) const { return Timestamp{std::chrono::milliseconds{number(column)}}; }

 private:
  sqlite3_stmt* statement_;
};
using SeeRow = std::function<void(const Row&)>;

int bind(sqlite3_stmt* statement, int place, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, place, *number);
  }
  const auto text = std::get<std::string_view>(value);
  const char* const bytes = text.data() == nullptr ? "" : text.data();
  return sqlite3_bind_text64(statement, place, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// The file is there, for its owner alone, before SQLite writes into it. What SQLite puts beside it
/// takes its mode. One that is there is not opened here: closing it would end the locks that
/// another connection of this process has on it.
Result<void> make_private(const std::filesystem::path& file) {
  constexpr mode_t kOwner = 0600;
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwner);
  if (fd >= 0) {
    ::close(fd);
    return {};
  }
  if (errno == EEXIST && ::chmod(file.c_str(), kOwner) == 0) return {};
  return Error{Errc::io_error, file.string() + ": " + std::strerror(errno)};
}

}  // namespace

/// A connection, used by one thread at a time.
class CredentialStore::Database {
 public:
  Database(sqlite3* database, std::string name) : database_(database), name_(std::move(name)) {}
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Several statements without values.
  Result<void> run_all(const char* statements) const {
    const std::scoped_lock lock{mutex_};
    if (sqlite3_exec(database_, statements, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return failed();
  }
  /// One statement; `see` gets its rows. Answers with how many rows it changed.
  Result<int> run(const char* sql, const Values& values, const SeeRow& see = {}) const {
    const std::scoped_lock lock{mutex_};
    return run_alone(sql, values, see);
  }
  /// Two statements, both or neither.
  Result<void> run_both(const char* first, const Values& first_values, const char* second,
                        const Values& second_values) const {
    const std::scoped_lock lock{mutex_};
    RECOURSE_TRY(run_alone("BEGIN IMMEDIATE", {}, {}));
    auto done = run_alone(first, first_values, {});
    if (done) done = run_alone(second, second_values, {});
    if (done) done = run_alone("COMMIT", {}, {});
    if (done) return {};
    // Of a transaction that SQLite has ended itself there is nothing to roll back.
    if (sqlite3_get_autocommit(database_) == 0) RECOURSE_TRY(run_alone("ROLLBACK", {}, {}));
    return done.error();
  }

  /// The tables are there, of this format.
  Result<void> prepare() const {
    sqlite3_busy_timeout(
        database_, static_cast<int>(std::chrono::milliseconds{CredentialStore::kPatience}.count()));
    RECOURSE_TRY(run_all(kPragmas));
    RECOURSE_TRY(run_all("BEGIN IMMEDIATE"));
    auto done = make_tables();
    if (done) done = run_all("COMMIT");
    if (!done && sqlite3_get_autocommit(database_) == 0) RECOURSE_TRY(run_all("ROLLBACK"));
    return done;
  }

 private:
  Result<void> make_tables() const {
    std::int64_t format = 0;
    RECOURSE_TRY(run("PRAGMA user_version", {}, [&](const Row& row) { format = row.number(0); }));
    if (format == 0) return run_all(kTables);
    if (format == kFormat) return {};
    return Error{Errc::format_too_new, name_ + " is of format " + std::to_string(format) +
                                           ", this build knows format " + std::to_string(kFormat)};
  }
  Result<int> run_alone(const char* sql, const Values& values, const SeeRow& see) const {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &raw, nullptr) != SQLITE_OK) return failed();
    const Statement statement{raw};
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (bind(raw, static_cast<int>(i) + 1, values[i]) != SQLITE_OK) return failed();
    }
    int step = sqlite3_step(raw);
    for (; step == SQLITE_ROW; step = sqlite3_step(raw)) {
      if (see) see(Row{raw});
    }
    if (step != SQLITE_DONE) return failed();
    return sqlite3_changes(database_);
  }
  Error failed() const {
    const int code = sqlite3_errcode(database_) & 0xFF;
    const bool spoilt = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return {spoilt ? Errc::corruption : Errc::io_error, name_ + ": " + sqlite3_errmsg(database_)};
  }

  mutable std::mutex mutex_;
  sqlite3* database_;
  std::string name_;
};

CredentialStore::CredentialStore(std::unique_ptr<Database> database)
    : database_(std::move(database)) {}
CredentialStore::~CredentialStore() = default;

Result<std::unique_ptr<CredentialStore>> CredentialStore::open(const std::filesystem::path& file) {
  const std::string name = file.empty() ? ":memory:" : file.string();
  if (!file.empty()) RECOURSE_TRY(make_private(file));
  sqlite3* raw = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int status = sqlite3_open_v2(name.c_str(), &raw, kFlags, nullptr);
  auto database = std::make_unique<Database>(raw, name);
  if (status != SQLITE_OK) {
    return Error{Errc::io_error, name + ": " + sqlite3_errstr(status)};
  }
  RECOURSE_TRY(database->prepare());
  return std::unique_ptr<CredentialStore>{new CredentialStore{std::move(database)}};
}

Result<std::optional<std::string>> CredentialStore::password(std::string_view account) const {
  std::optional<std::string> hash;
  RECOURSE_TRY(database_->run("SELECT hash FROM passwords WHERE account = ?", {account},
                              [&](const Row& row) { hash = row.text(0); }));
  return hash;
}

Result<void> CredentialStore::set_password(std::string_view account, std::string_view hash,
                                           std::string_view kept) const {
  return database_->run_both(
      "INSERT INTO passwords (account, hash) VALUES (?, ?)"
      " ON CONFLICT (account) DO UPDATE SET hash = excluded.hash",
      {account, hash}, "DELETE FROM sessions WHERE account = ? AND digest <> ?", {account, kept});
}

Result<void> CredentialStore::replace_hash(std::string_view account, std::string_view old,
                                           std::string_view hash) const {
  RECOURSE_TRY(database_->run("UPDATE passwords SET hash = ? WHERE account = ? AND hash = ?",
                              {hash, account, old}));
  return {};
}

Result<void> CredentialStore::add_session(const StoredSession& s) const {
  RECOURSE_TRY(
      database_->run("INSERT INTO sessions (digest, account, began, seen) VALUES (?, ?, ?, ?)",
                     {s.digest, s.account, millis(s.began), millis(s.seen)}));
  return {};
}

Result<std::optional<StoredSession>> CredentialStore::session(std::string_view digest) const {
  std::optional<StoredSession> found;
  RECOURSE_TRY(database_->run("SELECT digest, account, began, seen FROM sessions WHERE digest = ?",
                              {digest}, [&](const Row& row) {
                                found = {row.text(0), row.text(1), row.time(2), row.time(3)};
                              }));
  return found;
}

Result<void> CredentialStore::saw_session(std::string_view digest, Timestamp at) const {
  RECOURSE_TRY(
      database_->run("UPDATE sessions SET seen = ? WHERE digest = ?", {millis(at), digest}));
  return {};
}

Result<void> CredentialStore::end_session(std::string_view digest) const {
  RECOURSE_TRY(database_->run("DELETE FROM sessions WHERE digest = ?", {digest}));
  return {};
}

Result<void> CredentialStore::end_sessions_before(Timestamp began, Timestamp seen) const {
  RECOURSE_TRY(database_->run("DELETE FROM sessions WHERE began < ? OR seen < ?",
                              {millis(began), millis(seen)}));
  return {};
}

Result<void> CredentialStore::add_token(const StoredToken& t) const {
  RECOURSE_TRY(
      database_->run("INSERT INTO tokens (id, digest, account, scopes, note, issued, until)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {t.id, t.digest, t.account, std::int64_t{t.scopes}, t.note, millis(t.issued),
                      millis(t.until)}));
  return {};
}

namespace {

constexpr const char* kTokenById =
    "SELECT id, digest, account, scopes, note, issued, until FROM tokens WHERE id = ?";
constexpr const char* kTokensOf =
    "SELECT id, digest, account, scopes, note, issued, until FROM tokens WHERE account = ?"
    " ORDER BY issued, id";

StoredToken token_in(const Row& row) {
  return {row.text(0), row.text(1), row.text(2), static_cast<std::uint8_t>(row.number(3)),
          row.text(4), row.time(5), row.time(6)};
}

}  // namespace

Result<std::optional<StoredToken>> CredentialStore::token(std::string_view id) const {
  std::optional<StoredToken> found;
  RECOURSE_TRY(database_->run(kTokenById, {id}, [&](const Row& row) { found = token_in(row); }));
  return found;
}

Result<std::vector<StoredToken>> CredentialStore::tokens(std::string_view account) const {
  std::vector<StoredToken> all;
  RECOURSE_TRY(
      database_->run(kTokensOf, {account}, [&](const Row& row) { all.push_back(token_in(row)); }));
  return all;
}

Result<bool> CredentialStore::remove_token(std::string_view account, std::string_view id) const {
  RECOURSE_TRY_ASSIGN(
      const int removed,
      database_->run("DELETE FROM tokens WHERE account = ? AND id = ?", {account, id}));
  return removed > 0;
}

Result<void> CredentialStore::remove_tokens_before(Timestamp until) const {
  RECOURSE_TRY(database_->run("DELETE FROM tokens WHERE until < ?", {millis(until)}));
  return {};
}

}  // namespace recourse::server
