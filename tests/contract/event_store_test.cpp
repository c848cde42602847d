// The contract of EventStore, over every store: each promise of core/event_store.hpp has a test
// that fails when it is broken.
#include <atomic>
#include <map>
#include <recourse/base/exceptions.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/core/verify.hpp>
#include <thread>

#include "stores.hpp"

namespace recourse::contract {
namespace {

using namespace core;

StreamId stream(std::string_view key) { return StreamId::of("thing", key).value(); }
CommandId id(int n) { return derived_command_id("command " + std::to_string(n)); }

NewEvent event(std::string payload, std::string type = "thing.happened") {
  return {std::move(type), 1, Timestamp{std::chrono::milliseconds{1000}}, std::move(payload)};
}

Append one(int n, std::string_view key, ExpectedVersion expected, std::string payload) {
  return {.command_id = id(n),
          .actor = "tester",
          .streams = {{stream(key), expected, 1, {event(std::move(payload))}}}};
}

/// Everything a cursor gives, as "version:payload" or "position:payload".
std::vector<std::string> all(Result<std::unique_ptr<Cursor>> cursor, bool positions = false) {
  std::vector<std::string> found;
  auto& c = *cursor.value();
  while (c.next().value()) {
    const auto& r = c.record();
    const auto number = positions ? r.position.value : r.version.value;
    found.push_back(std::to_string(number) + ":" + std::string{r.payload});
  }
  return found;
}

class EventStoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (const auto why = missing(GetParam()); !why.empty()) GTEST_SKIP() << why;
    store = GetParam().open(directory.path(), clock);
  }
  void reopen() {
    if (!GetParam().durable) return;
    store.reset();
    store = GetParam().open(directory.path(), clock);
  }
  /// Both states of an append's life: still in memory, and covered by the index.
  void for_fresh_and_drained(const std::function<void()>& check) {
    check();
    store->drain().value();
    check();
    reopen();
    check();
  }

  TemporaryDirectory directory;
  ManualClock clock{Timestamp{std::chrono::hours{24 * 365 * 50}}};
  std::unique_ptr<EventStore> store;
};

using Strings = std::vector<std::string>;

TEST_P(EventStoreContract, PositionsAndVersionsAreGaplessFromOne) {
  EXPECT_EQ(store->head().value(), Position{0});
  for (int i = 0; i < 10; ++i) {
    const auto key = i % 2 == 0 ? "even" : "odd";
    const auto a = store->append(one(i, key, ExpectedVersion::any(), std::to_string(i))).value();
    EXPECT_EQ(a.first, Position{static_cast<std::uint64_t>(i) + 1});
    EXPECT_EQ(a.last, a.first);
    EXPECT_EQ(a.version, Version{static_cast<std::uint64_t>(i / 2) + 1});
    EXPECT_FALSE(a.repeated);
  }
  EXPECT_EQ(store->head().value(), Position{10});
  for_fresh_and_drained([&] {
    EXPECT_EQ(all(store->read_stream(stream("even"))),
              (Strings{"1:0", "2:2", "3:4", "4:6", "5:8"}));
    EXPECT_EQ(store->version_of(stream("odd")).value(), Version{5});
    EXPECT_EQ(all(store->read_all(), true).size(), 10u);
    EXPECT_EQ(all(store->read_all(), true).back(), "10:9");
  });
}

