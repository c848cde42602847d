// Where cases may be taken: at an open window, by somebody on its roster (R1, R5).
#include <recourse/casework/common/windows.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

/// A register of one window, which the test opens and closes.
class OneWindow final : public Windows {
 public:
  Window window{"PD01", true, "", "", {"w1"}};
  bool readable = true;
  bool used = true;

  Result<std::optional<Window>> at(std::string_view station, Timestamp) const override {
    if (!readable) return Error{Errc::io_error, "disk is gone"};
    if (station != "PD01" && station != "PD.07") return std::optional<Window>{};
    return std::optional{window};
  }
  Result<std::optional<std::string>> district_of(std::string_view code) const override {
    if (!readable) return Error{Errc::io_error, "disk is gone"};
    if (code != "PD01" && code != "PD.07") return std::optional<std::string>{};
    return std::optional{std::string{"PD"}};
  }
  bool in_use() const override { return used; }
};

struct Registered : Scene {
  std::shared_ptr<OneWindow> windows = std::make_shared<OneWindow>();
  Registered() { decider.windows = windows; }
};

TEST(CaseAtWindow, IsTakenWhereTheWindowIsOpenByWhoeverServesThere) {
  Registered scene;
  auto report = a_report();
  report.present = true;
  scene.accepts(kOfficer, report);
  EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
}

TEST(CaseAtWindow, IsNotTakenWhileTheWindowIsShutAndTheRefusalSaysWhy) {
  Registered scene;
  scene.windows->window.open = false;
  scene.windows->window.why_not = "suspended";
  scene.windows->window.why_not_zh = "暂停开放";
  EXPECT_EQ(scene.refusal(kOfficer, a_report()), "window_not_open");
  const auto no = scene.decide(kOfficer, a_report()).refusal();
  EXPECT_EQ(no.rule, "R1");
  EXPECT_NE(no.en.find("suspended"), std::string::npos) << no.en;
  EXPECT_NE(no.zh.find("暂停开放"), std::string::npos) << no.zh;
  EXPECT_EQ(scene.refusal(kChief, a_report()), "window_not_open");
}

TEST(CaseAtWindow, IsNotTakenByWhoeverIsNotOnTheRosterButForTheChief) {
  Registered scene;
  EXPECT_EQ(scene.refusal(kOther, a_report()), "not_on_roster");
  EXPECT_EQ(scene.refusal(kLead, a_report()), "not_on_roster");
  EXPECT_EQ(scene.refusal(kChief, a_report()), "");
}

TEST(CaseAtWindow, AStationThatIsAskedToAssistIsInTheRegisterWhereThereIsOne) {
  Registered scene;
  scene.accepted();
  const AskUnit asked{.unit = "PD99", .question = personal("是否一致？")};
  EXPECT_EQ(scene.refusal(kOfficer, asked), "unknown_unit");
  scene.windows->readable = false;
  EXPECT_EQ(scene.refusal(kOfficer, asked), "windows_unreadable");
  scene.windows->readable = true;
  scene.windows->used = false;
  EXPECT_EQ(scene.refusal(kOfficer, asked), "");
}

TEST(CaseAtWindow, AStationsCodeMayHaveADotIfTheRegisterKnowsIt) {
  Registered scene;
  scene.accepted();
  const AskUnit asked{.unit = "PD.07", .question = personal("是否一致？")};
  EXPECT_EQ(scene.refusal(kOfficer, asked), "");
  EXPECT_EQ(scene.refusal(kOfficer, AskUnit{.unit = "PD.08", .question = asked.question}),
            "unknown_unit");
  scene.windows->used = false;
  EXPECT_EQ(scene.refusal(kOfficer, asked), "unknown_unit") << "no register, no such department";
}

TEST(CaseAtWindow, NeedsAStationThatTheRegisterKnows) {
  Registered scene;
  auto report = a_report();
  report.station = "PD99";
  EXPECT_EQ(scene.refusal("window_officer:w1@PD99", report), "window_unknown");
  scene.windows->used = false;  // nobody keeps a register
  EXPECT_EQ(scene.refusal("window_officer:w1@PD99", report), "");
}

TEST(CaseAtWindow, WaitsForAWindowWhenOthersReportIt) {
  Registered scene;
  scene.windows->window.open = false;
  Report report = a_report();
  report.station = "PD01";
  report.channel = Channel::online;
  scene.accepts(kCitizen, report);  // nothing is lost
  EXPECT_EQ(scene.refusal(kOfficer, Accept{}), "window_not_open");
  scene.windows->window.open = true;
  EXPECT_EQ(scene.refusal(kOther, Accept{}), "not_on_roster");
  scene.accepts(kOfficer, Accept{});
}

TEST(CaseAtWindow, IsNotAskedForWhatWasTakenLongAgo) {
  Registered scene;
  scene.windows->window.open = false;
  auto report = a_report();
  report.station = "PD01";
  report.historical = true;
  scene.accepts(kImporter, report);
  EXPECT_EQ(scene.refusal(kOfficer, Accept{}), "");
}

TEST(CaseAtWindow, IsOfTheDistrictInWhichItsStationIsRegistered) {
  Registered scene;
  auto report = a_report();
  report.district = "HP";
  EXPECT_EQ(scene.refusal(kOfficer, report), "district_differs");
  const auto no = scene.decide(kOfficer, report).refusal();
  EXPECT_NE(no.en.find("PD01 is registered in the district PD"), std::string::npos) << no.en;
  EXPECT_NE(no.zh.find("PD01登记在PD分局"), std::string::npos) << no.zh;
  report.district = "";
  scene.accepts(kOfficer, report);
  EXPECT_EQ(scene.state.intake.district, "PD") << "nobody types it";
}

TEST(CaseAtWindow, LongAgoItsStationMayHaveBeenOfAnotherDistrict) {
  Registered scene;
  auto report = a_report();
  report.station = "PD01";
  report.district = "HP";
  report.historical = true;
  scene.accepts(kImporter, report);
  EXPECT_EQ(scene.state.intake.district, "HP");
}

TEST(CaseAtWindow, IsRefusedAndNothingElseWhereTheRegisterCannotBeRead) {
  Registered scene;
  scene.windows->readable = false;
  EXPECT_EQ(scene.refusal(kOfficer, a_report()), "windows_unreadable");
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
