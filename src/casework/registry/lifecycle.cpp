// The lifecycle of a place with a window: what an event means in three regions side by side.
#include <algorithm>
#include <recourse/casework/registry/decider.hpp>

#include "casework/registry/lifecycle_table.hpp"

namespace recourse::casework::registry {
namespace {

bool names(std::span<const lifecycle::RowInfo> rows, std::string_view event) {
  return std::ranges::find(rows, event, &lifecycle::RowInfo::event) != rows.end();
}

template <class P>
std::optional<P> take(const lifecycle::Region<P>& region, P from, const Event& event, bool judges) {
  return judges ? region.advance(from, event) : region.follow(from, event);
}

std::optional<Phases> go(Phases phases, const Event& event, bool judges) {
  const bool of_window = window_region().knows(&event);
  if (of_window) {
    const auto next = take(window_region(), phases.window, event, judges);
    if (!next) return std::nullopt;
    phases.window = *next;
  } else if (!is_live(phases.window)) {
    return std::nullopt;
  }
  if (sign_region().knows(&event)) {
    const auto next = take(sign_region(), phases.sign, event, judges);
    if (!next && !of_window) return std::nullopt;
    phases.sign = next.value_or(phases.sign);
  }
  if (roster_region().knows(&event)) {
    phases.roster = take(roster_region(), phases.roster, event, judges).value_or(phases.roster);
  }
  return phases;
}

}  // namespace

bool is_live(Phase phase) {
  switch (phase) {
    case Phase::registered:
    case Phase::planned:
    case Phase::open:
    case Phase::suspended:
    case Phase::moved:
      return true;
    case Phase::none:
    case Phase::closed:
    case Phase::shared:
      break;
  }
  return false;
}

std::optional<Phases> advance(Phases phases, const Event& event) { return go(phases, event, true); }
std::optional<Phases> follow(Phases phases, const Event& event) { return go(phases, event, false); }

std::span<const Grant> grants() { return table::kGrants; }

bool takes_command(Phases phases, std::string_view command) {
  const auto row = std::ranges::find(grants(), command, &Grant::command);
  if (row == grants().end()) return false;
  if (names(window_region().rows(), row->event)) {
    return window_region().takes(phases.window, row->event);
  }
  if (!is_live(phases.window)) return false;
  if (!names(sign_region().rows(), row->event)) return true;
  return sign_region().takes(phases.sign, row->event);
}

RoleSet roles_for(std::string_view command) {
  const auto row = std::ranges::find(grants(), command, &Grant::command);
  return row == grants().end() ? RoleSet{0} : row->roles;
}

const lifecycle::Region<Phase>& window_region() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<table::Window>(), {window_steps()}};
  return region;
}

const lifecycle::Region<SignPhase>& sign_region() {
  static const lifecycle::Region<SignPhase> region{
      describe::set_info<Event>(), lifecycle::rows<table::Sign>(), {sign_steps()}};
  return region;
}

const lifecycle::Region<RosterPhase>& roster_region() {
  static const lifecycle::Region<RosterPhase> region{
      describe::set_info<Event>(), lifecycle::rows<table::Roster>(), {roster_steps()}};
  return region;
}

std::string RegistryDecider::diagram() {
  return lifecycle::mermaid("Registry", {window_region().diagram(), sign_region().diagram("sign_"),
                                         roster_region().diagram("roster_")});
}

}  // namespace recourse::casework::registry
