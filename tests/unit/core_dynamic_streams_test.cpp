// DynamicWorkflow: commands that concern several streams, and what somebody may see of one.
#include <gtest/gtest.h>

#include <recourse/core/dynamic_workflow.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/engine.hpp>

namespace recourse {
namespace {

using core::DynamicSet;
using core::DynamicState;
namespace dynamic = core::dynamic;

const core::DynamicStruct* described(core::StructDescription description) {
  return dynamic::describe_struct(std::move(description)).value();
}
template <class T>
T& at(core::DynamicObject& object, std::size_t field) {
  return *static_cast<T*>(object.at(field));
}
template <class T>
const T& at(const core::DynamicObject& object, std::size_t field) {
  return *static_cast<const T*>(object.at(field));
}

core::FieldDescription litres() { return {.name = "litres", .value = &dynamic::natural()}; }
core::FieldDescription text(const char* name) {
  return {.name = name, .value = &dynamic::text(), .access = describe::Access::internal};
}

/// Jars that are filled, and poured from one into another.
core::DynamicDescription jar() {
  static const auto* const state =
      described({.type = "jar.state", .class_name = "State", .fields = {litres(), text("note")}});
  static const auto* const fill =
      described({.type = "jar.fill", .class_name = "Fill", .fields = {litres(), text("note")}});
  static const auto* const pour =
      described({.type = "jar.pour", .class_name = "Pour", .fields = {litres(), text("to")}});
  static const auto* const look =
      described({.type = "jar.look", .class_name = "Look", .fields = {text("purpose")}});
  static const auto* const filled =
      described({.type = "jar.filled", .class_name = "Filled", .fields = {litres(), text("note")}});
  static const auto* const emptied =
      described({.type = "jar.emptied", .class_name = "Emptied", .fields = {litres()}});
  static const auto* const looked =
      described({.type = "jar.looked", .class_name = "Looked", .fields = {text("purpose")}});
  return {.kind = "jar",
          .state = state,
          .commands = {fill, pour, look},
          .events = {filled, emptied, looked},
          .look = "jar.look",
          .looked = "jar.looked"};
}

class Rules final : public core::DynamicRules {
 public:
  explicit Rules(const core::DynamicWorkflow& of) : of_(&of) {}
  core::Decision<DynamicSet> decide(const DynamicState&, const DynamicSet& command,
                                    const core::Context&) const override {
    DynamicSet event{of_->events(), command.type() == "jar.look" ? 2u : 0u};
    event.object() = command.type() == "jar.look" ? look_of(command) : filled(command);
    return core::Decision<DynamicSet>::of(event);
  }
  std::vector<StreamId> related(const DynamicSet& command) const override {
    if (command.type() != "jar.pour") return {};
    return {StreamId::of("jar", at<std::string>(command.object(), 1)).value()};
  }
  core::Decision<DynamicSet> decide_among(
      const DynamicState& s, const DynamicSet& command, const core::Context& context,
      std::span<const core::Related<DynamicState>> related) const override {
    if (related.empty()) return decide(s, command, context);
    const auto wanted = at<std::uint64_t>(command.object(), 0);
    if (at<std::uint64_t>(s, 0) < wanted) {
      return core::Refusal{"too_little", "jar", "There is not so much.", "不够。", {}};
    }
    if (at<std::uint64_t>(related[0].state, 0) + wanted > 10) {
      return core::Refusal{"full", "jar", "It would run over.", "会溢出。", {}};
    }
    DynamicSet out{of_->events(), 1};
    at<std::uint64_t>(out.object(), 0) = wanted;
    DynamicSet in{of_->events(), 0};
    at<std::uint64_t>(in.object(), 0) = wanted;
    return core::Decision<DynamicSet>::of(out).append_to(related[0].stream, {in});
  }
  void evolve(DynamicState& s, const DynamicSet& event, const core::Facts&) const override {
    if (event.type() == "jar.looked") return;
    const auto litres = at<std::uint64_t>(event.object(), 0);
    if (event.type() == "jar.emptied") {
      at<std::uint64_t>(s, 0) -= litres;
      return;
    }
    at<std::uint64_t>(s, 0) += litres;
    at<std::string>(s, 1) = at<std::string>(event.object(), 1);
  }
  std::vector<std::string_view> next(const DynamicState&, const core::Context*) const override {
    return {"jar.fill", "jar.pour"};
  }
  core::Visibility sees(const DynamicState& s, const core::Viewer& viewer) const override {
    if (viewer.actor.role == "owner" && at<std::string>(s, 1) != viewer.proof) {
      return {.rule = "proof"};
    }
    core::Visibility seen{.any = true, .clear = true};
    seen.classes.add(describe::Access::open);
    if (viewer.actor.role == "keeper") seen.classes.add(describe::Access::internal);
    return seen;
  }

