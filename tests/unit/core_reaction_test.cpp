// Reactions over the memory store: what is asked for is given once, in the engine's name.
#include <gtest/gtest.h>

#include <recourse/core/fold.hpp>
#include <recourse/core/reaction.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/stores/memory.hpp>

#include "tests/support/errand.hpp"

namespace recourse::core {
namespace {

using errand::Errand;

StreamId errand_of(std::string_view key) { return StreamId::of("errand", key).value(); }

/// A note "N" begins N errands, "x" fails, "!" throws, "to X" is a note for the errand X.
class Notes final : public Reaction {
 public:
  explicit Notes(ReactionSpec spec) : spec_(std::move(spec)) {}
  ReactionSpec spec() const override { return spec_; }
  Result<std::vector<Intent>> react(const RecordView& record) const override {
    RECOURSE_TRY_ASSIGN(const auto event, Fold<Errand>::event_of(record));
    const auto& text = std::get<errand::Noted>(event).text;
    if (text == "x") return Error{Errc::malformed, "it is unreadable"};
    if (text == "!") throw std::runtime_error{"boom"};
    std::vector<Intent> asked;
    if (text.starts_with("to ")) {
      for (int i = 0; i < 2; ++i) {
        asked.push_back(intent<Errand>(errand_of(text.substr(3)), errand::Note{"told"}));
      }
      return asked;
    }
    for (int i = 0; i < std::atoi(text.c_str()); ++i) {
      asked.push_back(intent<Errand>(errand_of("f" + std::to_string(i)),
                                     errand::Begin{record.occurred_at, errand::Manner::told}));
    }
    return asked;
  }

 private:
  ReactionSpec spec_;
};

TEST(Intents, AreTheAnswerOfAReaction) {
  EXPECT_TRUE(intents()->empty());
  const auto asked = intents(intent<Errand>(errand_of("a"), errand::Note{"1"}),
                             intent<Errand>(errand_of("b"), errand::Note{"2"}));
  ASSERT_EQ(asked->size(), 2u);
  EXPECT_EQ(asked->back().stream, errand_of("b"));
  EXPECT_EQ(asked->back().type, "errand.note");
}

class ReactionTest : public testing::Test {
 protected:
  ReactionTest() { begin("job"); }

  void begin(std::string_view key) {
    errands
        .handle(errand_of(key),
                errand::Begin{clock.now() + std::chrono::hours{9999}, errand::Manner::once}, me())
        .value();
  }
  Context me() {
    return {clock.now(), Actor{"me", "tester", ""}, derived_command_id(std::to_string(++commands))};
  }
  /// Notes something, a minute later; answers with its position.
  Position note(std::string text) {
    clock.advance(std::chrono::minutes{1});
    return errands.handle(errand_of("job"), errand::Note{std::move(text)}, me())
        .value()
        .appended()
        .last;
  }
  static ReactionSpec spec(ReactionStart start = ReactionStart::beginning) {
    return {.name = "notes", .stream_kind = "errand", .types = {"errand.noted"}, .start = start};
  }
  std::unique_ptr<ReactionRunner> open(ReactionSpec of) {
    return open_with(std::make_unique<Notes>(std::move(of)));
  }
  std::unique_ptr<ReactionRunner> open_with(std::unique_ptr<Reaction> reaction) {
    const auto give = [this](const Intent& intent, const Context& context,
                             base::Completion<Result<Outcome>> done) {
      ++given;
      if (line_down) return done(Error{Errc::store_stopped, "the line is down"});
      if (busy > 0 && busy-- > 0) return done(Error{Errc::queue_full, "too much"});
      const auto& command = *static_cast<const errand::Command*>(intent.command.get());
      done(errands.handle(intent.stream, command, context));
    };
    return ReactionRunner::open(*store, feed, clock, std::move(reaction), give).value();
  }
  static void run(ReactionRunner& runner) {
    while (runner.step()) {
    }
  }
  std::vector<std::string> begun() const {
    std::vector<std::string> keys;
    const auto cursor = store->read_all({.types = {"errand.begun"}}).value();
    while (cursor->next().value()) keys.emplace_back(cursor->record().stream);
    keys.erase(keys.begin());  // the job
    return keys;
  }
  using Keys = std::vector<std::string>;

