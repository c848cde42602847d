#include <recourse/casework/liaison/decider.hpp>
#include "casework/liaison/lifecycle_table.hpp"

namespace recourse::casework::liaison {
namespace {

constexpr RoleSet kDepartments = role_bit(Role::district_officer) | role_bit(Role::city_officer);
constexpr RoleSet kStation =
    role_bit(Role::window_officer) | role_bit(Role::counter_lead) | role_bit(Role::station_chief);

struct Grant {
  std::string_view command;
  RoleSet roles;
};
template <class T>
constexpr Grant grant(RoleSet roles) {
  return {describe::spec_of<T>.type, roles};
}

constexpr Grant kGrants[] = {
    grant<Appoint>(kDepartments),
    grant<Replace>(kDepartments),
    grant<NoteAbsence>(kDepartments | role_bit(Role::liaison)),
    grant<Leave>(kDepartments),
    grant<Collect>(kDepartments | kStation | role_bit(Role::liaison) | role_bit(Role::timer)),
    grant<Answer>(kDepartments | role_bit(Role::liaison)),
    grant<PassLimit>(role_bit(Role::timer)),
    grant<RecomputeLimits>(role_bit(Role::timer)),
};

template <class Command, class Event>
constexpr Step step() {
  return {describe::spec_of<Command>.type, describe::spec_of<Event>.type};
}

constexpr Step kSteps[] = {
    step<Appoint, Appointed>(), step<Replace, Replaced>(),  step<NoteAbsence, AbsenceNoted>(),
    step<Leave, Left>(),        step<Collect, Collected>(), step<Answer, MatterAnswered>(),
};

template <class Phase>
bool lets(const lifecycle::Region<Phase>& region, Phase phase, std::string_view event) {
  for (const auto& row : region.rows()) {
    if (row.event == event) return region.takes(phase, event);
  }
  return true;
}

}  // namespace

bool may_give(std::string_view command, Role role) {
  for (const auto& one : kGrants) {
    if (one.command == command) return contains(one.roles, role);
  }
  return false;
}

const lifecycle::Region<Post>& posts() {
  static const lifecycle::Region<Post> region{
      describe::set_info<Event>(), lifecycle::rows<PostRows>(), {post_steps()}};
  return region;
}

const lifecycle::Region<Collection>& collections() {
  static const lifecycle::Region<Collection> region{
      describe::set_info<Event>(), lifecycle::rows<CollectionRows>(), {collection_steps()}};
  return region;
}

std::span<const Step> steps() { return kSteps; }

bool takes(Post post, Collection collection, std::string_view command) {
  for (const auto& one : kSteps) {
    if (one.command != command) continue;
    return lets(posts(), post, one.event) && lets(collections(), collection, one.event);
  }
  return false;
}

std::string LiaisonDecider::diagram() {
  return lifecycle::mermaid("Liaison", {posts().diagram(), collections().diagram("digest_")});
}

}  // namespace recourse::casework::liaison
