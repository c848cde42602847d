// A year's notice in the log of an engine: who decides by it, and from when.
#include <gtest/gtest.h>

#include <filesystem>
#include <recourse/engine.hpp>

#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework;
using casework::calendar::PublishYear;
using casework::testing::a_report;
using casework::testing::day;

Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }
Timestamp end(std::string_view date) { return end_of(day(date), kShanghaiOffset); }
StreamId id(std::string_view key) { return StreamId::of("case", key).value(); }

PublishYear a_notice() {
  return {2027, {{day("2027-01-01"), true, "元旦"}, {day("2027-01-04"), true, "元旦"}}, "gov.cn"};
}

class EngineCalendarTest : public ::testing::Test {
 protected:
  ~EngineCalendarTest() override {
    engine.reset();
    std::filesystem::remove_all(folder);
  }
  void open(std::string store = "memory") {
    engine.reset();
    engine =
        Engine::open({.directory = folder, .store = std::move(store), .clock = &clock}).value();
  }
  void report(std::string_view key) const {
    const auto context = engine->context({"w1", "window_officer", "PD01"});
    ASSERT_FALSE(engine->handle(id(key), a_report(), context)->refused());
  }
  core::Outcome publish(const PublishYear& notice = a_notice()) const {
    return engine->publish_year(notice, engine->context({"a1", "administrator", ""})).value();
  }
  State state(std::string_view key) const { return engine->find_case(id(key)).value().state; }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recourse-calendar-" + random_log_id().to_string());
  const std::string known = Calendar::china().edition() + "+2027";
  ManualClock clock{at("2026-12-28T09:00:00+08:00")};
  std::unique_ptr<Engine> engine;
};

TEST_F(EngineCalendarTest, TheNextCommandIsDecidedByTheNotice) {
  open();
  EXPECT_EQ(engine->calendar().edition(), Calendar::china().edition());
  EXPECT_TRUE(engine->notices()->years.empty());
  const auto& before = engine->calendar();
  report("A");
  EXPECT_FALSE(publish().refused());
  EXPECT_EQ(publish().refusal().name, "already_published");
  report("B");
  EXPECT_EQ(engine->calendar().edition(), known);
  EXPECT_EQ(before.edition(), Calendar::china().edition()) << "the old one is kept";
  EXPECT_EQ(engine->notices()->years.at(0).by, "a1");
  EXPECT_EQ(state("A").intake.calendar, Calendar::china().edition());
  EXPECT_EQ(state("A").limits.finish, (Due{end("2027-01-04"), true}));
  EXPECT_EQ(state("B").intake.calendar, known);
  EXPECT_EQ(state("B").limits.finish, (Due{end("2027-01-06"), false}));
}

TEST_F(EngineCalendarTest, OpenCasesAreRecomputedOnce) {
  open();
  for (const auto* key : {"A", "B", "C"}) report(key);
  engine
      ->handle(id("C"), Withdraw{.proof = WithdrawProof::code, .reference = "1"},
               engine->context({"c1", "citizen", ""}))
      .value();
  const auto withdrawn = state("C");
  EXPECT_EQ(engine->recompute_limits().value(), (RecomputeReport{2, 0, 0, 2})) << "no notice yet";
  publish();
  EXPECT_EQ(engine->recompute_limits().value(), (RecomputeReport{2, 2, 2, 0}));
  EXPECT_EQ(state("A").limits.finish, (Due{end("2027-01-06"), false}));
  EXPECT_EQ(state("C"), withdrawn);
  const auto head = engine->store().head();
  EXPECT_EQ(engine->recompute_limits({"a2", "administrator", ""}).value(), RecomputeReport{});
  EXPECT_EQ(engine->store().head(), head);
  const auto deadlines = engine->deadlines({.limit = Limit::finish}, head).value().deadlines;
  ASSERT_EQ(deadlines.size(), 2u);
  EXPECT_EQ(deadlines[0].due, end("2027-01-06")) << "the list of limits follows";
  EXPECT_TRUE(engine->verify()->ok());
}

TEST_F(EngineCalendarTest, ALimitThatTheNoticeOnlyConfirmsIsNotCountedAsMoved) {
  open();
  report("A");
  publish({2027, {{day("2027-02-08"), true, "春节"}}, ""});
  EXPECT_EQ(engine->recompute_limits().value(), (RecomputeReport{1, 1, 0, 0}));
  EXPECT_EQ(state("A").limits.finish, (Due{end("2027-01-04"), false}));
}

TEST_F(EngineCalendarTest, TheLimitFiresWhenTheNewOneHasPassed) {
  open();
  report("A");
  publish();
  ASSERT_EQ(engine->recompute_limits()->moved, 1u);
  clock.set(at("2027-01-05T09:00:00+08:00"));
  EXPECT_EQ(engine->fire_due()->fired, 0u);
  EXPECT_FALSE(state("A").limits.overdue);
  clock.set(at("2027-01-07T00:00:00+08:00"));
  EXPECT_EQ(engine->fire_due()->fired, 2u);  // And that it was not accepted.
  EXPECT_TRUE(state("A").limits.overdue);
}

TEST_F(EngineCalendarTest, TheNoticeIsThereWhenTheStoreIsOpenedAgain) {
  open("rocksdb");
  report("A");
  publish();
  const PublishYear corrected{2027, {{day("2027-01-01"), true, "元旦"}}, "gov.cn"};
  publish(corrected);
  open("rocksdb");
  EXPECT_EQ(engine->calendar().edition(), known + ".2");
  EXPECT_EQ(engine->notices()->years.at(0).notices, 2u);
  report("B");
  EXPECT_EQ(state("B").intake.calendar, known + ".2");
  EXPECT_EQ(state("B").limits.finish, (Due{end("2027-01-05"), false}));
  EXPECT_EQ(engine->recompute_limits().value(), (RecomputeReport{1, 1, 1, 0}));
  open("rocksdb-reader");
  EXPECT_EQ(engine->calendar().edition(), known + ".2");
  EXPECT_EQ(state("A").limits.finish, (Due{end("2027-01-05"), false}));
}

}  // namespace
}  // namespace recourse
