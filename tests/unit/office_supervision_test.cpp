// Inspections and trainings over an office's log: samples, refusals at the counter, silence,
// effects.
#include <gtest/gtest.h>

#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/casework/supervision/sample.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/office/loop.hpp>
#include <recourse/office/silence.hpp>
#include <recourse/office/spot_checks.hpp>
#include <recourse/office/training_effect.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace registry = casework::registry;
namespace supervision = casework::supervision;
namespace training = casework::training;
using complaint::testing::a_report;
using complaint::testing::day;

Timestamp at(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }

class OfficeSupervision : public ::testing::Test {
 protected:
  OfficeSupervision() { (void)office->engine().react().value(); }  // reactions begin here

  StreamId inspection(std::string_view key) const {
    return StreamId::of("supervision", key).value();
  }
  template <class D, class C>
  core::Outcome give(std::string_view key, std::string_view actor, C command) const {
    const typename D::Command any{std::move(command)};
    return office->engine()
        .workflow(D::kKind)
        ->handle(StreamId::of(D::kKind, key).value(), &any,
                 office->context(core::Actor::parse(actor)))
        .value();
  }
  template <class C>
  core::Outcome give(std::string_view key, C command) const {
    return give<supervision::Decider>(key, kInspector, std::move(command));
  }
  template <class D>
  typename D::State state(std::string_view key) const {
    const auto found =
        office->engine().workflow(D::kKind)->find_any(StreamId::of(D::kKind, key).value());
    return *static_cast<const typename D::State*>(found.value().state.get());
  }
  /// A case that ends at once; its key.
  std::string ends(std::string_view officer = "window_officer:w1@PD01",
                   complaint::Report report = a_report()) const {
    auto opened = office->open_case(
        complaint::FinishOnSpot{.report = std::move(report), .outcome = complaint::Outcome::done},
        office->context(core::Actor::parse(officer)));
    EXPECT_TRUE(opened && !opened->outcome.refused())
        << (opened ? opened->outcome.refusal().en : opened.error().to_string());
    return std::string{opened->id.key()};
  }
  void commit(std::string_view key, supervision::Scope scope = supervision::Scope::unit) const {
    ASSERT_FALSE(give(key, supervision::Plan{.unit = "PD01",
                                             .kind = supervision::InspectionKind::ledger,
                                             .day = day("2023-07-20")})
                     .refused());
    ASSERT_FALSE(
        give(key, supervision::CommitSample{.scope = scope,
                                            .from = day("2023-06-01"),
                                            .to = day("2023-06-30"),
                                            .size = 3,
                                            .commitment = supervision::commitment_of(kSeed)})
            .refused());
  }
  core::Outcome draw(std::string_view key, std::string seed = kSeed) const {
    return draw_sample(*office, inspection(key), std::move(seed),
                       office->context(core::Actor::parse(kInspector)))
        .value();
  }

