// Engine: a store with workflows on it, for one process: views, timers, subscribers, commands that
// are waited for and commands that are not.
//
//     auto engine = Engine::open({.directory = "var/lockers"}).value();
//     auto& lockers = engine->add(Locker{});                    // its streams are "locker/<key>"
//     engine->start().value();
//     auto a1 = StreamId::of("locker", "A1").value();
//     auto outcome = lockers.handle(a1, Deposit{"4711"}, engine->context({"courier", "courier"}));
//
// An engine is added to, runs, and has stopped: `add`, `add_view` and `add_reaction` come first,
// then `start`, then everything else, and `stop` is for ever. What breaks this order is answered,
// and does nothing: a command before `start`, or to a workflow that was added behind it, is
// invalid_argument, one after `stop` is `closed`; what is added behind `start` is named by
// `health`; a second `start` is invalid_argument, one after `stop` is `closed`. After a `start`
// that failed no command is taken: open the engine anew.
//
// A workflow with timers gets a view of its streams and their due times; EngineOptions::services
// says what runs by itself. Office (office.hpp) puts the casework on an engine; it uses nothing
// else.
//
// What an acknowledgement promises is written in core/event_store.hpp: nothing acknowledged is
// lost. A refusal is a value (`outcome->refused()`), an error is a Result's error; after an error
// nothing half-done stays.
//
// Thread-safety: after `start` every member may be called from any thread. Destroying the engine
// waits for what has reached the store, answers `closed` to the rest, then closes the store: not
// from within an answer to a command, which it would wait for.
#pragma once

#include <filesystem>
#include <recourse/base/clock.hpp>
#include <recourse/core/command_queue.hpp>
#include <recourse/core/look.hpp>
#include <recourse/core/reaction.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/core/subscription.hpp>
#include <recourse/core/timers.hpp>
#include <recourse/core/verify.hpp>
#include <recourse/core/workflow_port.hpp>
#include <recourse/trust/keyring.hpp>
#include <recourse/trust/sealing.hpp>

