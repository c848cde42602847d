// JSON in and out. Alone in its file, because of what Boost.JSON costs to compile.
#include <recourse/casework/complaint/json.hpp>

#include "complaint.hpp"
#include "convert.hpp"
#include "module.hpp"
#include "raise.hpp"

namespace recourse::python {
namespace {

using CommandObject = Typed<"recourse.complaint.Command">;
using EventObject = Typed<"recourse.complaint.Event">;
using AnyObject =
    Typed<"recourse.complaint.Event | recourse.complaint.Command | recourse.complaint.State">;
using Text = Typed<"str">;

Text to_json(const AnyObject& value, bool reveal) {
  const casework::complaint::JsonOptions options{.reveal = reveal};
  const auto json = is_state(value)     ? casework::complaint::to_json(state_of(value), options)
                    : is_command(value) ? casework::complaint::to_json(command_of(value), options)
                                        : casework::complaint::to_json(event_of(value), options);
  return text_to_python(boost::json::serialize(json));
}

/// The document, and what its member "type" says.
std::pair<boost::json::value, std::string> typed_document(const Text& text) {
  auto document = value_of(describe::parse_json(text_of(text)));
  const auto* object = document.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  if (type == nullptr || !type->is_string()) {
    raise(Error{Errc::malformed, "/type: the name of an event or command is wanted here"});
  }
  std::string name{type->get_string()};
  return {std::move(document), std::move(name)};
}

CommandObject command_from_json(const Text& text) {
  const auto [document, type] = typed_document(text);
  return to_python(value_of(casework::complaint::command_from_json(type, document)));
}

EventObject event_from_json(const Text& text) {
  const auto [document, type] = typed_document(text);
  return to_python(value_of(casework::complaint::event_from_json(type, document)));
}

Text masked(const Text& text) { return text_to_python(describe::masked(text_of(text))); }

}  // namespace

void bind_json(py::module_& module) {
  module.def("to_json", &to_json, py::arg("value"), py::kw_only(), py::arg("reveal") = false, R"(
The value's fields as JSON, led by "type" for events and commands. Personal data is masked unless
`reveal`. TypeError or ValueError, with class and field, if a field does not fit.)");
  module.def("command_from_json", &command_from_json, py::arg("text"), R"(
Reads a command, whose "type" names it. MalformedError with a JSON pointer, UnknownEventError.)");
  module.def("event_from_json", &event_from_json, py::arg("text"), R"(
Reads an event, whose "type" names it. MalformedError with a JSON pointer, UnknownEventError.)");
  module.def("masked", &masked, py::arg("text"), R"(
The first character and a star; of digits some at both ends.)");
}

}  // namespace recourse::python
