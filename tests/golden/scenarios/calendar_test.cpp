// The same limits over the real calendar: festivals, make-up days, a year not published yet.
#include <memory>
#include <recourse/casework/common/current_calendar.hpp>

#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

/// Reported on that day at ten; difficult if asked.
std::string finish_from(std::string_view start, bool difficult = false) {
  Case c{std::string{start} + " 10:00"};
  c.actor(kOfficer).when(a_report());
  if (difficult) c.when(SetDifficult{.reason = "跨区核查"});
  return due(c, DeadlineKind::resolution);
}
std::string contact_from(std::string_view start) {
  Case c{std::string{start} + " 10:00"};
  c.actor(kOfficer).when(a_report());
  return due(c, DeadlineKind::contact);
}

TEST(Norms, Calendar_ACaseFromTheLastFridayOf2023GoesOverNewYear) {
  EXPECT_EQ(contact_from("2023-12-29"), "2024-01-02");
  EXPECT_EQ(finish_from("2023-12-29"), "2024-01-08");
  EXPECT_EQ(finish_from("2023-12-29", true), "2024-01-22");
}

TEST(Norms, Calendar_SpringFestival2024IsNotCountedAndItsMakeUpSundaysAre) {
  EXPECT_EQ(contact_from("2024-02-02"), "2024-02-04") << "a Sunday that is worked";
  EXPECT_EQ(finish_from("2024-02-02"), "2024-02-08");
  EXPECT_EQ(contact_from("2024-02-09"), "2024-02-18") << "the first day after the festival";
  EXPECT_EQ(finish_from("2024-02-05"), "2024-02-18") << "the fifth day is that Sunday";
  EXPECT_EQ(finish_from("2024-02-05", true), "2024-03-01");
  EXPECT_EQ(finish_from("2024-02-09"), "2024-02-22");
  EXPECT_EQ(finish_from("2024-02-12"), "2024-02-22") << "reported within the festival";
}

TEST(Norms, Calendar_ALimitThatEndsOnAMakeUpSundayIsLateAfterIt) {
  Case c{"2024-02-05 10:00"};
  c.actor(kOfficer).when(at_the_window());
  c.until("2024-02-18 23:59:59.999").then_nothing();
  c.until("2024-02-19 00:00").then_types({"case.went_overdue", "case.supervised"});
  EXPECT_EQ(due(c, DeadlineKind::supervision), "2024-02-22");
}

TEST(Norms, Calendar_APauseOverTheFestivalRestsForTheWorkedDaysOnly) {
  Case c{"2024-02-05 10:00"};
  c.actor(kOfficer).when(at_the_window()).until("2024-02-07 10:00");
  c.when(Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  c.until("2024-02-19 10:00").when(Resume{"已复"});
  EXPECT_EQ(last<Resumed>(c).paused_days, 4u) << "8, 9, 18 and 19 February";
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2024-02-22") << "three days were left";
}

TEST(Norms, Calendar_ALimitIntoAYearWithoutANoticeIsProvisional) {
  EXPECT_EQ(contact_from("2026-12-28"), "2026-12-29");
  EXPECT_EQ(finish_from("2026-12-28"), "2027-01-04, provisional");
  EXPECT_EQ(finish_from("2026-12-24"), "2026-12-31") << "still inside 2026";
}

TEST(Norms, Calendar_OnceTheNoticeIsPublishedTheLimitIsComputedAgain) {
  const auto current_calendar = std::make_shared<CurrentCalendar>(Calendar::china());
  Case c{"2026-12-28 10:00", ComplaintDecider{.current_calendar = current_calendar}};
  c.actor(kOfficer).when(at_the_window());
  c.actor(kAdministrator).when(RecomputeLimits{}).then_refused("nothing_to_recompute", "limits");
  const std::vector<NoticeDay> new_years_day{{2027, 1, 1, true}};
  current_calendar->publish(Calendar::china().amended({2027, true}, new_years_day).value());
  c.when(RecomputeLimits{}).then_types({"case.limits_recomputed"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2027-01-05");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
