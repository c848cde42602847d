// WorkflowPort: everything that a caller does with a workflow whose types it does not know.
#include <gtest/gtest.h>

#include <future>

#include <recourse/core/workflow_json.hpp>
#include <recourse/engine.hpp>

#include "tests/support/errand_engine.hpp"

namespace recourse {
namespace {

using errand::Errand;

const core::Visibility kStaff{.any = true,
                              .classes = {describe::Access::open, describe::Access::internal}};

class WorkflowPort : public testing::Test {
 protected:
  void SetUp() override {
    engine = Engine::open({.store = "memory"}).value();
    engine->add(Errand{});
    engine->start().value();
    port = engine->workflow("errand");
    ASSERT_NE(port, nullptr);
  }
  Result<core::Outcome> give(std::string_view command, const boost::json::value& fields) {
    return core::handle_json(*port, stream, command, fields, engine->context({"w1", "clerk", ""}));
  }
  void begin() {
    const auto begun =
        give("errand.begin", {{"due", "2030-01-01T00:00:00Z"}, {"manner", "once"}}).value();
    ASSERT_FALSE(begun.refused());
  }

  std::unique_ptr<Engine> engine;
  const core::WorkflowPort* port = nullptr;
  StreamId stream = StreamId::of("errand", "1").value();
};

TEST_F(WorkflowPort, IsFoundByItsKindAndSaysWhatItIs) {
  ASSERT_EQ(engine->workflows().size(), 1u);
  EXPECT_EQ(engine->workflows().front(), port);
  EXPECT_EQ(engine->workflow("locker"), nullptr);
  const auto& info = port->info();
  EXPECT_EQ(info.kind, "errand");
  EXPECT_EQ(info.name, "errand");
  EXPECT_TRUE(info.timed);
  EXPECT_EQ(info.commands->types.size(), 7u);
  EXPECT_EQ(info.events->types.size(), 8u);
  ASSERT_NE(info.state, nullptr);
  EXPECT_EQ(info.state->type, "errand.state");
  EXPECT_EQ(info.summary, nullptr);
  EXPECT_EQ(info.retired, nullptr);
  EXPECT_EQ(info.key, "");
  // It does not say what may come next: any command may begin a stream.
  EXPECT_EQ(info.beginning.size(), 7u);
  EXPECT_EQ(info.new_retired, nullptr);
  EXPECT_TRUE(info.refusals.empty());
}

TEST_F(WorkflowPort, MakesValuesWhoseTypesItAloneKnows) {
  const auto& info = port->info();
  EXPECT_EQ(info.commands->type_of(info.new_command().get()).type, info.commands->types[0]->type);
  EXPECT_EQ(info.events->type_of(info.new_event().get()).type, info.events->types[0]->type);
  const errand::State fresh{};
  EXPECT_TRUE(describe::equal(info.new_state().get(), &fresh, *info.state));
}

TEST_F(WorkflowPort, ListsTheRefusalsOfADeciderThatHasATable) {
  static constexpr core::RefusalInfo kTable[]{
      {"no", "no", "R1", core::RefusalKind::invalid, "No.", "不行。"}};
  struct Listing : Errand {
    static std::span<const core::RefusalInfo> refusals() { return kTable; }
  };
  EXPECT_EQ(core::workflow_info<Listing>().refusals.data(), kTable);
}

TEST_F(WorkflowPort, TakesCommandsInJson) {
  begin();
  ASSERT_GT(give("errand.note", {{"text", "bring it"}}).value().appended().last.value, 0u);
  const auto state = port->find_any(stream).value();
  EXPECT_EQ(state.version.value, 2u);
  EXPECT_FALSE(state.timers.empty());
  const auto json = core::state_json(*port, state, kStaff);
  EXPECT_EQ(json.at("notes").to_number<int>(), 1);
  EXPECT_EQ(json.at("manner").as_string(), "once");
  EXPECT_EQ(port->find_any(stream, Version{1}).value().version.value, 1u);
}

TEST_F(WorkflowPort, SaysWhatIsWrongWithACommand) {
  const auto unknown = give("errand.sing", boost::json::object{});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), Errc::unknown_event);
  const auto member = give("errand.note", {{"txt", "x"}});
  ASSERT_FALSE(member);
  EXPECT_EQ(member.error().code(), Errc::malformed);
  EXPECT_NE(member.error().message().find("/txt"), std::string::npos);
  EXPECT_EQ(port->find_any(stream).error().code(), Errc::not_found);
}

TEST_F(WorkflowPort, ReadsRecordsAsTheEventsThatTheyMean) {
  begin();
  const auto cursor = port->store().read_all({}).value();
  ASSERT_TRUE(cursor->next().value());
  const auto events = core::events_json(*port, cursor->record(), kStaff).value();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events.at(0).at("type").as_string(), "errand.begun");
  EXPECT_EQ(events.at(0).at("due").as_string(), "2030-01-01T00:00:00.000Z");
  const auto record = core::record_json(cursor->record());
  EXPECT_EQ(record.at("stream").as_string(), "errand/1");
  EXPECT_EQ(record.at("fingerprint").as_string().size(), 16u);
}

TEST_F(WorkflowPort, AnswersCommandsThatNobodyWaitsFor) {
  auto command = core::command_from_json(*port, "errand.begin",
                                         {{"due", "2030-01-01T00:00:00Z"}, {"manner", "once"}});
  std::promise<bool> appended;
  port->async_handle(
      stream, std::move(command).value(), engine->context({"w1", "clerk", ""}),
      [&](Result<core::Outcome> outcome) { appended.set_value(outcome && !outcome->refused()); });
  EXPECT_TRUE(appended.get_future().get());
}

TEST_F(WorkflowPort, ChecksItsStreamsForAnUpgrade) {
  begin();
  const auto report = port->check_upgrade({}).value();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.streams, 1u);
}

}  // namespace
}  // namespace recourse
