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

/// Throws Misfit if it is no recourse.Actor.
core::Actor actor_of(py::handle object);
/// Who looks; with a purpose, in clear.
core::Viewer viewer_of(const ActorObject& actor, const Typed<"str">& purpose);
std::uint64_t number_of(py::handle object);
/// A sequence of texts; a text alone is none. `what` is wanted: "a list of keys".
std::vector<std::string> list_of_texts(const char* what, py::handle list);
/// A case by its key, or any stream whole: "S001-1", "case/S001-1".
StreamId stream_of(const Typed<"str">& name);

/// What every command comes with.
class Circumstances {
 public:
  Circumstances(const ActorObject& given_by, const OptionalMoment& moment,
                const OptionalText& identity);
  core::Context in(const Office& office) const;

 private:
  core::Actor actor_;
  core::Standing standing_;
  std::optional<Timestamp> at_;
  std::optional<CommandId> command_id_;
};

}  // namespace recourse::python
