// Scope statement, assisting units, the open account and the call-back (R37, R39, R40, R44).
#include <recourse/casework/complaint/callback_rates.hpp>
#include <recourse/casework/complaint/open_duties.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>
#include <set>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

constexpr const char* kSeed = "0123456789abcdef0123456789abcdef";
constexpr const char* kElsewhere = "window_officer:x1@PD02";
constexpr const char* kTraffic = "district_officer:d2@PD.JJ";

Scene with(void (*change)(Norms&)) {
  Scene scene;
  scene.decider.norms.name = "own";
  change(scene.decider.norms);
  EXPECT_TRUE(scene.decider.norms.check());
  return scene;
}

Scene calling_all() {
  return with([](Norms& norms) { norms.callback_share = 100; });
}

Close an_answer() {
  Close command;
  command.outcome = Outcome::answered;
  command.reply = personal("现行政策不支持，已说明。");
  command.told = Told::in_person;
  command.next_step = "政策调整后另行告知";
  return command;
}

/// Answered, and not done.
Scene answered_only() {
  Scene scene;
  scene.explained();
  scene.accepts(kOfficer, an_answer());
  return scene;
}

OpenAccount an_account() {
  return {.reason = AccountReason::rule_lacking,
          .condition = "户籍政策调整",
          .unit = {},
          .review_on = {}};
}

Scene on_account() {
  auto scene = answered_only();
  scene.accepts(kChief, an_account());
  return scene;
}

template <class E>
std::vector<E> all(const Scene& scene) {
  std::vector<E> found;
  for (const auto& [event, facts] : scene.log) {
    if (const auto* one = std::get_if<E>(&event)) found.push_back(*one);
  }
  return found;
}

std::string day_of(const Due& due) { return to_string(local_day(due.at, kShanghaiOffset)); }

const Duty* duty(const std::vector<Duty>& duties, std::string_view name) {
  const auto found = std::ranges::find(duties, name, &Duty::name);
  return found == duties.end() ? nullptr : &*found;
}
bool owes(const Scene& scene, std::string_view name) {
  return duty(open_duties(scene.state), name) != nullptr;
}

/// The limit passes, is recorded once, and its unit is put under supervision.
void expect_missed(Scene& scene, DeadlineKind kind, SupervisionCause cause,
                   const std::string& unit) {
  EXPECT_EQ(scene.refusal(kTimer, MissLimit{kind}), "not_due_yet");
  for (const auto& limit : due_times(scene.state)) {
    if (limit.kind == kind) scene.now = limit.due.at + std::chrono::milliseconds{1};
  }
  scene.accepts(kTimer, MissLimit{kind});
  const auto missed = all<LimitMissed>(scene);
  ASSERT_FALSE(missed.empty());
  EXPECT_EQ(missed.back().kind, kind);
  EXPECT_EQ(missed.back().unit, unit);
  const auto& entries = scene.state.supervision;
  const auto one = std::ranges::find(entries, cause, &SupervisionEntry::cause);
  ASSERT_NE(one, entries.end());
  EXPECT_EQ(one->unit, unit);
  EXPECT_NE(scene.refusal(kTimer, MissLimit{kind}), "") << "recorded once";
  EXPECT_EQ(scene.replayed(), scene.state);
}

// --- The scope statement (R44) -------------------------------------------------------------------

Accept an_acceptance_with_scope() {
  Accept command;
  command.understood = personal("三次申请迁入未受理");
  command.wanted = personal("受理迁入申请");
  return command;
}
const StateScope kScope{personal("三次申请迁入未受理"), personal("受理迁入申请")};

