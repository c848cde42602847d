#include <recourse/core/decider.hpp>

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

}  // namespace recourse::core
