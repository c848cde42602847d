// How events become state. It decides nothing: whatever was recorded is taken as it stands. A
// change of meaning here is a new event type or a new kStateVersion, never an edit.
#include <algorithm>
#include <recourse/casework/complaint/decider.hpp>

#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// The state, and when the event happened.
struct Fold {
  State& s;
  Timestamp at;
  ClockPhase clock_before;
  bool open_before;

  void handled_by(const std::string& who) {
    auto& all = s.work.handlers;
    if (!who.empty() && std::find(all.begin(), all.end(), who) == all.end()) all.push_back(who);
  }
  void took(Route route, const std::string& who) {
    s.work.routes.push_back({route, at, who});
    s.work.silent_until.reset();
    handled_by(who);
  }
  void clock_rests(const std::optional<Due>& cap, std::optional<std::uint32_t> left) {
    s.deadlines.paused_at = at;
    s.deadlines.pause_cap = cap;
    s.deadlines.days_left = left;
  }
  void clock_goes_on() {
    s.deadlines.paused_unit.clear();
    s.deadlines.paused_at.reset();
    s.deadlines.pause_cap.reset();
    s.deadlines.days_left.reset();
  }
  void clock_resumed(std::uint32_t paused_days, const std::optional<Due>& deadline,
                     const std::vector<Due>& absorbed) {
    s.deadlines.paused_days += paused_days;
    clock_goes_on();
    if (deadline) s.deadlines.resolution = deadline;
    absorbed_limits(absorbed);
  }
  /// New limits of the cases inside, in the order of those that have one.
  void absorbed_limits(const std::vector<Due>& limits) {
    auto next = limits.begin();
    for (auto& one : s.ending.absorbed) {
      if (holds_here(s, one) && next != limits.end()) one.limit = *next++;
    }
  }
  /// A new deadline was told, or the matter found difficult: that is said of the whole matter.
  void absorbed_limits_replaced() {
    for (auto& one : s.ending.absorbed) one.limit.reset();
  }
  void clock_stopped() { s.deadlines.stopped_at = at; }
  void ended(const Resolution& resolution) {
    s.ending.outcome = resolution.outcome;
    s.ending.closed_at = at;
    s.ending.on_time = resolution.on_time;
    s.ending.working_days = resolution.working_days;
    s.ending.same_day = resolution.same_day;
    clock_stopped();
  }
  void resolved(const Resolution& resolution) {
    ended(resolution);
    reacted();
    s.deadlines.plan.reset();
    s.deadlines.promise.reset();
    s.deadlines.reminder.reset();
    s.deadlines.overdue = s.deadlines.overdue || !resolution.on_time;
    clock_goes_on();
  }
  /// Taken up again with nothing reset.
  void taken_up_again() {
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
  /// The same, and nobody rates it yet.
  void end_undone() {
    taken_up_again();
    s.deadlines.rating.reset();
    s.ending.lapsed_from.reset();
    s.ending.lapsed_limit.reset();
    s.ending.lapsed_late = false;
  }
  /// A new round: its own clock and its own rating; the total goes on, lateness stays.
  void new_round(std::uint32_t round, const Due& deadline) {
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
  static void add_new(std::vector<NoticeItem>& to, const std::vector<NoticeItem>& items) {
    for (const auto& item : items) {
      if (std::ranges::find(to, item) == to.end()) to.push_back(item);
    }
  }
  void listed(const std::vector<NoticeItem>& items) { add_new(s.work.listed, items); }
  /// Spoken with the citizen, for whatever reason: the duty to contact is met (R12).
  void told(const std::optional<Told>& how) {
    const bool spoken = how == Told::in_person || how == Told::phone;
    if (!spoken || !open_before) return;
    s.deadlines.contact_attempts = 0;
    s.deadlines.contact_days = 0;
    s.deadlines.last_attempt.reset();
    reacted();
    if (!s.deadlines.contacted_at) s.deadlines.contacted_at = at;
  }
  /// The duty to accept, or to tell what is lacking, is met or broken.
  void notice_duty_met() { s.deadlines.notice.reset(); }
  void reacted() {
    s.deadlines.attention.reset();
    for (auto& one : s.ending.absorbed) one.attention.reset();
  }
  void transferred_to(const std::string& department) {
    s.escalation.department = department;
    s.escalation.arrived_at = at;
    s.escalation.consulted.clear();
  }
  void asked_until(const std::optional<Due>& answer) {
    s.deadlines.answer = answer;
    s.deadlines.answer_since = at;
  }
  /// The clock goes on for whoever has to answer, too.
  void departments_go_on(const std::optional<Due>& answer, const std::optional<Due>& facts) {
    if (answer) asked_until(answer);
    if (facts) s.deadlines.facts = facts;
  }
  /// A supervision of the case by its number; null if there is none.
  SupervisionEntry* supervision(std::uint32_t number) {
    return number >= 1 && number <= s.supervision.size() ? &s.supervision[number - 1] : nullptr;
  }
  void missed(DeadlineKind kind, const Due& due) {
    auto known = std::ranges::find(s.missed, kind, &MissedLimits::kind);
    if (known == s.missed.end()) known = s.missed.insert(known, MissedLimits{kind, 0, {}});
    ++known->times;
    known->last = due;
  }
  /// Who has it, while its clock runs. Of one that goes on in another case nothing is noted.
  void note_custody() {
    if (s.phases.stage == Phase::merged) return;
    const auto clock = s.phases.clock;
    const bool counts = clock == ClockPhase::running || clock == ClockPhase::overdue;
    auto unit = counts ? answerable_unit(s) : std::string{};
    auto& list = s.custody;
    const Timestamp from = list.empty() ? s.deadlines.from : at;
    if (!list.empty() && list.back().unit != unit && list.back().from == from) list.pop_back();
    if (list.empty() || list.back().unit != unit) list.push_back({std::move(unit), from});
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
    i.name_mark = e.name_mark;
    s.access.inquiry = e.inquiry;
    for (const auto& one : e.accused) s.access.recused.push_back({one.staff, one.described, {}});
    s.deadlines.notice = e.notice;
    s.deadlines.from = e.reported_at;
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.contact = e.contact;
    s.ending.rounds = 1;
  }
  void on(const Accepted& e) {
    s.work.accepted_by = e.by;
    s.work.accepted_at = at;
    s.work.assigned_to = e.by;
    notice_duty_met();
    // By whoever registered it, before anything else happened.
    s.work.at_counter = e.present && s.version == 1 && s.intake.registered_by == e.by;
    if (e.present && !s.deadlines.contacted_at) s.deadlines.contacted_at = at;
    handled_by(e.by);
  }
  void on(const Declined& e) {
    s.work.silent_until.reset();
    s.work.declined_by = e.by;
    s.deadlines.review = e.review;
    notice_duty_met();
    handled_by(e.by);
    clock_stopped();
  }
  void on(const DeclineUpheld& e) {
    handled_by(e.by);
    s.deadlines.review.reset();
    s.deadlines.rating = e.rating;
    const auto stopped = s.deadlines.stopped_at;
    resolved(e.resolution);
    s.deadlines.stopped_at = stopped;  // The clock stood since the declining.
  }
  void on(const DeclineOverturned& e) {
    handled_by(e.by);
    taken_up_again();
  }
  void on(const ReviewLapsed&) { taken_up_again(); }
  void on(const Referred& e) {
    s.deadlines.answer = e.answer;
    s.work.referred_to = e.to;
    s.work.silent_until.reset();
    notice_duty_met();
    handled_by(e.by);
  }
  void on(const ReferralConfirmed& e) {
    s.deadlines.answer.reset();
    s.work.silent_until.reset();
    // It was received in time, and known only after its limit.
    if (e.resolution.on_time) s.deadlines.overdue = false;
    s.deadlines.rating = e.rating;
    resolved(e.resolution);
  }
  void on(const ReferralRefused& e) {
    if (e.silent) s.work.silent_until = s.deadlines.answer;
    s.deadlines.answer.reset();
  }

  void on(const RoutedOnSpot& e) {
    took(Route::on_spot, e.by);
    s.deadlines.day_end = e.day_end;
    if (!e.application.empty()) s.work.application = e.application;
  }
  void on(const RoutedExplain& e) {
    took(Route::explain, e.by);
    if (!e.law.empty()) s.work.law = e.law;
  }
  void on(const RoutedExpedite& e) {
    took(Route::expedite, e.by);
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.needed_by = e.needed_by;
    if (!e.application.empty()) s.work.application = e.application;
  }
  void on(const RoutedLacking& e) {
    took(Route::lacking, e.by);
    listed(e.missing);
    s.work.outstanding = e.missing;
    s.deadlines.promise = e.promise_end;
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.reminder = e.reminder;
  }
  void on(const RoutedNotice& e) {
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
  void on(const Escalated& e) {
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
  void on(const Retriaged& e) {
    handled_by(e.by);
    s.deadlines.needed_by.reset();
    if (e.resolution_deadline) s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.day_end.reset();
    s.deadlines.promise.reset();
    s.deadlines.reminder.reset();
    s.work.outstanding.clear();
  }
  void on(const DayEnded&) { s.deadlines.day_end.reset(); }
  void on(const NotUnderstood&) {}
  void on(const MatterDone& e) {
    s.work.matter_done = true;
    s.work.application = e.application;
  }
  void on(const SupplementedPart& e) {
    std::erase_if(s.work.outstanding, [&](const NoticeItem& item) {
      const bool came = std::ranges::find(e.items, item.code) != e.items.end();
      if (came) add_new(s.work.brought, {item});
      return came;
    });
  }
  void on(const SupplementedAll& e) {
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
  void on(const NewDemandMade& e) {
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
  void on(const Lapsed& e) {
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

  void on(const DepartmentAnswered& e) {
    s.escalation.answer_kind = e.kind;
    s.escalation.answer_level = e.level;
    s.escalation.disputed = false;
    s.escalation.answered_at = at;
    s.deadlines.answer.reset();
    handled_by(e.by);
  }
  void on(const ForwardedToCity& e) {
    transferred_to(e.department);
    asked_until(e.answer);
    handled_by(e.by);
  }
  void on(const LineObjected& e) {
    if (e.disputed) {
      ++s.escalation.objections;
      s.escalation.disputed = true;
      return;
    }
    s.intake.line = e.line;
    if (!e.decided) handled_by(e.by);
    const bool at_district = s.phases.stage == Phase::escalated_district;
    transferred_to(e.department);
    if (at_district) s.escalation.district_department = e.department;
    if (!e.decided) ++s.escalation.objections;
    s.escalation.line_decided = e.decided;
    if (e.decided) s.escalation.disputed = false;
  }
  void on(const Consulted& e) {
    s.escalation.consulted = e.with;
    handled_by(e.by);
  }
  void on(const ConsultationAnswered& e) {
    s.escalation.consulted.clear();
    handled_by(e.by);
  }
  void on(const ReturnedForFacts& e) {
    handled_by(e.by);
    s.escalation.facts_for = e.level;
    s.escalation.facts_since = at;
    s.deadlines.facts = e.facts;
    s.deadlines.answer_left = e.answer_left;
    (e.level == Level::city ? s.escalation.returned_by_city : s.escalation.returned_by_district) =
        true;
  }
  void facts_supplied(const std::optional<Due>& answer, const std::string& by) {
    s.escalation.facts_for.reset();
    s.escalation.facts_since.reset();
    s.deadlines.facts.reset();
    s.deadlines.answer_left.reset();
    if (answer) asked_until(answer);
    handled_by(by);
  }
  void on(const FactsSuppliedDistrict& e) { facts_supplied(e.answer, e.by); }
  void on(const FactsSuppliedCity& e) { facts_supplied(e.answer, e.by); }
  void on(const CouldNotApply& e) {
    s.escalation.answer_returned = true;
    s.escalation.answer_kind.reset();
    s.escalation.answer_level.reset();
    if (e.level != Level::city) s.escalation.district_department = e.department;
    handled_by(e.by);
    transferred_to(e.department);
    asked_until(e.answer);
  }

  void on(const Paused& e) {
    clock_rests(e.cap, e.days_left);
    s.deadlines.paused_unit = e.unit;
  }
  void on(const Resumed& e) {
    clock_resumed(e.paused_days, e.resolution_deadline, e.absorbed);
    departments_go_on(e.answer, e.facts);
  }
  void on(const CapReached& e) {
    clock_resumed(e.paused_days, e.resolution_deadline, e.absorbed);
    departments_go_on(e.answer, e.facts);
  }
  void on(const Extended& e) {
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.needed_by.reset();
    absorbed_limits_replaced();
    ++s.deadlines.extensions;
    handled_by(e.by);
  }
  void on(const WentOverdue& e) {
    s.deadlines.overdue = true;
    s.deadlines.plan = e.plan;
  }
  void on(const Contacted& e) {
    // Attempts stand in for telling while nobody is reached.
    s.deadlines.contact_attempts = e.reached ? 0 : e.attempt;
    s.deadlines.contact_days = e.reached ? 0 : e.days;
    s.deadlines.last_attempt.reset();
    if (!e.reached) s.deadlines.last_attempt = at;
    if (e.reached) reacted();
    if (e.discharged && !s.deadlines.contacted_at) s.deadlines.contacted_at = at;
  }
  void on(const DifficultySet& e) {
    s.deadlines.difficult = true;
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.days_left.reset();  // Of a clock that rests they are counted anew.
    absorbed_limits_replaced();
  }
  void on(const Reassigned& e) { s.work.assigned_to = e.to; }
  void on(const Messaged& e) {
    ++s.work.messages;
    // Asking again does not give the station more time.
    if (!s.deadlines.attention) s.deadlines.attention = e.attention;
  }
  void on(const TimerDeclined&) {}
  void on(const LimitsRecomputed& e) {
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
    if (e.rating_follow_up) s.deadlines.rating_follow_up = e.rating_follow_up;
    if (e.reminder) s.deadlines.reminder = e.reminder;
    absorbed_limits(e.absorbed);
  }

  void on(const Closed& e) {
    handled_by(e.by);
    s.deadlines.rating = e.rating;
    resolved(e.resolution);
    s.ending.told = e.told;
    s.ending.why_late = e.why_late;
    s.ending.round_days = e.round_days;
  }
  void on(const Withdrawn& e) { resolved(e.resolution); }
  /// What is open in it, and a rest, goes on in the target, and comes back if it is taken out
  /// again.
  void on(const Merged& e) {
    s.ending.merged_into = e.target;
    s.ending.merged_from = s.phases.stage;
    s.ending.merged_clock = s.phases.clock;
    ended(e.resolution);
  }
  void on(const Unmerged& e) {
    s.ending.merged_into.clear();
    s.ending.merged_from.reset();
    s.ending.merged_clock.reset();
    taken_up_again();
    if (e.answered) reacted();
  }
  void on(const Absorbed& e) {
    s.ending.absorbed.push_back(
        {e.source, e.from, s.ending.rounds, at, e.limit, e.attention, e.recused});
    for (const auto& one : e.recused) s.access.recused.push_back(one);
  }
  void on(const Released& e) {
    auto& all = s.ending.absorbed;
    const auto gone = std::ranges::find(all, e.source, &Absorption::source);
    if (gone != all.end()) {
      auto brought = std::move(gone->recused);
      all.erase(gone);
      for (const auto& one : brought) std::erase(s.access.recused, one);
    }
    if (!e.in_time) return;
    s.deadlines.overdue = false;
    s.deadlines.plan.reset();
  }

  void on(const Rated& e) {
    s.ending.rating = e.grade;
    s.ending.service = e.service;
    s.ending.policy = e.policy;
    s.ending.rated_at = at;
    s.deadlines.rating.reset();
    s.deadlines.archive = e.archive_deadline;
    if (!e.follow_up) return;
    s.deadlines.rating_follow_up = e.contact;
    s.rating_follow_up = {};
    s.rating_follow_up.rated_at = at;
  }
  void on(const RatingEnded&) { s.deadlines.rating.reset(); }
  void on(const Archived&) { s.deadlines.archive.reset(); }
  void on(const Reopened& e) { new_round(e.round, e.resolution_deadline); }
  void on(const ReviewRequested1& e) { s.deadlines.review = e.review; }
  void on(const ReviewRequested2& e) { s.deadlines.review = e.review; }
  void on(const ReviewUpheld& e) {
    handled_by(e.by);
    ++s.ending.reviews;
    s.deadlines.review.reset();
    s.deadlines.rating = e.rating;
  }
  void on(const ReviewOverturned& e) {
    handled_by(e.by);
    ++s.ending.reviews;
    new_round(e.round, e.resolution_deadline);
  }

  void on(const DeemedAccepted&) {
    s.work.accepted_at = s.intake.reported_at;  // From the filing day, as the law has it.
    notice_duty_met();
  }
  void on(const NoticeMissed&) {
    ++s.work.breaches;
    notice_duty_met();
  }
  void on(const PromiseExtended& e) {
    s.deadlines.promise = e.promise_end;
    s.deadlines.resolution = e.resolution_deadline;
    s.deadlines.reminder = e.reminder;
  }
  void on(const Reminded&) { s.deadlines.reminder.reset(); }

  void on(const SupportAsked& e) { s.work.support.push_back({e.line, at, e.due, false}); }
  void on(const SupportAnswered& e) {
    handled_by(e.by);
    std::erase_if(s.work.support, [&](const auto& one) { return !e.line || one.line == e.line; });
  }
  void on(const Assisted&) { ++s.work.assisted; }

  void on(const Supervised& e) {
    SupervisionEntry one{.number = static_cast<std::uint32_t>(s.supervision.size() + 1),
                         .phase = SupervisionPhase::supervised,
                         .cause = e.cause,
                         .unit = e.unit,
                         .level = e.level,
                         .since = at,
                         .due = e.due};
    s.supervision.push_back(std::move(one));
  }
  void on(const SupervisionRaised& e) {
    auto* const one = supervision(e.number);
    if (one == nullptr) return;
    missed(DeadlineKind::supervision, one->due);
    one->level = Level::city;
    one->due = e.due;
    ++one->times_missed;
  }
  void on(const SupervisionAnswered& e) {
    auto* const one = supervision(e.number);
    if (one == nullptr) return;
    one->phase = SupervisionPhase::answered;
    one->due = e.due;
    one->missed = false;
    one->answered_at = at;
    one->answered_by = e.by;
    one->accepted.reset();
  }
  void on(const SupervisionVerified& e) {
    auto* const one = supervision(e.number);
    if (one == nullptr) return;
    one->phase = e.accepted ? SupervisionPhase::none : SupervisionPhase::supervised;
    if (e.due) one->due = *e.due;
    one->missed = false;
    one->verified_at = at;
    one->verified_by = e.by;
    one->accepted = e.accepted;
  }
  void on(const LimitMissed& e) {
    missed(e.kind, e.due);
    if (auto* const one = supervision(e.number); one != nullptr) {
      one->missed = true;
      ++one->times_missed;
    }
    if (e.kind != DeadlineKind::support) return;
    for (auto& one : s.work.support) one.missed = one.missed || one.due.at <= e.due.at;
  }
  void on(const Planned& e) {
    ++s.work.plans;
    s.deadlines.plan = e.until;
  }

  void on(const RaterContacted& e) {
    s.rating_follow_up.attempts = e.attempt;
    s.rating_follow_up.attempt_days = e.days;
    s.rating_follow_up.last_attempt = at;
    if (e.verify) s.deadlines.rating_follow_up = e.verify;
  }
  void on(const RatingVerified& e) {
    s.rating_follow_up.cause = e.cause;
    s.deadlines.rating_follow_up = e.due;
  }
  void on(const CorrectionPlanned& e) { s.deadlines.rating_follow_up = e.until; }
  void on(const Corrected& e) { s.deadlines.rating_follow_up = e.due; }
  void on(const FedBack& e) { s.deadlines.rating_follow_up = e.due; }
  void on(const Revisited& e) {
    s.deadlines.rating_follow_up = e.contact;
    s.rating_follow_up.attempts = 0;
    s.rating_follow_up.attempt_days = 0;
    s.rating_follow_up.last_attempt.reset();
  }
  void on(const ExclusionDecided& e) {
    s.rating_follow_up.excluded = e.excluded && !e.superseded;
    s.deadlines.rating_follow_up = e.due;
  }

  void on(const Recused& e) {
    auto& all = s.access.recused;
    auto person = e.person;
    // Whoever was known by description only is this one now; nobody else is set free by it.
    std::erase_if(all, [&](const RecusedPerson& one) {
      const bool same = !person.staff.empty() && one.staff == person.staff;
      if (same && !person.role) person.role = one.role;
      return same ||
             (one.staff.empty() && !person.described.empty() && one.described == person.described);
    });
    all.push_back(std::move(person));
  }
  void on(const Reinstated& e) {
    std::erase_if(s.access.recused, [&](const RecusedPerson& one) {
      return e.staff.empty() ? one.described == e.described : one.staff == e.staff;
    });
  }
  void on(const Unmasked&) { ++s.access.unmaskings; }
  void on(const HoldPlaced&) { s.access.held = true; }
  void on(const HoldLifted&) { s.access.held = false; }
};

}  // namespace

void ComplaintDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  Fold fold{state, facts.occurred_at, state.phases.clock, is_open(state.phases.stage)};
  std::visit(
      [&](const auto& e) {
        fold.on(e);
        if constexpr (requires { e.told; }) fold.told(e.told);
      },
      event);
  // Rows are never removed, so replay always finds a transition. Should
  // one be missing all the same, the event stands and the phases stay.
  if (const auto next = follow(state.phases, event)) state.phases = *next;
  fold.note_custody();
  state.version = static_cast<std::uint32_t>(facts.version.value);
}

}  // namespace recourse::casework::complaint
