// The one-time notice: told completely, once, in writing (R14).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// A traffic matter, with a notice of two papers issued on the spot.
struct Noticed : Case {
  Noticed() { actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1", "2"})); }
};

TEST(Rules, R14_TheNoticeListsEverythingAndTheClockRestsMeanwhile) {
  Noticed c;
  c.then_types({"case.routed_notice"});
  const auto& notice = last<RoutedNotice>(c);
  ASSERT_EQ(notice.items.size(), 2u);
  EXPECT_EQ(notice.items[1].material, "机动车驾驶证") << "named by the catalogue";
  EXPECT_EQ(notice.number, "GZ-1") << "numbered after its case";
  EXPECT_EQ(clock_of(c), "paused");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "none");
  EXPECT_EQ(due(c, DeadlineKind::supplement), "2023-06-25");
  EXPECT_EQ(due(c, DeadlineKind::reminder), "2023-06-19");
}

TEST(Rules, R14_ANoticeIsItemisedAndHasNoCatchAll) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter());
  c.when(a_notice({})).then_refused("items_missing", "R14");
  c.when(a_notice({"1", "1"})).then_refused("item_twice", "R14");
  c.when(a_notice({"99"})).then_refused("item_not_in_catalogue", "R14");
  for (const auto* vague : {"其他材料", "其他"}) {
    auto form = a_notice({"1"});
    form.items[0].material = vague;
    c.when(form).then_refused("catch_all_item", "R14");
  }
}

TEST(Rules, R14_ANoticeSaysBasisPlaceContactAndRemedyAndIsSignedOrWitnessed) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter());
  auto form = a_notice({"1"});
  form.basis.clear();
  c.when(form).then_refused("basis_missing", "R14");
  (form = a_notice({"1"})).place.clear();
  c.when(form).then_refused("place_missing", "R14");
  (form = a_notice({"1"})).contact.clear();
  c.when(form).then_refused("contact_missing", "R14");
  (form = a_notice({"1"})).remedy.clear();
  c.when(form).then_refused("remedy_missing", "R14");
  (form = a_notice({"1"})).acknowledged = false;
  c.when(form).then_refused("witness_missing", "R14");
  form.witness = "p2";
  c.when(form).then_types({"case.routed_notice"});
}

TEST(Rules, R14_ADemandThatTheNoticeDidNotListIsABreachOfTheUnit) {
  Noticed c;
  c.when(DemandMore{papers({"4"}), {}});
  c.then_types({"case.new_demand_made", "case.supervised"});
  EXPECT_TRUE(last<NewDemandMade>(c).breach);
  EXPECT_EQ(last<NewDemandMade>(c).unit, "PD01");
  EXPECT_EQ(c.state().work.breaches, 1u);
  EXPECT_EQ(c.state().work.repeated_trips, 1u);
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::breach);
  EXPECT_EQ(last<Supervised>(c).unit, "PD01");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(clock_of(c), "paused");
  c.when(DemandMore{papers({"5"}), {}}).then_types({"case.new_demand_made"});
  EXPECT_EQ(c.state().work.repeated_trips, 2u) << "each counts; one supervision is enough";
}

TEST(Rules, R14_ASecondNoticeIsABreachUnlessItSaysWhatAllowsIt) {
  for (const auto& [ground, breaches] :
       {std::pair{std::optional<DemandGround>{}, 1u}, {DemandGround::law_changed, 0u}}) {
    Noticed c;
    c.when(SupplementAll{});
    auto form = a_notice({"4"});
    form.ground = ground;
    c.when(form);
    EXPECT_EQ(last<NewDemandMade>(c).breach, !ground);
    EXPECT_EQ(last<NewDemandMade>(c).ground, ground);
    EXPECT_EQ(c.state().work.breaches, breaches);
    EXPECT_EQ(supervision(c), ground ? "none" : "supervised");
  }
}

TEST(Norms, Pause_ANoticeRestsTheClockNoLongerThanAPauseMay) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter());
  auto form = a_notice({"1"});
  form.supplement_by = day("2023-07-15");
  c.when(form).then_refused("supplement_beyond_cap", "pauses");
  form.supplement_by = day("2023-07-14");
  c.when(form).then_types({"case.routed_notice"});
  EXPECT_EQ(due(c, DeadlineKind::pause_cap), "2023-07-14");
}

TEST(Norms, Pause_OneThatIsUsedUpLeavesNoRestToANotice) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter());
  c.when(Pause{PauseGround::citizens_papers, "等待原件", Told::phone});
  c.until("2023-07-15 09:00").then_types({"case.cap_reached"}).when(a_notice({"1"}));
  EXPECT_EQ(due(c, DeadlineKind::pause_cap), "2023-07-17") << "the next working day";
  c.until("2023-07-18 00:00").then_types({"case.cap_reached"});
  EXPECT_EQ(clock_of(c), "running");
  EXPECT_EQ(phase(c), "notice_issued") << "what is lacking may still be brought";
}

