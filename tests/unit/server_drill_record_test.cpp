// The record of a restore drill: written whole, read again, and what is none is said to be none.
#include <gtest/gtest.h>

#include <fstream>

#include "apps/server/drill_record.hpp"
#include "apps/server/http.hpp"

namespace recourse::server {
namespace {

namespace fs = std::filesystem;

class DrillRecordTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  fs::path folder =
      fs::path{testing::TempDir()} / ("recourse-drill-record-" + random_command_id().to_string());
};

TEST_F(DrillRecordTest, TheLastOneIsKept) {
  EXPECT_EQ(read_drill(folder).value(), std::nullopt);
  const DrillRecord failed{.at = parse_timestamp("2026-11-01T03:00:00Z").value(),
                           .error = "segment-000002.sst is cut"};
  ASSERT_TRUE(write_drill(folder, failed));
  EXPECT_EQ(read_drill(folder).value(), failed);
  const DrillRecord whole{.at = parse_timestamp("2026-11-08T03:00:00Z").value(),
                          .ok = true,
                          .head = Position{27'150},
                          .restore_seconds = 0.5,
                          .verify_seconds = 1.25};
  ASSERT_TRUE(write_drill(folder, whole));
  EXPECT_EQ(read_drill(folder).value(), whole);
}

TEST_F(DrillRecordTest, WhatIsNoRecordIsMalformed) {
  for (const auto* text : {"", "[]", "{", "{}", R"({"format":2})", R"({"format":1,"at":"now"})"}) {
    std::ofstream{folder / kDrillFile} << text;
    const auto read = read_drill(folder);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code(), Errc::malformed) << text;
  }
}

TEST_F(DrillRecordTest, WhatCannotBeReadIsAnError) {
  fs::create_directory(folder / kDrillFile);
  const auto read = read_drill(folder);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), Errc::io_error);
}

TEST_F(DrillRecordTest, AFolderThatIsNotThereTakesNone) {
  EXPECT_EQ(read_drill(folder / "none").value(), std::nullopt);
  EXPECT_FALSE(write_drill(folder / "none", {}));
}

TEST(EqualWithoutCase, KnowsAsciiLettersAlone) {
  EXPECT_TRUE(equal_without_case("Bearer", "bEARER"));
  EXPECT_FALSE(equal_without_case("Bearer", "Bearers"));
  EXPECT_FALSE(equal_without_case("[", "{")) << "these differ by the bit that letters do";
  EXPECT_TRUE(begins_without_case("Application/JSON; charset=utf-8", "application/json"));
  EXPECT_FALSE(begins_without_case("text", "text/plain"));
}

}  // namespace
}  // namespace recourse::server
