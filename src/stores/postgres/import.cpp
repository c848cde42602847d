// Importing: records of another store's log, written group by group under an epoch of their own. As
// long as it is at work, or was interrupted, the log's row bears a name that nothing opens.
#include <recourse/core/log_copy.hpp>
#include <recourse/stores/postgres.hpp>

#include "stores/postgres/options.hpp"
#include "stores/postgres/reads.hpp"
#include "stores/postgres/session.hpp"

namespace recourse::stores {
namespace pg {
namespace {

using namespace core;

const std::string kBegin = "BEGIN";
const std::string kCommit = "COMMIT";
const std::vector<Oid> kCommandTypes = {kInt4,      kInt8Array, kUuidArray, kInt8Array,
                                        kInt4Array, kInt8Array, kInt8Array};

Error not_replicated(const std::string& warning) {
  return Error{Errc::io_error, "the commit was not waited for: " + warning};
}

/// Whole appends, as rows of one transaction.
class CopiedGroup {
 public:
  explicit CopiedGroup(std::uint64_t seen) : seen_(seen), rows_(seen) {}

  std::uint64_t seen() const { return seen_; }
  std::uint64_t last() const { return rows_.last(); }
  Timestamp recorded_at() const { return recorded_at_; }

  void add(const RecordView& r, std::string_view bytes) {
    const bool begins = r.index == 0;
    if (begins) begin_append(r);
    if (begins || r.stream != stream_) {
      rows_.end_run();
      stream_ = r.stream;
      rows_.begin_run(stream_, r.version.value);
    }
    rows_.add_record(bytes, {});
    if (stream_ == first_stream_) version_ = r.version.value;
    if (!r.tags.empty()) {
      for (const auto tag : r.tags.list()) tags_.set(tag_key(r.type, tag), rows_.last());
    }
    recorded_at_ = r.recorded_at;
    if (r.index + 1 == r.count) versions_.int8(version_);
  }

  void finish(std::uint32_t log) {
    rows_.end_run();
    rows_.finish(log);
    commands_.int4(log)
        .array(kInt8Array, times_.finish())
        .array(kUuidArray, ids_.finish())
        .array(kInt8Array, firsts_.finish())
        .array(kInt4Array, events_.finish())
        .array(kInt8Array, versions_.finish())
        .array(kInt8Array, fingerprints_.finish());
  }

  /// Puts the transaction into the pipeline; `name`: how the log is called from then on.
  /// Requires: finish().
  Result<void> send(Connection& to, const Sql& sql, std::uint32_t log, std::uint64_t epoch,
                    const std::optional<std::string>& name) const {
    RECOURSE_TRY(to.send(kBegin, {}));
    if (name) RECOURSE_TRY(to.send(sql.rename, Parameters{}.int4(log).text(*name)));
    RECOURSE_TRY(to.send(
        sql.advance,
        Parameters{}.int4(log).int8(epoch).int8(seen_).int8(last()).int8(millis(recorded_at_))));
    RECOURSE_TRY(to.send(sql.add_pages, rows_.pages()));
    RECOURSE_TRY(to.send(sql.add_runs, rows_.runs()));
    RECOURSE_TRY(to.send(sql.add_copied_commands, commands_));
    if (!tags_.empty()) RECOURSE_TRY(to.send(sql.add_tags, tags_.parameters(log)));
    RECOURSE_TRY(to.send(kCommit, {}));
    return to.sync();
  }

 private:
  void begin_append(const RecordView& r) {
    first_stream_ = r.stream;
    times_.int8(millis(r.recorded_at));
    ids_.bytes(bytes_of(r.command_id));
    firsts_.int8(r.position.value);
    events_.int4(r.count);
    fingerprints_.int8(r.fingerprint);
  }

