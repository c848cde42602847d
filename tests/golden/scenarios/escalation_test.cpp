// Up the escalation to departments and down again (R15), and support while the citizen waits (R18).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct EscalatedCase : Case {
  EscalatedCase() { actor(kOfficer).when(at_the_window()).when(an_escalation()); }
};

TEST(Rules, R15_StationDistrictCityAndDownAgainToTheCitizen) {
  EscalatedCase c;
  EXPECT_EQ(owner(c), "PD.RK");
  c.until("2023-06-07 10:00").actor(kDistrict).when(ForwardToCity{});
  c.then_refused("opinion_missing", "R15");
  c.when(ForwardToCity{.opinion = "建议更正"}).then_types({"case.forwarded_to_city"});
  EXPECT_EQ(owner(c), "city.RK");
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-14") << "the city has five days of its own";
  c.actor(kCity).when(an_answer()).then_types({"case.department_answered"});
  EXPECT_EQ(last<DepartmentAnswered>(c).level, Level::city);
  EXPECT_EQ(phase(c), "answered");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25") << "the whole way is inside the limit";
  auto form = a_closing();
  form.applied = true;
  c.actor(kOfficer).when(form).then_types({"case.closed"});
  EXPECT_EQ(loops(c), "escalated");
}

TEST(Rules, R15_WhatMayBeDoneIsDoneBeforeTheCaseIsClosedAndTheCitizenIsTold) {
  for (const auto kind : {AnswerKind::do_it_so, AnswerKind::authorised}) {
    EscalatedCase c;
    c.actor(kDistrict).when(an_answer(kind));
    c.actor(kOfficer).when(a_closing()).then_refused("answer_not_applied", "R15");
    auto form = a_closing();
    form.applied = true;
    form.told.reset();
    c.when(form).then_refused("told_missing", "R13");
    form.told = Told::phone;
    c.when(form).then_types({"case.closed"});
    EXPECT_TRUE(last<Closed>(c).applied);
  }
  EscalatedCase c;
  c.actor(kDistrict).when(an_answer(AnswerKind::cannot_by_law));
  c.actor(kOfficer).when(a_closing(Outcome::cannot_by_law)).then_types({"case.closed"});
}

TEST(Rules, R15_ADepartmentAnswersWithAKindAndWithWordingForCitizens) {
  EscalatedCase c;
  auto form = an_answer();
  form.kind.reset();
  c.actor(kDistrict).when(form).then_refused("kind_missing", "R15");
  (form = an_answer()).wording.clear();
  c.when(form).then_refused("wording_missing", "R22");
  c.when(an_answer()).then_types({"case.department_answered"});
  EXPECT_EQ(last<DepartmentAnswered>(c).wording, "可以办理，请携带原件。");
  EXPECT_EQ(last<DepartmentAnswered>(c).internal_basis, "内部工作规范第三条") << "kept apart";
}

TEST(Rules, R15_OnlyTheDepartmentThatHasItAnswers) {
  EscalatedCase c;
  c.actor(kDistrictTraffic).when(an_answer()).then_refused("not_your_department", "R16");
  c.actor(kCity).when(an_answer()).then_refused("not_your_role", "authority");
  c.actor(kLiaison).when(an_answer()).then_refused("not_your_role", "authority");
  c.actor(kOfficer).when(an_answer()).then_refused("not_your_role", "authority");
}

TEST(Rules, R15_EachLevelAsksTheStationForFactsOnceAndNothingIsReset) {
  EscalatedCase c;
  const ReturnForFacts wanted{{"原始档案复印件"}};
  c.actor(kDistrict).when(ReturnForFacts{}).then_refused("items_missing", "R15");
  c.when(wanted).then_types({"case.returned_for_facts"});
  EXPECT_EQ(phase(c), "facts_wanted");
  EXPECT_EQ(owner(c), "PD01");
  c.actor(kOfficer).when(SupplyFactsCity{words("附件一")});
  c.then_refused("other_level_asked", "R15");
  c.when(SupplyFactsDistrict{words("附件一")}).then_types({"case.facts_supplied_district"});
  EXPECT_EQ(owner(c), "PD.RK");
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-08") << "asking back gives no more time";
  c.actor(kDistrict).when(wanted).then_refused("already_returned", "R15");
  c.when(ForwardToCity{.opinion = "建议更正"}).actor(kCity).when(wanted);
  c.then_types({"case.returned_for_facts"});
  EXPECT_EQ(owner(c), "PD01");
  c.actor(kOfficer).when(SupplyFactsCity{words("附件二")});
  EXPECT_EQ(owner(c), "city.RK");
  c.actor(kCity).when(wanted).then_refused("already_returned", "R15");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
}

