// A fold over streams of older code: pinned definitions, added fields, retired events.
#include <gtest/gtest.h>

#include <recourse/core/workflow.hpp>
#include <recourse/stores/memory.hpp>

#include "tests/support/permit.hpp"

namespace recourse::core {
namespace {

using permit::Phase;
using After = permit::after::Permit<2>;
using permit::after::Fault;

StreamId permit_of(std::string_view key) { return StreamId::of("permit", key).value(); }

class FoldTest : public testing::Test {
 protected:
  template <class D>
  Outcome give(const Workflow<D>& permits, const StreamId& to, typename D::Command command) {
    clock.advance(std::chrono::minutes{1});
    const Actor me{"me", "tester", "lab"};
    return permits.handle(to, command, {clock.now(), me, random_command_id()}).value();
  }
  /// The records of a stream, as bytes that stay.
  std::vector<std::string> records(const StreamId& stream) const {
    std::vector<std::string> all;
    const auto cursor = store->read_stream(stream).value();
    while (cursor->next().value()) all.emplace_back(cursor->bytes());
    return all;
  }

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  Workflow<permit::before::Permit> before{*store, {}};
  Workflow<After> after{*store, After{}};
};

TEST_F(FoldTest, AFieldThatWasAddedHasItsDefaultInOlderEvents) {
  give(before, permit_of("a"), permit::Ask{});
  give(before, permit_of("a"), permit::Grant{});
  EXPECT_EQ(after.load(permit_of("a"))->state.fee, 0u);
  give(after, permit_of("b"), permit::Ask{});
  give(after, permit_of("b"), permit::Grant{7});
  EXPECT_EQ(after.load(permit_of("b"))->state.fee, 7u);
}

TEST_F(FoldTest, ARetiredEventIsUpcastToSeveralAndStaysOneVersion) {
  give(before, permit_of("a"), permit::Ask{});
  give(before, permit_of("a"), permit::Issue{});
  give(before, permit_of("a"), permit::Note{"x"});
  const auto old = before.load(permit_of("a")).value();
  const auto now = after.load(permit_of("a")).value();
  EXPECT_EQ(now.version, Version{3});
  EXPECT_EQ(now.state.phase, Phase::used);
  EXPECT_EQ(now.state.use_by, old.state.use_by);
  EXPECT_EQ(now.state.notes, 1u);
  EXPECT_EQ(now.bytes, old.bytes);
  EXPECT_TRUE(now.timers.empty());

  const Fold<After> fold{after.decider()};
  const auto bytes = records(permit_of("a"));
  const auto events = fold.events_of(decode_record(bytes[1]).value()).value();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(std::get<permit::after::Granted>(events[0]).by, "me");
  EXPECT_TRUE(std::holds_alternative<permit::Used>(events[1]));
  EXPECT_EQ(fold.events_of(decode_record(bytes[0]).value())->size(), 1u);
  EXPECT_EQ(give(after, permit_of("a"), permit::Close{}).appended().version, Version{4});
}

TEST_F(FoldTest, AnUpcastThatGivesNothingIsAnErrorThatNamesThePlace) {
  give(before, permit_of("a"), permit::Ask{});
  give(before, permit_of("a"), permit::Issue{});
  const Workflow<After> faulty{*store, After{Fault::split_into_none}};
  const auto loaded = faulty.load(permit_of("a"));
  ASSERT_TRUE(loaded.has_error());
  EXPECT_EQ(loaded.error().code(), Errc::user_code_failed);
  EXPECT_EQ(loaded.error().message(),
            "stream permit/a version 2: permit.upcast gave no event for 'permit.issued'; let it "
            "give one that changes nothing");
}

TEST_F(FoldTest, AnEvolveThatThrowsNamesThePlace) {
  give(before, permit_of("a"), permit::Ask{});
  give(before, permit_of("a"), permit::Note{""});
  const auto loaded = Workflow<After>{*store, After{Fault::throws}}.load(permit_of("a"));
  ASSERT_TRUE(loaded.has_error());
  EXPECT_EQ(loaded.error().code(), Errc::user_code_failed);
  EXPECT_EQ(loaded.error().message(), "stream permit/a version 2: permit.evolve threw: no text");
}

TEST_F(FoldTest, DamagedBytesOfARetiredEventAreMalformed) {
  const NewEvent issued{"permit.issued", 1, clock.now(), "\xFF"};
  store
      ->append({.command_id = random_command_id(),
                .actor = "tester:me",
                .streams = {{permit_of("a"), ExpectedVersion::none(), 1, {issued}}}})
      .value();
  EXPECT_EQ(after.load(permit_of("a")).error().code(), Errc::malformed);
}

TEST_F(FoldTest, AStreamKeepsTheLawThatItBeganWith) {
  give(before, permit_of("old"), permit::Ask{});
  give(after, permit_of("new"), permit::Ask{});
  EXPECT_EQ(after.load(permit_of("old"))->definition, 1u);
  EXPECT_EQ(after.load(permit_of("new"))->definition, 2u);
  EXPECT_FALSE(give(after, permit_of("old"), permit::Expedite{}).refused());
  EXPECT_EQ(give(after, permit_of("new"), permit::Expedite{}).refusal().name, "not_now");
  // What the new code appends to the old stream is of its definition, so the old code reads it.
  EXPECT_EQ(before.load(permit_of("old"))->state.phase, Phase::expedited);
  EXPECT_EQ(before.load(permit_of("new")).error().code(), Errc::format_too_new);
}

TEST_F(FoldTest, ATimerIsDecidedUnderTheLawOfItsStream) {
  for (const auto* key : {"old", "new"}) {
    if (key == std::string_view{"old"}) give(before, permit_of(key), permit::Ask{});
    if (key == std::string_view{"new"}) give(after, permit_of(key), permit::Ask{});
    give(after, permit_of(key), permit::Grant{});
  }
  clock.advance(std::chrono::hours{48});
  EXPECT_EQ(after.fire(permit_of("old"), "use_by", Version{2}, clock.now()).value(), Firing::fired);
  EXPECT_EQ(after.fire(permit_of("new"), "use_by", Version{2}, clock.now()).value(),
            Firing::declined);
}

/// Two related streams, and a decision that says under which definitions it was made.
struct Spy : permit::before::Permit {
  static constexpr std::uint32_t kDefinition = 5;
  mutable std::vector<std::uint32_t> seen = {};
  std::vector<StreamId> related(const Command&) const { return {permit_of("1"), permit_of("2")}; }
  Decision<Event> decide(const State&, const Command&, const Context& context,
                         std::span<const Related<State>> related) const {
    seen = {context.definition, related[0].definition, related[1].definition};
    return Decision<Event>::nothing();
  }
};

TEST_F(FoldTest, ADecisionKnowsTheDefinitionOfEachOfItsStreams) {
  give(before, permit_of("1"), permit::Ask{});
  const Workflow<Spy> spies{*store, Spy{}};
  give(spies, permit_of("1"), permit::Ask{});
  EXPECT_EQ(spies.decider().seen, (std::vector<std::uint32_t>{1, 1, 5}));
  give(spies, permit_of("3"), permit::Ask{});
  EXPECT_EQ(spies.decider().seen, (std::vector<std::uint32_t>{5, 1, 5}));
}

// A retired event may pass through a state in which a timer ran already: it is not armed anew.
struct Struck {};
BOOST_DESCRIBE_STRUCT(Struck, (), ())
constexpr auto recourse_spec(const Struck*) { return describe::spec("bell.struck", 1, "Struck."); }
struct Held {};
BOOST_DESCRIBE_STRUCT(Held, (), ())
constexpr auto recourse_spec(const Held*) { return describe::spec("bell.held", 1, "Held."); }
struct Begun {};
BOOST_DESCRIBE_STRUCT(Begun, (), ())
constexpr auto recourse_spec(const Begun*) { return describe::spec("bell.begun", 1, "Begun."); }
struct HeldAndBegun {};
BOOST_DESCRIBE_STRUCT(HeldAndBegun, (), ())
constexpr auto recourse_spec(const HeldAndBegun*) {
  return describe::spec("bell.held_and_begun", 1, "Held, and begun again.");
}
struct Bell {
  struct State {
    bool rings = false;
  };
  using Event = std::variant<Struck, Held, Begun>;
  using Command = std::variant<Struck>;
  using Retired = std::variant<HeldAndBegun>;
  static constexpr std::string_view kKind = "bell";
  static constexpr std::uint32_t kDefinition = 1;
  static constexpr Timestamp kDue{std::chrono::hours{600'000}};

  Decision<Event> decide(const State&, const Command&, const Context&) const {
    return Decision<Event>::of(Struck{});
  }
  void evolve(State& s, const Event& event, const Facts&) const {
    if (std::holds_alternative<Held>(event)) s.rings = false;
    if (std::holds_alternative<Begun>(event)) s.rings = true;
  }
  std::vector<Event> upcast(const Retired&) const { return {Held{}, Begun{}}; }
  std::vector<Timer> timers(const State& s) const {
    if (!s.rings) return {};
    return {{"ring", kDue}};
  }
  Command on_timer(const State&, std::string_view) const { return Struck{}; }
  Event timer_declined(const ArmedTimer&, const Refusal&) const { return Struck{}; }
};

TEST_F(FoldTest, BetweenTheEventsOfOneRecordNothingIsArmed) {
  const auto bell = StreamId::of("bell", "a").value();
  std::vector<NewEvent> events{{"bell.begun", 1, clock.now(), ""},
                               {"bell.held_and_begun", 1, clock.now(), ""}};
  store
      ->append({.command_id = random_command_id(),
                .actor = "tester:me",
                .streams = {{bell, ExpectedVersion::none(), 1, std::move(events)}}})
      .value();
  const auto loaded = Workflow<Bell>{*store, Bell{}}.load(bell).value();
  ASSERT_EQ(loaded.timers.size(), 1u);
  EXPECT_EQ(loaded.timers[0].generation, Version{1});
}

template <class D>
concept ReadsOneEvent = requires(const RecordView& r) {
  Fold<D>::event_of(r);
  Workflow<D>::event_of(r);
};
static_assert(ReadsOneEvent<permit::before::Permit>);
static_assert(!ReadsOneEvent<After>, "who reads one event of a record must say what a split means");

}  // namespace
}  // namespace recourse::core
