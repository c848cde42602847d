// An append on its way: admit (the caller's thread) → commit_some (the committer) → index_some (the
// indexer).
//
// The caller's thread resolves and pins the stream heads and the command id that the append needs,
// so that the committer never reads from disk. The committer checks versions against pinned heads,
// assigns positions, writes one synced batch, publishes, and hands over the answers. A committed
// append keeps its pins until the index covers it: so whatever is not in the index is in memory.
//
// `commit_some` and `index_some` are step functions: threads merely call them (store.cpp), and a
// simulation can call them in any order on one thread.
//
// Thread-safety: `admit`, `find`, `version_of` and the reads from any thread; `commit_some` from
// one thread at a time, `index_some` from one thread at a time.
#pragma once

#include <atomic>
#include <boost/container/small_vector.hpp>
#include <condition_variable>
#include <recourse/base/clock.hpp>
#include <recourse/base/limits.hpp>

#include "stores/rocksdb/hot_table.hpp"
#include "stores/rocksdb/index.hpp"

namespace recourse::stores::rocks {

/// A stream as it stands in memory.
struct Head {
  std::atomic<bool> resolved{false};
  std::uint64_t assigned = 0;  ///< Last version given out; the committer's alone once resolved.
  // The indexer's alone: the run that it is collecting, and in which batch.
  std::uint64_t batch = 0;
  IndexBatch::Run run = 0;
  // Under the entry's lock:
  std::uint64_t published = 0;  ///< Last durable version.
  /// Places of the versions (published - unindexed.size(), published].
  std::vector<RecordLocation> unindexed;
  std::size_t dropped = 0;  ///< Entries at the front of `unindexed` that the index covers by now.

  std::uint64_t first_unindexed() const { return published - (unindexed.size() - dropped) + 1; }
  void reset() {
    resolved.store(false, std::memory_order_relaxed);
    assigned = published = batch = 0;
    unindexed.clear();
    dropped = 0;
  }
};

/// The last event of a type with a tag, as it stands in memory.
struct TagEntry {
  std::atomic<bool> resolved{false};
  std::uint64_t assigned = 0;  ///< Last position given out; the committer's alone once resolved.
  std::atomic<std::uint64_t> published{0};  ///< Last durable position.

  void reset() {
    resolved.store(false, std::memory_order_relaxed);
    assigned = 0;
    published.store(0, std::memory_order_relaxed);
  }
};

/// A command id as it stands in memory. Whoever resolves it does so under the entry's lock; from
/// then on it is the committer's, who writes the fields before the state that shows them.
struct CommandEntry {
  enum class State : std::uint8_t { unresolved, absent, committing, committed };
  std::atomic<State> state{State::unresolved};
  std::uint64_t fingerprint = 0;
  core::Appended appended{};  ///< With `repeated` set.

  void reset() { state.store(State::unresolved, std::memory_order_relaxed); }
};

using Heads = HotTable<std::string, Head, limits::kHotEntriesMax>;
/// By tag_key (index.hpp).
using Tags = HotTable<std::string, TagEntry, 4096>;
/// Whoever repeats a command that is indexed may wait for a read.
using Commands = HotTable<CommandId, CommandEntry, 0>;
using Done = base::Completion<Result<core::Appended>>;

/// One admitted append.
struct Request {
  struct Stream {
    Heads::Pin head;
    core::ExpectedVersion expected;
    std::uint32_t events;
    std::uint64_t first_version = 0;  // assigned at commit
    const std::string& id() const { return head.key(); }
  };
  /// A tag of one of its events.
  struct Tag {
    Tags::Pin entry;
    std::uint32_t event;         // its place among the events
    std::uint64_t position = 0;  // assigned at commit
  };
  /// What must not stand behind a position.
  struct Condition {
    Tags::Pin entry;
    core::TagCondition asked;
  };
  Commands::Pin command;
  std::vector<Tag> tags;
  std::vector<Condition> conditions;
  std::uint64_t fingerprint = 0;
  boost::container::small_vector<Stream, 1> streams;
  core::EncodedBodies bodies;
  Done done;
  boost::container::small_vector<RecordLocation, 2> places;  // filled at commit, one for each event
  std::uint32_t events = 0;

  const CommandId& id() const { return command.key(); }
  /// About what it costs in memory, with its entries in the tables, until it is indexed.
  std::size_t tail_bytes() const {
    return 640 + bodies.bytes.capacity() + streams.size() * 320 +
           (tags.size() + conditions.size()) * 320 + events * 2 * sizeof(RecordLocation);
  }
  /// Lets go of everything but a little memory, to be used again.
  void reset();
};
using RequestPtr = std::unique_ptr<Request>;

/// Requests that are done with, for their memory. Thread-safe.
class RequestPool {
 public:
  RequestPtr take();
  void give_back(std::vector<RequestPtr>& requests);

 private:
  std::mutex mutex_;
  std::vector<RequestPtr> spare_;
};

/// An answer that is ready to be given.
struct CompletedAppend {
  Done done;
  Result<core::Appended> result;
};

class Pipeline {
 public:
  Pipeline(Log& log, Index& index, const Clock& clock, LogEnd end, Position indexed,
           const FingerprintKey& fingerprint_key);

