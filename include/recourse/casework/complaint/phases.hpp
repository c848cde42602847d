// The phases of a case: of its life, its clock, the follow-up of a bad rating and the supervision.
//
// Their numbers are on disk and permanent. Values; no shared state.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>
#include <recourse/describe/spec.hpp>

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
                        {{"stage", 1, "Phase of the case itself.", describe::Access::open},
                         {"clock", 1, "Phase of the clock.", describe::Access::open},
                         {"rating_follow_up", 2, "Phase of the follow-up of a bad rating."},
                         {"supervision", 2, "Phase of the supervision."}});
}

}  // namespace recourse::casework::complaint
