// Receipts and looks of the office, for Python.
#pragma once

#include "session.hpp"

namespace recourse::python {

/// Adds `receipt` and `looks` to Office, and verify_receipt to the module.
void bind_receipts(py::module_& module, py::class_<Session, std::shared_ptr<Session>>& office);

}  // namespace recourse::python
