// The table of the case, written once: the machines (lifecycle_*.cpp), the lists, the diagrams and
// the checks of roles are all made from these rows.
//
// Rows, once released, are never removed or narrowed: old streams follow them for ever. Tightening
// a rule is done in `decide`. Invariants: a phase has one row per event (checked by
// recourse/lifecycle.hpp), and each event of the stage belongs to one topic (checked below).
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <recourse/casework/complaint/commands.hpp>
#include <recourse/casework/complaint/lifecycle.hpp>

namespace recourse::casework::complaint::table {

/// from × event → to, and who may cause it. The roles are those of the reference tables: the
/// transition's own, and those that the authority table grants for the command.
template <Phase From, class E, Phase To, RoleSet Roles>
struct Row {};
template <ClockPhase From, class E, ClockPhase To>
struct ClockRow {};
/// The command that is decided into an event.
template <class C, class E>
struct CommandOf {};

using P = Phase;
using K = ClockPhase;

inline constexpr RoleSet kCitizen = role_bit(Role::citizen);
inline constexpr RoleSet kOfficer = role_bit(Role::window_officer);
inline constexpr RoleSet kLead = role_bit(Role::counter_lead);
inline constexpr RoleSet kChief = role_bit(Role::station_chief);
inline constexpr RoleSet kDistrict = role_bit(Role::district_officer);
inline constexpr RoleSet kCity = role_bit(Role::city_officer);
inline constexpr RoleSet kLiaison = role_bit(Role::liaison);
inline constexpr RoleSet kSupervisor = role_bit(Role::supervisor);
inline constexpr RoleSet kAdministrator = role_bit(Role::administrator);
inline constexpr RoleSet kTimer = role_bit(Role::timer);
inline constexpr RoleSet kImporter = role_bit(Role::importer);
inline constexpr RoleSet kReceiver = role_bit(Role::receiver);

inline constexpr RoleSet kCounterStaff = kOfficer | kLead;
inline constexpr RoleSet kStation = kCounterStaff | kChief;
/// The citizen from afar, or the officer for one who stands at the desk.
inline constexpr RoleSet kCitizenOrDesk = kCitizen | kOfficer;
inline constexpr RoleSet kDepartments = kDistrict | kCity;
inline constexpr RoleSet kAdvisers = kDepartments | kLiaison;
inline constexpr RoleSet kReviewers = kLead | kChief | kDepartments | kSupervisor;
inline constexpr RoleSet kReferrers = kStation | kDepartments | kSupervisor;
inline constexpr RoleSet kReporters =
    kCitizen | kStation | kDepartments | kLiaison | kSupervisor | kImporter;
inline constexpr RoleSet kMergers = kStation | kDistrict | kSupervisor;
inline constexpr RoleSet kReopeners = kCitizenOrDesk | kChief | kDepartments | kSupervisor;

// clang-format off
using Stage = boost::mp11::mp_list<
    Row<P::none, Received, P::received, kReporters>,

    Row<P::received, Accepted, P::accepted, kStation>,
    Row<P::received, Declined, P::declined, kStation>,
    Row<P::received, Referred, P::referred, kReferrers>,
    Row<P::received, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::received, Merged, P::merged, kMergers>,
    Row<P::received, DeemedAccepted, P::accepted, kTimer>,
    Row<P::received, NoticeMissed, P::received, kTimer>,

    Row<P::declined, DeclineUpheld, P::closed, kReviewers>,
    Row<P::declined, DeclineOverturned, P::accepted, kReviewers>,
    Row<P::declined, ReviewLapsed, P::accepted, kTimer>,

    Row<P::referred, ReferralConfirmed, P::closed, kReceiver | kSupervisor>,
    Row<P::referred, ReferralRefused, P::accepted, kReceiver | kTimer>,

    Row<P::accepted, ReferralConfirmed, P::closed, kReceiver | kSupervisor>,
    Row<P::accepted, Declined, P::declined, kStation>,
    Row<P::accepted, Referred, P::referred, kReferrers>,
    Row<P::accepted, RoutedOnSpot, P::handled_on_spot, kStation>,
    Row<P::accepted, RoutedExplain, P::explained, kStation>,
    Row<P::accepted, RoutedExpedite, P::expedited, kStation>,
    Row<P::accepted, RoutedLacking, P::accepted_lacking, kStation>,
    Row<P::accepted, RoutedNotice, P::notice_issued, kStation>,
    Row<P::accepted, Escalated, P::escalated_district, kStation>,
    Row<P::accepted, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::accepted, Merged, P::merged, kMergers>,

