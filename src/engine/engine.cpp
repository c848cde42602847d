#include <recourse/base/deadline.hpp>
#include <recourse/engine.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <thread>

#include "engine/log.hpp"
#include "engine/metrics.hpp"
#include "engine/reactions.hpp"
#include "engine/sealing.hpp"
#include "engine/threads.hpp"
#include "engine/watchdog.hpp"

namespace recourse {
namespace {

/// How long a query waits before it looks again whether the log has come so far.
constexpr std::chrono::milliseconds kLookAgain{10};
/// How often a process that only reads looks for what its subscribers have not seen yet.
constexpr std::chrono::milliseconds kFollowEvery{100};

/// What the engine can do on a store.
struct Abilities {
  explicit Abilities(core::EventStore& store)
      : takes_commands(store.capabilities().takes_appends),
        follows(store.capabilities().follows),
        writes_tables(store.tables().takes_writes()) {}
  bool takes_commands;
  bool follows;
  bool writes_tables;
};

/// invalid_argument for services that the store does not bear.
Result<void> check_services(const Services& services, const Abilities& able) {
  if (services.timers && !(able.takes_commands && able.writes_tables)) {
    return Error{Errc::invalid_argument, "timers need a store that is open for writing"};
  }
  if (services.reactions && !able.takes_commands) {
    return Error{Errc::invalid_argument, "reactions need a store that is open for writing"};
  }
  return {};
}

Result<std::unique_ptr<core::EventStore>> open_store(const EngineOptions& options) {
  if (options.open_store) {
    if (!options.directory.empty() || options.store != EngineOptions{}.store) {
      return Error{Errc::invalid_argument,
                   "open_store opens the store by itself: it takes neither a directory nor a name"};
    }
    RECOURSE_TRY_ASSIGN(auto store, options.open_store(*options.clock));
    if (store) return store;
    return Error{Errc::invalid_argument, "open_store has opened no store"};
  }
  if (options.store == "memory") return stores::open_memory(*options.clock);
  const bool in_directory = options.store == "rocksdb" || options.store == "rocksdb-reader";
  if (in_directory && options.directory.empty()) {
    return Error{Errc::invalid_argument, "say in which directory the store lies"};
  }
  if (options.store == "rocksdb") {
    return stores::open_rocksdb({.directory = options.directory,
                                 .create = options.create,
                                 .clock = options.clock,
                                 .memory_bytes = options.memory_bytes});
  }
  if (options.store == "rocksdb-reader") {
    return stores::open_rocksdb_reader(options.directory, options.memory_bytes);
  }
  if (options.store.find("://") != std::string::npos) {  // not repeated: it may hold a password
    return Error{Errc::invalid_argument,
                 "a store that a URI names is opened by open_store: stores::store_at of "
                 "recourse/stores/open.hpp"};
  }
  return Error{Errc::invalid_argument, "there is no store '" + options.store +
                                           "'; there are rocksdb, rocksdb-reader and memory"};
}

}  // namespace

struct Engine::Impl {
  /// Where it is in its life; only ever further.
  enum class State : std::uint8_t { adding, running, stopped };

  Impl(EngineOptions opened_with, std::unique_ptr<core::EventStore> opened,
       std::unique_ptr<engine::Sealing> opened_keys, std::shared_ptr<spdlog::logger> opened_logger)
      : options(std::move(opened_with)),
        logger(std::move(opened_logger)),
        store(std::move(opened)),
        sealing(std::move(opened_keys)),
        able(*store),
        feed(*store),
        views(*store, {.read_only = !keeps_views()}, &feed),
        subscriptions(*store, *options.clock),
        threads(options.executor),
        reactions(*store, feed, *options.clock) {}

  Result<void> start() {
    std::lock_guard guard{changing};
    if (state == State::running) {
      return Error{Errc::invalid_argument, "the engine was started before: it runs"};
    }
    if (state == State::stopped) {
      return Error{Errc::closed, "the engine has stopped for good: open it anew"};
    }
    auto started = wrong_so_far() ? Result<void>{*wrong_so_far()} : begin();
    if (started) {
      state = State::running;
      ran = true;
      return started;
    }
    note_wrong(started.error());
    for (const auto& w : workflows) {
      w->refuse_commands(started.error().within("the engine was not started"));
    }
    return started;
  }

