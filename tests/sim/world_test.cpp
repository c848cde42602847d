// The whole engine under seeds: views, timers, subscriptions and caches against the oracle.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/sim/world.hpp"

namespace recourse::sim {
namespace {

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::atoi(text));
}

class Worlds : public testing::TestWithParam<unsigned> {};

TEST_P(Worlds, ViewsTimersAndSubscribersFollowTheLog) {
  constexpr unsigned kParts = 4;
  if (std::getenv("RECOURSE_SIM_SEED") != nullptr) {
    if (GetParam() == 0) World{number_from("RECOURSE_SIM_SEED", 0)}.schedule();
    return;
  }
  const auto schedules = number_from("RECOURSE_SIM_SCHEDULES", 2000);
  for (auto seed = GetParam() + 1; seed <= schedules && !HasFailure(); seed += kParts) {
    World{seed}.schedule();
  }
}

INSTANTIATE_TEST_SUITE_P(Parts, Worlds, testing::Range(0u, 4u));

}  // namespace
}  // namespace recourse::sim
