// Whole lives through decide and evolve, and the limits that they compute.
#include <map>
#include <set>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

std::string finish_day(const Scene& scene) {
  return to_string(local_day(scene.state.deadlines.resolution.value().at, kShanghaiOffset));
}

template <class E>
const E& only(const std::vector<Event>& events) {
  EXPECT_EQ(events.size(), 1u);
  return std::get<E>(events.at(0));
}

TEST(ComplaintDecider, OneCommandRegistersAndAcceptsWhenTheCitizenStandsThere) {
  Scene scene;
  auto report = a_report();
  report.present = true;
  const auto events = scene.accepts(kOfficer, report);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(scene.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(scene.state.deadlines.contacted_at, scene.now);
  EXPECT_EQ(scene.state.work.accepted_by, "w1");
}

TEST(ComplaintDecider, AReportIsPrefilledFromActorCatalogueAndNorms) {
  Scene scene;
  const auto e = only<Received>(scene.accepts(kOfficer, a_report()));
  EXPECT_EQ(e.station, "PD01");
  EXPECT_EQ(e.line, Line::population);
  EXPECT_EQ(e.channel, Channel::window);
  EXPECT_EQ(e.applicant, ApplicantKind::person);
  EXPECT_EQ(e.reported_at, scene.now);
  EXPECT_EQ(e.profile, "shanghai");
  EXPECT_EQ(e.profile_version, 1u);
  EXPECT_EQ(e.calendar, Calendar::china().edition());
  EXPECT_EQ(e.catalogue, Catalogue::builtin().version());
  EXPECT_EQ(owner_of(scene.state), "PD01");
}

TEST(ComplaintDecider, LimitsEndWithTheirLastDayAtThePlace) {
  Scene scene{"2023-12-29T10:00:00+08:00"};
  scene.received();
  // The day itself and New Year are not counted.
  EXPECT_EQ(to_string(scene.state.deadlines.contact->at, kShanghaiOffset),
            "2024-01-02T23:59:59.999+08:00");
  EXPECT_EQ(to_string(scene.state.deadlines.resolution->at, kShanghaiOffset),
            "2024-01-08T23:59:59.999+08:00");
  scene.accepts(kOfficer, SetDifficult{.reason = "跨区核查"});
  EXPECT_EQ(finish_day(scene), "2024-01-22");
}

TEST(ComplaintDecider, ALimitInAYearWithoutANoticeIsProvisional) {
  Scene scene{"2026-12-28T10:00:00+08:00"};
  const auto e = only<Received>(scene.accepts(kOfficer, a_report()));
  EXPECT_TRUE(e.resolution_deadline.provisional);
  EXPECT_FALSE(e.contact->provisional);
  EXPECT_TRUE(due_times(scene.state).at(0).due.provisional);
}

TEST(ComplaintDecider, TheClockStartsAtTheReportNotAtTheRegistration) {
  Scene scene{"2023-06-05T09:00:00+08:00"};
  auto report = a_report();
  report.reported_at = parse_timestamp("2023-06-01T20:00:00+08:00").value();
  scene.accepts(kOfficer, report);
  EXPECT_EQ(finish_day(scene), "2023-06-08");
  EXPECT_EQ(scene.state.intake.reported_at, *report.reported_at);
}

TEST(ComplaintDecider, AnAnonymousReportHasNoContactLimit) {
  Scene scene;
  auto report = a_report();
  report.applicant = ApplicantKind::anonymous;
  report.name.reset();
  EXPECT_FALSE(only<Received>(scene.accepts(kOfficer, report)).contact);
}

TEST(ComplaintDecider, FailedAttemptsOnTwoDaysDischargeTheDutyToContact) {
  Scene scene;
  scene.received();
  const Contact attempt{.how = Told::phone, .reached = false};
  EXPECT_FALSE(only<Contacted>(scene.accepts(kOfficer, attempt)).discharged);
  EXPECT_FALSE(only<Contacted>(scene.accepts(kOfficer, attempt)).discharged);
  EXPECT_FALSE(only<Contacted>(scene.accepts(kOfficer, attempt)).discharged) << "all on one day";
  EXPECT_FALSE(scene.state.deadlines.contacted_at);
  scene.at("2023-06-02T09:00:00+08:00");
  const auto last = only<Contacted>(scene.accepts(kOfficer, attempt));
  EXPECT_TRUE(last.discharged);
  EXPECT_EQ(last.days, 2u);
  EXPECT_EQ(scene.state.deadlines.contacted_at, scene.now);
}

TEST(ComplaintDecider, ClosedOnTheDayOfTheReportItIsInTheSameDayLoop) {
  Scene scene;
  scene.closed();
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::same_day});
  EXPECT_EQ(scene.state.ending.outcome, Outcome::done);
  EXPECT_EQ(scene.state.ending.working_days, 0u);
  EXPECT_EQ(scene.state.ending.on_time, true);
}

