// Who gave a command, why, and what must be the only one of its kind: standings, chains, tags.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <recourse/core/command_queue.hpp>
#include <recourse/core/verify.hpp>
#include <recourse/stores/memory.hpp>
#include <thread>

#include "tests/support/errand.hpp"
#include "tests/support/locker.hpp"

// --- topics: at most one is open of a class, over all streams ------------------------------------

namespace topic {

using recourse::describe::spec;

struct Opened {
  std::string of;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (of))
constexpr auto recourse_spec(const Opened*) {
  return spec("topic.opened", 1, "A topic was opened.", {{"of", 1, "Its class."}});
}
using Event = std::variant<Opened>;

struct Open {
  std::string of;
};
BOOST_DESCRIBE_STRUCT(Open, (), (of))
constexpr auto recourse_spec(const Open*) {
  return spec("topic.open", 1, "Open a topic.", {{"of", 1, "Its class."}});
}
using Command = std::variant<Open>;

struct State {
  std::uint32_t opened = 0;
};

struct Topics {
  using State = topic::State;
  using Command = topic::Command;
  using Event = topic::Event;
  using Decision = recourse::core::Decision<Event>;
  static constexpr std::string_view kKind = "topic";
  static constexpr std::uint32_t kDefinition = 1;

  Decision decide(const State&, const Command& command, const recourse::core::Context&) const {
    const auto& of = std::get<Open>(command).of;
    return Decision::of(Opened{of})
        .unless_tagged(
            "topic.opened", "class:" + of,
            {"open_already", "one", "There is one of " + of + " already.", "已有同类专题。", {}});
  }
  void evolve(State& s, const Event&, const recourse::core::Facts&) const { ++s.opened; }
  std::vector<std::string> tags(const Event& event) const {
    return {"z", "class:" + std::get<Opened>(event).of};
  }
};

}  // namespace topic