  Result<void> begin() {
    // Who brings them up to date only when asked need not look at them before.
    if (keeps_views()) {
      RECOURSE_TRY(views.open());
      views.on_progress([this](std::string_view view, Position) {
        for (const auto& w : workflows) {
          if (w->view() == view && w->timer_service()) w->timer_service()->wake();
        }
      });
      views.start();
    }
    // A sealed log says so before it holds anything else.
    if (sealing->is_to_begin()) {
      ledger().open_commands();
      RECOURSE_TRY(sealing->begin(ledger(), options.clock->now()));
    }
    if (options.services.reactions) RECOURSE_TRY(open_reactions());
    // Nothing of what follows fails.
    for (const auto& w : workflows) w->open_commands();
    if (options.services.timers) {
      for (auto* timers : timer_services()) timers->start();
    }
    subscriptions.start();
    if (options.services.reactions) reactions.start();
    if (able.follows) {
      follower = std::make_unique<core::Worker>(
          core::Worker::Options{
              .name = "follow", .background = true, .at_least_every = kFollowEvery},
          [this] { return follow_writer(); });
    }
    watchdog = std::make_unique<engine::Watchdog>(*logger, views, timer_services(), subscriptions);
    return {};
  }

  void stop(Stop how) {
    std::lock_guard guard{changing};
    state = State::stopped;
    reactions.stop();  // before the commands that it waits for
    take_no_more(how);
    for (const auto& w : workflows) w->drain_commands();
    watchdog.reset();
    follower.reset();
    subscriptions.stop();
    for (auto* timers : timer_services()) timers->stop();
    views.stop();
  }

  void take_no_more(Stop how) {
    for (const auto& w : workflows)
      how == Stop::abruptly ? w->abandon_commands() : w->close_commands();
  }

  /// invalid_argument before it was started, `closed` after it was stopped.
  Result<void> check_running() const {
    if (state == State::running) return {};
    if (state == State::stopped) return Error{Errc::closed, "the engine has stopped"};
    if (const auto why = wrong_so_far()) return why->within("the engine was not started");
    return not_started();
  }
  static Error not_started() {
    return {Errc::invalid_argument, "the engine was not started: call start() before that"};
  }

  /// What cannot be, of what was added or begun; the first of it.
  std::optional<Error> wrong_so_far() const {
    std::lock_guard guard{adding};
    return wrong;
  }
  void note_wrong(Error error) {
    std::lock_guard guard{adding};
    if (!wrong) wrong = std::move(error);
  }
  /// Whether something may be added still; where not, `what` is noted.
  bool may_add(const std::string& what) {
    if (state == State::adding) return true;
    note_wrong({Errc::invalid_argument,
                what + " was added after the engine was started: it does nothing"});
    return false;
  }

  /// It is kept, since whoever added it has it; it takes no commands.
  void keep_late(std::unique_ptr<detail::HostedWorkflow> hosted) {
    hosted->refuse_commands({Errc::invalid_argument, "the workflow '" +
                                                         std::string{hosted->info().kind} +
                                                         "' was added after the engine was "
                                                         "started: it takes no commands"});
    std::lock_guard guard{adding};
    late.push_back(std::move(hosted));
  }

  ~Impl() {
    stop(Stop::abruptly);
    logger->info("{}",
                 engine::LogEntry{"closing"}.with("position", known_head(*store).value).text());
    logger->flush();
    // Everything that borrows the store is declared behind it, and goes before it.
  }

  /// Tells subscribers, through the store, what the writer has appended.
  bool follow_writer() {
    const auto looked = store->refresh();
    const auto trouble = looked ? std::string{} : looked.error().message();
    if (!trouble.empty() && trouble != follow_trouble) {
      logger->warn("{}", engine::LogEntry{"cannot_follow"}.with("error", trouble).text());
    }
    follow_trouble = trouble;
    return false;
  }

  const detail::HostedWorkflow* find(std::string_view kind) const {
    const auto found =
        std::ranges::find_if(workflows, [kind](const auto& w) { return w->info().kind == kind; });
    return found == workflows.end() ? nullptr : found->get();
  }

  /// The workflow of a stream. Errors: not_found.
  Result<const detail::HostedWorkflow*> workflow_of(const StreamId& stream) const {
    if (const auto* const found = find(stream.kind())) return found;
    return Error{Errc::not_found,
                 "there is no workflow of kind '" + std::string{stream.kind()} + "'"};
  }

  /// What was sealed and erased in this log. Requires: it is sealed, and start() was called.
  detail::HostedWorkflow& ledger() const {
    return **std::ranges::find(workflows, trust::SealingDecider::kKind,
                               [](const auto& w) { return w->info().kind; });
  }

