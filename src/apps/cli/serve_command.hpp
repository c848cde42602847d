// `recourse serve`: the HTTP service and its console (apps/server), until SIGINT or SIGTERM.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `serve` and `openapi`. The command that is given sets `chosen`.
void add_serve(CommandLine& app, Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
