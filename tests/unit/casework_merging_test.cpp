// What a merge brings along, and what its undoing takes back: nothing is lost, and nobody is late
// by it who would not have been.
#include <algorithm>
#include <recourse/casework/complaint/open_duties.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

/// Two reports of one person about one matter: case/A, which is merged, and case/B.
class Together : public ::testing::Test {
 protected:
  Scene source{"2023-06-01T09:00:00+08:00"};
  Scene target{"2023-06-05T09:00:00+08:00"};

  void at(std::string_view moment) {
    source.at(moment);
    target.at(moment);
  }
  void merge() {
    show_target();
    source.accepts(kOfficer, Merge{.target = "case/B", .reason = "同一事项", .same_person = true});
    tell_target();
  }
  std::string merge_refused() {
    show_target();
    return source.refusal(kOfficer,
                          Merge{.target = "case/B", .reason = "同一事项", .same_person = true});
  }
  void take_apart() {
    show_target();
    source.accepts(kChief, Unmerge{.target = "case/B", .reason = "两件事"});
    tell_target();
  }
  /// The other case stands as it did, but for the number of its events.
  void expect_as_before(State before) const {
    before.version = target.state.version;
    EXPECT_EQ(target.state, before);
  }
  /// Of both cases, replayed as they stand.
  void expect_replayed() const {
    EXPECT_EQ(source.replayed(), source.state);
    EXPECT_EQ(target.replayed(), target.state);
  }
  static std::string day_of(const std::optional<Due>& due) {
    return due ? to_string(local_day(due->at, kShanghaiOffset)) : "none";
  }
  std::string target_ends() const { return day_of(resolution_deadline(target.state)); }

 private:
  void show_target() {
    source.related = {
        {StreamId::parse("case/B").value(), Version{target.log.size()}, target.state}};
  }
  void tell_target() {
    for (const auto& [stream, events] : source.elsewhere) {
      for (const auto& event : events) target.happens(event);
    }
  }
};

const Pause kAsked{
    .ground = PauseGround::outside_verification, .reason = "向民政局核实", .told = Told::phone};

// A is due on the 8th and rests since the 7th; B, reported on the 5th, is due on the 12th. Neither
// is late on the 10th, and so is not what they become.
TEST_F(Together, WhatRestsBringsItsDeadlineAtTheLatestEndOfTheRest) {
  source.accepted();
  target.accepted();
  at("2023-06-07T09:00:00+08:00");
  source.accepts(kOfficer, kAsked);
  at("2023-06-09T09:00:00+08:00");
  merge();
  EXPECT_EQ(target_ends(), "2023-06-12") << "B's own";
  at("2023-06-12T09:00:00+08:00");
  EXPECT_EQ(target.refusal(kTimer, GoOverdue{}), "not_due_yet");
  take_apart();
  EXPECT_EQ(source.state.phases, (Phases{Phase::accepted, ClockPhase::paused}));
  source.accepts(kOfficer, Resume{.reason = "已核实"});
  EXPECT_EQ(day_of(source.state.deadlines.resolution), "2023-06-13") << "one day was left";
  expect_replayed();
}

// Whoever waits in B waits no longer than A's rest could have lasted.
TEST_F(Together, TheRestsCapIsAsLateAsItsDeadlineGets) {
  source.accepted();
  target.accepted();
  at("2023-06-06T09:00:00+08:00");
  target.accepts(kOfficer, SetDifficult{.reason = "涉及多个部门"});
  source.accepts(kOfficer, kAsked);
  const auto cap = day_of(source.state.deadlines.pause_cap);
  EXPECT_EQ(cap, "2023-07-19");
  merge();
  EXPECT_EQ(target_ends(), "2023-06-27") << "fifteen working days, which end before";
  EXPECT_EQ(day_of(target.state.ending.absorbed.at(0).limit), "2023-07-21") << "two days were left";
}

