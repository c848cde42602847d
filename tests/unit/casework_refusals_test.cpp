// Every refusal of a case by its name: what the domain says no to, and that it says why.
#include <algorithm>
#include <recourse/casework/calendar/refusals.hpp>
#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/refusals.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

TEST(CaseRefusals, NothingButAReportBeginsACase) {
  Scene scene;
  EXPECT_EQ(scene.refusal(kOfficer, Accept{}), "no_such_case");
  EXPECT_EQ(scene.refusal(kTimer, GoOverdue{}), "no_such_case");
  scene.received();
  EXPECT_EQ(scene.refusal(kOfficer, a_report()), "already_reported");
}

TEST(CaseRefusals, APhaseNamesItselfInBothLanguagesAndWhatItWouldTake) {
  Scene scene;
  scene.received();
  const auto decision = scene.decide(kOfficer, Scene::a_closing());
  ASSERT_TRUE(decision.is_refusal());
  const auto& no = decision.refusal();
  EXPECT_EQ(no.name, "not_allowed_in_phase");
  EXPECT_EQ(no.rule, "lifecycle");
  EXPECT_NE(no.en.find("received"), std::string::npos);
  EXPECT_NE(no.zh.find("已登记"), std::string::npos);
  EXPECT_NE(no.zh.find("办结答复"), std::string::npos);
  const std::vector<std::string> officers{"case.accept",      "case.decline",  "case.refer",
                                          "case.pause",       "case.contact",  "case.set_difficult",
                                          "case.message",     "case.withdraw", "case.merge",
                                          "case.ask_support", "case.assist",   "case.recuse"};
  EXPECT_EQ(no.allowed, officers);
}

TEST(CaseRefusals, ThePhaseIsJudgedBeforeTheRoleAndTheRoleBeforeTheFacts) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal(kOther, Close{}), "not_allowed_in_phase");
  EXPECT_EQ(scene.refusal(kCitizen, Decline{}), "not_your_role");
  EXPECT_EQ(scene.refusal("window_officer:w9@PD02", Decline{}), "not_your_station");
  EXPECT_EQ(scene.refusal(kOfficer, Decline{}), "ground_missing");
}

TEST(CaseRefusals, ARoleIsToldWhoMay) {
  Scene scene;
  scene.received();
  const auto no = scene.decide(kCitizen, Accept{}).refusal();
  EXPECT_EQ(no.name, "not_your_role");
  EXPECT_NE(no.en.find("window_officer, counter_lead, station_chief"), std::string::npos);
  EXPECT_NE(no.zh.find("反映窗口民警"), std::string::npos);
  EXPECT_EQ(scene.refusal("window_officers:w1@PD01", Accept{}), "unknown_role");
  EXPECT_EQ(scene.refusal(kOfficer, LapseReview{}), "not_allowed_in_phase");
  EXPECT_EQ(scene.refusal(kOfficer, GoOverdue{}), "not_your_role");
  EXPECT_EQ(scene.refusal("administrator:a1", Accept{}), "not_your_role");
}

TEST(CaseRefusals, ReportsWantAStationACategoryAndALine) {
  Scene scene;
  auto report = a_report();
  report.category.reset();
  EXPECT_EQ(scene.refusal(kOfficer, report), "category_missing");
  EXPECT_EQ(scene.refusal(kCitizen, a_report()), "station_missing");
  report = a_report();
  report.matter.clear();
  EXPECT_EQ(scene.refusal(kOfficer, report), "line_missing");
  report.line = Line::traffic;
  EXPECT_EQ(scene.refusal(kOfficer, report), "");
}

TEST(CaseRefusals, CodesOfAReportMustBeInTheCatalogue) {
  Scene scene;
  auto report = a_report();
  report.matter = "XX99";
  EXPECT_EQ(scene.refusal(kOfficer, report), "unknown_matter");
  report = a_report();
  report.reason = "Q7";
  EXPECT_EQ(scene.refusal(kOfficer, report), "unknown_reason");
  report = a_report();
  report.line = Line::traffic;
  EXPECT_EQ(scene.refusal(kOfficer, report), "line_and_matter_differ");
}

TEST(CaseRefusals, NobodyReportsTheFutureOrForAnotherStation) {
  Scene scene;
  auto report = a_report();
  report.reported_at = scene.now + std::chrono::milliseconds{1};
  EXPECT_EQ(scene.refusal(kOfficer, report), "reported_in_future");
  report = a_report();
  report.station = "PD02";
  EXPECT_EQ(scene.refusal(kOfficer, report), "not_your_station");
  report.station = "PD01";
  EXPECT_EQ(scene.refusal(kCitizen, report), "");
  EXPECT_EQ(scene.refusal(kTimer, report), "not_your_role");
}

