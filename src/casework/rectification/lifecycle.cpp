// The region, and who may do what in it.
#include <algorithm>
#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/lifecycle.hpp>
#include <stdexcept>

#include "casework/rectification/lifecycle_table.hpp"

namespace recourse::casework::rectification {
namespace {

constexpr RoleSet roles(std::initializer_list<Role> of) {
  RoleSet set = 0;
  for (const Role role : of) set |= role_bit(role);
  return set;
}
constexpr RoleSet kDepartments = roles({Role::district_officer, Role::city_officer});
constexpr RoleSet kInCharge =
    kDepartments | roles({Role::station_chief, Role::liaison, Role::supervisor});
constexpr RoleSet kStaff = kInCharge | roles({Role::window_officer, Role::counter_lead});
constexpr RoleSet kSupervisor = roles({Role::supervisor});
constexpr RoleSet kTimer = roles({Role::timer});

template <class C, class E>
constexpr Authority grant(RoleSet who, bool by_engine = false) {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type, who, by_engine};
}

constexpr Authority kAuthority[] = {
    grant<Open, Opened>(kDepartments | kSupervisor | roles({Role::station_chief}), true),
    grant<SetTopic, TopicSet>(kSupervisor),
    grant<Analyse, Analysed>(kInCharge),
    grant<Propose, MeasureProposed>(kInCharge),
    grant<Adopt, MeasureAdopted>(kDepartments),
    grant<Reject, MeasureRejected>(kDepartments),
    grant<CarryOut, MeasureCarriedOut>(kStaff),
    grant<Publish, Published>(kInCharge),
    grant<EndObservation, ObservationEnded>(kTimer),
    grant<Assess, Verified>(kDepartments | kSupervisor),
    grant<Continue, Continued>(kInCharge),
    grant<Close, Closed>(kInCharge),
    grant<MissLimit, LimitMissed>(kTimer),
    grant<RecomputeLimits, LimitsRecomputed>(kTimer, true),
};

}  // namespace

const lifecycle::Region<Phase>& stages() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {stage_steps()}};
  return region;
}

std::span<const Authority> authority() { return kAuthority; }

const Authority& authority_of(std::string_view command) {
  const auto* found = std::ranges::find(kAuthority, command, &Authority::command);
  if (found == std::end(kAuthority)) {
    throw std::logic_error{"nobody may give " + std::string{command}};
  }
  return *found;
}

bool takes(Phase phase, std::string_view command) {
  // What the calendar brings, whatever the phase.
  if (command == describe::spec_of<RecomputeLimits>.type) return phase != Phase::none;
  return stages().takes(phase, authority_of(command).event);
}

std::string RectificationDecider::diagram() {
  return lifecycle::mermaid("Rectification", {stages().diagram()});
}

}  // namespace recourse::casework::rectification