// A's citizen has not been contacted. He is the same person as B's, so that who reaches him there
// has contacted him, and A has not missed it when the two are taken apart.
TEST_F(Together, AFirstContactComesAlongAndIsMetWhereItIsMade) {
  source.received();
  target = Scene{"2023-06-01T09:00:00+08:00"};
  target.accepted();
  at("2023-06-01T10:00:00+08:00");
  target.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  merge();
  EXPECT_EQ(day_of(contact_deadline(target.state)), "2023-06-02");
  EXPECT_FALSE(attention_deadline(target.state)) << "nobody wrote";
  const auto duties = open_duties(target.state);
  EXPECT_EQ(std::ranges::count(duties, "contact", &Duty::name), 1) << "the unit finds it";
  at("2023-06-02T09:00:00+08:00");
  target.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  EXPECT_FALSE(contact_deadline(target.state));
  at("2023-06-06T09:00:00+08:00");
  take_apart();
  EXPECT_EQ(source.state.deadlines.contacted_at,
            parse_timestamp("2023-06-02T09:00:00+08:00").value());
  EXPECT_EQ(source.refusal(kTimer, MissLimit{.kind = DeadlineKind::contact}), "not_due_yet");
  expect_replayed();
}

TEST_F(Together, AFirstContactThatNobodyMakesIsMissedInBoth) {
  source.received();
  target = Scene{"2023-06-01T09:00:00+08:00"};
  target.accepted();
  target.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  at("2023-06-01T10:00:00+08:00");
  merge();
  at("2023-06-06T09:00:00+08:00");
  target.accepts(kTimer, MissLimit{.kind = DeadlineKind::contact});
  EXPECT_EQ(target.state.supervision.at(0).cause, SupervisionCause::contact_missed);
  take_apart();
  EXPECT_FALSE(source.state.deadlines.contacted_at);
  EXPECT_EQ(source.state.missed.at(0).kind, DeadlineKind::contact);
  EXPECT_EQ(source.state.supervision.at(0).cause, SupervisionCause::contact_missed);
  EXPECT_EQ(source.refusal(kTimer, MissLimit{.kind = DeadlineKind::contact}), "not_due_yet");
  EXPECT_FALSE(contact_deadline(target.state));
}

// One citizen who is not contacted is one limit that was missed, and it hides no message.
TEST_F(Together, AContactThatWasMissedHidesNoMessage) {
  source.received();
  target = Scene{"2023-06-01T09:00:00+08:00"};
  target.received();
  at("2023-06-01T10:00:00+08:00");
  merge();
  at("2023-06-05T09:00:00+08:00");
  target.accepts(kTimer, MissLimit{.kind = DeadlineKind::contact});
  EXPECT_EQ(target.refusal(kTimer, MissLimit{.kind = DeadlineKind::contact}), "not_due_yet");
  EXPECT_EQ(target.refusal(kTimer, MissLimit{.kind = DeadlineKind::attention}), "not_due_yet");
  target.accepts(kCitizen, Message{.text = personal("还没有人联系我")});
  EXPECT_EQ(day_of(attention_deadline(target.state)), "2023-06-06");
  at("2023-06-07T09:00:00+08:00");
  target.accepts(kTimer, MissLimit{.kind = DeadlineKind::attention});
}

// Whoever calls him late has called him, wherever he reported it.
TEST_F(Together, ACallThatCameLateIsTakenAlong) {
  source.received();
  target = Scene{"2023-06-01T09:00:00+08:00"};
  target.accepted();
  at("2023-06-05T09:00:00+08:00");
  source.accepts(kTimer, MissLimit{.kind = DeadlineKind::contact});
  merge();
  target.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  take_apart();
  EXPECT_EQ(source.state.deadlines.contacted_at,
            parse_timestamp("2023-06-05T09:00:00+08:00").value());
  EXPECT_FALSE(contact_deadline(source.state));
  expect_replayed();
}

