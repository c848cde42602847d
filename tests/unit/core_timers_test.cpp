// Timers over the memory store: when they fire, when they do not, and what is recorded.
#include <gtest/gtest.h>

#include <recourse/core/state_view.hpp>
#include <recourse/core/timers.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

#include "tests/support/errand_engine.hpp"

namespace recourse {
namespace {

using namespace core;
using namespace std::chrono_literals;
using errand::Errand;
using errand::Manner;

StreamId errand_id(std::string_view key = "a") { return StreamId::of("errand", key).value(); }

class ErrandsView final : public StateView<Errand> {
 public:
  ErrandsView() : StateView({.name = "errands"}, Errand{}) {}
};

class TimersTest : public testing::Test {
 protected:
  void SetUp() override {
    views.add([] { return std::make_unique<ErrandsView>(); }).value();
    views.open().value();
  }
  Outcome give(errand::Command command, std::string_view key = "a") {
    return errands
        .handle(errand_id(key), command,
                {clock.now(), Actor{"w", "officer", "S"}, random_command_id()})
        .value();
  }
  /// Lets views and timers work until nothing is due.
  void settle() {
    bool worked = true;
    while (worked) {
      worked = views.step("errands").value();
      worked = timers.step().value() || worked;
    }
  }
  /// The types of a stream's events, without their kind.
  std::string story(std::string_view key = "a") {
    std::string types;
    const auto cursor = store->read_stream(errand_id(key)).value();
    while (cursor->next().value()) {
      types.append(types.empty() ? "" : " ").append(cursor->record().type.substr(7));
    }
    return types;
  }
  Timestamp in(std::chrono::milliseconds by) const { return clock.now() + by; }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<Errand> errands{*store, Errand{}};
  Views views{*store};
  Timers<Errand> timers{errands, views, "errands", clock};
};

TEST_F(TimersTest, FireAfterTheirDueTimeAndNotAtIt) {
  give(errand::Begin{in(5s), Manner::once});
  settle();
  EXPECT_EQ(story(), "begun");
  clock.advance(4000ms);  // the reminder's due time
  settle();
  EXPECT_EQ(story(), "begun");
  clock.advance(1ms);
  settle();
  EXPECT_EQ(story(), "begun reminded");
  clock.advance(1000ms);
  settle();
  EXPECT_EQ(story(), "begun reminded missed");
  clock.advance(24h);
  settle();
  EXPECT_EQ(story(), "begun reminded missed");
}

TEST_F(TimersTest, ActAtTheFirstMomentAfterTheDueTimeHoweverLate) {
  const auto due = in(5s);
  give(errand::Begin{due, Manner::once});
  clock.advance(240h);
  settle();
  const auto cursor = store->read_stream(errand_id(), {.from = Version{2}}).value();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().type, "errand.reminded") << "a forward jump fires in order";
  EXPECT_EQ(cursor->record().occurred_at, due - Errand::kReminder + 1ms);
  EXPECT_EQ(cursor->record().actor, "timer:engine");
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().type, "errand.missed");
  EXPECT_EQ(cursor->record().occurred_at, due + 1ms);
  EXPECT_EQ(cursor->record().recorded_at, clock.now());
}

/// Its reminder arms another timer that ends before the deadline.
struct Chain : Errand {
  std::vector<Timer> timers(const State& s) const {
    if (!s.open) return {};
    if (!s.reminded) return {{"reminder", s.due - 20s}, {"deadline", s.due}};
    if (s.notes == 0) return {{"note", s.due - 10s}, {"deadline", s.due}};
    return {{"deadline", s.due}};
  }
  Command on_timer(const State& s, std::string_view name) const {
    if (name == "note") return errand::Note{"n"};
    return Errand::on_timer(s, name);
  }
};

