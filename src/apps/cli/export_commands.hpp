// `recourse export xes|ocel|cloudevents`: the log for tools of others (recourse/exchange).
//
// What is written goes to standard output, or whole to a file; a summary goes to standard error.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

void add_export_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