  Result<void> open_reactions() {
    return reactions.open([this](const core::Intent& intent, core::Context context,
                                 base::Completion<Result<core::Outcome>> done) {
      give(intent, std::move(context), std::move(done));
    });
  }

  /// Gives what a reaction asks for to the workflow that its stream names.
  void give(const core::Intent& intent, core::Context context,
            base::Completion<Result<core::Outcome>> done) const {
    const auto port = std::ranges::find_if(
        workflows, [&](const auto& w) { return w->info().kind == intent.stream.kind(); });
    if (port == workflows.end()) {
      return done(Error{Errc::not_found, "there is no workflow of kind '" +
                                             std::string{intent.stream.kind()} + "'"});
    }
    const auto& commands = *(*port)->info().commands;
    if (commands.find(intent.type) >= commands.types.size()) {
      return done(Error{Errc::invalid_argument, "'" + std::string{intent.type} +
                                                    "' is no command of the workflow " +
                                                    std::string{(*port)->info().name}});
    }
    (*port)->async_handle(intent.stream, intent.command, std::move(context), std::move(done));
  }

  bool keeps_views() const { return able.writes_tables && options.services.views; }

  /// As they are kept; for a store opened for reading, as they lie in it.
  Result<std::vector<core::ViewReport>> view_reports() const {
    if (!able.writes_tables) return views.stored();
    return views.report();
  }

  std::vector<core::TimerService*> timer_services() const {
    std::vector<core::TimerService*> services;
    for (const auto& w : workflows) {
      if (w->timer_service() != nullptr) services.push_back(w->timer_service());
    }
    return services;
  }

  Result<std::unique_ptr<core::TableSnapshot>> rows(std::string_view view, Position at_least) {
    if (keeps_views()) {
      RECOURSE_TRY(views.wait_for(view, at_least, options.view_patience));
      return views.snapshot(view);
    }
    const auto until = base::deadline_after(options.view_patience);
    for (;;) {
      RECOURSE_TRY_ASSIGN(auto now, caught_up(view));
      if (now->position() >= at_least) return now;
      if (std::chrono::steady_clock::now() >= until) {
        return Error{Errc::timed_out, "the log is at position " +
                                          std::to_string(now->position().value) + ", not yet at " +
                                          std::to_string(at_least.value)};
      }
      std::this_thread::sleep_for(kLookAgain);
    }
  }

  /// Rows of a view that nobody keeps up to date, as far as the log goes now.
  Result<std::unique_ptr<core::TableSnapshot>> caught_up(std::string_view view) {
    RECOURSE_TRY(store->refresh());
    std::lock_guard guard{catching_up};
    if (!views_open) RECOURSE_TRY(views.open());
    views_open = true;
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, views.step(view));
      if (!more) return views.snapshot(view);
    }
  }

  EngineOptions options;
  std::shared_ptr<spdlog::logger> logger;
  std::unique_ptr<core::EventStore> store;
  std::unique_ptr<engine::Sealing> sealing;
  const Abilities able;
  core::LogFeed feed;  // of views and reactions
  core::Views views;
  core::Subscriptions subscriptions;
  engine::Threads threads;
  std::vector<std::unique_ptr<detail::HostedWorkflow>> workflows;
  std::vector<std::unique_ptr<detail::HostedWorkflow>> late;  // added when it ran already
  engine::Reactions reactions;
  std::mutex reacting;  // nobody steps them by themselves
  std::atomic<State> state{State::adding};
  std::atomic<bool> ran{false};  // it has been started
  std::mutex changing;           // the state
  mutable std::mutex adding;     // guards `wrong` and `late`
  std::optional<Error> wrong;    // what was added, or begun, and cannot be
  std::unique_ptr<engine::Watchdog> watchdog;
  std::unique_ptr<core::Worker> follower;  // of a store that was opened for reading
  std::string follow_trouble;              // the follower's
  std::mutex catching_up;                  // of views that nobody keeps up to date
  bool views_open = false;
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
  if (options.clock == nullptr) {  // before a store is made, all of this
    return Error{Errc::invalid_argument, "an engine needs a clock; SystemClock::instance() is one"};
  }
  if (options.services.timers && !options.services.views) {
    return Error{Errc::invalid_argument, "timers need views: they fire by a view's rows"};
  }
  RECOURSE_TRY_ASSIGN(auto store, open_store(options));
  RECOURSE_TRY(check_services(options.services, Abilities{*store}));
  RECOURSE_TRY_ASSIGN(auto sealing, engine::Sealing::open(options, *store));
  RECOURSE_TRY_ASSIGN(auto logger, engine::make_logger(options.log));
  const auto health = store->health();
  logger->info("{}", engine::LogEntry{"opened"}
                         .with("store", options.open_store ? "open_store" : options.store)
                         .with("directory", options.directory.string())
                         .with("log", store->identity().id.to_string())
                         .with("position", health.head.value)
                         .text());
  for (const auto& note : health.notes) {
    logger->warn("{}", engine::LogEntry{"noticed_at_open"}.with("note", note).text());
  }
  auto impl = std::make_unique<Impl>(std::move(options), std::move(store), std::move(sealing),
                                     std::move(logger));
  return std::unique_ptr<Engine>{new Engine{std::move(impl)}};
}

