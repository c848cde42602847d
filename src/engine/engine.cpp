#include <recourse/engine.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "engine/log.hpp"
#include "engine/watchdog.hpp"

namespace recourse {
namespace {

using casework::CaseDecider;
using casework::CasesView;
using casework::FiguresView;

Result<std::unique_ptr<core::EventStore>> open_store(const EngineOptions& options) {
  if (options.store == "memory") return stores::open_memory(*options.clock);
  if (options.store == "rocksdb") {
    return stores::open_rocksdb({.directory = options.directory,
                                 .create = options.create,
                                 .clock = options.clock,
                                 .memory_bytes = options.memory_bytes});
  }
  if (options.store == "rocksdb-reader") {
    return stores::open_rocksdb_reader(options.directory, options.memory_bytes);
  }
  return Error{Errc::invalid_argument, "there is no store '" + options.store +
                                           "'; there are rocksdb, rocksdb-reader and memory"};
}

Error no_such_case(const StreamId& id) {
  return Error{Errc::not_found, "there is no case '" + std::string{id.key()} + "'"};
}

CaseDecider decider_with(const casework::Norms& norms) {
  CaseDecider decider;
  decider.norms = norms;
  return decider;
}

}  // namespace

struct Engine::Impl {
  Impl(EngineOptions opened_with, std::unique_ptr<core::EventStore> opened,
       std::shared_ptr<spdlog::logger> opened_logger)
      : options(std::move(opened_with)),
        logger(std::move(opened_logger)),
        store(std::move(opened)),
        workflow(*store, decider_with(options.norms)),
        reads_only(options.store == "rocksdb-reader"),
        views(*store, {.read_only = reads_only || !options.services.views}),
        timers(workflow, views, std::string{CasesView::kName}, *options.clock),
        subscriptions(*store, *options.clock) {}

  Result<void> start() {
    const auto decider = workflow.decider();
    RECOURSE_TRY(views.add([decider] { return std::make_unique<CasesView>(decider); }));
    RECOURSE_TRY(views.add([] { return std::make_unique<FiguresView>(); }));
    // Who brings them up to date only when asked need not look at them before.
    if (keeps_views()) RECOURSE_TRY(views.open());
    if (options.services.timers && !keeps_views()) {
      return Error{Errc::invalid_argument,
                   "timers need a store that is open for writing, and views"};
    }
    if (keeps_views()) {
      views.on_progress([this](std::string_view view, Position) {
        if (view == CasesView::kName) timers.wake();
      });
      views.start();
    }
    if (options.services.timers) timers.start();
    subscriptions.start();
    watchdog = std::make_unique<engine::Watchdog>(*logger, views, timers, subscriptions);
    return {};
  }

  ~Impl() {
    watchdog.reset();
    subscriptions.stop();
    timers.stop();
    views.stop();
    logger->info("closing at position {}", store->head().value);
    logger->flush();
    // Everything that borrows the store is declared behind it, and goes before it.
  }

  bool keeps_views() const { return !reads_only && options.services.views; }

