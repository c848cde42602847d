#include "stores/postgres/session.hpp"

#include <set>
#include <thread>

#include "stores/postgres/reads.hpp"

namespace recourse::stores::pg {

using namespace core;

namespace {

constexpr std::chrono::milliseconds kLookAgain{50};
/// The same for the lock of a session that was ended, and for how long.
constexpr std::chrono::milliseconds kEndsSoon{10};
constexpr std::chrono::milliseconds kEndsInTime{2'000};
/// One appender of a log at a time, by a lock of its session.
constexpr const char* kTryLock = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
/// What is left of an appender's sessions: it may hold the row of the log, and nobody speaks to it.
constexpr const char* kEndSessions =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 "
    "AND pid <> pg_backend_pid() AND usename = current_user";
/// Writes nothing but to the write-ahead log, so that its commit is waited for.
constexpr const char* kReplicated = "SELECT pg_logical_emit_message(true, 'recourse', '')";

Error not_replicated(const std::string& warning) {
  return Error{Errc::io_error, "the commit was not waited for: " + warning};
}

}  // namespace

Result<void> Session::connect(Deadline deadline) {
  auto target = who_.target;
  target.set("application_name", who_.application());
  RECOURSE_TRY_ASSIGN(writing_, Connection::open(target, deadline));
  RECOURSE_TRY_ASSIGN(asking_, Connection::open(target, deadline));
  return {};
}

Result<bool> Session::try_lock(Deadline deadline) {
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      writing_->ask(kTryLock, Parameters{}.text(lock_of(*who_.sql, who_.name)), deadline));
  return rows.boolean(0, 0);
}

/// Whoever opens the log next waits for the lock; without it the fence holds all the same.
Result<void> Session::lock_when_free(Deadline deadline) {
  const auto until = std::min(deadline, after(kEndsInTime));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool locked, try_lock(deadline));
    if (locked || passed(until)) return {};
    std::this_thread::sleep_for(kEndsSoon);
  }
}

Result<void> Session::end_others(const LogId& owner, Deadline deadline) {
  auto other = who_;
  other.owner = owner;
  // Its own asking connection bears the same name.
  auto sql = std::string{kEndSessions};
  if (owner == who_.owner) {
    sql += " AND pid <> " + std::to_string(asking_->process());
  }
  RECOURSE_TRY(writing_->ask(sql, Parameters{}.text(other.application()), deadline));
  return {};
}

Result<void> Session::take_epoch(const std::string& statement, Deadline deadline) {
  (void)writing_->warnings();  // of what came before
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      writing_->ask(statement, Parameters{}.int4(who_.log).uuid(who_.owner), deadline));
  if (const auto warned = writing_->warnings(); !warned.empty()) {
    return not_replicated(warned.front());
  }
  holds_ = rows.size() == 1;
  if (!holds_) return {};
  end_ = {rows.int8(0, 0), Position{rows.int8(0, 1)},
          Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(rows.int8(0, 2))}}};
  return {};
}

Result<void> Session::ready(Deadline deadline) {
  RECOURSE_TRY(ensure_room(end_.head.value, deadline));
  RECOURSE_TRY(Group::prepare(*writing_, *who_.sql, deadline));
  RECOURSE_TRY(writing_->prepare(who_.sql->notify, {kText}, deadline));
  return writing_->begin_pipeline();
}

Result<std::unique_ptr<Session>> Session::take_over(const Appending& who,
                                                    std::chrono::milliseconds wait, bool depose,
                                                    Deadline deadline) {
  std::unique_ptr<Session> session{new Session{who}};
  RECOURSE_TRY(session->connect(deadline));
  const auto until = after(wait);
  deadline += wait;  // the waiting takes nothing from it
  RECOURSE_TRY_ASSIGN(bool locked, session->try_lock(deadline));
  while (!locked && !passed(until)) {
    std::this_thread::sleep_for(kLookAgain);
    RECOURSE_TRY_ASSIGN(locked, session->try_lock(deadline));
  }
  if (!locked && !depose) {
    return Error{Errc::store_locked, "another appender holds the log " + who.name};
  }
  if (!locked) {
    RECOURSE_TRY_ASSIGN(const auto rows, session->writing_->ask(
                                             who.sql->owner, Parameters{}.int4(who.log), deadline));
    if (rows.size() == 1) RECOURSE_TRY(session->end_others(rows.id<LogId>(0, 0), deadline));
  }
  RECOURSE_TRY(session->take_epoch(who.sql->take_over, deadline));
  if (!session->holds()) {
    return Error{Errc::corruption, "the row of the log " + who.name + " is gone"};
  }
  if (!locked) RECOURSE_TRY(session->lock_when_free(deadline));
  RECOURSE_TRY(session->ready(deadline));
  return session;
}

Result<std::unique_ptr<Session>> Session::go_on(const Appending& who, Deadline deadline) {
  std::unique_ptr<Session> session{new Session{who}};
  RECOURSE_TRY(session->connect(deadline));
  RECOURSE_TRY(session->end_others(who.owner, deadline));
  RECOURSE_TRY(session->take_epoch(who.sql->go_on, deadline));
  if (!session->holds()) return session;
  RECOURSE_TRY(session->lock_when_free(deadline));
  RECOURSE_TRY(session->ready(deadline));
  return session;
}

