// What if: under the norms that cases are pinned to, what is counted is what the log says; under
// others, what follows from them by hand.
#include <gtest/gtest.h>

#include <fstream>
#include <recourse/describe/wire.hpp>
#include <recourse/office/what_if.hpp>
#include <set>

#include "apps/cli/demo/shanghai.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
using casework::Norms;
using complaint::DeadlineKind;
using complaint::testing::a_report;
using complaint::testing::kOfficer;

Timestamp at(std::string_view text) { return parse_timestamp(text, kShanghaiOffset).value(); }
const core::Viewer kSupervisor{core::Actor::parse("supervisor:v1@city")};

using Late = std::set<std::pair<std::string, DeadlineKind>>;

/// Which limits passed unmet, as the log's own events say.
Late late_by_the_log(const Office& office) {
  Late late;
  const auto cursor = office.store().read_all({.stream_kind = "case"}).value();
  while (cursor->next().value()) {
    const auto& r = cursor->record();
    const std::string key{r.stream.substr(r.stream.find('/') + 1)};
    const auto event = core::Fold<complaint::ComplaintDecider>::event_of(r).value();
    if (std::holds_alternative<complaint::WentOverdue>(event)) {
      late.emplace(key, DeadlineKind::resolution);
    }
    const auto* released = std::get_if<complaint::Released>(&event);
    if (released != nullptr && released->in_time) late.erase({key, DeadlineKind::resolution});
    const auto* missed = std::get_if<complaint::LimitMissed>(&event);
    if (missed != nullptr &&
        std::ranges::find(limit_kinds(), missed->kind) != limit_kinds().end()) {
      late.emplace(key, missed->kind);
    }
    if (std::holds_alternative<complaint::NoticeMissed>(event) ||
        std::holds_alternative<complaint::DeemedAccepted>(event)) {
      late.emplace(key, DeadlineKind::notice);
    }
    if (std::holds_alternative<complaint::ReviewLapsed>(event)) {
      late.emplace(key, DeadlineKind::decline_review);
    }
  }
  return late;
}

std::string text_of(const Late& late) {
  std::string text;
  for (const auto& [key, kind] : late) {
    text += key + " " + std::string{describe::enum_name(kind)} + "\n";
  }
  return text;
}

/// The log's own word, and both columns, with and without counting every limit again.
void expect_as_recorded(const Office& office, std::size_t at_least) {
  const auto log = late_by_the_log(office);
  EXPECT_GE(log.size(), at_least) << "a history without lateness shows nothing";
  const auto head = office.store().head().value();
  for (const auto* calendar : {static_cast<const Calendar*>(nullptr), &Calendar::china()}) {
    const auto answer = what_if(office, {.calendar = calendar}, kSupervisor).value();
    Late now;
    Late then;
    for (const auto& one : answer.late) {
      // No limit of the past fires: its log says nothing of it.
      const auto id = StreamId::of("case", one.key).value();
      if (office.find_case(id)->state.intake.historical) continue;
      if (one.late_now) now.emplace(one.key, one.kind);
      if (one.late_then) then.emplace(one.key, one.kind);
      EXPECT_EQ(one.due_now, one.due_then) << one.key << " " << describe::enum_name(one.kind);
    }
    EXPECT_EQ(text_of(now), text_of(log));
    EXPECT_EQ(text_of(then), text_of(log));
    for (const auto& limit : answer.limits) {
      EXPECT_EQ(limit.only_now + limit.only_then, 0u) << describe::enum_name(limit.kind);
      EXPECT_EQ(limit.both, limit.late_now);
    }
  }
  EXPECT_EQ(office.store().head().value(), head) << "nothing is written";
}

TEST(WhatIf, UnderTheSameNormsADemonstrationIsWhatItsLogSays) {
  for (const std::uint64_t seed : {7u, 11u, 20231130u}) {
    SCOPED_TRACE(seed);
    ManualClock clock{at("2023-05-31 09:00")};
    const auto office = Office::open({.store = "memory", .clock = &clock}).value();
    ASSERT_TRUE(
        cli::play_shanghai_demo(*office, clock, {.seed = seed, .cases = 300, .store = "memory"}));
    expect_as_recorded(*office, 5);
  }
}

TEST(WhatIf, UnderTheSameNormsAnOldLogOfEveryKindOfCaseIsWhatItSays) {
  ManualClock clock{at("2030-01-01 09:00")};
  const auto office = Office::open({.store = "memory", .clock = &clock}).value();
  std::ifstream in{RECOURSE_SOURCE_DIR "/tests/golden/fold/case.log", std::ios::binary};
  const std::string log{std::istreambuf_iterator<char>{in}, {}};
  describe::WireReader r{log};
  std::uint64_t number = 0;
  while (r.ok() && !r.at_end()) {
    const auto record = core::decode_record(r.prefixed()).value();
    const auto stream = StreamId::parse(record.stream).value();
    core::Append append{.command_id = derived_command_id("what if " + std::to_string(++number)),
                        .actor = "golden",
                        .streams = {}};
    append.streams.push_back({stream, core::ExpectedVersion::any(), record.definition, {}});
    append.streams.back().events.push_back({std::string{record.type}, record.schema_version,
                                            record.occurred_at, std::string{record.payload}});
    ASSERT_TRUE(office->store().append(std::move(append)));
  }
  ASSERT_GT(number, 1000u);
  // What has passed since, in cases that were open when the log was taken, is said as well.
  office->fire_due().value();
  expect_as_recorded(*office, 15);
}

