// What the citizen says of service and result, and that a review takes nothing away from it (R17).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

struct Answered : Case {
  Answered() { actor(kOfficer).when(at_the_window()).when(an_explanation()).when(a_closing()); }
};

TEST(Rules, R17_ABadGradeForTheServiceIsABadRating) {
  Answered c;
  auto rating = a_rating(Grade::satisfied);
  rating.service = Grade::very_dissatisfied;
  c.actor(kCitizen).when(rating).then_types({"case.rated"});
  EXPECT_TRUE(last<Rated>(c).follow_up);
  EXPECT_EQ(follow_up(c), "contact_due");
  Answered policy;
  (rating = a_rating(Grade::satisfied)).policy = Grade::very_dissatisfied;
  policy.actor(kCitizen).when(rating);
  EXPECT_EQ(follow_up(policy), "none") << "a policy that is disliked is no bad service";
}

TEST(Rules, R17_AskingForAReviewBeforeRatingDoesNotTakeTheRightToRate) {
  Answered during;
  during.actor(kCitizen).when(RequestReview1{words("不服")}).when(a_rating(Grade::dissatisfied));
  during.then_types({"case.rated"});
  EXPECT_EQ(phase(during), "review_1");
  EXPECT_EQ(follow_up(during), "contact_due");
  during.when(a_rating(Grade::satisfied)).then_refused("rated_already", "R17");

  Answered after;
  after.actor(kCitizen).when(RequestReview1{words("不服")}).until("2023-06-27 10:00");
  after.actor(kDistrictToo).when(UpholdOnReview{"依据充分", "行政复议", Told::letter});
  EXPECT_EQ(phase(after), "archived");
  EXPECT_EQ(due(after, DeadlineKind::rating), "2023-07-12");
  after.actor(kCitizen).when(a_rating(Grade::satisfied)).then_types({"case.rated"});
  EXPECT_EQ(phase(after), "archived");
  EXPECT_EQ(after.state().ending.rating, Grade::satisfied);

  Answered never;
  never.actor(kCitizen).when(RequestReview1{words("不服")});
  never.actor(kDistrictToo).when(UpholdOnReview{"依据充分", "行政复议", Told::letter});
  never.until("2023-06-17 00:00").then_types({"case.rating_ended"});
  never.actor(kCitizen).when(a_rating(Grade::satisfied)).then_refused("rating_over", "R17");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
