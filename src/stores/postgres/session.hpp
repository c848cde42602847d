// An appender's session: the connection that it writes by, one that it asks by, and its epoch.
//
// Settling: a new epoch, taken in a transaction that is replicated before it is answered, tells for
// good what became of earlier transactions. What had begun, the row's lock waits for; what had not,
// fails by its old epoch; and what the head shows is replicated, because the newer transaction is.
//
// Thread-safety: the committer's alone. A session that failed is thrown away.
#pragma once

#include "stores/postgres/group.hpp"

namespace recourse::stores::pg {

/// Of the advisory lock that a log's appender holds: what is hashed.
inline std::string lock_of(const Sql& sql, const std::string& log) {
  return "recourse " + sql.schema + log;
}

/// Who appends to which log.
struct Appending {
  Target target;
  const Sql* sql;
  std::uint32_t log;
  std::string name;  ///< Of the log.
  LogId owner;       ///< Of this opening alone.

  std::string application() const { return "recourse appender " + owner.to_string(); }
};

class Session {
 public:
  struct End {
    std::uint64_t epoch;
    Position head;
    Timestamp recorded_at;
  };

  /// Takes the log: waits for another living appender, or deposes it.
  /// Errors: store_locked, io_error.
  static Result<std::unique_ptr<Session>> take_over(const Appending& who,
                                                    std::chrono::milliseconds wait, bool depose,
                                                    Deadline deadline);
  /// Goes on after a failure. Nothing: another appender has taken the log.
  /// Errors: io_error.
  static Result<std::unique_ptr<Session>> go_on(const Appending& who, Deadline deadline);

  /// False: the log was taken by another appender, and nothing can be written.
  bool holds() const { return holds_; }
  const End& end() const { return end_; }
  Connection& writing() { return *writing_; }

  /// Makes known what the appends need and is not known. The server must still see this epoch.
  Result<void> look_up(std::vector<Request>& batch, Known& known, Deadline deadline);
  /// Which of these commands are in the log for good.
  Result<std::vector<CommandId>> which_are_in(const std::vector<CommandId>& ids, Deadline deadline);
  /// Makes room for pages at this position.
  Result<void> ensure_room(std::uint64_t position, Deadline deadline);

 private:
  explicit Session(const Appending& who) : who_(who) {}
  Result<void> connect(Deadline deadline);
  Result<bool> try_lock(Deadline deadline);
  Result<void> lock_when_free(Deadline deadline);
  Result<void> end_others(const LogId& owner, Deadline deadline);
  Result<void> take_epoch(const std::string& statement, Deadline deadline);
  Result<void> ready(Deadline deadline);

  const Appending& who_;
  std::unique_ptr<Connection> writing_;
  std::unique_ptr<Connection> asking_;
  bool holds_ = false;
  End end_{};
  std::uint64_t room_ = 0;
};

}  // namespace recourse::stores::pg
