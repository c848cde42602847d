// The phases of a rectification, and what it takes in them (R29).
//
//     stages().advance(Phase::opened, Analysed{…})   → Phase::analysed
//     takes(Phase::opened, "rectification.analyse")  → true
//
// The numbers are on disk and never reused. Pure; safe from any thread.
#pragma once

#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/rectification/commands.hpp>
#include <recourse/casework/rectification/events.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::rectification {

enum class Phase : std::uint8_t {
  none = 0,
  opened = 1,
  analysed = 2,
  proposed = 3,
  adopted = 4,
  carried_out = 5,
  observed = 6,
  measured = 7,
  effective = 8,
  unproven = 9,
  closed = 10,
};
BOOST_DESCRIBE_ENUM(Phase, none, opened, analysed, proposed, adopted, carried_out, observed,
                    measured, effective, unproven, closed)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未立项"},
      {Phase::opened, "已立项"},
      {Phase::analysed, "已分析"},
      {Phase::proposed, "待审定"},
      {Phase::adopted, "整改中"},
      {Phase::carried_out, "待公布"},
      {Phase::observed, "观察期"},
      {Phase::measured, "待验证"},
      {Phase::effective, "成效已验证"},
      {Phase::unproven, "成效未证实"},
      {Phase::closed, "已销号"},
  });
}

/// The one region of the lifecycle.
const lifecycle::Region<Phase>& stages();

/// Who may give a command, and by which event it is answered.
struct Authority {
  std::string_view command;
  std::string_view event;
  RoleSet roles;
  bool by_engine = false;  ///< A reaction may give it too.
};
/// One row a command, in the order of the commands.
std::span<const Authority> authority();
const Authority& authority_of(std::string_view command);

/// The phase takes the command, whoever gives it.
bool takes(Phase phase, std::string_view command);

}  // namespace recourse::casework::rectification
