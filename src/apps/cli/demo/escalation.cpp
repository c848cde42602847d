// What goes to the departments and comes back (R15).
#include "teller.hpp"
#include "words.hpp"

namespace recourse::cli {

using namespace casework;
using namespace casework::complaint;

void Teller::escalate(bool to_city) {
  Escalate ask;
  ask.line = department_line();
  ask.question = words::question(case_);
  ask.tried = words::tried(case_);
  ask.explanation = words::explanation(case_);
  give(cast_.officer(), std::move(ask));
  escalated_ = true;
  auto asked = today();

  auto department = cast_.district(department_line());
  // A second report of the same matter on the next day must find it with the department.
  wait_days(2, 3);
  if (dice_.percent(10)) {
    const bool own = department_line() == Line::public_order;
    const auto other = cast_.district(own ? Line::criminal : Line::public_order);
    give(department, Consult{other.unit, "个案能否参照既有答复办理？"});
    wait_days(0);
  }
  if (dice_.percent(8)) {
    give(cast_.citizen(), Message{words::Text{"请问办到哪一步了？"}});
    wait_days(0);
    give(cast_.officer(), Contact{Told::phone, true});
  }
  if (to_city) {
    give(department, ForwardToCity{"建议支持，请市局业务部门明确口径", ""});
    department = cast_.city(department_line());
    asked = today();
    wait_days(1, 2);
  }
  if (has(Twist::late)) {
    answer_late(department, asked);
  } else if (dice_.percent(15)) {
    ask_station_for_facts(department, to_city);
  }
  carry_out(answer(department), department);
}

/// The department lets its own limit pass, answers for that, and the case goes overdue there.
void Teller::answer_late(const core::Actor& department, LocalDay asked) {
  wait_past(working_day_after(asked, norms_.department_answer));
  give(timer(), MissLimit{DeadlineKind::answer});
  wait_for_counter();
  answer_supervision(department, SupervisionCause::answer_missed);
  wait_past(working_day_after(day_of(case_.reported_at), norms_.difficult));
  give(timer(), GoOverdue{});
  answer_for_lateness(department, LateReason::department_waited);
}

void Teller::ask_station_for_facts(const core::Actor& department, bool city) {
  give(department, ReturnForFacts{{"原始档案复印件", "当事人情况说明"}});
  wait_days(1);
  const words::Text facts{"档案复印件和情况说明已随文报送。"};
  if (city) {
    give(cast_.officer(), SupplyFactsCity{facts});
  } else {
    give(cast_.officer(), SupplyFactsDistrict{facts});
  }
  wait_days(1);
}

AnswerKind Teller::answer(const core::Actor& department) {
  constexpr std::array<std::uint32_t, 4> kKinds{55, 22, 15, 8};
  const auto kind = static_cast<AnswerKind>(dice_.weighted(std::span{kKinds}) + 1);
  AnswerAsDepartment reply;
  reply.kind = kind;
  reply.solution = words::solution(kind);
  reply.wording = words::wording(kind);
  reply.internal_basis = "业务部门内部研究意见（模拟）";
  reply.reusable = dice_.percent(20);
  give(department, std::move(reply));
  return kind;
}

void Teller::carry_out(AnswerKind kind, const core::Actor& department) {
  if (!has(Twist::late) && dice_.percent(3)) {
    wait_days(1);
    give(cast_.officer(), ReturnAnswer{"当事人无法再取得答复所要求的材料"});
    wait_days(1, 2);
    kind = answer(department);
  }
  wait_days(0, 1);
  const auto outcome = kind == AnswerKind::cannot_by_law ? Outcome::cannot_by_law
                       : kind == AnswerKind::policy_gap  ? Outcome::answered
                                                         : Outcome::done;
  if (has(Twist::late)) return close_late(LateReason::department_waited, outcome);
  close(handler(), outcome);
}

}  // namespace recourse::cli