  /// A view's rows, true at `at_least` or later.
  Result<std::unique_ptr<core::TableSnapshot>> rows(std::string_view view, Position at_least) {
    if (keeps_views()) {
      RECOURSE_TRY(views.wait_for(view, std::min(at_least, store->head()), kViewPatience));
      return views.snapshot(view);
    }
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
  core::Workflow<CaseDecider> workflow;
  const bool reads_only;
  core::Views views;
  core::Timers<CaseDecider> timers;
  core::Subscriptions subscriptions;
  std::unique_ptr<engine::Watchdog> watchdog;
  std::mutex catching_up;  // of views that nobody keeps up to date
  bool views_open = false;
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
  RECOURSE_TRY_ASSIGN(auto store, open_store(options));
  RECOURSE_TRY_ASSIGN(auto logger, engine::make_logger(options.log));
  const auto health = store->health();
  logger->info("opened {} '{}' log {} at position {}", options.store, options.directory.string(),
               store->identity().id.to_string(), health.head.value);
  for (const auto& note : health.notes) logger->warn("{}", note);
  auto impl = std::make_unique<Impl>(std::move(options), std::move(store), std::move(logger));
  RECOURSE_TRY(impl->start());
  return std::unique_ptr<Engine>{new Engine{std::move(impl)}};
}

core::Context Engine::context(core::Actor actor) const {
  return {impl_->options.clock->now(), std::move(actor), random_command_id()};
}

Result<core::Outcome> Engine::handle(const StreamId& id, const casework::Command& command,
                                     const core::Context& context) const {
  auto outcome = impl_->workflow.handle(id, command, context);
  if (!outcome) {
    impl_->logger->warn("{} on {}: {}", describe::type_of(command), id.text(),
                        info(outcome.error().code()).name);
  } else if (outcome->refused()) {
    impl_->logger->debug("{} on {} refused: {}", describe::type_of(command), id.text(),
                         outcome->refusal().name);
  }
  return outcome;
}

Result<core::Outcome> Engine::handle_all(const StreamId& id,
                                         std::span<const core::Step<CaseDecider>> steps,
                                         CommandId command_id) const {
  return impl_->workflow.handle_all(id, steps, command_id);
}

Result<CaseView> Engine::find_case(const StreamId& id, Version at) const {
  RECOURSE_TRY_ASSIGN(auto loaded, impl_->workflow.load(id, at));
  if (loaded.version.value == 0) return no_such_case(id);
  return CaseView{id, std::move(loaded.state), loaded.version, loaded.definition};
}

Result<std::vector<HistoryEntry>> Engine::history(const StreamId& id) const {
  std::vector<HistoryEntry> entries;
  const core::Fold<CaseDecider> fold{decider()};
  RECOURSE_TRY_ASSIGN(const auto cursor, impl_->store->read_stream(id));
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
  if (entries.empty()) return no_such_case(id);
  return entries;
}

Result<std::vector<std::string_view>> Engine::next(const StreamId& id) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  return casework::allowed_commands(found.state.phases);
}

Result<std::vector<casework::DueTime>> Engine::due_times(const StreamId& id) const {
  RECOURSE_TRY_ASSIGN(const auto found, find_case(id));
  return casework::due_times(found.state);
}

Result<casework::Figures> Engine::report(casework::TallyFilter filter,
                                         std::optional<Position> as_of) const {
  if (!as_of) {
    RECOURSE_TRY_ASSIGN(const auto rows, impl_->rows(FiguresView::kName, impl_->store->head()));
    return FiguresView::read(*rows, filter);
  }
  casework::Tally tally{std::move(filter)};
  core::LogRange range{.to = *as_of, .stream_kind = std::string{CaseDecider::kKind}};
  for (const auto type : casework::Tally::event_types()) range.types.emplace_back(type);
  RECOURSE_TRY_ASSIGN(const auto cursor, impl_->store->read_all(std::move(range)));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return tally.figures();
    RECOURSE_TRY_ASSIGN(const auto event, core::Workflow<CaseDecider>::event_of(cursor->record()));
    tally.apply(cursor->record().stream, event);
  }
}

Result<casework::CasePage> Engine::cases(const casework::CaseQuery& query,
                                         Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->rows(CasesView::kName, at_least));
  return casework::list_cases(*rows, query);
}

Result<casework::DeadlineList> Engine::deadlines(const casework::DeadlineQuery& query,
                                                 Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->rows(CasesView::kName, at_least));
  return casework::list_deadlines(*rows, query);
}

Result<core::TimersStatus> Engine::fire_due() const {
  if (impl_->options.services.timers) {
    return Error{Errc::invalid_argument, "the timers of this engine fire by themselves"};
  }
  if (!impl_->keeps_views()) {
    return Error{Errc::invalid_argument, "timers need a store that is open for writing, and views"};
  }
  for (;;) {
    RECOURSE_TRY(impl_->views.wait_for(CasesView::kName, impl_->store->head(), kViewPatience));
    RECOURSE_TRY_ASSIGN(const bool more, impl_->timers.step());
    impl_->timers.wait();
    if (!more) return impl_->timers.status();
  }
}

core::TimersStatus Engine::timers() const { return impl_->timers.status(); }
void Engine::clock_moved() const { impl_->timers.wake(); }
core::Views& Engine::views() const noexcept { return impl_->views; }
core::Subscriptions& Engine::subscriptions() const noexcept { return impl_->subscriptions; }
core::StateCacheStatus Engine::state_cache() const { return impl_->workflow.cache(); }

Result<core::VerifyReport> Engine::verify(
    std::function<bool(Position at, Position head)> progress) const {
  core::VerifyOptions options;
  options.progress = std::move(progress);
  options.payload =
      [fold = core::Fold<CaseDecider>{decider()}](const core::RecordView& r) -> Result<bool> {
    if (r.stream_kind() != CaseDecider::kKind) return false;
    RECOURSE_TRY(fold.each_event(r, [](const casework::Event&) { return Result<void>{}; }));
    return true;
  };
  return core::verify(*impl_->store, options);
}

core::EventStore& Engine::store() const noexcept { return *impl_->store; }
const Clock& Engine::clock() const noexcept { return *impl_->options.clock; }
const CaseDecider& Engine::decider() const noexcept { return impl_->workflow.decider(); }

}  // namespace recourse
