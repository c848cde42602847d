// A year's notice in the log of an engine: who decides by it, and from when.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/office.hpp>
#include <thread>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework;
using namespace casework::complaint;
using casework::calendar::PublishYear;
using casework::complaint::testing::a_report;
using casework::complaint::testing::day;

Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }
Timestamp end(std::string_view date) { return end_of(day(date), kShanghaiOffset); }
bool ends(const std::optional<Due>& due, Timestamp at, bool provisional) {
  return due && due->at == at && due->provisional == provisional;
}
StreamId id(std::string_view key) { return StreamId::of("case", key).value(); }

PublishYear a_notice() {
  return {2027, {{day("2027-01-01"), true, "元旦"}, {day("2027-01-04"), true, "元旦"}}, "gov.cn"};
}

class OfficeCalendarTest : public ::testing::Test {
 protected:
  ~OfficeCalendarTest() override {
    office.reset();
    std::filesystem::remove_all(folder);
  }
  void open(std::string store = "memory") {
    office.reset();
    office =
        Office::open({.directory = folder, .store = std::move(store), .clock = &clock}).value();
  }
  void report(std::string_view key) const {
    const auto context = office->context({"w1", "window_officer", "PD01"});
    ASSERT_FALSE(office->handle(id(key), a_report(), context)->refused());
  }
  core::Outcome publish(const PublishYear& notice = a_notice()) const {
    return office->publish_year(notice, office->context({"a1", "administrator", ""})).value();
  }
  State state(std::string_view key) const { return office->find_case(id(key)).value().state; }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recourse-calendar-" + random_log_id().to_string());
  const std::string known = Calendar::china().edition() + "+2027";
  ManualClock clock{at("2026-12-28T09:00:00+08:00")};
  std::unique_ptr<Office> office;
};

TEST_F(OfficeCalendarTest, TheNextCommandIsDecidedByTheNotice) {
  open();
  EXPECT_EQ(office->calendar().edition(), Calendar::china().edition());
  EXPECT_TRUE(office->notices()->years.empty());
  const auto& before = office->calendar();
  report("A");
  EXPECT_FALSE(publish().refused());
  EXPECT_EQ(publish().refusal().name, "already_published");
  report("B");
  EXPECT_EQ(office->calendar().edition(), known);
  EXPECT_EQ(before.edition(), Calendar::china().edition()) << "the old one is kept";
  EXPECT_EQ(office->notices()->years.at(0).by, "a1");
  EXPECT_EQ(state("A").intake.calendar, Calendar::china().edition());
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-04"), true));
  EXPECT_EQ(state("B").intake.calendar, known);
  EXPECT_TRUE(ends(state("B").deadlines.resolution, end("2027-01-06"), false));
}

TEST_F(OfficeCalendarTest, OpenCasesAreRecomputedOnce) {
  open();
  for (const auto* key : {"A", "B", "C"}) report(key);
  office
      ->handle(id("C"), Withdraw{.proof = WithdrawProof::code, .reference = "1"},
               office->context({"c1", "citizen", ""}))
      .value();
  const auto withdrawn = state("C");
  EXPECT_EQ(office->recompute_limits().value(), RecomputeReport{}) << "no notice yet";
  publish();
  EXPECT_EQ(office->recompute_limits().value(), (RecomputeReport{2, 2, 2, 0}));
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-06"), false));
  EXPECT_EQ(state("C"), withdrawn);
  const auto head = office->store().head().value();
  EXPECT_EQ(office->recompute_limits(core::Actor{"a2", "administrator", ""}).value(),
            RecomputeReport{});
  EXPECT_EQ(office->store().head().value(), head);
  const auto deadlines =
      office->deadlines({.kind = DeadlineKind::resolution}, head).value().deadlines;
  ASSERT_EQ(deadlines.size(), 2u);
  EXPECT_EQ(deadlines[0].due, end("2027-01-06")) << "the list of limits follows";
  EXPECT_TRUE(office->verify()->ok());
}

TEST_F(OfficeCalendarTest, APublishedNoticeMovesTheLimitsByItself) {
  open();
  office->engine().react().value();  // from here on
  for (const auto* key : {"A", "B"}) report(key);
  const auto notice = publish();
  const auto stands = office->engine().react().value();
  const auto stand = std::ranges::find(stands, "calendar_limits", &core::ReactionStatus::name);
  ASSERT_NE(stand, stands.end());
  EXPECT_EQ(stand->taken, 2u);
  EXPECT_EQ(stand->refused, 0u);
  EXPECT_EQ(stand->position, office->store().head().value());
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-06"), false));
  const auto last = office->history(id("A")).value().back();
  EXPECT_EQ(last.actor, "engine:calendar_limits");
  const auto cursor = office->store().read_all({.from = last.position}).value();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().actor_kind, core::ActorKind::engine);
  EXPECT_TRUE(cursor->record().causation) << "the command that published the notice";
  EXPECT_EQ(office->recompute_limits().value(), RecomputeReport{}) << "nothing is left to do";
  EXPECT_FALSE(notice.refused());
}

/// A window that is planned: its sign is to be checked within five working days.
void plan_window(const Office& office) {
  namespace registry = casework::registry;
  const auto* const port = office.engine().workflow(registry::RegistryDecider::kKind);
  const auto give = [&](const registry::Command& command) {
    const auto context = office.context({"c1", "station_chief", "PD01"});
    return office.handle_any(*port, StreamId::of("registry", "PD01").value(), &command, context);
  };
  ASSERT_FALSE(give(registry::Register{"PD", "陆家嘴派出所", "c1"})->refused());
  ASSERT_FALSE(
      give(registry::Plan{registry::WindowForm::independent, "一楼大厅东侧", "", ""})->refused());
}
Due sign_check(const Office& office) {
  const auto* const port = office.engine().workflow("registry");
  const auto found = port->find_any(StreamId::of("registry", "PD01").value()).value();
  return static_cast<const casework::registry::State*>(found.state.get())->sign_check->due;
}

