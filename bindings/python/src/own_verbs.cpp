// recourse.Engine: commands, and looks at what they came to.
#include "own_engine.hpp"
#include "own_failures.hpp"
#include "own_hosted.hpp"
#include "results.hpp"

namespace recourse::python {
namespace {

using Any = Typed<"Any">;
using List = Typed<"list[Any]">;
using Pairs = Typed<"list[tuple[recourse.define.Record, Any]]">;
using WorkflowOrKind = Typed<"recourse.define.Workflow | str">;
using ProjectionOrName = Typed<"recourse.define.Projection | str">;
using Key = Typed<"str">;

StreamId stream_in(const OwnEngine& engine, const Key& name) {
  return engine.stream(parameter("stream", [&] { return text_of(name); }));
}

core::Context context_in(const OwnEngine& engine, const Circumstances& given,
                         const OptionalNumber& expected) {
  engine.refuse_commands_of_rules();
  const auto version = if_given("expected", expected, number_of);
  const auto pass = engine.enter();
  auto context = given.in(engine.held());
  if (version) context.expected = Version{*version};
  return context;
}

Typed<"recourse.Appended"> handle(const OwnEngine& engine, const Key& name, const Any& command,
                                  const ActorObject& actor, const OptionalMoment& at,
                                  const OptionalText& command_id, const OptionalNumber& expected) {
  const auto id = stream_in(engine, name);
  auto made = engine.of(id).own->command_of(command);
  const auto context = context_in(engine, {actor, at, command_id}, expected);
  return wait_for_command(
      engine, context.command_id,
      [id, made = std::move(made), context, writing = engine.writing()](const Engine& e) {
        return answered(*writing, e.workflow(id.kind())->handle(id, &made, context));
      });
}

Typed<"collections.abc.Coroutine[Any, Any, recourse.Appended]"> handle_async(
    const OwnEngine& engine, const Key& name, const Any& command, const ActorObject& actor,
    const OptionalMoment& at, const OptionalText& command_id, const OptionalNumber& expected) {
  const auto id = stream_in(engine, name);
  auto made = std::make_shared<const core::DynamicSet>(engine.of(id).own->command_of(command));
  auto context = context_in(engine, {actor, at, command_id}, expected);
  const auto inbox = Inbox::of_running_loop();
  auto pass = engine.enter();
  auto future = inbox->new_future();
  const auto* const port = engine.held().workflow(id.kind());
  auto done = [pass = std::move(pass), writing = engine.writing(), inbox,
               promise = Promise{future}](Result<core::Outcome> outcome) mutable {
    auto answer = answered(*writing, std::move(outcome));
    inbox->put(std::move(promise), [answer = std::move(answer)](py::object* out) mutable {
      *out = appended_of(std::move(answer));
    });
  };
  {
    const py::gil_scoped_release released;
    port->async_handle(id, std::move(made), std::move(context), std::move(done));
  }
  return future;
}

Typed<"recourse.Appended"> handle_all(const OwnEngine& engine, const Key& name,
                                      const Typed<"collections.abc.Sequence[Any]">& commands,
                                      const ActorObject& actor, const OptionalMoment& at,
                                      const OptionalText& command_id,
                                      const OptionalNumber& expected) {
  const auto id = stream_in(engine, name);
  const auto& own = *engine.of(id).own;
  const auto context = context_in(engine, {actor, at, command_id}, expected);
  std::vector<core::Step<core::DynamicDecider>> steps;
  if (!py::isinstance<py::sequence>(commands)) wrong_type("commands: a list", commands);
  for (const auto one : py::reinterpret_borrow<py::sequence>(commands)) {
    auto command = parameter("commands", [&] { return own.command_of(one); });
    steps.push_back({std::move(command), context.now, context.actor, context.standing});
  }
  return wait_for_command(
      engine, context.command_id,
      [id, steps = std::move(steps), context, writing = engine.writing()](const Engine& e) {
        const core::Causes causes{.expected = context.expected};
        return answered(*writing, python::handle_all(*e.workflow(id.kind()), id, steps,
                                                     context.command_id, causes));
      });
}

/// Who looks; nothing: code that decides, which sees everything.
std::optional<core::Viewer> viewer_in(const OptionalActor& actor, const Text& purpose,
                                      const Text& code) {
  if (!actor.is_none()) return viewer_of(ActorObject{py::object{actor}}, purpose, code);
  if (text_of(purpose).empty() && text_of(code).empty()) return std::nullopt;
  raise(Error{Errc::invalid_argument, "a purpose, or a code, is an actor's: say who looks"});
}

Any state(const OwnEngine& engine, const Key& name, const OptionalNumber& version,
          const OptionalActor& actor, const Text& purpose, const Text& code) {
  const auto id = stream_in(engine, name);
  const auto& own = *engine.of(id).own;
  const Version at{if_given("version", version, number_of).value_or(~std::uint64_t{0})};
  const auto viewer = viewer_in(actor, purpose, code);
  if (!viewer) {
    const auto found = answer_of(
        engine.use([&](const Engine& e) { return e.workflow(id.kind())->find_any(id, at); }));
    return own.state_to_python(found.state.get());
  }
  const auto look =
      seen_of(answer_of(engine.use([&](const Engine& e) { return e.look(id, *viewer, at); })));
  // The look's own copy (WorkflowPort::find_any).
  auto* const shown = const_cast<void*>(look.now.state.get());
  core::redact(shown, own.core().state(), look.visibility);
  return own.state_to_python(shown);
}

/// Goes through what a cursor gives.
template <class Cursor, class See>
Result<void> each_record(Cursor& cursor, std::size_t most, const See& see) {
  for (std::size_t count = 0; count < most; ++count) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) return {};
    RECOURSE_TRY(see(cursor.record()));
  }
  return {};
}