TEST(Scope, AcceptanceSaysBackWhatWasUnderstood) {
  Scene scene;
  scene.received();
  const auto events = scene.accepts(kOfficer, an_acceptance_with_scope());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(std::get<ScopeStated>(events[1]).number, 1u);
  EXPECT_EQ(scene.state.work.scope.stated, 1u);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Scope, TheCitizenCorrectsItOnceAndItIsSaidAnewOnce) {
  Scene scene;
  scene.accepted();
  EXPECT_EQ(scene.refusal(kCitizen, CorrectScope{.text = personal("不是迁入")}),
            "scope_not_stated");
  scene.accepts(kOfficer, kScope);
  EXPECT_EQ(scene.refusal(kOfficer, kScope), "scope_stated_already");
  EXPECT_EQ(scene.refusal(kCitizen, CorrectScope{}), "text_missing");
  scene.accepts(kCitizen, CorrectScope{.text = personal("是分户，不是迁入")});
  EXPECT_TRUE(owes(scene, "attention"));
  EXPECT_EQ(scene.refusal(kCitizen, CorrectScope{.text = personal("还有")}),
            "scope_corrected_already");
  scene.accepts(kOfficer, kScope);
  EXPECT_FALSE(owes(scene, "attention"));
  EXPECT_EQ(scene.refusal(kOfficer, kScope), "scope_stated_already");
  EXPECT_EQ(scene.state.work.scope.stated, 2u);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Scope, BothHalvesAreSaidAndNotBeforeAcceptance) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal(kOfficer, kScope), "not_accepted_yet");
  auto half = an_acceptance_with_scope();
  half.wanted.reset();
  EXPECT_EQ(scene.refusal(kOfficer, half), "wanted_missing");
  half = an_acceptance_with_scope();
  half.understood = personal(" ");
  EXPECT_EQ(scene.refusal(kOfficer, half), "understood_missing");
  scene.accepts(kOfficer, Accept{});
  EXPECT_EQ(scene.refusal(kOfficer, StateScope{}), "understood_missing");
  EXPECT_EQ(scene.refusal(kOfficer, StateScope{.understood = personal("迁入")}), "wanted_missing");
  EXPECT_EQ(scene.refusal(kCitizen, kScope), "not_your_role");
  EXPECT_EQ(scene.refusal(kElsewhere, kScope), "not_your_station");
}

TEST(Scope, IsSaidBackAlsoWhereADecliningWasOverturned) {
  Scene scene;
  scene.received();
  Decline decline;
  decline.ground = DeclineGround::court;
  decline.reason = "属诉讼事项";
  decline.remedy = "可向法院起诉";
  decline.body = "人民法院";
  decline.told = Told::in_person;
  scene.accepts(kOfficer, decline);
  scene.accepts(kChief, OverturnDecline{.reason = "应由本所办理"});
  ASSERT_EQ(scene.state.phases.stage, Phase::accepted);
  EXPECT_EQ(scene.refusal(kOfficer, StateScope{.understood = "迁户口", .wanted = "办成"}), "");
}

TEST(Scope, WhereTheNormsHaveALimitItIsADutyAndATimer) {
  auto scene = with([](Norms& norms) { norms.scope = 2; });
  scene.accepted();
  EXPECT_EQ(day_of(*scene.state.deadlines.scope), "2023-06-05");
  EXPECT_TRUE(owes(scene, "scope"));
  auto late = scene;
  expect_missed(late, DeadlineKind::scope, SupervisionCause::scope_missed, "PD01");
  EXPECT_TRUE(owes(late, "scope"));
  scene.accepts(kOfficer, kScope);
  EXPECT_FALSE(owes(scene, "scope"));
  EXPECT_EQ(scene.state.deadlines.scope, std::nullopt);
  Scene shanghai;
  shanghai.accepted();
  EXPECT_FALSE(owes(shanghai, "scope"));
}

// --- Assisting units (R40) -----------------------------------------------------------------------

AskUnit a_question(std::string unit = "PD.JJ") {
  return {.unit = std::move(unit), .question = personal("车辆登记信息是否一致？")};
}

