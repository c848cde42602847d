// CommandQueue: commands of one workflow, handed in without waiting for the disk.
//
//     core::CommandQueue<Locker> queue{workflow, executor};
//     queue.async_handle(stream, Open{"A1"}, context, [](Result<core::Outcome> outcome) { … });
//     queue.drain();                                   // everything handed in is answered
//
// Order: commands for one stream that one caller hands in are decided and answered in that order,
// each upon what the one before it left; different streams do not wait for each other. No lock is
// held while a disk works, and no thread waits for one: a command is decided on the executor, and
// answered on a thread of the store (or of the executor, where nothing was appended). There is one
// exception: before a command that comes to nothing is answered, the timers that it found passed
// fire, and the executor's thread waits for them.
//
// Cancelling: a command that has not reached the store yet is answered `cancelled`, and nothing was
// appended. One that has reached it takes its course, and is answered with what became of it.
//
// Beginning: a queue that is not `taking` at once answers every command with an error until `open`.
// Within a rule no command is taken (core/rule_scope.hpp).
//
// Stopping: `close` takes no more commands; `drain` waits for the answers; `abandon` answers
// `closed` to whatever has not reached the store. An accepted command is always answered, exactly
// once.
//
// Thread-safety: all members. Ownership: borrows workflow and executor, which must outlive it;
// abandons and waits when destroyed.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <recourse/core/executor.hpp>
#include <recourse/core/rule_scope.hpp>
#include <recourse/core/stream_lines.hpp>
#include <recourse/core/workflow.hpp>
#include <unordered_map>

namespace recourse::core {

struct CommandQueueOptions {
  /// Commands under way, waiting ones included; the next is answered queue_full.
  std::size_t under_way_max = limits::kCommandsUnderWayMax;
  /// Takes commands from the beginning; false: from `open` on.
  bool taking = true;
};

struct CommandQueueStatus {
  std::size_t under_way = 0;   ///< Handed in, not answered yet.
  std::uint64_t answered = 0;  ///< Since the start, whatever the answer.
  std::uint64_t cancelled = 0;
};

template <Decider D>
class CommandQueue {
 public:
  using Command = typename D::Command;
  using Done = base::Completion<Result<Outcome>>;

  CommandQueue(const Workflow<D>& workflow, Executor& executor, CommandQueueOptions options = {})
      : workflow_(&workflow), shared_(std::make_shared<SharedState>(executor, options)) {}
  ~CommandQueue() {
    abandon();
    drain();
  }
  CommandQueue(const CommandQueue&) = delete;
  CommandQueue& operator=(const CommandQueue&) = delete;

  /// Decides `command` for `stream` and appends what it decided; `done` is called exactly once,
  /// never within this call, and must neither block nor throw: it holds up the store's answers. An
  /// empty one is called by nobody: what became of the command then only the log tells.
  /// Errors: as Workflow::handle; queue_full; closed; cancelled; those of check_open.
  std::shared_ptr<Pending> async_handle(StreamId stream, Command command, Context context,
                                        Done done) {
    std::vector<Step<D>> steps;
    steps.push_back({std::move(command), context.now, std::move(context.actor), context.standing});
    return async_handle_all(std::move(stream), std::move(steps), context.command_id,
                            std::move(done),
                            {context.correlation, context.causation, context.expected});
  }

  /// Several commands as one, as Workflow::handle_all.
  std::shared_ptr<Pending> async_handle_all(StreamId stream, std::vector<Step<D>> steps,
                                            CommandId command_id, Done done,
                                            const Causes& causes = {}) {
    auto command = std::make_shared<PendingCommand>(shared_, std::move(stream), std::move(steps),
                                                    command_id, std::move(done), causes);
    if (auto refused = shared_->enter()) {
      shared_->executor.post([command, error = std::move(*refused)](std::monostate) mutable {
        if (command->leave(Stage::waiting)) command->tell(std::move(error));
        command->shared->count_out();
      });
      return command;
    }
    if (enqueue(command)) shared_->executor.post([this, command](std::monostate) { run(command); });
    return command;
  }

  /// Takes commands from now on, unless it was closed before.
  void open() { shared_->move_to(State::open); }
  /// Answers commands with this error, until `open`.
  void refuse(Error why) { shared_->refuse(std::move(why)); }
  /// Takes no more commands: they are answered `closed`. What was taken goes on.
  void close() { shared_->move_to(State::closed); }
  /// The same; what has not reached the store is answered `closed` as well.
  void abandon() { shared_->move_to(State::abandoned); }
  /// Waits until everything that was handed in is answered. Not from within an answer.
  void drain() { shared_->drain(); }
  CommandQueueStatus status() const { return shared_->read(); }
  /// closed once `close` or `abandon` was called, and before `open`, where `refuse` says nothing
  /// else; invalid_argument within a rule.
  Result<void> check_open() const {
    const bool open = shared_->state.load(std::memory_order_acquire) == State::open;
    if (open && RuleScope::depth() <= shared_->made_at) return {};
    std::lock_guard guard{shared_->mutex};
    if (auto wrong = shared_->fault()) return std::move(*wrong);
    return {};
  }

