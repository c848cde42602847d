// The standard replies (R22): how a version comes about, holds and ends; who may; what is owed.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <recourse/casework/replies/difference.hpp>
#include <recourse/casework/replies/refusals.hpp>
#include <recourse/casework/replies/views/replies_view.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <set>

#include "casework/replies/basis_check.hpp"

namespace recourse::casework::replies {
namespace {

using Scenario = test::Scenario<RepliesDecider>;

constexpr const char* kAuthor = "city_officer:m1@city.RK";
constexpr const char* kReviewer = "city_officer:m2@city.RK";
constexpr const char* kApprover = "city_officer:m3@city.RK";
constexpr const char* kDistrict = "district_officer:d1@PD.RK";
constexpr const char* kForeign = "city_officer:m9@city.ZA";
constexpr const char* kLiaison = "liaison:x1@city.RK";
constexpr const char* kOfficer = "window_officer:w1@PD01";
constexpr const char* kSupervisor = "supervisor:v1";
constexpr const char* kCitizen = "citizen:c1";
constexpr const char* kTimer = "timer:timer";

constexpr const char* kWording = "请带《出生医学证明》原件。当日办结。";
constexpr const char* kBasis = "内部掌握：超过一年未申报的，由所领导审批后办理。";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Timestamp end(std::string_view date) { return end_of(day(date), kShanghaiOffset); }

Draft a_draft() {
  return {.matter = "RK01",
          .reason = "M1",
          .wording = kWording,
          .basis = kBasis,
          .valid_until = day("2026-06-30")};
}

/// Monday, 2 March 2026, nine in the morning.
struct RepliesTest : testing::Test {
  RepliesTest() { replies.zone(kShanghaiOffset).at("2026-03-02 09:00").on("KJ-0001"); }

  /// What was drafted goes all the way.
  void publish(std::string replaces = {}) {
    replies.actor(kAuthor).when(Submit{});
    replies.actor(kReviewer).when(PassReview{});
    replies.actor(kApprover).when(Approve{}).when(Publish{std::move(replaces)});
  }
  void publish_one(Draft draft = a_draft()) {
    replies.actor(kAuthor).when(std::move(draft));
    publish();
  }
  void use(std::string cited_in, std::uint32_t version = 0) {
    replies.actor(kTimer).when(NoteUse{std::move(cited_in), Position{7}, version});
  }
  const State& state() const { return replies.state(); }

