// The register of windows: where they stand, their signs, who serves there, and whether they are
// open (R1 to R6).
#include <algorithm>
#include <random>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/refusals.hpp>
#include <recourse/casework/registry/stability.hpp>
#include <recourse/casework/registry/window.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <set>

namespace recourse::casework::registry {
namespace {

constexpr const char* kChief = "station_chief:c1@PD01";
constexpr const char* kLead = "counter_lead:l1@PD01";
constexpr const char* kDistrict = "district_officer:d1@PD.ZA";
constexpr const char* kCity = "city_officer:m1@city.ZA";
constexpr const char* kSupervisor = "supervisor:v1";
constexpr const char* kTimer = "timer:timer";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Timestamp at(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }
/// A limit of so many working days after a day, ending on a day.
Due due(std::string_view end, std::string_view from, std::uint32_t days) {
  return {end_of(day(end), kShanghaiOffset), false, day(from), days};
}
/// The last moment of a named day.
Due last(std::string_view end) {
  return {end_of(day(end), kShanghaiOffset), false, std::nullopt, 0};
}

const Register kRegister{"PD", "陆家嘴派出所", "c1"};
const Plan kIndependent{WindowForm::independent, "一楼大厅东侧", "", ""};
const CheckSign kGoodSign{"大厅入口", true, true, ""};
const CheckSign kBadSign{"大厅入口", true, false, "绿植遮挡"};
AddOfficer officer(std::string staff) {
  return {std::move(staff), StaffKind::sworn, PoliceRank::supervisor_3, 12, true};
}

/// A scenario about the window of PD01, on a Monday.
struct Window01 : test::Scenario<RegistryDecider> {
  Window01() : Scenario(RegistryDecider{}, test::to_gtest()) {
    zone(kShanghaiOffset).on({"PD01"}).at({"2026-03-02 09:00"}).actor(kChief);
  }
  Window01& registered() {
    when({kRegister});
    return *this;
  }
  Window01& planned() {
    registered().when({kIndependent});
    return *this;
  }
  /// With w1 and w2 on its roster.
  Window01& open() {
    planned().when({kGoodSign}).when({officer("w1")}).when({officer("w2")}).when({Open{}});
    return *this;
  }
  std::vector<std::string> duties() const {
    std::vector<std::string> list;
    for (const auto& one : decider().duties(state())) {
      list.push_back(std::string{one.name} + " " + one.unit + " " +
                     to_string(local_day(one.due.value().at, kShanghaiOffset)));
    }
    return list;
  }
  Window window() const { return window_at(state(), now()); }
};
using Names = std::vector<std::string>;

// --- a window from register to opening (R1, R2, R4, R5, R20) ------------------------------------

TEST(RegistryWindow, IsOpenedInFiveCommandsOfWhichEachSaysOneThing) {
  Window01 scene;
  scene.when({kRegister}).then({StationRegistered{"PD01", "PD", "陆家嘴派出所", "c1", "c1"}});
  EXPECT_EQ(scene.window().why_not, "not_opened");
  scene.when({kIndependent})
      .then(
          {Planned{WindowForm::independent, "一楼大厅东侧", "", "", 0, "",
                   due("2026-03-09", "2026-03-02", 5), due("2026-03-09", "2026-03-02", 5), "c1"}});
  EXPECT_EQ(scene.duties(), (Names{"check_sign PD01 2026-03-09", "staff_roster PD01 2026-03-09"}));
  scene.when({kGoodSign}).then({SignChecked{"大厅入口", true, true, "", {}, "c1"}});
  const Finding met[] = {{Standard::political, true},
                         {Standard::skill, true},
                         {Standard::coordination, true},
                         {Standard::service, true}};
  scene.when({officer("w1")})
      .then({OfficerAdded{"w1", PoliceRank::supervisor_3, 12, "c1"}},
            OfficerAssessed{"w1", {std::begin(met), std::end(met)}, "c1"}, ServiceBegan{"w1"});
  EXPECT_EQ(scene.window().why_not, "not_opened");
  scene.when({Open{}}).then({Opened{{"w1"}, "c1"}});
  EXPECT_EQ(scene.window(), (Window{"PD01", "", true, "", {"w1"}}));
  EXPECT_EQ(scene.duties(), Names{});
  EXPECT_TRUE(scene.timers().empty());
}

TEST(RegistryWindow, IsOneAStation) {
  Window01 scene;
  scene.registered().when({kRegister}).then_refused("already_registered", "R1");
}

TEST(RegistryWindow, IsRegisteredByItsChiefOrFromAbove) {
  for (const auto* who : {kChief, kDistrict, kCity, kSupervisor}) {
    Window01 scene;
    scene.actor(who).when({kRegister}).then_types({"registry.station_registered"});
  }
  Window01 scene;
  scene.actor(kLead).when({kRegister}).then_refused("not_your_role");
  scene.actor("station_chief:c2@PD02").when({kRegister}).then_refused("not_your_station", "R1");
  scene.actor("district_officer:d9@HP.ZA").when({kRegister}).then_refused("not_your_district");
}

TEST(RegistryWindow, IsRegisteredWithoutTypingWhatIsKnown) {
  Window01 scene;
  scene.when({Register{"PD", "陆家嘴派出所", ""}})
      .then({StationRegistered{"PD01", "PD", "陆家嘴派出所", "c1", "c1"}});
  scene.on({"PD02"}).actor(kDistrict).when({Register{"", "花木派出所", "c2"}});
  scene.then({StationRegistered{"PD02", "PD", "花木派出所", "c2", "d1"}});
}

// --- overlays (R2) -------------------------------------------------------------------------------

TEST(RegistryOverlay, GoesToTheCounterOfTheLeastLoadTiesByName) {
  Window01 scene;
  scene.registered().actor(kLead);
  scene.when({RecordCounter{"户籍", 40, 12}}).then({CounterRecorded{{"户籍", 40, 12}, "l1"}});
  scene.when({RecordCounter{"B", 10, 6}}).when({RecordCounter{"A", 6, 10}});
  scene.actor(kChief)
      .when({Plan{WindowForm::overlaid, "大厅", "", ""}})
      .then(
          {Planned{WindowForm::overlaid, "大厅", "A", "A", 60, "",
                   due("2026-03-09", "2026-03-02", 5), due("2026-03-09", "2026-03-02", 5), "c1"}});
  EXPECT_EQ(load_of({"户籍", 40, 12}), 480u);
  EXPECT_EQ(proposed_counter({}), nullptr);
  EXPECT_EQ(scene.state().counters.size(), 3u);
}

TEST(RegistryOverlay, AnotherThanTheProposedNeedsAReasonWhichIsRecorded) {
  Window01 scene;
  scene.registered().when({RecordCounter{"户籍", 40, 12}}).when({RecordCounter{"出入境", 10, 6}});
  Plan plan{WindowForm::overlaid, "大厅", "户籍", ""};
  scene.when({plan}).then_refused("reason_missing", "R2");
  plan.reason = "靠近入口";
  scene.when({plan}).then_state([](const State& s) {
    EXPECT_EQ(s.counter, "户籍");
    EXPECT_EQ(s.form, WindowForm::overlaid);
  });
  const auto& planned = std::get<Planned>(scene.events().back().event);
  EXPECT_EQ(planned.proposed, "出入境");
  EXPECT_EQ(planned.load, 480u);
  EXPECT_EQ(planned.reason, "靠近入口");
}

TEST(RegistryOverlay, AFigureRecordedAgainTakesThePlaceOfTheEarlier) {
  Window01 scene;
  scene.registered().when({RecordCounter{"户籍", 40, 12}}).when({RecordCounter{"户籍", 8, 5}});
  EXPECT_EQ(scene.state().counters, (std::vector<Counter>{{"户籍", 8, 5}}));
}

// --- shared windows (R1) -------------------------------------------------------------------------

/// Two stations and a centre, registered.
struct Shared : Window01 {
  Shared() {
    actor(kDistrict).when({kRegister});
    on({"PD02"}).when({Register{"PD", "花木派出所", "c2"}});
    on({"PDC1"}).when({RegisterCentre{"PD", "花木社区服务中心", "c2"}});
  }
};

TEST(RegistryCentre, StationsThatJoinHaveNoWindowButTheCentres) {
  Shared scene;
  scene.on({"PD01"}).when({JoinCentre{"PDC1"}}).then({CentreJoined{"PDC1", "d1"}});
  scene.on({"PDC1"});
  EXPECT_EQ(scene.state().members, Names{"PD01"});
  scene.on({"PD02"}).when({JoinCentre{"PDC1"}}).on({"PDC1"});
  EXPECT_EQ(scene.state().members, (Names{"PD01", "PD02"}));
  // The chief of either station runs the centre's window.
  scene.actor(kChief).when({kIndependent}).when({kGoodSign}).when({officer("w1")});
  scene.actor("station_chief:c2@PD02").when({Open{}}).then_types({"registry.opened"});
  EXPECT_EQ(scene.window(), (Window{"PDC1", "", true, "", {"w1"}}));
  scene.actor("station_chief:c3@PD03").when({Move{"x", "y"}}).then_refused("not_your_station");
  scene.on({"PD01"}).actor(kChief);
  EXPECT_EQ(scene.window(), (Window{"PD01", "PDC1", false, "shared", {}}));
  scene.when({kIndependent}).then_refused("not_allowed_in_phase");
  scene.when({officer("w9")}).then_refused("not_allowed_in_phase");
}

TEST(RegistryCentre, WhatAJoiningStationHadEnds) {
  Shared scene;
  scene.on({"PD01"}).actor(kChief);
  scene.when({kIndependent}).when({kGoodSign}).when({officer("w1")}).when({officer("w2")});
  scene.when({AttachRoom{"连心屋", "二楼"}}).when({Open{}});
  scene.actor(kLead).when({AskSwap{"w1", "", "退休"}});
  scene.actor(kChief).when({JoinCentre{"PDC1"}}).then_state([](const State& s) {
    EXPECT_EQ(s.phases, (Phases{Phase::shared, SignPhase::none, RosterPhase::unstaffed}));
    EXPECT_TRUE(roster_of(s).empty());
    EXPECT_FALSE(s.room);
    EXPECT_TRUE(s.swaps.empty());
    EXPECT_EQ(s.services.size(), 2u) << "history stays";
    EXPECT_TRUE(s.services[0].ended);
  });
  EXPECT_TRUE(scene.timers().empty());
}

TEST(RegistryCentre, AStationThatLeavesPlansAWindowOfItsOwnAgain) {
  Shared scene;
  scene.on({"PD01"}).when({JoinCentre{"PDC1"}});
  scene.when({LeaveCentre{"PDC1", "新所启用"}}).then({CentreLeft{"PDC1", "新所启用", "d1"}});
  EXPECT_EQ(scene.state().phases.window, Phase::registered);
  EXPECT_EQ(scene.state().centre, "");
  scene.when({kIndependent}).then_types({"registry.planned"});
  scene.on({"PDC1"});
  EXPECT_TRUE(scene.state().members.empty());
}

TEST(RegistryCentre, IsClosedWhenNobodySharesItAnyMore) {
  Shared scene;
  scene.on({"PD01"}).when({JoinCentre{"PDC1"}});
  scene.on({"PDC1"}).when({Close{"撤并", "PD01"}}).then_refused("members_left", "R1");
  scene.on({"PD01"}).when({LeaveCentre{"PDC1", "r"}});
  scene.on({"PDC1"}).when({Close{"撤并", "PD01"}}).then_types({"registry.closed"});
  scene.on({"PD02"}).when({JoinCentre{"PDC1"}}).then_refused("no_such_centre", "R1");
  scene.when({JoinCentre{"PD02"}}).then_refused("no_such_centre", "R1");
  scene.when({JoinCentre{"no such code"}}).then_refused("no_such_centre", "R1");
}

// --- the room (R3) -------------------------------------------------------------------------------

TEST(RegistryRoom, IsAttachedNamedAndGivenUp) {
  Window01 scene;
  scene.registered().actor(kLead);
  scene.when({AttachRoom{"连心屋", "二楼"}}).then({RoomAttached{{"连心屋", "二楼"}, "l1"}});
  EXPECT_EQ(scene.state().room, (Room{"连心屋", "二楼"}));
  scene.when({AttachRoom{"花心小筑", "三楼"}}).then_refused("room_attached_already", "R3");
  scene.when({DetachRoom{"改建"}}).then({RoomDetached{"连心屋", "改建", "l1"}});
  EXPECT_FALSE(scene.state().room);
}

TEST(RegistryRoom, ASlowMatterMovesThereOneAtATimeAndIsTimed) {
  constexpr const char* kOfficer = "window_officer:w1@PD01";
  Window01 scene;
  scene.open().actor(kLead).when({AttachRoom{"连心屋", "二楼"}});
  scene.actor(kOfficer).when({TakeRoom{"PD01-1", "需调阅纸质档案"}});
  scene.then({RoomTaken{"case/PD01-1", "需调阅纸质档案", "w1"}});
  EXPECT_EQ(scene.state().room_use, (RoomUse{"case/PD01-1", scene.now(), 1, 0}));
  scene.when({TakeRoom{"PD01-2", "x"}}).then_refused("room_in_use", "R3");
  scene.actor(kLead).when({DetachRoom{"改建"}}).then_refused("room_in_use", "R3");
  scene.actor("window_officer:w1@PD02").when({FreeRoom{}}).then_refused("not_your_station", "R1");
  scene.at({"2026-03-02 09:47"}).actor(kOfficer).when({FreeRoom{}});
  scene.then({RoomFreed{"case/PD01-1", 47, "w1"}});
  EXPECT_EQ(scene.state().room_use, (RoomUse{"", std::nullopt, 1, 47}));
  scene.when({FreeRoom{}}).then_refused("room_is_free", "R3");
  scene.when({TakeRoom{"case/PD01-2", "x"}}).then_types({"registry.room_taken"});
  // With the window the room ends, and whoever is there goes with it.
  scene.actor(kDistrict).when({Close{"撤并", "PD02"}}).then_types({"registry.closed"});
  EXPECT_EQ(scene.state().room_use, (RoomUse{"", std::nullopt, 2, 47}));
}

// --- the sign (R4) -------------------------------------------------------------------------------

TEST(RegistrySign, AWindowDoesNotOpenWithoutAPassedCheck) {
  Window01 scene;
  scene.planned().when({officer("w1")});
  scene.when({Open{}}).then_refused("sign_not_passed", "R4");
  scene.when({kBadSign})
      .then({SignChecked{"大厅入口", true, false, "绿植遮挡", due("2026-03-09", "2026-03-02", 5),
                         "c1"}});
  scene.when({Open{}}).then_refused("sign_not_passed", "R4");
  scene.when({kGoodSign}).when({Open{}}).then_types({"registry.opened"});
}

TEST(RegistrySign, ACheckThatIsNotMadeInTimeIsTheDistrictsToSeeTo) {
  Window01 scene;
  scene.planned().when({officer("w1")}).then_timer("sign_check", {"2026-03-09 23:59:59.999"});
  scene.until({"2026-03-10 08:00"})
      .then({LimitMissed{LimitKind::sign_check, 0, due("2026-03-09", "2026-03-02", 5), "PD01",
                         "PD"}});
  EXPECT_EQ(scene.duties(), Names{"check_sign PD 2026-03-09"});
  scene.then_no_timer("sign_check");
  scene.when({kBadSign});
  EXPECT_EQ(scene.duties(), Names{"check_sign PD 2026-03-09"}) << "a failed check gives no time";
  scene.when({kIndependent});
  EXPECT_EQ(scene.duties(), Names{"check_sign PD 2026-03-09"}) << "nor does another plan";
  scene.when({kGoodSign});
  EXPECT_EQ(scene.duties(), Names{});
}

TEST(RegistrySign, ACheckInTimeLeavesNothingToMiss) {
  Window01 scene;
  scene.planned().when({officer("w1")}).at({"2026-03-09 23:00"}).when({kGoodSign});
  scene.until({"2026-03-31 00:00"}).then_nothing();
}

TEST(RegistrySign, AnObstructedOneIsADutyUntilItIsCorrected) {
  Window01 scene;
  scene.open().actor(kSupervisor);
  scene.when({InspectSign{true, true, ""}}).then({SignInspected{true, true, "", {}, "v1"}});
  const auto limit = due("2026-03-03", "2026-03-02", 1);
  scene.when({InspectSign{true, false, "展架遮挡"}})
      .then({SignInspected{true, false, "展架遮挡", limit, "v1"}})
      .then_timer("sign_correction", {"2026-03-03 23:59:59.999"});
  EXPECT_EQ(scene.duties(), Names{"correct_sign PD01 2026-03-03"});
  EXPECT_TRUE(scene.window().open) << "it takes cases all the same";
  scene.at({"2026-03-03 09:00"}).when({InspectSign{true, false, "仍遮挡"}});
  EXPECT_EQ(scene.duties(), Names{"correct_sign PD01 2026-03-03"}) << "no new time";
  scene.actor(kLead).when({CorrectSign{"移走展架"}}).then({SignCorrected{"移走展架", "l1"}});
  EXPECT_EQ(scene.duties(), Names{});
  scene.until({"2026-03-10 00:00"}).then_nothing();
}

TEST(RegistrySign, OneThatStaysObstructedGoesToTheDistrict) {
  Window01 scene;
  scene.open().when({InspectSign{false, true, "移至角落"}});
  scene.until({"2026-03-04 00:00"})
      .then({LimitMissed{LimitKind::sign_correction, 0, due("2026-03-03", "2026-03-02", 1), "PD01",
                         "PD"}});
  EXPECT_EQ(scene.duties(), Names{"correct_sign PD 2026-03-03"});
  scene.when({InspectSign{true, true, "已移回"}});
  EXPECT_EQ(scene.duties(), Names{});
  EXPECT_EQ(scene.state().phases.sign, SignPhase::clear);
}

// --- suspended, moved, closed --------------------------------------------------------------------

TEST(RegistryLife, AWindowIsShutUntilANamedDay) {
  Window01 scene;
  scene.open().when({Suspend{"装修", day("2026-03-07")}});
  scene.then({Suspended{"装修", last("2026-03-09"), "c1"}});  // a Saturday: the Monday after
  EXPECT_EQ(scene.window(), (Window{"PD01", "", false, "suspended", {"w1", "w2"}}));
  EXPECT_EQ(scene.duties(), Names{"reopen PD01 2026-03-09"});
  scene.at({"2026-03-06 09:00"}).when({Open{}}).then_types({"registry.opened"});
  EXPECT_TRUE(scene.window().open);
  scene.until({"2026-04-30 00:00"}).then_nothing();
}

TEST(RegistryLife, AWindowThatStaysShutGoesToTheDistrictWhichDecides) {
  Window01 scene;
  scene.open().when({Suspend{"装修", day("2026-03-06")}});
  scene.when({Suspend{"装修延期", day("2026-03-09")}})
      .then_timer("reopening", {"2026-03-09 23:59:59.999"});
  scene.until({"2026-03-10 09:00"})
      .then({LimitMissed{LimitKind::reopening, 0, last("2026-03-09"), "PD01", "PD"}});
  EXPECT_EQ(scene.duties(), Names{"reopen PD 2026-03-09"});
  scene.when({Suspend{"再延", day("2026-03-20")}}).then_refused("district_decides");
  scene.when({Move{"世纪大道1号", "新址启用"}}).then_refused("district_decides");
  scene.actor(kDistrict).when({Suspend{"再延", day("2026-03-20")}});
  EXPECT_EQ(scene.duties(), Names{"reopen PD01 2026-03-20"});
  scene.actor(kChief).when({Open{}}).then_types({"registry.opened"});
}

TEST(RegistryLife, AShutWindowThatMovesStillHasADayOnWhichItOpens) {
  Window01 scene;
  scene.open().when({Suspend{"装修", day("2026-03-06")}});
  scene.when({Move{"世纪大道1号", "新址启用"}}).then_types({"registry.moved"});
  const auto duties = scene.duties();
  EXPECT_NE(std::ranges::find(duties, "reopen PD01 2026-03-06"), duties.end());
}

TEST(RegistryAccess, WhoIsAssessedHowIsForStaffAndR5StaffSeesNothing) {
  const auto sees = [](std::string_view actor) {
    return RegistryDecider{}.sees({}, {core::Actor::parse(actor)});
  };
  EXPECT_TRUE(sees("window_officer:w1@PD01").sees(describe::Access::internal));
  EXPECT_TRUE(sees("citizen:c1").sees(describe::Access::open));
  EXPECT_FALSE(sees("citizen:c1").sees(describe::Access::internal));
  EXPECT_FALSE(sees("receiver:r1").sees(describe::Access::internal));
  EXPECT_FALSE(sees("civilian:f1@PD01").any);
  EXPECT_FALSE(sees("boss:b1").any);
}

TEST(RegistryLife, AChiefDoesNotShutAWindowDayAfterDay) {
  Window01 scene;
  scene.open().when({Suspend{"装修", day("2026-03-27")}}).at({"2026-03-26 09:00"});
  scene.when({Suspend{"装修", day("2026-04-02")}}).then_refused("until_too_far", "R1");
  scene.when({Suspend{"装修", day("2026-04-01")}}).then_types({"registry.suspended"});
  scene.actor(kDistrict).when({Suspend{"装修", day("2026-04-02")}});
  scene.then_types({"registry.suspended"});
}

TEST(RegistryLife, AWindowThatMovesIsCheckedAnewBeforeItOpens) {
  Window01 scene;
  scene.open().when({Move{"世纪大道1号", "新址启用"}});
  scene.then({Moved{"世纪大道1号", "新址启用", due("2026-03-09", "2026-03-02", 5), "c1"}});
  EXPECT_EQ(scene.window().why_not, "moved");
  scene.when({Open{}}).then_refused("sign_not_passed", "R4");
  scene.when({kGoodSign}).when({Open{}});
  EXPECT_TRUE(scene.window().open);
  EXPECT_EQ(scene.state().place, "世纪大道1号");
}

TEST(RegistryLife, AClosedWindowIsClosedForGoodAndSaysWhereToGo) {
  Window01 scene;
  scene.open().when({Close{"撤并", "PD02"}}).then_refused("not_your_role");
  scene.actor(kDistrict).when({Close{"撤并", "PD02"}}).then({Closed{"撤并", "PD02", "d1"}});
  EXPECT_EQ(scene.window(), (Window{"PD01", "", false, "closed", {}}));
  EXPECT_EQ(scene.state().instead, "PD02");
  scene.when({Open{}}).then_refused("not_allowed_in_phase");
  EXPECT_TRUE(scene.decider().next(scene.state()).empty());
}

// --- who serves (R5) -----------------------------------------------------------------------------

TEST(RegistryRoster, WhoServesMeetsFourStandardsEachOfThemAssessed) {
  Window01 scene;
  auto one = officer("w1");
  one.all_met = false;
  scene.planned().actor(kLead).when({one}).then_types({"registry.officer_added"});
  scene.actor(kChief).when({kGoodSign}).when({Open{}}).then_refused("nobody_serves", "R5");
  using enum Standard;
  scene.when({Assess{"w1", {political, skill, coordination}, {}, false}})
      .then_types({"registry.officer_assessed"});
  scene.when({Open{}}).then_refused("nobody_serves", "R5");
  scene.when({Assess{"w1", {}, {service}, false}}).then_types({"registry.officer_assessed"});
  scene.at({"2026-03-03 09:00"}).actor(kDistrict).when({Assess{"w1", {service}, {}, false}});
  scene.then_types({"registry.officer_assessed", "registry.service_began"});
  const auto& held = find_officer(scene.state(), "w1")->assessments;
  ASSERT_EQ(held.size(), 4u);
  EXPECT_EQ(held[3], (Assessment{service, true, "d1", at("2026-03-03 09:00")}));
  EXPECT_EQ(held[0].by, "c1");
}

TEST(RegistryRoster, CivilianStaffAndAuxiliariesAreRefused) {
  Window01 scene;
  scene.planned();
  auto one = officer("a1");
  for (const auto kind : {StaffKind::civilian, StaffKind::auxiliary}) {
    one.kind = kind;
    scene.when({one}).then_refused("staff_not_sworn", "R5");
  }
  scene.actor("auxiliary:a1@PD01").when({kGoodSign}).then_refused("not_sworn", "R5");
}

TEST(RegistryRoster, NobodyWhoFailsAStandardServesOn) {
  Window01 scene;
  scene.open().actor(kDistrict);
  scene.when({Assess{"w1", {}, {Standard::service}, false}})
      .then({OfficerAssessed{"w1", {{Standard::service, false}}, "d1"}}, ServiceEnded{"w1", 1, {}});
  scene.when({Assess{"w2", {}, {Standard::skill}, false}})
      .then({OfficerAssessed{"w2", {{Standard::skill, false}}, "d1"}},
            ServiceEnded{"w2", 0, due("2026-03-09", "2026-03-02", 5)});
  EXPECT_EQ(scene.window(), (Window{"PD01", "", false, "roster_empty", {}}));
  EXPECT_EQ(scene.duties(), Names{"staff_roster PD01 2026-03-09"});
  scene.until({"2026-03-10 00:00"})
      .then(
          {LimitMissed{LimitKind::staffing, 0, due("2026-03-09", "2026-03-02", 5), "PD01", "PD"}});
  EXPECT_EQ(scene.duties(), Names{"staff_roster PD 2026-03-09"});
  // Met again; the way back onto the roster of an open window is a change of it.
  scene.when({Assess{"w2", {Standard::skill}, {}, false}})
      .then_types({"registry.officer_assessed"});
  scene.when({AskSwap{"", "w2", "补充"}}).actor(kChief).when({DecideSwap{0, true, ""}});
  EXPECT_EQ(scene.duties(), Names{});
  EXPECT_TRUE(scene.window().open);
}

TEST(RegistryRoster, NobodyNeedsToServeBeforeAWindowIsPlanned) {
  Window01 scene;
  scene.registered().when({officer("w1")}).when({Assess{"w1", {}, {Standard::skill}, false}});
  scene.then({OfficerAssessed{"w1", {{Standard::skill, false}}, "c1"}}, ServiceEnded{"w1", 0, {}});
  EXPECT_EQ(scene.duties(), Names{});
}

TEST(RegistryRoster, StaffedInTimeLeavesNothingToMiss) {
  Window01 scene;
  scene.planned().when({kGoodSign}).then_timer("staffing", {"2026-03-09 23:59:59.999"});
  scene.at({"2026-03-09 23:00"}).when({officer("w1")}).then_no_timer("staffing");
  scene.until({"2026-03-31 00:00"}).then_nothing();
}

// --- how the roster changes (R6) -----------------------------------------------------------------

/// Open, with w1 and w2 on the roster and w3 fit to serve.
struct Fixed : Window01 {
  Fixed() { open().when({officer("w3")}); }
};

TEST(RegistrySwap, NeedsAReasonAndSomebodyElsesApproval) {
  Fixed scene;
  scene.actor(kLead).when({AskSwap{"w1", "w3", ""}}).then_refused("reason_missing", "R6");
  scene.when({AskSwap{"w1", "w3", "轮岗"}})
      .then({SwapAsked{1, "w1", "w3", "轮岗", due("2026-03-05", "2026-03-02", 3), "l1"}});
  EXPECT_EQ(scene.duties(), Names{"decide_swap PD01 2026-03-05"});
  EXPECT_EQ(scene.window().roster, (Names{"w1", "w2"})) << "not before it is approved";
  scene.when({DecideSwap{1, true, ""}}).then_refused("not_your_role");
  scene.actor("station_chief:l1@PD01")
      .when({DecideSwap{1, true, ""}})
      .then_refused("asked_by_you", "R6");
  scene.actor(kChief).when({DecideSwap{1, true, ""}});
  scene.then({SwapApproved{1, "c1"}}, ServiceBegan{"w3"}, ServiceEnded{"w1", 2, {}});
  EXPECT_EQ(scene.window().roster, (Names{"w2", "w3"}));
  EXPECT_EQ(scene.duties(), Names{});
}

TEST(RegistrySwap, ThatIsRefusedChangesNothing) {
  Fixed scene;
  scene.actor(kLead).when({AskSwap{"w1", "w3", "轮岗"}}).actor(kDistrict);
  scene.when({DecideSwap{0, false, ""}}).then_refused("reason_missing", "R6");
  scene.when({DecideSwap{0, false, "刚上岗"}}).then({SwapRefused{1, "刚上岗", "d1"}});
  EXPECT_EQ(scene.window().roster, (Names{"w1", "w2"}));
  EXPECT_EQ(scene.state().swaps.size(), 0u);
}

TEST(RegistrySwap, ThatNobodyDecidesGoesToTheDistrictEachOnItsOwn) {
  Fixed scene;
  scene.actor(kLead).when({AskSwap{"w1", "w3", "轮岗"}}).when({AskSwap{"w2", "", "调离"}});
  const auto limit = due("2026-03-05", "2026-03-02", 3);
  scene.until({"2026-03-06 00:00"})
      .then({LimitMissed{LimitKind::swap_decision, 1, limit, "PD01", "PD"}},
            LimitMissed{LimitKind::swap_decision, 2, limit, "PD01", "PD"});
  EXPECT_EQ(scene.duties(), (Names{"decide_swap PD 2026-03-05", "decide_swap PD 2026-03-05"}));
  scene.actor(kDistrict).when({DecideSwap{0, true, ""}}).then_refused("number_missing", "R6");
  scene.when({DecideSwap{1, true, ""}}).when({DecideSwap{2, true, ""}});
  EXPECT_EQ(scene.window().roster, Names{"w3"});
  scene.until({"2026-03-31 00:00"}).then_nothing();
}

TEST(RegistrySwap, DoesNotLeaveAnOpenWindowWithoutAnybody) {
  Window01 scene;
  scene.planned().when({kGoodSign}).when({officer("w1")}).when({Open{}});
  scene.actor(kLead).when({AskSwap{"w1", "", "调离"}}).actor(kChief);
  scene.when({DecideSwap{0, true, ""}}).then_refused("roster_would_be_empty", "R6");
  scene.when({Suspend{"人员调整", day("2026-03-04")}}).when({DecideSwap{0, true, ""}});
  EXPECT_EQ(scene.window().roster, Names{});
  scene.when({Open{}}).then_refused("nobody_serves", "R5");
}

TEST(RegistryStandIn, ServesForALimitedNumberOfDaysInAnEmergency) {
  Fixed scene;
  const auto until = due("2026-03-04", "2026-03-02", 2);
  scene.actor(kLead).when({StandIn{"w3", "w1", 2, "突发疾病"}});
  scene.then({StandInBegan{"w3", "w1", "突发疾病", until, "l1"}});
  EXPECT_EQ(scene.window().roster, (Names{"w2", "w3"}));
  EXPECT_EQ(scene.duties(), Names{"end_stand_in PD01 2026-03-04"});
  scene.at({"2026-03-04 18:00"}).when({EndStandIn{"w1"}}).then({StandInEnded{"w3", "w1", "l1"}});
  EXPECT_EQ(scene.window().roster, (Names{"w1", "w2"}));
  scene.until({"2026-03-31 00:00"}).then_nothing();
}

TEST(RegistryStandIn, EndsWithItsDaysAndWhoIsAbsentIsNotTakenForBack) {
  Fixed scene;
  scene.actor(kLead).when({StandIn{"w3", "w1", 2, "突发疾病"}});
  scene.at({"2026-03-05 00:00"});
  EXPECT_EQ(scene.window().roster, Names{"w2"}) << "also before the timer has fired";
  scene.until({"2026-03-05 09:00"}).then({StandInStopped{"w3", "w1", StopCause::time_over, 1, {}}});
  EXPECT_EQ(scene.window().roster, Names{"w2"});
  EXPECT_EQ(scene.duties(), Names{"settle_absence PD 2026-03-04"});
  scene.when({StandIn{"w3", "w1", 2, "仍未返岗"}}).then_refused("stood_in_for", "R6");
  scene.when({AskSwap{"w1", "w3", "长期病假"}}).actor(kChief).when({DecideSwap{0, true, ""}});
  EXPECT_EQ(scene.window().roster, (Names{"w2", "w3"}));
  EXPECT_EQ(scene.duties(), Names{});
}

TEST(RegistryStandIn, WhoProvesUnfitStandsInNoLonger) {
  Window01 scene;
  scene.planned().when({kGoodSign}).when({officer("w1")}).when({Open{}}).when({officer("w3")});
  scene.when({StandIn{"w3", "w1", 2, "突发疾病"}});
  scene.when({Assess{"w3", {}, {Standard::service}, false}})
      .then({OfficerAssessed{"w3", {{Standard::service, false}}, "c1"}},
            StandInStopped{"w3", "w1", StopCause::unfit, 0, due("2026-03-09", "2026-03-02", 5)});
  EXPECT_EQ(scene.window().why_not, "roster_empty");
  scene.when({EndStandIn{"w1"}});
  EXPECT_TRUE(scene.window().open);
  EXPECT_EQ(scene.duties(), Names{});
}

TEST(RegistryStability, IsAShareACountAndAMedianOfTheRecordedHistory) {
  Fixed scene;  // w1 and w2 serve from 2026-03-02 09:00
  scene.at({"2026-03-12 09:00"}).actor(kLead).when({AskSwap{"w1", "w3", "轮岗"}});
  scene.actor(kChief).when({DecideSwap{0, true, ""}});
  const auto now = at("2026-04-01 09:00");  // 30 days after opening
  const auto figures = stability_at(scene.state(), now, 25);
  EXPECT_EQ(figures.served, 3u);   // w1 until the tenth day, w2, w3
  EXPECT_EQ(figures.through, 1u);  // w2
  EXPECT_DOUBLE_EQ(figures.share_through(), 1.0 / 3);
  EXPECT_EQ(figures.swaps, 1u);
  EXPECT_DOUBLE_EQ(figures.median_days, 20);  // of 10, 20 and 30
  const auto later = stability_at(scene.state(), now, 10);
  EXPECT_EQ(later.served, 2u);
  EXPECT_DOUBLE_EQ(later.share_through(), 1.0);
  EXPECT_DOUBLE_EQ(stability_at(scene.state(), at("2026-03-07 09:00")).median_days, 5)
      << "what happened later is not looked at";
  EXPECT_EQ(stability_at(scene.state(), at("2027-03-12 09:00")).swaps, 0u) << "a year later";
  EXPECT_EQ(stability_at(State{}, now).share_through(), 0.0);
}

TEST(RegistryStability, CountsNoDayBeforeTheWindowOpened) {
  Window01 scene;
  scene.planned().when({kGoodSign}).when({officer("w1")}).when({officer("w2")});
  scene.at({"2026-03-06 09:00"}).when({Assess{"w2", {}, {Standard::skill}, false}}).when({Open{}});
  ASSERT_EQ(scene.state().services.size(), 1u);
  EXPECT_EQ(scene.state().services[0], (Service{"w1", at("2026-03-06 09:00"), {}}));
}

// --- limits --------------------------------------------------------------------------------------

TEST(RegistryLimits, TheLogIsTheSameWhetherATimerOrACommandCameFirst) {
  const auto log = [](bool outage) {
    Window01 scene;
    scene.open()
        .when({InspectSign{true, false, "遮挡"}})
        .when({Suspend{"装修", day("2026-03-06")}});
    if (!outage) scene.until({"2026-03-09 09:00"});
    scene.at({"2026-03-09 09:00"}).actor(kDistrict).when({InspectSign{true, true, ""}});
    std::vector<std::pair<Timestamp, Event>> events;
    for (const auto& one : scene.events()) events.emplace_back(one.at, one.event);
    return events;
  };
  const auto steady = log(false);
  EXPECT_EQ(steady, log(true));
  EXPECT_EQ(
      std::ranges::count_if(
          steady, [](const auto& one) { return std::holds_alternative<LimitMissed>(one.second); }),
      2);
}

TEST(RegistryLimits, ATimerThatIsDeclinedIsRecorded) {
  const RegistryDecider decider;
  const core::ArmedTimer timer{.name = "staffing"};
  EXPECT_EQ(decider.timer_declined(timer, core::refuse<refusals::not_due_yet>()),
            Event{(LimitDeclined{"staffing", "not_due_yet"})});
  EXPECT_EQ(decider.on_timer({}, "staffing"), Command{MissLimit{LimitKind::staffing}});
  EXPECT_EQ(decider.on_timer({}, "no_such"), Command{MissLimit{}});
}

// --- the lifecycle's tables ----------------------------------------------------------------------

template <class E>
std::vector<E> all_of() {
  std::vector<E> values;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { values.push_back(d.value); });
  return values;
}

TEST(RegistryLifecycle, TheWindowGoesWhereTheRulesSayAndNowhereElse) {
  using P = Phase;
  const std::map<std::pair<P, std::string_view>, P> cells{
      {{P::none, "station_registered"}, P::registered},
      {{P::none, "centre_registered"}, P::registered},
      {{P::registered, "planned"}, P::planned},
      {{P::registered, "centre_joined"}, P::shared},
      {{P::registered, "closed"}, P::closed},
      {{P::planned, "planned"}, P::planned},
      {{P::planned, "opened"}, P::open},
      {{P::planned, "centre_joined"}, P::shared},
      {{P::planned, "closed"}, P::closed},
      {{P::open, "suspended"}, P::suspended},
      {{P::open, "moved"}, P::moved},
      {{P::open, "centre_joined"}, P::shared},
      {{P::open, "closed"}, P::closed},
      {{P::suspended, "opened"}, P::open},
      {{P::suspended, "suspended"}, P::suspended},
      {{P::suspended, "moved"}, P::moved},
      {{P::suspended, "centre_joined"}, P::shared},
      {{P::suspended, "closed"}, P::closed},
      {{P::moved, "planned"}, P::moved},
      {{P::moved, "moved"}, P::moved},
      {{P::moved, "opened"}, P::open},
      {{P::moved, "centre_joined"}, P::shared},
      {{P::moved, "closed"}, P::closed},
      {{P::shared, "centre_left"}, P::registered},
  };
  std::set<std::string_view> moving;
  for (const auto& cell : cells) moving.insert(cell.first.second);
  const auto& set = describe::set_info<Event>();
  std::size_t led = 0;
  for (const auto phase : all_of<Phase>()) {
    for (std::size_t i = 0; i < set.types.size(); ++i) {
      const auto name = set.types[i]->type.substr(std::string_view{"registry."}.size());
      const auto event = describe::make_alternative<Event>(i);
      for (const auto roster : all_of<RosterPhase>()) {
        const auto next = advance({phase, SignPhase::clear, roster}, event);
        if (!moving.contains(name)) {
          const bool sign_takes = name != "sign_corrected";
          EXPECT_EQ(next.has_value(), is_live(phase) && sign_takes) << name;
          EXPECT_EQ(next.value_or(Phases{phase}).window, phase) << name;
          continue;
        }
        const auto cell = cells.find({phase, name});
        ASSERT_EQ(next.has_value(), cell != cells.end()) << describe::enum_name(phase) << name;
        if (!next) continue;
        EXPECT_EQ(next->window, cell->second) << describe::enum_name(phase) << name;
        ++led;
      }
    }
  }
  EXPECT_EQ(led, 2 * cells.size());
}

TEST(RegistryLifecycle, TheSignAndTheRosterGoByTheFacts) {
  const auto sign = [](SignPhase from, const Event& event) {
    const auto next = advance({Phase::open, from, RosterPhase::staffed}, event);
    return next ? describe::enum_name(next->sign) : "not taken";
  };
  const SignChecked good{"", true, true, "", {}, ""};
  const SignChecked bad{"", false, true, "", {}, ""};
  const SignInspected in_order{true, true, "", {}, ""};
  const SignInspected hidden{true, false, "", {}, ""};
  using S = SignPhase;
  EXPECT_EQ(sign(S::none, good), "not taken");
  for (const auto from : {S::unchecked, S::failed, S::clear}) {
    EXPECT_EQ(sign(from, good), "clear");
    EXPECT_EQ(sign(from, bad), "failed");
  }
  EXPECT_EQ(sign(S::obstructed, good), "not taken") << "it is inspected, or said to be corrected";
  EXPECT_EQ(sign(S::obstructed, SignCorrected{}), "clear");
  EXPECT_EQ(sign(S::obstructed, in_order), "clear");
  EXPECT_EQ(sign(S::obstructed, hidden), "obstructed");
  EXPECT_EQ(sign(S::clear, hidden), "obstructed");
  EXPECT_EQ(sign(S::unchecked, hidden), "not taken");
  EXPECT_EQ(sign(S::failed, in_order), "not taken");
  EXPECT_EQ(sign(S::clear, SignCorrected{}), "not taken");
  for (const auto from : {S::unchecked, S::failed, S::clear, S::obstructed}) {
    EXPECT_EQ(sign(from, Moved{}), "unchecked");
    EXPECT_EQ(sign(from, CentreJoined{}), "none");
    EXPECT_EQ(sign(from, Closed{}), "none");
  }
  const auto roster = [](RosterPhase from, const Event& event) {
    return advance({Phase::open, SignPhase::clear, from}, event)->roster;
  };
  using R = RosterPhase;
  EXPECT_EQ(roster(R::unstaffed, ServiceBegan{}), R::staffed);
  EXPECT_EQ(roster(R::staffed, ServiceEnded{"", 1, {}}), R::staffed);
  EXPECT_EQ(roster(R::staffed, ServiceEnded{"", 0, {}}), R::unstaffed);
  EXPECT_EQ(roster(R::staffed, StandInStopped{"", "", {}, 1, {}}), R::staffed);
  EXPECT_EQ(roster(R::staffed, StandInStopped{"", "", {}, 0, {}}), R::unstaffed);
  EXPECT_EQ(roster(R::unstaffed, StandInEnded{}), R::staffed);
  EXPECT_EQ(roster(R::staffed, Closed{}), R::unstaffed);
  EXPECT_NE(RegistryDecider::diagram().find("stateDiagram"), std::string::npos);
}

TEST(RegistryLifecycle, PhaseCommandAndRoleAreJudgedByTheTablesInThatOrder) {
  const RegistryDecider decider;
  const auto& commands = describe::set_info<Command>();
  ASSERT_EQ(grants().size(), commands.types.size());
  std::size_t judged = 0;
  for (const auto window : all_of<Phase>()) {
    for (const auto sign : all_of<SignPhase>()) {
      State state;
      state.phases = {window, sign, RosterPhase::unstaffed};
      state.code = "PD01", state.district = "PD";
      for (std::size_t i = 0; i < commands.types.size(); ++i) {
        const auto command = describe::make_alternative<Command>(i);
        const auto type = commands.types[i]->type;
        ASSERT_EQ(grants()[i].command, type);
        for (const auto role : all_of<Role>()) {
          core::Context context{at("2026-03-02 09:00"),
                                {"x1", std::string{describe::enum_name(role)},
                                 role == Role::district_officer ? "PD.ZA" : "PD01"},
                                derived_command_id("x")};
          context.stream = "registry/PD01";
          const auto decision = decider.decide(state, command, context, {});
          const auto name = decision.is_refusal() ? decision.refusal().name : std::string{};
          const bool begins = type == "registry.register" || type == "registry.register_centre";
          std::string expected;
          if (role == Role::civilian || role == Role::auxiliary) {
            expected = "not_sworn";
          } else if (begins && window != Phase::none) {
            expected = "already_registered";
          } else if (!begins && window == Phase::none) {
            expected = "not_registered";
          } else if (!takes_command(state.phases, type)) {
            expected = "not_allowed_in_phase";
          } else if (!contains(roles_for(type), role)) {
            expected = "not_your_role";
          }
          if (!expected.empty()) {
            ASSERT_EQ(name, expected) << type << " " << describe::enum_name(role);
          } else {
            const std::set<std::string_view> of_tables{"not_sworn", "already_registered",
                                                       "not_registered", "not_allowed_in_phase",
                                                       "not_your_role"};
            ASSERT_FALSE(of_tables.contains(name)) << type << " " << describe::enum_name(role);
          }
          ++judged;
        }
      }
    }
  }
  EXPECT_EQ(judged, 8u * 5 * 25 * 14);
}

TEST(RegistryNext, SaysWhatMayComeAndFromWhom) {
  const RegistryDecider decider;
  EXPECT_EQ(decider.next({}),
            (std::vector<std::string_view>{"registry.register", "registry.register_centre"}));
  Window01 scene;
  scene.open();
  const auto next_for = [&](const char* who) {
    return decider.next_for(scene.state(), {scene.now(), core::Actor::parse(who), {}});
  };
  const auto has = [](const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  EXPECT_TRUE(has(next_for(kChief), "registry.suspend"));
  EXPECT_FALSE(has(next_for(kChief), "registry.close"));
  EXPECT_TRUE(has(next_for(kDistrict), "registry.close"));
  EXPECT_FALSE(has(next_for(kLead), "registry.suspend"));
  EXPECT_TRUE(next_for("station_chief:c2@PD02").empty());
  EXPECT_TRUE(next_for("district_officer:d1@HP.ZA").empty());
  EXPECT_TRUE(next_for("citizen:c").empty());
  EXPECT_FALSE(has(decider.next(scene.state()), "registry.miss_limit"));
}

// --- bad input -----------------------------------------------------------------------------------

TEST(RegistryInput, TextThatIsTooLongOrNoTextIsAnError) {
  Window01 scene;
  auto c = kRegister;
  c.name = std::string(limits::kNarrativeBytesMax + 1, 'x');
  scene.when({c}).then_error(Errc::limit_exceeded);
  c.name = "\xff";
  scene.when({c}).then_error(Errc::malformed);
}

TEST(RegistryInput, ACodeIsOneThatACaseNumberCanBeginWith) {
  Window01 scene;
  scene.actor(kCity).on({"PD-01"}).when({kRegister}).then_refused("code_malformed", "R1");
  scene.on({"PD~1"}).when({kRegister}).then_refused("code_malformed", "R1");
  scene.on({"pd.01_a:2"}).when({kRegister}).then_types({"registry.station_registered"});
}

// --- whatever is asked ---------------------------------------------------------------------------

/// A station and a centre, to which anything may be asked by anybody; the numbers come from a seed.
class Anything {
 public:
  explicit Anything(std::uint32_t seed) : random_(seed) {}

  void step() {
    now_ += std::chrono::hours{pick(20)};
    for (auto* const one : {&station_, &centre_}) fire(*one);
    auto& one = pick(3) == 0 ? centre_ : station_;
    auto& other = &one == &centre_ ? station_ : centre_;
    if (give(one, other, any_command())) ++taken_;
  }
  void expect_sound() const {
    for (const auto* const one : {&station_, &centre_}) expect_sound(one->state);
    const bool joined = station_.state.centre == "PDC1";
    ASSERT_EQ(joined, station_.state.phases.window == Phase::shared);
    ASSERT_EQ(joined, centre_.state.members == Names{"PD01"});
  }
  std::size_t taken() const { return taken_; }

 private:
  struct Stream {
    std::string name;
    State state = {};
  };

  std::uint32_t pick(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
  std::string staff() { return "w" + std::to_string(1 + pick(4)); }
  std::string maybe_staff() { return pick(3) == 0 ? std::string{} : staff(); }
  std::vector<Standard> standards() {
    std::vector<Standard> list;
    for (const auto one : {Standard::skill, Standard::service}) {
      if (pick(3) == 0) list.push_back(one);
    }
    return list;
  }
  /// Mostly one that could be taken.
  Command any_command() {
    const std::optional<bool> yes{pick(5) != 0};
    const auto soon = local_day(now_, kShanghaiOffset) + std::chrono::days{pick(6)};
    switch (pick(22)) {
      case 0:
        return Register{"PD", "n", "c1"};
      case 1:
        return RegisterCentre{"PD", "n", "c1"};
      case 2:
        return pick(6) == 0 ? Command{JoinCentre{"PDC1"}} : Command{Open{}};
      case 3:
        return LeaveCentre{"PDC1", "r"};
      case 4:
        return RecordCounter{"A", 1 + pick(9), 1 + pick(9)};
      case 5:
        return Plan{pick(2) == 0 ? WindowForm::independent : WindowForm::overlaid, "p", "", "r"};
      case 6:
        return CheckSign{"p", yes, true, ""};
      case 7:
        return InspectSign{true, yes, "f"};
      case 8:
        return CorrectSign{"h"};
      case 9:
        return Suspend{"r", soon};
      case 10:
        return pick(4) == 0 ? Command{Move{"p", "r"}} : Command{Open{}};
      case 11:
        return pick(40) == 0 ? Command{Close{"r", "i"}} : Command{Open{}};
      case 12:
      case 13:
        return officer(staff());
      case 14:
        return Assess{staff(), {}, standards(), false};
      case 15:
        return Assess{staff(), {}, {}, true};
      case 16:
        return AskSwap{maybe_staff(), maybe_staff(), "r"};
      case 17:
        return DecideSwap{0, yes, "r"};
      case 18:
        return StandIn{staff(), staff(), 1 + pick(5), "r"};
      case 19:
        return EndStandIn{staff()};
      case 20:
        return AttachRoom{"n", "p"};
      default:
        return DetachRoom{"r"};
    }
  }
  void fire(Stream& one) {
    for (const auto& timer : decider_.timers(one.state)) {
      if (now_ <= timer.due) continue;
      const auto asked = decider_.on_timer(one.state, timer.name);
      ASSERT_TRUE(give(one, one, asked, kTimer)) << timer.name;
    }
    for (const auto& timer : decider_.timers(one.state)) ASSERT_GE(timer.due, now_) << timer.name;
  }
  bool give(Stream& one, Stream& other, const Command& command, const char* who = nullptr) {
    const char* const actors[] = {kChief, kLead, kDistrict, kSupervisor};
    core::Context context{now_, core::Actor::parse(who != nullptr ? who : actors[pick(4)]),
                          derived_command_id("x")};
    context.stream = one.name;
    std::vector<core::Related<State>> related;
    for (const auto& stream : decider_.related(command)) {
      const auto& its = stream.text() == other.name ? other.state : one.state;
      related.push_back({stream, Version{1}, its});
    }
    const auto decision = decider_.decide(one.state, command, context, related);
    if (decision.is_refusal()) return false;
    for (const auto& event : decision.events()) decider_.evolve(one.state, event, {{}, now_, 1});
    for (const auto& its : decision.related_events()) {
      for (const auto& event : its.events) decider_.evolve(other.state, event, {{}, now_, 1});
    }
    return true;
  }
  static void expect_sound(const State& s) {
    ASSERT_EQ(s.phases.roster == RosterPhase::staffed, !roster_of(s).empty());
    const bool suspended = s.phases.window == Phase::suspended;
    ASSERT_TRUE(s.suspension.has_value() || !suspended);
    ASSERT_TRUE(!s.suspension || suspended || s.phases.window == Phase::moved);
    ASSERT_EQ(s.sign_correction.has_value(), s.phases.sign == SignPhase::obstructed);
    ASSERT_FALSE(s.staffing && s.phases.roster == RosterPhase::staffed);
    const bool to_check =
        s.phases.sign == SignPhase::unchecked || s.phases.sign == SignPhase::failed;
    ASSERT_EQ(s.sign_check.has_value(), to_check);
    for (const auto& one : s.officers) {
      const auto goes_on = [&](const Service& of) { return of.staff == one.staff && !of.ended; };
      const auto running = std::ranges::count_if(s.services, goes_on);
      ASSERT_EQ(running, one.status == OfficerStatus::serving ? 1 : 0);
      ASSERT_TRUE(running == 0 || meets_all_standards(one));
    }
    for (const auto& one : s.substitutes) {
      const auto* const absent = find_officer(s, one.absent);
      ASSERT_TRUE(absent != nullptr && absent->status == OfficerStatus::serving);
      ASSERT_TRUE(one.stopped || meets_all_standards(*find_officer(s, one.staff)));
    }
  }

  const RegistryDecider decider_;
  std::mt19937 random_;
  Timestamp now_ = at("2026-03-02 09:00");
  Stream station_{"registry/PD01"};
  Stream centre_{"registry/PDC1"};
  std::size_t taken_ = 0;
};

TEST(RegistrySoundness, HoldsWhateverIsAskedByWhomever) {
  std::size_t taken = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Anything anything{seed};
    for (int i = 0; i < 400; ++i) {
      anything.step();
      anything.expect_sound();
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << ", step " << i;
    }
    taken += anything.taken();
  }
  EXPECT_GT(taken, 60u * 50) << "it must not be refusals alone";
}

// --- every row of the table of refusals ----------------------------------------------------------

/// A place in some state, and what it says no to.
struct Place {
  State state;
  std::vector<core::Related<State>> related = {};
};

Place place(void (*make)(Window01&)) {
  Window01 scene;
  make(scene);
  scene.on({"PD01"});
  return {scene.state()};
}

struct Provoked {
  const core::RefusalInfo* row;
  Place place;
  Command command;
  const char* actor = kChief;
};

/// The places that refusals are provoked in.
struct Places {
  Place none = place([](Window01&) {});
  Place registered = place([](Window01& s) { s.registered(); });
  Place planned = place([](Window01& s) { s.planned(); });
  Place checked = place([](Window01& s) { s.planned().when({kGoodSign}); });
  Place open = place([](Window01& s) { s.open().when({officer("w3")}); });
  Place counted = place([](Window01& s) {
    s.registered().when({RecordCounter{"A", 1, 1}}).when({RecordCounter{"B", 2, 2}});
  });
  Place roomy = place([](Window01& s) { s.registered().when({AttachRoom{"连心屋", "二楼"}}); });
  Place open_with_room = place([](Window01& s) { s.open().when({AttachRoom{"连心屋", "二楼"}}); });
  Place in_room = place([](Window01& s) {
    s.open().when({AttachRoom{"连心屋", "二楼"}}).when({TakeRoom{"PD01-1", "r"}});
  });
  Place obstructed = place([](Window01& s) { s.open().when({InspectSign{true, false, "x"}}); });
  Place late = place([](Window01& s) {
    s.open().when({Suspend{"r", day("2026-03-02")}}).until({"2026-03-04 09:00"});
  });
  Place asked = place([](Window01& s) {
    s.open().when({officer("w3")}).actor(kLead).when({AskSwap{"w1", "w3", "r"}});
  });
  Place asked_twice = place([](Window01& s) {
    s.open().actor(kLead).when({AskSwap{"w1", "", "r"}}).when({AskSwap{"w2", "", "r"}});
  });
  Place lonely = place([](Window01& s) {
    s.planned().when({kGoodSign}).when({officer("w1")}).when({Open{}});
    s.actor(kLead).when({AskSwap{"w1", "", "r"}});
  });
  Place absent = place([](Window01& s) {
    s.open().when({officer("w3")}).when({officer("w4")}).when({StandIn{"w3", "w1", 1, "r"}});
  });
  Place unassessed = place([](Window01& s) {
    auto one = officer("w5");
    one.all_met = false;
    s.open().when({one});
  });
  // About PDC1 and PD01 before and after it joins.
  Place centre, member, full, leaving, elsewhere;

  Places() {
    Shared scene;
    centre.state = scene.on({"PDC1"}).state();
    scene.on({"PD01"}).when({JoinCentre{"PDC1"}});
    member.state = leaving.state = scene.state();
    full.state = scene.on({"PDC1"}).state();
    const auto stream = StreamId::of("registry", "PDC1").value();
    leaving.related = {{stream, Version{2}, full.state}};
    elsewhere = registered;
    elsewhere.related = {{stream, Version{1}, centre.state}};
    elsewhere.related[0].state.district = "HP";
  }
};

using namespace refusals;

std::vector<Provoked> who_acts(const Places& at) {
  return {
      {&unknown_role, at.open, Open{}, "emperor:e@PD01"},
      {&no_actor, at.open, Open{}, "station_chief:@PD01"},
      {&not_sworn, at.open, Open{}, "civilian:x@PD01"},
      {&not_your_role, at.open, Close{}},
      {&not_your_station, at.open, Move{}, "station_chief:c2@PD02"},
      {&not_your_district, at.open, Move{}, "district_officer:d@HP"},
      {&not_allowed_in_phase, at.open, kIndependent},
      {&not_due_yet, at.planned, MissLimit{LimitKind::sign_check}, kTimer},
      {&nothing_to_recompute, at.planned, RecomputeLimits{}, kTimer},
      {&window_not_open, at.roomy, TakeRoom{"PD01-1", "r"}},
      {&room_in_use, at.in_room, DetachRoom{"r"}},
      {&room_is_free, at.open, FreeRoom{}},
      {&no_case, at.open_with_room, TakeRoom{"PD01 1", "r"}},
      {&room_why_missing, at.open_with_room, TakeRoom{"PD02-3", " "}},
      {&no_such_case, at.open_with_room, TakeRoom{"PD01-1", "r"}},
      {&case_elsewhere, at.open_with_room, TakeRoom{"PD02-1", "r"}},
      {&cases_unreadable, at.open_with_room, TakeRoom{"PD02-2", "r"}},
  };
}

std::vector<Provoked> places(const Places& at) {
  return {
      {&not_registered, at.none, kIndependent},
      {&already_registered, at.open, kRegister},
      {&code_malformed, at.none, kRegister, kSupervisor},
      {&district_missing, at.none, Register{" ", "n", "c"}},
      {&unknown_district, at.none, Register{"ZZ", "n", "c"}},
      {&name_missing, at.none, Register{"PD", "", "c"}},
      {&chief_missing, at.none, Register{"PD", "n", ""}, kDistrict},
      {&centre_missing, at.registered, JoinCentre{}},
      {&no_such_centre, at.registered, JoinCentre{"PDC1"}},
      {&not_a_station, at.centre, JoinCentre{"PDC2"}, kDistrict},
      {&centre_elsewhere, at.elsewhere, JoinCentre{"PDC1"}},
      {&not_in_that_centre, at.member, LeaveCentre{"PDC2", "r"}},
      {&leaving_reason_missing, at.leaving, LeaveCentre{"PDC1", ""}},
      {&members_left, at.full, Close{"r", "i"}, kDistrict},
  };
}

std::vector<Provoked> halls(const Places& at) {
  return {
      {&counter_missing, at.registered, RecordCounter{"", 1, 1}},
      {&figures_missing, at.registered, RecordCounter{"A", 0, 1}},
      {&figures_impossible, at.registered, RecordCounter{"A", 1, 1441}},
      {&form_missing, at.registered, Plan{}},
      {&plan_place_missing, at.registered, Plan{WindowForm::independent, "", "", ""}},
      {&no_counters, at.registered, Plan{WindowForm::overlaid, "p", "", ""}},
      {&unknown_counter, at.counted, Plan{WindowForm::overlaid, "p", "C", ""}},
      {&counter_of_its_own, at.counted, Plan{WindowForm::independent, "p", "A", ""}},
      {&choice_reason_missing, at.counted, Plan{WindowForm::overlaid, "p", "B", " "}},
      {&room_name_missing, at.open, AttachRoom{"", "p"}},
      {&room_place_missing, at.open, AttachRoom{"n", ""}},
      {&room_attached_already, at.roomy, AttachRoom{"n", "p"}},
      {&no_room, at.open, DetachRoom{"r"}},
      {&room_reason_missing, at.roomy, DetachRoom{}},
  };
}

std::vector<Provoked> windows(const Places& at) {
  return {
      {&sign_place_missing, at.planned, CheckSign{"", true, true, ""}},
      {&clear_position_missing, at.planned, CheckSign{"p", {}, true, ""}},
      {&unobstructed_missing, at.open, InspectSign{true, {}, ""}},
      {&finding_missing, at.open, InspectSign{false, true, ""}},
      {&sign_how_missing, at.obstructed, CorrectSign{}},
      {&sign_not_passed, at.planned, Open{}},
      {&nobody_serves, at.checked, Open{}},
      {&suspension_reason_missing, at.open, Suspend{"", day("2026-03-05")}},
      {&until_missing, at.open, Suspend{"r", {}}},
      {&until_in_past, at.open, Suspend{"r", day("2026-03-01")}},
      {&until_too_far, at.open, Suspend{"r", day("2026-04-02")}},
      {&district_decides, at.late, Suspend{"r", day("2026-03-09")}},
      {&move_place_missing, at.open, Move{"", "r"}},
      {&move_reason_missing, at.open, Move{"p", ""}},
      {&closing_reason_missing, at.open, Close{"", "i"}, kDistrict},
      {&instead_missing, at.open, Close{"r", ""}, kDistrict},
  };
}

std::vector<Provoked> officers(const Places& at) {
  auto no_kind = officer("w9");
  no_kind.kind.reset();
  auto no_rank = officer("w9");
  no_rank.rank.reset();
  auto young = officer("w9");
  young.years = 2;
  auto civilian = officer("w9");
  civilian.kind = StaffKind::civilian;
  using enum Standard;
  return {
      {&staff_missing, at.open, officer("")},
      {&kind_missing, at.open, no_kind},
      {&staff_not_sworn, at.open, civilian},
      {&rank_missing, at.open, no_rank},
      {&not_experienced, at.open, young},
      {&officer_known, at.open, officer("w1")},
      {&no_such_officer, at.open, Assess{"w9", {skill}, {}, false}},
      {&standards_missing, at.open, Assess{"w1", {}, {}, false}},
      {&standards_contradict, at.open, Assess{"w1", {skill}, {skill}, false}},
      {&own_assessment, at.open, Assess{"w1", {skill}, {}, false}, "station_chief:w1@PD01"},
  };
}

std::vector<Provoked> rosters(const Places& at) {
  return {
      {&nobody_named, at.open, AskSwap{"", "", "r"}},
      {&swap_reason_missing, at.open, AskSwap{"w1", "w3", ""}},
      {&not_serving, at.open, AskSwap{"w3", "", "r"}},
      {&serving_already, at.open, AskSwap{"w1", "w2", "r"}},
      {&not_qualified, at.unassessed, AskSwap{"w1", "w5", "r"}},
      {&swap_open, at.asked, AskSwap{"w1", "", "r"}},
      {&no_such_swap, at.asked, DecideSwap{7, true, ""}},
      {&number_missing, at.asked_twice, DecideSwap{0, true, ""}},
      {&approved_missing, at.asked, DecideSwap{1, {}, ""}},
      {&asked_by_you, at.asked, DecideSwap{1, true, ""}, "station_chief:l1@PD01"},
      {&swap_refusal_reason_missing, at.asked, DecideSwap{1, false, ""}},
      {&roster_would_be_empty, at.lonely, DecideSwap{1, true, ""}},
      {&absent_missing, at.open, StandIn{"w3", "", 1, "r"}},
      {&days_missing, at.open, StandIn{"w3", "w1", 0, "r"}},
      {&stand_in_too_long, at.open, StandIn{"w3", "w1", 6, "r"}},
      {&stand_in_reason_missing, at.open, StandIn{"w3", "w1", 5, ""}},
      {&stood_in_for, at.absent, StandIn{"w4", "w1", 1, "r"}},
      {&not_absent, at.absent, EndStandIn{"w2"}},
  };
}

/// A case of PD02, one that cannot be read, and one of PD01.
class FewCases : public KnownCases {
 public:
  Result<std::optional<std::string>> station_of(std::string_view key) const override {
    if (key == "PD02-1") return std::optional<std::string>{"PD02"};
    if (key == "PD02-3") return std::optional<std::string>{"PD01"};
    if (key == "PD02-2") return Error{Errc::io_error, "the disk is gone"};
    return std::optional<std::string>{};
  }
};

TEST(RegistryRefusals, EachRowIsProvokedAndSaysItsRuleInBothLanguages) {
  RegistryDecider decider;
  decider.known_cases = std::make_shared<FewCases>();
  std::set<std::string_view> seen;  // by their ids
  const Places at_all;
  std::vector<Provoked> all;
  for (const auto topic : {&who_acts, &places, &halls, &windows, &officers, &rosters}) {
    std::ranges::copy(topic(at_all), std::back_inserter(all));
  }
  for (const auto& one : all) {
    const auto& row = *one.row;
    core::Context context{at("2026-03-02 09:00"), core::Actor::parse(one.actor),
                          derived_command_id("x")};
    if (row.id == "district_decides") context.now = at("2026-03-04 09:00");
    context.stream = row.id == "code_malformed" ? "registry/PD-01" : "registry/PD01";
    const auto decision = decider.decide(one.place.state, one.command, context, one.place.related);
    ASSERT_TRUE(decision.is_refusal()) << row.id;
    const auto& no = decision.refusal();
    EXPECT_EQ(no.name, row.name) << row.id;
    EXPECT_EQ(no.rule, row.rule) << row.id << ": " << no.en;
    EXPECT_EQ(no.en.find('{'), std::string::npos) << no.en;
    EXPECT_EQ(no.zh.find('{'), std::string::npos) << no.zh;
    const bool has_places = row.zh.find('{') != std::string_view::npos;
    EXPECT_TRUE(has_places || no.zh == row.zh) << row.id << ": " << no.zh;
    seen.insert(row.id);
  }
  for (const auto& row : RegistryDecider::refusals()) {
    EXPECT_TRUE(seen.contains(row.id)) << row.id << " was not provoked";
  }
}

TEST(RegistryRefusals, WhoMayListMayNotAssessByTheWay) {
  Window01 scene;
  scene.planned().actor(kLead).when({officer("w1")}).then_refused("not_your_role");
  scene.actor("station_chief:w1@PD01").when({officer("w1")}).then_refused("own_assessment", "R5");
}

}  // namespace
}  // namespace recourse::casework::registry
