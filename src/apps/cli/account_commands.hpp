// `recourse account password KEY`: what accounts have beside the commands that follow from their
// description. A password is no command: it must not stand in the log.
#pragma once

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

WorkflowExtension account_extension();

}  // namespace recourse::cli
