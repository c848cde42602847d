// What the figures count, and what they are shares of (R31, R34).
#include <gtest/gtest.h>

#include <recourse/casework/complaint/views/tally.hpp>

namespace recourse::casework::complaint {
namespace {

Received a_report() {
  Received e;
  e.station = "S001";
  e.district = "PD";
  e.line = Line::population;
  e.channel = Channel::window;
  return e;
}

Resolution ended(Outcome outcome, std::uint32_t days, bool on_time = true) {
  return {outcome, on_time, days, false, days == 0};
}

Closed closed(std::uint32_t days, bool on_time = true) {
  Closed e;
  e.resolution = ended(Outcome::done, days, on_time);
  return e;
}

/// One done in four days, one merged into it, one withdrawn, one open.
Tally one_of_each() {
  Tally tally;
  for (const auto* stream : {"case/A", "case/B", "case/C", "case/D"})
    tally.apply(stream, a_report());
  Merged merged;
  merged.resolution = ended(Outcome::duplicate, 0);
  tally.apply("case/B", merged);
  Withdrawn withdrawn;
  withdrawn.resolution = ended(Outcome::withdrawn, 0);
  tally.apply("case/C", withdrawn);
  tally.apply("case/A", closed(4));
  return tally;
}

TEST(Figures, DuplicatesAndWithdrawalsAreCountedApartAndInNoRate) {
  const auto f = one_of_each().figures();
  EXPECT_EQ(f.cases, 4u);
  EXPECT_EQ(f.closed, 3u);
  EXPECT_EQ(f.concluded, 1u);
  EXPECT_EQ(f.duplicates, 1u);
  EXPECT_EQ(f.withdrawn, 1u);
  EXPECT_EQ(f.done, 1u);
  EXPECT_EQ(f.on_time, 1u);
  EXPECT_EQ(f.same_day, 0u) << "a merge on the same day does nothing for anybody";
  EXPECT_EQ(f.working_days.cases, 1u);
  EXPECT_EQ(f.working_days.median, 4u);
  EXPECT_EQ(f.lines[0].concluded, 1u);
  EXPECT_EQ(f.lines[0].done, 1u);
}

TEST(Figures, WhatIsOpenAndLateIsNotOnTime) {
  auto tally = one_of_each();
  EXPECT_EQ(timed(tally.figures()), 1u) << "what is open and may be in time counts nowhere yet";
  tally.apply("case/D", WentOverdue{});
  EXPECT_EQ(tally.figures().open_overdue, 1u);
  EXPECT_EQ(timed(tally.figures()), 2u);
  tally.apply("case/D", closed(9, false));
  const auto f = tally.figures();
  EXPECT_EQ(f.open_overdue, 0u);
  EXPECT_EQ(timed(f), 2u) << "it is counted once, open or closed";
  EXPECT_EQ(f.on_time, 1u);
}

TEST(Figures, ACaseThatWasLateByAnotherAloneIsNoneWhenThatHasLeft) {
  auto tally = one_of_each();
  tally.apply("case/D", WentOverdue{});
  Released released;
  released.in_time = true;
  tally.apply("case/D", released);
  EXPECT_EQ(tally.figures().open_overdue, 0u);
  EXPECT_EQ(tally.figures().overdue, 0u);
}

TEST(Figures, ServiceAndPolicyAreGradedApartAndABadServiceIsABadRating) {
  auto tally = one_of_each();
  Rated rated;
  rated.grade = Grade::satisfied;
  rated.service = Grade::very_dissatisfied;
  rated.policy = Grade::dissatisfied;
  tally.apply("case/A", rated);
  auto f = tally.figures();
  EXPECT_EQ(f.rated, 1u);
  EXPECT_EQ(f.grades[1], 1u);
  EXPECT_EQ(f.services[4], 1u);
  EXPECT_EQ(f.policies[3], 1u);
  EXPECT_EQ(f.rated_badly, 1u);
  rated.service = Grade::satisfied;
  tally.apply("case/A", rated);
  EXPECT_EQ(tally.figures().rated_badly, 0u) << "a policy that is disliked is no bad service";
  rated.grade = Grade::dissatisfied;
  tally.apply("case/A", rated);
  ExclusionDecided excluded;
  excluded.excluded = true;
  tally.apply("case/A", excluded);
  f = tally.figures();
  EXPECT_EQ(f.rated, 0u);
  EXPECT_EQ(f.rated_badly, 0u);
  EXPECT_EQ(f.services, (std::array<std::uint64_t, 5>{}));
}

TEST(Figures, LimitsThatPassedUnmetAreCounted) {
  auto tally = one_of_each();
  tally.apply("case/D", LimitMissed{.kind = DeadlineKind::contact});
  tally.apply("case/D", SupervisionRaised{});
  EXPECT_EQ(tally.figures().missed, 2u);
}

}  // namespace
}  // namespace recourse::casework::complaint
