// The JSON Schemas of the API's components: what is sent, and what is shown.
//
//     components["case.accept"]      a command, as it is sent
//     components["case.accepted"]    an event, as it is shown; "case.Event" is one of them
//     components["case.Stream"]      a stream with its state
//     components["Problem"]          what every no is
//
// Names of a workflow's types are lower case, those that stand for more have a capital. What is
// shown may be null wherever the viewer may not see it. Pure; in an order that follows from the
// workflows'.
#pragma once

#include <boost/json.hpp>
#include <recourse/core/workflow_port.hpp>

namespace recourse::server {

/// {"$ref": "#/components/schemas/<name>"}
boost::json::object schema_ref(std::string_view name);

/// A command as the body of its own path: `type` may be said, and says nothing new.
boost::json::object command_schema(const describe::TypeInfo& command);
/// A type as somebody sees it; every member is there, and may be null.
boost::json::object shown_schema(const describe::TypeInfo& type);

/// Adds the components of one workflow: each command, each event, "<kind>.Event" (with a
/// discriminator), "<kind>.State", "<kind>.Stream", "<kind>.Entry".
void add_components(const core::WorkflowInfo& workflow, boost::json::object& schemas);
/// Adds those of every workflow: Problem, Outcome, Timer, Look, Withheld.
void add_common_components(boost::json::object& schemas);

}  // namespace recourse::server
