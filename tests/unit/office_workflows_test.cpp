// The office's workflows as data: what those that serve them all go by.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/office.hpp>
#include <recourse/office_workflows.hpp>

namespace recourse {
namespace {

using Names = std::vector<std::string_view>;

TEST(OfficeWorkflows, SayWhichCommandsBeginAStream) {
  const auto& complaint = *office_workflow("complaint")->info;
  EXPECT_EQ(complaint.beginning, (Names{"case.report", "case.finish_on_spot"}));
  EXPECT_TRUE(complaint.begins_stream("case.report"));
  EXPECT_FALSE(complaint.begins_stream("case.accept"));
  // A decider that does not say what may come next takes anything at any time.
  EXPECT_EQ(office_workflow("calendar")->info->beginning, (Names{"calendar.publish_year"}));
}

TEST(OfficeWorkflows, SayTheKeyOfTheirOnlyStream) {
  EXPECT_EQ(office_workflow("calendar")->info->key, "cn");
  EXPECT_EQ(office_workflow("case")->info->key, "");
}

// Like mistakes have like exit codes and statuses, whatever they are made in.
TEST(OfficeWorkflows, RefuseTheSameInTheSameWay) {
  std::map<std::string_view, std::pair<core::RefusalKind, std::string_view>> known;
  for (const auto& workflow : office_workflows()) {
    for (const auto& row : workflow.info->refusals) {
      const auto [first, added] = known.try_emplace(row.name, row.kind, workflow.info->kind);
      EXPECT_EQ(first->second.first, row.kind)
          << row.name << " of " << workflow.info->kind << " and of " << first->second.second;
    }
  }
  EXPECT_EQ(known.at("unknown_matter").first, core::RefusalKind::not_found);
}

TEST(OfficeWorkflows, MakeACommandToBeFilled) {
  for (const auto& workflow : office_workflows()) {
    const auto& commands = *workflow.info->commands;
    const auto command = workflow.info->new_command();
    EXPECT_EQ(&commands.type_of(command.get()), commands.types.front()) << workflow.info->kind;
  }
}

TEST(ComplaintNextSteps, AreThoseOfTheActorsRole) {
  const casework::complaint::ComplaintDecider cases;
  casework::complaint::State state;
  state.phases.stage = casework::complaint::Phase::accepted;
  state.phases.clock = casework::complaint::ClockPhase::running;
  state.intake.station = "S001";
  state.intake.profile = cases.norms.name;
  state.intake.profile_version = cases.norms.version;
  const auto all = cases.next(state);
  const auto has = [](const Names& names, std::string_view command) {
    return std::ranges::find(names, command) != names.end();
  };
  ASSERT_TRUE(has(all, "case.withdraw"));
  ASSERT_TRUE(has(all, "case.route_on_spot"));
  const auto next_for = [&](std::string_view actor) {
    const Timestamp now{std::chrono::sys_days{std::chrono::year{2023} / 6 / 1}};
    return cases.next_for(state, {now, core::Actor::parse(actor), derived_command_id("n")});
  };
  const auto citizen = next_for("citizen:c1");
  EXPECT_TRUE(has(citizen, "case.withdraw"));
  EXPECT_FALSE(has(citizen, "case.route_on_spot"));
  const auto officer = next_for("window_officer:w7@S001");
  EXPECT_TRUE(has(officer, "case.route_on_spot"));
  EXPECT_FALSE(has(officer, "case.go_overdue"));
  EXPECT_TRUE(std::ranges::all_of(officer, [&](auto command) { return has(all, command); }));
  EXPECT_TRUE(next_for("mayor:x").empty());
}

/// What a stream takes from nobody in particular, from an administrator and from a citizen.
TEST(NextSteps, OfEveryWorkflowAreThoseOfTheActor) {
  const auto office = Office::open({.store = "memory"}).value();
  const core::Actor administrator{"a1", "administrator", ""};
  const core::Actor officer{"w7", "window_officer", "S001"};
  for (const auto* kind : {"calendar", "notary"}) {
    const auto* const port = office->engine().workflow(kind);
    ASSERT_NE(port, nullptr) << kind;
    const auto fresh = port->info().new_state();
    EXPECT_EQ(port->next(fresh.get(), &administrator)->size(), 1u) << kind;
    EXPECT_TRUE(port->next(fresh.get(), &officer)->empty()) << kind;
  }
  const auto* const training = office->engine().workflow("training");
  const auto none_yet = training->info().new_state();
  const core::Actor supervisor{"v1", "supervisor", ""};
  EXPECT_EQ(*training->next(none_yet.get(), &supervisor), (Names{"training.plan"}));
  EXPECT_TRUE(training->next(none_yet.get(), &officer)->empty());
  // Nobody is offered what his role may never give, in whatever workflow.
  const core::Actor nobody{"x", "mayor", ""};
  for (const auto* port : office->engine().workflows()) {
    const auto fresh = port->info().new_state();
    const auto names = port->next(fresh.get(), &nobody);
    EXPECT_TRUE(!names || names->empty()) << port->info().kind;
  }
}

}  // namespace
}  // namespace recourse
