// Ways around the rules that somebody might try, or stumble into, and what comes of them.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct Begun : Case {
  explicit Begun(std::string_view start = "2023-06-01 09:00") : Case(start) {
    actor(kOfficer).when(at_the_window());
  }
};

/// Closed by p1, then badly rated at the tablet.
struct Displeased : Begun {
  Displeased() {
    when(an_explanation()).when(a_closing());
    actor(kCitizen).when(a_rating(Grade::dissatisfied));
  }
};

// --- Escalation (R15) ----------------------------------------------------------------------------

TEST(Rules, R15_ACaseIsEscalatedToADepartmentThatThereIs) {
  Begun c;
  for (const auto* nobody : {"PD.户政科", "PD.JJ", "XH.RK", "city.RK", "RK"}) {
    auto form = an_escalation();
    form.department = nobody;
    c.when(form).then_refused("unknown_department", "R15");
  }
  auto homeless = at_the_window();
  // Only of the past a report may name no district.
  homeless.district.clear();
  homeless.historical = true;
  c.on("2").actor(kBusinessSystem).when(homeless).when(an_escalation());
  c.then_refused("department_missing", "R15");
  auto form = an_escalation();
  form.department = "PD.RK";
  c.when(form).then_types({"case.escalated"});
  EXPECT_EQ(c.state().intake.district, "PD") << "what the escalation tells is known from then on";
  c.actor(kDistrict).when(an_answer()).then_types({"case.department_answered"});
}

TEST(Rules, R15_WhatCannotBeAppliedReturnsToTheDepartmentOfTheLineThatWasDecided) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict);
  c.when(ForwardToCity{"建议由市局明确。", ""}).actor(kCity);
  c.when(ObjectToLine{Line::traffic, "", "属交警"}).actor("city_officer:m3@city.JJ");
  c.when(ObjectToLine{Line::population, "", "属人口"}).actor(kSupervisor);
  c.when(ObjectToLine{Line::traffic, "", "指定交警"}).actor("city_officer:m3@city.JJ");
  c.when(an_answer()).actor(kOfficer).when(ReturnAnswer{"现场无法落实"});
  EXPECT_EQ(owner(c), "city.JJ") << "the city answered";
  c.actor("city_officer:m3@city.JJ").when(an_answer());
  c.then_types({"case.department_answered"});
}

TEST(Rules, R15_WhatTheDistrictAnsweredReturnsToTheDistrict) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(ObjectToLine{Line::traffic, "", "属交警"});
  c.actor(kDistrictTraffic).when(an_answer()).actor(kOfficer).when(ReturnAnswer{"现场无法落实"});
  EXPECT_EQ(owner(c), "PD.JJ");
}

TEST(Rules, R15_AnotherLineMayObjectForItself) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(ObjectToLine{Line::traffic, "", "属交警"});
  c.actor(kDistrictTraffic).when(an_answer(AnswerKind::policy_gap));
  c.actor(kOfficer).when(Retriage{"部门答复后另有情况"});
  auto form = an_escalation();
  form.line = Line::public_order;
  c.when(form).actor(kDistrictOrder).when(ObjectToLine{Line::traffic, "", "属交警"});
  c.then_types({"case.line_objected"});
}

TEST(Rules, R15_AnotherRouteDoesNotMakeAnAnswerUndone) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(an_answer()).actor(kOfficer);
  c.when(Retriage{"改为释法"}).when(an_explanation()).when(a_closing(Outcome::answered));
  c.then_refused("answer_not_applied", "R15");
  auto applied = a_closing(Outcome::answered);
  applied.applied = true;
  c.when(applied).then_types({"case.closed"});
}

TEST(Rules, R15_WhatTheLawForbidsIsNotDone) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(an_answer(AnswerKind::cannot_by_law));
  c.actor(kOfficer).when(a_closing()).then_refused("answer_says_otherwise", "R15");
  c.when(a_closing(Outcome::cannot_by_law)).then_types({"case.closed"});
}

TEST(Rules, R15_WhoAsksForAnOpinionDoesNotGiveIt) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(Consult{"PD.ZA", "治安是否掌握？"});
  c.when(Consult{"PD.JJ", "交警？"}).then_refused("consulted_already", "R15");
  c.when(AnswerConsultation{words("无")}).then_refused("asked_it_itself", "R15");
  c.actor(kDistrictOrder).when(AnswerConsultation{words("无")});
  c.then_types({"case.consultation_answered"});
}

