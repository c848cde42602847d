// The asynchronous calls as a caller of Asio makes them: callbacks, futures, coroutines; executors,
// cancellation, and an engine that stops in the middle.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <recourse/office_asio.hpp>
#include <thread>

#include "tests/support/errand_engine.hpp"

namespace recourse {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using errand::Errand;
using namespace std::chrono_literals;

class AsioTest : public testing::Test {
 protected:
  AsioTest() {
    engine = open({});
    errands = added;
  }
  std::unique_ptr<Engine> open(EngineOptions options) {
    options.store = "memory";
    options.clock = &clock;
    auto opened = Engine::open(std::move(options)).value();
    added = &opened->add(Errand{});
    opened->start().value();
    return opened;
  }
  static StreamId one(std::string_view key = "1") { return StreamId::of("errand", key).value(); }
  errand::Begin begin() const {
    return {clock.now() + std::chrono::hours{1}, errand::Manner::once};
  }
  core::Context me() const { return engine->context({"me", "tester", "lab"}); }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  Hosted<Errand>* added = nullptr;
  std::unique_ptr<Engine> engine;
  Hosted<Errand>* errands = nullptr;
};

TEST_F(AsioTest, AFutureHoldsTheResult) {
  auto begun = async_handle(*errands, one(), begin(), me(), asio::use_future);
  EXPECT_EQ(begun.get()->appended().version, Version{1});
  auto refused = async_handle(*errands, one(), begin(), me(), asio::use_future);
  EXPECT_EQ(refused.get()->refusal().name, "begun");
  auto wrong =
      async_handle(*errands, StreamId::of("case", "1").value(), begin(), me(), asio::use_future);
  EXPECT_EQ(wrong.get().error().code(), Errc::invalid_argument);
}

TEST_F(AsioTest, ACallbackIsCalledOnItsExecutorAndNotWithinTheCall) {
  asio::io_context io;
  const auto here = std::this_thread::get_id();
  bool called = false;
  async_handle(*errands, one(), begin(), me(),
               asio::bind_executor(io, [&](Result<core::Outcome> outcome) {
                 called = true;
                 EXPECT_EQ(std::this_thread::get_id(), here);
                 EXPECT_TRUE(outcome.has_value());
               }));
  EXPECT_FALSE(called);
  io.run();  // it counts as work: run() does not return before it is answered
  EXPECT_TRUE(called);
}

TEST_F(AsioTest, ACallbackWithoutAnExecutorRunsOnTheHosts) {
  std::promise<std::thread::id> where;
  async_handle(*errands, one(), begin(), me(),
               [&](const Result<core::Outcome>&) { where.set_value(std::this_thread::get_id()); });
  EXPECT_NE(where.get_future().get(), std::this_thread::get_id());
}

TEST_F(AsioTest, ACoroutineReadsWhatItWrote) {
  asio::io_context io;
  bool finished = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        const auto begun = co_await async_handle(*errands, one(), begin(), me(), use_awaitable);
        EXPECT_TRUE(begun.has_value());
        const auto last = begun->appended().last;
        EXPECT_TRUE((co_await async_wait_for(*engine, "errand", last, use_awaitable)).has_value());
        const auto rows = co_await async_rows(*engine, "errand", use_awaitable);
        EXPECT_GE((*rows)->position(), last);
        const auto found = co_await async_find(*errands, one(), use_awaitable);
        EXPECT_TRUE(found->state.open);
        const auto events = co_await async_history(*errands, one(), use_awaitable);
        EXPECT_EQ(events->size(), 1u);
        EXPECT_EQ((co_await async_find(*errands, one("none"), use_awaitable)).error().code(),
                  Errc::not_found);
        EXPECT_EQ((co_await async_wait_for(*engine, "none", last, use_awaitable)).error().code(),
                  Errc::not_found);
        finished = true;
      },
      asio::detached);
  io.run();
  EXPECT_TRUE(finished);
}

// The form that recourse/asio.hpp shows: GCC 12 destroys some aggregates twice that are made within
// the expression. The text is too long to be kept without memory of its own.
TEST_F(AsioTest, ArgumentsThatAreMadeBeforeTheExpressionArriveWhole) {
  const std::string text(200, 'n');
  asio::io_context io;
  bool finished = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        errand::Command first = begin();
        auto context = me();
        (void)co_await async_handle(*errands, one(), std::move(first), std::move(context),
                                    use_awaitable);
        errand::Command note = errand::Note{text};
        context = me();
        const auto outcome = co_await async_handle(*errands, one(), std::move(note),
                                                   std::move(context), use_awaitable);
        EXPECT_EQ(outcome->appended().version, Version{2});
        finished = true;
      },
      asio::detached);
  io.run();
  EXPECT_TRUE(finished);
  const auto noted = errands->history(one())->back().event;
  EXPECT_EQ(std::get<errand::Noted>(noted).text, text);
}

TEST_F(AsioTest, AWaitIsGivenUpWhenATimerIsFaster) {
  using namespace asio::experimental::awaitable_operators;
  asio::io_context io;
  bool finished = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        asio::steady_timer timer{io, 5ms};
        // Nothing will ever be at that position.
        const auto first =
            co_await (async_wait_for(*engine, "errand", Position{1'000'000}, use_awaitable) ||
                      timer.async_wait(use_awaitable));
        EXPECT_EQ(first.index(), 1u);
        finished = true;
      },
      asio::detached);
  io.run();
  EXPECT_TRUE(finished);
}

