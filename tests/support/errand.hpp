// A small workflow with timers, for tests of everything below casework: something that has to be
// done by a moment, with a reminder before it.
#pragma once

#include <recourse/core/timer.hpp>
#include <stdexcept>

namespace errand {

using recourse::Timestamp;
using recourse::describe::spec;
using Millis = std::chrono::milliseconds;

/// What happens when its time is over.
enum class Manner : std::uint8_t {
  once = 1,       ///< It is missed.
  repeating = 2,  ///< It is missed and begins again, one period later.
  stubborn = 3,   ///< The decider refuses.
  indolent = 4,   ///< The decider decides nothing.
  told = 5,       ///< Nothing: it was told afterwards.
  broken = 6,     ///< The decider throws.
};
BOOST_DESCRIBE_ENUM(Manner, once, repeating, stubborn, indolent, told, broken)

struct Begun {
  Timestamp due{};
  Manner manner{};
};
BOOST_DESCRIBE_STRUCT(Begun, (), (due, manner))
constexpr auto recourse_spec(const Begun*) {
  return spec("errand.begun", 1, "It begins.", {{"due", 1, "By when."}, {"manner", 1, "How."}});
}
struct Noted {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Noted, (), (text))
constexpr auto recourse_spec(const Noted*) {
  return spec("errand.noted", 1, "A note.", {{"text", 1, "What."}});
}
struct Rested {};
BOOST_DESCRIBE_STRUCT(Rested, (), ())
constexpr auto recourse_spec(const Rested*) { return spec("errand.rested", 1, "It rests."); }
/// The due time is another from now on: it goes on, or has more time.
struct Moved {
  Timestamp due{};
};
BOOST_DESCRIBE_STRUCT(Moved, (), (due))
constexpr auto recourse_spec(const Moved*) {
  return spec("errand.moved", 1, "Another due time.", {{"due", 1, "By when."}});
}
struct Done {};
BOOST_DESCRIBE_STRUCT(Done, (), ())
constexpr auto recourse_spec(const Done*) { return spec("errand.done", 1, "It is done."); }
struct Reminded {};
BOOST_DESCRIBE_STRUCT(Reminded, (), ())
constexpr auto recourse_spec(const Reminded*) { return spec("errand.reminded", 1, "Reminded."); }
struct Missed {
  Timestamp due{};
};
BOOST_DESCRIBE_STRUCT(Missed, (), (due))
constexpr auto recourse_spec(const Missed*) {
  return spec("errand.missed", 1, "Its time was over.", {{"due", 1, "The time."}});
}
struct TimerDeclined {
  std::string timer;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, reason))
constexpr auto recourse_spec(const TimerDeclined*) {
  return spec("errand.timer_declined", 1, "A timer was declined.",
              {{"timer", 1, "Which."}, {"reason", 1, "Why."}});
}
using Event = std::variant<Begun, Noted, Rested, Moved, Done, Reminded, Missed, TimerDeclined>;

struct Begin {
  Timestamp due{};
  Manner manner{};
};
BOOST_DESCRIBE_STRUCT(Begin, (), (due, manner))
constexpr auto recourse_spec(const Begin*) {
  return spec("errand.begin", 1, "Begin.", {{"due", 1, "By when."}, {"manner", 1, "How."}});
}
struct Note {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))
constexpr auto recourse_spec(const Note*) {
  return spec("errand.note", 1, "Note.", {{"text", 1, "What."}});
}
struct Rest {};
BOOST_DESCRIBE_STRUCT(Rest, (), ())
constexpr auto recourse_spec(const Rest*) { return spec("errand.rest", 1, "Rest."); }
struct Move {
  Timestamp due{};
};
BOOST_DESCRIBE_STRUCT(Move, (), (due))
constexpr auto recourse_spec(const Move*) {
  return spec("errand.move", 1, "Another due time.", {{"due", 1, "By when."}});
}
struct Finish {};
BOOST_DESCRIBE_STRUCT(Finish, (), ())
constexpr auto recourse_spec(const Finish*) { return spec("errand.finish", 1, "Done."); }
struct Remind {};
BOOST_DESCRIBE_STRUCT(Remind, (), ())
constexpr auto recourse_spec(const Remind*) { return spec("errand.remind", 1, "Timer."); }
struct Miss {};
BOOST_DESCRIBE_STRUCT(Miss, (), ())
constexpr auto recourse_spec(const Miss*) { return spec("errand.miss", 1, "Timer."); }
using Command = std::variant<Begin, Note, Rest, Move, Finish, Remind, Miss>;