namespace recourse {

/// How much is written to the engine's log file. Never personal data.
enum class LogLevel : std::uint8_t { off, error, warning, info, debug };
BOOST_DESCRIBE_ENUM(LogLevel, off, error, warning, info, debug)

/// Where the engine's own log goes.
struct LogOptions {
  /// Empty: nowhere. At most 5 files of 4 MiB are kept.
  std::filesystem::path file = {};
  LogLevel level = LogLevel::info;
};

/// What the engine does by itself, on threads of its own.
struct Services {
  /// Keeps the views up to date. Without it they are brought up to date when they are asked.
  bool views = true;
  /// Acts when limits pass. One process that runs for long should; a command line need not.
  bool timers = false;
  /// Gives what reactions ask for. One process that runs for long should.
  bool reactions = false;
};

/// The keys of persons' data (trust/keyring.hpp).
struct SealingOptions {
  trust::MasterKey master = {};
  /// Where they lie. Empty: in `keys` of the store's directory.
  std::filesystem::path keys = {};
  /// As trust::KeyringOptions::pool.
  std::size_t pool = trust::KeyringOptions{}.pool;
  /// As trust::KeyringOptions::files.
  std::shared_ptr<trust::KeyFiles> files = {};
};

struct EngineOptions {
  /// Where the store lives. Not used by the memory store.
  std::filesystem::path directory = {};
  /// "rocksdb" (default, durable), "rocksdb-reader" (beside the process that writes; takes no
  /// commands), or "memory" (for tests).
  std::string store = "rocksdb";
  /// Opens another store instead, or one with options of its own; `directory` and `store` must be
  /// left as they are then, and `create` and `memory_bytes` are its own matter:
  ///
  ///     .open_store = [](const Clock& clock) -> Result<std::unique_ptr<core::EventStore>> {
  ///       RECOURSE_TRY_ASSIGN(auto tables, stores::open_rocksdb_tables({"var/tables"}));
  ///       RECOURSE_TRY_ASSIGN(auto log, open_my_log(clock));
  ///       return core::compose(std::move(log), std::move(tables));
  ///     }
  core::StoreFactory open_store = {};
  /// Make a new store if the directory is missing or empty; else not_a_store.
  bool create = true;
  /// Source of time; must outlive the engine.
  const Clock* clock = &SystemClock::instance();
  /// Bytes for caches and buffers together, from 32 MiB.
  std::size_t memory_bytes = std::size_t{256} << 20;
  LogOptions log = {};
  Services services = {};
  /// With keys, personal data goes into the log as ciphertext only, and a person can be erased
  /// (`erase`). A log is sealed from its first record on: one that was begun without keys is
  /// refused. Without keys a sealed log reads and works, but for personal data: what would record
  /// some answers keys_unavailable.
  std::optional<SealingOptions> sealing = {};
  /// Where commands that nobody waits for are decided; must outlive the engine, and go on running
  /// until it has stopped: stopping waits for what was handed in. Null: on threads of the engine's
  /// own, one a processor, which begin with the first such command.
  core::Executor* executor = nullptr;
  /// How long a query waits for a view that is to be true at a later position; milliseconds::max():
  /// for ever.
  std::chrono::milliseconds view_patience{30'000};
};

/// How an engine ends.
enum class Stop : std::uint8_t {
  gracefully,  ///< Takes no more commands, and answers all that it has taken.
  abruptly,    ///< Answers `closed` to commands that have not reached the store.
};

/// Whether all is well.
struct EngineHealth {
  core::Health store;                      ///< Whether it takes appends, and what it carries.
  std::vector<std::string> troubles = {};  ///< What has stopped, stalled or failed, and why.
  bool ok() const { return troubles.empty(); }
};

/// A stream as it stands.
template <class State>
struct StreamView {
  StreamId id;
  State state;
  Version version;
  std::uint32_t definition;  ///< Workflow definition that its first event pinned.
};

/// One event of a stream, with where and when it was recorded. A record that means several events
/// today (core/decider.hpp) is several entries of one version.
template <class Event>
struct Recorded {
  Position position;
  Version version;
  Timestamp occurred_at;
  Timestamp recorded_at;
  std::string actor;
  CommandId command_id;
  Event event;
};

/// Makes entries what somebody may see of them, as core::redact; and who made a record, where that
/// is hidden (core::hides_actor), "-".
template <class Event>
void redact(std::vector<Recorded<Event>>& entries, const core::Visibility& visibility) {
  for (auto& entry : entries) {
    const auto& events = describe::set_info_of(entry.event);
    if (core::hides_actor(events.type_of(&entry.event), visibility)) entry.actor.assign(1, '-');
    core::redact(entry.event, visibility);
  }
}

/// What a command would come to, if it were given now.
template <class Event>
struct Rehearsal {
  struct Happening {
    Event event;
    Timestamp at;
  };
  std::optional<core::Refusal> refusal = {};
  /// That its own stream would get, in order, those of passed timers first; none if it is refused.
  std::vector<Happening> events = {};
};

/// Whose data is to go, and why.
struct ErasureRequest {
  StreamId stream;
  describe::Subject subject = describe::Subject::reporter;
  trust::ErasureGround ground = trust::ErasureGround::request;
  std::string reason = {};  ///< In words, without personal data; may be empty.
};

/// What becomes of somebody's data after it was erased: counted, and tried.
struct ErasureProof {
  Position position;                          ///< The log was read up to here.
  std::vector<trust::Erasure> erasures = {};  ///< What the log says was erased in the stream.
  std::uint64_t fields = 0;   ///< Fields of its records that were sealed under an erased key.
  std::uint64_t opening = 0;  ///< Of these, those that open all the same: none, if all is well.
  /// Fields of the persons that were erased under keys that were begun later; they open.
  std::uint64_t later = 0;
  std::uint64_t rows = 0;  ///< Rows of views that hold ciphertext under an erased key.
  /// Erased keys that are still usable; none, if all is well.
  std::vector<KeyId> usable = {};
  /// Copies of the keys that could not be reached since; those may open them still.
  std::vector<std::filesystem::path> unreached = {};
  /// Something was erased, and nothing of it opens.
  bool holds() const {
    return !erasures.empty() && opening == 0 && usable.empty() && unreached.empty();
  }
};

class Engine;

namespace detail {

/// A Sealed of a stream's records: under which key it lies, and whether it opens.
struct TriedField {
  describe::Subject subject;
  KeyId key;  ///< Nil: it is not sealed.
  bool opens;
};
/// Adds those of an event, as they are now: what is clear opens.
void add_fields(const void* event, const describe::TypeInfo& type, std::vector<TriedField>& to);

/// What the engine does with a workflow without knowing its types, besides what callers do.
class HostedWorkflow : public core::WorkflowPort {
 public:
  /// Null: no timers.
  virtual core::TimerService* timer_service() noexcept = 0;
  /// The keys that seal a stream's data; not_found if there is no stream.
  virtual Result<core::SubjectKeys> keys_of(const StreamId& stream) const = 0;
  /// Tries to open each Sealed of a stream's records.
  virtual Result<std::vector<TriedField>> try_fields(const StreamId& stream) const = 0;
  /// What the workflow has against erasing somebody's data: trust::ErasureJudgingDecider.
  virtual Result<std::optional<core::Refusal>> check_erasure(const ErasureRequest& request,
                                                             const core::Context& by) const = 0;
  /// Fires what has passed in a stream before a moment: core::Workflow::settle.
  virtual Result<void> settle(const StreamId& stream, Timestamp now) const = 0;
  /// Nobody else's commands for the stream are under way while the answer lives.
  virtual core::StreamLines::Turn wait_for_turn(const StreamId& stream) const = 0;
  /// Its state is not kept in memory any more.
  virtual void forget(const StreamId& stream) const = 0;
  virtual std::string_view view() const noexcept = 0;
  /// Reads a record's payload to the end.
  virtual Result<void> check(const core::RecordView& record) const = 0;
  /// Takes commands from now on; before, they are answered with an error, `why` if it is given.
  virtual void open_commands() = 0;
  virtual void refuse_commands(const Error& why) = 0;
  virtual void close_commands() = 0;
  virtual void abandon_commands() = 0;
  virtual void drain_commands() = 0;
  virtual core::StateCacheStatus cache() const = 0;
  virtual void add_metrics(base::Metrics& to) const = 0;
};

}  // namespace detail

/// A workflow on an engine.
template <core::Decider D>
class Hosted final : public detail::HostedWorkflow {
 public:
  using State = typename D::State;
  using Command = typename D::Command;
  using Event = typename D::Event;

