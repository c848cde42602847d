// Names by which a command asks for records of the log: --kind and --type.
#pragma once

#include <optional>
#include <recourse/engine.hpp>
#include <string>
#include <vector>

#include "apps/cli/usage.hpp"

namespace recourse::cli {

/// A misspelt name must not pass for a log that has nothing of it: the first that is wrong, with
/// the choice. Names that no workflow has may stand in the log all the same: programs write streams
/// of their own. Errors: those of the store.
Result<std::optional<Usage>> wrong_name(const Engine& engine, const std::string& kind,
                                        const std::vector<std::string>& types);

}  // namespace recourse::cli
