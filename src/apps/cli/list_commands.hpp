// `recourse agenda`, `recourse cases`, `recourse deadlines` and `recourse timers …`: what is to be
// done by whom, what is open where, what is due when, and what happens then.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `agenda` to `app`; if it is given it sets `chosen`.
void add_agenda_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen);
/// Adds `cases` and `deadlines` to `app`. The one that is given sets `chosen`.
void add_list_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen);
/// Adds the subcommands to `timers`. The one that is given sets `chosen`.
void add_timers_commands(CommandLine& timers, const Session& session,
                         std::function<Exit()>& chosen);

}  // namespace recourse::cli