    Row<P::handled_on_spot, Retriaged, P::accepted, kStation>,
    Row<P::handled_on_spot, DayEnded, P::accepted, kTimer>,
    Row<P::handled_on_spot, Escalated, P::escalated_district, kStation>,
    Row<P::handled_on_spot, Closed, P::closed, kStation>,
    Row<P::handled_on_spot, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::handled_on_spot, Merged, P::merged, kMergers>,

    Row<P::explained, Retriaged, P::accepted, kStation>,
    Row<P::explained, NotUnderstood, P::accepted, kCitizenOrDesk>,
    Row<P::explained, Escalated, P::escalated_district, kStation>,
    Row<P::explained, Closed, P::closed, kStation>,
    Row<P::explained, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::explained, Merged, P::merged, kMergers>,

    Row<P::expedited, Retriaged, P::accepted, kStation>,
    Row<P::expedited, MatterDone, P::expedited, kCounterStaff | kImporter>,
    Row<P::expedited, Escalated, P::escalated_district, kStation>,
    Row<P::expedited, Closed, P::closed, kStation>,
    Row<P::expedited, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::expedited, Merged, P::merged, kMergers>,

    Row<P::accepted_lacking, Retriaged, P::accepted, kStation>,
    Row<P::accepted_lacking, SupplementedAll, P::expedited, kCitizenOrDesk>,
    Row<P::accepted_lacking, Lapsed, P::closed, kTimer>,
    Row<P::accepted_lacking, Escalated, P::escalated_district, kStation>,
    Row<P::accepted_lacking, Closed, P::closed, kStation>,
    Row<P::accepted_lacking, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::accepted_lacking, PromiseExtended, P::accepted_lacking, kChief>,
    Row<P::accepted_lacking, Reminded, P::accepted_lacking, kTimer>,

    Row<P::notice_issued, SupplementedPart, P::notice_issued, kCitizenOrDesk>,
    Row<P::notice_issued, SupplementedAll, P::accepted, kCitizenOrDesk>,
    Row<P::notice_issued, NewDemandMade, P::notice_issued, kOfficer>,
    Row<P::accepted_lacking, NewDemandMade, P::accepted_lacking, kOfficer>,
    Row<P::notice_issued, Lapsed, P::closed, kTimer>,
    Row<P::notice_issued, Closed, P::closed, kStation>,
    Row<P::notice_issued, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::notice_issued, Merged, P::merged, kMergers>,
    Row<P::notice_issued, Reminded, P::notice_issued, kTimer>,

    Row<P::escalated_district, DepartmentAnswered, P::answered, kDistrict>,
    Row<P::escalated_district, ForwardedToCity, P::escalated_city, kDistrict>,
    Row<P::escalated_district, LineObjected, P::escalated_district, kDistrict | kSupervisor>,
    Row<P::escalated_district, Consulted, P::escalated_district, kDistrict>,
    Row<P::escalated_district, ReturnedForFacts, P::facts_wanted, kDistrict>,
    Row<P::escalated_district, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::escalated_district, Merged, P::merged, kMergers>,
    Row<P::escalated_district, ConsultationAnswered, P::escalated_district, kAdvisers>,

    Row<P::escalated_city, DepartmentAnswered, P::answered, kCity>,
    Row<P::escalated_city, LineObjected, P::escalated_city, kCity | kSupervisor>,
    Row<P::escalated_city, Consulted, P::escalated_city, kCity>,
    Row<P::escalated_city, ReturnedForFacts, P::facts_wanted, kCity>,
    Row<P::escalated_city, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::escalated_city, Merged, P::merged, kMergers>,
    Row<P::escalated_city, ConsultationAnswered, P::escalated_city, kAdvisers>,

    Row<P::facts_wanted, FactsSuppliedDistrict, P::escalated_district, kCounterStaff>,
    Row<P::facts_wanted, FactsSuppliedCity, P::escalated_city, kCounterStaff>,
    Row<P::facts_wanted, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::facts_wanted, Merged, P::merged, kMergers>,

    Row<P::answered, Retriaged, P::accepted, kStation | kDepartments>,
    Row<P::answered, CouldNotApply, P::escalated_district, kOfficer | kChief>,
    Row<P::answered, CouldNotApply, P::escalated_city, kOfficer | kChief>,
    Row<P::answered, Closed, P::closed, kStation | kDepartments>,
    Row<P::answered, Withdrawn, P::withdrawn, kCitizenOrDesk>,
    Row<P::answered, Merged, P::merged, kMergers>,

