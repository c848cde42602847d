// SupervisionDecider: inspections of units, and what follows from their findings (R23, R24).
//
//     SupervisionDecider rules;                                   // China's calendar, UTC+8
//     auto plan = Plan{.unit = "PD01", .district = "PD", .kind = InspectionKind::routine, …};
//     auto decision = rules.decide(state, plan, context);
//
// One stream is one inspection of one unit: "supervision/DC-2023-0001". It is planned, carried out,
// and either clean or found; findings bring a circular (通报), the circular a correction by the
// unit, the correction a verification by somebody who is not of it. What is not corrected brings
// the circular again, one rung and level up. The unit may object once, and somebody uninvolved
// rules. A spot check has a random sample that nobody chose (sample.hpp).
//
// Checks come in this order: does the phase take it; may this role, of this unit, for this line, at
// this level, do it; are the facts complete. Pure: no clock, no I/O, no randomness. Safe from any
// thread; the calendar must outlive the decider.
#pragma once

#include <memory>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/supervision/commands.hpp>
#include <recourse/casework/supervision/events.hpp>
#include <recourse/casework/supervision/limits.hpp>
#include <recourse/casework/supervision/state.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::supervision {

struct SupervisionDecider {
  using State = supervision::State;
  using Command = supervision::Command;
  using Event = supervision::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "supervision";
  static constexpr std::string_view kDoc =
      "An inspection of a unit, from the plan to the verified correction.";
  static constexpr core::Label kLabel{"Inspections", "检查通报"};
  static constexpr std::uint32_t kDefinition = 1;

  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  /// Where local days begin.
  UtcOffset utc_offset = kShanghaiOffset;
  /// The districts that there are.
  Norms norms = Norms::shanghai();
  /// Null, or the register of windows: which units there are, and in which district they lie.
  std::shared_ptr<const Windows> windows = {};
  /// Null, or the cases that there are.
  std::shared_ptr<const KnownCases> known_cases = {};
  Limits limits = {};

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();
  /// A decider of a deployment: its zone and its calendar.
  static SupervisionDecider with(const Reference& reference);

  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  /// The commands that the phases take; never the engine's.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor's role and unit may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// Every open limit that has not been missed, by the names of LimitKind.
  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;
  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// Every open limit with the unit that owes it, missed ones too.
  std::vector<Duty> duties(const State& state) const;

  /// Departments of the district or the city, supervisors and the engine see all; the inspected
  /// unit sees it from its findings on: an inspection may come unannounced.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;

  bool finished(const State& state) const { return open_limits(state).empty(); }
};
static_assert(core::SingleStreamDecider<SupervisionDecider>);
static_assert(core::TimedDecider<SupervisionDecider>);
static_assert(RecomputingDecider<SupervisionDecider>);
static_assert(core::ViewJudgingDecider<SupervisionDecider>);

using Decider = SupervisionDecider;

}  // namespace recourse::casework::supervision
