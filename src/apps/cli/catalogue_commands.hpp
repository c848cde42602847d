// `recourse catalogue`: the catalogue as it holds, and as it was.
#pragma once

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `catalogue`. The command that is given sets `chosen`.
void add_catalogue_commands(CommandLine& app, const Session& session,
                            std::function<Exit()>& chosen);

}  // namespace recourse::cli