// case/C is in case/A, whose own citizen was contacted, and goes with it into case/B.
TEST_F(Together, ACallIsKnownToTheCasesInsideTheOneThatIsTakenOut) {
  source.accepted();
  target = Scene{"2023-06-01T09:00:00+08:00"};
  target.accepted();
  source.happens(
      Absorbed{.source = "case/C", .from = source.now, .contact = source.state.deadlines.contact});
  ASSERT_TRUE(contact_deadline(source.state));
  at("2023-06-01T10:00:00+08:00");
  merge();
  target.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  take_apart();
  EXPECT_FALSE(contact_deadline(source.state));
  at("2023-06-05T09:00:00+08:00");
  EXPECT_EQ(source.refusal(kTimer, MissLimit{.kind = DeadlineKind::contact}), "not_due_yet");
  expect_replayed();
}

// R14: what lies on the table is not asked for again, in whichever of the two it was brought.
TEST_F(Together, WhatWasBroughtIsNotDemandedInTheOther) {
  source = Scene{"2023-06-05T09:00:00+08:00"};
  auto report = Scene::a_traffic_report();
  report.matter = "JJ05";
  source.accepted(report);
  target.accepted(report);
  source.accepts(kOfficer, Scene::a_notice({item("1")}));
  source.accepts(kOfficer, SupplementAll{});
  auto lacking = Scene::a_lacking();
  lacking.missing = {item("4")};
  source.accepts(kOfficer, lacking);
  source.accepts(kOfficer, Retriage{.reason = "可当场办理"});
  merge();
  EXPECT_EQ(target.refusal(kOfficer, Scene::a_notice({item("1")})), "brought_already");
  // What A's lists have named is told already; anything else is a later demand.
  Scene again = target;
  again.accepts(kOfficer, Scene::a_notice({item("4")}));
  EXPECT_EQ(again.state.work.breaches, 0u);
  target.accepts(kOfficer, Scene::a_notice({item("3")}));
  EXPECT_EQ(target.state.work.breaches, 1u);
  EXPECT_EQ(target.state.work.repeated_trips, 1u);
  expect_replayed();
}

TEST_F(Together, WhatWasBroughtGoesBackWithItsCase) {
  source = Scene{"2023-06-05T09:00:00+08:00"};
  source.accepted(Scene::a_traffic_report());
  target.accepted(Scene::a_traffic_report());
  source.accepts(kOfficer, Scene::a_notice({item("1")}));
  source.accepts(kOfficer, SupplementAll{});
  merge();
  take_apart();
  target.accepts(kOfficer, Scene::a_notice({item("1")}));
  EXPECT_EQ(target.state.work.breaches, 0u);
  EXPECT_EQ(source.refusal(kOfficer, Scene::a_notice({item("1")})), "brought_already");
}

// A's citizen was told in writing what to bring, and until when. It is brought to A: so B joins
// A: there the papers come in, the rest ends, and B's own deadline has rested as well.
TEST_F(Together, TheCaseThatWaitsForPapersTakesTheOtherIn) {
  source = Scene{"2023-06-05T09:00:00+08:00"};
  source.accepted(Scene::a_traffic_report());
  target.accepted(Scene::a_traffic_report());
  source.accepts(kOfficer, Scene::a_notice({item("1"), item("2")}));
  EXPECT_EQ(merge_refused(), "papers_are_brought_here");
  const State waits = source.state;
  std::swap(source, target);
  merge();
  EXPECT_EQ(target.state.phases, waits.phases);
  EXPECT_EQ(target.state.work.outstanding, waits.work.outstanding);
  EXPECT_EQ(target.state.deadlines.supplement, waits.deadlines.supplement);
  at("2023-06-14T09:00:00+08:00");
  EXPECT_EQ(target.refusal(kTimer, GoOverdue{}), "not_allowed_in_phase") << "it rests";
  target.accepts(kCitizen, SupplementPart{.items = {"1"}});
  target.accepts(kCitizen, SupplementAll{});
  EXPECT_EQ(target.state.phases, (Phases{Phase::accepted, ClockPhase::running}));
  EXPECT_EQ(target.state.deadlines.paused_days, 7u);
  EXPECT_EQ(target_ends(), day_of(target.state.deadlines.resolution));
  EXPECT_EQ(target_ends(), "2023-06-21") << "all five days were left on the 14th";
  take_apart();
  EXPECT_EQ(source.state.phases.stage, Phase::accepted);
  expect_replayed();
}

