#include <recourse/casework/replies/decider.hpp>
#include "casework/replies/lifecycle_table.hpp"

namespace recourse::casework::replies {
namespace {

constexpr RoleSet kDepartments = role_bit(Role::district_officer) | role_bit(Role::city_officer);
constexpr RoleSet kFinders = kDepartments | role_bit(Role::window_officer) |
                             role_bit(Role::counter_lead) | role_bit(Role::station_chief) |
                             role_bit(Role::liaison) | role_bit(Role::supervisor) |
                             role_bit(Role::timer);

struct Grant {
  std::string_view command;
  RoleSet roles;
};
template <class C>
constexpr Grant grant(RoleSet roles) {
  return {describe::spec_of<C>.type, roles};
}

constexpr Grant kGrants[] = {
    grant<Propose>(kFinders),
    grant<Draft>(kDepartments),
    grant<Submit>(kDepartments),
    grant<PassReview>(kDepartments),
    grant<SendBack>(kDepartments),
    grant<Approve>(kDepartments),
    grant<Publish>(kDepartments),
    grant<Withdraw>(kDepartments | role_bit(Role::supervisor)),
    grant<Abandon>(kDepartments),
    grant<Renew>(kDepartments),
    grant<LookAtCase>(kDepartments | role_bit(Role::liaison)),
    grant<NoteUse>(role_bit(Role::timer)),
    grant<NoteRating>(role_bit(Role::timer)),
    grant<PassLimit>(role_bit(Role::timer)),
    grant<RecomputeLimits>(role_bit(Role::timer)),
};

template <class C, class E>
constexpr Step step() {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type};
}

constexpr Step kSteps[] = {
    step<Propose, Proposed>(),        step<Draft, Drafted>(),           step<Submit, Submitted>(),
    step<PassReview, ReviewPassed>(), step<SendBack, SentBack>(),       step<Approve, Approved>(),
    step<Publish, Published>(),       step<Withdraw, Withdrawn>(),      step<Abandon, Abandoned>(),
    step<Renew, Renewed>(),           step<LookAtCase, CaseLookedAt>(), step<NoteUse, UseNoted>(),
    step<NoteRating, RatingNoted>(),
};

template <class P>
bool knows(const lifecycle::Region<P>& region, std::string_view event) {
  for (const auto& row : region.rows()) {
    if (row.event == event) return true;
  }
  return false;
}

template <class P>
bool lets(const lifecycle::Region<P>& region, P phase, std::string_view event) {
  return !knows(region, event) || region.takes(phase, event);
}

}  // namespace

bool may_give(std::string_view command, Role role) {
  for (const auto& one : kGrants) {
    if (one.command == command) return contains(one.roles, role);
  }
  return false;
}

const lifecycle::Region<Drafting>& drafting() {
  static const lifecycle::Region<Drafting> region{
      describe::set_info<Event>(), lifecycle::rows<DraftingRows>(), {drafting_steps()}};
  return region;
}

const lifecycle::Region<Standing>& standing() {
  static const lifecycle::Region<Standing> region{
      describe::set_info<Event>(), lifecycle::rows<StandingRows>(), {standing_steps()}};
  return region;
}

std::span<const Step> steps() { return kSteps; }

bool takes(Drafting draft, Standing stands, std::string_view command) {
  for (const auto& one : kSteps) {
    if (one.command != command) continue;
    return lets(drafting(), draft, one.event) && lets(standing(), stands, one.event);
  }
  return false;
}

std::string RepliesDecider::diagram() {
  return lifecycle::mermaid("Replies",
                            {drafting().diagram("draft_"), standing().diagram("reply_")});
}

}  // namespace recourse::casework::replies