TEST(CaseRefusals, DepartmentsReportForTheirOwnLineAndDistrict) {
  Scene scene;
  auto report = a_report();
  report.station = "PD01";
  EXPECT_EQ(scene.refusal(kDistrict, report), "");
  EXPECT_EQ(scene.refusal("liaison:n1@PD.RK", report), "");
  EXPECT_EQ(scene.refusal(kCity, report), "");
  EXPECT_EQ(scene.refusal("district_officer:d1@PD.JJ", report), "not_your_line");
  EXPECT_EQ(scene.refusal("district_officer:d1@XH.RK", report), "not_your_line");
  EXPECT_EQ(scene.refusal("liaison:n1", report), "not_your_line");
  EXPECT_EQ(scene.refusal("city_officer:m1@city.JJ", report), "not_your_line");
}

TEST(CaseRefusals, ADemandThatNoListKnowsIsTakenWithTheOthersFilledIn) {
  Scene scene;
  scene.notice_issued();
  const auto events =
      scene.accepts(kOfficer, DemandMore{.items = {{"99", "单位证明", ""}, {"3", "", ""}}});
  const auto& demanded = std::get<NewDemandMade>(events.at(0));
  EXPECT_TRUE(demanded.breach);
  EXPECT_EQ(demanded.items.at(1).material, "机动车行驶证");
  EXPECT_EQ(scene.refusal(kOfficer, DemandMore{.items = {item("3")}}), "already_on_the_list");
  EXPECT_EQ(scene.refusal(kOfficer, DemandMore{.items = {{"98", "", ""}}}), "items_missing");
}

TEST(CaseRefusals, ASecondNoticeInARoundIsALaterDemand) {
  Scene scene;
  scene.notice_issued();
  scene.accepts(kCitizen, SupplementAll{});
  const auto events = scene.accepts(kOfficer, Scene::a_notice({item("3")}));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(std::get<NewDemandMade>(events[1]).breach);
  EXPECT_EQ(scene.state.work.repeated_trips, 1u);
  EXPECT_EQ(scene.state.work.outstanding.size(), 1u);
}

TEST(CaseRefusals, OnlyTheStationSeesTheCitizenAndOnlyAnImporterThePast) {
  Scene scene;
  auto report = a_report();
  report.station = "PD01";
  report.present = true;
  EXPECT_EQ(scene.refusal(kCitizen, report), "not_your_role");
  report.present = false;
  report.historical = true;
  EXPECT_EQ(scene.refusal(kOfficer, report), "not_your_role");
  EXPECT_EQ(scene.refusal(kImporter, report), "");
}

TEST(CaseRefusals, ADecliningNamesGroundReasonRemedyBodyAndHowItWasTold) {
  Scene scene;
  scene.received();
  Decline c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "ground_missing");
  c.ground = DeclineGround::private_dispute;
  EXPECT_EQ(scene.refusal(kOfficer, c), "reason_missing");
  c.reason = "  \n";
  EXPECT_EQ(scene.refusal(kOfficer, c), "reason_missing");
  c.reason = "邻里纠纷";
  EXPECT_EQ(scene.refusal(kOfficer, c), "remedy_missing");
  c.remedy = "人民调解";
  EXPECT_EQ(scene.refusal(kOfficer, c), "body_missing");
  c.body = "居委会";
  EXPECT_EQ(scene.refusal(kOfficer, c), "told_missing");
  c.told = Told::in_person;
  scene.accepts(kChief, c);
  EXPECT_EQ(scene.refusal(kChief, UpholdDecline{.reason = "r"}), "reviewer_is_decliner");
  EXPECT_EQ(scene.refusal(kChief, OverturnDecline{.reason = "r"}), "reviewer_is_decliner");
  EXPECT_EQ(scene.refusal(kLead, UpholdDecline{}), "reason_missing");
  EXPECT_EQ(scene.refusal(kLead, OverturnDecline{}), "reason_missing");
  EXPECT_EQ(scene.refusal(kOfficer, UpholdDecline{.reason = "r"}), "not_your_role");
  EXPECT_EQ(scene.refusal(kTimer, LapseReview{}), "not_due_yet");
}