TEST_F(Together, TwoThatWaitForPapersAreMergedWhenTheyHaveCome) {
  source = Scene{"2023-06-05T09:00:00+08:00"};
  source.accepted(Scene::a_traffic_report());
  target.accepted(Scene::a_traffic_report());
  source.accepts(kOfficer, Scene::a_notice({item("1")}));
  target.accepts(kOfficer, Scene::a_notice({item("1")}));
  EXPECT_EQ(merge_refused(), "both_wait_for_papers");
  source.accepts(kCitizen, SupplementAll{});
  target.accepts(kCitizen, SupplementAll{});
  EXPECT_EQ(merge_refused(), "");
}

// A is late, and is not in time by going on in a case that began when it was.
TEST_F(Together, TheLateCaseTakesTheOtherIn) {
  source.overdue();
  at("2023-06-12T09:00:00+08:00");
  target.at("2023-06-09T09:00:00+08:00");
  target.accepted();
  target.at("2023-06-12T09:00:00+08:00");
  EXPECT_EQ(merge_refused(), "late_case_goes_on");
  std::swap(source, target);
  merge();
  EXPECT_TRUE(target.state.deadlines.overdue);
  target.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  target.accepts(kChief, Scene::a_late_closing());
  EXPECT_EQ(target.state.ending.on_time, false);
  expect_replayed();
}

TEST_F(Together, TwoThatAreLateAreMerged) {
  source.overdue();
  target.overdue();
  at("2023-06-20T09:00:00+08:00");
  EXPECT_EQ(merge_refused(), "");
}

// B is late by the deadline of a third case alone, and is in time once that is taken out: A would
// be so with it.
TEST_F(Together, WhoIsLateByAThirdOneTakesNoLateCaseIn) {
  Scene third = source;
  third.accepted();
  target.accepted();
  target.happens(Absorbed{.source = "case/C", .limit = third.state.deadlines.resolution});
  source.overdue();
  at("2023-06-09T09:00:00+08:00");
  target.accepts(kTimer, GoOverdue{});
  EXPECT_EQ(merge_refused(), "late_case_goes_on");
  at("2023-06-13T09:00:00+08:00");
  EXPECT_EQ(merge_refused(), "") << "late by its own by now";
}

// A is late, B is with a department: nobody is sent from one to the other and back.
TEST_F(Together, WhereEachHasSomethingOfItsOwnEachGoesOn) {
  source.overdue();
  target.escalated();
  at("2023-06-12T09:00:00+08:00");
  EXPECT_EQ(merge_refused(), "each_goes_on");
  std::swap(source, target);
  EXPECT_EQ(merge_refused(), "each_goes_on");
}

