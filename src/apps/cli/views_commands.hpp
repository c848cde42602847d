// `recourse views …`: how the views stand, and making one anew.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `views`. The one that is given sets `chosen`.
void add_views_commands(CommandLine& views, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
