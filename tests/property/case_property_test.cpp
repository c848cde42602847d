// What holds of every case, whatever anybody does to it. Goal: the rules that no single test can
// state. Method: RapidCheck draws walks (walk.hpp) of one case, and of three that merge, and
// shrinks what breaks a check to the steps that matter; the transcript shows the commands.
//
//     RECOURSE_PROPERTY_RUNS=10000 property_tests           # other walks; 200 by default
//     RC_PARAMS="seed=4711" property_tests                  # again, as printed
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>
#include <recourse/casework/complaint/json.hpp>

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

constexpr Check kNone{.name = "none"};

/// A life as its log tells it, but for the moments at which it was recorded.
std::string told(const Life& life) {
  std::string text;
  for (std::size_t i = 0; i < life.log.size(); ++i) {
    const auto& [event, facts] = life.log[i];
    text.append(to_string(facts.occurred_at, kShanghaiOffset)).append("  ");
    text.append(life.actors[i]).append("  ");
    text.append(boost::json::serialize(casework::complaint::to_json(event, {.reveal = true})))
        .append("\n");
  }
  return text;
}

std::vector<core::ArmedTimer> by_name(std::vector<core::ArmedTimer> timers) {
  std::ranges::sort(timers, {}, &core::ArmedTimer::name);
  return timers;
}

/// The engine up all the time, or down between the commands and its timers fired at the end: the
/// same events, at the same times, by the same actors.
TEST(Outage, WhatALimitsEndBringsDoesNotDependOnWhoWasFaster) {
  EXPECT_TRUE(rc::check("outage", [] {
    const auto start = parse_timestamp(*starts()).value();
    Walk walk{kNone, 3, start};
    walk.take(*steps());
    const auto given = walk.given();
    const auto end = walk.now() + std::chrono::days{200};
    Walk up{kNone, 3, start};
    up.give_again(given, true);
    up.wait_until(end);
    Walk down{kNone, 3, start};
    down.give_again(given, false);
    down.wait_until(end);
    RC_ASSERT(up.objection() == "");
    RC_ASSERT(down.objection() == "");
    for (std::size_t i = 0; i < up.lives().size(); ++i) {
      const auto& always = up.lives()[i];
      const auto& seldom = down.lives()[i];
      if (told(always) != told(seldom)) {
        RC_LOG() << up.transcript() << "\n--- down:\n"
                 << down.transcript() << "\n--- " << always.stream.text() << " up:\n"
                 << told(always) << "--- down:\n"
                 << told(seldom);
      }
      RC_ASSERT(told(always) == told(seldom));
      RC_ASSERT(always.state == seldom.state);
      RC_ASSERT(by_name(always.armed) == by_name(seldom.armed));
    }
  }));
}

/// What is left of a case when its version, and that of its timers, are not looked at.
struct Standing {
  casework::complaint::State state;
  std::vector<std::pair<std::string, Timestamp>> armed;
};

Standing standing(const Life& life) {
  Standing is{life.state, {}};
  is.state.version = 0;
  for (const auto& timer : life.armed) {
    if (timer.fires && !timer.spent) is.armed.emplace_back(timer.name, timer.due);
  }
  std::ranges::sort(is.armed);
  return is;
}

/// A merge and its undoing leave both cases as they stood without them.
TEST(Merge, AndItsUndoingChangeNothingElse) {
  using namespace casework::complaint;
  int merged = 0;
  EXPECT_TRUE(rc::check("merge and unmerge", [&merged] {
    Walk walk = a_walk(kNone, 3);
    walk.wait_until(walk.now());
    const core::Actor boss{"v77", "supervisor", ""};
    for (const auto& [from, to] : {std::pair{0U, 1U}, {1U, 2U}, {2U, 0U}}) {
      Walk again = walk;
      const auto source = walk.lives()[from].stream.text();
      const auto target = walk.lives()[to].stream.text();
      const auto now = walk.now();
      again.give_again({{now, source, boss, Merge{target, "同一事项", true, "居民身份证"}, ""}},
                       false);
      if (again.lives()[from].state.phases.stage != Phase::merged) continue;
      if (walk.lives()[from].state.phases.stage == Phase::merged) continue;
      ++merged;
      again.give_again({{now, source, boss, Unmerge{target, "两件事"}, ""}}, false);
      RC_LOG() << again.transcript();
      for (const auto i : {from, to}) {
        RC_ASSERT(standing(again.lives()[i]).armed == standing(walk.lives()[i]).armed);
        RC_ASSERT(standing(again.lives()[i]).state == standing(walk.lives()[i]).state);
      }
    }
  }));
  std::cout << merged << " merges taken apart again\n";
  if (runs() >= kRuns) {
    EXPECT_GT(merged, 10);
  }
}

