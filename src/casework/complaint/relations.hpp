// Relations of an actor to a case, on which authorization rests: for deciding and for reading
// alike. Pure functions.
#pragma once

#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/state.hpp>
#include <recourse/core/decider.hpp>

namespace recourse::casework::complaint {

constexpr bool is_station(Role role) {
  return role == Role::window_officer || role == Role::counter_lead || role == Role::station_chief;
}

/// The line of a department's unit: "PD.RK" → population; nothing for other units.
std::optional<Line> line_of_unit(std::string_view unit);
/// A department's bureau: "PD.RK" → "PD".
std::string bureau_of(std::string_view unit);

/// An officer of that number, in whatever role; a citizen's or a body's number is another's.
bool has_handled(const State& state, Role role, const std::string& staff);
/// Barred by staff number: an actor in a role, or whoever has the number.
bool is_recused(const State& state, Role role, const std::string& staff);
bool is_recused(const State& state, const std::string& staff);
/// Somebody is barred of whom only a description is known, and it may be anybody in this role: in
/// the one that was given with it, else anybody at the window.
bool may_be_the_accused(const State& state, Role role);
/// Units that were asked to assist still have to answer: while the case is open, or goes on inside
/// another.
bool waits_for_units(const State& state);
/// The unit that answers for the case: its owner, or its station where that is no unit.
std::string answerable_unit(const State& state);
/// The chief of the station is barred, and the actor is of the district that takes over.
bool stands_in_for_chief(const State& state, Role role, const std::string& unit);
/// The actor's unit is that one, or a department of that bureau: "PD.RK" is of "PD.RK" and of "PD".
bool is_of_unit(std::string_view own, std::string_view unit);
/// The case is, or was, with that department.
bool handled_by_unit(const State& state, const std::string& unit);
/// The unit is of the line, and below the city of the district; a case without a district is any
/// district's. Of `other` the bureau is, and each of its departments.
bool unit_covers_line(Line line, const std::string& district, Role role, const std::string& unit);

/// False if `condition` is one that the case answers, and the answer is no.
bool meets(const State& state, Role role, const core::Actor& actor, Condition condition);
/// The same of every condition that the table has for a command.
bool meets_all(const State& state, Role role, const core::Actor& actor, std::string_view command);

}  // namespace recourse::casework::complaint