  Hosted(Engine& engine, D decider, std::string view);

  /// Decides a command for a stream and appends what was decided; waits until it is durable.
  /// Threads that call it for one stream have their turns in the order in which they came
  /// (core/stream_lines.hpp). Errors: as core::Workflow::handle; invalid_argument before
  /// Engine::start and within a rule (core/rule_scope.hpp), `closed` after Engine::stop.
  Result<core::Outcome> handle(const StreamId& stream, const Command& command,
                               const core::Context& context) const {
    RECOURSE_TRY(queue_.check_open());
    const auto turn = lines_.wait(stream);
    return noted(stream, command, workflow_.handle(stream, command, context));
  }
  /// What `handle` would come to; nothing is appended. Errors: as core::Workflow::draft.
  Result<Rehearsal<Event>> rehearse(const StreamId& stream, const Command& command,
                                    const core::Context& context) const;
  /// Several commands as one: decided one after the other, appended all or nothing.
  Result<core::Outcome> handle_all(const StreamId& stream, std::span<const core::Step<D>> steps,
                                   CommandId command_id, const core::Causes& causes = {}) const {
    RECOURSE_TRY(queue_.check_open());
    const auto turn = lines_.wait(stream);
    return workflow_.handle_all(stream, steps, command_id, causes);
  }
  /// The same as handle without waiting; core/command_queue.hpp says when and where `done` is
  /// called. recourse/asio.hpp has it for futures, coroutines and executors.
  std::shared_ptr<core::Pending> async_handle(StreamId stream, Command command,
                                              core::Context context,
                                              base::Completion<Result<core::Outcome>> done) const {
    return queue_.async_handle(std::move(stream), std::move(command), std::move(context),
                               std::move(done));
  }

  /// A stream as it stands, or as it stood after version `at`, whole and in clear: for code that
  /// decides, not for showing. not_found if there is none.
  Result<StreamView<State>> find(const StreamId& stream, Version at = Version{~0ULL}) const;
  /// All its events, likewise. not_found if there is none.
  Result<std::vector<Recorded<Event>>> history(const StreamId& stream) const;
  /// The same as somebody may see it: what he may not see is empty or masked; with a purpose the
  /// look is recorded first. Of a State only that is described: what is shown follows from its
  /// description. Refusals and errors: as core::look.
  Result<core::Seen<StreamView<State>>> find(
      const StreamId& stream, const core::Viewer& viewer,
      Version at = Version{~0ULL}) const requires describe::Described<typename D::State>;
  Result<core::Seen<std::vector<Recorded<Event>>>> history(const StreamId& stream,
                                                           const core::Viewer& viewer) const;

