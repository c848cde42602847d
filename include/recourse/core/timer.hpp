// Timer: a limit that a stream is under, and what happens when it has passed.
//
//     std::vector<core::Timer> timers(const State& s) const {          // what runs in this state
//       if (s.paused) return {};
//       return {{"pick_up", s.pick_up_by}};
//     }
//     Command on_timer(const State&, std::string_view name) const;     // what the timer asks then
//     Event timer_declined(const core::ArmedTimer&, const core::Refusal&) const;
//
// A decider says which timers run in a state, and nothing else: setting, pausing, resuming,
// extending and cancelling are events that change the state. A timer that appears, or whose due
// time changes, is armed anew: its generation is the version of the event that did it. It fires
// once its due time lies in the past, by a command whose id is the hash of stream, name and
// generation; so it takes effect once, whoever fires it how often. A generation that is not the
// state's any more is stale: nothing happens. Every firing ends in an event: where the decider
// refuses, `timer_declined` is recorded, and the timer is spent until it is armed anew.
//
// A command lets what has passed in its stream fire first (core/round.hpp), in the same append:
// what a limit's end brings does not depend on who was faster.
//
// A timer acts at the first moment after its due time (or at the stream's last event, if that was
// later), however late it is fired: what follows does not depend on how long a machine was down.
//
// What `timers` gives is checked wherever it is asked (`check_timers`): a wrong list is an error of
// the command, user_code_failed, and nothing is appended. A timer whose firing arms the next one
// with a due time that has passed already would never come to rest: a command gives up after
// limits::kTimersOfARoundMax of them, and whoever fires timers leaves such a stream alone, which
// health tells, until another event comes.
// Values; no shared state.
#pragma once

#include <recourse/core/decider.hpp>

namespace recourse::core {

/// A limit that runs in a state.
struct Timer {
  std::string_view name;  ///< [a-z][a-z0-9_]*, of static storage; one of a name in a state.
  Timestamp due;          ///< The last moment of the limit: it has passed when now > due.
  bool fires = true;      ///< False: it is listed among the due times, and nothing happens.
};

/// A timer, and the event that armed it.
struct ArmedTimer {
  std::string name{};
  Timestamp due{};
  Version generation{};  ///< Version of the event since which it runs to this due time.
  bool fires = true;
  bool spent = false;  ///< It has fired in this generation.
  /// The command whose event armed it, and the first of that one's chain: what it does inherits
  /// them. Known to whoever folds the stream's events; rows of views do not keep them.
  CommandId armed_by{};
  CommandId chain{};
  friend bool operator==(const ArmedTimer& a, const ArmedTimer& b) {
    return a.name == b.name && a.due == b.due && a.generation == b.generation &&
           a.fires == b.fires && a.spent == b.spent;
  }
};
BOOST_DESCRIBE_STRUCT(ArmedTimer, (), (name, due, generation, fires, spent))
constexpr auto recourse_spec(const ArmedTimer*) {
  return describe::spec("core.armed_timer", 1, "A timer, and the event that armed it.",
                        {{"name", 1, "Which limit."},
                         {"due", 1, "The last moment of the limit."},
                         {"generation", 1, "Version of the event that armed it."},
                         {"fires", 1, "Something happens when it has passed."},
                         {"spent", 1, "It has fired."}});
}

/// Who gives the commands of timers, with the standing of the engine.
const Actor& timer_actor();

/// The id of the one command that a timer gives in a generation.
CommandId timer_command_id(std::string_view stream, std::string_view name, Version generation);

/// The first moment at which a limit has passed.
inline Timestamp after(Timestamp due) { return due + std::chrono::milliseconds{1}; }

/// The event that timers are armed by.
struct ArmingEvent {
  Version version;
  CommandId giver;  ///< The command that it was decided by.
  CommandId chain;  ///< The first of that one's chain.
};

/// user_code_failed, naming the workflow, unless each name is [a-z][a-z0-9_]* and there once.
Result<void> check_timers(std::string_view kind, const std::vector<Timer>& running);

/// Whether an event that took place at this moment, and got this version, armed a timer that fires
/// within a second: passed already, or as good as.
bool arms_at_once(const std::vector<ArmedTimer>& armed, Version version, Timestamp at);

/// Brings the armed timers in line with those that run after an event. Requires: check_timers.
void rearm(std::vector<ArmedTimer>& armed, const std::vector<Timer>& running,
           const ArmingEvent& event);

/// Marks the timer as spent whose command this was, if it was one's.
void spend(std::vector<ArmedTimer>& armed, std::string_view stream, const CommandId& command_id);

/// A decider whose streams are under limits.
template <class D>
concept TimedDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, std::string_view name, const ArmedTimer& timer,
             const Refusal& refusal) {
  { d.timers(s) } -> std::same_as<std::vector<Timer>>;
  { d.on_timer(s, name) } -> std::same_as<typename D::Command>;
  { d.timer_declined(timer, refusal) } -> std::same_as<typename D::Event>;
};

namespace detail {
template <class D>
concept NamesTimerHook = requires {
  &D::timers;
}
|| requires { &D::on_timer; }
|| requires { &D::timer_declined; };
}  // namespace detail

/// Some of the hooks, or one that cannot be called as above (not const, another type, a name with a
/// slip), would leave the streams without their limits, and nobody would be told.
template <class D>
constexpr bool times_soundly() {
  return TimedDecider<D> || !detail::NamesTimerHook<D>;
}

}  // namespace recourse::core
