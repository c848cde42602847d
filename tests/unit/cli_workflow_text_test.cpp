// A state as people read it, of a workflow that the command line knows by its description alone.
#include <gtest/gtest.h>

#include <recourse/core/workflow_json.hpp>

#include "apps/cli/workflow_text.hpp"
#include "tests/support/errand_engine.hpp"

namespace recourse::cli {
namespace {

class WorkflowText : public testing::Test {
 protected:
  void SetUp() override {
    engine = Engine::open({.store = "memory"}).value();
    engine->add(errand::Errand{});
    engine->start().value();
    port = engine->workflow("errand");
  }
  void give(std::string_view command, const boost::json::value& fields) {
    const auto context = engine->context({"w1", "clerk", ""});
    ASSERT_FALSE(core::handle_json(*port, stream, command, fields, context).value().refused());
  }
  std::string text() const {
    return text_as({.any = true, .classes = {describe::Access::open, describe::Access::internal}});
  }
  std::string text_as(const core::Visibility& visibility) const {
    return text_of(ShownStream{
        *port, stream, port->find_any(stream).value(), visibility, {"w1", "clerk", ""}});
  }

  std::unique_ptr<Engine> engine;
  const core::WorkflowPort* port = nullptr;
  StreamId stream = StreamId::of("errand", "E-1").value();
};

TEST_F(WorkflowText, HasKeyVersionMembersAndTheLimitsThatRun) {
  give("errand.begin", {{"due", "2090-01-01T04:00:00Z"}, {"manner", "once"}});
  give("errand.note", {{"text", "bring it"}});
  const auto said = text();
  EXPECT_TRUE(said.starts_with("E-1  version 2\n")) << said;
  EXPECT_NE(said.find("\n  manner    once\n"), std::string::npos) << said;
  EXPECT_NE(said.find("\n  open      true\n"), std::string::npos) << said;
  EXPECT_NE(said.find("\n  notes     1\n"), std::string::npos) << said;
  EXPECT_NE(said.find("\n  due       2090-01-01"), std::string::npos) << said;
  EXPECT_NE(said.find("\nlimits\n  deadline  2090-01-01"), std::string::npos) << said;
  EXPECT_NE(said.find("\n  reminder  2090-01-01"), std::string::npos) << said;
}

TEST_F(WorkflowText, LeavesOutWhatIsNotToBeSeen) {
  give("errand.begin", {{"due", "2090-01-01T04:00:00Z"}, {"manner", "once"}});
  const auto said = text_as({.any = true, .classes = {describe::Access::open}});
  EXPECT_TRUE(said.starts_with("E-1  version 1\n")) << said;
  EXPECT_EQ(said.find("notes"), std::string::npos) << said << "internal, as whatever says nothing";
}

TEST_F(WorkflowText, SaysOfALimitAtWhoseEndNothingHappensThatItIsListedOnly) {
  give("errand.begin", {{"due", "2090-01-01T04:00:00Z"}, {"manner", "told"}});
  EXPECT_NE(text().find("  listed only\n"), std::string::npos) << text();
  give("errand.finish", boost::json::object{});
  EXPECT_EQ(text().find("limits"), std::string::npos) << text();
}

TEST(WorkflowCommandNames, AreVerbsOrNothing) {
  EXPECT_EQ(names_of({"case.route_on_spot", "case.close"}), "route-on-spot, close");
  EXPECT_EQ(names_of({}), "nothing");
}

}  // namespace
}  // namespace recourse::cli