    Row<P::merged, Unmerged, P::received, kMergers>,
    Row<P::merged, Unmerged, P::accepted, kMergers>,
    Row<P::merged, Unmerged, P::handled_on_spot, kMergers>,
    Row<P::merged, Unmerged, P::explained, kMergers>,
    Row<P::merged, Unmerged, P::expedited, kMergers>,
    Row<P::merged, Unmerged, P::notice_issued, kMergers>,
    Row<P::merged, Unmerged, P::escalated_district, kMergers>,
    Row<P::merged, Unmerged, P::escalated_city, kMergers>,
    Row<P::merged, Unmerged, P::facts_wanted, kMergers>,
    Row<P::merged, Unmerged, P::answered, kMergers>,

    Row<P::closed, SupplementedAll, P::accepted, kOfficer>,
    Row<P::closed, SupplementedAll, P::expedited, kOfficer>,
    Row<P::closed, Rated, P::rated, kCitizen | kSupervisor>,
    Row<P::closed, RatingEnded, P::archived, kTimer>,
    Row<P::closed, Reopened, P::accepted, kReopeners>,
    Row<P::closed, ReviewRequested1, P::review_1, kCitizenOrDesk>,
    Row<P::closed, AccountOpened, P::closed, kChief | kDepartments>,
    Row<P::closed, OutcomeConfirmed, P::closed, kDepartments | kSupervisor>,

    Row<P::rated, Archived, P::archived, kTimer>,
    Row<P::rated, Reopened, P::accepted, kReopeners>,
    Row<P::rated, ReviewRequested1, P::review_1, kCitizenOrDesk>,
    Row<P::rated, AccountOpened, P::rated, kChief | kDepartments>,
    Row<P::rated, OutcomeConfirmed, P::rated, kDepartments | kSupervisor>,

    Row<P::archived, Reopened, P::accepted, kReopeners>,
    Row<P::archived, ReviewRequested1, P::review_1, kCitizenOrDesk>,
    Row<P::archived, Rated, P::archived, kCitizen | kSupervisor>,
    Row<P::archived, RatingEnded, P::archived, kTimer>,
    Row<P::archived, ReviewRequested2, P::review_2, kCitizenOrDesk>,
    Row<P::archived, AccountOpened, P::archived, kChief | kDepartments>,
    Row<P::archived, OutcomeConfirmed, P::archived, kDepartments | kSupervisor>,

    Row<P::withdrawn, Reopened, P::accepted, kCitizenOrDesk | kSupervisor>,

    Row<P::review_1, Rated, P::review_1, kCitizen | kSupervisor>,
    Row<P::review_2, Rated, P::review_2, kCitizen | kSupervisor>,
    Row<P::review_1, ReviewUpheld, P::archived, kDistrict>,
    Row<P::review_1, ReviewOverturned, P::accepted, kDistrict>,
    Row<P::review_2, ReviewUpheld, P::archived, kCity | kSupervisor>,
    Row<P::review_2, ReviewOverturned, P::accepted, kCity | kSupervisor>>;

/// The deadline for resolution. What a phase of the clock does not list it ignores.
using Clock = boost::mp11::mp_list<
    ClockRow<K::idle, Received, K::running>,

    ClockRow<K::running, Paused, K::paused>,
    ClockRow<K::running, RoutedNotice, K::paused>,
    ClockRow<K::running, Extended, K::running>,
    ClockRow<K::running, WentOverdue, K::overdue>,
    ClockRow<K::running, Closed, K::stopped>,
    ClockRow<K::running, Declined, K::stopped>,
    ClockRow<K::running, Withdrawn, K::stopped>,
    ClockRow<K::running, Merged, K::stopped>,
    ClockRow<K::running, Lapsed, K::stopped>,
    ClockRow<K::running, ReferralConfirmed, K::stopped>,

    ClockRow<K::paused, Resumed, K::running>,
    ClockRow<K::paused, SupplementedAll, K::running>,
    ClockRow<K::paused, CapReached, K::running>,
    ClockRow<K::paused, Closed, K::stopped>,
    ClockRow<K::paused, Declined, K::stopped>,
    ClockRow<K::paused, Withdrawn, K::stopped>,
    ClockRow<K::paused, Merged, K::stopped>,
    ClockRow<K::paused, Lapsed, K::stopped>,
    ClockRow<K::paused, ReferralConfirmed, K::stopped>,

