// How a case ends (R8), the loops that it was in (R13), and the whole way round (R19).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct Explained : Case {
  Explained() { actor(kOfficer).when(at_the_window()).when(an_explanation()); }
};
/// The fifth day is over, and nothing was done.
struct Late : Explained {
  Late() {
    until("2023-06-09 09:00").then_types({"case.went_overdue", "case.supervised"});
    actor(kOfficer);
  }
};

TEST(Rules, R8_ACaseEndsDoneOrAnsweredWithANextStep) {
  Explained c;
  auto form = a_closing();
  form.outcome.reset();
  c.when(form).then_refused("outcome_missing", "R8");
  form.outcome = Outcome::lapsed;
  c.when(form).then_refused("outcome_not_by_closing", "R8");
  form.outcome = Outcome::answered;
  c.when(form).then_refused("next_step_missing", "R8");
  (form = a_closing()).reply.reset();
  c.when(form).then_refused("reply_missing", "R13");
  (form = a_closing()).told.reset();
  c.when(form).then_refused("told_missing", "R13");
  c.when(a_closing(Outcome::answered)).then_types({"case.closed"});
  EXPECT_EQ(c.state().ending.outcome, Outcome::answered);
  EXPECT_EQ(last<Closed>(c).next_step, "可向分局申请复查");
}

TEST(Rules, R8_OnlyTheCitizenWithdrawsByCodeOrSignature) {
  Case c;
  auto form = at_the_window();
  form.inquiry_code = "7K3M-9QXR";
  c.actor(kOfficer).when(form);
  c.actor(kLead).when(Withdraw{WithdrawProof::signature, "QM-1", ""});
  c.then_refused("not_your_role", "authority");
  c.actor(kCitizen).when(Withdraw{}).then_refused("proof_missing", "withdrawal");
  c.when(Withdraw{WithdrawProof::code, "7K3M-9QXS", ""}).then_refused("wrong_code", "withdrawal");
  c.when(Withdraw{WithdrawProof::code, "7k3m 9qxr", ""}).then_types({"case.withdrawn"});
  EXPECT_EQ(last<Withdrawn>(c).reference.find("7k3m"), std::string::npos) << "no code is stored";
}

TEST(Rules, R9_AComplaintAboutMannerIsClosedByTheChiefAndSupervisedIfWithdrawn) {
  Case c;
  c.actor(kOfficer).when(at_the_window(a_complaint_about({"p9", ""}))).when(an_explanation());
  c.when(a_closing()).then_refused("attitude_needs_chief", "R9");
  c.actor(kChief).when(a_closing()).then_types({"case.closed"});
  c.on("2").actor(kOfficer).when(at_the_window(a_complaint_about({"p9", ""})));
  c.actor(kCitizen).when(Withdraw{WithdrawProof::signature, "QM-1", ""});
  c.then_types({"case.withdrawn", "case.supervised"});
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::attitude_withdrawn);
}

TEST(Rules, R13_FinishedOnTheDayOfTheReportItIsInTheSameDayLoop) {
  Explained c;
  c.until("2023-06-01 23:59").when(a_closing());
  EXPECT_EQ(loops(c), "same_day");
  EXPECT_EQ(c.state().ending.working_days, 0u);
}

TEST(Rules, R13_OtherwiseInTheOrdinaryOne) {
  Explained c;
  c.until("2023-06-02 00:01").when(a_closing());
  EXPECT_EQ(loops(c), "ordinary");
  EXPECT_EQ(c.state().ending.working_days, 1u);
}

TEST(Rules, R13_ALateCaseIsClosedByTheChiefWithAReasonAndStaysLate) {
  Late c;
  EXPECT_EQ(loops(c), "overdue");
  c.when(a_late_closing()).then_refused("late_needs_chief", "R13");
  c.actor(kChief).when(a_closing()).then_refused("why_late_missing", "R13");
  c.when(a_late_closing()).then_types({"case.closed"});
  EXPECT_EQ(c.state().ending.on_time, false);
  EXPECT_EQ(c.state().ending.why_late, LateReason::department_waited);
  EXPECT_EQ(loops(c), "overdue");
  EXPECT_EQ(supervision(c), "supervised") << "closing does not answer the supervision";
}

TEST(Rules, R13_LoopsOverlap) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.until("2023-06-26 09:00").actor(kDistrict).when(an_answer(AnswerKind::cannot_by_law));
  EXPECT_EQ(loops(c), "escalated, overdue");
  Case quick;
  quick.actor(kOfficer).when(at_the_window()).when(an_escalation());
  quick.actor(kDistrict).when(an_answer(AnswerKind::cannot_by_law));
  quick.actor(kOfficer).when(a_closing(Outcome::cannot_by_law));
  EXPECT_EQ(loops(quick), "same_day, escalated");
}

