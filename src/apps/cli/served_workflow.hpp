// A workflow of the office as the command line serves it: its keys and its streams, by its
// description and its extension.
#pragma once

#include <recourse/office_workflows.hpp>

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

/// A workflow as the command line has it.
struct Served {
  const core::WorkflowInfo* info;
  const WorkflowExtension* more;

  bool has_one_stream() const { return !info->key.empty(); }
  const core::WorkflowPort& port(const Office& office) const {
    return *office.engine().workflow(info->kind);
  }
};

/// The workflow with its extension.
Served served(const OfficeWorkflow& workflow);
/// The kinds of all workflows of the office, in their order.
std::vector<std::string> workflow_kinds();

/// Reads `S001-1` or `<kind>/S001-1`; an empty text is the workflow's only stream, if it has one.
/// invalid_argument, saying what a key looks like.
Result<StreamId> stream_of(const Served& served, std::string_view text);

/// Adds the argument KEY.
void add_key(CommandLine& command, const Served& served, std::string& to);

/// A stream as it stands, and where the log ended when it was read.
struct Found {
  Position position;
  ShownStream shown;
};
/// As `find`'s version: as it stands now.
inline constexpr Version kLatest{~std::uint64_t{0}};
/// Or as it stood after version `at`; with a purpose the look is recorded. Refusals and errors: as
/// core::look.
Result<core::Seen<Found>> find(const Office& office, const Served& served, const StreamId& stream,
                               const core::Viewer& viewer, Version at = kLatest);

/// A stream as answers show it: key, version, definition, state, the limits that run, and the
/// figures of its extension. Before text_of, which redacts the state.
boost::json::object item_of(const ShownStream& shown);
/// The same for people.
std::string text_of(const Served& served, const ShownStream& shown);

}  // namespace recourse::cli