TEST_P(EventStoreContract, ARecordCarriesEverythingThatWasGiven) {
  Append append = one(1, "a", ExpectedVersion::none(), std::string{"by\0tes", 6});
  append.correlation = id(100);
  append.causation = id(101);
  append.standing = StandingOf::importer();
  append.streams[0].events[0].tags = {"a", "b"};
  append.fingerprint = 77;
  append.actor = "window_officer:王@S001";
  append.streams[0].definition = 9;
  append.streams[0].events[0].schema_version = 3;
  const auto answer = store->append(append).value();
  for_fresh_and_drained([&] {
    auto cursor = store->read_stream(stream("a")).value();
    ASSERT_TRUE(cursor->next().value());
    const auto& r = cursor->record();
    EXPECT_EQ(r.stream, "thing/a");
    EXPECT_EQ(r.type, "thing.happened");
    EXPECT_EQ(r.schema_version, 3);
    EXPECT_EQ(r.definition, 9u);
    EXPECT_EQ(r.occurred_at, Timestamp{std::chrono::milliseconds{1000}});
    EXPECT_EQ(r.recorded_at, answer.recorded_at);
    EXPECT_EQ(r.recorded_at, clock.now());
    EXPECT_EQ(r.actor, "window_officer:王@S001");
    EXPECT_EQ(r.command_id, id(1));
    EXPECT_EQ(r.correlation, id(100));
    EXPECT_EQ(r.causation, id(101));
    EXPECT_EQ(r.actor_kind, ActorKind::importer);
    EXPECT_FALSE(r.given_by);
    EXPECT_EQ(r.tags.list(), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_EQ(r.fingerprint, 77u);
    EXPECT_EQ(r.index, 0u);
    EXPECT_EQ(r.count, 1u);
    EXPECT_EQ(r.payload, (std::string_view{"by\0tes", 6}));
    EXPECT_EQ(decode_record(cursor->bytes()).value().position, answer.first);
    EXPECT_FALSE(cursor->next().value());
  });
}

TEST_P(EventStoreContract, AnEventMayBeGivenByAnotherCommandThanTheAppends) {
  Append append = one(1, "a", ExpectedVersion::none(), "x");
  append.streams[0].events[0].given_by =
      GivenBy{"timer:engine", StandingOf::engine(), id(7), id(8), id(9)};
  append.streams[0].events.push_back({"thing.happened", 1, {}, "y"});
  store->append(append).value();
  for_fresh_and_drained([&] {
    auto cursor = store->read_stream(stream("a")).value();
    ASSERT_TRUE(cursor->next().value());
    EXPECT_EQ(cursor->record().actor, "timer:engine");
    EXPECT_EQ(cursor->record().actor_kind, ActorKind::engine);
    EXPECT_EQ(cursor->record().command_id, id(1));
    EXPECT_EQ(cursor->record().giver(), id(7));
    EXPECT_EQ(cursor->record().chain(), id(8));
    EXPECT_EQ(cursor->record().causation, id(9));
    ASSERT_TRUE(cursor->next().value());
    EXPECT_EQ(cursor->record().actor_kind, ActorKind::person);
    EXPECT_EQ(cursor->record().giver(), id(1));
    EXPECT_EQ(cursor->record().chain(), id(1));
    EXPECT_FALSE(store->find(id(7)).value()) << "only the append's id is remembered";
  });
}

TEST_P(EventStoreContract, AReservedRoleIsNobodysToWrite) {
  for (const auto* actor : {"timer:engine", "engine:e", "importer:hotline"}) {
    Append append = one(1, "a", ExpectedVersion::none(), "x");
    append.actor = actor;
    EXPECT_EQ(store->append(append).error().code(), Errc::invalid_argument) << actor;
    append.actor = "w";
    append.streams[0].events[0].given_by = GivenBy{actor, {}, id(7), {}, {}};
    EXPECT_EQ(store->append(append).error().code(), Errc::invalid_argument) << actor;
  }
  Append append = one(1, "a", ExpectedVersion::none(), "x");
  append.actor = "window_officer:w1";
  append.standing = StandingOf::engine();
  EXPECT_EQ(store->append(append).error().code(), Errc::invalid_argument)
      << "the engine is no officer";
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_P(EventStoreContract, AFingerprintIsKeyedAndAKeyIsOneLogs) {
  store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  const auto known = store->find(id(1)).value()->fingerprint;
  EXPECT_EQ(known, content_fingerprint(store->fingerprint_key(),
                                       one(1, "a", ExpectedVersion::none(), "x")));
  EXPECT_NE(known, content_fingerprint(random_fingerprint_key(),
                                       one(1, "a", ExpectedVersion::none(), "x")));
  EXPECT_FALSE(store->fingerprint_key().is_nil());
}

// --- tags ----------------------------------------------------------------------------------------

/// Number n, with a tag.
Append tagged(int n, const char* key, std::string tag) {
  auto append = one(n, key, ExpectedVersion::any(), std::to_string(n));
  append.streams[0].events[0].tags = {std::move(tag)};
  return append;
}

TEST_P(EventStoreContract, ATagLeadsToTheLastEventOfItsTypeWithIt) {
  EXPECT_EQ(store->last_tagged("thing.happened", "t").value(), Position{0});
  store->append(tagged(1, "a", "t")).value();
  store->append(tagged(2, "b", "u")).value();
  store->append(tagged(3, "b", "t")).value();
  for_fresh_and_drained([&] {
    EXPECT_EQ(store->last_tagged("thing.happened", "t").value(), Position{3});
    EXPECT_EQ(store->last_tagged("thing.happened", "u").value(), Position{2});
    EXPECT_EQ(store->last_tagged("thing.happened", "v").value(), Position{0});
    EXPECT_EQ(store->last_tagged("thing.other", "t").value(), Position{0}) << "another type";
  });
  store->append(tagged(4, "c", "t")).value();
  for_fresh_and_drained(
      [&] { EXPECT_EQ(store->last_tagged("thing.happened", "t").value(), Position{4}); });
  EXPECT_TRUE(verify(*store).value().ok());
}

TEST_P(EventStoreContract, AnAppendMayAskThatNoEventCarriesATagYet) {
  auto first = tagged(1, "a", "class:RK10/2026");
  first.conditions = {{"thing.happened", "class:RK10/2026", {}}};
  const auto done = store->append(first).value();
  for_fresh_and_drained([&] {
    EXPECT_TRUE(store->append(first).value().repeated) << "a repetition is answered as ever";
    auto second = tagged(2, "b", "class:RK10/2026");
    second.conditions = first.conditions;
    const auto no = store->append(second);
    ASSERT_EQ(no.error().code(), Errc::tag_conflict);
    EXPECT_NE(no.error().message().find("position 1"), std::string::npos) << no.error().message();
    EXPECT_EQ(no.error().actual(), 1u);
    EXPECT_EQ(store->version_of(stream("b")).value(), Version{0}) << "nothing was appended";
    EXPECT_FALSE(store->find(id(2)).value());
  });
  auto later = tagged(3, "b", "class:RK10/2026");
  later.conditions = {{"thing.happened", "class:RK10/2026", done.last}};
  EXPECT_EQ(store->append(later).value().first, Position{2}) << "none behind what it has read";
  auto stale = tagged(4, "c", "class:RK10/2026");
  stale.conditions = later.conditions;
  EXPECT_EQ(store->append(stale).error().code(), Errc::tag_conflict);
  auto elsewhere = tagged(4, "c", "class:RK10/2027");
  elsewhere.conditions = {{"thing.happened", "class:RK10/2027", {}},
                          {"thing.other", "class:RK10/2026", {}}};
  EXPECT_EQ(store->append(elsewhere).value().first, Position{3});
}

TEST_P(EventStoreContract, OfManyAtOnceOneIsTheFirstOfItsTag) {
  constexpr int kCallers = 8;
  std::atomic<int> taken{0};
  std::atomic<int> refused{0};
  std::vector<std::jthread> callers;
  for (int i = 1; i <= kCallers; ++i) {
    callers.emplace_back([&, i] {
      auto append = tagged(i, std::to_string(i).c_str(), "only");
      append.conditions = {{"thing.happened", "only", {}}};
      const auto answer = store->append(append);
      if (answer) {
        ++taken;
      } else if (answer.error().code() == Errc::tag_conflict) {
        ++refused;
      }
    });
  }
  callers.clear();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(refused, kCallers - 1);
  EXPECT_EQ(store->head().value(), Position{1});
}

TEST_P(EventStoreContract, TagsAndConditionsHaveBounds) {
  const auto code = [&](const auto& change) {
    auto append = tagged(1, "a", "t");
    change(append);
    const auto answer = store->append(append);
    return answer ? Errc{} : answer.error().code();
  };
  const auto tags = [](Append& a) -> std::vector<std::string>& {
    return a.streams[0].events[0].tags;
  };
  EXPECT_EQ(code([&](Append& a) { tags(a) = {""}; }), Errc::invalid_argument);
  EXPECT_EQ(code([&](Append& a) { tags(a) = {"b", "a"}; }), Errc::invalid_argument);
  EXPECT_EQ(code([&](Append& a) { tags(a) = {"a", "a"}; }), Errc::invalid_argument);
  EXPECT_EQ(code([&](Append& a) { tags(a) = {"\xff"}; }), Errc::malformed);
  EXPECT_EQ(code([&](Append& a) { tags(a) = {std::string(limits::kTagBytesMax + 1, 't')}; }),
            Errc::limit_exceeded);
  EXPECT_EQ(code([&](Append& a) {
              tags(a).clear();
              for (std::size_t i = 0; i <= limits::kTagsPerEventMax; ++i) {
                tags(a).push_back("t" + std::to_string(i));
              }
            }),
            Errc::limit_exceeded);
  EXPECT_EQ(code([&](Append& a) { a.conditions = {{"", "t", {}}}; }), Errc::invalid_argument);
  EXPECT_EQ(code([&](Append& a) { a.conditions = {{"x", "", {}}}; }), Errc::invalid_argument);
  EXPECT_EQ(code([&](Append& a) {
              a.conditions.resize(limits::kConditionsPerAppendMax + 1, {"x", "t", {}});
            }),
            Errc::limit_exceeded);
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_P(EventStoreContract, AWrongExpectedVersionIsAConflictThatNamesTheActualOne) {
  store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  for_fresh_and_drained([&] {
    const auto again = store->append(one(2, "a", ExpectedVersion::none(), "y"));
    ASSERT_TRUE(again.has_error());
    EXPECT_EQ(again.error().code(), Errc::version_conflict);
    EXPECT_NE(again.error().message().find("at version 1"), std::string::npos);
    EXPECT_EQ(again.error().actual(), 1u);
    const auto ahead = store->append(one(3, "a", ExpectedVersion::exactly(Version{2}), "y"));
    EXPECT_EQ(ahead.error().code(), Errc::version_conflict);
    const auto unborn = store->append(one(4, "b", ExpectedVersion::exactly(Version{1}), "y"));
    EXPECT_EQ(unborn.error().code(), Errc::version_conflict);
    EXPECT_EQ(store->head().value(), Position{1});
  });
  EXPECT_EQ(store->append(one(5, "a", ExpectedVersion::exactly(Version{1}), "y")).value().version,
            Version{2});
}

TEST_P(EventStoreContract, AConflictCanBeRetriedWithTheSameCommandId) {
  store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  EXPECT_TRUE(store->append(one(2, "a", ExpectedVersion::none(), "y")).has_error());
  EXPECT_EQ(store->append(one(2, "a", ExpectedVersion::exactly(Version{1}), "y")).value().version,
            Version{2});
}

TEST_P(EventStoreContract, TheSameCommandIdIsAnsweredWithTheFirstAnswer) {
  const auto first = store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  store->append(one(2, "a", ExpectedVersion::any(), "y")).value();
  for_fresh_and_drained([&] {
    // The expected version no longer holds; the command was done all the same.
    const auto again = store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.first, first.first);
    EXPECT_EQ(again.last, first.last);
    EXPECT_EQ(again.version, first.version);
    EXPECT_EQ(again.recorded_at, first.recorded_at);
    const auto found = store->find(id(1)).value();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->appended, again);
    EXPECT_FALSE(store->find(id(99)).value().has_value());
    EXPECT_EQ(store->head().value(), Position{2});
  });
}

TEST_P(EventStoreContract, TheSameCommandIdWithOtherContentIsAnError) {
  store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  for_fresh_and_drained([&] {
    for (const auto& other : {one(1, "a", ExpectedVersion::any(), "changed"),
                              one(1, "b", ExpectedVersion::any(), "x")}) {
      const auto answer = store->append(other);
      ASSERT_TRUE(answer.has_error());
      EXPECT_EQ(answer.error().code(), Errc::command_id_reused);
    }
    EXPECT_EQ(store->head().value(), Position{1});
  });
}

TEST_P(EventStoreContract, SeveralStreamsAreAppendedTogetherOrNotAtAll) {
  store->append(one(1, "a", ExpectedVersion::none(), "x")).value();
  Append both{
      .command_id = id(2),
      .actor = "tester",
      .streams = {
          {stream("a"), ExpectedVersion::exactly(Version{1}), 1, {event("a2"), event("a3")}},
          {stream("b"), ExpectedVersion::exactly(Version{5}), 1, {event("b1")}}}};
  EXPECT_EQ(store->append(both).error().code(), Errc::version_conflict);
  EXPECT_EQ(store->version_of(stream("a")).value(), Version{1});
  EXPECT_EQ(store->version_of(stream("b")).value(), Version{0});
  both.streams[1].expected = ExpectedVersion::none();
  const auto answer = store->append(both).value();
  EXPECT_EQ(answer.first, Position{2});
  EXPECT_EQ(answer.last, Position{4});
  EXPECT_EQ(answer.version, Version{3});
  for_fresh_and_drained([&] {
    EXPECT_EQ(all(store->read_stream(stream("a"))), (Strings{"1:x", "2:a2", "3:a3"}));
    EXPECT_EQ(all(store->read_stream(stream("b"))), (Strings{"1:b1"}));
    EXPECT_EQ(store->append(both).value().version, Version{3});
    EXPECT_TRUE(store->append(both).value().repeated);
    auto cursor = store->read_all({.from = Position{3}, .to = Position{3}}).value();
    ASSERT_TRUE(cursor->next().value());
    EXPECT_EQ(cursor->record().index, 1u);
    EXPECT_EQ(cursor->record().count, 3u);
  });
}

TEST_P(EventStoreContract, AStreamIsReadFromAnyVersionInBothDirections) {
  for (int i = 1; i <= 6; ++i) {
    store->append(one(i, "a", ExpectedVersion::any(), std::to_string(i))).value();
    store->append(one(100 + i, "ab", ExpectedVersion::any(), "other")).value();
    if (i == 3) store->drain().value();  // the rest is in the tail
  }
  for_fresh_and_drained([&] {
    const auto read = [&](StreamRange range) {
      return all(store->read_stream(stream("a"), range));
    };
    EXPECT_EQ(read({.from = Version{5}}), (Strings{"5:5", "6:6"}));
    EXPECT_EQ(read({.from = Version{2}, .to = Version{4}}), (Strings{"2:2", "3:3", "4:4"}));
    EXPECT_EQ(read({.from = Version{7}}), Strings{});
    EXPECT_EQ(read({.backward = true}), (Strings{"6:6", "5:5", "4:4", "3:3", "2:2", "1:1"}));
    EXPECT_EQ(read({.from = Version{2}, .to = Version{4}, .backward = true}),
              (Strings{"4:4", "3:3", "2:2"}));
    EXPECT_EQ(read({.from = Version{10}, .to = Version{20}, .backward = true}), Strings{});
    EXPECT_EQ(read({.from = Version{6}, .to = Version{20}, .backward = true}), (Strings{"6:6"}));
    EXPECT_EQ(all(store->read_stream(stream("nobody"))), Strings{});
    EXPECT_EQ(all(store->read_stream(stream("nobody"), {.backward = true})), Strings{});
  });
}

TEST_P(EventStoreContract, TheLogIsReadFromAnyPositionAndFiltered) {
  for (int i = 1; i <= 5; ++i) {
    store->append(one(i, "a", ExpectedVersion::any(), std::to_string(i))).value();
  }
  Append other{.command_id = id(50), .actor = "tester", .streams = {}};
  other.streams.push_back({StreamId::of("locker", "x").value(),
                           ExpectedVersion::none(),
                           1,
                           {event("L", "locker.opened")}});
  store->append(other).value();
  for_fresh_and_drained([&] {
    EXPECT_EQ(all(store->read_all({.from = Position{4}}), true), (Strings{"4:4", "5:5", "6:L"}));
    EXPECT_EQ(all(store->read_all({.from = Position{2}, .to = Position{3}}), true),
              (Strings{"2:2", "3:3"}));
    EXPECT_EQ(all(store->read_all({.stream_kind = "locker"}), true), (Strings{"6:L"}));
    EXPECT_EQ(all(store->read_all({.types = {"locker.opened"}}), true), (Strings{"6:L"}));
    EXPECT_EQ(all(store->read_all({.from = Position{7}}), true), Strings{});
  });
}

TEST_P(EventStoreContract, RecordedTimeNeverDecreases) {
  const auto first = store->append(one(1, "a", ExpectedVersion::any(), "x")).value();
  clock.advance(-std::chrono::hours{5});
  EXPECT_EQ(store->append(one(2, "a", ExpectedVersion::any(), "y")).value().recorded_at,
            first.recorded_at);
  reopen();
  EXPECT_EQ(store->health().clock_is_behind, GetParam().durable);
  EXPECT_EQ(store->append(one(3, "a", ExpectedVersion::any(), "z")).value().recorded_at,
            first.recorded_at);
}

using DurableStoreContract = EventStoreContract;

TEST_P(DurableStoreContract, ReopeningKeepsTheLogAndItsIdentity) {
  const auto identity = store->identity();
  for (int i = 0; i < 3; ++i) {
    store->append(one(i, "a", ExpectedVersion::any(), std::to_string(i))).value();
    reopen();
    EXPECT_EQ(store->identity(), identity);
    EXPECT_EQ(store->head().value(), Position{static_cast<std::uint64_t>(i) + 1});
  }
  EXPECT_EQ(all(store->read_stream(stream("a"))), (Strings{"1:0", "2:1", "3:2"}));
}

TEST_P(EventStoreContract, BadAppendsAreRefusedWithTheirReasonAndChangeNothing) {
  const auto refused = [&](Append append, Errc code, std::string_view words) {
    const auto answer = store->append(std::move(append));
    ASSERT_TRUE(answer.has_error()) << words;
    EXPECT_EQ(answer.error().code(), code) << answer.error().message();
    EXPECT_NE(answer.error().message().find(words), std::string::npos) << answer.error().message();
  };
  auto a = one(1, "a", ExpectedVersion::any(), "x");
  a.command_id = {};
  refused(a, Errc::invalid_argument, "command id");
  a = one(1, "a", ExpectedVersion::any(), "x");
  a.streams.clear();
  refused(a, Errc::invalid_argument, "at least one stream");
  a = one(1, "a", ExpectedVersion::any(), "x");
  a.streams[0].events.clear();
  refused(a, Errc::invalid_argument, "no event");
  a = one(1, "a", ExpectedVersion::any(), "x");
  a.streams.push_back(a.streams[0]);
  refused(a, Errc::invalid_argument, "named twice");
  a = one(1, "a", ExpectedVersion::any(), std::string(limits::kPayloadBytesMax + 1, 'x'));
  refused(a, Errc::limit_exceeded, "payload bytes");
  a = one(1, "a", ExpectedVersion::any(), "x");
  a.actor = "\xff";
  refused(a, Errc::malformed, "not UTF-8");
  a.actor = "clerk:a\nb";
  refused(a, Errc::invalid_argument, "control character");
  a.actor = ":a:b";  // no actor is written so
  refused(a, Errc::invalid_argument, "read back");
  a = one(1, "a", ExpectedVersion::any(), "x");
  a.streams[0].events.assign(limits::kEventsPerAppendMax + 1, event("x"));
  refused(a, Errc::limit_exceeded, "events of an append");
  EXPECT_EQ(store->head().value(), Position{0});
}

TEST_P(EventStoreContract, LargeAppendsSpanPagesAndComeBackWhole) {
  Append big{.command_id = id(1), .actor = "tester", .streams = {}};
  big.streams.push_back({stream("a"), ExpectedVersion::none(), 1, {}});
  for (int i = 0; i < 500; ++i) {
    big.streams[0].events.push_back(event(std::string(static_cast<std::size_t>(i * 13), 'p')));
  }
  store->append(big).value();
  store->append(one(2, "b", ExpectedVersion::none(), "after")).value();
  for_fresh_and_drained([&] {
    auto cursor = store->read_stream(stream("a")).value();
    std::size_t n = 0;
    while (cursor->next().value()) EXPECT_EQ(cursor->record().payload.size(), 13 * n++);
    EXPECT_EQ(n, 500u);
    EXPECT_EQ(all(store->read_all({.from = Position{501}}), true), (Strings{"501:after"}));
  });
}

TEST_P(EventStoreContract, ManyWritersLoseNothingAndStayInOrder) {
  constexpr int kThreads = 8;
  constexpr int kEach = 60;
  std::atomic<int> conflicts{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const int n = t * kEach + i;
        store
            ->append(one(n, "own" + std::to_string(t),
                         ExpectedVersion::exactly(Version{static_cast<std::uint64_t>(i)}),
                         std::to_string(i)))
            .value();
        const auto shared = store->append(
            one(10'000 + n, "shared",
                ExpectedVersion::exactly(store->version_of(stream("shared")).value()), "s"));
        if (!shared) {
          EXPECT_EQ(shared.error().code(), Errc::version_conflict);
          ++conflicts;
        }
      }
    });
  }
  for (auto& t : threads) t.join();
  const auto total = static_cast<std::uint64_t>(2 * kThreads * kEach - conflicts);
  EXPECT_EQ(store->head().value(), Position{total});
  for_fresh_and_drained([&] {
    for (int t = 0; t < kThreads; ++t) {
      EXPECT_EQ(all(store->read_stream(stream("own" + std::to_string(t)))).size(),
                static_cast<std::size_t>(kEach));
    }
    EXPECT_EQ(all(store->read_all(), true).size(), total);
  });
}

