// The citizen's rating, what a bad one sets going (R17), and reviews.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// Handled by officer p1 and closed on Thursday, 1 June.
struct Finished : Case {
  explicit Finished(Report form = at_the_window()) {
    actor(kOfficer).when(form).when(an_explanation()).when(a_closing());
  }
};
/// Rated badly on the same day.
struct BadlyRated : Finished {
  BadlyRated() { actor(kCitizen).when(a_rating(Grade::dissatisfied)); }
};
/// The rater was reached.
struct Reached : BadlyRated {
  Reached() { actor(kLead).when(ContactRater{Told::phone, true}); }
};

TEST(Rules, R17_TheCitizenRatesByCodeOrTabletAThirdPartyByCallBack) {
  auto form = at_the_window();
  form.inquiry_code = "7K3M-9QXR";
  Finished code{form};
  auto rating = a_rating(Grade::satisfied);
  rating.way = RatingWay::code;
  rating.code = "7K3M-9QXS";
  code.actor(kCitizen).when(rating).then_refused("wrong_code", "R17");
  rating.code = "7K3M-9QXR";
  code.when(rating).then_types({"case.rated"});
  Finished tablet;
  auto there = a_rating(Grade::satisfied);
  there.way = RatingWay::tablet;
  tablet.actor(kCitizen).when(there).then_types({"case.rated"});
  Finished callback;
  rating.way = RatingWay::callback;
  callback.actor(kCitizen).when(rating).then_refused("wrong_way", "R17");
  callback.actor(kSupervisor).when(a_rating(Grade::satisfied)).then_refused("wrong_way", "R17");
  callback.when(rating).then_types({"case.rated"});
}

TEST(Rules, R17_NobodyOfTheStationRatesAndNeverTheHandler) {
  Finished c;
  for (const auto* who : {kOfficer, kColleague, kLead, kChief, kDistrict}) {
    c.actor(who).when(a_rating(Grade::very_satisfied)).then_refused("not_your_role", "authority");
  }
  auto called = a_rating(Grade::very_satisfied);
  called.way = RatingWay::callback;
  c.actor("supervisor:p1").when(called).then_refused("handler_may_not_rate", "R17");
}

TEST(Rules, R17_ThereIsNoDefaultGradeAndSilenceIsNone) {
  Finished c;
  auto form = a_rating(Grade::satisfied);
  form.grade.reset();
  c.actor(kCitizen).when(form).then_refused("grade_missing", "R17");
  c.until("2023-06-16 23:59:59.999").then_nothing();
  c.until("2023-06-17 00:00").then_types({"case.rating_ended"});
  EXPECT_EQ(phase(c), "archived");
  EXPECT_FALSE(c.state().ending.rating.has_value());
}

TEST(Rules, R17_ARatingTellsPolicyFromService) {
  Finished c;
  auto form = a_rating(Grade::basically_satisfied);
  form.service = Grade::very_satisfied;
  form.policy = Grade::dissatisfied;
  c.actor(kCitizen).when(form);
  EXPECT_EQ(c.state().ending.rating, Grade::basically_satisfied);
  EXPECT_EQ(c.state().ending.service, Grade::very_satisfied);
  EXPECT_EQ(c.state().ending.policy, Grade::dissatisfied);
}

TEST(Rules, R17_TheLowestTwoOfFiveGradesBeginTheCare) {
  for (const auto good : {Grade::very_satisfied, Grade::satisfied, Grade::basically_satisfied}) {
    Finished c;
    c.actor(kCitizen).when(a_rating(good));
    EXPECT_EQ(follow_up(c), "none");
  }
  for (const auto bad : {Grade::dissatisfied, Grade::very_dissatisfied}) {
    Finished c;
    c.actor(kCitizen).when(a_rating(bad));
    EXPECT_EQ(follow_up(c), "contact_due");
    EXPECT_EQ(due(c, DeadlineKind::follow_up_contact), "2023-06-02");
  }
}

TEST(Rules, R17_AnAnonymousBadRatingCountsAndHasNoContactDuty) {
  auto form = at_the_window();
  form.applicant = ApplicantKind::anonymous;
  form.name.reset();
  Finished c{form};
  c.actor(kCitizen).when(a_rating(Grade::very_dissatisfied));
  EXPECT_EQ(c.state().ending.rating, Grade::very_dissatisfied);
  EXPECT_EQ(follow_up(c), "none");
  EXPECT_EQ(due(c, DeadlineKind::follow_up_contact), "none");
}

TEST(Rules, R17_TheHandlerDoesNotContactOrVerify) {
  Case c;
  c.actor(kLead).when(at_the_window()).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(a_rating(Grade::dissatisfied));
  c.actor(kLead).when(ContactRater{Told::phone, true}).then_refused("handler_of_the_case", "R17");
  c.actor(kColleague).when(ContactRater{Told::phone, true});
  c.then_refused("not_your_role", "authority");
  c.actor(kChief).when(ContactRater{Told::phone, true}).then_types({"case.care_contacted"});
  const VerifyRating finding{RatingCause::service, words("等候过久"), ""};
  c.actor(kLead).when(finding).then_refused("handler_of_the_case", "R17");
  c.actor(kChief).when(finding).then_types({"case.rating_verified"});
}

