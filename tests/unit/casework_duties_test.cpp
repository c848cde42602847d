// What stands beside the life of a case: care, supervision, plans, support, bars, notices.
#include <algorithm>
#include <recourse/casework/complaint/open_duties.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

template <class E>
const E& first(const std::vector<Event>& events) {
  return std::get<E>(events.at(0));
}

std::string day_of(const std::optional<Due>& due) {
  return due ? to_string(local_day(due->at, kShanghaiOffset)) : "none";
}

const char* const kInspector = "supervisor:v9";

// --- care after a bad rating (R17) ---------------------------------------------------------------

TEST(CaseCare, GoesFromContactToRevisitWithADueTimeAtEachStep) {
  Scene scene;
  scene.rated_badly();
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::contact_due);
  EXPECT_EQ(day_of(scene.state.deadlines.rating_follow_up), "2023-06-02");
  EXPECT_EQ(scene.refusal(kOfficer, ContactRater{.how = Told::phone}), "not_your_role");
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::verify_due);
  EXPECT_EQ(day_of(scene.state.deadlines.rating_follow_up), "2023-06-02")
      << "contacted and verified in one day";
  const auto verified = scene.accepts(
      kLead, VerifyRating{.cause = RatingCause::mixed, .finding = personal("等候过长")});
  EXPECT_TRUE(first<RatingVerified>(verified).class_hint);
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::correction_due);
  scene.accepts(kLead, PlanCorrection{.plan = "增设叫号", .until = day("2023-06-12")});
  EXPECT_EQ(day_of(scene.state.deadlines.rating_follow_up), "2023-06-12");
  scene.accepts(kLead, Correct{.what = "已增设"});
  scene.accepts(kLead, FeedBack{.wording = personal("已整改"), .told = Told::phone});
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::revisit_due);
  EXPECT_EQ(scene.refusal(kChief, Revisit{.solved = true}), "not_your_role");
  scene.at("2023-06-20T10:00:00+08:00");
  EXPECT_EQ(scene.refusal(kTimer, Archive{}), "care_open");
  scene.accepts(kInspector, Revisit{.solved = true});
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::done);
  scene.accepts(kTimer, Archive{});
  EXPECT_EQ(scene.state.phases.stage, Phase::archived);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(CaseCare, APolicyCauseNeedsWordingAndGoesStraightToTheRater) {
  Scene scene;
  scene.rated_badly();
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  VerifyRating verify{.cause = RatingCause::policy, .finding = personal("不满政策")};
  EXPECT_EQ(scene.refusal(kLead, verify), "wording_missing");
  verify.wording = "依据户籍规定";
  EXPECT_TRUE(first<RatingVerified>(scene.accepts(kLead, verify)).class_hint);
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::feedback_due);
}

TEST(CaseCare, AMistakenRatingIsForTheSupervisorAndStaysVisible) {
  Scene scene;
  scene.rated_badly();
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  scene.accepts(kLead, VerifyRating{.cause = RatingCause::mistaken, .finding = personal("点错")});
  EXPECT_EQ(scene.refusal(kLead, DecideExclusion{.excluded = true, .reason = "r"}),
            "not_your_role");
  EXPECT_EQ(scene.refusal(kInspector, DecideExclusion{.reason = "r"}), "excluded_missing");
  scene.accepts(kInspector, DecideExclusion{.excluded = true, .reason = "录音证实点错"});
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::excluded);
  EXPECT_TRUE(scene.state.rating_follow_up.excluded);
  EXPECT_EQ(scene.state.ending.rating, Grade::dissatisfied);
}

TEST(CaseCare, WhatIsNotSolvedIsTakenUpAgainAndContactedAgain) {
  Scene scene;
  scene.rated_badly();
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  scene.accepts(kLead, VerifyRating{.cause = RatingCause::service, .finding = personal("未解决")});
  scene.accepts(kLead, Correct{.what = "w"});
  scene.accepts(kLead, FeedBack{.wording = personal("f"), .told = Told::phone});
  const auto events = scene.accepts(kInspector, Revisit{.solved = false});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::contact_due);
  EXPECT_EQ(scene.state.ending.rounds, 2u);
}