TEST(Rules, R16_DepartmentsActOnWhatIsTheirs) {
  const char* const stranger = "district_officer:x@XH.JJ";
  Begun c;
  c.actor(stranger)
      .when(SetDifficult{.reason = "疑难"})
      .then_refused("not_escalated_to_you", "R15");
  c.when(Contact{Told::phone, true}).then_refused("not_escalated_to_you", "R15");
  c.when(Refer{ReferKind::other_body, "法院", "不属公安"}).then_refused("not_your_line", "R15");
  c.actor(kOfficer).when(AskSupport{{}, words("可否更正？")});
  c.actor("liaison:n9@XH.RK")
      .when(AnswerSupport{words("可以")})
      .then_refused("not_your_line", "R18");
  c.actor(kLiaison).when(AnswerSupport{words("可以")}).then_types({"case.support_answered"});
}

TEST(Rules, R9_AReferralEndsWithTheBodyThatItWentToAndADayThatCanBe) {
  Begun c;
  c.when(Refer{ReferKind::misconduct, "督察支队", "涉及作风"}).actor("receiver:r1@督察支队");
  const auto confirm = [](std::string_view on) {
    return ConfirmReferral{"李四", day(on), Told::phone};
  };
  c.when(confirm("2099-01-01")).then_refused("received_on_out_of_range", "referral");
  c.when(confirm("2023-05-31")).then_refused("received_on_out_of_range", "referral");
  c.actor("receiver:r2@信访办").when(confirm("2023-06-01"));
  c.then_refused("not_the_receiver", "referral");
  c.actor("receiver:r3@督察支队")
      .when(confirm("2023-06-01"))
      .then_types({"case.referral_confirmed"});
}

// --- Bars ----------------------------------------------------------------------------------------

TEST(Norms, Bars_NobodySaysWhoWasMeantByADescriptionThatMayMeanHimself) {
  Case window;
  const std::string described = "三号窗口";
  window.actor(kColleague).when(a_complaint_about({"", described}));
  window.when(Recuse{"p2", described, {}, "回避"}).then_refused("bars_only_himself", "bars");
  window.when(Recuse{"p2", "", {}, "亲属"}).then_types({"case.barred"});
  window.actor(kOfficer).when(Accept{}).then_refused("accused_unidentified", "bars");

  Case chief;
  chief.actor(kOfficer).when(a_complaint_about({"", "所领导"}));
  chief.actor(kDistrict).when(Recuse{"", "所领导", Role::station_chief, "反映的是所领导"});
  chief.actor(kChief).when(Recuse{"s2", "所领导", {}, "是另一位"});
  chief.then_refused("bars_only_himself", "bars");
  chief.actor(kDistrict).when(Recuse{"s2", "所领导", Role::station_chief, "已查明"});
  chief.actor(kChief).when(Accept{}).then_types({"case.accepted"});
}

TEST(Norms, Bars_WhoIsBarredByNumberMayTurnOutToBeTheOneDescribed) {
  Case c;
  auto form = a_complaint_about({"p9", ""});
  form.accused.push_back({"", "三号窗口"});
  c.actor(kOfficer).when(form).actor(kChief);
  c.when(Recuse{"p9", "三号窗口", {}, "同一人"}).then_types({"case.barred"});
  c.actor(kOfficer).when(Accept{}).then_types({"case.accepted"});
}

TEST(Norms, Bars_NobodyIsSetFreeBySomebodyElsesBar) {
  Case c;
  c.actor(kOfficer).when(a_complaint_about({"", "高个子"})).actor(kDistrict);
  c.when(Recuse{"s1", "高个子", Role::station_chief, "已查明"}).then_types({"case.barred"});
  c.when(Recuse{"", "高个子", {}, "再报"}).then_refused("barred_already", "bars");
  c.when(Recuse{"p9", "高个子", {}, "另一人"}).then_types({"case.barred"});
  c.actor(kChief).when(Contact{Told::phone, true}).then_refused("barred", "bars");
  const auto into = [](std::string target) { return Merge{std::move(target), "同一事项", true}; };
  c.on("2").actor(kOfficer).when(a_complaint_about({"s1", ""})).when(Accept{}).when(into("1"));
  c.on("1").actor(kOfficer).when(Accept{}).when(an_explanation());
  c.actor(kDistrict).when(a_closing()).then_types({"case.closed"});
}

