// The office over its log: classes of a month, rulings that become the dispatch catalogue, orders
// of the hotline (R27, R28, R41).
#include <gtest/gtest.h>

#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/office/classes.hpp>
#include <recourse/office/hotline.hpp>

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace dispatch = casework::dispatch;
namespace hotline = casework::hotline;
using casework::Competence;
using casework::Line;
using complaint::testing::a_report;

Timestamp at(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }

class OfficeLearning : public ::testing::Test {
 protected:
  OfficeLearning() {
    auto norms = casework::Norms::shanghai();
    norms.name = "learning";
    norms.open_classes = true;
    OfficeOptions options{.store = "memory", .clock = &clock};
    options.norms = norms;
    office = Office::open(std::move(options)).value();
    react();
  }
  void react() const { (void)office->engine().react().value(); }
  core::Context as(std::string_view actor) const {
    return office->context(core::Actor::parse(actor));
  }
  /// A case of a matter; its key.
  StreamId report(std::string_view when, const std::string& matter, const std::string& reason,
                  const std::string& station) {
    clock.set(at(when));
    auto c = a_report();
    c.matter = matter;
    c.line.reset();
    c.reason = reason;
    const auto opened = office->open_case(c, as("window_officer:w1@" + station)).value();
    EXPECT_FALSE(opened.outcome.refused()) << opened.outcome.refusal().en;
    return opened.id;
  }
  void give(const StreamId& id, std::string_view actor, const complaint::Command& command) const {
    const auto outcome = office->handle(id, command, as(actor)).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  core::Outcome decide(std::string_view actor, dispatch::Command command) const {
    return office
        ->handle_any(*office->engine().workflow("dispatch"), dispatch::stream(), &command,
                     as(actor))
        .value();
  }
  dispatch::State catalogue() const {
    const auto found = office->engine().workflow("dispatch")->find_any(dispatch::stream()).value();
    return *static_cast<const dispatch::State*>(found.state.get());
  }
  /// A class at PD01 in October 2023, among others since July.
  void months() {
    for (int day = 0; day < 120; day += 2) {
      const auto date = parse_day("2023-07-03").value() + std::chrono::days{day};
      if (date > parse_day("2023-10-31").value()) break;
      const auto when = to_string(date) + " 10:00";
      report(when, "RK02", "M2", day % 4 == 0 ? "PD01" : "PD02");
      if (date >= parse_day("2023-10-09").value()) report(when, "RK01", "M1", "PD01");
    }
  }

  ManualClock clock{at("2023-07-01 09:00")};
  std::unique_ptr<Office> office;
};

// R28
TEST_F(OfficeLearning, TheFirstReportOfAMonthOpensTheClassesOfTheMonthBeforeOnce) {
  months();
  react();
  ClassQuery october{.from = parse_day("2023-10-01").value(),
                     .to = parse_day("2023-10-31").value()};
  report("2023-11-02 09:00", "RK02", "M2", "PD02");
  auto found = find_classes(*office, october, office->store().head().value()).value().report;
  ASSERT_EQ(found.classes.size(), 1U);
  EXPECT_EQ(found.classes[0].matter, "RK01");
  EXPECT_EQ(found.classes[0].stations, std::vector<std::string>{"PD01"});
  EXPECT_EQ(found.classes[0].rectification, "");
  EXPECT_EQ(found.classes[0].cases.size(), found.classes[0].count);

  react();
  found = find_classes(*office, october, office->store().head().value()).value().report;
  EXPECT_EQ(found.classes[0].rectification, "ZG-202310-RK01-M1");
  const auto again =
      open_rectification(*office, opening_of(found, found.classes[0]), as("supervisor:v1@city.ZA"));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(again->outcome.refusal().name, "already_open");
  report("2023-11-03 09:00", "RK02", "M2", "PD02");
  react();
  for (const auto& status : office->engine().reactions()) {
    EXPECT_FALSE(status.stopped) << status.name << ": " << status.error;
    EXPECT_EQ(status.refused, 0U) << status.name;
  }
}

// R28: who sees what of it.
TEST_F(OfficeLearning, AClassIsSeenByItsLineItsStationAndSupervisors) {
  months();
  clock.set(at("2023-11-02 09:00"));
  const auto head = office->store().head().value();
  const auto seen = [&](std::string_view who) {
    return find_classes(*office, {}, {core::Actor::parse(who)}, head).value();
  };
  const auto classes = [&](std::string_view who) {
    return std::get<ClassesFound>(seen(who)).report.classes;
  };
  ASSERT_EQ(classes("supervisor:v1@city.ZA").size(), 1U);
  EXPECT_FALSE(classes("supervisor:v1@city.ZA")[0].cases.empty());
  EXPECT_EQ(classes("city_officer:m1@city.RK").size(), 1U);
  EXPECT_TRUE(classes("city_officer:m1@city.JJ").empty());
  EXPECT_EQ(classes("station_chief:s1@PD01").size(), 1U);
  EXPECT_TRUE(classes("station_chief:s2@PD02").empty());
  EXPECT_NE(core::refused(seen("citizen:c1")), nullptr);
  EXPECT_NE(core::refused(seen("supervisor:")), nullptr);
}

// R28: a chief's opening would take the class up for his station and close it to all others.
TEST_F(OfficeLearning, AClassIsTakenUpAsAWholeByWhoSeesAllItsStations) {
  for (int day = 0; day < 120; day += 2) {
    const auto date = parse_day("2023-07-03").value() + std::chrono::days{day};
    const auto when = to_string(date) + " 10:00";
    const std::string station = day % 4 == 0 ? "PD01" : "PD02";
    report(when, "RK02", "M2", station);
    if (date >= parse_day("2023-10-09").value()) report(when, "RK01", "M1", station);
  }
  clock.set(at("2023-11-02 09:00"));
  const auto head = office->store().head().value();
  const auto opening = [&](std::string_view who, std::size_t number = 1) {
    return opening_of(*office, {}, core::Viewer{core::Actor::parse(who)}, number, head);
  };
  const core::Viewer chief{core::Actor::parse("station_chief:s1@PD01")};
  const auto seen = find_classes(*office, {}, chief, head).value();
  const auto& part = std::get<ClassesFound>(seen);
  EXPECT_EQ(part.report.classes.at(0).stations, std::vector<std::string>{"PD01"});
  EXPECT_EQ(part.partly, std::vector<std::size_t>{0});
  EXPECT_NE(core::refused(opening("station_chief:s1@PD01").value()), nullptr);
  EXPECT_NE(core::refused(opening("citizen:c1").value()), nullptr);
  EXPECT_EQ(opening("supervisor:v1@city.ZA", 2).error().code(), Errc::not_found);
  EXPECT_EQ(opening("supervisor:v1@city.ZA", 0).error().code(), Errc::not_found);
  for (const auto* who : {"city_officer:m1@city.RK", "supervisor:v1@city.ZA"}) {
    const auto answer = opening(who).value();
    const auto& open = std::get<casework::rectification::Open>(answer);
    EXPECT_EQ(open.stations, (std::vector<std::string>{"PD01", "PD02"}));
    EXPECT_EQ(open.cases.size(), open.found);
  }
}

TEST_F(OfficeLearning, AClassOfOneStationIsTakenUpByItsChief) {
  months();
  clock.set(at("2023-11-02 09:00"));
  const auto head = office->store().head().value();
  const core::Viewer chief{core::Actor::parse("station_chief:s1@PD01")};
  const auto seen = find_classes(*office, {}, chief, head).value();
  EXPECT_TRUE(std::get<ClassesFound>(seen).partly.empty());
  const auto answer = opening_of(*office, {}, chief, 1, head).value();
  ASSERT_EQ(core::refused(answer), nullptr);
  const auto opened = open_rectification(*office, std::get<casework::rectification::Open>(answer),
                                         as("station_chief:s1@PD01"));
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_FALSE(opened->outcome.refused());
}

// R28, R41: the cases came before the ruling; the class goes where its matter goes now.
TEST_F(OfficeLearning, AClassIsOfTheLineThatItsMatterGoesTo) {
  months();
  clock.set(at("2023-11-02 09:00"));
  ASSERT_FALSE(
      decide("city_officer:m1@city.RK",
             dispatch::Propose{
                 .from_case = "PD01-1", .matter = "RK01", .line = Line::criminal, .reason = "裁定"})
          .refused());
  ASSERT_FALSE(decide("supervisor:v1@city.ZA", dispatch::Adopt{1}).refused());
  react();
  const auto classes = [&](std::string_view who) {
    const core::Viewer viewer{core::Actor::parse(who)};
    const auto seen = find_classes(*office, {}, viewer, office->store().head().value()).value();
    return std::get<ClassesFound>(seen).report.classes;
  };
  ASSERT_EQ(classes("city_officer:m1@city.XZ").size(), 1U);
  EXPECT_EQ(classes("city_officer:m1@city.XZ")[0].line, Line::criminal);
  EXPECT_TRUE(classes("city_officer:m1@city.RK").empty());
}

// R39
TEST_F(OfficeLearning, CasesOfThePeriodThatAreOnAccountAreAClass) {
  for (const auto* when :
       {"2023-09-27", "2023-10-09", "2023-10-10", "2023-10-11", "2023-10-12", "2023-10-13"}) {
    const auto id = report(std::string{when} + " 10:00", "RK02", "M2", "PD01");
    give(id, "window_officer:w1@PD01", complaint::Accept{.present = true});
    give(id, "window_officer:w1@PD01", complaint::RouteExplain{.law = "户口登记条例第十条"});
    complaint::Close answer;
    answer.outcome = complaint::Outcome::answered;
    answer.reply = std::string{"现行政策不支持，已说明。"};
    answer.told = complaint::Told::in_person;
    answer.next_step = "政策调整后另行告知";
    give(id, "window_officer:w1@PD01", answer);
    complaint::OpenAccount account;
    account.reason = complaint::AccountReason::rule_lacking;
    account.condition = "户籍政策调整";
    give(id, "station_chief:s1@PD01", account);
  }
  report("2023-10-16 10:00", "RK02", "M2", "PD02");
  clock.set(at("2023-11-02 09:00"));
  const auto found = find_classes(*office, {}, office->store().head().value()).value().report;
  ASSERT_EQ(found.classes.size(), 1U);
  const auto& one = found.classes[0];
  EXPECT_EQ(one.account, "rule_lacking");
  EXPECT_EQ(one.count, 5U) << "one came before";
  EXPECT_EQ(one.cases.size(), 5U);
  EXPECT_EQ(one.overall, 6U);
  EXPECT_EQ(one.overall, found.cases);
  EXPECT_EQ(one.line, Line::population);
  EXPECT_EQ(one.stations, std::vector<std::string>{"PD01"});
}

TEST_F(OfficeLearning, AFirstDayAloneMeansItsMonthOrThirtyDays) {
  const auto last = [&](std::string_view from) {
    return to_string(find_classes(*office, {.from = parse_day(from).value()}).value().report.to);
  };
  EXPECT_EQ(last("2023-05-01"), "2023-05-31");
  EXPECT_EQ(last("2023-02-01"), "2023-02-28");
  EXPECT_EQ(last("2023-05-15"), "2023-06-13");
}

TEST_F(OfficeLearning, AQueryThatContradictsItselfIsAnError) {
  const auto error = [&](const ClassQuery& query) {
    const auto found = find_classes(*office, query);
    return found ? std::string{} : found.error().message();
  };
  EXPECT_TRUE(error({.to = parse_day("2023-06-01").value()}).starts_with("to: "));
  EXPECT_TRUE(
      error({.from = parse_day("2023-07-01").value()}).starts_with("to: the period is over"));
  EXPECT_TRUE(error({.before_days = 3}).starts_with("before_days: "));
  EXPECT_EQ(error({}), "");
}

// R41
TEST_F(OfficeLearning, ARulingIsProposedAdoptedAndGoneBy) {
  const auto ruled = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  give(ruled, "window_officer:w1@PD01", complaint::Accept{.present = true});
  give(ruled, "station_chief:s1@PD01", complaint::testing::Scene::an_escalation());
  give(ruled, "district_officer:d1@PD.RK",
       complaint::ObjectToLine{.line = Line::public_order, .reason = "属治安"});
  react();
  EXPECT_FALSE(office->engine().workflow("dispatch")->find_any(dispatch::stream()))
      << "an objection is no ruling";
  give(ruled, "supervisor:v1@city.ZA",
       complaint::ObjectToLine{.line = Line::criminal, .reason = "属刑侦"});
  react();
  ASSERT_EQ(catalogue().proposals.size(), 1U);
  EXPECT_EQ(catalogue().proposals[0].from_case, ruled.text());
  EXPECT_EQ(catalogue().proposals[0].entry.line, Line::criminal);
  EXPECT_EQ(catalogue().proposals[0].ruled_by, "v1");
  EXPECT_EQ(decide("supervisor:v1@city.ZA", dispatch::Adopt{1}).refusal().name, "own_ruling");
  ASSERT_FALSE(decide("supervisor:v2@city.ZA", dispatch::Adopt{1}).refused());

  const auto next = report("2023-07-04 09:00", "RK01", "M1", "PD01");
  EXPECT_EQ(office->find_case(next)->state.intake.line, Line::criminal);
  give(next, "window_officer:w1@PD01", complaint::Accept{.present = true});
  auto escalation = complaint::testing::Scene::an_escalation();
  escalation.line.reset();
  escalation.department.clear();
  give(next, "station_chief:s1@PD01", escalation);
  const auto events = office->history(next).value();
  const auto& escalated = std::get<complaint::Escalated>(events.back().event);
  EXPECT_EQ(escalated.line, Line::criminal);
  EXPECT_EQ(escalated.department, "PD.XZ");
  EXPECT_EQ(escalated.dispatch, 1U);
}

// R41
TEST_F(OfficeLearning, AMatterOfADepartmentIsNotSentDown) {
  ASSERT_FALSE(decide("city_officer:m1@city.RK", dispatch::Propose{.from_case = "PD01-1",
                                                                   .matter = "RK01",
                                                                   .competence = Competence::city,
                                                                   .reason = "疑难"})
                   .refused());
  ASSERT_FALSE(decide("supervisor:v1@city.ZA", dispatch::Adopt{1}).refused());
  const auto id = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  give(id, "window_officer:w1@PD01", complaint::Accept{.present = true});
  give(id, "station_chief:s1@PD01", complaint::testing::Scene::an_escalation());
  complaint::AnswerAsDepartment answer;
  answer.kind = complaint::AnswerKind::do_it_so;
  answer.solution = std::string{"照办"};
  answer.wording = "可以办理";
  const auto district = office->handle(id, answer, as("district_officer:d1@PD.RK")).value();
  ASSERT_TRUE(district.refused());
  EXPECT_EQ(district.refusal().name, "not_to_be_sent_down");
  EXPECT_EQ(district.refusal().rule, "R41");
  complaint::ForwardToCity forward;
  forward.opinion = std::string{"请市局定"};
  give(id, "district_officer:d1@PD.RK", forward);
  answer.kind = complaint::AnswerKind::authorised;
  EXPECT_EQ(office->handle(id, answer, as("city_officer:m1@city.RK"))->refusal().name,
            "not_to_be_sent_down");
  answer.kind = complaint::AnswerKind::do_it_so;
  give(id, "city_officer:m1@city.RK", answer);
}

// R41: what was ruled in the case goes before the catalogue, though the ruling was not adopted.
TEST_F(OfficeLearning, ACaseIsEscalatedAgainToTheLineThatWasRuledInIt) {
  ASSERT_FALSE(decide("city_officer:m1@city.RK", dispatch::Propose{.from_case = "PD01-1",
                                                                   .matter = "RK01",
                                                                   .line = Line::public_order,
                                                                   .reason = "裁定"})
                   .refused());
  ASSERT_FALSE(decide("supervisor:v1@city.ZA", dispatch::Adopt{1}).refused());
  const auto id = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  give(id, "window_officer:w1@PD01", complaint::Accept{.present = true});
  give(id, "station_chief:s1@PD01", complaint::testing::Scene::an_escalation());
  EXPECT_EQ(office->find_case(id)->state.intake.line, Line::public_order);
  give(id, "district_officer:d1@PD.ZA",
       complaint::ObjectToLine{.line = Line::population, .reason = "属人口"});
  give(id, "supervisor:v1@city.ZA",
       complaint::ObjectToLine{.line = Line::criminal, .reason = "属刑侦"});
  react();
  ASSERT_EQ(catalogue().proposals.size(), 2U);
  ASSERT_FALSE(decide("supervisor:v2@city.ZA", dispatch::Reject{2, "个案"}).refused());
  complaint::AnswerAsDepartment answer;
  answer.kind = complaint::AnswerKind::do_it_so;
  answer.solution = std::string{"照办"};
  answer.wording = "可以办理";
  give(id, "district_officer:d1@PD.XZ", answer);
  give(id, "station_chief:s1@PD01", complaint::Retriage{.reason = "另有疑难"});
  give(id, "station_chief:s1@PD01", complaint::testing::Scene::an_escalation());
  const auto events = office->history(id).value();
  const auto& again = std::get<complaint::Escalated>(events.back().event);
  EXPECT_EQ(again.line, Line::criminal);
  EXPECT_EQ(again.department, "PD.XZ");
}

// R41: rulings hold for what comes after them.
TEST(DispatchOfThePast, AHistoricalCaseGoesByNoRuling) {
  const auto dispatch = std::make_shared<casework::CurrentDispatch>();
  dispatch->publish(dispatch->current().with(1, {"RK10", Line::criminal, Competence::station}));
  complaint::testing::Scene scene;
  scene.decider.current_dispatch = dispatch;
  auto past = a_report();
  past.station = "PD01";
  past.historical = true;
  const auto told = scene.accepts(complaint::testing::kImporter, past);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(std::get<complaint::Received>(told[0]).line, Line::population);

  complaint::testing::Scene live;
  live.decider.current_dispatch = dispatch;
  live.accepted();
  EXPECT_EQ(live.state.intake.line, Line::criminal);
  live.state.intake.line = Line::population;
  live.state.intake.historical = true;
  const auto events =
      live.accepts(complaint::testing::kChief, complaint::testing::Scene::an_escalation());
  ASSERT_FALSE(events.empty());
  const auto& escalated = std::get<complaint::Escalated>(events.back());
  EXPECT_EQ(escalated.line, Line::population);
  EXPECT_EQ(escalated.dispatch, 0U);
}

// --- the hotline ---------------------------------------------------------------------------------

hotline::Order order(std::string number, std::string_view when, std::string matter) {
  hotline::Order one;
  one.number = std::move(number);
  one.reported_at = at(when);
  one.station = "PD01";
  one.district = "PD";
  one.matter = std::move(matter);
  one.phone = "13900000000";
  return one;
}

// R27
TEST_F(OfficeLearning, OrdersAreLinkedConfirmedOrOpenedAndNothingTwice) {
  const auto near = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  clock.set(at("2023-07-10 09:00"));
  const auto context = office->import_context("12345");
  const std::vector<hotline::Order> orders{order("A-1", "2023-07-04 09:00", "RK01"),
                                           order("A-2", "2023-07-05 09:00", "JJ01"),
                                           order("A-3", "2023-07-05 09:00", "??")};
  auto plans = plan_hotline(*office, orders, context).value();
  EXPECT_EQ(plans[0].step, HotlineStep::likely);
  EXPECT_EQ(plans[0].candidates[0].stream, near.text());
  EXPECT_EQ(plans[0].candidates[0].score, 20U + 15 + 14);
  EXPECT_EQ(plans[1].step, HotlineStep::fresh);
  EXPECT_EQ(plans[1].refusal, "");
  EXPECT_NE(plans[2].refusal.find("??"), std::string::npos);
  const auto before = office->store().head().value();
  (void)plan_hotline(*office, orders, context).value();
  EXPECT_EQ(office->store().head().value(), before) << "planning records nothing";

  for (int i : {0, 1}) {
    const auto done = import_order(*office, orders[static_cast<std::size_t>(i)],
                                   plans[static_cast<std::size_t>(i)], context);
    ASSERT_TRUE(done) << done.error().message();
  }
  const auto head = office->store().head().value();
  plans = plan_hotline(*office, {orders.data(), 2}, context).value();
  EXPECT_EQ(plans[0].step, HotlineStep::known);
  EXPECT_EQ(plans[1].step, HotlineStep::known);
  EXPECT_FALSE(import_order(*office, orders[1], plans[1], context));
  EXPECT_EQ(office->store().head().value(), head);

  const hotline::Command confirm{hotline::Confirm{std::string{near.key()}}};
  const auto id = StreamId::of("hotline", "A-1").value();
  ASSERT_FALSE(office->engine()
                   .workflow("hotline")
                   ->handle(id, &confirm, as("window_officer:w1@PD01"))
                   ->refused());
  const auto statuses = hotline_statuses(*office, office->store().head().value()).value();
  ASSERT_EQ(statuses.size(), 2U);
  EXPECT_EQ(statuses[0].state, "received");
  EXPECT_EQ(statuses[0].reported_on, "2023-07-03");
  EXPECT_EQ(statuses[1].reported_on, "2023-07-05") << "the citizen's call, not the import";
  const auto trends = hotline_trends(*office, office->store().head().value()).value();
  ASSERT_EQ(trends.size(), 2U);
  EXPECT_EQ(trends[0], (HotlineTrend{"2023-07", Line::population, 1, 1, 0, 0, 1}));
  EXPECT_EQ(trends[1], (HotlineTrend{"2023-07", Line::traffic, 1, 0, 1, 0, 0}));
}

// R27: a crash between the case and its note.
TEST_F(OfficeLearning, ACaseThatWasOpenedForAnOrderIsFoundByItsNumber) {
  clock.set(at("2023-07-10 09:00"));
  const auto context = office->import_context("12345");
  const std::vector<hotline::Order> orders{order("A-2", "2023-07-05 09:00", "JJ01")};
  auto report = a_report();
  report.station = "PD01";
  report.channel = complaint::Channel::hotline;
  report.reference = "A-2";
  const auto opened = office->open_case(report, context).value();
  ASSERT_FALSE(opened.outcome.refused()) << opened.outcome.refusal().en;
  const auto plans = plan_hotline(*office, orders, context).value();
  EXPECT_EQ(plans[0].step, HotlineStep::linked);
  EXPECT_EQ(plans[0].candidates[0], (HotlineCandidate{opened.id.text(), "", 100, true}));
  const std::vector<hotline::Order> typed{order("a-2", "2023-07-05 09:00", "JJ01")};
  EXPECT_EQ(plan_hotline(*office, typed, context).value()[0].step, HotlineStep::linked)
      << "however the number is typed";
  const std::vector<hotline::Order> twice{orders[0], orders[0]};
  EXPECT_FALSE(plan_hotline(*office, twice, context));
}

// R27: whatever becomes of it, its district is one that there is.
TEST_F(OfficeLearning, AnOrderOfADistrictThatDoesNotExistIsRefusedAlsoWhereACaseIsLikely) {
  const auto near = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  clock.set(at("2023-07-10 09:00"));
  std::vector<hotline::Order> orders{order("A-1", "2023-07-04 09:00", "RK01")};
  const auto context = office->import_context("12345");
  EXPECT_EQ(plan_hotline(*office, orders, context).value()[0].refusal, "");
  orders[0].district = "XX";
  const auto plan = plan_hotline(*office, orders, context).value()[0];
  EXPECT_EQ(plan.step, HotlineStep::likely) << near.text();
  EXPECT_NE(plan.refusal.find("XX"), std::string::npos) << plan.refusal;
}

hotline::State order_state(const Office& office, std::string_view number) {
  const auto id = StreamId::of("hotline", number).value();
  const auto found = office.engine().workflow("hotline")->find_any(id).value();
  return *static_cast<const hotline::State*>(found.state.get());
}
core::Outcome say(const Office& office, std::string_view number, const hotline::Command& command) {
  const auto id = StreamId::of("hotline", number).value();
  const auto officer = office.context(core::Actor::parse("window_officer:w1@PD01"));
  return office.engine().workflow("hotline")->handle(id, &command, officer).value();
}

// R27: two calls about one matter in one list would open two cases.
TEST_F(OfficeLearning, AnOrderThatFitsAnEarlierOneOfItsListIsLikely) {
  clock.set(at("2023-07-10 09:00"));
  const auto context = office->import_context("12345");
  const std::vector<hotline::Order> orders{order("A-1", "2023-07-04 09:00", "RK01"),
                                           order("A-2", "2023-07-05 09:00", "RK01")};
  const auto plans = plan_hotline(*office, orders, context).value();
  EXPECT_EQ(plans[0].step, HotlineStep::fresh);
  EXPECT_EQ(plans[1].step, HotlineStep::likely);
  ASSERT_EQ(plans[1].candidates.size(), 1U);
  EXPECT_EQ(plans[1].candidates[0], (HotlineCandidate{"", "A-1", 20 + 15 + 14, false}));
  ASSERT_FALSE(import_order(*office, orders[0], plans[0], context)->refused());
  ASSERT_FALSE(import_order(*office, orders[1], plans[1], context)->refused());
  const auto opened = order_state(*office, "A-1").match.stream;
  EXPECT_FALSE(opened.empty());
  const auto second = order_state(*office, "A-2");
  EXPECT_EQ(second.phase, hotline::Phase::likely);
  EXPECT_EQ(second.candidates, (std::vector<hotline::Candidate>{{opened, 20 + 15 + 14}}));
}

TEST_F(OfficeLearning, AnOrderWhoseEarlierOneOpenedNoCaseOpensOne) {
  clock.set(at("2023-07-10 09:00"));
  const auto context = office->import_context("12345");
  const std::vector<hotline::Order> orders{order("A-1", "2023-07-04 09:00", "RK01"),
                                           order("A-2", "2023-07-05 09:00", "RK01")};
  const auto plans = plan_hotline(*office, orders, context).value();
  ASSERT_FALSE(import_order(*office, orders[1], plans[1], context)->refused());
  EXPECT_EQ(order_state(*office, "A-2").phase, hotline::Phase::opened);
}

// What cannot be the number of a case, or a key, passed the plan and failed in the middle.
TEST_F(OfficeLearning, AnOrderForWhichNoCaseCouldBeNumberedIsRefusedInThePlan) {
  clock.set(at("2023-07-10 09:00"));
  const auto context = office->import_context("12345");
  std::vector<hotline::Order> orders{order("A-1", "2023-07-04 09:00", "RK01"),
                                     order("A-2", "2023-07-04 09:00", "JJ01"),
                                     order(std::string(2000, '9'), "2023-07-04 09:00", "RK02"),
                                     order("A-4", "2023-07-04 09:00", "RK01")};
  orders[0].station = "陆家嘴派出所";
  orders[1].station = "HP-01";
  const auto plans = plan_hotline(*office, orders, context).value();
  EXPECT_NE(plans[0].refusal.find("station's code"), std::string::npos) << plans[0].refusal;
  EXPECT_NE(plans[1].refusal.find("'HP-01'"), std::string::npos) << plans[1].refusal;
  EXPECT_NE(plans[2].refusal, "");
  EXPECT_EQ(plans[3].refusal, "");
  EXPECT_EQ(plans[3].step, HotlineStep::fresh) << "no case will be opened for the first";
  EXPECT_FALSE(import_order(*office, orders[1], plans[1], context));
}

TEST_F(OfficeLearning, AnOrderOfAMergedCaseIsToldHowTheOtherOneStands) {
  const auto first = report("2023-07-03 09:00", "RK01", "M1", "PD01");
  const auto second = report("2023-07-04 09:00", "RK01", "M1", "PD01");
  give(first, "window_officer:w1@PD01", complaint::Accept{.present = true});
  clock.set(at("2023-07-05 09:00"));
  const auto context = office->import_context("12345");
  const std::vector<hotline::Order> orders{order("A-1", "2023-07-04 10:00", "RK01")};
  const auto plans = plan_hotline(*office, orders, context).value();
  ASSERT_FALSE(import_order(*office, orders[0], plans[0], context)->refused());
  ASSERT_FALSE(say(*office, "A-1", hotline::Confirm{std::string{second.key()}}).refused());
  give(second, "window_officer:w1@PD01",
       complaint::Merge{.target = first.text(),
                        .reason = "同一人同一事",
                        .same_person = true,
                        .identity = "已核对身份证"});
  const auto statuses = hotline_statuses(*office, office->store().head().value()).value();
  ASSERT_EQ(statuses.size(), 1U);
  EXPECT_EQ(statuses[0].state, "accepted");
  EXPECT_EQ(statuses[0].outcome, "");
  EXPECT_EQ(statuses[0].reported_on, "2023-07-03");
  EXPECT_EQ(statuses[0].ended_on, "");
}

TEST_F(OfficeLearning, OrdersAndTrendsAreForSupervisorsDepartmentsAndTheAdministrator) {
  const auto statuses = [&](std::string_view who) {
    return hotline_statuses(*office, core::Viewer{core::Actor::parse(who)}).value();
  };
  const auto trends = [&](std::string_view who) {
    return hotline_trends(*office, core::Viewer{core::Actor::parse(who)}).value();
  };
  for (const auto* who : {"supervisor:v1@city.ZA", "district_officer:d1@PD.RK",
                          "city_officer:m1@city.RK", "administrator:a1"}) {
    EXPECT_EQ(core::refused(statuses(who)), nullptr) << who;
    EXPECT_EQ(core::refused(trends(who)), nullptr) << who;
  }
  for (const auto* who :
       {"window_officer:w1@PD01", "station_chief:s1@PD01", "citizen:c1", "supervisor:"}) {
    EXPECT_NE(core::refused(statuses(who)), nullptr) << who;
    EXPECT_NE(core::refused(trends(who)), nullptr) << who;
  }
}

/// A sealed log, where the same person is known.
class SealedHotline : public ::testing::Test {
 protected:
  SealedHotline() {
    OfficeOptions options{.directory = folder.path() / "store", .clock = &clock};
    options.sealing = SealingOptions{.master = trust::random_master_key()};
    office = Office::open(std::move(options)).value();
  }
  std::string report(std::string_view when) {
    clock.set(at(when));
    auto c = a_report();
    c.matter = "RK01";
    c.line.reset();
    c.reason = "M1";
    c.phone = std::string{kPhone};
    const auto officer = office->context(core::Actor::parse("window_officer:w1@PD01"));
    const auto opened = office->open_case(c, officer).value();
    EXPECT_FALSE(opened.outcome.refused()) << opened.outcome.refusal().en;
    return opened.id.text();
  }
  HotlinePlan plan(const hotline::Order& one) const {
    return plan_hotline(*office, {&one, 1}, office->import_context("12345")).value().at(0);
  }
  core::Outcome import(const hotline::Order& one, const HotlinePlan& as) const {
    return import_order(*office, one, as, office->import_context("12345")).value();
  }
  static hotline::Order call(std::string_view when) {
    auto one = order("A-1", when, "RK01");
    one.phone = kPhone;
    return one;
  }