TEST(CaseCare, AttemptsOnTwoDaysDischargeContactAndExcuseFeedback) {
  Scene scene;
  scene.rated_badly();
  const ContactRater attempt{.how = Told::phone};
  scene.accepts(kLead, attempt);
  scene.accepts(kLead, attempt);
  scene.accepts(kLead, attempt);
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::contact_due)
      << "three on one day are not enough";
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kLead, attempt);
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::verify_due);
}

TEST(CaseCare, AnonymousAndGoodRatingsAskForNothing) {
  Scene scene;
  auto report = a_report();
  report.applicant = ApplicantKind::anonymous;
  report.name.reset();
  scene.explained(report);
  scene.accepts(kOfficer, Scene::a_closing());
  scene.accepts(kCitizen, Rate{.way = RatingWay::tablet, .grade = Grade::very_dissatisfied});
  EXPECT_EQ(scene.state.phases.rating_follow_up, FollowUpPhase::none);
  EXPECT_EQ(scene.state.ending.rating, Grade::very_dissatisfied) << "counted all the same";
}

// --- supervision and plans (R13, R16) ------------------------------------------------------------

TEST(CaseSupervision, LatenessPutsTheOwnerUnderSupervisionAndMovesNothing) {
  Scene scene;
  scene.overdue();
  ASSERT_EQ(scene.state.supervision.size(), 1u);
  EXPECT_EQ(scene.state.supervision[0].unit, "PD01");
  EXPECT_EQ(scene.state.supervision[0].level, Level::district);
  EXPECT_EQ(owner_of(scene.state), "PD01");
  EXPECT_EQ(scene.refusal("counter_lead:l9@PD02", AnswerSupervision{.text = "t"}),
            "not_your_station");
  EXPECT_EQ(scene.refusal(kDistrict, AnswerSupervision{.text = "t"}), "not_under_supervision");
  scene.accepts(kChief, AnswerSupervision{.text = "系统故障，专人办理"});
  EXPECT_EQ(scene.refusal("district_officer:s1@PD.RK", VerifySupervision{.accepted = true}),
            "verifies_itself")
      << "the chief, in another role";
  EXPECT_EQ(scene.refusal(kDistrict, VerifySupervision{.accepted = false}), "reason_missing");
  scene.accepts(kDistrict, VerifySupervision{.accepted = false, .reason = "未说明期限"});
  EXPECT_EQ(scene.state.phases.supervision, SupervisionPhase::supervised);
  scene.accepts(kChief, AnswerSupervision{.text = "三日内办结"});
  scene.accepts(kDistrict, VerifySupervision{.accepted = true});
  EXPECT_EQ(scene.state.phases.supervision, SupervisionPhase::none);
}

TEST(CaseSupervision, SilenceRaisesItToTheCityOnce) {
  Scene scene;
  scene.overdue();
  EXPECT_EQ(scene.refusal(kTimer, RaiseSupervision{}), "not_due_yet");
  scene.now = supervision_deadline(scene.state)->at + std::chrono::milliseconds{1};
  scene.accepts(kTimer, RaiseSupervision{});
  EXPECT_EQ(scene.state.supervision[0].level, Level::city);
  scene.now = supervision_deadline(scene.state)->at + std::chrono::milliseconds{1};
  EXPECT_TRUE(std::holds_alternative<LimitMissed>(scene.accepts(kTimer, RaiseSupervision{})[0]));
  EXPECT_EQ(scene.state.supervision[0].times_missed, 2u);
  EXPECT_EQ(scene.refusal(kTimer, RaiseSupervision{}), "not_due_yet") << "it is on record";
  for (const auto& due : due_times(scene.state)) EXPECT_NE(due.command, "case.raise_supervision");
  scene.accepts(kChief, AnswerSupervision{.text = "t", .cause = SupervisionCause::overdue});
  const VerifySupervision verify{.accepted = true, .cause = SupervisionCause::overdue};
  EXPECT_EQ(scene.refusal(kDistrict, verify), "not_your_level");
  scene.accepts(kInspector, verify);
}

