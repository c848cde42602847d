// Cases of an office whose timers nobody runs: what is found by whoever comes is what would have
// been there, and what was told, brought or merged counts as it was. Each test is the story of a
// fault that was mended, with the days that are right.
#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/office.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework;
using namespace casework::complaint;
using casework::complaint::testing::day;
using casework::complaint::testing::personal;

constexpr std::string_view kOfficer = "window_officer:w7@S001";
constexpr std::string_view kChief = "station_chief:z1@S001";
constexpr std::string_view kPopulation = "district_officer:d1@PD.RK";
constexpr std::string_view kCityPopulation = "city_officer:c1@city.RK";
constexpr std::string_view kSupervisor = "supervisor:v1";

class InTime : public ::testing::Test {
 protected:
  ManualClock clock{parse_timestamp("2023-11-01T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();

  static StreamId id(std::string_view key) { return StreamId::of("case", key).value(); }
  void at(std::string_view moment) {
    clock.set(parse_timestamp(std::string{moment} + "+08:00").value());
    office->clock_moved();
  }
  /// The refusal's name; empty if the command was taken.
  std::string answer(std::string_view key, std::string_view actor, const Command& command) const {
    const auto context = office->context(core::Actor::parse(actor));
    const auto outcome = office->handle(id(key), command, context).value();
    return outcome.refused() ? outcome.refusal().name : std::string{};
  }
  void take(std::string_view key, std::string_view actor, const Command& command) const {
    EXPECT_EQ(answer(key, actor, command), "") << describe::type_of(command);
  }
  State state(std::string_view key) const { return office->find_case(id(key)).value().state; }
  /// The first event of that type: on which day it happened, and who acted.
  template <class E>
  std::string first(std::string_view key) const {
    for (const auto& one : office->history(id(key)).value()) {
      if (!std::holds_alternative<E>(one.event)) continue;
      return to_string(local_day(one.occurred_at, kShanghaiOffset)) + " " + one.actor;
    }
    return "never";
  }
  std::string due(std::string_view key, DeadlineKind kind) const {
    for (const auto& one : office->due_times(id(key)).value()) {
      if (one.kind == kind) return to_string(local_day(one.due.at, kShanghaiOffset));
    }
    return "none";
  }
  std::vector<SupervisionCause> causes(std::string_view key) const {
    std::vector<SupervisionCause> all;
    for (const auto& one : state(key).supervision) all.push_back(one.cause);
    return all;
  }

  static Report matter(std::string code, Category category = Category::difficult) {
    return {.district = "PD", .category = category, .matter = std::move(code)};
  }
  static Report present(std::string code, Category category = Category::difficult) {
    auto report = matter(std::move(code), category);
    report.present = true;
    return report;
  }
  static Report online(std::string code) {
    auto report = matter(std::move(code), Category::not_accepted);
    report.station = "S001";
    report.channel = Channel::online;
    return report;
  }
  static RouteNotice notice(std::string code) {
    return {.items = {{std::move(code), "", ""}},
            .basis = "条例",
            .place = "窗口",
            .contact = "021-1",
            .remedy = "复议",
            .acknowledged = true};
  }
};

// Nobody came for eight days. A licence that was not answered is accepted since it was filed (act
// art 32); elsewhere the silence is a breach.
TEST_F(InTime, AnAcceptanceThatComesLateFindsThatSilenceHasActed) {
  at("2025-06-09T15:00:00");
  take("L", "citizen:e1", online("ZA02"));
  take("N", "citizen:e1", online("RK10"));
  at("2025-06-19T09:00:00");
  // Who asks what may be done is told what the silence has left, and that records nothing.
  const auto head = office->store().head().value();
  const auto officer = core::Actor::parse(kOfficer);
  EXPECT_EQ(std::ranges::count(office->next(id("L"), officer).value(), "case.accept"), 0);
  EXPECT_EQ(std::ranges::count(office->next(id("N"), officer).value(), "case.accept"), 1);
  EXPECT_EQ(office->store().head().value(), head);
  EXPECT_EQ(answer("L", kOfficer, Accept{}), "not_allowed_in_phase") << "it is accepted already";
  take("N", kOfficer, Accept{});
  EXPECT_EQ(to_string(*state("L").work.accepted_at, kShanghaiOffset).substr(0, 16),
            "2025-06-09T15:00");
  EXPECT_EQ(first<DeemedAccepted>("L"), "2025-06-17 timer:engine");
  EXPECT_EQ(first<NoticeMissed>("N"), "2025-06-17 timer:engine");
  EXPECT_EQ(state("N").work.breaches, 1u);
}

// A declining that nobody reviewed is overturned when its limit has passed, and a case is overdue
// since its limit, whoever comes first.
TEST_F(InTime, WhatALimitsEndBringsDoesNotWaitForATimer) {
  take("D", kOfficer, matter("RK10"));
  take("D", kOfficer,
       Decline{.ground = DeclineGround::court,
               .reason = "r",
               .remedy = "r",
               .body = "b",
               .told = Told::phone});
  take("L", kOfficer, present("RK10"));
  at("2023-11-17T09:00:00");
  EXPECT_EQ(answer("D", kSupervisor, UpholdDecline{.reason = "r"}), "not_allowed_in_phase");
  take("L", kOfficer, Contact{.how = Told::phone, .reached = true});
  EXPECT_EQ(first<ReviewLapsed>("D"), "2023-11-04 timer:engine");
  EXPECT_EQ(first<WentOverdue>("L"), "2023-11-09 timer:engine");
  EXPECT_EQ(first<Supervised>("L"), "2023-11-09 timer:engine");
}

// What was brought is not demanded again, and the clock does not rest for it once more (R14).
TEST_F(InTime, WhatWasBroughtIsNotDemandedByASecondNotice) {
  at("2025-03-03T09:00:00");
  take("P", kOfficer, present("JJ04", Category::not_accepted));
  take("P", kOfficer, notice("1"));
  at("2025-03-12T16:00:00");
  take("P", kOfficer, SupplementAll{});
  EXPECT_EQ(answer("P", kOfficer, notice("1")), "brought_already");
  EXPECT_EQ(state("P").phases.clock, ClockPhase::running);
  EXPECT_EQ(due("P", DeadlineKind::resolution), "2025-03-19");
  auto doubted = notice("1");
  doubted.ground = DemandGround::authenticity_doubted;
  take("P", kOfficer, doubted);
  EXPECT_EQ(state("P").work.breaches, 0u);
}

// A breach is under supervision, then the case is late as well: two causes, each answered by
// itself.
TEST_F(InTime, BeingLateIsACauseOfItsOwnBesideABreach) {
  at("2025-03-03T09:00:00");
  take("S", kOfficer, present("JJ04", Category::not_accepted));
  take("S", kOfficer, notice("1"));
  take("S", kOfficer, SupplementAll{});
  at("2025-03-10T09:00:00");
  take("S", kOfficer, notice("3"));
  take("S", kOfficer, SupplementAll{});
  at("2025-03-11T09:00:00");
  EXPECT_EQ(answer("S", kChief, AnswerSupervision{.text = "已致歉"}), "which_supervision");
  EXPECT_EQ(causes("S"), (std::vector{SupervisionCause::breach, SupervisionCause::overdue}));
  take("S", kChief, AnswerSupervision{.text = "已致歉", .cause = SupervisionCause::breach});
  take("S", "district_officer:d2@PD.JJ", VerifySupervision{.accepted = true});
  EXPECT_EQ(state("S").phases.supervision, SupervisionPhase::supervised) << "that of being late";
}

// The promised day, 1 May, is off, so that it ends on the 6th; the grace is counted from there.
TEST_F(InTime, GraceIsCountedFromTheDayThatReallyEndsAPromise) {
  at("2025-04-22T09:00:00");
  take("G", kOfficer, present("RK23", Category::not_accepted));
  take("G", kOfficer,
       RouteLacking{.missing = {{"4", "", ""}},
                    .main_papers_complete = true,
                    .promise = "x",
                    .promise_day = day("2025-05-01"),
                    .signature = "CN1",
                    .exclusion_checked = true});
  EXPECT_EQ(due("G", DeadlineKind::promise), "2025-05-06");
  EXPECT_EQ(due("G", DeadlineKind::resolution), "2025-05-08");
}

TEST_F(InTime, ReminderAndDayFollowALaterDemandAndTheSignedNoticeDoesNot) {
  at("2025-03-03T09:00:00");
  take("R", kOfficer, present("JJ04", Category::not_accepted));
  take("R", kOfficer, notice("1"));
  EXPECT_EQ(due("R", DeadlineKind::reminder), "2025-03-19");
  at("2025-03-10T09:00:00");
  take("R", kOfficer, DemandMore{.items = {{"3", "", ""}}, .ground = DemandGround::law_changed});
  EXPECT_EQ(due("R", DeadlineKind::reminder), "2025-03-26");
  EXPECT_EQ(due("R", DeadlineKind::supplement), "2025-03-31");
  const auto names = [](const Document& paper, const std::string& day) {
    return std::ranges::count(paper.details, day, &Document::Entry::value) == 1;
  };
  const auto notice_paper = office->document(id("R"), DocumentKind::notice).value();
  EXPECT_EQ(notice_paper.items.size(), 1u);
  EXPECT_TRUE(names(notice_paper, "2025年3月24日"));
  const auto supplement = office->document(id("R"), DocumentKind::supplement).value();
  EXPECT_EQ(supplement.items.size(), 2u) << "all that is lacking";
  EXPECT_TRUE(names(supplement, "2025年3月31日"));
}

// Contact, attention and support pass: each is recorded, supervised, and stays owed.
TEST_F(InTime, LimitsThatPassUnmetLeadOn) {
  at("2025-03-03T10:00:00");
  take("M", "citizen:p1", online("RK10"));
  take("M", kOfficer, Accept{});
  take("M", "citizen:p1", Message{.text = personal("到哪了")});
  take("M", kOfficer, AskSupport{.question = personal("q")});
  at("2025-03-06T09:00:00");
  take("M", kOfficer, AskSupport{.line = Line::public_order, .question = personal("q2")});
  auto found = causes("M");
  std::ranges::sort(found);
  std::vector expected{SupervisionCause::contact_missed, SupervisionCause::attention_missed,
                       SupervisionCause::support_missed};
  std::ranges::sort(expected);
  EXPECT_EQ(found, expected);
  take("M", kOfficer, RouteOnSpot{});
  take("M", kOfficer, Close{.outcome = Outcome::done, .reply = personal("x"), .told = Told::phone});
  EXPECT_EQ(state("M").work.support.size(), 2u) << "a call for support outlives the case";
}

// The district asks on its second day, and the station takes ten: that is the station's time.
TEST_F(InTime, ADepartmentsLimitRestsWhileTheStationGathersFacts) {
  at("2025-03-03T09:00:00");
  take("F", kOfficer, present("RK13"));
  take("F", kOfficer, Escalate{.question = personal("q"), .tried = personal("t")});
  EXPECT_EQ(due("F", DeadlineKind::answer), "2025-03-10");
  at("2025-03-05T09:00:00");
  take("F", kPopulation, ReturnForFacts{.items = {"底册"}});
  EXPECT_EQ(due("F", DeadlineKind::facts), "2025-03-07");
  at("2025-03-11T09:00:00");
  take("F", kOfficer, SupplyFactsDistrict{.facts = personal("f")});
  EXPECT_EQ(due("F", DeadlineKind::answer), "2025-03-14");
  EXPECT_EQ(causes("F"), std::vector{SupervisionCause::facts_missed});
  EXPECT_EQ(state("F").supervision.at(0).unit, "S001");
  at("2025-03-14T09:00:00");
  take("F", kPopulation, ForwardToCity{.opinion = "o"});
  EXPECT_EQ(due("F", DeadlineKind::answer), "2025-03-19") << "three days are the station's";
  take("F", kCityPopulation, AnswerAsDepartment{.kind = AnswerKind::do_it_so, .wording = "w"});
  take("F", kOfficer, ReturnAnswer{.reason = "无法落实"});
  EXPECT_EQ(owner_of(state("F")), "city.RK") << "back to whoever answered";
}

// Registered by one tap, and out of scope: it can be declined, and telling it in person is a
// contact.
TEST_F(InTime, AWalkInIsDeclinedAtTheCounter) {
  at("2025-09-29T09:00:00");
  const Decline court{.ground = DeclineGround::court,
                      .reason = "r",
                      .remedy = "m",
                      .body = "b",
                      .told = Told::in_person};
  take("W", kOfficer, present("QT03", Category::other));
  take("W", kOfficer, court);
  EXPECT_EQ(state("W").phases.stage, Phase::declined);
  take("X", kOfficer, matter("QT03", Category::other));
  take("X", kOfficer, court);
  EXPECT_TRUE(state("X").deadlines.contacted_at);
}

// Nobody reached the citizen: escalating does not say that somebody did.
TEST_F(InTime, EscalatingClaimsNoTelling) {
  at("2025-03-03T09:00:00");
  take("H", kOfficer, matter("RK10"));
  take("H", kOfficer, Accept{});
  take("H", kOfficer, Escalate{.question = personal("q"), .tried = personal("t")});
  EXPECT_FALSE(state("H").deadlines.contacted_at);
  for (const auto& one : office->history(id("H")).value()) {
    const auto* e = std::get_if<Escalated>(&one.event);
    if (e == nullptr) continue;
    EXPECT_FALSE(e->explanation || e->told);
  }
}

TEST_F(InTime, OnlyACitizensOwnCodeRatesFromAfar) {
  at("2025-03-03T09:00:00");
  auto report = matter("RK10", Category::policy);
  report.channel = Channel::phone;
  const auto opened =
      office->open_case(report, office->context(core::Actor::parse(kOfficer))).value();
  const std::string key{opened.id.key()};
  take(key, kOfficer, Accept{});
  take(key, kOfficer, RouteExplain{.law = "x", .understood = true});
  take(key, kOfficer,
       Close{.outcome = Outcome::answered,
             .reply = personal("x"),
             .told = Told::phone,
             .next_step = "y"});
  at("2025-03-04T09:00:00");
  const Rate tablet{.way = RatingWay::tablet, .grade = Grade::very_satisfied};
  EXPECT_EQ(answer(key, "citizen:anybody", tablet), "tablet_after_the_closing");
  EXPECT_EQ(answer(key, "citizen:stranger", Reopen{.reason = "x"}), "code_missing");
  take(
      key, "citizen:p1",
      Rate{.way = RatingWay::code, .grade = Grade::very_dissatisfied, .code = opened.inquiry_code});
}

// Whichever importer brings it, and whatever else it says by then (R27).
TEST_F(InTime, AnOrderOfTheHotlineThatComesAgainIsTheSameCase) {
  at("2025-03-03T09:00:00");
  auto order = matter("QT02", Category::attitude);
  order.station = "S001";
  order.channel = Channel::hotline;
  order.reference = "SH12345-1";
  const auto first = office->open_case(order, office->import_context("h1")).value();
  order.narrative = personal("再次反映");
  const auto again = office->open_case(order, office->import_context("h2")).value();
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(office->history(first.id)->size(), 1u);
  for (const auto* typed : {" sh12345-1", "SH12345-1\t", "ＳＨ１２３４５－１　"}) {
    order.reference = typed;
    const auto typed_so = office->open_case(order, office->import_context("h1")).value();
    EXPECT_EQ(typed_so.id, first.id) << typed;
  }
  order.reference = "SH12345-2";
  EXPECT_NE(office->open_case(order, office->import_context("h1"))->id, first.id);
}

// The one complained about is offered nothing but to step aside; where it is the chief, the
// district owns the case, is offered what it may, and answers for it.
TEST_F(InTime, WhereTheChiefIsRecusedTheDistrictHasTheCase) {
  at("2025-03-03T09:00:00");
  auto report = matter("QT02", Category::attitude);
  report.station = "S009";
  report.channel = Channel::online;
  report.accused = {{"w1", ""}, {"z9", ""}};
  take("Q", "citizen:q9", report);
  take("Q", kSupervisor, Recuse{.staff = "z9", .role = Role::station_chief, .reason = "x"});
  EXPECT_EQ(owner_of(state("Q")), "PD");
  const auto next = [&](std::string_view actor) {
    return office->next(id("Q"), core::Actor::parse(actor)).value();
  };
  EXPECT_EQ(next("window_officer:w1@S009"), std::vector<std::string_view>{"case.recuse"});
  EXPECT_TRUE(next("station_chief:z9@S009").empty());
  const auto district = next("district_officer:d1@PD");
  EXPECT_EQ(std::ranges::count(district, "case.accept"), 1);
  at("2025-03-11T09:00:00");
  const AnswerSupervision fine{.text = "没问题", .cause = SupervisionCause::overdue};
  EXPECT_EQ(answer("Q", "station_chief:z9@S009", fine), "barred");
  take("Q", "district_officer:d1@PD", fine);
  EXPECT_EQ(answer("Q", "district_officer:d1@PD", VerifySupervision{.accepted = true}),
            "verifies_itself");
}

// The citizen asked, and nobody answered: a merge takes the question along, its undoing back.
TEST_F(InTime, AnOpenMessageGoesWithAMergeAndComesBack) {
  take("A", kOfficer, present("RK10"));
  take("B", kOfficer, present("RK10"));
  take("A", "citizen:c1", Message{.text = personal("怎么样了")});
  EXPECT_EQ(due("A", DeadlineKind::attention), "2023-11-02");
  take("A", kOfficer, Merge{.target = "B", .reason = "同一事项", .same_person = true});
  EXPECT_EQ(due("A", DeadlineKind::attention), "none");
  EXPECT_EQ(due("B", DeadlineKind::attention), "2023-11-02");
  EXPECT_EQ(answer("A", kOfficer, Contact{.how = Told::phone, .reached = true}),
            "merged_into_another");
  at("2023-11-01T09:05:00");
  take("A", kOfficer, Unmerge{.target = "B", .reason = "两件事"});
  EXPECT_EQ(due("A", DeadlineKind::attention), "2023-11-02");
  EXPECT_EQ(due("B", DeadlineKind::attention), "none");
}

// A rested for nine working days, or was difficult: B is not late because it started later.
TEST_F(InTime, ARestThatIsOverOrADifficultyMakesNobodyLateByAMerge) {
  take("A", kOfficer, present("RK10"));
  take("C", kOfficer, present("RK10"));
  take("C", kOfficer, SetDifficult{.reason = "r"});
  at("2023-11-02T09:00:00");
  take("A", kOfficer,
       Pause{.ground = PauseGround::outside_verification, .reason = "r", .told = Told::phone});
  at("2023-11-15T09:00:00");
  take("A", kOfficer, Resume{.reason = "x"});
  at("2023-11-16T09:00:00");
  EXPECT_EQ(due("A", DeadlineKind::resolution), "2023-11-21");
  EXPECT_EQ(due("C", DeadlineKind::resolution), "2023-11-22");
  take("B", kOfficer, present("RK10"));
  take("D", kOfficer, present("RK10"));
  take("A", kOfficer, Merge{.target = "B", .reason = "r", .same_person = true});
  take("C", kOfficer, Merge{.target = "D", .reason = "r", .same_person = true});
  office->fire_due().value();
  EXPECT_EQ(due("B", DeadlineKind::resolution), "2023-11-21");
  EXPECT_EQ(due("D", DeadlineKind::resolution), "2023-11-22");
  EXPECT_FALSE(state("B").deadlines.overdue || state("D").deadlines.overdue);
  take("A", kOfficer, Unmerge{.target = "B", .reason = "r"});
  EXPECT_EQ(due("A", DeadlineKind::resolution), "2023-11-21");
  EXPECT_EQ(due("B", DeadlineKind::resolution), "2023-11-23");
}

// One person at two stations: those above both merge.
TEST_F(InTime, CasesOfTwoStationsAreMergedAboveThem) {
  take("A", kOfficer, present("RK10"));
  take("B", "window_officer:w3@S002", present("RK10"));
  const Merge merge{.target = "A", .reason = "同一人", .same_person = true};
  EXPECT_EQ(answer("B", "window_officer:w3@S002", merge), "not_the_same_station");
  take("B", kPopulation, merge);
}

// Two minutes over midnight, or a weekend: less than a working day moves nothing.
TEST_F(InTime, ARestWithinOneWorkingDayMovesNothing) {
  const Pause asked{
      .ground = PauseGround::outside_verification, .reason = "r", .told = Told::phone};
  at("2023-10-09T08:00:00");
  take("T", kOfficer, present("RK10"));
  for (const auto* night : {"2023-10-10", "2023-10-11"}) {
    at(std::string{night} + "T23:59:00");
    take("T", kOfficer, asked);
    clock.advance(std::chrono::minutes{2});
    take("T", kOfficer, Resume{});
  }
  at("2023-10-13T16:00:00");
  take("T", kOfficer, asked);
  at("2023-10-16T10:00:00");
  take("T", kOfficer, Resume{});
  EXPECT_EQ(due("T", DeadlineKind::resolution), "2023-10-16");
  EXPECT_EQ(state("T").deadlines.paused_days, 0u);
}

/// China's notice for 2027, and the corrected one: four days around 1 May more, two to make up.
calendar::PublishYear notice_of_2027(bool corrected) {
  calendar::PublishYear notice{2027, {}, corrected ? "b" : "a"};
  for (const auto* off : {"2027-01-01", "2027-05-01"}) notice.days.push_back({day(off), true, ""});
  if (!corrected) return notice;
  for (const auto* off : {"2027-05-02", "2027-05-03", "2027-05-04", "2027-05-05"}) {
    notice.days.push_back({day(off), true, ""});
  }
  for (const auto* worked : {"2027-04-25", "2027-05-08"}) {
    notice.days.push_back({day(worked), false, ""});
  }
  return notice;
}

// Five days are left when the clock comes to rest, and five when it goes on, whatever the notice
// says meanwhile; a clock that runs is counted anew.
TEST_F(InTime, WhatWasLeftAtARestIsLeftOverACorrectedNotice) {
  at("2027-04-26T09:00:00");
  const auto publish = [&](bool corrected) {
    const auto context = office->context({"a1", "administrator", ""});
    return office->publish_year(notice_of_2027(corrected), context).value().refused();
  };
  EXPECT_FALSE(publish(false));
  take("F", kOfficer, present("RK10"));
  take("R", kOfficer, present("RK10"));
  EXPECT_EQ(due("R", DeadlineKind::resolution), "2027-05-03");
  take("F", kOfficer,
       Pause{.ground = PauseGround::outside_verification, .reason = "r", .told = Told::phone});
  EXPECT_FALSE(publish(true));
  EXPECT_EQ(office->recompute_limits()->moved, 2u);
  EXPECT_EQ(due("R", DeadlineKind::resolution), "2027-05-06");
  at("2027-04-30T09:00:00");
  take("F", kOfficer, Resume{});
  EXPECT_EQ(due("F", DeadlineKind::resolution), "2027-05-11");
  at("2027-05-06T09:00:00");
  office->fire_due().value();
  EXPECT_FALSE(state("R").deadlines.overdue);
}

}  // namespace
}  // namespace recourse
