#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const ScopeStated& e) {
  s.work.scope.stated = e.number;
  s.work.scope.stated_at = at;
  s.deadlines.scope.reset();
  handled_by(e.by);
  if (s.work.scope.corrected) reacted();
}

void Folding::on(const ScopeCorrected& e) {
  s.work.scope.corrected = true;
  // As a message: saying more does not give the station more time.
  if (!s.deadlines.attention) s.deadlines.attention = e.attention;
}

}  // namespace recourse::casework::complaint