TEST(CaseSupervision, ARefusalListsWhatMayBeMeant) {
  Scene scene;
  scene.overdue();
  scene.accepts(kInspector, Supervise{.reason = "抽查"});
  const auto no = scene.decide(kChief, AnswerSupervision{.text = "t"}).refusal();
  EXPECT_EQ(no.name, "which_supervision");
  EXPECT_NE(no.en.find("overdue of PD01, ordered of PD01"), std::string::npos) << no.en;
  EXPECT_NE(no.zh.find("PD01的超期、PD01的指定督办"), std::string::npos) << no.zh;
  scene.accepts(kChief, AnswerSupervision{.text = "t", .cause = SupervisionCause::ordered});
  EXPECT_EQ(scene.state.supervision[0].phase, SupervisionPhase::supervised);
  EXPECT_EQ(scene.state.supervision[1].phase, SupervisionPhase::answered);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(CaseSupervision, ALateCaseHasADatedPlanWithinTheCap) {
  Scene scene;
  scene.overdue();
  scene.at("2023-06-09T09:00:00+08:00");
  Plan plan{.why_late = LateReason::staff_short, .plan = "加班办理"};
  EXPECT_EQ(scene.refusal(kChief, plan), "until_missing");
  plan.until = day("2023-07-31");
  EXPECT_EQ(scene.refusal(kChief, plan), "told_missing");
  plan.told = Told::attempted;
  EXPECT_EQ(scene.refusal(kChief, plan), "attempts_missing");
  plan.told = Told::phone;
  EXPECT_EQ(scene.refusal(kChief, plan), "plan_day_out_of_range");
  plan.until = day("2023-06-14");
  EXPECT_EQ(scene.refusal(kOfficer, plan), "not_your_role");
  const auto events = scene.accepts(kChief, plan);
  EXPECT_EQ(first<Planned>(events).in_charge, "w1") << "prefilled";
  EXPECT_EQ(day_of(scene.state.deadlines.plan), "2023-06-14");
  EXPECT_EQ(day_of(scene.state.deadlines.resolution), "2023-06-08")
      << "the limit stays what it was";
  Scene ordinary;
  ordinary.accepted();
  EXPECT_EQ(ordinary.refusal(kChief, plan), "not_allowed_in_phase");
}

// --- support and opinions (R15, R18) -------------------------------------------------------------

TEST(CaseSupport, IsAskedFromALineAndItsAnswerTimeIsMeasured) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOfficer, AskSupport{}), "question_missing");
  scene.accepts(kOfficer, AskSupport{.question = personal("能否凭此办理？")});
  EXPECT_EQ(scene.refusal(kOfficer, AskSupport{.question = personal("q")}),
            "support_asked_already");
  EXPECT_EQ(support_deadline(scene.state)->at, scene.now + std::chrono::minutes{15});
  const AnswerSupport answer{.answer = personal("可以")};
  EXPECT_EQ(scene.refusal("district_officer:d@PD.ZA", answer), "not_your_line");
  scene.later(std::chrono::minutes{4});
  const auto events = scene.accepts("liaison:n1@PD.RK", answer);
  EXPECT_EQ(first<SupportAnswered>(events).seconds, 240u);
  EXPECT_TRUE(first<SupportAnswered>(events).in_time);
  EXPECT_EQ(scene.refusal("liaison:n1@PD.RK", answer), "nobody_asked");
}