TEST(Assisting, AUnitIsAskedAndAnswersWhileTheOwnerStays) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, a_question());
  EXPECT_EQ(owner_of(scene.state), "PD01");
  const auto duties = open_duties(scene.state);
  ASSERT_NE(duty(duties, "assisting_answer"), nullptr);
  EXPECT_EQ(duty(duties, "assisting_answer")->unit, "PD.JJ");
  // Three working days, but the station keeps three of its own five.
  EXPECT_EQ(day_of(scene.state.work.assisting.at(0).due), "2023-06-05");
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kTraffic, AnswerUnit{.answer = personal("一致")});
  const auto answer = all<UnitAnswered>(scene).at(0);
  EXPECT_EQ(answer.unit, "PD.JJ");
  EXPECT_EQ(answer.working_days, 1u);
  EXPECT_TRUE(answer.in_time);
  EXPECT_TRUE(scene.state.work.assisting.empty());
  EXPECT_FALSE(owes(scene, "assisting_answer"));
  EXPECT_EQ(owner_of(scene.state), "PD01");
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Assisting, AnotherStationMayAssistAndSeesWhatItIsAsked) {
  Scene scene;
  scene.accepted();
  const auto actor = core::Actor::parse(kElsewhere);
  EXPECT_FALSE(read_permissions_of(scene.state, actor).any);
  scene.accepts(kOfficer, a_question("PD02"));
  EXPECT_TRUE(read_permissions_of(scene.state, actor).any);
  EXPECT_FALSE(read_permissions_of(scene.state, actor).identity);
  scene.accepts(kElsewhere, AnswerUnit{.answer = personal("原件在本所")});
  EXPECT_EQ(all<UnitAnswered>(scene).at(0).unit, "PD02");
  EXPECT_FALSE(read_permissions_of(scene.state, actor).any);
}

TEST(Assisting, ALateAnswerIsRecordedOnceAndMeasured) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, a_question());
  expect_missed(scene, DeadlineKind::assisting, SupervisionCause::assisting_missed, "PD.JJ");
  scene.accepts(kTraffic, AnswerUnit{.answer = personal("一致")});
  EXPECT_FALSE(all<UnitAnswered>(scene).at(0).in_time);
  EXPECT_EQ(all<UnitAnswered>(scene).at(0).working_days, 3u);
}

TEST(Assisting, TwoUnitsAreAskedSideBySide) {
  Scene scene;
  scene.accepted();
  scene.accepts(kOfficer, a_question());
  scene.accepts(kOfficer, a_question("PD02"));
  scene.accepts(kTraffic, AnswerUnit{.answer = personal("一致")});
  ASSERT_EQ(scene.state.work.assisting.size(), 1u);
  EXPECT_EQ(scene.state.work.assisting[0].number, 2u);
  expect_missed(scene, DeadlineKind::assisting, SupervisionCause::assisting_missed, "PD02");
}

TEST(Assisting, WhatIsRefused) {
  Scene scene;
  scene.received();
  EXPECT_EQ(scene.refusal(kOfficer, a_question()), "not_accepted_yet");
  EXPECT_EQ(scene.refusal(kTraffic, AnswerUnit{}), "unit_not_asked");
  scene.accepts(kOfficer, Accept{});
  EXPECT_EQ(scene.refusal(kOfficer, AskUnit{}), "unit_missing");
  EXPECT_EQ(scene.refusal(kOfficer, AskUnit{.unit = "PD.JJ"}), "question_missing");
  EXPECT_EQ(scene.refusal(kOfficer, a_question("PD01")), "asks_itself");
  for (const auto* nobody : {"QQ.RK", "PD.XX", "PD.", ".RK", "city.YY"}) {
    EXPECT_EQ(scene.refusal(kOfficer, a_question(nobody)), "unknown_unit") << nobody;
  }
  EXPECT_EQ(scene.refusal(kElsewhere, a_question()), "not_your_station");
  EXPECT_EQ(scene.refusal(kCitizen, a_question()), "not_your_role");
  EXPECT_EQ(scene.refusal(kDistrict, a_question()), "not_escalated_to_you");
  scene.accepts(kOfficer, a_question());
  EXPECT_EQ(scene.refusal(kChief, a_question()), "unit_asked_already");
  EXPECT_EQ(scene.refusal(kElsewhere, AnswerUnit{.answer = personal("x")}), "unit_not_asked");
  EXPECT_EQ(scene.refusal(kOfficer, AnswerUnit{.answer = personal("x")}), "unit_not_asked");
  EXPECT_EQ(scene.refusal(kTraffic, AnswerUnit{}), "answer_missing");
}

