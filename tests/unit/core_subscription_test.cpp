// Subscriptions over the memory store: order, filters, names, failing and slow handlers.
#include <gtest/gtest.h>

#include <atomic>
#include <recourse/core/subscription.hpp>
#include <recourse/stores/memory.hpp>
#include <stdexcept>
#include <thread>

namespace recourse {
namespace {

using namespace core;
using namespace std::chrono_literals;

class SubscriptionsTest : public testing::Test {
 protected:
  Position append(std::string_view kind = "thing", std::string type = "thing.happened") {
    Append request{.command_id = random_command_id(), .actor = "tester", .streams = {}};
    request.streams.push_back({StreamId::of(kind, "a").value(),
                               ExpectedVersion::any(),
                               0,
                               {{std::move(type), 1, Timestamp{}, "x"}}});
    return store->append(std::move(request)).value().last;
  }
  SubscriptionHandler noting() {
    return [this](const RecordView& r) -> Result<void> {
      std::lock_guard guard{mutex};
      seen.push_back(r.position.value);
      return {};
    };
  }
  std::vector<std::uint64_t> so_far() {
    std::lock_guard guard{mutex};
    return seen;
  }
  /// Waits until the condition holds; false after ten seconds.
  static bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  std::mutex mutex;
  std::vector<std::uint64_t> seen;
};

using Positions = std::vector<std::uint64_t>;

TEST_F(SubscriptionsTest, CatchesUpAndGoesLiveInOrderWithoutGapOrRepeat) {
  for (int i = 0; i < 700; ++i) append();
  Subscriptions subscriptions{*store, clock};
  subscriptions.start();
  subscriptions.add({.from = Position{3}}, noting()).value();
  std::thread writer{[&] {
    for (int i = 0; i < 700; ++i) append();
  }};
  writer.join();
  ASSERT_TRUE(soon([&] { return so_far().size() == 1398; })) << so_far().size();
  const auto all = so_far();
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], i + 3);
  EXPECT_EQ(subscriptions.status().front().state, SubscriptionState::live);
}

TEST_F(SubscriptionsTest, TheFilterLooksAtKindAndType) {
  append("thing", "thing.happened");
  append("other", "thing.happened");
  append("thing", "thing.ended");
  auto s = Subscription::open(*store, clock, {.stream_kind = "thing", .types = {"thing.ended"}},
                              noting())
               .value();
  EXPECT_TRUE(s->step());
  EXPECT_FALSE(s->step());
  EXPECT_EQ(so_far(), Positions{3});
  EXPECT_EQ(s->status().lag(), 0u);
}

TEST_F(SubscriptionsTest, ANameKeepsThePositionAcrossRestarts) {
  for (int i = 0; i < 5; ++i) append();
  {
    Subscriptions subscriptions{*store, clock};
    const auto id = subscriptions.add({.name = "exports"}, noting()).value();
    while (subscriptions.step(id).value()) {
    }
    EXPECT_EQ(subscriptions.add({.name = "exports"}, noting()).error().code(),
              Errc::invalid_argument);
  }
  EXPECT_EQ(store->checkpoints().load("exports").value()->position, Position{5});
  append();
  Subscriptions subscriptions{*store, clock};
  const auto id = subscriptions.add({.name = "exports", .from = Position{1}}, noting()).value();
  while (subscriptions.step(id).value()) {
  }
  EXPECT_EQ(so_far(), (Positions{1, 2, 3, 4, 5, 6}));
}