TEST(TimersInChains, FireInTheOrderOfTheirDueTimesHoweverLate) {
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const auto store = stores::open_memory(clock);
  const Workflow<Chain> chains{*store, Chain{}};
  Views views{*store};
  views.add([] { return std::make_unique<StateView<Chain>>(ProjectionSpec{"chains"}, Chain{}); })
      .value();
  views.open().value();
  Timers<Chain> timers{chains, views, "chains", clock};
  const errand::Begin begin{clock.now() + 60s, Manner::once};
  chains.handle(errand_id(), begin, {clock.now(), Actor{"w", "", ""}, random_command_id()}).value();
  clock.advance(1h);
  for (bool worked = true; worked;) {
    worked = views.step("chains").value();
    worked = timers.step().value() || worked;
  }
  std::string story;
  const auto cursor = store->read_stream(errand_id()).value();
  while (cursor->next().value()) story += std::string{cursor->record().type.substr(7)} + " ";
  EXPECT_EQ(story, "begun reminded noted missed ");
}

/// Two timers of one name, or one of a name that is none, while there are notes.
struct IllDeclared : Errand {
  std::vector<Timer> timers(const State& s) const {
    if (s.notes == 1) return {{"a", s.due}, {"b", s.due}, {"a", s.due + 5ms}};
    if (s.notes == 2) return {{"Bad Name!", s.due}};
    return {{"a", s.due}};
  }
};

TEST(TimersInNames, AnIllDeclarationIsAnErrorAndNothingIsAppended) {
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const auto store = stores::open_memory(clock);
  const Workflow<IllDeclared> errands{*store, IllDeclared{}};
  const auto give = [&](const errand::Command& command) {
    return errands.handle(errand_id(), command,
                          {clock.now(), Actor{"w", "", ""}, random_command_id()});
  };
  give(errand::Begin{clock.now() + 60s, Manner::once}).value();
  const auto twice = give(errand::Note{"n"});
  EXPECT_EQ(twice.error().code(), Errc::user_code_failed);
  EXPECT_NE(twice.error().message().find("errand.timers: two timers of one state are called 'a'"),
            std::string::npos)
      << twice.error().message();
  EXPECT_EQ(store->head().value(), Position{1});
  const auto named = check_timers("errand", IllDeclared{}.timers({.notes = 2}));
  ASSERT_TRUE(named.has_error());
  EXPECT_NE(named.error().message().find("'Bad Name!'"), std::string::npos);
  EXPECT_TRUE(check_timers("errand", {{"a", {}}, {"a_2", {}}}).has_value());
}

/// Its limit is always over: each firing arms the next.
struct Restless : Errand {
  std::vector<Timer> timers(const State& s) const {
    if (!s.open) return {};
    return {{"deadline", Timestamp{} + errand::Millis{s.notes}}};
  }
  Command on_timer(const State&, std::string_view) const { return errand::Note{"again"}; }
};

TEST(TimersInRuns, AStreamWhoseTimersNeverRestIsLeftAlone) {
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const auto store = stores::open_memory(clock);
  const Workflow<Restless> restless{*store, Restless{}};
  Views views{*store};
  views
      .add([] {
        return std::make_unique<StateView<Restless>>(ProjectionSpec{"restless"}, Restless{});
      })
      .value();
  views.open().value();
  Timers<Restless> timers{restless, views, "restless", clock};
  // As of a moment before its limit: nothing has passed then.
  const errand::Begin begin{clock.now(), Manner::once};
  restless.handle(errand_id(), begin, {Timestamp{}, Actor{"w", "", ""}, random_command_id()})
      .value();
  const auto settle = [&] {
    for (bool worked = true; worked;) {
      worked = views.step("restless").value();
      worked = timers.step().value() || worked;
    }
  };
  settle();
  EXPECT_EQ(store->head().value(), Position{1 + limits::kTimersOfARoundMax});
  EXPECT_EQ(timers.failing(), 1u);
  EXPECT_NE(timers.status().last_error.find("firings in a row"), std::string::npos);
  clock.advance(1h);
  settle();
  EXPECT_EQ(store->head().value(), Position{1 + limits::kTimersOfARoundMax}) << "tried, and left";
}

