// Every limit that passes unmet is on record, counted, and leads to the next rung.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

std::uint32_t times_missed(const Scenario& c, DeadlineKind kind) {
  for (const auto& one : c.state().missed) {
    if (one.kind == kind) return one.times;
  }
  return 0;
}

/// The limit passed, its unit is under supervision for it, and it is not said twice.
void missed(const Scenario& c, DeadlineKind kind, std::string_view unit, SupervisionCause cause) {
  EXPECT_EQ(last<LimitMissed>(c).kind, kind);
  EXPECT_EQ(last<LimitMissed>(c).unit, unit);
  EXPECT_EQ(last<Supervised>(c).cause, cause);
  EXPECT_EQ(last<Supervised>(c).unit, unit);
  EXPECT_EQ(times_missed(c, kind), 1u);
  for (const auto& limit : due_times(c.state())) {
    EXPECT_FALSE(limit.kind == kind && limit.command == "case.miss_limit");
  }
}

TEST(Rules, R12_AContactThatDidNotComeIsMissed) {
  Case c;
  c.actor(kCitizen).when(a_report()).actor(kOfficer).when(Accept{});
  c.until("2023-06-03 00:00").then_types({"case.limit_missed", "case.supervised"});
  missed(c, DeadlineKind::contact, "PD01", SupervisionCause::contact_missed);
  EXPECT_EQ(last<LimitMissed>(c).due.at, moment("2023-06-02 23:59:59.999"));
  EXPECT_EQ(c.events().back().actor.role, "timer");
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02") << "it is owed all the same";
  c.until("2023-06-05 09:00").actor(kOfficer).when(Contact{Told::phone, true});
  EXPECT_EQ(due(c, DeadlineKind::contact), "none");
}

TEST(Rules, R20_EachMessageThatNobodyReactedToIsCounted) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(SetDifficult{"复杂"});
  c.actor(kCitizen).when(Message{words("到哪一步了？")});
  c.until("2023-06-03 00:00").then_types({"case.limit_missed", "case.supervised"});
  missed(c, DeadlineKind::attention, "PD01", SupervisionCause::attention_missed);
  c.actor(kOfficer).when(Contact{Told::phone, true});
  c.actor(kCitizen).when(Message{words("还没有消息")});
  c.until("2023-06-07 00:00");
  EXPECT_EQ(times_missed(c, DeadlineKind::attention), 2u);
}

TEST(Rules, R18_SupportThatDoesNotComeIsMissedAndASecondLineIsAsked) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(AskSupport{{}, words("可否采信？")});
  c.until("2023-06-01 09:15").then_nothing();
  c.until("2023-06-01 09:16").then_types({"case.limit_missed", "case.supervised"});
  missed(c, DeadlineKind::support, "PD.RK", SupervisionCause::support_missed);
  c.actor(kOfficer)
      .when(AskSupport{{}, words("再问")})
      .then_refused("support_asked_already", "R18");
  c.when(AskSupport{Line::public_order, words("治安可否核实？")})
      .then_types({"case.support_asked"});
  c.actor(kDistrictOrder).when(AnswerSupport{words("可以")}).then_types({"case.support_answered"});
  EXPECT_EQ(last<SupportAnswered>(c).line, Line::public_order);
  EXPECT_TRUE(last<SupportAnswered>(c).in_time);
  c.actor(kLiaison).when(AnswerSupport{words("可以")}).then_types({"case.support_answered"});
  EXPECT_FALSE(last<SupportAnswered>(c).in_time);
}

TEST(Rules, R18_ClosingDoesNotMakeAnUnansweredCallVanish) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.when(AskSupport{{}, words("可否采信？")}).when(a_closing());
  EXPECT_EQ(due(c, DeadlineKind::support), "2023-06-01");
  c.until("2023-06-01 09:30").then_types({"case.limit_missed", "case.supervised"});
  c.elapse(std::chrono::minutes{10}).actor(kLiaison).when(AnswerSupport{words("可以")});
  c.then_types({"case.support_answered"});
  EXPECT_EQ(last<SupportAnswered>(c).seconds, 2400u);
  EXPECT_EQ(due(c, DeadlineKind::support), "none");
}

