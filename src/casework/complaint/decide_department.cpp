// The escalation to departments (R15, R16).
#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

Level level_of(const DecisionContext& ctx) {
  return ctx.state.phases.stage == Phase::escalated_city ? Level::city : Level::district;
}

std::optional<core::Refusal> check_asked_by_level(const DecisionContext& ctx, Level level) {
  if (ctx.state.escalation.facts_for == level) return std::nullopt;
  return refuse<refusals::other_level_asked>();
}

}  // namespace

std::optional<core::Refusal> check_is_department(const DecisionContext& ctx, Level level, Line line,
                                                 const std::string& department) {
  // Of the past is told what was.
  if (ctx.state.intake.historical) return std::nullopt;
  const auto& district = ctx.state.intake.district;
  const auto bureau = bureau_of(department);
  const bool city = bureau == bureau_of(department_of(Level::city, district, line));
  const bool right_level = level == Level::city ? city : !city && !bureau.empty();
  const bool right_district = level == Level::city || district.empty() || bureau == district;
  const bool right_line =
      line == Line::other ? department == bureau : line_of_unit(department) == line;
  if (right_line && right_level && right_district) return std::nullopt;
  const auto expected = department_of(level, district, line);
  return refuse<refusals::unknown_department>(
      Put<"expected">{expected}, Put<"department">{department}, Put<"line">{std::string{en(line)}});
}