TEST(CaseSupport, ThatNobodyGaveIsOpenStillWhenTheCaseHasEnded) {
  Scene scene;
  scene.explained();
  scene.accepts(kOfficer, AskSupport{.question = personal("q")});
  scene.accepts(kOfficer, Scene::a_closing());
  scene.accepts(kCitizen, Reopen{.reason = "r"});
  EXPECT_EQ(scene.refusal(kOfficer, AskSupport{.question = personal("q")}),
            "support_asked_already");
  EXPECT_EQ(scene.refusal(kOfficer, AskSupport{.line = Line::traffic, .question = personal("q")}),
            "");
  scene.accepts("liaison:n1@PD.RK", AnswerSupport{.answer = personal("可以")});
}

TEST(CaseSupport, AnOpinionComesFromTheSideAndTheOwnerStays) {
  Scene scene;
  scene.escalated();
  scene.accepts(kDistrict, Consult{.with = "PD.ZA", .question = "q"});
  scene.accepts("district_officer:z1@PD.ZA", AnswerConsultation{.opinion = personal("同意")});
  EXPECT_EQ(owner_of(scene.state), "PD.RK");
  EXPECT_EQ(
      scene.refusal("district_officer:z1@PD.ZA", AnswerConsultation{.opinion = personal("o")}),
      "nobody_asked");
}

// --- bars ----------------------------------------------------------------------------------------

Report a_complaint(Accused accused) {
  auto report = a_report();
  report.category = Category::attitude;
  report.accused = {std::move(accused)};
  return report;
}

TEST(CaseBars, WhoIsComplainedAboutNeitherRegistersNorHandlesIt) {
  Scene scene;
  EXPECT_EQ(scene.refusal(kOfficer, a_complaint({"w1", ""})), "barred");
  scene.accepts(kOther, a_complaint({"w1", ""}));
  EXPECT_EQ(scene.refusal(kOfficer, Accept{}), "barred");
  scene.accepts(kOther, Accept{});
  EXPECT_EQ(scene.refusal(kOfficer, RouteExplain{.law = "l"}), "barred");
}

TEST(CaseBars, ADescriptionBarsTheWholeWindowUntilTheChiefSaysWhoItWas) {
  Scene scene;
  auto complaint = a_complaint({"", "三号窗口，周二上午"});
  complaint.present = true;
  EXPECT_EQ(scene.accepts(kOfficer, complaint).size(), 2u) << "registered and met, not accepted";
  EXPECT_EQ(scene.refusal(kOfficer, Accept{}), "accused_unidentified");
  EXPECT_EQ(scene.refusal(kLead, Accept{}), "accused_unidentified");
  EXPECT_EQ(scene.refusal(kChief, Accept{}), "");
  scene.accepts(kChief,
                Recuse{.staff = "w2", .described = "三号窗口，周二上午", .reason = "排班表"});
  EXPECT_EQ(scene.refusal(kOther, Accept{}), "barred");
  scene.accepts(kOfficer, Accept{});
}

TEST(CaseBars, WhereTheChiefIsBarredTheDistrictStandsIn) {
  Scene scene;
  scene.accepted(a_complaint({"s1", ""}));
  scene.accepts(kSupervisor,
                Recuse{.staff = "s9", .role = Role::station_chief, .reason = "亦为当事人"});
  scene.accepts(kOfficer, RouteExplain{.law = "l"});
  EXPECT_EQ(scene.refusal(kChief, Scene::a_closing()), "barred");
  EXPECT_EQ(scene.refusal("district_officer:d1@XH.RK", Scene::a_closing()), "not_your_role");
  EXPECT_EQ(scene.refusal(kDistrict, Scene::a_closing()), "");
}

TEST(CaseBars, AnOfficerBarsHimselfAndABarThatWasMistakenIsLifted) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOfficer, Recuse{.staff = "w2", .reason = "r"}), "bars_only_himself");
  scene.accepts(kOfficer, Recuse{.staff = "w1", .reason = "亲属"});
  EXPECT_EQ(scene.refusal(kOfficer, RouteOnSpot{}), "barred");
  EXPECT_EQ(scene.refusal(kChief, Reinstate{.staff = "w7", .reason = "r"}), "not_barred");
  scene.accepts(kChief, Reinstate{.staff = "w1", .reason = "并非亲属"});
  EXPECT_EQ(scene.refusal(kOfficer, RouteOnSpot{}), "");
}

