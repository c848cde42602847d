#include <recourse/casework/complaint/open_duties.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

std::optional<Duty> follow_up_duty(const State& state) {
  const auto& due = state.deadlines.rating_follow_up;
  const auto unit = acting_station(state);
  switch (state.phases.rating_follow_up) {
    case FollowUpPhase::contact_due:
      return Duty{"care_contact", "差评联系", "R17", unit, due};
    case FollowUpPhase::verify_due:
      return Duty{"care_verification", "差评核实", "R17", unit, due};
    case FollowUpPhase::correction_due:
      return Duty{"care_correction", "差评整改", "R17", unit, due};
    case FollowUpPhase::feedback_due:
      return Duty{"care_feedback", "整改反馈", "R17", unit, due};
    case FollowUpPhase::revisit_due:
      return Duty{"care_revisit", "差评回访", "R17", "", due};
    case FollowUpPhase::exclusion_asked:
      return Duty{"exclusion_decision", "评价剔除决定", "R17", "", due};
    case FollowUpPhase::none:
    case FollowUpPhase::done:
    case FollowUpPhase::excluded:
      break;
  }
  return std::nullopt;
}

bool has_answer_to_apply(const State& state) {
  const auto& kind = state.escalation.answer_kind;
  return state.phases.stage == Phase::answered &&
         (kind == AnswerKind::do_it_so || kind == AnswerKind::authorised);
}

void add_open_ones(const State& state, std::vector<Duty>& list) {
  const auto& deadlines = state.deadlines;
  const auto station = acting_station(state);
  if (state.phases.stage == Phase::received && deadlines.receipt) {
    list.push_back({"receipt", "接办", "R36", station, deadlines.receipt});
  }
  if (const auto contact = contact_deadline(state)) {
    list.push_back({"contact", "联系群众", "R12", station, contact});
  }
  if (const auto attention = attention_deadline(state)) {
    list.push_back({"attention", "回应追问", "R20", station, attention});
  }
  if (deadlines.scope) list.push_back({"scope", "诉求认定", "R44", station, deadlines.scope});
  if (state.phases.stage == Phase::facts_wanted) {
    list.push_back({"facts", "补充情况", "R15", station, deadlines.facts});
  }
  if (has_answer_to_apply(state)) {
    list.push_back({"apply_answer", "落实部门答复", "R15", station, resolution_deadline(state)});
  }
  if (state.escalation.disputed) list.push_back({"decide_line", "指定条线", "R15", "", {}});
  if (state.phases.clock != ClockPhase::overdue) return;
  const bool planned = state.work.plans > 0;
  list.push_back(planned ? Duty{"keep_plan", "按计划办结", "R13", station, deadlines.plan}
                         : Duty{"plan", "超期计划", "R13", station, deadlines.plan});
}

}  // namespace

std::vector<Duty> open_duties(const State& state) {
  std::vector<Duty> list;
  if (state.phases.stage == Phase::none || state.intake.historical) return list;
  if (is_open(state.phases.stage)) add_open_ones(state, list);
  if (waits_for_units(state)) {
    for (const auto& one : state.work.assisting) {
      list.push_back({"assisting_answer", "协办答复", "R40", one.unit, one.due});
    }
  }
  if (const auto& account = state.ending.account) {
    list.push_back({"account_review", "挂账复核", "R39", account->unit, account->review});
  }
  if (const auto& due = state.ending.callback.due; due && !is_open(state.phases.stage)) {
    list.push_back({"callback", "办结回访", "R37", "", due});
  }
  for (const auto& one : state.work.support) {
    list.push_back({"support", "支援答复", "R18",
                    department_of(Level::district, state.intake.district, one.line), one.due});
  }
  for (const auto& one : state.supervision) {
    if (one.phase == SupervisionPhase::supervised) {
      list.push_back({"supervision_answer", "督办反馈", "R16", one.unit, one.due});
    }
    if (one.phase == SupervisionPhase::answered) {
      list.push_back({"supervision_verification", "督办核实", "R16", "", one.due});
    }
  }
  if (auto care = follow_up_duty(state)) list.push_back(std::move(*care));
  return list;
}

std::vector<Duty> all_duties(const State& state) {
  const auto stage = state.phases.stage;
  std::vector<Duty> list;
  if (stage != Phase::none && !state.intake.historical && is_open(stage)) {
    const auto& answer = state.deadlines.answer;
    const bool asked = answer && owner_of(state) != acting_station(state);
    list.push_back(
        asked ? Duty{"answer", "答复派出所", "R15", owner_of(state), answer}
              : Duty{"resolve", "办结", "R16", owner_of(state), resolution_deadline(state)});
  }
  auto more = open_duties(state);
  list.insert(list.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return list;
}

}  // namespace recourse::casework::complaint