TEST(CaseRefusals, AReferralNamesBodyAndReasonAndItsReceiver) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal(kOfficer, Refer{}), "kind_missing");
  EXPECT_EQ(scene.refusal(kOfficer, Refer{.kind = ReferKind::other_body}), "receiver_missing");
  EXPECT_EQ(scene.refusal(kOfficer, Refer{.kind = ReferKind::other_body, .to = "民政局"}),
            "reason_missing");
  scene.accepts(kOfficer, Refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "r"});
  ConfirmReferral c;
  EXPECT_EQ(scene.refusal("receiver:r1", c), "not_the_receiver");
  EXPECT_EQ(scene.refusal(kReceiver, c), "receiver_missing");
  c.receiver = "李";
  EXPECT_EQ(scene.refusal(kReceiver, c), "received_on_missing");
  c.received_on = day("2023-06-01");
  EXPECT_EQ(scene.refusal(kReceiver, c), "told_missing");
  EXPECT_EQ(scene.refusal(kReceiver, RefuseReferral{}), "reason_missing");
}

TEST(CaseRefusals, RoutesWantWhatTheyRecord) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOfficer, RouteExplain{}), "explanation_missing");
  EXPECT_EQ(scene.refusal(kOfficer, RouteExplain{.explanation = personal(" ")}),
            "explanation_missing");
  EXPECT_EQ(scene.refusal(kOfficer, RouteExpedite{}), "why_missing");
  EXPECT_EQ(scene.refusal(kOfficer, RouteExpedite{.why = "出境"}), "needed_by_missing");
  EXPECT_EQ(scene.refusal(kOfficer, RouteExpedite{.why = "出境", .needed_by = day("2023-05-31")}),
            "needed_by_passed");
}

TEST(CaseRefusals, PapersMayLackOnlyAgainstAPromiseAndNotTheMainOnes) {
  Scene scene;
  scene.accepted();
  RouteLacking c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "main_papers_missing");
  c.main_papers_complete = true;
  EXPECT_EQ(scene.refusal(kOfficer, c), "exclusion_checked_missing");
  c.exclusion_checked = true;
  EXPECT_EQ(scene.refusal(kOfficer, c), "items_missing");
  c.missing = {{"1", "", ""}};
  EXPECT_EQ(scene.refusal(kOfficer, c), "main_paper_missing");
  c.missing = {{"99", "", ""}};
  EXPECT_EQ(scene.refusal(kOfficer, c), "item_not_in_catalogue");
  c.missing = {{"6", "", ""}};
  EXPECT_EQ(scene.refusal(kOfficer, c), "promise_missing");
  c.promise = "补交";
  EXPECT_EQ(scene.refusal(kOfficer, c), "signature_missing");
  c.signature = "CN-1";
  EXPECT_EQ(scene.refusal(kOfficer, c), "promise_day_missing");
  c.promise_day = day("2023-05-31");
  EXPECT_EQ(scene.refusal(kOfficer, c), "promise_day_passed");
}

TEST(CaseRefusals, APromiseIsKeptByItsDayOrLapsesAfterIt) {
  Scene scene;
  scene.lacking();
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_closing()), "promise_is_open");
  auto kept = Scene::a_closing();
  kept.promise_kept = true;
  EXPECT_EQ(scene.refusal(kOfficer, kept), "");
  EXPECT_EQ(scene.refusal(kTimer, Lapse{}), "not_due_yet");
  scene.at("2023-06-07T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, SupplementAll{}), "received_on_missing") << "it lapsed";
  EXPECT_EQ(scene.refusal(kCitizen, SupplementAll{}), "not_your_role");
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_closing()), "not_allowed_in_phase");
  EXPECT_EQ(scene.refusal(kTimer, Lapse{}), "");
}

TEST(CaseRefusals, TheNoticeIsForTrafficUnlessTheProfileWidensIt) {
  Scene scene;
  scene.accepted();
  const auto notice = Scene::a_notice({item("1")});
  EXPECT_EQ(scene.refusal(kOfficer, notice), "notice_for_traffic_only");
  scene.decider.norms.notice_for_every_line = true;
  EXPECT_EQ(scene.refusal(kOfficer, notice), "");
}

TEST(CaseRefusals, ANoticeNamesEachThingOnceAndNothingByACatchAll) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  EXPECT_EQ(scene.refusal(kOfficer, RouteNotice{}), "items_missing");
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_notice({{"9", "行驶证", ""}})),
            "item_not_in_catalogue");
  EXPECT_EQ(scene.refusal(kOfficer, RouteNotice{.items = {item("1"), {"2", "其他材料", ""}}}),
            "catch_all_item");
  EXPECT_EQ(scene.refusal(kOfficer, RouteNotice{.items = {item("1"), item("1")}}), "item_twice");
  auto notice = Scene::a_notice({item("1")});
  notice.supplement_by = day("2023-05-31");
  EXPECT_EQ(scene.refusal(kOfficer, notice), "supplement_by_passed");
  notice.acknowledged = false;
  EXPECT_EQ(scene.refusal(kOfficer, notice), "witness_missing");
  notice.remedy.clear();
  EXPECT_EQ(scene.refusal(kOfficer, notice), "remedy_missing");
  notice.contact.clear();
  EXPECT_EQ(scene.refusal(kOfficer, notice), "contact_missing");
  notice.place.clear();
  EXPECT_EQ(scene.refusal(kOfficer, notice), "place_missing");
  notice.basis.clear();
  EXPECT_EQ(scene.refusal(kOfficer, notice), "basis_missing");
}

