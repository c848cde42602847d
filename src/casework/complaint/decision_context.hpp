// DecisionContext: what a decision sees (state, command's context, norms, calendar) and the sums in
// business time that it needs. Borrowed for one call of decide.
#pragma once

#include <algorithm>
#include <functional>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/refusals.hpp>
#include <span>
#include <string>
#include <string_view>

namespace recourse::casework::complaint {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

/// What a rest comes to when it is over.
struct Rest {
  std::uint32_t days = 0;  ///< Whole working days; less than one moves nothing.
  Due resolution;          ///< The case's own deadline for resolution.
  std::vector<Due>
      absorbed{};  ///< Those of the cases inside, in their order; none if none has one.
  std::optional<Due> answer{};  ///< The limit of the department that has it; nothing: none rested.
  std::optional<Due> facts{};   ///< That of the station's facts, likewise.
};

struct DecisionContext {
  const ComplaintDecider& rules;
  const State& state;
  const core::Context& context;
  std::span<const core::Related<State>> related;
  Role role;      ///< In which the actor acts; the district stands in for a chief who is barred.
  Role own_role;  ///< That the actor has.
  const Calendar& calendar;
  const Catalogue& catalogue;  ///< That the case goes by.

  /// The same context over another state, or at another moment.
  DecisionContext over(const State& other) const {
    return {rules, other, context, related, role, own_role, calendar, catalogue};
  }
  DecisionContext at(const core::Context& moment) const {
    return {rules, state, moment, related, role, own_role, calendar, catalogue};
  }

  const std::string& by() const { return context.actor.id; }
  Timestamp now() const { return context.now; }
  /// What the case is pinned to. It is known: `decide` has looked, at related cases too.
  const Norms& norms() const { return *rules.norms_of(state); }
  /// The dispatch catalogue that holds now (R41): take it once in a decision.
  const DispatchCatalogue& dispatch() const {
    static const DispatchCatalogue nothing_adopted;
    return rules.current_dispatch == nullptr ? nothing_adopted : rules.current_dispatch->current();
  }
  LocalDay day_of(Timestamp t) const { return local_day(t, norms().utc_offset); }
  LocalDay today() const { return day_of(context.now); }
  /// The day on which the clock stands: today, or when it came to rest. Limits are set from there;
  /// what remains is added when it goes on.
  LocalDay clock_day() const { return day_of(state.deadlines.paused_at.value_or(now())); }
  /// The moment lies behind the limit.
  bool passed(const std::optional<Due>& due) const { return due && context.now > due->at; }

  /// The n-th working day after `start`.
  Due after(LocalDay start, std::int64_t n) const;
  /// The end of a day, whatever day it is.
  Due end_of_day(LocalDay day) const;
  /// The end of a day that somebody named as the last; of the next working day if it is a day off
  /// (police procedure rules, art 35).
  Due last_day(LocalDay day) const;
  /// The moment that counts for what came on a day that is not after today.
  Timestamp received(LocalDay day) const { return std::min(now(), end_of_day(day).at); }
  /// As last_day, of the n-th calendar day after today.
  Due in_days(std::int64_t n) const { return last_day(today() + std::chrono::days{n}); }
  std::uint32_t working_days(LocalDay from, LocalDay to) const;
  /// The same limit by the calendar as it is now; nothing if a day was named, or if it is what it
  /// was. One that would have ended by now ends today.
  std::optional<Due> counted_again(const Due& due) const;
  /// Working days of an ordinary and of a difficult matter of the kind that this one is (R35).
  std::int64_t ordinary_days() const { return norms().ordinary_for(state.intake.demand); }
  std::int64_t difficult_days() const { return norms().difficult_for(state.intake.demand); }
  /// The service hours of the norms; nothing: citizens may be called at any time.
  std::optional<ServicePlan> service() const;
  /// When the citizen is reminded of a limit: so many working days ahead of it, in service hours
  /// (R36), and before it if those allow.
  Due reminder_of(const Due& limit) const;
  /// The end of the n-th working day before the limit, but not of a day that is over.
  Due ahead_of(const Due& due, std::int64_t n) const;