TEST(CaseBars, AreForTheOwnStationAndDistrictOnly) {
  Scene scene;
  scene.accepted();
  scene.accepts(kChief, Recuse{.staff = "w2", .reason = "r"});
  const Reinstate reinstate{.staff = "w2", .reason = "r"};
  EXPECT_EQ(scene.refusal("station_chief:s9@PD02", reinstate), "not_your_station");
  EXPECT_EQ(scene.refusal("station_chief:s9@PD02", Recuse{.staff = "w1", .reason = "r"}),
            "not_your_station");
  EXPECT_EQ(scene.refusal("district_officer:d9@XH.RK", reinstate), "not_your_line");
  EXPECT_EQ(scene.refusal("district_officer:d9@PD.JJ", reinstate), "not_your_line");
  EXPECT_EQ(scene.refusal(kDistrict, reinstate), "");
}

TEST(CaseBars, HoldsAndLooksAreRecorded) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOther, Unmask{.purpose = "p"}), "not_your_case");
  EXPECT_EQ(scene.refusal(kOfficer, Unmask{}), "purpose_missing");
  scene.accepts(kOfficer, Unmask{.purpose = "联系群众"});
  EXPECT_EQ(scene.state.access.unmaskings, 1u);
  EXPECT_EQ(scene.refusal(kChief, LiftHold{.reason = "r"}), "not_held");
  scene.accepts(kChief, PlaceHold{.reason = "诉讼"});
  EXPECT_EQ(scene.refusal(kChief, PlaceHold{.reason = "r"}), "held_already");
  scene.accepts(kSupervisor, LiftHold{.reason = "诉讼终结"});
  EXPECT_FALSE(scene.state.access.held);
}

TEST(CaseBars, StaffThatIsNotSwornDoesNothing) {
  Scene scene;
  scene.received();
  const auto no = scene.decide("auxiliary:x1@PD01", Accept{}).refusal();
  EXPECT_EQ(no.name, "not_sworn");
  EXPECT_EQ(no.rule, "R5");
}

std::vector<std::string_view> duties_of(const Scene& scene) {
  std::vector<std::string_view> names;
  for (const auto& duty : open_duties(scene.state)) {
    EXPECT_FALSE(duty.zh.empty());
    EXPECT_FALSE(duty.rule.empty());
    names.push_back(duty.name);
  }
  return names;
}
using Names = std::vector<std::string_view>;

TEST(CaseDuties, EachLoopHasItsOwnAndTheyEndWithWhatWasOwed) {
  Scene scene;
  EXPECT_EQ(duties_of(scene), Names{});
  scene.received();
  EXPECT_EQ(duties_of(scene), Names{"contact"});
  Scene late;
  late.overdue();
  EXPECT_EQ(duties_of(late), (Names{"plan", "supervision_answer"}));
  late.at("2023-06-09T09:00:00+08:00");
  late.accepts(kChief, Plan{.why_late = LateReason::overlooked,
                            .plan = "p",
                            .until = day("2023-06-12"),
                            .told = Told::phone});
  late.accepts(kChief, AnswerSupervision{.text = "t"});
  EXPECT_EQ(duties_of(late), (Names{"keep_plan", "supervision_verification"}));
  Scene answered;
  answered.answered();
  EXPECT_EQ(duties_of(answered), Names{"apply_answer"});
  Scene rated;
  rated.rated_badly();
  EXPECT_EQ(duties_of(rated), Names{"care_contact"});
}

// --- notices, promises, silence (R11, R14) -------------------------------------------------------

