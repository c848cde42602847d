// What whoever keeps an office or an engine running asks: views, reactions, verify, backups,
// health, metrics.
#pragma once

#include "own_engine.hpp"
#include "session.hpp"

namespace recourse::python {

void bind_operations(py::module_& module, py::class_<Session, std::shared_ptr<Session>>& binding);
void bind_operations(OwnBinding& binding);

}  // namespace recourse::python
