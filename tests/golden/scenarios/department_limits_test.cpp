// A department's limit: it rests with the clock, leaves the station its days, and comes back (R15).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct Escalated : Case {
  Escalated() { actor(kOfficer).when(at_the_window()).when(an_escalation()); }
};
const Pause kVerification{PauseGround::outside_verification, "外省核实", Told::phone};

TEST(Rules, R15_TheDepartmentsDaysRestWhileFactsAreAtTheStationWhichHasALimitOfItsOwn) {
  Escalated c;
  c.until("2023-06-05 09:00").actor(kDistrict).when(ReturnForFacts{{"档案"}});
  EXPECT_EQ(due(c, DeadlineKind::answer), "none");
  EXPECT_EQ(due(c, DeadlineKind::facts), "2023-06-07");
  c.until("2023-06-08 00:00").then_types({"case.limit_missed", "case.supervised"});
  EXPECT_EQ(last<Supervised>(c).cause, SupervisionCause::facts_missed);
  EXPECT_EQ(last<Supervised>(c).unit, "PD01");
  c.until("2023-06-09 09:00").actor(kOfficer).when(SupplyFactsDistrict{words("附件")});
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-14") << "three days were left on the fifth";
  EXPECT_EQ(due(c, DeadlineKind::facts), "none");
}

TEST(Rules, R15_TheStationsReserveIsLeftToIt) {
  Escalated c;
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-25");
  c.until("2023-06-08 09:00").actor(kDistrict).when(ForwardToCity{"建议更正", ""});
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-15");
  Escalated late;
  late.until("2023-06-16 09:00").actor(kDistrict).when(ForwardToCity{"建议更正", ""});
  EXPECT_EQ(due(late, DeadlineKind::answer), "2023-06-19")
      << "the 20th, 21st and 25th are the station's";
}

TEST(Rules, R15_TheDepartmentsDaysRestWithTheClock) {
  Escalated c;
  c.until("2023-06-05 09:00").actor(kOfficer).when(kVerification).then_types({"case.paused"});
  EXPECT_EQ(due(c, DeadlineKind::answer), "none");
  c.until("2023-06-12 09:00").when(Resume{"已回函"}).then_types({"case.resumed"});
  EXPECT_EQ(due(c, DeadlineKind::answer), "2023-06-15") << "three days were left";
  c.until("2023-06-16 00:00").then_types({"case.limit_missed", "case.supervised"});
}

TEST(Norms, Pauses_ADepartmentPausesItsOwnPartOnly) {
  Escalated c;
  c.until("2023-06-05 09:00").actor(kDistrict).when(ForwardToCity{"建议更正", ""});
  c.when(kVerification).then_refused("not_your_part", "pauses");
  c.actor(kCity).when(kVerification).then_types({"case.paused"});
  EXPECT_EQ(last<Paused>(c).unit, "city.RK");
  c.actor(kDistrict).when(Resume{"续办"}).then_refused("not_your_part", "pauses");
  c.until("2023-06-07 09:00").actor(kCity).when(an_answer());
  c.then_types({"case.resumed", "case.department_answered"});
  EXPECT_EQ(clock_of(c), "running") << "its part is over, and its rest with it";
  c.when(kVerification).then_refused("not_your_part", "pauses");
  c.actor(kOfficer).when(kVerification).then_types({"case.paused"});
}

TEST(Rules, R15_AnAnswerOfTheCityThatCannotBeCarriedOutGoesBackToTheCity) {
  Escalated c;
  c.actor(kDistrict).when(ForwardToCity{"建议更正", ""}).actor(kCity).when(an_answer());
  c.actor(kOfficer).when(ReturnAnswer{"系统不支持"}).then_types({"case.could_not_apply"});
  EXPECT_EQ(phase(c), "escalated_city");
  EXPECT_EQ(owner(c), "city.RK");
  c.actor(kDistrict).when(an_answer()).then_refused("not_your_role", "authority");
  c.actor(kCity).when(an_answer()).then_types({"case.department_answered"});
  EXPECT_EQ(owner(c), "PD01");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