TEST(CaseSilence, ALicenceThatNobodyAnsweredCountsAsAccepted) {
  Scene scene;
  auto report = a_report();
  report.matter = "ZA02";
  scene.received(report);
  EXPECT_TRUE(scene.state.intake.licence);
  scene.now = scene.state.deadlines.notice->at + std::chrono::milliseconds{1};
  const auto events = scene.accepts(kTimer, DeemAccepted{});
  EXPECT_TRUE(std::holds_alternative<DeemedAccepted>(events.back()));
  EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
}

TEST(CaseSilence, ElsewhereItIsABreachOfTheStation) {
  Scene scene;
  scene.received();
  scene.now = scene.state.deadlines.notice->at + std::chrono::milliseconds{1};
  EXPECT_EQ(scene.refusal(kTimer, DeemAccepted{}), "not_due_yet");
  scene.accepts(kTimer, MissNotice{});
  EXPECT_EQ(scene.state.phases.stage, Phase::received);
  EXPECT_EQ(scene.state.work.breaches, 1u);
  EXPECT_EQ(scene.state.phases.supervision, SupervisionPhase::supervised);
}

// A supervision outlives the case: it stays due, and is answered and verified in the archive.
TEST(CaseSupervision, IsAnsweredInTheArchiveToo) {
  Scene scene;
  scene.overdue();
  scene.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  scene.accepts(kChief, Scene::a_late_closing());
  scene.now = scene.state.deadlines.rating->at + std::chrono::milliseconds{1};
  scene.accepts(kTimer, EndRating{});
  ASSERT_EQ(scene.state.phases.stage, Phase::archived);
  ASSERT_TRUE(supervision_deadline(scene.state));
  const core::Context chief{scene.now, core::Actor::parse(kChief), CommandId{}};
  const auto next = scene.decider.next_for(scene.state, chief);
  EXPECT_EQ(std::ranges::count(next, "case.answer_supervision"), 1);
  scene.accepts(kChief, AnswerSupervision{.text = "已整改"});
  scene.accepts(kSupervisor, VerifySupervision{.accepted = true});
  EXPECT_FALSE(supervision_deadline(scene.state));
}

TEST(CaseSilence, ThePromiseMovesForForceMajeureOnlyByTheChief) {
  Scene scene;
  scene.lacking();
  ExtendPromise extend{.reason = "台风停运", .until = day("2023-06-12")};
  EXPECT_EQ(scene.refusal(kOfficer, extend), "not_your_role");
  scene.accepts(kChief, extend);
  EXPECT_EQ(day_of(scene.state.deadlines.promise), "2023-06-12");
  extend.until = day("2023-06-09");
  EXPECT_EQ(scene.refusal(kChief, extend), "not_an_extension");
}

TEST(CaseSilence, ThreeWorkingDaysBeforeItLapsesTheCitizenIsReminded) {
  Scene scene;
  scene.notice_issued();
  EXPECT_EQ(day_of(scene.state.deadlines.supplement), "2023-06-25");
  EXPECT_EQ(day_of(scene.state.deadlines.reminder), "2023-06-19");
  scene.now = scene.state.deadlines.reminder->at + std::chrono::milliseconds{1};
  const auto events = scene.accepts(kTimer, Remind{});
  EXPECT_EQ(first<Reminded>(events).kind, DeadlineKind::supplement);
  EXPECT_FALSE(scene.state.deadlines.reminder);
}

TEST(CaseSilence, AMessageRestartsAttentionButGivesNoMoreTime) {
  Scene scene;
  scene.accepted();
  scene.accepts(kCitizen, Message{.text = personal("办到哪一步了？")});
  const auto due = scene.state.deadlines.attention;
  EXPECT_EQ(day_of(due), "2023-06-02");
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kCitizen, Message{.text = personal("请回复")});
  EXPECT_EQ(scene.state.deadlines.attention, due);
  scene.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  EXPECT_FALSE(scene.state.deadlines.attention);
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
