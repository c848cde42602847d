// What holds of every case, whatever anybody does to it. Goal: the rules that no single test can
// state. Method: RapidCheck draws walks (walk.hpp) of one case, and of three that merge, and
// shrinks what breaks a check to the steps that matter; the transcript shows the commands.
//
//     RECOURSE_PROPERTY_RUNS=10000 property_tests           # other walks; 200 by default
//     RC_PARAMS="seed=4711" property_tests                  # again, as printed
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <iostream>

#include "tests/property/checks.hpp"

namespace recourse::property {
namespace {

constexpr int kRuns = 200;
constexpr int kStepsMax = 120;

int runs() {
  const char* wanted = std::getenv("RECOURSE_PROPERTY_RUNS");
  const int number = wanted == nullptr ? kRuns : std::atoi(wanted);
  return number > 0 ? number : kRuns;
}

/// Says to RapidCheck how many walks there are, unless RC_PARAMS says so.
class Runs : public ::testing::Environment {
 public:
  void SetUp() override {
    const char* given = std::getenv("RC_PARAMS");
    std::string params = given == nullptr ? "" : given;
    if (params.find("max_success") != std::string::npos) return;
    params.append(" max_success=").append(std::to_string(runs()));
    // The plain run is the same for everybody; whoever asks for more walks asks for others.
    const bool plain = std::getenv("RECOURSE_PROPERTY_RUNS") == nullptr;
    if (plain && params.find("seed=") == std::string::npos) params.append(" seed=20231130");
    setenv("RC_PARAMS", params.c_str(), 1);
  }
};
[[maybe_unused]] auto* const kEnvironment = ::testing::AddGlobalTestEnvironment(new Runs);

/// The words of the steps: left out when it shrinks, never changed.
rc::Gen<std::vector<std::uint64_t>> steps() {
  const auto word =
      rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
  return rc::gen::resize(kStepsMax, rc::gen::container<std::vector<std::uint64_t>>(word));
}

/// Before a week of holidays, and before a year whose days off are not known yet.
rc::Gen<std::string> starts() {
  return rc::gen::element<std::string>("2023-06-01T09:00:00+08:00", "2023-09-27T16:30:00+08:00",
                                       "2026-12-21T10:00:00+08:00");
}

Walk a_walk(const Check& check, std::size_t cases) {
  Walk walk{check, cases, parse_timestamp(*starts()).value()};
  walk.take(*steps());
  return walk;
}

void holds(const Check& check, std::size_t cases) {
  const auto walk = a_walk(check, cases);
  if (walk.objection().empty()) return;
  RC_LOG() << walk.transcript();
  RC_FAIL(std::string{check.name} + ": " + walk.objection());
}

class Case : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Case, Alone) {
  const auto& check = checks()[GetParam()];
  EXPECT_TRUE(rc::check(std::string{"alone: "} + check.name, [&] { holds(check, 1); }));
}

TEST_P(Case, WithOthers) {
  const auto& check = checks()[GetParam()];
  EXPECT_TRUE(rc::check(std::string{"with others: "} + check.name, [&] { holds(check, 3); }));
}

INSTANTIATE_TEST_SUITE_P(Holds, Case, ::testing::Range<std::size_t>(0, checks().size()),
                         [](const auto& one) { return std::string{checks()[one.param].name}; });

/// The walks come everywhere: a check that looks at a phase that none reaches checks nothing.
TEST(Walks, ReachEveryPhase) {
  constexpr Check kNone{.name = "none"};
  std::map<casework::complaint::Phase, int> reached;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  int walks = 0;
  EXPECT_TRUE(rc::check("walks reach every phase", [&] {
    const auto walk = a_walk(kNone, 3);
    for (const auto phase : walk.phases()) ++reached[phase];
    accepted += walk.accepted();
    refused += walk.refused();
    ++walks;
  }));
  std::cout << walks << " walks, " << accepted << " commands accepted, " << refused
            << " refused; walks that reached each phase:\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<casework::complaint::Phase>>(
      [&](auto d) {
        if (d.value == casework::complaint::Phase::none) return;
        std::cout << "  " << d.name << ' ' << reached[d.value] << '\n';
        // Fewer walks than the default are for looking at something, not for coming everywhere.
        if (walks >= kRuns) {
          EXPECT_GT(reached[d.value], 0) << d.name;
        }
      });
}

}  // namespace
}  // namespace recourse::property
