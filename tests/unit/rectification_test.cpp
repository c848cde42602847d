// A class of failures from its opening to the proof that it comes back less (R28–R30, R42).
#include <gtest/gtest.h>

#include <map>
#include <recourse/casework/rectification/catalogue_change.hpp>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/period.hpp>
#include <recourse/casework/rectification/recurrence.hpp>
#include <recourse/casework/rectification/refusals.hpp>
#include <recourse/casework/rectification/topic.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>

namespace recourse::casework::rectification {
namespace {

constexpr auto kSupervisor = "supervisor:v1@city.ZA";
constexpr auto kCity = "city_officer:m1@city.RK";
constexpr auto kOtherCity = "city_officer:m9@city.RK";
constexpr auto kDistrict = "district_officer:d1@PD.RK";
constexpr auto kChief = "station_chief:s1@PD01";
constexpr auto kOfficer = "window_officer:w1@PD01";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Due named(std::string_view last) {
  return {end_of(day(last), kShanghaiOffset), false, std::nullopt, 0};
}
/// The n-th working day after `from`, which is `last`.
Due counted(std::string_view last, std::string_view from, std::uint32_t days) {
  return {end_of(day(last), kShanghaiOffset), false, day(from), days};
}

Open a_class() {
  return {.matter = "RK01",
          .reason = "M1",
          .period = "2023Q3",
          .stations = {"PD01", "PD02"},
          .cases = {"PD01-20230703-0001-A"},
          .found = 40,
          .overall = 900};
}

Opened an_opening() {
  return {"v1",
          "city.RK",
          "RK01",
          "M1",
          Line::population,
          day("2023-07-01"),
          day("2023-09-30"),
          {"PD01", "PD02"},
          {"PD01-20230703-0001-A"},
          40,
          900,
          counted("2023-10-23", "2023-10-09", 10)};
}

Propose a_measure(MeasureKind kind, std::string owner = "PD01") {
  return {.kind = kind,
          .text = "柜面培训一次性告知",
          .owner = std::move(owner),
          .due = day("2023-11-10")};
}

Publish a_change() {
  Publish c;
  c.how = "窗口公示、随申办";
  c.reworded = {{"1", "出生医学证明", "Medical certificate of birth", "原件", "Original", true}};
  return c;
}

Assess counts(std::uint64_t before, std::uint64_t after) {
  return {Position{7}, before, 900, after, 900};
}

/// One rectification, on 2023-10-09 at nine, with whatever has happened before a phase.
class RectificationTest : public ::testing::Test {
 protected:
  RectificationTest() { s.zone(kShanghaiOffset).on("ZG-2023-0001").at("2023-10-09 09:00"); }

  void opened() { s.actor(kSupervisor).when(a_class()); }
  void analysed() {
    opened();
    s.actor(kCity).when(Analyse{"告知书与清单不一致"});
  }
  void proposed(MeasureKind kind = MeasureKind::training) {
    analysed();
    s.actor(kCity).when(a_measure(kind));
  }
  void adopted(MeasureKind kind = MeasureKind::training) {
    proposed(kind);
    s.actor(kCity).when(Adopt{{1}});
  }
  void carried_out(MeasureKind kind = MeasureKind::training) {
    adopted(kind);
    s.actor(kOfficer).when(CarryOut{1, "已培训12人"});
  }
  void observed() {
    carried_out();
    s.actor(kCity).when(Publish{.how = "内网通报"});
  }
  void measured() {
    observed();
    s.until("2024-01-10 09:00");
  }
  void effective() {
    measured();
    s.actor("supervisor:v7@city.ZA").when(counts(40, 12));
  }
  void unproven() {
    measured();
    s.actor("supervisor:v7@city.ZA").when(counts(40, 39));
  }
  void closed() {
    effective();
    s.actor(kCity).when(Close{});
  }
  /// Takes it to a phase.
  void reach(Phase phase) {
    switch (phase) {
      case Phase::none:
        return;
      case Phase::opened:
        return opened();
      case Phase::analysed:
        return analysed();
      case Phase::proposed:
        return proposed();
      case Phase::adopted:
        return adopted();
      case Phase::carried_out:
        return carried_out();
      case Phase::observed:
        return observed();
      case Phase::measured:
        return measured();
      case Phase::effective:
        return effective();
      case Phase::unproven:
        return unproven();
      case Phase::closed:
        return closed();
    }
  }
  std::vector<Duty> duties() { return s.decider().duties(s.state()); }