  /// Checks, resolves and pins what the append needs, and queues it. An error is returned instead
  /// of queuing (`done` is then untouched and comes back).
  Result<void> admit(core::Append append, Done& done, bool wait_when_full);
  /// Commits one group: at most what waits now. The answers belong to the caller. False: nothing
  /// was waiting.
  bool commit_some(std::vector<CompletedAppend>& answers);
  /// Indexes what was committed since the last step. False: there was nothing.
  Result<bool> index_some();
  /// Brings the index up to the log's end by reading the log, before anything is admitted.
  Result<void> catch_up(Position head);

  Result<std::optional<core::Remembered>> find(const CommandId& id);
  Result<Version> version_of(const StreamId& stream);
  Result<Position> last_tagged(std::string_view type, std::string_view tag);
  /// Copies the places of a stream's versions that the index does not cover yet, with the version
  /// of the first; the index covers all acknowledged versions below it.
  std::vector<RecordLocation> unindexed(const StreamId& stream, std::uint64_t& first_version) const;

  Position head() const { return Position{head_.load(std::memory_order_acquire)}; }
  Position indexed() const { return Position{indexed_.load(std::memory_order_acquire)}; }
  core::Health health() const;
  /// About what the committed appends cost that the index does not cover yet, in bytes.
  std::size_t tail_bytes() const;

  /// Refuses appends from now on, because of `cause`; reads go on. What a damaged log would still
  /// take might lean on what is damaged.
  void stop(const Error& cause);
  /// store_stopped, with the reason, once it was stopped.
  Result<void> writable() const;
  /// Refuses everything from now on; what is queued is still committed.
  void close();
  /// Waits for work for the committer; false once closed and empty.
  bool wait_for_requests();
  /// Waits for work for the indexer, collecting for up to `collect`; false once stopped and empty.
  bool wait_for_tail(std::chrono::milliseconds collect);
  void stop_indexer();
  /// Waits until everything admitted before the call is committed and indexed.
  Result<void> drain();

 private:
  /// Passes a result on; one that tells of damage stops the writing.
  template <class T>
  Result<T> watched(Result<T> result) {
    if (!result && result.error().code() == Errc::corruption) stop(result.error());
    return result;
  }
  Result<void> resolve(Request& request);
  Result<void> resolve_head(Request::Stream& stream);
  Result<void> resolve_tag(const Tags::Pin& tag);
  /// Pins the tags of its events and conditions.
  void pin_tags(const core::Append& append, Request& request);
  Result<std::optional<core::Remembered>> resolve_command(const Commands::Pin& pin);
  Result<std::optional<core::Remembered>> read_command(const CommandId& id);
  /// One group on its way through the committer.
  struct Staged {
    std::vector<RequestPtr> requests;        // to be written
    std::vector<CompletedAppend> followers;  // repeat a command id of this very group
  };
  void take_queue();
  std::optional<Result<core::Appended>> validate_request(Request& request,
                                                         bool& duplicate_in_group);
  void assign(Request& request);
  /// Writes and syncs what was staged; store_stopped once it was stopped.
  Result<void> write_group();
  void publish(std::vector<CompletedAppend>& answers);
  void fail(std::vector<CompletedAppend>& answers, const Error& cause);
  Error stopped_error() const;
  void collect(const Request& request);
  void drop_indexed(std::vector<RequestPtr>& batch);

  Log* log_;
  Index* index_;
  const Clock* clock_;
  RequestPool pool_;
  Heads heads_;
  Commands commands_;
  Tags tags_;
  const FingerprintKey fingerprint_key_;
  std::atomic<std::uint64_t> head_;
  std::atomic<std::uint64_t> indexed_;
  Timestamp last_time_;  // the committer's alone
  base::Histogram commits_;

  mutable std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::condition_variable queue_drained_;
  std::deque<RequestPtr> queue_;
  std::size_t queue_bytes_ = 0;
  bool closed_ = false;
  std::uint64_t admitted_ = 0;   // requests queued since the start
  std::uint64_t completed_ = 0;  // of those: judged, and written if they had to be
  std::string stop_reason_;      // not empty: no more writes

  mutable std::mutex tail_mutex_;
  std::condition_variable tail_filled_;
  std::condition_variable tail_drained_;
  std::vector<RequestPtr> tail_;
  std::size_t tail_bytes_ = 0;
  std::size_t tail_events_ = 0;
  bool indexer_stopped_ = false;
  int drainers_ = 0;  // callers of drain() that wait for the index
  std::string index_failure_;

  // The committer's buffers, reused between groups.
  std::vector<RequestPtr> taken_;
  Staged staged_;
  rocks::Group group_;
  std::string assigned_bytes_;
  // The indexer's.
  std::vector<RequestPtr> indexing_;
  IndexBatch index_batch_;
  std::uint64_t batch_number_ = 0;
};

}  // namespace recourse::stores::rocks