/// What a case owes, when the order and the moments in which the log says it are not looked at.
struct Owing {
  casework::complaint::Phases phases;
  std::vector<std::pair<std::string, Timestamp>> armed;
  std::optional<casework::Due> resolution;
  std::optional<casework::Due> plan;
  bool overdue;
  std::vector<std::pair<casework::complaint::DeadlineKind, std::uint32_t>> missed;
  std::vector<std::tuple<std::string, casework::complaint::SupervisionCause, Timestamp>> supervised;
  friend bool operator==(const Owing&, const Owing&) = default;
};

Owing owing(const Life& life) {
  const auto& state = life.state;
  Owing is{state.phases,
           standing(life).armed,
           resolution_deadline(state),
           state.deadlines.plan,
           state.deadlines.overdue,
           {},
           {}};
  for (const auto& one : state.missed) is.missed.emplace_back(one.kind, one.times);
  std::ranges::sort(is.missed);
  for (const auto& one : state.supervision) {
    is.supervised.emplace_back(one.unit, one.cause, one.due.at);
  }
  std::ranges::sort(is.supervised);
  return is;
}

/// Nor do they if time passes between the two, and somebody works on the case that goes on.
TEST(Merge, AndItsUndoingLaterBringWhatTimeWouldHaveBrought) {
  using namespace casework::complaint;
  int late = 0;
  EXPECT_TRUE(rc::check("merge, time, and unmerge", [&late] {
    Walk walk = a_walk(kNone, 3);
    walk.wait_until(walk.now());
    const core::Actor boss{"v77", "supervisor", ""};
    const auto days = std::chrono::days{*rc::gen::element(2, 9, 40)};
    for (const auto& [from, to] : {std::pair{0U, 1U}, {1U, 2U}, {2U, 0U}}) {
      const auto source = walk.lives()[from].stream.text();
      const auto target = walk.lives()[to].stream.text();
      const auto start = walk.now();
      const auto end = start + days;
      const Walk::Line merge{start, source, boss, Merge{target, "同一事项", true, "居民身份证"},
                             ""};
      const Walk::Line between{start + days / 2, target, boss, Supervise{"请抓紧办理"}, ""};
      const Walk::Line unmerge{end, source, boss, Unmerge{target, "两件事"}, ""};
      Walk again = walk;
      if (again.lives()[from].state.phases.stage == Phase::merged) continue;
      again.give_again({merge}, false);
      if (again.lives()[from].state.phases.stage != Phase::merged) continue;
      again.give_again({between}, true);
      again.wait_until(end);
      // What ends the target reacts to what was open in either.
      if (!is_open(again.lives()[to].state.phases.stage)) continue;
      again.give_again({unmerge}, false);
      again.wait_until(end);
      Walk apart = walk;
      apart.give_again({between}, true);
      apart.wait_until(end);
      RC_LOG() << again.transcript() << "\n--- never merged:\n"
               << told(apart.lives()[from]) << "--- taken apart:\n"
               << told(again.lives()[from]);
      RC_ASSERT(owing(again.lives()[from]) == owing(apart.lives()[from]));
      const auto& went_on = again.lives()[to].state;
      const auto& alone = apart.lives()[to].state;
      RC_ASSERT(went_on.phases.stage == alone.phases.stage);
      RC_ASSERT(went_on.phases.clock == alone.phases.clock);
      RC_ASSERT(went_on.deadlines.resolution == alone.deadlines.resolution);
      RC_ASSERT(went_on.deadlines.overdue == alone.deadlines.overdue);
      late += again.lives()[from].state.deadlines.overdue ? 1 : 0;
    }
  }));
  std::cout << late << " cases were late when they were taken out\n";
  if (runs() >= kRuns) {
    EXPECT_GT(late, 5);
  }
}

/// The walks come everywhere: a check that looks at a phase that none reaches checks nothing.
TEST(Walks, ReachEveryPhase) {
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