TEST(CaseRefusals, WhatIsBroughtMustBeOnTheNotice) {
  Scene scene;
  scene.notice_issued();
  EXPECT_EQ(scene.refusal(kCitizen, SupplementPart{}), "items_missing");
  EXPECT_EQ(scene.refusal(kCitizen, SupplementPart{.items = {"9"}}), "not_on_the_list");
  EXPECT_EQ(scene.refusal(kOfficer, DemandMore{}), "items_missing");
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_closing()), "waiver_missing");
  EXPECT_EQ(scene.refusal(kTimer, Lapse{}), "not_due_yet");
}

TEST(CaseRefusals, AnEscalationNamesLineQuestionAndWhatWasTried) {
  Scene scene;
  auto report = a_report();
  report.matter = "QT01";
  scene.accepted(report);
  Escalate c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "line_missing");
  c.line = Line::other;
  EXPECT_EQ(scene.refusal(kOfficer, c), "line_missing");
  c.line = Line::population;
  EXPECT_EQ(scene.refusal(kOfficer, c), "question_missing");
  c.question = personal("能否办理？");
  EXPECT_EQ(scene.refusal(kOfficer, c), "tried_missing");
  c.tried = personal("已核对。");
  EXPECT_EQ(scene.refusal(kOfficer, c), "");
}

TEST(CaseRefusals, LeavingARouteSaysWhy) {
  Scene scene;
  scene.explained();
  EXPECT_EQ(scene.refusal(kOfficer, Retriage{}), "reason_missing");
  EXPECT_EQ(scene.refusal(kCitizen, MarkNotUnderstood{}), "next_step_missing");
  scene.accepts(kOfficer, Retriage{.reason = "r"});
  scene.accepts(kOfficer, RouteExpedite{.why = "w", .needed_by = day("2023-06-02")});
  EXPECT_EQ(scene.refusal(kImporter, MarkMatterDone{}), "application_missing");
  scene.accepts(kOfficer, Retriage{.reason = "r"});
  scene.accepts(kOfficer, RouteOnSpot{});
  EXPECT_EQ(scene.refusal(kTimer, EndDay{}), "not_due_yet");
}

TEST(CaseRefusals, ADepartmentAnswersItsOwnCasesWithWordingForCitizens) {
  Scene scene;
  scene.escalated();
  const AnswerAsDepartment good{.kind = AnswerKind::do_it_so, .wording = "可办"};
  EXPECT_EQ(scene.refusal(kOfficer, good), "not_your_role");
  EXPECT_EQ(scene.refusal(kCity, good), "not_your_role");
  EXPECT_EQ(scene.refusal("district_officer:d9@XH.RK", good), "not_your_department");
  EXPECT_EQ(scene.refusal("district_officer:d9", good), "not_your_department");
  EXPECT_EQ(scene.refusal(kDistrict, AnswerAsDepartment{}), "kind_missing");
  EXPECT_EQ(scene.refusal(kDistrict, AnswerAsDepartment{.kind = AnswerKind::policy_gap}),
            "wording_missing");
  EXPECT_EQ(scene.refusal(kDistrict, ForwardToCity{}), "opinion_missing");
  EXPECT_EQ(scene.refusal(kDistrict, Consult{}), "with_missing");
  EXPECT_EQ(scene.refusal(kDistrict, Consult{.with = "PD.ZA"}), "question_missing");
  for (const auto* nobody : {"QQ.ZA", "PD.XX", "PD01"}) {
    EXPECT_EQ(scene.refusal(kDistrict, Consult{.with = nobody, .question = "q"}), "unknown_unit")
        << nobody;
  }
  EXPECT_EQ(scene.refusal(kDistrict, ReturnForFacts{}), "items_missing");
  EXPECT_EQ(scene.refusal(kDistrict, ObjectToLine{}), "line_missing");
  EXPECT_EQ(scene.refusal(kDistrict, ObjectToLine{.line = Line::other, .reason = "r"}),
            "line_missing");
  EXPECT_EQ(scene.refusal(kDistrict, ObjectToLine{.line = Line::criminal}), "reason_missing");
  EXPECT_EQ(scene.refusal(kSupervisor, ObjectToLine{.line = Line::criminal, .reason = "r"}),
            "no_objection_yet");
}