TEST(Norms, Bars_AMergeCarriesThemAlong) {
  const auto into = [](std::string target) { return Merge{std::move(target), "同一事项", true}; };
  Case c;
  c.on("A").actor(kOfficer).when(at_the_window());
  auto complaint = a_report();
  complaint.accused = {{"p1", ""}};
  c.on("B").actor(kColleague).when(complaint).when(Accept{}).when(into("A"));
  c.then_types({"case.merged"});
  c.on("A").then_types({"case.absorbed"});
  c.actor(kOfficer).when(an_explanation()).then_refused("barred", "bars");
}

TEST(Norms, Bars_WhoIsBarredFromTheOtherCaseMergesNothingIntoIt) {
  Case c;
  auto complaint = a_report();
  complaint.accused = {{"p1", ""}};
  c.on("A").actor(kColleague).when(complaint).when(Accept{});
  c.on("B").actor(kOfficer).when(at_the_window()).when(Merge{"A", "同一事项", true});
  c.then_refused("barred", "bars");
}

TEST(Norms, Bars_AComplaintAboutAttitudeIsNotHiddenInAnotherMatter) {
  Case c;
  c.on("A").actor(kColleague).when(at_the_window());
  auto complaint = at_the_window();
  complaint.category = Category::attitude;
  c.on("B").when(complaint).when(Merge{"A", "同一事项", true});
  c.then_refused("not_the_same_category", "R9");
}

TEST(Norms, Bars_TheyHoldInEveryRole) {
  Case c;
  auto form = a_complaint_about({"p9", ""});
  c.actor(kOfficer).when(form).when(Refer{ReferKind::misconduct, "督察支队", "涉及作风"});
  c.actor("receiver:p9@督察支队").when(ConfirmReferral{"p9", day("2023-06-01"), Told::phone});
  c.then_refused("barred", "bars");
}

TEST(Norms, Bars_WhereTheWindowIsBarredTheChiefDoesWhatTheWindowDoes) {
  Case c;
  auto form = at_the_window();
  form.accused = {{"p1", ""}, {"l1", ""}};
  c.actor(kChief).when(form).then_types({"case.received", "case.accepted"});
  c.when(an_escalation()).actor(kDistrict).when(ReturnForFacts{{"原件"}});
  c.actor(kOfficer).when(SupplyFactsDistrict{words("已核")}).then_refused("barred", "bars");
  c.actor(kChief).when(SupplyFactsDistrict{words("已核")});
  c.then_types({"case.facts_supplied_district"});

  Begun usual;
  usual.when(an_escalation()).actor(kDistrict).when(ReturnForFacts{{"原件"}});
  usual.actor(kChief).when(SupplyFactsDistrict{words("已核")});
  usual.then_refused("not_your_role", "authority");
}

TEST(Norms, Bars_AChiefWhoBarsHimselfHandsTheCaseToTheDistrict) {
  Case c;
  c.actor(kOfficer).when(a_complaint_about({"s1", ""})).when(Accept{}).when(an_explanation());
  c.actor(kDistrict).when(a_closing()).then_refused("not_your_role", "authority");
  c.actor(kChief).when(a_closing()).then_refused("barred", "bars");
  c.when(Recuse{"s1", "", {}, "反映的是本人"}).then_types({"case.barred"});
  c.actor(kDistrict).when(Unmask{"核对"}).then_types({"case.unmasked"});
  c.when(Pause{PauseGround::outside_verification, "核实", Told::phone}).then_types({"case.paused"});
  c.when(Resume{"已复"}).when(a_closing()).then_types({"case.closed"});
}

// --- Clocks --------------------------------------------------------------------------------------

