#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const ConsultationAnswered& e) {
  s.escalation.consulted.clear();
  handled_by(e.by);
}

void Folding::on(const SupportAsked& e) { s.work.support.push_back({e.line, at, e.due, false}); }

void Folding::on(const SupportAnswered& e) {
  handled_by(e.by);
  std::erase_if(s.work.support, [&](const auto& one) { return !e.line || one.line == e.line; });
}

void Folding::on(const Assisted&) { ++s.work.assisted; }

}  // namespace recourse::casework::complaint
