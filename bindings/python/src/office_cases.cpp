// recourse.Office: one case, what it takes and what it shows; erasure and timers.
#include <recourse/describe/typed_words.hpp>
#include <recourse/office.hpp>

#include "arguments.hpp"
#include "commands.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "office_parts.hpp"
#include "raise.hpp"
#include "results.hpp"

namespace recourse::python {
namespace {

using Case = Typed<"str">;
using CommandObject = Typed<"recourse.complaint.Command">;
using Binding = OfficeBinding;

Command case_command(const Session& session, const Case& name, const CommandObject& object,
                     const ActorObject& actor, const OptionalMoment& at,
                     const OptionalText& command_id, const OptionalNumber& expected) {
  auto id = stream_of(name);
  auto command = std::make_shared<const casework::complaint::Command>(command_of(object));
  const Circumstances given{actor, at, command_id};
  return {casework::complaint::ComplaintDecider::kKind, std::move(id), std::move(command),
          context_of(session, given, expected)};
}

Typed<"recourse.Appended"> handle_case(Session& session, const Case& name,
                                       const CommandObject& object, const ActorObject& actor,
                                       const OptionalMoment& at, const OptionalText& command_id,
                                       const OptionalNumber& expected) {
  return handle(session, case_command(session, name, object, actor, at, command_id, expected));
}

Typed<"collections.abc.Coroutine[Any, Any, recourse.Appended]"> handle_case_async(
    Session& session, const Case& name, const CommandObject& object, const ActorObject& actor,
    const OptionalMoment& at, const OptionalText& command_id, const OptionalNumber& expected) {
  return handle_async(session,
                      case_command(session, name, object, actor, at, command_id, expected));
}

Typed<"recourse.Appended"> handle_all(
    Session& session, const Case& name,
    const Typed<"collections.abc.Sequence[recourse.complaint.Command]">& commands,
    const ActorObject& actor, const OptionalMoment& at, const OptionalText& command_id) {
  const auto id = stream_of(name);
  const Circumstances given{actor, at, command_id};
  const auto context = context_of(session, given, OptionalNumber{py::object{py::none()}});
  if (!py::isinstance<py::sequence>(commands)) wrong_type("commands: a list", commands);
  std::vector<core::Step<casework::complaint::ComplaintDecider>> steps;
  for (const auto one : py::reinterpret_borrow<py::sequence>(commands)) {
    auto command = parameter("commands", [&] {
      return command_of(CommandObject{py::reinterpret_borrow<py::object>(one)});
    });
    steps.push_back({std::move(command), context.now, context.actor, context.standing});
  }
  const auto outcome = value_of(
      session.use([&](const Office& e) { return e.handle_all(id, steps, context.command_id); }));
  if (outcome.refused()) raise(outcome.refusal());
  session.wrote(outcome.appended().last);
  return to_python(outcome.appended());
}

Typed<"recourse.OpenedCase"> open_case(Session& session, const CommandObject& object,
                                       const ActorObject& actor, const OptionalText& name,
                                       const OptionalMoment& at, const OptionalText& command_id) {
  session.refuse_commands_of_rules();
  const auto command = command_of(object);
  const auto under =
      if_given("case", name, [](const py::handle& key) { return stream_of(py::cast<Case>(key)); });
  const Circumstances given{actor, at, command_id};
  const auto opened = value_of(session.use(
      [&](const Office& office) { return office.open_case(command, given.in(office), under); }));
  if (opened.outcome.refused()) raise(opened.outcome.refusal());
  session.wrote(opened.outcome.appended().last);
  return to_python(opened);
}

CaseView find(Session& session, const Case& name, const ActorObject& actor, const Text& purpose,
              const Text& code, const OptionalNumber& at_version) {
  const auto id = stream_of(name);
  const auto viewer = known_viewer_of(actor, purpose, code);
  const Version at{if_given("at_version", at_version, number_of).value_or(~std::uint64_t{0})};
  return seen_of(value_of(
      session.use([&](const Office& office) { return office.find_case(id, viewer, at); })));
}

Typed<"recourse.CaseView"> find_case(Session& session, const Case& name, const ActorObject& actor,
                                     const Text& purpose, const Text& code,
                                     const OptionalNumber& at_version) {
  return to_python(find(session, name, actor, purpose, code, at_version));
}

Typed<"recourse.complaint.State"> state(Session& session, const Case& name,
                                        const ActorObject& actor, const Text& purpose,
                                        const Text& code, const OptionalNumber& at_version) {
  return to_python(find(session, name, actor, purpose, code, at_version).state);
}

Typed<"list[recourse.HistoryEntry]"> history(Session& session, const Case& name,
                                             const ActorObject& actor, const Text& purpose,
                                             const Text& code) {
  const auto id = stream_of(name);
  const auto viewer = known_viewer_of(actor, purpose, code);
  const auto entries =
      seen_of(value_of(session.use([&](const Office& e) { return e.history(id, viewer); })));
  return list_of(entries, as_python);
}

casework::complaint::DocumentKind document_kind_of(const Text& kind) {
  const auto name = parameter("kind", [&] { return text_of(kind); });
  const auto& words = describe::enum_info<casework::complaint::DocumentKind>;
  const auto* word = describe::find_typed(words, name);
  if (word != nullptr) return static_cast<casework::complaint::DocumentKind>(word->value);
  raise(Error{
      Errc::invalid_argument,
      "there is no document '" + name + "'; there are notice, acceptance, refusal and supplement"});
}

Typed<"recourse.Document"> document(Session& session, const Case& name, const Text& kind,
                                    const ActorObject& actor, const Text& purpose,
                                    const Text& code) {
  const auto id = stream_of(name);
  const auto which = document_kind_of(kind);
  const auto viewer = known_viewer_of(actor, purpose, code);
  return to_python(seen_of(
      value_of(session.use([&](const Office& e) { return e.document(id, which, viewer); }))));
}

Typed<"recourse.Document"> draft_document(Session& session, const Case& name,
                                          const CommandObject& object, const ActorObject& actor,
                                          const Text& purpose, const Text& code,
                                          const OptionalMoment& at) {
  const auto id = stream_of(name);
  const auto command = command_of(object);
  const Circumstances given{actor, at, OptionalText{py::object{py::none()}}};
  const auto viewer = known_viewer_of(actor, purpose, code);
  const auto drafted = value_of(session.use(
      [&](const Office& e) { return e.draft_document(id, command, given.in(e), viewer); }));
  if (const auto* no = std::get_if<core::Refusal>(&drafted)) raise(*no);
  return to_python(std::get<casework::complaint::Document>(drafted));
}

Typed<"list[str]"> next(Session& session, const Case& name, const ActorObject& actor) {
  const auto id = stream_of(name);
  const auto who = actor_of(actor);
  const auto names = value_of(session.use([&](const Office& e) { return e.next(id, who); }));
  return list_of(names, text_to_python);
}

Typed<"list[recourse.DueTime]"> due_times(Session& session, const Case& name,
                                          const ActorObject& actor) {
  const auto id = stream_of(name);
  const auto viewer = known_viewer_of(actor);
  const auto running =
      seen_of(value_of(session.use([&](const Office& e) { return e.due_times(id, viewer); })));
  return list_of(running, as_python);
}

void bind_commands(Binding& binding) {
  binding
      .def("handle", &handle_case, py::arg("case"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("at") = py::none(), py::arg("command_id") = py::none(),
           py::arg("expected") = py::none(), R"(
Decides a command for a case and appends what was decided; returns when it is durable.

case: its key, "S001-1", or its whole stream, "case/S001-1".
actor: who gives it.
at: when it takes place; None: now.
command_id: 32 hexadecimal digits or a UUID's text. The same id with the same content takes effect
    once and gets the first answer again (`repeated`); None: a fresh one.
expected: the version that the case must be at, else VersionConflictError; None: any.

Ctrl-C ends the waiting, not the command: what is raised then has the id as `command_id`, by which
the answer is to be had again.
Raises Refused if the domain says no. TypeError or ValueError, with class and field, if the command
is not of its types. InvalidArgumentError, MalformedError, LimitExceededError, CommandIdReusedError,
VersionConflictError, and those of the store; then nothing was appended.)")
      .def("handle_async", &handle_case_async, py::arg("case"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("at") = py::none(), py::arg("command_id") = py::none(),
           py::arg("expected") = py::none(), R"(
`handle` for event loops: to be awaited. No thread waits; thousands may be under way at once. Who is
cancelled does not undo the command: give its id again for its answer.)")
      .def("handle_all", &handle_all, py::arg("case"), py::arg("commands"), py::kw_only(),
           py::arg("actor"), py::arg("at") = py::none(), py::arg("command_id") = py::none(), R"(
Several commands of one actor as one: decided one after the other, each on what the ones before it
leave, and appended all or nothing. The first refusal refuses the whole. Raises as `handle`.)")
      .def("open_case", &open_case, py::arg("command"), py::kw_only(), py::arg("actor"),
           py::arg("case") = py::none(), py::arg("at") = py::none(),
           py::arg("command_id") = py::none(), R"(
Begins a case by a Report or FinishOnSpot: gives it the next number of the station's day, or the
key `case`, and an inquiry code for the citizen, of which the log holds a digest only. Repeated with
the same `command_id` it answers with the same case, without the code; so does an order of the
hotline, or of another system, that comes again under its reference.

Raises as `handle`; InvalidArgumentError for another command, or a station that cannot stand in a
number.)");
}

void bind_looks(Binding& binding) {
  binding
      .def("state", &state, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("code") = "", py::arg("at_version") = py::none(), R"(
The state of a case, now or after its event `at_version`, as somebody may see it.

actor: who looks. What is not theirs to see is empty; Refused (not_to_be_seen) if that is all.
purpose: for what personal data is wanted in clear: the look is recorded before anything is shown,
    or Refused. Empty: it comes masked, "张*", and nothing is recorded.
code: with a purpose: the inquiry code by which a citizen shows that it is their case.

NotFoundError if there is no such case.)")
      .def("find_case", &find_case, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("code") = "", py::arg("at_version") = py::none(), R"(
The same with its version and definition.)")
      .def("history", &history, py::arg("case"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("code") = "", R"(
All events of a case, in order, as somebody may see them; as `state`.)")
      .def("document", &document, py::arg("case"), py::arg("kind") = "notice", py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", py::arg("code") = "", R"(
The paper of that kind that was recorded last: "notice", "acceptance", "refusal" or "supplement".
The name on it is masked without a purpose; as `state`. NotFoundError if there is none.)")
      .def("draft_document", &draft_document, py::arg("case"), py::arg("command"), py::kw_only(),
           py::arg("actor"), py::arg("purpose") = "", py::arg("code") = "",
           py::arg("at") = py::none(), R"(
The paper that an Accept, Decline, RouteNotice or DemandMore would lead to, to be printed and signed
before that command records it with the paper's `draft`. Nothing is recorded. Raises Refused if the
command would be refused, but for the signature; InvalidArgumentError for other commands.)")
      .def("next", &next, py::arg("case"), py::arg("actor"), R"(
Names of the commands that would be taken from `actor` now if they are filled in rightly. Never a
timer's. NotFoundError if there is no such case.)")
      .def("due_times", &due_times, py::arg("case"), py::kw_only(), py::arg("actor"), R"(
The limits that it is under, for whoever may see the case; else Refused. NotFoundError if there is
no such case.)");
}

}  // namespace

void bind_cases(Binding& binding) {
  bind_commands(binding);
  bind_looks(binding);
}

}  // namespace recourse::python
