#include <recourse/casework/case/open_duties.hpp>

namespace recourse::casework {
namespace {

std::optional<Duty> care_duty(const State& state) {
  const auto& due = state.limits.care;
  const auto& unit = state.intake.station;
  switch (state.phases.care) {
    case CarePhase::contact_due:
      return Duty{"care_contact", "差评联系", "R17", unit, due};
    case CarePhase::verify_due:
      return Duty{"care_verification", "差评核实", "R17", unit, due};
    case CarePhase::correction_due:
      return Duty{"care_correction", "差评整改", "R17", unit, due};
    case CarePhase::feedback_due:
      return Duty{"care_feedback", "整改反馈", "R17", unit, due};
    case CarePhase::revisit_due:
      return Duty{"care_revisit", "差评回访", "R17", "", due};
    case CarePhase::exclusion_asked:
      return Duty{"exclusion_decision", "评价剔除决定", "R17", "", due};
    case CarePhase::none:
    case CarePhase::done:
    case CarePhase::excluded:
      break;
  }
  return std::nullopt;
}

bool has_answer_to_apply(const State& state) {
  const auto& kind = state.ladder.answer_kind;
  return state.phases.life == Phase::answered &&
         (kind == AnswerKind::do_it_so || kind == AnswerKind::authorised);
}

void add_open_ones(const State& state, std::vector<Duty>& list) {
  const auto& limits = state.limits;
  const auto& station = state.intake.station;
  if (limits.contact && !limits.contacted_at) {
    list.push_back({"contact", "联系群众", "R12", station, limits.contact});
  }
  if (limits.attention) {
    list.push_back({"attention", "回应追问", "R20", station, limits.attention});
  }
  if (state.work.support_line) {
    list.push_back({"support", "支援答复", "R18", "", limits.support});
  }
  if (has_answer_to_apply(state)) {
    list.push_back({"apply_answer", "落实部门答复", "R15", station, limits.finish});
  }
  if (state.ladder.disputed) list.push_back({"decide_line", "指定条线", "R15", "", {}});
  if (state.phases.clock != ClockPhase::overdue) return;
  const bool planned = state.work.plans > 0;
  list.push_back(planned ? Duty{"keep_plan", "按计划办结", "R13", station, limits.plan}
                         : Duty{"plan", "超期计划", "R13", station, limits.plan});
}

}  // namespace

std::vector<Duty> open_duties(const State& state) {
  std::vector<Duty> list;
  if (state.phases.life == Phase::none || state.intake.historical) return list;
  if (is_open(state.phases.life)) add_open_ones(state, list);
  const auto& supervision = state.supervision;
  if (state.phases.supervision == SupervisionPhase::supervised) {
    list.push_back(
        {"supervision_answer", "督办反馈", "R16", supervision.unit, state.limits.supervision});
  }
  if (state.phases.supervision == SupervisionPhase::answered) {
    list.push_back({"supervision_verification", "督办核实", "R16", "", state.limits.supervision});
  }
  if (auto care = care_duty(state)) list.push_back(std::move(*care));
  return list;
}

}  // namespace recourse::casework
