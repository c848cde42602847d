// Reaction: what the engine does by itself because something was recorded.
//
//     class BadRatings final : public core::Reaction {
//       core::ReactionSpec spec() const override {
//         return {.name = "bad_ratings", .stream_kind = "case", .types = {"case.rated"}};
//       }
//       Result<std::vector<core::Intent>> react(const core::RecordView& r) const override {
//         RECOURSE_TRY_ASSIGN(const auto rated, core::Fold<Cases>::event_of(r));
//         if (!is_bad(rated)) return core::intents();
//         return core::intents(core::intent<Follow>(follow_up_of(r.stream), Open{…}));
//       }
//     };
//     engine->add_reaction(std::make_unique<BadRatings>());
//
// `react` is pure: it depends on the record alone, or on what a view says of a moment not before
// it. It does nothing; what it asks for, its intents, the engine gives as commands: in the role
// "engine", with the standing of the engine, at the moment at which the record was recorded,
// because of the record's command and in its chain. No workflow calls another: this is how one
// follows from the other.
//
// Once: an intent's command id is the hash of reaction, position, stream and its number there. It
// takes effect once, however often it is given: after a crash, by two processes, by a later
// version; where that one asks for something else because of the same record, the first command
// stands. A refusal is an answer, and is kept to be looked at (`refused_intents`). An error stops
// the reaction, visibly, before the record; `resume` gives the same intents again, and what may
// pass by itself (Errc's retryable) is tried again with each step.
//
// Where it is: the position up to which everything was given and answered is kept durably under
// "reaction.<name>", whatever the code's version. So new code goes on where the old one has come
// to, and what the old one has done is not done again (an effects fence); the position may be set
// by hand (`go_on_from`). A crash takes back the step that it was in, and kKeepEvery of those
// before it at most, which are given again, with the same ids.
//
// Thread-safety: `step`, `resume` and `go_on_from` from one thread at a time; the rest from any.
#pragma once

#include <atomic>
#include <concepts>
#include <functional>
#include <memory>
#include <mutex>
#include <recourse/base/clock.hpp>
#include <recourse/core/executor.hpp>
#include <recourse/core/label.hpp>
#include <recourse/core/log_feed.hpp>
#include <recourse/core/outcome.hpp>

namespace recourse::core {

/// Where a reaction begins that has been nowhere yet.
enum class ReactionStart : std::uint8_t {
  now,        ///< Behind the log's end: only what comes counts.
  beginning,  ///< At the first record.
};

struct ReactionSpec {
  std::string name;                     ///< As a view's; permanent: ids are made of it.
  std::string stream_kind = {};         ///< Empty: all.
  std::vector<std::string> types = {};  ///< Empty: all.
  ReactionStart start = ReactionStart::now;
  std::string role = "engine";  ///< In which it acts: one that is kept for the engine.
};

/// A command that is to be given.
struct Intent {
  StreamId stream;                      ///< Names the workflow by its kind.
  std::shared_ptr<const void> command;  ///< Of that workflow's Command.
  std::string_view type = {};           ///< Of the command: "case.recompute_limits".
  /// When it takes place; nothing: when the record was recorded. Must not be later than now.
  std::optional<Timestamp> at = {};
};

/// An intent for a workflow of this decider. Requires: the stream is of its kind.
template <Decider D>
Intent intent(StreamId stream, typename D::Command command, std::optional<Timestamp> at = {}) {
  const auto type = describe::type_of(command);
  return {std::move(stream), std::make_shared<const typename D::Command>(std::move(command)), type,
          at};
}

/// Intents as the answer of `react`; none: there is nothing to do.
template <std::same_as<Intent>... Intents>
Result<std::vector<Intent>> intents(Intents... asked) {
  std::vector<Intent> all;
  all.reserve(sizeof...(asked));
  (all.push_back(std::move(asked)), ...);
  return all;
}

class Reaction {
 public:
  virtual ~Reaction() = default;
  virtual ReactionSpec spec() const = 0;
  /// What is to be done because of a record that the spec lets through; mostly nothing.
  virtual Result<std::vector<Intent>> react(const RecordView& record) const = 0;
  /// What people call it; empty: it has its name alone.
  virtual Label label() const { return {}; }
};

/// An intent that was refused.
struct RefusedIntent {
  Position position{};    ///< Of the record that it answers.
  std::string stream{};   ///< For which it was.
  std::string command{};  ///< Its type.
  CommandId command_id{};
  std::string refusal{};  ///< Name of the refusal.
  std::string en{};
  std::string zh{};
  friend bool operator==(const RefusedIntent&, const RefusedIntent&) = default;
};
BOOST_DESCRIBE_STRUCT(RefusedIntent, (), (position, stream, command, command_id, refusal, en, zh))
constexpr auto recourse_spec(const RefusedIntent*) {
  return describe::spec("core.refused_intent", 1, "An intent of a reaction that was refused.",
                        {{"position", 1, "Of the record that it answers."},
                         {"stream", 1, "For which it was."},
                         {"command", 1, "Type of the command."},
                         {"command_id", 1, "Its id."},
                         {"refusal", 1, "Name of the refusal."},
                         {"en", 1, "The refusal in English."},
                         {"zh", 1, "The refusal in Chinese."}});
}

/// How a reaction stands.
struct ReactionStatus {
  std::string name{};
  Position position{};   ///< Everything up to here was given and answered.
  Position head{};       ///< The log's end when this was asked.
  bool stopped = false;  ///< It failed; `error` says why.
  std::string error{};
  std::uint64_t given = 0;    ///< Intents that were answered, since the start.
  std::uint64_t taken = 0;    ///< Of those: took effect, now or before.
  std::uint64_t refused = 0;  ///< Of those: refused.
  std::uint64_t lag() const { return head > position ? head.value - position.value : 0; }
};

class ReactionRunner {
 public:
  /// Gives an intent's command: calls `done` once, within the call or later, on any thread.
  using Give = std::function<void(const Intent& intent, Context context,
                                  base::Completion<Result<Outcome>> done)>;