class WhatIfByHand : public testing::Test {
 protected:
  template <class C>
  void give(const C& command, std::string_view actor = kOfficer) {
    const auto outcome =
        office->handle(id, command, office->context(core::Actor::parse(actor))).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  void when(std::string_view moment) {
    clock.set(at(moment));
    office->clock_moved();
    ASSERT_TRUE(office->fire_due());
  }
  void close() {
    complaint::Close close;
    close.outcome = complaint::Outcome::done;
    close.reply = complaint::testing::personal("已办结");
    close.told = complaint::Told::in_person;
    close.late_reason = "核查耗时";
    give(close);
  }
  WhatIf answer(Norms norms, CaseSelection selection = {}) const {
    return what_if(*office, {.selection = std::move(selection), .norms = std::move(norms)},
                   kSupervisor)
        .value();
  }
  const LateCase* late(const WhatIf& answer, DeadlineKind kind) const {
    const auto found = std::ranges::find(answer.late, kind, &LateCase::kind);
    return found == answer.late.end() ? nullptr : &*found;
  }

  ManualClock clock{at("2023-06-01 09:00")};  // a Thursday
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  StreamId id = StreamId::of("case", "PD01-1").value();
};

Norms with(std::int64_t Norms::*number, std::int64_t days) {
  Norms norms;
  norms.name = "other";
  norms.*number = days;
  return norms;
}

TEST_F(WhatIfByHand, AShorterLimitMakesLateWhatWasInTime) {
  give(a_report());
  when("2023-06-02 10:00");
  give(complaint::Accept{.present = true});
  when("2023-06-06 10:00");  // the third working day
  give(complaint::RouteOnSpot{});
  close();
  const auto shorter = answer(with(&Norms::ordinary, 2));
  const auto* one = late(shorter, DeadlineKind::resolution);
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->key, "PD01-1");
  EXPECT_TRUE(one->late_then && !one->late_now);
  EXPECT_EQ(to_string(*one->due_now, kShanghaiOffset), "2023-06-08T23:59:59.999+08:00");
  EXPECT_EQ(to_string(*one->due_then, kShanghaiOffset), "2023-06-05T23:59:59.999+08:00");
  EXPECT_EQ(shorter.limits.front().only_then, 1u);
  EXPECT_EQ(late(answer(with(&Norms::ordinary, 3)), DeadlineKind::resolution), nullptr)
      << "the last day counts in full";
  EXPECT_EQ(late(answer(with(&Norms::difficult, 16)), DeadlineKind::resolution), nullptr);
}

TEST_F(WhatIfByHand, ALongerLimitMakesInTimeWhatWasLateAndAnOpenCaseIsJudgedUpToNow) {
  give(a_report());
  when("2023-06-02 10:00");
  give(complaint::Accept{.present = true});
  when("2023-06-09 10:00");  // the sixth working day: overdue since yesterday's end
  const auto longer = answer(with(&Norms::ordinary, 6));
  const auto* one = late(longer, DeadlineKind::resolution);
  ASSERT_NE(one, nullptr);
  EXPECT_TRUE(one->late_now && !one->late_then);
  when("2023-06-12 00:00");
  EXPECT_TRUE(late(answer(with(&Norms::ordinary, 6)), DeadlineKind::resolution)->late_then)
      << "it is open still, and the longer limit has passed as well";
  const auto before = answer(with(&Norms::ordinary, 6), {.as_of = Position{2}});
  EXPECT_TRUE(before.late.empty()) << "as of the acceptance nothing was late";
  EXPECT_EQ(before.position, Position{2});
}

TEST_F(WhatIfByHand, ALimitThatOnlyTheOtherNormsHaveIsSet) {
  give(a_report());
  when("2023-06-05 10:00");
  give(complaint::Accept{.present = true});
  auto tianjin = *casework::Profiles::builtin().newest("tianjin");
  ASSERT_EQ(tianjin.receive_ordinary, 1);
  const auto then = answer(tianjin);
  const auto* one = late(then, DeadlineKind::receipt);
  ASSERT_NE(one, nullptr) << "taken in hand on the second working day";
  EXPECT_FALSE(one->due_now.has_value());
  EXPECT_EQ(to_string(*one->due_then, kShanghaiOffset), "2023-06-02T23:59:59.999+08:00");
}

