// Values of a workflow as dicts, in their JSON form. Here so that Boost.JSON is compiled in one
// file.
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <recourse/core/workflow_port.hpp>

#include "typed.hpp"

namespace recourse::python {

/// A command of the workflow with the fields of a dict; None: no fields. Misfit, naming `fields`,
/// if JSON has no form for it; unknown_event, malformed with a JSON pointer.
std::shared_ptr<void> command_of_fields(const core::WorkflowInfo& workflow, const std::string& type,
                                        py::handle fields);

// What may not be seen is None.
py::object event_to_dict(const void* event, const core::WorkflowInfo& workflow,
                         const core::Visibility& visibility);
/// The state's members, and behind them those of its summary.
py::object state_to_dict(const core::AnyState& state, const core::WorkflowPort& workflow,
                         const core::Visibility& visibility);

/// A described value, none of it personal.
py::object value_to_dict(const void* value, const describe::TypeInfo& type);

/// The JSON Schema of a type; of a command as it may be given.
py::object schema_to_dict(const describe::TypeInfo& type, bool command);

}  // namespace recourse::python
