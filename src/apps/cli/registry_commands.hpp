// What the command line has for the register of windows beyond its description: taking a list of
// stations in.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension registry_extension();

}  // namespace recourse::cli
