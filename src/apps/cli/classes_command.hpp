// `recourse classes`: the classes of failures of a period, and taking one up (R28).
#pragma once

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_classes_command(CommandLine& app, Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
