// What the norms of kinds, urgency, service hours and urging do to a case (R35, R36, R38).
#include <recourse/casework/complaint/open_duties.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/stores/memory.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

constexpr const char* kLadder = "remind:-1:station notice:+1:station circular:+3:district";

Scene under(const std::string& profile, std::string_view start = "2023-06-01T09:00:00+08:00") {
  Scene scene{start};
  scene.decider.norms = *Profiles::builtin().find(profile, 1);
  return scene;
}

Scene with(void (*change)(Norms&), std::string_view start = "2023-06-01T09:00:00+08:00") {
  Scene scene{start};
  scene.decider.norms.name = "own";
  change(scene.decider.norms);
  EXPECT_TRUE(scene.decider.norms.check());
  return scene;
}

Scene with_ladder() {
  return with([](Norms& norms) { norms.urging = kLadder; });
}

Report a_report_of(Demand demand, std::string district = "PD") {
  auto report = a_report();
  report.district = std::move(district);
  report.demand = demand;
  return report;
}

std::string day_of(const std::optional<Due>& due) {
  return due ? to_string(local_day(due->at, kShanghaiOffset)) : "none";
}
std::string finish_of(const Scene& scene) { return day_of(scene.state.deadlines.resolution); }

template <class E>
std::vector<E> all(const Scene& scene) {
  std::vector<E> found;
  for (const auto& [event, facts] : scene.log) {
    if (const auto* one = std::get_if<E>(&event)) found.push_back(*one);
  }
  return found;
}

bool supervised_for(const Scene& scene, SupervisionCause cause) {
  return std::ranges::find(scene.state.supervision, cause, &SupervisionEntry::cause) !=
         scene.state.supervision.end();
}

bool owes(const Scene& scene, std::string_view duty) {
  const auto duties = open_duties(scene.state);
  return std::ranges::find(duties, duty, &Duty::name) != duties.end();
}

// --- Kinds of demand (R35) -----------------------------------------------------------------------

TEST(NormsInUse, EachKindOfDemandHasTheLimitOfItsKind) {
  const std::vector<std::pair<Demand, std::string>> limits{
      {Demand::unspecified, "2023-06-15"}, {Demand::consultation, "2023-06-05"},
      {Demand::help, "2023-06-15"},        {Demand::suggestion, "2023-06-15"},
      {Demand::complaint, "2023-06-25"},  // The 22nd to the 24th were a holiday, the 25th worked.
      {Demand::report, "2023-06-25"}};
  for (const auto& [demand, day] : limits) {
    auto scene = under("guangdong");
    scene.received(a_report_of(demand, "440100"));
    EXPECT_EQ(finish_of(scene), day) << describe::enum_name(demand);
    EXPECT_EQ(scene.state.intake.demand, demand);
  }
}

TEST(NormsInUse, WithoutLimitsOfKindsAllHaveTheOrdinaryOne) {
  for (const auto demand : {Demand::unspecified, Demand::consultation, Demand::complaint}) {
    Scene scene;
    scene.received(a_report_of(demand));
    EXPECT_EQ(finish_of(scene), "2023-06-08");
  }
}

TEST(NormsInUse, AcceptanceCorrectsTheKindAndCountsFromTheReport) {
  auto scene = under("guangdong");
  scene.received(a_report_of(Demand::consultation, "440100"));
  scene.at("2023-06-02T09:00:00+08:00");
  const auto events = scene.accepts(kOfficer, Accept{.demand = Demand::complaint});
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(std::get<Accepted>(events[0]).demand, Demand::complaint);
  EXPECT_EQ(finish_of(scene), "2023-06-25");
  EXPECT_EQ(scene.state.intake.demand, Demand::complaint);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(NormsInUse, AShorterKindThatWouldHaveEndedEndsToday) {
  auto scene = under("guangdong");
  scene.received(a_report_of(Demand::complaint, "440100"));
  scene.at("2023-06-08T09:00:00+08:00");
  scene.accepts(kOfficer, Accept{.demand = Demand::consultation});
  EXPECT_EQ(finish_of(scene), "2023-06-08");
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::running);
}

