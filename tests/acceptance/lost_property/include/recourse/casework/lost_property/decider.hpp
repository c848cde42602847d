// LostProperty: a thing that somebody found, from handing it in until its owner or the state has it
// (Civil Code, articles 314–318). The workflow of the acceptance test: everything that serves the
// office's workflows serves it, and no file outside this folder names it but the test's build.
#pragma once

#include <recourse/casework/common/duty.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/casework/lost_property/commands.hpp>
#include <recourse/casework/lost_property/events.hpp>
#include <recourse/core/timer.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::lost_property {

enum class Phase : std::uint8_t {
  none = 0,
  kept = 1,
  announced = 2,
  claimed = 3,
  returned = 4,
  forfeited = 5,
};
BOOST_DESCRIBE_ENUM(Phase, none, kept, announced, claimed, returned, forfeited)
constexpr std::string_view recourse_zh(Phase phase) {
  constexpr std::string_view kNames[] = {"无", "保管中", "招领中", "认领中", "已返还", "归国家"};
  return kNames[static_cast<std::size_t>(phase)];
}

struct State {
  Phase phase = Phase::none;
  std::string what{};
  std::string station{};
  std::string marks{};
  std::string claimed_marks{};
  std::optional<Timestamp> claimable_until{};
  bool thanked = false;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phase, what, station, marks, claimed_marks, claimable_until, thanked))
constexpr auto recourse_spec(const State*) {
  return describe::spec("lost_property.state", 1, "A thing that was found, as it stands.",
                        {{"phase", 1, "Where it is in its lifecycle."},
                         {"what", 1, "The thing."},
                         {"station", 1, "Who keeps it."},
                         {"marks", 1, "What only the owner knows."},
                         {"claimed_marks", 1, "The marks that the claimant named."},
                         {"claimable_until", 1, "End of the year in which it can be claimed."},
                         {"thanked", 1, "The finder was thanked."}});
}

struct LostPropertyDecider {
  using State = lost_property::State;
  using Command = lost_property::Command;
  using Event = lost_property::Event;

  static constexpr std::string_view kKind = "lost_property";
  static constexpr std::string_view kDoc = "A thing that was found, until somebody has it.";
  static constexpr std::uint32_t kDefinition = 1;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  static std::string diagram();

  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  /// The commands that the phase takes.
  std::vector<std::string_view> next(const State& state) const;
  std::vector<core::Timer> timers(const State& state) const;
  /// A claim waits for the station's answer.
  std::vector<Duty> duties(const State& state) const;
  Command on_timer(const State&, std::string_view) const { return Forfeit{}; }
  Event timer_declined(const core::ArmedTimer&, const core::Refusal& refusal) const {
    return ForfeitDeclined{refusal.name};
  }
};
static_assert(core::TimedDecider<LostPropertyDecider>);

using Decider = LostPropertyDecider;

/// The one region of its lifecycle.
const lifecycle::Region<Phase>& stages();

}  // namespace recourse::casework::lost_property
