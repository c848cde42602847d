#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <recourse/engine.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/rocksdb.hpp>

namespace recourse {
namespace {

using casework::CaseDecider;

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::off:
      return spdlog::level::off;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::debug:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

Result<std::shared_ptr<spdlog::logger>> make_logger(const EngineOptions& options) {
  constexpr std::size_t kFileBytes = std::size_t{4} << 20;
  constexpr std::size_t kFiles = 4;
  auto logger = std::make_shared<spdlog::logger>("recourse");
  if (!options.log_file.empty()) {
    try {
      logger->sinks().push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          options.log_file.string(), kFileBytes, kFiles));
    } catch (const spdlog::spdlog_ex& e) {
      return Error{Errc::io_error,
                   "opening the log file " + options.log_file.string() + ": " + e.what()};
    }
  }
  logger->set_level(options.log_file.empty() ? spdlog::level::off : level_of(options.log_level));
  logger->flush_on(spdlog::level::warn);
  return logger;
}

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
        cases(*store, decider_with(options.norms)) {}

  EngineOptions options;
  std::shared_ptr<spdlog::logger> logger;
  std::unique_ptr<core::EventStore> store;
  core::Workflow<CaseDecider> cases;
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Engine::~Engine() {
  impl_->logger->info("closing at position {}", impl_->store->head().value);
  impl_->store.reset();
  impl_->logger->flush();
}

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
  RECOURSE_TRY_ASSIGN(auto store, open_store(options));
  RECOURSE_TRY_ASSIGN(auto logger, make_logger(options));
  const auto health = store->health();
  logger->info("opened {} '{}' log {} at position {}", options.store, options.directory.string(),
               store->identity().id.to_string(), health.head.value);
  for (const auto& note : health.notes) logger->warn("{}", note);
  auto impl = std::make_unique<Impl>(std::move(options), std::move(store), std::move(logger));
  return std::unique_ptr<Engine>{new Engine{std::move(impl)}};
}

core::Context Engine::context(core::Actor actor) const {
  return {impl_->options.clock->now(), std::move(actor), random_command_id()};
}

Result<core::Outcome> Engine::handle(const StreamId& id, const casework::Command& command,
                                     const core::Context& context) const {
  auto outcome = impl_->cases.handle(id, command, context);
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
  return impl_->cases.handle_all(id, steps, command_id);
}

Result<CaseView> Engine::find_case(const StreamId& id, Version at) const {
  RECOURSE_TRY_ASSIGN(auto loaded, impl_->cases.load(id, at));
  if (loaded.version.value == 0) return no_such_case(id);
  return CaseView{id, std::move(loaded.state), loaded.version, loaded.definition};
}

Result<std::vector<HistoryEntry>> Engine::history(const StreamId& id) const {
  std::vector<HistoryEntry> entries;
  RECOURSE_TRY_ASSIGN(const auto cursor, impl_->store->read_stream(id));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    const auto& r = cursor->record();
    RECOURSE_TRY_ASSIGN(auto event, core::Workflow<CaseDecider>::event_of(r));
    entries.push_back({r.position, r.version, r.occurred_at, r.recorded_at, std::string{r.actor},
                       r.command_id, std::move(event)});
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

Result<casework::Figures> Engine::report(casework::TallyFilter filter, Position as_of) const {
  casework::Tally tally{std::move(filter)};
  core::LogRange range{.to = as_of, .stream_kind = std::string{CaseDecider::kKind}};
  for (const auto type : casework::Tally::event_types()) range.types.emplace_back(type);
  RECOURSE_TRY_ASSIGN(const auto cursor, impl_->store->read_all(std::move(range)));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return tally.figures();
    RECOURSE_TRY_ASSIGN(const auto event, core::Workflow<CaseDecider>::event_of(cursor->record()));
    tally.apply(cursor->record().stream, event);
  }
}

Result<core::VerifyReport> Engine::verify(
    std::function<bool(Position at, Position head)> progress) const {
  core::VerifyOptions options;
  options.progress = std::move(progress);
  options.payload = [](const core::RecordView& r) -> Result<bool> {
    if (r.stream_kind() != CaseDecider::kKind) return false;
    RECOURSE_TRY(core::Workflow<CaseDecider>::event_of(r));
    return true;
  };
  return core::verify(*impl_->store, options);
}

core::EventStore& Engine::store() const noexcept { return *impl_->store; }
const Clock& Engine::clock() const noexcept { return *impl_->options.clock; }
const CaseDecider& Engine::decider() const noexcept { return impl_->cases.decider(); }

}  // namespace recourse
