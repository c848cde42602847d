// Engine: a store with the casework on top, for one process.
//
//     auto engine = Engine::open({.directory = "var/window"}).value();
//     auto id = StreamId::of("case", "S001-1").value();
//     auto officer = core::Actor{"w7", "window_officer", "S001"};
//     auto context = engine->context(officer);
//     auto outcome = engine->handle(id, casework::Accept{.present = true}, context);
//
// What an acknowledgement promises is written in core/event_store.hpp: nothing acknowledged is
// lost. A refusal is a value (`outcome->refused()`), an error is a Result's error; after an error
// nothing half-done stays.
//
// Thread-safety: every member may be called from any thread. Destroying the engine waits for what
// was accepted, then closes the store.
#pragma once

#include <filesystem>
#include <recourse/base/clock.hpp>
#include <recourse/casework/case/decider.hpp>
#include <recourse/casework/views/tally.hpp>
#include <recourse/core/verify.hpp>
#include <recourse/core/workflow.hpp>

namespace recourse {

/// How much the engine writes to its log file. Never personal data.
enum class LogLevel : std::uint8_t { off, error, warning, info, debug };

struct EngineOptions {
  /// Where the store lives. Not used by the memory store.
  std::filesystem::path directory = {};
  /// "rocksdb" (default, durable), "rocksdb-reader" (beside the process that writes; takes no
  /// commands), or "memory" (for tests).
  std::string store = "rocksdb";
  /// Make a new store if the directory is missing or empty; else not_a_store.
  bool create = true;
  /// Source of time; must outlive the engine.
  const Clock* clock = &SystemClock::instance();
  /// The deployment's numbers.
  casework::Norms norms = casework::Norms::shanghai();
  /// Bytes for caches and buffers together, from 32 MiB.
  std::size_t memory_bytes = std::size_t{256} << 20;
  /// Where the engine's own log goes; empty: nowhere. At most 5 files of 4 MiB are kept.
  std::filesystem::path log_file = {};
  LogLevel log_level = LogLevel::info;
};

/// A case as it stands.
struct CaseView {
  StreamId id;
  casework::State state;
  Version version;
  std::uint32_t definition;  ///< Workflow definition that its first event pinned.
};

/// One event of a case, with where and when it was recorded.
struct HistoryEntry {
  Position position;
  Version version;
  Timestamp occurred_at;
  Timestamp recorded_at;
  std::string actor;
  CommandId command_id;
  casework::Event event;
};

class Engine {
 public:
  /// Errors: invalid_argument (unknown store name, too little memory) and those of
  /// stores::open_rocksdb.
  static Result<std::unique_ptr<Engine>> open(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// The present moment, this actor, and a fresh random command id.
  core::Context context(core::Actor actor) const;

  /// Decides a command for a case and appends what was decided; waits until it is durable.
  /// Errors: as core::Workflow::handle.
  Result<core::Outcome> handle(const StreamId& id, const casework::Command& command,
                               const core::Context& context) const;
  /// Several commands as one: decided one after the other, appended all or nothing.
  Result<core::Outcome> handle_all(const StreamId& id,
                                   std::span<const core::Step<casework::CaseDecider>> steps,
                                   CommandId command_id) const;

  /// A case as it stands, or as it stood after version `at`. not_found if there is none.
  Result<CaseView> find_case(const StreamId& id, Version at = Version{~0ULL}) const;
  /// All its events. not_found if there is none.
  Result<std::vector<HistoryEntry>> history(const StreamId& id) const;
  /// Names of the commands that its phase takes now, in their usual order. not_found likewise.
  Result<std::vector<std::string_view>> next(const StreamId& id) const;
  /// The limits that it is under. not_found likewise.
  Result<std::vector<casework::DueTime>> due_times(const StreamId& id) const;

  /// Counts the figures from the events, up to position `as_of`.
  Result<casework::Figures> report(casework::TallyFilter filter = {},
                                   Position as_of = Position{~0ULL}) const;
  /// Reads and proves the whole log; see core/verify.hpp.
  Result<core::VerifyReport> verify(
      std::function<bool(Position at, Position head)> progress = {}) const;

  core::EventStore& store() const noexcept;
  const Clock& clock() const noexcept;
  const casework::CaseDecider& decider() const noexcept;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace recourse
