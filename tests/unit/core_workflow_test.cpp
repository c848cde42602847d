#include <gtest/gtest.h>

#include <recourse/core/verify.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

#include "tests/support/errand.hpp"
#include "tests/support/locker.hpp"

namespace recourse::core {
namespace {

using locker::Locker;

StreamId hall(std::string_view key = "hall") { return StreamId::of("locker", key).value(); }

class WorkflowTest : public testing::Test {
 protected:
  Context context(std::string_view id) const {
    return {clock.now(), Actor{"me", "tester", "lab"}, derived_command_id(id)};
  }
  Result<Outcome> give(locker::Command command, std::string_view id, StreamId to = hall()) {
    return lockers.handle(to, command, context(id));
  }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<Locker> lockers{*store, Locker{}};
};

TEST_F(WorkflowTest, ADecisionIsAppendedWithActorTimeAndDefinition) {
  const auto outcome = give(locker::Fill{"A"}, "1").value();
  EXPECT_EQ(outcome.appended().version, Version{1});
  const auto cursor = store->read_stream(hall()).value();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().actor, "tester:me@lab");
  EXPECT_EQ(cursor->record().occurred_at, clock.now());
  EXPECT_EQ(cursor->record().definition, Locker::kDefinition);
  const auto loaded = lockers.load(hall()).value();
  EXPECT_EQ(loaded.version, Version{1});
  EXPECT_EQ(loaded.definition, Locker::kDefinition);
  EXPECT_TRUE(loaded.state.has("A"));
}

TEST_F(WorkflowTest, ARefusalIsAValueAndLeavesNothing) {
  give(locker::Fill{"A"}, "1").value();
  const auto refused = give(locker::Fill{"A"}, "2").value();
  ASSERT_TRUE(refused.refused());
  EXPECT_EQ(refused.refusal().name, "door_is_full");
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_F(WorkflowTest, ARetryAfterSuccessIsAnsweredFirstAlsoWhereTheStateWouldRefuse) {
  const auto first = give(locker::Fill{"A"}, "1").value();
  const auto again = give(locker::Fill{"A"}, "1").value();
  ASSERT_FALSE(again.refused());
  EXPECT_TRUE(again.appended().repeated);
  EXPECT_EQ(again.appended().first, first.appended().first);
}

TEST_F(WorkflowTest, ACommandIdWithOtherContentIsAnError) {
  give(locker::Fill{"A"}, "1").value();
  EXPECT_EQ(give(locker::Fill{"B"}, "1").error().code(), Errc::command_id_reused);
  EXPECT_EQ(give(locker::Fill{"A"}, "1", hall("other")).error().code(), Errc::command_id_reused);
}

TEST_F(WorkflowTest, AStreamIsAtTheVersionThatIsExpectedOrNothingHappens) {
  const auto expecting = [&](std::uint64_t version, locker::Command command, std::string_view id) {
    auto given = context(id);
    given.expected = Version{version};
    return lockers.handle(hall(), command, given);
  };
  EXPECT_EQ(expecting(0, locker::Fill{"A"}, "1").value().appended().version, Version{1});
  const auto late = expecting(0, locker::Fill{"B"}, "2");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), Errc::version_conflict);
  EXPECT_EQ(late.error().actual(), 1u);
  // What it says no to is read anew too, before anybody is told why.
  EXPECT_EQ(expecting(0, locker::Fill{"A"}, "3").error().code(), Errc::version_conflict);
  EXPECT_TRUE(expecting(1, locker::Fill{"A"}, "3").value().refused());
  // One that has taken effect is answered first, whatever has come since.
  EXPECT_TRUE(expecting(0, locker::Fill{"A"}, "1").value().appended().repeated);
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_F(WorkflowTest, RefusalsAndEmptyDecisionsAreNotRemembered) {
  EXPECT_TRUE(give(locker::Empty{"A"}, "1").value().nothing_to_do());
  give(locker::Fill{"A"}, "2").value();
  EXPECT_FALSE(give(locker::Empty{"A"}, "1").value().nothing_to_do());
  EXPECT_EQ(store->head().value(), Position{2});
}

TEST_F(WorkflowTest, ACompositeIsAllOrNothing) {
  const Actor me{"me", "tester", "lab"};
  const auto later = clock.now() + std::chrono::hours{1};
  std::vector<Step<Locker>> steps{{locker::Fill{"A"}, clock.now(), me},
                                  {locker::Empty{"A"}, later, me}};
  const auto done = lockers.handle_all(hall(), steps, derived_command_id("1")).value();
  EXPECT_EQ(done.appended().last, Position{2});
  const auto cursor = store->read_stream(hall(), {.from = Version{2}}).value();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().occurred_at, later);
  steps = {{locker::Fill{"B"}, clock.now(), me}, {locker::Fill{"B"}, clock.now(), me}};
  EXPECT_TRUE(lockers.handle_all(hall(), steps, derived_command_id("2")).value().refused());
  EXPECT_EQ(store->head().value(), Position{2});
}

