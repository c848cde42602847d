// What is lacking, what was brought, and what may be asked for; what the citizen was told (R12,
// R14).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// A traffic matter with a notice of one paper, which came.
struct Brought : Case {
  Brought() {
    actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"})).when(SupplementAll{});
  }
};

TEST(Papers, WhatWasBroughtIsNotOnTheListOfASecondNotice) {
  Brought c;
  c.when(a_notice({"1"})).then_refused("brought_already", "R14");
  c.when(a_notice({"2", "1"})).then_refused("brought_already", "R14");
  EXPECT_EQ(clock_of(c), "running") << "no rest for what is there";
  ASSERT_EQ(c.state().work.brought.size(), 1u);
  auto form = a_notice({"1"});
  form.ground = DemandGround::authenticity_doubted;
  c.when(form).then_types({"case.routed_notice", "case.new_demand_made"});
  EXPECT_FALSE(last<NewDemandMade>(c).breach);
  EXPECT_EQ(last<NewDemandMade>(c).ground, DemandGround::authenticity_doubted);
}

TEST(Papers, WhatWasBroughtInPartIsBroughtAndADemandForItIsABreach) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1", "2"}));
  c.when(SupplementPart{{"1"}});
  c.when(DemandMore{papers({"1"}), {}, {}}).then_types({"case.new_demand_made", "case.supervised"});
  EXPECT_EQ(c.state().work.breaches, 1u);
  EXPECT_EQ(c.state().work.repeated_trips, 1u);
}

TEST(Papers, AnotherCodeForTheSamePaperIsTheSamePaper) {
  Case c;
  auto report = a_traffic_matter();
  report.matter.clear();  // No catalogue to go by.
  report.line = Line::traffic;
  auto first = a_notice({});
  first.items = {{"A", "户口簿", "原件"}};
  c.actor(kOfficer).when(report).when(first).when(SupplementAll{});
  auto again = a_notice({});
  again.items = {{"B", "户口 簿", "复印件"}};
  c.when(again).then_refused("brought_already", "R14");
  again.items = {{"A", "机动车登记证书", ""}};
  c.when(again).then_types({"case.routed_notice", "case.new_demand_made", "case.supervised"});
  EXPECT_TRUE(last<NewDemandMade>(c).breach) << "an old code is no cover for a new paper";
}

TEST(Papers, AReopenedCaseStillHasWhatWasBrought) {
  Brought c;
  c.when(an_explanation()).when(a_closing()).actor(kChief).when(Reopen{"未解决", true});
  c.actor(kOfficer).when(a_notice({"1"})).then_refused("brought_already", "R14");
}

TEST(Papers, ALaterDemandMovesTheDayAndTheReminderWithIt) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"}));
  EXPECT_EQ(due(c, DeadlineKind::supplement), "2023-06-25");
  EXPECT_EQ(due(c, DeadlineKind::reminder), "2023-06-19");
  c.until("2023-06-20 09:00").then_types({"case.reminded"});
  c.when(DemandMore{papers({"4"}), DemandGround::law_changed, {}});
  EXPECT_EQ(due(c, DeadlineKind::supplement), "2023-07-12");
  EXPECT_EQ(due(c, DeadlineKind::reminder), "2023-07-07") << "reminded anew of the longer list";
}

TEST(Papers, TheCatalogueNamesThePaperWhateverWasTypedBesideTheCode) {
  Case c;
  auto form = a_notice({"1"});
  form.items[0].material = "随便什么";
  c.actor(kOfficer).when(a_traffic_matter()).when(form);
  EXPECT_EQ(last<RoutedNotice>(c).items[0].material, "申请人居民身份证");
}

TEST(Papers, NoCatchAllInTheMaterialNorInWhatItMustBeLike) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter());
  for (const auto* vague : {"派出所认为需要的其他材料", "户口簿等材料", "民警要求的材料",
                            "身份证明等", "有关手续", "其他证明文件", "详见目录"}) {
    auto form = a_notice({"1"});
    form.items[0].material = vague;
    c.when(form).then_refused("catch_all_item", "R14");
    form = a_notice({"1"});
    form.items[0].requirement = std::string{"原件，及"} + vague;
    c.when(form).then_refused("catch_all_item", "R14");
  }
}

TEST(Papers, TheGraceIsCountedFromTheDayOnWhichThePromiseReallyEnds) {
  Case c{"2025-04-22 09:00"};
  auto report = at_the_window();
  report.matter = "RK23";
  c.actor(kOfficer).when(report).when(a_promise("2025-05-01", "4"));
  EXPECT_EQ(due(c, DeadlineKind::promise), "2025-05-06") << "a holiday";
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2025-05-08");
}

Decline a_declining() {
  return {.ground = DeclineGround::court,
          .reason = "已由法院受理",
          .remedy = "向法院申请执行",
          .body = "浦东新区人民法院",
          .told = Told::in_person};
}

