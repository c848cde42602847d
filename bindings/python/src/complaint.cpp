#include "complaint.hpp"

#include "classes.hpp"

namespace recourse::python {
namespace {

Classes& classes() {
  static auto& all = Classes::of(core::workflow_info<casework::complaint::Decider>());
  return all;
}

template <class T>
T read(py::handle object) {
  T value{};
  classes().from_python(object, &value, describe::value_info<T>);
  return value;
}
template <class T>
py::object write(const T& value) {
  return classes().to_python(&value, describe::value_info<T>);
}

}  // namespace

py::object to_python(const casework::complaint::Event& event) {
  return classes().set_to_python(&event, describe::set_info<casework::complaint::Event>());
}
py::object to_python(const casework::complaint::State& state) { return write(state); }
py::object to_python(const casework::Due& due) { return write(due); }
py::object to_python(const casework::complaint::Phases& phases) { return write(phases); }
py::object to_python(casework::complaint::DeadlineKind kind) { return write(kind); }
py::object to_python(casework::Line line) { return write(line); }
py::object to_python(casework::complaint::Outcome outcome) { return write(outcome); }
py::object to_python(casework::complaint::Grade grade) { return write(grade); }

casework::complaint::Command command_of(py::handle object) {
  casework::complaint::Command command;
  classes().set_from_python(object, &command, describe::set_info<casework::complaint::Command>(),
                            "a command");
  return command;
}

casework::Line line_of(py::handle object) { return read<casework::Line>(object); }
casework::complaint::Channel channel_of(py::handle object) {
  return read<casework::complaint::Channel>(object);
}
casework::complaint::Phase phase_of(py::handle object) {
  return read<casework::complaint::Phase>(object);
}
casework::complaint::DeadlineKind deadline_kind_of(py::handle object) {
  return read<casework::complaint::DeadlineKind>(object);
}

}  // namespace recourse::python
