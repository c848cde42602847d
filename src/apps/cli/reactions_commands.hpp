// `recourse reactions …`: what the engine does by itself, how far it has come, and what was
// refused.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `reactions`. The one that is given sets `chosen`.
void add_reactions_commands(CommandLine& reactions, const Session& session,
                            std::function<Exit()>& chosen);

}  // namespace recourse::cli
