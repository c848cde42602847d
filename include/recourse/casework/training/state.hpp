// A training as its events tell it.
#pragma once

#include <recourse/casework/training/values.hpp>

namespace recourse::casework::training {

/// Somebody who was there, or made up for it.
struct Attendee {
  std::string staff{};
  std::optional<std::uint32_t> score{};
  std::uint32_t tries = 0;
  friend bool operator==(const Attendee&, const Attendee&) = default;
};
BOOST_DESCRIBE_STRUCT(Attendee, (), (staff, score, tries))
constexpr auto recourse_spec(const Attendee*) {
  return describe::spec("training.attendee", 1, "Somebody who was there, or made up for it.",
                        {{"staff", 1, "Staff number."},
                         {"score", 1, "The score entered last; none: none yet."},
                         {"tries", 1, "How often the test was taken."}});
}

/// A training as its events tell it.
struct State {
  Phase phase{};
  std::string topic{};
  std::vector<Line> lines{};
  std::vector<TypicalCase> cases{};
  std::string unit{};
  std::uint32_t pass_mark = 0;
  std::string place{};
  std::vector<std::string> invited{};
  std::optional<LocalDay> held_on{};
  std::vector<Attendee> attendees{};
  std::vector<Absence> absent{};
  std::optional<Counts> before{};
  std::optional<Counts> after{};
  std::optional<Change> repeated{};
  std::optional<Change> bad{};
  std::optional<Due> due{};
  std::optional<Due> make_up_due{};
  bool overdue = false;
  bool make_up_overdue = false;
  std::uint32_t missed = 0;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phase, topic, lines, cases, unit, pass_mark, place, invited, held_on,
                       attendees, absent, before, after, repeated, bad, due, make_up_due, overdue,
                       make_up_overdue, missed))
constexpr auto recourse_spec(const State*) {
  return describe::spec("training.state", 1, "A training as its events tell it.",
                        {{"phase", 1, "Where it is."},
                         {"topic", 1, "What it is about."},
                         {"lines", 1, "Business lines that it is for."},
                         {"cases", 1, "Cases that it is built on."},
                         {"unit", 1, "The unit that gives it."},
                         {"pass_mark", 1, "Score from which the test is passed."},
                         {"place", 1, "Where and at what time."},
                         {"invited", 1, "Staff numbers of who is to come."},
                         {"held_on", 1, "On which day it was held."},
                         {"attendees", 1, "Who was there, or made up for it."},
                         {"absent", 1, "Who must still make up for it."},
                         {"before", 1, "What was counted before."},
                         {"after", 1, "What was counted after."},
                         {"repeated", 1, "How the share of repeated trips changed."},
                         {"bad", 1, "How the share of bad ratings changed."},
                         {"due", 1, "The limit of what must be done next in its course."},
                         {"make_up_due", 1, "Until when the absent must make up for it."},
                         {"overdue", 1, "The limit of what must be done next has passed."},
                         {"make_up_overdue", 1, "That of the absent has."},
                         {"missed", 1, "How many limits have passed."}});
}

/// Who passed the test.
std::uint32_t passed(const State& state);

/// A limit that a training is under.
struct OpenLimit {
  LimitKind kind{};
  Due due{};
  bool missed = false;
};
/// What must be done, in the order of its course; none once it is over.
std::vector<OpenLimit> open_limits(const State& state);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::training