/// The events of a record as they are, each with it.
Result<void> append_events(const OwnEngine& engine, const core::RecordView& record, py::list& to) {
  return each_own_event(
      engine.workflows(), record, "reading",
      [&](py::object known, py::object event) { to.append(py::make_tuple(known, event)); });
}

Pairs history(const OwnEngine& engine, const Key& name, const OptionalActor& actor,
              const Text& purpose, const Text& code) {
  const auto id = stream_in(engine, name);
  const auto& own = *engine.of(id).own;
  const auto viewer = viewer_in(actor, purpose, code);
  std::optional<core::Look> look;
  if (viewer) {
    look = seen_of(answer_of(engine.use([&](const Engine& e) { return e.look(id, *viewer); })));
  }
  py::list all;
  answer_of(engine.use([&](const Engine& e) -> Result<void> {
    RECOURSE_TRY(e.follow());
    RECOURSE_TRY_ASSIGN(const auto cursor, e.store().read_stream(id));
    const auto& port = *e.workflow(id.kind());
    return each_record(*cursor, ~std::size_t{0}, [&](const core::RecordView& record) {
      if (!look) return append_events(engine, record, all);
      const auto who = core::actor_of(port, record, look->visibility);
      return port.each_event(record, look->visibility, [&](const void* event) -> Result<void> {
        const py::gil_scoped_acquire held;
        all.append(py::make_tuple(record_to_python(record, who),
                                  own.to_python(*static_cast<const core::DynamicSet*>(event))));
        return {};
      });
    });
  }));
  return py::object{std::move(all)};
}

Pairs events(const OwnEngine& engine, std::uint64_t from, std::size_t most) {
  py::list all;
  answer_of(engine.use([&](const Engine& e) -> Result<void> {
    RECOURSE_TRY(e.follow());
    RECOURSE_TRY_ASSIGN(const auto cursor,
                        e.store().read_all(core::LogRange{.from = Position{from}}));
    return each_record(*cursor, most, [&](const core::RecordView& record) {
      return append_events(engine, record, all);
    });
  }));
  return py::object{std::move(all)};
}

Typed<"list[str]"> next(const OwnEngine& engine, const Key& name, const OptionalActor& actor) {
  const auto id = stream_in(engine, name);
  const auto& decider = engine.of(id).decider;
  const auto who = if_given("actor", actor, actor_of);
  const auto names =
      answer_of(engine.use([&](const Engine& e) -> Result<std::vector<std::string_view>> {
        const auto* const port = e.workflow(id.kind());
        const auto found = port->find_any(id);
        if (!found && found.error().code() != Errc::not_found) return found.error();
        const core::DynamicState empty;
        const void* const now = found ? found->state.get() : &empty;
        return core::Fold<core::DynamicDecider>::guarded("next", [&] {
          return Result<std::vector<std::string_view>>{
              port->next(now, who ? &*who : nullptr).value_or(decider.info().beginning)};
        });
      }));
  return list_of(names, text_to_python);
}

std::uint64_t version(const OwnEngine& engine, const Key& name) {
  const auto id = stream_in(engine, name);
  return value_of(engine.use([&](const Engine& e) -> Result<Version> {
           RECOURSE_TRY(e.follow());
           return e.store().version_of(id);
         }))
      .value;
}

Typed<"list[recourse.ArmedTimer]"> due(const OwnEngine& engine, const Key& name) {
  const auto id = stream_in(engine, name);
  const auto found =
      answer_of(engine.use([&](const Engine& e) { return e.workflow(id.kind())->find_any(id); }));
  return list_of(found.timers, as_python);
}

/// True at what is given; else with everything that the log has by now.
Result<Position> moment_of_rows(const Engine& engine, const std::optional<Position>& at_least) {
  if (at_least) return *at_least;
  return engine.follow();
}

Typed<"list[tuple[str, Any]]"> rows(const OwnEngine& engine, const ProjectionOrName& view,
                                    const std::string& start, const std::string& end,
                                    const OptionalNumber& at_least) {
  const auto name =
      text_of(PyUnicode_Check(view.ptr()) ? py::object{view} : py::object{view.attr("name")});
  const auto position = position_given("at_least", at_least);
  const auto found = answer_of(engine.use([&](const Engine& e) -> Result<OwnRowList> {
    RECOURSE_TRY_ASSIGN(const auto at, moment_of_rows(e, position));
    return own_rows(e, &engine.parts(), name, start, end, at);
  }));
  return rows_to_python(found);
}