// A was inside B from the 6th to the 20th. Its limit ended on the 8th, and what followed counts
// from there: supervision, the plan that nobody made, the supervision that nobody answered.
TEST_F(Together, WhatTimeBroughtMeanwhileCountsFromTheLimitsOwnEnd) {
  source.accepted();
  target.accepted();
  Scene alone = source;
  at("2023-06-06T09:00:00+08:00");
  merge();
  at("2023-06-20T09:00:00+08:00");
  take_apart();
  for (const auto& [moment, timer] : std::initializer_list<std::pair<std::string_view, Command>>{
           {"2023-06-09T00:00:00+08:00", GoOverdue{}},
           {"2023-06-13T00:00:00+08:00", MissLimit{.kind = DeadlineKind::plan}},
           {"2023-06-15T00:00:00+08:00", RaiseSupervision{}},
           {"2023-06-17T00:00:00+08:00", RaiseSupervision{}}}) {
    alone.at(moment);
    alone.accepts(kTimer, timer);
  }
  EXPECT_EQ(source.state.phases, alone.state.phases);
  EXPECT_EQ(day_of(source.state.deadlines.plan), "2023-06-12");
  EXPECT_EQ(source.state.deadlines.plan, alone.state.deadlines.plan);
  EXPECT_EQ(source.state.missed, alone.state.missed);
  ASSERT_EQ(source.state.supervision.size(), 2u);
  for (const auto i : {0U, 1U}) {
    EXPECT_EQ(source.state.supervision[i].cause, alone.state.supervision[i].cause);
    EXPECT_EQ(source.state.supervision[i].level, Level::city);
    EXPECT_EQ(source.state.supervision[i].due, alone.state.supervision[i].due);
  }
  EXPECT_EQ(source.refusal(kTimer, GoOverdue{}), "not_allowed_in_phase");
  expect_replayed();
}

// A unit that was asked to assist in A answers there, merged or not, and is late there.
TEST_F(Together, AUnitThatWasAskedStillHasToAnswer) {
  source.accepted();
  target.accepted();
  at("2023-06-05T10:00:00+08:00");
  source.accepts(kOfficer, AskUnit{.unit = "PD.JJ", .question = personal("是否一致？")});
  merge();
  const auto owes = [&] {
    const auto duties = open_duties(source.state);
    return std::ranges::count(duties, "assisting_answer", &Duty::name) == 1;
  };
  EXPECT_TRUE(owes());
  at("2023-06-20T09:00:00+08:00");
  source.accepts(kTimer, MissLimit{.kind = DeadlineKind::assisting});
  EXPECT_EQ(source.state.supervision.at(0).unit, "PD.JJ");
  source.accepts("district_officer:j1@PD.JJ", AnswerUnit{.answer = personal("一致")});
  EXPECT_FALSE(owes());
}

// B's own deadline, the 12th, is not taken from its citizen because the other's was extended.
TEST_F(Together, AnExtensionOfTheOthersDeadlineLeavesALaterOneOfItsOwn) {
  source.accepted();
  target.accepted();
  at("2023-06-06T09:00:00+08:00");
  merge();
  EXPECT_EQ(target_ends(), "2023-06-08");
  target.accepts(kSupervisor,
                 Extend{.until = day("2023-06-09"), .reason = "等候", .told = Told::phone});
  EXPECT_EQ(target_ends(), "2023-06-09");
  take_apart();
  EXPECT_EQ(target_ends(), "2023-06-12");
  expect_replayed();
}

// B is with a department until the 12th. A's citizen was told the 8th, of which the station keeps
// three days.
TEST_F(Together, ADepartmentAnswersBeforeTheDeadlineThatComesAlong) {
  source.accepted();
  target.escalated();
  const State before = target.state;
  ASSERT_EQ(day_of(before.deadlines.answer), "2023-06-12");
  at("2023-06-05T10:00:00+08:00");
  merge();
  EXPECT_EQ(target_ends(), "2023-06-08");
  EXPECT_EQ(day_of(target.state.deadlines.answer), "2023-06-05");
  EXPECT_FALSE(target.decider.recomputes(target.state, target.now));
  take_apart();
  expect_as_before(before);
  expect_replayed();
}

// A unit that assists ends the 7th, for the station's days before B's own deadline, the 12th.
TEST_F(Together, SoDoesAUnitThatAssists) {
  source.accepted();
  target.accepted();
  target.accepts(kOfficer, AskUnit{.unit = "PD.JJ", .question = personal("是否一致？")});
  const State before = target.state;
  ASSERT_EQ(day_of(before.work.assisting.at(0).due), "2023-06-07");
  at("2023-06-05T10:00:00+08:00");
  merge();
  EXPECT_EQ(day_of(target.state.work.assisting.at(0).due), "2023-06-05");
  EXPECT_FALSE(target.decider.recomputes(target.state, target.now));
  take_apart();
  expect_as_before(before);
  expect_replayed();
}

