// `recourse norms …`: which profiles there are, what they say, whether a file is one.
#pragma once

#include <functional>
#include <optional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {

/// These profiles and one more, that was read from a file. malformed, within the path, if its name
/// and version stand for other numbers.
Result<casework::Profiles> with_file(const casework::Profiles& known, casework::Norms norms,
                                     std::string_view path);

/// A name that is none of the `known` profiles, nor a file; `option` is where it was given.
std::optional<Usage> unknown_norms(const casework::Profiles& known, const std::string& given,
                                   std::string_view option);

/// Adds the subcommands to `norms`. The one that is given sets `chosen`.
void add_norms_commands(CommandLine& norms, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
