#include <algorithm>
#include <recourse/core/actor.hpp>

namespace recourse::core {

std::string Actor::to_string() const {
  std::string text;
  if (!role.empty()) text.append(role).append(":");
  text.append(id);
  if (!unit.empty()) text.append("@").append(unit);
  return text;
}

Actor Actor::parse(std::string_view text) {
  Actor actor;
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    actor.role = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const auto at = text.find('@');
  actor.id = text.substr(0, at);
  if (at != std::string_view::npos) actor.unit = text.substr(at + 1);
  return actor;
}

ActorKind kind_of_role(std::string_view role) {
  if (role == "timer" || role == "engine") return ActorKind::engine;
  if (role == "importer") return ActorKind::importer;
  return ActorKind::person;
}

Standing StandingOf::role(std::string_view role) { return Standing{kind_of_role(role)}; }

Result<void> check_standing(const Actor& actor, Standing standing) {
  const auto wanted = kind_of_role(actor.role);
  if (wanted == standing.kind()) return {};
  if (standing.kind() == ActorKind::importer && wanted == ActorKind::person) return {};
  if (wanted == ActorKind::person) {
    return Error{Errc::invalid_argument,
                 "the engine acts as 'timer' or 'engine', not as '" + actor.to_string() + "'"};
  }
  return Error{Errc::invalid_argument,
               "the role '" + actor.role + "' of '" + actor.to_string() + "' is kept for " +
                   (wanted == ActorKind::engine
                        ? "the engine itself: nobody acts in it"
                        : "adapters of other systems, which the application opens as such")};
}

Result<void> check_actor(const Actor& actor, Standing standing) {
  const auto text = actor.to_string();
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  };
  const auto control = std::ranges::find_if(text, is_control);
  if (control != text.end()) {
    return Error{Errc::invalid_argument, "an actor has a control character, at byte " +
                                             std::to_string(control - text.begin()) +
                                             " of what is written into the records"};
  }
  if (const auto read = Actor::parse(text); !(read == actor)) {
    const auto named = [](const Actor& one) {
      return "role '" + one.role + "', id '" + one.id + "', unit '" + one.unit + "'";
    };
    return Error{Errc::invalid_argument, "an actor of " + named(actor) +
                                             " would be read back from the records as " +
                                             named(read) +
                                             ": a role holds no ':', an id no '@', and without a "
                                             "role there is no ':' at all"};
  }
  return check_standing(actor, standing);
}

}  // namespace recourse::core
