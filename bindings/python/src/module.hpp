// The parts of the module recourse._core, one a file.
#pragma once

#include "typed.hpp"

namespace recourse::python {

void bind_clock(py::module_& module);
void bind_workflow(py::module_& module);
void bind_office(py::module_& module);
void bind_log(py::module_& module);
/// The last: gives the members of what was bound their twins for event loops.
void finish_office(py::module_& module);
void bind_json(py::module_& module);

}  // namespace recourse::python
