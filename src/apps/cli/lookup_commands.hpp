// `recourse matters`, `reasons`, `stations`, `phases` and `roles`: the words that other commands
// take, in Chinese and English.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the commands to `app`. The one that is given sets `chosen`.
void add_lookup_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
