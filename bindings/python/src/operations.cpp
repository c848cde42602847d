#include "operations.hpp"

#include "backups.hpp"
#include "fields.hpp"
#include "own_failures.hpp"

namespace recourse::python {
namespace {

using Binding = py::class_<Session, std::shared_ptr<Session>>;

py::object view_to_python(const core::ViewReport& report) {
  const auto& serving = report.serving;
  return Fields{}
      .put("name", serving.name.view)
      .put("version", serving.name.version)
      .put("position", serving.position)
      .put("head", serving.head)
      .put("lag", serving.lag())
      .put("stopped", serving.stopped)
      .put_said("error", serving.error)
      .put("building", report.building ? py::object{py::int_(report.building->position.value)}
                                       : py::object{py::none()})
      .as("ViewStatus");
}

py::object reaction_to_python(const core::ReactionStatus& status) {
  return Fields{}
      .put("name", status.name)
      .put("position", status.position)
      .put("lag", status.lag())
      .put("stopped", status.stopped)
      .put_said("error", status.error)
      .put("given", status.given)
      .put("taken", status.taken)
      .put("refused", status.refused)
      .as("ReactionStatus");
}

py::object refused_to_python(const core::RefusedIntent& one) {
  return Fields{}
      .put("position", one.position)
      .put("stream", one.stream)
      .put("command", one.command)
      .put("command_id", one.command_id.to_string())
      .put("refusal", one.refusal)
      .put("en", one.en)
      .put("zh", one.zh)
      .as("RefusedIntent");
}

template <class S>
Typed<"list[recourse.ViewStatus]"> views(S& session) {
  const auto reports = session.use([](const auto& e) { return e.views().report(); });
  return list_of(reports, view_to_python);
}

template <class S>
void rebuild_view(S& session, const Text& view, bool compare) {
  const auto name = parameter("view", [&] { return text_of(view); });
  value_of(
      session.use([&](const auto& e) { return e.views().rebuild(name, {.compare = compare}); }));
}

template <class S>
void resume_view(S& session, const Text& view) {
  const auto name = parameter("view", [&] { return text_of(view); });
  value_of(session.use([&](const auto& e) { return e.views().resume(name); }));
}

template <class S>
Typed<"list[recourse.ReactionStatus]"> reactions(S& session) {
  return list_of(session.use([](const auto& e) { return engine_of(e).reactions(); }),
                 reaction_to_python);
}

template <class S>
Typed<"list[recourse.ReactionStatus]"> react(S& session) {
  return list_of(answer_of(session.use([](const auto& e) { return engine_of(e).react(); })),
                 reaction_to_python);
}

template <class S>
Typed<"list[recourse.RefusedIntent]"> refused_intents(S& session, const Text& reaction,
                                                      std::size_t most) {
  const auto name = parameter("reaction", [&] { return text_of(reaction); });
  return list_of(value_of(session.use(
                     [&](const auto& e) { return engine_of(e).refused_intents(name, most); })),
                 refused_to_python);
}

template <class S>
void resume_reaction(S& session, const Text& reaction) {
  const auto name = parameter("reaction", [&] { return text_of(reaction); });
  value_of(session.use([&](const auto& e) { return engine_of(e).resume_reaction(name); }));
}

template <class S>
void move_reaction(S& session, const Text& reaction, std::uint64_t position) {
  const auto name = parameter("reaction", [&] { return text_of(reaction); });
  value_of(session.use(
      [&](const auto& e) { return engine_of(e).move_reaction(name, Position{position}); }));
}

template <class S>
Typed<"recourse.VerifyReport"> verify(S& session) {
  const auto& gate = session.gate();
  return to_python(value_of(session.use([&](const auto& e) {
    return e.verify([&](Position, Position) { return goes_on() && !gate->closed(); });
  })));
}

template <class S>
Typed<"recourse.BackupMade"> backup(S& session, const Path& folder) {
  const auto where = path_of("folder", folder);
  const auto& gate = session.gate();
  return to_python(value_of(session.use([&](const auto& e) {
    return stores::create_backup(
        e.store(), where, {.clock = &e.clock(), .progress = [&](std::uint64_t, std::uint64_t) {
                             return goes_on() && !gate->closed();
                           }});
  })));
}

template <class S>
Typed<"recourse.Health"> health(S& session) {
  const auto found = session.use([](const auto& e) { return e.health(); });
  return Fields{}
      .put("ok", found.ok())
      .put("troubles", tuple_of(found.troubles, said_to_python))
      .put("store", to_python(found.store))
      .as("Health");
}

template <class S>
Text metrics(S& session) {
  return text_to_python(
      session.use([](const auto& e) { return base::to_prometheus(e.metrics()); }));
}

Typed<"list[str]"> erase_past_retention(Session& session, const ActorObject& actor, bool dry_run) {
  session.refuse_commands_of_rules();
  const Circumstances given{actor, OptionalMoment{py::object{py::none()}},
                            OptionalText{py::object{py::none()}}};
  const auto report = value_of(
      session.use([&](const Office& e) { return e.erase_past_retention(given.in(e), dry_run); }));
  return list_of(report.cases, [](const StreamId& id) { return text_to_python(id.text()); });
}

Typed<"dict[str, int]"> recompute_limits(Session& session, const OptionalActor& actor) {
  const auto who = if_given("actor", actor, actor_of);
  const auto report =
      value_of(session.use([&](const Office& e) { return e.recompute_limits(who); }));
  py::dict counts;
  counts["looked_at"] = report.looked_at;
  counts["recomputed"] = report.recomputed;
  counts["moved"] = report.moved;
  counts["refused"] = report.refused;
  counts["others"] = report.others;
  return py::object{std::move(counts)};
}

template <class S, class B>
void bind_views_and_reactions(B& binding) {
  binding.def("views", &views<S>, "\nThe views, each with its position and how far it is behind.")
      .def("rebuild_view", &rebuild_view<S>, py::arg("view"), py::kw_only(),
           py::arg("compare") = false, R"(
Begins to build a view anew beside the one that serves, which it replaces when it has come as far.
compare: hold it row by row against the old one first.
Raises NotFoundError, InvalidArgumentError.)")
      .def("resume_view", &resume_view<S>, py::arg("view"), R"(
Lets a view try again that has stopped. NotFoundError if there is none.)")
      .def("reactions", &reactions<S>, "\nHow the reactions stand, in the order of their names.")
      .def("react", &react<S>, R"(
Gives whatever reactions ask for, until nothing is left, and answers with how they stand.
InvalidArgumentError if they run by themselves (timers=True), ViewStoppedError if one has
stopped.)")
      .def("refused_intents", &refused_intents<S>, py::arg("reaction"), py::kw_only(),
           py::arg("most") = std::size_t{100}, R"(
What was refused of what a reaction asked for, the last first. NotFoundError if there is none.)")
      .def("resume_reaction", &resume_reaction<S>, py::arg("reaction"), R"(
Lets a reaction try again that has stopped. NotFoundError if there is none.)")
      .def("move_reaction", &move_reaction<S>, py::arg("reaction"), py::arg("position"), R"(
Sets where a reaction goes on. NotFoundError if there is none.)");
}

template <class S, class B>
void bind_upkeep(B& binding) {
  binding
      .def("verify", &verify<S>, R"(
Reads the whole log and proves what can be proved from it; what is wrong is in the report.)")
      .def("backup", &backup<S>, py::arg("folder"), R"(
Adds to a backup folder what the log has gained since the last time; may run beside everything else.
Raises NotAStoreError, InvalidArgumentError, AcknowledgedLossError, StoreLockedError,
CorruptionError, IoError.)")
      .def("health", &health<S>, "\nWhether all is well, and what is not. Cheap.")
      .def("metrics", &metrics<S>, R"(
What the office counts and times about itself, as the text that Prometheus reads.)");
}

}  // namespace

void bind_operations(py::module_& module, Binding& binding) {
  bind_views_and_reactions<Session>(binding);
  bind_upkeep<Session>(binding);
  bind_backups(module);
  binding
      .def("erase_past_retention", &erase_past_retention, py::kw_only(), py::arg("actor"),
           py::arg("dry_run") = false, R"(
Erases all persons of each case whose term of retention has run out; what is held stays.
Answers with those cases. dry_run: only finds them. Raises KeysUnavailableError, and as `erase`.)")
      .def("recompute_limits", &recompute_limits, py::kw_only(), py::arg("actor") = py::none(), R"(
Computes limits again that waited for a year's notice which is published by now; answers with how
many cases were looked at, recomputed, moved, refused, and how many streams of other workflows were
recomputed (others).)");
}

void bind_operations(OwnBinding& binding) {
  bind_views_and_reactions<OwnEngine>(binding);
  bind_upkeep<OwnEngine>(binding);
}

}  // namespace recourse::python
