#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Supervised& e) {
  SupervisionEntry one{.number = static_cast<std::uint32_t>(s.supervision.size() + 1),
                       .phase = SupervisionPhase::supervised,
                       .cause = e.cause,
                       .unit = e.unit,
                       .level = e.level,
                       .since = at,
                       .due = e.due};
  s.supervision.push_back(std::move(one));
}

void Folding::on(const SupervisionRaised& e) {
  auto* const one = supervision(e.number);
  if (one == nullptr) return;
  missed(DeadlineKind::supervision, one->due);
  one->level = Level::city;
  one->due = e.due;
  ++one->times_missed;
}

void Folding::on(const SupervisionAnswered& e) {
  auto* const one = supervision(e.number);
  if (one == nullptr) return;
  one->phase = SupervisionPhase::answered;
  one->due = e.due;
  one->missed = false;
  one->answered_at = at;
  one->answered_by = e.by;
  one->accepted.reset();
}

void Folding::on(const SupervisionVerified& e) {
  auto* const one = supervision(e.number);
  if (one == nullptr) return;
  one->phase = e.accepted ? SupervisionPhase::none : SupervisionPhase::supervised;
  if (e.due) one->due = *e.due;
  one->missed = false;
  one->verified_at = at;
  one->verified_by = e.by;
  one->accepted = e.accepted;
}

void Folding::on(const LimitMissed& e) {
  missed(e.kind, e.due);
  if (auto* const one = supervision(e.number); one != nullptr) {
    one->missed = true;
    ++one->times_missed;
  }
  if (e.kind == DeadlineKind::assisting) {
    for (auto& one : s.work.assisting) one.missed = one.missed || one.due.at <= e.due.at;
  }
  if (e.kind != DeadlineKind::support) return;
  for (auto& one : s.work.support) one.missed = one.missed || one.due.at <= e.due.at;
}

void Folding::on(const UrgingSet& e) { s.deadlines.urging = e.steps; }

void Folding::on(const Urged& e) {
  s.work.urged.push_back(e.rung);
  std::erase_if(s.deadlines.urging, [&](const UrgingDue& one) { return one.rung == e.rung; });
}

void Folding::on(const Planned& e) {
  ++s.work.plans;
  s.deadlines.plan = e.until;
}

}  // namespace recourse::casework::complaint