TEST(CaseRefusals, EachLevelAsksForFactsOnceAndAnAnswerGoesBackOnce) {
  Scene scene;
  scene.escalated();
  scene.accepts(kDistrict, ReturnForFacts{.items = {"档案"}});
  EXPECT_EQ(scene.refusal(kOfficer, SupplyFactsCity{.facts = personal("f")}), "other_level_asked");
  EXPECT_EQ(scene.refusal(kOfficer, SupplyFactsDistrict{}), "facts_missing");
  scene.accepts(kOfficer, SupplyFactsDistrict{.facts = personal("f")});
  EXPECT_EQ(scene.refusal(kDistrict, ReturnForFacts{.items = {"档案"}}), "already_returned");
  const AnswerAsDepartment good{.kind = AnswerKind::do_it_so, .wording = "可办"};
  scene.accepts(kDistrict, good);
  EXPECT_EQ(scene.refusal(kOfficer, ReturnAnswer{}), "reason_missing");
  scene.accepts(kOfficer, ReturnAnswer{.reason = "r"});
  scene.accepts(kDistrict, good);
  EXPECT_EQ(scene.refusal(kOfficer, ReturnAnswer{.reason = "r"}), "answer_returned_before");
}

TEST(CaseRefusals, ClosingSaysWhatCameOfItAndWhatIsNext) {
  Scene scene;
  scene.explained();
  Close c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "outcome_missing");
  c.outcome = Outcome::withdrawn;
  EXPECT_EQ(scene.refusal(kOfficer, c), "outcome_not_by_closing");
  c.outcome = Outcome::cannot_by_law;
  EXPECT_EQ(scene.refusal(kOfficer, c), "reply_missing");
  c.reply = personal("依法不能办理。");
  EXPECT_EQ(scene.refusal(kOfficer, c), "told_missing");
  c.told = Told::phone;
  EXPECT_EQ(scene.refusal(kOfficer, c), "next_step_missing");
  c.next_step = "可申请行政复议";
  EXPECT_EQ(scene.refusal(kOfficer, c), "") << "the law was cited when it was explained";
  scene.state.work.law.clear();
  EXPECT_EQ(scene.refusal(kOfficer, c), "basis_missing");
  c.basis = "户口登记条例第十条";
  EXPECT_EQ(scene.refusal(kOfficer, c), "");
  EXPECT_EQ(scene.refusal("window_officer:w9@PD02", c), "not_your_station");
}

TEST(CaseRefusals, AttitudeIsClosedByTheChiefOrAbove) {
  Scene scene;
  auto report = a_report();
  report.category = Category::attitude;
  scene.explained(report);
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_closing()), "attitude_needs_chief");
  EXPECT_EQ(scene.refusal(kLead, Scene::a_closing()), "not_your_case");
  EXPECT_EQ(scene.refusal(kChief, Scene::a_closing()), "");
}

TEST(CaseRefusals, OnlyTheCitizenWithdrawsAndProvesIt) {
  Scene scene;
  scene.accepted();
  const Withdraw good{.proof = WithdrawProof::code, .reference = "Q123"};
  EXPECT_EQ(scene.refusal(kLead, good), "not_your_role");
  EXPECT_EQ(scene.refusal(kCitizen, Withdraw{}), "proof_missing");
  EXPECT_EQ(scene.refusal(kCitizen, Withdraw{.proof = WithdrawProof::code}), "proof_missing");
  EXPECT_EQ(scene.refusal(kCitizen, good), "");
}

TEST(CaseRefusals, AWithdrawnComplaintAboutAttitudeStaysAMatterOfSupervision) {
  Scene scene;
  auto report = a_report();
  report.category = Category::attitude;
  scene.accepted(report);
  const auto events =
      scene.accepts(kCitizen, Withdraw{.proof = WithdrawProof::code, .reference = "Q1"});
  EXPECT_TRUE(std::get<Withdrawn>(events.at(0)).supervision_stays);
}

TEST(CaseRefusals, ThePauseKnowsThreeGrounds) {
  Scene scene;
  scene.accepted();
  Pause c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "ground_missing");
  c.ground = PauseGround::outside_verification;
  EXPECT_EQ(scene.refusal(kOfficer, c), "reason_missing");
  c.reason = "协查";
  EXPECT_EQ(scene.refusal(kOfficer, c), "told_missing");
  c.told = Told::sms;
  EXPECT_EQ(scene.refusal(kOfficer, c), "");
  EXPECT_EQ(scene.refusal(kOfficer, Resume{}), "not_allowed_in_phase");
  EXPECT_EQ(scene.refusal(kTimer, ReachCap{}), "not_allowed_in_phase");
  // Past its limit it cannot rest any more, whether or not the timer has said so.
  scene.at("2023-06-12T09:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, c), "not_allowed_in_phase");
}