 private:
  /// A command waits, is at the store, or is over; only who makes it so may answer it.
  enum class Stage : std::uint8_t { waiting, at_the_store, over };

  enum class State : std::uint8_t { not_begun, open, closed, abandoned };

  /// What commands and queue share. A handle of a command may outlive the queue.
  struct SharedState {
    SharedState(Executor& e, CommandQueueOptions o)
        : executor(e), options(o), state(o.taking ? State::open : State::not_begun) {}

    /// Counts a command in; an error if it is not taken, and is to be answered so.
    std::optional<Error> enter() {
      std::lock_guard guard{mutex};
      const bool full = status.under_way >= options.under_way_max;
      ++status.under_way;
      if (auto wrong = fault()) return wrong;
      if (!full) return std::nullopt;
      return Error{Errc::queue_full, std::to_string(options.under_way_max) +
                                         " commands are under way; wait for some to be answered"};
    }
    /// Why no command is taken; nothing: it is. With the mutex held.
    std::optional<Error> fault() const {
      if (RuleScope::depth() > made_at) {
        return Error{Errc::invalid_argument,
                     "a rule must not give commands, it might wait for itself: let a reaction or a "
                     "subscriber give it"};
      }
      if (state == State::open) return std::nullopt;
      return state == State::not_begun ? not_begun : is_closed();
    }
    void refuse(Error why) {
      std::lock_guard guard{mutex};
      not_begun = std::move(why);
    }
    void move_to(State next) {
      std::lock_guard guard{mutex};
      state = std::max(state.load(), next);
    }
    void count_out(std::uint64_t answered = 1) {
      std::lock_guard guard{mutex};
      status.answered += answered;
      if (--status.under_way == 0) all_answered.notify_all();
    }
    void drain() {
      std::unique_lock guard{mutex};
      all_answered.wait(guard, [this] { return status.under_way == 0; });
    }
    CommandQueueStatus read() const {
      std::lock_guard guard{mutex};
      return status;
    }

    Executor& executor;
    const CommandQueueOptions options;
    const int made_at = RuleScope::depth();  // within a rule: that one may use it
    mutable std::mutex mutex;
    std::condition_variable all_answered;
    std::atomic<State> state;
    Error not_begun{Errc::closed, "no commands are taken yet; nothing was done"};
    CommandQueueStatus status;
  };

  struct PendingCommand final : Pending, std::enable_shared_from_this<PendingCommand> {
    PendingCommand(std::shared_ptr<SharedState> of, StreamId to, std::vector<Step<D>> what,
                   CommandId id, Done d, const Causes& why)
        : shared(std::move(of)),
          stream(std::move(to)),
          steps(std::move(what)),
          command_id(id),
          causes(why),
          done(std::move(d)) {}

    /// Answers it.
    void tell(Result<Outcome> outcome) {
      const Answering answering;
      if (done) done(std::move(outcome));
    }

    bool leave(Stage from) { return stage.compare_exchange_strong(from, Stage::over); }

    bool cancel() override {
      {
        // Counted once more for this answer, so that the queue, which has the turn to pass on
        // still, waits for it; under the lock, so that it cannot be gone in between.
        std::lock_guard guard{shared->mutex};
        if (!leave(Stage::waiting)) return false;
        ++shared->status.under_way;
        ++shared->status.cancelled;
      }
      shared->executor.post([self = this->shared_from_this()](std::monostate) {
        self->tell(Error{Errc::cancelled, "the command was taken back before it was stored"});
        self->shared->count_out(0);
      });
      return true;
    }

    const std::shared_ptr<SharedState> shared;
    const StreamId stream;
    const std::vector<Step<D>> steps;
    const CommandId command_id;
    const Causes causes;
    Done done;
    std::atomic<Stage> stage{Stage::waiting};
    const std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    int attempts = 0;                       // 0: the call was not checked yet
    std::optional<Error> unknown;           // whether an attempt is in the log; it may be
    typename Workflow<D>::Remains remains;  // of the draft that is at the store
    std::shared_ptr<PendingCommand> next;   // of its stream; under the stripe's lock
  };
  using CommandPtr = std::shared_ptr<PendingCommand>;

