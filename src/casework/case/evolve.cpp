// How events become state. It decides nothing: whatever was recorded is taken as it stands. A
// change of meaning here is a new event type or a new kStateVersion, never an edit.
#include <algorithm>
#include <recourse/casework/case/decider.hpp>

#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

/// The state, and when the event happened.
struct Fold {
  State& s;
  Timestamp at;
  ClockPhase clock_before;

  void handled_by(const std::string& who) {
    auto& all = s.work.handlers;
    if (!who.empty() && std::find(all.begin(), all.end(), who) == all.end()) all.push_back(who);
  }
  void took(Route route, const std::string& who) {
    s.work.routes.push_back({route, at, who});
    handled_by(who);
  }
  void clock_goes_on(std::uint32_t paused_days, const std::optional<Due>& finish) {
    s.limits.paused_days += paused_days;
    s.limits.paused_at.reset();
    s.limits.pause_cap.reset();
    if (finish) s.limits.finish = finish;
  }
  void clock_stops() { s.limits.stopped_at = at; }
  void ended(const Finish& finish) {
    s.ending.outcome = finish.outcome;
    s.ending.closed_at = at;
    s.ending.on_time = finish.on_time;
    s.ending.working_days = finish.working_days;
    s.ending.same_day = finish.same_day;
    s.limits.attention.reset();
    s.limits.support.reset();
    s.work.support_line.reset();
    s.work.support_asked_at.reset();
    s.limits.plan.reset();
    s.limits.promise.reset();
    s.limits.reminder.reset();
    s.limits.overdue = s.limits.overdue || !finish.on_time;
    s.limits.paused_at.reset();
    s.limits.pause_cap.reset();
    clock_stops();
  }
  /// Taken up again with nothing reset.
  void taken_up_again() {
    s.limits.stopped_at.reset();
    s.limits.review.reset();
    s.ending.outcome.reset();
    s.ending.closed_at.reset();
    s.ending.on_time.reset();
    s.ending.working_days.reset();
    s.ending.same_day = false;
    s.ending.round_days.reset();
    s.ending.why_late.reset();
  }
  /// A new round: its own clock and its own rating; the total goes on, lateness stays.
  void new_round(std::uint32_t round, const Due& finish) {
    taken_up_again();
    s.limits.from = at;
    s.limits.own_from = at;
    s.limits.finish = finish;
    s.limits.difficult = false;
    s.limits.paused_days = 0;
    s.limits.contact_attempts = 0;
    s.limits.contact_days = 0;
    s.limits.last_attempt.reset();
    s.work.outstanding.clear();
    s.work.listed.clear();
    s.work.notice_issued = false;
    s.work.matter_done = false;
    s.work.plans = 0;
    if (is_settled(s.phases.care)) s.care = {};
    s.ladder.objections = 0;
    s.ladder.line_decided = false;
    s.ladder.disputed = false;
    s.ladder.returned_by_district = false;
    s.ladder.returned_by_city = false;
    s.ladder.answer_returned = false;
    s.ladder.answer_kind.reset();
    s.limits.plan.reset();
    s.ending.rounds = round;
    s.ending.rating.reset();
    s.ending.service.reset();
    s.ending.policy.reset();
    s.ending.rated_at.reset();
  }
  void listed(const std::vector<NoticeItem>& items) {
    auto& all = s.work.listed;
    for (const auto& item : items) {
      if (std::find(all.begin(), all.end(), item.code) == all.end()) all.push_back(item.code);
    }
  }
  /// The duty to accept, or to tell what is lacking, is met or broken.
  void notice_settled() { s.limits.notice.reset(); }
  void reacted() { s.limits.attention.reset(); }
  void came_to(const std::string& department) {
    s.ladder.department = department;
    s.ladder.arrived_at = at;
    s.ladder.consulted.clear();
  }

