// TrainingDecider: trainings of staff on typical cases, and whether they helped (R25).
//
//     TrainingDecider rules;                                      // China's calendar, UTC+8
//     auto decision = rules.decide(state, Plan{.topic = "一次性告知", …}, context);
//
// One stream is one training: "training/PX-2023-01". It is planned, announced, held, tested; then
// the attendees' figures of equal periods before and after are compared (effect.hpp). Who was
// absent makes up for it before it is closed.
//
// Checks come in this order: does the phase take it; may this role, of this unit, for these lines,
// do it; are the facts complete. Pure: no clock, no I/O, no randomness. Safe from any thread; the
// calendar must outlive the decider.
#pragma once

#include <memory>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/training/commands.hpp>
#include <recourse/casework/training/events.hpp>
#include <recourse/casework/training/limits.hpp>
#include <recourse/casework/training/state.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::training {

struct TrainingDecider {
  using State = training::State;
  using Command = training::Command;
  using Event = training::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "training";
  static constexpr std::string_view kDoc = "A training of staff, from the plan to its effect.";
  static constexpr core::Label kLabel{"Trainings", "培训"};
  static constexpr std::uint32_t kDefinition = 1;

  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  /// Where local days begin.
  UtcOffset utc_offset = kShanghaiOffset;
  Limits limits = {};

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();
  /// A decider of a deployment: its zone and its calendar.
  static TrainingDecider with(const Reference& reference);

  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  /// The commands that the phase takes; never the timer's.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, what the role may, of the unit that gives the training.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// Every open limit that has not been missed, by the names of LimitKind.
  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;
  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// Every open limit, missed ones too; the unit that gives the training owes them all.
  std::vector<Duty> duties(const State& state) const;

  /// Staff and the engine see all of it, nobody else anything.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;

  bool finished(const State& state) const {
    return state.phase == Phase::closed || state.phase == Phase::cancelled;
  }
};
static_assert(core::SingleStreamDecider<TrainingDecider>);
static_assert(core::TimedDecider<TrainingDecider>);
static_assert(RecomputingDecider<TrainingDecider>);
static_assert(core::ViewJudgingDecider<TrainingDecider>);

using Decider = TrainingDecider;

}  // namespace recourse::casework::training