TEST(Norms, Pause_IsOverAtItsCapHoweverLateThatIsSaid) {
  Begun c;
  c.when(Pause{PauseGround::outside_verification, "核实", Told::phone});
  c.at("2023-09-20 09:00").when(an_explanation());
  c.then_types({"case.cap_reached", "case.went_overdue", "case.supervised", "case.limit_missed",
                "case.supervised", "case.supervision_raised", "case.supervision_raised",
                "case.limit_missed", "case.limit_missed", "case.routed_explain"});
  EXPECT_EQ(c.state().deadlines.paused_days, 30u);
  EXPECT_EQ(last<CapReached>(c).paused_days, 30u);
  EXPECT_TRUE(c.state().deadlines.overdue);
}

TEST(Norms, Pause_ALimitThatIsSetMeanwhileIsSetFromWhereTheClockStands) {
  Begun difficult;
  difficult.until("2023-06-02 10:00");
  difficult.when(Pause{PauseGround::outside_verification, "核实", Told::phone});
  difficult.until("2023-06-12 10:00").when(SetDifficult{.reason = "跨区"});
  difficult.then_types({"case.difficulty_set"}).when(Resume{"已复"});
  EXPECT_EQ(due(difficult, DeadlineKind::resolution), "2023-07-03")
      << "fourteen of fifteen were left";

  Begun hurry;
  hurry.until("2023-06-02 10:00");
  hurry.when(Pause{PauseGround::outside_verification, "核实", Told::phone});
  hurry.until("2023-06-20 10:00").when(a_hurry("2023-06-21"));
  hurry.then_types({"case.resumed", "case.routed_expedite"});
  EXPECT_EQ(due(hurry, DeadlineKind::resolution), "2023-06-21") << "the day of need is what it is";
}