TEST(Assisting, ADepartmentThatHasTheCaseAsksToo) {
  Scene scene;
  scene.escalated();
  scene.accepts(kDistrict, a_question());
  EXPECT_EQ(owner_of(scene.state), "PD.RK");
  EXPECT_EQ(scene.refusal(kDistrict, a_question("PD.RK")), "asks_itself");
}

TEST(Assisting, AClosedCaseAsksNothingMore) {
  Scene scene;
  scene.explained();
  scene.accepts(kOfficer, a_question());
  scene.accepts(kOfficer, Scene::a_closing());
  EXPECT_FALSE(owes(scene, "assisting_answer"));
  scene.at("2023-06-12T09:00:00+08:00");
  EXPECT_NE(scene.refusal(kTimer, MissLimit{DeadlineKind::assisting}), "");
  scene.accepts(kChief, Reopen{.reason = "仍未办成"});
  EXPECT_TRUE(scene.state.work.assisting.empty());
}

// --- The open account (R39) ----------------------------------------------------------------------

TEST(Account, WhatIsAnsweredAndCannotBeDoneStaysOnAccount) {
  auto scene = on_account();
  ASSERT_TRUE(scene.state.ending.account);
  EXPECT_EQ(scene.state.ending.account->unit, "PD01");
  EXPECT_EQ(day_of(scene.state.ending.account->review), "2023-08-30");
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  const auto duties = open_duties(scene.state);
  ASSERT_NE(duty(duties, "account_review"), nullptr);
  EXPECT_EQ(duty(duties, "account_review")->unit, "PD01");
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Account, ItIsLookedAtAgainAndKept) {
  auto scene = on_account();
  scene.at("2023-08-01T09:00:00+08:00");
  scene.accepts(kChief, KeepOnAccount{.finding = "政策未变", .review_on = day("2023-10-10")});
  EXPECT_EQ(scene.state.ending.account->reviews, 1u);
  EXPECT_EQ(day_of(scene.state.ending.account->review), "2023-10-10");
  EXPECT_EQ(scene.refusal(kTimer, MissLimit{DeadlineKind::account}), "not_due_yet");
}

TEST(Account, AReviewThatIsMissedIsSupervisedAlsoInTheArchive) {
  auto scene = on_account();
  scene.now = scene.state.deadlines.rating->at + std::chrono::milliseconds{1};
  scene.accepts(kTimer, EndRating{});
  ASSERT_EQ(scene.state.phases.stage, Phase::archived);
  expect_missed(scene, DeadlineKind::account, SupervisionCause::account_missed, "PD01");
  EXPECT_TRUE(owes(scene, "account_review"));
}

TEST(Account, ARuleThatChangesStrikesItOffAndTheCaseGoesOn) {
  for (const auto ground : {StrikeGround::rule_changed, StrikeGround::condition_met}) {
    auto scene = on_account();
    scene.at("2023-08-01T09:00:00+08:00");
    const auto events = scene.accepts(
        kChief, StrikeOff{.ground = ground, .reason = "新政策施行", .told = Told::phone});
    ASSERT_EQ(events.size(), 2u);
    EXPECT_TRUE(std::get<Reopened>(events[1]).new_facts);
    EXPECT_FALSE(scene.state.ending.account);
    EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
    EXPECT_EQ(scene.state.phases.clock, ClockPhase::running);
    EXPECT_EQ(scene.replayed(), scene.state);
  }
}