TEST(CaseRefusals, AnExtensionIsToldBeforeTheDueDayAndReachesAsFarAsItsRole) {
  Scene scene;
  scene.accepted();
  Extend c;
  EXPECT_EQ(scene.refusal(kOfficer, c), "not_your_role");
  EXPECT_EQ(scene.refusal(kChief, c), "extension_too_long") << "no day is left to it";
  EXPECT_EQ(scene.refusal(kDistrict, c), "reason_missing");
  c.reason = "核查";
  EXPECT_EQ(scene.refusal(kDistrict, c), "until_missing");
  c.until = day("2023-06-08");
  EXPECT_EQ(scene.refusal(kDistrict, c), "told_missing");
  c.told = Told::phone;
  EXPECT_EQ(scene.refusal(kDistrict, c), "not_an_extension");
  c.until = day("2023-06-09");
  EXPECT_EQ(scene.refusal(kChief, c), "extension_too_long");
  EXPECT_EQ(scene.refusal(kDistrict, c), "");
  c.until = day("2023-06-26");
  EXPECT_EQ(scene.refusal(kDistrict, c), "extension_too_long");
  EXPECT_EQ(scene.refusal(kSupervisor, c), "");
  scene.at("2023-06-08T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kSupervisor, c), "too_late_to_extend");
}

TEST(CaseRefusals, AChiefExtendsInsideTheNorm) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, RouteExpedite{.why = "w", .needed_by = day("2023-06-02")});
  EXPECT_EQ(scene.refusal(
                kChief, Extend{.until = day("2023-06-08"), .reason = "核查", .told = Told::phone}),
            "");
}

TEST(CaseRefusals, ADifficultyIsFoundInTimeAndOnce) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOfficer, SetDifficult{}), "reason_missing");
  scene.at("2023-06-08T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, SetDifficult{.reason = "r"}), "too_late_for_difficult");
  scene.at("2023-06-07T23:59:00+08:00");
  scene.accepts(kOfficer, SetDifficult{.reason = "r"});
  EXPECT_EQ(scene.refusal(kOfficer, SetDifficult{.reason = "r"}), "already_difficult");
}

TEST(CaseRefusals, WhatEveryOpenPhaseTakesWantsItsFactsToo) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal(kOfficer, Contact{}), "how_missing");
  EXPECT_EQ(scene.refusal(kLead, Reassign{}), "to_missing");
  EXPECT_EQ(scene.refusal(kLead, Reassign{.to = "w2"}), "reason_missing");
  EXPECT_EQ(scene.refusal(kOfficer, Reassign{.to = "w2", .reason = "r"}), "not_your_role");
  EXPECT_EQ(scene.refusal(kCitizen, Message{}), "text_missing");
}

TEST(CaseRefusals, ARatingIsAGradeFromSomebodyElseThanTheHandlerAndOnce) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, RouteExplain{.law = "条例"});
  scene.accepts(kChief, Scene::a_closing());
  EXPECT_EQ(scene.refusal(kCitizen, Rate{}), "way_missing");
  EXPECT_EQ(scene.refusal(kCitizen, Rate{.way = RatingWay::code}), "grade_missing");
  const Rate good{.way = RatingWay::callback, .grade = Grade::satisfied};
  EXPECT_EQ(scene.refusal(kOfficer, good), "not_your_role");
  EXPECT_EQ(scene.refusal(kCitizen, good), "wrong_way") << "a call-back is entered by others";
  EXPECT_EQ(scene.refusal(kSupervisor, Rate{.way = RatingWay::code, .grade = Grade::satisfied}),
            "wrong_way");
  EXPECT_EQ(scene.refusal("supervisor:w1", good), "handler_may_not_rate");
  EXPECT_EQ(scene.refusal("citizen:s1", good), "wrong_way") << "a citizen is no officer";
  scene.accepts(kSupervisor, good);
  EXPECT_EQ(scene.refusal(kCitizen, good), "not_allowed_in_phase");
  EXPECT_EQ(scene.refusal(kTimer, Archive{}), "not_due_yet");
}

