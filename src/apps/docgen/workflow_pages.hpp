// The pages and JSON Schemas of a workflow, from its description alone.
#pragma once

#include <recourse/core/workflow_port.hpp>
#include <vector>

#include "page.hpp"

namespace recourse::docgen {

/// In a folder of the workflow's name: commands, events, state, values and refusals, as far as it
/// has them.
std::vector<Page> workflow_pages(const core::WorkflowInfo& workflow);

/// The page that draws its lifecycle; `diagram` is Mermaid's.
Page lifecycle_page(const core::WorkflowInfo& workflow, const std::string& diagram);

}  // namespace recourse::docgen
