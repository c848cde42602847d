// A log in another process: connections that break, answers that are lost, two that open one log,
// and tables that lie elsewhere.
#include <chrono>
#include <fstream>
#include <future>
#include <recourse/core/command_queue.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/core/subscription.hpp>
#include <recourse/core/views.hpp>
#include <recourse/engine.hpp>

#include "stores.hpp"
#include "tests/support/errand.hpp"

namespace recourse::contract {
namespace {

using namespace core;
using namespace errand;

constexpr auto kForEver = std::chrono::hours{24 * 365 * 100};

StreamId stream(std::string_view key) { return StreamId::of("errand", key).value(); }
CommandId id(int n) { return derived_command_id("remote " + std::to_string(n)); }

class RemoteContract : public testing::Test {
 protected:
  std::unique_ptr<EventStore> connect(std::string tables = {}) {
    auto log = std::make_unique<RemoteLog>(server);
    line = log.get();
    return compose(std::move(log), tables_of(std::move(tables)).value()).value();
  }
  Result<std::unique_ptr<TableStore>> tables_of(std::string name) {
    if (name.empty()) name = "tables" + std::to_string(++made);
    return stores::open_rocksdb_tables({.directory = directory.path() / name});
  }
  Context by(int n) const { return {clock.now(), Actor{"me", "tester", ""}, id(n)}; }
  Begin begin() const { return {clock.now() + kForEver, Manner::once}; }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::shared_ptr<EventStore> server = stores::open_memory(clock);
  RemoteLog* line = nullptr;  // of the last that was connected
  int made = 0;
};

// --- two that open one log -----------------------------------------------------------------------

TEST_F(RemoteContract, TwoThatOpenOneLogSeeWhatTheOtherAppended) {
  const auto one = connect();
  const auto other = connect();
  const Workflow<Errand> here{*one, Errand{}};
  const Workflow<Errand> there{*other, Errand{}};
  here.handle(stream("a"), begin(), by(1)).value();
  EXPECT_EQ(other->head().value(), Position{1});
  const auto noted = there.handle(stream("a"), Note{"from there"}, by(2)).value();
  EXPECT_EQ(noted.appended().version, Version{2});
  // Its cache holds version 1.
  EXPECT_EQ(here.handle(stream("a"), Note{"from here"}, by(3)).value().appended().version,
            Version{3});
  EXPECT_EQ(here.load(stream("a")).value().version, Version{3});
}

TEST_F(RemoteContract, TheSecondIsToldTheActualVersionAsANumber) {
  const auto one = connect();
  const auto other = connect();
  const auto append = [](int n) {
    return Append{
        .command_id = id(n),
        .actor = "tester",
        .streams = {{stream("a"), ExpectedVersion::none(), 1, {{"errand.noted", 1, {}, "x"}}}}};
  };
  one->append(append(1)).value();
  const auto late = other->append(append(2));
  ASSERT_TRUE(late.has_error());
  EXPECT_EQ(late.error().code(), Errc::version_conflict);
  EXPECT_EQ(late.error().actual(), 1u);
  EXPECT_EQ(late.error().within("further out").actual(), 1u);
}

TEST_F(RemoteContract, OneCommandGivenOverBothConnectionsTakesEffectOnce) {
  const auto one = connect();
  const auto other = connect();
  const auto first = Workflow<Errand>{*one, Errand{}}.handle(stream("a"), begin(), by(1)).value();
  const auto again = Workflow<Errand>{*other, Errand{}}.handle(stream("a"), begin(), by(1)).value();
  EXPECT_TRUE(again.appended().repeated);
  EXPECT_EQ(again.appended().first, first.appended().first);
  EXPECT_EQ(server->head().value(), Position{1});
}

// --- a connection that breaks --------------------------------------------------------------------

TEST_F(RemoteContract, WithoutAConnectionEveryQuestionIsAnError) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  EXPECT_EQ(store->head().value(), Position{1});
  line->cut();
  EXPECT_EQ(store->head().error().code(), Errc::io_error);
  EXPECT_EQ(store->version_of(stream("a")).error().code(), Errc::io_error);
  EXPECT_EQ(store->find(id(1)).error().code(), Errc::io_error);
  EXPECT_EQ(store->read_all().error().code(), Errc::io_error);
  EXPECT_EQ(store->read_stream(stream("a")).error().code(), Errc::io_error);
  EXPECT_EQ(errands.handle(stream("a"), Note{"x"}, by(2)).error().code(), Errc::io_error);
  EXPECT_EQ(known_head(*store), Position{1}) << "what it knew";
  EXPECT_FALSE(store->health().writable);
  line->mend();
  EXPECT_EQ(errands.handle(stream("a"), Note{"x"}, by(2)).value().appended().version, Version{2});
}

/// A view of the errands, added, opened, and as far as the log.
void bring_up_errands(Views& views) {
  views.add([] { return std::make_unique<StateView<Errand>>(ProjectionSpec{"errands"}, Errand{}); })
      .value();
  views.open().value();
  while (views.step("errands").value()) {
  }
}

TEST_F(RemoteContract, AViewStopsWithoutAConnectionAndGoesOnWithOne) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  Views views{*store};
  bring_up_errands(views);
  line->cut();
  EXPECT_TRUE(views.step("errands").has_error());
  const auto report = views.report("errands").value();
  EXPECT_TRUE(report.serving.stopped);
  EXPECT_NE(report.serving.error.find("no connection"), std::string::npos) << report.serving.error;
  EXPECT_EQ(report.serving.head, Position{1});
  const auto rows = views.snapshot("errands").value();
  EXPECT_EQ(rows->position(), Position{1}) << "the rows lie here, and are read on";
  line->mend();
  errands.handle(stream("a"), Note{"x"}, by(2)).value();
  views.resume("errands").value();
  while (views.step("errands").value()) {
  }
  EXPECT_EQ(views.position("errands").value(), Position{2});