TEST_F(WhatIfByHand, ACaseThatWasMergedWasTakenInHand) {
  give(a_report());
  id = StreamId::of("case", "PD01-2").value();
  give(a_report());
  when("2023-06-01 15:00");
  give(complaint::Merge{.target = "PD01-1", .reason = "同一事项", .same_person = true});
  when("2023-06-06 10:00");
  give(complaint::Unmerge{.target = "PD01-1", .reason = "并非一事"}, complaint::testing::kChief);
  when("2023-06-07 10:00");
  const auto tianjin = *casework::Profiles::builtin().newest("tianjin");
  const auto then = answer(tianjin, {.keys = {"PD01-2"}});
  EXPECT_EQ(late(then, DeadlineKind::receipt), nullptr);
  EXPECT_NE(late(answer(tianjin, {.keys = {"PD01-1"}}), DeadlineKind::receipt), nullptr)
      << "the other one lies there still";
}

TEST_F(WhatIfByHand, TheScopeIsOwedFromTheAcceptance) {
  give(a_report());
  when("2023-06-02 10:00");
  give(complaint::Accept{.present = true});
  when("2023-06-07 10:00");
  const auto then = answer(with(&Norms::scope, 2));
  const auto* one = late(then, DeadlineKind::scope);
  ASSERT_NE(one, nullptr);
  EXPECT_FALSE(one->due_now.has_value());
  EXPECT_EQ(to_string(*one->due_then, kShanghaiOffset), "2023-06-06T23:59:59.999+08:00");
}

TEST_F(WhatIfByHand, NobodyOwesTheScopeOfWhatWasNotAcceptedByAnybody) {
  give(a_report());
  give(complaint::Decline{.ground = complaint::DeclineGround::court,
                          .reason = "正在诉讼",
                          .remedy = "向法院提出",
                          .body = "浦东法院",
                          .told = complaint::Told::in_person});
  when("2023-06-02 10:00");
  give(complaint::OverturnDecline{.reason = "应由本所办理"}, complaint::testing::kChief);
  when("2023-06-07 10:00");
  EXPECT_EQ(late(answer(with(&Norms::scope, 2)), DeadlineKind::scope), nullptr);
}

TEST_F(WhatIfByHand, AnotherCalendarMovesWhatItsNoticeMoves) {
  give(a_report());
  when("2023-06-02 10:00");
  give(complaint::Accept{.present = true});
  when("2023-06-09 10:00");
  const std::string file = testing::TempDir() + "what_if_2023.json";
  std::ofstream{file} << R"({"year": 2023, "papers": ["https://example.org"], "days": [)"
                      << R"({"name": "x", "date": "2023-06-07", "isOffDay": true}]})";
  const auto calendar = calendar_with(Calendar::china(), {file}).value();
  const auto then = what_if(*office, {.calendar = &calendar}, kSupervisor).value();
  const auto* one = late(then, DeadlineKind::resolution);
  ASSERT_NE(one, nullptr);
  EXPECT_TRUE(one->late_now && !one->late_then) << "the fifth working day is the 9th then";
  EXPECT_EQ(then.calendar, calendar.edition());
  std::ofstream{file} << R"({"year": 2023, "papers": [], "days": []})";
  EXPECT_EQ(calendar_with(Calendar::china(), {file}).error().code(), Errc::invalid_argument);
  EXPECT_FALSE(calendar_with(Calendar::china(), {file + ".none"}));
}

TEST_F(WhatIfByHand, OnlyCasesThatTheViewerMaySeeAreCounted) {
  give(a_report());
  const WhatIfOptions any{};
  const auto of = [&](std::string_view who) {
    return what_if(*office, any, {core::Actor::parse(who)}).value().cases;
  };
  EXPECT_EQ(of(kOfficer), 1u);
  EXPECT_EQ(of("window_officer:w9@PD02"), 0u);
  EXPECT_EQ(of("citizen:c1"), 0u);
  EXPECT_EQ(of("administrator:a1"), 0u);
}

TEST_F(WhatIfByHand, WhatCannotBeIsSaid) {
  give(a_report());
  const auto code = [&](const WhatIfOptions& options) {
    return what_if(*office, options, kSupervisor).error().code();
  };
  EXPECT_EQ(code({.selection = {.as_of = Position{99}}}), Errc::timed_out);
  EXPECT_EQ(code({.selection = {.as_of = Position{0}}}), Errc::invalid_argument);
  EXPECT_EQ(code({.selection = {.keys = {"PD01-9"}}}), Errc::not_found);
  EXPECT_EQ(code({.selection = {.from = at("2023-07-01 00:00"), .to = at("2023-06-01 00:00")}}),
            Errc::invalid_argument);
  EXPECT_EQ(code({.norms = with(&Norms::ordinary, -1)}), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse
