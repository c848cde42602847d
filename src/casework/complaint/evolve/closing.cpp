#include <algorithm>

#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Closed& e) {
  handled_by(e.by);
  s.deadlines.rating = e.rating;
  resolved(e.resolution);
  s.ending.told = e.told;
  s.ending.why_late = e.why_late;
  s.ending.round_days = e.round_days;
}

void Folding::on(const Withdrawn& e) { resolved(e.resolution); }

/// What is open in it, and a rest, goes on in the target, and comes back if it is taken out
/// again.
void Folding::on(const Merged& e) {
  s.ending.merged_into = e.target;
  s.ending.merged_from = s.phases.stage;
  s.ending.merged_clock = s.phases.clock;
  taken_in_hand();
  ended(e.resolution);
}

void Folding::on(const Unmerged& e) {
  s.ending.merged_into.clear();
  s.ending.merged_from.reset();
  s.ending.merged_clock.reset();
  taken_up_again();
  if (e.answered) reacted();
  if (e.contacted) contacted_with_absorbed(*e.contacted);
  if (e.contacted && !s.deadlines.contacted_at) s.deadlines.contacted_at = e.contacted;
}

void Folding::on(const Absorbed& e) {
  s.ending.absorbed.push_back({e.source, e.from, s.ending.rounds, at, e.limit, e.attention,
                               e.recused, e.brought, e.listed, e.contact, std::nullopt});
  for (const auto& one : e.recused) s.access.recused.push_back(one);
}

void Folding::on(const Released& e) {
  auto& all = s.ending.absorbed;
  const auto gone = std::ranges::find(all, e.source, &Absorption::source);
  if (gone != all.end()) {
    auto brought = std::move(gone->recused);
    all.erase(gone);
    for (const auto& one : brought) std::erase(s.access.recused, one);
  }
  if (!e.in_time) return;
  s.deadlines.overdue = false;
  s.deadlines.plan.reset();
}

}  // namespace recourse::casework::complaint
