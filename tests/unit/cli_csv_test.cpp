// The reader of CSV: what RFC 4180 allows, and that all else is named by line and column.
#include <gtest/gtest.h>

#include "apps/cli/csv.hpp"

namespace recourse::cli {
namespace {

using Cells = std::vector<std::string>;

std::string fault(std::string_view text) {
  const auto table = read_csv(text);
  return table ? std::string{} : table.error().message();
}

TEST(CsvReader, ReadsCellsInQuotesAndWithout) {
  const auto table = read_csv("a,b\nx,\"y, \"\"z\"\"\"\n,\"\"\n").value();
  EXPECT_EQ(table.header, (Cells{"a", "b"}));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"x", "y, \"z\""}));
  EXPECT_EQ(table.rows[1].cells, (Cells{"", ""}));
  EXPECT_EQ(table.rows[1].line, 3u);
}

TEST(CsvReader, TakesByteOrderMarkCarriageReturnsAndAnEndedOrUnendedLastLine) {
  for (const auto* text : {"\xEF\xBB\xBF"
                           "a,b\r\n1,2\r\n",
                           "a,b\n1,2", "a,b\r\n1,2", "\"a\",\"b\"\r\n\"1\",\"2\""}) {
    const auto table = read_csv(text);
    ASSERT_TRUE(table) << text << table.error().message();
    EXPECT_EQ(table->header, (Cells{"a", "b"})) << text;
    ASSERT_EQ(table->rows.size(), 1u) << text;
    EXPECT_EQ(table->rows[0].cells, (Cells{"1", "2"})) << text;
  }
}

TEST(CsvReader, CountsLinesInsideQuotes) {
  const auto table = read_csv("a,b\n\"1\n2\",x\n3,4\n").value();
  EXPECT_EQ(table.rows[0].cells[0], "1\n2");
  EXPECT_EQ(table.rows[1].line, 4u);
}

TEST(CsvReader, LeavesOutRowsThatDoNotFitWhereTheOthersCount) {
  const auto table = base::read_csv_rows("a,b\n1,2\n1,2,3\n\n4\n5,6\n").value();
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1].cells, (Cells{"5", "6"}));
  EXPECT_EQ(table.rows[1].line, 6u);
  ASSERT_EQ(table.faults.size(), 3u);
  EXPECT_EQ(table.faults[0].line, 3u);
  EXPECT_EQ(table.faults[0].column, 3u);
  EXPECT_EQ(table.faults[0].what, "the row has 3 cells, the header 2");
  EXPECT_EQ(table.faults[1].line, 4u);
  EXPECT_EQ(table.faults[1].column, 0u);
  EXPECT_EQ(table.faults[2].line, 5u);
  EXPECT_FALSE(base::read_csv_rows("a,b\n1,2\n3,x\"y\n")) << "no list to read on in";
}

TEST(CsvReader, NamesWhatIsWrongByLineAndColumn) {
  EXPECT_EQ(fault(""), "line 1: a header is wanted here");
  EXPECT_EQ(fault("a,b\n1,x\"y\n"),
            "line 2, column 2: a quote inside a cell that does not begin with one");
  EXPECT_EQ(fault("a,b\n\"1\"2,3\n"), "line 2, column 1: text behind the closing quote");
  EXPECT_EQ(fault("a,b\n1,\"2\n\n"), "line 2, column 2: the quotes are not closed");
  EXPECT_EQ(fault("a,b\n1\r2,3\n"), "line 2, column 1: a lone carriage return");
  EXPECT_EQ(fault("a,b\n1\n"), "line 2, column 2: the row has 1 cells, the header 2");
  EXPECT_EQ(fault("a,b\n1,2,3\n"), "line 2, column 3: the row has 3 cells, the header 2");
  EXPECT_EQ(fault("a,b\n\n1,2\n"), "line 2: it is empty");
  EXPECT_EQ(fault("a\n1\n\r\n2\n"), "line 3: it is empty");
  EXPECT_EQ(fault("a\n\"\"\n"), "") << "an empty cell";
  EXPECT_EQ(fault("\na\n1\n"), "line 1: a header is wanted here");
  EXPECT_EQ(fault("a,b\n1,2\n\xff,3\n"), "line 3: it is not UTF-8");
}

}  // namespace
}  // namespace recourse::cli
