// `recourse calendar …`: what only the calendar has beside the commands that follow from its
// description: which years' notices are known, what a year's says, and taking in a file with a new
// one, after which the limits that waited for it are computed again.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension calendar_extension();

}  // namespace recourse::cli
