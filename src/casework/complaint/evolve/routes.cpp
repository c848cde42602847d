#include <algorithm>

#include "casework/complaint/evolve/folding.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

void Folding::on(const RoutedOnSpot& e) {
  took(Route::on_spot, e.by);
  s.deadlines.day_end = e.day_end;
  if (!e.application.empty()) s.work.application = e.application;
}

void Folding::on(const RoutedExplain& e) {
  took(Route::explain, e.by);
  if (!e.law.empty()) s.work.law = e.law;
}

void Folding::on(const RoutedExpedite& e) {
  took(Route::expedite, e.by);
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.needed_by = e.needed_by;
  if (!e.application.empty()) s.work.application = e.application;
}

void Folding::on(const RoutedLacking& e) {
  took(Route::lacking, e.by);
  listed(e.missing);
  s.work.outstanding = e.missing;
  s.deadlines.promise = e.promise_end;
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.reminder = e.reminder;
}

void Folding::on(const RoutedNotice& e) {
  took(Route::notice, e.by);
  s.work.notice_issued = true;
  listed(e.items);
  s.work.outstanding = e.items;
  s.deadlines.supplement = e.supplement;
  s.deadlines.reminder = e.reminder;
  // An overdue clock ignores the notice, one that rests already rests on.
  if (clock_before == ClockPhase::running) {
    clock_rests(e.pause_cap, e.days_left);
  }
}

void Folding::on(const Escalated& e) {
  took(Route::escalate, e.by);
  if (s.intake.line != e.line) {
    // Another line's departments have not objected yet.
    s.escalation.objections = 0;
    s.escalation.disputed = false;
    s.escalation.line_decided = false;
  }
  s.intake.line = e.line;
  if (s.intake.district.empty()) s.intake.district = bureau_of(e.department);
  s.escalation.answer_kind.reset();
  s.escalation.answer_level.reset();
  s.escalation.escalated = true;
  transferred_to(e.department);
  s.escalation.district_department = e.department;
  if (e.difficult && !s.deadlines.difficult) absorbed_limits_replaced();
  s.deadlines.difficult = e.difficult;
  s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.needed_by.reset();
  asked_until(e.answer);
}

void Folding::on(const Retriaged& e) {
  handled_by(e.by);
  s.deadlines.needed_by.reset();
  if (e.resolution_deadline) s.deadlines.resolution = e.resolution_deadline;
  s.deadlines.day_end.reset();
  s.deadlines.promise.reset();
  s.deadlines.reminder.reset();
  s.work.outstanding.clear();
}

void Folding::on(const DayEnded&) { s.deadlines.day_end.reset(); }

void Folding::on(const NotUnderstood&) {}

void Folding::on(const MatterDone& e) {
  s.work.matter_done = true;
  s.work.application = e.application;
}

void Folding::on(const SupplementedPart& e) {
  std::erase_if(s.work.outstanding, [&](const NoticeItem& item) {
    const bool came = std::ranges::find(e.items, item.code) != e.items.end();
    if (came) add_new(s.work.brought, {item});
    return came;
  });
}

void Folding::on(const SupplementedAll& e) {
  add_new(s.work.brought, s.work.outstanding);
  s.work.outstanding.clear();
  s.deadlines.supplement.reset();
  s.deadlines.promise.reset();
  s.deadlines.reminder.reset();
  if (e.lapsed_from != Phase::none) end_undone();
  if (clock_before == ClockPhase::paused || s.deadlines.paused_at) {
    clock_resumed(e.paused_days, e.resolution_deadline, e.absorbed);
  }
}

void Folding::on(const NewDemandMade& e) {
  listed(e.items);
  if (e.supplement) s.deadlines.supplement = e.supplement;
  if (e.reminder) s.deadlines.reminder = e.reminder;
  auto& list = s.work.outstanding;
  for (const auto& item : e.items) {
    const auto same = [&](const NoticeItem& one) { return one.code == item.code; };
    if (std::none_of(list.begin(), list.end(), same)) list.push_back(item);
  }
  if (!e.breach) return;
  ++s.work.breaches;
  ++s.work.repeated_trips;
}

/// Papers that came in time may be recorded later: the rest that the lapse ended is kept.
void Folding::on(const Lapsed& e) {
  const auto rested_since = s.deadlines.paused_at;
  const auto days_left = s.deadlines.days_left;
  const bool notice = s.phases.stage == Phase::notice_issued;
  s.ending.lapsed_from = s.phases.stage;
  s.ending.lapsed_limit = notice ? s.deadlines.supplement : s.deadlines.promise;
  s.ending.lapsed_late = s.phases.clock == ClockPhase::overdue;
  s.deadlines.supplement.reset();
  s.deadlines.promise.reset();
  s.deadlines.reminder.reset();
  s.deadlines.rating = e.rating;
  resolved(e.resolution);
  s.deadlines.paused_at = rested_since;
  s.deadlines.days_left = days_left;
}

}  // namespace recourse::casework::complaint