TEST(NormsInUse, TheSameKindCorrectsNothingAndALateCaseStaysLate) {
  auto scene = under("guangdong");
  scene.received(a_report_of(Demand::consultation, "440100"));
  auto same = scene;
  const auto events = same.accepts(kOfficer, Accept{.demand = Demand::consultation});
  EXPECT_EQ(std::get<Accepted>(events[0]).resolution_deadline, std::nullopt);
  scene.at("2023-06-06T09:00:00+08:00");
  scene.accepts(kOfficer, Accept{.demand = Demand::complaint});
  EXPECT_EQ(scene.state.phases.clock, ClockPhase::overdue);
  EXPECT_EQ(finish_of(scene), "2023-06-05");
}

TEST(NormsInUse, ADifficultMatterHasNeverLessThanItsKind) {
  auto scene = with([](Norms& norms) { norms.finish_report = 20; });
  scene.received(a_report_of(Demand::report));
  EXPECT_EQ(finish_of(scene), "2023-06-30");
  scene.accepts(kOfficer, SetDifficult{.reason = "案情复杂"});
  EXPECT_EQ(finish_of(scene), "2023-06-30");
}

TEST(NormsInUse, ANewRoundHasTheLimitOfTheKind) {
  auto scene = under("guangdong");
  scene.received(a_report_of(Demand::consultation, "440100"));
  scene.accepts(kOfficer, Accept{.present = true});
  scene.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  scene.accepts(kOfficer, Scene::a_closing());
  scene.accepts(kChief, Reopen{.reason = "仍未办成"});
  EXPECT_EQ(finish_of(scene), "2023-06-05");
}

// --- Extensions and reviews of other places ------------------------------------------------------

TEST(NormsInUse, AnExtensionHasACapWhoeverGrantsIt) {
  auto scene = under("shandong");
  scene.received(a_report_of(Demand::unspecified, "370100"));
  const auto until = [](std::string_view last) {
    return Extend{.until = day(last), .reason = "需外调", .told = Told::phone};
  };
  // Five working days end on the 8th, ten more on the 25th.
  EXPECT_EQ(scene.refusal(kSupervisor, until("2023-06-26")), "extension_beyond_cap");
  EXPECT_EQ(scene.refusal(kSupervisor, until("2023-06-25")), "");
  Scene shanghai;
  shanghai.received();
  EXPECT_EQ(shanghai.refusal(kSupervisor, until("2023-08-01")), "");
}

TEST(NormsInUse, AReviewMayHaveWorkingDays) {
  auto scene = under("lgsco_2026");
  scene.closed();
  scene.accepts(kCitizen, RequestReview1{.reason = personal("不服")});
  EXPECT_EQ(scene.state.deadlines.review->days, 20u);
}

// --- The receiving clock (R36) -------------------------------------------------------------------

Report an_urgent_report(Urgency urgency) {
  auto report = a_report_of(Demand::help, "120101");
  report.urgency = urgency;
  return report;
}

TEST(NormsInUse, DangerIsTakenInHandWithinMinutesAlsoAtNight) {
  auto scene = under("tianjin", "2023-06-03T23:50:00+08:00");  // Saturday night
  scene.received(an_urgent_report(Urgency::danger));
  EXPECT_EQ(to_string(scene.state.deadlines.receipt->at, kShanghaiOffset),
            "2023-06-04T00:05:00+08:00");
  EXPECT_TRUE(owes(scene, "receipt"));
  auto supply = under("tianjin", "2023-06-03T23:50:00+08:00");
  supply.received(an_urgent_report(Urgency::supply));
  EXPECT_EQ(to_string(supply.state.deadlines.receipt->at, kShanghaiOffset),
            "2023-06-04T00:20:00+08:00");
  auto ordinary = under("tianjin", "2023-06-03T23:50:00+08:00");
  ordinary.received(an_urgent_report(Urgency::ordinary));
  EXPECT_EQ(day_of(ordinary.state.deadlines.receipt), "2023-06-05");
}

