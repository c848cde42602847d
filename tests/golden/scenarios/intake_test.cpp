// How a matter comes in: registered, accepted, triaged (R9, R10), or declined.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

TEST(Rules, R9_OneTapRegistersAndAcceptsWhenTheCitizenStandsThere) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).then_types({"case.received", "case.accepted"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(due(c, DeadlineKind::contact), "none") << "presence is contact";
}

TEST(Rules, R9_OtherwiseRegisteringAndAcceptingAreTwoSteps) {
  Case c;
  auto online = a_report();
  online.channel = Channel::online;
  c.actor(kCitizen).when(online).then_types({"case.received"});
  EXPECT_EQ(phase(c), "received");
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02");
  c.when(Accept{}).then_refused("not_your_role", "authority");
  c.actor(kOfficer).when(Accept{}).then_types({"case.accepted"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02") << "nobody has spoken to the citizen yet";
}

TEST(Rules, R9_OnlyTheStationCanSayThatTheCitizenStandsThere) {
  Case c;
  c.actor(kCitizen).when(at_the_window()).then_refused("not_your_role", "R9");
  c.actor(kDistrict).when(at_the_window()).then_refused("not_your_role", "R9");
}

TEST(Rules, R9_OneOfFiveCategoriesIsChosen) {
  Case c;
  auto form = a_report();
  form.category.reset();
  c.actor(kOfficer).when(form).then_refused("category_missing", "R9");
  for (const auto category : {Category::not_accepted, Category::attitude, Category::difficult,
                              Category::policy, Category::other}) {
    form.category = category;
    c.on(std::string{describe::enum_name(category)}).when(form);
    c.then_types({"case.received"});
    EXPECT_EQ(last<Received>(c).category, category);
  }
}

TEST(Rules, R9_WhatTheCounterDidBeforeIsRecorded) {
  Case c;
  auto form = at_the_window();
  form.counter_did = {CounterFault::refused, CounterFault::delayed, CounterFault::passed_on,
                      CounterFault::pushed_away};
  form.earlier_trips = 3;
  c.actor(kOfficer).when(form);
  EXPECT_EQ(last<Received>(c).counter_did, form.counter_did);
  EXPECT_EQ(c.state().intake.earlier_trips, 3u);
}

TEST(Rules, R9_AnAnonymousReportHoldsNoNameAndHasNoContactDuty) {
  Case c;
  auto form = a_report();
  form.applicant = ApplicantKind::anonymous;
  c.actor(kCitizen).when(form).then_refused("anonymous_with_name", "R9");
  form.name.reset();
  c.when(form).then_types({"case.received"});
  EXPECT_EQ(due(c, DeadlineKind::contact), "none");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08") << "the other duties hold";
}

TEST(Rules, R9_AConfidentialReportHasANameThatStaysWithinTheWindow) {
  Case c;
  auto form = a_report();
  form.confidential = true;
  c.actor(kCitizen).when(form);
  EXPECT_TRUE(last<Received>(c).confidential);
  EXPECT_TRUE(c.state().intake.confidential);
  EXPECT_EQ(last<Received>(c).name, form.name);
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02") << "confidential is not anonymous";
}

TEST(Rules, R9_AProxyOrAGuardianSpeaksForAnother) {
  Case c;
  auto form = at_the_window();
  c.actor(kOfficer).when(form);
  EXPECT_EQ(last<Received>(c).representation, Representation::self);
  form.by_proxy = true;
  c.on("2").when(form);
  EXPECT_EQ(last<Received>(c).representation, Representation::proxy);
  form.representation = Representation::guardian;
  c.on("3").when(form);
  EXPECT_EQ(last<Received>(c).representation, Representation::guardian);
  form.representation = Representation::self;
  c.on("4").when(form).then_refused("speaks_for_whom", "R9");
  form.by_proxy = false;
  c.when(form).then_types({"case.received", "case.accepted"});
}

TEST(Rules, R27_ACitizenCannotSayThatAnotherSystemSentIt) {
  for (const auto channel :
       {Channel::window, Channel::hotline, Channel::inspection, Channel::imported}) {
    Case c;
    auto form = a_report();
    form.channel = channel;
    c.actor(kCitizen).when(form).then_refused("not_a_citizens_channel", "R27");
    form.channel = Channel::phone;
    c.when(form).then_types({"case.received"});
  }
}

TEST(Rules, R9_ACaseIsRegisteredOnceAndNothingHappensToOneThatIsNot) {
  Case c;
  c.actor(kOfficer).when(Accept{}).then_refused("no_such_case", "R9");
  c.when(at_the_window()).when(a_report()).then_refused("already_reported", "R9");
}

TEST(Rules, R10_OfficerOrLeadJudgesAndChoosesTheRouteNobodyElseOutside) {
  for (const auto* who : {kOfficer, kLead}) {
    Case c;
    c.actor(kOfficer).when(at_the_window());
    c.actor(who).when(SetDifficult{.reason = "两系统数据不一致"});
    c.then_types({"case.difficulty_set"});
    c.when(an_explanation()).then_types({"case.routed_explain"});
    EXPECT_EQ(phase(c), "explained");
  }
  Case c;
  c.actor(kOfficer).when(at_the_window());
  for (const auto* who : {kCitizen, kDistrict, kLiaison, kSupervisor}) {
    c.actor(who).when(an_explanation()).then_refused("not_your_role", "authority");
  }
}

TEST(Rules, R10_ARouteIsChangedForAReasonAndTheOldOneStaysOnRecord) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(RouteOnSpot{});
  c.when(Retriage{}).then_refused("reason_missing", "R10");
  c.actor(kLead).when(Retriage{"不是简单事项"}).then_types({"case.retriaged"});
  c.when(an_explanation());
  ASSERT_EQ(c.state().work.routes.size(), 2u);
  EXPECT_EQ(c.state().work.routes[0].route, Route::on_spot);
  EXPECT_EQ(c.state().work.routes[1].route, Route::explain);
}

Decline a_declining() {
  return {.ground = DeclineGround::court,
          .reason = "已由法院受理",
          .remedy = "向法院申请执行",
          .body = "浦东新区人民法院",
          .told = Told::in_person};
}

TEST(Norms, Declining_NamesGroundReasonRemedyAndBodyAndIsTold) {
  Case c;
  c.actor(kOfficer).when(a_report());
  auto form = a_declining();
  form.ground.reset();
  c.when(form).then_refused("ground_missing", "declining");
  (form = a_declining()).reason.clear();
  c.when(form).then_refused("reason_missing", "declining");
  (form = a_declining()).remedy.clear();
  c.when(form).then_refused("remedy_missing", "declining");
  (form = a_declining()).body.clear();
  c.when(form).then_refused("body_missing", "declining");
  (form = a_declining()).told.reset();
  c.when(form).then_refused("told_missing", "declining");
  c.when(a_declining()).then_types({"case.declined"});
  EXPECT_EQ(due(c, DeadlineKind::decline_review), "2023-06-05");
}

TEST(Norms, Declining_UnreviewedForTwoWorkingDaysItIsAcceptedWithTheSameStart) {
  Case c;
  c.actor(kOfficer).when(a_report()).when(Contact{Told::phone, true}).when(a_declining());
  EXPECT_EQ(clock_of(c), "stopped");
  c.until("2023-06-05 23:59:59.999").then_nothing();
  c.until("2023-06-06 00:00").then_types({"case.review_lapsed"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(clock_of(c), "running");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

TEST(Norms, Declining_IsReviewedBySomebodyElse) {
  Case c;
  c.actor(kLead).when(a_report()).when(a_declining());
  c.when(UpholdDecline{"正确"}).then_refused("reviewer_is_decliner", "declining");
  c.when(OverturnDecline{"错误"}).then_refused("reviewer_is_decliner", "declining");
  c.actor(kChief).when(UpholdDecline{"正确"}).then_types({"case.decline_upheld"});
  EXPECT_EQ(c.state().ending.outcome, Outcome::declined);
}

TEST(Norms, Declining_OverturnedResetsNothingAndMayBeLateAtOnce) {
  Case c;
  c.actor(kOfficer).when(a_report()).at("2023-06-08 17:00").when(a_declining());
  c.at("2023-06-12 09:00").actor(kSupervisor).when(OverturnDecline{"属公安职责"});
  c.then_types({"case.decline_overturned"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.until("2023-06-12 09:01").then_types({"case.went_overdue", "case.supervised"});
}

TEST(Norms, Declining_ARestThatItEndedIsNotLost) {
  Case c;
  c.actor(kOfficer).when(a_report());
  c.when(Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  c.until("2023-06-05 09:00").when(a_declining()).until("2023-06-06 09:00");
  c.actor(kChief).when(OverturnDecline{"属公安职责"});
  EXPECT_EQ(clock_of(c), "running");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-12") << "all five days were left on the 5th";
  c.until("2023-06-13 00:00").then_types({"case.went_overdue", "case.supervised"});
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