namespace {

/// A matter of a department's is decided there: not by a level below, nor by the station that a
/// special authorisation would hand it to (R41).
std::optional<core::Refusal> check_not_sent_down(const DecisionContext& ctx, AnswerKind kind) {
  const auto& dispatch = ctx.dispatch();
  const auto& matter = ctx.state.intake.matter;
  const auto competence = dispatch.competence(matter);
  if (competence == Competence::station || ctx.state.intake.historical) return std::nullopt;
  const bool below = competence == Competence::city && level_of(ctx) == Level::district;
  if (!below && kind != AnswerKind::authorised) return std::nullopt;
  return refuse<refusals::not_to_be_sent_down>(
      Put<"matter">{matter}, Put<"version">{std::to_string(dispatch.version())},
      Put<"who">{std::string{describe::enum_name(competence)}, zh(competence)});
}

Decision answered(const DecisionContext& ctx, const AnswerAsDepartment& c) {
  if (!c.kind) return refuse<refusals::answer_kind_missing>();
  if (auto no = check_not_sent_down(ctx, *c.kind)) return *no;
  if (blank(c.wording)) {
    return refuse<refusals::answer_wording_missing>();
  }
  return Decision::of(DepartmentAnswered{ctx.by(), level_of(ctx), *c.kind, c.solution, c.wording,
                                         c.internal_basis, c.reusable});
}

Decision forwarded(const DecisionContext& ctx, const ForwardToCity& c) {
  if (blank(c.opinion)) return refuse<refusals::forwarding_opinion_missing>();
  const Line line = ctx.state.intake.line.value_or(Line::other);
  auto department = blank(c.department)
                        ? department_of(Level::city, ctx.state.intake.district, line)
                        : c.department;
  if (auto no = check_is_department(ctx, Level::city, line, department)) return *no;
  return Decision::of(
      ForwardedToCity{ctx.by(), c.opinion, std::move(department), ctx.department_limit()});
}

std::optional<core::Refusal> check_may_object(const DecisionContext& ctx) {
  const auto& escalation = ctx.state.escalation;
  if (ctx.role == Role::supervisor) {
    if (escalation.objections > 0 && !escalation.line_decided) return std::nullopt;
    if (escalation.line_decided) return refuse<refusals::line_decided>();
    return refuse<refusals::no_objection_yet>();
  }
  if (escalation.line_decided || escalation.disputed) {
    return refuse<refusals::already_objected>();
  }
  if (!escalation.arrived_at) return std::nullopt;
  const Due last = ctx.after(ctx.day_of(*escalation.arrived_at), ctx.norms().line_objection);
  if (!ctx.passed(last)) return std::nullopt;
  return refuse<refusals::too_late_to_object>(Put<"end">{to_string(ctx.day_of(last.at))});
}

Decision objected(const DecisionContext& ctx, const ObjectToLine& c) {
  if (auto no = check_may_object(ctx)) return *no;
  if (!c.line || *c.line == Line::other) {
    return refuse<refusals::objection_line_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::objection_reason_missing>();
  auto department = blank(c.department)
                        ? department_of(level_of(ctx), ctx.state.intake.district, *c.line)
                        : c.department;
  if (auto no = check_is_department(ctx, level_of(ctx), *c.line, department)) return *no;
  const bool decides = ctx.role == Role::supervisor;
  const bool disputed = !decides && ctx.state.escalation.objections > 0;
  auto result = Decision::of(
      LineObjected{ctx.by(), *c.line, std::move(department), c.reason, decides, disputed});
  // It is passed on once; a second time it stays where it is, and somebody above decides.
  if (!disputed) return result;
  return supervised(ctx, std::move(result), SupervisionCause::wrong_line);
}

Decision returned_for_facts(const DecisionContext& ctx, const ReturnForFacts& c) {
  const Level level = level_of(ctx);
  const auto& escalation = ctx.state.escalation;
  if (level == Level::city ? escalation.returned_by_city : escalation.returned_by_district) {
    return refuse<refusals::already_returned>();
  }
  if (c.items.empty()) return refuse<refusals::facts_items_missing>();
  return Decision::of(ReturnedForFacts{
      ctx.by(), level, c.items, ctx.after(ctx.today(), ctx.norms().facts), ctx.answer_days_left()});
}

}  // namespace

// What a department does next ends its own part, and the rest that it asked for.
Decision decide(const DecisionContext& ctx, const AnswerAsDepartment& c) {
  return own_rest_ended(ctx, [&](const DecisionContext& now) { return answered(now, c); });
}
Decision decide(const DecisionContext& ctx, const ForwardToCity& c) {
  return own_rest_ended(ctx, [&](const DecisionContext& now) { return forwarded(now, c); });
}
Decision decide(const DecisionContext& ctx, const ObjectToLine& c) {
  return own_rest_ended(ctx, [&](const DecisionContext& now) { return objected(now, c); });
}
Decision decide(const DecisionContext& ctx, const ReturnForFacts& c) {
  return own_rest_ended(ctx,
                        [&](const DecisionContext& now) { return returned_for_facts(now, c); });
}

Decision decide(const DecisionContext& ctx, const Consult& c) {
  if (!ctx.state.escalation.consulted.empty()) {
    return refuse<refusals::consulted_already>(Put<"department">{ctx.state.escalation.consulted});
  }
  if (blank(c.with)) return refuse<refusals::with_missing>();
  if (blank(c.question)) return refuse<refusals::consultation_question_missing>();
  if (auto no = check_department_exists(ctx, c.with)) return *no;
  return Decision::of(Consulted{ctx.by(), c.with, c.question});
}

Decision decide(const DecisionContext& ctx, const SupplyFactsDistrict& c) {
  if (auto no = check_asked_by_level(ctx, Level::district)) return *no;
  if (blank(c.facts)) return refuse<refusals::facts_missing>();
  return Decision::of(FactsSuppliedDistrict{ctx.by(), c.facts, ctx.answer_after_facts()});
}

Decision decide(const DecisionContext& ctx, const SupplyFactsCity& c) {
  if (auto no = check_asked_by_level(ctx, Level::city)) return *no;
  if (blank(c.facts)) return refuse<refusals::facts_missing>();
  return Decision::of(FactsSuppliedCity{ctx.by(), c.facts, ctx.answer_after_facts()});
}

Decision decide(const DecisionContext& ctx, const ReturnAnswer& c) {
  if (ctx.state.escalation.answer_returned) {
    return refuse<refusals::answer_returned_before>();
  }
  if (blank(c.reason)) {
    return refuse<refusals::returning_reason_missing>();
  }
  const auto& escalation = ctx.state.escalation;
  if (escalation.answer_level == Level::city) {
    return Decision::of(CouldNotApply{ctx.by(), c.reason, escalation.department,
                                      ctx.department_limit(), Level::city});
  }
  // The line may have been decided anew above the district.
  const Line line = ctx.state.intake.line.value_or(Line::other);
  const bool same_line = line_of_unit(escalation.district_department) == line;
  auto department = same_line ? escalation.district_department
                              : department_of(Level::district, ctx.state.intake.district, line);
  return Decision::of(CouldNotApply{ctx.by(), c.reason, std::move(department),
                                    ctx.department_limit(), Level::district});
}

}  // namespace recourse::casework::complaint
