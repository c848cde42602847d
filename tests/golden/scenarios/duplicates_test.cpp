// The same person comes twice with the same matter: merged, and taken apart again (R16).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

Merge into(std::string target) { return {std::move(target), "同一事项", true}; }

/// "first" is from Thursday, 1 June, "second" from Monday, 5 June. The scene is at the second.
struct Twice : Case {
  Twice() {
    on("first").actor(kOfficer).when(at_the_window());
    until("2023-06-05 09:00").on("second").when(at_the_window());
  }
};

TEST(Norms, Merge_TheTargetTakesTheEarlierStart) {
  Twice c;
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-12");
  c.on("first").when(into("second")).then_types({"case.merged"});
  EXPECT_EQ(phase(c), "merged");
  EXPECT_EQ(owner(c), "case/second");
  c.on("second").then_types({"case.absorbed"});
  EXPECT_EQ(last<Absorbed>(c).from, moment("2023-06-01 09:00"));
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  EXPECT_EQ(owner(c), "PD01");
}

TEST(Norms, Merge_ALaterCaseGivesTheTargetNoOtherStart) {
  Twice c;
  c.when(into("first")).then_types({"case.merged"});
  c.on("first");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.until("2023-06-09 00:00").then_types({"case.went_overdue", "case.supervised"});
  c.on("second").then_nothing();
}

TEST(Norms, Merge_TakenApartEachHasItsOwnStartAgain) {
  Twice c;
  c.on("first").when(into("second")).until("2023-06-06 09:00");
  c.when(Unmerge{"second", ""}).then_refused("reason_missing", "R16");
  c.when(Unmerge{"third", "两件事"}).then_refused("not_merged_into_that", "R16");
  c.when(Unmerge{"second", "两件事"}).then_types({"case.unmerged"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08") << "nothing was reset";
  c.on("second").then_types({"case.released"});
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-12");
}

TEST(Norms, Merge_AClockThatRestedRestsAgainWhenItIsTakenOut) {
  Twice c;
  c.on("third").when(at_the_window());
  c.when(Pause{PauseGround::outside_verification, "外省核实", Told::phone});
  c.until("2023-06-07 09:00").when(into("second")).until("2023-06-08 09:00");
  c.when(Unmerge{"second", "两件事"}).then_types({"case.unmerged"});
  EXPECT_EQ(clock_of(c), "paused");
  c.when(Resume{"已核实"});
  EXPECT_EQ(c.state().deadlines.paused_days, 3u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-15") << "all five days were left on the 8th";
}

TEST(Norms, Merge_OfThreeTheEarliestThatIsStillInsideCounts) {
  Twice c;
  c.until("2023-06-06 09:00").on("third").when(at_the_window());
  c.on("first").when(into("third")).on("second").when(into("third")).on("third");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
  c.on("first").when(Unmerge{"third", "两件事"}).on("third");
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-12") << "the start of the second";
}

TEST(Rules, R16_OnlyTheSamePersonsSameMatterAtTheSameStationIsMerged) {
  Twice c;
  c.when(Merge{"first", "", true}).then_refused("reason_missing", "R16");
  c.when(Merge{"first", "同一事项", false}).then_refused("same_person_missing", "R16");
  c.when(into("second")).then_refused("merge_into_itself", "R16");
  c.when(into("fourth")).then_refused("no_such_target", "R16");
  auto other = at_the_window();
  other.matter = "RK06";
  c.on("other").when(other).on("second").when(into("other"));
  c.then_refused("not_the_same_matter", "R16");
  auto elsewhere = at_the_window();
  elsewhere.station = "PD02";
  c.on("elsewhere").actor(kOtherStation).when(elsewhere);
  c.on("second").actor(kOfficer).when(into("elsewhere"));
  c.then_refused("not_the_same_station", "R16");
  c.on("first").when(an_explanation()).when(a_closing());
  c.on("second").when(into("first")).then_refused("target_not_open", "R16");
}

TEST(Norms, Merge_TwoNamesAreNotMergedOnATick) {
  Case c;
  auto one = at_the_window();
  one.name = words("张三");
  auto other = at_the_window();
  other.name = words("李四");
  c.on("first").actor(kOfficer).when(one).on("second").when(other);
  c.when(into("first")).then_refused("names_differ", "R16");
  auto shown = into("first");
  shown.identity = "户口簿，曾用名";
  c.when(shown).then_types({"case.merged"});
}

TEST(Norms, Merge_AConfidentialNameIsNotComparedAndNotMergedOnATick) {
  Case c;
  auto one = at_the_window();
  one.name = words("张三");
  auto other = one;
  other.confidential = true;
  c.on("first").actor(kOfficer).when(one).on("second").when(other);
  EXPECT_FALSE(c.state().intake.name) << "nothing is kept beside the name";
  c.when(into("first")).then_refused("names_differ", "R16");
}

TEST(Norms, Merge_AboveBothStationsTheirCasesAreMerged) {
  Case c;
  c.on("first").actor(kOfficer).when(at_the_window());
  auto elsewhere = at_the_window();
  elsewhere.station = "PD02";
  c.on("near").actor(kOtherStation).when(elsewhere);
  elsewhere.district = "HP";
  c.on("far").when(elsewhere);
  c.on("first").actor(kDistrict).when(into("far")).then_refused("not_the_same_district", "R16");
  c.on("near").when(into("first")).then_types({"case.merged"});
  c.on("first").actor(kSupervisor).when(into("far")).then_types({"case.merged"});
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
