// Figures, events and reports of the office's cases (R31, R33, R46).
#pragma once

#include <recourse/office/figures.hpp>

#include "session.hpp"

namespace recourse::python {

/// What the arguments of `figures` ask for. Throws Misfit if one is not of its type.
FigureQuery figure_query_of(py::handle by, py::handle names, py::handle where, py::handle period,
                            bool ended);
void bind_figures(py::class_<Session, std::shared_ptr<Session>>& binding);

}  // namespace recourse::python
