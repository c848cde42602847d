// The case under changed code: what a check finds among cases of the real lifecycle.
#include <gtest/gtest.h>

#include <recourse/core/upgrade.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/office.hpp>
#include <recourse/stores/memory.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint {
namespace {

using core::UpgradeProblem;

/// Urgent matters are not expedited any more. As it must not be done: for all cases.
struct NoExpediting : ComplaintDecider {
  std::optional<std::string> state_error(const State& state) const {
    if (state.phases.stage == Phase::expedited) return "nothing is expedited any more";
    return ComplaintDecider::state_error(state);
  }
  bool accepts(const State& before, const Event& event, const core::Facts& facts) const {
    return !std::holds_alternative<RoutedExpedite>(event) &&
           ComplaintDecider::accepts(before, event, facts);
  }
  std::vector<std::string_view> next(const State& state) const {
    auto names = ComplaintDecider::next(state);
    std::erase(names, describe::spec_of<RouteExpedite>.type);
    return names;
  }
};

/// The limits act no more.
struct DeafTimers : ComplaintDecider {
  Command on_timer(const State&, std::string_view) const { return Archive{}; }
};

class CaseUpgrade : public ::testing::Test {
 protected:
  void give(std::string_view key, const Command& command, std::string_view actor) {
    clock.advance(std::chrono::minutes{1});
    core::Context context{clock.now(), core::Actor::parse(actor), random_command_id()};
    context.standing = core::StandingOf::role(context.actor.role);
    const auto id = StreamId::of("case", key).value();
    const auto outcome = cases.handle(id, command, context).value();
    EXPECT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  void SetUp() override {
    for (const auto* key : {"new", "urgent", "done", "merged"}) {
      give(key, testing::a_report(), testing::kOfficer);
      give(key, Accept{.present = true}, testing::kOfficer);
    }
    for (const auto* key : {"urgent", "done"}) {
      give(key, RouteExpedite{.why = "出境", .needed_by = testing::day("2023-06-05")},
           testing::kOfficer);
    }
    give("done", MarkMatterDone{.application = "A1"}, testing::kImporter);
    give("done",
         Close{.outcome = Outcome::done,
               .reply = testing::personal("已办结"),
               .told = Told::in_person},
         testing::kOfficer);
    give("merged", Merge{.target = "new", .reason = "同一事项", .same_person = true},
         testing::kOfficer);
    const auto report = core::check_upgrade(*store, ComplaintDecider{}, {.save = [this](auto line) {
      baseline.emplace_back(line);
      return Result<void>{};
    }});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_TRUE(report->ok()) << core::to_json_line(report->examples[0]);
    EXPECT_EQ(report->streams, 4u);
    EXPECT_EQ(report->unfinished, 2u);
    EXPECT_EQ(report->timers, 3u);
  }
  template <class D>
  core::UpgradeReport check(const D& decider) const {
    const auto give = [this, i = std::size_t{0}]() mutable {
      return Result<std::optional<std::string>>{i == baseline.size() ? std::optional<std::string>{}
                                                                     : baseline[i++]};
    };
    return core::check_upgrade(*store, decider, {.against = give}).value();
  }

  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<core::EventStore> store = stores::open_memory(clock);
  core::Workflow<ComplaintDecider> cases{*store, ComplaintDecider{}};
  std::vector<std::string> baseline;
};

TEST_F(CaseUpgrade, TheSameCodeFindsNothing) {
  const auto report = check(ComplaintDecider{});
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.compared, 4u);
}

TEST_F(CaseUpgrade, ARowThatIsTakenAwayIsFoundByTheCasesThatItHolds) {
  const auto report = check(NoExpediting{});
  EXPECT_EQ(report.count(UpgradeProblem::unreachable_state), 1u);
  EXPECT_EQ(report.count(UpgradeProblem::step_refused), 1u);  // the closed one is not judged
  EXPECT_EQ(report.count(UpgradeProblem::step_lost), 1u);     // of the new case
  EXPECT_EQ(report.problems(), 3u);
  for (const auto& f : report.examples) {
    const bool lost = f.problem == UpgradeProblem::step_lost;
    EXPECT_EQ(f.stream, lost ? "case/new" : "case/urgent");
    EXPECT_EQ(f.step == "case.route_expedite", lost);
  }
}

TEST_F(CaseUpgrade, ATimerWhoseCommandIsRefusedIsFound) {
  const auto report = check(DeafTimers{});
  EXPECT_EQ(report.count(UpgradeProblem::step_refused), report.timers);
  EXPECT_EQ(report.problems(), report.timers);
}

TEST_F(CaseUpgrade, OtherNumbersAreFoundInNoStateSinceEventsCarryThem) {
  ComplaintDecider other;
  other.norms.rating_days += 10;
  EXPECT_TRUE(check(other).ok());
}

TEST(CaseLifecycle, ItLeadsToSomePairsOfPhasesAndNotToOthers) {
  EXPECT_TRUE(is_reachable({}));
  EXPECT_TRUE(is_reachable({Phase::accepted, ClockPhase::running}));
  EXPECT_TRUE(is_reachable({Phase::notice_issued, ClockPhase::paused}));
  EXPECT_TRUE(is_reachable({Phase::archived, ClockPhase::stopped}));
  EXPECT_FALSE(is_reachable({Phase::none, ClockPhase::running}));
  EXPECT_FALSE(is_reachable({Phase::accepted, ClockPhase::idle}));
  EXPECT_FALSE(is_reachable({static_cast<Phase>(21), ClockPhase::running}));
  EXPECT_FALSE(is_reachable({Phase::accepted, static_cast<ClockPhase>(5)}));
}

}  // namespace
}  // namespace recourse::casework::complaint
