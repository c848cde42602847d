// The limits of windows, replies, liaisons and rectifications follow a notice that is published
// while they run (the norm on working days).
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/replies/decider.hpp>

#include "tests/unit/recounted.hpp"

namespace recourse::casework {
namespace {

using namespace testing_support;

TEST(RecountedLimits, ALimitThatPassedOrThatHasANamedDayStays) {
  const Calendar calendar = with_notice();
  const WorkingDays days{calendar, kShanghaiOffset};
  const auto now = parse_timestamp("2026-12-28T09:00:00+08:00").value();
  EXPECT_EQ(days.counted_again(kFive.before, now), kFive.now);
  EXPECT_EQ(days.counted_again(kFive.now, now), std::nullopt);
  EXPECT_EQ(days.counted_again(kFive.before, end("2027-01-05")), std::nullopt) << "it has passed";
  EXPECT_EQ(days.counted_again({end("2027-01-04"), false, std::nullopt, 0}, now), std::nullopt);
  // A day to make up for would end it before anybody could know.
  const Due late{end("2026-12-30"), false, day("2026-12-24"), 1};
  EXPECT_EQ(days.counted_again(late, now)->at, end("2026-12-28"));
}

TEST(RecountedLimits, AWindowsLimitsMoveTogether) {  // R4, R5
  using namespace registry;
  Recounted<RegistryDecider> of{"PD01"};
  of.scene.actor("station_chief:c1@PD01").when(Register{"PD", "陆家嘴派出所", "c1"});
  of.scene.when(Plan{WindowForm::independent, "一楼大厅东侧", "", ""});
  of.expect_moved<LimitsRecomputed>({kFive});
  of.scene.then_timer("sign_check", end("2027-01-06")).then_timer("staffing", end("2027-01-06"));
}

TEST(RecountedLimits, AReplysStepAndItsLookThroughMove) {  // R22
  using namespace replies;
  Recounted<RepliesDecider> of{"KJ-0001"};
  of.scene.at("2026-12-21 09:00");
  Draft draft{.matter = "RK01", .wording = "请带原件。", .basis = "内部掌握：由所领导审批。"};
  draft.valid_until = day("2027-01-12");
  of.scene.actor("city_officer:m1@city.RK").when(draft).when(Submit{});
  of.scene.actor("city_officer:m2@city.RK").when(PassReview{});
  of.scene.actor("city_officer:m3@city.RK").when(Approve{}).when(Publish{});
  of.scene.then_timer("look_through", end("2026-12-29"));
  draft.wording = "请带原件和复印件。";
  of.scene.actor("city_officer:m1@city.RK").when(draft);
  of.scene.then_timer("step", end("2027-01-04"));
  // Ten working days before the end of validity, which was named.
  of.expect_moved<LimitsRecomputed>(
      {{due("2027-01-04", true, "2026-12-21", 10), due("2027-01-06", false, "2026-12-21", 10)},
       {{end("2026-12-29"), false, std::nullopt, 0}, {end("2026-12-25"), false, std::nullopt, 0}}});
  of.scene.then_timer("look_through", end("2026-12-25")).then_timer("step", end("2027-01-06"));
}

TEST(RecountedLimits, ADigestsIntervalMoves) {  // R21
  using namespace liaison;
  Recounted<LiaisonDecider> of{"population.JA012"};
  of.scene.actor("district_officer:d1@JA.RK").when(Appoint{"x1", "x2"});
  of.expect_moved<LimitsRecomputed>({kTen});
  of.scene.then_timer("digest", end("2027-01-13"));
}

TEST(RecountedLimits, TheStepOfARectificationMoves) {  // R29
  using namespace rectification;
  Recounted<RectificationDecider> of{"ZG-2026-1"};
  of.scene.actor("supervisor:v1@city.ZA")
      .when(Open{.matter = "RK01",
                 .reason = "M1",
                 .period = "2026Q3",
                 .stations = {"PD01", "PD02"},
                 .found = 40,
                 .overall = 900});
  of.expect_moved<LimitsRecomputed>({kTen});
  of.scene.then_timer("analyse", end("2027-01-13"));
}

}  // namespace
}  // namespace recourse::casework
