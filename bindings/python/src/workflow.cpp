#include "workflow.hpp"

#include <recourse/office/position_at.hpp>

#include "classes.hpp"
#include "commands.hpp"
#include "json.hpp"
#include "module.hpp"
#include "own_failures.hpp"
#include "own_types.hpp"
#include "raise.hpp"
#include "results.hpp"

namespace recourse::python {
namespace {

using Key = Typed<"str | None">;
// A class of the workflow's module, or of one that Python describes.
using CommandOrType = Typed<"Any">;
using Fields = Typed<"dict[str, Any] | None">;
using ValueOrDict = Typed<"Any">;

Error no_stream(const core::WorkflowInfo& info, const std::string& text, const std::string& but) {
  return Error{Errc::invalid_argument,
               "'" + text + "' is no key of " + std::string{info.name} + ": " + but};
}

}  // namespace

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

std::shared_ptr<void> command_of(const core::WorkflowInfo& info, const CommandOrType& command,
                                 const Fields& fields) {
  if (PyUnicode_Check(command.ptr())) {
    auto made =
        parameter("fields", [&] { return command_of_fields(info, text_of(command), fields); });
    if (const auto* const own = OwnWorkflow::of(info)) {
      // Its classes know bounds that its description does not.
      const auto& given = *static_cast<const core::DynamicSet*>(made.get());
      (void)own->command_of(own->to_python(given));
    }
    return made;
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

Workflow Workflow::called(const std::shared_ptr<Session>& session, const std::string& name) {
  return Workflow{session, workflow_called(workflows_of(*session), name)};
}

std::vector<Workflow> Workflow::all(const std::shared_ptr<Session>& session) {
  std::vector<Workflow> workflows;
  for (const auto* info : workflows_of(*session)) workflows.push_back(Workflow{session, *info});
  return workflows;
}

const core::WorkflowInfo& workflow_called(const std::vector<const core::WorkflowInfo*>& workflows,
                                          const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto* one : workflows) {
    if (one->kind == name || one->name == name) return *one;
    names.push_back(one->name);
    if (one->kind != one->name) names.push_back(one->kind);
  }
  raise_no_such(Errc::invalid_argument, "workflow", name, names);
}

std::vector<const core::WorkflowInfo*> workflows_of(const Session& session) {
  std::vector<const core::WorkflowInfo*> workflows;
  for (const auto* port :
       session.use([](const Office& office) { return office.engine().workflows(); })) {
    workflows.push_back(&port->info());
  }
  return workflows;
}

std::optional<Position> position_as_of(const Session& session, const AsOf& as_of) {
  if (as_of.is_none()) return std::nullopt;
  if (PyLong_Check(as_of.ptr())) {
    return Position{parameter("as_of", [&] { return number_of(as_of); })};
  }
  const auto moment = parameter("as_of", [&] { return moment_of(as_of); });
  return value_of(
      session.use([&](const Office& office) { return recourse::position_at(office, moment); }));
}

Result<void> each_object(const core::WorkflowPort& port, const core::RecordView& record,
                         const core::Visibility& visibility, const SeeObject& see) {
  const auto& info = port.info();
  const bool typed = [&] {
    const py::gil_scoped_acquire held;
    return Classes::of(info).exist();
  }();
  const auto show = [&](const void* event, auto&& to_python) -> Result<void> {
    const py::gil_scoped_acquire held;
    see(info.events->type_of(event).type, to_python(event));
    return {};
  };
  if (!typed) {
    return port.each_event(record, [&](const void* event) {
      return show(event, [&](const void* e) { return event_to_dict(e, info, visibility); });
    });
  }
  return port.each_event(record, visibility, [&](const void* event) {
    return show(event,
                [&](const void* e) { return Classes::of(info).set_to_python(e, *info.events); });
  });
}

namespace {

/// "a/b, c" of the names of a set.
Typed<"tuple[str, ...]"> names_of(const describe::SetInfo& set) {
  py::tuple names(set.types.size());
  for (std::size_t i = 0; i < set.types.size(); ++i) names[i] = text_to_python(set.types[i]->type);
  return py::object{std::move(names)};
}

Command workflow_command(const Workflow& workflow, const Key& key, const CommandOrType& command,
                         const Fields& fields, const ActorObject& actor, const OptionalMoment& at,
                         const OptionalText& command_id, const OptionalNumber& expected) {
  auto id = stream_of(workflow.info(), key);
  auto made = command_of(workflow.info(), command, fields);
  const Circumstances given{actor, at, command_id};
  return {workflow.info().kind, std::move(id), std::move(made),
          context_of(workflow.session(), given, expected)};
}

Typed<"recourse.Appended"> handle_any(const Workflow& workflow, const Key& key,
                                      const CommandOrType& command, const Fields& fields,
                                      const ActorObject& actor, const OptionalMoment& at,
                                      const OptionalText& command_id,
                                      const OptionalNumber& expected) {
  return handle(workflow.session(),
                workflow_command(workflow, key, command, fields, actor, at, command_id, expected));
}

Typed<"collections.abc.Coroutine[Any, Any, recourse.Appended]"> handle_any_async(
    const Workflow& workflow, const Key& key, const CommandOrType& command, const Fields& fields,
    const ActorObject& actor, const OptionalMoment& at, const OptionalText& command_id,
    const OptionalNumber& expected) {
  return handle_async(workflow.session(), workflow_command(workflow, key, command, fields, actor,
                                                           at, command_id, expected));
}

/// The version that a stream was at as of a position: 0 if it had not begun.
Result<Version> version_at(const core::WorkflowPort& port, const StreamId& id, Position as_of) {
  RECOURSE_TRY_ASSIGN(const auto cursor, port.store().read_stream(id, {.backward = true}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return Version{0};
    if (cursor->record().position <= as_of) return cursor->record().version;
  }
}

/// As somebody asks for a stream: after a version, or as of a position or moment.
struct When {
  std::optional<std::uint64_t> version;
  std::optional<Position> as_of;
};
When when_of(const Workflow& workflow, const OptionalNumber& version, const AsOf& as_of) {
  When when{if_given("version", version, number_of), position_as_of(workflow.session(), as_of)};
  if (!when.version || !when.as_of) return when;
  raise(Error{Errc::invalid_argument, "version and as_of exclude each other"});
}
Result<Version> version_of(const When& when, const core::WorkflowPort& port, const StreamId& id) {
  if (when.version) return Version{*when.version};
  if (!when.as_of) return Version{~std::uint64_t{0}};
  RECOURSE_TRY_ASSIGN(const auto version, version_at(port, id, *when.as_of));
  if (version.value > 0) return version;
  return Error{Errc::not_found, "there was no " + id.text() + " as of position " +
                                    std::to_string(when.as_of->value)};
}

ValueOrDict state(const Workflow& workflow, const Key& key, const OptionalNumber& version,
                  const ActorObject& actor, const Text& purpose, const Text& code,
                  const AsOf& as_of) {
  const auto& info = workflow.info();
  const auto id = stream_of(info, key);
  const auto when = when_of(workflow, version, as_of);
  auto& classes = Classes::of(info);
  const bool typed = info.state != nullptr && classes.exist();
  const auto viewer = viewer_of(actor, purpose, code);
  py::object result;
  std::optional<core::Refusal> no;
  answer_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto at, version_of(when, port, id));
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
                                            const ActorObject& actor, const Text& purpose,
                                            const Text& code, const AsOf& as_of) {
  const auto id = stream_of(workflow.info(), key);
  const auto until = position_as_of(workflow.session(), as_of);
  const auto viewer = viewer_of(actor, purpose, code);
  py::list entries;
  std::optional<core::Refusal> no;
  answer_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto seen, office.engine().look(id, viewer));
    if (const auto* refusal = core::refused(seen)) {
      no = *refusal;
      return {};
    }
    RECOURSE_TRY_ASSIGN(const auto cursor, port.store().read_stream(id));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      const auto& record = cursor->record();
      if (until && record.position > *until) return {};
      const auto& visibility = std::get<core::Look>(seen).visibility;
      const auto who = core::actor_of(port, record, visibility);
      RECOURSE_TRY(each_object(port, record, visibility, [&](std::string_view type, py::object e) {
        entries.append(stream_event(record, who, type, std::move(e)));
      }));
    }
  }));
  if (no) raise(*no);
  return py::object{std::move(entries)};
}

