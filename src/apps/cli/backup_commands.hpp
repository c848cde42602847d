// `recourse backup …`: create, list, verify with a restore drill, restore.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the subcommands; the one that was chosen is put into `chosen`.
void add_backup_commands(CommandLine& backup, const Session& session,
                         std::function<Exit()>& chosen);

}  // namespace recourse::cli
