// What the register of replies and the liaisons learn from cases, on one log.
#include <gtest/gtest.h>

#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/replies/views/replies_view.hpp>
#include <recourse/office.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;
using casework::complaint::testing::a_report;
using casework::complaint::testing::day;
using casework::complaint::testing::personal;
using casework::complaint::testing::Scene;
namespace replies = casework::replies;
namespace liaison = casework::liaison;

constexpr const char* kOfficer = "window_officer:w1@PD01";

class OfficeReplies : public ::testing::Test {
 protected:
  OfficeReplies() { office->engine().react().value(); }  // from here on

  static StreamId case_of(std::string_view key) { return StreamId::of("case", key).value(); }
  void handle(std::string_view key, const Command& command, std::string_view actor = kOfficer) {
    const auto outcome =
        office->handle(case_of(key), command, office->context(core::Actor::parse(actor))).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  template <class D>
  void give(std::string_view key, std::string_view actor, const typename D::Command& command) {
    const auto& port = *office->engine().workflow(D::kKind);
    const auto outcome = office
                             ->handle_any(port, StreamId::of(D::kKind, key).value(), &command,
                                          office->context(core::Actor::parse(actor)))
                             .value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  template <class D>
  typename D::State state(std::string_view key) const {
    const auto found = office->engine()
                           .workflow(D::kKind)
                           ->find_any(StreamId::of(D::kKind, key).value(), Version{~0ULL})
                           .value();
    return *static_cast<const typename D::State*>(found.state.get());
  }
  void publish(std::string_view key, std::string wording, std::string reason = "D1") {
    using D = replies::RepliesDecider;
    const std::string city = "city_officer:m";
    give<D>(key, city + "1@city.RK",
            replies::Draft{.matter = "RK10",
                           .reason = std::move(reason),
                           .wording = std::move(wording),
                           .basis = "内部掌握：由所领导审批。"});
    give<D>(key, city + "1@city.RK", replies::Submit{});
    give<D>(key, city + "2@city.RK", replies::PassReview{});
    give<D>(key, city + "3@city.RK", replies::Approve{});
    give<D>(key, city + "3@city.RK", replies::Publish{});
  }
  void explained(std::string_view key, std::string reply) {
    handle(key, a_report());
    handle(key, Accept{.present = true});
    handle(key, RouteExplain{.standard_reply = std::move(reply)});
  }
  std::vector<core::RefusedIntent> refused(std::string_view reaction) const {
    return core::refused_intents(office->store().tables(), reaction, 10).value();
  }

  ManualClock clock{parse_timestamp("2026-03-02T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(OfficeReplies, ACaseThatCitesAReplyIsAUseOfItAndItsRatingIsCounted) {  // R22, R17
  publish("KJ-0001", "请带原件。");
  explained("A", "KJ-0001");
  auto closing = Scene::a_closing();
  closing.standard_reply = "replies/KJ-0001";
  handle("A", closing);
  handle("A", Rate{.way = RatingWay::tablet, .grade = Grade::satisfied}, "citizen:c1");
  office->engine().react().value();
  const auto reply = state<replies::RepliesDecider>("KJ-0001");
  EXPECT_EQ(reply.uses, 1u) << "explained and closed by it: one use";
  ASSERT_EQ(reply.citing.size(), 1u);
  EXPECT_EQ(reply.citing[0].cited_in, "case/A");
  EXPECT_EQ(reply.ratings, (std::vector<replies::GradeCount>{{Grade::satisfied, 1}}));
  office->engine().react().value();
  EXPECT_EQ(state<replies::RepliesDecider>("KJ-0001").uses, 1u) << "once, however often it looks";
}

TEST_F(OfficeReplies, AWithdrawnReplyListsTheCasesToBeLookedAtAgain) {  // R22
  publish("KJ-0001", "请带原件。");
  explained("A", "KJ-0001");
  office->engine().react().value();
  give<replies::RepliesDecider>("KJ-0001", "supervisor:v1", replies::Withdraw{"与新规不符"});
  const auto reply = state<replies::RepliesDecider>("KJ-0001");
  ASSERT_EQ(reply.look_again.size(), 1u);
  EXPECT_EQ(reply.look_again[0].cited_in, "case/A");
  explained("B", "KJ-0001");
  office->engine().react().value();
  EXPECT_EQ(state<replies::RepliesDecider>("KJ-0001").look_again.size(), 2u)
      << "whoever cites it afterwards too";
}

TEST_F(OfficeReplies, WhatIsNoKeyIsLeftAloneAndAnUnknownReplyIsToldOf) {  // R22
  explained("A", "口径 三");
  explained("B", "case/A");
  explained("C", "KJ-4711");
  office->engine().react().value();
  const auto no = refused("reply_uses");
  ASSERT_EQ(no.size(), 1u);
  EXPECT_EQ(no[0].stream, "replies/KJ-4711");
  EXPECT_EQ(no[0].refusal, "not_now");
}

TEST_F(OfficeReplies, WhatHoldsForAMatterIsFound) {  // R22
  publish("KJ-0001", "请带原件。");
  publish("KJ-0002", "什么原因都这样说。", "");
  const auto find = [&](std::string matter, std::string reason = {}, std::string bureau = {},
                        std::string_view on = "2026-03-02") {
    const auto head = office->store().head().value();
    const auto rows = office->engine().rows(replies::RepliesView::kName, head).value();
    std::vector<std::string> keys;
    for (const auto& one : replies::find_replies(*rows, {std::move(matter), std::move(reason),
                                                         std::move(bureau), day(on)})
                               .value()) {
      keys.push_back(one.key);
    }
    return keys;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(find("RK10"), (Keys{"KJ-0001", "KJ-0002"})) << "the nearer one first";
  EXPECT_EQ(find("RK10", "D1"), (Keys{"KJ-0001", "KJ-0002"}));
  EXPECT_EQ(find("RK10", "M1"), Keys{"KJ-0002"});
  EXPECT_EQ(find("RK10", "", "PD"), (Keys{"KJ-0001", "KJ-0002"})) << "the city's holds there";
  EXPECT_EQ(find("RK1"), Keys{}) << "no prefix of a code is one";
  EXPECT_EQ(find("RK10", "", "", "2026-03-01"), Keys{});
  give<replies::RepliesDecider>("KJ-0001", "supervisor:v1", replies::Withdraw{"有误"});
  EXPECT_EQ(find("RK10"), Keys{"KJ-0002"});
}

TEST_F(OfficeReplies, ADifficultCaseGoesToTheLiaisonOfItsLineAndStation) {  // R21
  give<liaison::LiaisonDecider>("population.PD01", "district_officer:d1@PD.RK",
                                liaison::Appoint{"x1", "x2"});
  handle("A", a_report());
  handle("A", Accept{.present = true});
  handle("A", Scene::an_escalation());
  office->engine().react().value();
  const auto post = state<liaison::LiaisonDecider>("population.PD01");
  ASSERT_EQ(post.matters.size(), 1u);
  EXPECT_EQ(post.matters[0].from_case, "case/A");
  EXPECT_EQ(post.matters[0].matter, "RK10");
  EXPECT_EQ(post.matters[0].what.find("身份信息"), std::string::npos)
      << "what the citizen asks stays in the case";
  EXPECT_TRUE(refused("difficult_matters").empty());
}

TEST_F(OfficeReplies, ACaseThatIsFoundDifficultGoesThereOnce) {  // R21
  give<liaison::LiaisonDecider>("population.PD01", "district_officer:d1@PD.RK",
                                liaison::Appoint{"x1", "x2"});
  handle("A", a_report());
  handle("A", Accept{.present = true});
  handle("A", SetDifficult{.reason = "原始档案缺失"}, "counter_lead:l1@PD01");
  handle("A", Scene::an_escalation());
  office->engine().react().value();
  const auto post = state<liaison::LiaisonDecider>("population.PD01");
  ASSERT_EQ(post.matters.size(), 1u);
  EXPECT_EQ(post.matters[0].what, "定为疑难：原始档案缺失");
}

TEST_F(OfficeReplies, WhereThereIsNoLiaisonNothingIsCollected) {  // R21
  handle("A", a_report());
  handle("A", Accept{.present = true});
  handle("A", Scene::an_escalation());
  const auto before = office->store().head().value();
  office->engine().react().value();
  EXPECT_EQ(office->store().head().value(), before);
  EXPECT_TRUE(refused("difficult_matters").empty());
}

}  // namespace
}  // namespace recourse