TEST(ComplaintDecider, WorkingDaysAreWholeOnesWithoutTheFirstDay) {
  Scene scene{"2023-12-29T10:00:00+08:00"};
  scene.explained();
  scene.at("2024-01-08T23:59:59.999+08:00");
  const auto e = only<Closed>(scene.accepts(kOfficer, Scene::a_closing()));
  EXPECT_EQ(e.resolution.working_days, 5u);
  EXPECT_TRUE(e.resolution.on_time);
  EXPECT_FALSE(e.resolution.same_day);
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::ordinary});
}

TEST(ComplaintDecider, AMillisecondAfterTheLimitItIsLateAndTheLogSaysSoFirst) {
  Scene scene{"2023-12-29T10:00:00+08:00"};
  scene.explained();
  scene.at("2024-01-09T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, Scene::a_late_closing()), "late_needs_chief");
  EXPECT_EQ(scene.refusal(kChief, Scene::a_closing()), "why_late_missing");
  const auto before = scene.log.size();
  const auto closing = only<Closed>(scene.accepts(kChief, Scene::a_late_closing()));
  EXPECT_FALSE(closing.resolution.on_time);
  ASSERT_EQ(scene.log.size(), before + 3u);
  const auto& [late, when] = scene.log[before];
  EXPECT_TRUE(std::holds_alternative<WentOverdue>(late));
  EXPECT_EQ(when.occurred_at, parse_timestamp("2024-01-09T00:00:00+08:00").value());
  EXPECT_EQ(std::get<Supervised>(scene.log[before + 1].first).cause, SupervisionCause::overdue);
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::overdue});
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::stopped);
}

TEST(ComplaintDecider, TheTimerOfTheFinishLimitFiresOnceAndOnlyAfterIt) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kTimer, GoOverdue{}), "not_due_yet");
  scene.at("2023-06-09T00:00:00+08:00");
  const auto late = scene.accepts(kTimer, GoOverdue{});
  ASSERT_EQ(late.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<WentOverdue>(late[0]));
  EXPECT_EQ(scene.state.phases, (Phases{Phase::accepted, ClockPhase::overdue, FollowUpPhase::none,
                                        SupervisionPhase::supervised}));
  EXPECT_EQ(scene.refusal(kTimer, GoOverdue{}), "not_allowed_in_phase");
  EXPECT_EQ(owner_of(scene.state), "PD01");  // Lateness never moves ownership.
}

TEST(ComplaintDecider, EscalationBeforeTheOrdinaryLimitMakesItDifficult) {
  Scene scene;
  scene.accepted();
  scene.at("2023-06-07T09:00:00+08:00");
  const auto e = only<Escalated>(scene.accepts(kOfficer, Scene::an_escalation()));
  EXPECT_TRUE(e.difficult);
  EXPECT_TRUE(scene.state.deadlines.difficult);
  EXPECT_EQ(scene.refusal(kOfficer, SetDifficult{.reason = "r"}), "already_difficult");
  EXPECT_EQ(e.department, "PD.RK");
  EXPECT_EQ(finish_day(scene), "2023-06-25");  // A make-up Sunday after two days of holiday.
  EXPECT_EQ(owner_of(scene.state), "PD.RK");
}

TEST(ComplaintDecider, EscalationOnTheLastOrdinaryDayKeepsTheOrdinaryLimit) {
  Scene scene;
  scene.accepted();
  scene.at("2023-06-08T09:00:00+08:00");
  const auto e = only<Escalated>(scene.accepts(kOfficer, Scene::an_escalation()));
  EXPECT_FALSE(e.difficult);
  EXPECT_EQ(finish_day(scene), "2023-06-08");
}

TEST(ComplaintDecider, HurriedItIsDueWhenItIsNeededAndRetriagedByTheNormAgain) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, RouteExpedite{.why = "明日出境", .needed_by = day("2023-06-02")});
  EXPECT_EQ(finish_day(scene), "2023-06-02");
  scene.accepts(kOfficer, Retriage{.reason = "行程取消"});
  EXPECT_EQ(finish_day(scene), "2023-06-08");
  scene.accepts(kOfficer, RouteExpedite{.why = "六月底出境", .needed_by = day("2023-06-30")});
  EXPECT_EQ(finish_day(scene), "2023-06-08");
}