TEST_F(WorkflowTest, ADecisionOverTwoStreamsIsOneAppend) {
  give(locker::Fill{"A"}, "1").value();
  const auto moved = give(locker::MoveTo{"A", "cellar"}, "2").value();
  EXPECT_EQ(moved.appended().last.value - moved.appended().first.value, 1u);
  EXPECT_FALSE(lockers.load(hall()).value().state.has("A"));
  EXPECT_TRUE(lockers.load(hall("cellar")).value().state.has("A"));
  give(locker::Fill{"A"}, "3").value();
  EXPECT_EQ(give(locker::MoveTo{"A", "cellar"}, "4").value().refusal().name, "other_door_is_full");
}

TEST_F(WorkflowTest, ConcurrentCommandsOnOneStreamAllTakeEffect) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto door = std::to_string(t) + "/" + std::to_string(i);
        EXPECT_FALSE(give(locker::Fill{door}, door).value().refused());
      }
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(lockers.load(hall()).value().state.full.size(), 200u);
}

TEST_F(WorkflowTest, BadCallsNameWhatIsWrong) {
  EXPECT_EQ(give(locker::Fill{"A"}, "1", StreamId::of("case", "x").value()).error().code(),
            Errc::invalid_argument);
  EXPECT_NE(give(locker::Fill{"\xff"}, "1").error().message().find("locker.fill: door: byte 0"),
            std::string::npos);
  auto nil = context("1");
  nil.command_id = {};
  EXPECT_EQ(lockers.handle(hall(), locker::Fill{"A"}, nil).error().code(), Errc::invalid_argument);
  EXPECT_EQ(lockers.handle_all(hall(), {}, derived_command_id("1")).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_F(WorkflowTest, ABrokenDeciderIsAnErrorAndNothingIsAppended) {
  const auto thrown = give(locker::Misbehave{"throw"}, "1");
  EXPECT_EQ(thrown.error().code(), Errc::user_code_failed);
  EXPECT_NE(thrown.error().message().find("the decider is broken"), std::string::npos);
  const auto elsewhere = give(locker::Misbehave{"unnamed stream"}, "2");
  EXPECT_EQ(elsewhere.error().code(), Errc::user_code_failed);
  EXPECT_NE(elsewhere.error().message().find("locker/unnamed"), std::string::npos);
  EXPECT_EQ(give(locker::Fill{"poison"}, "3").error().code(), Errc::user_code_failed);
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_F(WorkflowTest, AStreamOfANewerDefinitionOrWithAnUnknownEventIsNotFolded) {
  const auto append = [&](std::string_view key, std::string type, std::uint32_t definition) {
    Append a{.command_id = derived_command_id(key), .actor = "t", .streams = {}};
    a.streams.push_back(
        {hall(key), ExpectedVersion::none(), definition, {{std::move(type), 1, {}, ""}}});
    store->append(a).value();
  };
  append("newer", "locker.emptied", Locker::kDefinition + 1);
  EXPECT_EQ(lockers.load(hall("newer")).error().code(), Errc::format_too_new);
  append("unknown", "locker.burnt", 1);
  const auto unknown = lockers.load(hall("unknown"));
  EXPECT_EQ(unknown.error().code(), Errc::unknown_event);
  EXPECT_NE(unknown.error().message().find("locker/unknown version 1"), std::string::npos);
}

TEST_F(WorkflowTest, VerifyCountsAndDecodes) {
  give(locker::Fill{"A"}, "1").value();
  give(locker::MoveTo{"A", "cellar"}, "2").value();
  VerifyOptions options;
  options.payload = [](const RecordView& r) -> Result<bool> {
    RECOURSE_TRY(Workflow<Locker>::event_of(r));
    return true;
  };
  const auto report = verify(*store, options).value();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.records, 3u);
  EXPECT_EQ(report.streams, 2u);
  EXPECT_EQ(report.payloads_decoded, 3u);
  Append bad{.command_id = derived_command_id("bad"), .actor = "t", .streams = {}};
  bad.streams.push_back(
      {hall("bad"), ExpectedVersion::none(), 1, {{"locker.emptied", 1, {}, "\x09"}}});
  store->append(bad).value();
  const auto worse = verify(*store, options).value();
  EXPECT_EQ(worse.problems, 1u);
  ASSERT_EQ(worse.findings.size(), 1u);
  EXPECT_EQ(worse.findings[0].position, Position{4});
  options.progress = [](Position, Position) { return false; };
  for (int i = 0; i < 5000; ++i)
    give(locker::Fill{std::to_string(i)}, std::to_string(100 + i)).value();
  EXPECT_EQ(verify(*store, options).error().code(), Errc::closed);
}

// --- passed timers -------------------------------------------------------------------------------

class LateCommands : public testing::Test {
 protected:
  Result<Outcome> give(errand::Command command, std::string_view id) {
    return errands.handle(job, command,
                          {clock.now(), Actor{"me", "tester", "lab"}, derived_command_id(id)});
  }
  /// What the log says: "type by role", a line an event.
  std::vector<std::string> told() const {
    std::vector<std::string> lines;
    const auto cursor = store->read_stream(job).value();
    while (cursor->next().value()) {
      const auto& record = cursor->record();
      const std::string actor{record.actor};
      lines.push_back(std::string{record.type} + " by " + actor.substr(0, actor.find(':')));
    }
    return lines;
  }

  const StreamId job = StreamId::of("errand", "job").value();
  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  const Timestamp due = clock.now() + std::chrono::hours{10};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<errand::Errand> errands{*store, errand::Errand{}};
};

TEST_F(LateCommands, ARefusedOneLetsWhatItFoundPassedFireAllTheSame) {
  give(errand::Begin{due, errand::Manner::once}, "1").value();
  clock.advance(std::chrono::hours{11});
  EXPECT_TRUE(give(errand::Finish{}, "2").value().refused()) << "it was missed before";
  EXPECT_EQ(told(), (std::vector<std::string>{"errand.begun by tester", "errand.reminded by timer",
                                              "errand.missed by timer"}));
  const auto head = store->head().value();
  EXPECT_TRUE(give(errand::Finish{}, "3").value().refused());
  EXPECT_EQ(store->head().value(), head) << "once";
}

TEST_F(LateCommands, OneThatIsGivenAgainFiresNothing) {
  const errand::Command begin = errand::Begin{due, errand::Manner::once};
  give(begin, "1").value();
  clock.advance(std::chrono::hours{11});
  const auto head = store->head().value();
  // As the errand stands now it would be refused, after a reminder that has passed.
  EXPECT_TRUE(give(begin, "1").value().appended().repeated);
  EXPECT_EQ(store->head().value(), head);
}

TEST_F(LateCommands, WhereWhatHasPassedCannotBeDecidedNothingIs) {
  give(errand::Begin{due, errand::Manner::broken}, "1").value();
  clock.advance(std::chrono::hours{11});
  const auto head = store->head().value();
  const auto failed = give(errand::Note{"n"}, "2");
  EXPECT_EQ(failed.error().code(), Errc::user_code_failed);
  EXPECT_EQ(store->head().value(), head);
}

TEST_F(LateCommands, ARehearsalShowsWhatWouldBeRecordedAndRecordsNothing) {
  give(errand::Begin{due, errand::Manner::repeating}, "1").value();
  clock.advance(std::chrono::hours{10} + std::chrono::seconds{30});
  const auto head = store->head().value();
  std::vector<std::pair<std::string, Timestamp>> seen;
  const auto look = [&](const StreamId&, const errand::Event& event, const auto& now) {
    seen.emplace_back(describe::type_of(event), now.at);
  };
  const Context context{clock.now(), Actor{"me", "tester", "lab"}, derived_command_id("2")};
  EXPECT_FALSE(errands.rehearse(job, errand::Note{"n"}, context, look).value().is_refusal());
  ASSERT_GE(seen.size(), 3u);
  EXPECT_EQ(seen.front().first, "errand.reminded");
  EXPECT_EQ(seen.back(), (std::pair<std::string, Timestamp>{"errand.noted", clock.now()}));
  EXPECT_EQ(store->head().value(), head);
}

}  // namespace
}  // namespace recourse::core