    ClockRow<K::overdue, Closed, K::stopped>,
    ClockRow<K::overdue, Declined, K::stopped>,
    ClockRow<K::overdue, Withdrawn, K::stopped>,
    ClockRow<K::overdue, Merged, K::stopped>,
    ClockRow<K::overdue, Lapsed, K::stopped>,
    ClockRow<K::overdue, ReferralConfirmed, K::stopped>,
    ClockRow<K::overdue, Planned, K::overdue>,

    ClockRow<K::stopped, Reopened, K::running>,
    ClockRow<K::stopped, ReviewOverturned, K::running>,
    ClockRow<K::stopped, SupplementedAll, K::running>,
    ClockRow<K::stopped, SupplementedAll, K::overdue>,
    ClockRow<K::stopped, DeclineOverturned, K::running>,
    ClockRow<K::stopped, ReviewLapsed, K::running>,
    ClockRow<K::stopped, Unmerged, K::running>,
    ClockRow<K::stopped, Unmerged, K::paused>,
    ClockRow<K::stopped, Unmerged, K::overdue>,

    ClockRow<K::running, Released, K::running>,
    ClockRow<K::paused, Released, K::paused>,
    ClockRow<K::stopped, Released, K::stopped>,
    ClockRow<K::overdue, Released, K::overdue>,
    ClockRow<K::overdue, Released, K::running>>;

/// The events of the stage by topic; each topic's rows are compiled by themselves.
using IntakeEvents =
    boost::mp11::mp_list<Received, Accepted, Declined, DeclineUpheld, DeclineOverturned,
                         ReviewLapsed, Referred, ReferralConfirmed, ReferralRefused,
                         DeemedAccepted, NoticeMissed>;
using RouteEvents =
    boost::mp11::mp_list<RoutedOnSpot, RoutedExplain, RoutedExpedite, RoutedLacking, RoutedNotice,
                         Escalated, Retriaged, DayEnded, NotUnderstood, MatterDone>;
using PaperEvents =
    boost::mp11::mp_list<SupplementedPart, SupplementedAll, NewDemandMade, Lapsed, PromiseExtended,
                         Reminded>;
using DepartmentEvents =
    boost::mp11::mp_list<DepartmentAnswered, ForwardedToCity, LineObjected, Consulted,
                         ReturnedForFacts, FactsSuppliedDistrict, FactsSuppliedCity, CouldNotApply,
                         ConsultationAnswered>;
using ClosingEvents =
    boost::mp11::mp_list<Closed, Withdrawn, Merged, Unmerged, Rated, RatingEnded, Archived,
                         Reopened, ReviewRequested1, ReviewRequested2, ReviewUpheld,
                         ReviewOverturned, AccountOpened, OutcomeConfirmed>;

template <class R>
struct EventOf;
template <Phase From, class E, Phase To, RoleSet Roles>
struct EventOf<Row<From, E, To, Roles>> {
  using type = E;
};
using Topics = boost::mp11::mp_append<IntakeEvents, RouteEvents, PaperEvents, DepartmentEvents,
                                      ClosingEvents>;
template <class R>
using has_topic = boost::mp11::mp_contains<Topics, typename EventOf<R>::type>;
static_assert(boost::mp11::mp_all_of<Stage, has_topic>::value,
              "an event of the stage has no topic");

/// What every open case takes without leaving its phase.
using Internal =
    boost::mp11::mp_list<Contacted, DifficultySet, Reassigned, Messaged, Absorbed,
                         SupportAsked, Assisted, UrgingSet, Urged, ScopeStated, ScopeCorrected,
                         UnitAsked>;

/// What every case takes from its first event on, open or done.
using Anytime =
    boost::mp11::mp_list<Recused, Reinstated, Unmasked, HoldPlaced, HoldLifted, LimitsRecomputed,
                         Released, SupportAnswered, LimitMissed, UnitAnswered, AccountKept,
                         AccountStruck, CallbackDrawn>;

/// What only the follow-up and the supervision know; their rows stand in lifecycle_follow_up.cpp
/// and lifecycle_supervision.cpp.
using Duties =
    boost::mp11::mp_list<Supervised, SupervisionRaised, SupervisionAnswered, SupervisionVerified,
                         RaterContacted, RatingVerified, CorrectionPlanned, Corrected, FedBack,
                         Revisited, ExclusionDecided>;

/// Which command is decided into which event. Absorbed and Released come with another case's merge,
/// UrgingSet with whatever moves the deadline for resolution, CallbackDrawn with a closing.
using CommandTable = boost::mp11::mp_list<
    CommandOf<Report, Received>, CommandOf<Accept, Accepted>, CommandOf<Decline, Declined>,
    CommandOf<UpholdDecline, DeclineUpheld>, CommandOf<OverturnDecline, DeclineOverturned>,
    CommandOf<LapseReview, ReviewLapsed>, CommandOf<Refer, Referred>,
    CommandOf<ConfirmReferral, ReferralConfirmed>, CommandOf<RefuseReferral, ReferralRefused>,
    CommandOf<RouteOnSpot, RoutedOnSpot>, CommandOf<RouteExplain, RoutedExplain>,
    CommandOf<RouteExpedite, RoutedExpedite>, CommandOf<RouteLacking, RoutedLacking>,
    CommandOf<RouteNotice, RoutedNotice>, CommandOf<Escalate, Escalated>,
    CommandOf<Retriage, Retriaged>, CommandOf<EndDay, DayEnded>,
    CommandOf<MarkNotUnderstood, NotUnderstood>, CommandOf<MarkMatterDone, MatterDone>,
    CommandOf<SupplementPart, SupplementedPart>, CommandOf<SupplementAll, SupplementedAll>,
    CommandOf<DemandMore, NewDemandMade>, CommandOf<Lapse, Lapsed>,
    CommandOf<AnswerAsDepartment, DepartmentAnswered>, CommandOf<ForwardToCity, ForwardedToCity>,
    CommandOf<ObjectToLine, LineObjected>, CommandOf<Consult, Consulted>,
    CommandOf<ReturnForFacts, ReturnedForFacts>,
    CommandOf<SupplyFactsDistrict, FactsSuppliedDistrict>,
    CommandOf<SupplyFactsCity, FactsSuppliedCity>, CommandOf<ReturnAnswer, CouldNotApply>,
    CommandOf<Pause, Paused>, CommandOf<Resume, Resumed>, CommandOf<ReachCap, CapReached>,
    CommandOf<Extend, Extended>, CommandOf<GoOverdue, WentOverdue>, CommandOf<Contact, Contacted>,
    CommandOf<SetDifficult, DifficultySet>, CommandOf<Reassign, Reassigned>,
    CommandOf<Message, Messaged>, CommandOf<Close, Closed>, CommandOf<Withdraw, Withdrawn>,
    CommandOf<Merge, Merged>, CommandOf<Unmerge, Unmerged>, CommandOf<Rate, Rated>,
    CommandOf<EndRating, RatingEnded>, CommandOf<Archive, Archived>, CommandOf<Reopen, Reopened>,
    CommandOf<RequestReview1, ReviewRequested1>, CommandOf<RequestReview2, ReviewRequested2>,
    CommandOf<UpholdOnReview, ReviewUpheld>, CommandOf<OverturnOnReview, ReviewOverturned>,
    CommandOf<FinishOnSpot, Received>, CommandOf<DeemAccepted, DeemedAccepted>,
    CommandOf<MissNotice, NoticeMissed>, CommandOf<ExtendPromise, PromiseExtended>,
    CommandOf<Remind, Reminded>, CommandOf<AskSupport, SupportAsked>,
    CommandOf<AnswerSupport, SupportAnswered>,
    CommandOf<AnswerConsultation, ConsultationAnswered>, CommandOf<Assist, Assisted>,
    CommandOf<Supervise, Supervised>, CommandOf<RaiseSupervision, SupervisionRaised>,
    CommandOf<AnswerSupervision, SupervisionAnswered>,
    CommandOf<VerifySupervision, SupervisionVerified>, CommandOf<MissLimit, LimitMissed>,
    CommandOf<Plan, Planned>,
    CommandOf<ContactRater, RaterContacted>, CommandOf<VerifyRating, RatingVerified>,
    CommandOf<PlanCorrection, CorrectionPlanned>, CommandOf<Correct, Corrected>,
    CommandOf<FeedBack, FedBack>, CommandOf<Revisit, Revisited>,
    CommandOf<DecideExclusion, ExclusionDecided>, CommandOf<Recuse, Recused>,
    CommandOf<Reinstate, Reinstated>, CommandOf<Unmask, Unmasked>,
    CommandOf<PlaceHold, HoldPlaced>, CommandOf<LiftHold, HoldLifted>,
    CommandOf<RecomputeLimits, LimitsRecomputed>, CommandOf<Urge, Urged>,
    CommandOf<StateScope, ScopeStated>, CommandOf<CorrectScope, ScopeCorrected>,
    CommandOf<AskUnit, UnitAsked>, CommandOf<AnswerUnit, UnitAnswered>,
    CommandOf<OpenAccount, AccountOpened>, CommandOf<KeepOnAccount, AccountKept>,
    CommandOf<StrikeOff, AccountStruck>, CommandOf<ConfirmOutcome, OutcomeConfirmed>>;

/// Who may give the commands that are not rows of the stage.
template <class C>
inline constexpr RoleSet internal_roles = 0;
template <> inline constexpr RoleSet internal_roles<Pause> = kStation | kDepartments;
template <> inline constexpr RoleSet internal_roles<Resume> = kStation | kDepartments;
template <> inline constexpr RoleSet internal_roles<ReachCap> = kTimer;
template <> inline constexpr RoleSet internal_roles<Extend> = kChief | kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<GoOverdue> = kTimer;
template <> inline constexpr RoleSet internal_roles<Contact> = kStation | kDepartments;
template <> inline constexpr RoleSet internal_roles<SetDifficult> = kStation | kDistrict;
template <> inline constexpr RoleSet internal_roles<Reassign> = kLead | kChief;
template <> inline constexpr RoleSet internal_roles<Message> = kCitizenOrDesk;
template <> inline constexpr RoleSet internal_roles<FinishOnSpot> = kStation;
template <> inline constexpr RoleSet internal_roles<AskSupport> = kStation | kDistrict;
template <> inline constexpr RoleSet internal_roles<AnswerSupport> = kAdvisers;
template <> inline constexpr RoleSet internal_roles<Assist> = kStation;
template <> inline constexpr RoleSet internal_roles<Supervise> = kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<RaiseSupervision> = kTimer;
template <> inline constexpr RoleSet internal_roles<MissLimit> = kTimer;
template <> inline constexpr RoleSet internal_roles<Urge> = kTimer;
template <> inline constexpr RoleSet internal_roles<StateScope> = kStation;
template <> inline constexpr RoleSet internal_roles<CorrectScope> = kCitizenOrDesk;
template <> inline constexpr RoleSet internal_roles<AskUnit> = kStation | kDepartments;
template <> inline constexpr RoleSet internal_roles<AnswerUnit> = kStation | kAdvisers;
template <> inline constexpr RoleSet internal_roles<KeepOnAccount> = kChief | kDepartments;
template <> inline constexpr RoleSet internal_roles<StrikeOff> = kChief | kDepartments;
template <>
inline constexpr RoleSet internal_roles<AnswerSupervision> = kLead | kChief | kDepartments;
template <> inline constexpr RoleSet internal_roles<VerifySupervision> = kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<Plan> = kLead | kChief;
template <> inline constexpr RoleSet internal_roles<ContactRater> = kLead | kChief | kDepartments;
template <> inline constexpr RoleSet internal_roles<VerifyRating> = kLead | kChief | kDepartments;
template <> inline constexpr RoleSet internal_roles<PlanCorrection> = kLead | kChief | kDistrict;
template <> inline constexpr RoleSet internal_roles<Correct> = kLead | kChief | kDistrict;
template <> inline constexpr RoleSet internal_roles<FeedBack> = kLead | kChief | kDistrict;
template <> inline constexpr RoleSet internal_roles<Revisit> = kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<DecideExclusion> = kCity | kSupervisor;
template <> inline constexpr RoleSet internal_roles<Recuse> = kStation | kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<Reinstate> = kChief | kDistrict | kSupervisor;
template <>
inline constexpr RoleSet internal_roles<Unmask> =
    kCitizen | kStation | kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<PlaceHold> = kChief | kSupervisor;
template <> inline constexpr RoleSet internal_roles<LiftHold> = kChief | kSupervisor;
template <> inline constexpr RoleSet internal_roles<RecomputeLimits> = kAdministrator | kTimer;
// clang-format on

/// What a row is called: as its event, except where the reference tells two lapses apart.
template <Phase From, class E>
inline constexpr std::string_view row_zh = zh_name_of<E>;
template <>
inline constexpr std::string_view row_zh<Phase::accepted_lacking, Lapsed> = "承诺逾期";

}  // namespace recourse::casework::complaint::table
