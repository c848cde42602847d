#include <algorithm>

#include "casework/complaint/evolve/folding.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

void Folding::handled_by(const std::string& who) {
  auto& all = s.work.handlers;
  if (!who.empty() && std::find(all.begin(), all.end(), who) == all.end()) all.push_back(who);
}

void Folding::took(Route route, const std::string& who) {
  s.work.routes.push_back({route, at, who});
  s.work.silent_until.reset();
  handled_by(who);
}

void Folding::clock_rests(const std::optional<Due>& cap, std::optional<std::uint32_t> left) {
  s.deadlines.paused_at = at;
  s.deadlines.pause_cap = cap;
  s.deadlines.days_left = left;
}

void Folding::clock_goes_on() {
  s.deadlines.paused_unit.clear();
  s.deadlines.paused_at.reset();
  s.deadlines.pause_cap.reset();
  s.deadlines.days_left.reset();
}

void Folding::clock_resumed(std::uint32_t paused_days, const std::optional<Due>& deadline,
                            const std::vector<Due>& absorbed) {
  s.deadlines.paused_days += paused_days;
  clock_goes_on();
  if (deadline) s.deadlines.resolution = deadline;
  absorbed_limits(absorbed);
}

void Folding::absorbed_limits(const std::vector<Due>& limits) {
  auto next = limits.begin();
  for (auto& one : s.ending.absorbed) {
    if (holds_here(s, one) && next != limits.end()) one.limit = *next++;
  }
}

void Folding::absorbed_limits_replaced() {
  for (auto& one : s.ending.absorbed) one.limit.reset();
}

void Folding::extended_to(const Due& deadline) {
  auto& own = s.deadlines.resolution;
  if (!own || own->at <= deadline.at) {
    own = deadline;
    absorbed_limits_replaced();
    return;
  }
  // That of a case inside was extended, to before the own one.
  for (auto& one : s.ending.absorbed) {
    if (holds_here(s, one) && one.limit->at < deadline.at) one.limit = deadline;
  }
}

void Folding::contacted_with_absorbed(Timestamp when) {
  for (auto& one : s.ending.absorbed) {
    if (!one.contacted_at) one.contacted_at = when;
  }
}

void Folding::clock_stopped() { s.deadlines.stopped_at = at; }

void Folding::ended(const Resolution& resolution) {
  s.ending.outcome = resolution.outcome;
  s.ending.closed_at = at;
  s.ending.on_time = resolution.on_time;
  s.ending.working_days = resolution.working_days;
  s.ending.same_day = resolution.same_day;
  clock_stopped();
}

void Folding::resolved(const Resolution& resolution) {
  ended(resolution);
  reacted();
  s.deadlines.plan.reset();
  s.deadlines.promise.reset();
  s.deadlines.reminder.reset();
  s.deadlines.overdue = s.deadlines.overdue || !resolution.on_time;
  clock_goes_on();
}

void Folding::taken_up_again() {
  s.deadlines.stopped_at.reset();
  s.deadlines.review.reset();
  s.ending.outcome.reset();
  s.ending.closed_at.reset();
  s.ending.on_time.reset();
  s.ending.working_days.reset();
  s.ending.same_day = false;
  s.ending.round_days.reset();
  s.ending.why_late.reset();
}

void Folding::end_undone() {
  taken_up_again();
  s.deadlines.rating.reset();
  s.ending.lapsed_from.reset();
  s.ending.lapsed_limit.reset();
  s.ending.lapsed_late = false;
}

