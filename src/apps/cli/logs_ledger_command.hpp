// `recourse logs ledger`: one ledger over several logs.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_logs_ledger(CommandLine& logs, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
