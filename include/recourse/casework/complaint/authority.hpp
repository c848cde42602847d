// Authority: who may give which command, and on which condition.
//
//     authority_for(Phase::closed, "case.rate", Role::window_officer)  → refused
//     authority_for(Phase::closed, "case.rate", Role::citizen)         → if: citizens_proof
//     for (const auto& row : authority()) …                            // the whole table, as data
//
// Two tables make the answer: the lifecycle says which roles cause a transition in a phase
// (lifecycle.hpp), this one on which condition. `decide` asks both, the docs page and the tests are
// made from both. Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/complaint/lifecycle.hpp>
#include <span>
#include <string_view>
#include <vector>

namespace recourse::casework::complaint {

/// What must hold besides role and phase. Those marked (facts) are held by the command's own
/// fields, and refused by the name of the field that is missing.
enum class Condition : std::uint8_t {
  always = 0,
  own_station = 1,        ///< The actor belongs to the case's station.
  own_line = 2,           ///< The actor's department is of the case's line.
  own_case = 3,           ///< The actor handled the case, or it is assigned to the actor.
  not_decliner = 4,       ///< The actor did not decline it.
  not_handler = 5,        ///< The actor did not handle the case.
  uninvolved = 6,         ///< As not_handler, for reviews and ratings.
  escalated_to_them = 7,  ///< The case is, or was, with the actor's department.
  citizens_proof = 8,     ///< The inquiry code; of a rating by tablet the closing at the desk.
  stated_ground = 9,      ///< A ground of the closed list, with its facts (facts).
  within_reach = 10,      ///< Not beyond what the role may extend to (facts).
  own_recusal = 11,       ///< The officer bars himself only.
  reopening_time = 12,    ///< Within 30 days, or with new facts.
  same_matter = 13,       ///< Same person and matter (facts).
  after_objection = 14,   ///< A department has objected to the line.
  as_interface = 15,      ///< An interface tells what others did.
  at_the_desk = 16,       ///< The citizen stands at the desk and says so (facts).
};
BOOST_DESCRIBE_ENUM(Condition, always, own_station, own_line, own_case, not_decliner, not_handler,
                    uninvolved, escalated_to_them, citizens_proof, stated_ground, within_reach,
                    own_recusal, reopening_time, same_matter, after_objection, as_interface,
                    at_the_desk)
/// One sentence. "The actor belongs to the case's station."
std::string_view en(Condition condition);
/// The same in Chinese.
std::string_view zh(Condition condition);
/// The rule that a refusal for it names: "R16".
std::string_view rule_of(Condition condition);

/// What the tables say of one command, one role, one phase.
struct Verdict {
  bool allowed = false;
  std::vector<Condition> conditions{};  ///< All of them; empty: none.
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// One row: on which condition roles may give a command, in the phases where they may at all.
struct Grant {
  std::string_view command;
  RoleSet roles;
  Condition condition;
};

/// The rows with a condition, in the order of Command. Rows that name a role together hold
/// together; what is not listed has none. Roles of the station act for their own one anyway.
std::span<const Grant> authority();

/// On which conditions `role` may give `command`, wherever it may; own_station is not repeated.
std::vector<Condition> conditions_for(std::string_view command, Role role);
/// One of them.
bool condition_applies(std::string_view command, Role role, Condition condition);

/// Both tables together.
Verdict authority_for(Phase phase, std::string_view command, Role role);

/// The roles that may give a command in some phase.
RoleSet roles_anywhere(std::string_view command);

}  // namespace recourse::casework::complaint
