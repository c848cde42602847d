// Command: everything that can be asked of a case.
//
// Commands are imperative, events past tense: "case.accept" is decided into "case.accepted". What a
// command may leave out it holds as an optional, an empty text or false; what must not be left out
// is for `decide` to say, in a refusal with its reason.
#pragma once

#include <recourse/casework/complaint/commands/access.hpp>
#include <recourse/casework/complaint/commands/account.hpp>
#include <recourse/casework/complaint/commands/assisting.hpp>
#include <recourse/casework/complaint/commands/callback.hpp>
#include <recourse/casework/complaint/commands/clock.hpp>
#include <recourse/casework/complaint/commands/closing.hpp>
#include <recourse/casework/complaint/commands/department.hpp>
#include <recourse/casework/complaint/commands/intake.hpp>
#include <recourse/casework/complaint/commands/notice.hpp>
#include <recourse/casework/complaint/commands/rating_follow_up.hpp>
#include <recourse/casework/complaint/commands/review.hpp>
#include <recourse/casework/complaint/commands/routes.hpp>
#include <recourse/casework/complaint/commands/scope.hpp>
#include <recourse/casework/complaint/commands/supervision.hpp>
#include <recourse/casework/complaint/commands/support.hpp>
#include <recourse/describe/event_set.hpp>
#include <variant>

namespace recourse::casework::complaint {

using CommandAlternatives = std::variant<
    Report, Accept, Decline, UpholdDecline, OverturnDecline, LapseReview, Refer, ConfirmReferral,
    RefuseReferral, RouteOnSpot, RouteExplain, RouteExpedite, RouteLacking, RouteNotice, Escalate,
    Retriage, EndDay, MarkNotUnderstood, MarkMatterDone, SupplementPart, SupplementAll, DemandMore,
    Lapse, AnswerAsDepartment, ForwardToCity, ObjectToLine, Consult, ReturnForFacts,
    SupplyFactsDistrict, SupplyFactsCity, ReturnAnswer, Pause, Resume, ReachCap, Extend, GoOverdue,
    Contact, SetDifficult, Reassign, Message, Close, Withdraw, Merge, Unmerge, Rate, EndRating,
    Archive, Reopen, RequestReview1, RequestReview2, UpholdOnReview, OverturnOnReview, FinishOnSpot,
    DeemAccepted, MissNotice, ExtendPromise, Remind, AskSupport, AnswerSupport, AnswerConsultation,
    Assist, Supervise, RaiseSupervision, AnswerSupervision, VerifySupervision, MissLimit, Plan,
    ContactRater, VerifyRating, PlanCorrection, Correct, FeedBack, Revisit, DecideExclusion, Recuse,
    Reinstate, Unmask, PlaceHold, LiftHold, RecomputeLimits, Urge, StateScope, CorrectScope,
    AskUnit, AnswerUnit, OpenAccount, KeepOnAccount, StrikeOff, ConfirmOutcome>;

/// One of CommandAlternatives, with everything std::visit, std::get and std::holds_alternative do.
/// A class of its own, so that copying and comparing it is compiled once and not in every file (ADR
/// 22).
struct Command : CommandAlternatives {
  using CommandAlternatives::variant;

  /// The first alternative, empty.
  Command();
  Command(const Command&);
  Command(Command&&) noexcept;
  Command& operator=(const Command&);
  Command& operator=(Command&&) noexcept;
  ~Command();

  friend bool operator==(const Command& a, const Command& b);
};

}  // namespace recourse::casework::complaint

namespace recourse::describe {

// Its table is compiled once, in commands.cpp.
extern template const SetInfo& set_info<casework::complaint::Command>();
extern template casework::complaint::Command make_alternative<casework::complaint::Command>(
    std::size_t alternative);

}  // namespace recourse::describe
