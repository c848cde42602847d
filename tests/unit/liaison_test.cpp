// The liaisons (R21): who it is on which day, what is collected, when digests go out and are
// answered.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/liaison/refusals.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <set>

namespace recourse::casework::liaison {
namespace {

using Scenario = test::Scenario<LiaisonDecider>;

constexpr const char* kDepartment = "district_officer:d1@JA.RK";
constexpr const char* kForeign = "district_officer:d2@JA.ZA";
constexpr const char* kOtherBureau = "district_officer:d3@PD.RK";
constexpr const char* kLiaison = "liaison:x1@JA.RK";
constexpr const char* kStandIn = "liaison:x2@JA.RK";
constexpr const char* kLead = "counter_lead:l1@JA012";
constexpr const char* kOtherStation = "counter_lead:l2@JA013";
constexpr const char* kTimer = "timer:timer";

LocalDay day(std::string_view text) { return parse_day(text).value(); }
Timestamp end(std::string_view date) { return end_of(day(date), kShanghaiOffset); }

/// Monday, 2 March 2026, nine in the morning.
void begin(Scenario& post) {
  post.zone(kShanghaiOffset).at("2026-03-02 09:00").on("population.JA012");
}

struct LiaisonTest : testing::Test {
  LiaisonTest() { begin(post); }

  void appoint() { post.actor(kDepartment).when(Appoint{"x1", "x2"}); }
  void collect(std::string what, std::string from_case = {}) {
    post.actor(kLead).when(Collect{std::move(what), std::move(from_case), "RK01"});
  }
  const State& state() const { return post.state(); }