  const std::uint64_t seen_;
  PageRows rows_;
  TagRows tags_;
  Timestamp recorded_at_{};
  std::string stream_;
  std::string first_stream_;  // of the append
  std::uint64_t version_ = 0;
  ArrayValue times_{kInt8}, ids_{kUuid}, firsts_{kInt8}, events_{kInt4}, versions_{kInt8},
      fingerprints_{kInt8};
  Parameters commands_;
};

class Import final : public LogImport {
 public:
  Import(const PostgresOptions& options, const Target& target, Sql sql, const LogRow& row)
      : options_(options),
        sql_(std::move(sql)),
        row_(row),
        who_{target, &sql_, row.id, options.log, random_log_id()},
        pool_(target, 2, options.patience),
        reads_(pool_, sql_, row.id, options.tuning.pages_a_fetch) {}

  /// Takes the log.
  Result<void> begin() {
    const auto deadline = after(options_.patience);
    RECOURSE_TRY_ASSIGN(session_, Session::take_over(who_, options_.takeover.wait,
                                                     /*depose=*/false, deadline));
    auto& writing = session_->writing();
    RECOURSE_TRY(writing.end_pipeline());
    RECOURSE_TRY(writing.prepare(sql_.add_copied_commands, kCommandTypes, deadline));
    RECOURSE_TRY(writing.prepare(sql_.rename, {kInt4, kText}, deadline));
    RECOURSE_TRY(writing.begin_pipeline());
    end_ = session_->end();
    group_.emplace(end_.head.value);
    return {};
  }

  Position head() const override { return end_.head; }

  Result<void> add(const RecordView& record, std::string_view bytes) override {
    if (record.position.value != group_->last() + 1) {
      return Error{Errc::invalid_argument, "the record at position " +
                                               std::to_string(record.position.value) +
                                               " does not follow the last one"};
    }
    group_->add(record, bytes);
    return {};
  }

  Result<void> commit() override {
    if (group_->last() == group_->seen()) return {};
    const auto deadline = after(options_.patience);
    RECOURSE_TRY(session_->ensure_room(group_->last(), deadline));
    group_->finish(row_.id);
    auto& writing = session_->writing();
    (void)writing.warnings();  // of what came before
    RECOURSE_TRY(group_->send(writing, sql_, row_.id, end_.epoch, mark()));
    RECOURSE_TRY(take_results(writing, deadline));
    marked_ = true;
    end_.head = Position{group_->last()};
    end_.recorded_at = group_->recorded_at();
    group_.emplace(end_.head.value);
    return {};
  }

  Result<std::unique_ptr<Cursor>> read_from(Position from) const override {
    return reads_.read_all({.from = from, .to = end_.head});
  }

  Result<void> finish(const std::vector<Checkpoints::Named>& positions) override {
    const auto deadline = after(options_.patience);
    auto& writing = session_->writing();
    RECOURSE_TRY(writing.end_pipeline());
    (void)writing.warnings();
    RECOURSE_TRY(writing.ask(kBegin, {}, deadline));
    // Moves nothing, but fails if another one has the log.
    RECOURSE_TRY(writing.ask(sql_.advance,
                             Parameters{}
                                 .int4(row_.id)
                                 .int8(end_.epoch)
                                 .int8(end_.head.value)
                                 .int8(end_.head.value)
                                 .int8(millis(end_.recorded_at)),
                             deadline));
    RECOURSE_TRY(writing.ask(sql_.clear_checkpoints, Parameters{}.int4(row_.id), deadline));
    for (const auto& one : positions) {
      RECOURSE_TRY(writing.ask(sql_.add_checkpoint,
                               Parameters{}.int4(row_.id).text(one.name).bytea(one.at.encode()),
                               deadline));
    }
    RECOURSE_TRY(writing.ask(sql_.rename, Parameters{}.int4(row_.id).text(options_.log), deadline));
    RECOURSE_TRY(writing.ask(kCommit, {}, deadline));
    if (const auto warned = writing.warnings(); !warned.empty()) {
      return not_replicated(warned.front());
    }
    marked_ = false;
    return writing.begin_pipeline();
  }

 private:
  /// The name of a half copy, unless the row got it before: a log stays one as long as nothing
  /// comes in, so that what is refused before that may go on.
  std::optional<std::string> mark() const {
    return marked_ ? std::nullopt : std::optional{half_copy_of(options_.log)};
  }

