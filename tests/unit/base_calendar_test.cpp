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

constexpr NoticeYear kYear2027{2027, true};
// As a notice may be: New Year's Day and a day for it, and the Saturday before worked.
constexpr NoticeDay kNotice2027[] = {{2027, 1, 1, true}, {2027, 1, 4, true}, {2026, 12, 26, false}};

TEST(Calendar, AYearsNoticeMakesAnotherCalendar) {
  const auto next = china().amended(kYear2027, kNotice2027).value();
  EXPECT_FALSE(next.is_provisional(day("2027-01-04")));
  EXPECT_FALSE(next.is_working_day(day("2027-01-04")));
  EXPECT_TRUE(next.is_working_day(day("2026-12-26"))) << "a day of the December before";
  EXPECT_FALSE(next.is_working_day(day("2026-10-01"))) << "the other notices stay";
  EXPECT_EQ(next.edition(), china().edition() + "+2027");
  EXPECT_EQ(next.years().back().year, 2027);
  EXPECT_TRUE(next.years().back().published);
  EXPECT_TRUE(china().is_provisional(day("2027-01-04"))) << "the old calendar changed";
  EXPECT_FALSE(china().is_working_day(day("2026-12-26"))) << "the old calendar changed";
}

TEST(Calendar, ALaterNoticeOfAYearTakesThePlaceOfTheEarlier) {
  const NoticeDay corrected[] = {{2027, 1, 5, true}};
  const NoticeDay spring[] = {{2028, 1, 3, true}};
  const auto first = china().amended(kYear2027, kNotice2027).value();
  const auto both = first.amended({2028, true}, spring).value();
  const auto last = both.amended(kYear2027, corrected).value();
  EXPECT_TRUE(last.is_working_day(day("2027-01-04")));
  EXPECT_FALSE(last.is_working_day(day("2027-01-05")));
  EXPECT_FALSE(last.is_working_day(day("2026-12-26"))) << "the December before as well";
  EXPECT_FALSE(last.is_working_day(day("2028-01-03")));
  EXPECT_EQ(last.edition(), china().edition() + "+2027.2+2028");
  EXPECT_EQ(last.amended(kYear2027, kNotice2027).value().edition(),
            china().edition() + "+2027.3+2028");
}

TEST(Calendar, ADecemberDayOfTheNextNoticeOutlastsACorrectionOfItsOwnYear) {
  const NoticeDay none_off[] = {{2018, 1, 1, true}};
  const auto corrected = china().amended({2018, true}, none_off).value();
  EXPECT_TRUE(corrected.is_working_day(day("2018-10-01"))) << "the correction names it no more";
  EXPECT_FALSE(corrected.is_working_day(day("2018-12-31"))) << "off by the notice of 2019";
}

TEST(Calendar, YearsBetweenAreUnpublished) {
  const NoticeDay days[] = {{2029, 1, 1, true}};
  const auto next = china().amended({2029, true}, days).value();
  EXPECT_TRUE(next.is_provisional(day("2028-06-01")));
  EXPECT_TRUE(next.is_provisional(day("2027-06-01")));
  EXPECT_FALSE(next.is_provisional(day("2029-06-01")));
}

TEST(Calendar, ANoticeThatDoesNotFitIsRefused) {
  const auto code = [](NoticeYear year, std::vector<NoticeDay> days) {
    const auto made = china().amended(year, days);
    return made ? std::optional<Errc>{} : made.error().code();
  };
  EXPECT_EQ(code({2027, false}, {}), Errc::invalid_argument);
  EXPECT_EQ(code({2009, true}, {}), Errc::invalid_argument);
  EXPECT_EQ(code({10'000, true}, {}), Errc::invalid_argument);
  EXPECT_EQ(code(kYear2027, {{2028, 1, 3, true}}), Errc::invalid_argument);
  EXPECT_EQ(code(kYear2027, {{2026, 11, 30, true}}), Errc::invalid_argument);
  EXPECT_EQ(code(kYear2027, {{2027, 2, 30, true}}), Errc::invalid_argument);
  EXPECT_EQ(code(kYear2027, {{2027, 12, 31, true}}), std::nullopt);
}

}  // namespace
}  // namespace recourse
