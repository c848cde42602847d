// The queries of every workflow: `recourse <kind> show`, `history`, `next`, `schema`.
#pragma once

#include "apps/cli/served_workflow.hpp"

namespace recourse::cli {

/// Adds the subcommands to `parent`. The one that is given sets `chosen`.
void add_workflow_queries(CommandLine& parent, const Served& served, Session& session,
                          std::function<Exit()>& chosen);
/// Adds `looks` and `copy`, which take a stream of any workflow.
void add_stream_reports(CommandLine& app, Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
