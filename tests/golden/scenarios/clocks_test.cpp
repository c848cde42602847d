// The norms of time: 1, 5 and 15 working days, and all that moves or does not move them.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct OpenCase : Case {
  explicit OpenCase(std::string_view start = "2023-06-01 09:00") : Case(start) {
    actor(kOfficer).when(at_the_window());
  }
};

TEST(Norms, Days_OneToContactFiveForAnOrdinaryMatterFifteenForADifficultOne) {
  Case c;
  c.actor(kCitizen).when(a_report());
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.actor(kOfficer).when(SetDifficult{}).then_refused("reason_missing", "limits");
  c.when(SetDifficult{.reason = "跨区核查"}).then_types({"case.difficulty_set"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
  c.when(SetDifficult{.reason = "再定"}).then_refused("already_difficult", "limits");
}

TEST(Norms, Days_FiveBecomeFifteenOnlyBeforeTheFifthDay) {
  OpenCase in_time;
  in_time.until("2023-06-07 23:59").when(SetDifficult{.reason = "跨区核查"});
  EXPECT_EQ(due(in_time, DeadlineKind::resolution), "2023-06-25");
  OpenCase late;
  late.until("2023-06-08 00:00").when(SetDifficult{.reason = "跨区核查"});
  late.then_refused("too_late_for_difficult", "limits");
  late.when(an_escalation()).then_types({"case.escalated"});
  EXPECT_EQ(due(late, DeadlineKind::resolution), "2023-06-08")
      << "escalating on day 5 makes it no longer";
}

TEST(Norms, StartDay_TheDayOfTheReportIsNotCountedNeitherEarlyNorLateOnIt) {
  for (const auto* time : {"2023-06-01 00:00", "2023-06-01 23:59"}) {
    OpenCase c{time};
    EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08") << time;
  }
  OpenCase saturday{"2023-06-03 10:00"};
  EXPECT_EQ(due(saturday, DeadlineKind::resolution), "2023-06-09");
}

TEST(Norms, StartDay_TheLastDayIsKeptUntilItsLastMoment) {
  OpenCase c;
  c.when(an_explanation()).until("2023-06-08 23:59:59.999").when(a_closing());
  EXPECT_EQ(c.state().ending.on_time, true);
  OpenCase late;
  late.when(an_explanation()).at("2023-06-09 00:00").actor(kChief).when(a_late_closing());
  late.then_types({"case.went_overdue", "case.supervised", "case.closed"});
  EXPECT_EQ(late.state().ending.on_time, false);
}

TEST(Norms, LastDay_ANamedDayThatIsOffMovesToTheNextWorkingDay) {
  OpenCase promise;
  promise.when(a_promise("2023-06-03"));
  EXPECT_EQ(due(promise, DeadlineKind::promise), "2023-06-05") << "named a Saturday";
  promise.actor(kChief).when(ExtendPromise{"暴雨", day("2023-06-10")});
  EXPECT_EQ(due(promise, DeadlineKind::promise), "2023-06-12");

  Case notice;
  auto form = a_notice({"1"});
  form.supplement_by = day("2023-06-22");
  notice.actor(kOfficer).when(a_traffic_matter()).when(form);
  EXPECT_EQ(due(notice, DeadlineKind::supplement), "2023-06-25")
      << "a festival, then a worked Sunday";

  OpenCase extended;
  extended.actor(kDistrict).when(Extend{day("2023-06-17"), "核查", Told::phone});
  EXPECT_EQ(due(extended, DeadlineKind::resolution), "2023-06-19");

  OpenCase closed{"2023-06-02 09:00"};
  closed.when(an_explanation()).when(a_closing());
  EXPECT_EQ(due(closed, DeadlineKind::rating), "2023-06-19") << "the fifteenth day is a Saturday";

  OpenCase needed;
  needed.when(a_hurry("2023-06-04"));
  EXPECT_EQ(due(needed, DeadlineKind::resolution), "2023-06-04") << "the day of need is what it is";
}

TEST(Norms, ClockStart_ItIsTheCitizensReportNotOurRegistration) {
  Case c{"2023-06-05 09:00"};
  auto form = a_report();
  form.reported_at = moment("2023-06-01 20:00");
  c.actor(kOfficer).when(form);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.until("2023-06-07 09:00").when(Accept{});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08") << "nor our acceptance";
  form.reported_at = moment("2023-06-08 09:00");
  c.on("2").when(form).then_refused("reported_in_future", "R9");
}

TEST(Norms, Contact_ThreeAttemptsOnTwoDaysDischargeIt) {
  Case c;
  c.actor(kCitizen).when(a_report()).actor(kOfficer);
  c.when(Contact{}).then_refused("how_missing", "R12");
  c.when(Contact{Told::attempted, true}).then_refused("reached_how", "R12");
  c.when(Contact{Told::phone, false}).when(Contact{Told::phone, false});
  c.when(Contact{Told::phone, false});
  EXPECT_EQ(due(c, DeadlineKind::contact), "2023-06-02") << "three attempts on one day do not";
  c.until("2023-06-02 10:00").when(Contact{Told::sms, false});
  EXPECT_TRUE(last<Contacted>(c).discharged);
  EXPECT_EQ(due(c, DeadlineKind::contact), "none");
}

TEST(Norms, Pause_HasThreeGroundsAndIsTold) {
  OpenCase c;
  c.when(Pause{{}, "请示上级", Told::phone}).then_refused("ground_missing", "pauses");
  c.when(Pause{PauseGround::outside_verification, "", Told::phone});
  c.then_refused("reason_missing", "pauses");
  c.when(Pause{PauseGround::outside_verification, "外省核实", {}});
  c.then_refused("told_missing", "pauses");
  for (const auto ground : {PauseGround::citizens_papers, PauseGround::outside_verification,
                            PauseGround::force_majeure}) {
    OpenCase rests;
    rests.when(Pause{ground, "说明", Told::phone}).then_types({"case.paused"});
    EXPECT_EQ(clock_of(rests), "paused");
    EXPECT_EQ(due(rests, DeadlineKind::resolution), "none");
    EXPECT_EQ(due(rests, DeadlineKind::pause_cap), "2023-07-14") << "thirty working days";
  }
}

TEST(Norms, Pause_TheDaysThatWereLeftAreLeft) {
  OpenCase c;
  c.until("2023-06-02 10:00").when(Pause{PauseGround::outside_verification, "核实", Told::sms});
  c.until("2023-06-20 10:00").then_nothing();
  c.when(Resume{"已复"}).then_types({"case.resumed"});
  EXPECT_EQ(last<Resumed>(c).paused_days, 12u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-27") << "four of five";
}

TEST(Norms, Pause_WithinOneWorkingDayMovesNothing) {
  OpenCase c;
  for (const auto& [from, to] : {std::pair{"2023-06-01 23:59", "2023-06-02 00:01"},
                                 {"2023-06-02 18:00", "2023-06-05 09:00"},
                                 {"2023-06-06 23:59", "2023-06-07 00:01"}}) {
    c.until(from).when(Pause{PauseGround::outside_verification, "核实", Told::phone});
    c.until(to).when(Resume{"已复"});
    EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08") << from;
  }
  EXPECT_EQ(c.state().deadlines.paused_days, 0u);
}

TEST(Norms, Pause_TheDayOfNeedIsAFactAndDoesNotMove) {
  const Pause pause{PauseGround::outside_verification, "核实", Told::phone};
  OpenCase c;
  c.when(a_hurry("2023-06-06")).until("2023-06-02 10:00").when(pause);
  c.until("2023-06-06 10:00").when(Resume{"已复"});
  EXPECT_EQ(last<Resumed>(c).paused_days, 2u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-06");
  c.until("2023-06-07 00:00").then_types({"case.went_overdue", "case.supervised"});
}

TEST(Norms, Pause_ALimitThatWasExtendedToADayMovesWhereTheNeedIsLater) {
  OpenCase c;
  c.actor(kSupervisor).when(Extend{day("2023-06-15"), "跨省核查", Told::phone});
  c.actor(kOfficer).when(a_hurry("2023-06-30"));
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-15");
  c.until("2023-06-05 10:00");
  c.when(Pause{PauseGround::outside_verification, "核实", Told::phone});
  c.until("2023-06-06 10:00").when(Resume{"已复"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-16");
}

TEST(Norms, Pause_EndsByItselfAtItsCap) {
  OpenCase c;
  c.when(Pause{PauseGround::citizens_papers, "等待原件", Told::phone});
  const auto cap = c.state().deadlines.pause_cap->at;
  c.until(cap).then_nothing();
  c.elapse(std::chrono::milliseconds{1}).then_types({"case.cap_reached"});
  EXPECT_EQ(clock_of(c), "running");
}

TEST(Norms, Extension_IsToldBeforeTheDueDayAndSaysWhy) {
  OpenCase c;
  c.when(a_hurry("2023-06-06")).actor(kOfficer);
  const Extend form{day("2023-06-08"), "系统停机", Told::phone};
  c.when(form).then_refused("not_your_role", "authority");
  c.actor(kChief).when(Extend{day("2023-06-08"), "", Told::phone});
  c.then_refused("reason_missing", "extensions");
  c.when(Extend{day("2023-06-08"), "系统停机", {}}).then_refused("told_missing", "extensions");
  c.until("2023-06-05 23:59").when(form).then_types({"case.extended"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.until("2023-06-08 00:00").actor(kSupervisor);
  c.when(Extend{day("2023-06-30"), "系统停机", Told::phone});
  c.then_refused("too_late_to_extend", "extensions");
}

TEST(Norms, Extension_AttemptsOnTwoDaysStandForTelling) {
  OpenCase c;
  const Extend form{day("2023-06-20"), "跨区核查", Told::attempted};
  c.when(Contact{Told::phone, false}).when(Contact{Told::phone, false});
  c.when(Contact{Told::phone, false}).actor(kDistrict).when(form);
  c.then_refused("attempts_missing", "extensions");
  c.until("2023-06-02 10:00").actor(kOfficer).when(Contact{Told::sms, false});
  c.actor(kDistrict).when(form).then_types({"case.extended"});
}

TEST(Norms, Extension_TheChiefStaysInTheNormTheDepartmentReachesFifteenTheSupervisorBeyond) {
  OpenCase c;
  const auto until = [](std::string_view to) { return Extend{day(to), "核查", Told::phone}; };
  c.actor(kChief).when(until("2023-06-09")).then_refused("extension_too_long", "extensions");
  c.actor(kDistrict).when(until("2023-06-25")).then_types({"case.extended"});
  c.when(until("2023-06-26")).then_refused("extension_too_long", "extensions");
  c.actor(kSupervisor).when(until("2023-06-30")).then_types({"case.extended"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-30");
}

TEST(Norms, Attention_ANewMessageRestartsItAndNoClock) {
  OpenCase c;
  c.until("2023-06-02 09:00").actor(kCitizen).when(Message{words("办得怎样了？")});
  c.then_types({"case.messaged"});
  EXPECT_EQ(due(c, DeadlineKind::attention), "2023-06-05");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.actor(kOfficer).when(Contact{Told::phone, true});
  EXPECT_EQ(due(c, DeadlineKind::attention), "none");
  c.until("2023-06-06 09:00").actor(kCitizen).when(Message{words("还有一事。")});
  EXPECT_EQ(due(c, DeadlineKind::attention), "2023-06-07");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
