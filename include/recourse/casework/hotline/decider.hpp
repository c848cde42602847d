// An order of the 12345 hotline as a workflow (R27): whether it is about a case that there is, who
// said so, or which case was opened for it.
//
//     hotline.suggest   two cases fit, neither for certain         → likely
//     hotline.confirm   an officer says which, with its score      → confirmed
//
// One stream an order, "hotline/20231201000123". It holds nothing of the person: that stands in the
// case. Orders are taken in by an interface (office/hotline.hpp); what is likely is a duty of the
// station until somebody confirms or dismisses it, and what was dismissed until an import opens a
// case for it.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread; the calendar must outlive the
// decider.
#pragma once

#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/hotline/commands.hpp>
#include <recourse/casework/hotline/events.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/core/viewer.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::hotline {

/// An order as it stands.
struct State {
  Phase phase = Phase::none;
  OrderFacts facts{};
  std::vector<Candidate> candidates{};
  Candidate match{};
  std::string by{};
  std::string reason{};
  std::optional<Due> until{};
  bool late = false;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (phase, facts, candidates, match, by, reason, until, late))
constexpr auto recourse_spec(const State*) {
  return describe::spec("hotline.state", 1, "An order of the hotline as it stands (R27).",
                        {{"phase", 1, "Where it is in its lifecycle.", kOpen},
                         {"facts", 1, "What the order says.", kOpen},
                         {"candidates", 1, "Cases that it may be about, the best first."},
                         {"match", 1, "The case that it is about; empty: none yet."},
                         {"by", 1, "Staff number of who confirmed or dismissed it."},
                         {"reason", 1, "Why it was dismissed."},
                         {"until", 1,
                          "Until when somebody must say which case it is; of one that was "
                          "dismissed, until when a case must be opened for it.",
                          kOpen},
                         {"late", 1, "That limit passed."}});
}

struct HotlineDecider {
  using State = hotline::State;
  using Command = hotline::Command;
  using Event = hotline::Event;
  using Recompute = RecomputeLimits;

  static constexpr std::string_view kKind = "hotline";
  static constexpr std::string_view kDoc =
      "An order of the 12345 hotline, and the case that it is about.";
  static constexpr core::Label kLabel{"Hotline orders", "热线工单"};
  static constexpr std::uint32_t kDefinition = 1;

  /// Working days from the import to somebody's word. Our inference: the seed names none.
  std::int64_t confirm_days = 2;
  /// Working days from a dismissal to the import that opens a case. Our inference, too.
  std::int64_t open_days = 2;
  const Calendar* calendar = &Calendar::china();
  /// Null, or the calendar that holds when a decision begins.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  UtcOffset utc_offset = kShanghaiOffset;

  /// A decider of a deployment.
  static HotlineDecider with(const Reference& reference);
  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();

  /// Checks come in this order: does the phase take it; may this role, at this unit, do it; are the
  /// facts complete.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  std::vector<core::Timer> timers(const State& state) const;
  Command on_timer(const State&, std::string_view) const { return MissConfirmation{}; }
  Event timer_declined(const core::ArmedTimer& timer, const core::Refusal& refusal) const {
    return LimitDeclined{timer.name, refusal.name};
  }
  /// The commands that the phase takes.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor's role and unit may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// A limit that runs is counted otherwise by the calendar that holds now: `RecomputeLimits` has
  /// something to do at that moment.
  bool recomputes(State state, Timestamp now) const;
  /// Of the station, while somebody must say which case it is, or see that one is opened.
  std::vector<Duty> duties(const State& state) const;
  /// Staff of the station, the departments, liaisons and supervisors.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
};
static_assert(core::SingleStreamDecider<HotlineDecider>);
static_assert(core::TimedDecider<HotlineDecider>);
static_assert(RecomputingDecider<HotlineDecider>);
static_assert(core::ViewJudgingDecider<HotlineDecider>);

using Decider = HotlineDecider;

/// The one region of its lifecycle.
const lifecycle::Region<Phase>& stages();

}  // namespace recourse::casework::hotline
