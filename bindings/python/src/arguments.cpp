#include "arguments.hpp"

#include <recourse/casework/common/roles.hpp>

#include "raise.hpp"

namespace recourse::python {

std::filesystem::path path_of(py::handle object) {
  const bool path = PyUnicode_Check(object.ptr()) || PyBytes_Check(object.ptr()) ||
                    py::hasattr(object, "__fspath__");
  if (!path) wrong_type("a path (str or os.PathLike)", object);
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(object.ptr(), &bytes) == 0) {
    // What its own __fspath__ raises is for the caller.
    if (PyErr_ExceptionMatches(PyExc_ValueError) == 0) throw py::error_already_set();
    PyErr_Clear();
    wrong_value("a path holds neither a zero byte nor half a character (a lone surrogate)");
  }
  return std::string{py::reinterpret_steal<py::bytes>(bytes)};
}
std::filesystem::path path_of(const char* name, py::handle object) {
  return parameter(name, [&] { return path_of(object); });
}

std::string bytes_of(py::handle object) {
  if (!PyBytes_Check(object.ptr())) wrong_type("bytes", object);
  return py::reinterpret_borrow<py::bytes>(object);
}

core::Actor actor_of(py::handle object) {
  return parameter("actor", [&] {
    if (!py::isinstance(object, package_attribute("recourse.results", "Actor"))) {
      wrong_type("a recourse.Actor", object);
    }
    return core::Actor{text_of(py::object{object.attr("id")}),
                       text_of(py::object{object.attr("role")}),
                       text_of(py::object{object.attr("unit")})};
  });
}

namespace {

/// An Importer says by its class that it is one; whatever an Actor's role says is a text.
core::Standing standing_of(py::handle actor) {
  const bool importer = py::isinstance(actor, package_attribute("recourse.results", "Importer"));
  return importer ? core::StandingOf::importer() : core::Standing{};
}

}  // namespace

StreamId stream_of(const Typed<"str">& name) {
  return stream_called(parameter("case", [&] { return text_of(name); }));
}

StreamId stream_called(const std::string& text) {
  const bool whole = text.find('/') != std::string::npos;
  return value_of(whole ? StreamId::parse(text) : StreamId::of("case", text));
}

core::Viewer viewer_of(const ActorObject& actor) {
  return {actor_of(actor), {}, standing_of(actor)};
}

core::Viewer viewer_of(const ActorObject& actor, const Text& purpose) {
  auto viewer = viewer_of(actor);
  viewer.purpose = parameter("purpose", [&] { return text_of(purpose); });
  return viewer;
}

core::Viewer viewer_of(const ActorObject& actor, const Text& purpose, const Text& code) {
  auto viewer = viewer_of(actor, purpose);
  viewer.proof = parameter("code", [&] { return text_of(code); });
  if (viewer.proof.empty() || viewer.wants_clear()) return viewer;
  raise(Error{Errc::invalid_argument,
              "code: it is asked for where personal data is shown in clear: give a purpose too"});
}

namespace {

core::Viewer known(core::Viewer viewer) {
  casework::Role role{};
  if (describe::enum_from_name(viewer.actor.role, role)) return viewer;
  std::vector<std::string_view> names;
  for (const auto& word : describe::enum_info<casework::Role>.words) names.push_back(word.name);
  raise_no_such(Errc::invalid_argument, "role", viewer.actor.role, names);
}

}  // namespace

core::Viewer known_viewer_of(const ActorObject& actor) { return known(viewer_of(actor)); }

core::Viewer known_viewer_of(const ActorObject& actor, const Text& purpose, const Text& code) {
  return known(viewer_of(actor, purpose, code));
}

std::optional<Position> position_given(const char* name, const OptionalNumber& position) {
  const auto given = if_given(name, position, number_of);
  return given ? std::optional{Position{*given}} : std::nullopt;
}

std::uint64_t number_of(py::handle object) {
  return natural_of(object, std::numeric_limits<std::uint64_t>::max());
}

std::vector<std::string> list_of_texts(const char* what, py::handle list) {
  if (PyUnicode_Check(list.ptr()) || !py::isinstance<py::sequence>(list)) wrong_type(what, list);
  std::vector<std::string> texts;
  for (const auto one : py::reinterpret_borrow<py::sequence>(list)) texts.push_back(text_of(one));
  return texts;
}

Circumstances::Circumstances(const ActorObject& given_by, const OptionalMoment& moment,
                             const OptionalText& identity)
    : actor_(actor_of(given_by)),
      standing_(standing_of(given_by)),
      at_(if_given("at", moment, moment_of)) {
  const auto text = if_given("command_id", identity, text_of);
  if (!text) return;
  const auto id = CommandId::parse(*text);
  if (!id) raise(id.error().within("command_id"));
  command_id_ = *id;
}

core::Context Circumstances::in(const Engine& engine) const {
  auto context = engine.context(actor_);
  context.standing = standing_;
  if (at_) context.now = *at_;
  if (command_id_) context.command_id = *command_id_;
  return context;
}

}  // namespace recourse::python