  ManualClock clock{Timestamp{std::chrono::hours{500'000}}};
  std::unique_ptr<EventStore> store = stores::open_memory(clock);
  LogFeed feed{*store};
  Workflow<Errand> errands{*store, Errand{}};
  bool line_down = false;
  int busy = 0;  // so many are answered queue_full
  int commands = 0;
  int given = 0;
};

TEST_F(ReactionTest, AnIntentIsGivenInTheEnginesNameBecauseOfTheRecord) {
  auto asks = me();
  asks.correlation = derived_command_id("the letter");
  errands.handle(errand_of("job"), errand::Note{"1"}, asks).value();
  const auto recorded = clock.now();
  clock.advance(std::chrono::hours{5});  // the reaction is late, and that changes nothing
  const auto runner = open(spec());
  run(*runner);
  const auto cursor = store->read_stream(errand_of("f0")).value();
  ASSERT_TRUE(cursor->next().value());
  const auto& record = cursor->record();
  EXPECT_EQ(record.actor, "engine:notes");
  EXPECT_EQ(record.actor_kind, ActorKind::engine);
  EXPECT_EQ(record.occurred_at, recorded);
  EXPECT_EQ(record.causation, asks.command_id);
  EXPECT_EQ(record.chain(), *asks.correlation);
  EXPECT_EQ(record.command_id, intent_command_id("notes", Position{2}, "errand/f0", 0));
  const auto status = runner->status();
  EXPECT_EQ(status.position, store->head().value()) << "what it brought about was looked at too";
  EXPECT_EQ(status.taken, 1u);
  EXPECT_FALSE(status.stopped);
}

TEST_F(ReactionTest, TwoForOneStreamAreTwoCommands) {
  note("to job");
  run(*open(spec()));
  EXPECT_EQ(errands.load(errand_of("job"))->state.notes, 3u);
}

TEST_F(ReactionTest, WhatWasGivenIsNotGivenAgainAndNeverTakesEffectTwice) {
  note("2");
  run(*open(spec()));
  EXPECT_EQ(given, 2);
  run(*open(spec()));
  EXPECT_EQ(given, 2) << "the position is kept";
  // A crash that took the position back: the ids are the same.
  const auto runner = open(spec());
  runner->go_on_from(Position{0}).value();
  run(*runner);
  EXPECT_EQ(given, 4);
  EXPECT_EQ(begun(), (Keys{"errand/f0", "errand/f1"}));
}

TEST_F(ReactionTest, NewCodeGoesOnWhereTheOldOneHasComeTo) {
  note("1");
  run(*open(spec()));
  auto newer = spec();
  newer.types = {"errand.noted", "errand.done"};
  const auto runner = open(newer);
  EXPECT_EQ(runner->status().position, Position{2}) << "behind it nothing was asked for";
  run(*runner);
  EXPECT_EQ(given, 1);
}

TEST_F(ReactionTest, WhereOtherCodeGaveAnotherCommandThatOneStands) {
  const auto asks = note("1");
  run(*open(spec()));
  // The same record, stream and number, and something else asked for.
  class Louder final : public Reaction {
   public:
    ReactionSpec spec() const override { return ReactionTest::spec(); }
    Result<std::vector<Intent>> react(const RecordView&) const override {
      return std::vector{intent<Errand>(errand_of("f0"), errand::Note{"louder"})};
    }
  };
  const auto runner = open_with(std::make_unique<Louder>());
  runner->go_on_from(Position{asks.value - 1}).value();
  run(*runner);
  EXPECT_FALSE(runner->status().stopped) << runner->status().error;
  EXPECT_EQ(errands.load(errand_of("f0"))->state.notes, 0u);
  EXPECT_EQ(begun(), (Keys{"errand/f0"}));
}

TEST_F(ReactionTest, WhatPassesByItselfIsTriedAgain) {
  note("1");
  const auto runner = open(spec());
  busy = 2;
  EXPECT_FALSE(runner->step());
  EXPECT_TRUE(runner->status().stopped) << "it says so meanwhile";
  EXPECT_EQ(runner->status().given, 0u) << "nothing was answered";
  EXPECT_FALSE(runner->step());
  run(*runner);
  EXPECT_FALSE(runner->status().stopped);
  EXPECT_EQ(begun(), (Keys{"errand/f0"}));
}

TEST_F(ReactionTest, BeginsNowUnlessItIsToldOtherwise) {
  note("1");
  {
    const auto runner = open(spec(ReactionStart::now));
    run(*runner);
    EXPECT_EQ(begun(), Keys{});
  }
  note("2");  // nobody runs it: when it comes again, this counts
  run(*open(spec(ReactionStart::now)));
  EXPECT_EQ(begun(), (Keys{"errand/f0", "errand/f1"}));
}

TEST_F(ReactionTest, ARefusalIsAnAnswerAndIsKept) {
  note("1");
  note("1");
  const auto runner = open(spec());
  run(*runner);
  EXPECT_FALSE(runner->status().stopped);
  EXPECT_EQ(runner->status().refused, 1u);
  const auto refused = refused_intents(store->tables(), "notes", 10).value();
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_TRUE(refused_intents(store->tables(), "other", 10)->empty());
  EXPECT_EQ(refused[0].position, Position{3});
  EXPECT_EQ(refused[0].stream, "errand/f0");
  EXPECT_EQ(refused[0].command, "errand.begin");
  EXPECT_EQ(refused[0].refusal, "begun");
  note("1");
  run(*runner);
  const auto last_first = refused_intents(store->tables(), "notes", 1).value();
  ASSERT_EQ(last_first.size(), 1u);
  EXPECT_GT(last_first[0].position, Position{3});
}

TEST_F(ReactionTest, AFailingReactStopsItBeforeTheRecordAndNotBeforeOthers) {
  note("1");
  const auto bad = note("!");
  note("2");
  const auto runner = open(spec());
  run(*runner);
  auto status = runner->status();
  ASSERT_TRUE(status.stopped);
  EXPECT_EQ(status.position, Position{bad.value - 1});
  EXPECT_EQ(status.error, "reaction notes at position 3: it threw: boom");
  EXPECT_EQ(begun(), (Keys{"errand/f0"})) << "what lay before it was given";
  runner->resume();
  run(*runner);
  EXPECT_TRUE(runner->status().stopped) << "the cause is there still";
  runner->go_on_from(bad).value();
  run(*runner);
  EXPECT_FALSE(runner->status().stopped);
  EXPECT_EQ(begun(), (Keys{"errand/f0", "errand/f1"}));
}

TEST_F(ReactionTest, AnErrorOfTheStoreStopsItAndNothingIsSkipped) {
  const auto asks = note("2");
  const auto runner = open(spec());
  line_down = true;
  run(*runner);
  auto status = runner->status();
  ASSERT_TRUE(status.stopped);
  EXPECT_EQ(status.position, Position{asks.value - 1});
  EXPECT_NE(status.error.find("for errand/f0: the line is down"), std::string::npos)
      << status.error;
  EXPECT_EQ(status.given, 0u);
  line_down = false;
  EXPECT_FALSE(runner->step()) << "it waits to be told";
  runner->resume();
  run(*runner);
  EXPECT_EQ(begun(), (Keys{"errand/f0", "errand/f1"}));
  EXPECT_EQ(runner->status().taken, 2u);
}

TEST_F(ReactionTest, ManyOfOneStepAreAllGiven) {
  note("600");
  const auto runner = open(spec());
  run(*runner);
  EXPECT_EQ(begun().size(), 600u);
}

TEST_F(ReactionTest, BadNamesRolesAndPositionsAreRefused) {
  const auto code = [&](ReactionSpec of) {
    auto opened = ReactionRunner::open(*store, feed, clock, std::make_unique<Notes>(std::move(of)),
                                       [](const Intent&, const Context&, auto) {});
    return opened ? Errc{} : opened.error().code();
  };
  auto named = spec();
  named.name = "Not a name";
  EXPECT_EQ(code(named), Errc::malformed);
  auto claims = spec();
  claims.role = "station_chief";
  EXPECT_EQ(code(claims), Errc::invalid_argument);
  const auto runner = open(spec());
  EXPECT_EQ(runner->go_on_from(Position{99}).error().code(), Errc::invalid_argument);
}

TEST_F(ReactionTest, OneWhosePositionIsNotKnownWaitsToBeTold) {
  note("1");
  auto elsewhere = store->identity();
  elsewhere.incarnation = elsewhere.incarnation.next();
  store->checkpoints().save("reaction.notes", {elsewhere, Position{1}}).value();
  const auto runner = open(spec());
  EXPECT_TRUE(runner->status().stopped);
  EXPECT_NE(runner->status().error.find("another incarnation"), std::string::npos);
  runner->resume();
  run(*runner);
  EXPECT_TRUE(runner->status().stopped) << "nothing was given from a guessed position";
  EXPECT_EQ(given, 0);
  runner->go_on_from(Position{0}).value();
  run(*runner);
  EXPECT_EQ(begun(), (Keys{"errand/f0"}));
}

}  // namespace
}  // namespace recourse::core
