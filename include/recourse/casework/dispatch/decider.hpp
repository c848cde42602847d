// The dispatch catalogue (派单目录) as a workflow: which business line answers for a matter and the
// lowest unit that may decide it, learnt from rulings (R41).
//
//     dispatch.propose    from a case in which the supervisor decided the line    → proposal 1
//     dispatch.adopt      by another supervisor                                   → version 1
//
// A department objects to a line in the case, a supervisor rules there (complaint::ObjectToLine);
// the office proposes what the ruling says by itself. What was adopted is the next version of the
// catalogue: an escalation that names no line goes by it and records its version, and a matter of a
// department's is not answered below it.
//
// It has one stream, "dispatch/catalogue": versions follow one another, and there are some hundred
// in the life of a deployment. A matter has one open proposal at a time. It has no phases.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread; calendar and catalogue must outlive
// the decider.
#pragma once

#include <recourse/casework/common/current_calendar.hpp>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/dispatch/commands.hpp>
#include <recourse/casework/dispatch/events.hpp>
#include <recourse/casework/dispatch/state.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::dispatch {

struct DispatchDecider {
  using State = dispatch::State;
  using Command = dispatch::Command;
  using Event = dispatch::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "dispatch";
  static constexpr std::string_view kKey = "catalogue";
  static constexpr std::string_view kDoc =
      "Which line and level of unit a matter goes to, learnt from rulings.";
  static constexpr core::Label kLabel{"Dispatch catalogue", "派单目录"};
  static constexpr std::uint32_t kDefinition = 1;

  /// Working days from a proposal to its decision. Our inference: the seed names none.
  std::int64_t decide_days = 10;
  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  const Catalogue* catalogue = &Catalogue::builtin();
  /// Null, or the catalogue of matters that holds when a decision begins.
  std::shared_ptr<const CurrentCatalogue> current_catalogue = {};
  UtcOffset utc_offset = kShanghaiOffset;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// A decider of a deployment.
  static DispatchDecider with(const Reference& reference);

  /// Checks come in this order: may this role do it; are the facts complete; does it change
  /// anything.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;

  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// Proposals that the supervisor must decide.
  std::vector<Duty> duties(const State& state) const;
  /// The commands that would find something to do.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor's role may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// Staff; citizens and interfaces not.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
};
static_assert(core::SingleStreamDecider<DispatchDecider>);
static_assert(core::TimedDecider<DispatchDecider>);
static_assert(RecomputingDecider<DispatchDecider>);
static_assert(core::ViewJudgingDecider<DispatchDecider>);

using Decider = DispatchDecider;

}  // namespace recourse::casework::dispatch
