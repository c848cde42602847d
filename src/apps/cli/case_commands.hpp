// `recourse case …`: every command of a case as a subcommand, made from the commands' JSON Schema,
// so that a new command or field needs no line here; and the queries show, history, next.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `parent`. The one that is given sets `chosen`.
void add_case_commands(CommandLine& parent, Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