  void on(const Received& e) {
    auto& i = s.intake;
    i.station = e.station;
    i.station_name = e.station_name;
    i.district = e.district;
    i.category = e.category;
    i.channel = e.channel;
    i.line = e.line;
    i.matter = e.matter;
    i.reason = e.reason;
    i.applicant = e.applicant;
    i.by_proxy = e.by_proxy;
    i.counter_did = e.counter_did;
    i.earlier_trips = e.earlier_trips;
    i.reference = e.reference;
    i.reported_at = e.reported_at;
    i.historical = e.historical;
    i.profile = e.profile;
    i.profile_version = e.profile_version;
    i.calendar = e.calendar;
    i.catalogue = e.catalogue;
    i.registered_by = e.by;
    i.representation = e.representation;
    i.confidential = e.confidential;
    i.application = e.application;
    i.licence = e.licence;
    s.access.inquiry = e.inquiry;
    for (const auto& one : e.accused) s.access.barred.push_back({one.staff, one.described, {}});
    s.limits.notice = e.notice;
    s.limits.from = e.reported_at;
    s.limits.own_from = e.reported_at;
    s.limits.finish = e.finish;
    s.limits.contact = e.contact;
    s.ending.rounds = 1;
  }
  void on(const Accepted& e) {
    s.work.accepted_by = e.by;
    s.work.accepted_at = at;
    s.work.assigned_to = e.by;
    notice_settled();
    if (e.present && !s.limits.contacted_at) s.limits.contacted_at = at;
    handled_by(e.by);
  }
  void on(const Declined& e) {
    s.work.declined_by = e.by;
    s.limits.review = e.review;
    notice_settled();
    handled_by(e.by);
    if (e.limit) clock_goes_on(e.paused_days, e.limit);
    clock_stops();
  }
  void on(const DeclineUpheld& e) {
    handled_by(e.by);
    s.limits.review.reset();
    s.limits.rating = e.rating;
    const auto stopped = s.limits.stopped_at;
    ended(e.finish);
    s.limits.stopped_at = stopped;  // The clock stood since the declining.
  }
  void on(const DeclineOverturned& e) {
    handled_by(e.by);
    taken_up_again();
  }
  void on(const ReviewLapsed&) { taken_up_again(); }
  void on(const Referred& e) {
    s.limits.answer = e.answer;
    s.work.referred_to = e.to;
    notice_settled();
    handled_by(e.by);
  }
  void on(const ReferralConfirmed& e) {
    s.limits.answer.reset();
    s.limits.rating = e.rating;
    ended(e.finish);
  }
  void on(const ReferralRefused&) { s.limits.answer.reset(); }

