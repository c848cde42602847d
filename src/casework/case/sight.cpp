#include <algorithm>
#include <boost/json.hpp>
#include <recourse/casework/case/sight.hpp>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

bool is_station(Role role) {
  return role == Role::window_officer || role == Role::counter_lead || role == Role::station_chief;
}

bool is_barred(const State& state, const core::Actor& actor) {
  return std::ranges::any_of(state.access.barred, [&](const BarredPerson& one) {
    return !one.staff.empty() && one.staff == actor.id;
  });
}

/// Not known yet who it is: then it may be anybody at the window.
bool may_be_meant(const State& state, Role role) {
  return (role == Role::window_officer || role == Role::counter_lead) &&
         std::ranges::any_of(state.access.barred,
                             [](const BarredPerson& one) { return one.staff.empty(); });
}

bool has_or_had_it(const State& state, const core::Actor& actor) {
  const auto& ladder = state.ladder;
  return !actor.unit.empty() &&
         (actor.unit == ladder.department || actor.unit == ladder.district_department);
}

bool of_its_line(const State& state, Role role, const core::Actor& actor) {
  const auto own = line_of_unit(actor.unit);
  if (!own || own != state.intake.line) return false;
  return role == Role::city_officer || bureau_of(actor.unit) == state.intake.district;
}

/// Staff who see the case: their own station's, their line's, or all.
bool is_theirs(const State& state, Role role, const core::Actor& actor) {
  if (is_station(role)) return actor.unit == state.intake.station;
  switch (role) {
    case Role::district_officer:
    case Role::city_officer:
    case Role::liaison:
      return has_or_had_it(state, actor) || of_its_line(state, role, actor);
    case Role::supervisor:
    case Role::importer:
    case Role::timer:
      return true;
    default:
      return false;
  }
}

bool handles(const State& state, const core::Actor& actor) {
  return state.work.assigned_to == actor.id ||
         std::ranges::find(state.work.handlers, actor.id) != state.work.handlers.end();
}

bool may_unmask(const State& state, Role role, const core::Actor& actor) {
  switch (role) {
    case Role::window_officer:
    case Role::counter_lead:
      return handles(state, actor);
    case Role::station_chief:
    case Role::supervisor:
      return true;
    case Role::district_officer:
    case Role::city_officer:
      return has_or_had_it(state, actor);
    default:
      return false;
  }
}

void take(boost::json::object& event, std::initializer_list<std::string_view> members) {
  for (const auto name : members) {
    if (auto* member = event.if_contains(name)) *member = nullptr;
  }
}

}  // namespace

Sight sight_of(const State& state, const core::Actor& actor) {
  Role role{};
  if (!describe::enum_from_name(actor.role, role)) return {.why = "authority"};
  if (is_barred(state, actor) || may_be_meant(state, role)) return {.why = "bars"};
  // Of citizens the caller knows by the inquiry code that it is their case.
  if (role == Role::citizen) return {.any = true, .identity = true, .rater = true, .why = "R22"};
  if (!is_theirs(state, role, actor)) return {.why = "R16"};
  const bool window = is_station(role);
  return {.any = true,
          .internal_basis = role != Role::importer && role != Role::timer,
          .identity = window || !state.intake.confidential,
          .may_unmask = may_unmask(state, role, actor),
          .rater = !window,
          .why = {}};
}

void redact(boost::json::value& event, const Sight& sight) {
  auto* object = event.if_object();
  if (object == nullptr) return;
  if (!sight.any) {
    const auto type = object->contains("type") ? object->at("type") : boost::json::value{};
    *object = {{"type", type}};
    return;
  }
  const auto* type = object->if_contains("type");
  const bool rated = type != nullptr && type->is_string() && type->get_string() == "case.rated";
  if (!sight.internal_basis) take(*object, {"internal_basis", "finding", "accused", "person"});
  if (!sight.identity) take(*object, {"name", "phone", "address"});
  if (rated && !sight.rater) take(*object, {"by", "comment"});
}

}  // namespace recourse::casework
