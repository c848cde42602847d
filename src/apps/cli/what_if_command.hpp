// `recourse whatif`: recorded cases under other norms or another calendar; nothing is written.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_what_if_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
