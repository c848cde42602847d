// The ladder of departments (R15, R16).
#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

Level level_of(const Desk& desk) {
  return desk.state.phases.life == Phase::escalated_city ? Level::city : Level::district;
}

std::optional<core::Refusal> check_asked_by_level(const Desk& desk, Level level) {
  if (desk.state.ladder.facts_for == level) return std::nullopt;
  return refuse<refusals::other_level_asked>();
}

}  // namespace

std::optional<core::Refusal> check_is_department(const Desk& desk, Level level, Line line,
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
  return refuse<refusals::unknown_department>(
      Put<"expected">{expected}, Put<"department">{department}, Put<"line">{std::string{en(line)}});
}

Answer answer(const Desk& desk, const AnswerAsDepartment& c) {
  if (!c.kind) return refuse<refusals::answer_kind_missing>();
  if (blank(c.wording)) {
    return refuse<refusals::answer_wording_missing>();
  }
  return Answer::of(DepartmentAnswered{desk.by(), level_of(desk), *c.kind, c.solution, c.wording,
                                       c.internal_basis, c.reusable});
}

Answer answer(const Desk& desk, const ForwardToCity& c) {
  if (blank(c.opinion)) return refuse<refusals::forwarding_opinion_missing>();
  const Line line = desk.state.intake.line.value_or(Line::other);
  auto department = blank(c.department)
                        ? department_of(Level::city, desk.state.intake.district, line)
                        : c.department;
  if (auto no = check_is_department(desk, Level::city, line, department)) return *no;
  return Answer::of(ForwardedToCity{desk.by(), c.opinion, std::move(department),
                                    desk.after(desk.today(), desk.norms().department_answer)});
}

namespace {

std::optional<core::Refusal> check_may_object(const Desk& desk) {
  const auto& ladder = desk.state.ladder;
  if (desk.role == Role::supervisor) {
    if (ladder.objections > 0 && !ladder.line_decided) return std::nullopt;
    if (ladder.line_decided) return refuse<refusals::line_decided>();
    return refuse<refusals::no_objection_yet>();
  }
  if (ladder.line_decided || ladder.disputed) {
    return refuse<refusals::already_objected>();
  }
  if (!ladder.arrived_at) return std::nullopt;
  const Due last = desk.after(desk.day_of(*ladder.arrived_at), desk.norms().line_objection);
  if (!desk.passed(last)) return std::nullopt;
  return refuse<refusals::too_late_to_object>(Put<"end">{to_string(desk.day_of(last.at))});
}

}  // namespace

Answer answer(const Desk& desk, const ObjectToLine& c) {
  if (auto no = check_may_object(desk)) return *no;
  if (!c.line || *c.line == Line::other) {
    return refuse<refusals::objection_line_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::objection_reason_missing>();
  auto department = blank(c.department)
                        ? department_of(level_of(desk), desk.state.intake.district, *c.line)
                        : c.department;
  if (auto no = check_is_department(desk, level_of(desk), *c.line, department)) return *no;
  const bool decides = desk.role == Role::supervisor;
  const bool disputed = !decides && desk.state.ladder.objections > 0;
  auto result = Answer::of(
      LineObjected{desk.by(), *c.line, std::move(department), c.reason, decides, disputed});
  // It is passed on once; a second time it stays where it is, and somebody above decides.
  if (!disputed) return result;
  return supervised(desk, std::move(result), SupervisionCause::wrong_line);
}

Answer answer(const Desk& desk, const Consult& c) {
  if (blank(c.with)) return refuse<refusals::with_missing>();
  if (blank(c.question)) return refuse<refusals::consultation_question_missing>();
  if (!desk.state.ladder.consulted.empty()) {
    return refuse<refusals::consulted_already>(Put<"department">{desk.state.ladder.consulted});
  }
  return Answer::of(Consulted{desk.by(), c.with, c.question});
}

Answer answer(const Desk& desk, const ReturnForFacts& c) {
  const Level level = level_of(desk);
  const auto& ladder = desk.state.ladder;
  if (level == Level::city ? ladder.returned_by_city : ladder.returned_by_district) {
    return refuse<refusals::already_returned>();
  }
  if (c.items.empty()) return refuse<refusals::facts_items_missing>();
  return Answer::of(ReturnedForFacts{desk.by(), level, c.items});
}

Answer answer(const Desk& desk, const SupplyFactsDistrict& c) {
  if (auto no = check_asked_by_level(desk, Level::district)) return *no;
  if (blank(c.facts)) return refuse<refusals::facts_missing>();
  return Answer::of(FactsSuppliedDistrict{desk.by(), c.facts});
}

Answer answer(const Desk& desk, const SupplyFactsCity& c) {
  if (auto no = check_asked_by_level(desk, Level::city)) return *no;
  if (blank(c.facts)) return refuse<refusals::facts_missing>();
  return Answer::of(FactsSuppliedCity{desk.by(), c.facts});
}

Answer answer(const Desk& desk, const ReturnAnswer& c) {
  if (desk.state.ladder.answer_returned) {
    return refuse<refusals::answer_returned_before>();
  }
  if (blank(c.reason)) {
    return refuse<refusals::returning_reason_missing>();
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
