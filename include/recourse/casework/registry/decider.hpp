// Registry: the stations' windows as a workflow (R1 to R6): where they stand, their signs and
// rooms, who serves there, and whether they are open. A stream for each station and for each
// service centre whose window stations share, under its code.
//
//     auto decider = RegistryDecider::with(reference);
//     registry/PD01:  Register{"PD", "陆家嘴派出所", "c1"}, Plan{…}, CheckSign{…}, AddOfficer{…}, Open{}
//     window_at(state, now)      → does it take cases, and who is on its roster (window.hpp)
//     stability_at(state, now)   → how fixed the roster is (stability.hpp)
//
// A station that joins a centre has no window, sign or roster of its own: those are the centre's.
// Joining and leaving are recorded in both streams at once.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread.
#pragma once

#include <memory>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/registry/commands.hpp>
#include <recourse/casework/registry/events.hpp>
#include <recourse/casework/registry/lifecycle.hpp>
#include <recourse/casework/registry/limits.hpp>
#include <recourse/casework/registry/state.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::registry {

struct RegistryDecider {
  using State = registry::State;
  using Command = registry::Command;
  using Event = registry::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "registry";
  static constexpr std::string_view kDoc =
      "The stations' windows: signs, rooms, rosters, and whether they are open.";
  static constexpr core::Label kLabel{"Register of windows", "窗口名册"};
  static constexpr std::uint32_t kDefinition = 1;
  /// Raised whenever the same events make another state.
  static constexpr std::uint32_t kFoldVersion = 2;

  static RegistryDecider with(const Reference& reference);
  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();

  Limits limits = {};
  /// The districts that there are, and where local days begin.
  Norms norms = Norms::shanghai();
  /// The calendar that holds when a decision begins; null: the built-in one.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  /// The cases that there are; null: nobody knows.
  std::shared_ptr<const KnownCases> known_cases = {};

  /// The centre that a station joins or leaves.
  std::vector<StreamId> related(const Command& command) const;
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context,
                               std::span<const core::Related<State>> related) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  /// The commands that the phases take, but for the timer's.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor's role and unit may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;

  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;

  /// Citizens and receivers what is open; civilian staff and auxiliaries nothing (R5).
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// What the place asks of its own unit, or, of a limit that has passed, of its district.
  std::vector<Duty> duties(const State& state) const;
};
static_assert(core::MultiStreamDecider<RegistryDecider>);
static_assert(core::TimedDecider<RegistryDecider>);
static_assert(RecomputingDecider<RegistryDecider>);
static_assert(core::ViewJudgingDecider<RegistryDecider>);

using Decider = RegistryDecider;

}  // namespace recourse::casework::registry
