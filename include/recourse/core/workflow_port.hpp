// WorkflowPort: a workflow without its types. What serves every workflow alike (the command line,
// tail, check-upgrade, HTTP, Python, the generated pages) goes through this and knows none by name.
//
//     for (const core::WorkflowPort* workflow : engine.workflows()) {
//       const auto& info = workflow->info();               // kind, commands, events, state
//       for (const auto* command : info.commands->types) print(command->type, command->doc);
//     }
//     const auto* lockers = engine.workflow("locker");
//     auto outcome = core::handle_json(*lockers, stream, "locker.open", fields, context);
//
// Commands, events and states are passed by address; `info()` says what lies there
// (describe/type_info.hpp). core/workflow_json.hpp does the same in JSON.
//
// Thread-safety: all members may be called from any thread. Ownership: a port belongs to the engine
// that hosts the workflow, and lives as long.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <recourse/core/event_store.hpp>
#include <recourse/core/executor.hpp>
#include <recourse/core/outcome.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/upgrade.hpp>
#include <recourse/core/viewer.hpp>
#include <span>

namespace recourse::core {

/// What a workflow is, as data. Lives as long as the process.
struct WorkflowInfo {
  std::string_view kind;  ///< Its streams are "<kind>/<key>".
  std::string_view name;  ///< What callers call it; the kind, unless the decider has a kName.
  std::string_view doc;   ///< One sentence; empty unless the decider has a kDoc.
  std::uint32_t definition;
  std::uint32_t fold_version;  ///< Of what evolve makes of events (core/decider.hpp).
  const describe::SetInfo* commands;
  const describe::SetInfo* events;
  const describe::SetInfo* retired;   ///< Events that are read and not written; null: none.
  const describe::TypeInfo* state;    ///< Null: State is not described.
  const describe::TypeInfo* summary;  ///< Null: there is none. See SummarizingDecider.
  bool timed;                         ///< Its streams are under limits.
  /// Key of its only stream; empty: it has many. From the decider's kKey.
  std::string_view key;
  /// Names of the commands that a stream takes which has not begun, as `next` of an empty state
  /// says; all of them if the decider cannot say.
  std::vector<std::string_view> beginning;
  /// Names of the command and the event that record a look in clear; empty: none is recorded, and
  /// so none taken (LookRecordingDecider).
  std::string_view look;
  std::string_view looked;
  /// What it says no to: its table of refusals; empty unless the decider has one.
  std::span<const RefusalInfo> refusals;
  /// Make a value whose type only the tables above know: a set that holds its first alternative, a
  /// state as State{} is. Null where the table is.
  std::shared_ptr<void> (*new_command)();
  std::shared_ptr<void> (*new_event)();
  std::shared_ptr<void> (*new_retired)();
  std::shared_ptr<void> (*new_state)();
  /// As WorkflowPort::summary, of a decider with its defaults; null if there is no summary, the
  /// decider has no defaults, or these are tables alone.
  std::shared_ptr<const void> (*summarize)(const void* state);

  bool begins_stream(std::string_view command) const {
    return std::ranges::find(beginning, command) != beginning.end();
  }
};

/// A decider that publishes what it says no to. Its documentation follows.
///
///     static std::span<const core::RefusalInfo> refusals();
template <class D>
concept RefusalListingDecider = Decider<D> && requires {
  { D::refusals() } -> std::convertible_to<std::span<const RefusalInfo>>;
};

/// A decider that says of a state what follows from it: its owner, its limits, what is open.
///
///     struct Summary { … };                           // described
///     Summary summarize(const State&) const;          // pure
template <class D>
concept SummarizingDecider = Decider<D> && requires(const D& d, const typename D::State& s) {
  requires describe::Described<typename D::Summary>;
  { d.summarize(s) } -> std::same_as<typename D::Summary>;
};
/// A decider that knows which commands a state takes from an actor at a moment.
///
///     std::vector<std::string_view> next_for(const State&, const Context&) const;    // pure
template <class D>
concept ActorSteppingDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, const Context& context) {
  { d.next_for(s, context) } -> std::same_as<std::vector<std::string_view>>;
};

namespace detail {
template <class D>
concept HasName = requires {
  { D::kName } -> std::convertible_to<std::string_view>;
};
template <class D>
concept HasDoc = requires {
  { D::kDoc } -> std::convertible_to<std::string_view>;
};
template <class D>
concept HasKey = requires {
  { D::kKey } -> std::convertible_to<std::string_view>;
};

template <Decider D>
std::vector<std::string_view> beginning_commands() {
  if constexpr (SteppingDecider<D> && std::default_initializable<D>) {
    return D{}.next(typename D::State{});
  } else {
    std::vector<std::string_view> all;
    for (const auto* command : describe::set_info<typename D::Command>().types) {
      all.push_back(command->type);
    }
    return all;
  }
}

template <class T>
std::shared_ptr<void> make_any() {
  return std::make_shared<T>();
}

template <SummarizingDecider D>
std::shared_ptr<const void> summary_of(const void* state) {
  return std::make_shared<typename D::Summary>(
      D{}.summarize(*static_cast<const typename D::State*>(state)));
}

template <Decider D>
WorkflowInfo make_workflow_info() {
  WorkflowInfo info{};
  info.kind = info.name = D::kKind;
  if constexpr (HasName<D>) info.name = D::kName;
  if constexpr (HasDoc<D>) info.doc = D::kDoc;
  info.definition = D::kDefinition;
  info.fold_version = fold_version<D>();
  info.commands = &describe::set_info<typename D::Command>();
  info.events = &describe::set_info<typename D::Event>();
  info.new_command = &make_any<typename D::Command>;
  info.new_event = &make_any<typename D::Event>;
  if constexpr (UpcastingDecider<D>) {
    info.retired = &describe::set_info<typename D::Retired>();
    info.new_retired = &make_any<typename D::Retired>;
  }
  if constexpr (describe::Described<typename D::State>) {
    info.state = &describe::type_info<typename D::State>;
    info.new_state = &make_any<typename D::State>;
  }
  if constexpr (SummarizingDecider<D>) {
    info.summary = &describe::type_info<typename D::Summary>;
  }
  info.timed = TimedDecider<D>;
  if constexpr (HasKey<D>) info.key = D::kKey;
  if constexpr (LookRecordingDecider<D>) info.look = D::kLook, info.looked = D::kLooked;
  if constexpr (RefusalListingDecider<D>) info.refusals = D::refusals();
  return info;
}
}  // namespace detail