TEST(NormsInUse, AReceiptThatIsMissedIsRecordedOnceAndSupervised) {
  auto scene = under("tianjin");
  scene.received(an_urgent_report(Urgency::danger));
  EXPECT_EQ(scene.refusal(kTimer, MissLimit{DeadlineKind::receipt}), "not_due_yet");
  scene.later(std::chrono::minutes{16});
  scene.accepts(kTimer, MissLimit{DeadlineKind::receipt});
  EXPECT_EQ(all<LimitMissed>(scene).at(0).kind, DeadlineKind::receipt);
  EXPECT_EQ(all<LimitMissed>(scene).at(0).unit, "PD01");
  EXPECT_TRUE(supervised_for(scene, SupervisionCause::receipt_missed));
  EXPECT_TRUE(owes(scene, "receipt"));  // It is still to be done.
  EXPECT_NE(scene.refusal(kTimer, MissLimit{DeadlineKind::receipt}), "");
  scene.accepts(kOfficer, Accept{});
  EXPECT_FALSE(owes(scene, "receipt"));
  EXPECT_EQ(all<LimitMissed>(scene).size(), 1u);
}

TEST(NormsInUse, AcceptingOrAssigningTakesAReportInHand) {
  const std::vector<std::pair<std::string, Command>> ways{
      {kOfficer, Accept{}}, {kChief, Reassign{.to = "w2", .reason = "值班"}}};
  for (const auto& [actor, command] : ways) {
    auto scene = under("tianjin");
    scene.received(an_urgent_report(Urgency::danger));
    scene.accepts(actor, command);
    EXPECT_EQ(scene.state.deadlines.receipt, std::nullopt);
    scene.later(std::chrono::minutes{16});
    EXPECT_NE(scene.refusal(kTimer, MissLimit{DeadlineKind::receipt}), "");
    EXPECT_EQ(scene.replayed(), scene.state);
  }
}

TEST(NormsInUse, ShanghaiHasNoReceivingClock) {
  Scene scene;
  auto report = a_report();
  report.urgency = Urgency::danger;
  scene.received(report);
  EXPECT_EQ(scene.state.deadlines.receipt, std::nullopt);
  EXPECT_FALSE(owes(scene, "receipt"));
}

TEST(NormsInUse, WhatIsToldAfterwardsHasNoReceivingClock) {
  auto scene = under("tianjin");
  auto report = an_urgent_report(Urgency::danger);
  report.station = "PD01";
  report.historical = true;
  scene.accepts(kImporter, report);
  EXPECT_EQ(scene.state.deadlines.receipt, std::nullopt);
}

// --- Service hours (R36) -------------------------------------------------------------------------

Timestamp moment(std::string_view text) { return parse_timestamp(text).value(); }

TEST(ServiceHours, NextMinuteSkipsNightsDaysOffAndKnowsMakeUpDays) {
  const auto hours = parse_service_hours("08:30-17:30").value();
  struct Case {
    std::string_view at;
    std::string_view next;
    std::string_view last;
  };
  // 2023-06-22 to 24 were the dragon boat holiday, Sunday the 25th was worked on.
  const Case cases[] = {
      {"2023-06-01T09:00:00+08:00", "2023-06-01T09:00:00+08:00", "2023-06-01T09:00:00+08:00"},
      {"2023-06-01T08:30:00+08:00", "2023-06-01T08:30:00+08:00", "2023-06-01T08:30:00+08:00"},
      {"2023-06-01T08:29:59+08:00", "2023-06-01T08:30:00+08:00", "2023-05-31T17:29:00+08:00"},
      {"2023-06-01T17:30:00+08:00", "2023-06-02T08:30:00+08:00", "2023-06-01T17:29:00+08:00"},
      {"2023-06-02T23:59:00+08:00", "2023-06-05T08:30:00+08:00", "2023-06-02T17:29:00+08:00"},
      {"2023-06-03T12:00:00+08:00", "2023-06-05T08:30:00+08:00", "2023-06-02T17:29:00+08:00"},
      {"2023-06-22T12:00:00+08:00", "2023-06-25T08:30:00+08:00", "2023-06-21T17:29:00+08:00"},
      {"2023-06-25T12:00:00+08:00", "2023-06-25T12:00:00+08:00", "2023-06-25T12:00:00+08:00"}};
  const ServicePlan plan{hours, Calendar::china(), kShanghaiOffset};
  for (const auto& c : cases) {
    EXPECT_EQ(plan.next_from(moment(c.at)), moment(c.next)) << c.at;
    EXPECT_EQ(plan.last_until(moment(c.at)), moment(c.last)) << c.at;
    EXPECT_EQ(plan.open_at(moment(c.at)), c.at == c.next) << c.at;
  }
}

