#include <gtest/gtest.h>

#include <recourse/base/calendar.hpp>
#include <recourse/base/limits.hpp>

namespace recourse {
namespace {

LocalDay day(std::string_view text) { return parse_day(text).value(); }
const Calendar& china() { return Calendar::china(); }

TEST(Calendar, AMakeUpDayWorksAlthoughItIsASunday) {
  EXPECT_TRUE(china().is_working_day(day("2024-02-04")));
  EXPECT_TRUE(china().is_working_day(day("2024-02-18")));
  EXPECT_FALSE(china().is_working_day(day("2024-02-12")));
  EXPECT_FALSE(china().is_working_day(day("2024-03-02")));
}

TEST(Calendar, TheStartDayIsNotCounted) {
  EXPECT_EQ(china().add_working_days(day("2024-03-04"), 1).value().day, day("2024-03-05"));
  EXPECT_EQ(china().working_days_between(day("2024-03-04"), day("2024-03-04")).days, 0);
  EXPECT_EQ(china().working_days_between(day("2024-03-04"), day("2024-03-05")).days, 1);
}

TEST(Calendar, ALimitOfNoDaysMovesOffADayOff) {
  EXPECT_EQ(china().add_working_days(day("2024-03-04"), 0).value().day, day("2024-03-04"));
  EXPECT_EQ(china().add_working_days(day("2024-03-02"), 0).value().day, day("2024-03-04"));
}

TEST(Calendar, AddingAndCountingAgreeOverEveryDayOfSeventeenYears) {
  for (LocalDay from = day("2010-01-01"); from < day("2026-11-01"); from += std::chrono::days{1}) {
    const auto due = china().add_working_days(from, 15).value();
    ASSERT_EQ(china().working_days_between(from, due.day).days, 15) << to_string(from);
    ASSERT_TRUE(china().is_working_day(due.day)) << to_string(from);
  }
}

TEST(Calendar, CountingOverYearsEqualsCountingDayByDay) {
  const LocalDay from = day("2015-11-20");
  std::int64_t counted = 0;
  for (LocalDay to = from; to < day("2019-03-01");) {
    to += std::chrono::days{1};
    counted += china().is_working_day(to) ? 1 : 0;
    ASSERT_EQ(china().working_days_between(from, to).days, counted) << to_string(to);
  }
}

TEST(Calendar, ALimitIntoAnUnpublishedYearIsProvisional) {
  EXPECT_FALSE(china().add_working_days(day("2026-12-10"), 15).value().provisional);
  const auto due = china().add_working_days(day("2026-12-28"), 5).value();
  EXPECT_TRUE(due.provisional);
  EXPECT_TRUE(china().is_provisional(day("2027-01-04")));
  EXPECT_FALSE(china().is_provisional(day("2026-12-31")));
  EXPECT_TRUE(china().is_provisional(day("2009-12-31")));
  EXPECT_TRUE(china().working_days_between(day("2026-12-28"), day("2027-01-04")).provisional);
}

TEST(Calendar, BackwardSpansHaveNoDays) {
  EXPECT_EQ(china().working_days_between(day("2024-03-05"), day("2024-03-01")).days, 0);
}

TEST(Calendar, LimitsBeyondTheRangeAreRefused) {
  EXPECT_EQ(china().add_working_days(day("2024-03-04"), -1).error().code(), Errc::invalid_argument);
  EXPECT_EQ(china().add_working_days(day("2024-03-04"), limits::kWorkingDaysMax + 1).error().code(),
            Errc::invalid_argument);
}

TEST(Calendar, NoticesOfOnesOwnAreCheckedDayByDay) {
  const NoticeYear years[] = {{2030, true}};
  const NoticeDay good[] = {{2030, 1, 1, true}, {2030, 1, 5, false}};
  const auto c = Calendar::from_notices("own", years, good).value();
  EXPECT_EQ(c.edition(), "own");
  EXPECT_FALSE(c.is_working_day(day("2030-01-01")));
  EXPECT_TRUE(c.is_working_day(day("2030-01-05"))) << "a Saturday made up";
  const NoticeDay wrong[] = {{2030, 2, 30, true}};
  EXPECT_NE(Calendar::from_notices("x", years, wrong).error().message().find("2030-2-30"),
            std::string::npos);
  const NoticeDay elsewhere[] = {{2031, 2, 3, true}};
  EXPECT_TRUE(Calendar::from_notices("x", years, elsewhere).has_error());
  EXPECT_TRUE(Calendar::from_notices("x", {}, {}).has_error());
}

}  // namespace
}  // namespace recourse