  // Nobody has to say so: its next step tries again.
  line->cut();
  EXPECT_TRUE(views.step("errands").has_error());
  EXPECT_TRUE(views.step("errands").has_error());
  line->mend();
  errands.handle(stream("a"), Note{"y"}, by(3)).value();
  while (views.step("errands").value()) {
  }
  EXPECT_EQ(views.position("errands").value(), Position{3});
  EXPECT_FALSE(views.report("errands").value().serving.stopped);
}

TEST_F(RemoteContract, WhoWaitsForAViewWaitsForTheConnectionToo) {
  using namespace std::chrono_literals;
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  Views views{*store};
  bring_up_errands(views);
  errands.handle(stream("a"), Note{"x"}, by(2)).value();
  line->cut();
  EXPECT_TRUE(views.step("errands").has_error());
  EXPECT_TRUE(views.report("errands").value().serving.waits_for_log);
  // Not longer than it wants to; then it hears what the view waits for.
  const auto late = views.wait_for("errands", Position{2}, 1ms);
  ASSERT_TRUE(late.has_error());
  EXPECT_EQ(late.error().code(), Errc::view_stopped);
  EXPECT_NE(late.error().message().find("no connection"), std::string::npos)
      << late.error().message();

  std::optional<Result<void>> told;
  const auto pending = views.async_wait_for("errands", Position{2},
                                            [&](Result<void> result) { told = std::move(result); });
  auto waiting =
      std::async(std::launch::async, [&] { return views.wait_for("errands", Position{2}, 60s); });
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(views.step("errands").has_error());
  EXPECT_EQ(waiting.wait_for(50ms), std::future_status::timeout);
  EXPECT_FALSE(told.has_value());
  line->mend();
  while (views.step("errands").value()) {
  }
  EXPECT_TRUE(waiting.get().has_value());
  ASSERT_TRUE(told.has_value());
  EXPECT_TRUE(told->has_value());
  EXPECT_FALSE(views.report("errands").value().serving.waits_for_log);

  // Nor does it wait for views that have ended.
  line->cut();
  EXPECT_TRUE(views.step("errands").has_error());
  waiting =
      std::async(std::launch::async, [&] { return views.wait_for("errands", Position{9}, 600s); });
  EXPECT_EQ(waiting.wait_for(50ms), std::future_status::timeout);
  views.stop();
  EXPECT_EQ(waiting.get().error().code(), Errc::closed);
}

