// Subscription: the log, from a position on, handed to somebody record by record, for ever.
//
//     Subscriptions subscriptions{store, clock};
//     auto id = subscriptions.add({.name = "exports", .stream_kind = "case"},
//                                 [&](const RecordView& r) -> Result<void> { return send(r); });
//     subscriptions.start();
//
// Order and gaps: every record that the filter lets through, from `from` on, in the order of the
// log, each once within one subscription. It reads the log at its own pace, first what is there,
// then what comes: a slow subscriber delays nobody.
//
// A named subscription keeps its position in the store: whenever it has caught up, every
// kCheckpointEvery while it has not, and when it ends in an orderly way. After a crash it goes on
// from the position that was kept last: what was handed over since comes again (at least once). A
// name may have one subscription at a time. A position that another incarnation of the log kept
// (before a restore) is refused: its owner must say where to go on.
//
// A handler that fails or throws stops its subscription at that record, visibly; `resume` hands the
// same record over again. A log that does not answer stops it too, until a later step finds that it
// does. A handler that does not come back is `stalled` after `stall_after`.
//
// Thread-safety: all members of Subscriptions from any thread; a handler is called from one thread
// at a time and must not add, remove or stop subscriptions. Ownership: borrows store and clock.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <recourse/base/clock.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/core/worker.hpp>

namespace recourse::core {

struct SubscriptionOptions {
  /// Kept in the store under this name (see Checkpoints); empty: not kept.
  std::string name = {};
  /// The first position to look at, unless a kept position says otherwise.
  Position from{1};
  std::string stream_kind = {};         ///< Empty: all.
  std::vector<std::string> types = {};  ///< Empty: all.
  /// How long a handler may take for one record before the subscription counts as stalled.
  std::chrono::milliseconds stall_after{10'000};
};

enum class SubscriptionState : std::uint8_t {
  catching_up,  ///< There are records that it has not looked at.
  live,         ///< It has looked at everything.
  stalled,      ///< Its handler has not come back for longer than `stall_after`.
  stopped,      ///< Its handler failed; or the log does not answer, which it asks again by itself.
};
std::string_view name_of(SubscriptionState state);

struct SubscriptionStatus {
  std::uint64_t id = 0;
  std::string name = {};
  SubscriptionState state = SubscriptionState::catching_up;
  Position position{};       ///< Last position that it is done with.
  Position checkpointed{};   ///< Last position that is durable under its name.
  Position head{};           ///< The log's end when this was asked.
  std::uint64_t handed = 0;  ///< Records handed over.
  std::string error = {};    ///< Why it has stopped, or why its position could not be kept.

  std::uint64_t lag() const { return head > position ? head.value - position.value : 0; }
};

using SubscriptionHandler = std::function<Result<void>(const RecordView&)>;

/// One subscription as a step function. Thread-safety: `step`, `resume` and `checkpoint` from one
/// thread at a time; `status` from any.
class Subscription {
 public:
  /// Errors: malformed (name), invalid_argument (a kept position of another incarnation of the log,
  /// or beyond its end; from = 0), and those of the store.
  static Result<std::unique_ptr<Subscription>> open(EventStore& store, const Clock& clock,
                                                    SubscriptionOptions options,
                                                    SubscriptionHandler handler);

  /// A position is kept at least so often while there is more to hand over.
  static constexpr std::chrono::milliseconds kCheckpointEvery{200};

  /// Hands over the next batch, and keeps the position if it is time. False: there was nothing, or
  /// it has stopped.
  bool step();
  /// Makes a step that is under way end after the record that it is at. From any thread.
  void interrupt() { interrupted_ = true; }
  /// Lets it go on after it has stopped.
  void resume();
  /// Makes the position durable, if it has a name.
  Result<void> checkpoint();
  SubscriptionStatus status() const;
  const SubscriptionOptions& options() const noexcept { return options_; }

 private:
  Subscription(EventStore& store, const Clock& clock, SubscriptionOptions options,
               SubscriptionHandler handler);
  /// The next records, read into memory: no cursor stays open while a handler works.
  Result<bool> read();
  Result<void> hand_over();
  void checkpoint_in_time(bool caught_up);
  Result<void> call(const RecordView& record);

  EventStore* store_;
  const Clock* clock_;
  const SubscriptionOptions options_;
  const SubscriptionHandler handler_;
  std::vector<std::string> batch_;  // canonical bytes
  std::size_t next_in_batch_ = 0;
  Position batch_end_{};  // the log was looked at up to here
  std::atomic<std::uint64_t> position_{0};
  std::atomic<std::uint64_t> checkpointed_{0};
  std::atomic<std::uint64_t> handed_{0};
  std::atomic<std::int64_t> busy_since_{0};  // milliseconds; 0: the handler is not at work
  std::atomic<bool> interrupted_{false};
  Timestamp checkpointed_at_{};
  mutable std::mutex mutex_;
  std::optional<Error> failure_;             // it has stopped
  bool log_failed_ = false;                  // for that, which may pass
  std::optional<Error> checkpoint_failure_;  // it goes on, and tries to keep its position again
};

class Subscriptions {
 public:
  Subscriptions(EventStore& store, const Clock& clock);
  ~Subscriptions();
  Subscriptions(const Subscriptions&) = delete;
  Subscriptions& operator=(const Subscriptions&) = delete;

  /// Begins one, with a thread of its own once `start` was called. Answers with its id.
  /// Errors: as Subscription::open; invalid_argument if the name is in use here, or there is no
  /// handler; closed after `stop`.
  Result<std::uint64_t> add(SubscriptionOptions options, SubscriptionHandler handler);
  /// Ends one, after the record that it is at; keeps its position. not_found if there is none.
  Result<void> remove(std::uint64_t id);
  /// Lets one go on that has stopped. not_found if there is none.
  Result<void> resume(std::uint64_t id);

  void start();
  /// Ends all subscriptions, each after the record that it is at, and keeps their positions.
  void stop();
  /// One step of one subscription, without threads. not_found if there is none.
  Result<bool> step(std::uint64_t id);

  std::vector<SubscriptionStatus> status() const;

 private:
  struct Running;
  Result<std::shared_ptr<Running>> find(std::uint64_t id) const;
  void run(Running& one);

  EventStore* store_;
  const Clock* clock_;
  mutable std::mutex mutex_;
  std::map<std::uint64_t, std::shared_ptr<Running>> running_;
  std::uint64_t next_id_ = 1;
  bool started_ = false;
  bool stopped_ = false;
  NotifyHandle notified_;
};

}  // namespace recourse::core
