// What an engine tells of itself: figures, health, its log.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <recourse/office.hpp>
#include <sstream>
#include <thread>

#include "tests/support/errand_engine.hpp"

namespace recourse {
namespace {

using errand::Errand;
using namespace std::chrono_literals;

class Broken final : public core::Projection {
 public:
  core::ProjectionSpec spec() const override { return {"broken"}; }
  Result<void> apply(const core::RecordView&, core::TableWriter&) override {
    throw std::runtime_error{"Zhang San 13812345678"};
  }
};

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    std::filesystem::create_directories(folder);
    engine = Engine::open({.directory = folder / "store",
                           .clock = &clock,
                           .log = {.file = folder / "log", .level = LogLevel::debug}})
                 .value();
    errands = &engine->add(Errand{});
  }
  ~EngineTest() override {
    engine.reset();
    std::filesystem::remove_all(folder);
  }
  static StreamId one(std::string_view key = "1") { return StreamId::of("errand", key).value(); }
  Result<core::Outcome> give(errand::Command command, const StreamId& to = one()) {
    return errands->handle(to, command, engine->context({"me", "tester", "lab"}));
  }
  errand::Begin begin(errand::Manner manner = errand::Manner::once) const {
    return {clock.now() + 1h, manner};
  }
  double figure(std::string_view name, const base::Metric::Labels& labels = {}) const {
    const auto metrics = engine->metrics();
    const auto* const found = base::find(metrics, name, labels);
    EXPECT_NE(found, nullptr) << name;
    if (found == nullptr) return -1;
    return found->histogram ? static_cast<double>(found->histogram->count) : found->value;
  }
  std::string log_text() const {
    std::ifstream file{folder / "log"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("recourse-engine-" + random_log_id().to_string());
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<Engine> engine;
  Hosted<Errand>* errands = nullptr;
};

TEST_F(EngineTest, AReaderFollowsItsWriterAndItsSubscribersDoToo) {
  engine->start().value();
  give(begin()).value();
  const auto reader = Engine::open({.directory = folder / "store",
                                    .store = "rocksdb-reader",
                                    .clock = &clock,
                                    .view_patience = 50ms})
                          .value();
  auto& seen_errands = reader->add(Errand{});
  reader->start().value();
  std::atomic<std::uint64_t> handed{0};
  reader->subscriptions()
      .add({},
           [&](const core::RecordView& record) -> Result<void> {
             handed = record.position.value;
             return {};
           })
      .value();
  for (int n = 2; n < 12; ++n) {
    const auto stream = one(std::to_string(n));
    const auto last = give(begin(), stream)->appended().last;
    EXPECT_TRUE(seen_errands.find(stream).has_value());
    EXPECT_EQ(reader->follow().value(), last);
    EXPECT_GE(reader->rows("errand", last).value()->position(), last);
  }
  const auto head = engine->store().head().value();
  for (int i = 0; i < 2000 && handed < head.value; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(handed, head.value);
  EXPECT_EQ(reader->rows("errand", head.next()).error().code(), Errc::timed_out);
}

TEST_F(EngineTest, ThreadsThatWantOneStreamMeetNoConflict) {
  engine->start().value();
  give(begin()).value();
  const auto before = engine->store().head().value();
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) failed += give(errand::Note{"n"}).has_error() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(engine->store().head().value().value, before.value + 320);
  EXPECT_EQ(figure("recourse_command_conflicts_total", {{"workflow", "errand"}}), 0);
}

TEST_F(EngineTest, WhatBecameOfCommandsIsCounted) {
  engine->start().value();
  const auto context = engine->context({"me", "tester", "lab"});
  const auto first = begin();
  errands->handle(one(), first, context).value();
  errands->handle(one(), first, context).value();  // again
  EXPECT_TRUE(give(begin())->refused());
  give(errand::Rest{}).value();
  EXPECT_TRUE(give(errand::Rest{})->nothing_to_do());
  EXPECT_FALSE(give(errand::Note{"\xff"}).has_value());
  const auto answers = [&](const char* answer) {
    return figure("recourse_commands_total", {{"workflow", "errand"}, {"answer", answer}});
  };
  EXPECT_EQ(answers("appended"), 2);
  EXPECT_EQ(answers("repeated"), 1);
  EXPECT_EQ(answers("refused"), 1);
  EXPECT_EQ(answers("nothing_to_do"), 1);
  EXPECT_EQ(answers("failed"), 1);
  EXPECT_EQ(figure("recourse_refusals_total", {{"refusal", "begun"}}), 1);
  EXPECT_EQ(figure("recourse_command_errors_total", {{"error", "malformed"}}), 1);
  EXPECT_EQ(figure("recourse_command_seconds"), 6);
  EXPECT_EQ(figure("recourse_log_head"), 2);
  EXPECT_EQ(figure("recourse_commit_seconds"), 2);  // one sync a command
  EXPECT_EQ(figure("recourse_store_writable"), 1);
  EXPECT_EQ(figure("recourse_healthy"), 1);
  EXPECT_GT(figure("recourse_process_resident_bytes"), 1e6);
  engine->store().drain().value();
  EXPECT_EQ(figure("recourse_index_tail_events"), 0);
}

TEST_F(EngineTest, CommandsNobodyWaitedForAreCountedToo) {
  engine->start().value();
  errands->async_handle(one(), begin(), engine->context({"me", "tester", ""}),
                        [](const Result<core::Outcome>&) {});
  engine->stop(Stop::gracefully);
  EXPECT_EQ(figure("recourse_commands_total", {{"answer", "appended"}}), 1);
  EXPECT_EQ(figure("recourse_commands_under_way"), 0);
}

TEST_F(EngineTest, TimersTellHowLateTheyWere) {
  engine->start().value();
  give(begin()).value();
  clock.advance(3h);
  EXPECT_EQ(engine->fire_due()->fired, 2u);
  EXPECT_EQ(figure("recourse_timers_total", {{"outcome", "fired"}}), 2);
  const auto metrics = engine->metrics();
  const auto* const late = base::find(metrics, "recourse_timer_lateness_seconds");
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->histogram->count, 2u);
  EXPECT_NEAR(late->histogram->seconds, 4 * 3600, 2);  // two hours each, and a second
}

TEST_F(EngineTest, AStoppedViewIsAnIllnessAndItsWordsStayOutOfTheLog) {
  engine->add_view([] { return std::make_unique<Broken>(); });
  engine->start().value();
  EXPECT_TRUE(engine->health().ok());
  give(begin()).value();
  for (int i = 0; i < 400 && log_text().find("view_stopped") == std::string::npos; ++i) {
    std::this_thread::sleep_for(10ms);
  }
  const auto health = engine->health();
  ASSERT_EQ(health.troubles.size(), 1u);
  EXPECT_EQ(health.troubles[0].substr(0, 20), "view_stopped broken:");
  EXPECT_EQ(figure("recourse_view_stopped", {{"view", "broken"}}), 1);
  EXPECT_EQ(figure("recourse_view_stopped", {{"view", "errand"}}), 0);
  EXPECT_NE(log_text().find("level=warning event=view_stopped who=broken\n"), std::string::npos)
      << log_text();
  EXPECT_EQ(log_text().find("Zhang"), std::string::npos);
}

TEST_F(EngineTest, TheLogHasALineForEachEventAndNothingOfItsContent) {
  engine->start().value();
  give(begin()).value();
  EXPECT_TRUE(give(begin())->refused());
  EXPECT_FALSE(give(errand::Note{"secret\xff"}).has_value());
  engine.reset();
  const auto text = log_text();
  EXPECT_NE(text.find("event=opened store=rocksdb directory="), std::string::npos) << text;
  EXPECT_NE(text.find("level=debug event=command_refused command=errand.begin stream=errand/1 "
                      "name=begun\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("level=warning event=command_failed command=errand.note stream=errand/1 "
                      "name=malformed\n"),
            std::string::npos);
  EXPECT_NE(text.find("event=closing position=1\n"), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos);
}

TEST_F(EngineTest, ALogThatCannotBeOpenedIsAnError) {
  const auto blocked = Engine::open({.store = "memory", .log = {.file = folder}});
  ASSERT_FALSE(blocked.has_value());
  EXPECT_EQ(blocked.error().code(), Errc::io_error);
}

/// Asks for nothing, in a role that the engine does not have.
class Misplaced final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override { return {.name = "misplaced", .role = "clerk"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView&) const override {
    return std::vector<core::Intent>{};
  }
};

TEST(EngineReactions, OneThatCannotBeOpenedIsAnErrorEachTime) {
  const auto engine = Engine::open({.store = "memory"}).value();
  engine->add(Errand{});
  engine->add_reaction(std::make_unique<Misplaced>());
  engine->start().value();
  for (int i = 0; i < 2; ++i) {
    const auto ran = engine->react();
    ASSERT_TRUE(ran.has_error()) << "it must not be forgotten";
    EXPECT_EQ(ran.error().code(), Errc::invalid_argument);
    EXPECT_NE(ran.error().message().find("clerk"), std::string::npos);
  }
}

TEST_F(EngineTest, TimersAndReactionsWantAStoreThatIsOpenForWriting) {
  engine->start().value();
  const auto refused = [&](Services services) {
    const auto opened = Engine::open(
        {.directory = folder / "store", .store = "rocksdb-reader", .services = services});
    EXPECT_EQ(opened.error().code(), Errc::invalid_argument);
    return opened.error().message();
  };
  EXPECT_NE(refused({.reactions = true}).find("reactions"), std::string::npos);
  EXPECT_NE(refused({.timers = true}).find("timers"), std::string::npos);
  // Before anything is made.
  const auto opened =
      Engine::open({.directory = folder / "none", .services = {.views = false, .timers = true}});
  EXPECT_EQ(opened.error().code(), Errc::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(folder / "none"));
}

}  // namespace
}  // namespace recourse
