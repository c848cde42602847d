// EventStore: the log, and the tables that are derived of it, as everything above sees them.
//
// An EventLog is the truth: appends, reads, and the positions of its subscribers. An EventStore is
// a log together with tables for views. They may lie in one place or in two, say the log in another
// process and the tables on this machine's disk (core/composed_store.hpp).
//
//     auto appended = store.append({.command_id = id, .actor = "window_officer:w7@S001",
//         .streams = {{stream, ExpectedVersion::none(), 1, {{"case.received", 1, t, bytes}}}}});
//     auto cursor = store.read_stream(stream).value();
//     while (cursor->next().value()) use(cursor->record());
//
// What an acknowledgement promises: an append that was answered with success is in the log with
// the same bytes after any crash of the process, the operating system or the power, as far as the
// disk keeps its own promise of a completed flush. An append that was not answered is wholly there
// or wholly absent. (A log that is not `durable` promises this only while its process lives.)
//
// A log may lie in another process: every question to it can fail (io_error, or outcome_unknown of
// an append), and may succeed later. An append whose answer was lost is an outcome_unknown, neither
// a success nor a refusal: whoever gives it again under its command id learns what became of it,
// and it takes effect once.
//
// Order: one writer assigns positions at commit; positions and versions have no gaps, and an
// append's events are adjacent. A read sees everything acknowledged before the read began.
//
// Idempotency: an append carries a command id. The same id with the same fingerprint is answered
// with the first answer (`repeated`), with another fingerprint by command_id_reused. The horizon is
// the whole log. A fingerprint is a hash under the log's own key (`fingerprint_key`), so that a log
// that was read does not confirm what somebody guesses of a person.
//
// Tags: an event may carry some ("class:3K/2026"), and an append may ask that no event of a type
// carries a tag yet, or none behind a position (`TagCondition`): what must be the only one of its
// kind, over all streams, is proved by the log itself. A condition that fails is a tag_conflict,
// and nothing was appended. Conditions are judged after the command id: a repetition is answered as
// ever.
//
// Fail-stop: after a failed write or sync, a full disk, or stored bytes that are not what was
// written, a store on disk answers appends with store_stopped, goes on reading, and says why in
// health(). It takes appends again once the cause is gone and it was opened anew.
//
// Thread-safety: every member may be called from any thread at any time. Ownership: a cursor must
// be destroyed before its store.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <recourse/base/clock.hpp>
#include <recourse/base/completion.hpp>
#include <recourse/base/metrics.hpp>
#include <recourse/core/record.hpp>
#include <recourse/core/table.hpp>
#include <vector>

namespace recourse::core {

/// What the caller believes a stream's version to be.
class ExpectedVersion {
 public:
  /// The stream may be at any version.
  static ExpectedVersion any() { return ExpectedVersion{Kind::any, Version{0}}; }
  /// The stream must not exist yet.
  static ExpectedVersion none() { return ExpectedVersion{Kind::exact, Version{0}}; }
  /// The stream's last event must have this version; 0 is the same as none().
  static ExpectedVersion exactly(Version v) { return ExpectedVersion{Kind::exact, v}; }

  bool admits(Version actual) const { return kind_ == Kind::any || actual == version_; }
  std::string to_string() const;

