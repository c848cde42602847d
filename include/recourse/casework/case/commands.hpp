// Command: everything that can be asked of a case.
//
// Commands are imperative, events past tense: "case.accept" is decided into "case.accepted". What a
// command may leave out it holds as an optional, an empty text or false; what must not be left out
// is for `decide` to say, in a refusal with its reason.
#pragma once

#include <recourse/casework/case/commands/clock.hpp>
#include <recourse/casework/case/commands/closing.hpp>
#include <recourse/casework/case/commands/department.hpp>
#include <recourse/casework/case/commands/intake.hpp>
#include <recourse/casework/case/commands/review.hpp>
#include <recourse/casework/case/commands/routes.hpp>
#include <variant>

namespace recourse::casework {

using Command = std::variant<
    Report, Accept, Decline, UpholdDecline, OverturnDecline, LapseReview, Refer, ConfirmReferral,
    RefuseReferral, RouteOnSpot, RouteExplain, RouteExpedite, RouteLacking, RouteNotice, Escalate,
    Retriage, EndDay, MarkNotUnderstood, MarkMatterDone, SupplementPart, SupplementAll, DemandMore,
    Lapse, AnswerAsDepartment, ForwardToCity, ObjectToLine, Consult, ReturnForFacts,
    SupplyFactsDistrict, SupplyFactsCity, ReturnAnswer, Pause, Resume, ReachCap, Extend, GoOverdue,
    Contact, SetDifficult, Reassign, Message, Close, Withdraw, Merge, Unmerge, Rate, EndRating,
    Settle, Reopen, RequestReview1, RequestReview2, UpholdOnReview, OverturnOnReview>;

}  // namespace recourse::casework