 private:
  core::DynamicObject filled(const DynamicSet& command) const {
    core::DynamicObject made{of_->events().type(0)};
    at<std::uint64_t>(made, 0) = at<std::uint64_t>(command.object(), 0);
    at<std::string>(made, 1) = at<std::string>(command.object(), 1);
    return made;
  }
  core::DynamicObject look_of(const DynamicSet& command) const {
    core::DynamicObject made{of_->events().type(2)};
    at<std::string>(made, 0) = at<std::string>(command.object(), 0);
    return made;
  }
  const core::DynamicWorkflow* of_;
};

class DynamicStreams : public testing::Test {
 protected:
  void SetUp() override {
    static const auto* const workflow = core::DynamicWorkflow::describe(jar()).value();
    engine = Engine::open({.store = "memory"}).value();
    const core::DynamicDecider decider{
        *workflow, std::make_shared<Rules>(*workflow), {.check_determinism = true}};
    jars = &engine->add(decider, core::dynamic_view(decider));
    engine->start().value();
  }
  Result<core::Outcome> give(const char* key, const char* command, boost::json::value fields) {
    return core::handle_json(*jars, id(key), command, fields, engine->context(keeper));
  }
  static StreamId id(const char* key) { return StreamId::of("jar", key).value(); }
  std::uint64_t litres(const char* key) {
    const auto found = jars->find(id(key)).value();
    return at<std::uint64_t>(found.state, 0);
  }

  const core::Actor keeper{"k1", "keeper", ""};
  std::unique_ptr<Engine> engine;
  Hosted<core::DynamicDecider>* jars = nullptr;
};

TEST_F(DynamicStreams, ACommandOverTwoIsAppendedAllOrNothing) {
  give("a", "jar.fill", {{"litres", 8}}).value();
  const auto poured = give("a", "jar.pour", {{"litres", 5}, {"to", "b"}}).value();
  EXPECT_EQ(poured.appended().last.value - poured.appended().first.value, 1u);
  EXPECT_EQ(litres("a"), 3u);
  EXPECT_EQ(litres("b"), 5u);  // it had not begun
  EXPECT_EQ(give("a", "jar.pour", {{"litres", 4}, {"to", "b"}}).value().refusal().name,
            "too_little");
  give("a", "jar.fill", {{"litres", 7}}).value();
  EXPECT_EQ(give("a", "jar.pour", {{"litres", 6}, {"to", "b"}}).value().refusal().name, "full");
  EXPECT_EQ(engine->store().head().value(), Position{4});
}

TEST_F(DynamicStreams, WhatSomebodySeesGoesByTheRules) {
  give("a", "jar.fill", {{"litres", 8}, {"note", "b9"}}).value();
  const auto note = [&](const core::Viewer& viewer) {
    const auto seen =
        jars->sees(jars->find_any(id("a"), Version{~0ULL}).value().state.get(), viewer);
    return seen.value().sees(describe::Access::internal);
  };
  EXPECT_TRUE(note({keeper}));
  EXPECT_FALSE(note({{"g1", "guest", ""}}));
  const core::Viewer stranger{{"o1", "owner", ""}};
  const auto refused = engine->look(id("a"), stranger).value();
  ASSERT_NE(core::refused(refused), nullptr);
  EXPECT_EQ(core::refused(refused)->name, "not_to_be_seen");
  EXPECT_EQ(engine->store().head().value(), Position{1});
}

TEST_F(DynamicStreams, ALookInClearIsAnEventFirst) {
  give("a", "jar.fill", {{"litres", 8}}).value();
  const auto seen = engine->look(id("a"), {keeper, "audit"}).value();
  ASSERT_EQ(core::refused(seen), nullptr);
  EXPECT_TRUE(std::get<core::Look>(seen).visibility.clear);
  const auto history = jars->history(id("a")).value();
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[1].event.type(), "jar.looked");
  EXPECT_EQ(at<std::string>(history[1].event.object(), 0), "audit");
  EXPECT_EQ(core::looks_of(*jars, id("a")).value().front().purpose, "audit");
}

TEST(DynamicLooks, AreDescribedByACommandAndAnEventWithAPurpose) {
  auto without = jar();
  without.kind = "jar";
  without.looked = "jar.filled";
  const auto error = core::DynamicWorkflow::describe(without).error();
  EXPECT_EQ(error.code(), Errc::invalid_argument);
  EXPECT_NE(error.message().find("purpose"), std::string::npos);
  without.looked.clear();
  EXPECT_FALSE(core::DynamicWorkflow::describe(without));
}

}  // namespace
}  // namespace recourse
