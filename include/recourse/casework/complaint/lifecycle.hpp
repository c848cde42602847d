// The transition table of a case: twenty phases beside a clock, a follow-up and a supervision.
//
//     advance({Phase::received, ClockPhase::running}, Accepted{})  → {accepted, running}
//     advance({Phase::archived, ClockPhase::stopped}, Accepted{})   → nothing: not allowed
//     allowed_commands({Phase::received, ClockPhase::running})     → "case.accept", …
//
// Four regions run side by side: the stage (phases.tsv of the reference), the clock of the finish
// limit, the follow-up of a bad rating, and the supervision. An event that the stage knows is legal
// if the stage takes it; the others may ignore it. An event that only one other region knows (a
// pause) is legal if that region takes it; one that none knows is legal while the case is open (a
// contact), or from its first event on (a bar).
//
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/casework/complaint/events.hpp>
#include <recourse/casework/complaint/phases.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::complaint {

/// Who owns a case in a phase (R16).
enum class OwnerKind : std::uint8_t {
  nobody = 0,
  station = 1,
  district_department = 2,
  city_department = 3,
  other_than_decliner = 4,
  uninvolved_district = 5,
  uninvolved_city = 6,
  target_case = 7,
  archive = 8,
};
BOOST_DESCRIBE_ENUM(OwnerKind, nobody, station, district_department, city_department,
                    other_than_decliner, uninvolved_district, uninvolved_city, target_case, archive)

OwnerKind owner_of(Phase phase);
/// Something remains to be done; false for none, closed, rated, archived, withdrawn and merged.
bool is_open(Phase phase);

/// Where `event` leads, or nothing if it is not allowed here or its facts are incomplete (a
/// declining without a remedy). `decide` asks this.
std::optional<Phases> advance(Phases phases, const Event& event);
/// The same without looking at the event's facts. `evolve` obeys this: what was recorded under an
/// older, laxer rule stays readable.
std::optional<Phases> follow(Phases phases, const Event& event);

/// Some row of the table leads to the phases of stage and clock at once, and the other regions have
/// such phases; true for the beginning.
bool is_reachable(Phases phases);
/// Nothing is left to do after a bad rating; also where there was none.
bool follow_up_closed(FollowUpPhase phase);

/// Names of the commands that lead somewhere from here, in the order of Command. It tries the
/// table, so that it cannot disagree with it. It does not say who may give them.
std::vector<std::string_view> allowed_commands(Phases phases);

/// One row of the stage: from × event → to, who may, and what causes it.
struct Transition {
  Phase from;
  std::string_view event;  ///< "case.accepted".
  Phase to;
  std::string_view zh;       ///< "受理".
  std::string_view command;  ///< "case.accept".
  RoleSet roles;             ///< Who may give that command here.
};
/// One row of the clock.
struct ClockTransition {
  ClockPhase from;
  std::string_view event;
  ClockPhase to;
  std::string_view zh;
};
/// One row of the follow-up, or of the supervision.
struct DutyTransition {
  std::string_view from;  ///< "contact_due".
  std::string_view event;
  std::string_view to;
  std::string_view zh;
  std::string_view when;  ///< The fact that chooses this row; empty: always.
};
/// The whole table, in the order in which it is written; valid for the life of the process.
std::span<const Transition> transitions();
std::span<const ClockTransition> clock_transitions();
std::span<const DutyTransition> follow_up_transitions();
std::span<const DutyTransition> supervision_transitions();

/// Who may give `command` in `phase`; empty if nobody may there or there is no such command.
RoleSet roles_for(Phase phase, std::string_view command);

/// The table as diagrams, ending with a newline.
std::string lifecycle_mermaid();
std::string lifecycle_plantuml();

}  // namespace recourse::casework::complaint
