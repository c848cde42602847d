#include <algorithm>
#include <boost/json.hpp>
#include <recourse/casework/complaint/commands/access.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// A unit that is asked from the side: it sees what it must answer, and not who is behind it.
bool is_asked(const State& state, Role role, const std::string& unit) {
  if (role != Role::district_officer && role != Role::city_officer && role != Role::liaison) {
    return false;
  }
  const auto answers = [&](const SupervisionEntry& one) {
    return one.phase == SupervisionPhase::supervised && is_of_unit(unit, one.unit);
  };
  const auto supports = [&](const SupportRequest& one) {
    return unit_covers_line(one.line, state.intake.district, role, unit);
  };
  return is_of_unit(unit, state.escalation.consulted) ||
         std::ranges::any_of(state.work.support, supports) ||
         std::ranges::any_of(state.supervision, answers);
}

/// Who looks into a bad rating, and did not handle the case, reads what the citizen wrote.
bool verifies_rating(const State& state, Role role, const std::string& staff) {
  const bool of_station = role == Role::counter_lead || role == Role::station_chief;
  return of_station && !follow_up_closed(state.phases.rating_follow_up) &&
         !has_handled(state, role, staff);
}

/// Staff who see the case: their own station's, their line's, or all; and the body that it went to.
bool is_theirs(const State& state, Role role, const core::Actor& actor) {
  if (is_station(role)) return actor.unit == state.intake.station;
  switch (role) {
    case Role::district_officer:
    case Role::city_officer:
    case Role::liaison:
      return handled_by_unit(state, actor.unit) ||
             unit_covers_line(state.intake.line.value_or(Line::other), state.intake.district, role,
                              actor.unit);
    case Role::receiver:
      return !actor.unit.empty() && actor.unit == state.work.referred_to;
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
  if (is_recused(state, role, actor.id) || may_be_the_accused(state, role)) return {.why = "bars"};
  // Of citizens the caller knows by the inquiry code that it is their case.
  if (role == Role::citizen) {
    return {.any = true, .identity = true, .rater = true, .comment = true, .why = "R22"};
  }
  const bool as_chief = stands_in_for_chief(state, role, actor.unit);
  if (!as_chief && !is_theirs(state, role, actor)) {
    if (!is_asked(state, role, actor.unit)) return {.why = "R16"};
    return {.any = true, .internal_basis = true};
  }
  const bool window = is_station(role) || as_chief;
  const bool outside = role == Role::receiver;
  return {.any = true,
          .internal_basis = role != Role::importer && role != Role::timer && !outside,
          .identity = window || !state.intake.confidential,
          .may_unmask = as_chief || may_unmask(state, role, actor),
          .rater = !window && !outside,
          .comment = (!window && !outside) || as_chief || verifies_rating(state, role, actor.id),
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
  const bool of_bars =
      type != nullptr && type->is_string() &&
      (type->get_string() == "case.barred" || type->get_string() == "case.unbarred");
  if (!permissions.internal_basis) {
    take(*object, {"internal_basis", "finding", "accused", "person", "opinion"});
    if (of_bars) take(*object, {"reason", "staff", "described"});
  }
  if (!permissions.identity) take(*object, {"name", "phone", "address"});
  if (rated && !permissions.rater) take(*object, {"by"});
  if (rated && !permissions.comment) take(*object, {"comment"});
}

}  // namespace recourse::casework::complaint
