// `recourse training …`: what only trainings have beside the commands that follow from their
// description: the effect, counted from the attendees' cases.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension training_extension();

}  // namespace recourse::cli