TEST_F(AsioTest, ASignalCancelsWhatHasNotReachedTheStore) {
  asio::io_context io;  // decides nothing until it runs
  AsioExecutor executor{io.get_executor()};
  auto slow = open({.executor = &executor});
  asio::cancellation_signal signal;
  std::optional<Result<core::Outcome>> answer;
  async_handle(*added, one(), begin(), slow->context({"me", "tester", ""}),
               asio::bind_cancellation_slot(
                   signal.slot(), asio::bind_executor(io, [&](Result<core::Outcome> outcome) {
                     answer = std::move(outcome);
                   })));
  signal.emit(asio::cancellation_type::terminal);
  io.run();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->error().code(), Errc::cancelled);
  EXPECT_EQ(slow->store().head().value(), Position{0});
  EXPECT_FALSE(signal.slot().has_handler());
}

TEST_F(AsioTest, CommandsAreDecidedOnTheCallersExecutor) {
  asio::io_context io;
  AsioExecutor executor{io.get_executor()};
  auto mine = open({.executor = &executor});
  auto answer =
      async_handle(*added, one(), begin(), mine->context({"me", "tester", ""}), asio::use_future);
  EXPECT_EQ(answer.wait_for(20ms), std::future_status::timeout);
  io.run();
  EXPECT_TRUE(answer.get().has_value());
  mine.reset();
}

TEST_F(AsioTest, AHostThatStopsGracefullyAnswersAllThatItTook) {
  std::vector<std::future<Result<core::Outcome>>> answers;
  for (int i = 0; i < 500; ++i) {
    answers.push_back(async_handle(*errands, one(std::to_string(i % 50)),
                                   i < 50 ? errand::Command{begin()} : errand::Note{"n"}, me(),
                                   asio::use_future));
  }
  engine->stop(Stop::gracefully);
  for (auto& answer : answers) EXPECT_TRUE(answer.get().has_value());
  EXPECT_EQ(engine->store().head().value(), Position{500});
  auto late = async_handle(*errands, one(), errand::Note{"n"}, me(), asio::use_future);
  EXPECT_EQ(late.get().error().code(), Errc::closed);
  EXPECT_EQ(errands->handle(one(), errand::Note{"n"}, me()).error().code(), Errc::closed);
  EXPECT_TRUE(errands->find(one()).has_value());  // reads go on
  auto wait = async_wait_for(*engine, "errand", Position{501}, asio::use_future);
  EXPECT_EQ(wait.get().error().code(), Errc::closed);
}

TEST_F(AsioTest, AHostThatEndsAbruptlyLosesNothingThatItAnswered) {
  asio::thread_pool callers{2};
  std::atomic<int> good{0};
  std::atomic<int> closed{0};
  std::atomic<int> other{0};
  for (int i = 0; i < 2000; ++i) {
    async_handle(
        *errands, one(std::to_string(i)), begin(), me(),
        asio::bind_executor(callers, [&](Result<core::Outcome> outcome) {
          auto& counter = outcome ? good : outcome.error().code() == Errc::closed ? closed : other;
          ++counter;
        }));
  }
  engine->stop(Stop::abruptly);
  callers.join();
  EXPECT_EQ(good + closed, 2000);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(engine->store().head().value(), Position{static_cast<std::uint64_t>(good.load())});
}

TEST_F(AsioTest, AHandlerMayGiveTheNextCommandAndEndOnAStrand) {
  asio::thread_pool callers{2};
  auto strand = asio::make_strand(callers);
  int given = 0;
  std::function<void(Result<core::Outcome>)> next = [&](Result<core::Outcome> outcome) {
    EXPECT_TRUE(outcome.has_value());
    if (++given == 100) return;
    async_handle(*errands, one(), errand::Note{"n"}, me(), asio::bind_executor(strand, next));
  };
  async_handle(*errands, one(), begin(), me(), asio::bind_executor(strand, next));
  callers.join();
  EXPECT_EQ(given, 100);
  EXPECT_EQ(errands->find(one())->state.notes, 99u);
}

TEST_F(AsioTest, TwoWorkflowsOfOneKindOrTwoViewsOfOneNameAreRefused) {
  auto twice = Engine::open({.store = "memory", .clock = &clock}).value();
  twice->add(Errand{});
  twice->add(Errand{}, [] {
    return std::make_unique<core::StateView<Errand>>(core::ProjectionSpec{"other"}, Errand{});
  });
  EXPECT_NE(twice->start().error().message().find("two workflows of kind 'errand'"),
            std::string::npos);
  auto views = Engine::open({.store = "memory", .clock = &clock}).value();
  views->add(Errand{});
  views->add_view([] {
    return std::make_unique<core::StateView<Errand>>(core::ProjectionSpec{"errand"}, Errand{});
  });
  EXPECT_EQ(views->start().error().code(), Errc::invalid_argument);
}

TEST_F(AsioTest, AnEngineTakesWorkflowsBesideTheCasework) {
  Hosted<Errand>* beside = nullptr;
  const auto office = Office::open({.store = "memory", .clock = &clock}, [&](Engine& on) {
                        beside = &on.add(Errand{});
                        return Result<void>{};
                      }).value();
  auto begun = async_handle(*beside, one(), begin(), me(), asio::use_future);
  EXPECT_TRUE(begun.get().has_value());
  casework::complaint::Report report;
  report.district = "PD";
  report.category = casework::complaint::Category::difficult;
  report.line = casework::Line::population;
  report.narrative = "三次都没办成";
  report.present = true;
  auto reported = async_handle(*office, StreamId::of("case", "S001-1").value(), report,
                               office->context({"w7", "window_officer", "S001"}), asio::use_future);
  EXPECT_FALSE(reported.get()->refused());
  clock.advance(std::chrono::hours{2});
  EXPECT_EQ(office->fire_due()->fired, 2u);  // the errand's reminder and its deadline
  EXPECT_EQ(office->verify()->findings.size(), 0u);
}

}  // namespace
}  // namespace recourse
