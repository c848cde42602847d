// Timers: fires what has become due, in the order of the due times, in bounded batches.
//
//     Timers<ComplaintDecider> timers{workflow, views, "cases", clock};
//     timers.start();                                  // or: while (timers.step().value()) …
//
// Reads the due-time index of a StateView. A batch is at most limits::kTimerBatchMax appends; the
// next begins when all of them are answered, and a new round when the view has seen them. A storm
// of half a million due timers neither fills the queue in which commands wait, nor fires anything
// twice: and if it did, the command's id and the state's generation would tell (core/timer.hpp).
//
// A timer that cannot be fired (its decider throws, the store has stopped) is tried again, each
// time after twice as long, and is visible in status(); the others go on. A stream whose firings
// each arm the next one at once (core/timer.hpp) is left alone after limits::kTimersOfARoundMax of
// them in a row, likewise visible, until another event comes.
//
// Thread-safety: `step` from one thread at a time and not after `start`; everything else from any
// thread. Ownership: borrows workflow, views and clock. Ends its thread, and waits for the answers
// that are under way, when destroyed; the store must still answer then.
#pragma once

#include <algorithm>
#include <map>
#include <recourse/base/clock.hpp>
#include <recourse/core/due_index.hpp>
#include <recourse/core/views.hpp>
#include <recourse/core/workflow.hpp>
#include <set>

namespace recourse::core {

struct TimersStatus {
  std::uint64_t fired = 0;     ///< Timers whose command took effect, since the start.
  std::uint64_t declined = 0;  ///< Timers whose decider refused, recorded.
  std::uint64_t stale = 0;     ///< Rows that the state did not know any more.
  std::uint64_t retried = 0;   ///< Firings that met another writer, to be tried again.
  std::size_t failing = 0;     ///< Timers that could not be fired and will be tried again.
  std::string last_error = {};
  std::size_t in_flight = 0;            ///< Firings that wait for their answer.
  std::optional<Timestamp> next_due{};  ///< Of the earliest limit that fires, as the view has it.
  Position view{};                      ///< Where the view is.
  /// By how much firings came behind their due times, by the engine's clock.
  base::HistogramSnapshot lateness = {};
};

namespace detail {

/// Timers that could not be fired, and when they are tried again. Not thread-safe.
class TimerBackoff {
 public:
  bool postpones(const DueRow& row, Timestamp now) const;
  void postpone(const DueRow& row, Timestamp now);
  void release(const DueRow& row) { backoff_.erase(key(row)); }
  std::size_t size() const { return backoff_.size(); }

  /// A pass over all rows that are due begins; tells of a row; ends: those of which it was not told
  /// are there no more.
  void begin_pass();
  void saw(const DueRow& row);
  void end_pass();

 private:
  struct Held {
    Timestamp until{};
    std::chrono::seconds pause{1};
    bool seen = true;
  };
  static std::string key(const DueRow& row);
  std::map<std::string, Held> backoff_;
};

/// Streams whose timers arm themselves at once again and again. Not thread-safe.
class TimerRuns {
 public:
  /// Whether a stream at this version has fired so often in a row that it is left alone.
  bool is_spent(const std::string& stream, Version version) const;
  /// A firing came behind `before` and left the stream at `after`; `restless`: arms_at_once.
  void note(const std::string& stream, Version before, Version after, bool restless);

 private:
  struct Run {
    Version last{};  ///< Of the stream, after the last firing of the run.
    std::size_t length = 0;
  };
  std::map<std::string, Run> runs_;
};

}  // namespace detail

/// Timers of any workflow, as whoever runs them sees them.
class TimerService {
 public:
  virtual ~TimerService() = default;
  /// Fires a batch of what is due. False: nothing is due, or it waits for answers or for the view.
  /// Errors: those of the view and of its rows.
  virtual Result<bool> step() = 0;
  /// Does it on a thread of its own, at least once a second.
  virtual void start() = 0;
  /// Ends the thread and waits for the answers that are under way.
  virtual void stop() = 0;
  /// Waits for the answers that are under way.
  virtual void wait() = 0;
  /// The view has moved on, or the clock was set.
  virtual void wake() = 0;
  virtual TimersStatus status() const = 0;
  /// How many could not be fired and will be tried again.
  virtual std::size_t failing() const = 0;
};

template <TimedDecider D>
class Timers final : public TimerService {
 public:
  Timers(const Workflow<D>& workflow, Views& views, std::string view, const Clock& clock)
      : workflow_(&workflow), views_(&views), view_(std::move(view)), clock_(&clock) {}
  ~Timers() override { stop_all(); }
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  Result<bool> step() override {
    {
      std::lock_guard guard{mutex_};
      if (in_flight_ > 0) return false;
    }
    RECOURSE_TRY_ASSIGN(const auto rows, views_->snapshot(view_));
    if (rows->position() < required_to_begin()) return false;
    const auto now = clock_->now();
    RECOURSE_TRY_ASSIGN(const auto due, due_rows(*rows, now));
    for (const auto& row : due) fire(row, now, rows->position());
    return !due.empty();
  }