/// The description of a workflow, without an engine.
template <Decider D>
const WorkflowInfo& workflow_info() {
  static const WorkflowInfo info = [] {
    auto made = detail::make_workflow_info<D>();
    made.beginning = detail::beginning_commands<D>();
    if constexpr (SummarizingDecider<D> && std::default_initializable<D>) {
      made.summarize = &detail::summary_of<D>;
    }
    return made;
  }();
  return info;
}
/// Its tables alone, `beginning` left empty: asks nothing of the decider's rules, and so links
/// without them.
template <Decider D>
const WorkflowInfo& workflow_tables() {
  static const WorkflowInfo info = detail::make_workflow_info<D>();
  return info;
}

/// A stream as it stands.
struct AnyState {
  std::shared_ptr<const void> state;  ///< Of the workflow's State.
  Version version;                    ///< 0: the stream does not exist.
  std::uint32_t definition = 0;
  Timestamp at{};                       ///< occurred_at of its last event.
  std::vector<ArmedTimer> timers = {};  ///< Those that run.
};

/// What a command would come to, if it were given now.
struct AnyRehearsal {
  std::optional<Refusal> refusal = {};
  /// That its own stream would get, of WorkflowInfo::events, in order, those of passed timers
  /// first; none if it is refused.
  std::vector<std::shared_ptr<const void>> events = {};
};

/// Sees an event of a record, of WorkflowInfo::events.
using SeeEvent = std::function<Result<void>(const void* event)>;

class WorkflowPort {
 public:
  virtual ~WorkflowPort() = default;

  virtual const WorkflowInfo& info() const noexcept = 0;
  virtual EventStore& store() const noexcept = 0;
  /// As WorkflowInfo::new_command.
  std::shared_ptr<void> new_command() const { return info().new_command(); }

  /// Decides a command of WorkflowInfo::commands and appends what was decided; waits until it is
  /// durable. Errors: as Workflow::handle; closed.
  virtual Result<Outcome> handle(const StreamId& stream, const void* command,
                                 const Context& context) const = 0;
  /// The same without waiting; core/command_queue.hpp says when and where `done` is called.
  virtual std::shared_ptr<Pending> async_handle(StreamId stream,
                                                std::shared_ptr<const void> command,
                                                Context context,
                                                base::Completion<Result<Outcome>> done) const = 0;

  /// What `handle` would come to; nothing is appended. Errors: as Workflow::draft.
  virtual Result<AnyRehearsal> rehearse_any(const StreamId& stream, const void* command,
                                            const Context& context) const = 0;

  // `find_any` and `each_event` without a Visibility give everything, personal data in clear: they
  // are for code that decides, inside the process. Whatever is shown to somebody goes through
  // Engine::look, and through the Visibility that it answers with.

  /// A stream as it stands, or as it stood after version `at`; the state is the caller's own copy.
  /// not_found if there is none.
  virtual Result<AnyState> find_any(const StreamId& stream, Version at = Version{~0ULL}) const = 0;
  /// Calls `see` for each event that a record means today, in order. Errors: as Fold::each_event,
  /// and those of `see`.
  virtual Result<void> each_event(const RecordView& record, const SeeEvent& see) const = 0;
  /// The same for somebody's eyes: what he may not see is taken out (core/viewer.hpp).
  virtual Result<void> each_event(const RecordView& record, const Visibility& visibility,
                                  const SeeEvent& see) const = 0;
  /// What a viewer may see of a state; records nothing (Engine::look does). user_code_failed if the
  /// decider's hook throws.
  virtual Result<Visibility> sees(const void* state, const Viewer& viewer) const = 0;

  /// Names of the commands that a state takes, in their usual order; with an actor, those that it
  /// may give now, if the decider can say. Nothing if the decider does not know its next steps.
  virtual std::optional<std::vector<std::string_view>> next(const void* state,
                                                            const Actor* actor) const = 0;
  /// What follows from a state, of WorkflowInfo::summary; null if there is none.
  virtual std::shared_ptr<const void> summary(const void* state) const = 0;

  /// New code looks at every stream of the workflow (core/upgrade.hpp).
  virtual Result<UpgradeReport> check_upgrade(const UpgradeOptions& options) const = 0;
};

}  // namespace recourse::core
