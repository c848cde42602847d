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

}  // namespace recourse::core