TEST(ComplaintDecider, WithPapersLackingItIsDueTwoWorkingDaysAfterThePromiseAtTheEarliest) {
  Scene scene;
  scene.accepted();
  auto lacking = Scene::a_lacking();
  lacking.promise_day = day("2023-06-08");
  scene.accepts(kOfficer, lacking);
  EXPECT_EQ(finish_day(scene), "2023-06-12");
  EXPECT_EQ(scene.state.work.outstanding.size(), 1u);
  scene.accepts(kCitizen, SupplementAll{});
  EXPECT_EQ(scene.state.phases.stage, Phase::expedited);
  EXPECT_TRUE(scene.state.work.outstanding.empty());
}

TEST(ComplaintDecider, APauseMovesTheLimitByTheWorkingDaysThatItLasted) {
  Scene scene;
  scene.accepted();
  scene.at("2023-06-05T09:00:00+08:00");  // Two of five days are gone.
  scene.accepts(kOfficer, Pause{.ground = PauseGround::outside_verification,
                                .reason = "民政协查",
                                .told = Told::phone});
  EXPECT_EQ(scene.refusal(kTimer, GoOverdue{}), "not_allowed_in_phase");
  scene.at("2023-06-19T09:00:00+08:00");
  const auto e = only<Resumed>(scene.accepts(kOfficer, Resume{.reason = "已回函"}));
  EXPECT_EQ(e.paused_days, 10u);
  EXPECT_EQ(finish_day(scene), "2023-06-25");  // Three working days after the 19th.
  scene.accepts(kOfficer, SetDifficult{.reason = "仍需核查"});
  EXPECT_EQ(finish_day(scene), "2023-07-07");  // 15 + 10 working days from June 1.
}

TEST(ComplaintDecider, ThePauseEndsAtItsCap) {
  Scene scene;
  scene.accepted();
  scene.accepts(
      kOfficer,
      Pause{.ground = PauseGround::citizens_papers, .reason = "待补材料", .told = Told::in_person});
  EXPECT_EQ(scene.refusal(kTimer, ReachCap{}), "not_due_yet");
  scene.now = scene.state.deadlines.pause_cap->at + std::chrono::milliseconds{1};
  scene.accepts(kTimer, ReachCap{});
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::running);
  EXPECT_GT(scene.state.deadlines.resolution->at, scene.now);
}

TEST(ComplaintDecider, TheNoticeStopsTheClockUntilEverythingIsBrought) {
  Scene scene;
  scene.notice_issued();
  EXPECT_EQ(scene.state.phases, (Phases{Phase::notice_issued, ClockPhase::paused}));
  scene.at("2023-06-05T09:00:00+08:00");
  scene.accepts(kCitizen, SupplementPart{.items = {"1"}});
  EXPECT_EQ(scene.state.work.outstanding.size(), 1u);
  // The last item is everything, whichever command brings it.
  const auto e = only<SupplementedAll>(scene.accepts(kCitizen, SupplementPart{.items = {"2"}}));
  EXPECT_EQ(e.paused_days, 2u);
  EXPECT_EQ(scene.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(finish_day(scene), "2023-06-12");
}

TEST(ComplaintDecider, ADemandBeyondTheNoticeIsABreachUnlessAGroundAllowsIt) {
  Scene scene;
  scene.notice_issued();
  scene.accepts(kOfficer, DemandMore{.items = {item("3")}, .ground = DemandGround::law_changed});
  EXPECT_EQ(scene.state.work.breaches, 0u);
  const auto events = scene.accepts(kOfficer, DemandMore{.items = {item("4")}});
  EXPECT_EQ(std::get<NewDemandMade>(events.at(0)).unit, "PD01");
  EXPECT_EQ(std::get<Supervised>(events.at(1)).cause, SupervisionCause::breach);
  EXPECT_EQ(scene.state.work.breaches, 1u);
  EXPECT_EQ(scene.state.work.repeated_trips, 1u);
  EXPECT_EQ(scene.state.work.outstanding.size(), 4u);
}

TEST(ComplaintDecider, AnOverdueCaseTakesANoticeButItsClockDoesNotRest) {
  Scene scene;
  scene.accepted(Scene::a_traffic_report());
  scene.at("2023-06-12T09:00:00+08:00");
  scene.accepts(kOfficer, Scene::a_notice({item("1")}));
  EXPECT_EQ(scene.state.phases.stage, Phase::notice_issued);
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::overdue);
  EXPECT_FALSE(scene.state.deadlines.paused_at);
  const auto e = only<SupplementedAll>(scene.accepts(kCitizen, SupplementAll{}));
  EXPECT_FALSE(e.resolution_deadline);
  EXPECT_EQ(finish_day(scene), "2023-06-08");
  EXPECT_EQ(scene.state.deadlines.paused_days, 0u);
}