void Engine::adopt_any(std::unique_ptr<detail::HostedWorkflow> hosted) {
  const std::string kind{hosted->info().kind};
  if (!impl_->may_add("the workflow '" + kind + "'")) return impl_->keep_late(std::move(hosted));
  if (impl_->find(kind) != nullptr) {
    impl_->note_wrong(
        {Errc::invalid_argument, "two workflows of kind '" + kind + "' on one engine"});
  }
  hosted->refuse_commands(Impl::not_started());
  impl_->workflows.push_back(std::move(hosted));
}

std::string Engine::name_of(const core::ProjectionFactory& view) {
  const auto projection = view ? view() : nullptr;
  return projection ? projection->spec().name : std::string{};
}

void Engine::add_view(core::ProjectionFactory view) {
  if (!impl_->may_add("the view '" + name_of(view) + "'")) return;
  if (auto added = impl_->views.add(std::move(view)); !added) {
    impl_->note_wrong(std::move(added).error());
  }
}

void Engine::add_reaction(std::unique_ptr<core::Reaction> reaction) {
  if (!reaction) {
    return impl_->note_wrong({Errc::invalid_argument, "there is no reaction in what was added"});
  }
  if (!impl_->may_add("the reaction '" + reaction->spec().name + "'")) return;
  if (auto added = impl_->reactions.add(std::move(reaction)); !added) {
    impl_->note_wrong(std::move(added).error());
  }
}

std::vector<const core::WorkflowPort*> Engine::workflows() const {
  std::vector<const core::WorkflowPort*> all;
  for (const auto& workflow : impl_->workflows) all.push_back(workflow.get());
  return all;
}

const core::WorkflowPort* Engine::workflow(std::string_view kind_or_name) const {
  for (const auto& workflow : impl_->workflows) {
    const auto& info = workflow->info();
    if (info.kind == kind_or_name || info.name == kind_or_name) return workflow.get();
  }
  return nullptr;
}

Result<void> Engine::start() {
  const bool sealed = impl_->sealing->sealer() != nullptr;
  if (sealed && impl_->state == Impl::State::adding &&
      impl_->find(trust::SealingDecider::kKind) == nullptr) {
    add(trust::SealingDecider{});
  }
  return impl_->start();
}
void Engine::stop(Stop how) {
  if (core::Answering::here()) return impl_->take_no_more(how);  // or it waits for this very answer
  impl_->stop(how);
}

core::Context Engine::context(core::Actor actor) const {
  return {impl_->options.clock->now(), std::move(actor), random_command_id()};
}

core::Context Engine::import_context(std::string id, std::string unit) const {
  auto given = context({std::move(id), "importer", std::move(unit)});
  given.standing = core::StandingOf::importer();
  return given;
}

Result<core::Seen<core::Look>> Engine::look(const StreamId& stream, const core::Viewer& viewer,
                                            Version at) const {
  const auto* const port = workflow(stream.kind());
  if (port == nullptr) {
    return Error{Errc::not_found,
                 "no workflow has streams of the kind " + std::string{stream.kind()}};
  }
  auto record = context(viewer.actor);
  record.standing = viewer.standing;
  return core::look(*port, stream, viewer, record, at);
}

Result<std::unique_ptr<core::TableSnapshot>> Engine::rows(std::string_view view,
                                                          Position at_least) const {
  return impl_->rows(view, at_least);
}

std::shared_ptr<core::Pending> Engine::async_wait_for(std::string_view view, Position position,
                                                      base::Completion<Result<void>> done) const {
  if (impl_->keeps_views()) return impl_->views.async_wait_for(view, position, std::move(done));
  if (done) {
    done(Error{Errc::invalid_argument, "this engine keeps no views; ask for rows, which waits"});
  }
  return nullptr;
}

