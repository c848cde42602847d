// Lines of CSV, and what a spreadsheet would compute.
#include <gtest/gtest.h>

#include <recourse/base/csv.hpp>

namespace recourse::base {
namespace {

TEST(Csv, CellsStandInQuotesWhereTheyMust) {
  EXPECT_EQ(csv_line({"a", "", "户口 迁入"}), "a,,户口 迁入\r\n");
  EXPECT_EQ(csv_line({"a,b", "say \"no\"", "two\nlines", "\r"}),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"\r\"\r\n");
  EXPECT_EQ(csv_line(std::span<const std::string>{}), "\r\n");
}

TEST(Csv, NoTextIsAFormula) {
  for (const std::string text :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'x", "＝1", "＋1", "－1", "＠a"}) {
    EXPECT_EQ(csv_text(text), "'" + text);
  }
  for (const std::string text : {"", "1=1", "户口", " =1", "\xEF"}) EXPECT_EQ(csv_text(text), text);
}

}  // namespace
}  // namespace recourse::base