TEST(Rules, R14_ChangedLawOrFactsOrDoubtOfAuthenticityAllowALaterDemand) {
  for (const auto ground : {DemandGround::law_changed, DemandGround::facts_changed,
                            DemandGround::authenticity_doubted}) {
    Noticed c;
    c.when(DemandMore{papers({"4"}), ground}).then_types({"case.new_demand_made"});
    EXPECT_FALSE(last<NewDemandMade>(c).breach);
    EXPECT_EQ(c.state().work.repeated_trips, 0u);
    EXPECT_EQ(c.state().work.outstanding.size(), 3u);
  }
}

TEST(Rules, R14_WhatIsBroughtIsTickedOffAndTheLastPaperEndsTheRest) {
  Noticed c;
  c.until("2023-06-05 10:00").actor(kCitizen);
  c.when(SupplementPart{{"3"}}).then_refused("not_on_the_list", "R14");
  c.when(SupplementPart{{"1"}}).then_types({"case.supplemented_part"});
  c.until("2023-06-06 10:00").when(SupplementPart{{"1"}}).then_refused("not_on_the_list", "R14");
  c.when(SupplementPart{{"2"}}).then_types({"case.supplemented_all"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(last<SupplementedAll>(c).paused_days, 3u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-13") << "all five days were left";
}

TEST(Rules, R14_NotBroughtTheMatterLapsesAfterAReminderAndTheCitizenMayReturn) {
  Noticed c;
  c.until("2023-06-19 23:59:59.999").then_nothing();
  c.until("2023-06-25 23:59:59.999").then_types({"case.reminded"});
  c.until("2023-06-26 00:00").then_types({"case.lapsed"});
  EXPECT_EQ(c.state().ending.outcome, Outcome::lapsed);
  EXPECT_EQ(c.state().ending.on_time, true) << "the clock rested";
  c.actor(kCitizen).until("2023-09-01 09:00").when(Reopen{"材料已齐", true});
  c.then_types({"case.reopened"});
  EXPECT_EQ(phase(c), "accepted");
}

TEST(Rules, R14_ANoticedCaseIsClosedOnlyOnTheCitizensWrittenWord) {
  Noticed c;
  c.when(a_closing(Outcome::answered)).then_refused("waiver_missing", "R14");
  auto form = a_closing(Outcome::answered);
  form.waiver = "FQ-3";
  c.when(form).then_types({"case.resumed", "case.closed"});
}

/// Reported online, found difficult, and otherwise left lying: no acceptance and no notice.
struct LeftLying : Case {
  explicit LeftLying(const char* matter) {
    auto form = a_report();
    form.matter = matter;
    actor(kCitizen).when(form);
    actor(kOfficer).when(SetDifficult{.reason = "需核查"}).when(Contact{Told::phone, true});
  }
};

TEST(Rules, R14_ALicenceThatNobodyAnsweredInFiveWorkingDaysIsAcceptedBySilence) {
  LeftLying dog_licence{"ZA01"};
  EXPECT_EQ(due(dog_licence, DeadlineKind::notice), "2023-06-08");
  dog_licence.until("2023-06-08 23:59:59.999").then_nothing();
  dog_licence.until("2023-06-09 00:00").then_types({"case.deemed_accepted"});
  EXPECT_EQ(phase(dog_licence), "accepted");
  EXPECT_EQ(owner(dog_licence), "PD01");
  EXPECT_EQ(dog_licence.state().work.breaches, 0u);
}

TEST(Rules, R14_ElsewhereTheSameSilenceIsABreachAndADuty) {
  LeftLying registration{"RK10"};
  registration.until("2023-06-08 23:59:59.999").then_nothing();
  registration.until("2023-06-09 00:00").then_types({"case.notice_missed", "case.supervised"});
  EXPECT_EQ(last<NoticeMissed>(registration).unit, "PD01");
  EXPECT_EQ(last<Supervised>(registration).cause, SupervisionCause::notice_missed);
  EXPECT_EQ(phase(registration), "received") << "nothing is accepted by it";
  EXPECT_EQ(registration.state().work.breaches, 1u);
}

TEST(Rules, R14_AcceptedInTimeNoSilenceCounts) {
  LeftLying c{"RK10"};
  c.until("2023-06-08 23:00").when(Accept{});
  c.until("2023-06-12 09:00").then_nothing();
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
