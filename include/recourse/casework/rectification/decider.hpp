// RectificationDecider: from one matter to one class (一件事到一类事, R28–R30, R42): what is done
// about failures that came back, from the opening of a class to the proof that they come back less.
//
//     RectificationDecider rules;
//     auto decision = rules.decide(state, Open{.matter = "RK01", .reason = "M1", …}, context);
//
// A class is a matter (or a line) and a reason; it has exactly one rectification a period: the log
// itself refuses a second one, by the tag that `class_tag` makes. Each limit is a duty of a unit
// and a timer; one that passes is recorded, and what it asked for stays to be done.
//
// Pure: no clock, no I/O, no randomness. A decision sees one calendar and one catalogue from its
// beginning to its end, evolve sees none. Safe from any thread; calendar and catalogue must outlive
// the decider.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/rectification/limits.hpp>
#include <recourse/casework/rectification/state.hpp>
#include <recourse/core/timer.hpp>

namespace recourse::casework::rectification {

struct RectificationDecider {
  using State = rectification::State;
  using Command = rectification::Command;
  using Event = rectification::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "rectification";
  static constexpr std::string_view kDoc =
      "A class of failures, from its opening to the proof that it comes back less.";
  static constexpr core::Label kLabel{"Rectifications", "整改"};
  static constexpr std::uint32_t kDefinition = 1;

  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  const Catalogue* catalogue = &Catalogue::builtin();
  /// Null, or the catalogue that holds when a decision begins.
  std::shared_ptr<const CurrentCatalogue> current_catalogue = {};
  /// Null, or the dispatch catalogue that holds when a decision begins: the line of a matter (R41).
  std::shared_ptr<const CurrentDispatch> current_dispatch = {};
  /// Null, or the register of windows: which stations there are.
  std::shared_ptr<const Windows> windows = {};
  /// Null, or the cases that there are.
  std::shared_ptr<const KnownCases> known_cases = {};
  /// Where local days begin.
  UtcOffset utc_offset = kShanghaiOffset;
  Limits limits = {};

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();
  /// A decider of a deployment.
  static RectificationDecider with(const Reference& reference);

  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;

  /// The class of an opening, the version of a publication.
  std::vector<std::string> tags(const Event& event) const;

  /// The commands that the phase takes, in their order; never a timer's.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that are for the actor's role.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;

  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// What is owed, by whom, until when (R16).
  std::vector<Duty> duties(const State& state) const;
  /// A limit each: "analyse", …, "measure_1" for a measure, "observe" for the observation.
  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State& state, std::string_view name) const;
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const {
    return TimerDeclined{timer.name, refusal.name};
  }

  /// Closed: nothing may come any more.
  bool finished(const State& state) const { return state.phase == Phase::closed; }

  /// The catalogue that holds now.
  const Catalogue& catalogue_now() const {
    return current_catalogue ? current_catalogue->current() : *catalogue;
  }
};
static_assert(core::SingleStreamDecider<RectificationDecider>);
static_assert(core::TimedDecider<RectificationDecider>);
static_assert(RecomputingDecider<RectificationDecider>);
static_assert(core::TaggingDecider<RectificationDecider>);

using Decider = RectificationDecider;

}  // namespace recourse::casework::rectification
