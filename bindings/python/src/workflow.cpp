#include "workflow.hpp"

#include "classes.hpp"
#include "json.hpp"
#include "module.hpp"
#include "raise.hpp"
#include "results.hpp"

namespace recourse::python {

Workflow Workflow::called(const std::shared_ptr<Session>& session, const std::string& name) {
  std::vector<std::string_view> names;
  const auto workflows = all(session);
  for (const auto& one : workflows) {
    const auto& info = one.info();
    if (info.kind == name || info.name == name) return one;
    names.push_back(info.name);
    if (info.kind != info.name) names.push_back(info.kind);
  }
  raise_no_such(Errc::invalid_argument, "workflow", name, names);
}

std::vector<Workflow> Workflow::all(const std::shared_ptr<Session>& session) {
  const auto ports = session->use([](const Office& office) { return office.engine().workflows(); });
  std::vector<Workflow> workflows;
  for (const auto* port : ports) workflows.push_back(Workflow{session, port->info()});
  return workflows;
}

namespace {

using Key = Typed<"str | None">;
using CommandOrType = Typed<"recourse.Described | str">;
using Fields = Typed<"dict[str, Any] | None">;
using ValueOrDict = Typed<"recourse.Described | dict[str, Any]">;

/// "a/b, c" of the names of a set.
Typed<"tuple[str, ...]"> names_of(const describe::SetInfo& set) {
  py::tuple names(set.types.size());
  for (std::size_t i = 0; i < set.types.size(); ++i) names[i] = text_to_python(set.types[i]->type);
  return py::object{std::move(names)};
}

Error no_stream(const core::WorkflowInfo& info, const std::string& text, const std::string& but) {
  return Error{Errc::invalid_argument,
               "'" + text + "' is no key of " + std::string{info.name} + ": " + but};
}

/// A key, a whole stream, or None for the only stream of the workflow.
StreamId stream_of(const core::WorkflowInfo& info, const Key& given) {
  const std::string kind{info.kind};
  const auto text = if_given("key", given, text_of);
  if (!text) {
    if (!info.key.empty()) return value_of(StreamId::of(kind, info.key));
    raise(Error{Errc::invalid_argument, "the workflow " + std::string{info.name} +
                                            " has many streams: give the key of one"});
  }
  const bool whole = text->find('/') != std::string::npos;
  auto stream = value_of(whole ? StreamId::parse(*text) : StreamId::of(kind, *text));
  if (stream.kind() != kind) {
    raise(no_stream(info, *text, "they are <key> or " + kind + "/<key>"));
  }
  if (!info.key.empty() && stream.key() != info.key) {
    raise(no_stream(info, *text, "its only stream is " + kind + "/" + std::string{info.key}));
  }
  return stream;
}

/// A command object of the workflow's module, or a command's name with its fields.
std::shared_ptr<void> command_of(const core::WorkflowInfo& info, const CommandOrType& command,
                                 const Fields& fields) {
  if (PyUnicode_Check(command.ptr())) {
    return parameter("fields", [&] { return command_of_fields(info, text_of(command), fields); });
  }
  auto& classes = Classes::of(info);
  if (!classes.exist()) {
    wrong_type("command: the name of a command (there is no module " + classes.module() + ")",
               command);
  }
  auto made = info.new_command();
  classes.set_from_python(command, made.get(), *info.commands, "a command");
  if (!fields.is_none()) {
    throw Misfit{Misfit::Kind::type,
                 "fields: they go with a command's name; a command object has its own"};
  }
  return made;
}

/// The events that a record means, as `visibility` has them: of the workflow's classes, or dicts.
/// Without the GIL.
Result<void> add_events(const core::WorkflowPort& port, const core::RecordView& record,
                        const core::Visibility& visibility, bool typed, py::list& entries) {
  const auto& info = port.info();
  const auto actor = core::actor_of(port, record, visibility);
  const auto add = [&](const void* event, auto&& to_python) -> Result<void> {
    const py::gil_scoped_acquire held;
    entries.append(stream_event(record, actor, info.events->type_of(event).type, to_python(event)));
    return {};
  };
  if (!typed) {
    return port.each_event(record, [&](const void* event) {
      return add(event, [&](const void* e) { return event_to_dict(e, info, visibility); });
    });
  }
  return port.each_event(record, visibility, [&](const void* event) {
    return add(event,
               [&](const void* e) { return Classes::of(info).set_to_python(e, *info.events); });
  });
}

Typed<"recourse.Appended"> handle(const Workflow& workflow, const Key& key,
                                  const CommandOrType& command, const Fields& fields,
                                  const ActorObject& actor, const OptionalMoment& at,
                                  const OptionalText& command_id) {
  const auto id = stream_of(workflow.info(), key);
  const auto made = command_of(workflow.info(), command, fields);
  const Circumstances given{actor, at, command_id};
  const auto outcome =
      value_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) {
        return office.handle_any(port, id, made.get(), given.in(office));
      }));
  if (outcome.refused()) raise(outcome.refusal());
  workflow.session().wrote(outcome.appended().last);
  return to_python(outcome.appended());
}