  Scenario post{LiaisonDecider{}, test::to_gtest()};
};

using Names = std::vector<std::string>;
Names duty_names(const State& state) {
  Names names;
  for (const auto& duty : LiaisonDecider{}.duties(state)) names.emplace_back(duty.name);
  return names;
}
std::vector<std::uint32_t> numbers_of(const DigestIssued& digest) {
  std::vector<std::uint32_t> numbers;
  for (const auto& item : digest.matters) numbers.push_back(item.number);
  return numbers;
}
using Numbers = std::vector<std::uint32_t>;

const DigestIssued& last_digest(const Scenario& post) {
  static const DigestIssued kNone{};
  for (auto one = post.events().rbegin(); one != post.events().rend(); ++one) {
    if (const auto* const e = std::get_if<DigestIssued>(&one->event)) return *e;
  }
  return kNone;
}

// --- the post ------------------------------------------------------------------------------------

TEST_F(LiaisonTest, ADepartmentAppointsOneOfItsPersonsAndOneWhoStandsIn) {  // R21
  appoint();
  post.then(Appointed{"d1", Line::population, "JA012", "JA.RK", "x1", "x2",
                      Due{end("2026-03-16"), false, day("2026-03-02"), 10}});
  EXPECT_EQ(on_duty(state(), day("2026-03-02")), "x1");
  EXPECT_EQ(on_duty({}, day("2026-03-02")), "");
  post.when(Appoint{"x3", "x2"}).then_refused("not_now", "lifecycle");
  post.when(Replace{.staff = "x3", .why = "调岗"}).then(Replaced{"d1", "x3", "x2", "调岗"});
  EXPECT_EQ(on_duty(state(), day("2026-03-02")), "x3");
}

TEST_F(LiaisonTest, WhileAwayTheOneWhoStandsInIsIt) {  // R21
  appoint();
  post.actor(kLiaison).when(NoteAbsence{.from = day("2026-03-05"), .until = day("2026-03-10")});
  post.then(AbsenceNoted{"x1", {"x1", day("2026-03-05"), day("2026-03-10")}});
  EXPECT_EQ(on_duty(state(), day("2026-03-04")), "x1");
  EXPECT_EQ(on_duty(state(), day("2026-03-05")), "x2");
  EXPECT_EQ(on_duty(state(), day("2026-03-10")), "x2");
  EXPECT_EQ(on_duty(state(), day("2026-03-11")), "x1");
  post.actor(kStandIn).when(Collect{"x"}).then_refused("not_on_duty", "R21");
  post.at("2026-03-05 09:00").when(Collect{"外省出生证核验慢"}).then_types({"liaison.collected"});
  post.actor(kLiaison).when(Collect{"x"}).then_refused("not_on_duty", "R21");
}

TEST_F(LiaisonTest, BothAreNeverAwayAtOnce) {  // R21
  appoint();
  post.actor(kLiaison).when(NoteAbsence{.from = day("2026-03-05"), .until = day("2026-03-10")});
  post.actor(kStandIn);
  const auto away = [](std::string_view from, std::string_view until) {
    return NoteAbsence{.staff = "x2", .from = day(from), .until = day(until)};
  };
  post.when(away("2026-03-10", "2026-03-12")).then_refused("both_away", "R21");
  post.when(away("2026-03-02", "2026-03-05")).then_refused("both_away", "R21");
  post.when(away("2026-03-06", "2026-03-07")).then_refused("both_away", "R21");
  post.when(away("2026-03-02", "2026-03-31")).then_refused("both_away", "R21");
  post.when(away("2026-03-02", "2026-03-04")).then_types({"liaison.absence_noted"});
  post.when(away("2026-03-11", "2026-03-12")).then_types({"liaison.absence_noted"});
  post.actor(kDepartment).when(Replace{.stand_in = "x4", .why = "调岗"});
  EXPECT_EQ(state().absences.size(), 1u) << "who has no part any more is not away from it";
}

TEST_F(LiaisonTest, AVacantPostIsFilledInTimeOrTheMissIsRecorded) {  // R21
  appoint();
  post.when(Leave{}).then_refused("why_missing");
  post.when(Leave{"退休"}).then_types({"liaison.left"});
  EXPECT_EQ(on_duty(state(), day("2026-03-02")), "");
  EXPECT_EQ(duty_names(state()), Names{"appoint_liaison"});
  post.then_timer("vacancy", "2026-03-09 23:59:59.999");
  post.until("2026-03-10 00:00").then_types({"liaison.limit_missed"});
  EXPECT_EQ(duty_names(state()), Names{"appoint_liaison"}) << "it stays owed";
  post.then_no_timer("vacancy").when(Appoint{"x5", "x2"});
  EXPECT_TRUE(duty_names(state()).empty());
  post.then_timer("digest", "2026-03-16 23:59:59.999");
}

TEST_F(LiaisonTest, AVacancyThatIsFilledInTimeIsNotMissed) {
  appoint();
  post.when(Leave{"退休"}).when(Appoint{"x5", "x2"});
  post.then_no_timer("vacancy").until("2026-03-13 00:00").then_nothing();
}

// --- matters and digests -------------------------------------------------------------------------

TEST_F(LiaisonTest, AtRegularIntervalsADigestHoldsAllThatWasCollected) {  // R21
  appoint();
  collect("甲", "case/JA012-1");
  collect("乙");
  collect("又是甲", "case/JA012-1");
  post.then_nothing();
  post.until("2026-03-17 00:00").then_types({"liaison.digest_issued"});
  const auto& digest = last_digest(post);
  EXPECT_EQ(digest.day, day("2026-03-17"));
  EXPECT_EQ(numbers_of(digest), (Numbers{1, 2}));
  EXPECT_EQ(digest.answer->at, end("2026-03-24"));
  EXPECT_EQ(digest.next->at, end("2026-03-30")) << "ten working days from the last due day";
  EXPECT_EQ(state().collection, Collection::digest_open);
  EXPECT_EQ(duty_names(state()), Names{"answer_digest"});
}

TEST_F(LiaisonTest, ADigestWithoutMattersAsksForNothing) {  // R21
  appoint();
  post.until("2026-03-31 00:00");
  post.then_types({"liaison.digest_issued", "liaison.digest_issued"});
  EXPECT_EQ(state().collection, Collection::collecting);
  EXPECT_EQ(state().digest, 2u);
  EXPECT_TRUE(duty_names(state()).empty());
  post.then_no_timer("answer");
}

TEST_F(LiaisonTest, EachMatterIsAnsweredWithASolutionOrANextStep) {  // R21
  appoint();
  collect("甲");
  collect("乙");
  post.until("2026-03-17 09:00").actor(kDepartment);
  post.when(Answer{1, " ", ""}).then_refused("answer_missing");
  post.when(Answer{1, "经核验平台查询", ""});
  post.then(MatterAnswered{"d1", 1, "", "经核验平台查询", "", false});
  post.when(Answer{1, "又", ""}).then_refused("not_open", "R21");
  post.actor(kLiaison).when(Answer{2, "", "已报市局，下周答复"});
  post.then_types({"liaison.matter_answered", "liaison.digest_answered"});
  EXPECT_EQ(state().collection, Collection::answered);
  EXPECT_TRUE(duty_names(state()).empty());
  EXPECT_EQ(state().solved, 1u);
  EXPECT_EQ(state().next_steps, 1u);
  EXPECT_EQ(state().late, 0u);
  post.then_no_timer("answer").until("2026-03-30 00:00").then_nothing();
}

TEST_F(LiaisonTest, WhatIsNotAnsweredGoesIntoTheNextDigestAndStaysLate) {  // R21
  appoint();
  collect("甲");
  collect("乙");
  post.until("2026-03-17 09:00").actor(kDepartment).when(Answer{1, "好", ""});
  post.until("2026-03-25 00:00").then_types({"liaison.limit_missed"});
  const auto& missed = std::get<LimitMissed>(post.events().back().event);
  EXPECT_EQ(missed.matters, Numbers{2});
  EXPECT_EQ(missed.unit, "JA.RK");
  EXPECT_EQ(duty_names(state()), Names{"answer_digest"}) << "it stays owed";
  collect("丙");
  post.until("2026-03-31 00:00").then_types({"liaison.digest_issued"});
  const auto& digest = last_digest(post);
  EXPECT_EQ(numbers_of(digest), (Numbers{2, 3}));
  EXPECT_TRUE(digest.matters[0].carried);
  EXPECT_FALSE(digest.matters[1].carried);
  post.actor(kDepartment).when(Answer{2, "好", ""});
  EXPECT_TRUE(std::get<MatterAnswered>(post.events().back().event).late)
      << "by its first digest, not by the last";
  post.when(Answer{3, "好", ""});
  post.then_types({"liaison.matter_answered", "liaison.digest_answered"});
  EXPECT_FALSE(std::get<DigestAnswered>(post.events().back().event).late);
  EXPECT_EQ(state().late, 1u);
}

TEST_F(LiaisonTest, ADigestThatIsAnsweredLateIsRecordedSo) {  // R21
  appoint();
  collect("甲");
  post.until("2026-03-25 09:00").actor(kDepartment).when(Answer{1, "好", ""});
  EXPECT_TRUE(std::get<DigestAnswered>(post.events().back().event).late);
}

TEST_F(LiaisonTest, AMatterMayBeAnsweredBeforeItsDigest) {
  appoint();
  collect("甲");
  post.actor(kDepartment).when(Answer{1, "好", ""}).then_types({"liaison.matter_answered"});
  post.until("2026-03-17 00:00");
  EXPECT_TRUE(last_digest(post).matters.empty());
}

TEST_F(LiaisonTest, NothingIsLostWhileThePostIsVacant) {  // R16, R21
  appoint();
  post.when(Leave{"退休"});
  post.until("2026-03-17 09:00");
  EXPECT_EQ(state().next_digest, std::nullopt) << "nobody collects and nothing is open";
  collect("甲");
  post.then_timer("digest", "2026-03-31 23:59:59.999");
  post.until("2026-04-01 00:00").then_types({"liaison.digest_issued"});
  EXPECT_EQ(numbers_of(last_digest(post)), Numbers{1});
  EXPECT_EQ(duty_names(state()), (Names{"appoint_liaison", "answer_digest"}));
  for (int i = 0; i < 6; ++i) {
    post.elapse(std::chrono::days{14});
    EXPECT_EQ(numbers_of(last_digest(post)), Numbers{1});
  }
}

/// What was recorded, when and by which event.
Names log_of(const Scenario& scenario) {
  Names log;
  for (const auto& one : scenario.events()) {
    log.push_back(to_string(one.at) + " " +
                  serialize(describe::to_json(one.event, {.reveal = true})));
  }
  return log;
}

TEST_F(LiaisonTest, WhatALimitBringsDoesNotDependOnWhetherTheTimerOrACommandCameFirst) {
  appoint();
  collect("甲");
  post.until("2026-04-20 10:00").actor(kDepartment).when(Answer{1, "好", ""});
  Scenario late{LiaisonDecider{}, test::to_gtest()};  // its timers rest until the command
  begin(late);
  late.actor(kDepartment).when(Appoint{"x1", "x2"});
  late.actor(kLead).when(Collect{"甲", "", "RK01"});
  late.at("2026-04-20 10:00").actor(kDepartment).when(Answer{1, "好", ""});
  EXPECT_EQ(log_of(post), log_of(late));
  EXPECT_GE(post.events().size(), 7u) << "three digests and a miss lie between";
}

// --- refusals ------------------------------------------------------------------------------------

TEST_F(LiaisonTest, EveryRowOfTheTableIsProvoked) {
  std::set<std::string> provoked;
  const auto refused = [&](std::string_view actor, Command command, std::string_view name) {
    post.actor(actor).when(std::move(command)).then_refused(name);
    provoked.emplace(name);
  };
  for (const auto* key : {"JA012", "population.", "other.JA012", "hukou.JA012"}) {
    post.on(key);
    refused(kDepartment, Appoint{"x1", "x2"}, "no_such_post");
  }
  post.on("population.JA012");
  refused(kLead, Collect{"x"}, "not_now");
  refused(kLead, Appoint{"x1", "x2"}, "not_your_role");
  refused("", Appoint{"x1", "x2"}, "not_your_role");
  refused("district_officer: @JA.RK", Appoint{"x1", "x2"}, "no_actor");
  refused(kForeign, Appoint{"x1", "x2"}, "not_your_post");
  refused("district_officer:d1", Appoint{"x1", "x2"}, "not_your_post");
  refused("district_officer:d1@city.RK", Appoint{"x1", "x2"}, "not_your_post");
  refused(kDepartment, Appoint{" ", "x2"}, "staff_missing");
  refused(kDepartment, Appoint{"x1", ""}, "stand_in_missing");
  refused(kDepartment, Appoint{"x1", "x1"}, "own_stand_in");
  appoint();
  refused(kOtherBureau, Replace{"x3", "", "w"}, "not_your_post");
  refused(kDepartment, Replace{}, "nothing_changed");
  refused(kDepartment, Replace{.staff = "x2", .why = "w"}, "own_stand_in");
  refused(kDepartment, Replace{.staff = "x3"}, "why_missing");
  refused(kDepartment, NoteAbsence{.staff = "x9", .until = day("2026-03-03")}, "not_of_the_post");
  refused(kDepartment, NoteAbsence{}, "until_missing");
  const auto away = [](std::string_view from, std::string_view until) {
    return NoteAbsence{.from = day(from), .until = day(until)};
  };
  refused(kDepartment, away("2026-03-01", "2026-03-05"), "day_over");
  refused(kDepartment, away("2026-03-05", "2026-03-04"), "days_reversed");
  refused(kDepartment, away("2026-03-05", "2027-03-04"), "day_too_far");
  post.actor(kStandIn).when(NoteAbsence{.staff = "x2", .until = day("2026-03-05")});
  refused(kLiaison, away("2026-03-05", "2026-03-06"), "both_away");
  refused(kStandIn, Collect{"x"}, "not_on_duty");
  refused(kOtherStation, Collect{"x"}, "not_your_post");
  refused(kLead, Collect{" "}, "what_missing");
  refused(kLead, Collect{"x", "", "XX99"}, "no_such_matter");
  refused(kDepartment, Answer{1, "x", ""}, "not_open");
  collect("甲");
  refused(kDepartment, Answer{1, "", ""}, "answer_missing");
  for (const auto& word : describe::enum_info<LimitKind>.words) {
    refused(kTimer, PassLimit{static_cast<LimitKind>(word.value)}, "not_due_yet");
  }
  refused(kTimer, RecomputeLimits{}, "nothing_to_recompute");
  std::set<std::string> all;
  for (const auto& row : refusals::kAll) all.emplace(row.name);
  EXPECT_EQ(provoked, all);
  EXPECT_TRUE(core::well_formed(refusals::kAll));
}

TEST_F(LiaisonTest, TextThatIsTooLongIsAnError) {
  appoint();
  collect(std::string(limits::kShortTextBytesMax + 1, 'a'));
  post.then_error(Errc::limit_exceeded);
}

TEST(LiaisonSight, StaffOfThePostsStationAndTheDepartmentsSeeIt) {  // R16, R21
  const LiaisonDecider decider;
  const State state{.station = "JA012", .unit = "JA.RK"};
  const auto sees = [&](std::string_view actor) {
    return decider.sees(state, {core::Actor::parse(actor)}).any;
  };
  for (const auto* actor : {kLead, kDepartment, kLiaison, "supervisor:v1"}) {
    EXPECT_TRUE(sees(actor)) << actor;
  }
  for (const auto* actor : {kOtherStation, "citizen:c1", "auxiliary:f1@JA012", "mayor:x"}) {
    EXPECT_FALSE(sees(actor)) << actor;
  }
}

TEST(LiaisonTimers, WhatTheDeciderDeclinesIsRecorded) {
  const core::ArmedTimer timer{.name = "digest"};
  const auto declined =
      LiaisonDecider{}.timer_declined(timer, core::refuse<refusals::why_missing>());
  EXPECT_EQ(std::get<TimerDeclined>(declined), (TimerDeclined{"digest", "why_missing"}));
}

// --- the lifecycle -------------------------------------------------------------------------------

template <class P>
std::vector<P> all_of() {
  std::vector<P> all;
  for (const auto& word : describe::enum_info<P>.words) all.push_back(static_cast<P>(word.value));
  return all;
}

/// Every event; the digest twice, with matters and without.
std::vector<std::pair<Event, std::string_view>> all_events() {
  std::vector<std::pair<Event, std::string_view>> events;
  const auto& set = describe::set_info<Event>();
  for (std::size_t i = 0; i < set.types.size(); ++i) {
    const auto event = describe::make_alternative<Event>(i);
    const bool digest = std::holds_alternative<DigestIssued>(event);
    events.emplace_back(event, digest ? "without matters" : "");
  }
  events.emplace_back(DigestIssued{.matters = {{}}}, "with matters");
  return events;
}

/// The machine goes where the rows say, and nowhere else.
template <class P>
void expect_machine_is_table(const lifecycle::Region<P>& region) {
  std::size_t taken = 0;
  for (const auto& [event, when] : all_events()) {
    const auto type = describe::type_of(event);
    for (const auto phase : all_of<P>()) {
      std::optional<P> expected;
      for (const auto& row : region.rows()) {
        const bool here = row.from == static_cast<std::uint64_t>(phase) && row.event == type;
        if (here && row.when == when) expected = static_cast<P>(row.to);
      }
      EXPECT_EQ(region.advance(phase, event), expected) << describe::enum_name(phase) << type;
      if (expected) ++taken;
    }
  }
  EXPECT_EQ(taken, region.rows().size());
}

TEST(LiaisonLifecycle, TheMachinesAreTheTables) {
  expect_machine_is_table(posts());
  expect_machine_is_table(collections());
}

TEST(LiaisonLifecycle, EveryPhaseTakesFromEveryRoleWhatTheTablesSay) {  // R21
  const LiaisonDecider decider;
  std::size_t cells = 0;
  const auto& commands = describe::set_info<Command>();
  for (const auto post : all_of<Post>()) {
    for (const auto collection : all_of<Collection>()) {
      State state{.post = post, .collection = collection, .line = Line::population};
      state.station = "JA012", state.unit = "JA.RK", state.staff = "x1", state.stand_in = "x2";
      for (std::size_t i = 0; i < commands.types.size(); ++i) {
        const auto name = commands.types[i]->type;
        for (const auto role : all_of<Role>()) {
          core::Context context{end("2026-03-02"),
                                {"x1", std::string{describe::enum_name(role)}, "JA.RK"},
                                CommandId{}};
          context.stream = "liaison/population.JA012";
          context.standing = core::StandingOf::role(context.actor.role);
          const auto decision =
              decider.decide(state, describe::make_alternative<Command>(i), context);
          const auto no = decision.is_refusal() ? decision.refusal().name : std::string{};
          const bool of_time = name == describe::spec_of<PassLimit>.type ||
                               name == describe::spec_of<RecomputeLimits>.type;
          ++cells;
          if (!of_time && !takes(post, collection, name)) {
            EXPECT_EQ(no, "not_now") << name;
          } else if (!may_give(name, role)) {
            EXPECT_EQ(no, "not_your_role") << name << " " << describe::enum_name(role);
          } else {
            EXPECT_NE(no, "not_now") << name;
            EXPECT_NE(no, "not_your_role") << name;
          }
        }
      }
    }
  }
  EXPECT_EQ(cells, 2u * 3u * 8u * 14u);
}

TEST(LiaisonLifecycle, AStreamBeginsWithAnAppointment) {
  const LiaisonDecider decider;
  EXPECT_EQ(decider.next({}), (std::vector<std::string_view>{"liaison.appoint"}));
  core::Context context{Timestamp{}, core::Actor::parse(kDepartment), CommandId{}};
  context.stream = "liaison/population.JA012";
  EXPECT_EQ(decider.next_for({}, context).size(), 1u);
  context.actor = core::Actor::parse(kForeign);
  EXPECT_TRUE(decider.next_for({}, context).empty());
}

}  // namespace
}  // namespace recourse::casework::liaison
