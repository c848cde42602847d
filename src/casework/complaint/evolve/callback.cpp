#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const CallbackDrawn& e) {
  s.ending.callback.drawn = e.chosen;
  s.ending.callback.due = e.due;
}

void Folding::on(const OutcomeConfirmed& e) {
  auto& callback = s.ending.callback;
  callback.attempts = e.attempt;
  callback.attempt_days = e.days;
  callback.last_attempt = at;
  callback.finished = e.finished;
  if (!e.finished) return;
  callback.due.reset();
  s.ending.confirmations.push_back({s.ending.rounds, callback.drawn, e.contacted,
                                    e.solved.value_or(false), e.satisfied.value_or(false)});
}

}  // namespace recourse::casework::complaint