void Folding::new_round(std::uint32_t round, const Due& deadline) {
  end_undone();
  clock_goes_on();
  s.work.silent_until.reset();
  s.deadlines.from = at;
  s.deadlines.resolution = deadline;
  s.deadlines.needed_by.reset();
  s.deadlines.difficult = false;
  s.deadlines.paused_days = 0;
  s.deadlines.contact_attempts = 0;
  s.deadlines.contact_days = 0;
  s.deadlines.last_attempt.reset();
  s.work.outstanding.clear();
  s.work.listed.clear();
  s.work.notice_issued = false;
  s.work.matter_done = false;
  s.work.plans = 0;
  s.work.at_counter = false;
  s.work.law.clear();
  s.work.urged.clear();
  s.work.scope = {};
  s.work.assisting.clear();
  s.deadlines.scope.reset();
  s.ending.callback = {};
  s.deadlines.urging.clear();
  if (follow_up_closed(s.phases.rating_follow_up)) s.rating_follow_up = {};
  s.escalation.objections = 0;
  s.escalation.line_decided = false;
  s.escalation.disputed = false;
  s.escalation.returned_by_district = false;
  s.escalation.returned_by_city = false;
  s.escalation.answer_returned = false;
  s.escalation.answer_kind.reset();
  s.escalation.answer_level.reset();
  s.custody.clear();
  s.deadlines.plan.reset();
  s.deadlines.rating.reset();
  s.ending.rounds = round;
  s.ending.rating.reset();
  s.ending.service.reset();
  s.ending.policy.reset();
  s.ending.rated_at.reset();
}

void Folding::add_new(std::vector<NoticeItem>& to, const std::vector<NoticeItem>& items) {
  for (const auto& item : items) {
    if (std::ranges::find(to, item) == to.end()) to.push_back(item);
  }
}

void Folding::listed(const std::vector<NoticeItem>& items) { add_new(s.work.listed, items); }

void Folding::told(const std::optional<Told>& how) {
  const bool spoken = how == Told::in_person || how == Told::phone;
  if (!spoken || !open_before) return;
  s.deadlines.contact_attempts = 0;
  s.deadlines.contact_days = 0;
  s.deadlines.last_attempt.reset();
  reacted();
  contacted_with_absorbed(at);
  if (!s.deadlines.contacted_at) s.deadlines.contacted_at = at;
}

void Folding::notice_duty_met() { s.deadlines.notice.reset(); }

void Folding::taken_in_hand() { s.deadlines.receipt.reset(); }

void Folding::accepted_after_all() {
  if (!s.work.accepted_at) s.work.accepted_at = at;
}

void Folding::reacted() {
  s.deadlines.attention.reset();
  for (auto& one : s.ending.absorbed) one.attention.reset();
}

void Folding::transferred_to(const std::string& department) {
  s.escalation.department = department;
  s.escalation.arrived_at = at;
  s.escalation.consulted.clear();
}

void Folding::asked_until(const std::optional<Due>& answer) {
  s.deadlines.answer = answer;
  s.deadlines.answer_since = at;
}

void Folding::departments_go_on(const std::optional<Due>& answer, const std::optional<Due>& facts) {
  if (answer) asked_until(answer);
  if (facts) s.deadlines.facts = facts;
}

SupervisionEntry* Folding::supervision(std::uint32_t number) {
  return number >= 1 && number <= s.supervision.size() ? &s.supervision[number - 1] : nullptr;
}

void Folding::missed(DeadlineKind kind, const Due& due) {
  auto known = std::ranges::find(s.missed, kind, &MissedLimits::kind);
  if (known == s.missed.end()) known = s.missed.insert(known, MissedLimits{kind, 0, {}});
  ++known->times;
  known->last = due;
}

void Folding::note_custody() {
  if (s.phases.stage == Phase::merged) return;
  const auto clock = s.phases.clock;
  const bool counts = clock == ClockPhase::running || clock == ClockPhase::overdue;
  auto unit = counts ? answerable_unit(s) : std::string{};
  auto& list = s.custody;
  const Timestamp from = list.empty() ? s.deadlines.from : at;
  if (!list.empty() && list.back().unit != unit && list.back().from == from) list.pop_back();
  if (list.empty() || list.back().unit != unit) list.push_back({std::move(unit), from});
}

void Folding::facts_supplied(const std::optional<Due>& answer, const std::string& by) {
  s.escalation.facts_for.reset();
  s.escalation.facts_since.reset();
  s.deadlines.facts.reset();
  s.deadlines.answer_left.reset();
  if (answer) asked_until(answer);
  handled_by(by);
}

}  // namespace recourse::casework::complaint