TEST(Account, WhatIsUnderReviewGoesOnAfterwards) {
  auto scene = on_account();
  scene.accepts(kCitizen, RequestReview1{.reason = personal("不服")});
  ASSERT_EQ(scene.state.phases.stage, Phase::review_1);
  const StrikeOff now{
      .ground = StrikeGround::condition_met, .reason = "条件已满足", .told = Told::phone};
  EXPECT_EQ(scene.refusal(kChief, now), "account_cannot_go_on");
}

TEST(Account, WhatWasSettledOtherwiseIsStruckOffAndStaysClosed) {
  for (const auto ground : {StrikeGround::settled_otherwise, StrikeGround::not_wanted}) {
    auto scene = on_account();
    scene.accepts(kChief, StrikeOff{.ground = ground, .reason = "已在他所办成", .told = Told::sms});
    EXPECT_FALSE(scene.state.ending.account);
    EXPECT_EQ(scene.state.phases.stage, Phase::closed);
    EXPECT_FALSE(owes(scene, "account_review"));
    EXPECT_EQ(scene.refusal(kChief, an_account()), "");
  }
}

TEST(Account, ADepartmentOfTheLineMayKeepIt) {
  auto scene = answered_only();
  auto command = an_account();
  command.unit = "PD.RK";
  scene.accepts(kDistrict, command);
  EXPECT_EQ(scene.state.ending.account->unit, "PD.RK");
  EXPECT_EQ(scene.refusal(kChief, KeepOnAccount{.finding = "未变"}), "not_your_account");
  EXPECT_EQ(scene.refusal(kDistrict, KeepOnAccount{.finding = "未变"}), "");
}

TEST(Account, WhatIsRefused) {
  Scene done;
  done.closed();
  EXPECT_EQ(done.refusal(kChief, an_account()), "not_for_the_account");
  EXPECT_EQ(done.refusal(kChief, KeepOnAccount{.finding = "未变"}), "not_on_account");
  auto scene = answered_only();
  EXPECT_EQ(scene.refusal(kOfficer, an_account()), "not_your_role");
  EXPECT_EQ(scene.refusal("station_chief:s9@PD02", an_account()), "not_your_station");
  EXPECT_EQ(scene.refusal(kTraffic, an_account()), "not_your_line");
  auto command = an_account();
  command.reason.reset();
  EXPECT_EQ(scene.refusal(kChief, command), "reason_missing");
  command = an_account();
  command.condition = " ";
  EXPECT_EQ(scene.refusal(kChief, command), "condition_missing");
  command = an_account();
  command.unit = "PD.JJ";
  EXPECT_NE(scene.refusal(kChief, command), "");
  command = an_account();
  for (const auto* bad : {"2023-06-01", "2023-05-31", "2023-08-31"}) {
    command.review_on = day(bad);
    EXPECT_EQ(scene.refusal(kChief, command), "review_day_out_of_range") << bad;
  }
  command.review_on = day("2023-06-02");
  EXPECT_EQ(scene.refusal(kChief, command), "");
  scene.accepts(kChief, an_account());
  EXPECT_EQ(scene.refusal(kChief, an_account()), "on_account_already");
  EXPECT_EQ(scene.refusal(kChief, KeepOnAccount{}), "finding_missing");
  EXPECT_EQ(scene.refusal(kChief, StrikeOff{}), "ground_missing");
  EXPECT_EQ(scene.refusal(kChief, StrikeOff{.ground = StrikeGround::not_wanted}), "reason_missing");
  EXPECT_EQ(scene.refusal(kChief, StrikeOff{.ground = StrikeGround::not_wanted, .reason = "x"}),
            "told_missing");
}