 private:
  enum class Kind : std::uint8_t { any, exact };
  ExpectedVersion(Kind kind, Version version) : kind_(kind), version_(version) {}
  Kind kind_;
  Version version_;
};

/// Another command than the append's, whose events lie in the same append: that of a timer which
/// had passed before it.
struct GivenBy {
  std::string actor;  ///< Who gave it.
  Standing standing = {};
  CommandId command_id;                       ///< Must not be nil, nor the append's.
  std::optional<CommandId> correlation = {};  ///< As Append's.
  std::optional<CommandId> causation = {};    ///< As Append's.
};

/// One event to append.
struct NewEvent {
  std::string type;              ///< Permanent type name, at most limits::kEventTypeBytesMax bytes.
  std::uint16_t schema_version;  ///< From 1.
  Timestamp occurred_at;
  std::string payload;  ///< Wire bytes, at most limits::kPayloadBytesMax.
  /// Sorted, each once, none empty; at most limits::kTagsPerEventMax of limits::kTagBytesMax bytes.
  std::vector<std::string> tags = {};
  /// Nothing: the append's own command.
  std::optional<GivenBy> given_by = {};
};

/// No event of this type with this tag stands behind `since`.
struct TagCondition {
  std::string type;  ///< Of an event: tags of different types are different tags.
  std::string tag;
  Position since{};  ///< Events up to here do not count; 0: none may be there at all.
  friend bool operator==(const TagCondition&, const TagCondition&) = default;
};

/// Events for one stream.
struct StreamEvents {
  StreamId stream;
  ExpectedVersion expected;
  std::uint32_t definition = 0;  ///< Workflow definition version; 0 for raw events.
  std::vector<NewEvent> events;  ///< At least one.
};

/// One atomic append to one or several streams, each named once.
struct Append {
  CommandId command_id;  ///< Must not be nil.
  std::string actor;     ///< At most limits::kActorBytesMax bytes of UTF-8; as check_actor.
  /// Of what kind the actor is; a reserved role wants one that the engine made (core/actor.hpp).
  Standing standing = {};
  /// The first command of the chain; nothing: this one begins it.
  std::optional<CommandId> correlation = {};
  /// The command because of which this one was given; nothing: none that is known.
  std::optional<CommandId> causation = {};
  /// Of what the caller asked (fingerprint_of, under the log's key). 0: the store takes that of
  /// actor, streams, types and payloads.
  std::uint64_t fingerprint = 0;
  std::vector<StreamEvents> streams;
  /// All must hold; at most limits::kConditionsPerAppendMax.
  std::vector<TagCondition> conditions = {};
};

/// The answer to an append.
struct Appended {
  Position first;         ///< Of its first event.
  Position last;          ///< Of its last; last - first + 1 events.
  Version version;        ///< Of its first stream, after it.
  Timestamp recorded_at;  ///< The same for all its events.
  bool repeated = false;  ///< The command id was known: this is the first answer again.
  friend bool operator==(const Appended&, const Appended&) = default;
};

/// What the store remembers of a command id.
struct Remembered {
  Appended appended;  ///< With `repeated` set.
  std::uint64_t fingerprint;
};

/// Reads records one by one. Not thread-safe.
class Cursor {
 public:
  virtual ~Cursor() = default;
  /// True: record() is the next one. False: there are no more. An error ends the cursor.
  virtual Result<bool> next() = 0;
  /// Valid until the next call of next(). Requires: next() returned true.
  virtual const RecordView& record() const = 0;
  /// The record's canonical bytes, as long as record().
  virtual std::string_view bytes() const = 0;
};

/// Which records of one stream: versions in [from, to], both inclusive.
struct StreamRange {
  Version from{1};
  Version to{~std::uint64_t{0}};
  bool backward = false;  ///< From the highest version down.
};

/// Which records somebody wants to see, whosever hands they come through.
class RecordFilter {
 public:
  /// Of that kind of stream and those types; empty: all.
  RecordFilter(std::string stream_kind, std::vector<std::string> types)
      : kind_(std::move(stream_kind)), types_(std::move(types)) {
    std::sort(types_.begin(), types_.end(), less);
  }
  bool lets_through(const RecordView& record) const {
    return (kind_.empty() || record.stream_kind() == kind_) &&
           (types_.empty() || std::binary_search(types_.begin(), types_.end(), record.type, less));
  }

 private:
  // By length first: most types differ there, and need no look at their letters.
  static bool less(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
  std::string kind_;
  std::vector<std::string> types_;
};

/// Which records of the log: positions in [from, to], both inclusive; `to` is cut to the head at
/// the time of the call. Filters look at record headers only; payloads are not decoded.
struct LogRange {
  Position from{1};
  Position to{~std::uint64_t{0}};
  std::string stream_kind = {};         ///< Empty: all.
  std::vector<std::string> types = {};  ///< Empty: all.
};

/// What a log is able to do. The same as long as it is open.
struct Capabilities {
  bool takes_appends = true;  ///< False: opened for reading; all writes answer store_stopped.
  bool durable = true;        ///< What it acknowledged outlives its process.
  /// Somebody else appends to it: what he has appended shows, and is told to whom `notify` knows,
  /// when refresh() looks for it.
  bool follows = false;
};

/// Whether the store can take writes, and what it carries.
struct Health {
  bool writable = true;
  std::string reason = {};               ///< Why not writable; empty if it is.
  Position head{};                       ///< Last committed position that is known.
  Position indexed{};                    ///< Last position that the derived indexes cover.
  std::size_t queued = 0;                ///< Appends that wait for the committer.
  std::size_t tail_bytes = 0;            ///< Memory of what is committed and not indexed yet.
  std::size_t cache_bytes = 0;           ///< Memory of caches, write buffers and table readers.
  std::size_t tail_events = 0;           ///< Events that are committed and not indexed yet.
  base::HistogramSnapshot commits = {};  ///< How long groups took to be written and synced.
  bool clock_is_behind = false;          ///< At open the clock was before the last record's time.
  std::vector<std::string> notes = {};   ///< What was noticed at open and is worth a log line.
};

/// Ends a notification when destroyed. Must not outlive its store.
class [[nodiscard]] NotifyHandle {
 public:
  NotifyHandle() = default;
  explicit NotifyHandle(std::function<void()> stop) : stop_(std::move(stop)) {}
  NotifyHandle(NotifyHandle&& other) noexcept : stop_(std::exchange(other.stop_, nullptr)) {}
  NotifyHandle& operator=(NotifyHandle&& other) noexcept {
    if (this != &other) {
      if (stop_) stop_();
      stop_ = std::exchange(other.stop_, nullptr);
    }
    return *this;
  }
  ~NotifyHandle() {
    if (stop_) stop_();
  }

