#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <recourse/core/command_queue.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

#include "tests/support/errand.hpp"
#include "tests/support/held_store.hpp"
#include "tests/support/locker.hpp"

namespace recourse::core {
namespace {

using locker::Locker;

/// Runs nothing until it is told to.
class Stepped final : public Executor {
 public:
  void post(Task task) override { tasks_.push_back(std::move(task)); }
  bool step() {
    if (tasks_.empty()) return false;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    task(std::monostate{});
    return true;
  }
  void run() {
    while (step()) {
    }
  }

 private:
  std::deque<Task> tasks_;
};

class CommandQueueTest : public testing::Test {
 protected:
  static StreamId hall(std::string_view key = "hall") {
    return StreamId::of("locker", key).value();
  }
  std::shared_ptr<Pending> give(locker::Command command, std::string_view id,
                                StreamId to = hall()) {
    return queue.async_handle(std::move(to), std::move(command),
                              {clock.now(), Actor{"me", "tester", "lab"}, derived_command_id(id)},
                              [this, name = std::string{id}](Result<Outcome> outcome) {
                                order.push_back(name);
                                answers.emplace(name, std::move(outcome));
                              });
  }
  /// Everything goes on until nothing more happens.
  void finish() {
    do executor.run();
    while (held.let_go());
  }
  Errc error_of(const std::string& id) { return answers.at(id).error().code(); }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  HeldStore held{*store};
  Workflow<Locker> lockers{held, Locker{}};
  Stepped executor;
  std::vector<std::string> order;
  std::map<std::string, Result<Outcome>> answers;
  CommandQueue<Locker> queue{lockers, executor, {.under_way_max = 5}};
};

TEST_F(CommandQueueTest, NothingIsAnsweredWithinTheCall) {
  give(locker::Fill{"A"}, "1");
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(held.held(), 0u);
  finish();
  EXPECT_EQ(answers.at("1")->appended().version, Version{1});
  EXPECT_EQ(queue.status().under_way, 0u);
  EXPECT_EQ(queue.status().answered, 1u);
}

TEST_F(CommandQueueTest, ACommandWhoseAnswerNobodyWantsIsDecidedAllTheSame) {
  const auto by = [this](std::string_view id) {
    return Context{clock.now(), Actor{"me", "tester", "lab"}, derived_command_id(id)};
  };
  queue.async_handle(hall(), locker::Fill{"A"}, by("1"), {});
  finish();
  EXPECT_EQ(lockers.load(hall())->version, Version{1});
  queue.async_handle(hall(), locker::Empty{"A"}, by("2"), {})->cancel();
  queue.close();
  queue.async_handle(hall(), locker::Empty{"A"}, by("3"), {});
  finish();
  EXPECT_EQ(lockers.load(hall())->version, Version{1});
  EXPECT_EQ(queue.status().under_way, 0u);
}

TEST_F(CommandQueueTest, OneThatHasNotBegunTakesNothing) {
  CommandQueue<Locker> later{lockers, executor, {.taking = false}};
  std::optional<Errc> answer;
  const auto ask = [&] {
    answer.reset();
    later.async_handle(hall(), locker::Fill{"A"},
                       {clock.now(), Actor{"me", "tester", "lab"}, derived_command_id("1")},
                       [&answer](const Result<Outcome>& outcome) {
                         answer = outcome ? Errc{} : outcome.error().code();
                       });
    finish();
  };
  ask();
  EXPECT_EQ(answer, Errc::closed);
  later.refuse({Errc::not_found, "there is none"});
  EXPECT_EQ(later.check_open().error().code(), Errc::not_found);
  ask();
  EXPECT_EQ(answer, Errc::not_found);
  later.open();
  EXPECT_TRUE(later.check_open().has_value());
  ask();
  EXPECT_EQ(answer, Errc{});
}

TEST_F(CommandQueueTest, CommandsForOneStreamAreDecidedOneUponTheOther) {
  give(locker::Fill{"A"}, "1");
  give(locker::Fill{"A"}, "2");  // refused, once the first is durable and not before
  give(locker::Empty{"A"}, "3");
  executor.run();
  EXPECT_EQ(held.held(), 1u);
  EXPECT_TRUE(answers.empty());
  finish();
  EXPECT_EQ(order, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(answers.at("2")->refusal().name, "door_is_full");
  EXPECT_EQ(answers.at("3")->appended().version, Version{2});
  EXPECT_EQ(lockers.meter().read().conflicts, 0u);
}

TEST_F(CommandQueueTest, StreamsDoNotWaitForEachOther) {
  give(locker::Fill{"A"}, "1", hall("one"));
  give(locker::Fill{"A"}, "2", hall("two"));
  executor.run();
  EXPECT_EQ(held.held(), 2u);
  finish();
  EXPECT_EQ(answers.size(), 2u);
}

TEST_F(CommandQueueTest, ACommandThatMeetsAnotherWriterIsDecidedAnew) {
  give(locker::Fill{"A"}, "1");
  executor.run();
  Workflow<Locker> other{*store, Locker{}};
  const Context context{clock.now(), Actor{"x", "tester", ""}, derived_command_id("other")};
  ASSERT_FALSE(other.handle(hall(), locker::Fill{"A"}, context)->refused());
  finish();
  EXPECT_EQ(answers.at("1")->refusal().name, "door_is_full");
  EXPECT_EQ(lockers.meter().read().conflicts, 1u);
}

TEST_F(CommandQueueTest, ARepeatedCommandIsAnsweredFirstAndOtherContentIsAnError) {
  give(locker::Fill{"A"}, "1");
  finish();
  answers.clear();
  give(locker::Fill{"A"}, "1");
  finish();
  EXPECT_TRUE(answers.at("1")->appended().repeated);
  answers.clear();
  give(locker::Fill{"B"}, "1");
  finish();
  EXPECT_EQ(error_of("1"), Errc::command_id_reused);
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_F(CommandQueueTest, WhatIsCancelledInTimeTakesNoEffectAndTheNextOneGoesOn) {
  give(locker::Fill{"A"}, "1");
  const auto second = give(locker::Fill{"B"}, "2");
  give(locker::Fill{"C"}, "3");
  executor.run();
  EXPECT_TRUE(second->cancel());
  EXPECT_FALSE(second->cancel());
  executor.run();
  EXPECT_EQ(error_of("2"), Errc::cancelled);  // it need not wait for the first
  finish();
  EXPECT_EQ(order, (std::vector<std::string>{"2", "1", "3"}));
  EXPECT_EQ(store->head().value(), Position{2});
  EXPECT_EQ(queue.status().cancelled, 1u);
  EXPECT_EQ(queue.status().answered, 3u);
  EXPECT_EQ(queue.status().under_way, 0u);
}

TEST_F(CommandQueueTest, WhatHasReachedTheStoreTakesItsCourse) {
  const auto first = give(locker::Fill{"A"}, "1");
  executor.run();
  EXPECT_FALSE(first->cancel());
  finish();
  EXPECT_TRUE(answers.at("1").has_value());
  EXPECT_FALSE(first->cancel());
  EXPECT_EQ(queue.status().cancelled, 0u);
}

TEST_F(CommandQueueTest, TooManyCommandsAreToldSo) {
  for (int i = 0; i < 7; ++i) give(locker::Fill{std::to_string(i)}, std::to_string(i));
  finish();
  EXPECT_EQ(error_of("5"), Errc::queue_full);
  EXPECT_EQ(error_of("6"), Errc::queue_full);
  EXPECT_EQ(store->head().value(), Position{5});
  give(locker::Fill{"again"}, "again");
  finish();
  EXPECT_TRUE(answers.at("again").has_value());
}

TEST_F(CommandQueueTest, AClosedQueueFinishesWhatItTook) {
  give(locker::Fill{"A"}, "1");
  give(locker::Fill{"B"}, "2");
  queue.close();
  give(locker::Fill{"C"}, "3");
  EXPECT_EQ(queue.check_open().error().code(), Errc::closed);
  finish();
  queue.drain();
  EXPECT_EQ(error_of("3"), Errc::closed);
  EXPECT_EQ(store->head().value(), Position{2});
}

TEST_F(CommandQueueTest, AnAbandonedQueueAnswersClosedToWhatHasNotReachedTheStore) {
  give(locker::Fill{"A"}, "1");
  give(locker::Fill{"B"}, "2");
  executor.run();
  queue.abandon();
  finish();
  queue.drain();
  EXPECT_TRUE(answers.at("1").has_value());
  EXPECT_EQ(error_of("2"), Errc::closed);
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_F(CommandQueueTest, ABrokenDeciderIsAnErrorAndTheStreamGoesOn) {
  for (const auto* how : {"throw", "throw nothing", "unnamed stream", "unreadable", "endless"}) {
    give(locker::Misbehave{how}, how);
    finish();
    EXPECT_EQ(error_of(how),
              std::string_view{how} == "endless" ? Errc::limit_exceeded : Errc::user_code_failed)
        << how;
  }
  EXPECT_EQ(store->head().value(), Position{0});
  EXPECT_NE(answers.at("unreadable").error().message().find("not UTF-8"), std::string::npos);
  give(locker::Fill{"A"}, "good");
  finish();
  EXPECT_TRUE(answers.at("good").has_value());
}

TEST_F(CommandQueueTest, AHandleMayOutliveTheQueue) {
  std::shared_ptr<Pending> late;
  {
    CommandQueue<Locker> brief{lockers, executor};
    late = brief.async_handle(hall(), locker::Fill{"A"},
                              {clock.now(), Actor{"me", "t", ""}, derived_command_id("late")},
                              [](Result<Outcome>) {});
    finish();
  }
  EXPECT_FALSE(late->cancel());
}

/// Many threads give, cancel and stop; every command is answered exactly once, and whatever was
/// answered with success is in the log once.
TEST(CommandQueueThreads, EveryCommandIsAnsweredOnceAndTheLogAgrees) {
  struct Pool final : Executor {
    void post(Task task) override {
      std::lock_guard guard{mutex};
      tasks.push_back(std::move(task));
      filled.notify_one();
    }
    void serve() {
      std::unique_lock guard{mutex};
      for (;;) {
        filled.wait(guard, [this] { return ending || !tasks.empty(); });
        if (tasks.empty()) return;
        auto task = std::move(tasks.front());
        tasks.pop_front();
        guard.unlock();
        task(std::monostate{});
        guard.lock();
      }
    }
    void end() {
      std::lock_guard guard{mutex};
      ending = true;
      filled.notify_all();
    }
    std::mutex mutex;
    std::condition_variable filled;
    std::deque<Task> tasks;
    bool ending = false;
  };
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const auto store = stores::open_memory(clock);
  const Workflow<Locker> lockers{*store, Locker{}};
  Pool pool;
  std::vector<std::thread> servers;
  for (int i = 0; i < 2; ++i) servers.emplace_back([&] { pool.serve(); });
  std::atomic<int> done{0};
  std::atomic<int> appended{0};
  std::atomic<int> cancelled{0};
  constexpr int kGivers = 3;
  constexpr int kEach = 400;
  {
    CommandQueue<Locker> queue{lockers, pool};
    std::vector<std::thread> givers;
    for (int g = 0; g < kGivers; ++g) {
      givers.emplace_back([&, g] {
        for (int i = 0; i < kEach; ++i) {
          const auto name = std::to_string(g) + "/" + std::to_string(i);
          const auto stream = StreamId::of("locker", "s" + std::to_string(i % 5)).value();
          const auto pending =
              queue.async_handle(stream, locker::Fill{name},
                                 {clock.now(), Actor{"me", "t", ""}, derived_command_id(name)},
                                 [&](Result<Outcome> outcome) {
                                   ++done;
                                   if (outcome) ++appended;
                                   if (!outcome && outcome.error().code() == Errc::cancelled)
                                     ++cancelled;
                                 });
          if (i % 7 == 0) pending->cancel();
        }
      });
    }
    for (auto& giver : givers) giver.join();
  }
  pool.end();
  for (auto& server : servers) server.join();
  EXPECT_EQ(done, kGivers * kEach);
  EXPECT_EQ(store->head().value(), Position{static_cast<std::uint64_t>(appended.load())});
  EXPECT_GT(appended, 0);
}

/// What had passed before a command that is refused fires as it does before Workflow::handle.
class LateInTheQueue : public testing::Test {
 protected:
  Outcome give(const StreamId& stream, errand::Command command, std::string_view id) {
    std::optional<Result<Outcome>> answer;
    queue.async_handle(stream, std::move(command),
                       {clock.now(), Actor{"me", "tester", "lab"}, derived_command_id(id)},
                       [&answer](Result<Outcome> outcome) { answer = std::move(outcome); });
    executor.run();
    return answer->value();
  }

  const StreamId job = StreamId::of("errand", "job").value();
  const StreamId other = StreamId::of("errand", "other").value();
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const Timestamp due = clock.now() + std::chrono::hours{10};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<errand::OneNote> errands{*store, errand::OneNote{}};
  Stepped executor;
  CommandQueue<errand::OneNote> queue{errands, executor, {}};
};

TEST_F(LateInTheQueue, ARefusedOneLetsWhatItFoundPassedFireAllTheSame) {
  const errand::Command begin = errand::Begin{due, errand::Manner::once};
  give(job, begin, "1");
  clock.set(due + std::chrono::hours{1});
  EXPECT_TRUE(give(job, begin, "1").appended().repeated);
  EXPECT_EQ(store->head().value(), Position{1}) << "one that is given again fires nothing";
  EXPECT_TRUE(give(job, errand::Finish{}, "2").refused()) << "it was missed before";
  EXPECT_EQ(errands.load(job)->state.missed, 1u);
  EXPECT_EQ(store->head().value(), Position{3}) << "begun, reminded, missed";
  EXPECT_TRUE(give(job, errand::Finish{}, "3").refused());
  EXPECT_EQ(store->head().value(), Position{3}) << "once";
}

TEST_F(LateInTheQueue, SoDoesOneThatTheLogRefuses) {
  for (const auto& stream : {job, other}) {
    give(stream, errand::Begin{due, errand::Manner::repeating}, stream.text());
  }
  ASSERT_FALSE(give(other, errand::Note{"1"}, "first").refused());
  clock.set(due + std::chrono::seconds{30});
  const auto second = give(job, errand::Note{"2"}, "second");
  ASSERT_TRUE(second.refused());
  EXPECT_EQ(second.refusal().name, "noted");
  EXPECT_EQ(errands.load(job)->state.missed, 1u);
  EXPECT_EQ(errands.load(job)->state.notes, 0u);
}

}  // namespace
}  // namespace recourse::core
