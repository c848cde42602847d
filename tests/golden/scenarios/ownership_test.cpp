// Nothing is lost on the way: a named unit owns the case at each moment, with a due time (R16).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// Who owns it, and that something is due as long as it is open.
void owned_by(const Scenario& c, std::string_view expected_phase, std::string_view unit) {
  EXPECT_EQ(phase(c), expected_phase);
  EXPECT_EQ(owner(c), unit) << expected_phase;
  bool runs = false;
  for (const auto& limit : due_times(c.state())) runs = runs || !limit.met_at;
  // What was reviewed before it was rated may be rated still.
  const bool rating = phase(c) == "closed" || c.state().deadlines.rating;
  EXPECT_EQ(runs, is_open(c.state().phases.stage) || rating) << expected_phase;
}

TEST(Rules, R16_OneUnitOwnsTheCaseFromTheReportToTheReply) {
  Case c;
  c.actor(kCitizen).when(a_report());
  owned_by(c, "received", "PD01");
  c.actor(kOfficer).when(Accept{});
  owned_by(c, "accepted", "PD01");
  c.when(RouteOnSpot{});
  owned_by(c, "handled_on_spot", "PD01");
  c.when(Retriage{"当日办不完"}).when(an_explanation());
  owned_by(c, "explained", "PD01");
  c.when(Retriage{"子女入学"}).when(a_hurry("2023-06-06"));
  owned_by(c, "expedited", "PD01");
  c.when(Retriage{"材料缺"}).when(a_promise("2023-06-06"));
  owned_by(c, "accepted_lacking", "PD01");
  c.when(an_escalation());
  owned_by(c, "escalated_district", "PD.RK");
  c.actor(kDistrict).when(ReturnForFacts{{"档案"}});
  owned_by(c, "facts_wanted", "PD01");
  c.actor(kOfficer).when(SupplyFactsDistrict{words("附件")});
  owned_by(c, "escalated_district", "PD.RK");
  c.actor(kDistrict).when(ForwardToCity{.opinion = "建议更正"});
  owned_by(c, "escalated_city", "city.RK");
  c.actor(kCity).when(an_answer(AnswerKind::cannot_by_law));
  owned_by(c, "answered", "PD01");
  c.actor(kOfficer).when(a_closing(Outcome::cannot_by_law));
  owned_by(c, "closed", "PD01");
  c.actor(kCitizen).when(RequestReview1{words("不服")});
  owned_by(c, "review_1", "PD.RK");
  c.actor(kDistrictToo).when(UpholdOnReview{"依据充分", "行政复议", Told::letter});
  owned_by(c, "archived", "archive");
  c.actor(kCitizen).when(RequestReview2{words("仍不服")});
  owned_by(c, "review_2", "city.RK");
}

TEST(Rules, R16_BesideTheOrdinaryWayThereIsAnOwnerToo) {
  Case notice;
  notice.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"}));
  owned_by(notice, "notice_issued", "PD01");
  Case declined;
  declined.actor(kOfficer).when(a_report());
  declined.when(Decline{DeclineGround::court, "法院已受理", "申请执行", "法院", Told::phone});
  owned_by(declined, "declined", "PD01");
  Case withdrawn;
  withdrawn.actor(kOfficer).when(at_the_window());
  withdrawn.actor(kCitizen).when(Withdraw{WithdrawProof::signature, "QM-1", ""});
  owned_by(withdrawn, "withdrawn", "archive");
}

TEST(Rules, R16_OverdueItHasTheSameOwnerAndAnUnmovedClock) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.until("2023-06-09 00:00").then_types({"case.went_overdue", "case.supervised"});
  owned_by(c, "explained", "PD01");
  EXPECT_EQ(c.state().work.assigned_to, "p1") << "who took it first stays responsible";
  EXPECT_EQ(last<WentOverdue>(c).resolution_deadline.at, moment("2023-06-08 23:59:59.999"));
  EXPECT_EQ(c.state().deadlines.resolution->at, moment("2023-06-08 23:59:59.999"));
}

TEST(Rules, R16_OverdueAtADepartmentItIsThatDepartmentsAndItMustAnswerForIt) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.until("2023-06-25 23:59:59.999").until("2023-06-26 00:00");
  c.then_types({"case.went_overdue", "case.supervised"});
  owned_by(c, "escalated_district", "PD.RK");
  EXPECT_EQ(last<Supervised>(c).unit, "PD.RK");
  c.actor(kChief).when(AnswerSupervision{"已催办"}).then_refused("not_under_supervision", "R16");
  c.actor(kDistrict).when(AnswerSupervision{"正在会商", SupervisionCause::overdue});
  c.then_types({"case.supervision_answered"});
  c.when(VerifySupervision{true, ""}).then_refused("verifies_itself", "R16");
}

TEST(Rules, R16_ACaseChangesHandsInsideTheStationOnlyByTheLeadOrTheChief) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.actor(kColleague).when(a_closing()).then_refused("not_your_case", "R16");
  c.when(Reassign{"p2", "换班"}).then_refused("not_your_role", "authority");
  c.actor(kLead).when(Reassign{"p2", ""}).then_refused("reason_missing", "R16");
  c.when(Reassign{"p2", "换班"}).then_types({"case.reassigned"});
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.actor(kColleague).when(a_closing()).then_types({"case.closed"});
}

TEST(Rules, R16_AnotherStationHasNoHandInIt) {
  Case c;
  c.actor(kOtherStation).when(a_report()).then_refused("not_your_station", "R16");
  c.actor(kOfficer).when(at_the_window());
  c.actor(kOtherStation).when(an_explanation()).then_refused("not_your_station", "R16");
}

TEST(Rules, R16_AReferralStaysOursUntilTheOtherBodyConfirms) {
  Case c;
  c.actor(kOfficer).when(a_report());
  c.when(Refer{ReferKind::other_body, "", "属房管"}).then_refused("receiver_missing", "referral");
  c.when(Refer{ReferKind::other_body, "区房管局", "属房管"}).then_types({"case.referred"});
  owned_by(c, "referred", "PD01");
  EXPECT_EQ(due(c, DeadlineKind::referral), "2023-06-08");
  EXPECT_EQ(clock_of(c), "running");
  c.until("2023-06-02 10:00").actor(kOtherBody);
  c.when(ConfirmReferral{"", day("2023-06-02"), Told::phone});
  c.then_refused("receiver_missing", "referral");
  c.when(ConfirmReferral{"王科长", day("2023-06-02"), Told::phone});
  c.then_types({"case.referral_confirmed"});
  EXPECT_EQ(c.state().ending.outcome, Outcome::referred);
}

TEST(Rules, R16_ASilentBodyHasNotTakenIt) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(SetDifficult{.reason = "跨部门"});
  c.when(Refer{ReferKind::other_body, "区房管局", "属房管"});
  c.until("2023-06-09 00:00").then_types({"case.referral_refused"});
  EXPECT_TRUE(last<ReferralRefused>(c).silent);
  owned_by(c, "accepted", "PD01");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
