// What the command says of itself: help, version, completion of shells, manual page. All of it is
// made from what the parser was told (CommandInfo).
#pragma once

#include <functional>
#include <string>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// A script that completes commands, options and values: for "bash", "zsh" or "fish".
std::string completion(const CommandInfo& program, const std::string& shell);
/// The manual page in roff; `version` stands in its footer.
std::string manual(const CommandInfo& program, const std::string& version);

/// help, version, completion, man. Requires: all other commands were added before.
void add_self_commands(CommandLine& app, const std::string& version, const Session& session,
                       std::function<Exit()>& chosen);

}  // namespace recourse::cli