TEST_F(RemoteContract, WhatIsShownOfItIsKnownWithoutAsking) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  Views views{*store};
  bring_up_errands(views);
  const auto one = Subscription::open(*store, clock, {}, [](const RecordView&) {
                     return Result<void>{};
                   }).value();
  const auto asked = line->heads();
  EXPECT_EQ(views.report("errands").value().serving.head, Position{1});
  EXPECT_EQ(one->status().head, Position{1});
  EXPECT_EQ(known_head(*store), Position{1});
  EXPECT_EQ(line->heads(), asked) << "a probe waits for no server";
}

TEST_F(RemoteContract, ASubscriberStopsWithoutAConnectionAndGoesOnWithOne) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  std::vector<std::uint64_t> seen;
  const auto one = Subscription::open(*store, clock, {.name = "exports"}, [&](const RecordView& r) {
                     seen.push_back(r.position.value);
                     return Result<void>{};
                   }).value();
  EXPECT_TRUE(one->step());
  errands.handle(stream("a"), Note{"x"}, by(2)).value();
  line->cut();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(one->step());
  EXPECT_EQ(one->status().state, SubscriptionState::stopped);
  EXPECT_NE(one->status().error.find("no connection"), std::string::npos) << one->status().error;
  // Nobody has to say so: its next step tries again.
  line->mend();
  EXPECT_TRUE(one->step());
  EXPECT_FALSE(one->step());
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(one->status().state, SubscriptionState::live) << one->status().error;
  EXPECT_EQ(one->status().error, "");
}

TEST_F(RemoteContract, AHandlerThatFailsIsNotCalledAgainByItselfWhateverItsError) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  errands.handle(stream("a"), begin(), by(1)).value();
  int calls = 0;
  const auto one = Subscription::open(*store, clock, {}, [&](const RecordView&) -> Result<void> {
                     ++calls;
                     return Error{Errc::io_error, "its own server is gone"};
                   }).value();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(one->step());
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(one->status().state, SubscriptionState::stopped);
}

TEST_F(RemoteContract, AStoreIsNotComposedWithoutAConnection) {
  auto log = std::make_unique<RemoteLog>(server);
  log->cut();
  const auto store = compose(std::move(log), tables_of("t").value());
  ASSERT_TRUE(store.has_error());
  EXPECT_EQ(store.error().code(), Errc::io_error);
}

// --- an answer that is lost ----------------------------------------------------------------------

class LostAnswers : public RemoteContract, public testing::WithParamInterface<bool> {
 protected:
  /// Whether the appends had arrived whose answers are lost.
  static bool arrived() { return GetParam(); }
};

TEST_P(LostAnswers, AnAppendOfUnknownOutcomeIsSettledByItsCommandId) {
  const auto store = connect();
  const Append append{
      .command_id = id(1),
      .actor = "tester",
      .streams = {{stream("a"), ExpectedVersion::none(), 1, {{"errand.noted", 1, {}, "x"}}}}};
  line->lose_answers(1, arrived());
  const auto lost = store->append(append);
  ASSERT_TRUE(lost.has_error());
  EXPECT_EQ(lost.error().code(), Errc::outcome_unknown);
  EXPECT_TRUE(lost.error().retryable());
  EXPECT_EQ(store->find(id(1)).value().has_value(), arrived());
  EXPECT_EQ(store->append(append).value().repeated, arrived());
  EXPECT_EQ(server->head().value(), Position{1});
}