TEST(Rules, R11_3a_ADifficultyMovesNoDayOfNeed) {
  Begun c;
  c.when(a_hurry("2023-06-06")).when(SetDifficult{.reason = "跨区"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-06");
  c.when(Retriage{"不再急需"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
}

TEST(Rules, R11_3b_APromiseHasALastDayEvenWhereTheCatalogueKnowsNone) {
  Begun c;
  c.when(a_promise("2023-06-26")).then_refused("promise_beyond_limit", "R11");
  c.when(a_promise("2023-06-21")).then_types({"case.routed_lacking"});
  c.actor(kChief).when(ExtendPromise{"暴雨", day("2024-06-21")});
  c.then_refused("promise_beyond_limit", "R11");
}

TEST(Rules, R11_3b_APromiseLengthensTheLimitOnItsOwnRouteOnly) {
  Begun c;
  c.when(a_promise("2023-06-20"));
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
  c.when(Retriage{"不再容缺"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

TEST(Rules, R11_3b_OurLaterDemandMovesThePromise) {
  Begun c;
  c.when(a_promise("2023-06-06")).until("2023-06-06 17:00").when(DemandMore{papers({"5"}), {}});
  c.then_types({"case.new_demand_made", "case.promise_extended", "case.supervised"});
  EXPECT_EQ(due(c, DeadlineKind::promise), "2023-06-28");
}

TEST(Rules, R14_WhatLapsedInTimeIsNotLateBecauseSomebodyAskedFirst) {
  Begun c;
  c.when(a_promise("2023-06-06")).at("2023-06-09 10:00").actor(kCitizen);
  c.when(Message{words("怎样了？")}).then_refused("not_allowed_in_phase", "lifecycle");
  c.until("2023-06-09 10:00");
  EXPECT_EQ(c.state().ending.outcome, Outcome::lapsed);
  EXPECT_FALSE(c.state().deadlines.overdue);
}

TEST(Rules, R13_WhatIsTakenDownLateIsNotFinishedOnTheSpotAsIfItWereNot) {
  Case c{"2023-07-20 09:00"};
  FinishOnSpot form;
  form.report = a_report();
  form.report.reported_at = moment("2023-06-01 09:00");
  form.outcome = Outcome::done;
  c.actor(kOfficer).when(form).then_refused("late_needs_chief", "R13");
  c.actor(kChief).when(form).then_refused("why_late_missing", "R13");
  form.why_late = LateReason::system_waited;
  c.when(form).then_types({"case.received", "case.accepted", "case.went_overdue", "case.supervised",
                           "case.routed_on_spot", "case.closed"});
  EXPECT_EQ(c.state().ending.on_time, false);
}

TEST(Norms, Contact_WhoWasReachedWasNotMissed) {
  Begun c;
  for (const auto* when : {"2023-06-01 10:00", "2023-06-01 11:00", "2023-06-02 10:00"}) {
    c.until(when).when(Contact{Told::phone, true});
  }
  auto form = a_closing();
  form.told = Told::attempted;
  c.when(an_explanation()).when(form).then_refused("attempts_missing", "R13");
}

TEST(Norms, Merge_WhatTheCitizenWasPromisedStays) {
  Case c;
  c.on("first").actor(kOfficer).when(at_the_window());
  c.until("2023-06-05 09:00").on("second").when(at_the_window());
  c.actor(kDistrict).when(Extend{day("2023-06-20"), "核查", Told::phone});
  c.on("first").actor(kOfficer).when(Merge{"second", "同一事项", true}).on("second");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-20");
}

TEST(Norms, Merge_TheTotalCountsFromTheFirstReportInLaterRoundsToo) {
  Case c;
  c.on("first").actor(kOfficer).when(at_the_window());
  c.until("2023-06-05 09:00").on("second").when(at_the_window());
  c.on("first").when(Merge{"second", "同一事项", true}).on("second");
  c.when(an_explanation()).when(a_closing());
  EXPECT_EQ(c.state().ending.working_days, 2u);
  c.actor(kCitizen).when(Reopen{"未解决", false}).actor(kOfficer);
  c.when(an_explanation()).when(a_closing());
  EXPECT_EQ(c.state().ending.working_days, 2u);
}

// --- The notice (R14) ----------------------------------------------------------------------------

TEST(Rules, R14_ByAnotherRouteANewDemandIsOneAndWhatWasBroughtIsNotAskedForAgain) {
  Case c;
  auto report = at_the_window();
  report.matter = "JJ05";
  c.actor(kOfficer).when(report).when(a_notice({"1"})).when(SupplementAll{});
  c.when(a_notice({"1"})).then_refused("brought_already", "R14");
  c.when(a_promise("2023-06-06", "4"));
  c.then_types({"case.routed_lacking", "case.new_demand_made", "case.supervised"});
  EXPECT_EQ(c.state().work.breaches, 1u);
}

TEST(Rules, R14_OurLaterDemandGivesTheCitizenTheTimeOfANotice) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1", "2"}));
  c.until("2023-06-25 17:00").when(DemandMore{papers({"4"}), {}});
  EXPECT_EQ(due(c, DeadlineKind::supplement), "2023-07-14");
  c.until("2023-06-26 09:00");
  EXPECT_EQ(phase(c), "notice_issued");
}

TEST(Rules, R14_WhoseNoticeLapsedMayReturnAtAnyTime) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter()).when(a_notice({"1"}));
  c.until("2023-06-26 00:00").then_types({"case.reminded", "case.lapsed"});
  c.until("2023-12-01 09:00").actor(kCitizen).when(Reopen{"材料已齐", false});
  c.then_types({"case.reopened"});
}

// --- After the end -------------------------------------------------------------------------------

TEST(Norms, Review_WhoUpheldTheDecliningIsInvolved) {
  Case c;
  c.actor(kOfficer).when(a_report());
  c.when(Decline{DeclineGround::court, "法院已受理", "申请执行", "法院", Told::phone});
  c.actor(kDistrict).when(UpholdDecline{"正确"}).actor(kCitizen).when(RequestReview1{"不服"});
  c.actor(kDistrict).when(UpholdOnReview{"正确", "可以诉讼", Told::letter});
  c.then_refused("reviewer_is_involved", "review");
  c.actor(kDistrictToo).when(UpholdOnReview{"正确", "可以诉讼", Told::letter});
  c.then_types({"case.review_upheld"});
}

TEST(Rules, R17_ABadRatingOfALaterRoundBeginsItsOwnCare) {
  Displeased c;
  c.actor(kChief).when(ContactRater{Told::phone, true});
  c.when(VerifyRating{RatingCause::service, words("属实")}).when(Correct{"已整改"});
  c.when(FeedBack{words("已整改"), Told::phone});
  EXPECT_EQ(follow_up(c), "revisit_due");
  c.actor(kCitizen).when(Reopen{"未解决", false});
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(a_rating(Grade::very_dissatisfied));
  EXPECT_EQ(follow_up(c), "contact_due");
}

TEST(Rules, R17_NoArchiveWhileTheCareOfAnEarlierRoundGoesOn) {
  Displeased c;
  c.actor(kCitizen).when(Reopen{"未解决", false});
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  c.until("2023-06-30 09:00");
  EXPECT_EQ(phase(c), "closed") << "the time for rating is over, the care is not";
  EXPECT_EQ(follow_up(c), "contact_due");
}

TEST(Rules, R17_AnExclusionDoesNotFallOnTheRatingThatTookItsPlace) {
  Displeased c;
  c.actor(kChief).when(ContactRater{Told::phone, true});
  c.when(VerifyRating{RatingCause::mistaken, words("误评")});
  c.until("2023-06-02 09:00").actor(kCitizen).when(Reopen{"未解决", false});
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(a_rating(Grade::very_satisfied));
  c.actor(kSupervisor).when(DecideExclusion{true, "误评"});
  EXPECT_TRUE(last<ExclusionDecided>(c).superseded);
  EXPECT_FALSE(c.state().rating_follow_up.excluded);
}

TEST(Rules, R17_AnExclusionIsOfOneRating) {
  Displeased c;
  c.actor(kChief).when(ContactRater{Told::phone, true});
  c.when(VerifyRating{RatingCause::mistaken, words("误评")});
  c.actor(kSupervisor).when(DecideExclusion{true, "误评"});
  EXPECT_TRUE(c.state().rating_follow_up.excluded);
  c.actor(kCitizen).when(Reopen{"未解决", false});
  c.actor(kOfficer).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(a_rating(Grade::very_satisfied));
  EXPECT_FALSE(c.state().rating_follow_up.excluded);
}

TEST(Rules, R16_ALowerLevelDoesNotTakeASupervisionOver) {
  Begun c;
  c.actor(kSupervisor).when(Supervise{"抽查"});
  c.actor(kDistrict).when(Supervise{"督办"}).then_refused("supervised_already", "R16");
}

TEST(Norms, Review_OfACaseWithoutADistrictIsAnyDistricts) {
  Case c;
  auto form = at_the_window();
  form.district.clear();
  form.historical = true;
  c.actor(kBusinessSystem).when(form).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(RequestReview1{"不服"}).actor(kDistrict);
  c.when(UpholdOnReview{"正确", "可以诉讼", Told::letter}).then_types({"case.review_upheld"});
}

TEST(Rules, R17_WhereTheStationAndTheDistrictHandledItTheCityTakesUpTheRating) {
  Begun c;
  c.when(an_escalation()).actor(kDistrict).when(an_answer(AnswerKind::policy_gap));
  c.actor(kChief).when(a_closing(Outcome::answered));
  c.actor(kCitizen).when(a_rating(Grade::dissatisfied));
  for (const auto* who : {kChief, kDistrict}) {
    c.actor(who).when(ContactRater{Told::phone, true});
    c.then_refused("handler_of_the_case", "R17");
  }
  c.actor(kCity).when(ContactRater{Told::phone, true}).then_types({"case.care_contacted"});
}

TEST(Rules, R16_SupervisionIsOfAUnitThatCanAnswer) {
  Displeased settled;
  settled.actor(kSupervisor).when(Supervise{"抽查"});
  EXPECT_EQ(settled.state().supervision.back().unit, "PD01");

  Begun moved;
  moved.actor(kSupervisor).when(Supervise{"抽查"});
  moved.actor(kOfficer).when(an_escalation()).until("2023-06-25 23:59:59.999");
  moved.until("2023-06-26 00:00").then_types({"case.went_overdue", "case.supervised"});
  EXPECT_EQ(moved.state().supervision.back().unit, "PD.RK") << "the unit that let it become late";
}

TEST(Rules, R11_3a_DoneInOneRoundIsNotDoneInTheNext) {
  Begun c;
  c.when(a_hurry("2023-06-06")).when(MarkMatterDone{"HZ-7"}).when(a_closing());
  c.actor(kCitizen).when(Reopen{"未解决", false}).actor(kOfficer).when(a_hurry("2023-06-06"));
  c.when(a_closing()).then_refused("matter_not_done", "R11");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