/// Version of a stream's last event; 0: it has not begun.
std::uint64_t version(const Workflow& workflow, const Key& key) {
  const auto id = stream_of(workflow.info(), key);
  return answer_of(workflow.use([&](const Office& office, const core::WorkflowPort& port) {
           if (auto head = office.engine().follow(); !head) return Result<Version>{head.error()};
           return port.store().version_of(id);
         }))
      .value;
}

/// The limits that a stream is under, by any workflow's own names.
Typed<"list[recourse.ArmedTimer]"> due(const Workflow& workflow, const Key& key,
                                       const ActorObject& actor) {
  const auto id = stream_of(workflow.info(), key);
  const core::Viewer viewer{actor_of(actor)};
  const auto look =
      seen_of(answer_of(workflow.use([&](const Office& office, const core::WorkflowPort&) {
        return office.engine().look(id, viewer);
      })));
  return list_of(look.now.timers, as_python);
}

/// The class of a command, an event or the state.
Typed<"type[Any]"> class_of(const Workflow& workflow, const Text& name) {
  const auto& info = workflow.info();
  const auto text = parameter("type", [&] { return text_of(name); });
  std::vector<std::string_view> names;
  for (const auto* set : {info.commands, info.events}) {
    const auto place = set->find(text);
    if (place < set->types.size()) return Classes::of(info).class_of(*set->types[place]);
    for (const auto* type : set->types) names.push_back(type->type);
  }
  if (info.state != nullptr && info.state->type == text) {
    return Classes::of(info).class_of(*info.state);
  }
  raise_no_such(Errc::invalid_argument, "type of " + std::string{info.name}, text, names);
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
        if (!begun) {
          const auto fresh = info.new_state();
          return port.next(fresh.get(), &who).value_or(info.beginning);
        }
        if (!found) return found.error();
        return port.next(found->state.get(), &who).value_or(info.beginning);
      }));
  return list_of(names, text_to_python);
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
      .def("class_of", &class_of, py::arg("type"), R"(
The class of a command, an event or the state, by its name; back: its TYPE. InvalidArgumentError,
which lists what there is, if there is none.)")
      .def("__repr__", [](const Workflow& w) -> Text {
        return text_to_python("<recourse.Workflow " + std::string{w.info().name} + ">");
      });
}

