// The hotline on the command line: taking a list of orders in, telling their status back, trends
// (R27).
#pragma once

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"
#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

/// `import hotline`, in the group `import`.
void add_import_hotline(CommandLine& import, Session& session, std::function<Exit()>& chosen);
/// `export hotline`, in the group `export`.
void add_export_hotline(CommandLine& exports, Session& session, std::function<Exit()>& chosen);
/// `hotline trends`.
WorkflowExtension hotline_extension();

}  // namespace recourse::cli