Result<core::TimersStatus> Engine::fire_due() const {
  if (impl_->options.services.timers) {
    return Error{Errc::invalid_argument, "the timers of this engine fire by themselves"};
  }
  if (!impl_->keeps_views() || !impl_->able.takes_commands) {
    return Error{Errc::invalid_argument, "timers need a store that is open for writing, and views"};
  }
  RECOURSE_TRY(impl_->check_running());
  for (;;) {
    bool more = false;
    for (const auto& w : impl_->workflows) {
      auto* const timers = w->timer_service();
      if (timers == nullptr) continue;
      RECOURSE_TRY_ASSIGN(const auto head, impl_->store->head());
      RECOURSE_TRY(impl_->views.wait_for(w->view(), head, impl_->options.view_patience));
      RECOURSE_TRY_ASSIGN(const bool stepped, timers->step());
      timers->wait();
      more = more || stepped;
    }
    if (!more) return timers();
  }
}

core::TimersStatus Engine::timers() const {
  core::TimersStatus sum;
  for (const auto* const service : impl_->timer_services()) {
    auto s = service->status();
    sum.fired += s.fired;
    sum.declined += s.declined;
    sum.stale += s.stale;
    sum.retried += s.retried;
    sum.failing += s.failing;
    sum.in_flight += s.in_flight;
    if (!s.last_error.empty()) sum.last_error = std::move(s.last_error);
    if (s.next_due && (!sum.next_due || *s.next_due < *sum.next_due)) sum.next_due = s.next_due;
    sum.view = sum.view.value == 0 ? s.view : std::min(sum.view, s.view);
  }
  return sum;
}

Result<std::vector<core::ReactionStatus>> Engine::react() const {
  if (impl_->options.services.reactions) {
    return Error{Errc::invalid_argument, "the reactions of this engine run by themselves"};
  }
  if (!impl_->able.takes_commands) {
    return Error{Errc::invalid_argument, "reactions need a store that is open for writing"};
  }
  RECOURSE_TRY(impl_->check_running());
  std::lock_guard guard{impl_->reacting};
  RECOURSE_TRY(impl_->open_reactions());
  while (impl_->reactions.step()) {
  }
  auto all = impl_->reactions.status();
  for (const auto& one : all) {
    if (one.stopped) return Error{Errc::view_stopped, one.error};
  }
  return all;
}

std::vector<core::ReactionStatus> Engine::reactions() const { return impl_->reactions.status(); }

core::Label Engine::reaction_label(std::string_view reaction) const {
  return impl_->reactions.label(reaction);
}

Result<std::vector<core::RefusedIntent>> Engine::refused_intents(std::string_view reaction,
                                                                 std::size_t most) const {
  return impl_->reactions.refused(reaction, most);
}

Result<void> Engine::resume_reaction(std::string_view reaction) const {
  return impl_->reactions.resume(reaction);
}

Result<void> Engine::move_reaction(std::string_view reaction, Position position) const {
  if (impl_->able.takes_commands && !impl_->options.services.reactions) {
    std::lock_guard guard{impl_->reacting};
    RECOURSE_TRY(impl_->open_reactions());
  }
  return impl_->reactions.go_on_from(reaction, position);
}

Result<core::Outcome> Engine::erase(const ErasureRequest& request,
                                    const core::Context& context) const {
  RECOURSE_TRY(impl_->sealing->check_keys());
  RECOURSE_TRY(impl_->check_running());
  RECOURSE_TRY_ASSIGN(const auto* const workflow, impl_->workflow_of(request.stream));
  return impl_->sealing->erase(*workflow, impl_->ledger(), request, context);
}

Result<ErasureProof> Engine::prove_erasure(const StreamId& stream) const {
  RECOURSE_TRY(impl_->sealing->check_keys());
  if (impl_->find(trust::SealingDecider::kKind) == nullptr) return Impl::not_started();
  RECOURSE_TRY_ASSIGN(const auto* const workflow, impl_->workflow_of(stream));
  return impl_->sealing->prove(*workflow, impl_->ledger(), stream);
}

const std::shared_ptr<trust::Keyring>& Engine::keyring() const noexcept {
  return impl_->sealing->keyring();
}
core::Sealer* Engine::sealer() const noexcept { return impl_->sealing->sealer(); }

