// JSON in and out. Alone in its file, because of what Boost.JSON costs to compile.
#include "json.hpp"

#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/schema.hpp>
#include <recourse/office_workflows.hpp>

#include "classes.hpp"
#include "module.hpp"
#include "raise.hpp"

namespace recourse::python {
namespace {

using DescribedObject = Typed<"recourse.Described">;
using Text = Typed<"str">;
using Names = std::vector<std::string_view>;

bool has(const describe::SetInfo& set, std::string_view type) {
  return set.find(type) < set.types.size();
}

/// What a described object says that it is; empty: it says nothing.
std::string type_of(py::handle object) {
  const auto type = py::getattr(py::type::handle_of(object), "TYPE", py::none());
  return PyUnicode_Check(type.ptr()) ? text_of(type) : std::string{};
}

boost::json::object state_to_json(py::handle value, const core::WorkflowInfo& info,
                                  describe::JsonOptions options) {
  const auto state = info.new_state();
  Classes::of(info).from_python(value, state.get(), *info.state);
  auto json = describe::to_json(state.get(), *info.state, options);
  if (info.summarize == nullptr) return json;
  const auto summary = info.summarize(state.get());
  for (auto& member : describe::to_json(summary.get(), *info.summary, options)) {
    json[member.key()] = std::move(member.value());
  }
  return json;
}

boost::json::object set_to_json(py::handle value, const core::WorkflowInfo& info,
                                describe::JsonOptions options, bool command) {
  const auto set = command ? info.new_command() : info.new_event();
  const auto& types = command ? *info.commands : *info.events;
  Classes::of(info).set_from_python(value, set.get(), types, command ? "a command" : "an event");
  return describe::to_json(set.get(), types, options);
}

Text to_json(const DescribedObject& value, bool reveal) {
  const describe::JsonOptions options{.reveal = reveal};
  const auto type = type_of(value);
  const auto text = [](const boost::json::object& json) {
    return text_to_python(boost::json::serialize(json));
  };
  std::string modules;
  for (const auto& workflow : office_workflows()) {
    const auto& info = *workflow.info;
    const bool state = info.state != nullptr && info.state->type == type;
    if (state) return text(state_to_json(value, info, options));
    const bool command = has(*info.commands, type);
    if (command || has(*info.events, type)) return text(set_to_json(value, info, options, command));
    modules += (modules.empty() ? "" : ", ") + Classes::of(info).module();
  }
  wrong_type("an event, command or state of a workflow (" + modules + ")", value);
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

/// Of all workflows. Requires: `set_of` gives their commands, or their events.
template <class SetOfWorkflow>
const core::WorkflowInfo& workflow_with(const std::string& type, std::string_view what,
                                        SetOfWorkflow&& set_of) {
  Names names;
  for (const auto& workflow : office_workflows()) {
    const describe::SetInfo& set = set_of(*workflow.info);
    if (has(set, type)) return *workflow.info;
    for (const auto* one : set.types) names.push_back(one->type);
  }
  raise_no_such(Errc::unknown_event, what, type, names);
}

DescribedObject command_from_json(const Text& text) {
  const auto [document, type] = typed_document(text);
  const auto& info = workflow_with(
      type, "command", [](const auto& one) -> const auto& { return *one.commands; });
  const auto command = value_of(core::command_from_json(info, type, document));
  return Classes::of(info).set_to_python(command.get(), *info.commands);
}

DescribedObject event_from_json(const Text& text) {
  const auto [document, type] = typed_document(text);
  const auto& info = workflow_with(
      type, "event", [](const auto& one) -> const auto& { return *one.events; });
  const auto event = info.new_event();
  value_of(describe::read_json_as(type, document, event.get(), *info.events));
  return Classes::of(info).set_to_python(event.get(), *info.events);
}

Text masked(const Text& text) { return text_to_python(describe::masked(text_of(text))); }

/// As json.loads gives it.
py::object to_dict(const boost::json::value& json) {
  return package_attribute("json", "loads")(text_to_python(boost::json::serialize(json)));
}

boost::json::value json_of(py::handle fields) {
  if (fields.is_none()) return boost::json::object{};
  if (!PyDict_Check(fields.ptr())) wrong_type("a dict", fields);
  try {
    const py::object text =
        package_attribute("json", "dumps")(fields, py::arg("allow_nan") = false);
    return value_of(describe::parse_json(text_of(text)));
  } catch (const py::error_already_set& no) {
    // What JSON has no form for, and what holds itself.
    if (!no.matches(PyExc_TypeError) && !no.matches(PyExc_ValueError)) throw;
    const std::string why = py::str(no.value());
    if (no.matches(PyExc_TypeError)) throw Misfit{Misfit::Kind::type, why};
    wrong_value(why);
  }
}

}  // namespace

std::shared_ptr<void> command_of_fields(const core::WorkflowInfo& workflow, const std::string& type,
                                        py::handle fields) {
  const auto& commands = *workflow.commands;
  if (!has(commands, type)) {
    Names names;
    for (const auto* one : commands.types) names.push_back(one->type);
    raise_no_such(Errc::unknown_event, "command of " + std::string{workflow.name}, type, names);
  }
  return value_of(core::command_from_json(workflow, type, json_of(fields)));
}

py::object event_to_dict(const void* event, const core::WorkflowInfo& workflow,
                         const core::Visibility& visibility) {
  return to_dict(core::event_json(event, *workflow.events, visibility));
}

py::object state_to_dict(const core::AnyState& state, const core::WorkflowPort& workflow,
                         const core::Visibility& visibility) {
  return to_dict(core::state_json(workflow, state, visibility));
}

py::object value_to_dict(const void* value, const describe::TypeInfo& type) {
  return to_dict(describe::to_json(value, type));
}

py::object schema_to_dict(const describe::TypeInfo& type, bool command) {
  return to_dict(describe::json_schema(
      type, command ? describe::JsonReading::lenient : describe::JsonReading::strict));
}

void bind_json(py::module_& module) {
  module.def("to_json", &to_json, py::arg("value"), py::kw_only(), py::arg("reveal") = false, R"(
The fields of an event, command or state of any workflow as JSON, led by "type" for events and
commands. Personal data is masked unless `reveal`. TypeError or ValueError, with class and field,
if a field does not fit.)");
  module.def("command_from_json", &command_from_json, py::arg("text"), R"(
Reads a command of any workflow, whose "type" names it. MalformedError with a JSON pointer,
UnknownEventError.)");
  module.def("event_from_json", &event_from_json, py::arg("text"), R"(
Reads an event of any workflow, whose "type" names it. MalformedError with a JSON pointer,
UnknownEventError.)");
  module.def("masked", &masked, py::arg("text"), R"(
The first character and a star; of digits some at both ends.)");
}

}  // namespace recourse::python
