// `recourse replies …`: what only the standard replies have beside the commands that follow from
// their description: finding what holds for a matter, and what a version changes.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension replies_extension();

}  // namespace recourse::cli