TEST(Account, PersonalDataStaysWhileItIsOnAccount) {
  auto scene = on_account();
  const core::Context late{
      scene.now + std::chrono::days{4000}, core::Actor::parse("administrator:a1"), {}};
  const auto no = scene.decider.check_erasure(scene.state, describe::Subject::reporter,
                                              trust::ErasureGround::retention, late);
  ASSERT_TRUE(no);
  EXPECT_EQ(no->name, "erasure_while_open");
  EXPECT_FALSE(scene.decider.is_past_retention(scene.state, late.now));
  scene.accepts(
      kChief,
      StrikeOff{.ground = StrikeGround::not_wanted, .reason = "不再要求", .told = Told::phone});
  EXPECT_TRUE(scene.decider.is_past_retention(scene.state, late.now));
}

// --- The call-back (R37) -------------------------------------------------------------------------

ConfirmOutcome an_answered_call(bool solved, bool satisfied,
                                std::optional<bool> own_cause = std::nullopt) {
  ConfirmOutcome command;
  command.how = Told::phone;
  command.contacted = true;
  command.solved = solved;
  command.satisfied = satisfied;
  command.own_cause = own_cause;
  return command;
}
ConfirmOutcome a_missed_call() {
  ConfirmOutcome command;
  command.how = Told::phone;
  command.contacted = false;
  return command;
}

TEST(Callback, WhoeverIsDrawnIsCalledFromTheDayAfterClosing) {
  auto scene = calling_all();
  scene.closed();
  const auto drawn = all<CallbackDrawn>(scene);
  ASSERT_EQ(drawn.size(), 1u);
  EXPECT_TRUE(drawn[0].chosen);
  EXPECT_TRUE(owes(scene, "callback"));
  EXPECT_EQ(day_of(*scene.state.ending.callback.due), "2023-06-08");
  EXPECT_EQ(scene.refusal(kSupervisor, an_answered_call(true, true)), "too_early_to_confirm");
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kSupervisor, an_answered_call(true, false));
  EXPECT_FALSE(owes(scene, "callback"));
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  EXPECT_EQ(scene.refusal(kSupervisor, an_answered_call(true, true)), "confirmed_already");
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Callback, NotSolvedByTheUnitsOwnFaultIsDoneAgain) {
  auto scene = calling_all();
  scene.closed();
  scene.at("2023-06-02T09:00:00+08:00");
  const auto events = scene.accepts(kSupervisor, an_answered_call(false, false, true));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(std::get<Reopened>(events[1]).redo);
  EXPECT_EQ(scene.state.phases.stage, Phase::accepted);
  EXPECT_EQ(scene.state.ending.rounds, 2u);
  EXPECT_EQ(scene.state.ending.redos, 1u);
  EXPECT_FALSE(owes(scene, "callback"));
  // The next round is drawn and called for itself.
  scene.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  scene.accepts(kOfficer, Scene::a_closing());
  EXPECT_TRUE(owes(scene, "callback"));
  scene.at("2023-06-05T09:00:00+08:00");
  scene.accepts(kSupervisor, an_answered_call(true, true));
  EXPECT_EQ(scene.state.ending.confirmations.size(), 2u);
  EXPECT_EQ(scene.replayed(), scene.state);
}

TEST(Callback, NotSolvedByAnotherCauseStaysClosed) {
  auto scene = calling_all();
  scene.closed();
  scene.at("2023-06-02T09:00:00+08:00");
  const auto events = scene.accepts(kSupervisor, an_answered_call(false, true, false));
  EXPECT_EQ(events.size(), 1u);
  EXPECT_EQ(scene.state.phases.stage, Phase::closed);
  EXPECT_EQ(scene.state.ending.redos, 0u);
}

TEST(Callback, ThreeAttemptsOnTwoDaysDischargeIt) {
  auto scene = calling_all();
  scene.closed();
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kSupervisor, a_missed_call());
  scene.accepts(kSupervisor, a_missed_call());
  scene.accepts(kSupervisor, a_missed_call());
  EXPECT_TRUE(owes(scene, "callback"));  // Three, but on one day.
  scene.at("2023-06-05T09:00:00+08:00");
  scene.accepts(kSupervisor, a_missed_call());
  EXPECT_FALSE(owes(scene, "callback"));
  ASSERT_EQ(scene.state.ending.confirmations.size(), 1u);
  EXPECT_FALSE(scene.state.ending.confirmations[0].contacted);
}

