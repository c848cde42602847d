// The standard replies (口径) as a workflow (R22): for a frequent matter one approved wording,
// versioned, with days of validity; what staff may say is kept apart from the basis for staff only.
//
//     RepliesDecider replies;                                   // China's calendar, limits.hpp
//     replies.decide(state, Draft{.matter = "RK01", .wording = "…", .basis = "…"}, context, {});
//
// A stream is a reply, "replies/KJ-0001". A version is drafted, reviewed, approved and published by
// three persons at least of the department that answers for the matter; the one before holds until
// the new one begins.
//
// For a matter, a reason and a bureau there is one reply at most that is published. Each
// publication takes the next place in their line: its event carries the tag
// "<matter>/<reason>/<bureau>#<place>", and no tag stands in the log twice. Who publishes says by
// `replaces` what it follows; of two who follow the same, in whatever processes, the log refuses
// one. A place is never free again, so that a withdrawn reply is followed by naming it, as a
// published one is.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread; calendar and catalogue must outlive
// the decider.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/current_calendar.hpp>
#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/replies/commands.hpp>
#include <recourse/casework/replies/events.hpp>
#include <recourse/casework/replies/lifecycle.hpp>
#include <recourse/casework/replies/state.hpp>
#include <recourse/core/projection.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::replies {

struct RepliesDecider {
  using State = replies::State;
  using Command = replies::Command;
  using Event = replies::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "replies";
  static constexpr std::string_view kDoc = "A standard reply, from the proposal to its end.";
  static constexpr core::Label kLabel{"Standard replies", "标准口径"};
  static constexpr std::uint32_t kDefinition = 1;

  Limits limits = {};
  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  const Catalogue* catalogue = &Catalogue::builtin();
  /// Null, or which line a matter goes to by the rulings that hold when a decision begins.
  std::shared_ptr<const CurrentDispatch> current_dispatch = {};
  UtcOffset utc_offset = kShanghaiOffset;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();

  /// A decider of a deployment.
  static RepliesDecider with(const Reference& reference);
  /// The view `replies` (views/replies_view.hpp).
  core::ProjectionFactory state_view() const;

  /// The reply that a publication takes the place of.
  std::vector<StreamId> related(const Command& command) const;
  /// Checks come in this order: does the phase take it; may this role, at this unit, do it; are the
  /// facts complete.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context,
                               std::span<const core::Related<State>> related) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  /// The place of a publication.
  std::vector<std::string> tags(const Event& event) const;

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
  /// Citizens see what was published, without its basis.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
};
static_assert(core::MultiStreamDecider<RepliesDecider>);
static_assert(core::TimedDecider<RepliesDecider>);
static_assert(RecomputingDecider<RepliesDecider>);
static_assert(core::TaggingDecider<RepliesDecider>);
static_assert(core::ViewJudgingDecider<RepliesDecider>);

using Decider = RepliesDecider;

}  // namespace recourse::casework::replies