  Engine& engine() const noexcept { return *engine_; }
  const D& decider() const noexcept { return workflow_.decider(); }
  const core::Workflow<D>& workflow() const noexcept { return workflow_; }
  core::CommandQueueStatus commands() const { return queue_.status(); }
  core::StateCacheStatus cache() const override { return workflow_.cache(); }
  std::string_view view() const noexcept override { return view_; }

  // The workflow without its types (core/workflow_port.hpp).
  const core::WorkflowInfo& info() const noexcept override {
    if constexpr (core::DescribedAtRunTime<D>) {
      return decider().info();
    } else {
      return core::workflow_info<D>();
    }
  }
  core::EventStore& store() const noexcept override { return workflow_.store(); }
  Result<core::AnyRehearsal> rehearse_any(const StreamId& stream, const void* command,
                                          const core::Context& context) const override;
  Result<core::AnyState> find_any(const StreamId& stream, Version at) const override;
  Result<void> each_event(const core::RecordView& record,
                          const core::SeeEvent& see) const override {
    return workflow_.fold().each_event(record, [&see](const Event& event) { return see(&event); });
  }
  Result<void> each_event(const core::RecordView& record, const core::Visibility& visibility,
                          const core::SeeEvent& see) const override {
    return workflow_.fold().each_event(record, [&](const Event& event) {
      auto shown = event;
      core::redact(shown, visibility);
      return see(&shown);
    });
  }
  Result<core::Visibility> sees(const void* state, const core::Viewer& viewer) const override {
    return core::Fold<D>::guarded("sees", [&] {
      return Result<core::Visibility>{
          core::visibility_of(decider(), *static_cast<const State*>(state), viewer)};
    });
  }
  std::optional<std::vector<std::string_view>> next(const void* state,
                                                    const core::Actor* actor) const override;
  std::shared_ptr<const void> summary(const void* state) const override;
  Result<core::UpgradeReport> check_upgrade(const core::UpgradeOptions& options) const override {
    return core::check_upgrade(workflow_.store(), workflow_.decider(), options);
  }

 private:
  // What the engine does with it, and whoever has it without its types.
  Result<core::Outcome> handle(const StreamId& stream, const void* command,
                               const core::Context& context) const override {
    return handle(stream, *static_cast<const Command*>(command), context);
  }
  std::shared_ptr<core::Pending> async_handle(
      StreamId stream, std::shared_ptr<const void> command, core::Context context,
      base::Completion<Result<core::Outcome>> done) const override {
    return async_handle(std::move(stream), *static_cast<const Command*>(command.get()),
                        std::move(context), std::move(done));
  }
  core::TimerService* timer_service() noexcept override { return timers_.get(); }
  Result<core::SubjectKeys> keys_of(const StreamId& stream) const override {
    RECOURSE_TRY_ASSIGN(const auto now, workflow_.current(stream));
    if (now->version.value == 0) return missing(stream);
    return now->keys;
  }
  Result<std::vector<detail::TriedField>> try_fields(const StreamId& stream) const override;
  Result<std::optional<core::Refusal>> check_erasure(const ErasureRequest& request,
                                                     const core::Context& by) const override;
  Result<void> settle(const StreamId& stream, Timestamp now) const override {
    return workflow_.settle(stream, now);
  }
  core::StreamLines::Turn wait_for_turn(const StreamId& stream) const override {
    return lines_.wait(stream);
  }
  void forget(const StreamId& stream) const override { workflow_.forget(stream); }
  Result<void> check(const core::RecordView& record) const override {
    const core::Fold<D> fold{workflow_.decider()};
    return fold.each_event(record, [](const Event&) { return Result<void>{}; });
  }
  void open_commands() override { queue_.open(); }
  void refuse_commands(const Error& why) override { queue_.refuse(why); }
  void close_commands() override { queue_.close(); }
  void abandon_commands() override { queue_.abandon(); }
  void drain_commands() override { queue_.drain(); }
  void add_metrics(base::Metrics& to) const override {
    core::add_metrics(workflow_.meter().read(), info().kind, to);
    to.push_back(base::gauge("recourse_commands_under_way", "Commands handed in, not answered yet.",
                             static_cast<double>(queue_.status().under_way),
                             {{"workflow", std::string{info().kind}}}));
  }