void bind_streams(Binding& binding) {
  binding
      .def("handle", &handle_any, py::arg("key"), py::arg("command"),
           py::arg("fields") = py::none(), py::kw_only(), py::arg("actor"),
           py::arg("at") = py::none(), py::arg("command_id") = py::none(),
           py::arg("expected") = py::none(), R"(
Decides a command for a stream and appends what was decided; returns when it is durable.

key: the stream's key, "S001-1", or the whole stream, "case/S001-1"; None: the only stream of a
    workflow that has one.
command: an object of a class of the workflow's module, or the name of a command.
fields: with a name, its fields in their JSON form; what may be left out is in its schema.
actor, at, command_id, expected: as in Office.handle.

Raises as Office.handle; for a name UnknownEventError, for fields MalformedError with a JSON
pointer.)")
      .def("handle_async", &handle_any_async, py::arg("key"), py::arg("command"),
           py::arg("fields") = py::none(), py::kw_only(), py::arg("actor"),
           py::arg("at") = py::none(), py::arg("command_id") = py::none(),
           py::arg("expected") = py::none(), R"(
`handle` for event loops: to be awaited; as Office.handle_async.)")
      .def("version", &version, py::arg("key"), R"(
The version of a stream's last event, for `expected`; 0: it has not begun.)")
      .def("due", &due, py::arg("key"), py::kw_only(), py::arg("actor"), R"(
The limits that a stream is under, each a recourse.ArmedTimer. NotFoundError if there is no such
stream.)")
      .def("state", &state, py::arg("key"), py::arg("version") = py::none(), py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", py::arg("code") = "",
           py::arg("as_of") = py::none(), R"(
The state of a stream, now, after its event `version`, or as of a position or moment `as_of`, as
somebody may see it: an object of the workflow's module; without such a module a dict.

actor, purpose, code: as in Office.state; a workflow that does not record looks shows nothing in
clear.

NotFoundError if there is no such stream.)")
      .def("history", &history, py::arg("key"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("code") = "", py::arg("as_of") = py::none(), R"(
All events of a stream, or those up to a position or moment `as_of`, in order; as `state`.
NotFoundError if there is no such stream.)")
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