  static Result<void> take_results(Connection& writing, Deadline deadline) {
    std::optional<Error> failed;
    bool committed = false;
    for (;;) {
      RECOURSE_TRY_ASSIGN(const auto rows, writing.wait(deadline));
      if (rows.status() == PGRES_PIPELINE_SYNC) break;
      if (rows.status() == PGRES_COMMAND_OK || rows.status() == PGRES_TUPLES_OK) {
        committed = rows.command() == kCommit;
      } else if (!failed) {
        failed = writing.error_of(rows);
      }
    }
    if (failed) return *failed;
    if (const auto warned = writing.warnings(); !warned.empty()) {
      return not_replicated(warned.front());
    }
    if (committed) return {};
    return Error{Errc::io_error, writing.server() + " did not commit what was copied"};
  }

  const PostgresOptions options_;
  const Sql sql_;
  const LogRow row_;
  bool marked_ = false;  // the row bears the name of a half copy, by this import
  const Appending who_;
  Pool pool_;
  Reads reads_;
  std::unique_ptr<Session> session_;
  Session::End end_{};
  std::optional<CopiedGroup> group_;
};

Error holds_another(const std::string& name, const LogRow& row) {
  return {Errc::invalid_argument, "the log " + name + " is " + row.identity.id.to_string() +
                                      ", incarnation " +
                                      std::to_string(row.identity.incarnation.value) +
                                      ", not the one that is copied: choose another name"};
}

/// The row that the log is in, or will be. Made, as a half copy, if it is missing.
Result<LogRow> find_place(Connection& connection, const Sql& sql, const std::string& name,
                          const LogOrigin& origin, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(auto row, find_row(connection, sql, name, deadline));
  const auto half = half_copy_of(name);
  if (!row) {
    RECOURSE_TRY_ASSIGN(row, find_row(connection, sql, half, deadline));
  }
  if (!row) {
    RECOURSE_TRY_ASSIGN(
        const auto other,
        connection.ask(sql.by_log_id, Parameters{}.uuid(origin.identity.id), deadline));
    if (other.size() > 0) {
      return Error{Errc::invalid_argument, "the schema " + sql.schema + " holds this log as " +
                                               std::string{other.bytes(0, 0)}};
    }
    RECOURSE_TRY(connection.ask(sql.add_copy,
                                Parameters{}
                                    .text(half)
                                    .uuid(origin.identity.id)
                                    .int8(origin.identity.incarnation.value)
                                    .bytea(bytes_of(origin.fingerprint_key)),
                                deadline));
    RECOURSE_TRY_ASSIGN(row, find_row(connection, sql, half, deadline));
  }
  if (!row) return Error{Errc::io_error, "the row of the log " + name + " is gone again"};
  if (row->identity != origin.identity || row->fingerprint_key != origin.fingerprint_key) {
    return holds_another(name, *row);
  }
  return *row;
}

}  // namespace
}  // namespace pg

Result<std::unique_ptr<core::LogImport>> import_postgres(const PostgresOptions& options,
                                                         const core::LogOrigin& origin) {
  using namespace pg;
  RECOURSE_TRY(check(options));
  RECOURSE_TRY_ASSIGN(auto target, Target::parse(options.connection));
  target.set("target_session_attrs", "read-write");
  if (!target.names("application_name")) target.set("application_name", "recourse");
  const auto deadline = after(options.patience);
  RECOURSE_TRY_ASSIGN(const auto connection, Connection::open(target, deadline));
  Sql sql{options.schema};
  RECOURSE_TRY(ensure_schema(*connection, sql, options.create, deadline));
  RECOURSE_TRY_ASSIGN(const auto row, find_place(*connection, sql, options.log, origin, deadline));
  auto import = std::make_unique<Import>(options, target, std::move(sql), row);
  RECOURSE_TRY(import->begin());
  return std::unique_ptr<core::LogImport>{std::move(import)};
}

}  // namespace recourse::stores
