// A list of stations as CSV: what its lines stand for, and that every bad one is named.
#include <gtest/gtest.h>

#include "apps/cli/registry_list.hpp"

namespace recourse::cli {
namespace {

using namespace casework::registry;

constexpr std::string_view kHead =
    "station,district,name,chief,kind,centre,form,place,counters,counter,reason,officers\n";

RegistryList list_of(const std::string& lines) {
  auto list = read_registry_list(std::string{kHead} + lines);
  EXPECT_TRUE(list) << list.error().message();
  return list ? *list : RegistryList{};
}

std::vector<std::string> faults_of(const std::string& lines) {
  std::vector<std::string> texts;
  for (const auto& one : list_of(lines).faults) {
    texts.push_back(std::to_string(one.line) + " " + one.column + ": " + one.what);
  }
  return texts;
}

TEST(RegistryList, ALineStandsForCommandsInTheOrderInWhichTheyAreGiven) {
  const auto list = list_of(
      "PD01,PD,陆家嘴派出所,c1,,,叠加设置,大厅,户籍:40:12;出入境:10:6,户籍,靠近入口,"
      "w1:supervisor_3:12;w2:一级警司:5\n");
  ASSERT_TRUE(list.faults.empty()) << list.faults[0].what;
  std::vector<Command> commands;
  for (const auto& one : list.orders) {
    EXPECT_EQ(one.stream.text(), "registry/PD01");
    EXPECT_EQ(one.line, 2u);
    commands.push_back(one.command);
  }
  const std::vector<Command> expected{
      Register{"PD", "陆家嘴派出所", "c1"},
      RecordCounter{"户籍", 40, 12},
      RecordCounter{"出入境", 10, 6},
      Plan{WindowForm::overlaid, "大厅", "户籍", "靠近入口"},
      AddOfficer{"w1", StaffKind::sworn, PoliceRank::supervisor_3, 12, false},
      AddOfficer{"w2", StaffKind::sworn, PoliceRank::superintendent_1, 5, false}};
  EXPECT_EQ(commands, expected);
}

TEST(RegistryList, CentresComeBeforeTheStationsThatJoinThem) {
  const auto list = list_of(
      "PD01,PD,甲所,c1,station,PDC1,,,,,,\n"
      "PDC1,PD,中心,c1,服务中心,,,,,,,\n");
  ASSERT_EQ(list.orders.size(), 3u);
  EXPECT_EQ(list.orders[0].stream.text(), "registry/PDC1");
  EXPECT_EQ(list.orders[1].command, (Command{Register{"PD", "甲所", "c1"}}));
  EXPECT_EQ(list.orders[2].command, (Command{JoinCentre{"PDC1"}}));
}

TEST(RegistryList, EveryBadLineIsNamedByLineAndColumn) {
  const auto faults = faults_of(
      "派出所,PD,n,c,,,,,,,,\n"
      "PD01,PD,n,c,hall,,,,,,,\n"
      "PD02,PD,n,c,,,beside,p,,,,\n"
      "PD02,PD,n,c,,,,,,,,\n"
      "PD03,PD,n,c,,,,,户籍:x:12;A:1,,,w1:boss:3;w2:一级警司:-1\n"
      "PD04,PD,n,c,,,,p,,A,r,\n"
      "PD05,PD,n,c,,PDC1,独立设置,p,,,,w1:一级警司:5\n");
  const std::vector<std::string> expected{
      "2 station: '派出所' is no code of a station or centre",
      "3 kind: 'hall' is neither station 派出所 nor centre 服务中心",
      "4 form: 'beside' is neither independent 独立设置 nor overlaid 叠加设置",
      "5 station: PD02 stands in a line before",
      "6 counters: '户籍:x:12': x is no number",
      "6 counters: 'A:1': it is not name:items a day:minutes an item",
      "6 officers: 'w1:boss:3': boss is no sworn rank",
      "6 officers: 'w2:一级警司:-1': -1 is no number of years",
      "7 place: it goes with a form, and none is named",
      "7 counter: it goes with a form, and none is named",
      "7 reason: it goes with a form, and none is named",
      "8 form: who shares a centre's window has none",
      "8 officers: they are listed with the centre whose window it is"};
  EXPECT_EQ(faults, expected);
}

TEST(RegistryList, AHeaderHasKnownColumnsOnceAndThoseThatAreWanted) {
  const auto fault = [](std::string_view text) {
    const auto list = read_registry_list(text);
    return list ? std::string{} : list.error().message();
  };
  EXPECT_EQ(fault("station,district,name,chief\nPD01,PD,n,c\n"), "");
  EXPECT_EQ(fault("station,district,name\n"), "line 1: the column 'chief' is wanted");
  EXPECT_EQ(fault("station,place,place\n"), "line 1, column 3: the column 'place' is there twice");
  EXPECT_EQ(fault("station,colour\n"), "line 1, column 2: there is no column 'colour'");
}

TEST(RegistryList, ARefusalIsAboutAColumn) {
  EXPECT_EQ(column_of(Register{}, "unknown_district"), "district");
  EXPECT_EQ(column_of(Register{}, "already_registered"), "station");
  EXPECT_EQ(column_of(Plan{}, "reason_missing"), "reason");
  EXPECT_EQ(column_of(Plan{}, "not_allowed_in_phase"), "form");
  EXPECT_EQ(column_of(AddOfficer{}, "not_experienced"), "officers");
  EXPECT_EQ(column_of(JoinCentre{}, "no_such_centre"), "centre");
  EXPECT_EQ(column_of(RecordCounter{}, "figures_missing"), "counters");
}

}  // namespace
}  // namespace recourse::cli
