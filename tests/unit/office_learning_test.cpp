// The office over its log: classes of a month, rulings that become the dispatch catalogue, orders
// of the hotline (R27, R28, R41).
#include <gtest/gtest.h>

#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/office/classes.hpp>
#include <recourse/office/hotline.hpp>

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
  EXPECT_EQ(plans[0].candidates[0], (hotline::Candidate{opened.id.text(), 100}));
  const std::vector<hotline::Order> twice{orders[0], orders[0]};
  EXPECT_FALSE(plan_hotline(*office, twice, context));
}

}  // namespace
}  // namespace recourse
