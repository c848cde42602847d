// `recourse case …`: what only the complaint has beside the commands that follow from its
// description: numbers and inquiry codes of new cases, the written notice, the form, and who may
// see what of a case.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension complaint_extension();

}  // namespace recourse::cli
