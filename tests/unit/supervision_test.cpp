// Inspections of units: the course, the circulars, the objection, the limits, the samples (R23,
// R24).
#include <algorithm>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/casework/supervision/refusals.hpp>
#include <recourse/casework/supervision/sample.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <set>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {
namespace {

constexpr const char* kDistrict = "district_officer:d1@PD.RK";
constexpr const char* kOtherDistrict = "district_officer:d2@PD.RK";
constexpr const char* kCity = "city_officer:m1@city.RK";
constexpr const char* kSupervisor = "supervisor:v1";
constexpr const char* kStation = "station_chief:s1@PD01";
constexpr const char* kOfficer = "window_officer:w1@PD01";
constexpr const char* kEngine = "engine:spot_checks";
constexpr const char* kTimer = "timer:timer";

LocalDay day(std::string_view text) { return parse_day(text).value(); }

/// A Thursday; the working days after it: 2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16 June 2023.
constexpr const char* kStart = "2023-06-01 09:00";

using Scene = test::Scenario<SupervisionDecider>;

struct Supervision : testing::Test {
  Scene scene{SupervisionDecider{}, test::to_gtest()};

  Supervision() { scene.zone(kShanghaiOffset).at(kStart).actor(kDistrict); }

  static Plan a_plan() {
    return {.unit = "PD01",
            .kind = InspectionKind::routine,
            .day = day("2023-06-09"),
            .reason = "窗口规范化检查"};
  }
  static Finding a_finding() {
    return {FindingKind::sign, "标识被遮挡", "R4", Weight::ordinary, {}};
  }
  void planned(Plan plan = a_plan()) { scene.actor(kDistrict).when(std::move(plan)); }
  void found() {
    planned();
    scene.when(RecordFindings{
        {a_finding(),
         {FindingKind::handling, "超期", "R13", Weight::serious, {"PD01-20230501-0001-A"}}}});
  }
  void circular() {
    found();
    scene.when(IssueCircular{"限期整改"});
  }
  void corrected() {
    circular();
    scene.actor(kStation).when(ReportCorrection{"已移除遮挡"});
  }
  void expect_refused(std::string_view actor, Command command, std::string_view name) {
    scene.actor(actor).when(std::move(command)).then_refused(name);
  }
};

// --- The course ----------------------------------------------------------------------------------

TEST_F(Supervision, FindingsLeadToACircularACorrectionAndAVerificationBySomebodyElse) {
  planned();
  scene.then_timer("carry_out", end_of(day("2023-06-09"), kShanghaiOffset));
  EXPECT_EQ(scene.state().owner, "PD.RK");
  EXPECT_EQ(scene.state().district, "PD") << "a department's own";
  EXPECT_EQ(scene.state().line, Line::population);
  scene.when(Begin{}).then(Begun{"d1"});
  scene.when(RecordFindings{{a_finding()}}).then_types({"supervision.findings_recorded"});
  scene.then_timer("circular", end_of(day("2023-06-08"), kShanghaiOffset));
  scene.when(IssueCircular{"限期整改"}).then_types({"supervision.circular_issued"});
  scene.then_timer("correction", end_of(day("2023-06-15"), kShanghaiOffset));
  scene.actor(kStation).when(ReportCorrection{"已移除遮挡"});
  scene.then_types({"supervision.correction_reported"}).then_no_timer("correction");
  expect_refused(kStation, Verify{true, "已看"}, "not_your_role");
  scene.actor(kOtherDistrict).when(Verify{true, "现场核实"});
  scene.then(CorrectionAccepted{"d2", "现场核实"});
  EXPECT_EQ(scene.state().phases.stage, Phase::closed);
  EXPECT_TRUE(scene.decider().duties(scene.state()).empty());
  EXPECT_TRUE(scene.decider().finished(scene.state()));
}

TEST_F(Supervision, OneThatFindsNothingIsCleanAtOnce) {
  planned();
  scene.when(FindClean{"台账、标识齐全"}).then(FoundClean{"d1", "台账、标识齐全"});
  EXPECT_EQ(scene.state().phases.stage, Phase::clean);
  expect_refused(kDistrict, IssueCircular{"x"}, "not_now");
}

TEST_F(Supervision, OneMayBeGivenUpBeforeAnythingIsFound) {
  planned();
  scene.when(Cancel{"重复立项"}).then(Cancelled{"d1", "重复立项"});
  EXPECT_TRUE(scene.timers().empty() || scene.timers()[0].spent);
  expect_refused(kDistrict, Begin{}, "not_now");
}

TEST_F(Supervision, WhatIsNotCorrectedBringsTheCircularAgainOneRungAndLevelUp) {
  corrected();
  scene.actor(kOtherDistrict).when(Verify{false, "仍有遮挡"});
  scene.then_types({"supervision.circular_repeated"});
  EXPECT_EQ(scene.state().rung, 2u);
  EXPECT_EQ(scene.state().level, Level::city);
  EXPECT_EQ(scene.state().owner, "city.RK");
  scene.actor(kStation).when(ReportCorrection{"再次整改"});
  expect_refused(kDistrict, Verify{true, "好"}, "level_risen");
  scene.actor(kCity).when(Verify{false, "还是没有"});
  EXPECT_EQ(scene.state().rung, 3u);
  scene.actor(kOfficer).when(ReportCorrection{"整改完成"});
  scene.actor(kSupervisor).when(Verify{true, "已整改"});
  EXPECT_EQ(scene.state().phases.stage, Phase::closed);
  UnitFigures figures;
  add(figures, scene.state());
  EXPECT_EQ(figures, (UnitFigures{.inspections = 1, .findings = 2, .circulars = 3, .repeated = 2}));
}

TEST_F(Supervision, ASupervisorInspectsAcrossLinesAndForTheCity) {
  auto plan = a_plan();
  plan.district = "PD";
  scene.actor(kSupervisor).when(plan);
  EXPECT_EQ(scene.state().line, std::nullopt);
  EXPECT_EQ(scene.state().owner, "city");
  EXPECT_EQ(scene.state().level, Level::city);
  expect_refused(kCity, Begin{}, "not_your_line");
  EXPECT_EQ(scene.decider().duties(scene.state()),
            (std::vector<Duty>{{"carry_out", "开展检查", "R23", "city", scene.state().due}}));
}

// --- The objection -------------------------------------------------------------------------------

TEST_F(Supervision, TheUnitObjectsOnceAndSomebodyUninvolvedRules) {
  circular();
  scene.actor(kStation).when(Object{"当日系统停机"}).then_types({"supervision.objected"});
  scene.then_timer("ruling", end_of(day("2023-06-08"), kShanghaiOffset));
  expect_refused(kStation, Object{"再说一次"}, "objected_once");
  expect_refused(kDistrict, RuleOnObjection{{1}, "有理"}, "involved");
  expect_refused(kOtherDistrict, RuleOnObjection{{3}, "有理"}, "no_such_finding");
  expect_refused(kOtherDistrict, RuleOnObjection{{1}, " "}, "reason_missing");
  scene.actor(kOtherDistrict).when(RuleOnObjection{{1, 1}, "第一项不成立"});
  scene.then(ObjectionRuled{"d2", {1}, "第一项不成立"});
  EXPECT_EQ(standing_findings(scene.state()), 1u);
  EXPECT_EQ(scene.state().phases.stage, Phase::circular) << "the other one must be corrected";
  expect_refused(kStation, Object{"又"}, "objected_once");
}

TEST_F(Supervision, WhenNoFindingIsLeftItIsClosed) {
  found();
  scene.actor(kStation).when(Object{"都不对"});
  scene.actor(kSupervisor).when(RuleOnObjection{{2, 1}, "均不成立"});
  scene.then_types({"supervision.objection_ruled", "supervision.settled"});
  EXPECT_EQ(scene.state().phases.stage, Phase::closed);
  EXPECT_TRUE(open_limits(scene.state()).empty());
}

TEST_F(Supervision, ARulingAfterTheClosingIsRecordedAndMovesNothing) {
  corrected();
  scene.actor(kStation).when(Object{"不成立"});
  scene.actor(kDistrict).when(Verify{true, "好"});
  EXPECT_EQ(scene.decider().duties(scene.state()).at(0).unit, "PD");
  scene.actor(kCity).when(RuleOnObjection{{1, 2}, "均不成立"});
  scene.then_types({"supervision.objection_ruled"});
}

// --- Limits --------------------------------------------------------------------------------------

TEST_F(Supervision, AnInspectionThatIsNotCarriedOutIsRecordedAndStaysDue) {
  planned();
  scene.until("2023-06-10 08:00").then_types({"supervision.limit_missed"});
  EXPECT_TRUE(scene.state().overdue);
  const auto duties = scene.decider().duties(scene.state());
  ASSERT_EQ(duties.size(), 1u);
  EXPECT_EQ(duties[0].name, "carry_out");
  scene.until("2024-06-10 08:00").then_nothing();
  scene.when(FindClean{"补查"}).then_types({"supervision.found_clean"});
}

TEST_F(Supervision, ACircularThatIsNotIssuedIsRecordedOnce) {
  found();
  scene.until("2023-06-30 08:00").then_types({"supervision.limit_missed"});
  EXPECT_EQ(scene.decider().duties(scene.state()).at(0).name, "issue_circular");
}

TEST_F(Supervision, ALateCorrectionGoesToTheCityAndTheDutyStays) {
  circular();
  scene.until("2023-06-16 08:00").then_types({"supervision.limit_missed"});
  EXPECT_EQ(scene.state().level, Level::city);
  EXPECT_EQ(scene.state().owner, "city.RK");
  scene.then_timer("correction", end_of(day("2023-06-26"), kShanghaiOffset));  // 22, 23: off
  scene.until("2023-07-30 08:00").then_types({"supervision.limit_missed"});
  EXPECT_TRUE(scene.state().overdue) << "above the city's there is no level";
  EXPECT_EQ(
      scene.decider().duties(scene.state()),
      (std::vector<Duty>{{"report_correction", "反馈整改", "R24", "PD01", scene.state().due}}));
  scene.actor(kStation).when(ReportCorrection{"迟到的整改"});
  expect_refused(kDistrict, Verify{true, "好"}, "level_risen");
}

TEST_F(Supervision, AVerificationThatIsNotDoneInTimeIsRecorded) {
  corrected();
  scene.until("2023-06-09 08:00").then_types({"supervision.limit_missed"});
  EXPECT_EQ(scene.decider().duties(scene.state()).at(0).name, "verify_correction");
  scene.actor(kDistrict).when(Verify{true, "好"}).then_types({"supervision.correction_accepted"});
}

TEST_F(Supervision, ARulingThatIsNotGivenInTimeIsRecorded) {
  circular();
  scene.actor(kStation).when(Object{"不成立"});
  scene.until("2023-06-09 08:00").then_types({"supervision.ruling_missed"});
  EXPECT_EQ(scene.state().missed, 1u);
  scene.actor(kCity).when(RuleOnObjection{{}, "成立"}).then_types({"supervision.objection_ruled"});
  EXPECT_EQ(scene.state().phases.objection, ObjectionPhase::ruled);
}

TEST_F(Supervision, WhatIsDoneInTimeIsNeverMissed) {
  circular();
  scene.at("2023-06-02 10:00").actor(kStation).when(Object{"不成立"});
  scene.at("2023-06-06 10:00").actor(kCity).when(RuleOnObjection{{}, "成立"});
  scene.at("2023-06-15 23:59").actor(kStation).when(ReportCorrection{"好了"});
  scene.at("2023-06-16 10:00").actor(kDistrict).when(Verify{true, "好"});
  scene.until("2024-01-01 00:00").then_nothing();
  EXPECT_EQ(scene.state().missed, 0u);
}

TEST_F(Supervision, AnOutageChangesNothingOfTheLog) {
  circular();
  Scene down{SupervisionDecider{}, test::to_gtest()};
  down.zone(kShanghaiOffset).at(kStart).actor(kDistrict);
  down.when(a_plan());
  down.when(RecordFindings{
      {a_finding(),
       {FindingKind::handling, "超期", "R13", Weight::serious, {"PD01-20230501-0001-A"}}}});
  down.when(IssueCircular{"限期整改"});
  scene.until("2023-06-20 10:00").actor(kStation).when(ReportCorrection{"好了"});
  down.at("2023-06-20 10:00").actor(kStation).when(ReportCorrection{"好了"});  // nothing fired yet
  ASSERT_EQ(scene.events().size(), down.events().size());
  for (std::size_t i = 0; i < scene.events().size(); ++i) {
    EXPECT_TRUE(scene.events()[i].event == down.events()[i].event) << i;
    EXPECT_EQ(scene.events()[i].at, down.events()[i].at) << i;
  }
  EXPECT_EQ(scene.state(), down.state());
}

TEST_F(Supervision, ATimerThatIsTooEarlyOrOfNoLimitIsDeclined) {
  planned();
  expect_refused(kTimer, MissLimit{LimitKind::carry_out}, "not_due_yet");
  expect_refused(kTimer, MissLimit{LimitKind::ruling}, "no_such_limit");
  const auto declined = scene.decider().timer_declined({.name = "carry_out"},
                                                       core::refuse<refusals::no_such_limit>());
  EXPECT_EQ(std::get<LimitDeclined>(declined), (LimitDeclined{"carry_out", "no_such_limit"}));
  scene.given(declined);
  EXPECT_EQ(scene.state().phases.stage, Phase::planned);
}

// --- Refusals at the counter ---------------------------------------------------------------------

TEST_F(Supervision, ARefusalAtTheCounterIsVerifiedInItsOwnTime) {
  const Plan plan{.unit = "PD01",
                  .district = "PD",
                  .kind = InspectionKind::counter_refusal,
                  .line = Line::population,
                  .cases = {"PD01-20230601-0001-A"}};
  scene.actor(kEngine).when(plan).then_types({"supervision.planned"});
  scene.then_timer("carry_out", end_of(day("2023-06-08"), kShanghaiOffset));
  EXPECT_EQ(scene.state().owner, "PD.RK");
  EXPECT_EQ(
      scene.decider().duties(scene.state()),
      (std::vector<Duty>{{"verify_refusal", "核实不予收件", "R23", "PD.RK", scene.state().due}}));
  scene.until("2023-06-09 00:00").then_types({"supervision.limit_missed"});
  scene.actor(kDistrict).when(RecordFindings{{{FindingKind::refusal,
                                               "材料齐全仍不收",
                                               "ordinance",
                                               Weight::serious,
                                               {"PD01-20230601-0001-A"}}}});
  UnitFigures figures;
  add(figures, scene.state());
  EXPECT_EQ(figures.refusals, 1u);
  EXPECT_EQ(figures.refusals_without_ground, 1u);
  EXPECT_EQ(figures.open, 1u);
  EXPECT_EQ(figures.missed, 1u);
}

// --- Samples -------------------------------------------------------------------------------------

struct Sampling : Supervision {
  static constexpr const char* kSeed = "d6b1f0a2 9c-07";

