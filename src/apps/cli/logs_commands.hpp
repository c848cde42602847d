// `recourse logs`: which logs a database holds, copying one into another store, and one ledger over
// several.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// `logs list`, `logs copy`, `logs ledger`.
void add_logs_commands(CommandLine& logs, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
