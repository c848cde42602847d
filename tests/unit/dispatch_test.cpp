// The dispatch catalogue (R41): proposals from rulings, versions, who decides them and until when.
#include <gtest/gtest.h>

#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/casework/dispatch/refusals.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>

namespace recourse::casework::dispatch {
namespace {

using Scenario = test::Scenario<DispatchDecider>;

constexpr const char* kSupervisor = "supervisor:v1@city.ZA";
constexpr const char* kOther = "supervisor:v2@city.ZA";
constexpr const char* kCity = "city_officer:m1@city.RK";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Timestamp end(std::string_view date) { return end_of(day(date), kShanghaiOffset); }

Propose a_proposal() {
  return {.from_case = "PD01-1", .matter = "RK01", .line = Line::public_order, .reason = "裁定"};
}

struct DispatchTest : testing::Test {
  DispatchTest() { one.zone(kShanghaiOffset).at("2026-03-02 09:00").on("catalogue"); }
  Scenario one{DispatchDecider{}, test::to_gtest()};
};

TEST_F(DispatchTest, WhatIsAdoptedIsTheNextVersion) {
  one.actor(kCity).when(a_proposal());
  one.then(Proposed{1,
                    "m1",
                    "case/PD01-1",
                    {"RK01", Line::public_order, Competence::station},
                    "裁定",
                    Due{end("2026-03-16"), false, day("2026-03-02"), 10}});
  EXPECT_EQ(catalogue_of(one.state()).version(), 0U) << "a proposal changes nothing";
  one.actor(kSupervisor).when(Adopt{1});
  one.then(Adopted{1, "v1", 1, {"RK01", Line::public_order, Competence::station}});
  auto now = catalogue_of(one.state());
  EXPECT_EQ(now.version(), 1U);
  EXPECT_EQ(now.line("RK01", Line::population), Line::public_order);
  EXPECT_EQ(now.line("RK02", Line::population), Line::population);
  EXPECT_EQ(now.competence("RK02"), Competence::station);

  // The line stays where only the level changes.
  one.actor(kCity).when(Propose{.from_case = "case/PD01-2",
                                .matter = "RK01",
                                .competence = Competence::city,
                                .reason = "疑难"});
  one.actor(kSupervisor).when(Adopt{2});
  one.then(Adopted{2, "v1", 2, {"RK01", Line::public_order, Competence::city}});
  EXPECT_EQ(one.state().entries.size(), 1U);
  EXPECT_EQ(find_proposal(one.state(), 2)->version, 2U);
  EXPECT_EQ(find_proposal(one.state(), 3), nullptr);
}

TEST_F(DispatchTest, AProposalSaysWhatChangesAndFromWhichRuling) {
  auto c = a_proposal();
  c.from_case = " ";
  one.actor(kCity).when(c).then_refused("from_case_missing", "R41");
  c.from_case = "liaison/x";
  one.when(c).then_refused("no_case", "R41");
  c = a_proposal();
  c.matter = "??";
  one.when(c).then_refused("unknown_matter", "R41");
  c = a_proposal();
  c.line = Line::other;
  one.when(c).then_refused("line_without_department", "R41");
  c.line = Line::population;
  one.when(c).then_refused("nothing_changes", "R41");
  c = a_proposal();
  c.reason = "";
  one.when(c).then_refused("reason_missing", "R41");
  one.when(a_proposal());
  one.when(a_proposal()).then_refused("proposal_open", "R41");
}

TEST_F(DispatchTest, ASupervisorDecidesWhoDidNotProposeIt) {
  one.actor(kSupervisor).when(a_proposal());
  one.when(Adopt{1}).then_refused("own_proposal", "R41");
  one.when(Reject{1, "x"}).then_refused("own_proposal", "R41");
  one.actor(kCity).when(Adopt{1}).then_refused("not_your_role", "R41");
  one.when(Withdraw{1, "x"}).then_refused("not_your_proposal", "R41");
  one.actor("citizen:c1").when(a_proposal()).then_refused("not_your_role", "R41");
  one.actor("supervisor:").when(Adopt{1}).then_refused("no_actor", "authority");
  one.actor(kOther).when(Adopt{2}).then_refused("no_such_proposal", "R41");
  one.when(Reject{1, ""}).then_refused("reason_missing", "R41");
  one.when(Reject{1, "个案"}).then(Rejected{1, "v2", "个案"});
  one.when(Adopt{1}).then_refused("decided", "R41");
  EXPECT_EQ(one.state().version, 0U);
}

TEST_F(DispatchTest, WhoRuledInTheCaseDoesNotAdoptWhatComesOfIt) {
  auto c = a_proposal();
  c.ruled_by = "v1";
  one.actor("timer:timer").when(c);
  one.then(Proposed{1,
                    "timer",
                    "case/PD01-1",
                    {"RK01", Line::public_order, Competence::station},
                    "裁定",
                    Due{end("2026-03-16"), false, day("2026-03-02"), 10},
                    "v1"});
  EXPECT_EQ(one.state().proposals[0].ruled_by, "v1");
  one.actor(kSupervisor).when(Adopt{1}).then_refused("own_ruling", "R41");
  one.when(Reject{1, "x"}).then_refused("own_ruling", "R41");
  one.actor(kOther).when(Adopt{1});
  one.then(Adopted{1, "v2", 1, {"RK01", Line::public_order, Competence::station}});
}

TEST_F(DispatchTest, OnesOwnProposalIsWithdrawnForAReason) {
  one.actor(kCity).when(a_proposal());
  one.when(Withdraw{1, ""}).then_refused("reason_missing", "R41");
  one.when(Withdraw{1, "重复"}).then(Withdrawn{1, "m1", "重复"});
  EXPECT_EQ(one.state().proposals[0].status, ProposalStatus::withdrawn);
}

TEST_F(DispatchTest, AProposalThatNobodyDecidesIsLateAndStaysADuty) {
  one.actor(kCity).when(a_proposal());
  const DispatchDecider decider;
  ASSERT_EQ(decider.duties(one.state()).size(), 1U);
  EXPECT_EQ(decider.duties(one.state())[0].unit, "city.ZA");
  one.actor("timer:timer").when(MissDecision{1}).then_refused("not_due_yet", "timers");
  auto later = a_proposal();
  later.matter = "RK02";
  one.at("2026-03-03 09:00").actor(kCity).when(later);
  one.until("2026-03-17 09:00").then(DecisionMissed{1});
  EXPECT_TRUE(one.state().proposals[0].late);
  ASSERT_EQ(decider.timers(one.state()).size(), 1U) << "of the later one";
  one.until("2026-03-18 09:00").then(DecisionMissed{2});
  EXPECT_TRUE(decider.timers(one.state()).empty()) << "each fires once";
  EXPECT_EQ(decider.duties(one.state()).size(), 2U);
  const auto declined = decider.timer_declined({.name = "decide"}, {});
  EXPECT_EQ(std::get<LimitDeclined>(declined).limit, "decide");
}

TEST_F(DispatchTest, StaffSeeItAndCitizensDoNot) {
  const DispatchDecider decider;
  EXPECT_TRUE(decider.sees({}, {core::Actor::parse("window_officer:w1@PD01")}).any);
  EXPECT_FALSE(decider.sees({}, {core::Actor::parse("citizen:c1")}).any);
  EXPECT_FALSE(decider.sees({}, {core::Actor::parse("receiver:r1@x")}).any);
}

}  // namespace
}  // namespace recourse::casework::dispatch
