// Values of an account. The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/roles.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <vector>

namespace recourse::casework::account {

/// Where an account is.
enum class Phase : std::uint8_t {
  none = 0,
  open = 1,
  closed = 2,
};
BOOST_DESCRIBE_ENUM(Phase, none, open, closed)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未开户"},
      {Phase::open, "启用"},
      {Phase::closed, "停用"},
  });
}

/// What an API token may be used for.
enum class Scope : std::uint8_t {
  read = 1,
  write = 2,
  feed = 4,
  operate = 8,
};
BOOST_DESCRIBE_ENUM(Scope, read, write, feed, operate)
constexpr auto recourse_labels(const Scope*) {
  return describe::labels<Scope>({
      {Scope::read, "查询"},
      {Scope::write, "办理"},
      {Scope::feed, "事件流"},
      {Scope::operate, "运维"},
  });
}

/// Whoever acts in the role acts for a unit.
constexpr bool has_unit(Role role) {
  return is_staff(role) && role != Role::supervisor && role != Role::administrator;
}

}  // namespace recourse::casework::account
