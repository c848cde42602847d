// Desk: what a decision has before it, and the sums that it needs. Borrowed for one call of decide.
#pragma once

#include <functional>
#include <recourse/casework/case/decider.hpp>
#include <recourse/casework/case/refusals.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

using Answer = core::Decision<Event>;
using core::Put;
using core::refuse;

struct Desk {
  const CaseDecider& rules;
  const State& state;
  const core::Context& context;
  std::span<const core::Related<State>> related;
  Role role;      ///< In which the actor acts; the district stands in for a chief who is barred.
  Role own_role;  ///< That the actor has.
  const Calendar& calendar;

  /// The same desk over another state, or at another moment.
  Desk over(const State& other) const {
    return {rules, other, context, related, role, own_role, calendar};
  }
  Desk at(const core::Context& moment) const {
    return {rules, state, moment, related, role, own_role, calendar};
  }

  const std::string& by() const { return context.actor.id; }
  Timestamp now() const { return context.now; }
  /// What the case is pinned to. It is known: `decide` has looked, at related cases too.
  const Norms& norms() const { return *rules.norms_of(state); }
  LocalDay day_of(Timestamp t) const { return local_day(t, norms().utc_offset); }
  LocalDay today() const { return day_of(context.now); }
  /// The day on which the clock stands: today, or when it came to rest. Limits are set from there;
  /// what remains is added when it goes on.
  LocalDay clock_day() const { return day_of(state.limits.paused_at.value_or(now())); }
  /// The moment lies behind the limit.
  bool passed(const std::optional<Due>& due) const { return due && context.now > due->at; }

  /// The n-th working day after `start`.
  Due after(LocalDay start, std::int64_t n) const;
  /// The end of a day, whatever day it is.
  Due end_of_day(LocalDay day) const;
  /// The end of a day that somebody named as the last; of the next working day if it is a day off
  /// (police procedure rules, art 35).
  Due last_day(LocalDay day) const;
  /// As last_day, of the n-th calendar day after today.
  Due in_days(std::int64_t n) const { return last_day(today() + std::chrono::days{n}); }
  std::uint32_t working_days(LocalDay from, LocalDay to) const;
  /// The end of the n-th working day before the limit, but not of a day that is over.
  Due ahead_of(const Due& due, std::int64_t n) const;

  /// The limit of n working days of this round; pauses move it.
  Due limit_of(std::int64_t n) const;
  /// The limit that the matter has now: ordinary or difficult.
  Due limit() const;
  /// The finish limit after another was computed: a late case has no new one.
  Due finish_or(Due other) const;
  /// The finish limit when the clock goes on: what remained at the pause remains.
  Due finish_after_pause() const;
  /// The same if the clock rests and stops without going on; it may be taken up again later.
  std::optional<Due> rested_limit() const;
  std::uint32_t paused_days_now() const;

  /// How the case ends if it ends now.
  Finish finish(Outcome outcome) const;
  Due rating_end() const { return in_days(norms().rating_days); }

  /// The stream of another case that a person names by its key or in full.
  static std::string target_stream(const std::string& named);

  /// The actor handled the case before.
  bool is_handler() const;
  /// Different days with attempts to reach somebody, if one is made now.
  std::uint32_t days_with(std::uint32_t days, const std::optional<Timestamp>& last) const;
  /// Enough attempts on enough days: the duty to reach somebody is discharged.
  bool discharged(std::uint32_t attempts, std::uint32_t days) const;
};

/// Puts the case under supervision after `answer`, unless it is already.
Answer supervised(const Desk& desk, Answer answer, SupervisionCause cause);
/// The finish limit has passed: the event that says so, and the supervision that follows.
std::vector<Event> overdue_events(const Desk& desk);
/// A rest that is over at its cap, however much later that is said.
CapReached cap_reached(const Desk& desk);
/// `answer` of a clock that goes on: if it rests, it is resumed first.
Answer going_on(const Desk& desk, const std::function<Answer(const Desk&)>& answer);

/// Neither told nor excused: three attempts on two days excuse, if they are on record.
std::optional<core::Refusal> check_told(const Desk& desk, const std::optional<Told>& told,
                                        std::string_view rule);
/// Nothing: that is the name of a department of the line, on that level and in the case's district.
std::optional<core::Refusal> check_is_department(const Desk& desk, Level level, Line line,
                                                 const std::string& department);
/// Who is barred is put in charge of nothing; nothing: the person may be.
std::optional<core::Refusal> check_not_barred_by_name(const Desk& desk, const std::string& staff);
/// The barred, and who may be meant by a description. Nothing: the actor may handle the case.
std::optional<core::Refusal> check_not_barred(const Desk& desk);

Due earlier(Due a, Due b);
Due later(Due a, Due b);

