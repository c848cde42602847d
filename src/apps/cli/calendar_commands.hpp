// `recourse calendar …`: which years' notices are known, what a year's says, and taking in a new
// one, after which the limits that waited for it are computed again.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `calendar`. The one that is given sets `chosen`.
void add_calendar_commands(CommandLine& calendar, const Session& session,
                           std::function<Exit()>& chosen);

}  // namespace recourse::cli