TEST_F(Together, ADepartmentsLimitComesBackOverARest) {
  source.accepted();
  target.escalated();
  Scene alone = target;
  at("2023-06-05T10:00:00+08:00");
  alone.now = target.now;
  merge();
  for (auto* const one : {&target, &alone}) {
    one->accepts(kDistrict, kAsked);
    one->at("2023-06-07T15:00:00+08:00");
    one->accepts(kDistrict, Resume{.reason = "已核实"});
  }
  source.now = target.now;
  EXPECT_LT(target.state.deadlines.answer->at, alone.state.deadlines.answer->at);
  take_apart();
  EXPECT_EQ(target.state.deadlines.answer, alone.state.deadlines.answer);
  expect_replayed();
}

// A department's limit that has passed was recorded, and is not set once more by a merge.
TEST_F(Together, ADepartmentThatIsLateGetsNoLimitByAMerge) {
  source = Scene{"2023-06-13T09:00:00+08:00"};
  target.escalated();
  at("2023-06-13T09:00:00+08:00");
  source.accepted();
  const auto answer = target.state.deadlines.answer;
  merge();
  EXPECT_EQ(target.state.deadlines.answer, answer);
  EXPECT_TRUE(target.state.ending.absorbed.at(0).limit);
}

// What a department was asked is answered where it was asked: the other case joins that one.
TEST_F(Together, WhatADepartmentWasAskedIsNotMergedAway) {
  source.escalated();
  target.accepted();
  EXPECT_EQ(merge_refused(), "department_has_it");
  source.accepts(kDistrict,
                 AnswerAsDepartment{.kind = AnswerKind::do_it_so, .wording = "可以办理"});
  EXPECT_EQ(merge_refused(), "department_has_it") << "nor is the answer";
  source.accepts(kOfficer, Retriage{.reason = "另行办理"});
  EXPECT_EQ(merge_refused(), "department_has_it") << "another route does not make it undone";
  std::swap(source, target);
  EXPECT_EQ(merge_refused(), "");
}

TEST_F(Together, TwoThatAreWithOneDepartmentAreMerged) {
  source.escalated();
  target.escalated();
  EXPECT_EQ(merge_refused(), "");
  target.accepts(kDistrict, ForwardToCity{.opinion = "需市局明确"});
  EXPECT_EQ(merge_refused(), "two_departments_have_them");
}

// A's deadline went on with B into a third case, and comes back from there with B only.
TEST_F(Together, WhatWentOnTwiceComesBackInTheSameOrder) {
  source.accepted();
  target.accepted();
  merge();
  const Phases open = target.state.phases;
  target.happens(Merged{.by = "w1", .target = "case/C", .reason = "同一事项"});
  source.related = {{StreamId::parse("case/B").value(), Version{target.log.size()}, target.state}};
  const Unmerge out{.target = "case/B", .reason = "两件事"};
  EXPECT_EQ(source.refusal(kChief, out), "target_went_on");
  target.happens(
      Unmerged{.by = "s1", .target = "case/C", .stage = open.stage, .clock = open.clock});
  take_apart();
  EXPECT_EQ(source.state.phases.stage, Phase::accepted);
}

// A case of the past has no limit that passes: its clock runs, and nobody is late by it.
TEST_F(Together, ACaseOfThePastMakesNobodyLate) {
  auto report = a_report();
  report.station = "PD01";
  report.historical = true;
  source.accepts(kImporter, report);
  ASSERT_EQ(source.state.phases.clock, ClockPhase::running);
  at("2023-06-20T09:00:00+08:00");
  target = Scene{"2023-06-20T09:00:00+08:00"};
  target.accepted();
  const auto own = resolution_deadline(target.state);
  merge();
  EXPECT_EQ(resolution_deadline(target.state), own);
  EXPECT_EQ(target.refusal(kTimer, GoOverdue{}), "not_due_yet");
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
