// Reviews: asked for by the citizen, decided above and by somebody uninvolved.
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

const UpholdOnReview kUphold{"依据充分", "可申请行政复议", Told::letter};

/// Answered by d1 of the district and by m1 of the city, closed as not possible by law.
struct Refused : Case {
  Refused() {
    actor(kOfficer).when(at_the_window()).when(an_escalation());
    actor(kDistrict).when(ForwardToCity{.opinion = "依法不能办"});
    actor(kCity).when(an_answer(AnswerKind::cannot_by_law));
    actor(kDistrict).when(Retriage{"退回答复"});
    actor(kOfficer).when(an_escalation()).actor(kDistrict);
    when(an_answer(AnswerKind::cannot_by_law));
    actor(kOfficer).when(a_closing(Outcome::cannot_by_law));
  }
};

TEST(Norms, Review_IsDoneBySomebodyUninvolvedOfTheBureauThatHasIt) {
  Refused c;
  c.actor(kLead).when(RequestReview1{words("不服")}).then_refused("not_your_role", "authority");
  c.actor(kCitizen).when(RequestReview1{words("不服")}).then_types({"case.review_requested_1"});
  EXPECT_EQ(owner(c), "PD.RK");
  EXPECT_EQ(due(c, DeadlineKind::review), "2023-07-03");
  c.actor(kChief).when(kUphold).then_refused("not_your_role", "authority");
  c.actor(kDistrict).when(kUphold).then_refused("reviewer_is_involved", "review");
  c.actor("district_officer:y1@XH.RK").when(kUphold);
  c.then_refused("not_your_department", "R16");
  c.actor(kDistrictToo).when(kUphold).then_types({"case.review_upheld"});
  c.actor(kCitizen).when(RequestReview2{words("仍不服")});
  c.actor(kCity).when(kUphold).then_refused("reviewer_is_involved", "review");
  c.actor(kCityToo).when(kUphold).then_types({"case.review_upheld"});
  c.actor(kCitizen).when(RequestReview2{words("还不服")}).then_refused("review_2_used", "review");
}

TEST(Norms, Review_StagesComeInOrderAndEndWithTheRemedyByLaw) {
  Refused c;
  c.actor(kCitizen).until("2023-06-17 00:00").when(RequestReview2{words("不服")});
  c.then_refused("review_1_first", "review");
  c.when(RequestReview1{words("不服")}).actor(kDistrictToo);
  c.when(UpholdOnReview{"", "行政复议", Told::letter}).then_refused("reason_missing", "review");
  c.when(UpholdOnReview{"充分", "", Told::letter}).then_refused("remedy_missing", "review");
  c.when(UpholdOnReview{"充分", "行政复议", {}}).then_refused("told_missing", "review");
  c.when(kUphold).actor(kCitizen).when(RequestReview1{words("再来")});
  c.then_refused("review_1_used", "review");
}

TEST(Norms, Review_OverturnedItIsDoneAgainByTheStation) {
  Refused c;
  c.actor(kCitizen).when(RequestReview1{words("不服")}).actor(kDistrictToo);
  c.when(OverturnOnReview{"适用有误", ""}).then_refused("must_change_missing", "review");
  c.when(OverturnOnReview{"适用有误", "按新规办理"}).then_types({"case.review_overturned"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(owner(c), "PD01");
  EXPECT_EQ(c.state().ending.rounds, 2u);
  EXPECT_EQ(due(c, DeadlineKind::resolution), "2023-06-08");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
