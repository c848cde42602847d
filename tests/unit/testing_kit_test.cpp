// The kit for given, when, then: what it finds, how it says so, and that its streams are the
// engine's.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <random>
#include <recourse/core/state_view.hpp>
#include <recourse/core/timers.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>
#include <recourse/testing/virtual_time.hpp>

#include "tests/support/errand_engine.hpp"
#include "tests/support/locker.hpp"
#include "tests/support/permit.hpp"

namespace recourse {
namespace {

using namespace core;
using namespace std::chrono_literals;
using errand::Errand;
using errand::Manner;
using locker::Locker;
using test::Scenario;

/// The last failure's text without the place.
template <class S>
std::string last(S& scenario) {
  return scenario.ok() ? "none" : scenario.failures().back().text;
}

/// A mistake that only a view meets: a state that cannot be read back.
enum class Colour : std::uint8_t { red = 1, green = 2 };
BOOST_DESCRIBE_ENUM(Colour, red, green)
struct Lamp {
  Colour colour = Colour::red;
  friend bool operator==(const Lamp&, const Lamp&) = default;
};
BOOST_DESCRIBE_STRUCT(Lamp, (), (colour))
constexpr auto recourse_spec(const Lamp*) {
  return describe::spec("lamp.state", 1, "A lamp.", {{"colour", 1, "Its colour."}});
}
struct Lit {
  bool off = false;
  friend bool operator==(const Lit&, const Lit&) = default;
};
BOOST_DESCRIBE_STRUCT(Lit, (), (off))
constexpr auto recourse_spec(const Lit*) {
  return describe::spec("lamp.lit", 1, "It was lit.", {{"off", 1, "Or put out."}});
}
struct LampDecider {
  using State = Lamp;
  using Command = std::variant<Lit>;
  using Event = std::variant<Lit>;
  static constexpr std::string_view kKind = "lamp";
  static constexpr std::uint32_t kDefinition = 1;
  Decision<Event> decide(const State&, const Command& c, const Context&) const {
    return Decision<Event>::of(std::get<Lit>(c));
  }
  void evolve(State& state, const Event& event, const Facts&) const {
    state.colour = std::get<Lit>(event).off ? Colour{} : Colour::green;
  }
};

TEST(Scenario, FindsAStateThatAViewCouldNotReadBack) {
  Scenario lamp{LampDecider{}};
  lamp.when(Lit{}).then(Lit{});
  EXPECT_TRUE(lamp.ok()) << lamp.report();
  lamp.when(Lit{true}).then(Lit{true});
  EXPECT_NE(last(lamp).find("cannot be read back"), std::string::npos) << last(lamp);
}

/// A decider that takes what its command's description calls refused.
struct Note {
  std::string text{};
  friend bool operator==(const Note&, const Note&) = default;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))
constexpr auto recourse_spec(const Note*) {
  return describe::spec("note.write", 1, "Writes it.", {describe::needed({"text", 1, "What."})});
}
struct NoteDecider {
  struct State {};
  using Command = std::variant<Note>;
  using Event = std::variant<Lit>;
  static constexpr std::string_view kKind = "note";
  static constexpr std::uint32_t kDefinition = 1;
  Decision<Event> decide(const State&, const Command&, const Context&) const {
    return Decision<Event>::of(Lit{});
  }
  void evolve(State&, const Event&, const Facts&) const {}
};

TEST(Scenario, FindsACommandThatWasTakenWithoutWhatItNeeds) {
  Scenario note{NoteDecider{}};
  note.when(Note{"x"}).then(Lit{});
  EXPECT_TRUE(note.ok()) << note.report();
  note.when(Note{}).then(Lit{});
  EXPECT_NE(last(note).find("note.write was taken without \"text\""), std::string::npos)
      << last(note);
}

TEST(Scenario, AgreesWhereEverythingIsAsExpected) {
  Scenario doors{Locker{}, test::to_gtest()};
  doors.given(locker::filled("a")).when(locker::Empty{"a"}).then(locker::Emptied{"a"});
  doors.when(locker::Empty{"a"}).then_nothing();
  doors.when(locker::Fill{"b"}).then_types({"locker.filled"});
  doors.when(locker::Fill{"b"}).then_refused("door_is_full");
  doors.then_state([](const Locker::State& s) { return s.full.size() == 1; });
  EXPECT_EQ(doors.version(), Version{3});
  EXPECT_TRUE(doors.ok()) << doors.report();
}

TEST(Scenario, SaysWhichEventDiffersAndWhere) {
  Scenario doors{Locker{}};
  auto wanted = locker::filled("a");
  wanted.parcels.push_back({"book", 500});
  auto found = wanted;
  found.parcels[0].grams = 400;
  doors.given(locker::filled("z"), found).then(locker::filled("z"), wanted);
  ASSERT_EQ(doors.failures().size(), 1u);
  const auto text = last(doors);
  EXPECT_NE(text.find("then, after given: event 1 differs at /parcels/0/grams:\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(expected 1  {"type":"locker.filled")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("grams":500)"), std::string::npos) << text;
  EXPECT_NE(text.find("all that was found:\n  0  {"), std::string::npos) << text;
  EXPECT_EQ(doors.report(), test::to_string(doors.failures()[0]) + "\n");
}

TEST(Scenario, SaysWhatIsMissingAndWhatIsTooMuch) {
  Scenario doors{Locker{}};
  doors.when(locker::Fill{"a"}).then(locker::filled("a"), locker::Emptied{"a"});
  EXPECT_NE(last(doors).find("2 events were expected, 1 event was found:\n  not found 1  "
                             R"({"type":"locker.emptied","door":"a"})"),
            std::string::npos)
      << last(doors);
  doors.when(locker::Empty{"a"}).then_nothing();
  EXPECT_NE(last(doors).find("0 events were expected, 1 event was found:\n  not expected 0  "
                             R"({"type":"locker.emptied","door":"a"})"),
            std::string::npos)
      << last(doors);
  doors.when(locker::Fill{"b"}).then(locker::Emptied{"b"});
  EXPECT_NE(last(doors).find("event 0 is of another type"), std::string::npos);
  doors.when(locker::Fill{"c"}).then_types({"locker.emptied", "locker.filled"});
  EXPECT_NE(last(doors).find("expected locker.emptied, locker.filled\n  found    locker.filled"),
            std::string::npos);
  EXPECT_EQ(doors.failures().size(), 4u);
}

TEST(Scenario, NamesTheLineOfTheTest) {
  Scenario doors{Locker{}};
  const int line = __LINE__ + 1;
  doors.when(locker::Fill{"a"}).then_nothing();
  ASSERT_EQ(doors.failures().size(), 1u);
  EXPECT_EQ(doors.failures()[0].line, line);
  EXPECT_NE(std::string_view{doors.failures()[0].file}.find("testing_kit_test.cpp"),
            std::string_view::npos);
}

TEST(Scenario, ARefusalThatNothingAskedForIsAFailure) {
  Scenario doors{Locker{}};
  doors.given(locker::filled("a"));
  doors.when(locker::Fill{"a"});
  doors.when(locker::Fill{"b"});
  EXPECT_EQ(last(doors),
            "when locker.fill was refused, and nothing asked for it: door_is_full (test): No.");
  doors.when(locker::Misbehave{"throw"});
  EXPECT_EQ(last(doors).substr(0, 47), "when locker.misbehave: user_code_failed: locker");
  EXPECT_EQ(doors.failures().size(), 2u);
}

TEST(Scenario, ARefusalIsNotWhatWasExpected) {
  Scenario doors{Locker{}};
  doors.given(locker::filled("a"));
  doors.when(locker::Fill{"a"}).then(locker::filled("a"));
  EXPECT_NE(last(doors).find("it was refused: door_is_full"), std::string::npos);
  doors.when(locker::Fill{"a"}).then_refused("another");
  EXPECT_NE(last(doors).find("expected another\n  found    door_is_full"), std::string::npos);
  doors.when(locker::Fill{"b"}).then_refused("door_is_full");
  EXPECT_NE(last(doors).find("it was not refused"), std::string::npos);
  doors.when(locker::Fill{"a"}).then_refused("door_is_full", "test");
  EXPECT_EQ(doors.failures().size(), 3u);
  doors.when(locker::Fill{"a"}).then_refused("door_is_full", "R9");
  EXPECT_NE(last(doors).find("expected the rule R9\n  found    door_is_full (test)"),
            std::string::npos);
  EXPECT_EQ(doors.failures().size(), 4u);
  doors.when(locker::Fill{"a"}).then_refused("another", "R9");
  EXPECT_EQ(doors.failures().size(), 5u) << "one failure, not two";
}

TEST(Scenario, KnowsErrors) {
  Scenario doors{Locker{}, test::to_gtest()};
  doors.when(locker::Misbehave{"throw"}).then_error(Errc::user_code_failed);
  doors.when(locker::Misbehave{"unnamed"}).then_error(Errc::user_code_failed);
  doors.when(locker::Fill{"\xFF"}).then_error(Errc::malformed);
  doors.given(locker::filled("poison")).then_error(Errc::user_code_failed);
  EXPECT_EQ(doors.version(), Version{0}) << "after an error nothing half-done stays";
}

TEST(Scenario, WhatIsWrongInTheTestIsAFailureToo) {
  Scenario errands{Errand{}};
  const auto expect = [&](std::string_view text) {
    EXPECT_NE(last(errands).find(text), std::string::npos) << last(errands);
  };
  errands.then_nothing();
  expect("nothing has happened yet");
  errands.at("tomorrow");
  expect("malformed");
  errands.at("2026-03-02 09:00").until("2026-03-01 09:00");
  expect("time goes on");
  errands.on("no good");
  expect("on: invalid_argument");
  errands.definition(7);
  expect("newer than the decider's 1");
  EXPECT_EQ(errands.failures().size(), 5u);
}

TEST(Scenario, LooksAtSeveralStreams) {
  Scenario doors{Locker{}, test::to_gtest()};
  doors.on("B").given(locker::filled("b"));
  doors.on("A").given(locker::filled("a"), locker::filled("b"));
  doors.when(locker::MoveTo{"a", "B"}).then(locker::Emptied{"a"});
  doors.on("B").then(locker::filled("a"));
  doors.on("A").when(locker::MoveTo{"b", "B"}).then_refused("other_door_is_full");
  EXPECT_EQ(doors.events().back().stream.text(), "locker/B");
}

TEST(Scenario, TellsGoogleTest) {
  const auto forgotten = [] {
    Scenario doors{Locker{}, test::to_gtest()};
    doors.when(locker::Misbehave{"throw"});
  };
  EXPECT_NONFATAL_FAILURE(forgotten(), "the decider is broken");
}

TEST(Scenario, TimersFireAfterTheirDueTimeAndNotAtIt) {
  Scenario errands{Errand{}, test::to_gtest()};
  errands.zone(kShanghaiOffset).at("2026-03-02 09:00");
  const auto due = parse_timestamp("2026-03-02T09:00:05+08:00").value();
  errands.when(errand::Begin{due, Manner::once}).then_timer("deadline", "2026-03-02 09:00:05");
  errands.until(due).then(errand::Reminded{}).then_no_timer("reminder");
  EXPECT_EQ(errands.events().back().at, due - Errand::kReminder + 1ms);
  EXPECT_EQ(errands.events().back().actor, timer_actor());
  errands.elapse(1ms).then(errand::Missed{due}).then_no_timer("deadline");
  errands.elapse(24h).then_nothing();
  errands.when(errand::Note{"late"}).then_refused("not_open");
}

TEST(Scenario, WhatHasPassedFiresBeforeACommandThatCameFirst) {
  Scenario errands{Errand{}, test::to_gtest()};
  errands.at("2026-03-02 09:00");
  const auto due = errands.now() + 5s;
  errands.when(errand::Begin{due, Manner::repeating});
  errands.at(due + 1min).when(errand::Note{"late"});
  errands.then_types(
      {"errand.reminded", "errand.missed", "errand.moved", "errand.reminded", "errand.noted"});
  EXPECT_EQ(errands.events().at(2).at, due + 1ms);
  EXPECT_EQ(errands.events().at(2).actor, timer_actor());
}

TEST(Scenario, ARefusalOfATimerIsRecordedAndATimerThatThrowsIsAnError) {
  Scenario errands{Errand{}, test::to_gtest()};
  const auto due = errands.now() + 5s;
  errands.on("a").when(errand::Begin{due, Manner::stubborn});
  errands.on("b").when(errand::Begin{due, Manner::indolent});
  errands.on("c").when(errand::Begin{due, Manner::broken});
  errands.on("d").when(errand::Begin{due, Manner::once});
  errands.elapse(1h).then_error(Errc::user_code_failed);
  errands.on("a").then_state([](const errand::State& s) { return s.reminded && s.open; });
  ASSERT_EQ(errands.events().size(), 11u) << "the others went on";
  const auto declined = [&](std::size_t i) {
    return std::get<errand::TimerDeclined>(errands.events()[i].event).reason;
  };
  EXPECT_EQ(declined(8), "stubborn");
  EXPECT_EQ(declined(9), "nothing_to_do");
}

TEST(Scenario, TimersThatNeverRestAreAnError) {
  struct Restless : Errand {
    std::vector<Timer> timers(const State& s) const {
      return s.open ? std::vector<Timer>{{"deadline", Timestamp{} + errand::Millis{s.notes}}}
                    : std::vector<Timer>{};
    }
    Command on_timer(const State&, std::string_view) const { return errand::Note{"again"}; }
  };
  Scenario errands{Restless{}};
  errands.when(errand::Begin{errands.now(), Manner::once});
  errands.elapse(1h).then_error(Errc::limit_exceeded);
  EXPECT_TRUE(errands.ok()) << errands.report();
}

TEST(Scenario, AStreamKeepsTheLawThatItBeganWith) {
  using Law = permit::after::Permit<2>;
  Scenario permits{Law{}, test::to_gtest()};
  permits.on("new").given(permit::Asked{}).when(permit::Grant{});
  permits.then_state([](const Law::State& s) { return s.definition == 2; });
  permits.when(permit::Use{}).then_refused("unpaid");
  permits.definition(1).on("old").given(permit::Asked{}).when(permit::Grant{});
  permits.then_state([](const Law::State& s) { return s.definition == 1; });
  permits.when(permit::Use{}).then(permit::Used{});
  permits.definition(2).on("new").when(permit::Use{}).then_refused("unpaid");
}

TEST(Scenario, ReadsWhatOlderCodeRecorded) {
  using Law = permit::after::Permit<2>;
  Scenario permits{Law{}, test::to_gtest()};
  permits.definition(1).given(permit::Asked{}).given_retired(permit::Issued{"x"});
  EXPECT_EQ(permits.version(), Version{2}) << "one record, whatever it means";
  const auto means = Law{}.upcast(permit::Issued{"x"});
  ASSERT_GT(means.size(), 1u);
  permits.then_events(means);
}

// Random commands and random steps of time, once through the kit, once through Workflow and Timers
// on a store: the streams must be the same, to the byte, the moment and the command id.

using Line = std::tuple<std::string, std::uint64_t, std::string, std::string, std::string,
                        std::string, std::string>;

/// The engine's way: a store, a view with due times, timers that step when they are told.
class Machine {
 public:
  Machine() {
    views_
        .add([] {
          return std::make_unique<StateView<Errand>>(ProjectionSpec{.name = "errands"}, Errand{});
        })
        .value();
    views_.open().value();
  }
  Result<Outcome> handle(const StreamId& stream, const errand::Command& command,
                         const Context& context) {
    return errands_.handle(stream, command, context);
  }
  void settle() {
    for (bool worked = true; worked;) {
      worked = views_.step("errands").value();
      worked = timers_.step().value() || worked;
    }
  }
  std::optional<Timestamp> next_due() const { return timers_.status().next_due; }
  std::vector<Line> lines() const {
    std::vector<Line> lines;
    const auto cursor = store_->read_all().value();
    while (cursor->next().value()) {
      const auto& r = cursor->record();
      lines.emplace_back(std::string{r.stream}, r.version.value, to_string(r.occurred_at),
                         std::string{r.actor}, r.command_id.to_string(), std::string{r.type},
                         std::string{r.payload});
    }
    return lines;
  }
  ManualClock clock{Timestamp{}};

