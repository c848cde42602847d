// Hosting of workflows that Python describes: apart from what binds the engine, since the engine's
// templates take longer to compile than all that uses them.
#pragma once

#include <recourse/core/dynamic_workflow.hpp>
#include <recourse/core/workflow.hpp>

namespace recourse {
class Engine;
}  // namespace recourse

namespace recourse::python {

/// Adds the workflow and the view of its streams. Requires: the engine is not started.
void add_workflow(Engine& engine, const core::DynamicDecider& decider);

/// Several commands as one: Hosted::handle_all. Requires: `workflow` was added by add_workflow.
Result<core::Outcome> handle_all(const core::WorkflowPort& workflow, const StreamId& stream,
                                 const std::vector<core::Step<core::DynamicDecider>>& steps,
                                 const CommandId& command_id, const core::Causes& causes);

}  // namespace recourse::python
