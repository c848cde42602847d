// What the office's own calls for cases take and give, as Python objects; see classes.hpp.
#pragma once

#include <pybind11/pybind11.h>

#include <recourse/casework/complaint/decider.hpp>

namespace recourse::python {

namespace py = pybind11;

py::object to_python(const casework::complaint::Event& event);
py::object to_python(const casework::complaint::State& state);
py::object to_python(const casework::Due& due);
py::object to_python(const casework::complaint::Phases& phases);
py::object to_python(casework::complaint::DeadlineKind kind);
py::object to_python(casework::Line line);
py::object to_python(casework::complaint::Outcome outcome);
py::object to_python(casework::complaint::Grade grade);

// Each throws Misfit if the object is not of one of the classes, or a field does not fit.
casework::complaint::Command command_of(py::handle object);

casework::Line line_of(py::handle object);
casework::complaint::Channel channel_of(py::handle object);
casework::complaint::Phase phase_of(py::handle object);
casework::complaint::DeadlineKind deadline_kind_of(py::handle object);

}  // namespace recourse::python
