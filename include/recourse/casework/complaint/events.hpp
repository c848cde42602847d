// Event: everything that can be recorded about a case.
//
// Each alternative stands in events/ with its description; its type name ("case.received") and the
// order of its fields are permanent. The order of the alternatives here is not stored anywhere.
#pragma once

#include <recourse/casework/complaint/events/access.hpp>
#include <recourse/casework/complaint/events/account.hpp>
#include <recourse/casework/complaint/events/assisting.hpp>
#include <recourse/casework/complaint/events/callback.hpp>
#include <recourse/casework/complaint/events/clock.hpp>
#include <recourse/casework/complaint/events/closing.hpp>
#include <recourse/casework/complaint/events/department.hpp>
#include <recourse/casework/complaint/events/intake.hpp>
#include <recourse/casework/complaint/events/notice.hpp>
#include <recourse/casework/complaint/events/rating_follow_up.hpp>
#include <recourse/casework/complaint/events/review.hpp>
#include <recourse/casework/complaint/events/routes.hpp>
#include <recourse/casework/complaint/events/scope.hpp>
#include <recourse/casework/complaint/events/supervision.hpp>
#include <recourse/casework/complaint/events/support.hpp>
#include <recourse/describe/event_set.hpp>
#include <variant>

namespace recourse::casework::complaint {

using EventAlternatives = std::variant<
    Received, Accepted, Declined, DeclineUpheld, DeclineOverturned, ReviewLapsed, Referred,
    ReferralConfirmed, ReferralRefused, RoutedOnSpot, RoutedExplain, RoutedExpedite, RoutedLacking,
    RoutedNotice, Escalated, Retriaged, DayEnded, NotUnderstood, MatterDone, SupplementedPart,
    SupplementedAll, NewDemandMade, Lapsed, DepartmentAnswered, ForwardedToCity, LineObjected,
    Consulted, ReturnedForFacts, FactsSuppliedDistrict, FactsSuppliedCity, CouldNotApply, Paused,
    Resumed, CapReached, Extended, WentOverdue, Contacted, DifficultySet, Reassigned, Messaged,
    Closed, Withdrawn, Merged, Unmerged, Absorbed, Released, Rated, RatingEnded, Archived, Reopened,
    ReviewRequested1, ReviewRequested2, ReviewUpheld, ReviewOverturned, TimerDeclined,
    DeemedAccepted, NoticeMissed, PromiseExtended, Reminded, SupportAsked, SupportAnswered,
    ConsultationAnswered, Assisted, Supervised, SupervisionRaised, SupervisionAnswered,
    SupervisionVerified, LimitMissed, Planned, RaterContacted, RatingVerified, CorrectionPlanned,
    Corrected, FedBack, Revisited, ExclusionDecided, Recused, Reinstated, Unmasked, HoldPlaced,
    HoldLifted, LimitsRecomputed, UrgingSet, Urged, ScopeStated, ScopeCorrected, UnitAsked,
    UnitAnswered, AccountOpened, AccountKept, AccountStruck, CallbackDrawn, OutcomeConfirmed>;

/// One of EventAlternatives, with everything std::visit, std::get and std::holds_alternative do. A
/// class of its own, so that copying and comparing it is compiled once and not in every file (ADR
/// 22).
struct Event : EventAlternatives {
  using EventAlternatives::variant;

  /// The first alternative, empty.
  Event();
  Event(const Event&);
  Event(Event&&) noexcept;
  Event& operator=(const Event&);
  Event& operator=(Event&&) noexcept;
  ~Event();

  friend bool operator==(const Event& a, const Event& b);
};

}  // namespace recourse::casework::complaint

namespace recourse::describe {

// Its table is compiled once, in events.cpp.
extern template const SetInfo& set_info<casework::complaint::Event>();
extern template casework::complaint::Event make_alternative<casework::complaint::Event>(
    std::size_t alternative);

}  // namespace recourse::describe