 private:
  std::function<void()> stop_;
};

class EventLog {
 public:
  virtual ~EventLog() = default;

  virtual Capabilities capabilities() const = 0;

  /// Appends and waits until it is durable.
  /// Errors: version_conflict (Error::actual is the stream's version), tag_conflict (Error::actual
  /// is the event's position), command_id_reused, invalid_argument, limit_exceeded, store_stopped,
  /// io_error, outcome_unknown, closed. After io_error nobody knows whether the append is there
  /// until the store is reopened, after outcome_unknown until it is asked again; repeat it with the
  /// same command id.
  virtual Result<Appended> append(Append append) = 0;

  /// The same without waiting; `done` is called exactly once, on a thread of the store, and must
  /// not block: while it does, nobody is answered, and beyond limits::kAnswersMax answers nothing
  /// is committed. It may call async_append. queue_full if limits::kQueueRequestsMax appends, or
  /// limits::kQueueBytesMax bytes of them, wait already. Appends of one caller to one stream take
  /// effect in the order of the calls.
  virtual void async_append(Append append, base::Completion<Result<Appended>> done) = 0;

  /// What became of a command id, if anything. Looks at everything acknowledged before the call.
  virtual Result<std::optional<Remembered>> find(CommandId id) const = 0;

  /// The version of a stream's last event; 0 if there is no such stream.
  virtual Result<Version> version_of(const StreamId& stream) const = 0;

  /// Position of the last event of a type with a tag; 0 if there is none. Looks at everything
  /// acknowledged before the call.
  virtual Result<Position> last_tagged(std::string_view type, std::string_view tag) const = 0;

  /// A stream's records; none if there is no such stream. limit_exceeded if a store on disk,
  /// opened for writing, has limits::kCursorsMax cursors open already.
  virtual Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                                      StreamRange range = {}) const = 0;

  /// The whole log in order. limit_exceeded as above.
  virtual Result<std::unique_ptr<Cursor>> read_all(LogRange range = {}) const = 0;

  /// The last committed position; 0 for an empty log. Not before what was acknowledged before the
  /// call. Errors: io_error, of a log in another process.
  virtual Result<Position> head() const = 0;

  virtual LogIdentity identity() const = 0;
  /// The key of the log's fingerprints: the same for all its incarnations and copies. Whoever has
  /// it can try guesses of what a command held.
  virtual FingerprintKey fingerprint_key() const = 0;
  virtual Health health() const = 0;

  /// Calls `on_append(head)` after each commit, on a thread of the store; it must not block, call
  /// the store's append, or end its own notification. A store that was opened for reading calls it
  /// within refresh().
  virtual NotifyHandle notify(std::function<void(Position head)> on_append) = 0;

  /// Waits until everything that was accepted is committed and all derived indexes cover it.
  virtual Result<void> drain() = 0;

  /// Looks for what another process has appended meanwhile, and answers with head(). Only a log
  /// that `follows` has to look; for others it is head().
  virtual Result<Position> refresh() { return head(); }

  /// Where subscribers of this log keep their positions. Valid as long as the log.
  virtual Checkpoints& checkpoints() = 0;
};

/// A log, and where views of it keep their rows.
class EventStore : public EventLog {
 public:
  /// Valid as long as the store.
  virtual TableStore& tables() = 0;
};

/// Opens a store, with the options that it holds; `clock` gives recorded_at and outlives the store.
using StoreFactory = std::function<Result<std::unique_ptr<EventStore>>(const Clock& clock)>;

/// The head for whoever only shows it: where the log does not answer, what it knows of it.
Position known_head(const EventLog& log);

/// The checks that every store makes before it accepts an append: ids, sizes, duplicates.
Result<void> validate(const Append& append);

/// The fingerprint of an append that came with 0, under the log's key.
std::uint64_t content_fingerprint(const FingerprintKey& key, const Append& append);

/// The canonical bodies of an append's events, in order, concatenated, with their lengths.
struct EncodedBodies {
  std::string bytes;
  std::vector<std::uint32_t> lengths;
};
EncodedBodies encode_bodies(const Append& append, std::uint64_t fingerprint);
/// The same into `out`, whose memory is used again.
void encode_bodies(const Append& append, std::uint64_t fingerprint, EncodedBodies& out);

/// The error for a stream that is not at its expected version.
Error version_conflict(std::string_view stream, ExpectedVersion expected, Version actual);
/// The error for a condition that does not hold.
Error tag_conflict(const TagCondition& condition, Position last);
/// The error for a command id that came with other content.
Error command_id_reused(const CommandId& id, Position first);

}  // namespace recourse::core
