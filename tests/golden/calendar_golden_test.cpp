// Golden: working days against vectors that were worked out by hand from the published notices.
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/base/calendar.hpp>
#include <sstream>

namespace recourse {
namespace {

TEST(CalendarGolden, EveryRowOfTheVectorsIsMatched) {
  std::ifstream file{RECOURSE_SOURCE_DIR "/tests/golden/calendar/workday_vectors.csv"};
  ASSERT_TRUE(file);
  std::string line;
  std::getline(file, line);
  ASSERT_EQ(line, "start,+1,+3,+5,+10,+15");
  constexpr std::int64_t kSteps[] = {1, 3, 5, 10, 15};
  int rows = 0;
  while (std::getline(file, line)) {
    std::istringstream cells{line};
    std::string cell;
    std::getline(cells, cell, ',');
    const auto start = parse_day(cell).value();
    for (const auto n : kSteps) {
      ASSERT_TRUE(std::getline(cells, cell, ',')) << line;
      EXPECT_EQ(to_string(Calendar::china().add_working_days(start, n).value().day), cell)
          << to_string(start) << " +" << n;
    }
    ++rows;
  }
  EXPECT_EQ(rows, 17);
}

}  // namespace
}  // namespace recourse