  test::Scenario<RectificationDecider> s{RectificationDecider{}, test::to_gtest()};
};

// --- the way
// ---------------------------------------------------------------------------------------

// R28, R29
TEST_F(RectificationTest, AClassIsTakenUpWithItsPeriodItsStationsAndItsCases) {
  s.actor(kSupervisor).when(a_class()).then(an_opening());
  s.then_state([](const State& is) {
    return is.phase == Phase::opened && is.round == 1 && is.lead == "city.RK" &&
           is.line == Line::population;
  });
  s.then_timer("analyse", "2023-10-23 23:59:59.999");
}

// R29
TEST_F(RectificationTest, GoesFromTheCauseToTheProofThatItComesBackLess) {
  opened();
  s.actor(kCity).when(Analyse{"告知书与清单不一致"});
  s.then(Analysed{"m1", "告知书与清单不一致", counted("2023-10-23", "2023-10-09", 10)});
  s.when(a_measure(MeasureKind::training));
  s.then(MeasureProposed{"m1", 1, MeasureKind::training, "柜面培训一次性告知", "PD01",
                         named("2023-11-10"), counted("2023-10-16", "2023-10-09", 5)});
  s.when(a_measure(MeasureKind::process, "PD.RK")).then_types({"rectification.measure_proposed"});
  s.when(Adopt{{2, 1}});
  s.then(MeasureAdopted{"m1", "city.RK", 2, 1, counted("2023-10-16", "2023-10-09", 5)},
         MeasureAdopted{"m1", "city.RK", 1, 0, std::nullopt});
  s.actor(kDistrict).when(CarryOut{2, "流程已改"});
  s.then(MeasureCarriedOut{"d1", 2, "流程已改", 1, std::nullopt});
  s.actor(kOfficer).when(CarryOut{1, "已培训12人"});
  s.then(MeasureCarriedOut{"w1", 1, "已培训12人", 0, counted("2023-10-16", "2023-10-09", 5)});
  s.actor(kCity).when(Publish{.how = "内网通报"});
  s.then(Published{"m1", "city.RK", "内网通报", std::nullopt, "", day("2023-10-10"),
                   day("2024-01-09"), named("2024-01-09")});
  s.until("2024-01-10 00:00");
  s.then(ObservationEnded{counted("2024-01-24", "2024-01-10", 10)});
  s.actor("supervisor:v7@city.ZA").when(counts(40, 12));
  s.then_types({"rectification.verified"});
  s.then_state([](const State& is) {
    const auto& r = is.recurrences.at(0);
    return is.phase == Phase::effective && r.after_from == day("2023-10-10") && r.ratio &&
           *r.ratio == 0.3 && r.upper && *r.upper < 1;
  });
  s.actor(kCity).when(Close{}).then(Closed{"m1", ""});
  s.then_state([](const State& is) { return is.phase == Phase::closed && is.missed == 0; });
}

// R29
TEST_F(RectificationTest, WhereTheEffectIsNotProvedItGoesOnOrIsClosedForAReason) {
  unproven();
  s.then_state([](const State& is) { return is.phase == Phase::unproven; });
  s.actor(kCity).when(Close{}).then_refused("reason_missing", "R29");
  s.when(Continue{}).then_refused("reason_missing", "R29");
  s.when(Continue{"两个所仍未落实"});
  s.then(Continued{"m1", "两个所仍未落实", 2, counted("2024-01-24", "2024-01-10", 10)});
  s.then_state([](const State& is) {
    return is.phase == Phase::opened && is.round == 2 && is.cause.empty() &&
           is.measures.size() == 1;
  });
  s.when(Analyse{"系统未更新"}).when(a_measure(MeasureKind::rule, "city.RK"));
  s.then_refused("due_is_past", "R29");
  auto later = a_measure(MeasureKind::rule, "city.RK");
  later.due = day("2024-02-29");
  s.when(later).when(Adopt{{1}}).then_refused("measure_decided", "R29");
  s.when(Adopt{{2}}).when(CarryOut{2, "已发文"}).when(Publish{.how = "发文", .observe_days = 30});
  s.until("2024-02-10 09:00").actor("supervisor:v7@city.ZA").when(counts(40, 38));
  s.actor(kCity).when(Close{"法律未改，已报部"}).then(Closed{"m1", "法律未改，已报部"});
  s.then_state([](const State& is) { return is.recurrences.size() == 2; });
}

// R29
TEST_F(RectificationTest, WhereAllMeasuresAreRejectedOthersAreProposed) {
  proposed();
  s.when(Reject{{1}, "无可操作性"});
  s.then(MeasureRejected{"m1", "city.RK", 1, "无可操作性", 0, 0,
                         counted("2023-10-23", "2023-10-09", 10)});
  s.then_state([](const State& is) { return is.phase == Phase::analysed; });
  s.then_timer("propose", "2023-10-23 23:59:59.999");
}

// R29
TEST_F(RectificationTest, SingleMeasuresAreRejectedAndTheOthersGoOn) {
  proposed();
  s.when(a_measure(MeasureKind::process, "PD.RK")).when(Adopt{{1}}).when(Reject{{2}, "重复"});
  s.then(MeasureRejected{"m1", "city.RK", 2, "重复", 0, 1, std::nullopt});
  s.then_state([](const State& is) {
    return is.phase == Phase::adopted && !is.until &&
           is.measures[1].status == MeasureStatus::rejected && is.measures[1].reason == "重复";
  });
  s.actor(kOfficer).when(CarryOut{2, "x"}).then_refused("not_the_owner", "R29");
  s.actor(kDistrict).when(CarryOut{2, "x"}).then_refused("not_adopted", "R29");
}

// --- who
// -------------------------------------------------------------------------------------------

// R29
TEST_F(RectificationTest, EachKindOfMeasureIsAdoptedByTheLevelThatMay) {
  analysed();
  const std::map<MeasureKind, bool> district{{MeasureKind::rule, false},
                                             {MeasureKind::process, true},
                                             {MeasureKind::notice, false},
                                             {MeasureKind::material_list, false},
                                             {MeasureKind::training, true}};
  std::uint32_t number = 0;
  for (const auto& [kind, may] : district) {
    s.actor(kCity).when(a_measure(kind));
    s.actor(kDistrict).when(Adopt{{++number}});
    if (may) {
      s.then_types({"rectification.measure_adopted"});
    } else {
      s.then_refused("not_competent", "R29");
    }
  }
  s.actor(kCity).when(Adopt{{1, 3, 4}});
  s.then_state([](const State& is) { return is.phase == Phase::adopted; });
}

// R29
TEST_F(RectificationTest, AnotherLinesDepartmentDecidesNothing) {
  proposed();
  s.actor("city_officer:j1@city.JJ").when(Adopt{{1}}).then_refused("not_your_line", "R29");
  s.actor("city_officer:j1").when(Reject{{1}, "x"}).then_refused("not_your_line", "R29");
  s.actor("district_officer:j1@PD.JJ").when(a_class()).then_refused("not_allowed_in_phase");
  s.on("ZG-2023-0002").when(a_class()).then_refused("not_your_line", "R29");
}

// R29
TEST_F(RectificationTest, AChiefTakesUpWhatWasFoundAtTheOwnStationAlone) {
  s.actor(kChief).when(a_class()).then_refused("not_your_station", "R29");
  auto own = a_class();
  own.stations = {"PD01"};
  s.when(own).then_state([](const State& is) { return is.lead == "PD01"; });
  s.when(Analyse{"本所未培训"}).then_types({"rectification.analysed"});
}

// R29
TEST_F(RectificationTest, TheUnitInChargeFindsTheCauseAndProposes) {
  opened();
  s.actor(kDistrict).when(Analyse{"x"}).then_refused("not_in_charge", "R29");
  s.actor("liaison:l1").when(Analyse{"x"}).then_refused("not_in_charge", "R29");
  s.actor(kSupervisor).when(Analyse{" "}).then_refused("cause_missing", "R29");
  s.when(Analyse{"告知书与清单不一致"}).then_types({"rectification.analysed"});
  s.actor("liaison:l1@city.RK").when(a_measure(MeasureKind::training));
  s.then_types({"rectification.measure_proposed"});
}

// R29
TEST_F(RectificationTest, OnlySomebodyUninvolvedJudges) {
  measured();
  s.actor(kCity).when(counts(40, 12)).then_refused("involved", "R29");
  s.actor(kSupervisor).when(counts(40, 12)).then_refused("involved", "R29");
  s.actor("district_officer:d8@PD01").when(counts(40, 12)).then_refused("involved", "R29");
  s.actor(kOtherCity).when(counts(40, 12)).then_types({"rectification.verified"});
}

// R29
TEST_F(RectificationTest, AReactionOfTheEngineTakesUpAClassAndDoesNothingElse) {
  s.actor("engine:findings").when(a_class()).then_types({"rectification.opened"});
  s.then_state([](const State& is) { return is.lead == "city.RK"; });
  s.when(Analyse{"x"}).then_refused("not_your_role", "R29");
  const RectificationDecider rules;
  const core::Context claimed{s.now(), {"findings", "engine", ""}, {}};
  EXPECT_TRUE(rules.decide(State{}, a_class(), claimed).is_refusal())
      << "a person who writes himself engine";
}

// R41: the class went to the department of the catalogue of matters, whatever rulings had adopted.
TEST(RectificationDispatch, AClassBelongsToTheLineThatItsMatterIsSentTo) {
  const auto dispatch = std::make_shared<CurrentDispatch>();
  RectificationDecider rules;
  rules.current_dispatch = dispatch;
  test::Scenario<RectificationDecider> one{rules, test::to_gtest()};
  one.zone(kShanghaiOffset).on("ZG-2023-0001").at("2023-10-09 09:00");
  one.actor(kCity).when(a_class()).then_types({"rectification.opened"});
  const auto before = one.events().back().event;
  EXPECT_EQ(one.state().lead, "city.RK");
  dispatch->publish(
      dispatch->current().with(1, {"RK01", Line::public_order, Competence::district}));
  one.on("ZG-2023-0002").actor(kCity).when(a_class()).then_refused("not_your_line");
  auto named = a_class();
  named.line = Line::population;
  one.actor(kSupervisor).when(named).then_refused("line_and_matter_differ");
  // It is the same class: the log refuses a second one.
  const core::Context supervisor{one.now(), core::Actor::parse(kSupervisor), {}};
  const auto again = rules.decide(State{}, a_class(), supervisor);
  EXPECT_EQ(again.unless().front().tag, rules.tags(before).front());
  auto next = a_class();
  next.period = "2023Q2";
  one.when(next).then_types({"rectification.opened"});
  EXPECT_EQ(one.state().line, Line::public_order);
  EXPECT_EQ(one.state().lead, "city.ZA");
  // Of a line that was never ruled on nothing changes.
  const auto& opened = std::get<Opened>(before);
  EXPECT_EQ(rules.tags(before).front(),
            class_tag("RK01", "M1", Line::population, opened.from, opened.to));
}

TEST_F(RectificationTest, NobodyActsWithoutANumberOrWithoutBeingSworn) {
  s.actor("supervisor:").when(a_class()).then_refused("no_actor", "authority");
  s.actor("civilian:c1@PD01").when(a_class()).then_refused("not_sworn", "R5");
  s.actor("auxiliary:c1@PD01").when(a_class()).then_refused("not_sworn", "R5");
  s.actor("citizen:c1").when(a_class()).then_refused("not_your_role", "R29");
  s.actor("chef:c1").when(a_class()).then_refused("not_your_role", "R29");
}

// --- what an opening must say
// ----------------------------------------------------------------------

// R28
TEST_F(RectificationTest, AnOpeningNamesAClassThatTheCatalogueKnows) {
  s.actor(kSupervisor);
  const auto refused = [&](auto change, std::string_view name) {
    auto c = a_class();
    change(c);
    s.when(c).then_refused(name);
  };
  refused([](Open& c) { c.reason = " "; }, "reason_missing");
  refused([](Open& c) { c.matter = ""; }, "class_missing");
  refused([](Open& c) { c.matter = "RK99"; }, "unknown_matter");
  refused([](Open& c) { c.reason = "M99"; }, "unknown_reason");
  refused([](Open& c) { c.line = Line::traffic; }, "line_and_matter_differ");
  refused([](Open& c) { c.period = ""; }, "period_missing");
  refused([](Open& c) { c.period = "2023Q5"; }, "period_unreadable");
  refused([](Open& c) { c.period = "2023-09-30..2023-07-01"; }, "period_unreadable");
  refused([](Open& c) { c.period = "2023Q4"; }, "period_not_over");
  refused([](Open& c) { c.period = "2022-01-01..2023-09-30"; }, "period_too_long");
  refused([](Open& c) { c.stations.clear(); }, "stations_missing");
  refused([](Open& c) { c.stations = {"PD01", ""}; }, "stations_missing");
  refused([](Open& c) { c.stations = {"PD01", "PD01"}; }, "named_twice");
  refused([](Open& c) { c.found = 0; }, "found_missing");
  refused([](Open& c) { c.overall = 39; }, "counts_contradict");
  refused([](Open& c) { c.cases = {"a", "a"}; }, "named_twice");
  refused([](Open& c) { c.found = 1, c.cases = {"a", "b"}; }, "cases_and_count_differ");
  auto c = a_class();
  c.matter = std::string(limits::kShortTextBytesMax + 1, 'x');
  s.when(c).then_error(Errc::limit_exceeded);
}

// R28
TEST_F(RectificationTest, AClassMayBeAWholeLineAndSaysWhoIsInCharge) {
  auto c = a_class();
  c.matter = "";
  c.line = Line::other;
  s.actor(kSupervisor).when(c).then_state([](const State& is) {
    return is.matter.empty() && is.line == Line::other && is.lead == "city";
  });
  c.lead = "city.ZA";
  s.on("ZG-2023-0002").when(c).then_state([](const State& is) { return is.lead == "city.ZA"; });
  s.actor("city_officer:z1@city.ZA").when(Analyse{"无主管"});
  s.when(a_measure(MeasureKind::training));
  EXPECT_EQ(duties().at(0).unit, "city.ZA");
  s.actor("district_officer:d1@PD").when(Adopt{{1}});
  s.then_types({"rectification.measure_adopted"});
}

TEST(RectificationPeriod, IsAQuarterAMonthOrDays) {
  EXPECT_EQ(to_string(*read_period("2023Q3")), "2023-07-01..2023-09-30");
  EXPECT_EQ(to_string(*read_period("2024-02")), "2024-02-01..2024-02-29");
  EXPECT_EQ(read_period("2023-07-01..2023-07-31")->days(), 31);
  for (const auto* text : {"", "2023", "2023Q0", "20a3Q1", "2023-13", "2023-00", "0000Q1",
                           "2023-07-01..", "2023-07-01..2023-06-30", "2023-02-30..2023-03-01"}) {
    EXPECT_FALSE(read_period(text)) << text;
  }
  EXPECT_TRUE(is_month("2023-11"));
  EXPECT_FALSE(is_month("2023Q3"));
}

// --- measures and publication
// ----------------------------------------------------------------------

// R29
TEST_F(RectificationTest, AMeasureSaysWhatByWhomAndUntilWhen) {
  analysed();
  const auto refused = [&](auto change, std::string_view name) {
    auto c = a_measure(MeasureKind::training);
    change(c);
    s.when(c).then_refused(name, "R29");
  };
  refused([](Propose& c) { c.kind.reset(); }, "kind_missing");
  refused([](Propose& c) { c.text = ""; }, "text_missing");
  refused([](Propose& c) { c.owner = ""; }, "owner_missing");
  refused([](Propose& c) { c.due.reset(); }, "due_missing");
  refused([](Propose& c) { c.due = day("2023-10-08"); }, "due_is_past");
  refused([](Propose& c) { c.due = day("2024-10-10"); }, "due_too_far");
  for (std::size_t i = 0; i < kMeasuresMax; ++i) s.when(a_measure(MeasureKind::training));
  s.when(a_measure(MeasureKind::training)).then_refused("too_many_measures", "R29");
  s.when(Adopt{}).then_refused("measures_missing", "R29");
  s.when(Adopt{{1, 1}}).then_refused("named_twice");
  s.when(Adopt{{41}}).then_refused("no_such_measure", "R29");
  s.when(Reject{{1}, ""}).then_refused("reason_missing", "R29");
}

// R29
TEST_F(RectificationTest, ADayOffAsLastDayOfAMeasureMovesToTheNextWorkingDay) {
  analysed();
  auto c = a_measure(MeasureKind::training);
  c.due = day("2023-11-11");
  s.when(c).then_state([](const State& is) { return is.measures[0].due == named("2023-11-13"); });
}

// R29
TEST_F(RectificationTest, EachOwnerReportsTheOwnMeasure) {
  adopted();
  s.actor("window_officer:w9@PD02").when(CarryOut{1, "x"}).then_refused("not_the_owner", "R29");
  s.actor(kOfficer).when(CarryOut{9, "x"}).then_refused("no_such_measure", "R29");
  s.when(CarryOut{1, ""}).then_refused("report_missing", "R29");
  s.when(CarryOut{1, "已培训12人"}).then_types({"rectification.measure_carried_out"});
}

// R30
TEST_F(RectificationTest, AChangedListIsPublishedAsAVersionOfTheCatalogue) {
  carried_out(MeasureKind::material_list);
  s.actor(kCity).when(a_change());
  const auto version = Catalogue::builtin().version() + "+1";
  s.then_state([&](const State& is) {
    return is.phase == Phase::observed && is.catalogues == std::vector<std::string>{version};
  });
  const auto& e = std::get<Published>(s.events().back().event);
  EXPECT_EQ(e.change->matter, "RK01") << "the class's own matter need not be named";
  EXPECT_EQ(s.decider().tags(e), std::vector<std::string>{"catalogue:1"});
  EXPECT_EQ(next_version(version), Catalogue::builtin().version() + "+2");
}

// R14, R30
TEST_F(RectificationTest, AChangeOfTheCatalogueIsCompleteAndCanBeTrue) {
  carried_out(MeasureKind::material_list);
  const auto refused = [&](auto change, std::string_view name) {
    auto c = a_change();
    change(c);
    s.when(c).then_refused(name);
  };
  s.actor(kSupervisor).when(a_change()).then_refused("not_the_lines_department", "R30");
  s.actor(kDistrict).when(a_change()).then_refused("not_the_lines_department", "R30");
  s.actor("city_officer:j@city.JJ").when(a_change()).then_refused("not_your_line", "R29");
  s.actor(kCity);
  refused([](Publish& c) { c.how = ""; }, "how_missing");
  refused([](Publish& c) { c.reworded.clear(); }, "change_missing");
  refused([](Publish& c) { c.matter = "RK02"; }, "matter_not_of_class");
  refused([](Publish& c) { c.matter = "XX"; }, "unknown_matter");
  refused([](Publish& c) { c.reworded[0].code = "99"; }, "no_such_paper");
  refused([](Publish& c) { c.removed = {"98"}; }, "no_such_paper");
  refused([](Publish& c) { c.added = {{"2", "户口簿"}}; }, "paper_there");
  refused([](Publish& c) { c.removed = {"1"}; }, "paper_twice");
  refused([](Publish& c) { c.added = {{"9", "其他材料"}}; }, "paper_unnamed");
  refused([](Publish& c) { c.added = {{"", "户口簿"}}; }, "paper_unnamed");
  refused([](Publish& c) { c.observe_days = 6; }, "observation_out_of_range");
  refused([](Publish& c) { c.observe_days = 367; }, "observation_out_of_range");
}

// R30
TEST_F(RectificationTest, WithoutSuchAMeasureTheCatalogueStays) {
  carried_out();
  s.actor(kCity).when(a_change()).then_refused("change_not_adopted", "R30");
  s.actor(kDistrict).when(Publish{.how = "x"}).then_refused("not_in_charge", "R29");
}

// R30
TEST_F(RectificationTest, WhatIsPublishedIsWhatWasAdopted) {
  carried_out(MeasureKind::notice);
  s.actor(kCity).when(a_change()).then_refused("change_not_adopted", "R30");
  Publish notice{.how = "公布"};
  notice.notice = "带原件。";
  s.when(notice).then_types({"rectification.published"});
}

// R30
TEST_F(RectificationTest, AClassOfAWholeLineNamesTheMatterThatChanges) {
  auto c = a_class();
  c.matter = "";
  c.line = Line::population;
  s.actor(kSupervisor).when(c).actor(kCity).when(Analyse{"x"});
  s.when(a_measure(MeasureKind::material_list)).when(a_measure(MeasureKind::notice));
  s.when(Adopt{{1, 2}}).actor(kOfficer).when(CarryOut{1, "已拟"}).when(CarryOut{2, "已拟"});
  s.actor(kCity);
  auto change = a_change();
  s.when(change).then_refused("matter_missing", "R30");
  change.matter = "JJ01";
  s.when(change).then_refused("matter_not_of_class", "R30");
  change.matter = "RK01";
  s.when(change).then_types({"rectification.published"});
}

// R41: a matter that rulings send to another line is of that line's classes.
TEST(RectificationDispatch, AMatterSentElsewhereIsOfTheClassesThere) {
  const auto dispatch = std::make_shared<CurrentDispatch>();
  dispatch->publish(
      dispatch->current().with(1, {"RK01", Line::public_order, Competence::district}));
  RectificationDecider rules;
  rules.current_dispatch = dispatch;
  test::Scenario<RectificationDecider> one{rules, test::to_gtest()};
  one.zone(kShanghaiOffset).at("2023-10-09 09:00");
  for (const auto line : {Line::population, Line::public_order}) {
    const bool is_there = line == Line::public_order;
    const auto* const city = is_there ? "city_officer:z1@city.ZA" : kCity;
    auto c = a_class();
    c.matter = "";
    c.line = line;
    one.on(is_there ? "ZG-2023-0002" : "ZG-2023-0001");
    one.actor(kSupervisor).when(c).actor(city).when(Analyse{"x"});
    one.when(a_measure(MeasureKind::material_list)).when(Adopt{{1}});
    one.actor(kOfficer).when(CarryOut{1, "已拟"}).actor(city);
    auto change = a_change();
    change.matter = "RK01";
    one.when(change);
    if (is_there) {
      one.then_types({"rectification.published"});
    } else {
      one.then_refused("matter_not_of_class", "R30");
    }
  }
}

// --- recurrence
// ------------------------------------------------------------------------------------

// R29, R34: against the sums of the binomial distribution, bisected until they are 0.025.
TEST(RectificationRecurrence, IsARateRatioWithItsExactInterval) {
  const auto r = compare({40, 900, 12, 900});
  EXPECT_DOUBLE_EQ(*r.ratio, 0.3);
  EXPECT_NEAR(r.lower, 0.14327016732132, 1e-12);
  EXPECT_NEAR(*r.upper, 0.58328750523489, 1e-12);
  const auto twice = compare({40, 900, 12, 450});
  EXPECT_DOUBLE_EQ(*twice.ratio, 0.6);
  EXPECT_NEAR(*twice.upper, 2 * *r.upper, 1e-9) << "half the exposure is twice the rate";
}

TEST(RectificationRecurrence, OfNoneAtAllNothingFollows) {
  const auto none = compare({0, 900, 0, 900});
  EXPECT_FALSE(none.ratio);
  EXPECT_EQ(none.lower, 0);
  EXPECT_FALSE(none.upper);
  const auto gone = compare({5, 900, 0, 900});
  EXPECT_EQ(*gone.ratio, 0);
  EXPECT_EQ(gone.lower, 0);
  // p ≤ 1 - 0.025^(1/5), so p / (1 - p) = 0.025^(-1/5) - 1.
  EXPECT_NEAR(*gone.upper, 1.09128, 5e-5) << "five less prove nothing yet";
  const auto come = compare({0, 900, 5, 900});
  EXPECT_FALSE(come.ratio);
  EXPECT_NEAR(come.lower, 1 / 1.09128, 5e-5);
  EXPECT_FALSE(come.upper);
}

// R29, R33
TEST_F(RectificationTest, AJudgementHasCountsThatCanBeTrueAndCanBeCountedAgain) {
  measured();
  s.actor(kOtherCity);
  s.when(Assess{Position{0}, 40, 900, 12, 900}).then_refused("position_missing", "R33");
  s.when(Assess{Position{7}, 901, 900, 1, 900}).then_refused("counts_contradict");
  s.when(Assess{Position{7}, 1, 900, 901, 900}).then_refused("counts_contradict");
}

// R29: where nothing can be compared nothing is proved, and the class is not stuck.
TEST_F(RectificationTest, APeriodWithoutAnyCaseProvesNothingAndIsClosedForAReason) {
  measured();
  s.actor(kOtherCity);
  s.when(Assess{Position{7}, 0, 0, 1, 900}).then_types({"rectification.verified"});
  EXPECT_EQ(s.state().phase, Phase::unproven);
  EXPECT_FALSE(s.state().recurrences.back().upper.has_value());
}

// R29
TEST_F(RectificationTest, TheEffectIsProvedBelowTheBoundAlone) {
  measured();
  const auto judged = [&](std::uint64_t after) {
    const auto decision = s.decider().decide(s.state(), Assess{Position{7}, 40, 900, after, 900},
                                             {s.now(), core::Actor::parse(kOtherCity), {}});
    return std::get<Verified>(decision.events().at(0)).proved;
  };
  EXPECT_TRUE(judged(22)) << "upper bound 0.95";
  EXPECT_FALSE(judged(24)) << "upper bound 1.02";
}

// --- the topic of the month
// ------------------------------------------------------------------------

// R42
TEST_F(RectificationTest, ItBecomesPartOfATopicOfTheMonth) {
  opened();
  s.actor(kCity).when(SetTopic{"2023-11"}).then_refused("not_your_role", "R29");
  s.actor(kSupervisor).when(SetTopic{"2023-13"}).then_refused("month_unreadable", "R42");
  s.when(SetTopic{"2023-11"}).then(TopicSet{"v1", "2023-11"});
  s.when(SetTopic{"2023-11"}).then_refused("month_set", "R42");
  s.when(SetTopic{"2023-12"}).then_state([](const State& is) { return is.month == "2023-12"; });
}

// --- duties and limits
// -----------------------------------------------------------------------------

// R16, R29
TEST_F(RectificationTest, EachPhaseOwesSomethingToSomebodyUntilALimitWithATimer) {
  const std::map<Phase, std::pair<std::string_view, std::string>> owed{
      {Phase::opened, {"analyse", "city.RK"}},      {Phase::analysed, {"propose", "city.RK"}},
      {Phase::proposed, {"adopt", "city.RK"}},      {Phase::adopted, {"carry_out", "PD01"}},
      {Phase::carried_out, {"publish", "city.RK"}}, {Phase::measured, {"verify", ""}},
      {Phase::effective, {"conclude", "city.RK"}},  {Phase::unproven, {"conclude", "city.RK"}}};
  int number = 10;
  for (const auto& [phase, what] : owed) {
    s.on("ZG-2023-00" + std::to_string(number++)).at("2023-10-09 09:00");
    reach(phase);
    const auto list = duties();
    ASSERT_EQ(list.size(), 1u) << describe::enum_name(phase);
    EXPECT_EQ(list[0].name, what.first);
    EXPECT_EQ(list[0].unit, what.second);
    EXPECT_EQ(list[0].rule, "R29");
    ASSERT_TRUE(list[0].due);
    const auto timers = s.decider().timers(s.state());
    ASSERT_EQ(timers.size(), 1u) << describe::enum_name(phase);
    EXPECT_EQ(timers[0].due, list[0].due->at);
  }
}

// R16, R29: what passes is recorded, by whom it was owed, and stays to be done.
TEST_F(RectificationTest, ALimitThatPassesIsRecordedAndWhatItAskedForStays) {
  const std::map<Phase, std::pair<Step, std::string>> all{
      {Phase::opened, {Step::analyse, "city.RK"}},
      {Phase::analysed, {Step::propose, "city.RK"}},
      {Phase::proposed, {Step::adopt, "city.RK"}},
      {Phase::carried_out, {Step::publish, "city.RK"}},
      {Phase::measured, {Step::verify, ""}},
      {Phase::effective, {Step::conclude, "city.RK"}},
      {Phase::unproven, {Step::conclude, "city.RK"}}};
  int number = 20;
  for (const auto& [phase, what] : all) {
    s.on("ZG-2023-00" + std::to_string(number++)).at("2023-10-09 09:00");
    reach(phase);
    const Due due = *s.state().until;
    s.until(due.at + std::chrono::hours{1}).then(LimitMissed{what.first, 0, what.second, due});
    EXPECT_EQ(s.state().phase, phase);
    EXPECT_TRUE(s.state().late);
    EXPECT_EQ(duties().size(), 1u);
    s.elapse(std::chrono::hours{24 * 400}).then_nothing();
  }
}

// R29
TEST_F(RectificationTest, EachMeasureHasALimitOfItsOwn) {
  proposed();
  auto second = a_measure(MeasureKind::process, "PD.RK");
  second.due = day("2023-10-20");
  s.when(second).when(Adopt{{1, 2}});
  s.then_timer("measure_1", "2023-11-10 23:59:59.999")
      .then_timer("measure_2", "2023-10-20 23:59:59.999");
  s.until("2023-10-21 09:00");
  s.then(LimitMissed{Step::carry_out, 2, "PD.RK", named("2023-10-20")});
  EXPECT_EQ(duties().size(), 2u) << "it is late, and owed";
  s.actor(kDistrict)
      .when(CarryOut{2, "流程已改"})
      .then_types({"rectification.measure_carried_out"});
  s.then_no_timer("measure_2")
      .actor(kOfficer)
      .when(CarryOut{1, "已培训"})
      .then_no_timer("measure_1");
}

// R29
TEST_F(RectificationTest, ALimitThatIsMetDoesNothing) {
  closed();
  s.elapse(std::chrono::hours{24 * 400}).then_nothing();
  EXPECT_TRUE(s.decider().timers(s.state()).empty());
  EXPECT_EQ(s.state().missed, 0u);
}

TEST_F(RectificationTest, ATimerThatComesTooEarlyIsDeclined) {
  opened();
  s.actor(core::timer_actor());
  s.when(MissLimit{Step::analyse, 0}).then_refused("not_due_yet", "timers");
  s.when(MissLimit{Step::verify, 0}).then_refused("not_due_yet");
  s.when(MissLimit{Step::carry_out, 1}).then_refused("not_due_yet");
  core::Refusal early = core::refuse<refusals::not_due_yet>();
  EXPECT_EQ(s.decider().timer_declined({.name = "analyse"}, early),
            Event{(TimerDeclined{"analyse", "not_due_yet"})});
}

// --- the lifecycle
// ---------------------------------------------------------------------------------

/// Every command, filled in so that it would be taken where the phase and the role take it.
std::vector<Command> all_commands() {
  return {a_class(),
          SetTopic{"2023-11"},
          Analyse{"x"},
          a_measure(MeasureKind::training),
          Adopt{{1}},
          Reject{{1}, "x"},
          CarryOut{1, "x"},
          Publish{.how = "x"},
          EndObservation{},
          counts(40, 12),
          Continue{"x"},
          Close{"x"},
          MissLimit{Step::analyse, 0},
          RecomputeLimits{}};
}

// Every phase × command × role against the table: the phase first, then the role.
TEST_F(RectificationTest, EachPhaseTakesTheCommandsOfItsRowsFromTheirRoles) {
  ASSERT_EQ(all_commands().size(), authority().size());
  int number = 100;
  for (const auto& word : describe::enum_info<Phase>.words) {
    const auto phase = static_cast<Phase>(word.value);
    s.on("ZG-2023-0" + std::to_string(number++)).at("2023-10-09 09:00");
    reach(phase);
    ASSERT_EQ(s.state().phase, phase);
    for (const auto& command : all_commands()) {
      const auto& row = authority_of(describe::type_of(command));
      const bool taken = takes(phase, row.command);
      for (const auto& role : describe::enum_info<Role>.words) {
        core::Context context{s.now(), {"x7", std::string{role.name}, "nowhere.RK"}, {}};
        context.standing = core::StandingOf::role(role.name);
        const auto answer = s.decider().decide(s.state(), command, context);
        const std::string name = answer.is_refusal() ? answer.refusal().name : "";
        const auto where =
            std::string{word.name} + " " + std::string{row.command} + " " + std::string{role.name};
        EXPECT_EQ(name == "not_allowed_in_phase", !taken) << where << ": " << name;
        const bool barred = name == "not_your_role" || name == "not_sworn";
        const bool may = contains(row.roles, static_cast<Role>(role.value));
        EXPECT_EQ(barred, taken && !may) << where << ": " << name;
        for (const auto& event : answer.events()) {
          EXPECT_TRUE(stages().advance(phase, event)) << where;
          break;
        }
      }
    }
  }
}

TEST_F(RectificationTest, WhatMayComeNextIsWhatThePhaseTakesFromTheRole) {
  const auto& rules = s.decider();
  EXPECT_EQ(rules.next(State{}), std::vector<std::string_view>{"rectification.open"});
  proposed();
  const core::Context city{s.now(), core::Actor::parse(kCity), {}};
  EXPECT_EQ(rules.next_for(s.state(), city),
            (std::vector<std::string_view>{"rectification.propose", "rectification.adopt",
                                           "rectification.reject"}));
  const core::Context officer{s.now(), core::Actor::parse(kOfficer), {}};
  EXPECT_TRUE(rules.next_for(s.state(), officer).empty());
  s.actor(kOfficer).when(Close{}).then_refused("not_allowed_in_phase", "lifecycle");
}

// An outage: what a limit's end brings does not depend on who was faster.
TEST_F(RectificationTest, ATimerBeforeACommandAndOneThatTheCommandFindsMakeTheSameLog) {
  const auto run = [](bool outage) {
    test::Scenario<RectificationDecider> one{RectificationDecider{}, test::to_gtest()};
    one.zone(kShanghaiOffset).on("ZG-2023-0001").at("2023-10-09 09:00");
    one.actor(kSupervisor).when(a_class());
    if (outage) {
      one.at("2023-11-01 09:00");
    } else {
      one.until("2023-11-01 09:00");
    }
    one.actor(kCity).when(Analyse{"告知书与清单不一致"});
    std::vector<std::tuple<std::uint64_t, Timestamp, Event>> log;
    for (const auto& e : one.events()) log.emplace_back(e.version.value, e.at, e.event);
    return log;
  };
  const auto up = run(false);
  ASSERT_EQ(up.size(), 3u);
  EXPECT_EQ(describe::type_of(std::get<Event>(up[1])), "rectification.limit_missed");
  EXPECT_EQ(up, run(true));
}

// --- the table of refusals
// -------------------------------------------------------------------------

TEST(RectificationRefusals, AreAWellFormedTable) {
  EXPECT_TRUE(core::well_formed(RectificationDecider::refusals()));
}

}  // namespace
}  // namespace recourse::casework::rectification