  static Plan a_ledger_check() {
    auto plan = a_plan();
    plan.kind = InspectionKind::ledger;
    plan.day = day("2023-07-20");
    return plan;
  }
  static CommitSample a_commitment() {
    return {.from = day("2023-06-01"),
            .to = day("2023-06-30"),
            .size = 3,
            .commitment = commitment_of(kSeed)};
  }
  static std::vector<std::string> keys(int n) {
    std::vector<std::string> all;
    for (int i = 0; i < n; ++i) all.push_back("PD01-202306" + std::to_string(1000 + i));
    return all;
  }
  void committed() {
    planned(a_ledger_check());
    scene.when(a_commitment());
  }
  void revealed() {
    committed();
    scene.at("2023-07-01 09:00").when(DrawSample{kSeed});
  }
};

TEST_F(Sampling, IsFixedByASeedThatNobodyHasSeenAndDrawnByTheEngine) {
  committed();
  scene.then(SampleCommitted{
      "d1", {Scope::unit, day("2023-06-01"), day("2023-06-30"), 3, commitment_of(kSeed)}});
  expect_refused(kDistrict, DrawSample{kSeed}, "period_runs");
  scene.at("2023-06-30 23:59").when(DrawSample{kSeed}).then_refused("period_runs");
  scene.at("2023-07-01 09:00").when(DrawSample{"another seed"}).then_refused("wrong_seed");
  expect_refused(kDistrict, RecordFindings{{a_finding()}}, "sample_not_drawn");
  scene.when(DrawSample{kSeed}).then(SeedRevealed{"d1", kSeed});
  expect_refused(kDistrict, FindClean{"无"}, "sample_not_drawn");
  expect_refused(kDistrict, RecordSample{7, keys(20)}, "not_your_role");
  const auto expected = drawn(kSeed, keys(20), 3);
  scene.actor(kEngine).when(RecordSample{7, packed(keys(20))});
  scene.then(SampleDrawn{7, 20, digest_of(keys(20)), expected});
  EXPECT_EQ(scene.state().sample.cases, expected);
  expect_refused(kDistrict, DrawSample{kSeed}, "not_now");
  scene.actor(kDistrict).when(FindClean{"抽查三件无误"}).then_types({"supervision.found_clean"});
}

TEST_F(Sampling, IsNotGivenUpOnceItIsKnown) {
  revealed();
  expect_refused(kDistrict, Cancel{"不合适"}, "sample_shown");
  scene.actor(kEngine).when(RecordSample{7, {"A"}});
  expect_refused(kDistrict, Cancel{"不合适"}, "sample_shown");
  scene.on("2").at(kStart);
  committed();
  scene.when(Cancel{"重复立项"}).then_types({"supervision.cancelled"});
}

TEST_F(Sampling, OfFewerCasesThanWantedTakesAll) {
  revealed();
  scene.actor(kEngine).when(RecordSample{7, {"B", "A"}});
  auto all = scene.state().sample.cases;
  std::ranges::sort(all);
  EXPECT_EQ(all, (std::vector<std::string>{"A", "B"}));
}

TEST_F(Sampling, OfNoCaseIsEmptyAndSaysSo) {
  revealed();
  scene.actor(kEngine).when(RecordSample{7, {}}).then(SampleDrawn{7, 0, digest_of({}), {}});
}

TEST_F(Sampling, IsCommittedOnlyWhileItsPeriodRunsAndWithSense) {
  planned();
  scene.when(a_commitment()).then_refused("not_a_spot_check");
  scene.on("2");
  planned(a_ledger_check());
  auto commitment = a_commitment();
  commitment.to.reset();
  scene.when(commitment).then_refused("period_missing");
  commitment = a_commitment();
  commitment.from = day("2023-07-01");
  scene.when(commitment).then_refused("period_backward");
  commitment = a_commitment();
  commitment.from = day("2023-05-01"), commitment.to = day("2023-05-31");
  scene.when(commitment).then_refused("period_over");
  commitment.to = day("2023-07-20");
  scene.when(commitment).then_refused("period_too_late");
  for (const std::uint32_t size : {0u, 201u}) {
    commitment = a_commitment();
    commitment.size = size;
    scene.when(commitment).then_refused("sample_size");
  }
  for (const char* const bad : {"", "abc", "ABCDEF"}) {
    commitment = a_commitment();
    commitment.commitment = bad;
    scene.when(commitment).then_refused("commitment_malformed");
  }
  commitment.commitment = std::string(64, 'G');
  scene.when(commitment).then_refused("commitment_malformed");
}

TEST_F(Sampling, OfAPopulationThatIsNoListOfCasesIsRefused) {
  revealed();
  for (const auto& bad : {std::vector<std::string>{"A", "A"}, {"A  B"}, {"a/b"}, {""}}) {
    scene.actor(kEngine).when(RecordSample{7, bad}).then_refused("population_malformed");
  }
}

TEST_F(Sampling, PacksAWholeCitysKeysAndUnpacksThem) {
  auto all = keys(5000);
  const auto texts = packed(all);
  EXPECT_LT(texts.size(), 30u);
  std::ranges::sort(all);
  EXPECT_EQ(unpacked(texts), all);
  EXPECT_TRUE(unpacked(packed({}))->empty());
}

// The reference is Python's hashlib: sorted(keys, key=lambda k: sha256(seed + k)).
TEST_F(Sampling, IsWhatAnybodyComputesWithoutUs) {
  std::vector<std::string> population;
  for (int i = 1; i <= 12; ++i) {
    population.push_back("PD01-20230601-00" + std::string(i < 10 ? "0" : "") + std::to_string(i) +
                         "-A");
  }
  EXPECT_EQ(drawn("0f8e1c52a7", population, 4),
            (std::vector<std::string>{"PD01-20230601-0011-A", "PD01-20230601-0008-A",
                                      "PD01-20230601-0001-A", "PD01-20230601-0002-A"}));
  EXPECT_EQ(digest_of(population),
            "f9c359787ec3a48c190e72999893a93c04a0b3eebd4daa7f0cb10693bc92b6cb");
  EXPECT_EQ(commitment_of("0f8e1c52a7"),
            "640f646d3acf0294fc28fbdd6f866be2f4e28898b504c39d9b6f4e9a1f7ce9b9");
}

// Method: 4,000 seeds draw 5 of 40 keys; each key's count against its expectation, 500. With 39
// degrees of freedom chi-square lies below 72.1 with a probability of 0.999. Drawing without
// replacement makes the counts less scattered than independent ones, by (40-5)/39: the bound is
// one-sided, and the other side is asked too, as numbers that are too even are no chance either.
TEST_F(Sampling, DrawsEveryCaseAsOftenAsEveryOther) {
  const auto population = keys(40);
  std::map<std::string, int> times;
  for (int seed = 0; seed < 4000; ++seed) {
    for (const auto& key : drawn("seed " + std::to_string(seed), population, 5)) ++times[key];
  }
  double chi_square = 0;
  for (const auto& key : population) {
    chi_square += (times[key] - 500.0) * (times[key] - 500.0) / 500.0;
  }
  chi_square *= 39.0 / 35.0;
  EXPECT_LT(chi_square, 72.1);
  EXPECT_GT(chi_square, 17.0);
}

TEST_F(Sampling, DoesNotDependOnTheOrderOfTheKeys) {
  auto population = keys(40);
  const auto sample = drawn(kSeed, population, 5);
  std::ranges::reverse(population);
  EXPECT_EQ(drawn(kSeed, population, 5), sample);
  EXPECT_NE(drawn("another", population, 5), sample);
}

// --- Silence -------------------------------------------------------------------------------------

TEST(SupervisionFigures, SilentStationsAreThoseWithoutAReport) {
  EXPECT_EQ(silent_stations({"C", "A", "B", "A"}, {"B", "X"}),
            (std::vector<std::string>{"A", "C"}));
  EXPECT_TRUE(silent_stations({}, {"A"}).empty());
  const auto key = silence_key("PD01", day("2023-06-01"), day("2023-06-30"));
  EXPECT_EQ(key, "silent-PD01-2023-06-01-2023-06-30");
  EXPECT_EQ(refusal_key("PD01-1"), "refusal-PD01-1");
  EXPECT_EQ(refusal_key(std::string(120, 'x')).size(), 32u) << "its hash stands for it";
}

TEST_F(Supervision, OneThatWasGivenUpIsNotCounted) {
  planned();
  scene.when(Cancel{"重复立项"});
  UnitFigures figures;
  add(figures, scene.state());
  EXPECT_EQ(figures, UnitFigures{});
}

// --- Refusals ------------------------------------------------------------------------------------

TEST_F(Supervision, APlanSaysWhatItIs) {
  const auto without = [&](auto change, std::string_view name) {
    auto plan = a_plan();
    change(plan);
    expect_refused(kDistrict, plan, name);
  };
  without([](Plan& p) { p.unit = " "; }, "unit_missing");
  without([](Plan& p) { p.kind.reset(); }, "kind_missing");
  without([](Plan& p) { p.day.reset(); }, "day_missing");
  without([](Plan& p) { p.day = day("2023-05-31"); }, "day_over");
  without([](Plan& p) { p.day = day("2024-06-02"); }, "day_too_far");
  without([](Plan& p) { p.kind = InspectionKind::counter_refusal; }, "case_missing");
  without([](Plan& p) { p.cases = {"没有"}; }, "not_a_case");
  without([](Plan& p) { p.reason = "来电 138-0000-1234"; }, "personal_number");
  without([](Plan& p) { p.line = Line::traffic; }, "not_your_line");
  without([](Plan& p) { p.district = "HP"; }, "not_your_district");
  without([](Plan& p) { p.unit = "PD"; }, "own_unit");
  expect_refused(kSupervisor, a_plan(), "district_missing");
  expect_refused("supervisor: ", a_plan(), "no_actor");
  expect_refused("chief:x", a_plan(), "unknown_role");
  expect_refused(kStation, a_plan(), "not_your_role");
  scene.actor(kDistrict)
      .when(Plan{.unit = std::string(5000, 'x')})
      .then_error(Errc::limit_exceeded);
}

TEST_F(Supervision, WhatIsFoundIsSaidWithItsRule) {
  planned();
  const auto with = [&](auto change, std::string_view name) {
    auto finding = a_finding();
    change(finding);
    expect_refused(kDistrict, RecordFindings{{a_finding(), finding}}, name);
  };
  expect_refused(kDistrict, RecordFindings{}, "finding_missing");
  with([](Finding& f) { f.what.clear(); }, "finding_missing");
  with([](Finding& f) { f.weight = {}; }, "finding_missing");
  with([](Finding& f) { f.rule = " "; }, "rule_missing");
  with([](Finding& f) { f.cases = {"a/b"}; }, "not_a_case");
  with([](Finding& f) { f.what = "身份证310101199001011234"; }, "personal_number");
  expect_refused(kDistrict, FindClean{}, "note_missing");
  expect_refused(kDistrict, Cancel{}, "reason_missing");
}

TEST_F(Supervision, CircularsCorrectionsAndVerificationsSayWhat) {
  found();
  expect_refused(kDistrict, IssueCircular{}, "text_missing");
  expect_refused(kDistrict, IssueCircular{"改", day("2023-05-01")}, "day_over");
  expect_refused("district_officer:d3@HP.RK", IssueCircular{"改"}, "not_your_district");
  expect_refused("district_officer:d3@PD.JJ", IssueCircular{"改"}, "not_your_line");
  scene.actor(kDistrict).when(IssueCircular{"改", day("2023-06-06")});
  scene.then_timer("correction", end_of(day("2023-06-06"), kShanghaiOffset));
  expect_refused("station_chief:s2@PD02", ReportCorrection{"x"}, "not_your_unit");
  expect_refused(kStation, ReportCorrection{" "}, "text_missing");
  expect_refused("station_chief:s2@PD02", Object{"x"}, "not_your_unit");
  expect_refused(kStation, Object{}, "reason_missing");
  scene.at("2023-06-09 09:00").actor(kStation).when(Object{"x"}).then_refused("objection_late");
  scene.actor(kStation).when(ReportCorrection{"好"});
  expect_refused(kCity, Verify{{}, "好"}, "verdict_missing");
  expect_refused(kCity, Verify{true, ""}, "note_missing");
}

// That each row is provoked by some test is asked by tests/golden/every_refusal.py.
TEST(SupervisionRefusals, NamesAreThereInBothLanguages) {
  EXPECT_TRUE(core::well_formed(SupervisionDecider::refusals()));
  for (const auto& row : SupervisionDecider::refusals()) EXPECT_FALSE(row.zh.empty()) << row.id;
}

// --- The lifecycle -------------------------------------------------------------------------------

/// Command → phases that take it; written down again, beside the table.
const std::map<std::string_view, std::set<Phase>> kTaken{
    {"supervision.plan", {Phase::none}},
    {"supervision.begin", {Phase::planned}},
    {"supervision.commit_sample", {Phase::planned, Phase::under_way}},
    {"supervision.draw_sample", {}},    // only with a sample
    {"supervision.record_sample", {}},  // likewise
    {"supervision.record_findings", {Phase::planned, Phase::under_way}},
    {"supervision.find_clean", {Phase::planned, Phase::under_way}},
    {"supervision.cancel", {Phase::planned, Phase::under_way}},
    {"supervision.issue_circular", {Phase::found}},
    {"supervision.report_correction", {Phase::circular}},
    {"supervision.verify", {Phase::corrected}},
    {"supervision.object", {Phase::found, Phase::circular, Phase::corrected}},
    {"supervision.rule_on_objection", {}},  // only with an objection
    {"supervision.miss_limit",
     {Phase::planned, Phase::under_way, Phase::found, Phase::circular, Phase::corrected}},
    {"supervision.recompute_limits",
     {Phase::planned, Phase::under_way, Phase::found, Phase::circular, Phase::corrected,
      Phase::closed, Phase::clean, Phase::cancelled}},
};
const std::map<std::string_view, std::set<Role>> kMay{
    {"inspector", {Role::district_officer, Role::city_officer, Role::supervisor}},
    {"unit",
     {Role::window_officer, Role::counter_lead, Role::station_chief, Role::district_officer}},
    {"engine", {Role::timer}},
};
std::set<Role> may(std::string_view command) {
  const auto name = command.substr(command.find('.') + 1);
  const std::set<std::string_view> engines{"record_sample", "miss_limit", "recompute_limits"};
  if (engines.contains(name)) return kMay.at("engine");
  if (name == "report_correction" || name == "object") return kMay.at("unit");
  auto roles = kMay.at("inspector");
  if (name == "plan") roles.insert(Role::timer);
  return roles;
}

// Goal: no phase takes what the table does not say, and no role what it may not. Method: every
// phase × command × role; what comes later in the order of the checks is another refusal, or none.
TEST(SupervisionLifecycle, EveryPhaseCommandAndRoleIsAsTheTableSays) {
  const SupervisionDecider decider;
  const auto& commands = describe::set_info<Command>();
  ASSERT_EQ(kTaken.size(), commands.types.size());
  for (const auto& phase : describe::enum_info<Phase>.words) {
    State state;
    state.phases.stage = static_cast<Phase>(phase.value);
    state.unit = "PD01", state.district = "PD", state.line = Line::population;
    state.level = Level::district, state.due = Due{};
    for (std::size_t i = 0; i < commands.types.size(); ++i) {
      const auto name = commands.types[i]->type;
      const bool taken = kTaken.at(name).contains(state.phases.stage);
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
        const bool begun = state.phases.stage != Phase::none;
        const char* const not_taken = begun ? "not_now" : "no_such_inspection";
        EXPECT_EQ(refusal == not_taken, !taken) << where;
        if (!taken) continue;
        EXPECT_EQ(refusal == "not_your_role", !may(name).contains(static_cast<Role>(role.value)))
            << where;
      }
    }
  }
}

