#include "arguments.hpp"

#include "raise.hpp"

namespace recourse::python {

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
  const auto text = parameter("case", [&] { return text_of(name); });
  const bool whole = text.find('/') != std::string::npos;
  return value_of(whole ? StreamId::parse(text) : StreamId::of("case", text));
}

core::Viewer viewer_of(const ActorObject& actor, const Typed<"str">& purpose) {
  return {actor_of(actor), parameter("purpose", [&] { return text_of(purpose); }),
          standing_of(actor)};
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
  if (text) command_id_ = value_of(CommandId::parse(*text));
}

core::Context Circumstances::in(const Office& office) const {
  auto context = office.context(actor_);
  context.standing = standing_;
  if (at_) context.now = *at_;
  if (command_id_) context.command_id = *command_id_;
  return context;
}

}  // namespace recourse::python