TEST_P(EventStoreContract, AsynchronousAppendsOfOneStreamTakeEffectInOrder) {
  constexpr int kEvents = 2000;
  std::atomic<int> done{0};
  std::atomic<int> failed{0};
  for (int i = 0; i < kEvents; ++i) {
    store->async_append(
        one(i, "a", ExpectedVersion::exactly(Version{static_cast<std::uint64_t>(i)}),
            std::to_string(i)),
        [&](Result<Appended> r) {
          if (!r) ++failed;
          ++done;
        });
  }
  store->drain().value();
  while (done < kEvents) std::this_thread::yield();
  EXPECT_EQ(failed, 0);
  for_fresh_and_drained([&] {
    const auto found = all(store->read_stream(stream("a")));
    ASSERT_EQ(found.size(), static_cast<std::size_t>(kEvents));
    EXPECT_EQ(found.back(), std::to_string(kEvents) + ":" + std::to_string(kEvents - 1));
  });
}

TEST_P(EventStoreContract, OneCommandIdFromManyThreadsTakesEffectOnce) {
  std::atomic<int> fresh{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto answer = store->append(one(i, "a", ExpectedVersion::any(), std::to_string(i)));
        if (!answer.value().repeated) ++fresh;
      }
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(fresh, 50);
  EXPECT_EQ(store->head().value(), Position{50});
}