  void start() override {
    const Worker::Options options{.name = "recourse-timers", .background = true};
    worker_ = std::make_unique<Worker>(options, [this] {
      const auto stepped = step();
      if (!stepped) note(stepped.error());
      return stepped && *stepped;
    });
  }
  void stop() override { stop_all(); }
  void wait() override { wait_for_answers(); }
  std::size_t failing() const override {
    std::lock_guard guard{mutex_};
    return backoff_.size();
  }
  void wake() override {
    std::lock_guard guard{mutex_};
    if (worker_) worker_->wake();
  }

  TimersStatus status() const override {
    TimersStatus s;
    {
      std::lock_guard guard{mutex_};
      s = counted_;
      s.failing = backoff_.size();
      s.in_flight = in_flight_;
    }
    s.lateness = lateness_.snapshot();
    if (const auto rows = views_->snapshot(view_)) {
      s.view = (*rows)->position();
      DueCursor cursor{**rows, {}, Timestamp::max() - std::chrono::days{1}};
      if (const auto more = cursor.next(); more && *more) s.next_due = cursor.row().due;
    }
    return s;
  }

 private:
  void stop_all() {
    std::unique_lock guard{mutex_};
    const auto worker = std::move(worker_);
    guard.unlock();
    if (worker) worker->stop();
    wait_for_answers();
  }

  void wait_for_answers() {
    std::unique_lock guard{mutex_};
    answered_.wait(guard, [this] { return in_flight_ == 0; });
  }

  /// Where the view must be for the next batch: whoever begins anew must not meet what was fired
  /// already; whoever goes on does not.
  Position required_to_begin() const {
    std::lock_guard guard{mutex_};
    return go_on_at_.empty() ? required_ : Position{0};
  }

  void note(const Error& error) {
    std::lock_guard guard{mutex_};
    counted_.last_error = error.message();
  }

  /// The next rows that are due: at most one of a stream, none that is held back. Goes on where the
  /// last batch ended, so that a storm does not pass over what it has worked off again and again;
  /// at the end it begins anew.
  Result<std::vector<DueRow>> due_rows(const TableSnapshot& rows, Timestamp now) {
    std::lock_guard guard{mutex_};
    for (;;) {
      const bool from_the_first = go_on_at_.empty();
      RECOURSE_TRY_ASSIGN(auto due, due_rows_from(rows, now));
      if (!due.empty() || from_the_first) return due;
    }
  }

  Result<std::vector<DueRow>> due_rows_from(const TableSnapshot& rows, Timestamp now) {
    std::vector<DueRow> due;
    std::set<std::string> streams;
    const bool from_the_first = go_on_at_.empty();
    if (from_the_first) backoff_.begin_pass();
    DueCursor cursor{rows, go_on_at_, now - std::chrono::milliseconds{1}};
    go_on_at_.clear();
    while (due.size() < limits::kTimerBatchMax) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
      if (!more) {
        if (from_the_first) backoff_.end_pass();
        return due;
      }
      const auto& row = cursor.row();
      backoff_.saw(row);
      if (backoff_.postpones(row, now)) continue;
      // What a stream's earlier limit makes of the later ones is for the next batch to see.
      if (streams.insert(row.stream).second) {
        due.push_back(row);
      } else if (go_on_at_.empty()) {
        go_on_at_ = due_key(row);
      }
    }
    if (go_on_at_.empty()) go_on_at_ = due_key(due.back());
    return due;
  }

  void fire(const DueRow& row, Timestamp now, Position seen) {
    const auto stream = StreamId::parse(row.stream);
    if (!stream) return failed(row, stream.error());
    auto drafted = workflow_->draft_firing(*stream, row.timer, row.generation, now);
    if (!drafted) return failed(row, drafted.error());
    if (!drafted->draft.append) return nothing_to_fire(row, drafted->firing, seen);
    const auto step = step_of(*stream, *drafted);
    if (is_spent(row.stream, step.before)) return failed(row, never_rests());
    begin_anew_for(*drafted, now);
    {
      std::lock_guard guard{mutex_};
      ++in_flight_;
    }
    workflow_->async_commit(std::move(drafted->draft),
                            [this, row, step, firing = drafted->firing](Result<Appended> appended) {
                              if (appended) note_run(row.stream, step);
                              answer(row, firing, appended);
                            });
  }