TEST(SupervisionLifecycle, EveryPhaseAndEventIsAsTheRowsSay) {
  const auto& events = describe::set_info<Event>();
  for (const auto& phase : describe::enum_info<Phase>.words) {
    const auto from = static_cast<Phase>(phase.value);
    for (std::size_t i = 0; i < events.types.size(); ++i) {
      const auto event = describe::make_alternative<Event>(i);
      if (!stage_region().knows(&event)) continue;
      std::optional<Phase> to;
      for (const auto& row : stage_region().rows()) {
        const bool here = row.from == phase.value && row.event == events.types[i]->type;
        if (here) to = static_cast<Phase>(row.to);
      }
      EXPECT_EQ(stage_region().advance(from, event), to) << phase.name << events.types[i]->type;
    }
  }
}

TEST_F(Supervision, NextSaysWhatTheActorMayDo) {
  EXPECT_EQ(SupervisionDecider{}.next({}), (std::vector<std::string_view>{"supervision.plan"}));
  circular();
  const auto next_of = [&](std::string_view actor) {
    return scene.decider().next_for(
        scene.state(), {.now = scene.now(), .actor = core::Actor::parse(actor), .command_id = {}});
  };
  EXPECT_EQ(next_of(kStation),
            (std::vector<std::string_view>{"supervision.report_correction", "supervision.object"}));
  EXPECT_TRUE(next_of("station_chief:s2@PD02").empty());
}

// --- Who sees it ---------------------------------------------------------------------------------

TEST_F(Supervision, TheUnitSeesItFromItsFindingsOn) {
  planned();
  const auto sees = [&](std::string_view actor) {
    return scene.decider().sees(scene.state(), {core::Actor::parse(actor)}).any;
  };
  EXPECT_FALSE(sees(kStation)) << "it may come unannounced";
  EXPECT_TRUE(sees(kDistrict) && sees(kCity) && sees(kSupervisor));
  EXPECT_FALSE(sees("district_officer:d9@HP.RK") || sees("citizen:c") || sees("administrator:a1") ||
               sees("nobody:x"));
  auto bureau = scene.state();
  bureau.unit = "PD";
  EXPECT_FALSE(scene.decider().sees(bureau, {core::Actor::parse(kDistrict)}).any)
      << "a bureau is inspected unannounced too";
  scene.when(RecordFindings{{a_finding()}});
  EXPECT_TRUE(sees(kStation) && sees(kOfficer));
  EXPECT_FALSE(sees("station_chief:s2@PD02"));
}

}  // namespace
}  // namespace recourse::casework::supervision
