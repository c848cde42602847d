#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const DeemedAccepted&) {
  s.work.accepted_at = s.intake.reported_at;  // From the filing day, as the law has it.
  taken_in_hand();
  notice_duty_met();
}

void Folding::on(const NoticeMissed&) {
  ++s.work.breaches;
  notice_duty_met();
}

void Folding::on(const PromiseExtended& e) {
  s.deadlines.promise = e.promise_end;
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.reminder = e.reminder;
}

void Folding::on(const Reminded&) { s.deadlines.reminder.reset(); }

}  // namespace recourse::casework::complaint