TEST_P(LostAnswers, ACommandTakesEffectOnceAndIsAnsweredAsDone) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  line->lose_answers(limits::kUnknownOutcomesMax - 1, arrived());
  const auto done = errands.handle(stream("a"), begin(), by(1)).value();
  EXPECT_EQ(done.appended().first, Position{1});
  EXPECT_EQ(server->head().value(), Position{1});
  // Decided again upon what it has done itself it would be refused: it was begun.
  EXPECT_EQ(errands.handle(stream("a"), begin(), by(2)).value().refused(), true);
  EXPECT_EQ(errands.meter().read().conflicts, 0u) << "nobody was faster";
}

TEST_P(LostAnswers, ThatNeverEndAreSaidToBeUnknownNotDoneAndNotRefused) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  line->lose_answers(1'000, /*arrived=*/false);
  const auto lost = errands.handle(stream("a"), begin(), by(1));
  ASSERT_TRUE(lost.has_error());
  EXPECT_EQ(lost.error().code(), Errc::outcome_unknown);
  EXPECT_EQ(line->sent(), limits::kUnknownOutcomesMax);
  line->lose_answers(0, false);
  EXPECT_FALSE(errands.handle(stream("a"), begin(), by(1)).value().appended().repeated);
}

TEST_P(LostAnswers, OfACommandThatNobodyWaitsForIsAskedAgainAndCannotBeTakenBack) {
  const auto store = connect();
  const Workflow<Errand> errands{*store, Errand{}};
  struct Later final : Executor {
    void post(base::Completion<std::monostate> work) override {
      waiting.push_back(std::move(work));
    }
    bool run_one() {
      if (waiting.empty()) return false;
      auto work = std::move(waiting.front());
      waiting.erase(waiting.begin());
      work({});
      return true;
    }
    std::vector<base::Completion<std::monostate>> waiting;
  } later;
  std::vector<Result<Outcome>> answers;
  {
    CommandQueue<Errand> queue{errands, later};
    line->lose_answers(1, arrived());
    const auto pending = queue.async_handle(
        stream("a"), begin(), by(1), [&](Result<Outcome> o) { answers.push_back(std::move(o)); });
    ASSERT_TRUE(later.run_one());
    EXPECT_TRUE(answers.empty()) << "it is not known yet";
    EXPECT_FALSE(pending->cancel()) << "the log may hold it";
    while (later.run_one()) {
    }
    queue.close();
    queue.drain();
  }
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers.front().value().appended().repeated, arrived());
  EXPECT_EQ(server->head().value(), Position{1});
}

INSTANTIATE_TEST_SUITE_P(Remote, LostAnswers, testing::Bool(), [](const auto& p) {
  return std::string{p.param ? "arrived" : "not_arrived"};
});

// --- tables that lie elsewhere -------------------------------------------------------------------

class TablesElsewhere : public RemoteContract {
 protected:
  struct Seen {
    Position at_open;
    std::uint64_t applied;
  };
  /// Brings the view up over the tables of that folder.
  Seen bring_up(const std::string& tables) {
    const auto store = connect(tables);
    Views views{*store};
    views
        .add(
            [] { return std::make_unique<StateView<Errand>>(ProjectionSpec{"errands"}, Errand{}); })
        .value();
    views.open().value();
    Seen seen{views.position("errands").value(), 0};
    while (views.step("errands").value()) {
    }
    seen.applied = views.report("errands").value().serving.applied;
    views.stop();
    return seen;
  }
  void fill(int from, int to) {
    const Workflow<Errand> errands{*server, Errand{}};
    for (int n = from; n <= to; ++n) {
      errands.handle(stream(std::to_string(n)), begin(), by(n)).value();
    }
  }
};

TEST_F(TablesElsewhere, AreGoneOnWithAfterTheyWereClosed) {
  fill(1, 5);
  EXPECT_EQ(bring_up("t").applied, 5u);
  fill(6, 7);
  const auto again = bring_up("t");
  EXPECT_EQ(again.at_open, Position{5});
  EXPECT_EQ(again.applied, 2u);
}

