// SQLite as a store of events: WAL, synchronous=FULL, one table with a unique stream and version.
// Two ways to use it: a connection a client, as one would begin; and one writer that commits
// whatever waits in one transaction, which is what a committer of events would come to.
#include <sqlite3.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "benchmarks/store/load.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/pool.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

fs::path fresh(const Setting& setting) {
  const auto folder = setting.directory / "sqlite";
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder / "events.db";
}

/// Throws std::runtime_error with SQLite's own words.
class Connection {
 public:
  explicit Connection(const fs::path& file) {
    check(sqlite3_open(file.c_str(), &db_));
    sqlite3_busy_timeout(db_, 60'000);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE IF NOT EXISTS events(position INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
        " version INTEGER NOT NULL, payload BLOB NOT NULL, UNIQUE(stream, version))");
    head_ = prepare("SELECT coalesce(max(version), 0) FROM events WHERE stream = ?1");
    insert_ = prepare("INSERT INTO events(stream, version, payload) VALUES(?1, ?2, ?3)");
  }
  ~Connection() {
    sqlite3_finalize(head_);
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  /// Within a transaction; false: the stream is not where the caller believes.
  bool append(const Events& events) {
    const auto stream = "case/" + std::to_string(events.stream);
    bind(head_, 1, stream);
    check(sqlite3_step(head_));
    const auto head = sqlite3_column_int64(head_, 0);
    sqlite3_reset(head_);
    if (head + 1 != static_cast<sqlite3_int64>(events.version)) return false;
    bind(insert_, 1, stream);
    sqlite3_bind_int64(insert_, 2, static_cast<sqlite3_int64>(events.version));
    sqlite3_bind_blob(insert_, 3, events.payload.data(), static_cast<int>(events.payload.size()),
                      SQLITE_STATIC);
    check(sqlite3_step(insert_));
    sqlite3_reset(insert_);
    return true;
  }

 private:
  static void bind(sqlite3_stmt* statement, int at, const std::string& text) {
    sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
    return statement;
  }
  void check(int code) const {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    throw std::runtime_error{std::string{"SQLite: "} + sqlite3_errmsg(db_)};
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* head_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void refuse(bool appended) {
  if (!appended) throw std::runtime_error{"SQLite: a stream was not at the expected version"};
}

/// A connection a client; each append is a transaction of its own.
class Separate final : public Appender {
 public:
  explicit Separate(const fs::path& file)
      : pool_([file] { return std::make_unique<Connection>(file); }) {
    (void)pool_.take();  // makes the table
  }
  void append(Events events, std::function<void()> done) override {
    const auto mine = pool_.take();
    mine->run("BEGIN IMMEDIATE");
    refuse(mine->append(events));
    mine->run("COMMIT");
    done();
  }

 private:
  Pool<Connection> pool_;
};

/// One writer, which commits what waits in one transaction.
class Queued final : public Appender {
 public:
  explicit Queued(const fs::path& file) : connection_(file), writer_([this] { run(); }) {}
  ~Queued() override {
    {
      const std::lock_guard lock{mutex_};
      ended_ = true;
    }
    filled_.notify_one();
    writer_.join();
  }
  void append(Events events, std::function<void()> done) override {
    const std::lock_guard lock{mutex_};
    waiting_.emplace_back(std::move(events), std::move(done));
    filled_.notify_one();
  }

 private:
  void run() {
    std::vector<std::pair<Events, std::function<void()>>> group;
    for (;;) {
      {
        std::unique_lock lock{mutex_};
        filled_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        group.swap(waiting_);
      }
      connection_.run("BEGIN IMMEDIATE");
      for (const auto& [events, done] : group) refuse(connection_.append(events));
      connection_.run("COMMIT");
      for (const auto& [events, done] : group) done();
      group.clear();
    }
  }

  Connection connection_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<std::pair<Events, std::function<void()>>> waiting_;
  bool ended_ = false;
  std::thread writer_;
};

/// A stale version must be refused, or what was measured was not the same work.
Result<void> check_stale(const fs::path& file) {
  Connection connection{file};
  connection.run("BEGIN IMMEDIATE");
  const bool taken = connection.append({1, 1, std::string(kPayloadBytes, 'x')});
  connection.run("ROLLBACK");
  if (taken) return Error{Errc::corruption, "SQLite took an append of a stale version"};
  return {};
}

}  // namespace

Result<Measured> sqlite_append(const Operation& operation, const Setting& setting) {
  const auto file = fresh(setting);
  Separate sink{file};
  CaseLoad cases{sink, operation.clients};
  auto measured =
      phase([&](double seconds) { return blocked(cases.load(), operation.clients, seconds); },
            [] {}, setting.seconds);
  RECOURSE_TRY(check_stale(file));
  return measured;
}

Result<Measured> sqlite_queue(const Operation& operation, const Setting& setting) {
  const auto file = fresh(setting);
  Measured measured;
  {
    Queued sink{file};
    CaseLoad cases{sink, operation.clients};
    measured =
        phase([&](double seconds) { return in_flight(cases.load(), operation.clients, seconds); },
              [] {}, setting.seconds);
  }
  RECOURSE_TRY(check_stale(file));
  return measured;
}

Result<Measured> sqlite_open(const Operation& operation, const Setting& setting) {
  const auto file = fresh(setting);
  Queued sink{file};
  CaseLoad cases{sink, operation.clients};
  return at_p99(phase(
      [&](double seconds) {
        return open_loop(cases.load(), operation.clients, operation.rate, seconds);
      },
      [] {}, setting.seconds));
}

}  // namespace recourse::bench
