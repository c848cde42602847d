// A workflow's states as people read them, by the description alone.
#pragma once

#include <boost/json.hpp>

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

/// Key, version, what the state and its summary hold, the limits that run, and what may come next.
/// Personal data is masked.
std::string text_of(const ShownStream& shown);

/// "accept, close", or "nothing".
std::string names_of(const std::vector<std::string_view>& commands);

}  // namespace recourse::cli