TEST(CaseRefusals, ReopeningHasAReasonAndThirtyDaysUnlessThereAreNewFacts) {
  Scene scene;
  scene.closed();
  EXPECT_EQ(scene.refusal(kCitizen, Reopen{}), "reason_missing");
  scene.at("2023-07-03T23:00:00+08:00");  // The thirtieth day is a Saturday.
  EXPECT_EQ(scene.refusal(kCitizen, Reopen{.reason = "r"}), "");
  scene.at("2023-07-04T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kCitizen, Reopen{.reason = "r"}), "too_late_to_reopen");
  EXPECT_EQ(scene.refusal(kCitizen, Reopen{.reason = "r", .new_facts = true}), "");
}

TEST(CaseRefusals, ReviewsComeInOrderOnceEachAndFromTheUninvolved) {
  Scene scene;
  scene.answered();
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_closing()), "answer_not_applied");
  auto applied = Scene::a_closing();
  applied.applied = true;
  scene.accepts(kOfficer, applied);
  scene.at("2023-07-01T00:00:00+08:00");
  scene.accepts(kTimer, EndRating{});
  EXPECT_EQ(scene.refusal(kCitizen, RequestReview2{}), "review_1_first");
  scene.accepts(kCitizen, RequestReview1{});
  UpholdOnReview c;
  EXPECT_EQ(scene.refusal(kDistrict, c), "reviewer_is_involved");  // It had answered.
  EXPECT_EQ(scene.refusal(kDistrict, OverturnOnReview{}), "reviewer_is_involved");
  const char* uninvolved = "district_officer:d7@PD.RK";
  EXPECT_EQ(scene.refusal(uninvolved, c), "reason_missing");
  c.reason = "r";
  EXPECT_EQ(scene.refusal(uninvolved, c), "remedy_missing");
  c.remedy = "行政诉讼";
  EXPECT_EQ(scene.refusal(uninvolved, c), "told_missing");
  EXPECT_EQ(scene.refusal(uninvolved, OverturnOnReview{}), "reason_missing");
  EXPECT_EQ(scene.refusal(uninvolved, OverturnOnReview{.reason = "r"}), "must_change_missing");
  c.told = Told::letter;
  scene.accepts(uninvolved, c);
  EXPECT_EQ(scene.refusal(kCitizen, RequestReview1{}), "review_1_used");
  scene.accepts(kCitizen, RequestReview2{});
  EXPECT_EQ(scene.refusal(uninvolved, c), "not_your_role");
  scene.accepts(kCity, c);
  EXPECT_EQ(scene.refusal(kCitizen, RequestReview2{}), "review_2_used");
}

TEST(CaseRefusals, NobodyActsWithoutARoleAndAName) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal("window_officer:@PD01", Accept{}), "no_actor");
  EXPECT_EQ(scene.refusal("window_officer:a\tb@PD01", Accept{}), "no_actor");
  EXPECT_EQ(scene.refusal("emperor:e@PD01", Accept{}), "unknown_role");
  EXPECT_EQ(scene.refusal("", Accept{}), "unknown_role");
}

TEST(CaseRefusals, AReviewIsDecidedByTheDepartmentThatHasIt) {
  Scene scene;
  scene.closed();
  scene.accepts(kCitizen, RequestReview1{});
  const auto elsewhere = "district_officer:d9@HP.RK";
  EXPECT_EQ(scene.refusal(elsewhere, OverturnOnReview{.reason = "r"}), "not_your_department");
}

TEST(CaseRefusals, AMergeSaysWhy) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kOfficer, Merge{.target = "case/B"}), "reason_missing");
  Scene other;
  other.accepted(Scene::a_traffic_report());
  scene.related = {{StreamId::parse("case/B").value(), Version{2}, other.state}};
  Merge merge{.target = "case/B", .reason = "同一事项"};
  EXPECT_EQ(scene.refusal(kOfficer, merge), "same_person_missing");
  merge.same_person = true;
  EXPECT_EQ(scene.refusal(kOfficer, merge), "not_the_same_matter");
  scene.related[0].state.intake.matter = scene.state.intake.matter;
  EXPECT_EQ(scene.refusal(kOfficer, merge), "");
  scene.related[0].state.intake.station = "PD02";
  EXPECT_EQ(scene.refusal(kOfficer, merge), "not_the_same_station");
}

TEST(CaseRefusals, AHistoricalCaseRefusesEveryTimer) {
  Scene scene;
  auto report = a_report();
  report.station = "PD01";
  report.historical = true;
  scene.accepts(kImporter, report);
  const std::vector<Command> timers{LapseReview{}, EndDay{},    Lapse{},  ReachCap{},
                                    GoOverdue{},   EndRating{}, Archive{}};
  for (const auto& command : timers) {
    EXPECT_EQ(scene.refusal(kTimer, command), "historical") << describe::type_of(command);
    EXPECT_EQ(scene.refusal(kImporter, command), "historical") << describe::type_of(command);
  }
  EXPECT_EQ(scene.refusal(kTimer, RefuseReferral{}), "historical");
  // Of a live case the importer tells only what is his to tell.
  Scene live;
  live.received();
  EXPECT_EQ(live.refusal(kImporter, Accept{}), "not_your_role");
}