TEST(Callback, OneThatIsMissedIsSupervised) {
  auto scene = calling_all();
  scene.closed();
  expect_missed(scene, DeadlineKind::callback, SupervisionCause::callback_missed, "PD.RK");
  EXPECT_TRUE(owes(scene, "callback"));
}

TEST(Callback, WhoeverAsksForAReviewIsNotCalled) {
  auto scene = calling_all();
  scene.closed();
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kCitizen, RequestReview1{.reason = personal("不服")});
  EXPECT_FALSE(owes(scene, "callback"));
  scene.at("2023-06-12T09:00:00+08:00");
  EXPECT_NE(scene.refusal(kTimer, MissLimit{DeadlineKind::callback}), "");
}

TEST(Callback, AnOutageLeavesTheSameLog) {
  auto prompt = calling_all();
  prompt.closed();
  auto down = prompt;
  prompt.now = prompt.state.ending.callback.due->at + std::chrono::milliseconds{1};
  prompt.accepts(kTimer, MissLimit{DeadlineKind::callback});
  prompt.at("2023-06-09T09:00:00+08:00");
  down.now = prompt.now;
  prompt.accepts(kSupervisor, an_answered_call(true, true));
  down.accepts(kSupervisor, an_answered_call(true, true));
  ASSERT_EQ(prompt.log.size(), down.log.size());
  for (std::size_t i = 0; i < down.log.size(); ++i) {
    EXPECT_EQ(prompt.log[i].first, down.log[i].first) << i;
  }
}

TEST(Callback, AShareIsDrawnByAKeyAndTheDrawIsOnRecord) {
  const auto draw_of = [](const std::string& seed) {
    Scene scene;
    scene.decider.norms.name = "own";
    scene.decider.norms.callback_share = 40;
    scene.decider.norms.callback_seed = seed;
    EXPECT_TRUE(scene.decider.norms.check());
    scene.closed();
    const auto drawn = all<CallbackDrawn>(scene).at(0);
    EXPECT_EQ(drawn.share, 40u);
    EXPECT_LT(drawn.draw, 100u);
    EXPECT_EQ(drawn.chosen, drawn.draw < 40);
    EXPECT_EQ(drawn.due.has_value(), drawn.chosen);
    EXPECT_EQ(owes(scene, "callback"), drawn.chosen);
    return drawn.draw;
  };
  EXPECT_EQ(draw_of(kSeed), draw_of(kSeed));  // Nobody chooses.
  std::set<std::uint32_t> draws;
  for (const char digit : std::string{"0123456789"}) draws.insert(draw_of(std::string(32, digit)));
  EXPECT_GT(draws.size(), 5u);  // It is the key that decides.
}

TEST(Callback, AShareWithoutAKeyIsNoNorm) {
  Norms norms;
  norms.callback_share = 40;
  ASSERT_FALSE(norms.check());
  EXPECT_NE(norms.check().error().message().find("needs a callback_seed"), std::string::npos);
  norms.callback_seed = "abc";
  EXPECT_NE(norms.check().error().message().find("32 hexadecimal digits"), std::string::npos);
  norms.callback_seed = kSeed;
  EXPECT_TRUE(norms.check());
}

TEST(Callback, WithoutAProgrammeNobodyIsDrawnButMayBeCalled) {
  Scene scene;
  scene.closed();
  EXPECT_TRUE(all<CallbackDrawn>(scene).empty());
  EXPECT_FALSE(owes(scene, "callback"));
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(kSupervisor, an_answered_call(true, true));
  EXPECT_FALSE(scene.state.ending.confirmations.at(0).drawn);
}