  Scenario replies{RepliesDecider{}, test::to_gtest()};
};

std::vector<std::string> duty_names(const State& state) {
  std::vector<std::string> names;
  for (const auto& duty : RepliesDecider{}.duties(state)) names.emplace_back(duty.name);
  return names;
}
using Names = std::vector<std::string>;

// --- a version comes about -----------------------------------------------------------------------

TEST_F(RepliesTest, AVersionIsDraftedReviewedApprovedAndPublished) {  // R22
  replies.actor(kAuthor).when(a_draft()).then_types({"replies.drafted"});
  EXPECT_EQ(state().draft.number, 1u);
  EXPECT_EQ(state().line, Line::population);
  EXPECT_EQ(state().unit, "city.RK");
  replies.then_timer("step", "2026-03-16 23:59:59.999");
  replies.when(Submit{}).then_types({"replies.submitted"});
  replies.actor(kReviewer).when(PassReview{"无"}).then_types({"replies.review_passed"});
  replies.actor(kApprover).when(Approve{}).then_types({"replies.approved"});
  EXPECT_EQ(valid_on(state(), day("2026-03-02")), nullptr) << "approved is not published";
  replies.when(Publish{}).then_types({"replies.published"});
  ASSERT_NE(valid_on(state(), day("2026-03-02")), nullptr);
  const auto& version = *valid_on(state(), day("2026-03-02"));
  EXPECT_EQ(version.wording, kWording);
  EXPECT_EQ(version.authors, Names{"m1"});
  EXPECT_EQ(version.reviewer, "m2");
  EXPECT_EQ(version.approver, "m3");
  EXPECT_EQ(valid_on(state(), day("2026-03-01")), nullptr) << "it holds from its publication";
  EXPECT_NE(valid_on(state(), day("2026-06-30")), nullptr) << "the last day is one of it";
  EXPECT_EQ(valid_on(state(), day("2026-07-01")), nullptr);
  EXPECT_EQ(state().drafting, Drafting::none);
  EXPECT_EQ(state().standing, Standing::published);
}

TEST_F(RepliesTest, AFrequentMatterIsProposedAndThenDrafted) {  // R22
  const Propose proposal{.matter = "RK01",
                         .reason = "M1",
                         .unit = "PD.RK",
                         .found_by = "月度分析",
                         .cases = 17,
                         .from = day("2026-02-01"),
                         .to = day("2026-02-28")};
  replies.actor(kOfficer).when(proposal);
  const Due due{end("2026-03-16"), false, day("2026-03-02"), 10};
  replies.then(Proposed{"w1", Line::population, "RK01", "M1", "PD.RK", "月度分析", 17,
                        day("2026-02-01"), day("2026-02-28"), due});
  EXPECT_EQ(duty_names(state()), Names{"draft_reply"});
  replies.actor(kAuthor).when(Draft{.wording = "w。", .basis = kBasis});
  replies.then_refused("not_your_line", "R22");
  replies.actor(kDistrict).when(Draft{.wording = "w。", .basis = kBasis});
  replies.then_types({"replies.drafted"});
  EXPECT_EQ(state().matter, "RK01") << "nothing is typed twice";
}

// R41: who drafts for a matter, and is asked to, is the department that rulings send it to.
TEST(RepliesDispatch, AReplyIsDraftedByTheLineThatItsMatterIsSentTo) {
  const auto dispatch = std::make_shared<CurrentDispatch>();
  RepliesDecider rules;
  rules.current_dispatch = dispatch;
  Scenario one{rules, test::to_gtest()};
  one.zone(kShanghaiOffset).on("RK01").at("2026-03-02 09:00");
  dispatch->publish(
      dispatch->current().with(1, {"RK01", Line::public_order, Competence::district}));
  const Propose proposal{
      .matter = "RK01", .cases = 17, .from = day("2026-02-01"), .to = day("2026-02-28")};
  auto elsewhere = proposal;
  elsewhere.unit = "PD.RK";
  one.actor(kOfficer).when(elsewhere).then_refused("no_such_department");
  one.when(proposal).then_types({"replies.proposed"});
  EXPECT_EQ(one.state().line, Line::public_order);
  EXPECT_EQ(one.state().unit, "city.ZA");
  one.on("RK01-2").actor(kAuthor).when(a_draft()).then_refused("not_your_line", "R22");
  one.actor("city_officer:z1@city.ZA").when(a_draft()).then_types({"replies.drafted"});
  EXPECT_EQ(one.state().line, Line::public_order);
}

TEST_F(RepliesTest, AuthorReviewerAndApproverAreDifferentPersons) {  // R22
  replies.actor(kAuthor).when(a_draft());
  replies.actor(kReviewer).when(Draft{.wording = "请带原件。"});
  replies.actor(kAuthor).when(Submit{});
  for (const auto* author : {kAuthor, kReviewer}) {
    replies.actor(author).when(PassReview{}).then_refused("same_person", "R22");
    replies.when(SendBack{"x"}).then_refused("same_person", "R22");
  }
  replies.actor(kApprover).when(PassReview{});
  replies.when(Approve{}).then_refused("same_person", "R22");
  replies.actor(kAuthor).when(Approve{}).then_refused("same_person", "R22");
  replies.actor("city_officer:m4@city.RK").when(Approve{}).then_types({"replies.approved"});
}

TEST_F(RepliesTest, WhatIsSentBackSaysWhatIsWrongAndGoesThroughReviewAgain) {  // R22
  replies.actor(kAuthor).when(a_draft()).when(Submit{});
  replies.actor(kReviewer).when(SendBack{"  "}).then_refused("wrong_missing");
  replies.when(SendBack{"时限有误"}).then_types({"replies.sent_back"});
  EXPECT_EQ(state().draft.wrong, "时限有误");
  EXPECT_EQ(state().drafting, Drafting::draft);
  replies.actor(kAuthor).when(Draft{.wording = "请带原件。三日内办结。"});
  EXPECT_EQ(state().draft.wrong, "");
  replies.when(Submit{});
  replies.actor(kReviewer).when(PassReview{});
  replies.actor(kApprover).when(SendBack{"仍有误"}).then_types({"replies.sent_back"});
  EXPECT_EQ(state().draft.reviewer, "") << "the review counts for the text that was reviewed";
}

TEST_F(RepliesTest, WhatWasNeverPublishedMayBecomeAReplyForSomethingElse) {
  replies.actor(kAuthor).when(a_draft());
  replies.when(Draft{.matter = "RK02"}).then_refused("matter_fixed", "R22");
  replies.when(Draft{.reason = "M2"}).then_refused("matter_fixed", "R22");
  replies.when(Abandon{"事项有误"}).then_types({"replies.abandoned"});
  EXPECT_TRUE(duty_names(state()).empty());
  replies.when(Draft{.matter = "RK02", .wording = "w。", .basis = kBasis});
  EXPECT_EQ(state().matter, "RK02");
}

// --- revision, replacement, end ------------------------------------------------------------------

TEST_F(RepliesTest, TheOldVersionHoldsUntilTheRevisionBegins) {  // R22
  publish_one();
  replies.at("2026-03-09 09:00").actor(kAuthor);
  replies.when(Draft{.wording = "三日内办结。", .valid_from = day("2026-03-20")});
  EXPECT_EQ(state().draft.number, 2u);
  EXPECT_EQ(state().draft.basis, kBasis) << "what is left out stays as it was";
  EXPECT_EQ(state().draft.valid_until, day("2026-06-30"));
  EXPECT_EQ(valid_on(state(), day("2026-03-09"))->number, 1u) << "while it is drafted";
  publish();
  EXPECT_EQ(state().standing, Standing::published);
  EXPECT_EQ(valid_on(state(), day("2026-03-19"))->number, 1u);
  EXPECT_EQ(valid_on(state(), day("2026-03-20"))->number, 2u);
  EXPECT_EQ(state().place, 2u);
}

TEST_F(RepliesTest, AnEarlierVersionDoesNotComeBackWhenTheLaterIsOver) {  // R22
  publish_one();
  replies.actor(kAuthor).when(Draft{.wording = "短期。", .valid_until = day("2026-03-31")});
  publish();
  EXPECT_EQ(valid_on(state(), day("2026-03-31"))->number, 2u);
  EXPECT_EQ(valid_on(state(), day("2026-04-01")), nullptr);
}

TEST_F(RepliesTest, AReplyTakesThePlaceOfAnotherInOneAppend) {  // R22
  publish_one();
  replies.on("KJ-0002").actor(kAuthor);
  auto successor = a_draft();
  successor.valid_from = day("2026-03-10");
  replies.when(successor);
  publish("KJ-0001");
  EXPECT_EQ(state().place, 2u);
  replies.on("KJ-0001");
  EXPECT_EQ(state().standing, Standing::superseded);
  EXPECT_EQ(state().successor, "replies/KJ-0002");
  EXPECT_NE(valid_on(state(), day("2026-03-09")), nullptr) << "until the eve";
  EXPECT_EQ(valid_on(state(), day("2026-03-10")), nullptr);
  EXPECT_TRUE(replies.timers().empty() ||
              std::ranges::all_of(replies.timers(), &core::ArmedTimer::spent));
  replies.actor(kAuthor).when(Draft{.wording = "x。"}).then_refused("not_now", "lifecycle");
}

TEST_F(RepliesTest, ARevisionUnderWayEndsWithTheReply) {
  publish_one();
  replies.actor(kAuthor).when(Draft{.wording = "新。"}).when(Submit{});
  replies.actor(kSupervisor).when(Withdraw{"与新规不符"}).then_types({"replies.withdrawn"});
  EXPECT_EQ(state().drafting, Drafting::none);
  EXPECT_EQ(valid_on(state(), day("2026-03-02")), nullptr);
  EXPECT_TRUE(duty_names(state()).empty());
}

TEST_F(RepliesTest, ACaseThatCitesItWhileItsRevisionWaitsForItsDayIsLookedAtToo) {  // R22
  publish_one();
  replies.actor(kAuthor).when(Draft{.wording = "新。", .valid_from = day("2026-05-01")});
  publish();
  use("case/PD01-7", 1);
  ASSERT_EQ(state().look_again.size(), 1u);
  EXPECT_EQ(state().look_again[0].cited_in, "case/PD01-7");
  EXPECT_TRUE(state().citing.empty());
}

TEST_F(RepliesTest, IsNotRenewedToADayBeforeItHolds) {  // R22
  auto draft = a_draft();
  draft.valid_from = day("2026-05-01");
  draft.valid_until.reset();
  publish_one(draft);
  replies.actor(kReviewer).when(Renew{day("2026-04-01")}).then_refused("days_reversed");
}

TEST_F(RepliesTest, OnlyTheSupervisorAndItsDepartmentWithdraw) {  // R22
  publish_one();
  for (const auto* actor : {kOfficer, kCitizen, kLiaison, "administrator:a1"}) {
    replies.actor(actor).when(Withdraw{"x"}).then_refused("not_your_role", "R22");
  }
  for (const auto* actor : {kForeign, kDistrict}) {
    replies.actor(actor).when(Withdraw{"x"}).then_refused("not_your_line", "R22");
  }
  replies.actor(kSupervisor).when(Withdraw{}).then_refused("why_missing");
  replies.actor(kAuthor).when(Withdraw{"有误"}).then_types({"replies.withdrawn"});
}

// --- limits --------------------------------------------------------------------------------------

TEST_F(RepliesTest, EveryStepOfDraftingThatIsMissedIsRecordedAndStaysOwed) {  // R22
  replies.actor(kAuthor).when(a_draft());
  replies.until("2026-03-17 00:00").then_types({"replies.limit_missed"});
  EXPECT_TRUE(state().step_missed);
  EXPECT_EQ(duty_names(state()), Names{"submit_reply"});
  replies.then_no_timer("step").when(Submit{});
  EXPECT_FALSE(state().step_missed);
  replies.then_timer("step", "2026-03-20 23:59:59.999");
  replies.until("2026-03-21 00:00").then_types({"replies.limit_missed"});
  replies.actor(kReviewer).when(PassReview{});
  replies.until("2026-03-28 00:00").then_types({"replies.limit_missed"});
  replies.actor(kApprover).when(Approve{});
  replies.until("2026-04-04 00:00").then_types({"replies.limit_missed"});
  replies.when(Publish{}).then_no_timer("step");
}

TEST_F(RepliesTest, AProposalThatNobodyDraftsIsRecordedAsMissed) {
  replies.actor(kSupervisor)
      .when(Propose{
          .matter = "RK01", .cases = 3, .from = day("2026-02-01"), .to = day("2026-02-28")});
  replies.until("2026-03-17 00:00").then_types({"replies.limit_missed"});
  const auto& missed = std::get<LimitMissed>(replies.events().back().event);
  EXPECT_EQ(missed.unit, "city.RK");
  EXPECT_EQ(duty_names(state()), Names{"draft_reply"});
}

TEST_F(RepliesTest, BeforeItsEndItIsLookedThroughAndRenewedBySomebodyElse) {  // R22
  publish_one();
  replies.then_timer("look_through", "2026-06-15 23:59:59.999");
  replies.until("2026-06-16 09:00").then_types({"replies.look_through_began"});
  EXPECT_EQ(duty_names(state()), Names{"look_through_reply"});
  replies.actor(kAuthor).when(Renew{day("2026-12-31")}).then_refused("same_person", "R22");
  replies.actor(kReviewer).when(Renew{}).then_refused("until_missing");
  replies.when(Renew{day("2026-06-30")}).then_refused("days_reversed");
  replies.when(Renew{day("2026-12-31")}).then_types({"replies.renewed"});
  EXPECT_TRUE(duty_names(state()).empty());
  EXPECT_NE(valid_on(state(), day("2026-12-31")), nullptr);
  replies.then_timer("validity", "2026-12-31 23:59:59.999");
  replies.until("2026-07-01 09:00").then_nothing();
}

TEST_F(RepliesTest, WhenItsLastDayPassesItLapsesAndTheDepartmentOwesAnEnd) {  // R22
  publish_one();
  replies.until("2026-07-01 00:00");
  replies.then_types({"replies.look_through_began", "replies.lapsed"});
  EXPECT_EQ(state().standing, Standing::lapsed);
  EXPECT_EQ(duty_names(state()), Names{"renew_reply"});
  replies.actor(kReviewer).when(Renew{day("2026-12-31")}).then_refused("not_now");
  replies.until("2026-07-09 00:00").then_types({"replies.limit_missed"});
  EXPECT_EQ(duty_names(state()), Names{"renew_reply"}) << "it stays owed";
  replies.actor(kAuthor).when(Draft{.wording = "新。"});
  EXPECT_EQ(state().draft.valid_until, std::nullopt) << "the old end is over";
  publish();
  EXPECT_TRUE(duty_names(state()).empty());
  EXPECT_EQ(valid_on(state(), day("2026-07-05")), nullptr) << "the gap stays a gap";
  EXPECT_EQ(valid_on(state(), day("2026-07-09"))->number, 2u);
}

TEST_F(RepliesTest, ALimitThatHasNotPassedIsNot) {
  publish_one();
  replies.actor(kTimer);
  for (const auto& word : describe::enum_info<LimitKind>.words) {
    replies.when(PassLimit{static_cast<LimitKind>(word.value)});
    replies.then_refused("not_due_yet", "R22");
  }
  const core::ArmedTimer timer{.name = "step"};
  const auto declined =
      RepliesDecider{}.timer_declined(timer, core::refuse<refusals::why_missing>());
  EXPECT_EQ(std::get<TimerDeclined>(declined), (TimerDeclined{"step", "why_missing"}));
}

/// What was recorded, when and by which event.
std::vector<std::string> log_of(const Scenario& scenario) {
  std::vector<std::string> log;
  for (const auto& one : scenario.events()) {
    log.push_back(to_string(one.at) + " " +
                  serialize(describe::to_json(one.event, {.reveal = true})));
  }
  return log;
}

TEST_F(RepliesTest, WhatALimitBringsDoesNotDependOnWhetherTheTimerOrACommandCameFirst) {
  publish_one();
  replies.until("2026-07-02 10:00").actor(kSupervisor).when(Withdraw{"过期"});
  Scenario late{RepliesDecider{}, test::to_gtest()};  // its timers rest until the command
  late.zone(kShanghaiOffset).at("2026-03-02 09:00").on("KJ-0001");
  late.actor(kAuthor).when(a_draft()).when(Submit{});
  late.actor(kReviewer).when(PassReview{});
  late.actor(kApprover).when(Approve{}).when(Publish{});
  late.at("2026-07-02 10:00").actor(kSupervisor).when(Withdraw{"过期"});
  EXPECT_EQ(log_of(replies), log_of(late));
}

// --- cases that cite it --------------------------------------------------------------------------

TEST_F(RepliesTest, UsesAndRatingsAreCounted) {  // R22
  publish_one();
  use("case/PD01-1");
  replies.then(UseNoted{"case/PD01-1", Position{7}, 1, true, std::nullopt});
  use("case/PD01-1");
  replies.then_nothing();
  use("case/PD01-2", 1);
  EXPECT_EQ(state().uses, 2u);
  for (const auto grade : {Grade::satisfied, Grade::very_dissatisfied, Grade::satisfied}) {
    replies.when(NoteRating{"case/PD01-1", Position{9}, grade});
  }
  EXPECT_EQ(state().ratings,
            (std::vector<GradeCount>{{Grade::satisfied, 2}, {Grade::very_dissatisfied, 1}}));
  for (const auto* actor : {kAuthor, kSupervisor, kCitizen}) {
    replies.actor(actor).when(NoteUse{"case/PD01-3"}).then_refused("not_your_role", "R22");
  }
}

TEST_F(RepliesTest, ARevisionMarksTheCasesThatCiteTheOldVersion) {  // R22
  publish_one();
  use("case/PD01-1");
  use("case/PD01-2");
  replies.actor(kAuthor).when(Draft{.wording = "三日内办结。"});
  publish();
  ASSERT_EQ(state().look_again.size(), 2u);
  EXPECT_EQ(state().look_again[0].cause, LookCause::revised);
  EXPECT_EQ(state().look_again[0].version, 1u);
  EXPECT_EQ(duty_names(state()), (Names{"look_at_case", "look_at_case"}));
  replies.then_timer("look_again", "2026-03-09 23:59:59.999");
  replies.actor(kLiaison).when(LookAtCase{"PD01-1", "答复仍然正确"});
  replies.then(CaseLookedAt{"x1", "case/PD01-1", "答复仍然正确"});
  replies.until("2026-03-10 00:00").then_types({"replies.limit_missed"});
  const auto& missed = std::get<LimitMissed>(replies.events().back().event);
  EXPECT_EQ(missed.cases, Names{"case/PD01-2"});
  EXPECT_EQ(duty_names(state()), Names{"look_at_case"}) << "it stays owed";
  replies.actor(kAuthor).when(LookAtCase{"case/PD01-2", "已电话更正"});
  EXPECT_TRUE(state().look_again.empty());
  use("case/PD01-3");
  EXPECT_EQ(state().citing.back().version, 2u);
}

TEST_F(RepliesTest, AWithdrawalAndAReplacementMarkThemToo) {  // R22
  publish_one();
  use("case/PD01-1");
  replies.on("KJ-0002").actor(kAuthor).when(a_draft());
  publish("replies/KJ-0001");
  use("case/PD01-2");
  replies.actor(kSupervisor).when(Withdraw{"有误"});
  ASSERT_EQ(state().look_again.size(), 1u);
  EXPECT_EQ(state().look_again[0].cause, LookCause::withdrawn);
  replies.on("KJ-0001");
  ASSERT_EQ(state().look_again.size(), 1u);
  EXPECT_EQ(state().look_again[0].cause, LookCause::superseded);
  EXPECT_EQ(state().look_again[0].cited_in, "case/PD01-1");
}

TEST_F(RepliesTest, ACaseThatCitesWhatDoesNotHoldIsMarkedAtOnce) {  // R22
  publish_one();
  replies.actor(kSupervisor).when(Withdraw{"有误"});
  use("case/PD01-9");
  ASSERT_EQ(state().look_again.size(), 1u);
  EXPECT_EQ(state().look_again[0].cause, LookCause::not_valid);
  use("case/PD01-9", 1);
  replies.then_nothing();
  use("case/PD01-9", 5);
  replies.then_refused("no_such_version");
}

TEST_F(RepliesTest, TheStateKeepsTheLatestCitingCasesAndCountsAll) {
  publish_one();
  for (std::size_t i = 0; i < kCitingMax + 3; ++i) use("case/PD01-" + std::to_string(i));
  EXPECT_EQ(state().uses, kCitingMax + 3);
  EXPECT_EQ(state().citing.size(), kCitingMax);
  EXPECT_EQ(state().citing.front().cited_in, "case/PD01-3");
}

// --- the wording and its basis -------------------------------------------------------------------

TEST(RepliesBasis, NoRunOfItMayStandInTheWording) {          // R22
  const std::string basis = "超过一年未申报的由所领导审批";  // 14 characters
  EXPECT_EQ(common_run(basis, "您好，超过一年未申报的由所领。", 12), "") << "eleven";
  EXPECT_EQ(common_run(basis, "超过一年未申报的由所领导，请", 12), "超过一年未申报的由所领导")
      << "twelve";
  EXPECT_EQ(common_run(basis, "超过一年 未申报\n的由所　领导", 12), "超过一年未申报的由所领导")
      << "white space does not hide it";
  EXPECT_EQ(common_run("内部掌握", "按内部掌握办理", 12), "内部掌握") << "a short one as a whole";
  EXPECT_EQ(common_run("无", "无", 12), "") << "too short to give anything away";
  EXPECT_EQ(
      common_run("《中华人民共和国户口登记条例》第七条", "依据《中华人民共和国户口登记条例》", 12),
      "")
      << "laws are published";
  EXPECT_NE(common_run("《上海公安窗口内部办理口径（试行）》",
                       "《上海公安窗口内部办理口径（试行）》", 12),
            "");
}

TEST_F(RepliesTest, AWordingThatGivesTheBasisAwayIsRefused) {  // R22
  auto draft = a_draft();
  draft.wording = "您超过一年未申报的，由所领导审批后办理。";
  replies.actor(kAuthor).when(draft).then_refused("basis_in_wording", "R22");
}

TEST(RepliesSight, TheCitizenSeesWhatWasPublishedAndNeverTheBasis) {  // R22
  const RepliesDecider decider;
  State state;
  const auto sees = [&](std::string_view actor) {
    return decider.sees(state, {core::Actor::parse(actor)});
  };
  EXPECT_FALSE(sees(kCitizen).any) << "nothing was published";
  EXPECT_TRUE(sees(kOfficer).any);
  state.versions.push_back({.number = 1, .wording = kWording, .basis = kBasis, .authors = {"m1"}});
  state.draft = {.number = 2, .wording = "草稿", .basis = kBasis};
  const auto shown = [&](std::string_view actor) {
    auto copy = state;
    core::redact(copy, sees(actor));
    return serialize(describe::to_json(copy, {.reveal = true}));
  };
  const auto of_citizen = shown(kCitizen);
  EXPECT_NE(of_citizen.find("当日办结"), std::string::npos);
  for (const auto* hidden : {"内部掌握", "草稿", "m1"}) {
    EXPECT_EQ(of_citizen.find(hidden), std::string::npos) << hidden;
  }
  EXPECT_NE(shown(kOfficer).find("内部掌握"), std::string::npos);
  EXPECT_EQ(shown("administrator:a1").find("内部掌握"), std::string::npos);
  EXPECT_FALSE(sees("civilian:z1@PD01").any);
  EXPECT_FALSE(sees("mayor:x").any);
}

TEST(RepliesSight, NoFieldOfTheBasisIsOpen) {  // R22
  std::size_t fields = 0;
  const auto look = [&](const describe::TypeInfo& type) {
    for (const auto& field : type.fields) {
      if (field.name != "basis") continue;
      ++fields;
      EXPECT_EQ(field.access, describe::Access::basis) << type.type;
    }
  };
  for (const auto* type : describe::set_info<Event>().types) look(*type);
  for (const auto* type : describe::set_info<Command>().types) look(*type);
  look(describe::type_info<DraftVersion>);
  look(describe::type_info<PublishedVersion>);
  EXPECT_EQ(fields, 5u);
}

// --- refusals ------------------------------------------------------------------------------------

struct RepliesRefusals : RepliesTest {
  void refused(std::string_view actor, Command command, std::string_view name) {
    replies.actor(actor).when(std::move(command)).then_refused(name);
    provoked.emplace(name);
  }
  static Propose proposal(const std::function<void(Propose&)>& change) {
    Propose c{.matter = "RK01", .cases = 3, .from = day("2026-02-01"), .to = day("2026-02-28")};
    change(c);
    return c;
  }
  static Draft draft(const std::function<void(Draft&)>& change) {
    auto c = a_draft();
    change(c);
    return c;
  }
  void from_nothing();
  void while_it_is_made();
  void once_published();