 private:
  std::unique_ptr<EventStore> store_ = stores::open_memory(clock);
  Workflow<Errand> errands_{*store_, Errand{}};
  Views views_{*store_};
  Timers<Errand> timers_{errands_, views_, "errands", clock};
};

/// Of one stream after the other, since the engine's order between streams is its own.
std::vector<Line> lines_of(const Scenario<Errand>& errands) {
  std::vector<Line> lines;
  for (const auto& h : errands.events()) {
    std::string bytes;
    describe::encode_alternative(h.event, bytes);
    lines.emplace_back(h.stream.text(), h.version.value, to_string(h.at), h.actor.to_string(),
                       h.command_id.to_string(), std::string{describe::type_of(h.event)}, bytes);
  }
  return lines;
}

errand::Command random_command(std::mt19937_64& random, Timestamp now) {
  const auto in = [&](int seconds) {
    return now + std::chrono::milliseconds{
                     std::uniform_int_distribution{-2'000, seconds * 1'000}(random)};
  };
  switch (std::uniform_int_distribution{0, 9}(random)) {
    case 0:
    case 1:
    case 2:
      return errand::Begin{in(90), static_cast<Manner>(1 + random() % 5)};
    case 3:
      return errand::Note{std::to_string(random() % 100)};
    case 4:
      return errand::Rest{};
    case 5:
    case 6:
      return errand::Move{in(30)};
    case 7:
      return errand::Remind{};
    case 8:
      return errand::Miss{};
    default:
      return errand::Finish{};
  }
}

/// That the lives were worth comparing.
struct Seen {
  std::size_t events = 0;
  std::size_t by_timers = 0;
  std::size_t refused = 0;
};

/// Plays a life; `punctual`: the machine's timers are never late, else they are told at the end of
/// each step.
void compare(std::uint64_t seed, bool punctual, Seen& seen) {
  std::mt19937_64 random{seed};
  Scenario errands{Errand{}};
  Machine machine;
  std::size_t refused = 0;
  for (int i = 1; i <= 80; ++i) {
    const auto now = errands.now();
    const auto stream = StreamId::of("errand", std::string(1, "abcde"[random() % 5])).value();
    const auto command = random_command(random, now);
    machine.clock.set(now);
    const Context context{now, Actor::parse("officer:w@S"),
                          derived_command_id("scenario " + std::to_string(i))};
    const auto outcome = machine.handle(stream, command, context).value();
    errands.on(stream.key()).actor("officer:w@S").when(command);
    if (outcome.refused()) errands.then_refused(outcome.refusal().name);
    refused += outcome.refused() ? 1 : 0;
    const auto until = now + std::chrono::milliseconds{random() % 20'000};
    machine.settle();
    while (punctual && machine.next_due() && *machine.next_due() < until) {
      machine.clock.set(std::max(now, after(*machine.next_due())));
      machine.settle();
    }
    machine.clock.set(until);
    machine.settle();
    errands.until(until);
  }
  ASSERT_TRUE(errands.ok()) << errands.report();
  auto expected = machine.lines();
  auto found = lines_of(errands);
  seen.events += expected.size();
  seen.refused += refused;
  seen.by_timers += static_cast<std::size_t>(std::ranges::count(
      expected, timer_actor().to_string(), [](const Line& line) { return std::get<3>(line); }));
  std::ranges::stable_sort(expected);
  std::ranges::stable_sort(found);
  ASSERT_EQ(found, expected) << "seed " << seed << (punctual ? ", punctual" : ", late");
}

TEST(Scenario, RecordsWhatTheEngineRecords) {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= 400 && !HasFatalFailure(); ++seed) {
    compare(seed, seed % 2 == 0, seen);
  }
  EXPECT_GT(seen.events, 10'000u);
  EXPECT_GT(seen.by_timers, 3'000u);
  EXPECT_GT(seen.refused, 1'000u);
}

// A whole engine in virtual time.

class VirtualTime : public testing::Test {
 protected:
  void SetUp() override { engine->start().value(); }
  void give(std::string_view key, const errand::Command& command) {
    const auto stream = StreamId::of("errand", key).value();
    ASSERT_FALSE(errands.handle(stream, command, engine->context({"w", "", ""})).value().refused());
  }
  /// The types of a stream's events and when they happened, in seconds since the start.
  std::string story(std::string_view key) const {
    std::string text;
    for (const auto& r : errands.history(StreamId::of("errand", key).value()).value()) {
      const auto at = std::chrono::duration<double>(r.occurred_at - start).count();
      text.append(describe::type_of(r.event).substr(7)).append(" ");
      text.append(std::to_string(static_cast<int>(at * 1000))).append(" ");
    }
    return text;
  }
  const Timestamp start{std::chrono::hours{500'000}};
  ManualClock clock{start};
  std::unique_ptr<Engine> engine = Engine::open({.store = "memory", .clock = &clock}).value();
  Hosted<Errand>& errands = engine->add(Errand{});
};

TEST_F(VirtualTime, FiresEachTimerAtItsOwnMoment) {
  give("a", errand::Begin{start + 5s, Manner::once});
  give("b", errand::Begin{start + 4s, Manner::repeating});
  const auto status = test::pass_time(*engine, clock, start + 100s).value();
  EXPECT_EQ(clock.now(), start + 100s);
  EXPECT_EQ(status.fired, 6u);
  EXPECT_EQ(story("a"), "begun 0 reminded 4001 missed 5001 ");
  EXPECT_EQ(story("b"),
            "begun 0 reminded 3001 missed 4001 moved 4001 reminded 63001 "
            "missed 64001 moved 64001 ");
  const auto recorded = errands.history(StreamId::of("errand", "a").value()).value();
  EXPECT_EQ(recorded.back().recorded_at, start + 5001ms) << "the clock stood there";
}

TEST_F(VirtualTime, ALimitIsNotPassedAtItsLastMoment) {
  give("a", errand::Begin{start + 5s, Manner::once});
  test::pass_time(*engine, clock, start + 5s).value();
  EXPECT_EQ(story("a"), "begun 0 reminded 4001 ");
  test::pass_time(*engine, clock, start + 5001ms).value();
  EXPECT_EQ(story("a"), "begun 0 reminded 4001 missed 5001 ");
}

TEST_F(VirtualTime, RefusesTheWrongClockThePastAndABrokenTimer) {
  ManualClock other{start};
  EXPECT_EQ(test::pass_time(*engine, other, start).error().code(), Errc::invalid_argument);
  EXPECT_EQ(test::pass_time(*engine, clock, start - 1s).error().code(), Errc::invalid_argument);
  give("a", errand::Begin{start + 5s, Manner::broken});
  const auto failed = test::pass_time(*engine, clock, start + 10s);
  EXPECT_EQ(failed.error().code(), Errc::user_code_failed);
  EXPECT_NE(failed.error().message().find("errand/a deadline"), std::string::npos)
      << failed.error().message();
  EXPECT_EQ(clock.now(), start + 5001ms);
}

}  // namespace
}  // namespace recourse