TEST_F(SubscriptionsTest, APositionOfAnotherLifeOfTheLogIsRefused) {
  append();
  auto other = store->identity();
  other.incarnation = other.incarnation.next();
  store->checkpoints().save("exports", {other, Position{1}}).value();
  EXPECT_EQ(Subscription::open(*store, clock, {.name = "exports"}, noting()).error().code(),
            Errc::invalid_argument);
  store->checkpoints().save("exports", {store->identity(), Position{2}}).value();
  EXPECT_EQ(Subscription::open(*store, clock, {.name = "exports"}, noting()).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(Subscription::open(*store, clock, {.from = Position{0}}, noting()).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(Subscription::open(*store, clock, {.name = "No Name"}, noting()).error().code(),
            Errc::malformed);
}

TEST_F(SubscriptionsTest, AFailingHandlerStopsAtItsRecordAndGetsItAgain) {
  for (int i = 0; i < 4; ++i) append();
  int failures = 0;
  auto note = noting();
  auto s = Subscription::open(*store, clock, {.name = "exports"},
                              [&](const RecordView& r) -> Result<void> {
                                if (r.position == Position{3} && failures < 2) {
                                  if (++failures == 1) throw std::runtime_error{"boom"};
                                  return Error{Errc::io_error, "the line is down"};
                                }
                                return note(r);
                              })
               .value();
  for (const auto* why : {"boom", "the line is down"}) {
    EXPECT_FALSE(s->step());
    const auto status = s->status();
    EXPECT_EQ(status.state, SubscriptionState::stopped);
    EXPECT_NE(status.error.find(why), std::string::npos) << status.error;
    EXPECT_NE(status.error.find("position 3"), std::string::npos) << status.error;
    EXPECT_EQ(status.position, Position{2});
    EXPECT_FALSE(s->step()) << "it must stay where it is";
    s->resume();
  }
  EXPECT_TRUE(s->step());
  EXPECT_EQ(so_far(), (Positions{1, 2, 3, 4}));
}

TEST_F(SubscriptionsTest, AStalledHandlerIsSeenAndDelaysNobody) {
  append();
  Subscriptions subscriptions{*store, clock};
  std::atomic<bool> inside{false};
  std::atomic<bool> let_go{false};
  subscriptions.start();
  subscriptions
      .add({.stall_after = 1000ms},
           [&](const RecordView&) -> Result<void> {
             inside = true;
             while (!let_go) std::this_thread::sleep_for(1ms);
             return {};
           })
      .value();
  ASSERT_TRUE(soon([&] { return inside.load(); }));
  EXPECT_EQ(subscriptions.status().front().state, SubscriptionState::catching_up);
  subscriptions.add({}, noting()).value();
  for (int i = 0; i < 50; ++i) append();
  EXPECT_TRUE(soon([&] { return so_far().size() == 51; }));
  clock.advance(1001ms);
  const auto stalled = subscriptions.status().front();
  EXPECT_EQ(stalled.state, SubscriptionState::stalled);
  EXPECT_EQ(stalled.lag(), 51u);
  let_go = true;
  EXPECT_TRUE(
      soon([&] { return subscriptions.status().front().state == SubscriptionState::live; }));
}

TEST_F(SubscriptionsTest, NobodyIsTakenWhoWouldNeverBeCalled) {
  Subscriptions subscriptions{*store, clock};
  EXPECT_EQ(subscriptions.add({}, nullptr).error().code(), Errc::invalid_argument);
  subscriptions.start();
  subscriptions.stop();
  EXPECT_EQ(subscriptions.add({}, noting()).error().code(), Errc::closed);
  subscriptions.start();
  EXPECT_TRUE(subscriptions.add({}, noting()).has_value());
}

TEST_F(SubscriptionsTest, RemovingKeepsThePositionAndEndsIt) {
  for (int i = 0; i < 3; ++i) append();
  Subscriptions subscriptions{*store, clock};
  subscriptions.start();
  const auto id = subscriptions.add({.name = "exports"}, noting()).value();
  ASSERT_TRUE(soon([&] { return so_far().size() == 3; }));
  subscriptions.remove(id).value();
  EXPECT_EQ(subscriptions.remove(id).error().code(), Errc::not_found);
  append();
  EXPECT_EQ(so_far().size(), 3u);
  EXPECT_EQ(store->checkpoints().load("exports").value()->position, Position{3});
}

}  // namespace
}  // namespace recourse
