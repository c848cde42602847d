#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const UnitAsked& e) {
  s.work.assisting_asked = e.number;
  s.work.assisting.push_back({e.number, e.unit, at, e.due, false});
}

/// It answers a question and does not handle the case.
void Folding::on(const UnitAnswered& e) {
  std::erase_if(s.work.assisting,
                [&](const AssistingRequest& one) { return one.number == e.number; });
}

}  // namespace recourse::casework::complaint
