// `recourse supervision …`: what only inspections have beside the commands that follow from their
// description: seeds, samples drawn and verified, silent stations, figures.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension supervision_extension();

}  // namespace recourse::cli