  /// The commands of one stream: the first one has its turn, each knows the one behind it.
  struct StreamQueue {
    CommandPtr first;
    PendingCommand* last = nullptr;
  };
  /// The streams whose commands are under way.
  struct Stripe {
    std::mutex mutex;
    std::unordered_map<std::string, StreamQueue> queues;
  };

  static Error is_closed() {
    return {Errc::closed, "no more commands are taken; nothing was done"};
  }

  Stripe& stripe_of(const StreamId& stream) {
    return stripes_[std::hash<std::string>{}(stream.text()) % stripes_.size()];
  }

  /// True if it has its turn at once.
  bool enqueue(const CommandPtr& command) {
    auto& stripe = stripe_of(command->stream);
    std::lock_guard guard{stripe.mutex};
    const auto [queue, first] = stripe.queues.try_emplace(command->stream.text());
    if (first) {
      queue->second.first = command;
    } else {
      queue->second.last->next = command;
    }
    queue->second.last = command.get();
    return first;
  }

  /// The command's turn, on the executor.
  void run(const CommandPtr& command) {
    if (command->stage.load() == Stage::over) return advance_queue(command);  // it was cancelled
    if (shared_->state.load() == State::abandoned) {
      return answer(command, command->unknown.value_or(is_closed()));
    }
    if (command->attempts == 0) {
      const auto checked =
          workflow_->check_call(command->stream, command->steps, command->command_id);
      if (!checked) return answer(command, checked.error());
    }
    ++command->attempts;
    auto drafted =
        workflow_->draft(command->stream, command->steps, command->command_id, command->causes);
    if (!drafted || !drafted->append) {
      return answer(command,
                    workflow_->answer_without_append(command->stream, command->steps,
                                                     command->command_id, std::move(drafted)));
    }
    auto waiting = Stage::waiting;
    if (!command->unknown && !command->stage.compare_exchange_strong(waiting, Stage::at_the_store))
      return advance_queue(command);
    command->remains = {std::move(drafted->unless), std::move(drafted->passed),
                        command->steps.back().at};
    workflow_->async_commit(std::move(*drafted), [this, command](Result<Appended> appended) {
      take_answer(command, std::move(appended));
    });
  }

  /// The store's answer, on one of its threads.
  void take_answer(const CommandPtr& command, Result<Appended> appended) {
    if (!appended && Workflow<D>::is_decided_anew(appended.error(), command->attempts)) {
      if (appended.error().code() == Errc::outcome_unknown) {
        command->unknown = appended.error();
      } else {
        workflow_->meter().count_conflict();
      }
      // What the log may hold cannot be taken back any more.
      if (!command->unknown) command->stage.store(Stage::waiting);
      return shared_->executor.post([this, command](std::monostate) { run(command); });
    }
    if (!appended && appended.error().code() == Errc::tag_conflict) {
      // The log is asked which of them, and what had passed is fired: not on a thread of the store.
      return shared_->executor.post(
          [this, command, conflict = std::move(appended).error()](std::monostate) {
            command->stage.store(Stage::over);
            notify(*command, workflow_->answer_tag_conflict(command->remains, conflict));
            advance_queue(command);
          });
    }
    command->stage.store(Stage::over);
    notify(*command, appended ? Result<Outcome>{Outcome{*appended}}
                              : Result<Outcome>{std::move(appended).error()});
    advance_queue(command);
  }

  void answer(const CommandPtr& command, Result<Outcome> outcome) {
    const auto from = command->unknown ? Stage::at_the_store : Stage::waiting;
    if (command->leave(from)) notify(*command, std::move(outcome));
    advance_queue(command);
  }

  void notify(PendingCommand& command, Result<Outcome> outcome) const {
    workflow_->meter().count(outcome, std::chrono::steady_clock::now() - command.begun);
    command.tell(std::move(outcome));
  }

  /// The command's turn is over: the next one of its stream has it.
  void advance_queue(const CommandPtr& command) {
    auto& stripe = stripe_of(command->stream);
    CommandPtr next;
    {
      std::lock_guard guard{stripe.mutex};
      const auto queue = stripe.queues.find(command->stream.text());
      next = std::move(command->next);
      if (next) {
        queue->second.first = next;
      } else {
        stripe.queues.erase(queue);
      }
    }
    if (next) shared_->executor.post([this, next](std::monostate) { run(next); });
    command->shared->count_out();  // the queue may be gone behind this
  }

  const Workflow<D>* workflow_;
  const std::shared_ptr<SharedState> shared_;
  std::array<Stripe, 16> stripes_;
};

}  // namespace recourse::core
