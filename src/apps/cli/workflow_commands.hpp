// `recourse <kind> …` for every workflow of the office, made from its description: each of its
// commands as a subcommand, and the queries show, history, next and schema. A new workflow, command
// or field needs no line here; what one workflow has beyond is its extension
// (workflow_extension.hpp).
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds a command with subcommands for each of office_workflows(). The one that is given sets
/// `chosen`.
void add_workflow_commands(CommandLine& app, Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
