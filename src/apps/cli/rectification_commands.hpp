// `recourse rectification …` beyond what follows from the workflow's description: numbers, the
// counts of recurrence, the topic of a month.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

/// What the command line has for rectifications.
WorkflowExtension rectification_extension();

}  // namespace recourse::cli