void Engine::clock_moved() const {
  for (auto* timers : impl_->timer_services()) timers->wake();
}

Result<core::VerifyReport> Engine::verify(
    std::function<bool(Position at, Position head)> progress) const {
  core::VerifyOptions options;
  options.progress = std::move(progress);
  options.payload = [this](const core::RecordView& r) -> Result<bool> {
    for (const auto& w : impl_->workflows) {
      if (w->info().kind != r.stream_kind()) continue;
      RECOURSE_TRY(w->check(r));
      return true;
    }
    return false;
  };
  return core::verify(*impl_->store, options);
}

Result<Position> Engine::follow() const { return impl_->store->refresh(); }

core::Views& Engine::views() const noexcept { return impl_->views; }
core::Subscriptions& Engine::subscriptions() const noexcept { return impl_->subscriptions; }
core::Executor& Engine::executor() const { return impl_->threads; }
core::EventStore& Engine::store() const noexcept { return *impl_->store; }
const Clock& Engine::clock() const noexcept { return *impl_->options.clock; }

void Engine::note(std::string_view command, const StreamId& stream,
                  const Result<core::Outcome>& outcome) const {
  const auto line = [&](std::string_view event, std::string_view name) {
    return engine::LogEntry{event}
        .with("command", command)
        .with("stream", stream.text())
        .with("name", name)
        .text();
  };
  if (!outcome) {
    impl_->logger->warn("{}", line("command_failed", info(outcome.error().code()).name));
  } else if (outcome->refused() && impl_->logger->should_log(spdlog::level::debug)) {
    impl_->logger->debug("{}", line("command_refused", outcome->refusal().name));
  }
}

namespace {

/// Behind a trouble: what people call what is in trouble.
std::string called(const core::Label& label) {
  if (label.empty()) return {};
  const auto* const between = label.en.empty() || label.zh.empty() ? "" : ", ";
  return " (" + std::string{label.en} + between + std::string{label.zh} + ")";
}

}  // namespace

EngineHealth Engine::health() const {
  EngineHealth health{impl_->store->health(), {}};
  // Who only reads takes no appends, and that is as it should be.
  if (!health.store.writable && impl_->able.takes_commands) {
    health.troubles.push_back("store_stopped: " + health.store.reason);
  }
  const auto views = impl_->view_reports();
  if (!views) health.troubles.push_back("views_unreadable: " + views.error().message());
  for (const auto& t : engine::troubles(views ? *views : std::vector<core::ViewReport>{},
                                        impl_->timer_services(), impl_->subscriptions)) {
    const bool of_view = t.what == "view_stopped" || t.what == "rebuild_stopped";
    health.troubles.push_back(t.what + (t.who.empty() ? "" : " " + t.who) + ": " + t.why +
                              called(of_view ? impl_->views.label(t.who) : core::Label{}));
  }
  if (const auto wrong = impl_->wrong_so_far()) {
    health.troubles.push_back((impl_->ran ? "added_late: " : "not_started: ") + wrong->message());
  }
  if (const auto& ring = impl_->sealing->keyring()) {
    for (const auto& copy : ring->status().unreached) {
      health.troubles.push_back("keys_unreached " + copy.string() +
                                ": keys of erased persons lie in this copy; bring it back");
    }
  }
  for (const auto& reaction : impl_->reactions.status()) {
    if (!reaction.stopped) continue;
    health.troubles.push_back("reaction_stopped " + reaction.name + ": " + reaction.error +
                              called(impl_->reactions.label(reaction.name)));
  }
  return health;
}

base::Metrics Engine::metrics() const {
  base::Metrics all;
  all.push_back(base::gauge("recourse_healthy", "1 while nothing is wrong that health() names.",
                            health().ok() ? 1 : 0));
  engine::add_metrics(impl_->store->health(), impl_->able.takes_commands, all);
  for (const auto& w : impl_->workflows) {
    w->add_metrics(all);
    engine::add_metrics(w->cache(), w->info().kind, all);
    if (auto* const timers = w->timer_service()) {
      engine::add_metrics(timers->status(), w->info().kind, all);
    }
  }
  if (const auto views = impl_->view_reports()) engine::add_metrics(*views, all);
  if (const auto& ring = impl_->sealing->keyring()) engine::add_metrics(ring->status(), all);
  engine::add_metrics(impl_->subscriptions.status(), all);
  engine::add_metrics(impl_->reactions.status(), all);
  engine::add_process_metrics(all);
  return all;
}

}  // namespace recourse
