#include "complaint.hpp"

#include "convert.hpp"

namespace recourse::python {
namespace {

template <class T>
T read(py::handle object) {
  T value{};
  value_from_python(object, &value, describe::value_info<T>);
  return value;
}
template <class T>
py::object write(const T& value) {
  return value_to_python(&value, describe::value_info<T>);
}
template <class V>
py::object write_set(const V& value) {
  return set_to_python(&value, describe::set_info<V>());
}
template <class V>
V read_set(py::handle object, std::string_view wanted) {
  V value;
  set_from_python(object, &value, describe::set_info<V>(), wanted);
  return value;
}

}  // namespace

py::object to_python(const casework::complaint::Event& event) { return write_set(event); }
py::object to_python(const casework::complaint::Command& command) { return write_set(command); }
py::object to_python(const casework::complaint::State& state) { return write(state); }
py::object to_python(const casework::Due& due) { return write(due); }
py::object to_python(const casework::complaint::Phases& phases) { return write(phases); }
py::object to_python(casework::complaint::DeadlineKind kind) { return write(kind); }
py::object to_python(casework::Line line) { return write(line); }
py::object to_python(casework::complaint::Outcome outcome) { return write(outcome); }
py::object to_python(casework::complaint::Grade grade) { return write(grade); }

casework::complaint::Command command_of(py::handle object) {
  return read_set<casework::complaint::Command>(object, "a command of recourse.complaint");
}
casework::complaint::Event event_of(py::handle object) {
  return read_set<casework::complaint::Event>(object, "an event of recourse.complaint");
}
casework::complaint::State state_of(py::handle object) {
  return read<casework::complaint::State>(object);
}

bool is_command(py::handle object) {
  return is_alternative(object, describe::set_info<casework::complaint::Command>());
}
bool is_state(py::handle object) {
  return class_row(describe::type_info<casework::complaint::State>).is_instance(object);
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
