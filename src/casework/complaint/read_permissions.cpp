#include <algorithm>
#include <recourse/casework/complaint/commands/access.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// A unit that is asked from the side: it sees what it must answer, and not who is behind it.
bool is_asked(const State& state, Role role, const std::string& unit) {
  const auto assists = [&](const AssistingRequest& one) { return is_of_unit(unit, one.unit); };
  const bool answers_for_it = is_station(role) || role == Role::district_officer ||
                              role == Role::city_officer || role == Role::liaison;
  if (answers_for_it && std::ranges::any_of(state.work.assisting, assists)) return true;
  if (is_station(role) || !answers_for_it) return false;
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

}  // namespace

ReadPermissions read_permissions_of(const State& state, const core::Actor& actor) {
  Role role{};
  if (!describe::enum_from_name(actor.role, role)) return {.why = "authority"};
  if (is_recused(state, role, actor.id) || may_be_the_accused(state, role)) return {.why = "bars"};
  // Of citizens the caller knows by the inquiry code that it is their case.
  if (role == Role::citizen) {
    return {.any = true,
            .named_only = true,
            .identity = true,
            .may_unmask = !state.access.inquiry.empty(),
            .rater = true,
            .comment = true,
            .why = "R22"};
  }
  const bool as_chief = stands_in_for_chief(state, role, actor.unit);
  if (!as_chief && !is_theirs(state, role, actor)) {
    if (!is_asked(state, role, actor.unit)) return {.why = "R16"};
    return {.any = true, .internal = true, .internal_basis = true};
  }
  const bool window = is_station(role) || as_chief;
  const bool outside = role == Role::receiver;
  return {.any = true,
          .internal = !outside,
          .internal_basis = role != Role::importer && role != Role::timer && !outside,
          .identity = window || !state.intake.confidential,
          .may_unmask = as_chief || may_unmask(state, role, actor),
          .rater = !window && !outside,
          .comment = (!window && !outside) || as_chief || verifies_rating(state, role, actor.id),
          .why = {}};
}

core::Visibility visibility_of(const ReadPermissions& permissions) {
  using describe::Access;
  core::Visibility seen{.any = permissions.any, .rule = permissions.why};
  seen.named_only = permissions.named_only;
  if (!permissions.any) return seen;
  seen.classes = {Access::open, Access::words};
  if (permissions.internal) seen.classes.add(Access::internal);
  if (permissions.identity) seen.classes.add(Access::identity);
  if (permissions.internal_basis) {
    seen.classes.add(Access::basis);
    // Whoever might be meant sees nothing of the case at all.
    seen.classes.add(Access::accused);
  }
  if (permissions.rater) seen.classes.add(Access::rater);
  if (permissions.comment) seen.classes.add(Access::comment);
  seen.clear = permissions.may_unmask;
  return seen;
}

core::Visibility ComplaintDecider::sees(const State& state, const core::Viewer& viewer) const {
  auto seen = visibility_of(read_permissions_of(state, viewer.actor));
  seen.clear = seen.clear && viewer.wants_clear();
  // A citizen sees in clear what is of himself, once the code has shown that the case is his.
  if (viewer.actor.role == describe::enum_name(Role::citizen)) {
    seen.clear = seen.clear && !viewer.proof.empty();
    if (seen.clear) seen.only = describe::Subject::reporter;
  }
  return seen;
}

}  // namespace recourse::casework::complaint