TEST(Rules, R17_ServiceIsCorrectedByADatedPlanFedBackAndRevisited) {
  Reached c;
  EXPECT_EQ(due(c, DeadlineKind::follow_up_verify), "2023-06-02")
      << "contacted and verified in one day";
  c.when(VerifyRating{}).then_refused("cause_missing", "R17");
  c.when(VerifyRating{RatingCause::service, {}, ""}).then_refused("finding_missing", "R17");
  c.when(VerifyRating{RatingCause::service, words("等候过久"), ""});
  EXPECT_EQ(due(c, DeadlineKind::follow_up_correction), "2023-06-08");
  c.when(PlanCorrection{"增设窗口", {}}).then_refused("until_missing", "R17");
  c.when(PlanCorrection{"增设窗口", day("2023-07-31")});
  c.then_refused("plan_day_out_of_range", "R17");
  c.when(PlanCorrection{"增设窗口", day("2023-06-15")}).then_types({"case.correction_planned"});
  EXPECT_EQ(due(c, DeadlineKind::follow_up_correction), "2023-06-15");
  c.when(FeedBack{words("已整改"), Told::phone}).then_refused("not_allowed_in_phase", "lifecycle");
  c.until("2023-06-15 10:00").when(Correct{"已增设"}).then_types({"case.corrected"});
  EXPECT_EQ(due(c, DeadlineKind::follow_up_feedback), "2023-06-16");
  c.when(FeedBack{words("已整改"), Told::phone}).then_types({"case.fed_back"});
  c.when(Revisit{true, ""}).then_refused("not_your_role", "authority");
  c.actor(kSupervisor).when(Revisit{}).then_refused("solved_missing", "R17");
  c.when(Revisit{true, "认可"}).then_types({"case.revisited"});
  EXPECT_EQ(follow_up(c), "done");
}

TEST(Rules, R17_NothingIsArchivedBeforeTheCareIsDone) {
  BadlyRated c;
  c.until("2023-08-01 00:00");
  c.then_types(
      {"case.limit_missed", "case.supervised", "case.supervision_raised", "case.limit_missed"});
  EXPECT_EQ(phase(c), "rated");
  EXPECT_EQ(due(c, DeadlineKind::follow_up_contact), "2023-06-02") << "it is late, and seen to be";
}

TEST(Rules, R17_ThreeFailedContactsOnTwoDaysDischargeTheContact) {
  BadlyRated c;
  c.actor(kLead).when(ContactRater{Told::phone, false}).when(ContactRater{Told::phone, false});
  c.when(ContactRater{Told::phone, false});
  EXPECT_EQ(follow_up(c), "contact_due") << "all on one day";
  c.until("2023-06-02 10:00").when(ContactRater{Told::sms, false});
  EXPECT_EQ(follow_up(c), "verify_due");
}

TEST(Rules, R17_APolicyCauseIsExplainedAndGoesToTheAnalysisOfClasses) {
  Reached c;
  c.when(VerifyRating{RatingCause::policy, words("政策不允许"), ""});
  c.then_refused("wording_missing", "R17");
  c.when(VerifyRating{RatingCause::policy, words("政策不允许"), "按现行规定须居住满一年"});
  EXPECT_TRUE(last<RatingVerified>(c).class_hint);
  EXPECT_EQ(follow_up(c), "feedback_due") << "there is nothing for the officer to correct";
  EXPECT_EQ(due(c, DeadlineKind::follow_up_feedback), "2023-06-02");
}

TEST(Rules, R17_AMistakenRatingIsForTheSupervisorAndStaysVisible) {
  Reached c;
  c.when(VerifyRating{RatingCause::mistaken, words("点错"), ""});
  EXPECT_EQ(follow_up(c), "exclusion_asked");
  c.actor(kChief).when(DecideExclusion{true, "误评"}).then_refused("not_your_role", "authority");
  c.actor(kSupervisor).when(DecideExclusion{{}, "误评"}).then_refused("excluded_missing", "R17");
  c.when(DecideExclusion{true, "误评"}).then_types({"case.exclusion_decided"});
  EXPECT_EQ(follow_up(c), "excluded");
  EXPECT_TRUE(c.state().rating_follow_up.excluded);
  EXPECT_EQ(c.state().ending.rating, Grade::dissatisfied);
  Reached counts;
  counts.when(VerifyRating{RatingCause::mistaken, words("点错"), ""});
  counts.actor(kSupervisor).when(DecideExclusion{false, "并非误评"});
  EXPECT_EQ(follow_up(counts), "verify_due");
}

TEST(Rules, R17_WhatIsNotSolvedIsTakenUpAgain) {
  Reached c;
  c.when(VerifyRating{RatingCause::service, words("等候过久"), ""}).when(Correct{"已道歉"});
  c.when(FeedBack{words("已道歉"), Told::phone}).until("2023-06-05 10:00");
  c.actor(kDistrict).when(Revisit{false, "仍未办成"});
  c.then_types({"case.revisited", "case.reopened"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(c.state().ending.rounds, 2u);
  EXPECT_EQ(follow_up(c), "contact_due");
  EXPECT_EQ(due(c, DeadlineKind::follow_up_contact), "2023-06-06");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
