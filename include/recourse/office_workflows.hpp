// The workflows of the office: what every program that serves them all goes by.
//
//     for (const OfficeWorkflow& workflow : office_workflows()) print(workflow.info->kind);
//
// Command line, generated pages and classes, golden bytes and fuzzing know no workflow by name:
// they go through this list or, where a store is open, through Engine::workflows(). A workflow is
// added by its folder in casework and its name in src/office/CMakeLists.txt.
//
// Thread-safety: immutable.
#pragma once

#include <recourse/casework/common/agenda.hpp>
#include <recourse/casework/common/reference.hpp>
#include <recourse/core/reaction.hpp>
#include <recourse/core/workflow_port.hpp>
#include <span>

namespace recourse {

class Engine;

struct OfficeWorkflow {
  const core::WorkflowInfo* info;
  /// Puts the workflow and its views on an engine that has not started.
  void (*add)(Engine& engine, const casework::Reference& reference);
  /// The view that has its open duties, and what reads them in it; empty and null: it has none.
  std::string_view agenda_view = {};
  Result<casework::Agenda> (*agenda)(const core::TableSnapshot& rows,
                                     const casework::AgendaQuery& query) = nullptr;
  /// Its lifecycle as a Mermaid diagram; null: it has none, or its pages draw it.
  std::string (*diagram)() = nullptr;
  /// The commands that count limits again which the calendar that holds now counts otherwise, by
  /// the states at a position or later; null: it has no limits in working days, or its own way.
  Result<std::vector<core::Intent>> (*recompute)(const Engine& engine, Position at) = nullptr;
};

/// All of them, the complaint first. Lives as long as the process.
std::span<const OfficeWorkflow> office_workflows();
/// The one of that kind or name; null if there is none.
const OfficeWorkflow* office_workflow(std::string_view kind_or_name);

}  // namespace recourse