  static constexpr const char* kPhone = "13912345678";
  testing_support::TemporaryFolder folder;
  ManualClock clock{at("2023-07-01 09:00")};
  std::unique_ptr<Office> office;
};

// R27: the points of person, matter, station and day are a hundred, too; that is no order number.
TEST_F(SealedHotline, ACaseThatWasRuledOutIsNotTakenForTheOneThatWasOpened) {
  const auto first = report("2023-07-03 09:00");
  const auto second = report("2023-07-03 10:00");
  clock.set(at("2023-07-05 09:00"));
  const auto one = call("2023-07-03 11:00");
  const auto likely = plan(one);
  EXPECT_EQ(likely.step, HotlineStep::likely);
  ASSERT_EQ(likely.candidates.size(), 2U);
  EXPECT_EQ(likely.candidates[0].score, 100U);
  EXPECT_FALSE(likely.candidates[0].by_order);
  ASSERT_FALSE(import(one, likely).refused());
  ASSERT_FALSE(say(*office, "A-1", hotline::Dismiss{"另有一事"}).refused());
  const auto again = plan(one);
  EXPECT_EQ(again.step, HotlineStep::fresh);
  EXPECT_TRUE(again.candidates.empty());
  ASSERT_FALSE(import(one, again).refused());
  const auto opened = order_state(*office, "A-1").match.stream;
  EXPECT_NE(opened, first);
  EXPECT_NE(opened, second);
}

TEST_F(SealedHotline, WhereTwoCasesFitForCertainAPersonDecides) {
  const auto first = report("2023-07-03 09:00");
  EXPECT_EQ(plan(call("2023-07-03 11:00")).step, HotlineStep::linked);
  report("2023-07-06 09:00");
  const auto two = plan(call("2023-07-03 11:00"));
  ASSERT_EQ(two.candidates.size(), 2U);
  EXPECT_EQ(two.candidates[0], (HotlineCandidate{first, "", 100, false}));
  EXPECT_EQ(two.candidates[1].score, 50U + 20 + 15 + 14);
  EXPECT_EQ(two.step, HotlineStep::likely);
}

TEST_F(SealedHotline, OneWhoCallsTwiceInOneListIsSuggestedTheFirstCall) {
  clock.set(at("2023-07-05 09:00"));
  std::vector<hotline::Order> orders{call("2023-07-03 11:00"), call("2023-07-03 12:00")};
  orders[1].number = "A-2";
  const auto plans = plan_hotline(*office, orders, office->import_context("12345")).value();
  EXPECT_EQ(plans[1].step, HotlineStep::likely) << "nothing is linked to what is not there yet";
  EXPECT_EQ(plans[1].candidates.at(0), (HotlineCandidate{"", "A-1", 100, false}));
}

}  // namespace
}  // namespace recourse