Typed<"dict[str, Any]"> streams(const OwnEngine& engine, const WorkflowOrKind& of,
                                const OptionalNumber& at_least) {
  const auto kind =
      text_of(PyUnicode_Check(of.ptr()) ? py::object{of} : py::object{of.attr("kind")});
  const auto& one = engine.of(value_of(StreamId::of(kind, "x")));
  const auto position = position_given("at_least", at_least);
  std::vector<std::pair<std::string, core::Loaded<core::DynamicState>>> found;
  answer_of(engine.use([&](const Engine& e) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto at, moment_of_rows(e, position));
    RECOURSE_TRY_ASSIGN(const auto table, e.rows(kind, at));
    const auto cursor = table->scan("s", "t");
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) return {};
      RECOURSE_TRY_ASSIGN(auto loaded,
                          core::decode_dynamic(cursor->value(), one.decider.workflow()));
      found.emplace_back(cursor->key().substr(1), std::move(loaded));
    }
  }));
  py::dict all;
  for (const auto& [name, loaded] : found) {
    all[text_to_python(name)] = one.own->state_to_python(&loaded.state);
  }
  return py::object{std::move(all)};
}

void bind_commands(OwnBinding& binding) {
  const auto none = py::none();
  binding
      .def("handle", &handle, py::arg("stream"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("at") = none, py::arg("command_id") = none,
           py::arg("expected") = none, R"(
Decides a command and appends what was decided; returns when that is durable.

stream: "parcel/A1"; the key alone where the engine has one workflow.
actor, at, command_id, expected: as in Office.handle.

Ctrl-C ends the waiting, not the command, as in Office.handle. Raises Refused; UserCodeFailedError
if a rule raises, with that as its cause: nothing was appended; and as Office.handle.)")
      .def("handle_async", &handle_async, py::arg("stream"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("at") = none, py::arg("command_id") = none,
           py::arg("expected") = none, R"(
`handle` for event loops: to be awaited. No thread waits; thousands may be under way at once. Who is
cancelled does not undo the command: give its id again for its answer.)")
      .def("handle_all", &handle_all, py::arg("stream"), py::arg("commands"), py::kw_only(),
           py::arg("actor"), py::arg("at") = none, py::arg("command_id") = none,
           py::arg("expected") = none, R"(
Several commands as one: decided one after the other, each on what the ones before it leave, and
appended all or nothing. The first refusal refuses the whole. Raises as `handle`.)");
}

void bind_looks(OwnBinding& binding) {
  const auto none = py::none();
  binding
      .def("state", &state, py::arg("stream"), py::arg("version") = none, py::kw_only(),
           py::arg("actor") = none, py::arg("purpose") = "", py::arg("code") = "", R"(
The state of a stream, now or after its event `version`. NotFoundError if there is no such stream.

actor: who looks: what is not theirs to see is empty, as the workflow says (Workflow.sees), or
    Refused (not_to_be_seen). None: whole and in clear, for code that decides, never for showing.
purpose: for what personal data is wanted in clear; the look is recorded first (Workflow.looks).
code: with a purpose: what shows that the stream is the actor's own.)")
      .def("history", &history, py::arg("stream"), py::kw_only(), py::arg("actor") = none,
           py::arg("purpose") = "", py::arg("code") = "", R"(
All events of a stream, each with its record; none if there is no such stream, which is
NotFoundError for an actor. actor, purpose, code: as in `state`.)")
      .def("events", &events, py::arg("from_") = std::uint64_t{1},
           py::arg("most") = std::size_t{1000}, R"(
Events of at most so many records of the log from a position on, whole and in clear. What somebody
may see of them: `read_events`, `tail`.)")
      .def("next", &next, py::arg("stream"), py::arg("actor") = none, R"(
Names of the commands that a stream takes; with an actor, from him.)")
      .def("version", &version, py::arg("stream"), R"(
The version of a stream's last event, for `expected`; 0: it has not begun.)")
      .def("due", &due, py::arg("stream"), R"(
The limits that a stream is under. NotFoundError if there is no such stream.)")
      .def("rows", &rows, py::arg("view"), py::arg("start") = "", py::arg("end") = "",
           py::kw_only(), py::arg("at_least") = none, R"(
Rows of a projection with start ≤ key < end, in order; an empty end: to the last.

at_least: true at this position or later; None: with everything that the log has by now.
ViewStoppedError if the projection raised, saying what.)")
      .def("streams", &streams, py::arg("of"), py::kw_only(), py::arg("at_least") = none, R"(
Every stream of a workflow with its state, as its view has them. at_least: as in `rows`.)");
}

}  // namespace

void bind_own_verbs(OwnBinding& binding) {
  bind_commands(binding);
  bind_looks(binding);
}

}  // namespace recourse::python
