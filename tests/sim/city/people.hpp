// People of a city who give random commands to random cases: some make sense, many are refused.
#pragma once

#include <recourse/base/clock.hpp>
#include <recourse/casework/complaint/decider.hpp>

#include "tests/sim/random.hpp"

namespace recourse::sim {

class People {
 public:
  People(Random& random, const Clock& clock) : random_(&random), clock_(&clock) {}

  struct Given {
    casework::complaint::Command command;
    core::Actor actor;
  };
  /// Something for a case in this state.
  Given command_for(const casework::complaint::State& state);

 private:
  casework::complaint::Command make(std::string_view type);
  core::Actor actor_for(const casework::complaint::State& state, std::string_view command);

  Random* random_;
  const Clock* clock_;
};

}  // namespace recourse::sim