TEST(ServiceHours, AreThoseOfThePlaceWhateverItsOffset) {
  const auto hours = parse_service_hours("08:30-17:30").value();
  for (const int minutes : {-720, -210, 0, 330, 480, 840}) {
    const UtcOffset offset{minutes};
    const ServicePlan plan{hours, Calendar::china(), offset};
    const Timestamp opens = start_of(day("2023-06-01"), offset) + hours.from;
    const Timestamp closes = start_of(day("2023-06-01"), offset) + hours.until;
    const std::chrono::milliseconds tick{1};
    EXPECT_TRUE(plan.open_at(opens)) << minutes;
    EXPECT_FALSE(plan.open_at(opens - tick)) << minutes;
    EXPECT_TRUE(plan.open_at(closes - tick)) << minutes;
    EXPECT_FALSE(plan.open_at(closes)) << minutes;
    EXPECT_EQ(plan.next_from(opens - tick), opens) << minutes;
    EXPECT_EQ(local_day(plan.next_from(closes), offset), day("2023-06-02")) << minutes;
  }
}

TEST(NormsInUse, NobodyIsCalledAtNightUnlessItIsUrgent) {
  auto scene = under("tianjin", "2023-06-02T20:00:00+08:00");
  scene.received(an_urgent_report(Urgency::ordinary));
  const Contact call{.how = Told::phone};
  const auto no = scene.decide(kOfficer, call);
  ASSERT_TRUE(no.is_refusal());
  EXPECT_EQ(no.refusal().name, "outside_service_hours");
  EXPECT_EQ(no.refusal().rule, "R36");
  EXPECT_NE(no.refusal().zh.find("08:30-17:30"), std::string::npos);
  EXPECT_EQ(scene.refusal(kOfficer, Contact{.how = Told::sms}), "");
  EXPECT_EQ(scene.refusal(kOfficer, Contact{.how = Told::in_person, .reached = true}), "");
  scene.at("2023-06-03T10:00:00+08:00");  // Saturday
  EXPECT_EQ(scene.refusal(kOfficer, call), "outside_service_hours");
  scene.at("2023-06-05T10:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, call), "");
  for (const auto urgency : {Urgency::danger, Urgency::supply}) {
    auto urgent = under("tianjin", "2023-06-02T20:00:00+08:00");
    urgent.received(an_urgent_report(urgency));
    EXPECT_EQ(urgent.refusal(kOfficer, call), "");
  }
  Scene shanghai{"2023-06-02T20:00:00+08:00"};
  shanghai.received();
  EXPECT_EQ(shanghai.refusal(kOfficer, call), "");
}

TEST(NormsInUse, ARaterIsCalledInServiceHoursToo) {
  auto scene = with([](Norms& norms) { norms.service_hours = "08:30-17:30"; });
  scene.rated_badly();
  scene.at("2023-06-01T20:00:00+08:00");
  EXPECT_EQ(scene.refusal(kLead, ContactRater{.how = Told::phone, .reached = true}),
            "outside_service_hours");
  scene.at("2023-06-02T10:00:00+08:00");
  EXPECT_EQ(scene.refusal(kLead, ContactRater{.how = Told::phone, .reached = true}), "");
}

TEST(NormsInUse, AReminderMovesToTheNextServiceMinute) {
  auto scene = with([](Norms& norms) { norms.service_hours = "08:30-17:30"; });
  scene.notice_issued();
  Scene without;
  without.notice_issued();
  EXPECT_EQ(to_string(without.state.deadlines.reminder->at, kShanghaiOffset),
            "2023-06-19T23:59:59.999+08:00");
  EXPECT_EQ(to_string(scene.state.deadlines.reminder->at, kShanghaiOffset),
            "2023-06-20T08:30:00+08:00");
}

TEST(NormsInUse, AReminderThatWouldComeTooLateIsTheLastThatCanBe) {
  auto scene = with([](Norms& norms) {
    norms.service_hours = "08:30-17:30";
    norms.reminder = 0;
  });
  scene.notice_issued();
  EXPECT_EQ(day_of(scene.state.deadlines.supplement), "2023-06-25");
  EXPECT_EQ(to_string(scene.state.deadlines.reminder->at, kShanghaiOffset),
            "2023-06-25T17:29:00+08:00");
}

// --- The urging ladder (R38) ---------------------------------------------------------------------

TEST(Urging, EachRungIsReachedOnItsDay) {
  auto scene = with_ladder();
  scene.received();
  const auto set = all<UrgingSet>(scene);
  ASSERT_EQ(set.size(), 1u);
  ASSERT_EQ(set[0].steps.size(), 3u);
  EXPECT_EQ(to_string(set[0].steps[0].due.at, kShanghaiOffset), "2023-06-07T00:00:00+08:00");
  EXPECT_EQ(to_string(set[0].steps[1].due.at, kShanghaiOffset), "2023-06-09T00:00:00+08:00");
  EXPECT_EQ(to_string(set[0].steps[2].due.at, kShanghaiOffset), "2023-06-13T00:00:00+08:00");
}

TEST(Urging, ServiceHoursMoveARungToTheMorning) {
  auto scene = with([](Norms& norms) {
    norms.urging = kLadder;
    norms.service_hours = "08:30-17:30";
  });
  scene.received();
  EXPECT_EQ(to_string(scene.state.deadlines.urging.at(0).due.at, kShanghaiOffset),
            "2023-06-07T08:30:00+08:00");
}

TEST(Urging, ARungNamesItsReceiverAndHowLateItIs) {
  auto scene = with_ladder();
  scene.accepted();
  EXPECT_EQ(scene.refusal(kTimer, Urge{}), "not_due_yet");
  // Whatever comes first afterwards: each rung fires at its own moment.
  scene.at("2023-06-14T09:00:00+08:00");
  scene.accepts(kOfficer, Contact{.how = Told::phone, .reached = true});
  const auto urged = all<Urged>(scene);
  ASSERT_EQ(urged.size(), 3u);
  EXPECT_EQ(urged[0].rung, Rung::remind);
  EXPECT_EQ(urged[0].unit, "PD01");
  EXPECT_EQ(urged[0].late_by, 0u);
  EXPECT_EQ(urged[1].rung, Rung::notice);
  EXPECT_EQ(urged[1].unit, "PD01");
  EXPECT_EQ(urged[1].late_by, 1u);
  EXPECT_EQ(urged[2].rung, Rung::circular);
  EXPECT_EQ(urged[2].receiver, Level::district);
  EXPECT_EQ(urged[2].unit, "PD.RK");
  EXPECT_EQ(urged[2].late_by, 3u);
  EXPECT_TRUE(scene.state.deadlines.urging.empty());
  EXPECT_NE(scene.refusal(kTimer, Urge{}), "");
  EXPECT_EQ(scene.replayed(), scene.state);
}

/// The engine's timers, each as soon as it has passed.
void fires_until(Scene& scene, std::string_view moment_text) {
  const Timestamp end = moment(moment_text);
  for (;;) {
    const core::Timer* first = nullptr;
    const auto timers = scene.decider.timers(scene.state);
    for (const auto& one : timers) {
      if (one.fires && one.due < end && (first == nullptr || one.due < first->due)) first = &one;
    }
    if (first == nullptr) break;
    scene.now = first->due + std::chrono::milliseconds{1};
    scene.accepts(kTimer, scene.decider.on_timer(scene.state, first->name));
  }
  scene.now = end;
}

TEST(Urging, AnOutageLeavesTheSameLog) {
  constexpr const char* kBack = "2023-06-14T09:00:00+08:00";
  const Contact contact{.how = Told::phone, .reached = true};
  auto prompt = with_ladder();
  prompt.accepted();
  fires_until(prompt, kBack);
  prompt.accepts(kOfficer, contact);
  auto down = with_ladder();
  down.accepted();
  down.at(kBack);
  down.accepts(kOfficer, contact);
  ASSERT_EQ(all<Urged>(down).size(), 3u);
  ASSERT_EQ(prompt.log.size(), down.log.size());
  for (std::size_t i = 0; i < down.log.size(); ++i) {
    EXPECT_EQ(prompt.log[i].first, down.log[i].first) << i;
  }
}

TEST(Urging, AnExtensionMovesTheRungsThatAreToComeAndRepeatsNone) {
  auto scene = with_ladder();
  scene.accepted();
  scene.at("2023-06-07T09:00:00+08:00");
  scene.accepts(kSupervisor,
                Extend{.until = day("2023-06-20"), .reason = "需外调", .told = Told::phone});
  EXPECT_EQ(all<Urged>(scene).size(), 1u);
  const auto& ladder = scene.state.deadlines.urging;
  ASSERT_EQ(ladder.size(), 2u);
  EXPECT_EQ(ladder[0].rung, Rung::notice);
  EXPECT_EQ(day_of(ladder[0].due), "2023-06-21");
}

TEST(Urging, NobodyIsUrgedWhileTheClockRests) {
  auto scene = with_ladder();
  scene.accepted();
  scene.accepts(kOfficer,
                Pause{.ground = PauseGround::force_majeure, .reason = "台风", .told = Told::phone});
  scene.at("2023-06-09T09:00:00+08:00");
  EXPECT_NE(scene.refusal(kTimer, Urge{}), "");
  scene.accepts(kOfficer, Resume{.reason = "已过"});
  EXPECT_EQ(all<Urged>(scene).size(), 0u);
  ASSERT_EQ(scene.state.deadlines.urging.size(), 3u);
  EXPECT_GT(scene.state.deadlines.urging[0].due.at, scene.now);
}

TEST(Urging, AClosedCaseIsUrgedNoMoreAndANewRoundFromTheBeginning) {
  auto scene = with_ladder();
  scene.accepted();
  scene.at("2023-06-07T09:00:00+08:00");
  scene.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  scene.accepts(kOfficer, Scene::a_closing());
  EXPECT_EQ(all<Urged>(scene).size(), 1u);
  scene.at("2023-06-12T09:00:00+08:00");
  EXPECT_NE(scene.refusal(kTimer, Urge{}), "");
  scene.accepts(kChief, Reopen{.reason = "仍未办成"});
  ASSERT_EQ(scene.state.deadlines.urging.size(), 3u);
  EXPECT_EQ(day_of(scene.state.deadlines.urging[0].due), "2023-06-16");
}

TEST(Urging, AMergeMovesTheLadderOfTheCaseThatGoesOn) {
  Scene earlier{"2023-06-01T09:00:00+08:00"};
  earlier.accepted();
  auto target = with_ladder();
  target.at("2023-06-05T09:00:00+08:00");
  target.accepted();
  earlier.now = target.now;
  auto norms = target.decider.norms;
  earlier.decider.profiles = Profiles::builtin().with(norms).value();
  earlier.related = {{StreamId::of("case", "B").value(), Version{1}, target.state, 1}};
  earlier.accepts(kOfficer, Merge{.target = "B", .reason = "同一事项", .same_person = true});
  std::vector<Event> there;
  for (const auto& one : earlier.elsewhere)
    there.insert(there.end(), one.events.begin(), one.events.end());
  ASSERT_EQ(there.size(), 2u);
  const auto& set = std::get<UrgingSet>(there[1]);
  EXPECT_EQ(day_of(set.steps.at(0).due), "2023-06-07");
}

TEST(Urging, WithoutALadderNothingIsRecorded) {
  Scene scene;
  scene.accepted();
  EXPECT_TRUE(all<UrgingSet>(scene).empty());
  EXPECT_NE(scene.refusal(kTimer, Urge{}), "");
  EXPECT_EQ(scene.refusal(kOfficer, Urge{}), "not_your_role");
}

TEST(Urging, AReminderWhoseMomentIsOverIsLeftOut) {
  auto scene = with([](Norms& norms) {
    norms.urging = kLadder;
    norms.ordinary = 1;
  });
  scene.received();
  ASSERT_EQ(scene.state.deadlines.urging.size(), 2u);
  EXPECT_EQ(scene.state.deadlines.urging[0].rung, Rung::notice);
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