TEST(ComplaintDecider, AnExtensionMovesTheLimitIfItIsToldBeforeTheDueDay) {
  Scene scene;
  scene.accepted();
  const Extend extend{.until = day("2023-06-20"), .reason = "待核查", .told = Told::phone};
  EXPECT_EQ(scene.refusal(kChief, extend), "extension_too_long");
  scene.accepts(kDistrict, extend);
  EXPECT_EQ(finish_day(scene), "2023-06-20");
  EXPECT_EQ(scene.state.deadlines.extensions, 1u);
}

TEST(ComplaintDecider, TheLadderGoesUpAndDownAndAlwaysHasAnOwner) {
  Scene scene;
  scene.escalated();
  scene.accepts(kDistrict, ForwardToCity{.opinion = "建议办理"});
  EXPECT_EQ(owner_of(scene.state), "city.RK");
  scene.accepts(kCity, ReturnForFacts{.items = {"原始档案"}});
  EXPECT_EQ(scene.state.phases.stage, Phase::facts_wanted);
  EXPECT_EQ(owner_of(scene.state), "PD01");
  EXPECT_EQ(scene.refusal(kOfficer, SupplyFactsDistrict{.facts = personal("档案")}),
            "other_level_asked");
  scene.accepts(kOfficer, SupplyFactsCity{.facts = personal("档案")});
  EXPECT_EQ(scene.state.phases.stage, Phase::escalated_city);
  scene.accepts(kCity, AnswerAsDepartment{.kind = AnswerKind::authorised, .wording = "可办理"});
  EXPECT_EQ(owner_of(scene.state), "PD01");
  scene.accepts(kChief, ReturnAnswer{.reason = "系统无此权限"});
  EXPECT_EQ(owner_of(scene.state), "city.RK") << "whose answer it was";
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::escalated});
}

TEST(ComplaintDecider, ALineIsObjectedToOnceThenTheSupervisorDecides) {
  Scene scene;
  scene.escalated();
  scene.accepts(kDistrict, ObjectToLine{.line = Line::public_order, .reason = "属治安"});
  EXPECT_EQ(scene.state.intake.line, Line::public_order);
  EXPECT_EQ(owner_of(scene.state), "PD.ZA");
  const ObjectToLine back{.line = Line::population, .reason = "属人口"};
  // The second objection moves nothing: somebody above decides, and it is supervised.
  const char* other = "district_officer:d2@PD.ZA";
  const auto events = scene.accepts(other, back);
  EXPECT_TRUE(std::get<LineObjected>(events.at(0)).disputed);
  EXPECT_EQ(std::get<Supervised>(events.at(1)).cause, SupervisionCause::wrong_line);
  EXPECT_EQ(owner_of(scene.state), "PD.ZA");
  EXPECT_EQ(scene.refusal(other, back), "already_objected");
  scene.accepts(kSupervisor, back);
  EXPECT_EQ(owner_of(scene.state), "PD.RK");
  EXPECT_EQ(scene.refusal(kSupervisor, back), "line_decided");
  EXPECT_EQ(scene.refusal(kDistrict, back), "already_objected");
}

TEST(ComplaintDecider, ALineIsObjectedToWithinAWorkingDay) {
  Scene scene;
  scene.escalated();
  const ObjectToLine objection{.line = Line::public_order, .reason = "属治安"};
  scene.at("2023-06-02T23:59:00+08:00");
  EXPECT_EQ(scene.refusal(kDistrict, objection), "");
  scene.at("2023-06-03T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kDistrict, objection), "too_late_to_object");
}

TEST(ComplaintDecider, ADecliningStopsTheClockAndItsReviewStartsItWhereItStood) {
  Scene scene;
  scene.received();
  scene.accepts(kOfficer, Decline{.ground = DeclineGround::court,
                                  .reason = "正在诉讼",
                                  .remedy = "向法院提出",
                                  .body = "浦东法院",
                                  .told = Told::in_person});
  EXPECT_EQ(scene.state.phases, (Phases{Phase::declined, ClockPhase::stopped}));
  EXPECT_EQ(scene.refusal(kTimer, LapseReview{}), "not_due_yet");
  scene.at("2023-06-06T00:00:00+08:00");
  scene.accepts(kTimer, LapseReview{});
  EXPECT_EQ(scene.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(finish_day(scene), "2023-06-08");  // Nothing is reset.
}

TEST(ComplaintDecider, AnUpheldDecliningEndsTheCaseWithItsRemedyTold) {
  Scene scene;
  scene.received();
  scene.accepts(kOfficer, Decline{.ground = DeclineGround::petition,
                                  .reason = "属信访",
                                  .remedy = "向信访办提出",
                                  .body = "区信访办",
                                  .told = Told::in_person});
  scene.accepts(kChief, UpholdDecline{.reason = "属实"});
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  EXPECT_EQ(scene.state.ending.outcome, Outcome::declined);
  EXPECT_EQ(scene.state.ending.on_time, true);
}

TEST(ComplaintDecider, AReferralIsOursUntilTheOtherBodyConfirmsOrKeepsSilent) {
  Scene scene;
  scene.received();
  const Refer refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "属其职责"};
  scene.accepts(kOfficer, refer);
  EXPECT_EQ(owner_of(scene.state), "PD01");
  EXPECT_EQ(scene.refusal(kTimer, RefuseReferral{}), "not_due_yet");
  scene.at("2023-06-08T23:00:00+08:00");
  scene.accepts(
      kReceiver,
      ConfirmReferral{.receiver = "李科长", .received_on = day("2023-06-08"), .told = Told::phone});
  EXPECT_EQ(scene.state.ending.outcome, Outcome::referred);
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::stopped);
  EXPECT_EQ(scene.state.supervision.at(0).cause, SupervisionCause::contact_missed);
}

