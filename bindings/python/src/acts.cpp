// What is done to streams besides commands: erasure, and limits that fire; the moment and the end
// of the log. For offices and engines.
#include "office_parts.hpp"
#include "own_engine.hpp"
#include "own_failures.hpp"
#include "results.hpp"

namespace recourse::python {
namespace {

StreamId stream_in(const Session&, const Text& name) { return stream_of(name); }
StreamId stream_in(const OwnEngine& engine, const Text& name) {
  return engine.stream(parameter("stream", [&] { return text_of(name); }));
}

template <class E>
E word_given(const char* name, const Text& given) {
  return value_of(word_called<E>(name, parameter(name, [&] { return text_of(given); })));
}

template <class S>
Typed<"recourse.ErasureProof"> prove_erasure(S& session, const Text& name) {
  const auto id = stream_in(session, name);
  return to_python(
      value_of(session.use([&](const auto& e) { return engine_of(e).prove_erasure(id); })));
}

template <class S>
Typed<"recourse.Appended"> erase(S& session, const Text& name, const ActorObject& actor,
                                 const Text& subject, const Text& ground, const Text& reason,
                                 const OptionalMoment& at, const OptionalText& command_id) {
  session.refuse_commands_of_rules();
  const ErasureRequest request{.stream = stream_in(session, name),
                               .subject = word_given<describe::Subject>("subject", subject),
                               .ground = word_given<trust::ErasureGround>("ground", ground),
                               .reason = parameter("reason", [&] { return text_of(reason); })};
  const Circumstances given{actor, at, command_id};
  const auto outcome = answer_of(
      session.use([&](const auto& e) { return engine_of(e).erase(request, given.in(e)); }));
  if (outcome.refused()) raise(outcome.refusal());
  session.wrote(outcome.appended().last);
  return to_python(outcome.appended());
}

template <class S>
Typed<"recourse.TimersStatus"> fire_due(S& session) {
  session.refuse_commands_of_rules();
  return to_python(answer_of(session.use([](const auto& e) { return e.fire_due(); })));
}

template <class S>
Typed<"recourse.TimersStatus"> timers(S& session) {
  return to_python(session.use([](const auto& e) { return e.timers(); }));
}

template <class S, class Binding>
void bind_acts_of(Binding& binding, const char* stream) {
  binding
      .def("erase", &erase<S>, py::arg(stream), py::kw_only(), py::arg("actor"),
           py::arg("subject") = "reporter", py::arg("ground") = "request", py::arg("reason") = "",
           py::arg("at") = py::none(), py::arg("command_id") = py::none(), R"(
Erases a person's data in a case (or stream: "kind/key"), for ever: recorded, then the keys are
destroyed. What they sealed opens nowhere any more; figures and proofs stay.
subject: "reporter", "accused" or "third_party". ground: "request", "retention" or "order".
reason: in words, without personal data.
Raises Refused (the case is held or goes on, or there is nothing), NotFoundError,
KeysUnavailableError, IoError.)")
      .def("prove_erasure", &prove_erasure<S>, py::arg(stream), R"(
What is left of what was erased in a case: tries to open what is sealed in its records, and looks
through every view. Raises NotFoundError, KeysUnavailableError.)")
      .def("fire_due", &fire_due<S>, R"(
Fires every limit that has passed, and waits until nothing more is due. Answers with what was done
since the office was opened. InvalidArgumentError if the timers run by themselves.)")
      .def("timers", &timers<S>, "\nWhat the timers did since the office was opened.")
      .def(
          "clock_moved", [](S& session) { session.use([](const auto& e) { e.clock_moved(); }); },
          "\nThe clock was set, or moved by hand: timers look again at once.");
}

template <class S, class Binding>
void bind_now_of(Binding& binding) {
  binding
      .def(
          "now", [](S & session) -> Typed<"datetime.datetime"> {
            return moment_to_python(session.use([](const auto& e) { return e.clock().now(); }));
          },
          "\nThe present moment, as the office's clock has it; in UTC.")
      .def(
          "head",
          [](S& session) {
            return value_of(session.use([](const auto& e) { return engine_of(e).follow(); })).value;
          },
          R"(
Position of the last event of the log; 0 while it is empty. Beside the process that writes, of what
it has written by now.)");
}

}  // namespace

void bind_now(OfficeBinding& binding) { bind_now_of<Session>(binding); }
void bind_acts(OfficeBinding& binding) { bind_acts_of<Session>(binding, "case"); }
void bind_acts(OwnBinding& binding) {
  bind_now_of<OwnEngine>(binding);
  bind_acts_of<OwnEngine>(binding, "stream");
}

}  // namespace recourse::python
