// Actor: who gives a command, and of what kind.
//
//     core::Actor{"w7", "window_officer", "S001"}        // written window_officer:w7@S001
//
// A name and a role are texts, which anybody can write. What the engine does itself (a timer fires,
// a reaction answers), and what another system tells, must not be claimed by writing "timer" or
// "importer": therefore each record holds the actor's kind beside the text, and the kind comes with
// a Standing, which only the engine makes. A command whose actor's role is reserved is refused as
// invalid_argument unless its standing is of that kind (`check_standing`).
//
// Views, exports and lists read the text back. So it must mean one actor alone: an actor that would
// be read back as another one is refused too (`check_actor`): a role holds no `:`, an id no `@`,
// and without a role there is no `:` at all.
//
// Values; no shared state.
#pragma once

#include <cstdint>
#include <recourse/base/result.hpp>
#include <recourse/describe/enums.hpp>
#include <string>
#include <string_view>

namespace recourse::core {

/// Who acts: a person or system, in a role, for a unit. Written `role:id@unit` into each record.
struct Actor {
  std::string id;    ///< Staff number, account, "timer"; not a personal name.
  std::string role;  ///< As the workflow understands it: "window_officer".
  std::string unit;  ///< Station, department; may be empty.

  std::string to_string() const;
  /// Reads `role:id@unit`, `role:id`, `id@unit`, or `id`: the role goes to the first `:`, the unit
  /// begins behind the first `@` after it.
  static Actor parse(std::string_view text);
  friend bool operator==(const Actor&, const Actor&) = default;
};

/// Of what kind an actor is. Stored; numbers are never reused.
enum class ActorKind : std::uint8_t {
  person = 0,    ///< Somebody, or a program of somebody's, at the engine's interface.
  engine = 1,    ///< The engine itself: a timer, a reaction.
  importer = 2,  ///< Another system, through an adapter that the application has opened.
};
BOOST_DESCRIBE_ENUM(ActorKind, person, engine, importer)

/// The kind of a context's actor. Whoever fills in a context is a person: the other kinds come from
/// the engine, for timers and reactions, and from Engine::import_context, for adapters.
class Standing {
 public:
  constexpr Standing() = default;
  constexpr ActorKind kind() const { return kind_; }
  friend constexpr bool operator==(Standing, Standing) = default;

 private:
  friend struct StandingOf;
  constexpr explicit Standing(ActorKind kind) : kind_(kind) {}
  ActorKind kind_ = ActorKind::person;
};

/// Makes standings. For the engine and for tests of what it does; nobody else's business: a program
/// that calls it with a text from outside lets that text claim what only the engine may say.
struct StandingOf {
  static constexpr Standing engine() { return Standing{ActorKind::engine}; }
  static constexpr Standing importer() { return Standing{ActorKind::importer}; }
  static constexpr Standing kind(ActorKind kind) { return Standing{kind}; }
  /// Of whom a role is kept for.
  static Standing role(std::string_view role);
};

/// The kind that a role is kept for: `timer` and `engine`, `importer`; person for every other one.
ActorKind kind_of_role(std::string_view role);

/// invalid_argument where the role is kept for another kind than the standing's. An engine acts in
/// its own roles; an importer in any but those, since it tells what others did.
Result<void> check_standing(const Actor& actor, Standing standing);

/// Of an actor that is to be written into records. invalid_argument where its text would be read
/// back as another one (a `:` in a role, an `@` in an id), or has control characters; and as
/// check_standing.
Result<void> check_actor(const Actor& actor, Standing standing);

}  // namespace recourse::core