TEST_F(TablesElsewhere, OfAnotherLogAreMadeAnew) {
  fill(1, 5);
  bring_up("t");
  server = stores::open_memory(clock);
  fill(1, 3);
  const auto again = bring_up("t");
  EXPECT_EQ(again.at_open, Position{0});
  EXPECT_EQ(again.applied, 3u);
}

TEST_F(TablesElsewhere, ThatHaveSeenMoreThanTheLogHoldsAreALoss) {
  fill(1, 5);
  bring_up("t");
  {
    auto tables = tables_of("t").value();
    const auto table = tables->open({"errands", 1, 1}).value();
    const auto at = table->snapshot().value()->checkpoint().value();
    table->write({}, {at.log, Position{9}, at.rows}).value();
    table->flush().value();
  }
  const auto store = compose(std::make_unique<RemoteLog>(server), tables_of("t").value());
  ASSERT_TRUE(store.has_error());
  EXPECT_EQ(store.error().code(), Errc::acknowledged_loss);
  EXPECT_NE(store.error().message().find("errands.1.1"), std::string::npos);
}

TEST_F(TablesElsewhere, ThatAreAheadOfALogThatIsFollowedWaitForIt) {
  fill(1, 5);
  bring_up("t");
  for (const bool answers_at_open : {true, false}) {
    auto log = std::make_unique<RemoteLog>(server);
    line = log.get();
    line->follow(Position{3});
    const auto store = compose(std::move(log), tables_of("t").value()).value();
    Views views{*store};
    views
        .add(
            [] { return std::make_unique<StateView<Errand>>(ProjectionSpec{"errands"}, Errand{}); })
        .value();
    if (!answers_at_open) line->cut();
    views.open().value();
    line->mend();
    const auto stands = [&] {
      EXPECT_FALSE(views.step("errands").value());
      EXPECT_EQ(views.position("errands").value(), Position{5});
      const auto rows = views.snapshot("errands").value();
      EXPECT_EQ(rows->position(), Position{5});
      EXPECT_TRUE(state_in<Errand::State>(*rows, "errand/5").value());
    };
    stands();
    line->cut();
    EXPECT_TRUE(views.step("errands").has_error());
    line->mend();
    stands();
    views.resume("errands").value();
    stands();
    line->follow(server->head().value());
    while (views.step("errands").value()) {
    }
    EXPECT_EQ(views.position("errands").value(), server->head().value());
    EXPECT_EQ(views.report("errands").value().serving.applied, 0u);
  }
  fill(6, 7);
  const auto again = bring_up("t");
  EXPECT_EQ(again.at_open, Position{5});
  EXPECT_EQ(again.applied, 2u);
}

TEST_F(TablesElsewhere, AFolderIsOneThingOnly) {
  const auto code = [](const auto& opened) { return opened ? Errc{} : opened.error().code(); };
  const auto at = [&](std::string_view name) { return directory.path() / name; };
  { const auto whole = stores::open_rocksdb({.directory = at("store")}).value(); }
  EXPECT_EQ(code(tables_of("store")), Errc::not_a_store) << "a log lies there";
  { const auto tables = tables_of("tables").value(); }
  EXPECT_EQ(code(stores::open_rocksdb({.directory = at("tables")})), Errc::not_a_store);
  std::filesystem::create_directories(at("letters"));
  std::ofstream{at("letters") / "to_mother.txt"} << "dear";
  EXPECT_EQ(code(tables_of("letters")), Errc::not_a_store);
  EXPECT_EQ(code(tables_of("letters/to_mother.txt")), Errc::not_a_store);
  const auto held = tables_of("tables").value();
  EXPECT_EQ(code(tables_of("tables")), Errc::store_locked);
  EXPECT_EQ(code(stores::open_rocksdb_tables({.directory = at("small"), .memory_bytes = 1})),
            Errc::invalid_argument);
}

