// The plan of the demonstration: what is published holds exactly, the rest is likely and
// repeatable.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "apps/cli/demo/script.hpp"

namespace recourse::cli {
namespace {

using casework::Line;

const Plan& published() {
  static const Plan plan = make_plan(20231130, kPublishedCases).value();
  return plan;
}

/// FNV-1a over everything that a plan and its scripts say.
std::uint64_t digest(const Plan& plan) {
  std::string text;
  for (std::size_t i = 0; i < plan.cases.size(); ++i) {
    text += plan.cases[i].key;
    for (const auto& action : script_of(plan, i)) {
      text += std::to_string(action.at.time_since_epoch().count()) + action.actor.to_string();
      text += describe::type_of(action.command);
      describe::encode_alternative(action.command, text);
    }
  }
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

TEST(DemoRandom, GivesTheNumbersOfSplitmix64) {
  Random dice{1234567};
  EXPECT_EQ(dice.next(), 6457827717110365317u);
  EXPECT_EQ(dice.next(), 3203168211198807973u);
}

TEST(DemoRandom, DrawsEachIndexAsOftenAsItsWeightSays) {
  Random dice{1};
  constexpr std::array<std::uint32_t, 3> kWeights{1, 0, 3};
  std::array<int, 3> drawn{};
  for (int i = 0; i < 4000; ++i) ++drawn[dice.weighted(std::span{kWeights})];
  EXPECT_NEAR(drawn[0], 1000, 100);
  EXPECT_EQ(drawn[1], 0);
  for (int i = 0; i < 1000; ++i) {
    const auto n = dice.between(-2, 2);
    EXPECT_TRUE(n >= -2 && n <= 2);
  }
}

TEST(DemoPlan, HasThePublishedTotalsByLine) {
  std::array<std::uint64_t, 6> counted{};
  for (const auto& planned : published().cases) {
    ++counted[static_cast<std::size_t>(planned.line) - 1];
    ASSERT_EQ(casework::Catalogue::builtin().matter(planned.matter)->line, planned.line);
  }
  EXPECT_EQ(counted, kPublishedLines);
  EXPECT_EQ(published().cases.size(), 3254u);
}

TEST(DemoPlan, SpreadsOtherNumbersByLargestRemainder) {
  EXPECT_EQ(line_totals(3254), kPublishedLines);
  EXPECT_EQ(line_totals(200), (std::array<std::uint64_t, 6>{179, 6, 4, 2, 0, 9}));
  for (std::uint64_t cases = 1; cases < 400; ++cases) {
    const auto totals = line_totals(cases);
    std::uint64_t sum = 0;
    for (const auto n : totals) sum += n;
    ASSERT_EQ(sum, cases);
  }
}

TEST(DemoPlan, RefusesNoCasesAndTooMany) {
  EXPECT_EQ(make_plan(1, 0).error().code(), Errc::invalid_argument);
  EXPECT_EQ(make_plan(1, kCasesMax + 1).error().code(), Errc::invalid_argument);
}

TEST(DemoPlan, UsesAll311StationsOfTheSixteenDistricts) {
  std::set<std::size_t> used;
  std::set<std::string> named;
  std::set<std::string> in_districts;
  for (const auto& planned : published().cases) used.insert(planned.station);
  for (const auto& station : published().stations) {
    named.insert(station.name);
    in_districts.insert(station.district);
    EXPECT_EQ(station.code.substr(0, 6), station.district);
    EXPECT_TRUE(Calendar::china().is_working_day(station.opens));
  }
  EXPECT_EQ(published().stations.size(), 311u);
  EXPECT_EQ(used.size(), 311u);
  EXPECT_EQ(named.size(), 311u);
  EXPECT_EQ(in_districts.size(), 16u);
}

TEST(DemoPlan, TakesReportsInOpenWindowsOnly) {
  Timestamp last{};
  std::set<std::string> keys;
  for (const auto& planned : published().cases) {
    const auto day = day_of(planned.reported_at);
    const auto into = planned.reported_at - start_of(day, kShanghaiOffset);
    EXPECT_TRUE(Calendar::china().is_working_day(day)) << planned.key;
    EXPECT_TRUE(day >= kFirstDay && day <= kLastDay) << planned.key;
    EXPECT_GE(day, published().stations[planned.station].opens) << planned.key;
    EXPECT_TRUE(into >= kOpens && into < kCloses) << planned.key;
    EXPECT_GE(planned.reported_at, last) << "in the order of reports";
    EXPECT_TRUE(keys.insert(planned.key).second) << planned.key << " twice";
    last = planned.reported_at;
  }
}

TEST(DemoPlan, MergesSecondReportsOfTheSamePersonAndMatter) {
  std::size_t merges = 0;
  for (const auto& planned : published().cases) {
    if (planned.course != Course::merged) continue;
    ++merges;
    const auto& target = published().cases[planned.merges_into.value()];
    EXPECT_EQ(planned.station, target.station);
    EXPECT_EQ(planned.matter, target.matter);
    EXPECT_EQ(planned.person, target.person);
    EXPECT_EQ(day_of(planned.reported_at), working_day_after(day_of(target.reported_at), 1));
  }
  EXPECT_EQ(merges, 13u);
}

TEST(DemoPlan, IsTheSameForOneSeedAndAnotherForAnother) {
  EXPECT_EQ(digest(published()), digest(make_plan(20231130, kPublishedCases).value()));
  EXPECT_NE(digest(published()), digest(make_plan(1, kPublishedCases).value()));
}

// An interrupted run goes on only with the same plan: a changed one needs another version number.
TEST(DemoPlan, IsWhatItsVersionPromises) {
  EXPECT_EQ(kPlanVersion, 11u);
  EXPECT_EQ(digest(published()), 11997267290788705778u)
      << "raise kPlanVersion, then enter the new digest here";
}

TEST(DemoScript, ActsInOrderAndLeadsToAnEnd) {
  const std::set<std::string_view> ends{"case.end_rating", "case.archive", "case.withdraw",
                                        "case.merge", "case.uphold_on_review"};
  for (std::size_t i = 0; i < published().cases.size(); ++i) {
    const auto script = script_of(published(), i);
    const auto& key = published().cases[i].key;
    ASSERT_GE(script.size(), 2u) << key;
    EXPECT_EQ(script.front().at, published().cases[i].reported_at) << key;
    EXPECT_EQ(describe::type_of(script.front().command), "case.report") << key;
    EXPECT_TRUE(ends.contains(describe::type_of(script.back().command))) << key;
    EXPECT_TRUE(std::ranges::is_sorted(script, std::less_equal{}, &Action::at)) << key;
  }
}

TEST(DemoScript, LetsPeopleWorkOnWorkingDaysAndTimersActAtMidnight) {
  for (std::size_t i = 0; i < published().cases.size(); ++i) {
    for (const auto& action : script_of(published(), i)) {
      const auto& key = published().cases[i].key;
      const auto into = action.at - start_of(day_of(action.at), kShanghaiOffset);
      if (action.actor.role == "timer") {
        EXPECT_EQ(into, std::chrono::hours{0}) << key;
      } else if (action.actor.role != "citizen") {
        EXPECT_TRUE(Calendar::china().is_working_day(day_of(action.at))) << key;
        EXPECT_TRUE(into >= kOpens && into < std::chrono::hours{20}) << key;
      }
    }
  }
}

// Seed 4 once let an officer close a complaint that was referred, rated badly and taken up again.
TEST(DemoScript, LeavesComplaintsAboutMannerToTheChief) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto plan = make_plan(seed, kPublishedCases).value();
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
      if (plan.cases[i].category != casework::complaint::Category::attitude) continue;
      for (const auto& action : script_of(plan, i)) {
        if (!std::holds_alternative<casework::complaint::Close>(action.command)) continue;
        EXPECT_EQ(action.actor.role, "station_chief") << plan.cases[i].key << " of seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace recourse::cli
