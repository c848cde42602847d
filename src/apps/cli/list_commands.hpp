// `recourse cases`, `recourse deadlines` and `recourse timers …`: what is open where, what is due
// when, and what happens then.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `cases` and `deadlines` to `app`. The one that is given sets `chosen`.
void add_list_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen);
/// Adds the subcommands to `timers`. The one that is given sets `chosen`.
void add_timers_commands(CommandLine& timers, const Session& session,
                         std::function<Exit()>& chosen);

}  // namespace recourse::cli
