// What calls take: parameters that are named in what does not fit, actors, and the circumstances of
// a command.
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <recourse/office.hpp>

#include "convert.hpp"
#include "typed.hpp"

namespace recourse::python {

using Text = Typed<"str">;
using OptionalText = Typed<"str | None">;
using OptionalNumber = Typed<"int | None">;
using OptionalMoment = Typed<"datetime.datetime | None">;
using Path = Typed<"str | os.PathLike[str]">;
using ActorObject = Typed<"recourse.Actor">;
using OptionalActor = Typed<"recourse.Actor | None">;

/// Names the parameter in what does not fit.
template <class F>
auto parameter(const char* name, F&& f) {
  try {
    return f();
  } catch (Misfit& misfit) {
    misfit.within(name);
    throw;
  }
}

/// nullopt for None, else read(object).
template <class F>
auto if_given(const char* name, py::handle object, F&& read) {
  using Value = std::decay_t<decltype(read(object))>;
  if (object.is_none()) return std::optional<Value>{};
  return parameter(name, [&] { return std::optional<Value>{read(object)}; });
}

/// The word of an enumeration that is so called. invalid_argument, which lists the words.
template <class E>
Result<E> word_called(const std::string& what, const std::string& name) {
  E word{};
  if (describe::enum_from_name(name, word)) return word;
  std::string known;
  for (const auto& one : describe::enum_info<E>.words) {
    known.append(known.empty() ? "" : ", ").append(one.name);
  }
  return Error{Errc::invalid_argument, what + ": there is no '" + name + "'; there are " + known};
}
/// The same with the error as a Misfit.
template <class E>
E word_of(const std::string& what, const std::string& name) {
  const auto word = word_called<E>(what, name);
  if (!word) wrong_value(word.error().message());
  return *word;
}

std::filesystem::path path_of(py::handle object);
/// The same; what does not fit names the parameter.
std::filesystem::path path_of(const char* name, py::handle object);
std::string bytes_of(py::handle object);
/// Throws Misfit if it is no recourse.Actor.
core::Actor actor_of(py::handle object);
/// Who looks, personal data masked.
core::Viewer viewer_of(const ActorObject& actor);
/// Who looks; with a purpose, in clear. `code`: the inquiry code by which a citizen shows that it
/// is their case; invalid_argument without a purpose.
core::Viewer viewer_of(const ActorObject& actor, const Text& purpose, const Text& code);
core::Viewer viewer_of(const ActorObject& actor, const Text& purpose);
/// The same for what the casework shows: InvalidArgumentError, with the roles that there are, for a
/// role that it does not know. Workflows that are written in Python have roles of their own.
core::Viewer known_viewer_of(const ActorObject& actor);
core::Viewer known_viewer_of(const ActorObject& actor, const Text& purpose, const Text& code);
std::uint64_t number_of(py::handle object);
/// The position that a parameter names; nothing for None.
std::optional<Position> position_given(const char* name, const OptionalNumber& position);
/// A sequence of texts; a text alone is none. `what` is wanted: "a list of keys".
std::vector<std::string> list_of_texts(const char* what, py::handle list);
/// A case by its key, or any stream whole: "S001-1", "case/S001-1".
StreamId stream_of(const Typed<"str">& name);
StreamId stream_called(const std::string& text);

/// What every command comes with.
class Circumstances {
 public:
  Circumstances(const ActorObject& given_by, const OptionalMoment& moment,
                const OptionalText& identity);
  core::Context in(const Engine& engine) const;
  core::Context in(const Office& office) const { return in(office.engine()); }

 private:
  core::Actor actor_;
  core::Standing standing_;
  std::optional<Timestamp> at_;
  std::optional<CommandId> command_id_;
};

}  // namespace recourse::python