  /// What a firing does to its own stream.
  struct Stepped {
    Version before{};
    Version after{};
    bool restless = false;
  };
  static Stepped step_of(const StreamId& stream, const FiringDraft<D>& drafted) {
    for (const auto& [id, after] : drafted.draft.after) {
      if (id != stream) continue;
      std::uint64_t added = 0;
      for (const auto& one : drafted.draft.append->streams) {
        if (one.stream == stream) added = one.events.size();
      }
      const Version before{after->version.value - added};
      // The last of its events that armed one that comes at once.
      bool restless = false;
      for (auto at = before.next(); at <= after->version; at = at.next()) {
        restless = restless || arms_at_once(after->timers, at, after->at);
      }
      return {before, after->version, restless};
    }
    return {};
  }
  bool is_spent(const std::string& stream, Version version) const {
    std::lock_guard guard{mutex_};
    return runs_.is_spent(stream, version);
  }
  void note_run(const std::string& stream, const Stepped& step) {
    std::lock_guard guard{mutex_};
    runs_.note(stream, step.before, step.after, step.restless);
  }
  Error never_rests() const {
    return {Errc::user_code_failed,
            std::string{kind_of(workflow_->decider())} +
                ".timers: " + std::to_string(limits::kTimersOfARoundMax) +
                " firings in a row have each armed a timer that has passed already; the stream is "
                "left alone until another event comes"};
  }

  /// A firing may arm a timer that has passed already, and before the one that would be next: what
  /// follows must not depend on how late it is.
  void begin_anew_for(const FiringDraft<D>& drafted, Timestamp now) {
    std::lock_guard guard{mutex_};
    for (const auto& [stream, after] : drafted.draft.after) {
      for (const auto& timer : after->timers) {
        const bool passed = timer.fires && !timer.spent && timer.due < now;
        if (passed && due_key(stream.text(), timer) < go_on_at_) return go_on_at_.clear();
      }
    }
  }

  /// The view is behind the state, or it is wrong.
  void nothing_to_fire(const DueRow& row, Firing firing, Position seen) {
    if (firing == Firing::early) return;
    const auto head = workflow_->store().head();
    if (!head) return failed(row, head.error());
    if (seen >= *head) {
      return failed(row, {Errc::corruption,
                          "the view has a limit that the case does not have; "
                          "rebuild it"});
    }
    std::lock_guard guard{mutex_};
    ++counted_.stale;
    required_ = std::max(required_, *head);
  }

  void failed(const DueRow& row, const Error& error) {
    std::lock_guard guard{mutex_};
    backoff_.postpone(row, clock_->now());
    counted_.last_error = row.stream + " " + row.timer + ": " + error.message();
  }

  void answer(const DueRow& row, Firing firing, const Result<Appended>& appended) {
    // Whatever the append conflicted with lies no further; where the log does not answer, the next
    // conflict says so again.
    const auto head = known_head(workflow_->store());
    lateness_.record(clock_->now() - row.due);
    std::lock_guard guard{mutex_};
    if (appended) {
      required_ = std::max(required_, appended->last);
      backoff_.release(row);
      ++(firing == Firing::fired ? counted_.fired : counted_.declined);
    } else if (appended.error().code() == Errc::version_conflict) {
      required_ = std::max(required_, head);
      ++counted_.retried;
    } else {
      backoff_.postpone(row, clock_->now());
      counted_.last_error = row.stream + " " + row.timer + ": " + appended.error().message();
    }
    if (--in_flight_ > 0) return;
    if (go_on_at_.empty()) views_->hurry(view_);  // the next batch waits for it
    if (worker_) worker_->wake();
    answered_.notify_all();
  }

  const Workflow<D>* workflow_;
  Views* views_;
  const std::string view_;
  const Clock* clock_;
  mutable std::mutex mutex_;
  std::condition_variable answered_;
  std::size_t in_flight_ = 0;
  Position required_{};   // the view must have seen this before the next batch
  std::string go_on_at_;  // key of the row where the next batch begins; empty: the first
  detail::TimerBackoff backoff_;
  detail::TimerRuns runs_;
  TimersStatus counted_;
  base::Histogram lateness_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace recourse::core
