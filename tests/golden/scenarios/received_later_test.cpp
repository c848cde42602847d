// What was received in time and recorded later is in time (R14, and the norms on referrals).
#include "tests/golden/scenarios/people.hpp"

namespace recourse::casework::complaint::scenarios {
namespace {

SupplementAll on(std::string_view received) {
  SupplementAll form;
  form.received_on = day(received);
  return form;
}

/// A notice until Friday, 9 June, with the clock at rest since the 1st.
struct Noticed : Case {
  Noticed() {
    auto form = a_notice({"1"});
    form.supplement_by = day("2023-06-09");
    actor(kOfficer).when(a_traffic_matter()).when(form);
    EXPECT_EQ(due(*this, DeadlineKind::supplement), "2023-06-09");
  }
};

TEST(Norms, Received_PapersThatCameInTimeUndoTheLapse) {
  Noticed c;
  c.until("2023-06-12 09:00");
  EXPECT_EQ(c.state().ending.outcome, Outcome::lapsed);
  c.when(on("2023-06-09")).then_types({"case.supplemented_all"});
  EXPECT_EQ(phase(c), "accepted");
  EXPECT_EQ(clock_of(c), "running");
  EXPECT_FALSE(c.state().ending.outcome || c.state().deadlines.rating);
  EXPECT_TRUE(c.state().work.outstanding.empty());
  // It rested to the 9th, and what was left runs from there: as if it had been recorded then.
  Noticed at_once;
  at_once.until("2023-06-09 23:30").when(SupplementAll{});
  EXPECT_EQ(due(c, DeadlineKind::resolution), due(at_once, DeadlineKind::resolution));
}

TEST(Norms, Received_PapersThatCameLaterUndoNothing) {
  Noticed c;
  c.until("2023-06-13 09:00");
  c.when(SupplementAll{}).then_refused("received_on_missing", "R14");
  c.when(on("2023-06-12")).then_refused("received_after_the_limit", "R14");
  c.when(on("2023-05-31")).then_refused("papers_received_out_of_range", "R14");
  c.when(on("2023-06-14")).then_refused("papers_received_out_of_range", "R14");
  Case closed;
  closed.actor(kOfficer).when(at_the_window()).when(an_explanation()).when(a_closing());
  closed.when(on("2023-06-01")).then_refused("nothing_lapsed", "R14");
}

TEST(Norms, Received_APromiseThatWasKeptIsKept) {
  Case c;
  c.actor(kOfficer).when(at_the_window()).when(a_promise("2023-06-06"));
  c.until("2023-06-07 09:00");
  EXPECT_EQ(c.state().ending.outcome, Outcome::lapsed);
  c.when(on("2023-06-06")).then_types({"case.supplemented_all"});
  EXPECT_EQ(phase(c), "expedited");
  EXPECT_EQ(clock_of(c), "running");
}

TEST(Norms, Received_NothingCameBeforeItWasAskedFor) {
  Case c;
  c.actor(kOfficer).when(a_traffic_matter()).until("2023-06-05 10:00").when(a_notice({"1"}));
  c.until("2023-06-07 10:00");
  c.when(on("2023-06-02")).then_refused("papers_received_out_of_range", "R14");
  c.when(on("2023-06-05")).then_types({"case.supplemented_all"});
}

TEST(Norms, Received_ARestEndsOnTheDayOnWhichItCame) {
  Noticed c;
  c.until("2023-06-08 10:00").when(on("2023-06-05"));
  Noticed then;
  then.until("2023-06-05 23:30").when(SupplementAll{});
  EXPECT_EQ(due(c, DeadlineKind::resolution), due(then, DeadlineKind::resolution));
}

TEST(Norms, Received_ABodyThatHadConfirmedWasNotSilent) {
  const auto confirmed = [](std::string_view received) {
    return ConfirmReferral{"王科长", day(received), Told::phone};
  };
  Case c;
  c.actor(kOfficer).when(a_report());
  c.actor(kOtherBody).when(confirmed("2023-06-01"));
  c.then_refused("not_allowed_in_phase", "lifecycle");
  c.actor(kOfficer).when(Refer{ReferKind::other_body, "区房管局", "属房管"});
  c.until("2023-06-09 09:00");
  EXPECT_TRUE(last<ReferralRefused>(c).silent);
  EXPECT_TRUE(c.state().deadlines.overdue);
  c.actor(kOtherBody).when(confirmed("2023-06-09"));
  c.then_refused("received_after_the_limit", "R14");
  c.when(confirmed("2023-06-08")).then_types({"case.referral_confirmed"});
  EXPECT_EQ(c.state().ending.outcome, Outcome::referred);
  EXPECT_EQ(c.state().ending.on_time, true);
  EXPECT_FALSE(c.state().deadlines.overdue);
}

TEST(Norms, Received_ANewRoundKnowsNoSilenceOfTheOneBefore) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.when(Refer{ReferKind::other_body, "区房管局", "属房管"}).until("2023-06-09 09:00");
  c.actor(kCitizen).when(Withdraw{WithdrawProof::code, "Q-1", ""}).when(Reopen{"仍未解决", true});
  EXPECT_EQ(phase(c), "accepted");
  c.actor(kOtherBody).when(ConfirmReferral{"王科长", day("2023-06-08"), Told::phone});
  c.then_refused("nothing_referred", "referral");
}

TEST(Norms, Received_WhatTheStationTookUpAgainIsItsOwn) {
  Case c;
  c.actor(kOfficer).when(at_the_window());
  c.actor(kSupervisor).when(ConfirmReferral{"王科长", day("2023-06-01"), Told::phone});
  c.then_refused("nothing_referred", "referral");
  c.actor(kOfficer).when(Refer{ReferKind::other_body, "区房管局", "属房管"});
  c.until("2023-06-09 09:00").when(an_explanation());
  c.actor(kOtherBody).when(ConfirmReferral{"王科长", day("2023-06-08"), Told::phone});
  c.then_refused("not_allowed_in_phase", "lifecycle");
}

}  // namespace
}  // namespace recourse::casework::complaint::scenarios