namespace recourse::core {
namespace {

CommandId id(std::string_view text) { return derived_command_id(text); }

class TagsOfDecisions : public testing::Test {
 protected:
  static StreamId stream(std::string_view key) { return StreamId::of("topic", key).value(); }
  Context context(std::string_view of) const {
    return {clock.now(), Actor{"v1", "supervisor", ""}, id(of)};
  }
  Result<Outcome> open(std::string_view key, std::string of, std::string_view command) const {
    return topics.handle(stream(key), topic::Open{std::move(of)}, context(command));
  }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<topic::Topics> topics{*store, topic::Topics{}};
};

TEST_F(TagsOfDecisions, StandInTheRecordSorted) {
  ASSERT_FALSE(open("1", "RK10", "a")->refused());
  const auto cursor = store->read_stream(stream("1")).value();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_EQ(cursor->record().tags.list(), (std::vector<std::string_view>{"class:RK10", "z"}));
}

TEST_F(TagsOfDecisions, OfTheSameClassTheSecondIsRefusedInWhateverStream) {
  ASSERT_FALSE(open("1", "RK10", "a")->refused());
  const auto second = open("2", "RK10", "b").value();
  ASSERT_TRUE(second.refused());
  EXPECT_EQ(second.refusal().name, "open_already");
  EXPECT_EQ(store->head().value(), Position{1}) << "nothing was appended";
  EXPECT_FALSE(open("2", "RK20", "c")->refused());
  const auto again = open("1", "RK10", "a").value();
  ASSERT_FALSE(again.refused());
  EXPECT_TRUE(again.appended().repeated) << "a repetition is answered as ever";
}

TEST_F(TagsOfDecisions, TwoInOneAppendAreTwoToo) {
  const Actor me{"v1", "supervisor", ""};
  const std::vector<Step<topic::Topics>> steps{{topic::Open{"RK10"}, clock.now(), me},
                                               {topic::Open{"RK10"}, clock.now(), me}};
  const auto both = topics.handle_all(stream("1"), steps, id("a")).value();
  ASSERT_TRUE(both.refused());
  EXPECT_EQ(both.refusal().name, "open_already");
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_F(TagsOfDecisions, OfManyAtOnceOneTakesEffect) {
  constexpr int kCallers = 8;
  std::atomic<int> refused{0};
  std::vector<std::jthread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      const auto name = std::to_string(i);
      const auto outcome = open(name, "RK10", name);
      ASSERT_TRUE(outcome) << outcome.error().message();
      if (outcome->refused()) ++refused;
    });
  }
  callers.clear();
  EXPECT_EQ(refused, kCallers - 1);
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_F(TagsOfDecisions, OneThatIsNotWaitedForIsRefusedAlike) {
  struct Later final : Executor {
    void post(Task task) override { tasks.push_back(std::move(task)); }
    std::deque<Task> tasks;
  } executor;
  CommandQueue<topic::Topics> queue{topics, executor};
  std::vector<Outcome> outcomes;
  for (const auto* name : {"1", "2"}) {
    queue.async_handle(stream(name), topic::Open{"RK10"}, context(name),
                       [&](Result<Outcome> outcome) { outcomes.push_back(outcome.value()); });
  }
  while (!executor.tasks.empty()) {
    auto task = std::move(executor.tasks.front());
    executor.tasks.pop_front();
    task({});
  }
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_FALSE(outcomes[0].refused());
  ASSERT_TRUE(outcomes[1].refused());
  EXPECT_EQ(outcomes[1].refusal().name, "open_already");
}

// --- standings -----------------------------------------------------------------------------------

TEST(Standings, AReservedRoleIsTakenFromWhomItIsKeptForOnly) {
  const auto taken = [](std::string role, Standing standing) {
    return check_standing({"x", std::move(role), ""}, standing).has_value();
  };
  for (const auto* role : {"timer", "engine"}) {
    EXPECT_FALSE(taken(role, {})) << role;
    EXPECT_FALSE(taken(role, StandingOf::importer())) << role;
    EXPECT_TRUE(taken(role, StandingOf::engine())) << role;
  }
  EXPECT_FALSE(taken("importer", {}));
  EXPECT_FALSE(taken("importer", StandingOf::engine()));
  EXPECT_TRUE(taken("importer", StandingOf::importer()));
  EXPECT_TRUE(taken("station_chief", {}));
  EXPECT_TRUE(taken("station_chief", StandingOf::importer())) << "it tells what others did";
  EXPECT_FALSE(taken("station_chief", StandingOf::engine()));
  EXPECT_TRUE(taken("", {}));
}

class Chains : public testing::Test {
 protected:
  static StreamId job() { return StreamId::of("errand", "job").value(); }
  Context by(Actor actor, std::string_view of) const {
    return {clock.now(), std::move(actor), id(of)};
  }
  std::vector<RecordView> records() {
    cursor = store->read_all().value();
    std::vector<RecordView> all;
    while (cursor->next().value()) all.push_back(cursor->record());
    return all;
  }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<errand::Errand> errands{*store, errand::Errand{}};
  std::unique_ptr<Cursor> cursor;
  const Timestamp due = clock.now() + std::chrono::hours{1};
  const Actor me{"me", "tester", ""};
};

TEST_F(Chains, NobodyGivesACommandAsTheEngine) {
  for (const auto* role : {"timer", "engine", "importer"}) {
    const auto no =
        errands.handle(job(), errand::Begin{due, errand::Manner::once}, by({"x", role, ""}, role));
    ASSERT_FALSE(no) << role;
    EXPECT_EQ(no.error().code(), Errc::invalid_argument);
    EXPECT_NE(no.error().message().find(role), std::string::npos) << no.error().message();
  }
  auto claims = by({"x", "timer", ""}, "hidden in a list");
  const std::vector<Step<errand::Errand>> steps{
      {errand::Begin{due, errand::Manner::once}, clock.now(), me},
      {errand::Miss{}, clock.now(), claims.actor}};
  EXPECT_EQ(errands.handle_all(job(), steps, id("l")).error().code(), Errc::invalid_argument);
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_F(Chains, AnImportersRecordsSayThatItIsOne) {
  auto context = by({"hotline", "importer", ""}, "a");
  context.standing = StandingOf::importer();
  errands.handle(job(), errand::Begin{due, errand::Manner::once}, context).value();
  EXPECT_EQ(records().front().actor_kind, ActorKind::importer);
}

TEST_F(Chains, WhatATimerDoesBelongsToTheChainOfWhatArmedIt) {
  auto begins = by(me, "begin");
  begins.correlation = id("the letter that came in");
  begins.causation = id("the click");
  errands.handle(job(), errand::Begin{due, errand::Manner::repeating}, begins).value();
  const auto state = errands.current(job()).value();
  for (const auto& timer : state->timers) {
    if (timer.name != "reminder") continue;
    EXPECT_EQ(errands.fire(job(), timer.name, timer.generation, due).value(), Firing::fired);
  }
  // The rest fires before somebody's command, in its append.
  clock.set(due + std::chrono::seconds{30});
  errands.handle(job(), errand::Note{"n"}, by(me, "note")).value();
  const auto log = records();
  ASSERT_EQ(log.size(), 5u) << "begun, reminded, missed, moved, noted";
  EXPECT_EQ(log[0].correlation, begins.correlation);
  EXPECT_EQ(log[0].causation, begins.causation);
  EXPECT_EQ(log[0].actor_kind, ActorKind::person);
  for (std::size_t i : {1u, 2u, 3u}) {
    EXPECT_EQ(log[i].actor_kind, ActorKind::engine) << i;
    EXPECT_EQ(log[i].causation, id("begin")) << i;
    EXPECT_EQ(log[i].chain(), *begins.correlation) << i;
  }
  EXPECT_FALSE(log[1].given_by) << "in an append of its own";
  EXPECT_EQ(log[2].command_id, id("note"));
  EXPECT_EQ(log[2].giver(), timer_command_id(job().text(), "deadline", Version{1}));
  EXPECT_EQ(log[4].giver(), id("note"));
  EXPECT_EQ(log[4].chain(), id("note")) << "a chain of its own";
  EXPECT_FALSE(log[4].causation);
}

TEST_F(Chains, AStateThatIsReadAgainKnowsThemToo) {
  auto begins = by(me, "begin");
  begins.correlation = id("letter");
  errands.handle(job(), errand::Begin{due, errand::Manner::once}, begins).value();
  const Workflow<errand::Errand> other{*store, errand::Errand{}};
  for (const auto* timer : {"reminder", "deadline"}) {
    const auto fired = other.fire(job(), timer, Version{1}, due + std::chrono::hours{1});
    EXPECT_EQ(fired.value(), Firing::fired);
  }
  for (const auto& record : records()) EXPECT_EQ(record.chain(), id("letter"));
}

TEST_F(Chains, WhatHadPassedFiresAlsoWhereTheLogRefuses) {
  const Workflow<errand::OneNote> notes{*store, errand::OneNote{}};
  const auto other = StreamId::of("errand", "other").value();
  for (const auto& stream : {job(), other}) {
    notes.handle(stream, errand::Begin{due, errand::Manner::repeating}, by(me, stream.text()))
        .value();
  }
  ASSERT_FALSE(notes.handle(other, errand::Note{"1"}, by(me, "first")).value().refused());
  clock.set(due + std::chrono::seconds{30});
  const auto second = notes.handle(job(), errand::Note{"2"}, by(me, "second")).value();
  ASSERT_TRUE(second.refused());
  EXPECT_EQ(second.refusal().name, "noted");
  EXPECT_EQ(notes.load(job()).value().state.missed, 1u) << "the limit had passed all the same";
  EXPECT_EQ(notes.load(job()).value().state.notes, 0u);
}

TEST_F(Chains, AFingerprintTellsNothingWithoutTheLogsKey) {
  const auto begin = errand::Begin{due, errand::Manner::once};
  errands.handle(job(), begin, by(me, "a")).value();
  const auto there = std::unique_ptr<EventStore>{stores::open_memory(clock)};
  const Workflow<errand::Errand> elsewhere{*there, errand::Errand{}};
  elsewhere.handle(job(), begin, by(me, "a")).value();
  EXPECT_NE(store->find(id("a")).value()->fingerprint, there->find(id("a")).value()->fingerprint)
      << "the same command in two logs";
}

}  // namespace
}  // namespace recourse::core
