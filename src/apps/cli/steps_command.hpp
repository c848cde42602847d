// `recourse steps`: which step of a case follows which, how often, and how long it takes; of the
// log's cases, or of an XES file.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_steps_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
