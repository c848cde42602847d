// `recourse ledger` and `recourse similar`: the ledger of every case, searched and exported, and
// cases like the one at the window.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `ledger` and `similar` to `app`. The one that is given sets `chosen`.
void add_ledger_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen);
/// Adds `csv` and `arrow` to `export`: the ledger as files.
void add_ledger_exports(CommandLine& to, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