TEST(Declining, AWalkInIsDeclinedThoughTheTapThatRegisteredItAcceptedIt) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(a_declining()).then_types({"case.declined"});
  EXPECT_EQ(phase(c), "declined");
  EXPECT_EQ(due(c, DeadlineKind::contact), "none");
}

TEST(Declining, WhatWasAcceptedOtherwiseOrHasARouteIsNotDeclined) {
  Case sent;
  sent.actor(kCitizen).when(a_report()).actor(kOfficer).when(Accept{.present = true});
  sent.when(a_declining()).then_refused("accepted_already", "declining");
  Case routed;
  routed.actor(kOfficer).when(at_the_window()).when(RouteOnSpot{}).when(Retriage{"非简单"});
  routed.when(a_declining()).then_refused("accepted_already", "declining");
  Case twice;
  twice.actor(kOfficer).when(at_the_window()).when(a_declining());
  twice.actor(kChief).when(OverturnDecline{"属公安职责"});
  twice.actor(kOfficer).when(a_declining()).then_refused("accepted_already", "declining");
  Case late;
  late.actor(kOfficer).when(at_the_window()).at("2023-06-09 09:00").when(a_declining());
  late.then_refused("accepted_already", "declining");
}

TEST(Told, InPersonOrByPhoneItMeetsTheContactDutyWhereverItIsSaid) {
  for (const auto how : {Told::in_person, Told::phone, Told::sms, Told::letter}) {
    Case c;
    auto form = a_declining();
    form.told = how;
    c.actor(kOfficer).when(a_report()).when(form);
    const bool spoken = how == Told::in_person || how == Told::phone;
    EXPECT_EQ(c.state().deadlines.contacted_at.has_value(), spoken);
    Case escalated;
    auto question = an_escalation();
    question.told = how;
    escalated.actor(kCitizen).when(a_report()).actor(kOfficer).when(Accept{}).when(question);
    EXPECT_EQ(escalated.state().deadlines.contacted_at.has_value(), spoken);
    Case paused;
    paused.actor(kOfficer).when(a_report()).when(Pause{PauseGround::force_majeure, "停电", how});
    EXPECT_EQ(paused.state().deadlines.contacted_at.has_value(), spoken);
  }
}

TEST(Told, NothingIsClaimedUnlessTheCommandSaysHow) {
  const auto silent = [](const auto& form, const auto& event_of) {
    Case c;
    c.actor(kCitizen).when(a_report()).actor(kOfficer).when(Accept{}).when(form);
    EXPECT_FALSE(event_of(c).explanation) << "nobody said that the citizen was told";
    EXPECT_NE(due(c, DeadlineKind::contact), "none");
    auto said = form;
    said.told = Told::phone;
    Case told;
    told.actor(kCitizen).when(a_report()).actor(kOfficer).when(Accept{}).when(said);
    const auto& event = event_of(told);
    ASSERT_TRUE(event.explanation);
    EXPECT_TRUE(event.explanation->clear().starts_with("已电话告知"));
    EXPECT_EQ(event.by, "p1");
  };
  silent(
      an_escalation(), [](const Case& c) -> const auto& { return last<Escalated>(c); });
  silent(
      RouteOnSpot{}, [](const Case& c) -> const auto& { return last<RoutedOnSpot>(c); });
  silent(
      a_hurry("2023-06-05"), [](const Case& c) -> const auto& { return last<RoutedExpedite>(c); });
  silent(
      a_promise("2023-06-06"), [](const Case& c) -> const auto& { return last<RoutedLacking>(c); });
}

TEST(Told, AttemptsThatAreNotOnRecordTellNothing) {
  Case c;
  auto form = an_escalation();
  form.told = Told::attempted;
  c.actor(kOfficer).when(at_the_window()).when(form).then_refused("attempts_missing", "R12");
}

TEST(Contact, OnItsLastDayTheAttemptsOfThatDayDischargeIt) {
  Case c;
  c.actor(kCitizen).at("2023-06-01 23:50").when(a_report()).actor(kOfficer);
  c.until("2023-06-02 09:00").when(Contact{Told::phone, false}).when(Contact{Told::phone, false});
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02");
  c.until("2023-06-02 16:00").when(Contact{Told::sms, false});
  EXPECT_TRUE(last<Contacted>(c).discharged) << "no second day is left to it";
  EXPECT_EQ(due(c, DeadlineKind::contact), "none");
}

TEST(Days, NoneIsNamedFurtherAheadThanTheNorm) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).actor(kSupervisor);
  c.when(Extend{day("2099-01-01"), "核查", Told::phone}).then_refused("day_too_far", "limits");
  c.when(Extend{day("2024-06-01"), "核查", Told::phone}).then_types({"case.extended"});
  c.actor(kOfficer).when(a_hurry("2099-01-01")).then_refused("day_too_far", "limits");
}

TEST(Days, NoReportIsOlderThanTheNorm) {
  Case c;
  auto form = a_report();
  form.reported_at = moment("1970-01-02 09:00");
  c.actor(kOfficer).when(form).then_refused("reported_too_long_ago", "R9");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
