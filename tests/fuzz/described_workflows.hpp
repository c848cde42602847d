// The workflows of the office as their descriptions alone: what decodes their events, commands and
// states, and nothing that decides, opens files or waits. Written by the build, from the names in
// src/office/CMakeLists.txt.
#pragma once

#include <recourse/core/workflow_port.hpp>
#include <span>

namespace recourse {

/// In the order of office_workflows(). Lives as long as the process.
std::span<const core::WorkflowInfo* const> described_workflows();

}  // namespace recourse