TEST(CaseRefusals, WhatRestedAsLongAsItMayRestsNoMore) {
  Scene scene;
  scene.accepted();
  const Pause pause{
      .ground = PauseGround::outside_verification, .reason = "协查", .told = Told::sms};
  scene.accepts(kOfficer, pause);
  scene.now = scene.state.deadlines.pause_cap->at + std::chrono::milliseconds{1};
  scene.accepts(kTimer, ReachCap{});
  EXPECT_EQ(scene.refusal(kOfficer, pause), "pause_used_up");
}

TEST(CaseRefusals, DutiesWantTheirTexts) {
  Scene scene;
  scene.overdue();
  EXPECT_EQ(scene.refusal(kChief, AnswerSupervision{}), "text_missing");
  Plan plan{.why_late = LateReason::staff_short};
  EXPECT_EQ(scene.refusal(kChief, plan), "plan_missing");
  plan.plan = "加班办理";
  plan.until = local_day(scene.now, kShanghaiOffset);
  plan.told = Told::phone;
  scene.accepts(kChief, Recuse{.staff = "w2", .reason = "亲属"});
  plan.in_charge = "w2";
  EXPECT_EQ(scene.refusal(kChief, plan), "names_the_barred");
  scene.state.work.assigned_to.clear();
  plan.in_charge.clear();
  EXPECT_EQ(scene.refusal(kChief, plan), "in_charge_missing");
}

TEST(CaseRefusals, FollowingUpABadRatingWantsItsFacts) {
  Scene scene;
  scene.rated_badly();
  scene.accepts(kLead, ContactRater{.how = Told::phone, .reached = true});
  Scene mistaken = scene;
  mistaken.accepts(kLead,
                   VerifyRating{.cause = RatingCause::mistaken, .finding = personal("点错")});
  EXPECT_EQ(mistaken.refusal(kSupervisor, DecideExclusion{.excluded = true}), "reason_missing");
  scene.accepts(kLead, VerifyRating{.cause = RatingCause::policy,
                                    .finding = personal("不满政策"),
                                    .wording = "依据户籍规定"});
  FeedBack feedback{.wording = personal("已说明")};
  EXPECT_EQ(scene.refusal(kLead, feedback), "told_missing");
  feedback.told = Told::attempted;
  EXPECT_EQ(scene.refusal(kLead, feedback), "attempts_missing") << "he was reached once";
}

TEST(CaseRefusals, WhoIsComplainedAboutIsNamedOrDescribed) {
  Scene scene;
  auto report = a_report();
  report.accused = {Accused{}};
  EXPECT_EQ(scene.refusal(kOfficer, report), "accused_missing");
}

TEST(CaseRefusals, APromiseIsExtendedToADay) {
  Scene scene;
  scene.lacking();
  EXPECT_EQ(scene.refusal(kChief, ExtendPromise{.reason = "台风停运"}), "until_missing");
}

TEST(CaseRefusals, SupportAndOpinionsComeFromWhoWasAskedAndSaySomething) {
  Scene scene;
  scene.accepted();
  const AskSupport nowhere{.line = Line::other, .question = personal("q")};
  EXPECT_EQ(scene.refusal(kOfficer, nowhere), "line_missing");
  scene.accepts(kOfficer, AskSupport{.question = personal("能否凭此办理？")});
  EXPECT_EQ(scene.refusal("liaison:n1@PD.RK", AnswerSupport{}), "answer_missing");
  Scene asked;
  asked.escalated();
  asked.accepts(kDistrict, Consult{.with = "PD.ZA", .question = "q"});
  EXPECT_EQ(asked.refusal("district_officer:z1@PD.ZA", AnswerConsultation{}), "opinion_missing");
  const AnswerConsultation opinion{.opinion = personal("同意")};
  EXPECT_EQ(asked.refusal("district_officer:j1@PD.JJ", opinion), "another_was_asked");
}

TEST(CaseRefusalTable, IsWellFormed) {
  EXPECT_TRUE(core::well_formed(refusals::kAll));
  EXPECT_TRUE(core::well_formed(calendar::refusals::kAll));
}

TEST(CaseRefusalTable, SaysOfAConditionWhatTheAuthorityTableSays) {
  const std::pair<Condition, const core::RefusalInfo*> rows[] = {
      {Condition::own_line, &refusals::not_your_line},
      {Condition::own_case, &refusals::not_your_case},
      {Condition::not_handler, &refusals::handler_of_the_case},
      {Condition::escalated_to_them, &refusals::not_escalated_to_you}};
  for (const auto& [condition, row] : rows) {
    EXPECT_EQ(row->rule, rule_of(condition)) << row->id;
    EXPECT_TRUE(row->en.starts_with(en(condition))) << row->id;
    EXPECT_TRUE(row->zh.starts_with(zh(condition))) << row->id;
  }
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
