#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const DepartmentAnswered& e) {
  s.escalation.answer_kind = e.kind;
  s.escalation.answer_level = e.level;
  s.escalation.disputed = false;
  s.escalation.answered_at = at;
  s.deadlines.answer.reset();
  handled_by(e.by);
}

void Folding::on(const ForwardedToCity& e) {
  transferred_to(e.department);
  asked_until(e.answer);
  handled_by(e.by);
}

void Folding::on(const LineObjected& e) {
  if (e.disputed) {
    ++s.escalation.objections;
    s.escalation.disputed = true;
    return;
  }
  s.intake.line = e.line;
  if (!e.decided) handled_by(e.by);
  const bool at_district = s.phases.stage == Phase::escalated_district;
  transferred_to(e.department);
  if (at_district) s.escalation.district_department = e.department;
  if (!e.decided) ++s.escalation.objections;
  s.escalation.line_decided = e.decided;
  if (e.decided) s.escalation.disputed = false;
}

void Folding::on(const Consulted& e) {
  s.escalation.consulted = e.with;
  handled_by(e.by);
}

void Folding::on(const ReturnedForFacts& e) {
  handled_by(e.by);
  s.escalation.facts_for = e.level;
  s.escalation.facts_since = at;
  s.deadlines.facts = e.facts;
  s.deadlines.answer_left = e.answer_left;
  (e.level == Level::city ? s.escalation.returned_by_city : s.escalation.returned_by_district) =
      true;
}

void Folding::on(const FactsSuppliedDistrict& e) { facts_supplied(e.answer, e.by); }

void Folding::on(const FactsSuppliedCity& e) { facts_supplied(e.answer, e.by); }

void Folding::on(const CouldNotApply& e) {
  s.escalation.answer_returned = true;
  s.escalation.answer_kind.reset();
  s.escalation.answer_level.reset();
  if (e.level != Level::city) s.escalation.district_department = e.department;
  handled_by(e.by);
  transferred_to(e.department);
  asked_until(e.answer);
}

}  // namespace recourse::casework::complaint