/// What was explained (R12), or what giving this command says that it was.
std::optional<Sealed<std::string>> explained(const std::optional<Sealed<std::string>>& text,
                                             std::string standard);

/// Nothing, or white space.
bool blank(const std::string& text);
/// The same of personal text; a sealed one is taken to say something.
bool blank(const std::optional<Sealed<std::string>>& text);

/// The timer came before its limit passed.
core::Refusal not_due_yet(const Desk& desk, const std::optional<Due>& due);

// One answer for each command, in answer_*.cpp. Requires: phase and role allow it.
Answer answer(const Desk&, const Report&);
Answer answer(const Desk&, const Accept&);
Answer answer(const Desk&, const Decline&);
Answer answer(const Desk&, const UpholdDecline&);
Answer answer(const Desk&, const OverturnDecline&);
Answer answer(const Desk&, const LapseReview&);
Answer answer(const Desk&, const Refer&);
Answer answer(const Desk&, const ConfirmReferral&);
Answer answer(const Desk&, const RefuseReferral&);

Answer answer(const Desk&, const RouteOnSpot&);
Answer answer(const Desk&, const RouteExplain&);
Answer answer(const Desk&, const RouteExpedite&);
Answer answer(const Desk&, const RouteLacking&);
Answer answer(const Desk&, const RouteNotice&);
Answer answer(const Desk&, const Escalate&);
Answer answer(const Desk&, const Retriage&);
Answer answer(const Desk&, const EndDay&);
Answer answer(const Desk&, const MarkNotUnderstood&);
Answer answer(const Desk&, const MarkMatterDone&);
Answer answer(const Desk&, const SupplementPart&);
Answer answer(const Desk&, const SupplementAll&);
Answer answer(const Desk&, const DemandMore&);
Answer answer(const Desk&, const Lapse&);

Answer answer(const Desk&, const AnswerAsDepartment&);
Answer answer(const Desk&, const ForwardToCity&);
Answer answer(const Desk&, const ObjectToLine&);
Answer answer(const Desk&, const Consult&);
Answer answer(const Desk&, const ReturnForFacts&);
Answer answer(const Desk&, const SupplyFactsDistrict&);
Answer answer(const Desk&, const SupplyFactsCity&);
Answer answer(const Desk&, const ReturnAnswer&);

Answer answer(const Desk&, const Pause&);
Answer answer(const Desk&, const Resume&);
Answer answer(const Desk&, const ReachCap&);
Answer answer(const Desk&, const Extend&);
Answer answer(const Desk&, const GoOverdue&);
Answer answer(const Desk&, const Contact&);
Answer answer(const Desk&, const SetDifficult&);
Answer answer(const Desk&, const Reassign&);
Answer answer(const Desk&, const Message&);
Answer answer(const Desk&, const RecomputeLimits&);

Answer answer(const Desk&, const Close&);
Answer answer(const Desk&, const Withdraw&);
Answer answer(const Desk&, const Merge&);
Answer answer(const Desk&, const Unmerge&);

Answer answer(const Desk&, const Rate&);
Answer answer(const Desk&, const EndRating&);
Answer answer(const Desk&, const Settle&);
Answer answer(const Desk&, const Reopen&);
Answer answer(const Desk&, const RequestReview1&);
Answer answer(const Desk&, const RequestReview2&);
Answer answer(const Desk&, const UpholdOnReview&);
Answer answer(const Desk&, const OverturnOnReview&);

Answer answer(const Desk&, const FinishOnSpot&);
Answer answer(const Desk&, const DeemAccepted&);
Answer answer(const Desk&, const MissNotice&);
Answer answer(const Desk&, const ExtendPromise&);
Answer answer(const Desk&, const Remind&);

Answer answer(const Desk&, const AskSupport&);
Answer answer(const Desk&, const AnswerSupport&);
Answer answer(const Desk&, const AnswerConsultation&);
Answer answer(const Desk&, const Assist&);

Answer answer(const Desk&, const Supervise&);
Answer answer(const Desk&, const RaiseSupervision&);
Answer answer(const Desk&, const AnswerSupervision&);
Answer answer(const Desk&, const VerifySupervision&);
Answer answer(const Desk&, const Plan&);

Answer answer(const Desk&, const ContactRater&);
Answer answer(const Desk&, const VerifyRating&);
Answer answer(const Desk&, const PlanCorrection&);
Answer answer(const Desk&, const Correct&);
Answer answer(const Desk&, const FeedBack&);
Answer answer(const Desk&, const Revisit&);
Answer answer(const Desk&, const DecideExclusion&);

Answer answer(const Desk&, const Bar&);
Answer answer(const Desk&, const Unbar&);
Answer answer(const Desk&, const Unmask&);
Answer answer(const Desk&, const PlaceHold&);
Answer answer(const Desk&, const LiftHold&);

}  // namespace recourse::casework