TEST(Rules, R18_TwoCallsThatEndAtOneMomentAreBothMissed) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(AskSupport{{}, words("q")});
  c.when(AskSupport{Line::traffic, words("q")}).until("2023-06-01 10:00");
  EXPECT_EQ(times_missed(c, DeadlineKind::support), 2u);
}

TEST(Rules, R15_ADepartmentThatDoesNotAnswerIsSupervisedFromAbove) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_escalation());
  c.until("2023-06-09 00:00").then_types({"case.limit_missed", "case.supervised"});
  missed(c, DeadlineKind::answer, "PD.RK", SupervisionCause::answer_missed);
  EXPECT_EQ(last<Supervised>(c).level, Level::city);
  c.until("2023-06-15 00:00").then_types({"case.limit_missed"});
  EXPECT_EQ(last<LimitMissed>(c).kind, DeadlineKind::supervision) << "nor is that answered";
  EXPECT_EQ(times_missed(c, DeadlineKind::supervision), 1u);
  c.actor(kDistrict).when(AnswerSupervision{"今日答复"}).then_types({"case.supervision_answered"});
  c.until("2023-06-21 00:00").then_types({"case.limit_missed"});
  EXPECT_EQ(c.state().supervision.front().times_missed, 2u) << "nor was the answer looked at";
}

TEST(Rules, R13_APlanThatIsNotMadeAndOneThatIsNotKeptAreMissed) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation());
  c.until("2023-06-13 00:00");
  missed(c, DeadlineKind::plan, "PD01", SupervisionCause::plan_missed);
  c.actor(kChief).when(Plan{LateReason::staff_short, "加班", "", day("2023-06-14"), Told::phone});
  c.until("2023-06-15 00:00");
  EXPECT_EQ(times_missed(c, DeadlineKind::plan), 2u);
}

TEST(Rules, R13_PlanAfterPlanEnds) {
  Norms norms;
  norms.name = "own";
  norms.plan_cap = 5;
  norms.plan_total = 7;
  Case c{"2023-06-01 09:00", ComplaintDecider{.norms = norms}};
  c.actor(kOfficer).when(at_the_window()).when(an_explanation()).until("2023-06-12 09:00");
  const auto plan = [](std::string_view until) {
    return Plan{LateReason::staff_short, "加班", "", day(until), Told::phone};
  };
  c.actor(kChief).when(plan("2023-06-16")).then_types({"case.planned"});
  c.until("2023-06-16 09:00").when(plan("2023-06-20"));
  c.then_refused("plan_day_out_of_range", "R13");
  c.when(plan("2023-06-19")).then_types({"case.planned"});
  c.until("2023-06-20 09:00").when(plan("2023-06-20")).then_refused("plans_used_up", "R13");
}

TEST(Rules, R17_EachStepAfterABadRatingIsMissedBySomebody) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(a_rating(Grade::dissatisfied));
  c.until("2023-06-03 00:00").then_types({"case.limit_missed", "case.supervised"});
  missed(c, DeadlineKind::follow_up_contact, "PD01", SupervisionCause::care_missed);
  c.until("2023-06-05 09:00").actor(kLead).when(ContactRater{Told::phone, true});
  c.when(VerifyRating{RatingCause::service, words("等候过长"), ""});
  c.when(Correct{"已改"}).when(FeedBack{words("已改"), Told::phone});
  c.until("2023-06-20 00:00");
  EXPECT_EQ(last<LimitMissed>(c).kind, DeadlineKind::follow_up_revisit);
  EXPECT_EQ(last<LimitMissed>(c).unit, "PD.RK") << "the station does not visit itself";
}

TEST(Norms, Review_ThatIsNotDecidedIsMissedByTheBureau) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(an_explanation()).when(a_closing());
  c.actor(kCitizen).when(RequestReview1{words("不服")}).until("2023-07-04 00:00");
  missed(c, DeadlineKind::review, "PD.RK", SupervisionCause::review_missed);
  EXPECT_EQ(last<Supervised>(c).level, Level::city);
  c.actor(kDistrictToo)
      .when(AnswerSupervision{"本周作出"})
      .then_types({"case.supervision_answered"});
}

TEST(Rules, R27_NothingIsMissedInWhatWasToldAfterwards) {
  Case c;
  auto form = a_report();
  form.historical = true;
  form.reported_at = moment("2023-05-04 09:00");
  c.actor(kBusinessSystem).when(form).until("2023-09-01 09:00").then_nothing();
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
