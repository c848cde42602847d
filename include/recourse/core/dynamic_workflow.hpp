// DynamicWorkflow: a workflow whose types are described at run time, by data: for workflows that
// another language writes, or a file. It runs on the engine as any other does.
//
//     auto workflow = core::DynamicWorkflow::describe({.kind = "locker", .state = &state,
//                                                      .commands = {&open}, .events = {&opened}});
//     class Rules final : public core::DynamicRules { … decide … evolve … };
//     core::DynamicDecider decider{**workflow, std::make_shared<Rules>()};
//     engine->add(decider, core::dynamic_view(decider));
//
// What the rules must be is what core/decider.hpp says of a decider: pure, and evolve takes every
// event. A type's name, its version and the order of its fields are permanent, as those of C++
// types are; bytes in the log are the same as theirs.
//
// A workflow with timers has an event of its own, "<kind>.timer_declined": it is recorded where
// the rules refuse a timer's command, and the rules never see it.
//
// Rules may throw: what they throw is user_code_failed, and nothing is appended.
//
// Thread-safety: rules are called concurrently. Ownership: a description lives as long as the
// process; deciders share their rules.
#pragma once

#include <recourse/core/dynamic_types.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/core/projection.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>
#include <recourse/core/workflow_port.hpp>

namespace recourse::core {

/// What a workflow is, as it is to be described.
struct DynamicDescription {
  std::string kind;
  std::string name = {};  ///< Empty: the kind.
  std::string doc = {};
  std::uint32_t definition = 1;
  std::uint32_t fold_version = 1;
  const DynamicStruct* state = nullptr;
  std::vector<const DynamicStruct*> commands = {};
  std::vector<const DynamicStruct*> events = {};
  std::vector<const DynamicStruct*> retired = {};  ///< Read, and not written any more.
  bool timed = false;
  /// Names of the commands that a stream takes which has not begun; empty: all.
  std::vector<std::string> beginning = {};
  /// The command and the event that record a look in clear, each with a text `purpose`; both or
  /// neither (core/viewer.hpp).
  std::string look = {};
  std::string looked = {};
};

/// A described workflow.
class DynamicWorkflow {
 public:
  /// invalid_argument, naming what is wrong: a kind that is none, a type whose name does not begin
  /// with the kind, no state, no commands or events, two types of one name, a look that has no
  /// `purpose`. limit_exceeded as
  /// dynamic::describe_set. It lives as long as the process.
  static Result<const DynamicWorkflow*> describe(const DynamicDescription& description);

  const WorkflowInfo& info() const noexcept { return info_; }
  const DynamicSetType& commands() const noexcept { return *commands_; }
  /// Those of today first, then `timer_declined` if it has timers, then those that are retired.
  const DynamicSetType& events() const noexcept { return *events_; }
  const DynamicStruct& state() const noexcept { return *state_; }
  const describe::ValueInfo& state_value() const noexcept { return *state_value_; }
  bool is_retired(std::size_t event) const noexcept { return event >= current_; }
  /// Index of the event that a timer was declined; events().size(): it has none.
  std::size_t timer_declined() const noexcept { return timer_declined_; }

