#include "casework/complaint/relations.hpp"

#include <algorithm>

namespace recourse::casework::complaint {

std::optional<Line> line_of_unit(std::string_view unit) {
  const auto dot = unit.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::optional<Line> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Line>>([&](auto d) {
    if (code(d.value) == unit.substr(dot + 1)) found = d.value;
  });
  return found;
}

std::string bureau_of(std::string_view unit) { return std::string{unit.substr(0, unit.find('.'))}; }

bool has_handled(const State& state, Role role, const std::string& staff) {
  return is_staff(role) &&
         std::ranges::find(state.work.handlers, staff) != state.work.handlers.end();
}

bool is_recused(const State& state, Role role, const std::string& staff) {
  return is_staff(role) && is_recused(state, staff);
}

bool is_recused(const State& state, const std::string& staff) {
  return !staff.empty() && std::ranges::any_of(state.access.recused, [&](const RecusedPerson& one) {
    return one.staff == staff;
  });
}

bool may_be_the_accused(const State& state, Role role) {
  const bool window = role == Role::window_officer || role == Role::counter_lead;
  return std::ranges::any_of(state.access.recused, [&](const RecusedPerson& one) {
    return one.staff.empty() && (one.role ? one.role == role : window);
  });
}

std::string answerable_unit(const State& state) {
  switch (owner_of(state.phases.stage)) {
    case OwnerKind::nobody:
    case OwnerKind::target_case:
    case OwnerKind::archive:
      return acting_station(state);
    default:
      return owner_of(state);
  }
}

bool stands_in_for_chief(const State& state, Role role, const std::string& unit) {
  const bool of_bureau = line_of_unit(unit) || unit == state.intake.district;
  return role == Role::district_officer && of_bureau && !unit.empty() &&
         (state.intake.district.empty() || bureau_of(unit) == state.intake.district) &&
         chief_is_recused(state);
}

bool is_of_unit(std::string_view own, std::string_view unit) {
  if (own.empty() || unit.empty()) return false;
  const bool bureau = unit.find('.') == std::string_view::npos;
  return own == unit || (bureau && bureau_of(own) == unit);
}

bool handled_by_unit(const State& state, const std::string& unit) {
  const auto& escalation = state.escalation;
  return is_of_unit(unit, escalation.department) ||
         is_of_unit(unit, escalation.district_department);
}

bool unit_covers_line(Line line, const std::string& district, Role role, const std::string& unit) {
  const auto own = line_of_unit(unit);
  const bool own_district =
      role == Role::city_officer || district.empty() || bureau_of(unit) == district ||
      (role == Role::liaison && bureau_of(unit) == bureau_of(department_of(Level::city, "", line)));
  // What is of no line is for the bureau, whichever of its departments looks at it.
  if (line == Line::other) return own_district && !unit.empty() && (own || unit == bureau_of(unit));
  return own == line && own_district;
}

bool waits_for_units(const State& state) {
  return is_open(state.phases.stage) || state.phases.stage == Phase::merged;
}

bool meets(const State& state, Role role, const core::Actor& actor, Condition condition) {
  switch (condition) {
    case Condition::own_line:
      return state.phases.stage == Phase::none ||  // A report says its line itself.
             unit_covers_line(state.intake.line.value_or(Line::other), state.intake.district, role,
                              actor.unit);
    case Condition::own_case:
      return has_handled(state, role, actor.id) || state.work.assigned_to == actor.id;
    case Condition::not_handler:
      return !has_handled(state, role, actor.id);
    case Condition::escalated_to_them:
      return handled_by_unit(state, actor.unit);
    default:
      return true;
  }
}

bool meets_all(const State& state, Role role, const core::Actor& actor, std::string_view command) {
  return std::ranges::all_of(authority(), [&](const Grant& row) {
    const bool applies = row.command == command && contains(row.roles, role);
    return !applies || meets(state, role, actor, row.condition);
  });
}

}  // namespace recourse::casework::complaint