  void on(const RoutedOnSpot& e) {
    took(Route::on_spot, e.by);
    s.limits.day_end = e.day_end;
    if (!e.application.empty()) s.work.application = e.application;
  }
  void on(const RoutedExplain& e) { took(Route::explain, e.by); }
  void on(const RoutedExpedite& e) {
    took(Route::expedite, e.by);
    s.limits.finish = e.finish;
    if (!e.application.empty()) s.work.application = e.application;
  }
  void on(const RoutedLacking& e) {
    took(Route::lacking, e.by);
    listed(e.missing);
    s.work.outstanding = e.missing;
    s.limits.promise = e.promise_end;
    s.limits.finish = e.finish;
    s.limits.reminder = e.reminder;
  }
  void on(const RoutedNotice& e) {
    took(Route::notice, e.by);
    s.work.notice_issued = true;
    listed(e.items);
    s.work.outstanding = e.items;
    s.limits.supplement = e.supplement;
    s.limits.reminder = e.reminder;
    // An overdue clock ignores the notice, one that rests already rests on.
    if (clock_before == ClockPhase::running) {
      s.limits.paused_at = at;
      s.limits.pause_cap = e.pause_cap;
    }
  }
  void on(const Escalated& e) {
    took(Route::escalate, e.by);
    if (s.intake.line != e.line) {
      // Another line's departments have not objected yet.
      s.ladder.objections = 0;
      s.ladder.disputed = false;
      s.ladder.line_decided = false;
    }
    s.intake.line = e.line;
    if (s.intake.district.empty()) s.intake.district = bureau_of(e.department);
    s.ladder.answer_kind.reset();
    s.ladder.escalated = true;
    came_to(e.department);
    s.ladder.district_department = e.department;
    s.limits.difficult = e.difficult;
    s.limits.finish = e.finish;
    s.limits.answer = e.answer;
  }
  void on(const Retriaged& e) {
    handled_by(e.by);
    if (e.finish) s.limits.finish = e.finish;
    s.limits.day_end.reset();
    s.limits.promise.reset();
    s.limits.reminder.reset();
    s.work.outstanding.clear();
  }
  void on(const DayEnded&) { s.limits.day_end.reset(); }
  void on(const NotUnderstood&) {}
  void on(const MatterDone& e) {
    s.work.matter_done = true;
    s.work.application = e.application;
  }
  void on(const SupplementedPart& e) {
    std::erase_if(s.work.outstanding, [&](const NoticeItem& item) {
      return std::find(e.items.begin(), e.items.end(), item.code) != e.items.end();
    });
  }
  void on(const SupplementedAll& e) {
    s.work.outstanding.clear();
    s.limits.supplement.reset();
    s.limits.promise.reset();
    s.limits.reminder.reset();
    if (clock_before == ClockPhase::paused) clock_goes_on(e.paused_days, e.finish);
  }
  void on(const NewDemandMade& e) {
    listed(e.items);
    if (e.supplement) s.limits.supplement = e.supplement;
    auto& list = s.work.outstanding;
    for (const auto& item : e.items) {
      const auto same = [&](const NoticeItem& one) { return one.code == item.code; };
      if (std::none_of(list.begin(), list.end(), same)) list.push_back(item);
    }
    if (!e.breach) return;
    ++s.work.breaches;
    ++s.work.repeated_trips;
  }
  void on(const Lapsed& e) {
    s.limits.supplement.reset();
    s.limits.promise.reset();
    s.limits.reminder.reset();
    s.limits.rating = e.rating;
    ended(e.finish);
  }

  void on(const DepartmentAnswered& e) {
    s.ladder.answer_kind = e.kind;
    s.ladder.disputed = false;
    s.ladder.answered_at = at;
    s.limits.answer.reset();
    handled_by(e.by);
  }
  void on(const ForwardedToCity& e) {
    came_to(e.department);
    s.limits.answer = e.answer;
    handled_by(e.by);
  }
  void on(const LineObjected& e) {
    if (e.disputed) {
      ++s.ladder.objections;
      s.ladder.disputed = true;
      return;
    }
    s.intake.line = e.line;
    if (!e.decided) handled_by(e.by);
    const bool at_district = s.phases.life == Phase::escalated_district;
    came_to(e.department);
    if (at_district) s.ladder.district_department = e.department;
    if (!e.decided) ++s.ladder.objections;
    s.ladder.line_decided = e.decided;
    if (e.decided) s.ladder.disputed = false;
  }
  void on(const Consulted& e) {
    s.ladder.consulted = e.with;
    handled_by(e.by);
  }
  void on(const ConsultationAnswered& e) {
    s.ladder.consulted.clear();
    handled_by(e.by);
  }
  void on(const ReturnedForFacts& e) {
    handled_by(e.by);
    s.ladder.facts_for = e.level;
    (e.level == Level::city ? s.ladder.returned_by_city : s.ladder.returned_by_district) = true;
  }
  void on(const FactsSuppliedDistrict& e) {
    s.ladder.facts_for.reset();
    handled_by(e.by);
  }
  void on(const FactsSuppliedCity& e) {
    s.ladder.facts_for.reset();
    handled_by(e.by);
  }
  void on(const CouldNotApply& e) {
    s.ladder.answer_returned = true;
    s.ladder.answer_kind.reset();
    s.ladder.district_department = e.department;
    handled_by(e.by);
    came_to(e.department);
    s.limits.answer = e.answer;
  }