TEST(TimersInRuns, AnotherEventEndsTheRun) {
  core::detail::TimerRuns runs;
  Version at{1};
  const auto fire = [&](bool restless) {
    runs.note("a", at, at.next(), restless);
    at = at.next();
  };
  for (std::size_t i = 0; i < limits::kTimersOfARoundMax; ++i) {
    EXPECT_FALSE(runs.is_spent("a", at));
    fire(true);
  }
  EXPECT_TRUE(runs.is_spent("a", at));
  EXPECT_FALSE(runs.is_spent("b", at));
  at = at.next();  // an event that no timer gave
  EXPECT_FALSE(runs.is_spent("a", at));
  fire(true);
  EXPECT_FALSE(runs.is_spent("a", at)) << "it counts anew";
  fire(false);
  EXPECT_FALSE(runs.is_spent("a", at));
}

TEST_F(TimersTest, WhatIsNotDueAnyMoreFailsNoMore) {
  const auto before = clock.now();
  give(errand::Begin{in(5s), Manner::broken});
  clock.advance(1h);
  settle();
  EXPECT_EQ(timers.failing(), 1u);
  clock.set(before);
  give(errand::Finish{});
  clock.set(before + 2h);
  settle();
  EXPECT_EQ(timers.failing(), 0u);
}

TEST_F(TimersTest, ARefusalIsRecordedOnceAndThatIsAll) {
  give(errand::Begin{in(5s), Manner::stubborn});
  give(errand::Begin{in(5s), Manner::indolent}, "b");
  for (int i = 0; i < 3; ++i) {
    clock.advance(1h);
    settle();
  }
  EXPECT_EQ(story(), "begun reminded timer_declined");
  EXPECT_EQ(story("b"), "begun reminded timer_declined");
  EXPECT_EQ(timers.status().declined, 2u);
  give(errand::Move{in(5s)});  // armed anew
  clock.advance(1h);
  settle();
  EXPECT_EQ(story(), "begun reminded timer_declined moved reminded timer_declined");
}

TEST_F(TimersTest, PausingExtendingAndCancellingDisarm) {
  give(errand::Begin{in(5s), Manner::once});
  give(errand::Rest{});
  clock.advance(1h);
  settle();
  EXPECT_EQ(story(), "begun rested");
  give(errand::Move{in(5s)});  // it goes on
  clock.advance(4s);
  give(errand::Move{in(10s)});  // and has more time
  clock.advance(5s);
  settle();
  EXPECT_EQ(story(), "begun rested moved moved");
  give(errand::Finish{});
  clock.advance(1h);
  settle();
  EXPECT_EQ(story(), "begun rested moved moved done");
}

TEST_F(TimersTest, WhatWasToldAfterwardsNeverFires) {
  give(errand::Begin{in(-1h), Manner::told});
  settle();
  clock.advance(1h);
  settle();
  EXPECT_EQ(story(), "begun");
  EXPECT_FALSE(timers.status().next_due.has_value());
}

TEST_F(TimersTest, AStaleGenerationDoesNothing) {
  give(errand::Begin{in(5s), Manner::repeating});
  settle();
  clock.advance(10s);
  const auto fire = [&](Version generation) {
    return errands.fire(errand_id(), "deadline", generation, clock.now()).value();
  };
  EXPECT_EQ(fire(Version{7}), Firing::stale);
  EXPECT_EQ(fire(Version{1}), Firing::fired);
  EXPECT_EQ(fire(Version{1}), Firing::stale);
  EXPECT_EQ(story(), "begun missed moved");
  EXPECT_EQ(fire(Version{3}), Firing::early);
  EXPECT_EQ(errands.fire(errand_id(), "nothing", Version{1}, clock.now()).value(), Firing::stale);
  EXPECT_EQ(errands.fire(errand_id("none"), "deadline", Version{1}, clock.now()).value(),
            Firing::stale);
  EXPECT_EQ(errands.fire(StreamId::of("thing", "a").value(), "deadline", Version{1}, clock.now())
                .error()
                .code(),
            Errc::invalid_argument);
}

TEST_F(TimersTest, ABackwardJumpNeverUnfires) {
  give(errand::Begin{in(5s), Manner::once});
  clock.advance(1h);
  settle();
  const auto before = story();
  clock.advance(-2h);
  settle();
  clock.advance(3h);
  settle();
  EXPECT_EQ(story(), before);
}

