// The lifecycle of a place with a window: three regions side by side, its window, the window's sign
// and its roster.
//
//     advance({Phase::planned, SignPhase::clear, RosterPhase::staffed}, Opened{})  → window: open
//     takes_command({Phase::open, …}, "registry.plan")                              → false
//     roles_for("registry.close")                → district, city, supervisor
//
// An event that the window knows is legal if the window takes it; the sign and the roster follow
// it. Any other is legal while the window is live, if the sign takes it where the sign knows it;
// the roster never stands in the way, since its phase only counts who serves.
//
// Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/registry/events.hpp>
#include <recourse/lifecycle.hpp>
#include <span>

namespace recourse::casework::registry {

/// The window is neither closed nor another's: registered, planned, open, suspended or moved.
bool is_live(Phase phase);

/// Where `event` leads, or nothing if it is not allowed here.
std::optional<Phases> advance(Phases phases, const Event& event);
/// The same without judging the event's facts; `evolve` obeys this.
std::optional<Phases> follow(Phases phases, const Event& event);

/// A command: the event that it leads to at first, and who may give it.
struct Grant {
  std::string_view command;  ///< "registry.open".
  std::string_view event;    ///< "registry.opened".
  RoleSet roles;
};
/// All commands, in the order of Command; valid for the life of the process.
std::span<const Grant> grants();

/// The phases take the event that the command leads to. False if there is no such command.
bool takes_command(Phases phases, std::string_view command);
/// Who may give the command; empty: there is no such command.
RoleSet roles_for(std::string_view command);

/// The three regions.
const lifecycle::Region<Phase>& window_region();
const lifecycle::Region<SignPhase>& sign_region();
const lifecycle::Region<RosterPhase>& roster_region();

}  // namespace recourse::casework::registry