  /// The limit of n working days of this round; pauses move it.
  Due limit_of(std::int64_t n) const;
  /// The limit that the matter has now: ordinary or difficult.
  Due limit() const;
  /// The deadline for resolution after another was computed: a late case has no new one.
  Due resolution_deadline_or(Due other) const;
  /// Working days left to the case's own deadline for resolution.
  std::uint32_t days_left() const;
  /// What the clock's going on brings: whole days of rest, and the limits after it.
  Rest rest_over() const;
  /// Not beyond the day on which it is needed, which is a fact and no limit.
  Due within_need(Due limit) const;
  /// A department's limit: not beyond what the case's own leaves to the station, `finish` being
  /// that. A late case has nothing left to keep.
  Due within_reserve(Due limit, const Due& finish) const;
  /// The limit of another unit, ended at `end` while another case is inside: it keeps where it
  /// would end without that, as days from a day, or as a day and none.
  Due cut_to(const Due& limit, const Due& end) const;
  /// The limit as it is without that.
  Due uncut(const Due& limit) const;
  /// As within_reserve, of such a limit that was counted again: cut if `limit` was cut.
  Due cut_again(const Due& limit, const Due& again, const Due& finish) const;
  /// The limit of a department that is asked now.
  Due department_limit(const Due& finish) const;
  /// The same, where the deadline for resolution stays what it is.
  Due department_limit() const;
  /// Working days left to the department that has it; nothing if its limit has passed.
  std::optional<std::uint32_t> answer_days_left() const;
  /// The limit of a department that had so many days left when the station was asked for facts.
  std::optional<Due> answer_after_facts() const;
  /// How long each unit has had the case while its clock ran, up to a moment; in the order of time.
  std::vector<UnitDays> held_until(Timestamp end) const;

  /// How the case ends if it ends now.
  Resolution resolution(Outcome outcome) const;
  /// The same if it ended on the day on which something came that is recorded now.
  Resolution resolution_on(Outcome outcome, LocalDay received_on) const;
  Due rating_end() const { return in_days(norms().rating_days); }

  /// The stream of another case that a person names by its key or in full.
  static std::string target_stream(const std::string& named);

