// Figures, events and reports of the office's cases (R31, R33, R46).
#pragma once

#include "session.hpp"

namespace recourse::python {

void bind_figures(py::class_<Session, std::shared_ptr<Session>>& binding);

}  // namespace recourse::python