  void on(const Paused& e) {
    s.limits.paused_at = at;
    s.limits.pause_cap = e.cap;
  }
  void on(const Resumed& e) { clock_goes_on(e.paused_days, e.finish); }
  void on(const CapReached& e) { clock_goes_on(e.paused_days, e.finish); }
  void on(const Extended& e) {
    s.limits.finish = e.finish;
    ++s.limits.extensions;
    handled_by(e.by);
  }
  void on(const WentOverdue& e) {
    s.limits.overdue = true;
    s.limits.plan = e.plan;
  }
  void on(const Contacted& e) {
    // Attempts stand in for telling while nobody is reached.
    s.limits.contact_attempts = e.reached ? 0 : e.attempt;
    s.limits.contact_days = e.reached ? 0 : e.days;
    s.limits.last_attempt.reset();
    if (!e.reached) s.limits.last_attempt = at;
    if (e.reached) reacted();
    if (e.discharged && !s.limits.contacted_at) s.limits.contacted_at = at;
  }
  void on(const DifficultySet& e) {
    s.limits.difficult = true;
    s.limits.finish = e.finish;
  }
  void on(const Reassigned& e) { s.work.assigned_to = e.to; }
  void on(const Messaged& e) {
    ++s.work.messages;
    // Asking again does not give the station more time.
    if (!s.limits.attention) s.limits.attention = e.attention;
  }
  void on(const TimerDeclined&) {}
  void on(const LimitsRecomputed& e) {
    if (e.finish) s.limits.finish = e.finish;
    if (e.contact) s.limits.contact = e.contact;
    if (e.answer) s.limits.answer = e.answer;
    if (e.supplement) s.limits.supplement = e.supplement;
    if (e.review) s.limits.review = e.review;
    if (e.pause_cap) s.limits.pause_cap = e.pause_cap;
    if (e.notice) s.limits.notice = e.notice;
    if (e.attention) s.limits.attention = e.attention;
    if (e.supervision) s.limits.supervision = e.supervision;
    if (e.care) s.limits.care = e.care;
  }

  void on(const Closed& e) {
    handled_by(e.by);
    s.limits.rating = e.rating;
    ended(e.finish);
    s.ending.why_late = e.why_late;
    s.ending.round_days = e.round_days;
  }
  void on(const Withdrawn& e) { ended(e.finish); }
  void on(const Merged& e) {
    s.ending.merged_into = e.target;
    if (e.limit) clock_goes_on(e.paused_days, e.limit);
    ended(e.finish);
  }
  void on(const Unmerged& e) {
    s.ending.merged_into.clear();
    taken_up_again();
    if (e.limit) s.limits.finish = e.limit;
  }
  void on(const Absorbed& e) {
    s.ending.absorbed.push_back({e.source, e.from, s.ending.rounds, s.limits.finish, e.finish});
    s.limits.from = std::min(s.limits.from, e.from);
    if (e.finish) s.limits.finish = e.finish;
  }
  void on(const Released& e) {
    auto& all = s.ending.absorbed;
    const auto gone = std::find_if(all.begin(), all.end(),
                                   [&](const auto& one) { return one.source == e.source; });
    if (gone != all.end()) {
      const Absorption one = *gone;
      all.erase(gone);
      // Whoever came after it takes over what was before it.
      for (auto& other : all) {
        if (one.moved && other.before == one.moved) other.before = one.before;
      }
    }
    s.limits.from = round_start(s);
    if (e.finish) s.limits.finish = e.finish;
  }

  void on(const Rated& e) {
    s.ending.rating = e.grade;
    s.ending.service = e.service;
    s.ending.policy = e.policy;
    s.ending.rated_at = at;
    s.limits.rating.reset();
    s.limits.settling = e.settling;
    if (!e.follow_up) return;
    s.limits.care = e.contact;
    s.care = {};
    s.care.rated_at = at;
  }
  void on(const RatingEnded&) { s.limits.rating.reset(); }
  void on(const Settled&) { s.limits.settling.reset(); }
  void on(const Reopened& e) { new_round(e.round, e.finish); }
  void on(const ReviewRequested1& e) { s.limits.review = e.review; }
  void on(const ReviewRequested2& e) { s.limits.review = e.review; }
  void on(const ReviewUpheld& e) {
    handled_by(e.by);
    ++s.ending.reviews;
    s.limits.review.reset();
  }
  void on(const ReviewOverturned& e) {
    handled_by(e.by);
    ++s.ending.reviews;
    new_round(e.round, e.finish);
  }