ValueOrDict state(const Workflow& workflow, const Key& key, const OptionalNumber& version,
                  const ActorObject& actor, const Text& purpose) {
  const auto& info = workflow.info();
  const auto id = stream_of(info, key);
  const Version at{if_given("version", version, number_of).value_or(~std::uint64_t{0})};
  auto& classes = Classes::of(info);
  const bool typed = info.state != nullptr && classes.exist();
  const auto viewer = viewer_of(actor, purpose);
  py::object result;
  std::optional<core::Refusal> no;
  value_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(id, viewer, at));
    if (const auto* refusal = core::refused(seen)) {
      no = *refusal;
      return {};
    }
    const auto& [now, visibility] = std::get<core::Look>(seen);
    const py::gil_scoped_acquire held;
    if (typed) {
      // The look's own copy (WorkflowPort::find_any).
      auto* const own = const_cast<void*>(now.state.get());
      core::redact(own, *info.state, visibility);
      result = classes.to_python(own, *info.state);
    } else {
      result = state_to_dict(now, port, visibility);
    }
    return {};
  }));
  if (no) raise(*no);
  return result;
}

Typed<"list[recourse.StreamEvent]"> history(const Workflow& workflow, const Key& key,
                                            const ActorObject& actor, const Text& purpose) {
  const auto id = stream_of(workflow.info(), key);
  const auto viewer = viewer_of(actor, purpose);
  const bool typed = Classes::of(workflow.info()).exist();
  py::list entries;
  std::optional<core::Refusal> no;
  value_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(id, viewer));
    if (const auto* refusal = core::refused(seen)) {
      no = *refusal;
      return {};
    }
    RECOURSE_TRY_ASSIGN(const auto cursor, port.store().read_stream(id));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      RECOURSE_TRY(add_events(port, cursor->record(), std::get<core::Look>(seen).visibility, typed,
                              entries));
    }
  }));
  if (no) raise(*no);
  return py::object{std::move(entries)};
}

/// Names of what a stream takes; of a workflow's only stream also before it has begun, and where
/// the workflow cannot say, what may begin a stream.
Typed<"list[str]"> next(const Workflow& workflow, const Key& key, const ActorObject& actor) {
  const auto& info = workflow.info();
  const auto id = stream_of(info, key);
  const auto who = actor_of(actor);
  const auto names = value_of(workflow.use(
      [&](const Office&, const core::WorkflowPort& port) -> Result<std::vector<std::string_view>> {
        const auto found = port.find_any(id);
        const bool begun = found || found.error().code() != Errc::not_found || info.key.empty();
        if (!begun) return info.beginning;
        if (!found) return found.error();
        return port.next(found->state.get(), &who).value_or(info.beginning);
      }));
  py::list list;
  for (const auto name : names) list.append(text_to_python(name));
  return py::object{std::move(list)};
}

