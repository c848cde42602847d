// The round by itself: what a decider makes of commands, without store and clock.
#include <gtest/gtest.h>

#include <map>
#include <recourse/core/round.hpp>

#include "tests/support/errand_engine.hpp"
#include "tests/support/locker.hpp"

namespace recourse::core {
namespace {

using errand::Errand;
using errand::Manner;
using locker::Locker;

constexpr Timestamp kNow{std::chrono::hours{500'000}};
const Actor kMe{"me", "tester", "lab"};

StreamId hall(std::string_view key = "hall") { return StreamId::of("locker", key).value(); }
Context by(const Actor& actor, Timestamp at = kNow) {
  return {at, actor, derived_command_id("round")};
}

/// Streams as a test sets them, and how often each was asked for.
template <class D>
struct Streams {
  std::map<std::string, std::shared_ptr<const Loaded<typename D::State>>> known;
  std::map<std::string, int> asked;
  D decider;

  Round<D> begin(std::uint32_t definition = D::kDefinition) {
    return Round<D>{decider,
                    [this](const StreamId& id) -> Result<typename Round<D>::LoadedState> {
                      ++asked[id.text()];
                      const auto found = known.find(id.text());
                      if (found != known.end()) return found->second;
                      return std::make_shared<const Loaded<typename D::State>>();
                    },
                    definition};
  }
  void keep(Round<D> round) {
    for (auto& touched : std::move(round).touched()) {
      if (touched.changed) known[touched.stream.text()] = std::move(touched.changed);
    }
  }
};

TEST(Round, AnswersWithTheEventsTheExpectedVersionAndTheStateAfter) {
  Streams<Locker> streams;
  auto round = streams.begin();
  ASSERT_EQ(round.decide(hall(), locker::Fill{"A"}, by(kMe)).value().events().size(), 1u);
  const auto& touched = round.touched().at(0);
  EXPECT_EQ(touched.stream, hall());
  EXPECT_TRUE(touched.expected().admits(Version{0}));
  EXPECT_FALSE(touched.expected().admits(Version{1}));
  ASSERT_EQ(touched.events.size(), 1u);
  EXPECT_EQ(touched.events[0].type, "locker.filled");
  EXPECT_EQ(touched.events[0].schema_version, 2);
  EXPECT_EQ(touched.events[0].occurred_at, kNow);
  EXPECT_EQ(touched.now().version, Version{1});
  EXPECT_EQ(touched.now().definition, Locker::kDefinition);
  EXPECT_EQ(touched.now().at, kNow);
  EXPECT_EQ(touched.now().bytes, touched.events[0].payload.size());
  EXPECT_TRUE(touched.now().state.has("A"));
  EXPECT_TRUE(touched.found->state.full.empty()) << "what was loaded stays as it was";
}

TEST(Round, WhatItSaysIsWhatAReplayOfItsEventsGives) {
  Streams<Locker> streams;
  auto round = streams.begin();
  round.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  round.decide(hall(), locker::Fill{"B"}, by(kMe)).value();
  round.decide(hall(), locker::Empty{"A"}, by(kMe)).value();
  const auto& touched = round.touched().at(0);
  Loaded<Locker::State> again;
  const auto actor = kMe.to_string();
  for (const auto& event : touched.events) {
    RecordView record;
    record.stream = hall().text();
    record.version = again.version.next();
    record.type = event.type;
    record.schema_version = event.schema_version;
    record.definition = touched.now().definition;
    record.occurred_at = event.occurred_at;
    record.actor = actor;
    record.payload = event.payload;
    Fold<Locker>{streams.decider}.take(again, record).value();
  }
  EXPECT_EQ(again.version, Version{3});
  EXPECT_EQ(again.version, touched.now().version);
  EXPECT_EQ(again.bytes, touched.now().bytes);
  EXPECT_EQ(again.state.full, std::vector<std::string>{"B"});
  EXPECT_EQ(again.state.full, touched.now().state.full);
}

TEST(Round, ADecisionOverTwoStreamsGivesEachItsEvents) {
  Streams<Locker> streams;
  auto first = streams.begin();
  first.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  streams.keep(std::move(first));
  std::vector<std::string> seen;
  auto round = streams.begin();
  const auto note = [&](const StreamId& id, const locker::Event& event, const auto& now) {
    seen.push_back(id.text() + " " + std::string{describe::type_of(event)} + " " +
                   std::to_string(now.version.value));
  };
  round.decide(hall(), locker::MoveTo{"A", "cellar"}, by(kMe), note).value();
  ASSERT_EQ(round.touched().size(), 2u);
  EXPECT_TRUE(round.touched()[0].expected().admits(Version{1}));
  EXPECT_FALSE(round.touched()[0].now().state.has("A"));
  EXPECT_EQ(round.touched()[1].stream, hall("cellar"));
  EXPECT_TRUE(round.touched()[1].expected().admits(Version{0}));
  EXPECT_TRUE(round.touched()[1].now().state.has("A"));
  EXPECT_EQ(seen, (std::vector<std::string>{"locker/hall locker.emptied 2",
                                            "locker/cellar locker.filled 1"}));
}

TEST(Round, EachCommandIsDecidedUponWhatTheOnesBeforeItLeave) {
  Streams<Locker> streams;
  auto round = streams.begin();
  round.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  round.decide(hall(), locker::MoveTo{"A", "cellar"}, by(kMe)).value();
  round.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  const auto refused = round.decide(hall(), locker::MoveTo{"A", "cellar"}, by(kMe)).value();
  ASSERT_TRUE(refused.is_refusal());
  EXPECT_EQ(refused.refusal().name, "other_door_is_full");
  EXPECT_EQ(streams.asked, (std::map<std::string, int>{{"locker/hall", 1}, {"locker/cellar", 1}}));
}

TEST(Round, ARefusalTakesNothingAndCopiesNoState) {
  Streams<Locker> streams;
  auto first = streams.begin();
  first.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  streams.keep(std::move(first));
  auto round = streams.begin();
  const auto refused = round.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  ASSERT_TRUE(refused.is_refusal());
  EXPECT_EQ(refused.refusal().name, "door_is_full");
  const auto& touched = round.touched().at(0);
  EXPECT_TRUE(touched.events.empty());
  EXPECT_EQ(touched.changed, nullptr);
  EXPECT_EQ(touched.found, streams.known.at("locker/hall"));
}

TEST(Round, AStateIsCopiedOnceHoweverManyEventsConcernIt) {
  Streams<Locker> streams;
  auto first = streams.begin();
  first.decide(hall(), locker::Fill{"A"}, by(kMe)).value();
  streams.keep(std::move(first));
  auto round = streams.begin();
  round.decide(hall(), locker::Fill{"B"}, by(kMe)).value();
  const auto* const copy = round.touched().at(0).changed.get();
  round.decide(hall(), locker::Fill{"C"}, by(kMe)).value();
  EXPECT_EQ(round.touched().at(0).changed.get(), copy);
  EXPECT_EQ(streams.known.at("locker/hall")->state.full, std::vector<std::string>{"A"});
}

TEST(Round, ABrokenDeciderIsAnErrorThatNamesTheHook) {
  const auto error_of = [](const std::string& how) {
    Streams<Locker> streams;
    auto round = streams.begin();
    return round.decide(hall(), locker::Misbehave{how}, by(kMe)).error();
  };
  EXPECT_EQ(error_of("throw"),
            Error(Errc::user_code_failed, "locker.decide threw: the decider is broken"));
  EXPECT_EQ(error_of("throw nothing"),
            Error(Errc::user_code_failed, "locker.decide threw what is no exception"));
  EXPECT_EQ(error_of("unnamed stream"),
            Error(Errc::user_code_failed,
                  "locker.decide gave events to stream locker/unnamed, which related() did not "
                  "name"));
  const auto unreadable = error_of("unreadable");
  EXPECT_EQ(unreadable.code(), Errc::user_code_failed);
  EXPECT_TRUE(unreadable.message().starts_with(
      "locker.decide gave an event that cannot be read back: locker.filled: "))
      << unreadable.message();
}

TEST(Round, WhatCannotBeLoadedIsAnError) {
  const Locker decider;
  const Error gone{Errc::io_error, "the disk is gone"};
  Round<Locker> none{decider,
                     [&](const StreamId&) -> Result<Round<Locker>::LoadedState> { return gone; }};
  EXPECT_EQ(none.decide(hall(), locker::Fill{"A"}, by(kMe)).error(), gone);
  Round<Locker> own_only{decider, [&](const StreamId& id) -> Result<Round<Locker>::LoadedState> {
                           if (id != hall()) return gone;
                           return std::make_shared<const Loaded<Locker::State>>();
                         }};
  EXPECT_EQ(own_only.decide(hall(), locker::MoveTo{"A", "cellar"}, by(kMe)).error(), gone);
}

TEST(Round, WhatHappenedIsRecordedWhateverTheDeciderThinksOfIt) {
  Streams<Locker> streams;
  auto round = streams.begin(2);
  round.record(hall(), {locker::filled("A"), locker::filled("A")}, by(kMe)).value();
  EXPECT_EQ(round.touched().at(0).now().state.full, (std::vector<std::string>{"A", "A"}));
  EXPECT_EQ(round.touched().at(0).now().definition, 2u) << "as the round was told";
  const auto unreadable = round.record(hall(), {locker::filled("\xff")}, by(kMe));
  EXPECT_EQ(unreadable.error().code(), Errc::user_code_failed);
  EXPECT_TRUE(unreadable.error().message().starts_with(
      "there is an event that cannot be read back: locker.filled: "))
      << unreadable.error().message();
}

class RoundOfTimers : public testing::Test {
 protected:
  static StreamId stream() { return StreamId::of("errand", "1").value(); }
  static constexpr Timestamp kDue = kNow + std::chrono::hours{1};

  void begin(Manner manner) {
    auto round = streams.begin();
    round.decide(stream(), errand::Begin{kDue, manner}, by(kMe)).value();
    streams.keep(std::move(round));
  }
  Result<Round<Errand>::Fired> fire(Timestamp now, Version generation = Version{1}) {
    auto round = streams.begin();
    auto fired = round.fire(stream(), "deadline", generation, now);
    if (fired) streams.keep(std::move(round));
    return fired;
  }
  const ArmedTimer& deadline() const {
    return *std::ranges::find(standing().timers, "deadline", &ArmedTimer::name);
  }
  const Loaded<errand::State>& standing() const { return *streams.known.at("errand/1"); }

  Streams<Errand> streams;
};

TEST_F(RoundOfTimers, ATimerFiresOnceAtTheMomentAfterItsDueTime) {
  begin(Manner::told);
  EXPECT_EQ(fire(kDue + std::chrono::days{9}).value().firing, Firing::stale) << "it does nothing";
  streams = {};
  begin(Manner::repeating);
  const auto late = kDue + std::chrono::days{9};
  const auto fired = fire(late).value();
  EXPECT_EQ(fired.firing, Firing::fired);
  EXPECT_EQ(fired.at, after(kDue)) << "however late it is";
  EXPECT_EQ(fired.command_id, timer_command_id("errand/1", "deadline", Version{1}));
  EXPECT_TRUE(std::holds_alternative<errand::Miss>(fired.command.value()));
  EXPECT_FALSE(fired.refusal);
  ASSERT_EQ(fired.events.size(), 2u);
  EXPECT_EQ(std::get<errand::Missed>(fired.events[0]).due, kDue);
  EXPECT_EQ(standing().state.missed, 1u);
  EXPECT_EQ(standing().at, after(kDue));
  EXPECT_EQ(deadline().due, kDue + Errand::kPeriod);
  EXPECT_EQ(fire(late).value().firing, Firing::stale) << "that generation is over";
  EXPECT_EQ(fire(late, Version{3}).value().firing, Firing::fired) << "the next one is due too";
}

TEST_F(RoundOfTimers, ATimerIsEarlyUpToItsDueTimeAndNoLonger) {
  begin(Manner::once);
  const auto early = fire(kDue).value();
  EXPECT_EQ(early.firing, Firing::early);
  EXPECT_FALSE(early.command);
  EXPECT_TRUE(early.events.empty());
  EXPECT_EQ(standing().version, Version{1});
  EXPECT_EQ(fire(kDue + std::chrono::milliseconds{1}).value().firing, Firing::fired);
}

TEST_F(RoundOfTimers, ATimerIsStaleInAnotherGenerationOrByAnotherName) {
  begin(Manner::once);
  const auto late = kDue + std::chrono::days{1};
  EXPECT_EQ(fire(late, Version{2}).value().firing, Firing::stale);
  auto round = streams.begin();
  EXPECT_EQ(round.fire(stream(), "no_such_timer", Version{1}, late).value().firing, Firing::stale);
  auto elsewhere = streams.begin();
  EXPECT_EQ(elsewhere.fire(StreamId::of("errand", "2").value(), "deadline", Version{1}, late)
                .value()
                .firing,
            Firing::stale);
}

TEST_F(RoundOfTimers, ATimerActsNoEarlierThanTheStreamsLastEvent) {
  begin(Manner::once);
  const auto later = kDue + std::chrono::hours{2};
  auto round = streams.begin();
  round.record(stream(), {errand::Noted{"late"}}, by(kMe, later)).value();
  streams.keep(std::move(round));
  EXPECT_EQ(fire(later).value().at, later);
}

TEST_F(RoundOfTimers, ARefusalIsRecordedAndTheTimerIsSpent) {
  begin(Manner::stubborn);
  const auto late = kDue + std::chrono::days{1};
  const auto declined = fire(late).value();
  EXPECT_EQ(declined.firing, Firing::declined);
  EXPECT_EQ(declined.refusal.value().name, "stubborn");
  ASSERT_EQ(declined.events.size(), 1u);
  EXPECT_EQ(std::get<errand::TimerDeclined>(declined.events[0]).reason, "stubborn");
  EXPECT_TRUE(deadline().spent);
  EXPECT_EQ(fire(late).value().firing, Firing::stale);
}

TEST_F(RoundOfTimers, WhatComesToNothingIsDeclinedToo) {
  begin(Manner::indolent);
  const auto declined = fire(kDue + std::chrono::days{1}).value();
  EXPECT_EQ(declined.firing, Firing::declined);
  EXPECT_FALSE(declined.refusal) << "the decider said nothing";
  EXPECT_EQ(std::get<errand::TimerDeclined>(declined.events.at(0)).reason, "nothing_to_do");
  EXPECT_TRUE(deadline().spent);
}

TEST_F(RoundOfTimers, ADeciderThatThrowsSpendsNothing) {
  begin(Manner::broken);
  EXPECT_EQ(fire(kDue + std::chrono::days{1}).error(),
            Error(Errc::user_code_failed, "errand.decide threw: the decider is broken"));
  EXPECT_FALSE(deadline().spent);
}

Context as_engine(const CommandId& id) {
  return {.now = kNow, .actor = timer_actor(), .command_id = id, .standing = StandingOf::engine()};
}

TEST_F(RoundOfTimers, OnlyTheAppendsActorSpendsATimer) {
  begin(Manner::stubborn);
  const auto id = timer_command_id("errand/1", "deadline", Version{1});
  auto by_hand = streams.begin();
  by_hand.decide(stream(), errand::Note{"first"}, {kNow, kMe, id}).value();
  by_hand.decide(stream(), errand::Note{"then"}, as_engine(id)).value();
  EXPECT_FALSE(by_hand.touched().at(0).now().timers.at(0).spent);
  auto by_timer = streams.begin();
  by_timer.decide(stream(), errand::Note{"first"}, as_engine(id)).value();
  EXPECT_TRUE(by_timer.touched().at(0).now().timers.at(0).spent);
}

// --- passed timers come first --------------------------------------------------------------------

StreamId job(std::string_view key = "job") { return StreamId::of("errand", key).value(); }
constexpr Timestamp kDue = kNow + std::chrono::hours{10};

/// An errand that began at kNow.
Streams<Errand> begun(Manner manner) {
  Streams<Errand> streams;
  auto round = streams.begin();
  round.decide(job(), errand::Begin{kDue, manner}, by(kMe)).value();
  streams.keep(std::move(round));
  return streams;
}

TEST(RoundPassedTimers, FireBeforeACommandEachAtItsOwnMomentAsTheTimersActor) {
  auto streams = begun(Manner::repeating);
  auto round = streams.begin();
  const auto late = by(kMe, kDue + std::chrono::seconds{30});
  ASSERT_FALSE(round.decide(job(), errand::Note{"n"}, late).value().is_refusal());
  const auto& events = round.touched().at(0).events;
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].type, "errand.reminded");
  EXPECT_EQ(events[0].occurred_at, after(kDue - Errand::kReminder));
  ASSERT_TRUE(events[0].given_by);
  EXPECT_EQ(events[0].given_by->actor, timer_actor().to_string());
  EXPECT_EQ(events[0].given_by->standing, StandingOf::engine());
  EXPECT_EQ(events[0].given_by->command_id, timer_command_id(job().text(), "reminder", Version{1}));
  const auto began = by(kMe).command_id;
  EXPECT_EQ(events[0].given_by->causation, began) << "the command that armed it";
  EXPECT_EQ(events[0].given_by->correlation, began) << "which began its chain";
  EXPECT_EQ(events[1].type, "errand.missed");
  EXPECT_EQ(events[1].occurred_at, after(kDue));
  EXPECT_EQ(events[2].type, "errand.moved");
  ASSERT_TRUE(events[2].given_by);
  EXPECT_EQ(events[2].given_by->actor, timer_actor().to_string());
  EXPECT_EQ(events[2].given_by->command_id, events[1].given_by->command_id) << "one command";
  EXPECT_EQ(events[3].type, "errand.noted");
  EXPECT_EQ(events[3].occurred_at, late.now);
  EXPECT_FALSE(events[3].given_by) << "the append's own command";
}

TEST(RoundPassedTimers, AreSpentForWhoeverReplaysTheEvents) {
  auto streams = begun(Manner::repeating);
  auto round = streams.begin();
  const auto late = by(kMe, kDue + std::chrono::hours{1});
  round.decide(job(), errand::Note{"n"}, late).value();
  const auto& touched = round.touched().at(0);
  auto again = *touched.found;
  const auto actor = kMe.to_string();
  for (const auto& event : touched.events) {
    RecordView record;
    record.stream = touched.stream.text();
    record.version = again.version.next();
    record.type = event.type;
    record.schema_version = event.schema_version;
    record.definition = touched.now().definition;
    record.occurred_at = event.occurred_at;
    record.actor = event.given_by ? event.given_by->actor : actor;
    record.actor_kind = event.given_by ? event.given_by->standing.kind() : ActorKind::person;
    record.command_id = late.command_id;
    if (event.given_by) {
      record.given_by = event.given_by->command_id;
      record.correlation = event.given_by->correlation;
    }
    record.payload = event.payload;
    Fold<Errand>{streams.decider}.take(again, record).value();
  }
  EXPECT_EQ(again.state, touched.now().state);
  EXPECT_EQ(again.timers, touched.now().timers);
}

TEST(RoundPassedTimers, TheLastMomentOfALimitHasNotPassed) {
  auto streams = begun(Manner::once);
  auto round = streams.begin();
  round.decide(job(), errand::Finish{}, by(kMe, kDue)).value();
  std::vector<std::string> types;
  for (const auto& event : round.touched().at(0).events) types.push_back(event.type);
  EXPECT_EQ(types, (std::vector<std::string>{"errand.reminded", "errand.done"}));
}

TEST(RoundPassedTimers, ARefusedCommandAndOneThatDecidesNothingLeaveThemToTheTimers) {
  auto streams = begun(Manner::once);
  auto round = streams.begin();
  const auto late = by(kMe, kDue + std::chrono::hours{1});
  EXPECT_TRUE(round.decide(job(), errand::Finish{}, late).value().is_refusal())
      << "it was missed before it was finished";
  EXPECT_FALSE(round.decided());
}

TEST(RoundPassedTimers, ThoseThatATimerArmsAnewInThePastFireToo) {
  auto streams = begun(Manner::repeating);
  auto round = streams.begin();
  std::vector<Timestamp> missed;
  const auto began = by(kMe).command_id;
  auto armed_by = began;
  const auto note = [&](const StreamId&, const errand::Event& event, const auto& now,
                        const Context& who) {
    if (!std::holds_alternative<errand::Missed>(event)) return;
    missed.push_back(now.at);
    EXPECT_EQ(who.actor, timer_actor());
    EXPECT_EQ(who.standing, StandingOf::engine());
    EXPECT_EQ(who.causation, armed_by) << "what the timer before it did armed it";
    EXPECT_EQ(who.correlation, began) << "the chain is the same";
    armed_by = who.command_id;
  };
  round.decide(job(), errand::Note{"n"}, by(kMe, kDue + 3 * Errand::kPeriod), note).value();
  ASSERT_GE(missed.size(), 3u);
  EXPECT_EQ(missed[1], missed[0] + Errand::kPeriod);
}

TEST(RoundPassedTimers, OneThatCannotBeFiredKeepsTheCommandBack) {
  auto streams = begun(Manner::broken);
  auto round = streams.begin();
  const auto late = by(kMe, kDue + std::chrono::hours{1});
  const auto outcome = round.decide(job(), errand::Note{"n"}, late);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code(), Errc::user_code_failed);
}

TEST(RoundPassedTimers, ATimersOwnCommandFiresNothingElse) {
  auto streams = begun(Manner::once);
  auto round = streams.begin();
  round.fire(job(), "reminder", Version{1}, kDue + std::chrono::hours{1}).value();
  ASSERT_EQ(round.touched().at(0).events.size(), 1u);
  EXPECT_FALSE(round.touched().at(0).events[0].given_by) << "the append is the timer's own";
}

}  // namespace
}  // namespace recourse::core
