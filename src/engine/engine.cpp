#include <recourse/engine.hpp>

namespace recourse {
namespace {

using casework::CaseDecider;
using casework::CasesView;
using casework::FiguresView;

CaseDecider decider_with(const casework::Norms& norms) {
  CaseDecider decider;
  decider.norms = norms;
  return decider;
}

}  // namespace

struct Engine::Impl {
  Impl(std::unique_ptr<Host> opened, const casework::Norms& norms)
      : host(std::move(opened)), cases(&add_cases(*host, decider_with(norms))) {
    host->add_view([] { return std::make_unique<FiguresView>(); });
  }

  static Hosted<CaseDecider>& add_cases(Host& host, const CaseDecider& decider) {
    return host.add(decider, [decider] { return std::make_unique<CasesView>(decider); });
  }

  std::unique_ptr<Host> host;
  Hosted<CaseDecider>* cases;
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
  return open(std::move(options), [](Host&) { return Result<void>{}; });
}

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options,
                                             const std::function<Result<void>(Host&)>& with) {
  const auto norms = options.norms;
  RECOURSE_TRY_ASSIGN(auto host, Host::open({.directory = std::move(options.directory),
                                             .store = std::move(options.store),
                                             .create = options.create,
                                             .clock = options.clock,
                                             .memory_bytes = options.memory_bytes,
                                             .log = std::move(options.log),
                                             .services = options.services,
                                             .executor = options.executor}));
  auto impl = std::make_unique<Impl>(std::move(host), norms);
  RECOURSE_TRY(with(*impl->host));
  RECOURSE_TRY(impl->host->start());
  return std::unique_ptr<Engine>{new Engine{std::move(impl)}};
}

core::Context Engine::context(core::Actor actor) const {
  return impl_->host->context(std::move(actor));
}

Result<core::Outcome> Engine::handle(const StreamId& id, const casework::Command& command,
                                     const core::Context& context) const {
  return impl_->cases->handle(id, command, context);
}

std::shared_ptr<core::Pending> Engine::async_handle(
    StreamId id, casework::Command command, core::Context context,
    base::Completion<Result<core::Outcome>> done) const {
  return impl_->cases->async_handle(std::move(id), std::move(command), std::move(context),
                                    std::move(done));
}

Result<core::Outcome> Engine::handle_all(const StreamId& id,
                                         std::span<const core::Step<CaseDecider>> steps,
                                         CommandId command_id) const {
  return impl_->cases->handle_all(id, steps, command_id);
}

Result<CaseView> Engine::find_case(const StreamId& id, Version at) const {
  return impl_->cases->find(id, at);
}

Result<std::vector<HistoryEntry>> Engine::history(const StreamId& id) const {
  return impl_->cases->history(id);
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
    RECOURSE_TRY_ASSIGN(const auto rows, impl_->host->rows(FiguresView::kName, store().head()));
    return FiguresView::read(*rows, filter);
  }
  casework::Tally tally{std::move(filter)};
  core::LogRange range{.to = *as_of, .stream_kind = std::string{CaseDecider::kKind}};
  for (const auto type : casework::Tally::event_types()) range.types.emplace_back(type);
  RECOURSE_TRY_ASSIGN(const auto cursor, store().read_all(std::move(range)));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return tally.figures();
    RECOURSE_TRY_ASSIGN(const auto event, core::Workflow<CaseDecider>::event_of(cursor->record()));
    tally.apply(cursor->record().stream, event);
  }
}

Result<casework::CasePage> Engine::cases(const casework::CaseQuery& query,
                                         Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->host->rows(CasesView::kName, at_least));
  return casework::list_cases(*rows, query);
}

Result<casework::DeadlineList> Engine::deadlines(const casework::DeadlineQuery& query,
                                                 Position at_least) const {
  RECOURSE_TRY_ASSIGN(const auto rows, impl_->host->rows(CasesView::kName, at_least));
  return casework::list_deadlines(*rows, query);
}

Result<core::TimersStatus> Engine::fire_due() const { return impl_->host->fire_due(); }
core::TimersStatus Engine::timers() const { return impl_->host->timers(); }
void Engine::clock_moved() const { impl_->host->clock_moved(); }
core::Views& Engine::views() const noexcept { return impl_->host->views(); }
core::Subscriptions& Engine::subscriptions() const noexcept { return impl_->host->subscriptions(); }
core::StateCacheStatus Engine::state_cache() const { return impl_->cases->cache(); }

Result<core::VerifyReport> Engine::verify(
    std::function<bool(Position at, Position head)> progress) const {
  return impl_->host->verify(std::move(progress));
}

HostHealth Engine::health() const { return impl_->host->health(); }
base::Metrics Engine::metrics() const { return impl_->host->metrics(); }
void Engine::stop(Stop how) const { impl_->host->stop(how); }
Host& Engine::host() const noexcept { return *impl_->host; }
const Hosted<CaseDecider>& Engine::cases_workflow() const noexcept { return *impl_->cases; }
core::EventStore& Engine::store() const noexcept { return impl_->host->store(); }
const Clock& Engine::clock() const noexcept { return impl_->host->clock(); }
const CaseDecider& Engine::decider() const noexcept { return impl_->cases->decider(); }

}  // namespace recourse