  std::set<std::string> provoked;
};

void RepliesRefusals::from_nothing() {
  refused(kAuthor, Submit{}, "not_now");
  refused("city_officer:@city.RK", a_draft(), "no_actor");
  refused("mayor:x", a_draft(), "not_your_role");
  refused("", a_draft(), "not_your_role");
  refused(kForeign, a_draft(), "not_your_line");
  refused("city_officer:m1@", a_draft(), "not_your_line");
  refused("city_officer:m1@PD.RK", a_draft(), "not_your_line");
  refused(kAuthor, draft([](auto& c) { c.matter.clear(); }), "matter_missing");
  refused(kAuthor, draft([](auto& c) { c.matter = "XX99"; }), "no_such_matter");
  refused(kAuthor, draft([](auto& c) { c.reason = "QQ9"; }), "no_such_reason");
  const auto& matters = Catalogue::builtin().matters();
  const auto other = std::ranges::find(matters, Line::other, &Matter::line);
  ASSERT_NE(other, matters.end());
  refused(kAuthor, draft([&](auto& c) { c.matter = other->code; }), "no_department");
  refused(kAuthor, draft([](auto& c) { c.wording = " \n"; }), "wording_missing");
  refused(kAuthor, draft([](auto& c) { c.basis.clear(); }), "basis_missing");
  refused(kAuthor, draft([](auto& c) { c.wording = c.basis; }), "basis_in_wording");
  refused(kAuthor, draft([](auto& c) { c.valid_from = day("2026-07-01"); }), "days_reversed");
  refused(kAuthor, draft([](auto& c) { c.valid_until = day("2026-03-01"); }), "day_over");
  refused(kOfficer, proposal([](auto& c) { c.cases = 0; }), "cases_missing");
  refused(kOfficer, proposal([](auto& c) { c.from.reset(); }), "period_missing");
  refused(kOfficer, proposal([](auto& c) { c.to = day("2026-01-01"); }), "days_reversed");
  refused(kOfficer, proposal([](auto& c) { c.to = day("2026-03-03"); }), "day_ahead");
  refused(kOfficer, proposal([](auto& c) { c.unit = "PD.ZA"; }), "no_such_department");
}

void RepliesRefusals::while_it_is_made() {
  replies.actor(kAuthor).when(a_draft());
  refused(kAuthor, Draft{.matter = "RK02"}, "matter_fixed");
  refused(kAuthor, Abandon{}, "why_missing");
  replies.actor(kAuthor).when(Submit{});
  refused(kAuthor, PassReview{}, "same_person");
  refused(kReviewer, SendBack{}, "wrong_missing");
  replies.actor(kReviewer).when(PassReview{});
  replies.actor(kApprover).when(Approve{});
  refused(kApprover, Publish{"KJ-0001"}, "no_such_reply");
  refused(kApprover, Publish{"KJ-9999"}, "no_such_reply");
  refused(kApprover, Publish{"没 有"}, "no_such_reply");
  replies.at("2026-07-01 09:00");
  refused(kApprover, Publish{}, "day_over");
  replies.at("2026-03-02 10:00").actor(kApprover).when(Publish{});
}

void RepliesRefusals::once_published() {
  refused(kAuthor, Draft{.wording = kWording}, "nothing_changed");
  refused(kReviewer, Renew{}, "until_missing");
  use("case/A-1", 9);
  replies.then_refused("no_such_version");
  provoked.emplace("no_such_version");
  refused(kAuthor, LookAtCase{"A-1", "x"}, "no_such_case");
  refused(kTimer, NoteRating{"case/A-1", Position{1}, Grade{}}, "no_grade");
  refused(kTimer, NoteRating{"case/A-1", Position{1}, static_cast<Grade>(6)}, "no_grade");
  refused(kTimer, PassLimit{LimitKind::validity}, "not_due_yet");
  refused(kTimer, RecomputeLimits{}, "nothing_to_recompute");
  use("case/A-1");
  replies.on("KJ-0002").actor(kAuthor).when(draft([](auto& c) { c.reason.clear(); }));
  replies.when(Submit{});
  replies.actor(kReviewer).when(PassReview{});
  replies.actor(kApprover).when(Approve{});
  refused(kApprover, Publish{"KJ-0001"}, "other_matter");
  replies.on("KJ-0003").actor(kAuthor).when(a_draft());
  publish("KJ-0001");
  replies.on("KJ-0004").actor(kAuthor).when(a_draft()).when(Submit{});
  replies.actor(kReviewer).when(PassReview{});
  replies.actor(kApprover).when(Approve{});
  refused(kApprover, Publish{"KJ-0001"}, "slot_taken");
  replies.on("KJ-0001");
  refused(kAuthor, LookAtCase{"A-1", ""}, "result_missing");
}

TEST_F(RepliesRefusals, EveryRowOfTheTableIsProvoked) {
  from_nothing();
  while_it_is_made();
  once_published();
  std::set<std::string> all;
  for (const auto& row : refusals::kAll) all.emplace(row.name);
  EXPECT_EQ(provoked, all);
  EXPECT_TRUE(core::well_formed(refusals::kAll));
}

TEST_F(RepliesTest, TextThatIsTooLongIsAnError) {
  auto draft = a_draft();
  draft.wording = std::string(limits::kShortTextBytesMax + 1, 'a');
  replies.actor(kAuthor).when(draft).then_error(Errc::limit_exceeded);
  EXPECT_EQ(replies.version(), Version{0});
}

// --- the lifecycle -------------------------------------------------------------------------------

std::map<std::string, Event> all_events() {
  std::map<std::string, Event> events;
  const auto& set = describe::set_info<Event>();
  for (std::size_t i = 0; i < set.types.size(); ++i) {
    events.emplace(std::string{set.types[i]->type}, describe::make_alternative<Event>(i));
  }
  return events;
}

template <class P>
std::vector<P> all_of() {
  std::vector<P> all;
  for (const auto& word : describe::enum_info<P>.words) all.push_back(static_cast<P>(word.value));
  return all;
}

/// The machine goes where the rows say, and nowhere else.
template <class P>
void expect_machine_is_table(const lifecycle::Region<P>& region) {
  std::size_t taken = 0;
  for (const auto& [type, event] : all_events()) {
    for (const auto phase : all_of<P>()) {
      std::optional<P> expected;
      for (const auto& row : region.rows()) {
        const bool here = row.from == static_cast<std::uint64_t>(phase) && row.event == type;
        if (here) expected = static_cast<P>(row.to);
      }
      EXPECT_EQ(region.advance(phase, event), expected)
          << describe::enum_name(phase) << " " << type;
      if (expected) ++taken;
    }
  }
  EXPECT_EQ(taken, region.rows().size());
}

TEST(RepliesLifecycle, TheMachinesAreTheTables) {
  expect_machine_is_table(drafting());
  expect_machine_is_table(standing());
}

/// A state in these phases, with what it has by then.
State state_in(Drafting draft, Standing stands) {
  State state;
  state.drafting = draft, state.standing = stands;
  const bool begun = draft != Drafting::none || stands != Standing::none;
  if (begun) state.line = Line::population, state.matter = "RK01", state.unit = "city.RK";
  if (draft >= Drafting::draft) {
    state.draft = {.number = 2, .wording = kWording, .basis = kBasis, .authors = {"a"}};
  }
  if (draft != Drafting::none) state.step = Due{end("2026-03-16")};
  if (stands != Standing::none) {
    state.versions.push_back({.number = 1, .wording = kWording, .basis = kBasis});
    state.place = 1;
  }
  return state;
}

TEST(RepliesLifecycle, EveryPhaseTakesFromEveryRoleWhatTheTablesSay) {  // R22
  const RepliesDecider decider;
  std::size_t cells = 0;
  std::size_t let = 0;
  const auto& commands = describe::set_info<Command>();
  for (const auto draft : all_of<Drafting>()) {
    for (const auto stands : all_of<Standing>()) {
      const auto state = state_in(draft, stands);
      for (std::size_t i = 0; i < commands.types.size(); ++i) {
        const auto name = commands.types[i]->type;
        const auto command = describe::make_alternative<Command>(i);
        for (const auto role : all_of<Role>()) {
          core::Context context{end("2026-03-02"),
                                {"p1", std::string{describe::enum_name(role)}, "city.RK"},
                                CommandId{}};
          context.standing = core::StandingOf::role(context.actor.role);
          const auto decision = decider.decide(state, command, context, {});
          const auto no = decision.is_refusal() ? decision.refusal().name : std::string{};
          const bool of_time = name == describe::spec_of<PassLimit>.type ||
                               name == describe::spec_of<RecomputeLimits>.type;
          const bool phase = of_time || takes(draft, stands, name);
          ++cells;
          if (!phase) {
            EXPECT_EQ(no, "not_now") << name;
          } else if (!may_give(name, role)) {
            EXPECT_EQ(no, "not_your_role") << name << " " << describe::enum_name(role);
          } else {
            ++let;
            EXPECT_NE(no, "not_now") << name;
            EXPECT_NE(no, "not_your_role") << name;
          }
        }
      }
    }
  }
  EXPECT_EQ(cells, 6u * 5u * 15u * 14u);
  EXPECT_GT(let, 100u);
}

TEST(RepliesLifecycle, WhatMayComeNextIsWhatIsTaken) {
  const RepliesDecider decider;
  for (const auto draft : all_of<Drafting>()) {
    for (const auto stands : all_of<Standing>()) {
      const auto state = state_in(draft, stands);
      const auto next = decider.next(state);
      for (const auto& step : steps()) {
        const bool listed = std::ranges::find(next, step.command) != next.end();
        const bool nothing_to_look_at = step.command == describe::spec_of<LookAtCase>.type;
        EXPECT_EQ(listed, takes(draft, stands, step.command) && !nothing_to_look_at)
            << step.command;
      }
    }
  }
  EXPECT_EQ(decider.next({}), (std::vector<std::string_view>{"replies.propose", "replies.draft"}));
  const core::Context citizen{Timestamp{}, core::Actor::parse(kCitizen), CommandId{}};
  EXPECT_TRUE(decider.next_for({}, citizen).empty());
  const core::Context author{Timestamp{}, core::Actor::parse(kAuthor), CommandId{}};
  EXPECT_EQ(decider.next_for({}, author).size(), 2u);
}

// --- one publication a place ---------------------------------------------------------------------

class OneReplyAPlace : public testing::Test {
 protected:
  using Replies = core::Workflow<RepliesDecider>;

