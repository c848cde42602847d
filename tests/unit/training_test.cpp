// Trainings: the course, attendance, scores, the effect, the limits (R25).
#include <algorithm>
#include <recourse/casework/training/decider.hpp>
#include <recourse/casework/training/effect.hpp>
#include <recourse/casework/training/refusals.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <set>

#include "casework/training/lifecycle_table.hpp"

namespace recourse::casework::training {
namespace {

constexpr const char* kTrainer = "district_officer:d1@PD.RK";
constexpr const char* kTimer = "timer:timer";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Timestamp end(std::string_view text) { return end_of(day(text), kShanghaiOffset); }

struct Training : testing::Test {
  test::Scenario<TrainingDecider> scene{TrainingDecider{}, test::to_gtest()};

  Training() { scene.zone(kShanghaiOffset).at("2023-06-01 09:00").actor(kTrainer); }

  static Plan a_plan() {
    return {.topic = "一次性告知",
            .cases = {{"PD01-20230501-0001-A", "群众三次补材料，窗口每次只说一样"}},
            .day = day("2023-06-08")};
  }
  void announced() {
    scene.when(a_plan());
    scene.when(Announce{"分局三楼，14:00", {"w1", "w2", "w3"}});
  }
  void held() {
    announced();
    scene.at("2023-06-08 17:00").when(Hold{{"w1", "w2"}, {{"w3", "病假"}}});
  }
  void tested() {
    held();
    scene.when(EnterScores{{{"w1", 90}, {"w2", 55}}});
  }
  static RecordEffect an_effect() {
    return {Counts{day("2023-03-10"), day("2023-06-07"), 200, 30, 100, 12},
            Counts{day("2023-06-09"), day("2023-09-06"), 210, 15, 0, 0}};
  }
  void evaluated() {
    tested();
    scene.at("2023-09-07 09:00").when(an_effect());
  }
  void expect_refused(std::string_view actor, Command command, std::string_view name) {
    scene.actor(actor).when(std::move(command)).then_refused(name);
  }
};

// --- The course ----------------------------------------------------------------------------------

TEST_F(Training, GoesFromThePlanToItsEffect) {
  scene.when(a_plan());
  EXPECT_EQ(scene.state().lines, (std::vector<Line>{Line::population})) << "the department's own";
  EXPECT_EQ(scene.state().pass_mark, 60u);
  scene.then_timer("hold", end("2023-06-08"));
  scene.when(Announce{"分局三楼，14:00", {"w1", "w2", "w3"}}).then_types({"training.announced"});
  scene.at("2023-06-08 17:00").when(Hold{{"w1", "w2", "guest"}, {{"w3", "病假"}}});
  scene.then_timer("test", end("2023-06-15")).then_timer("make_up", end("2023-07-07"));
  scene.when(EnterScores{{{"w1", 90}, {"w2", 55}, {"guest", 70}}});
  EXPECT_EQ(passed(scene.state()), 2u);
  scene.then_timer("evaluation", end("2023-09-20"));
  scene.when(EnterScores{{{"w2", 80}}}).then(Tested{"d1", {{"w2", 80}}, std::nullopt});
  EXPECT_EQ(passed(scene.state()), 3u);
  EXPECT_EQ(scene.state().attendees[1].tries, 2u);
  scene.at("2023-06-20 09:00").when(MakeUp{{"w3"}}).then(MadeUp{"d1", {"w3"}});
  scene.then_no_timer("make_up");
  scene.at("2023-09-07 09:00").when(an_effect());
  scene.then(EffectRecorded{"d1", *an_effect().before, *an_effect().after,
                            Change{-786, -1411, -178}, std::nullopt});
  expect_refused(kTrainer, Close{"好"}, "score_open");
  scene.when(EnterScores{{{"w3", 61}}});
  scene.when(Close{"一次告知清单已上墙"}).then(Closed{"d1", "一次告知清单已上墙"});
  EXPECT_TRUE(scene.decider().finished(scene.state()));
  EXPECT_TRUE(scene.decider().duties(scene.state()).empty());
}

TEST_F(Training, ASupervisorTrainsSeveralLines) {
  auto plan = a_plan();
  plan.lines = {Line::population, Line::traffic};
  expect_refused(kTrainer, plan, "not_your_line");
  scene.actor("supervisor:v1").when(plan);
  EXPECT_EQ(scene.state().unit, "city");
  expect_refused(kTrainer, Announce{"x", {"w1"}}, "not_your_training");
}

TEST_F(Training, OneMayBeGivenUpBeforeItIsHeld) {
  announced();
  expect_refused(kTrainer, Cancel{" "}, "reason_missing");
  scene.when(Cancel{"改期"}).then(Cancelled{"d1", "改期"});
  scene.until("2024-01-01 00:00").then_nothing();
}

// --- The effect ----------------------------------------------------------------------------------

// Newcombe (1998), table II, method 10: 56/70 and 48/80 differ by 0.2, from 0.0524 to 0.3339; 9/10
// and 3/10 by 0.6, from 0.1705 to 0.8090; 10/10 and 0/10 by 1, from 0.6075 to 1.
TEST(TrainingEffect, IntervalsAreThoseOfThePaper) {
  EXPECT_EQ(change_of({48, 80}, {56, 70}), (Change{2000, 524, 3339}));
  EXPECT_EQ(change_of({3, 10}, {9, 10}), (Change{6000, 1705, 8090}));
  EXPECT_EQ(change_of({0, 10}, {10, 10}), (Change{10000, 6075, 10000}));
  EXPECT_EQ(change_of({0, 10}, {0, 0}), std::nullopt);
  EXPECT_EQ(change_of({0, 0}, {1, 1}), std::nullopt);
}

TEST(TrainingEffect, BeforeAndAfterAreMirrored) {
  const auto forth = *change_of({30, 200}, {15, 210});
  const auto back = *change_of({15, 210}, {30, 200});
  EXPECT_EQ(back, (Change{-forth.difference, -forth.high, -forth.low}));
}

TEST_F(Training, TheEffectIsOfEqualPeriodsThatAreOver) {
  tested();
  auto effect = an_effect();
  expect_refused(kTrainer, effect, "period_runs");
  scene.at("2023-09-07 09:00");
  effect.after.reset();
  expect_refused(kTrainer, effect, "counts_missing");
  effect = an_effect();
  effect.before->from = day("2023-03-11");
  expect_refused(kTrainer, effect, "periods_wrong");
  for (auto change :
       {+[](Counts& c) { c.repeated = c.cases + 1; }, +[](Counts& c) { c.rated = c.cases + 1; },
        +[](Counts& c) { c.bad = c.rated + 1; }}) {
    effect = an_effect();
    change(*effect.after);
    expect_refused(kTrainer, effect, "counts_contradict");
  }
  scene.when(an_effect());
  scene.then_types({"training.limit_missed", "training.effect_recorded"});  // w3 is absent still
}

// --- Limits --------------------------------------------------------------------------------------

std::vector<std::string> names(const std::vector<Duty>& duties) {
  std::vector<std::string> list;
  for (const auto& duty : duties) list.emplace_back(duty.name);
  return list;
}

TEST_F(Training, ADayThatPassesIsRecordedAndTheDutyStays) {
  announced();
  scene.until("2023-06-09 00:00");
  scene.then(LimitMissed{LimitKind::hold, {end("2023-06-08"), false, std::nullopt, 0}, "PD.RK"});
  scene.until("2024-01-01 00:00").then_nothing();
  EXPECT_EQ(scene.decider().duties(scene.state()),
            (std::vector<Duty>{{"hold_training", "开展培训", "R25", "PD.RK", scene.state().due}}));
  scene.when(Hold{{"w1", "w2", "w3"}, {}}).then_types({"training.held"});
  EXPECT_EQ(scene.state().make_up_due, std::nullopt) << "nobody was absent";
}

TEST_F(Training, ScoresMakingUpAndTheEffectAreMissedOnceEach) {
  held();
  EXPECT_EQ(names(scene.decider().duties(scene.state())),
            (std::vector<std::string>{"enter_scores", "make_up_training"}));
  scene.until("2023-06-16 00:00").then_types({"training.limit_missed"});
  scene.when(EnterScores{{{"w1", 90}, {"w2", 55}}});
  scene.until("2023-07-11 00:00").then_types({"training.limit_missed"});
  scene.until("2023-09-21 00:00").then_types({"training.limit_missed"});
  scene.until("2024-09-21 00:00").then_nothing();
  EXPECT_EQ(scene.state().missed, 3u);
  EXPECT_EQ(names(scene.decider().duties(scene.state())),
            (std::vector<std::string>{"evaluate_training", "make_up_training"}));
  scene.when(an_effect()).then_types({"training.effect_recorded"});
  expect_refused(kTrainer, Close{"好"}, "absent_open");
}

TEST_F(Training, WhatIsDoneInTimeIsNeverMissed) {
  tested();
  scene.at("2023-06-20 09:00").when(MakeUp{{"w3"}});
  scene.at("2023-09-07 09:00").when(an_effect());
  scene.until("2025-01-01 00:00").then_nothing();
  EXPECT_EQ(scene.state().missed, 0u);
}

TEST_F(Training, AnOutageChangesNothingOfTheLog) {
  held();
  const auto fork = [](test::Scenario<TrainingDecider>& s) {
    s.zone(kShanghaiOffset).at("2023-06-01 09:00").actor(kTrainer);
    s.when(a_plan());
    s.when(Announce{"分局三楼，14:00", {"w1", "w2", "w3"}});
    s.at("2023-06-08 17:00").when(Hold{{"w1", "w2"}, {{"w3", "病假"}}});
  };
  test::Scenario<TrainingDecider> down{TrainingDecider{}, test::to_gtest()};
  fork(down);
  const EnterScores late{{{"w1", 90}, {"w2", 55}}};
  scene.until("2023-07-20 09:00").when(late);
  down.at("2023-07-20 09:00").when(late);  // nothing has fired yet
  ASSERT_EQ(scene.events().size(), down.events().size());
  for (std::size_t i = 0; i < scene.events().size(); ++i) {
    EXPECT_TRUE(scene.events()[i].event == down.events()[i].event) << i;
    EXPECT_EQ(scene.events()[i].at, down.events()[i].at) << i;
  }
}

TEST_F(Training, ATimerThatIsTooEarlyOrOfNoLimitIsDeclined) {
  announced();
  expect_refused(kTimer, MissLimit{LimitKind::hold}, "not_due_yet");
  expect_refused(kTimer, MissLimit{LimitKind::test}, "no_such_limit");
  const auto declined =
      scene.decider().timer_declined({.name = "hold"}, core::refuse<refusals::no_such_limit>());
  scene.given(declined);
  EXPECT_EQ(scene.state().phase, Phase::announced);
}

// --- Refusals ------------------------------------------------------------------------------------

TEST_F(Training, APlanSaysWhatItIsBuiltOnWithoutPersonalData) {
  const auto without = [&](auto change, std::string_view name) {
    auto plan = a_plan();
    change(plan);
    expect_refused(kTrainer, plan, name);
  };
  without([](Plan& p) { p.topic = " "; }, "topic_missing");
  without([](Plan& p) { p.day.reset(); }, "day_missing");
  without([](Plan& p) { p.day = day("2023-05-31"); }, "day_over");
  without([](Plan& p) { p.day = day("2024-06-02"); }, "day_too_far");
  without([](Plan& p) { p.cases.clear(); }, "cases_missing");
  without([](Plan& p) { p.cases[0].retelling.clear(); }, "cases_missing");
  without([](Plan& p) { p.cases[0].number = "a/b"; }, "not_a_case");
  without([](Plan& p) { p.pass_mark = 0; }, "pass_mark_wrong");
  without([](Plan& p) { p.pass_mark = 101; }, "pass_mark_wrong");
  for (const char* const said :
       {"群众电话13800001234", "电话 138-0000-1234", "座机62345678", "证件310101199001011234",
        "证件31010119900101123X", "１３８００００１２３４"}) {
    without([&](Plan& p) { p.cases[0].retelling = said; }, "personal_data");
  }
  for (const char* const said : {"2023年6月跑了3次", "等了 45 分钟，交了 120 元"}) {
    scene.on(std::to_string(std::string_view{said}.size()));
    auto plan = a_plan();
    plan.cases[0].retelling = said;
    scene.actor(kTrainer).when(plan).then_types({"training.planned"});
  }
  scene.on("9");
  expect_refused("supervisor:v1", a_plan(), "lines_missing");
  expect_refused("supervisor:", a_plan(), "no_actor");
  expect_refused("boss:x", a_plan(), "unknown_role");
  expect_refused("window_officer:w1@PD01", a_plan(), "not_your_role");
  auto plan = a_plan();
  plan.topic = std::string(5000, 'x');
  scene.actor(kTrainer).when(plan).then_error(Errc::limit_exceeded);
}

TEST_F(Training, WhatIsEnteredLateIsDatedAsItWas) {
  scene.when(a_plan()).when(Announce{"x", {"w1", "w2", "w3"}});
  scene.at("2023-06-14 09:00").when(Hold{{"w1", "w2", "w3"}, {}});
  EXPECT_EQ(scene.state().held_on, parse_day("2023-06-08").value());
}

TEST_F(Training, EverybodyWhoWasInvitedWasThereOrAbsentForAReason) {
  scene.when(a_plan());
  expect_refused(kTrainer, Announce{"", {"w1"}}, "place_missing");
  expect_refused(kTrainer, Announce{"x", {}}, "invited_missing");
  expect_refused(kTrainer, Announce{"x", {" "}}, "staff_missing");
  expect_refused(kTrainer, Announce{"x", {"w1", "w1"}}, "named_twice");
  scene.when(Announce{"x", {"w1", "w2", "w3"}});
  expect_refused(kTrainer, Hold{{"w1", "w2", "w3"}, {}}, "too_early");
  scene.at("2023-06-08 17:00");
  const Hold tomorrow{{"w1", "w2", "w3"}, {}, parse_day("2023-06-09").value()};
  expect_refused(kTrainer, tomorrow, "held_out_of_range");
  expect_refused(kTrainer, Hold{}, "attendance_missing");
  expect_refused(kTrainer, Hold{{"w1", "w2"}, {}}, "attendance_incomplete");
  expect_refused(kTrainer, Hold{{"w1", "w2"}, {{"w3", ""}}}, "absence_missing");
  expect_refused(kTrainer, Hold{{"w1", "w2", "w3"}, {{"w3", "病假"}}}, "named_twice");
  expect_refused(kTrainer, Hold{{"w1", "w2", "w3"}, {{"w9", "病假"}}}, "not_invited");
}

TEST_F(Training, ScoresAreOfThoseWhoWereThere) {
  held();
  expect_refused(kTrainer, EnterScores{}, "scores_missing");
  expect_refused(kTrainer, EnterScores{{{"w1", 90}}}, "scores_missing");
  expect_refused(kTrainer, EnterScores{{{"w1", 101}, {"w2", 1}}}, "score_too_high");
  expect_refused(kTrainer, EnterScores{{{"w1", 9}, {"w1", 1}}}, "named_twice");
  expect_refused(kTrainer, EnterScores{{{"w1", 9}, {"w2", 1}, {"w3", 1}}}, "not_an_attendee");
  expect_refused(kTrainer, MakeUp{}, "staff_missing");
  expect_refused(kTrainer, MakeUp{{"w1"}}, "not_absent");
}

TEST_F(Training, IsClosedWithWhatIsLearnt) {
  evaluated();
  expect_refused(kTrainer, Close{"好"}, "absent_open");
  scene.when(MakeUp{{"w3"}});
  scene.when(EnterScores{{{"w3", 61}}});
  expect_refused(kTrainer, Close{}, "note_missing");
  expect_refused(kTrainer, Cancel{"x"}, "not_now");
}

// --- The lifecycle -------------------------------------------------------------------------------

/// Command → phases that take it; written down again, beside the table.
const std::map<std::string_view, std::set<Phase>> kTaken{
    {"training.plan", {Phase::none}},
    {"training.announce", {Phase::planned}},
    {"training.hold", {Phase::announced}},
    {"training.make_up", {Phase::held, Phase::tested, Phase::evaluated}},
    {"training.enter_scores", {Phase::held, Phase::tested, Phase::evaluated}},
    {"training.record_effect", {Phase::tested}},
    {"training.close", {Phase::evaluated}},
    {"training.cancel", {Phase::planned, Phase::announced}},
    {"training.miss_limit",
     {Phase::planned, Phase::announced, Phase::held, Phase::tested, Phase::evaluated}},
    {"training.recompute_limits",
     {Phase::planned, Phase::announced, Phase::held, Phase::tested, Phase::evaluated, Phase::closed,
      Phase::cancelled}},
};

// Goal: no phase takes what the table does not say, and no role what it may not. Method: every
// phase × command × role; what comes later in the order of the checks is another refusal, or none.
TEST(TrainingLifecycle, EveryPhaseCommandAndRoleIsAsTheTableSays) {
  const TrainingDecider decider;
  const auto& commands = describe::set_info<Command>();
  ASSERT_EQ(kTaken.size(), commands.types.size());
  const std::set<Role> trainers{Role::district_officer, Role::city_officer, Role::supervisor};
  for (const auto& phase : describe::enum_info<Phase>.words) {
    State state;
    state.phase = static_cast<Phase>(phase.value);
    state.unit = "PD.RK", state.due = Due{}, state.held_on = LocalDay{};
    for (std::size_t i = 0; i < commands.types.size(); ++i) {
      const auto name = commands.types[i]->type;
      const bool taken = kTaken.at(name).contains(state.phase);
      for (const auto& role : describe::enum_info<Role>.words) {
        const bool engine = role.name == "timer";
        const core::Context context{
            .now = {},
            .actor = {"x", std::string{role.name}, "PD.RK"},
            .command_id = {},
            .standing = engine ? core::StandingOf::engine() : core::Standing{}};
        const auto answer = decider.decide(state, describe::make_alternative<Command>(i), context);
        const auto refusal = answer.is_refusal() ? answer.refusal().name : std::string{};
        const auto where = std::string{name} + " in " + std::string{phase.name} + " by " +
                           std::string{role.name} + ": " + refusal;
        const bool begun = state.phase != Phase::none;
        const char* const not_taken = begun ? "not_now" : "no_such_training";
        EXPECT_EQ(refusal == not_taken, !taken) << where;
        if (!taken) continue;
        const auto as = static_cast<Role>(role.value);
        const bool of_time = name == "training.miss_limit" || name == "training.recompute_limits";
        const bool may = of_time ? engine : trainers.contains(as);
        EXPECT_EQ(refusal == "not_your_role", !may) << where;
      }
    }
  }
}

TEST_F(Training, StaffSeeItAndNobodyElse) {
  EXPECT_EQ(TrainingDecider{}.next({}), (std::vector<std::string_view>{"training.plan"}));
  held();
  const auto sees = [&](std::string_view actor) {
    return scene.decider().sees(scene.state(), {core::Actor::parse(actor)}).any;
  };
  EXPECT_TRUE(sees(kTrainer) && sees("window_officer:w1@PD01"));
  EXPECT_FALSE(sees("citizen:c") || sees("nobody:x"));
}

}  // namespace
}  // namespace recourse::casework::training