  void on(const DeemedAccepted&) {
    s.work.accepted_at = s.intake.reported_at;  // From the filing day, as the law has it.
    notice_settled();
  }
  void on(const NoticeMissed&) {
    ++s.work.breaches;
    notice_settled();
  }
  void on(const PromiseExtended& e) {
    s.limits.promise = e.promise_end;
    s.limits.finish = e.finish;
    s.limits.reminder = e.reminder;
  }
  void on(const Reminded&) { s.limits.reminder.reset(); }

  void on(const SupportAsked& e) {
    s.work.support_line = e.line;
    s.work.support_asked_at = at;
    s.limits.support = e.due;
  }
  void on(const SupportAnswered& e) {
    handled_by(e.by);
    s.work.support_line.reset();
    s.work.support_asked_at.reset();
    s.limits.support.reset();
  }
  void on(const Assisted&) { ++s.work.assisted; }

  void on(const Supervised& e) {
    s.supervision = {e.cause, e.level, e.unit, s.supervision.times + 1};
    s.limits.supervision = e.due;
  }
  void on(const SupervisionRaised& e) {
    s.supervision.level = Level::city;
    s.limits.supervision = e.due;
  }
  void on(const SupervisionAnswered& e) { s.limits.supervision = e.due; }
  void on(const SupervisionVerified& e) { s.limits.supervision = e.due; }
  void on(const Planned& e) {
    ++s.work.plans;
    s.limits.plan = e.until;
  }

  void on(const CareContacted& e) {
    s.care.attempts = e.attempt;
    s.care.attempt_days = e.days;
    s.care.last_attempt = at;
    if (e.verify) s.limits.care = e.verify;
  }
  void on(const RatingVerified& e) {
    s.care.cause = e.cause;
    s.limits.care = e.due;
  }
  void on(const CorrectionPlanned& e) { s.limits.care = e.until; }
  void on(const Corrected& e) { s.limits.care = e.due; }
  void on(const FedBack& e) { s.limits.care = e.due; }
  void on(const Revisited& e) {
    s.limits.care = e.contact;
    s.care.attempts = 0;
    s.care.attempt_days = 0;
    s.care.last_attempt.reset();
  }
  void on(const ExclusionDecided& e) {
    s.care.excluded = e.excluded && !e.superseded;
    s.limits.care = e.due;
  }

  void on(const Barred& e) {
    auto& all = s.access.barred;
    auto person = e.person;
    // Whoever was known by description only is this one now; nobody else is set free by it.
    std::erase_if(all, [&](const BarredPerson& one) {
      const bool same = !person.staff.empty() && one.staff == person.staff;
      if (same && !person.role) person.role = one.role;
      return same ||
             (one.staff.empty() && !person.described.empty() && one.described == person.described);
    });
    all.push_back(std::move(person));
  }
  void on(const Unbarred& e) {
    std::erase_if(s.access.barred, [&](const BarredPerson& one) {
      return e.staff.empty() ? one.described == e.described : one.staff == e.staff;
    });
  }
  void on(const Unmasked&) { ++s.access.unmaskings; }
  void on(const HoldPlaced&) { s.access.held = true; }
  void on(const HoldLifted&) { s.access.held = false; }
};

}  // namespace

void CaseDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  Fold fold{state, facts.occurred_at, state.phases.clock};
  std::visit([&](const auto& e) { fold.on(e); }, event);
  // A transition that an older table had would be in this one too: rows are never removed. Should
  // one be missing all the same, the event stands and the phases stay.
  if (const auto next = follow(state.phases, event)) state.phases = *next;
  state.version = static_cast<std::uint32_t>(facts.version.value);
}

}  // namespace recourse::casework