TEST_F(TablesElsewhere, OfALaterFormAreRefused) {
  { const auto tables = tables_of("t").value(); }
  std::ofstream{directory.path() / "t" / "recourse.tables"} << "recourse tables\nformat 9\n";
  const auto later = tables_of("t");
  ASSERT_TRUE(later.has_error());
  EXPECT_EQ(later.error().code(), Errc::format_too_new);
}

TEST_F(TablesElsewhere, ThatCannotBeOpenedAreMadeAnew) {
  fill(1, 5);
  bring_up("t");
  for (const auto& entry : std::filesystem::directory_iterator{directory.path() / "t" / "views"}) {
    if (!entry.path().filename().string().starts_with("MANIFEST")) continue;
    std::ofstream{entry.path(), std::ios::trunc} << "this was a manifest once";
  }
  const auto again = bring_up("t");
  EXPECT_EQ(again.at_open, Position{0});
  EXPECT_EQ(again.applied, 5u);
}

// --- an engine on it -----------------------------------------------------------------------------

TEST_F(TablesElsewhere, AnEngineRunsOnAStoreThatItsCallerOpens) {
  const auto open = [&](const Clock& given) -> Result<std::unique_ptr<EventStore>> {
    EXPECT_EQ(&given, &clock);
    return connect("t");
  };
  {
    auto engine = Engine::open({.open_store = open, .clock = &clock}).value();
    auto& errands = engine->add(Errand{});
    engine->start().value();
    const auto done = errands.handle(stream("a"), begin(), engine->context({"me", "tester", ""}));
    const auto rows = engine->rows("errand", done.value().appended().last).value();
    EXPECT_TRUE(state_in<Errand::State>(*rows, "errand/a").value());
  }
  const auto code = [](const auto& opened) { return opened ? Errc{} : opened.error().code(); };
  EXPECT_EQ(code(Engine::open({.directory = "x", .open_store = open, .clock = &clock})),
            Errc::invalid_argument);
  EXPECT_EQ(code(Engine::open({.store = "memory", .open_store = open, .clock = &clock})),
            Errc::invalid_argument);
  EXPECT_EQ(code(Engine::open(
                {.open_store =
                     [](const Clock&) { return Result<std::unique_ptr<EventStore>>{nullptr}; }})),
            Errc::invalid_argument);
}

TEST_F(TablesElsewhere, AReaderWithTablesOfItsOwnFollowsTheWriterAndTakesNoCommands) {
  const auto folder = directory.path() / "written";
  auto writer = Engine::open({.directory = folder, .clock = &clock}).value();
  auto& errands = writer->add(Errand{});
  writer->start().value();
  const auto give = [&](std::string_view key) {
    return errands.handle(stream(key), begin(), writer->context({"me", "tester", ""}))
        .value()
        .appended()
        .last;
  };
  const auto first = give("a");
  const auto open = [&](const Clock&) -> Result<std::unique_ptr<EventStore>> {
    RECOURSE_TRY_ASSIGN(auto log, stores::open_rocksdb_reader(folder));
    RECOURSE_TRY_ASSIGN(auto tables, tables_of("own"));
    return compose(std::move(log), std::move(tables));
  };
  const auto timers = Engine::open({.open_store = open, .services = {.timers = true}});
  ASSERT_TRUE(timers.has_error());
  EXPECT_EQ(timers.error().code(), Errc::invalid_argument);
  auto reader = Engine::open({.open_store = open, .clock = &clock}).value();
  auto& seen = reader->add(Errand{});
  reader->start().value();
  EXPECT_TRUE(state_in<Errand::State>(*reader->rows("errand", first).value(), "errand/a").value());
  const auto second = give("b");
  // It looks now and then by itself, and its views are kept.
  EXPECT_TRUE(state_in<Errand::State>(*reader->rows("errand", second).value(), "errand/b").value());
  EXPECT_EQ(seen.handle(stream("c"), begin(), reader->context({"me", "tester", ""})).error().code(),
            Errc::store_stopped);
  EXPECT_TRUE(reader->health().ok());
}

}  // namespace
}  // namespace recourse::contract