TEST_P(EventStoreContract, AReadSeesWhatWasAcknowledgedBeforeIt) {
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> acknowledged{0};
  std::thread writer{[&] {
    for (std::uint64_t i = 0; !stop; ++i) {
      acknowledged = store->append(one(static_cast<int>(i), "a", ExpectedVersion::any(), "x"))
                         .value()
                         .version.value;
    }
  }};
  for (int i = 0; i < 300; ++i) {
    const auto before = acknowledged.load();
    EXPECT_GE(store->version_of(stream("a")).value().value, before);
    EXPECT_GE(
        all(store->read_stream(stream("a"), {.from = Version{before + 1 - (before > 0)}})).size(),
        before > 0 ? 1u : 0u);
    EXPECT_GE(store->head().value().value, before);
  }
  stop = true;
  writer.join();
}

TEST_P(EventStoreContract, DrainEndsWhileOthersGoOnWriting) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> writers;
  for (int t = 0; t < 3; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; !stop; ++i) {
        store->append(one(t * 1'000'000 + i, "w" + std::to_string(t), ExpectedVersion::any(), "x"))
            .value();
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const auto before = store->head().value();
    store->drain().value();
    EXPECT_GE(store->health().indexed, before);
  }
  stop = true;
  for (auto& writer : writers) writer.join();
}

TEST_P(EventStoreContract, ListenersHearOfEveryCommitUntilTheyLeave) {
  std::atomic<std::uint64_t> heard{0};
  {
    const auto handle = store->notify([&](Position head) { heard = head.value; });
    store->append(one(1, "a", ExpectedVersion::any(), "x")).value();
    store->append(one(2, "a", ExpectedVersion::any(), "y")).value();
    for (int i = 0; i < 1000 && heard < 2; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    EXPECT_EQ(heard, 2u);
  }
  store->append(one(3, "a", ExpectedVersion::any(), "z")).value();
  EXPECT_EQ(heard, 2u);
}

INSTANTIATE_TEST_SUITE_P(Stores, DurableStoreContract, testing::ValuesIn(durable_stores()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(Stores, EventStoreContract, testing::ValuesIn(all_stores()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace recourse::contract
