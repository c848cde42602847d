// Role: who may act in the workflows of the casework, and sets of roles.
//
// The numbers are on disk and never reused.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>

namespace recourse::casework {

/// Who may act. The names are those of core::Actor::role.
enum class Role : std::uint8_t {
  citizen = 1,
  window_officer = 2,
  counter_lead = 3,
  station_chief = 4,
  district_officer = 5,
  city_officer = 6,
  liaison = 7,
  supervisor = 8,
  administrator = 9,
  timer = 10,      ///< The engine, when a limit is over.
  importer = 11,   ///< An interface: the business system, the hotline, a migration.
  receiver = 12,   ///< The body to which a matter was referred.
  civilian = 13,   ///< Civilian staff; may do nothing here (R5).
  auxiliary = 14,  ///< Auxiliary police; may do nothing here (R5).
};
BOOST_DESCRIBE_ENUM(Role, citizen, window_officer, counter_lead, station_chief, district_officer,
                    city_officer, liaison, supervisor, administrator, timer, importer, receiver,
                    civilian, auxiliary)
constexpr auto recourse_labels(const Role*) {
  return describe::labels<Role>({
      {Role::citizen, "群众、企业"},
      {Role::window_officer, "反映窗口民警"},
      {Role::counter_lead, "综合窗口负责人"},
      {Role::station_chief, "派出所领导"},
      {Role::district_officer, "分局业务部门"},
      {Role::city_officer, "市局业务部门"},
      {Role::liaison, "对接专人"},
      {Role::supervisor, "治安总队督导"},
      {Role::administrator, "科技部门"},
      {Role::timer, "系统计时"},
      {Role::importer, "业务系统"},
      {Role::receiver, "接收单位"},
      {Role::civilian, "文职"},
      {Role::auxiliary, "辅警"},
  });
}

/// Somebody who acts under a staff number: one person in whatever role, the body that a matter was
/// referred to included, which may be one of the police. What citizens and interfaces are called is
/// nobody's staff number.
constexpr bool is_staff(Role role) {
  return role != Role{} && role != Role::citizen && role != Role::timer && role != Role::importer;
}

/// A set of roles, one bit each.
using RoleSet = std::uint32_t;

constexpr RoleSet role_bit(Role role) { return RoleSet{1} << static_cast<unsigned>(role); }
constexpr bool contains(RoleSet set, Role role) { return (set & role_bit(role)) != 0; }

}  // namespace recourse::casework
