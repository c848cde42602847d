// What is finished while the citizen stands there: one command, and nothing typed twice (R20).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// All that the officer types for a simple case: category, matter, and what came of it.
FinishOnSpot a_simple_case() {
  FinishOnSpot form;
  form.report.district = "PD";
  form.report.category = Category::not_accepted;
  form.report.matter = "RK10";
  form.outcome = Outcome::done;
  return form;
}

TEST(Rules, R20_OneCommandTakesASimpleCaseFromReportToReply) {
  Case c;
  c.actor(kOfficer).when(a_simple_case());
  c.then_types({"case.received", "case.accepted", "case.routed_on_spot", "case.closed"});
  EXPECT_EQ(phase(c), "closed");
  EXPECT_EQ(c.state().ending.outcome, Outcome::done);
  EXPECT_EQ(c.state().ending.on_time, true);
  EXPECT_EQ(loops(c), "same_day");
}

TEST(Rules, R20_EverythingKnownIsPrefilled) {
  Case c;
  c.actor(kOfficer).when(a_simple_case());
  const auto& in = last<Received>(c);
  EXPECT_EQ(in.station, "PD01") << "the officer's own";
  EXPECT_EQ(in.line, Line::population) << "that of the matter";
  EXPECT_EQ(in.channel, Channel::window);
  EXPECT_EQ(in.applicant, ApplicantKind::person);
  EXPECT_EQ(in.reported_at, c.now());
  EXPECT_EQ(in.by, "p1");
  EXPECT_EQ(last<Closed>(c).told, Told::in_person);
  ASSERT_TRUE(last<Closed>(c).reply.has_value());
  EXPECT_FALSE(last<Closed>(c).reply->clear().empty()) << "the oral reply, as the outcome has it";
}

TEST(Rules, R20_WhatWasExplainedAtOnceIsRecordedAsAnExplanation) {
  Case c;
  auto form = a_simple_case();
  form.outcome = Outcome::cannot_by_law;
  form.standard_reply = "KJ-12";
  form.standard_reply_version = 3;
  form.law = "户口登记条例第十条";
  form.next_step = "可申请复核";
  c.actor(kOfficer).when(form);
  c.then_types({"case.received", "case.accepted", "case.routed_explain", "case.closed"});
  EXPECT_EQ(last<RoutedExplain>(c).standard_reply, "KJ-12");
  EXPECT_EQ(last<RoutedExplain>(c).standard_reply_version, 3u);
  EXPECT_EQ(last<Closed>(c).next_step, "可申请复核");
}

TEST(Rules, R20_OneCommandIsHeldToTheSameRulesAndLeavesNoHalfCase) {
  Case c;
  auto form = a_simple_case();
  form.outcome.reset();
  c.actor(kOfficer).when(form).then_refused("outcome_missing", "R8");
  form.outcome = Outcome::answered;
  form.law = "户口登记条例第十条";
  form.reply = words("暂不符合条件。");
  c.when(form).then_refused("next_step_missing", "R8");
  form.next_step = "备齐材料后再办";
  form.reply.reset();
  c.when(form).then_refused("reply_missing", "R13");
  EXPECT_EQ(c.version(), Version{0});
  c.actor(kCitizen).when(form).then_refused("not_your_role", "authority");
}

TEST(Rules, R20_AComplaintAboutSomebodyUnknownIsNotFinishedAtTheDesk) {
  Case c;
  auto form = a_simple_case();
  form.report = a_complaint_about({"", "三号窗口，周二上午"});
  c.actor(kOfficer).when(form).then_refused("accused_unidentified", "bars");
  form.report = a_complaint_about({"p9", ""});
  c.when(form).then_refused("attitude_needs_chief", "R9");
  c.actor(kChief).when(form);
  c.then_types({"case.received", "case.accepted", "case.routed_on_spot", "case.closed"});
}

TEST(Rules, R20_TheBusinessSystemSaysItselfThatAMatterIsDone) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(a_hurry("2023-06-06"));
  c.actor(kBusinessSystem).when(MarkMatterDone{}).then_refused("application_missing", "R20");
  c.when(MarkMatterDone{"HZ-7"}).then_types({"case.matter_done"});
  EXPECT_TRUE(c.state().work.matter_done);
  EXPECT_EQ(c.state().work.application, "HZ-7");
}

TEST(Rules, R20_WhoCannotManageIsHelpedAndThatIsRecordedInOneTap) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(Assist{}).then_refused("kind_missing", "R20");
  c.when(Assist{AssistKind::home_visit, ""}).then_types({"case.assisted"});
  EXPECT_EQ(c.state().work.assisted, 1u);
  EXPECT_EQ(phase(c), "accepted");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
