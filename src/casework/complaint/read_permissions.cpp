#include <algorithm>
#include <boost/json.hpp>
#include <recourse/casework/complaint/commands/access.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// Staff who see the case: their own station's, their line's, or all.
bool is_theirs(const State& state, Role role, const core::Actor& actor) {
  if (is_station(role)) return actor.unit == state.intake.station;
  switch (role) {
    case Role::district_officer:
    case Role::city_officer:
    case Role::liaison:
      return handled_by_unit(state, actor.unit) ||
             unit_covers_line(state.intake.line.value_or(Line::other), state.intake.district, role,
                              actor.unit);
    case Role::supervisor:
    case Role::importer:
    case Role::timer:
      return true;
    default:
      return false;
  }
}

/// As the authority table has it for the command that records the look.
bool may_unmask(const State& state, Role role, const core::Actor& actor) {
  constexpr auto kUnmask = describe::spec_of<Unmask>.type;
  return contains(roles_anywhere(kUnmask), role) && meets_all(state, role, actor, kUnmask);
}

void take(boost::json::object& event, std::initializer_list<std::string_view> members) {
  for (const auto name : members) {
    if (auto* member = event.if_contains(name)) *member = nullptr;
  }
}

}  // namespace

ReadPermissions read_permissions_of(const State& state, const core::Actor& actor) {
  Role role{};
  if (!describe::enum_from_name(actor.role, role)) return {.why = "authority"};
  if (is_recused(state, actor.id) || may_be_the_accused(state, role)) return {.why = "bars"};
  // Of citizens the caller knows by the inquiry code that it is their case.
  if (role == Role::citizen) return {.any = true, .identity = true, .rater = true, .why = "R22"};
  const bool as_chief = stands_in_for_chief(state, role, actor.unit);
  if (!as_chief && !is_theirs(state, role, actor)) return {.why = "R16"};
  const bool window = is_station(role) || as_chief;
  return {.any = true,
          .internal_basis = role != Role::importer && role != Role::timer,
          .identity = window || !state.intake.confidential,
          .may_unmask = as_chief || may_unmask(state, role, actor),
          .rater = !window,
          .why = {}};
}

void redact(boost::json::value& event, const ReadPermissions& permissions) {
  auto* object = event.if_object();
  if (object == nullptr) return;
  if (!permissions.any) {
    const auto type = object->contains("type") ? object->at("type") : boost::json::value{};
    *object = {{"type", type}};
    return;
  }
  const auto* type = object->if_contains("type");
  const bool rated = type != nullptr && type->is_string() && type->get_string() == "case.rated";
  // The digest stands for the code; nobody needs it to read a case.
  if (auto* digest = object->if_contains("inquiry"); digest && !digest->is_null()) {
    const bool none = digest->is_string() && digest->get_string().empty();
    if (!none) *digest = nullptr;
  }
  // Nor the hash by which two names are told apart.
  take(*object, {"name_mark"});
  const bool of_bars =
      type != nullptr && type->is_string() &&
      (type->get_string() == "case.barred" || type->get_string() == "case.unbarred");
  if (!permissions.internal_basis) {
    take(*object, {"internal_basis", "finding", "accused", "person", "opinion"});
    if (of_bars) take(*object, {"reason", "staff", "described"});
  }
  if (!permissions.identity) take(*object, {"name", "phone", "address"});
  if (rated && !permissions.rater) take(*object, {"by", "comment"});
}

}  // namespace recourse::casework::complaint
