// The receiving phase of a building permit, as a Dutch municipality works it: an application is
// filed, its receipt is confirmed (checked, adjusted, determined, sent), and beside that somebody
// weighs, with internal and external advice, whether the procedure has to stop.
//
// lifecycle.hpp says which step may follow which. The deadline is a timer. A case may end before
// the paperwork is done; in practice it does.
#pragma once

#include <recourse/core/timer.hpp>

#include "lifecycle.hpp"

namespace permit {

// --- Commands ------------------------------------------------------------------------------------

struct File {
  std::string channel;
  std::string department;
  std::string group;
  std::string responsible;
  std::optional<Timestamp> deadline;
};
BOOST_DESCRIBE_STRUCT(File, (), (channel, department, group, responsible, deadline))
constexpr auto recourse_spec(const File*) {
  return spec("permit.file", 1, "File an application.",
              {{"channel", 1, "How it came: Internet, Desk, Post."},
               {"department", 1, "Where it is worked."},
               {"group", 1, "Group that is responsible; may be empty."},
               {"responsible", 1, "Who is responsible."},
               {"deadline", 1, "As the office sets it; without one, the statutory term."}});
}

struct Do {
  Step step{};
  std::optional<std::uint32_t> number;
};
BOOST_DESCRIBE_STRUCT(Do, (), (step, number))
constexpr auto recourse_spec(const Do*) {
  return spec("permit.do", 1, "Do a step.",
              {{"step", 1, "Which."}, {"number", 1, "Of the aspect or party, for advice."}});
}

struct End {};
BOOST_DESCRIBE_STRUCT(End, (), ())
constexpr auto recourse_spec(const End*) { return spec("permit.end", 1, "End the case."); }

struct PassDeadline {};
BOOST_DESCRIBE_STRUCT(PassDeadline, (), ())
constexpr auto recourse_spec(const PassDeadline*) {
  return spec("permit.pass_deadline", 1, "The timer's.");
}

using Command = std::variant<File, Do, End, PassDeadline>;

// --- State ---------------------------------------------------------------------------------------

struct State {
  Phases phases;
  std::string channel;
  std::string department;
  std::string group;
  std::string responsible;
  Timestamp filed_at{};
  Timestamp deadline{};
  Timestamp lawful_until{};
  std::optional<Timestamp> ended_at;
  bool late = false;
  bool unlawful = false;
  std::uint32_t steps = 0;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phases, channel, department, group, responsible, filed_at, deadline,
                       lawful_until, ended_at, late, unlawful, steps))
constexpr auto recourse_spec(const State*) {
  return spec("permit.state", 1, "How a case stands.",
              {{"phases", 1, "Where it is."},
               {"channel", 1, "How it came."},
               {"department", 1, "Where it is worked."},
               {"group", 1, "Group that is responsible."},
               {"responsible", 1, "Who is responsible."},
               {"filed_at", 1, "When it was filed."},
               {"deadline", 1, "As the office set it."},
               {"lawful_until", 1, "End of the statutory term."},
               {"ended_at", 1, "When it ended, if it has."},
               {"late", 1, "It ended after its deadline."},
               {"unlawful", 1, "It ended after the statutory term."},
               {"steps", 1, "How many were done."}});
}
static_assert(recourse::describe::well_formed<State>());

// --- The decider ---------------------------------------------------------------------------------

/// Summer time or not, as the law of 1996 has it: between the last Sundays of March and October,
/// 01:00 UTC.
recourse::UtcOffset dutch_offset(Timestamp t);

class Permit {
 public:
  using State = permit::State;
  using Command = permit::Command;
  using Event = permit::Event;
  using Decision = recourse::core::Decision<Event>;
  static constexpr std::string_view kKind = "permit";
  static constexpr std::uint32_t kDefinition = 1;
  /// Wabo, article 3.9: eight weeks from the day of filing; that day's end included.
  static constexpr std::chrono::weeks kStatutoryTerm{8};

  Decision decide(const State& s, const Command& command,
                  const recourse::core::Context& context) const;
  void evolve(State& s, const Event& event, const recourse::core::Facts& facts) const;

  std::vector<recourse::core::Timer> timers(const State& s) const {
    if (s.phases.term != Term::running) return {};
    return {{"deadline", s.deadline}};
  }
  Command on_timer(const State&, std::string_view) const { return PassDeadline{}; }
  Event timer_declined(const recourse::core::ArmedTimer& timer,
                       const recourse::core::Refusal& refusal) const {
    return TimerDeclined{timer.name, refusal.name};
  }
};
static_assert(recourse::core::SingleStreamDecider<Permit>);
static_assert(recourse::core::TimedDecider<Permit>);

}  // namespace permit
