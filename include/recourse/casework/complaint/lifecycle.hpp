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
// Phase numbers are on disk and permanent. Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/casework/complaint/events.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::complaint {

/// Where a case is in its life.
enum class Phase : std::uint8_t {
  none = 0,  ///< The stream is empty.
  received = 1,
  accepted = 2,
  handled_on_spot = 3,
  explained = 4,
  expedited = 5,
  accepted_lacking = 6,
  notice_issued = 7,
  escalated_district = 8,
  escalated_city = 9,
  facts_wanted = 10,
  answered = 11,
  referred = 12,
  declined = 13,
  closed = 14,
  rated = 15,
  archived = 16,
  review_1 = 17,
  review_2 = 18,
  withdrawn = 19,
  merged = 20,
};
BOOST_DESCRIBE_ENUM(Phase, none, received, accepted, handled_on_spot, explained, expedited,
                    accepted_lacking, notice_issued, escalated_district, escalated_city,
                    facts_wanted, answered, referred, declined, closed, rated, archived, review_1,
                    review_2, withdrawn, merged)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未登记"},
      {Phase::received, "已登记"},
      {Phase::accepted, "已受理待分类"},
      {Phase::handled_on_spot, "当场处理"},
      {Phase::explained, "释法说理"},
      {Phase::expedited, "急事急办"},
      {Phase::accepted_lacking, "容缺受理"},
      {Phase::notice_issued, "书面告知待补"},
      {Phase::escalated_district, "上报分局"},
      {Phase::escalated_city, "上报市局"},
      {Phase::facts_wanted, "待派出所补情况"},
      {Phase::answered, "部门已答复待落实"},
      {Phase::referred, "转送待接收"},
      {Phase::declined, "不予受理待审核"},
      {Phase::closed, "办结答复"},
      {Phase::rated, "已评价"},
      {Phase::archived, "归档"},
      {Phase::review_1, "复查"},
      {Phase::review_2, "复核"},
      {Phase::withdrawn, "撤回"},
      {Phase::merged, "合并办理"},
  });
}

/// Where the clock of the deadline for resolution is.
enum class ClockPhase : std::uint8_t {
  idle = 0,  ///< The stream is empty.
  running = 1,
  paused = 2,
  overdue = 3,
  stopped = 4,
};
BOOST_DESCRIBE_ENUM(ClockPhase, idle, running, paused, overdue, stopped)
constexpr auto recourse_labels(const ClockPhase*) {
  return describe::labels<ClockPhase>({
      {ClockPhase::idle, "未起"},
      {ClockPhase::running, "运行"},
      {ClockPhase::paused, "暂停"},
      {ClockPhase::overdue, "超期"},
      {ClockPhase::stopped, "停止"},
  });
}

/// Where the follow-up of a bad rating is (差评整改, R17).
enum class FollowUpPhase : std::uint8_t {
  none = 0,
  contact_due = 1,
  verify_due = 2,
  correction_due = 3,
  feedback_due = 4,
  revisit_due = 5,
  exclusion_asked = 6,  ///< Found mistaken; the supervisor decides.
  done = 7,
  excluded = 8,  ///< Shown, not scored.
};
BOOST_DESCRIBE_ENUM(FollowUpPhase, none, contact_due, verify_due, correction_due, feedback_due,
                    revisit_due, exclusion_asked, done, excluded)
constexpr auto recourse_labels(const FollowUpPhase*) {
  return describe::labels<FollowUpPhase>({
      {FollowUpPhase::none, "无"},
      {FollowUpPhase::contact_due, "待联系"},
      {FollowUpPhase::verify_due, "待核实"},
      {FollowUpPhase::correction_due, "待整改"},
      {FollowUpPhase::feedback_due, "待反馈"},
      {FollowUpPhase::revisit_due, "待回访"},
      {FollowUpPhase::exclusion_asked, "待定是否剔除"},
      {FollowUpPhase::done, "整改完毕"},
      {FollowUpPhase::excluded, "已剔除"},
  });
}

/// Where a supervision is (督办). It never moves the owner or the clock.
enum class SupervisionPhase : std::uint8_t {
  none = 0,
  supervised = 1,
  answered = 2,
};
BOOST_DESCRIBE_ENUM(SupervisionPhase, none, supervised, answered)
constexpr auto recourse_labels(const SupervisionPhase*) {
  return describe::labels<SupervisionPhase>({
      {SupervisionPhase::none, "无"},
      {SupervisionPhase::supervised, "督办中"},
      {SupervisionPhase::answered, "已反馈待核实"},
  });
}

/// All four regions.
struct Phases {
  Phase stage = Phase::none;
  ClockPhase clock = ClockPhase::idle;
  FollowUpPhase rating_follow_up = FollowUpPhase::none;
  SupervisionPhase supervision = SupervisionPhase::none;
  friend bool operator==(const Phases&, const Phases&) = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (stage, clock, rating_follow_up, supervision))
constexpr auto recourse_spec(const Phases*) {
  return describe::spec("case.phases", 2, "The phase of each region of the lifecycle.",
                        {{"stage", 1, "Phase of the case itself."},
                         {"clock", 1, "Phase of the clock."},
                         {"rating_follow_up", 2, "Phase of the follow-up of a bad rating."},
                         {"supervision", 2, "Phase of the supervision."}});
}

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
