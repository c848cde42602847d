// `recourse receipt …`: the proof that a record is in the log, and verifying one without the log.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds `receipt`. The command that is given sets `chosen`.
void add_receipt(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