Result<void> Session::ensure_room(std::uint64_t position, Deadline deadline) {
  const auto wanted = position + kPartitionAhead;
  while (room_ == 0 || wanted >= room_) {
    const auto next = room_ == 0 ? position : room_;
    RECOURSE_TRY(ensure_partition(*asking_, *who_.sql, next, deadline));
    room_ = (next / kPartitionPositions + 1) * kPartitionPositions;
  }
  return {};
}

Result<std::vector<CommandId>> Session::which_are_in(const std::vector<CommandId>& ids,
                                                     Deadline deadline) {
  ArrayValue asked{kUuid};
  for (const auto& id : ids) {
    asked.bytes({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
  }
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      asking_->ask(who_.sql->find_commands,
                   Parameters{}.int4(who_.log).array(kUuidArray, asked.finish()), deadline));
  (void)asking_->warnings();
  RECOURSE_TRY(asking_->ask(kReplicated, {}, deadline));
  if (const auto warned = asking_->warnings(); !warned.empty()) {
    return not_replicated(warned.front());
  }
  std::vector<CommandId> found;
  for (int i = 0; i < rows.size(); ++i) found.push_back(rows.id<CommandId>(i, 0));
  return found;
}

namespace {

/// What the appends of a batch need and is not known.
struct Unknown {
  std::set<std::string> streams;
  std::set<std::string> tags;
  std::set<CommandId> commands;
};

Unknown unknown_of(const std::vector<Request>& batch, Known& known) {
  Unknown unknown;
  for (const auto& request : batch) {
    const auto& append = request.append;
    if (known.commands.find(append.command_id) == nullptr) {
      unknown.commands.insert(append.command_id);
    }
    for (const auto& s : append.streams) {
      if (known.versions.find(s.stream.text()) == nullptr) unknown.streams.insert(s.stream.text());
    }
    for (const auto& c : append.conditions) {
      auto key = tag_key(c.type, c.tag);
      if (known.tags.find(key) == nullptr) unknown.tags.insert(std::move(key));
    }
  }
  return unknown;
}

/// The questions that make it known, of which the first is whether the server sees our epoch.
std::vector<Asked> questions(const Unknown& unknown, const Sql& sql, std::uint32_t log) {
  ArrayValue ids{kUuid};
  for (const auto& id : unknown.commands) {
    ids.bytes({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
  }
  ArrayValue streams{kText};
  for (const auto& stream : unknown.streams) streams.bytes(stream);
  ArrayValue types{kBytea};
  ArrayValue tags{kBytea};
  for (const auto& key : unknown.tags) {
    const auto end = key.find('\xff');
    types.bytes(std::string_view{key}.substr(0, end));
    tags.bytes(std::string_view{key}.substr(end + 1));
  }
  return {{&sql.epoch_and_head, Parameters{}.int4(log)},
          {&sql.find_commands, Parameters{}.int4(log).array(kUuidArray, ids.finish())},
          {&sql.find_versions, Parameters{}.int4(log).array(kTextArray, streams.finish())},
          {&sql.find_tags, Parameters{}
                               .int4(log)
                               .array(kByteaArray, types.finish())
                               .array(kByteaArray, tags.finish())}};
}

void learn(const Unknown& unknown, const std::vector<Rows>& answers, Known& known) {
  for (int i = 0; i < answers[1].size(); ++i) {
    known.commands.set(answers[1].id<CommandId>(i, 0), remembered_of(answers[1], i));
  }
  int i = 0;
  for (const auto& stream : unknown.streams) known.versions.set(stream, answers[2].int8(i++, 0));
  i = 0;
  for (const auto& key : unknown.tags) known.tags.set(key, answers[3].int8(i++, 0));
}

}  // namespace

Result<void> Session::look_up(std::vector<Request>& batch, Known& known, Deadline deadline) {
  const auto unknown = unknown_of(batch, known);
  if (unknown.commands.empty() && unknown.streams.empty() && unknown.tags.empty()) return {};
  auto asked = questions(unknown, *who_.sql, who_.log);
  if (unknown.tags.empty()) asked.pop_back();
  if (unknown.tags.empty() && unknown.streams.empty()) asked.pop_back();
  RECOURSE_TRY_ASSIGN(const auto answers, asking_->ask_all(asked, deadline));
  if (answers[0].size() != 1 || answers[0].int8(0, 0) != end_.epoch) {
    return Error{Errc::io_error, asking_->server() + " does not see this appender's epoch"};
  }
  const auto count = [](const auto& set) { return static_cast<int>(set.size()); };
  if ((answers.size() > 2 && answers[2].size() != count(unknown.streams)) ||
      (answers.size() > 3 && answers[3].size() != count(unknown.tags))) {
    return Error{Errc::corruption, asking_->server() + " left a question unanswered"};
  }
  learn(unknown, answers, known);
  return {};
}

}  // namespace recourse::stores::pg