 private:
  DynamicWorkflow() = default;
  WorkflowInfo info_{};
  const DynamicSetType* commands_ = nullptr;
  const DynamicSetType* events_ = nullptr;
  const DynamicStruct* state_ = nullptr;
  const describe::ValueInfo* state_value_ = nullptr;
  std::size_t current_ = 0;  // events that are not retired
  std::size_t timer_declined_ = 0;
};

/// A limit, as rules give it.
struct DynamicTimer {
  std::string name;  ///< [a-z][a-z0-9_]*; one of a name in a state.
  Timestamp due;
  bool fires = true;
};

/// What happens in a workflow. All pure; called concurrently.
class DynamicRules {
 public:
  virtual ~DynamicRules() = default;
  virtual Decision<DynamicSet> decide(const DynamicState& state, const DynamicSet& command,
                                      const Context& context) const = 0;
  /// Other streams that a command concerns, of the same kind.
  virtual std::vector<StreamId> related(const DynamicSet& command) const;
  /// `decide` of a command that concerns others; without them it is `decide`.
  virtual Decision<DynamicSet> decide_among(const DynamicState& state, const DynamicSet& command,
                                            const Context& context,
                                            std::span<const Related<DynamicState>> related) const;
  virtual void evolve(DynamicState& state, const DynamicSet& event, const Facts& facts) const = 0;
  /// Which limits run in a state; only of a workflow with timers.
  virtual std::vector<DynamicTimer> timers(const DynamicState& state) const;
  /// What a limit asks when it has passed. Requires: it is one of `timers`.
  virtual DynamicSet on_timer(const DynamicState& state, std::string_view name) const;
  /// What a retired event means today: at least one.
  virtual std::vector<DynamicSet> current(const DynamicSet& retired) const;
  /// Names of the commands that a state takes; with a context, from its actor.
  virtual std::vector<std::string_view> next(const DynamicState& state,
                                             const Context* context) const = 0;
  /// By which the log finds an event (core/decider.hpp).
  virtual std::vector<std::string> tags(const DynamicSet& event) const;
  /// What somebody may see of a state; where nothing else is said, as core/viewer.hpp says.
  virtual Visibility sees(const DynamicState& state, const Viewer& viewer) const;
  /// Whether the lifecycle takes this event there: for core/upgrade.hpp.
  virtual bool accepts(const DynamicState& before, const DynamicSet& event) const;
};

struct DynamicOptions {
  /// Decides and evolves twice and compares: rules that are not pure end with an error. Doubles
  /// the cost.
  bool check_determinism = false;
};

/// Runs rules as a decider.
class DynamicDecider {
 public:
  using State = DynamicState;
  using Command = DynamicSet;
  using Event = DynamicSet;

  DynamicDecider(const DynamicWorkflow& workflow, std::shared_ptr<const DynamicRules> rules,
                 DynamicOptions options = {});

  const DynamicWorkflow& workflow() const noexcept { return *workflow_; }
  const DynamicRules& rules() const noexcept { return *rules_; }
  const WorkflowInfo& info() const noexcept { return workflow_->info(); }
  std::string_view kind() const noexcept { return info().kind; }
  std::uint32_t definition() const noexcept { return info().definition; }
  std::uint32_t fold_version() const noexcept { return info().fold_version; }
  const describe::ValueInfo& state_value() const noexcept { return workflow_->state_value(); }

  Result<Event> read(std::string_view type, unsigned version, std::string_view payload) const;
  bool is_retired(const Event& event) const { return workflow_->is_retired(event.index()); }
  std::vector<Event> current(const Event& retired) const;
  std::vector<StreamId> related(const Command& command) const;
  Decision<Event> decide(const State& state, const Command& command, const Context& context,
                         std::span<const Related<State>> related = {}) const;
  void evolve(State& state, const Event& event, const Facts& facts) const;
  std::vector<Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const ArmedTimer& timer, const Refusal& refusal) const;
  std::vector<std::string_view> next(const State& state) const;
  std::vector<std::string_view> next_for(const State& state, const Context& context) const;
  std::vector<std::string> tags(const Event& event) const;
  Visibility sees(const State& state, const Viewer& viewer) const;
  /// For visibility_of: a look in clear is recorded.
  bool records_looks() const noexcept { return !info().look.empty(); }
  bool accepts(const State& before, const Event& event, const Facts& facts) const;

 private:
  const State& begun(const State& state) const noexcept {
    return state.begun() ? state : *initial_;
  }

  const DynamicWorkflow* workflow_;
  std::shared_ptr<const DynamicRules> rules_;
  std::shared_ptr<const State> initial_;  // shared by copies: it never changes
  DynamicOptions options_;
};

/// A view of all streams of a workflow, called as its kind: 's' stream → its state, and the due
/// times (core/due_index.hpp).
ProjectionFactory dynamic_view(const DynamicDecider& decider);
/// A stream's state out of a row of such a view. corruption if the bytes are none.
Result<Loaded<DynamicState>> decode_dynamic(std::string_view bytes, const DynamicWorkflow& of);

namespace detail {
/// Which alternatives hold personal data depends on the set: each is looked through.
template <>
inline bool holds_sealed<DynamicSet>(std::size_t) {
  return true;
}
}  // namespace detail

}  // namespace recourse::core
