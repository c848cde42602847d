// Marker: a workflow of our own, of one stream: whose store this is, and whether it is complete.
//
//     core::Workflow<ShowDecider> shows{engine.store(), ShowDecider{}};
//     shows.handle(kShow, StartShow{seed, cases, kPlanVersion}, context)   → demo.started
//
// The smallest workflow there can be: two commands, two events, a state, and a decider that looks
// at nothing else. It lives beside the cases in the same log and needs nothing but core.
#pragma once

#include <recourse/core/decider.hpp>
#include <variant>

namespace recourse::cli {

/// Says which demonstration this store is for.
struct StartShow {
  std::uint64_t seed = 0;
  std::uint64_t cases = 0;
  std::uint32_t plan = 0;
  friend bool operator==(const StartShow&, const StartShow&) = default;
};
BOOST_DESCRIBE_STRUCT(StartShow, (), (seed, cases, plan))
constexpr auto recourse_spec(const StartShow*) {
  return describe::spec("demo.start", 1, "Says which demonstration this store is for.",
                        {{"seed", 1, "Seed of everything that is drawn."},
                         {"cases", 1, "Number of cases."},
                         {"plan", 1, "Version of the plan and its scripts."}});
}

/// Says that every command of the demonstration was given.
struct FinishShow {
  std::uint64_t commands = 0;
  friend bool operator==(const FinishShow&, const FinishShow&) = default;
};
BOOST_DESCRIBE_STRUCT(FinishShow, (), (commands))
constexpr auto recourse_spec(const FinishShow*) {
  return describe::spec("demo.finish", 1, "Says that every command of the demonstration was given.",
                        {{"commands", 1, "How many there were."}});
}

/// The store belongs to a demonstration.
struct ShowStarted {
  std::uint64_t seed = 0;
  std::uint64_t cases = 0;
  std::uint32_t plan = 0;
  friend bool operator==(const ShowStarted&, const ShowStarted&) = default;
};
BOOST_DESCRIBE_STRUCT(ShowStarted, (), (seed, cases, plan))
constexpr auto recourse_spec(const ShowStarted*) {
  return describe::spec("demo.started", 1, "The store belongs to a demonstration.",
                        {{"seed", 1, "Seed of everything that is drawn."},
                         {"cases", 1, "Number of cases."},
                         {"plan", 1, "Version of the plan and its scripts."}});
}

/// The demonstration is complete.
struct ShowFinished {
  std::uint64_t commands = 0;
  friend bool operator==(const ShowFinished&, const ShowFinished&) = default;
};
BOOST_DESCRIBE_STRUCT(ShowFinished, (), (commands))
constexpr auto recourse_spec(const ShowFinished*) {
  return describe::spec("demo.finished", 1, "The demonstration is complete.",
                        {{"commands", 1, "How many commands it took."}});
}

struct ShowState {
  std::optional<ShowStarted> started;
  bool finished = false;
};

struct ShowDecider {
  using State = ShowState;
  using Command = std::variant<StartShow, FinishShow>;
  using Event = std::variant<ShowStarted, ShowFinished>;

  static constexpr std::string_view kKind = "demo";
  static constexpr std::uint32_t kDefinition = 1;

  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
};
static_assert(core::SingleStreamDecider<ShowDecider>);

}  // namespace recourse::cli