  Result<core::Outcome> noted(const StreamId& stream, const Command& command,
                              Result<core::Outcome> outcome) const;
  Error missing(const StreamId& stream) const {
    return {Errc::not_found,
            "there is no " + std::string{info().kind} + " '" + std::string{stream.key()} + "'"};
  }

  Engine* engine_;
  const std::string view_;
  core::Workflow<D> workflow_;
  mutable core::CommandQueue<D> queue_;
  mutable core::StreamLines lines_;
  std::unique_ptr<core::TimerService> timers_;
};

class Engine {
 public:
  /// Opens the store and the keys; nothing runs yet. Errors: invalid_argument (no clock, no
  /// directory, unknown store name, too little memory, a directory or a name beside open_store,
  /// timers without views, timers or reactions on a store opened for reading, keys for a log that
  /// was begun without) and those of stores::open_rocksdb or of open_store, and of
  /// trust::Keyring::open.
  static Result<std::unique_ptr<Engine>> open(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Puts a workflow on the engine. One with timers gets a view of its streams, called as its kind;
  /// its State must be described then. The reference lives as long as the engine.
  /// Requires: not started; no other workflow of that kind.
  template <core::Decider D>
  Hosted<D>& add(D decider) {
    if constexpr (core::TimedDecider<D>) {
      const std::string view{core::kind_of(decider)};
      return add(decider, [decider, view]() -> std::unique_ptr<core::Projection> {
        return std::make_unique<core::StateView<D>>(core::ProjectionSpec{view}, decider);
      });
    } else {
      return adopt(std::make_unique<Hosted<D>>(*this, std::move(decider), std::string{}));
    }
  }
  /// The same with a view of one's own of all its streams: a core::StateView<D>.
  template <core::Decider D>
  Hosted<D>& add(D decider, core::ProjectionFactory view) {
    auto name = name_of(view);
    add_view(std::move(view));
    return adopt(std::make_unique<Hosted<D>>(*this, std::move(decider), std::move(name)));
  }
  /// Requires: not started; no other view of that name and version.
  void add_view(core::ProjectionFactory view);
  /// What the engine does by itself because something was recorded. Requires: not started; no other
  /// reaction of that name.
  void add_reaction(std::unique_ptr<core::Reaction> reaction);
  /// The workflows that were added, in their order.
  std::vector<const core::WorkflowPort*> workflows() const;
  /// The workflow of that kind or name (core::WorkflowInfo); null if there is none.
  const core::WorkflowPort* workflow(std::string_view kind_or_name) const;
  /// Name of the view of all its streams, a core::StateView; empty: it has none.
  std::string_view view_of(std::string_view kind_or_name) const {
    const auto* const hosted = dynamic_cast<const detail::HostedWorkflow*>(workflow(kind_or_name));
    return hosted == nullptr ? std::string_view{} : hosted->view();
  }
  /// Opens the views, says in a new log that it is sealed, starts the services, and takes commands.
  /// Errors: what was wrong with anything that was added (invalid_argument, malformed),
  /// invalid_argument if it was started before, `closed` after `stop`, and those of the store.
  /// After an error it is the same the next time.
  Result<void> start();
  /// Takes no more commands, and ends all services. Afterwards everything answers `closed` that
  /// would write; reads go on. The destructor stops abruptly. From within an answer to a command
  /// (a completion of async_handle) it takes no more commands, and waits for nothing: the services
  /// end with the next call from elsewhere, or with the engine.
  void stop(Stop how);

  /// The present moment, this actor, and a fresh random command id. The actor is a person: one in a
  /// role that is kept for the engine or for importers (core/actor.hpp) is refused when he acts.
  core::Context context(core::Actor actor) const;
  /// The same for an adapter that tells what another system sent: its role is "importer", and the
  /// records say that it was one. For the adapter's own program; whatever a user typed goes through
  /// `context`.
  core::Context import_context(std::string id, std::string unit = {}) const;

  /// A look at a stream by somebody: core::look, recorded with the present moment. not_found if
  /// there is no such workflow or stream, or it has no such version.
  Result<core::Seen<core::Look>> look(const StreamId& stream, const core::Viewer& viewer,
                                      Version at = Version{~0ULL}) const;

  /// Rows of a view, true at `at_least` or later, and they say where. Waits for the view, and for
  /// the log if it has not come so far, at most EngineOptions::view_patience. Without `at_least`
  /// they are true at some earlier moment: give an append's `last` to read what you wrote. Several
  /// reads of the same rows are true at one position. Errors: not_found, view_stopped, timed_out,
  /// and those of the store.
  Result<std::unique_ptr<core::TableSnapshot>> rows(std::string_view view,
                                                    Position at_least = {}) const;
  /// Calls `done` once a view is true at `position` or later: core::Views::async_wait_for.
  /// invalid_argument if nobody keeps the views up to date (Services::views).
  std::shared_ptr<core::Pending> async_wait_for(std::string_view view, Position position,
                                                base::Completion<Result<void>> done) const;
  /// Fires every limit that has passed, of all workflows, and waits until nothing more is due.
  /// Answers with what was done since the engine was opened. invalid_argument if Services::timers
  /// does that already.
  Result<core::TimersStatus> fire_due() const;
  /// Of all workflows together.
  core::TimersStatus timers() const;
  /// Gives whatever reactions ask for, and what is asked for because of that, until nothing is
  /// left. Answers with how they stand. invalid_argument if Services::reactions does that already,
  /// or on a store that was opened for reading; view_stopped, naming it, if a reaction has stopped.
  Result<std::vector<core::ReactionStatus>> react() const;
  /// How the reactions stand, in the order of their names; before they have run, by `start` or
  /// `react`, as their kept positions say.
  std::vector<core::ReactionStatus> reactions() const;
  /// What people call a reaction (core::Reaction::label); empty: nothing else, or there is none.
  core::Label reaction_label(std::string_view reaction) const;
  /// What was refused of a reaction's intents, the last first. not_found if there is none.
  Result<std::vector<core::RefusedIntent>> refused_intents(std::string_view reaction,
                                                           std::size_t most = 100) const;
  /// Lets a reaction that has stopped try again. not_found if there is none.
  Result<void> resume_reaction(std::string_view reaction) const;
  /// Sets where a reaction goes on: core::ReactionRunner::go_on_from. not_found if there is none.
  Result<void> move_reaction(std::string_view reaction, Position position) const;
  /// The clock was set, or moved by hand: timers look again at once.
  void clock_moved() const;

  /// Erases somebody's data in a stream: records it (the event stands in trust/sealing.hpp), then
  /// destroys the keys. When it has answered, what they sealed opens nowhere any more: not in the
  /// log, in a view, or in a backup. After an error, or a crash, the keys that the event names are
  /// destroyed when the engine is opened, or by calling it again. What has passed in the stream
  /// fires first; then its workflow may refuse (trust::ErasureJudgingDecider); nothing_to_erase if
  /// there is nothing, or nothing any more; reason_names_somebody if the reason repeats whoever the
  /// stream is about, or holds a number as persons have it. Errors: not_found (no such workflow or
  /// stream), not_sealed, keys_unavailable (no keys), io_error, and those of
  /// core::Workflow::handle.
  Result<core::Outcome> erase(const ErasureRequest& request, const core::Context& context) const;
  /// What is left of what was erased in a stream: reads its records and every row of every view,
  /// and tries to open what is sealed there. Costs as much as the views are large. Errors:
  /// not_found (no such workflow or stream), not_sealed, keys_unavailable (no keys), and those of
  /// the store.
  Result<ErasureProof> prove_erasure(const StreamId& stream) const;
  /// Null: there are no keys.
  const std::shared_ptr<trust::Keyring>& keyring() const noexcept;
  /// What commands are sealed with; null: personal data is stored in clear form.
  core::Sealer* sealer() const noexcept;

  /// Whether all is well, and what is not. Cheap: may be asked every second.
  EngineHealth health() const;
  /// What the engine counts and times: commands, refusals, conflicts, queues, syncs, views, timers,
  /// subscribers, memory. docs/operations.md lists the names; base::to_prometheus makes text of it.
  base::Metrics metrics() const;

  /// Reads and proves the whole log; payloads of the workflows that were added are decoded.
  Result<core::VerifyReport> verify(
      std::function<bool(Position at, Position head)> progress = {}) const;

  /// View registry: status, waiting, rebuild.
  core::Views& views() const noexcept;
  /// Subscribers of the log; they run on threads of their own from when they are added.
  core::Subscriptions& subscriptions() const noexcept;
  /// Where commands are decided that nobody waits for.
  core::Executor& executor() const;
  core::EventStore& store() const noexcept;
  const Clock& clock() const noexcept;

  /// The last committed position; beside another process that writes, with what it has written by
  /// now. Queries call it, and so follow the writer. Errors: those of EventStore::refresh.
  Result<Position> follow() const;

  /// Writes a line about a command into the engine's log, if its level says so.
  void note(std::string_view command, const StreamId& stream,
            const Result<core::Outcome>& outcome) const;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  void adopt_any(std::unique_ptr<detail::HostedWorkflow> hosted);
  /// Empty: it makes none.
  static std::string name_of(const core::ProjectionFactory& view);
  template <core::Decider D>
  Hosted<D>& adopt(std::unique_ptr<Hosted<D>> hosted) {
    auto& adopted = *hosted;
    adopt_any(std::move(hosted));
    return adopted;
  }
  std::unique_ptr<Impl> impl_;
};

template <core::Decider D>
Hosted<D>::Hosted(Engine& engine, D decider, std::string view)
    : engine_(&engine),
      view_(std::move(view)),
      workflow_(engine.store(), std::move(decider), {.sealer = engine.sealer()}),
      queue_(workflow_, engine.executor(), {.taking = false}) {
  if constexpr (core::TimedDecider<D>) {
    timers_ = std::make_unique<core::Timers<D>>(workflow_, engine.views(), view_, engine.clock());
  }
}

template <core::Decider D>
Result<core::Outcome> Hosted<D>::noted(const StreamId& stream, const Command& command,
                                       Result<core::Outcome> outcome) const {
  if (!outcome || outcome->refused()) engine_->note(describe::type_of(command), stream, outcome);
  return outcome;
}

template <core::Decider D>
Result<std::optional<core::Refusal>> Hosted<D>::check_erasure(const ErasureRequest& request,
                                                              const core::Context& by) const {
  static_assert(trust::judges_erasure_soundly<D>(),
                "check_erasure is const, of the types that trust/sealing.hpp names");
  if constexpr (trust::ErasureJudgingDecider<D>) {
    RECOURSE_TRY_ASSIGN(const auto now, workflow_.current(request.stream));
    return core::Fold<D>::guarded("check_erasure", [&] {
      return Result<std::optional<core::Refusal>>{
          decider().check_erasure(now->state, request.subject, request.ground, by)};
    });
  } else {
    (void)request, (void)by;
    return std::optional<core::Refusal>{};
  }
}

template <core::Decider D>
Result<std::vector<detail::TriedField>> Hosted<D>::try_fields(const StreamId& stream) const {
  std::vector<detail::TriedField> stored;
  std::vector<detail::TriedField> opened;
  const auto into = [](std::vector<detail::TriedField>& fields) {
    return [&fields](const Event& event) -> Result<void> {
      const auto& info = describe::set_info_of(event);
      detail::add_fields(info.get(&event), info.type_of(&event), fields);
      return {};
    };
  };
  const core::Fold<D> as_stored{workflow_.decider()};
  RECOURSE_TRY_ASSIGN(const auto cursor, engine_->store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY(as_stored.each_event(cursor->record(), into(stored)));
    RECOURSE_TRY(workflow_.fold().each_event(cursor->record(), into(opened)));
  }
  for (std::size_t i = 0; i < stored.size(); ++i) stored[i].opens = opened[i].opens;
  std::erase_if(stored, [](const detail::TriedField& field) { return field.key.is_nil(); });
  return stored;
}

template <core::Decider D>
Result<Rehearsal<typename D::Event>> Hosted<D>::rehearse(const StreamId& stream,
                                                         const Command& command,
                                                         const core::Context& context) const {
  RECOURSE_TRY(engine_->follow());
  Rehearsal<Event> rehearsal;
  const auto look = [&](const StreamId& of, const Event& event, const core::Loaded<State>& now) {
    if (of == stream) rehearsal.events.push_back({event, now.at});
  };
  RECOURSE_TRY_ASSIGN(const auto decision, workflow_.rehearse(stream, command, context, look));
  if (!decision.is_refusal()) return rehearsal;
  return Rehearsal<Event>{decision.refusal(), {}};
}

template <core::Decider D>
Result<core::AnyRehearsal> Hosted<D>::rehearse_any(const StreamId& stream, const void* command,
                                                   const core::Context& context) const {
  RECOURSE_TRY_ASSIGN(auto found, rehearse(stream, *static_cast<const Command*>(command), context));
  core::AnyRehearsal any{std::move(found.refusal), {}};
  for (auto& one : found.events) {
    any.events.push_back(std::make_shared<const Event>(std::move(one.event)));
  }
  return any;
}

template <core::Decider D>
Result<StreamView<typename D::State>> Hosted<D>::find(const StreamId& stream, Version at) const {
  RECOURSE_TRY(engine_->follow());
  RECOURSE_TRY_ASSIGN(auto loaded, workflow_.load(stream, at));
  if (loaded.version.value == 0) return missing(stream);
  return StreamView<State>{stream, std::move(loaded.state), loaded.version, loaded.definition};
}

template <core::Decider D>
Result<core::AnyState> Hosted<D>::find_any(const StreamId& stream, Version at) const {
  RECOURSE_TRY(engine_->follow());
  RECOURSE_TRY_ASSIGN(auto loaded, workflow_.load(stream, at));
  if (loaded.version.value == 0) return missing(stream);
  return core::AnyState{std::make_shared<State>(std::move(loaded.state)), loaded.version,
                        loaded.definition, loaded.at, std::move(loaded.timers)};
}

template <core::Decider D>
std::optional<std::vector<std::string_view>> Hosted<D>::next(const void* state,
                                                             const core::Actor* actor) const {
  const auto& now = *static_cast<const State*>(state);
  if constexpr (core::ActorSteppingDecider<D>) {
    if (actor != nullptr) return decider().next_for(now, engine_->context(*actor));
  }
  if constexpr (core::SteppingDecider<D>) return decider().next(now);
  (void)now, (void)actor;
  return std::nullopt;
}

template <core::Decider D>
std::shared_ptr<const void> Hosted<D>::summary(const void* state) const {
  if constexpr (core::SummarizingDecider<D>) {
    return std::make_shared<typename D::Summary>(
        decider().summarize(*static_cast<const State*>(state)));
  }
  (void)state;
  return nullptr;
}

template <core::Decider D>
Result<std::vector<Recorded<typename D::Event>>> Hosted<D>::history(const StreamId& stream) const {
  std::vector<Recorded<Event>> entries;
  const auto fold = workflow_.fold();
  RECOURSE_TRY(engine_->follow());
  RECOURSE_TRY_ASSIGN(const auto cursor, engine_->store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    const auto& r = cursor->record();
    RECOURSE_TRY_ASSIGN(auto events, fold.events_of(r));
    for (auto& event : events) {
      entries.push_back({r.position, r.version, r.occurred_at, r.recorded_at, std::string{r.actor},
                         r.command_id, std::move(event)});
    }
  }
  if (entries.empty()) return missing(stream);
  return entries;
}

template <core::Decider D>
Result<core::Seen<StreamView<typename D::State>>> Hosted<D>::find(
    const StreamId& stream, const core::Viewer& viewer,
    Version at) const requires describe::Described<typename D::State> {
  using Answer = core::Seen<StreamView<State>>;
  RECOURSE_TRY_ASSIGN(const auto seen, engine_->look(stream, viewer, at));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  const auto& look = std::get<core::Look>(seen);
  StreamView<State> view{stream, *static_cast<const State*>(look.now.state.get()), look.now.version,
                         look.now.definition};
  core::redact(view.state, look.visibility);
  return Answer{std::move(view)};
}

template <core::Decider D>
Result<core::Seen<std::vector<Recorded<typename D::Event>>>> Hosted<D>::history(
    const StreamId& stream, const core::Viewer& viewer) const {
  using Answer = core::Seen<std::vector<Recorded<Event>>>;
  RECOURSE_TRY_ASSIGN(const auto seen, engine_->look(stream, viewer));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  const auto& visibility = std::get<core::Look>(seen).visibility;
  RECOURSE_TRY_ASSIGN(auto entries, history(stream));
  redact(entries, visibility);
  return Answer{std::move(entries)};
}

}  // namespace recourse
