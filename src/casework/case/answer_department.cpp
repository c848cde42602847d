// The ladder of departments (R15, R16).
#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

Level level_of(const Desk& desk) {
  return desk.state.phases.life == Phase::escalated_city ? Level::city : Level::district;
}

std::optional<core::Refusal> asked_by_other(const Desk& desk, Level level) {
  if (desk.state.ladder.facts_for == level) return std::nullopt;
  return refuse("other_level_asked", "R15", "The other level of departments asked for these facts.",
                "要求补充情况的是另一级部门。");
}

}  // namespace

std::optional<core::Refusal> not_a_department(const Desk& desk, Level level, Line line,
                                              const std::string& department) {
  // Of the past is told what was.
  if (desk.state.intake.historical) return std::nullopt;
  const auto& district = desk.state.intake.district;
  const auto bureau = bureau_of(department);
  const bool city = bureau == bureau_of(department_of(Level::city, district, line));
  const bool right_level = level == Level::city ? city : !city && !bureau.empty();
  const bool right_district = level == Level::city || district.empty() || bureau == district;
  if (line_of_unit(department) == line && right_level && right_district) return std::nullopt;
  const auto expected = department_of(level, district, line);
  return refuse("unknown_department", "R15",
                "The department is " + expected + "; " + department + " is none of the line " +
                    std::string{en(line)} + " there.",
                "承办部门应为" + expected + "，“" + department + "”不是该条线的部门。");
}

Answer answer(const Desk& desk, const AnswerAsDepartment& c) {
  if (!c.kind) return missing("kind", "R15", "what the answer comes to", "答复类型");
  if (blank(c.wording)) {
    return missing("wording", "R22", "what may be said to citizens", "对外口径");
  }
  return Answer::of(DepartmentAnswered{desk.by(), level_of(desk), *c.kind, c.solution, c.wording,
                                       c.internal_basis, c.reusable});
}

Answer answer(const Desk& desk, const ForwardToCity& c) {
  if (blank(c.opinion)) return missing("opinion", "R15", "the district's own opinion", "分局意见");
  const Line line = desk.state.intake.line.value_or(Line::other);
  auto department = blank(c.department)
                        ? department_of(Level::city, desk.state.intake.district, line)
                        : c.department;
  if (auto no = not_a_department(desk, Level::city, line, department)) return *no;
  return Answer::of(ForwardedToCity{desk.by(), c.opinion, std::move(department),
                                    desk.after(desk.today(), desk.norms().department_answer)});
}

namespace {

std::optional<core::Refusal> may_not_object(const Desk& desk) {
  const auto& ladder = desk.state.ladder;
  if (desk.role == Role::supervisor) {
    if (ladder.objections > 0 && !ladder.line_decided) return std::nullopt;
    return refuse(ladder.line_decided ? "line_decided" : "no_objection_yet", "R15",
                  "The supervisor decides once, after an objection.",
                  "条线由治安总队在部门提出异议后指定，且为最终指定。");
  }
  if (ladder.line_decided || ladder.disputed) {
    return refuse("already_objected", "R15",
                  "After the second objection the supervisor decides, finally.",
                  "再次异议后由治安总队最终指定，不再受理异议。");
  }
  if (!ladder.arrived_at) return std::nullopt;
  const Due last = desk.after(desk.day_of(*ladder.arrived_at), desk.norms().line_objection);
  if (!desk.passed(last)) return std::nullopt;
  return refuse(
      "too_late_to_object", "R15",
      "An objection to the line was possible until " + to_string(desk.day_of(last.at)) + ".",
      "条线异议应在" + to_string(desk.day_of(last.at)) + "前提出。");
}

}  // namespace

Answer answer(const Desk& desk, const ObjectToLine& c) {
  if (auto no = may_not_object(desk)) return *no;
  if (!c.line || *c.line == Line::other) {
    return missing("line", "R15", "which line is responsible", "应承办的业务条线");
  }
  if (blank(c.reason)) return missing("reason", "R15", "why that line is responsible", "异议理由");
  auto department = blank(c.department)
                        ? department_of(level_of(desk), desk.state.intake.district, *c.line)
                        : c.department;
  if (auto no = not_a_department(desk, level_of(desk), *c.line, department)) return *no;
  const bool decides = desk.role == Role::supervisor;
  const bool disputed = !decides && desk.state.ladder.objections > 0;
  auto result = Answer::of(
      LineObjected{desk.by(), *c.line, std::move(department), c.reason, decides, disputed});
  // It is passed on once; a second time it stays where it is, and somebody above decides.
  if (!disputed) return result;
  return supervised(desk, std::move(result), SupervisionCause::wrong_line);
}

Answer answer(const Desk& desk, const Consult& c) {
  if (blank(c.with)) return missing("with", "R15", "which department is asked", "会商部门");
  if (blank(c.question)) return missing("question", "R15", "what is asked", "会商问题");
  if (!desk.state.ladder.consulted.empty()) {
    return refuse("consulted_already", "R15",
                  desk.state.ladder.consulted + " was asked and has not answered yet.",
                  "已请" + desk.state.ladder.consulted + "会商，尚未答复。");
  }
  return Answer::of(Consulted{desk.by(), c.with, c.question});
}

Answer answer(const Desk& desk, const ReturnForFacts& c) {
  const Level level = level_of(desk);
  const auto& ladder = desk.state.ladder;
  if (level == Level::city ? ladder.returned_by_city : ladder.returned_by_district) {
    return refuse("already_returned", "R15", "Each level asks the station for facts once.",
                  "每一级部门只能退补一次。");
  }
  if (c.items.empty())
    return missing("items", "R15", "which facts are wanted", "需补充的情况（逐项）");
  return Answer::of(ReturnedForFacts{desk.by(), level, c.items});
}

Answer answer(const Desk& desk, const SupplyFactsDistrict& c) {
  if (auto no = asked_by_other(desk, Level::district)) return *no;
  if (blank(c.facts)) return missing("facts", "R15", "the facts", "补充情况");
  return Answer::of(FactsSuppliedDistrict{desk.by(), c.facts});
}

Answer answer(const Desk& desk, const SupplyFactsCity& c) {
  if (auto no = asked_by_other(desk, Level::city)) return *no;
  if (blank(c.facts)) return missing("facts", "R15", "the facts", "补充情况");
  return Answer::of(FactsSuppliedCity{desk.by(), c.facts});
}

Answer answer(const Desk& desk, const ReturnAnswer& c) {
  if (desk.state.ladder.answer_returned) {
    return refuse("answer_returned_before", "R15", "An answer is sent back once.",
                  "“无法落实”只能提出一次。");
  }
  if (blank(c.reason)) {
    return missing("reason", "R15", "why it cannot be carried out", "无法落实的理由");
  }
  // The line may have been decided anew above the district.
  const auto& ladder = desk.state.ladder;
  const Line line = desk.state.intake.line.value_or(Line::other);
  const bool same_line = line_of_unit(ladder.district_department) == line;
  auto department = same_line ? ladder.district_department
                              : department_of(Level::district, desk.state.intake.district, line);
  return Answer::of(CouldNotApply{desk.by(), c.reason, std::move(department),
                                  desk.after(desk.today(), desk.norms().department_answer)});
}

}  // namespace recourse::casework