TEST(Rules, R15_AWrongLineIsPassedOnOnceThenTheSupervisorDecidesFinally) {
  EscalatedCase c;
  const auto object = [](Line line) { return ObjectToLine{line, "", "不属本条线"}; };
  c.actor(kSupervisor).when(object(Line::traffic)).then_refused("no_objection_yet", "R15");
  c.actor(kDistrict).when(object(Line::other)).then_refused("line_missing", "R15");
  c.when(object(Line::public_order)).then_types({"case.line_objected"});
  EXPECT_EQ(owner(c), "PD.ZA");
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-08") << "being passed on gives no more time";
  c.actor(kDistrictOrder).when(object(Line::population));
  c.then_types({"case.line_objected", "case.supervised"});
  EXPECT_EQ(owner(c), "PD.ZA") << "it stays while they differ";
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::wrong_line);
  c.when(object(Line::traffic)).then_refused("already_objected", "R15");
  c.actor(kSupervisor).when(object(Line::population)).then_types({"case.line_objected"});
  EXPECT_EQ(owner(c), "PD.RK");
  c.when(object(Line::traffic)).then_refused("line_decided", "R15");
  c.actor(kDistrict).when(object(Line::traffic)).then_refused("already_objected", "R15");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
}

TEST(Rules, R15_AWrongLineIsSaidWithinAWorkingDay) {
  EscalatedCase c;
  c.until("2023-06-05 09:00").actor(kDistrict);
  c.when(ObjectToLine{Line::traffic, "", "不属本条线"});
  c.then_refused("too_late_to_object", "R15");
  EscalatedCase again;
  again.until("2023-06-02 23:00").actor(kDistrict);
  again.when(ObjectToLine{Line::traffic, "", "不属本条线"}).then_types({"case.line_objected"});
}

TEST(Rules, R15_AnAnswerThatCannotBeCarriedOutGoesBackOnce) {
  EscalatedCase c;
  c.actor(kDistrict).when(an_answer());
  c.actor(kOfficer).when(ReturnAnswer{}).then_refused("reason_missing", "R15");
  c.when(ReturnAnswer{"系统不支持"}).then_types({"case.could_not_apply"});
  EXPECT_EQ(owner(c), "PD.RK");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25") << "sending back resets nothing";
  c.actor(kDistrict).when(an_answer());
  c.actor(kOfficer).when(ReturnAnswer{"仍不支持"}).then_refused("answer_returned_before", "R15");
}

TEST(Rules, R15_DepartmentsShareSidewaysAndTheOwnerStays) {
  EscalatedCase c;
  c.actor(kDistrictTraffic).when(AnswerConsultation{words("同意")});
  c.then_refused("nobody_asked", "R15");
  c.actor(kDistrict).when(Consult{"PD.JJ", "驾驶证信息是否一致？"});
  c.then_types({"case.consulted"});
  EXPECT_EQ(owner(c), "PD.RK");
  c.actor(kDistrictTraffic).when(AnswerConsultation{words("一致")});
  c.then_types({"case.consultation_answered"});
  EXPECT_EQ(owner(c), "PD.RK");
}

TEST(Rules, R18_SupportIsAnsweredInMinutesAndMeasured) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(AskSupport{}).then_refused("question_missing", "R18");
  c.when(AskSupport{{}, words("原件遗失可否采信复印件？")}).then_types({"case.support_asked"});
  c.then_timer("support", "2023-06-01 09:15");
  EXPECT_EQ(last<SupportAsked>(c).line, Line::population) << "the line of the case";
  c.when(AskSupport{{}, words("再问")}).then_refused("support_asked_already", "R18");
  c.elapse(std::chrono::minutes{7}).actor(kDistrictTraffic).when(AnswerSupport{words("可以")});
  c.then_refused("not_your_line", "R18");
  c.actor(kLiaison).when(AnswerSupport{words("可以")}).then_types({"case.support_answered"});
  EXPECT_EQ(last<SupportAnswered>(c).seconds, 420u);
  EXPECT_TRUE(last<SupportAnswered>(c).in_time);
  EXPECT_EQ(owner(c), "PD01") << "support moves nothing";
  c.when(AnswerSupport{words("可以")}).then_refused("nobody_asked", "R18");
}

TEST(Rules, R18_SupportThatComesLateIsMeasuredAsLate) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(AskSupport{Line::traffic, words("违法记录是否有误？")});
  c.elapse(std::chrono::minutes{16}).actor(kDistrictTraffic).when(AnswerSupport{words("无误")});
  EXPECT_EQ(last<SupportAnswered>(c).seconds, 960u);
  EXPECT_FALSE(last<SupportAnswered>(c).in_time);
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
