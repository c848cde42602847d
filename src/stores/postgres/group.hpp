// A group: appends that are written in one transaction, with their answers.
//
// Thread-safety: the committer's alone.
#pragma once

#include <recourse/base/completion.hpp>
#include <recourse/core/event_store.hpp>

#include "stores/postgres/known.hpp"
#include "stores/postgres/page_rows.hpp"

namespace recourse::stores::pg {

using Done = base::Completion<Result<core::Appended>>;

/// An append that waits to be judged.
struct Request {
  core::Append append;
  std::uint64_t fingerprint = 0;
  core::EncodedBodies bodies;
  Done done;
};

/// An answer that is ready to be given, once what it rests on is settled.
struct Answer {
  Done done;
  Result<core::Appended> result;
};

class Group {
 public:
  Group(std::uint64_t seen, Timestamp recorded_at) : seen_(seen), rows_(seen), at_(recorded_at) {}

  /// Judges an append by what is known, and takes it in or keeps its refusal.
  /// Requires: its streams, its command id and its tags are known, or are not in the log.
  void take(Request request, Known& known);
  /// Whether there is something to write.
  bool writes() const { return head() != seen_; }
  /// Ends the pages. The statements are then complete.
  void finish(std::uint32_t log);
  /// Puts the transaction into the pipeline.
  Result<void> send(Connection& connection, const Sql& sql, std::uint32_t log,
                    std::uint64_t epoch) const;
  /// How many results come back before the pipeline's sync.
  int results() const { return tagged_.empty() ? 6 : 7; }
  /// Prepares the statements that groups are made of.
  static Result<void> prepare(Connection& connection, const Sql& sql, Deadline deadline);

  std::uint64_t seen() const { return seen_; }
  std::uint64_t head() const { return rows_.last(); }
  std::vector<Answer>& answers() { return answers_; }
  std::vector<CommandId>& commands() { return ids_; }

  /// When it was sent first; kept when it is sent again.
  std::optional<Deadline> begun_at;

 private:
  std::optional<Result<core::Appended>> judge(const Request& request, Known& known) const;
  core::Appended write(const Request& request, Known& known);

  const std::uint64_t seen_;
  PageRows rows_;
  const Timestamp at_;
  std::vector<Answer> answers_;
  std::vector<CommandId> ids_;
  TagRows tagged_;
  ArrayValue command_ids_{kUuid}, command_firsts_{kInt8}, command_events_{kInt4},
      command_versions_{kInt8}, command_fingerprints_{kInt8};
  Parameters commands_, tags_;
};

}  // namespace recourse::stores::pg
