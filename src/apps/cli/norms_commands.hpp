// `recourse norms …`: which profiles there are, what they say, whether a file is one; and what the
// option --norms names.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "apps/cli/session.hpp"

namespace recourse::cli {

/// A built-in profile by its name, in its newest version, or else a file. invalid_argument if there
/// is neither; malformed, naming the file, as Norms::from_toml says.
Result<casework::Norms> load_norms(const std::string& name_or_file);

/// Adds the subcommands to `norms`. The one that is given sets `chosen`.
void add_norms_commands(CLI::App& norms, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