  /// The position is kept at most so much later while there is more to do.
  static constexpr std::chrono::milliseconds kKeepEvery{200};
  /// Intents that are under way at once.
  static constexpr std::size_t kUnderWayMax = 256;

  /// Reads the log through the feed, which must outlive it, as must store and clock.
  /// Errors: malformed (name), invalid_argument (a role that is not the engine's), and those of the
  /// store. One whose position is of another incarnation of the log, or not known in a log that was
  /// restored, is opened, and has stopped until it is told where to go on.
  static Result<std::unique_ptr<ReactionRunner>> open(EventStore& store, LogFeed& feed,
                                                      const Clock& clock,
                                                      std::unique_ptr<Reaction> reaction,
                                                      Give give);

  /// Looks at the next records, gives what they ask for, and waits for the answers. False: there is
  /// nothing to look at, or it has stopped.
  bool step();
  /// Lets it try again after it has stopped.
  void resume();
  /// Sets the position by hand: what lies behind it is looked at next. invalid_argument beyond the
  /// log's end. Durable when it returns.
  Result<void> go_on_from(Position position);
  /// Makes the position durable.
  Result<void> keep_position();

  const ReactionSpec& spec() const noexcept { return spec_; }
  Label label() const { return reaction_->label(); }
  ReactionStatus status() const;

 private:
  struct Asked;
  ReactionRunner(EventStore& store, LogFeed& feed, const Clock& clock,
                 std::unique_ptr<Reaction> reaction, ReactionSpec spec, Give give);
  Result<Position> find_position() const;
  /// Finds its position, and keeps it if it is new.
  Result<void> place();
  Result<bool> work();
  /// What the next records ask for, and up to where they were looked at; `fault` is why not
  /// further.
  struct Looked {
    std::vector<Asked> asked;
    Position reached;
    std::optional<Error> fault = {};
  };
  Result<Looked> look() const;
  /// The same with one run of the log, up to `to`. False: enough was looked at.
  Result<bool> look_at(const LogRun& run, Position to, std::size_t& records, Looked& looked) const;
  Result<void> react(const RecordView& record, std::vector<Asked>& asked) const;
  /// Gives all and waits for the answers.
  void give_all(std::vector<Asked>& asked) const;
  /// Cuts off from the first record on that was not answered well.
  void settle(Looked& looked) const;
  void count(const Looked& looked);
  Result<void> note_refused(const Looked& looked);

  EventStore* store_;
  LogFeed* feed_;
  const Clock* clock_;
  const std::unique_ptr<Reaction> reaction_;
  const ReactionSpec spec_;
  const RecordFilter filter_;  // of the spec
  const Give give_;
  std::shared_ptr<Table> table_;  // of what was refused
  std::atomic<std::uint64_t> position_{0};
  std::uint64_t kept_ = 0;
  bool gave_since_ = false;  // since the position was kept
  bool placed_ = false;      // its position is known
  Timestamp kept_at_{};
  std::atomic<std::uint64_t> given_{0};
  std::atomic<std::uint64_t> taken_{0};
  std::atomic<std::uint64_t> refused_{0};
  mutable std::mutex mutex_;
  std::optional<Error> failure_;  // it has stopped
};

/// What was refused of a reaction's intents, the last first; at most `most`. Derived: who throws
/// the store's views away loses the list, and nothing else. Errors: those of the table.
Result<std::vector<RefusedIntent>> refused_intents(TableStore& tables, std::string_view reaction,
                                                   std::size_t most);

/// The position that a reaction has kept; nothing: it has been nowhere yet.
Result<std::optional<Position>> kept_position(const Checkpoints& checkpoints,
                                              std::string_view reaction);

/// The id of the command that an intent is given by: the `number`th for that stream because of that
/// record, from 0.
CommandId intent_command_id(std::string_view reaction, Position position, std::string_view stream,
                            std::uint32_t number);

}  // namespace recourse::core
