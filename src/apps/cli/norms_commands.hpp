// `recourse norms …`: which profiles there are, what they say, whether a file is one.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands to `norms`. The one that is given sets `chosen`.
void add_norms_commands(CommandLine& norms, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