struct State {
  bool open = false;
  bool resting = false;
  bool reminded = false;
  Manner manner{};
  Timestamp due{};
  std::uint32_t notes = 0;
  std::uint32_t missed = 0;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (open, resting, reminded, manner, due, notes, missed))
constexpr auto recourse_spec(const State*) {
  return spec("errand.state", 1, "How it stands.",
              {{"open", 1, "Not done."},
               {"resting", 1, "It rests."},
               {"reminded", 1, "A reminder was given."},
               {"manner", 1, "How."},
               {"due", 1, "By when."},
               {"notes", 1, "Notes."},
               {"missed", 1, "How often its time was over."}});
}
static_assert(recourse::describe::well_formed<State>());

struct Errand {
  using State = errand::State;
  using Command = errand::Command;
  using Event = errand::Event;
  using Decision = recourse::core::Decision<Event>;
  static constexpr std::string_view kKind = "errand";
  static constexpr std::uint32_t kDefinition = 1;
  static constexpr Millis kReminder{1000};  ///< Before the due time.
  static constexpr Millis kPeriod{60'000};

  static Decision refuse(std::string name) {
    return recourse::core::Refusal{std::move(name), "test", "No.", "不行。", {}};
  }

  Decision decide(const State& s, const Command& command,
                  const recourse::core::Context& context) const {
    if (const auto* c = std::get_if<Begin>(&command)) {
      if (s.manner != Manner{}) return refuse("begun");
      return Decision::of(Begun{c->due, c->manner});
    }
    if (!s.open) return refuse("not_open");
    if (const auto* c = std::get_if<Note>(&command)) return Decision::of(Noted{c->text});
    if (std::holds_alternative<Rest>(command)) {
      return s.resting ? Decision::nothing() : Decision::of(Rested{});
    }
    if (const auto* c = std::get_if<Move>(&command)) return Decision::of(Moved{c->due});
    if (std::holds_alternative<Finish>(command)) return Decision::of(Done{});
    if (std::holds_alternative<Remind>(command)) return Decision::of(Reminded{});
    if (s.resting || context.now <= s.due) return refuse("not_due");
    if (s.manner == Manner::stubborn) return refuse("stubborn");
    if (s.manner == Manner::indolent) return Decision::nothing();
    if (s.manner == Manner::broken) throw std::runtime_error{"the decider is broken"};
    if (s.manner == Manner::repeating) {
      return Decision::of(Missed{s.due}, Moved{s.due + kPeriod});
    }
    return Decision::of(Missed{s.due});
  }

  void evolve(State& s, const Event& event, const recourse::core::Facts&) const {
    if (const auto* e = std::get_if<Begun>(&event)) {
      s.open = true;
      s.manner = e->manner;
      s.due = e->due;
    } else if (std::holds_alternative<Noted>(event)) {
      ++s.notes;
    } else if (std::holds_alternative<Rested>(event)) {
      s.resting = true;
    } else if (const auto* m = std::get_if<Moved>(&event)) {
      s.resting = s.reminded = false;
      s.due = m->due;
    } else if (std::holds_alternative<Done>(event)) {
      s.open = false;
    } else if (std::holds_alternative<Reminded>(event)) {
      s.reminded = true;
    } else if (std::holds_alternative<Missed>(event)) {
      ++s.missed;
      if (s.manner == Manner::once) s.open = false;
    }
  }

  std::vector<recourse::core::Timer> timers(const State& s) const {
    if (!s.open || s.resting) return {};
    const bool fires = s.manner != Manner::told;
    std::vector<recourse::core::Timer> running{{"deadline", s.due, fires}};
    if (!s.reminded) running.push_back({"reminder", s.due - kReminder, fires});
    return running;
  }
  Command on_timer(const State&, std::string_view name) const {
    if (name == "reminder") return Remind{};
    return Miss{};
  }
  Event timer_declined(const recourse::core::ArmedTimer& timer,
                       const recourse::core::Refusal& refusal) const {
    return TimerDeclined{timer.name, refusal.name};
  }
};
static_assert(recourse::core::TimedDecider<Errand>);
static_assert(recourse::core::SingleStreamDecider<Errand>);

/// Errands of which one note alone is taken, whichever errand it is for.
struct OneNote : Errand {
  recourse::core::Decision<Event> decide(const State& s, const Command& command,
                                         const recourse::core::Context& context) const {
    auto decision = Errand::decide(s, command, context);
    if (decision.is_refusal() || !std::holds_alternative<Note>(command)) return decision;
    return std::move(decision).unless_tagged("errand.noted", "note",
                                             {"noted", "one", "No.", "不行。", {}});
  }
  std::vector<std::string> tags(const Event& event) const {
    if (std::holds_alternative<Noted>(event)) return {"note"};
    return {};
  }
};

}  // namespace errand