TEST(ComplaintDecider, ASilentReceiverCountsAsRefusing) {
  Scene scene;
  scene.received();
  scene.accepts(kOfficer, Refer{.kind = ReferKind::misconduct, .to = "督察", .reason = "涉嫌违纪"});
  scene.at("2023-06-09T00:00:00+08:00");
  const auto events = scene.accepts(kTimer, RefuseReferral{});
  EXPECT_TRUE(std::get<ReferralRefused>(events.back()).silent);
  EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
}

TEST(ComplaintDecider, ReopeningStartsANewRoundAndKeepsTheTotal) {
  Scene scene;
  scene.closed();
  scene.at("2023-06-20T09:00:00+08:00");
  const auto e = only<Reopened>(scene.accepts(kCitizen, Reopen{.reason = "未解决"}));
  EXPECT_EQ(e.round, 2u);
  EXPECT_EQ(finish_day(scene), "2023-06-28");
  EXPECT_FALSE(scene.state.ending.outcome);
  scene.accepts(kOfficer, RouteExplain{.law = "条例"});
  const auto closed = only<Closed>(scene.accepts(kOfficer, Scene::a_closing()));
  EXPECT_EQ(closed.resolution.working_days, 13u);  // From the first report.
  EXPECT_EQ(closed.round_days, 0u);                // Of this round.
  EXPECT_TRUE(closed.resolution.on_time);          // By the round's own limit.
  EXPECT_FALSE(closed.resolution.same_day);
}

TEST(ComplaintDecider, RatingsNotGivenAreStoredAsNoneAndNeverAsAGrade) {
  Scene scene;
  scene.closed();
  EXPECT_EQ(scene.refusal(kTimer, EndRating{}), "not_due_yet");
  scene.at("2023-06-17T00:00:00+08:00");
  scene.accepts(kTimer, EndRating{});
  EXPECT_EQ(scene.state.phases.stage, Phase::archived);
  EXPECT_FALSE(scene.state.ending.rating);
}

TEST(ComplaintDecider, ARatingTellsPolicyFromService) {
  Scene scene;
  scene.closed();
  scene.accepts(kCitizen, Rate{.way = RatingWay::code,
                               .grade = Grade::dissatisfied,
                               .service = Grade::very_satisfied,
                               .policy = Grade::very_dissatisfied});
  EXPECT_EQ(scene.state.ending.rating, Grade::dissatisfied);
  EXPECT_EQ(scene.state.ending.service, Grade::very_satisfied);
  EXPECT_EQ(scene.state.ending.policy, Grade::very_dissatisfied);
  EXPECT_EQ(scene.refusal(kTimer, Archive{}), "not_due_yet");
  scene.at("2023-06-09T00:00:00+08:00");
  EXPECT_EQ(scene.refusal(kTimer, Archive{}), "care_open") << "a bad rating asks for more first";
  for (const auto& due : due_times(scene.state)) EXPECT_NE(due.kind, DeadlineKind::archive);
}