TEST_F(TimersTest, ABrokenDeciderIsVisibleAndDoesNotHoldUpTheOthers) {
  give(errand::Begin{in(1s), Manner::broken});
  give(errand::Begin{in(5s), Manner::once}, "b");
  clock.advance(1h);
  settle();
  EXPECT_EQ(story("b"), "begun reminded missed");
  const auto status = timers.status();
  EXPECT_EQ(status.failing, 1u);
  EXPECT_NE(status.last_error.find("errand/a deadline"), std::string::npos) << status.last_error;
  EXPECT_NE(status.last_error.find("the decider is broken"), std::string::npos);
}

TEST_F(TimersTest, AStormIsWorkedOffInBoundedBatches) {
  constexpr int kErrands = 1500;
  for (int i = 0; i < kErrands; ++i) give(errand::Begin{in(5s), Manner::once}, std::to_string(i));
  clock.advance(1h);
  while (views.step("errands").value()) {
  }
  const auto before = store->head().value().value;
  EXPECT_TRUE(timers.step().value());
  EXPECT_EQ(store->head().value().value - before, limits::kTimerBatchMax);
  settle();
  EXPECT_EQ(timers.status().fired, 2u * kErrands);
  EXPECT_EQ(store->head().value().value, before + 2u * kErrands);
}

TEST_F(TimersTest, ThreadsDoTheSame) {
  views.on_progress([&](std::string_view, Position) { timers.wake(); });
  views.start();
  timers.start();
  for (int i = 0; i < 50; ++i) give(errand::Begin{in(5s), Manner::once}, std::to_string(i));
  clock.advance(1h);
  timers.wake();
  for (int i = 0; i < 2000 && timers.status().fired < 100; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(timers.status().fired, 100u);
  timers.stop();
  views.stop();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(story(std::to_string(i)), "begun reminded missed");
}

// --- The state cache ----------------------------------------------------------------------------

TEST_F(TimersTest, AHotStreamIsDecidedWithoutReadingItsEvents) {
  give(errand::Begin{in(5s), Manner::once});
  for (int i = 0; i < 10; ++i) give(errand::Note{"x"});
  const auto status = errands.cache();
  EXPECT_EQ(status.misses, 0u);
  EXPECT_EQ(status.advanced, 0u);
  EXPECT_EQ(status.hits, 10u);
  EXPECT_EQ(status.states, 1u);
}

TEST_F(TimersTest, WhatAnotherWriterDidIsFoldedOntoTheCachedState) {
  give(errand::Begin{in(5s), Manner::once});
  const Workflow<Errand> other{*store, Errand{}};
  const Context context{clock.now(), Actor{"v", "officer", "S"}, random_command_id()};
  other.handle(errand_id(), errand::Finish{}, context).value();
  const auto refused = give(errand::Note{"x"});
  ASSERT_TRUE(refused.refused()) << "decided upon a state that was not the present one";
  EXPECT_EQ(refused.refusal().name, "not_open");
  EXPECT_EQ(errands.cache().advanced, 1u);
}

TEST_F(TimersTest, TheCacheIsBoundedAndCanBeOff) {
  const Workflow<Errand> small{*store, Errand{}, {.cache = {.states = 3}}};
  const Workflow<Errand> tight{*store, Errand{}, {.cache = {.states = 100, .bytes = 1}}};
  const Workflow<Errand> none{*store, Errand{}, {.cache = {.states = 0}}};
  for (const auto* w : {&small, &tight, &none}) {
    for (int i = 0; i < 10; ++i) {
      const Context context{clock.now(), Actor{"w", "officer", "S"}, random_command_id()};
      w->handle(errand_id("k" + std::to_string(i)), errand::Begin{in(5s), Manner::once}, context)
          .value();
    }
  }
  EXPECT_EQ(small.cache().states, 3u);
  EXPECT_EQ(tight.cache().states, 1u);
  EXPECT_EQ(none.cache().states, 0u);
  EXPECT_EQ(none.cache().bytes, 0u);
}

}  // namespace
}  // namespace recourse
