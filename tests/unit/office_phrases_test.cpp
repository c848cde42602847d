// Emerging phrases through the office: whose words are looked at, and for whom.
#include <gtest/gtest.h>

#include <recourse/office/phrases.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using casework::complaint::testing::a_report;
using casework::complaint::testing::personal;

class OfficePhrases : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 60; ++i) report("PD01", "窗口排队太久");
    clock.set(parse_timestamp("2023-10-10T10:00:00+08:00").value());
    for (int i = 0; i < 14; ++i) report("PD01", "蒋小五说学区划转，户口迁不进");
    for (int i = 0; i < 14; ++i) report("PD01", "告发某科室收费", true);
    for (int i = 0; i < 14; ++i) report("HP02", "自助机器停用");
    clock.set(parse_timestamp("2023-11-02T10:00:00+08:00").value());
  }
  void report(const std::string& station, const std::string& text, bool confidential = false) {
    auto report = a_report();
    report.station = station;
    report.district = station.substr(0, 2);
    report.present = true;
    report.name = personal("蒋小五");
    report.narrative = personal(text);
    report.confidential = confidential;
    const auto id = StreamId::of("case", station + "-" + std::to_string(++count)).value();
    const auto by = office->context(core::Actor::parse("window_officer:w1@" + station));
    ASSERT_FALSE(office->handle(id, report, by).value().refused());
  }
  PhrasesFound found(std::string_view actor, ClassQuery query = {}) const {
    query.from = parse_day("2023-10-01").value();
    const core::Viewer viewer{core::Actor::parse(actor)};
    const auto head = office->store().head().value();
    return std::get<PhrasesFound>(find_phrases(*office, query, viewer, head).value());
  }
  static std::string texts_of(const PhrasesFound& found) {
    std::string all;
    for (const auto& one : found.report.phrases) all += one.text + " ";
    return all;
  }

  int count = 0;
  ManualClock clock{parse_timestamp("2023-08-05T10:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(OfficePhrases, ASupervisorSeesWhatComesUpAndNeverConfidentialWordsOrNames) {
  const auto all = found("supervisor:v1@city");
  EXPECT_EQ(all.report.cases, 28u) << "without those that are confidential";
  EXPECT_EQ(all.report.cases_before, 60u);
  EXPECT_EQ(all.position, office->store().head().value());
  const auto texts = texts_of(all);
  EXPECT_NE(texts.find("学区划转"), std::string::npos) << texts;
  EXPECT_NE(texts.find("自助机器停用"), std::string::npos) << texts;
  EXPECT_EQ(texts.find("收费"), std::string::npos) << texts;
  EXPECT_EQ(texts.find("小五"), std::string::npos) << texts;
  EXPECT_EQ(all.report.phrases[0].cases.size(), 14u);
}

TEST_F(OfficePhrases, OthersSeeTheWordsOfTheirOwnCasesAlone) {
  // Their own confidential cases, too, are left out.
  const auto station = found("window_officer:w9@PD01");
  EXPECT_EQ(station.report.cases, 14u);
  EXPECT_EQ(texts_of(station).find("机器"), std::string::npos);
  EXPECT_EQ(texts_of(station).find("收费"), std::string::npos);
  EXPECT_EQ(found("window_officer:w9@HP02").report.cases_before, 0u);
  EXPECT_EQ(found("window_officer:w9@XH03").report.cases, 0u);
  const core::Viewer citizen{core::Actor::parse("citizen:c1")};
  const auto refused = find_phrases(*office, {}, citizen).value();
  ASSERT_NE(core::refused(refused), nullptr);
  EXPECT_EQ(core::refused(refused)->name, "not_to_be_seen");
}

TEST_F(OfficePhrases, AQuestionIsOfADistrictAStationOrALine) {
  EXPECT_EQ(found("supervisor:v1@city", {.district = "HP"}).report.cases, 14u);
  EXPECT_EQ(found("supervisor:v1@city", {.station = "PD01"}).report.cases, 14u);
  EXPECT_EQ(found("supervisor:v1@city", {.line = casework::Line::traffic}).report.cases, 0u);
  const core::Viewer viewer{core::Actor::parse("supervisor:v1@city")};
  const auto wrong = find_phrases(*office, {.before_days = 3}, viewer);
  EXPECT_EQ(wrong.error().code(), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse
