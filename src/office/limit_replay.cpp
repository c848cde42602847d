#include "office/limit_replay.hpp"

#include <algorithm>
#include <array>
#include <recourse/casework/common/working_days.hpp>

namespace recourse {
namespace {

using namespace casework::complaint;
using casework::Due;
using casework::Norms;

constexpr std::array kJudged{DeadlineKind::resolution,
                             DeadlineKind::contact,
                             DeadlineKind::answer,
                             DeadlineKind::decline_review,
                             DeadlineKind::review,
                             DeadlineKind::notice,
                             DeadlineKind::attention,
                             DeadlineKind::follow_up_contact,
                             DeadlineKind::follow_up_verify,
                             DeadlineKind::follow_up_correction,
                             DeadlineKind::follow_up_feedback,
                             DeadlineKind::follow_up_revisit,
                             DeadlineKind::facts,
                             DeadlineKind::receipt,
                             DeadlineKind::scope,
                             DeadlineKind::callback};

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

/// The kind of limit of which an event says that one has passed; maybe in the moment in which a
/// report told afterwards set it.
std::optional<DeadlineKind> passed_by(const Event& event) {
  if (const auto* missed = std::get_if<LimitMissed>(&event)) return missed->kind;
  if (std::holds_alternative<WentOverdue>(event)) return DeadlineKind::resolution;
  if (std::holds_alternative<ReviewLapsed>(event)) return DeadlineKind::decline_review;
  const bool notice =
      std::holds_alternative<NoticeMissed>(event) || std::holds_alternative<DeemedAccepted>(event);
  return notice ? std::optional{DeadlineKind::notice} : std::nullopt;
}

Due earlier_of(const Due& a, const Due& b) { return b.at < a.at ? b : a; }
Due later_of(const Due& a, const Due& b) { return a.at < b.at ? b : a; }

/// A department's limit that leaves the station its days to carry the answer out; not before the
/// day on which it is asked.
Due cut(const casework::WorkingDays& days, const Due& own, const Due& finish, const Norms& norms,
        Timestamp at) {
  const Due ahead = days.before(days.day_of(finish.at), norms.station_reserve);
  return earlier_of(own, later_of(ahead, days.end_of_day(days.day_of(at))));
}

}  // namespace

std::span<const DeadlineKind> limit_kinds() { return kJudged; }

LimitReplay::LimitReplay(const OtherRules& rules)
    : rules_(rules), days_(*rules.calendar, rules.norms->utc_offset) {}

Result<void> LimitReplay::take(const Event& event, const core::Facts& facts) {
  // What was set and met in one moment was met, however long ago the limit is.
  if (facts.occurred_at > since_) judge_until(facts.occurred_at);
  if (const auto kind = passed_by(event)) judge(*kind, facts.occurred_at);
  since_ = facts.occurred_at;
  const bool received = state_.phases.stage == Phase::received;
  const auto round = state_.ending.rounds;
  note_finish_before(event);
  rules_.decider->evolve(state_, event, facts);
  norms_ = rules_.decider->norms_of(state_);
  if (norms_ == nullptr) {
    return Error{Errc::not_found, "the norms '" + state_.intake.profile + "' version " +
                                      std::to_string(state_.intake.profile_version) +
                                      " are not known here; give them beside the others"};
  }
  counts_ = rules_.counts_all || norms_->utc_offset != rules_.norms->utc_offset;
  const bool taken_in_hand =
      std::holds_alternative<Reassigned>(event) || std::holds_alternative<Merged>(event);
  if (received && taken_in_hand) in_hand_ = true;
  if (state_.ending.rounds != round) accepted_.reset();
  if (std::holds_alternative<Accepted>(event)) accepted_ = facts.occurred_at;
  if (state_.deadlines.notice) notice_ = state_.deadlines.notice;
  const auto* released = std::get_if<Released>(&event);
  if (released != nullptr && released->in_time) {
    found_[DeadlineKind::resolution].late_now = false;
    found_[DeadlineKind::resolution].late_then = false;
  }
  set_running(facts.occurred_at);
  return {};
}

void LimitReplay::note_finish_before(const Event& event) {
  finish_before_.reset();
  finish_before_then_.reset();
  const auto known = counted_.find(DeadlineKind::resolution);
  const bool again = std::holds_alternative<Escalated>(event) && state_.deadlines.difficult;
  if (!again || known == counted_.end() || !known->second.then) return;
  finish_before_ = resolution_deadline(state_);
  finish_before_then_ = absorbed(*known->second.then);
}

void LimitReplay::judge_until(Timestamp moment) {
  for (const auto& one : running_) judge(one.kind, moment);
}

void LimitReplay::judge(DeadlineKind kind, Timestamp moment) {
  for (const auto& one : running_) {
    if (one.kind != kind) continue;
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

void LimitReplay::note(DeadlineKind kind, const std::optional<Due>& recorded, Timestamp at) {
  if (!recorded) return;
  const auto known = counted_.find(kind);
  if (known != counted_.end() && known->second.recorded == *recorded) return;
  counted_.insert_or_assign(kind,
                            Counted{*recorded, counted(kind, *recorded, at), resolution_days()});
}

void LimitReplay::add(DeadlineKind kind, const std::optional<Due>& recorded, Timestamp at) {
  if (!recorded) return;
  note(kind, recorded, at);
  running_.push_back({kind, recorded, counted_.at(kind).then});
}

void LimitReplay::add_resolution(Timestamp at) {
  // What is set while the clock rests is counted from then, too.
  note(DeadlineKind::resolution, state_.deadlines.resolution, at);
  const auto stage = state_.phases.stage;
  if (stage == Phase::escalated_district || stage == Phase::escalated_city) {
    note(DeadlineKind::answer, state_.deadlines.answer, at);
  }
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
  if (receipt_by(recorded_norms())) return;  // it was met
  if (const auto then = receipt_by(*rules_.norms)) {
    running_.push_back({DeadlineKind::receipt, std::nullopt, then});
  }
}

void LimitReplay::add_scope(Timestamp at) {
  if (!is_open(state_.phases.stage)) return;
  if (state_.deadlines.scope) return add(DeadlineKind::scope, state_.deadlines.scope, at);
  const bool owed = accepted_ && state_.work.scope.stated == 0;
  if (!owed || rules_.norms->scope == 0 || recorded_norms().scope > 0) return;
  running_.push_back(
      {DeadlineKind::scope, std::nullopt, days_.after(day_of(*accepted_), rules_.norms->scope)});
}

std::optional<Due> LimitReplay::counted(DeadlineKind kind, const Due& recorded,
                                        Timestamp at) const {
  const auto after = days_by(*rules_.norms, kind, state_);
  switch (kind) {
    case DeadlineKind::resolution:
      return resolution(recorded);
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
  return by_days(recorded, days_by(recorded_norms(), kind, state_), after);
}

Due LimitReplay::by_days(const Due& recorded, std::int64_t before, std::int64_t after) const {
  if (!recorded.from) return recorded;  // a day that somebody named
  if (before == after && !counts_) return recorded;
  Due then = days_.after(*recorded.from, std::int64_t{recorded.days} + after - before);
  // It would have been over when it was set: the day on which it was set was given in full.
  const casework::WorkingDays days{*rules_.recorded_calendar, recorded_norms().utc_offset};
  const bool longer = days.after(*recorded.from, recorded.days).at < recorded.at;
  if (longer) then.at = std::max(then.at, recorded.at);
  return then;
}

Due LimitReplay::resolution(const Due& recorded) const {
  const auto& d = state_.deadlines;
  const auto& norms = *rules_.norms;
  const auto before = days_by(recorded_norms(), DeadlineKind::resolution, state_);
  const auto after = days_by(norms, DeadlineKind::resolution, state_);
  const bool same_grace = !d.promise || recorded_norms().promise_grace == norms.promise_grace;
  if (before == after && same_grace && !counts_) return recorded;
  const Due limit = days_.after(day_of(d.from), resolution_days());
  const auto need = d.needed_by ? std::optional{days_.end_of_day(*d.needed_by)} : std::nullopt;
  if (!recorded.from && need && recorded.at == need->at)
    return earlier_of(until_need(limit), *need);
  // The day of an extension, or on which a rest of hours ended.
  if (!recorded.from) return after > before ? later_of(recorded, limit) : recorded;
  const Due own = by_days(recorded, before, after);
  if (need) return earlier_of(own, *need);
  if (!d.promise) return own;
  // With papers to come, it is the later of the limit and of what follows the promised day.
  const LocalDay promised = day_of(d.promise->at);
  return later_of(recorded.from == promised ? limit : own,
                  days_.after(promised, norms.promise_grace));
}

std::int64_t LimitReplay::resolution_days() const {
  return days_by(*rules_.norms, DeadlineKind::resolution, state_) + state_.deadlines.paused_days;
}

Due LimitReplay::until_need(const Due& limit) const {
  const auto known = counted_.find(DeadlineKind::resolution);
  const bool holds =
      known != counted_.end() && known->second.then && known->second.days == resolution_days();
  return holds ? *known->second.then : limit;
}

Due LimitReplay::absorbed(Due first) const {
  const auto before = days_by(recorded_norms(), DeadlineKind::resolution, state_);
  const auto after = days_by(*rules_.norms, DeadlineKind::resolution, state_);
  for (const auto& one : state_.ending.absorbed) {
    if (!holds_here(state_, one)) continue;
    first = earlier_of(first, by_days(*one.limit, before, after));
  }
  return first;
}

Due LimitReplay::answer(const Due& recorded, Timestamp at) const {
  const auto& before = recorded_norms();
  const auto& norms = *rules_.norms;
  const auto finish = counted_.find(DeadlineKind::resolution);
  const bool none = finish == counted_.end() || !finish->second.then;
  const bool same = before.department_answer == norms.department_answer &&
                    before.station_reserve == norms.station_reserve &&
                    (none || finish->second.recorded == *finish->second.then);
  if (same && !counts_) return recorded;
  const bool cuts = !none && state_.phases.clock != ClockPhase::overdue;
  if (!recorded.from) {
    // Cut to leave the station its days, or for a reason that only its decision knew: that stays.
    const casework::WorkingDays days{*rules_.recorded_calendar, before.utc_offset};
    const Due whole = days.after(days.day_of(at), before.department_answer);
    Due until = resolution_deadline(state_).value_or(whole);
    if (finish_before_) until = earlier_of(until, *finish_before_);
    const bool known = cuts && cut(days, whole, until, before, at).at == recorded.at;
    if (!known) return recorded;
  }
  const Due own = recorded.from
                      ? by_days(recorded, before.department_answer, norms.department_answer)
                      : days_.after(day_of(at), norms.department_answer);
  if (!cuts) return own;
  Due until = absorbed(*finish->second.then);
  if (finish_before_then_) until = earlier_of(until, *finish_before_then_);
  return cut(days_, own, until, norms, at);
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
