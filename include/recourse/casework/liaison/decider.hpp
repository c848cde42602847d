// The liaisons (对接专人) as a workflow (R21): for each business line and station a named person of
// the department, with one who stands in. Difficult matters are collected; at regular intervals a
// digest of them is issued, and the department answers each with a solution or a next step.
//
//     LiaisonDecider liaisons;                                 // China's calendar, limits.hpp
//     liaisons.decide(state, Appoint{"x1", "x2"}, context);    // "liaison/population.JA012"
//
// What has no answer when the next digest is issued stands in that one too, and its lateness counts
// from its first. Nothing drops out but by an answer; a vacant post collects on.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread; calendar and catalogue must outlive
// the decider.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/current_calendar.hpp>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/liaison/commands.hpp>
#include <recourse/casework/liaison/events.hpp>
#include <recourse/casework/liaison/lifecycle.hpp>
#include <recourse/casework/liaison/limits.hpp>
#include <recourse/casework/liaison/state.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::liaison {

struct LiaisonDecider {
  using State = liaison::State;
  using Command = liaison::Command;
  using Event = liaison::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "liaison";
  static constexpr std::string_view kDoc = "The liaison of a business line for a station.";
  static constexpr core::Label kLabel{"Liaisons", "对接专人"};
  static constexpr std::uint32_t kDefinition = 1;

  Limits limits = {};
  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  const Catalogue* catalogue = &Catalogue::builtin();
  UtcOffset utc_offset = kShanghaiOffset;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();

  /// A decider of a deployment.
  static LiaisonDecider with(const Reference& reference);

  /// Checks come in this order: does the phase take it; may this role, at this unit, do it; are the
  /// facts complete.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const;

  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// What the department owes, and until when.
  std::vector<Duty> duties(const State& state) const;

  /// The commands that the phases take.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor's role and unit may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// Staff of the station, the departments, liaisons and supervisors.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
};
static_assert(core::SingleStreamDecider<LiaisonDecider>);
static_assert(core::TimedDecider<LiaisonDecider>);
static_assert(RecomputingDecider<LiaisonDecider>);
static_assert(core::ViewJudgingDecider<LiaisonDecider>);

using Decider = LiaisonDecider;

}  // namespace recourse::casework::liaison
