// `recourse calendar …`: which years' notices are known, what a year's says, and taking in a new
// one, after which the limits that waited for it are computed again.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `calendar`. The one that is given sets `chosen`.
void add_calendar_commands(CLI::App& calendar, const Session& session,
                           std::function<Exit()>& chosen);

}  // namespace recourse::cli
