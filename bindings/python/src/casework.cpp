#include "casework.hpp"

#include "tables.hpp"

namespace recourse::python {
namespace {

template <class T>
T read(py::handle object) {
  T value{};
  Reader{}(object, value);
  return value;
}

}  // namespace

py::object to_python(const casework::Event& event) { return variant_to_python(event); }
py::object to_python(const casework::Command& command) { return variant_to_python(command); }
py::object to_python(const casework::State& state) { return Writer{}(state); }
py::object to_python(const casework::Due& due) { return Writer{}(due); }
py::object to_python(const casework::Phases& phases) { return Writer{}(phases); }
py::object to_python(casework::Limit limit) { return Writer{}(limit); }
py::object to_python(casework::Line line) { return Writer{}(line); }
py::object to_python(casework::Outcome outcome) { return Writer{}(outcome); }
py::object to_python(casework::Grade grade) { return Writer{}(grade); }

casework::Command command_of(py::handle object) {
  return variant_from_python<casework::Command>(object, "a command of recourse.casework");
}
casework::Event event_of(py::handle object) {
  return variant_from_python<casework::Event>(object, "an event of recourse.casework");
}
casework::State state_of(py::handle object) { return read<casework::State>(object); }

bool is_command(py::handle object) {
  return []<class... C>(py::handle o, std::type_identity<std::variant<C...>>) {
    return (class_row<C>().is_instance(o) || ...);
  }(object, std::type_identity<describe::SetOf<casework::Command>>{});
}
bool is_state(py::handle object) { return class_row<casework::State>().is_instance(object); }

casework::Line line_of(py::handle object) { return read<casework::Line>(object); }
casework::Channel channel_of(py::handle object) { return read<casework::Channel>(object); }
casework::Phase phase_of(py::handle object) { return read<casework::Phase>(object); }
casework::Limit limit_of(py::handle object) { return read<casework::Limit>(object); }

}  // namespace recourse::python
