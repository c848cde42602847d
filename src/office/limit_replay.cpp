#include "office/limit_replay.hpp"

#include <algorithm>
#include <array>
#include <recourse/casework/common/working_days.hpp>

namespace recourse {
namespace {

using namespace casework::complaint;
using casework::Due;
using casework::Norms;

constexpr std::array kJudged{DeadlineKind::resolution,           DeadlineKind::contact,
                             DeadlineKind::answer,               DeadlineKind::decline_review,
                             DeadlineKind::review,               DeadlineKind::notice,
                             DeadlineKind::attention,            DeadlineKind::follow_up_contact,
                             DeadlineKind::follow_up_verify,     DeadlineKind::follow_up_correction,
                             DeadlineKind::follow_up_feedback,   DeadlineKind::follow_up_revisit,
                             DeadlineKind::facts,                DeadlineKind::receipt,
                             DeadlineKind::scope,                DeadlineKind::callback};

/// The number of working days by which the norms set a limit of that kind.
std::int64_t days_by(const Norms& n, DeadlineKind kind, const State& s) {
  const auto demand = s.intake.demand;
  switch (kind) {
    case DeadlineKind::resolution:
      return s.deadlines.difficult ? n.difficult_for(demand) : n.ordinary_for(demand);
    case DeadlineKind::contact:
      return n.contact;
    case DeadlineKind::answer:
      return n.department_answer;
    case DeadlineKind::decline_review:
      return n.decline_review;
    case DeadlineKind::review:
      return n.review_working;
    case DeadlineKind::notice:
      return n.notice;
    case DeadlineKind::attention:
      return n.attention;
    case DeadlineKind::follow_up_contact:
    case DeadlineKind::follow_up_verify:
      return n.care_contact;
    case DeadlineKind::follow_up_correction:
      return n.care_correction;
    case DeadlineKind::follow_up_feedback:
      return n.care_feedback;
    case DeadlineKind::follow_up_revisit:
      return n.care_revisit;
    case DeadlineKind::facts:
      return n.facts;
    case DeadlineKind::receipt:
      return n.receive_ordinary;
    case DeadlineKind::scope:
      return n.scope;
    case DeadlineKind::callback:
      return n.callback;
    default:
      return 0;
  }
}

Due earlier_of(const Due& a, const Due& b) { return b.at < a.at ? b : a; }
Due later_of(const Due& a, const Due& b) { return a.at < b.at ? b : a; }

}  // namespace

std::span<const DeadlineKind> limit_kinds() { return kJudged; }

LimitReplay::LimitReplay(const OtherRules& rules)
    : rules_(rules), days_(*rules.calendar, rules.norms->utc_offset) {}

Result<void> LimitReplay::take(const Event& event, const core::Facts& facts) {
  judge_until(facts.occurred_at);
  const bool received = state_.phases.stage == Phase::received;
  rules_.decider->evolve(state_, event, facts);
  norms_ = rules_.decider->norms_of(state_);
  if (norms_ == nullptr) {
    return Error{Errc::not_found, "the norms '" + state_.intake.profile + "' version " +
                                      std::to_string(state_.intake.profile_version) +
                                      " are not known here; give them beside the others"};
  }
  counts_ = rules_.counts_all || norms_->utc_offset != rules_.norms->utc_offset;
  if (received && std::holds_alternative<Reassigned>(event)) in_hand_ = true;
  if (state_.deadlines.notice) notice_ = state_.deadlines.notice;
  const auto* released = std::get_if<Released>(&event);
  if (released != nullptr && released->in_time) {
    found_[DeadlineKind::resolution].late_now = false;
    found_[DeadlineKind::resolution].late_then = false;
  }
  set_running(facts.occurred_at);
  return {};
}

void LimitReplay::judge_until(Timestamp moment) {
  for (const auto& one : running_) {
    auto& found = found_[one.kind];
    const auto judge = [&](const std::optional<Due>& due, bool& late, auto& shown) {
      if (late) return;
      shown.reset();
      if (due) shown = due->at;
      late = due && moment > due->at;
    };
    judge(one.now, found.late_now, found.due_now);
    judge(one.then, found.late_then, found.due_then);
  }
}

void LimitReplay::set_running(Timestamp at) {
  running_.clear();
  if (state_.phases.stage == Phase::none) return;
  add_resolution(at);
  // What was told afterwards has no other limit that anybody could have kept.
  if (state_.intake.historical) return;
  add_beside(at);
  add_receipt(at);
  add_scope(at);
  if (state_.phases.stage == Phase::received) add(DeadlineKind::notice, notice_, at);
}

void LimitReplay::add(DeadlineKind kind, const std::optional<Due>& recorded, Timestamp at) {
  if (!recorded) return;
  auto known = counted_.find(kind);
  if (known == counted_.end() || known->second.recorded != *recorded) {
    const Counted fresh{*recorded, counted(kind, *recorded, at)};
    known = counted_.insert_or_assign(kind, fresh).first;
  }
  running_.push_back({kind, recorded, known->second.then});
}

void LimitReplay::add_resolution(Timestamp at) {
  const auto clock = state_.phases.clock;
  if (clock != ClockPhase::running && clock != ClockPhase::overdue) return;
  add(DeadlineKind::resolution, state_.deadlines.resolution, at);
  if (running_.empty()) return;
  // The earlier limit of a case that was merged in holds for both.
  auto& own = running_.back();
  own.now = resolution_deadline(state_);
  if (own.then) own.then = absorbed(*own.then);
}

void LimitReplay::add_beside(Timestamp at) {
  for (const auto& limit : due_times(state_)) {
    const auto kind = limit.kind;
    const bool apart = kind == DeadlineKind::resolution || kind == DeadlineKind::notice ||
                       kind == DeadlineKind::receipt || kind == DeadlineKind::scope;
    const bool judged = std::ranges::find(kJudged, kind) != kJudged.end();
    if (judged && !apart && !limit.met_at) add(kind, limit.due, at);
  }
}

void LimitReplay::add_receipt(Timestamp at) {
  if (state_.phases.stage != Phase::received || in_hand_) return;
  if (state_.deadlines.receipt) return add(DeadlineKind::receipt, state_.deadlines.receipt, at);
  if (const auto then = receipt_by(*rules_.norms)) {
    running_.push_back({DeadlineKind::receipt, std::nullopt, then});
  }
}

void LimitReplay::add_scope(Timestamp at) {
  if (!is_open(state_.phases.stage)) return;
  if (state_.deadlines.scope) return add(DeadlineKind::scope, state_.deadlines.scope, at);
  const auto& accepted = state_.work.accepted_at;
  const bool owed = accepted && state_.work.scope.stated == 0 && state_.ending.rounds <= 1;
  if (!owed || rules_.norms->scope == 0 || recorded_norms().scope > 0) return;
  running_.push_back({DeadlineKind::scope, std::nullopt,
                      days_.after(day_of(*accepted), rules_.norms->scope)});
}

std::optional<Due> LimitReplay::counted(DeadlineKind kind, const Due& recorded,
                                        Timestamp at) const {
  const auto after = days_by(*rules_.norms, kind, state_);
  switch (kind) {
    case DeadlineKind::resolution:
      return resolution(recorded, at);
    case DeadlineKind::answer:
      return answer(recorded, at);
    case DeadlineKind::review:
      return review(recorded, at);
    case DeadlineKind::receipt:
      return receipt(recorded);
    case DeadlineKind::scope:
      if (after == 0) return std::nullopt;
      break;
    default:
      break;
  }
  return by_days(recorded, days_by(recorded_norms(), kind, state_), after, at);
}

Due LimitReplay::by_days(const Due& recorded, std::int64_t before, std::int64_t after,
                         Timestamp at) const {
  if (!recorded.from) return recorded;  // a day that somebody named
  if (before == after && !counts_) return recorded;
  Due then = days_.after(*recorded.from, std::int64_t{recorded.days} + after - before);
  // It would have been over when it was set: that day was given in full.
  const bool cut = recorded.at == days_.end_of_day(day_of(at)).at &&
                   days_.after(*recorded.from, recorded.days).at < recorded.at;
  if (cut) then.at = std::max(then.at, recorded.at);
  return then;
}

Due LimitReplay::resolution(const Due& recorded, Timestamp at) const {
  const auto& d = state_.deadlines;
  const auto before = days_by(recorded_norms(), DeadlineKind::resolution, state_);
  const auto after = days_by(*rules_.norms, DeadlineKind::resolution, state_);
  const auto& norms = *rules_.norms;
  const Due limit = days_.after(day_of(d.from), after + d.paused_days);
  if (d.needed_by) {
    const Due need = days_.end_of_day(*d.needed_by);
    return earlier_of(recorded.from ? by_days(recorded, before, after, at) : limit, need);
  }
  if (!recorded.from) return after > before ? later_of(recorded, limit) : recorded;
  if (!d.promise) return by_days(recorded, before, after, at);
  // With papers to come, it is the later of the limit and of what follows the promised day.
  const auto grace_before = recorded_norms().promise_grace;
  if (!counts_ && before == after && grace_before == norms.promise_grace) return recorded;
  const LocalDay promised = day_of(d.promise->at);
  const Due grace = days_.after(promised, norms.promise_grace);
  if (recorded.from == promised) return later_of(limit, grace);
  return later_of(by_days(recorded, before, after, at), grace);
}

Due LimitReplay::absorbed(Due first) const {
  const auto before = days_by(recorded_norms(), DeadlineKind::resolution, state_);
  const auto after = days_by(*rules_.norms, DeadlineKind::resolution, state_);
  for (const auto& one : state_.ending.absorbed) {
    if (!holds_here(state_, one)) continue;
    first = earlier_of(first, by_days(*one.limit, before, after, one.at));
  }
  return first;
}

Due LimitReplay::answer(const Due& recorded, Timestamp at) const {
  const auto& before = recorded_norms();
  const auto& norms = *rules_.norms;
  const auto finish = std::ranges::find(running_, DeadlineKind::resolution, &Running::kind);
  const bool same_finish = finish == running_.end() || finish->now == finish->then;
  const bool same = before.department_answer == norms.department_answer &&
                    before.station_reserve == norms.station_reserve && same_finish;
  if (same && !counts_) return recorded;
  const Due own = recorded.from ? by_days(recorded, before.department_answer,
                                          norms.department_answer, at)
                                : days_.after(day_of(at), norms.department_answer);
  if (state_.phases.clock == ClockPhase::overdue) return own;
  if (finish == running_.end() || !finish->then) return own;
  // The station has to carry the answer out.
  const Due ahead = days_.before(day_of(finish->then->at), norms.station_reserve);
  return earlier_of(own, later_of(ahead, days_.end_of_day(day_of(at))));
}

Due LimitReplay::review(const Due& recorded, Timestamp at) const {
  const auto& before = recorded_norms();
  const auto& norms = *rules_.norms;
  const bool same = before.review_working == norms.review_working &&
                    (norms.review_working > 0 || before.review_days == norms.review_days);
  if (same && !counts_) return recorded;
  if (norms.review_working > 0) return days_.after(day_of(at), norms.review_working);
  return days_.last_day(day_of(at) + std::chrono::days{norms.review_days});
}

std::optional<Due> LimitReplay::receipt(const Due& recorded) const {
  const auto by_recorded = receipt_by(recorded_norms());
  const auto then = receipt_by(*rules_.norms);
  const auto& before = recorded_norms();
  const auto& norms = *rules_.norms;
  const bool same = before.receive_ordinary == norms.receive_ordinary &&
                    before.receive_danger == norms.receive_danger &&
                    before.receive_supply == norms.receive_supply;
  return same && by_recorded && !counts_ ? std::optional{recorded} : then;
}

std::optional<Due> LimitReplay::receipt_by(const Norms& norms) const {
  const auto& intake = state_.intake;
  const auto minutes = intake.urgency == casework::Urgency::danger   ? norms.receive_danger
                       : intake.urgency == casework::Urgency::supply ? norms.receive_supply
                                                                     : 0;
  if (minutes > 0) return Due{intake.reported_at + std::chrono::minutes{minutes}};
  if (norms.receive_ordinary == 0) return std::nullopt;
  return days_.after(day_of(intake.reported_at), norms.receive_ordinary);
}

}  // namespace recourse
