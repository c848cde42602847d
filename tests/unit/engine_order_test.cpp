// The order in which an engine is used, and what breaking it is answered: nothing happens then.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <recourse/core/reaction.hpp>

#include "tests/support/errand_engine.hpp"

namespace recourse {
namespace {

using errand::Errand;
using errand::Manner;
using namespace std::chrono_literals;

constexpr Timestamp kNow{std::chrono::hours{500'000}};

class EngineOrder : public testing::Test {
 protected:
  static StreamId one(std::string_view key = "1") { return StreamId::of("errand", key).value(); }
  core::Context me() const { return engine->context({"me", "tester", ""}); }
  errand::Begin begin() const { return {clock.now() + 1h, Manner::once}; }
  Errc code_of_begin(const Hosted<Errand>& to, std::string_view key = "1") const {
    const auto given = to.handle(one(key), begin(), me());
    return given ? Errc{} : given.error().code();
  }
  Errc code_of_async_begin(const Hosted<Errand>& to) const {
    std::promise<Errc> code;
    to.async_handle(one(), begin(), me(), [&code](const Result<core::Outcome>& given) {
      code.set_value(given ? Errc{} : given.error().code());
    });
    return code.get_future().get();
  }

  ManualClock clock{kNow};
  std::unique_ptr<Engine> engine = Engine::open({.store = "memory", .clock = &clock}).value();
};

TEST_F(EngineOrder, BeforeTheStartNoCommandIsTaken) {
  const auto& errands = engine->add(Errand{});
  EXPECT_EQ(code_of_begin(errands), Errc::invalid_argument);
  EXPECT_EQ(code_of_async_begin(errands), Errc::invalid_argument);
  const core::Step<Errand> step{begin(), clock.now(), {"me", "tester", ""}};
  EXPECT_EQ(errands.handle_all(one(), std::span{&step, 1}, random_command_id()).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(engine->fire_due().error().code(), Errc::invalid_argument);
  EXPECT_EQ(engine->react().error().code(), Errc::invalid_argument);
  EXPECT_EQ(engine->store().head().value(), Position{0});
  EXPECT_TRUE(engine->health().ok()) << "nothing is wrong with it";
  engine->start().value();
  EXPECT_EQ(code_of_begin(errands), Errc{});
}

TEST_F(EngineOrder, ItIsStartedOnceAndStopsForGood) {
  const auto& errands = engine->add(Errand{});
  engine->start().value();
  EXPECT_EQ(engine->start().error().code(), Errc::invalid_argument);
  EXPECT_EQ(code_of_begin(errands), Errc{}) << "it runs all the same";
  engine->stop(Stop::gracefully);
  EXPECT_EQ(engine->start().error().code(), Errc::closed);
  EXPECT_EQ(code_of_begin(errands, "2"), Errc::closed);
  EXPECT_EQ(engine->fire_due().error().code(), Errc::closed);
  const auto late =
      engine->subscriptions().add({}, [](const core::RecordView&) -> Result<void> { return {}; });
  EXPECT_EQ(late.error().code(), Errc::closed);
  EXPECT_EQ(errands.find(one())->version, Version{1}) << "reads go on";
}

TEST_F(EngineOrder, WhatIsAddedBehindTheStartDoesNothingAndHealthNamesIt) {
  engine->start().value();
  const auto& errands = engine->add(Errand{});
  const auto given = errands.handle(one(), begin(), me());
  EXPECT_EQ(given.error().code(), Errc::invalid_argument);
  EXPECT_NE(given.error().message().find("after the engine was started"), std::string::npos);
  EXPECT_EQ(engine->workflow("errand"), nullptr);
  ASSERT_EQ(engine->health().troubles.size(), 1u);
  EXPECT_EQ(engine->health().troubles[0].substr(0, 12), "added_late: ");
  EXPECT_EQ(engine->store().head().value(), Position{0});
}

TEST_F(EngineOrder, AnEngineThatCouldNotStartSaysWhyEachTimeItIsAsked) {
  const auto& first = engine->add(Errand{});
  const auto& second = engine->add(Errand{});
  const auto wrong = engine->start().error();
  EXPECT_EQ(wrong.code(), Errc::invalid_argument);
  EXPECT_EQ(engine->start().error(), wrong);
  for (const auto* hosted : {&first, &second}) {
    const auto given = hosted->handle(one(), begin(), me());
    ASSERT_TRUE(given.has_error());
    EXPECT_EQ(given.error().message(), "the engine was not started: " + wrong.message());
  }
  ASSERT_EQ(engine->health().troubles.size(), 1u);
  EXPECT_EQ(engine->health().troubles[0].substr(0, 13), "not_started: ");
  EXPECT_EQ(engine->store().head().value(), Position{0});
}

/// Acts in a role that the engine does not have.
class Misplaced final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override { return {.name = "misplaced", .role = "clerk"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView&) const override {
    return core::intents();
  }
};

TEST_F(EngineOrder, AStartThatFailsLateTakesNoCommandsEither) {
  engine =
      Engine::open({.store = "memory", .clock = &clock, .services = {.reactions = true}}).value();
  const auto& errands = engine->add(Errand{});
  engine->add_reaction(std::make_unique<Misplaced>());
  const auto wrong = engine->start().error();
  EXPECT_NE(wrong.message().find("clerk"), std::string::npos);
  EXPECT_EQ(code_of_begin(errands), wrong.code());
  EXPECT_EQ(code_of_async_begin(errands), wrong.code());
  EXPECT_EQ(engine->start().error(), wrong);
}

TEST_F(EngineOrder, NothingInPlaceOfSomethingIsAnError) {
  EXPECT_EQ(Engine::open({.store = "memory", .clock = nullptr}).error().code(),
            Errc::invalid_argument);
  for (const auto* store : {"rocksdb", "rocksdb-reader"}) {
    EXPECT_EQ(Engine::open({.store = store}).error().code(), Errc::invalid_argument) << store;
  }
  const auto code = [](auto&& add) {
    const auto made = Engine::open({.store = "memory"}).value();
    add(*made);
    return made->start().error().code();
  };
  EXPECT_EQ(code([](Engine& to) { to.add_reaction(nullptr); }), Errc::invalid_argument);
  EXPECT_EQ(code([](Engine& to) { to.add_view(nullptr); }), Errc::invalid_argument);
  EXPECT_EQ(code([](Engine& to) { to.add(Errand{}, nullptr); }), Errc::invalid_argument);
  EXPECT_EQ(
      code([](Engine& to) { to.add_view([] { return std::unique_ptr<core::Projection>{}; }); }),
      Errc::invalid_argument);
  engine->start().value();
  EXPECT_EQ(engine->subscriptions().add({}, nullptr).error().code(), Errc::invalid_argument);
}

TEST_F(EngineOrder, StoppingFromWithinAnAnswerWaitsForNothing) {
  const auto& errands = engine->add(Errand{});
  engine->start().value();
  std::promise<void> answered;
  errands.async_handle(one(), begin(), me(), [&](const Result<core::Outcome>&) {
    engine->stop(Stop::gracefully);
    answered.set_value();
  });
  ASSERT_EQ(answered.get_future().wait_for(60s), std::future_status::ready);
  EXPECT_EQ(code_of_begin(errands, "2"), Errc::closed);
  engine->stop(Stop::gracefully);
  EXPECT_EQ(engine->start().error().code(), Errc::closed);
}

TEST_F(EngineOrder, WhoWaitsForEverWaits) {
  engine =
      Engine::open(
          {.store = "memory", .clock = &clock, .view_patience = std::chrono::milliseconds::max()})
          .value();
  const auto& errands = engine->add(Errand{});
  engine->start().value();
  for (int n = 0; n < 20; ++n) {
    const auto done = errands.handle(one(std::to_string(n)), begin(), me()).value();
    const auto rows = engine->rows("errand", done.appended().last);
    ASSERT_TRUE(rows.has_value()) << rows.error().message();
  }
}

/// A decider that does something besides deciding when it is told to note something.
struct Meddling : Errand {
  std::shared_ptr<std::function<void(const core::Context&)>> meddle =
      std::make_shared<std::function<void(const core::Context&)>>();

  Decision decide(const State& s, const Command& command, const core::Context& context) const {
    if (std::holds_alternative<errand::Note>(command)) (*meddle)(context);
    return Errand::decide(s, command, context);
  }
};

TEST_F(EngineOrder, ARuleGivesNoCommands) {
  const Meddling decider;
  const auto& meddling = engine->add(decider);
  std::optional<Errc> at_once;
  std::promise<Errc> later;
  *decider.meddle = [&](const core::Context& context) {
    const core::Context by{context.now, context.actor, random_command_id()};
    const auto given = meddling.handle(one("other"), begin(), by);
    at_once = given ? Errc{} : given.error().code();
    meddling.async_handle(one("other"), begin(), by, [&](const Result<core::Outcome>& answer) {
      later.set_value(answer ? Errc{} : answer.error().code());
    });
  };
  engine->start().value();
  meddling.handle(one(), begin(), me()).value();
  EXPECT_FALSE(meddling.handle(one(), errand::Note{"n"}, me())->refused());
  EXPECT_EQ(at_once, Errc::invalid_argument);
  EXPECT_EQ(later.get_future().get(), Errc::invalid_argument);
  EXPECT_EQ(engine->store().head().value(), Position{2}) << "the rest is as it was decided";
}

TEST_F(EngineOrder, ARuleMayRehearseOnAnEngineOfItsOwn) {
  const Meddling decider;
  const auto& meddling = engine->add(decider);
  std::optional<Errc> inside;
  *decider.meddle = [&](const core::Context&) {
    const auto own = Engine::open({.store = "memory", .clock = &clock}).value();
    const auto& errands = own->add(Errand{});
    own->start().value();
    inside = code_of_begin(errands);
  };
  engine->start().value();
  meddling.handle(one(), begin(), me()).value();
  meddling.handle(one(), errand::Note{"n"}, me()).value();
  EXPECT_EQ(inside, Errc{});
}

}  // namespace
}  // namespace recourse