// Only the limits of cases followed a notice.
TEST_F(OfficeCalendarTest, APublishedNoticeMovesTheLimitsOfEveryWorkflow) {
  open();
  office->engine().react().value();  // from here on
  report("A");
  plan_window(*office);
  EXPECT_TRUE(ends(sign_check(*office), end("2027-01-04"), true));
  publish();
  office->engine().react().value();
  EXPECT_TRUE(ends(sign_check(*office), end("2027-01-06"), false));
  EXPECT_EQ(office->recompute_limits().value(), RecomputeReport{}) << "nothing is left to do";
  const auto entries = office->agenda({.unit = "PD01"}, office->store().head().value()).value();
  EXPECT_TRUE(std::ranges::none_of(entries.entries, [](const auto& e) { return e.provisional; }))
      << "the agenda follows";
}

TEST_F(OfficeCalendarTest, WhoAsksForItMovesThemToo) {
  open();
  report("A");
  plan_window(*office);
  publish();
  const auto done = office->recompute_limits(core::Actor{"a2", "administrator", ""}).value();
  EXPECT_EQ(done, (RecomputeReport{1, 1, 1, 0, 1}));
  EXPECT_TRUE(ends(sign_check(*office), end("2027-01-06"), false));
  EXPECT_TRUE(office->verify()->ok());
}

TEST_F(OfficeCalendarTest, AnOfficeThatRunsForLongNeedsNobodyToAsk) {
  office =
      Office::open({.store = "memory", .clock = &clock, .services = {.reactions = true}}).value();
  report("A");
  publish();
  for (int i = 0; i < 2000 && !ends(state("A").deadlines.resolution, end("2027-01-06"), false);
       ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-06"), false));
  EXPECT_EQ(office->engine().react().error().code(), Errc::invalid_argument)
      << "they run by themselves";
  EXPECT_TRUE(office->health().ok());
}

TEST_F(OfficeCalendarTest, ALimitThatTheNoticeOnlyConfirmsIsNotCountedAsMoved) {
  open();
  report("A");
  publish({2027, {{day("2027-02-08"), true, "春节"}}, ""});
  EXPECT_EQ(office->recompute_limits().value(), (RecomputeReport{1, 1, 0, 0}));
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-04"), false));
}

TEST_F(OfficeCalendarTest, TheLimitFiresWhenTheNewOneHasPassed) {
  open();
  report("A");
  publish();
  ASSERT_EQ(office->recompute_limits()->moved, 1u);
  clock.set(at("2027-01-05T09:00:00+08:00"));
  EXPECT_EQ(office->fire_due()->fired, 1u) << "nobody was contacted in time";
  EXPECT_FALSE(state("A").deadlines.overdue);
  clock.set(at("2027-01-07T00:00:00+08:00"));
  // Two limits end at one moment, this one and the notice of acceptance; supervisions go on.
  EXPECT_GE(office->fire_due()->fired, 2u);
  EXPECT_TRUE(state("A").deadlines.overdue);
  const auto history = office->history(StreamId::of("case", "A").value()).value();
  const auto missed = [](const HistoryEntry& entry) {
    return std::holds_alternative<NoticeMissed>(entry.event);
  };
  EXPECT_EQ(std::ranges::count_if(history, missed), 1);
}

TEST_F(OfficeCalendarTest, WhatHasPassedFiresBeforeLimitsAreComputedAgain) {
  // One limit has passed, another one moves: whether timers ran before makes no difference.
  const auto told = [this](bool timers_first) {
    clock.set(at("2026-12-28T09:00:00+08:00"));
    open();
    report("A");
    publish();
    clock.set(at("2026-12-31T09:00:00+08:00"));
    if (timers_first) office->fire_due().value();
    EXPECT_EQ(office->recompute_limits()->recomputed, 1u);
    office->fire_due().value();
    std::vector<std::string> events;
    for (const auto& entry : office->history(id("A")).value()) {
      events.push_back(std::string{describe::type_of(entry.event)} + " by " + entry.actor + " at " +
                       to_string(entry.occurred_at));
    }
    return events;
  };
  const auto timers_first = told(true);
  EXPECT_EQ(told(false), timers_first);
  EXPECT_GT(timers_first.size(), 2u) << "reported, what passed, computed again";
}

TEST_F(OfficeCalendarTest, TheNoticeIsThereWhenTheStoreIsOpenedAgain) {
  open("rocksdb");
  report("A");
  publish();
  const PublishYear corrected{2027, {{day("2027-01-01"), true, "元旦"}}, "gov.cn"};
  publish(corrected);
  open("rocksdb");
  EXPECT_EQ(office->calendar().edition(), known + ".2");
  EXPECT_EQ(office->notices()->years.at(0).notices, 2u);
  report("B");
  EXPECT_EQ(state("B").intake.calendar, known + ".2");
  EXPECT_TRUE(ends(state("B").deadlines.resolution, end("2027-01-05"), false));
  EXPECT_EQ(office->recompute_limits().value(), (RecomputeReport{1, 1, 1, 0}));
  open("rocksdb-reader");
  EXPECT_EQ(office->calendar().edition(), known + ".2");
  EXPECT_TRUE(ends(state("A").deadlines.resolution, end("2027-01-05"), false));
}

}  // namespace
}  // namespace recourse
