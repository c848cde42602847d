// Walk: cases that random people work on while time passes and timers fire, as the engine does it.
//
// Every word of `dice` is a step. A step lets time pass, fires what is due (or does not: timers may
// be late), and gives one command. What a step does follows from its word and the cases alone, so
// that a step can be left out and the rest still means something: that is how a failing walk
// shrinks. The first objection of the check ends the walk.
#pragma once

#include <map>
#include <recourse/core/round.hpp>
#include <set>

#include "tests/property/drafts.hpp"

namespace recourse::property {

/// A case as the engine would hold it.
struct Life {
  StreamId stream;
  casework::complaint::State state{};
  std::vector<std::pair<casework::complaint::Event, core::Facts>> log{};
  std::vector<std::string> actors{};  ///< Of the log's events.
  std::vector<core::ArmedTimer> armed{};
  Timestamp at{};           ///< Of the last event.
  bool late_round = false;  ///< This round's finish limit has passed.
};

/// A command was decided, and its events have happened. `life` is the command's own case.
struct Decided {
  const casework::complaint::ComplaintDecider& rules;
  const Life& life;
  const casework::complaint::State& before;
  const casework::complaint::Command& command;
  const core::Context& context;
  const core::Decision<casework::complaint::Event>& decision;
  sim::Random& dice;
};

/// An event happened to a case. `life` is the case after it, but for what Life remembers besides
/// state and log: that is as it was before.
struct Happened {
  const Life& life;
  const casework::complaint::State& before;
  const casework::complaint::Event& event;
  const core::Facts& facts;
  const casework::complaint::State& after;
  std::string_view actor;  ///< The id of who caused it.
};

/// A timer fired.
struct Fired {
  const Life& life;  ///< After it.
  const core::ArmedTimer& timer;
  std::size_t events;  ///< How many it gave.
  bool again;          ///< The same generation has fired before.
};

/// What must hold; an objection in words, or nothing. Each may be missing.
struct Check {
  const char* name;
  std::string (*decided)(const Decided&) = nullptr;
  std::string (*happened)(const Happened&) = nullptr;
  std::string (*fired)(const Fired&) = nullptr;
};

class Walk {
 public:
  /// Borrows the check. The cases are pinned to the norms of the rules.
  Walk(const Check& check, std::size_t cases, Timestamp start,
       casework::complaint::ComplaintDecider rules = {});

  /// A command, as somebody gave it.
  struct Line {
    Timestamp at;
    std::string stream;
    core::Actor actor;
    casework::complaint::Command command;
    std::string outcome;
  };

  void take(const std::vector<std::uint64_t>& dice);

  /// What the check objected to; empty if nothing.
  const std::string& objection() const { return objection_; }
  /// What was done, a line a step.
  std::string transcript() const;
  const std::set<casework::complaint::Phase>& phases() const { return phases_; }
  std::size_t accepted() const { return accepted_; }
  std::size_t refused() const { return refused_; }
  const std::vector<Life>& lives() const { return lives_; }
  Timestamp now() const { return now_; }
  const casework::complaint::ComplaintDecider& rules() const { return rules_; }
  /// What people did, in order; timers left out.
  std::vector<Line> given() const;

  /// Gives the same commands once more. `up`: timers fire as they pass; else none does by itself.
  void give_again(const std::vector<Line>& lines, bool up);
  /// Lets the time of that moment come, and fires all that has passed.
  void wait_until(Timestamp moment);

 private:
  /// An event as it was stored and read back, and its case after it.
  struct Taken {
    StreamId stream;
    casework::complaint::Event event;
    core::Loaded<casework::complaint::State> after;
    core::Context by;
  };
  /// Notes what a round takes.
  static auto into(std::vector<Taken>& taken) {
    return
        [&taken](const StreamId& stream, const casework::complaint::Event& event,
                 const core::Loaded<casework::complaint::State>& after, const core::Context& by) {
          taken.push_back({stream, event, after, by});
        };
  }

  void step(sim::Random& dice);
  void time_passes(sim::Random& dice, const Life& life);
  Draft draft(sim::Random& dice, const Life& life);
  void give(Life& life, const Draft& draft, sim::Random& dice);
  /// Timers that a command found passed have fired before it.
  void passed_first(std::vector<Taken>& taken);
  void fire_due(Life& life, sim::Random& dice);
  void fire(Life& life, core::ArmedTimer timer, sim::Random& dice);
  /// Upon the cases as they stand.
  core::Round<casework::complaint::ComplaintDecider> new_round();
  void all_happen(const std::vector<Taken>& taken,
                  const core::Decision<casework::complaint::Event>& decision);
  void happen(const Taken& taken);
  void remember(Life& life, const casework::complaint::State& before,
                const casework::complaint::Event& event);
  void object(std::string words);
  Life* find(const StreamId& stream);

  const Check* check_;
  casework::complaint::ComplaintDecider rules_;
  std::vector<Life> lives_{};
  Timestamp now_;
  std::set<std::tuple<std::string, std::string, std::uint64_t>> fired_{};
  std::set<casework::complaint::Phase> phases_{};
  std::vector<Line> lines_{};
  std::string objection_{};
  std::size_t accepted_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace recourse::property