TEST(Callback, WhoeverIsAnonymousIsNotCalled) {
  auto report = a_report();
  report.name.reset();
  report.narrative.reset();
  report.applicant = ApplicantKind::anonymous;
  auto scene = calling_all();
  scene.explained(report);
  scene.accepts(kOfficer, Scene::a_closing());
  EXPECT_TRUE(all<CallbackDrawn>(scene).empty());
  scene.at("2023-06-02T09:00:00+08:00");
  EXPECT_EQ(scene.refusal(kSupervisor, an_answered_call(true, true)), "nobody_to_call");
}

TEST(Callback, WhatIsFinishedAtOnceIsDrawnToo) {
  auto scene = calling_all();
  FinishOnSpot once;
  once.report = a_report();
  once.outcome = Outcome::done;
  scene.accepts(kOfficer, once);
  EXPECT_EQ(all<CallbackDrawn>(scene).size(), 1u);
  EXPECT_TRUE(owes(scene, "callback"));
}

TEST(Callback, WhatIsRefused) {
  auto scene = calling_all();
  scene.closed();
  scene.at("2023-06-02T09:00:00+08:00");
  EXPECT_EQ(scene.refusal(kOfficer, an_answered_call(true, true)), "not_your_role");
  EXPECT_EQ(scene.refusal(kCitizen, an_answered_call(true, true)), "not_your_role");
  EXPECT_EQ(scene.refusal(kTraffic, an_answered_call(true, true)), "not_your_line");
  EXPECT_EQ(scene.refusal(kSupervisor, ConfirmOutcome{}), "how_missing");
  auto command = an_answered_call(true, true);
  command.contacted.reset();
  EXPECT_EQ(scene.refusal(kSupervisor, command), "contacted_missing");
  command = an_answered_call(true, true);
  command.solved.reset();
  EXPECT_EQ(scene.refusal(kSupervisor, command), "solved_missing");
  command = an_answered_call(true, true);
  command.satisfied.reset();
  EXPECT_EQ(scene.refusal(kSupervisor, command), "satisfied_missing");
  EXPECT_EQ(scene.refusal(kSupervisor, an_answered_call(false, true)), "own_cause_missing");
  command = an_answered_call(true, true);
  command.own_cause = true;
  EXPECT_EQ(scene.refusal(kSupervisor, command), "own_cause_of_nothing");
  command = a_missed_call();
  command.solved = true;
  EXPECT_EQ(scene.refusal(kSupervisor, command), "not_asked");
  command = an_answered_call(true, true);
  command.how = Told::attempted;
  EXPECT_EQ(scene.refusal(kSupervisor, command), "reached_how");
  Scene open;
  open.accepted();
  EXPECT_EQ(open.refusal(kSupervisor, an_answered_call(true, true)), "not_allowed_in_phase");
}

TEST(Callback, ItFallsIntoServiceHours) {
  auto scene = with([](Norms& norms) {
    norms.callback_share = 100;
    norms.service_hours = "08:30-17:30";
  });
  scene.closed();
  scene.at("2023-06-02T20:00:00+08:00");
  EXPECT_EQ(scene.refusal(kSupervisor, a_missed_call()), "outside_service_hours");
  scene.at("2023-06-05T10:00:00+08:00");
  EXPECT_EQ(scene.refusal(kSupervisor, a_missed_call()), "");
}

TEST(Callback, TheThreeRatesCountEveryRound) {
  const auto one = [](bool contacted, bool solved, bool satisfied, bool drawn = true) {
    State state;
    state.ending.confirmations = {{1, drawn, contacted, solved, satisfied}};
    return state;
  };
  std::vector<State> cases{one(true, true, true),        one(true, true, false),
                           one(true, false, false),      one(false, false, false),
                           one(true, true, true, false), State{}};
  cases[2].ending.confirmations.push_back({2, true, true, true, true});
  EXPECT_EQ(callback_rates(cases), (CallbackRates{5, 4, 3, 2}));
  EXPECT_EQ(callback_rates(cases, Counted::all), (CallbackRates{6, 5, 4, 3}));
  EXPECT_EQ(callback_rates({}), CallbackRates{});
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