  /// The actor handled the case before.
  bool is_handler() const;
  /// Different days with attempts to reach somebody, if one is made now.
  std::uint32_t days_with(std::uint32_t days, const std::optional<Timestamp>& last) const;
  /// Enough attempts on enough days: the duty to reach somebody is discharged.
  bool discharged(std::uint32_t attempts, std::uint32_t days) const;
  /// The same of a duty with a limit: it asks for no more days than the limit still has.
  bool discharged_within(const std::optional<Due>& limit, std::uint32_t attempts,
                         std::uint32_t days) const;
};

/// Citizens are called in service hours, unless it is urgent or told afterwards (R36).
std::optional<core::Refusal> check_service_hours(const DecisionContext& ctx, Told how);
/// The rungs of the urging ladder that are to come in this round, for the deadline for resolution
/// as it is; empty where the norms have no ladder (R38).
std::vector<UrgingDue> urging_ladder(const DecisionContext& ctx);
/// The rungs to come by the calendar that holds now; empty: none has moved.
std::vector<UrgingDue> urging_again(const DecisionContext& ctx);
/// `decision`, and the ladder of each deadline for resolution that it sets or moves.
Decision with_urging(const DecisionContext& ctx, Decision decision);
/// `decision`, and the draw of a call-back for a case that it closes (R37).
Decision with_callback(const DecisionContext& ctx, Decision decision);
/// The station took the matter on, at the window or not: with the limit for saying back its scope.
Accepted acceptance(const DecisionContext& ctx, bool present);

/// Puts a unit under supervision after `decision`, unless it has to answer for that cause already;
/// the unit that has the case where none is named.
Decision supervised(const DecisionContext& ctx, Decision decision, SupervisionCause cause,
                    std::string unit = {});
/// A department's own rest ends with its part of the case; a station's goes on.
Decision own_rest_ended(const DecisionContext& ctx,
                        const std::function<Decision(const DecisionContext&)>& next);
/// The deadline for resolution has passed: the event that says so, and the supervision that
/// follows.
std::vector<Event> overdue_events(const DecisionContext& ctx);
/// A rest that is over at its cap, however much later that is said.
CapReached cap_reached(const DecisionContext& ctx);
/// The clock goes on.
Resumed resumed_by(const DecisionContext& ctx, std::string reason);
/// `decision` of a clock that goes on: if it rests, it is resumed first.
Decision resumed_first(const DecisionContext& ctx,
                       const std::function<Decision(const DecisionContext&)>& next);

/// Neither told nor excused: three attempts on two days excuse, if they are on record.
std::optional<core::Refusal> check_told(const DecisionContext& ctx, const std::optional<Told>& told,
                                        std::string_view rule);
/// Nothing: that is the name of a department of the line, on that level and in the case's district.
std::optional<core::Refusal> check_is_department(const DecisionContext& ctx, Level level, Line line,
                                                 const std::string& department);
/// Who is barred is put in charge of nothing; nothing: the person may be.
std::optional<core::Refusal> check_not_recused_by_name(const DecisionContext& ctx,
                                                       const std::string& staff);
/// The barred, and who may be meant by a description. Nothing: the actor may handle the case.
std::optional<core::Refusal> check_not_recused(const DecisionContext& ctx);

Due earlier(Due a, Due b);
Due later(Due a, Due b);

/// What was explained (R12); without words of one's own those of the route, and only if the
/// citizen was told: "已当面告知" and what `what` says. Nothing is claimed otherwise.
std::optional<Sealed<std::string>> explained(const std::optional<Sealed<std::string>>& text,
                                             const std::optional<Told>& told,
                                             const std::string& what);
/// As check_told where the citizen may be told later.
std::optional<core::Refusal> check_told_if_said(const DecisionContext& ctx,
                                                const std::optional<Told>& told);
/// What is recorded is what was printed and signed: `draft`, unless empty, is the digest of it.
std::optional<core::Refusal> check_as_signed(const std::string& draft, const std::string& digest);
/// A day that somebody names lies within the norm; nothing: it does.
std::optional<core::Refusal> check_not_too_far(const DecisionContext& ctx, LocalDay day);

/// The case after events that are decided now.
State after_events(const DecisionContext& ctx, std::span<const Event> events);
inline State after_event(const DecisionContext& ctx, const Event& event) {
  return after_events(ctx, {&event, 1});
}

/// What the limits of the case that have passed bring, each decided at the first moment after it;
/// `state` becomes what they leave.
std::vector<Event> events_of_passed_limits(const ComplaintDecider& rules, State& state,
                                           const core::Context& at);
/// The case as its limits that have passed will leave it, although nobody has fired them yet: what
/// the next command will find. Nothing is recorded.
State after_passed_limits(const ComplaintDecider& rules, State state, const core::Context& at);

/// Who is asked exists: a bureau of the norms, a department of one, or a station.
std::optional<core::Refusal> check_unit_exists(const DecisionContext& ctx, const std::string& unit);
/// The same, and it is no station.
std::optional<core::Refusal> check_department_exists(const DecisionContext& ctx,
                                                     const std::string& unit);

/// Nothing, or white space.
bool blank(const std::string& text);
/// The same of personal text; a sealed one is taken to say something.
bool blank(const std::optional<Sealed<std::string>>& text);

/// The timer came before its limit passed.
core::Refusal not_due_yet(const DecisionContext& ctx, const std::optional<Due>& due);

// One decision for each command, in decide_*.cpp. Requires: phase and role allow it.
Decision decide(const DecisionContext&, const Report&);
Decision decide(const DecisionContext&, const Accept&);
Decision decide(const DecisionContext&, const Decline&);
Decision decide(const DecisionContext&, const UpholdDecline&);
Decision decide(const DecisionContext&, const OverturnDecline&);
Decision decide(const DecisionContext&, const LapseReview&);
Decision decide(const DecisionContext&, const Refer&);
Decision decide(const DecisionContext&, const ConfirmReferral&);
Decision decide(const DecisionContext&, const RefuseReferral&);

Decision decide(const DecisionContext&, const RouteOnSpot&);
Decision decide(const DecisionContext&, const RouteExplain&);
Decision decide(const DecisionContext&, const RouteExpedite&);
Decision decide(const DecisionContext&, const RouteLacking&);
Decision decide(const DecisionContext&, const RouteNotice&);
Decision decide(const DecisionContext&, const Escalate&);
Decision decide(const DecisionContext&, const Retriage&);
Decision decide(const DecisionContext&, const EndDay&);
Decision decide(const DecisionContext&, const MarkNotUnderstood&);
Decision decide(const DecisionContext&, const MarkMatterDone&);
Decision decide(const DecisionContext&, const SupplementPart&);
Decision decide(const DecisionContext&, const SupplementAll&);
Decision decide(const DecisionContext&, const DemandMore&);
Decision decide(const DecisionContext&, const Lapse&);

Decision decide(const DecisionContext&, const AnswerAsDepartment&);
Decision decide(const DecisionContext&, const ForwardToCity&);
Decision decide(const DecisionContext&, const ObjectToLine&);
Decision decide(const DecisionContext&, const Consult&);
Decision decide(const DecisionContext&, const ReturnForFacts&);
Decision decide(const DecisionContext&, const SupplyFactsDistrict&);
Decision decide(const DecisionContext&, const SupplyFactsCity&);
Decision decide(const DecisionContext&, const ReturnAnswer&);

Decision decide(const DecisionContext&, const Pause&);
Decision decide(const DecisionContext&, const Resume&);
Decision decide(const DecisionContext&, const ReachCap&);
Decision decide(const DecisionContext&, const Extend&);
Decision decide(const DecisionContext&, const GoOverdue&);
Decision decide(const DecisionContext&, const Contact&);
Decision decide(const DecisionContext&, const SetDifficult&);
Decision decide(const DecisionContext&, const Reassign&);
Decision decide(const DecisionContext&, const Message&);
Decision decide(const DecisionContext&, const RecomputeLimits&);
Decision decide(const DecisionContext&, const Urge&);
Decision decide(const DecisionContext&, const StateScope&);
Decision decide(const DecisionContext&, const CorrectScope&);
Decision decide(const DecisionContext&, const AskUnit&);
Decision decide(const DecisionContext&, const AnswerUnit&);
Decision decide(const DecisionContext&, const OpenAccount&);
Decision decide(const DecisionContext&, const KeepOnAccount&);
Decision decide(const DecisionContext&, const StrikeOff&);
Decision decide(const DecisionContext&, const ConfirmOutcome&);

Decision decide(const DecisionContext&, const Close&);
Decision decide(const DecisionContext&, const Withdraw&);
Decision decide(const DecisionContext&, const Merge&);
Decision decide(const DecisionContext&, const Unmerge&);

Decision decide(const DecisionContext&, const Rate&);
Decision decide(const DecisionContext&, const EndRating&);
Decision decide(const DecisionContext&, const Archive&);
Decision decide(const DecisionContext&, const Reopen&);
Decision decide(const DecisionContext&, const RequestReview1&);
Decision decide(const DecisionContext&, const RequestReview2&);
Decision decide(const DecisionContext&, const UpholdOnReview&);
Decision decide(const DecisionContext&, const OverturnOnReview&);

Decision decide(const DecisionContext&, const FinishOnSpot&);
Decision decide(const DecisionContext&, const DeemAccepted&);
Decision decide(const DecisionContext&, const MissNotice&);
Decision decide(const DecisionContext&, const ExtendPromise&);
Decision decide(const DecisionContext&, const Remind&);

Decision decide(const DecisionContext&, const AskSupport&);
Decision decide(const DecisionContext&, const AnswerSupport&);
Decision decide(const DecisionContext&, const AnswerConsultation&);
Decision decide(const DecisionContext&, const Assist&);

Decision decide(const DecisionContext&, const Supervise&);
Decision decide(const DecisionContext&, const RaiseSupervision&);
Decision decide(const DecisionContext&, const AnswerSupervision&);
Decision decide(const DecisionContext&, const VerifySupervision&);
Decision decide(const DecisionContext&, const MissLimit&);
Decision decide(const DecisionContext&, const Plan&);

Decision decide(const DecisionContext&, const ContactRater&);
Decision decide(const DecisionContext&, const VerifyRating&);
Decision decide(const DecisionContext&, const PlanCorrection&);
Decision decide(const DecisionContext&, const Correct&);
Decision decide(const DecisionContext&, const FeedBack&);
Decision decide(const DecisionContext&, const Revisit&);
Decision decide(const DecisionContext&, const DecideExclusion&);

Decision decide(const DecisionContext&, const Recuse&);
Decision decide(const DecisionContext&, const Reinstate&);
Decision decide(const DecisionContext&, const Unmask&);
Decision decide(const DecisionContext&, const PlaceHold&);
Decision decide(const DecisionContext&, const LiftHold&);

}  // namespace recourse::casework::complaint