Typed<"dict[str, Any]"> schema(const Workflow& workflow, const Text& name) {
  const auto& info = workflow.info();
  const auto text = parameter("type", [&] { return text_of(name); });
  std::vector<const describe::TypeInfo*> types;
  const auto add = [&](const describe::SetInfo* set) {
    if (set != nullptr) types.insert(types.end(), set->types.begin(), set->types.end());
  };
  for (const auto* set : {info.commands, info.events, info.retired}) add(set);
  for (const auto* type : {info.state, info.summary}) {
    if (type != nullptr) types.push_back(type);
  }
  std::vector<std::string_view> names;
  for (const auto* type : types) {
    const bool command = info.commands->find(text) < info.commands->types.size();
    if (type->type == text) return schema_to_dict(*type, command);
    names.push_back(type->type);
  }
  raise_no_such(Errc::invalid_argument, "type of " + std::string{info.name}, text, names);
}

using Binding = py::class_<Workflow>;

void bind_description(Binding& binding) {
  binding
      .def_property_readonly(
          "kind", [](const Workflow& w) -> Text { return text_to_python(w.info().kind); },
          "Its streams are \"<kind>/<key>\".")
      .def_property_readonly(
          "name", [](const Workflow& w) -> Text { return text_to_python(w.info().name); },
          "Its classes are in recourse.<name>.")
      .def_property_readonly(
          "doc", [](const Workflow& w) -> Text { return text_to_python(w.info().doc); },
          "One sentence.")
      .def_property_readonly(
          "key",
          [](const Workflow& w) -> OptionalText {
            return w.info().key.empty() ? py::none() : text_to_python(w.info().key);
          },
          "Key of its only stream; None: it has many.")
      .def_property_readonly(
          "commands", [](const Workflow& w) { return names_of(*w.info().commands); },
          "Names of its commands.")
      .def_property_readonly(
          "events", [](const Workflow& w) { return names_of(*w.info().events); },
          "Names of its events.")
      .def("schema", &schema, py::arg("type"), R"(
The JSON Schema (draft 2020-12) of a command, an event or the state, by its name.
InvalidArgumentError, which lists what there is, if there is none.)")
      .def("__repr__", [](const Workflow& w) -> Text {
        return text_to_python("<recourse.Workflow " + std::string{w.info().name} + ">");
      });
}

void bind_streams(Binding& binding) {
  binding
      .def("handle", &handle, py::arg("key"), py::arg("command"), py::arg("fields") = py::none(),
           py::kw_only(), py::arg("actor"), py::arg("at") = py::none(),
           py::arg("command_id") = py::none(), R"(
Decides a command for a stream and appends what was decided; returns when it is durable.

key: the stream's key, "S001-1", or the whole stream, "case/S001-1"; None: the only stream of a
    workflow that has one.
command: an object of a class of the workflow's module, or the name of a command.
fields: with a name, its fields in their JSON form; what may be left out is in its schema.
actor, at, command_id: as in Office.handle.

Raises as Office.handle; for a name UnknownEventError, for fields MalformedError with a JSON
pointer.)")
      .def("state", &state, py::arg("key"), py::arg("version") = py::none(), py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", R"(
The state of a stream, now or after its event `version`, as somebody may see it: an object of the
workflow's module; without such a module a dict.

actor, purpose: as in Office.state; a workflow that does not record looks shows nothing in clear.

NotFoundError if there is no such stream.)")
      .def("history", &history, py::arg("key"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", R"(
All events of a stream, in order; as `state`. NotFoundError if there is no such stream.)")
      .def("next", &next, py::arg("key"), py::arg("actor"), R"(
Names of the commands that a stream takes from `actor` now, as far as the workflow can say.
NotFoundError if there is no such stream.)");
}

}  // namespace

void bind_workflow(py::module_& module) {
  Binding binding(module, "Workflow", R"(
A workflow of an office: what it is, and its streams. Office.workflow gives one.

It may be called from any thread, as its office, and raises ClosedError when that is closed.)");
  bind_description(binding);
  bind_streams(binding);
}

}  // namespace recourse::python
