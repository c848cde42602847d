// Orders of the hotline (R27): the map of a list, the points of a match, the workflow.
#include <gtest/gtest.h>

#include <recourse/casework/hotline/decider.hpp>
#include <recourse/casework/hotline/map.hpp>
#include <recourse/casework/hotline/matching.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>

namespace recourse::casework::hotline {
namespace {

using Strings = std::vector<std::string>;

constexpr const char* kMap = R"(
date_format = "%Y/%m/%d %H:%M"
[columns]
order = "工单编号"
reported_at = "来电时间"
station = "承办单位"
matter = "诉求类别"
line = "条线"
phone = "电话"
[station]
"陆家嘴所" = "PD01"
[matter]
"出生登记" = "RK01"
[line]
"户政" = "population"
)";
const Strings kHeader{"电话", "工单编号", "来电时间", "承办单位", "诉求类别", "条线", "备注"};

std::variant<Order, std::vector<OrderFault>> read(const Strings& cells,
                                                  const std::string& text = kMap) {
  const auto map = HotlineMap::from_toml(text).value();
  return map.order_of(cells, map.places_in(kHeader).value(), kShanghaiOffset);
}
std::string error_of(const std::string& text) {
  const auto map = HotlineMap::from_toml(text);
  return map ? std::string{} : map.error().message();
}

TEST(HotlineMapTest, ARowBecomesAnOrder) {
  const auto row = read({"138", " A-1 ", "2023/11/01 08:30", "陆家嘴所", "出生登记", "户政", "x"});
  const auto& order = std::get<Order>(row);
  EXPECT_EQ(order.number, "A-1");
  EXPECT_EQ(to_string(order.reported_at), "2023-11-01T00:30:00.000Z");
  EXPECT_EQ(order.station, "PD01");
  EXPECT_EQ(order.matter, "RK01");
  EXPECT_EQ(order.line, Line::population);
  EXPECT_EQ(order.phone, "138");
}

TEST(HotlineMapTest, AllThatIsWrongWithARowIsToldWithItsColumn) {
  const auto row = read({"", "", "2023/02/30 08:30", "某所", "别的", "交通", ""});
  const auto& faults = std::get<1>(row);
  std::vector<std::size_t> columns;
  for (const auto& one : faults) columns.push_back(one.column);
  EXPECT_EQ(columns, (std::vector<std::size_t>{6, 5, 2, 3, 4}));
  const auto late = read({"", "A", "2023/02/03 08:30 later", "陆家嘴所", "", "", ""});
  EXPECT_EQ(std::get<1>(late).size(), 1U) << "what stands behind a moment is no part of it";
}

TEST(HotlineMapTest, AMatterThatNobodyKnowsMayBeNone) {
  const std::string text = "unknown_matter = \"other\"\n" + std::string{kMap};
  const auto row = read({"", "A", "2023/11/01 08:30", "陆家嘴所", "别的", "", ""}, text);
  EXPECT_EQ(std::get<Order>(row).matter, "");
  EXPECT_FALSE(std::get<Order>(row).line);
}

TEST(HotlineMapTest, AMapIsReadStrictly) {
  EXPECT_EQ(error_of(kMap), "");
  EXPECT_NE(error_of("x = ").find("line 1"), std::string::npos);
  EXPECT_NE(error_of("x = 1").find("'x' is unknown"), std::string::npos);
  EXPECT_NE(error_of("unknown_matter = \"no\"").find("\"other\" or"), std::string::npos);
  EXPECT_NE(error_of("[columns]\nfoo = \"x\"").find("'foo' is no column"), std::string::npos);
  EXPECT_NE(error_of("[columns]\norder = 1").find("text in quotes"), std::string::npos);
  EXPECT_NE(error_of("[columns]\norder = \"x\"").find("lacks reported_at"), std::string::npos);
  EXPECT_NE(error_of("[line]\n\"x\" = \"y\"").find("'y' is no line"), std::string::npos);
  const auto map = HotlineMap::from_toml(kMap).value();
  const Strings without{"工单编号"};
  EXPECT_FALSE(map.places_in(without));
}

TEST(HotlineMatching, PointsAreASumThatIsCertainOnlyWithTheNumberOrThePerson) {
  EXPECT_EQ(score_of({.order = true, .days = 400}), 100U);
  EXPECT_EQ(score_of({.person = true, .matter = true, .station = true}), 100U);
  EXPECT_EQ(score_of({.matter = true, .line = true, .station = true, .district = true}), 50U);
  EXPECT_EQ(score_of({.line = true, .district = true, .days = 15}), 17U);
  EXPECT_EQ(score_of({.days = 30}), 0U);
  EXPECT_LT(score_of({.person = true, .line = true, .days = 3}), kMatched);
}

struct HotlineTest : testing::Test {
  HotlineTest() { order.zone(kShanghaiOffset).at("2023-11-01 09:00").on("A-1"); }
  static constexpr const char* kInterface = "importer:12345";
  static constexpr const char* kOfficer = "window_officer:w1@PD01";
  const OrderFacts facts{.matter = "RK01", .line = Line::population, .station = "PD01"};
  test::Scenario<HotlineDecider> order{HotlineDecider{}, test::to_gtest()};
};

TEST_F(HotlineTest, WhatIsLikelyIsConfirmedByAPersonWithItsScore) {
  order.actor(kInterface).when(Suggest{facts, {{"PD01-1", 45}, {"case/PD01-2", 60}}});
  const Due until{end_of(parse_day("2023-11-03").value(), kShanghaiOffset), false,
                  parse_day("2023-11-01").value(), 2};
  order.then(Suggested{facts, {{"case/PD01-2", 60}, {"case/PD01-1", 45}}, until});
  order.actor("timer:timer").when(MissConfirmation{}).then_refused("not_due_yet", "timers");
  order.until("2023-11-04 09:00").then(ConfirmationMissed{});
  EXPECT_TRUE(HotlineDecider{}.timers(order.state()).empty()) << "it fires once";
  order.actor(kInterface);
  const auto duties = HotlineDecider{}.duties(order.state());
  ASSERT_EQ(duties.size(), 1U);
  EXPECT_EQ(duties[0].unit, "PD01");
  order.when(Confirm{"PD01-1"}).then_refused("not_your_role", "R27");
  order.actor("window_officer:w9@PD02").when(Confirm{"PD01-1"});
  order.then_refused("not_your_station", "R27");
  order.actor("window_officer:@PD01").when(Confirm{"PD01-1"}).then_refused("no_actor", "authority");
  order.actor(kOfficer).when(Confirm{"PD01-9"}).then_refused("not_a_candidate", "R27");
  order.when(Confirm{"a/b"}).then_refused("no_case", "R27");
  order.when(Confirm{"PD01-1"}).then(Confirmed{"w1", {"case/PD01-1", 45}});
  EXPECT_EQ(order.state().match.stream, "case/PD01-1");
  EXPECT_TRUE(HotlineDecider{}.duties(order.state()).empty());
  order.when(Dismiss{"x"}).then_refused("not_allowed_in_phase", "lifecycle");
}

TEST_F(HotlineTest, WhatIsNoneOfThemIsOpenedWithTheNextImport) {
  order.actor(kInterface).when(Suggest{facts, {{"PD01-1", 45}}});
  order.actor(kOfficer).when(Dismiss{""}).then_refused("reason_missing", "R27");
  const Due until{end_of(parse_day("2023-11-06").value(), kShanghaiOffset), false,
                  parse_day("2023-11-02").value(), 2};
  order.at("2023-11-02 09:00").when(Dismiss{"不同人"}).then(Dismissed{"w1", "不同人", until});
  const auto duties = HotlineDecider{}.duties(order.state());
  ASSERT_EQ(duties.size(), 1U) << "no later list may repeat the order";
  EXPECT_EQ(duties[0].name, "open_order");
  EXPECT_EQ(duties[0].unit, "PD01");
  EXPECT_EQ(duties[0].due, until);
  EXPECT_TRUE(HotlineDecider{}.timers(order.state()).empty());
  order.actor(kInterface).when(Open{facts, "PD01-7"}).then(Opened{facts, "case/PD01-7"});
  EXPECT_EQ(order.state().phase, Phase::opened);
  EXPECT_TRUE(HotlineDecider{}.duties(order.state()).empty());
}

TEST_F(HotlineTest, ADismissalOfBeforeDidNotSayUntilWhenACaseIsOpened) {
  const Due until{end_of(parse_day("2023-11-03").value(), kShanghaiOffset), false,
                  parse_day("2023-11-01").value(), 2};
  const HotlineDecider decider;
  State state{.phase = Phase::likely, .until = until, .late = true};
  decider.evolve(state, Dismissed{"w1", "不同人", {}}, {});
  EXPECT_EQ(state.until, until);
  EXPECT_TRUE(state.late);
}

TEST_F(HotlineTest, AnOrderComesInOnceAndWhole) {
  order.actor(kInterface).when(Link{{}, {"PD01-1", 90}}).then_refused("station_missing", "R27");
  order.when(Suggest{{}, {}}).then_refused("station_missing", "R27");
  order.when(Open{{}, "x"}).then_refused("station_missing", "R27");
  order.when(Suggest{facts, {}}).then_refused("candidates_missing", "R27");
  order.when(Suggest{facts, {{"a/b", 1}}}).then_refused("no_case", "R27");
  order.when(Link{facts, {"a/b", 90}}).then_refused("no_case", "R27");
  order.when(Open{facts, "a/b"}).then_refused("no_case", "R27");
  order.when(Link{facts, {"PD01-1", 90}}).then(Linked{facts, {"case/PD01-1", 90}});
  order.when(Link{facts, {"PD01-1", 90}}).then_refused("not_allowed_in_phase", "lifecycle");
  const auto sees = [&](const char* who) {
    return HotlineDecider{}.sees(order.state(), {core::Actor::parse(who)}).any;
  };
  EXPECT_TRUE(sees(kOfficer));
  EXPECT_TRUE(sees("supervisor:v1"));
  EXPECT_FALSE(sees("window_officer:w9@PD02"));
  EXPECT_FALSE(sees("citizen:c1"));
}

}  // namespace
}  // namespace recourse::casework::hotline
