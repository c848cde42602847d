// `recourse norms …`: which profiles there are, what they say, whether a file is one.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// These profiles and one more, that was read from a file. malformed, within the path, if its name
/// and version stand for other numbers.
Result<casework::Profiles> with_file(const casework::Profiles& known, casework::Norms norms,
                                     std::string_view path);

/// Adds the subcommands to `norms`. The one that is given sets `chosen`.
void add_norms_commands(CommandLine& norms, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