TEST(ComplaintDecider, ReviewsGoUpTwoStages) {
  Scene scene;
  scene.closed();
  scene.accepts(kCitizen, RequestReview1{.reason = personal("不服")});
  EXPECT_EQ(owner_of(scene.state), "PD.RK");
  scene.accepts(kDistrict,
                UpholdOnReview{.reason = "依据充分", .remedy = "行政复议", .told = Told::letter});
  EXPECT_EQ(scene.state.phases.stage, Phase::archived);
  EXPECT_EQ(scene.refusal(kCitizen, RequestReview1{}), "review_1_used");
  scene.accepts(kCitizen, RequestReview2{});
  EXPECT_EQ(owner_of(scene.state), "city.RK");
  scene.accepts(kCity, OverturnOnReview{.reason = "事实不清", .must_change = "重新核查"});
  EXPECT_EQ(scene.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(scene.state.ending.rounds, 2u);
  EXPECT_EQ(scene.state.ending.reviews, 2u);
}

class Merging : public ::testing::Test {
 protected:
  Scene source{"2023-06-01T09:00:00+08:00"};
  Scene target{"2023-06-05T09:00:00+08:00"};
  const Merge merge{.target = "case/B", .reason = "同一人同一事", .same_person = true};
  const Unmerge unmerge{.target = "case/B", .reason = "并非一事"};

  void SetUp() override {
    source.accepted();
    target.accepted();
    source.at("2023-06-06T09:00:00+08:00");
    target.at("2023-06-06T09:00:00+08:00");
    show_target();
  }
  void show_target() {
    source.related = {{StreamId::parse("case/B").value(), Version{2}, target.state}};
  }
  void tell_target() {
    for (const auto& [stream, events] : source.elsewhere) {
      EXPECT_EQ(stream.text(), "case/B");
      for (const auto& event : events) target.happens(event);
    }
    show_target();
  }
};

TEST_F(Merging, NamesItsTargetAsRelated) {
  const auto streams = source.decider.related(merge);
  ASSERT_EQ(streams.size(), 1u);
  EXPECT_EQ(streams[0].text(), "case/B");
  EXPECT_TRUE(source.decider.related(Merge{.target = "not a stream"}).empty());
  EXPECT_TRUE(source.decider.related(Merge{.target = "window/B"}).empty());
  EXPECT_TRUE(source.decider.related(Accept{}).empty());
}

TEST_F(Merging, GivesTheTargetTheEarlierLimitAndTakesItBack) {
  EXPECT_EQ(finish_day(target), "2023-06-12");
  source.accepts(kOfficer, merge);
  ASSERT_EQ(source.elsewhere.size(), 1u);
  tell_target();
  EXPECT_EQ(source.state.phases, (Phases{Phase::merged, ClockPhase::stopped}));
  EXPECT_EQ(source.state.ending.outcome, Outcome::duplicate);
  EXPECT_EQ(owner_of(source.state), "case/B");
  EXPECT_EQ(target.state.phases.stage, Phase::accepted);
  EXPECT_EQ(finish_day(target), "2023-06-12") << "its own stays what it is";
  EXPECT_EQ(resolution_deadline(target.state), source.state.deadlines.resolution);

  source.accepts(kChief, unmerge);
  tell_target();
  EXPECT_EQ(source.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(finish_day(source), "2023-06-08");
  EXPECT_EQ(resolution_deadline(target.state), target.state.deadlines.resolution);
  EXPECT_TRUE(target.state.ending.absorbed.empty());
}

TEST_F(Merging, LeavesAnEarlierTargetItsLimit) {
  target = Scene{"2023-05-31T09:00:00+08:00"};
  target.accepted();
  show_target();
  source.accepts(kOfficer, merge);
  tell_target();
  EXPECT_EQ(finish_day(target), "2023-06-07");
  EXPECT_EQ(target.state.ending.absorbed.size(), 1u);
}

TEST_F(Merging, WantsAnOpenTargetThatExistsAndIsNotItself) {
  auto into_itself = merge;
  into_itself.target = "case/A";
  EXPECT_EQ(source.refusal(kOfficer, into_itself), "merge_into_itself");
  source.related.clear();
  EXPECT_EQ(source.refusal(kOfficer, merge), "no_such_target");
  source.related = {{StreamId::parse("case/B").value(), Version{0}, State{}}};
  EXPECT_EQ(source.refusal(kOfficer, merge), "no_such_target");
  target.accepts(kOfficer, RouteExplain{.law = "条例"});
  target.accepts(kOfficer, Scene::a_closing());
  show_target();
  EXPECT_EQ(source.refusal(kOfficer, merge), "target_not_open");
  auto by_key = merge;
  by_key.target = "A";
  EXPECT_EQ(source.refusal(kOfficer, by_key), "merge_into_itself") << "a key is enough";
}

TEST_F(Merging, UndoesOnlyTheMergeThatHappened) {
  source.accepts(kOfficer, merge);
  auto other = unmerge;
  other.target = "case/C";
  EXPECT_EQ(source.refusal(kChief, other), "not_merged_into_that");
}

TEST_F(Merging, WhatIsTakenOutOfAnEndedTargetIsInsideNoMore) {
  source.accepts(kOfficer, merge);
  tell_target();
  target.accepts(kOfficer, RouteExplain{.law = "条例"});
  target.accepts(kOfficer, Scene::a_closing());
  show_target();
  source.accepts(kChief, unmerge);
  tell_target();
  EXPECT_TRUE(target.state.ending.absorbed.empty());
  EXPECT_EQ(target.state.phases.stage, Phase::closed);
  EXPECT_EQ(source.state.phases.stage, Phase::accepted);
}

TEST(ComplaintDecider, AnImporterRetellsAHistoricalCaseAndNoLimitFires) {
  Scene scene{"2015-03-02T09:00:00+08:00"};
  auto report = a_report();
  report.station = "PD01";
  report.historical = true;
  report.present = true;
  scene.accepts(kImporter, report);
  EXPECT_EQ(scene.state.intake.channel, Channel::imported);
  scene.accepts(kImporter, RouteExplain{.law = "条例"});
  scene.at("2015-06-01T09:00:00+08:00");
  EXPECT_EQ(scene.refusal(kTimer, GoOverdue{}), "historical");
  for (const auto& due : due_times(scene.state)) EXPECT_TRUE(due.command.empty());
  const auto e = only<Closed>(scene.accepts(kImporter, Scene::a_closing()));
  EXPECT_FALSE(e.resolution.on_time);
  EXPECT_EQ(loops_of(scene.state), std::vector{Loop::overdue});
}

TEST(ComplaintDecider, TheLimitsThatRunAreListedWithWhatTheirTimersGive) {
  Scene scene;
  scene.received();
  const auto dues = due_times(scene.state);
  ASSERT_EQ(dues.size(), 3u);
  EXPECT_EQ(dues[2].command, "case.miss_notice");
  EXPECT_EQ(dues[0].kind, DeadlineKind::resolution);
  EXPECT_EQ(dues[0].command, "case.go_overdue");
  EXPECT_EQ(dues[1].kind, DeadlineKind::contact);
  EXPECT_FALSE(dues[1].met_at);
  scene.accepts(kOfficer, Accept{.present = true});
  EXPECT_EQ(due_times(scene.state)[1].met_at, scene.now);
  scene.accepts(kOfficer, RouteOnSpot{});
  EXPECT_EQ(due_times(scene.state).at(2).command, "case.end_day");
  EXPECT_TRUE(due_times(State{}).empty());
}

TEST(ComplaintDecider, EveryTimerCommandThatIsListedIsTakenOnceItsLimitHasPassed) {
  std::vector<Scene> scenes(11);
  scenes[0].accepted();
  scenes[0].accepts(kOfficer, RouteOnSpot{});
  scenes[1].notice_issued();
  scenes[2].lacking();
  scenes[3].received();
  scenes[3].accepts(kOfficer, Decline{.ground = DeclineGround::court,
                                      .reason = "r",
                                      .remedy = "m",
                                      .body = "b",
                                      .told = Told::phone});
  scenes[4].received();
  scenes[4].accepts(kOfficer, Refer{.kind = ReferKind::other_body, .to = "t", .reason = "r"});
  scenes[5].closed();
  scenes[6].closed();
  scenes[6].accepts(kCitizen, Rate{.way = RatingWay::code, .grade = Grade::satisfied});
  scenes[7].accepted();
  scenes[7].accepts(
      kOfficer, Pause{.ground = PauseGround::force_majeure, .reason = "r", .told = Told::phone});
  scenes[8].received();
  auto licence = a_report();
  licence.matter = "ZA02";
  scenes[9].received(licence);
  scenes[10].overdue();
  const std::map<std::string, Command> timers{{"case.lapse_review", LapseReview{}},
                                              {"case.miss_notice", MissNotice{}},
                                              {"case.deem_accepted", DeemAccepted{}},
                                              {"case.remind", Remind{}},
                                              {"case.raise_supervision", RaiseSupervision{}},
                                              {"case.miss_limit", MissLimit{}},
                                              {"case.end_day", EndDay{}},
                                              {"case.lapse", Lapse{}},
                                              {"case.reach_cap", ReachCap{}},
                                              {"case.go_overdue", GoOverdue{}},
                                              {"case.end_rating", EndRating{}},
                                              {"case.archive", Archive{}},
                                              {"case.refuse_referral", RefuseReferral{}}};
  std::set<std::string_view> seen;
  for (auto& scene : scenes) {
    for (const auto& due : due_times(scene.state)) {
      if (due.command.empty()) continue;
      seen.insert(due.command);
      auto command = timers.at(std::string{due.command});
      if (auto* const miss = std::get_if<MissLimit>(&command)) miss->kind = due.kind;
      scene.now = due.due.at;
      EXPECT_EQ(scene.refusal(kTimer, command), "not_due_yet") << due.command;
      scene.now = due.due.at + std::chrono::milliseconds{1};
      EXPECT_EQ(scene.refusal(kTimer, command), "") << due.command;
    }
  }
  EXPECT_EQ(seen.size(), timers.size());
}

void expect_replayed(const Scene& scene) { EXPECT_EQ(scene.replayed(), scene.state); }

TEST(ComplaintDecider, ReplayGivesTheLiveState) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  scene.accepts(kCitizen, Message{.text = personal("何时办好？")});
  scene.accepts(kLead, Reassign{.to = "w2", .reason = "轮休"});
  scene.accepts(kOther, RouteOnSpot{.application = "A1"});
  scene.at("2023-06-02T00:00:00+08:00");
  scene.accepts(kTimer, EndDay{});
  scene.accepts(kOther, Scene::an_escalation());
  scene.accepts(kDistrict, ForwardToCity{.opinion = "同意"});
  scene.accepts(kCity, Consult{.with = "city.ZA", .question = "是否同意"});
  scene.accepts(kCity, ReturnForFacts{.items = {"档案"}});
  scene.accepts(kOfficer, SupplyFactsCity{.facts = personal("附件")});
  scene.accepts(kCity, AnswerAsDepartment{.kind = AnswerKind::do_it_so, .wording = "可办"});
  auto closing = Scene::a_closing();
  closing.applied = true;
  scene.accepts(kOfficer, closing);
  scene.accepts(kCitizen, Rate{.way = RatingWay::tablet, .grade = Grade::satisfied});
  scene.at("2023-06-12T00:00:00+08:00");
  scene.accepts(kTimer, Archive{});
  EXPECT_EQ(scene.state.phases.stage, Phase::archived);
  EXPECT_EQ(scene.state.version, scene.log.size());
  expect_replayed(scene);
}

TEST(ComplaintDecider, ReplayGivesTheLiveStateOfACaseThatWentWrong) {
  Scene scene;
  auto report = Scene::a_traffic_report();
  report.matter = "JJ03";  // Listed for papers lacking.
  scene.accepted(report);
  scene.accepts(kOfficer, Scene::a_notice({item("1"), item("2")}));
  scene.accepts(kOfficer, DemandMore{.items = {item("9")}});
  scene.at("2023-06-06T09:00:00+08:00");
  scene.accepts(kCitizen, SupplementAll{});
  scene.accepts(kOfficer, RouteExpedite{.why = "年检到期", .needed_by = day("2023-06-07")});
  scene.accepts(kImporter, MarkMatterDone{.application = "A9"});
  scene.at("2023-06-08T09:00:00+08:00");
  auto closing = Scene::a_late_closing();
  closing.late_reason = "系统故障";
  scene.accepts(kChief, closing);
  EXPECT_EQ(scene.state.ending.on_time, false);
  scene.accepts(kCitizen, Reopen{.reason = "未解决"});
  auto lacking = Scene::a_lacking();
  lacking.missing = {{"3", "", ""}};  // What was brought is not asked for again.
  lacking.promise_day = day("2023-06-09");
  scene.accepts(kOfficer, lacking);
  scene.at("2023-06-10T00:00:00+08:00");
  scene.accepts(kTimer, Lapse{});
  EXPECT_EQ(scene.state.ending.outcome, Outcome::lapsed);
  EXPECT_EQ(scene.state.ending.on_time, false);  // Late once, late for ever.
  expect_replayed(scene);
}

TEST(ComplaintDecider, TheStateOpensNoSealAndHoldsOfPersonalDataTheNameAlone) {
  Scene clear;
  auto report = a_report();
  clear.accepts(kOfficer, report);
  Scene sealed;
  SealedBytes bytes;
  bytes.ciphertext = std::string(32, 'x');
  auto event = std::get<Received>(clear.log.at(0).first);
  event.name = Sealed<std::string>{bytes};
  event.narrative = Sealed<std::string>{bytes};
  sealed.happens(event);
  EXPECT_EQ(sealed.state.intake.name, event.name);
  EXPECT_EQ(clear.state.intake.name->clear(), report.name->clear());
  sealed.state.intake.name = clear.state.intake.name;
  EXPECT_EQ(sealed.state, clear.state);
  // Nor that where it stays within the window.
  report.confidential = true;
  Scene confidential;
  confidential.accepts(kOfficer, report);
  EXPECT_FALSE(confidential.state.intake.name);
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
