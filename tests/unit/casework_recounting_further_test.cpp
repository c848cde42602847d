// The limits of inspections, trainings, dispatch proposals and orders of the hotline follow a
// notice that is published while they run (the norm on working days).
#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/casework/hotline/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/training/decider.hpp>

#include "tests/unit/recounted.hpp"

namespace recourse::casework {
namespace {

using namespace testing_support;

TEST(RecountedLimits, ACircularAndTheTimeToObjectMove) {  // R24
  using namespace supervision;
  Recounted<SupervisionDecider> of{"DC-2026-1"};
  of.scene.actor("district_officer:d1@PD.RK")
      .when(Plan{.unit = "PD01",
                 .kind = InspectionKind::routine,
                 .day = day("2026-12-28"),
                 .reason = "窗口规范化检查"});
  of.scene.when(RecordFindings{{{FindingKind::sign, "标识被遮挡", "R4", Weight::ordinary, {}}}});
  of.expect_moved<LimitsRecomputed>({kFive});
  of.scene.then_timer("circular", end("2027-01-06"));
  EXPECT_EQ(of.scene.state().objection_due, kFive.now);
}

TEST(RecountedLimits, ATrainingsTestAndMakingUpMove) {  // R25
  using namespace training;
  Recounted<TrainingDecider> of{"PX-2026-1"};
  of.scene.actor("district_officer:d1@PD.RK")
      .when(Plan{.topic = "一次性告知",
                 .cases = {{"PD01-20261101-0001-A", "补三次"}},
                 .day = day("2026-12-28")});
  of.scene.when(Announce{"分局三楼，14:00", {"w1", "w3"}});
  of.scene.at("2026-12-28 17:00").when(Hold{{"w1"}, {{"w3", "病假"}}});
  of.expect_moved<LimitsRecomputed>(
      {kFive,
       {due("2027-01-25", true, "2026-12-28", 20), due("2027-01-27", false, "2026-12-28", 20)}});
  of.scene.then_timer("test", end("2027-01-06")).then_timer("make_up", end("2027-01-27"));
}

TEST(RecountedLimits, TheDecisionOnADispatchMoves) {  // R41
  using namespace dispatch;
  Recounted<DispatchDecider> of{"catalogue"};
  of.scene.actor("city_officer:m1@city.RK")
      .when(Propose{
          .from_case = "PD01-1", .matter = "RK01", .line = Line::public_order, .reason = "裁定"});
  of.expect_moved<LimitsRecomputed>({kTen});
  of.scene.then_timer("decide", end("2027-01-13"));
}

TEST(RecountedLimits, TheWordOnAnOrderMoves) {  // R27
  using namespace hotline;
  Recounted<HotlineDecider> of{"A-1"};
  const OrderFacts facts{.matter = "RK01", .line = Line::population, .station = "PD01"};
  of.scene.at("2026-12-30 09:00").actor("importer:12345");
  of.scene.when(Suggest{facts, {{"PD01-1", 45}, {"case/PD01-2", 60}}});
  of.expect_moved<LimitsRecomputed>(
      {{due("2027-01-01", true, "2026-12-30", 2), due("2027-01-05", false, "2026-12-30", 2)}});
  of.scene.then_timer("confirm", end("2027-01-05"));
}

}  // namespace
}  // namespace recourse::casework