  static StreamId stream(std::string_view key) { return StreamId::of("replies", key).value(); }
  std::string give(Replies& by, std::string_view key, std::string_view actor,
                   const Command& command) {
    const core::Context context{clock.now(), core::Actor::parse(actor),
                                derived_command_id(std::to_string(++commands))};
    const auto outcome = by.handle(stream(key), command, context).value();
    return outcome.refused() ? outcome.refusal().name : std::string{};
  }
  void approve(Replies& by, std::string_view key) {
    EXPECT_EQ(give(by, key, kAuthor, a_draft()), "");
    EXPECT_EQ(give(by, key, kAuthor, Submit{}), "");
    EXPECT_EQ(give(by, key, kReviewer, PassReview{}), "");
    EXPECT_EQ(give(by, key, kApprover, Approve{}), "");
  }

  ManualClock clock{parse_timestamp("2026-03-02T09:00:00+08:00").value()};
  std::unique_ptr<core::EventStore> store = stores::open_memory(clock);
  Replies here{*store, RepliesDecider{}};
  Replies there{*store, RepliesDecider{}};  // as another process: its own states
  std::uint64_t commands = 0;
};

TEST_F(OneReplyAPlace, OfTwoProcessesOnePublishes) {  // R22
  approve(here, "KJ-0001");
  approve(there, "KJ-0002");
  EXPECT_EQ(give(here, "KJ-0001", kApprover, Publish{}), "");
  EXPECT_EQ(give(there, "KJ-0002", kApprover, Publish{}), "slot_taken");
  EXPECT_EQ(give(there, "KJ-0002", kApprover, Publish{"KJ-0001"}), "");
  EXPECT_EQ(here.load(stream("KJ-0001"))->state.standing, Standing::superseded);
}

TEST_F(OneReplyAPlace, OfTwoSuccessorsOneFollows) {  // R22
  for (const auto* key : {"KJ-0001", "KJ-0002", "KJ-0003"}) approve(here, key);
  EXPECT_EQ(give(here, "KJ-0001", kApprover, Publish{}), "");
  EXPECT_EQ(give(here, "KJ-0001", kSupervisor, Withdraw{"有误"}), "");
  EXPECT_EQ(give(here, "KJ-0002", kApprover, Publish{}), "slot_taken")
      << "also what was withdrawn is followed by naming it";
  EXPECT_EQ(give(here, "KJ-0002", kApprover, Publish{"KJ-0001"}), "");
  EXPECT_EQ(give(there, "KJ-0003", kApprover, Publish{"KJ-0001"}), "slot_taken");
  EXPECT_EQ(give(there, "KJ-0003", kApprover, Publish{"KJ-0002"}), "");
  EXPECT_EQ(here.load(stream("KJ-0002"))->state.standing, Standing::superseded);
}

TEST_F(OneReplyAPlace, ADistrictAndTheCityHaveEachTheirOwn) {  // R22
  approve(here, "KJ-0001");
  EXPECT_EQ(give(here, "KJ-0001", kApprover, Publish{}), "");
  const auto district = [](int n) { return "district_officer:d" + std::to_string(n) + "@PD.RK"; };
  EXPECT_EQ(give(here, "PD-1", district(1), a_draft()), "");
  EXPECT_EQ(give(here, "PD-1", district(1), Submit{}), "");
  EXPECT_EQ(give(here, "PD-1", district(2), PassReview{}), "");
  EXPECT_EQ(give(here, "PD-1", district(3), Approve{}), "");
  EXPECT_EQ(give(here, "PD-1", district(3), Publish{"KJ-0001"}), "other_matter");
  EXPECT_EQ(give(here, "PD-1", district(3), Publish{}), "");
}

// --- differences ---------------------------------------------------------------------------------

TEST(RepliesDifference, GoesBySentencesAndKeepsWhatStands) {  // R22
  using enum Change;
  const auto changes = difference("须持身份证。当日办结。如有疑问，请问窗口。",
                                  "须持身份证。三日内办结！如有疑问，请问窗口。");
  EXPECT_EQ(changes, (std::vector<SentenceChange>{{kept, "须持身份证。"},
                                                  {removed, "当日办结。"},
                                                  {added, "三日内办结！"},
                                                  {kept, "如有疑问，请问窗口。"}}));
  EXPECT_TRUE(difference("", "").empty());
  EXPECT_EQ(difference("", "a。"), (std::vector<SentenceChange>{{added, "a。"}}));
  EXPECT_EQ(difference("a。", ""), (std::vector<SentenceChange>{{removed, "a。"}}));
  EXPECT_EQ(difference("没有句号", "没有句号"), (std::vector<SentenceChange>{{kept, "没有句号"}}));
}

TEST(RepliesDifference, SentencesTogetherAreTheText) {
  for (const std::string text : {"一。二！三？四；五\n六", "。。", "1.5 元; ok? yes", "", "尾"}) {
    std::string joined;
    for (const auto sentence : sentences_of(text)) joined.append(sentence);
    EXPECT_EQ(joined, text);
  }
  EXPECT_EQ(sentences_of("收费1.5元。免费").size(), 2u) << "a full stop stands in numbers";
}

TEST(RepliesDifference, FromOneTextItMakesTheOther) {
  std::uint32_t seed = 20260302;
  const auto draw = [&](std::uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 16) % below;
  };
  for (int round = 0; round < 200; ++round) {
    std::string before;
    std::string after;
    for (auto* text : {&before, &after}) {
      for (auto n = draw(9); n > 0; --n) text->append(1, static_cast<char>('a' + draw(4))) += "。";
    }
    std::string left;
    std::string right;
    for (const auto& [change, text] : difference(before, after)) {
      if (change != Change::added) left += text;
      if (change != Change::removed) right += text;
    }
    EXPECT_EQ(left, before) << "round " << round;
    EXPECT_EQ(right, after) << "round " << round;
  }
}

}  // namespace
}  // namespace recourse::casework::replies
