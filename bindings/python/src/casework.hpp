// Events, commands and states of the casework as Python objects; see convert.hpp.
#pragma once

#include <pybind11/pybind11.h>

#include <recourse/casework/case/decider.hpp>

namespace recourse::python {

namespace py = pybind11;

py::object to_python(const casework::Event& event);
py::object to_python(const casework::State& state);
py::object to_python(const casework::Due& due);
py::object to_python(const casework::Phases& phases);
py::object to_python(casework::Limit limit);
py::object to_python(casework::Line line);
py::object to_python(casework::Outcome outcome);
py::object to_python(casework::Grade grade);

// Each throws Misfit if the object is not of one of the classes, or a field does not fit.
casework::Command command_of(py::handle object);
casework::Event event_of(py::handle object);
casework::State state_of(py::handle object);
bool is_command(py::handle object);
bool is_state(py::handle object);
py::object to_python(const casework::Command& command);

casework::Line line_of(py::handle object);
casework::Channel channel_of(py::handle object);
casework::Phase phase_of(py::handle object);
casework::Limit limit_of(py::handle object);

}  // namespace recourse::python
