#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Paused& e) {
  clock_rests(e.cap, e.days_left);
  s.deadlines.paused_unit = e.unit;
}

void Folding::on(const Resumed& e) {
  clock_resumed(e.paused_days, e.resolution_deadline, e.absorbed);
  departments_go_on(e.answer, e.facts);
}

void Folding::on(const CapReached& e) {
  clock_resumed(e.paused_days, e.resolution_deadline, e.absorbed);
  departments_go_on(e.answer, e.facts);
}

void Folding::on(const Extended& e) {
  extended_to(e.resolution_deadline);
  s.deadlines.needed_by.reset();
  ++s.deadlines.extensions;
  handled_by(e.by);
}

void Folding::on(const WentOverdue& e) {
  s.deadlines.overdue = true;
  s.deadlines.plan = e.plan;
}

void Folding::on(const Contacted& e) {
  // Attempts stand in for telling while nobody is reached.
  s.deadlines.contact_attempts = e.reached ? 0 : e.attempt;
  s.deadlines.contact_days = e.reached ? 0 : e.days;
  s.deadlines.last_attempt.reset();
  if (!e.reached) s.deadlines.last_attempt = at;
  if (e.reached) reacted();
  if (e.discharged) contacted_with_absorbed(at);
  if (e.discharged && !s.deadlines.contacted_at) s.deadlines.contacted_at = at;
}

void Folding::on(const DifficultySet& e) {
  s.deadlines.difficult = true;
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.days_left.reset();  // Of a clock that rests they are counted anew.
  absorbed_limits_replaced();
}

void Folding::on(const Reassigned& e) {
  s.work.assigned_to = e.to;
  taken_in_hand();
}

void Folding::on(const Messaged& e) {
  ++s.work.messages;
  // Asking again does not give the station more time.
  if (!s.deadlines.attention) s.deadlines.attention = e.attention;
}

void Folding::on(const TimerDeclined&) {}

void Folding::on(const LimitsRecomputed& e) {
  if (e.resolution) s.deadlines.resolution = e.resolution;
  if (e.contact) s.deadlines.contact = e.contact;
  if (e.answer) s.deadlines.answer = e.answer;
  if (e.supplement) s.deadlines.supplement = e.supplement;
  if (e.review) s.deadlines.review = e.review;
  if (e.pause_cap) s.deadlines.pause_cap = e.pause_cap;
  if (e.notice) s.deadlines.notice = e.notice;
  if (e.attention) s.deadlines.attention = e.attention;
  auto next = e.supervision.begin();
  for (auto& one : s.supervision) {
    if (one.phase != SupervisionPhase::none && next != e.supervision.end()) one.due = *next++;
  }
  if (e.facts) s.deadlines.facts = e.facts;
  if (e.receipt) s.deadlines.receipt = e.receipt;
  if (!e.urging.empty()) s.deadlines.urging = e.urging;
  if (e.scope) s.deadlines.scope = e.scope;
  auto answer = e.assisting.begin();
  for (auto& one : s.work.assisting) {
    if (answer != e.assisting.end()) one.due = *answer++;
  }
  if (e.callback) s.ending.callback.due = e.callback;
  if (e.rating_follow_up) s.deadlines.rating_follow_up = e.rating_follow_up;
  if (e.reminder) s.deadlines.reminder = e.reminder;
  absorbed_limits(e.absorbed);
}

}  // namespace recourse::casework::complaint
