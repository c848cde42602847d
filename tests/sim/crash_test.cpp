// A power cut at every single operation of a workload, and at random ones of many.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/sim/life.hpp"

namespace recourse::sim {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

constexpr unsigned kSteps = 60;

/// How many operations the workload of a seed takes, its end included.
std::uint64_t operations_of(std::uint64_t seed) {
  Life whole{seed, {}};
  whole.live(kSteps, 0);
  whole.close();
  return whole.disk().operations();
}

class Crash : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Crash, AtEveryOperationOfAWorkload) {
  const auto seed = GetParam();
  const auto operations = operations_of(seed);
  ASSERT_GT(operations, 100u);
  for (std::uint64_t at = 1; at <= operations && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at) + " of " + std::to_string(operations));
    Life life{seed, {}};
    life.live(kSteps, at);
    life.close();  // the cut may fall into closing
    life.come_back();
  }
}

INSTANTIATE_TEST_SUITE_P(Workloads, Crash, testing::Values(1u, 2u, 3u));

class Faults : public testing::TestWithParam<Fault> {};

TEST_P(Faults, AtEveryOperationStopTheStoreAndLoseNothing) {
  const auto operations = operations_of(1);
  for (std::uint64_t at = 1; at <= operations && !HasFailure(); ++at) {
    SCOPED_TRACE("operation " + std::to_string(at) + " of " + std::to_string(operations));
    auto fault = GetParam();
    fault.from = at;
    Life life{1, {}};
    life.fail(fault);
    life.live(kSteps, 0);
    life.come_back();
  }
}

constexpr auto kForEver = ~std::uint64_t{0};
INSTANTIATE_TEST_SUITE_P(Kinds, Faults,
                         testing::Values(Fault{0, 1, Fault::Kind::io_error},
                                         Fault{0, kForEver, Fault::Kind::io_error},
                                         Fault{0, 1, Fault::Kind::no_space},
                                         Fault{0, kForEver, Fault::Kind::no_space}));

class Schedules : public testing::TestWithParam<unsigned> {};

TEST_P(Schedules, NothingAcknowledgedIsLostAndNothingIsThereInPart) {
  constexpr unsigned kParts = 4;
  if (std::getenv("RECOURSE_SIM_SEED") != nullptr) {
    if (GetParam() == 0) Life{number_from("RECOURSE_SIM_SEED", 0), {}}.schedule();
    return;
  }
  const auto schedules = number_from("RECOURSE_SIM_SCHEDULES", 3000);
  for (auto seed = GetParam() + 1; seed <= schedules && !HasFailure(); seed += kParts) {
    Life{seed, {}}.schedule();
  }
}

INSTANTIATE_TEST_SUITE_P(Parts, Schedules, testing::Range(0u, 4u));

/// The suite itself is tested: on a disk that only pretends to sync it must find a loss soon.
TEST(Suite, FindsADiskThatLiesAboutSyncs) {
  unsigned seed = 1;
  for (; seed <= 50; ++seed) {
    testing::TestPartResultArray found;
    testing::ScopedFakeTestPartResultReporter catcher{
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &found};
    Life life{seed, {.faults = false, .lying_disk = true}};
    life.live(kSteps, 20 + seed);
    life.come_back();
    if (found.size() > 0) break;
  }
  EXPECT_LE(seed, 50u);
}

}  // namespace
}  // namespace recourse::sim