TEST(Norms, Overdue_TakesNeitherPauseNorExtensionButADatedPlan) {
  Late c;
  c.when(Pause{PauseGround::citizens_papers, "等待原件", Told::phone});
  c.then_refused("not_allowed_in_phase", "lifecycle");
  c.actor(kSupervisor).when(Extend{day("2023-06-30"), "核查", Told::phone});
  c.then_refused("not_allowed_in_phase", "lifecycle");
  const Plan plan{LateReason::staff_short, "增派人手", "", day("2023-06-16"), Told::phone};
  c.actor(kOfficer).when(plan).then_refused("not_your_role", "authority");
  auto form = plan;
  form.why_late.reset();
  c.actor(kChief).when(form).then_refused("why_late_missing", "R13");
  (form = plan).until.reset();
  c.when(form).then_refused("until_missing", "R13");
  (form = plan).told.reset();
  c.when(form).then_refused("told_missing", "R13");
  (form = plan).until = day("2023-07-04");
  c.when(form).then_refused("plan_day_out_of_range", "R13");
  c.when(plan).then_types({"case.planned"});
  EXPECT_EQ(last<Planned>(c).in_charge, "p1");
  EXPECT_EQ(due(c, DeadlineKind::plan), "2023-06-16");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(c.state().deadlines.resolution->at, moment("2023-06-08 23:59:59.999"));
}

TEST(Norms, Overdue_TheSupervisionIsAnsweredByTheUnitAndVerifiedAbove) {
  Late c;
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::overdue);
  EXPECT_EQ(due(c, DeadlineKind::supervision), "2023-06-14");
  c.actor(kDistrict).when(VerifySupervision{true, ""});
  c.then_refused("no_answer_to_verify", "R16");
  c.actor(kChief).when(AnswerSupervision{"已排班补办"}).then_types({"case.supervision_answered"});
  c.actor(kDistrict).when(VerifySupervision{}).then_refused("accepted_missing", "R16");
  c.when(VerifySupervision{false, ""}).then_refused("reason_missing", "R16");
  c.when(VerifySupervision{false, "无日期"}).then_types({"case.supervision_verified"});
  EXPECT_EQ(supervision(c), "supervised");
  c.actor(kChief).when(AnswerSupervision{"十六日前办结"});
  c.actor(kDistrict).when(VerifySupervision{true, ""});
  EXPECT_EQ(supervision(c), "none");
}

TEST(Norms, Overdue_AnUnansweredSupervisionGoesUpToTheCity) {
  Late c;
  c.actor(kChief).when(
      Plan{LateReason::staff_short, "加班办理", "", day("2023-06-20"), Told::phone});
  c.until("2023-06-14 23:59:59.999").then_nothing();
  c.until("2023-06-15 00:00").then_types({"case.supervision_raised"});
  EXPECT_EQ(c.state().supervision.front().level, Level::city);
  c.actor(kChief).when(AnswerSupervision{"已补办"});
  c.actor(kDistrict).when(VerifySupervision{true, ""}).then_refused("not_your_level", "R16");
  c.actor(kSupervisor).when(VerifySupervision{true, ""});
  EXPECT_EQ(supervision(c), "none");
}

TEST(Rules, R13_NotSolvedItIsTakenUpAgainForThirtyDaysAndWithNewFactsAtAnyTime) {
  Explained c;
  c.when(a_closing()).actor(kCitizen).when(Reopen{}).then_refused("reason_missing", "R13");
  c.until("2023-07-04 00:00").when(Reopen{"未解决", false});
  c.then_refused("too_late_to_reopen", "R13");
  c.when(Reopen{"新证据", true}).then_types({"case.reopened"});
  EXPECT_EQ(c.state().ending.rounds, 2u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-07-11") << "a round has its own clock";
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  EXPECT_EQ(c.state().ending.working_days, 22u) << "the total counts from the first report";
  c.until("2023-08-01 09:00").actor(kCitizen).when(Reopen{"仍未解决", false});
  c.then_types({"case.reopened"});
}

TEST(Rules, R19_RegisteredAcceptedHandledClosedEvaluatedAndUsedToImprove) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).then_types({"case.received", "case.accepted"});
  c.when(an_escalation()).then_types({"case.escalated"});
  auto answer = an_answer(AnswerKind::policy_gap);
  answer.reusable = true;
  c.actor(kDistrict).when(answer).then_types({"case.department_answered"});
  EXPECT_TRUE(last<DepartmentAnswered>(c).reusable) << "offered as a standard reply";
  c.actor(kOfficer).when(a_closing(Outcome::answered)).then_types({"case.closed"});
  auto rating = a_rating(Grade::dissatisfied);
  rating.service = Grade::very_satisfied;
  rating.policy = Grade::very_dissatisfied;
  c.actor(kCitizen).when(rating).then_types({"case.rated"});
  c.actor(kLead).when(ContactRater{Told::phone, true});
  c.when(VerifyRating{RatingCause::policy, words("政策空白"), "政策正在研究"});
  EXPECT_TRUE(last<RatingVerified>(c).class_hint) << "to the analysis of classes";
  c.when(FeedBack{words("已上报研究"), Told::phone});
  c.actor(kSupervisor).when(Revisit{true, "认可"}).then_types({"case.revisited"});
  c.until("2023-07-01 00:00").then_types({"case.settled"});
  EXPECT_EQ(owner(c), "archive");
  EXPECT_EQ(c.state().ending.policy, Grade::very_dissatisfied);
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