  static constexpr const char* kSeed = "0f8e1c52a7";
  static constexpr const char* kInspector = "district_officer:d1@PD.RK";
  ManualClock clock{at("2023-05-31 09:00")};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(OfficeSupervision, ASampleIsDrawnFromTheCasesThatEndedInThePeriodAndCanBeDrawnAgain) {
  ends();  // before the period
  commit("DC-1");
  std::vector<std::string> population;
  for (int i = 1; i <= 12; ++i) {
    clock.set(at("2023-06-" + std::to_string(10 + i) + " 10:00"));
    population.push_back(ends());
    ends("window_officer:w9@PD02");  // of another station
  }
  EXPECT_EQ(draw("DC-1").refusal().name, "period_runs");
  clock.set(at("2023-07-03 09:00"));
  ends();  // behind it
  EXPECT_EQ(draw("DC-1", "another").refusal().name, "wrong_seed");
  ASSERT_FALSE(draw("DC-1").refused());
  std::ranges::sort(population);
  const auto now = state<supervision::Decider>("DC-1");
  EXPECT_EQ(now.phases.sample, supervision::SamplePhase::drawn);
  EXPECT_EQ(now.sample.population, 12u);
  EXPECT_EQ(now.sample.cases, supervision::drawn(kSeed, population, 3));
  ends();  // what comes later changes nothing
  const auto check = verify_sample(*office, inspection("DC-1")).value();
  EXPECT_TRUE(check.same());
  EXPECT_EQ(check.population, population);
  EXPECT_TRUE(office->verify()->ok());
}

TEST_F(OfficeSupervision, ASampleOfADistrictIsOfAllItsStations) {
  commit("DC-1", supervision::Scope::district);
  clock.set(at("2023-06-15 10:00"));
  ends();
  ends("window_officer:w9@PD02");
  auto elsewhere = a_report();
  elsewhere.district = "HP";
  ends("window_officer:w9@HP01", elsewhere);
  clock.set(at("2023-07-03 09:00"));
  draw("DC-1");
  EXPECT_EQ(state<supervision::Decider>("DC-1").sample.population, 2u);
}

TEST_F(OfficeSupervision, ASeedThatIsShownThroughAnyDoorIsDrawnByTheEngine) {
  commit("DC-1");
  clock.set(at("2023-06-15 10:00"));
  const auto only = ends();
  clock.set(at("2023-07-03 09:00"));
  ASSERT_FALSE(give("DC-1", supervision::DrawSample{kSeed}).refused());
  EXPECT_EQ(give("DC-1", supervision::RecordSample{1, {"PD01-chosen"}}).refusal().name,
            "not_your_role")
      << "nobody but the engine says what the population is";
  (void)office->engine().react().value();
  EXPECT_EQ(state<supervision::Decider>("DC-1").sample.cases, (std::vector<std::string>{only}));
  EXPECT_TRUE(verify_sample(*office, inspection("DC-1"))->same());
  for (const auto& stands : office->engine().react().value()) EXPECT_FALSE(stands.stopped);
}

TEST_F(OfficeSupervision, ADrawingThatEndedHalfWayIsFinishedByTheSameCall) {
  commit("DC-1");
  clock.set(at("2023-07-03 09:00"));
  ASSERT_FALSE(give("DC-1", supervision::DrawSample{kSeed}).refused());
  ASSERT_FALSE(draw("DC-1").refused());
  EXPECT_EQ(state<supervision::Decider>("DC-1").phases.sample, supervision::SamplePhase::drawn);
  for (const auto& stands : office->engine().react().value()) EXPECT_EQ(stands.refused, 0u);
  EXPECT_EQ(draw("DC-1").refusal().name, "not_now");
}

TEST_F(OfficeSupervision, ASampleFromAnotherPopulationIsFoundOut) {
  commit("DC-1");
  clock.set(at("2023-06-15 10:00"));
  for (int i = 0; i < 6; ++i) ends();
  clock.set(at("2023-07-03 09:00"));
  ASSERT_FALSE(give("DC-1", supervision::DrawSample{kSeed}).refused());
  // As a forged engine would: one that leaves everything out but one case.
  const supervision::Command forged{supervision::RecordSample{9, {"PD01-1"}}};
  auto context = office->context({"spot_checks", "engine", ""});
  context.standing = core::StandingOf::engine();
  ASSERT_FALSE(office->engine()
                   .workflow("supervision")
                   ->handle(inspection("DC-1"), &forged, context)
                   .value()
                   .refused());
  const auto check = verify_sample(*office, inspection("DC-1")).value();
  EXPECT_FALSE(check.same());
  EXPECT_TRUE(check.seed_fits);
  EXPECT_FALSE(check.position_fits);
  EXPECT_EQ(check.population.size(), 6u);
}

TEST_F(OfficeSupervision, WithoutASampleThereIsNothingToVerify) {
  EXPECT_EQ(verify_sample(*office, inspection("none")).error().code(), Errc::not_found);
  commit("DC-1");
  EXPECT_EQ(verify_sample(*office, inspection("DC-1")).error().code(), Errc::invalid_argument);
}

TEST_F(OfficeSupervision, ARefusalAtTheCounterIsInspectedOnce) {
  auto report = a_report();
  report.counter_did = {complaint::CounterFault::delayed, complaint::CounterFault::refused};
  const auto refused = ends("window_officer:w1@PD01", report);
  report.counter_did = {complaint::CounterFault::delayed};
  const auto other = ends("window_officer:w1@PD01", report);
  for (int i = 0; i < 2; ++i) {
    for (const auto& stands : office->engine().react().value()) {
      EXPECT_FALSE(stands.stopped) << stands.error;
      EXPECT_EQ(stands.refused, 0u) << stands.name;
    }
  }
  const auto now = state<supervision::Decider>(supervision::refusal_key(refused));
  EXPECT_EQ(now.kind, supervision::InspectionKind::counter_refusal);
  EXPECT_EQ(now.unit, "PD01");
  EXPECT_EQ(now.owner, "PD.RK");
  EXPECT_EQ(now.cases, (std::vector<std::string>{refused}));
  EXPECT_EQ(now.due->at, end_of(day("2023-06-07"), kShanghaiOffset));
  EXPECT_EQ(office->store().version_of(inspection(supervision::refusal_key(other)))->value, 0u);
}

TEST_F(OfficeSupervision, WithoutARegisterAStationThatReportedNothingIsSilent) {
  ends();
  ends("window_officer:w9@PD02");
  clock.set(at("2023-06-15 10:00"));
  ends("window_officer:w9@PD02");
  EXPECT_EQ(silent_stations(*office, {day("2023-06-01"), day("2023-06-30")}).error().code(),
            Errc::invalid_argument)
      << "it is not over";
  clock.set(at("2023-07-03 09:00"));
  const auto found = silent_stations(*office, {day("2023-06-01"), day("2023-06-30")}).value();
  EXPECT_FALSE(found.registered);
  ASSERT_EQ(found.stations.size(), 1u);
  EXPECT_EQ(found.stations[0], (SilentStation{"PD01", "PD", "silent-PD01-2023-06-01-2023-06-30"}));
}

TEST_F(OfficeSupervision, AStationIsSilentIfItsWindowWasOpenInThePeriod) {
  const auto elsewhere = ends();  // of a station that the register does not know
  const auto window = [&](std::string_view station, std::string_view actor, auto command) {
    const auto outcome = give<registry::RegistryDecider>(
        station, std::string{actor} + "@" + std::string{station}, std::move(command));
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  };
  const auto prepare = [&](std::string_view station) {
    constexpr auto kChief = "station_chief:c1";
    window(station, kChief, registry::Register{"PD", "花木派出所", "c1"});
    window(station, kChief,
           registry::Plan{registry::WindowForm::independent, "一楼大厅东侧", "", ""});
    for (const auto* staff : {"w1", "w2"}) {
      window(station, kChief,
             registry::AddOfficer{staff, registry::StaffKind::sworn,
                                  registry::PoliceRank::supervisor_2, 20, true});
    }
    window(station, "counter_lead:l1", registry::CheckSign{"大厅入口", true, true, ""});
  };
  for (const auto* station : {"PD03", "PD04", "PD05"}) prepare(station);
  window("PD05", "station_chief:c1", registry::Open{});
  clock.set(at("2023-06-12 08:30"));
  window("PD03", "station_chief:c1", registry::Open{});
  window("PD05", "station_chief:c1", registry::Suspend{"装修", day("2023-06-20")});
  clock.set(at("2023-06-14 08:30"));
  window("PD04", "station_chief:c1", registry::Open{});
  clock.set(at("2023-07-03 09:00"));
  const auto silent = [&](std::string_view from, std::string_view to) {
    const auto found = silent_stations(*office, {day(from), day(to)}).value();
    EXPECT_TRUE(found.registered);
    std::vector<std::string> stations;
    for (const auto& one : found.stations) {
      EXPECT_EQ(one.district, "PD");
      stations.push_back(one.station);
    }
    return stations;
  };
  using Stations = std::vector<std::string>;
  EXPECT_EQ(silent("2023-06-01", "2023-06-30"), (Stations{"PD03", "PD04", "PD05"}));
  EXPECT_EQ(silent("2023-06-01", "2023-06-11"), (Stations{"PD05"})) << "the others opened later";
  EXPECT_EQ(silent("2023-06-13", "2023-06-13"), (Stations{"PD03"})) << "PD05 was shut by then";
  EXPECT_EQ(silent("2023-05-01", "2023-05-30"), Stations{});
  const auto own = ends("window_officer:w1@PD04");
  window("PD04", "station_chief:c1", registry::AttachRoom{"连心屋", "二楼"});
  const auto take = [&](const std::string& key) {
    return give<registry::RegistryDecider>("PD04", "window_officer:w1@PD04",
                                           registry::TakeRoom{key, "需调阅档案"});
  };
  EXPECT_EQ(take("NOPE").refusal().name, "no_such_case");
  EXPECT_EQ(take(elsewhere).refusal().name, "case_elsewhere");
  EXPECT_FALSE(take(own).refused());
  const auto june = loop_figures(*office, {.from = day("2023-06-13"),
                                           .to = day("2023-06-13"),
                                           .position = office->store().head().value()})
                        .value();
  EXPECT_EQ(june.windows.open, 1u) << "PD03; PD04 opens the day after, PD05 is shut";
  EXPECT_EQ(june.windows.room_matters, 0u);
  EXPECT_EQ(loop_figures(*office, office->store().head().value())->windows.room_matters, 1u);
  clock.set(at("2023-08-01 09:00"));
  EXPECT_EQ(silent("2023-07-01", "2023-07-31"), (Stations{"PD03"})) << "PD04 had a case";
  const auto named =
      silent_stations(*office, {day("2023-07-01"), day("2023-07-31"), {{"PD05", ""}, {"X", "HP"}}})
          .value();
  ASSERT_EQ(named.stations.size(), 2u);
  EXPECT_EQ(named.stations[0].district, "PD") << "of the register";
  EXPECT_EQ(named.stations[1].district, "HP");
}

TEST_F(OfficeSupervision, WhatIsNamedIsWhereTheRegisterAndTheLogSay) {
  const auto of_pd01 = ends();
  ASSERT_FALSE(give<registry::RegistryDecider>("PD03", "station_chief:c1@PD03",
                                               registry::Register{"PD", "花木派出所", "c1"})
                   .refused());
  clock.set(at("2023-07-03 09:00"));
  const supervision::Plan plan{.unit = "PD03",
                               .district = "HP",
                               .kind = supervision::InspectionKind::ledger,
                               .day = day("2023-07-10")};
  EXPECT_EQ(give<supervision::SupervisionDecider>("DC-2023-0009", kInspector, plan).refusal().name,
            "district_differs");
  const casework::rectification::Open of_another{.matter = "RK01",
                                                 .reason = "M1",
                                                 .period = "2023-06",
                                                 .stations = {"PD03"},
                                                 .cases = {of_pd01},
                                                 .found = 1,
                                                 .overall = 1};
  EXPECT_EQ(give<casework::rectification::RectificationDecider>("ZG-2023-0009",
                                                                "supervisor:v1@city", of_another)
                .refusal()
                .name,
            "case_of_unnamed_station");
}

TEST_F(OfficeSupervision, ASilenceIsOpenedOnceAndIsADepartmentsToSee) {
  ends();
  clock.set(at("2023-07-03 09:00"));
  const SilenceQuery query{day("2023-06-01"), day("2023-06-30")};
  const auto seen =
      silent_stations(*office, query, core::Viewer{core::Actor::parse("citizen:c")}).value();
  EXPECT_EQ(core::refused(seen)->name, "not_to_be_seen");
  const auto asked =
      silent_stations(*office, query, core::Viewer{core::Actor::parse(kInspector)}).value();
  const auto& silence = std::get<Silence>(asked);
  ASSERT_EQ(silence.stations.size(), 1u);
  const auto open = [&] {
    return open_silence(*office, silence, silence.stations[0],
                        office->context(core::Actor::parse("supervisor:v1")))
        .value();
  };
  const auto opened = open();
  ASSERT_TRUE(opened && !opened->refused());
  EXPECT_FALSE(open()) << "it is open already";
  const auto now = state<supervision::Decider>(silence.stations[0].key);
  ASSERT_EQ(now.findings.size(), 1u);
  EXPECT_EQ(now.findings[0].finding.kind, supervision::FindingKind::silence);
}

TEST_F(OfficeSupervision, TheEffectOfATrainingIsCountedFromItsAttendeesCases) {
  const auto train = [&](auto command) {
    const auto outcome = give<training::Decider>("PX-1", kInspector, std::move(command));
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  };
  ends();
  ends("window_officer:w9@PD02");
  EXPECT_EQ(training_effect(*office, StreamId::of("training", "PX-1").value()).error().code(),
            Errc::not_found);
  train(training::Plan{
      .topic = "一次性告知", .cases = {{"PD01-1", "三次补材料"}}, .day = day("2023-06-01")});
  train(training::Announce{"三楼", {"w1"}});
  EXPECT_EQ(training_effect(*office, StreamId::of("training", "PX-1").value()).error().code(),
            Errc::invalid_argument);
  clock.set(at("2023-06-01 17:00"));
  ends();  // on the day itself: in neither period
  train(training::Hold{{"w1"}, {}});
  train(training::EnterScores{{{"w1", 90}}});
  clock.set(at("2023-06-02 10:00"));
  ends(), ends();
  clock.set(at("2023-09-15 10:00"));
  ends();  // behind both
  const auto effect = training_effect(*office, StreamId::of("training", "PX-1").value()).value();
  EXPECT_EQ(*effect.before, (training::Counts{day("2023-03-03"), day("2023-05-31"), 1, 0, 0, 0}));
  EXPECT_EQ(*effect.after, (training::Counts{day("2023-06-02"), day("2023-08-30"), 2, 0, 0, 0}));
  train(effect);
  EXPECT_EQ(state<training::Decider>("PX-1").repeated->difference, 0);
}

}  // namespace
}  // namespace recourse
