// recourse keys and recourse erase: the keys of personal data, and erasing a person.
#pragma once

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds create, status, copy and rotate to `keys`.
void add_keys_commands(CommandLine& keys, const Session& session, std::function<Exit()>& chosen);
/// Adds `erase`.
void add_erase(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
