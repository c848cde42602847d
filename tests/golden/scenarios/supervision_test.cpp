// One supervision a cause: none overwrites another, and each is charged where the time went (R16).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

std::vector<std::string> open_supervisions(const Scenario& c) {
  std::vector<std::string> open;
  for (const auto& one : c.state().supervision) {
    if (one.phase == SupervisionPhase::none) continue;
    open.push_back(std::string{describe::enum_name(one.cause)} + " of " + one.unit + ", " +
                   std::string{describe::enum_name(one.phase)});
  }
  return open;
}
using Lines = std::vector<std::string>;

/// A demand beyond the notice on the last day, and the end of that day.
struct BreachedAndLate : Case {
  BreachedAndLate() {
    actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"})).when(SupplementAll{});
    until("2023-06-08 09:00").when(a_notice({"3"})).when(SupplementAll{});
    until("2023-06-09 00:00").then_types({"case.went_overdue", "case.supervised"});
  }
};

TEST(Rules, R16_ABreachDoesNotSwallowTheLatenessThatFollows) {
  BreachedAndLate c;
  EXPECT_EQ(open_supervisions(c),
            (Lines{"breach of PD01, supervised", "overdue of PD01, supervised"}));
  c.actor(kChief).when(AnswerSupervision{"追加材料一事已致歉"});
  c.then_refused("which_supervision", "R16");
  c.when(AnswerSupervision{"无", SupervisionCause::wrong_line});
  c.then_refused("no_such_supervision", "R16");
  c.when(AnswerSupervision{"追加材料一事已致歉", SupervisionCause::breach});
  c.then_types({"case.supervision_answered"});
  EXPECT_EQ(supervision(c), "supervised") << "the lateness waits for an answer still";
  c.actor(kDistrictTraffic).when(VerifySupervision{true, "", SupervisionCause::overdue});
  c.then_refused("no_answer_to_verify", "R16");
  c.when(VerifySupervision{true, ""}).then_types({"case.supervision_verified"});
  EXPECT_EQ(open_supervisions(c), Lines{"overdue of PD01, supervised"});
  c.actor(kChief).when(AnswerSupervision{"十二日前办结"});
  EXPECT_EQ(supervision(c), "answered");
  const auto& settled = c.state().supervision.front();
  EXPECT_EQ(settled.answered_by, "s1");
  EXPECT_EQ(settled.verified_by, "d3");
  EXPECT_EQ(settled.accepted, true);
}

TEST(Rules, R16_EachSupervisionHasItsOwnDueTimeAndGoesUpByItself) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.actor(kDistrict).when(Supervise{"抽查"});
  c.until("2023-06-05 09:00").actor(kChief).when(AnswerSupervision{"已说明"});
  c.actor(kSupervisor).when(Supervise{"再查"});
  EXPECT_EQ(open_supervisions(c),
            (Lines{"ordered of PD01, answered", "ordered of PD01, supervised"}));
  c.until("2023-06-09 00:00");
  c.then_types(
      {"case.went_overdue", "case.supervised", "case.supervision_raised", "case.limit_missed"});
  EXPECT_EQ(c.state().supervision[0].level, Level::city) << "the answer was not verified in time";
  EXPECT_TRUE(c.state().supervision[1].missed) << "above the city is nobody";
  EXPECT_EQ(supervision(c), "supervised");
}

TEST(Rules, R16_WhatIsNotEnoughIsAnsweredAgainWhileAnotherWaits) {
  BreachedAndLate c;
  c.actor(kChief).when(AnswerSupervision{"已致歉", SupervisionCause::breach});
  c.when(AnswerSupervision{"十二日前办结", SupervisionCause::overdue});
  EXPECT_EQ(supervision(c), "answered");
  c.actor(kDistrictTraffic).when(VerifySupervision{true, ""});
  c.then_refused("which_supervision", "R16");
  c.when(VerifySupervision{false, "无整改", SupervisionCause::breach});
  EXPECT_EQ(supervision(c), "supervised");
  c.when(VerifySupervision{true, ""}).then_types({"case.supervision_verified"});
  EXPECT_EQ(open_supervisions(c), Lines{"breach of PD01, supervised"});
  c.actor(kChief).when(AnswerSupervision{"已培训"});
  c.actor(kDistrictTraffic).when(VerifySupervision{true, ""});
  EXPECT_EQ(supervision(c), "none");
}

TEST(Rules, R16_TheDelayIsChargedToWhoHadTheCaseAndNotToWhoHadItLast) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.until("2023-06-21 09:00").actor(kDistrict).when(an_answer());
  c.until("2023-06-26 00:00");
  c.then_types({"case.went_overdue", "case.supervised"});
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(last<Supervised>(c).unit, "PD.RK") << "fourteen days there, one here";
  const auto& held = last<WentOverdue>(c).held;
  EXPECT_EQ(held, (std::vector<UnitDays>{{"PD.RK", 14}, {"PD01", 1}}));
}

TEST(Rules, R16_FactsAtTheStationAreTheStationsTime) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.until("2023-06-05 09:00").actor(kDistrict).when(ReturnForFacts{{"档案"}});
  c.until("2023-06-20 09:00").actor(kOfficer).when(SupplyFactsDistrict{words("附件")});
  c.until("2023-06-26 00:00");
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::overdue);
  EXPECT_EQ(last<Supervised>(c).unit, "PD01");
  EXPECT_EQ(last<WentOverdue>(c).held, (std::vector<UnitDays>{{"PD.RK", 4}, {"PD01", 11}}));
}

TEST(Rules, R16_ARestIsNobodysTime) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.when(Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  c.until("2023-06-07 09:00").when(Resume{"已回函"}).until("2023-06-15 00:00");
  EXPECT_EQ(last<WentOverdue>(c).held, (std::vector<UnitDays>{{"PD01", 5}}));
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
