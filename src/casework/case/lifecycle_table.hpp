// The table of the case, written once: the machines (lifecycle_*.cpp), the lists, the diagrams and
// the checks of roles are all made from these rows.
//
// Rows, once released, are never removed or narrowed: old streams follow them for ever. Tightening
// a rule is done in `decide`. Invariants: a phase has one row per event (checked by
// recourse/lifecycle.hpp), and each event of the life belongs to one topic (checked below).
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <recourse/casework/case/commands.hpp>
#include <recourse/casework/case/lifecycle.hpp>

namespace recourse::casework::table {

/// from × event → to, and who may cause it. The roles are those of the reference tables: the
/// transition's own, and those that the authority table grants for the command.
template <Phase From, class E, Phase To, RoleSet Roles>
struct Row {};
template <ClockPhase From, class E, ClockPhase To>
struct Tick {};
/// The command that is decided into an event.
template <class C, class E>
struct Cause {};

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

inline constexpr RoleSet kDesk = kOfficer | kLead;
inline constexpr RoleSet kStation = kDesk | kChief;
inline constexpr RoleSet kDepartments = kDistrict | kCity;
inline constexpr RoleSet kAdvisers = kDepartments | kLiaison;
inline constexpr RoleSet kReviewers = kLead | kChief | kDepartments | kSupervisor;
inline constexpr RoleSet kReferrers = kStation | kDepartments | kSupervisor;
inline constexpr RoleSet kReporters =
    kCitizen | kStation | kDepartments | kLiaison | kSupervisor | kImporter;
inline constexpr RoleSet kReopeners = kCitizen | kChief | kDepartments | kSupervisor;

// clang-format off
using Life = boost::mp11::mp_list<
    Row<P::none, Received, P::received, kReporters>,

    Row<P::received, Accepted, P::accepted, kStation>,
    Row<P::received, Declined, P::declined, kStation>,
    Row<P::received, Referred, P::referred, kReferrers>,
    Row<P::received, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::received, Merged, P::merged, kStation>,
    Row<P::received, DeemedAccepted, P::accepted, kTimer>,
    Row<P::received, NoticeMissed, P::received, kTimer>,

    Row<P::declined, DeclineUpheld, P::closed, kReviewers>,
    Row<P::declined, DeclineOverturned, P::accepted, kReviewers>,
    Row<P::declined, ReviewLapsed, P::accepted, kTimer>,

    Row<P::referred, ReferralConfirmed, P::closed, kReceiver | kSupervisor>,
    Row<P::referred, ReferralRefused, P::accepted, kReceiver | kTimer>,

    Row<P::accepted, Referred, P::referred, kReferrers>,
    Row<P::accepted, RoutedOnSpot, P::handled_on_spot, kStation>,
    Row<P::accepted, RoutedExplain, P::explained, kStation>,
    Row<P::accepted, RoutedExpedite, P::expedited, kStation>,
    Row<P::accepted, RoutedLacking, P::accepted_lacking, kStation>,
    Row<P::accepted, RoutedNotice, P::notice_issued, kStation>,
    Row<P::accepted, Escalated, P::escalated_district, kStation>,
    Row<P::accepted, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::accepted, Merged, P::merged, kStation>,

    Row<P::handled_on_spot, Retriaged, P::accepted, kStation>,
    Row<P::handled_on_spot, DayEnded, P::accepted, kTimer>,
    Row<P::handled_on_spot, Escalated, P::escalated_district, kStation>,
    Row<P::handled_on_spot, Closed, P::closed, kStation>,
    Row<P::handled_on_spot, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::handled_on_spot, Merged, P::merged, kStation>,

    Row<P::explained, Retriaged, P::accepted, kStation>,
    Row<P::explained, NotUnderstood, P::accepted, kOfficer | kCitizen>,
    Row<P::explained, Escalated, P::escalated_district, kStation>,
    Row<P::explained, Closed, P::closed, kStation>,
    Row<P::explained, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::explained, Merged, P::merged, kStation>,

    Row<P::expedited, Retriaged, P::accepted, kStation>,
    Row<P::expedited, MatterDone, P::expedited, kDesk | kImporter>,
    Row<P::expedited, Escalated, P::escalated_district, kStation>,
    Row<P::expedited, Closed, P::closed, kStation>,
    Row<P::expedited, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::expedited, Merged, P::merged, kStation>,

    Row<P::accepted_lacking, Retriaged, P::accepted, kStation>,
    Row<P::accepted_lacking, SupplementedAll, P::expedited, kCitizen | kOfficer>,
    Row<P::accepted_lacking, Lapsed, P::closed, kTimer>,
    Row<P::accepted_lacking, Escalated, P::escalated_district, kStation>,
    Row<P::accepted_lacking, Closed, P::closed, kStation>,
    Row<P::accepted_lacking, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::accepted_lacking, PromiseExtended, P::accepted_lacking, kChief>,
    Row<P::accepted_lacking, Reminded, P::accepted_lacking, kTimer>,

    Row<P::notice_issued, SupplementedPart, P::notice_issued, kCitizen | kOfficer>,
    Row<P::notice_issued, SupplementedAll, P::accepted, kCitizen | kOfficer>,
    Row<P::notice_issued, NewDemandMade, P::notice_issued, kOfficer>,
    Row<P::accepted_lacking, NewDemandMade, P::accepted_lacking, kOfficer>,
    Row<P::notice_issued, Lapsed, P::closed, kTimer>,
    Row<P::notice_issued, Closed, P::closed, kStation>,
    Row<P::notice_issued, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::notice_issued, Merged, P::merged, kStation>,
    Row<P::notice_issued, Reminded, P::notice_issued, kTimer>,

    Row<P::escalated_district, DepartmentAnswered, P::answered, kDistrict>,
    Row<P::escalated_district, ForwardedToCity, P::escalated_city, kDistrict>,
    Row<P::escalated_district, LineObjected, P::escalated_district, kDistrict | kSupervisor>,
    Row<P::escalated_district, Consulted, P::escalated_district, kDistrict>,
    Row<P::escalated_district, ReturnedForFacts, P::facts_wanted, kDistrict>,
    Row<P::escalated_district, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::escalated_district, Merged, P::merged, kStation>,
    Row<P::escalated_district, ConsultationAnswered, P::escalated_district, kAdvisers>,

    Row<P::escalated_city, DepartmentAnswered, P::answered, kCity>,
    Row<P::escalated_city, LineObjected, P::escalated_city, kCity | kSupervisor>,
    Row<P::escalated_city, Consulted, P::escalated_city, kCity>,
    Row<P::escalated_city, ReturnedForFacts, P::facts_wanted, kCity>,
    Row<P::escalated_city, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::escalated_city, Merged, P::merged, kStation>,
    Row<P::escalated_city, ConsultationAnswered, P::escalated_city, kAdvisers>,

    Row<P::facts_wanted, FactsSuppliedDistrict, P::escalated_district, kDesk>,
    Row<P::facts_wanted, FactsSuppliedCity, P::escalated_city, kDesk>,
    Row<P::facts_wanted, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::facts_wanted, Merged, P::merged, kStation>,

    Row<P::answered, Retriaged, P::accepted, kStation | kDepartments>,
    Row<P::answered, CouldNotApply, P::escalated_district, kOfficer | kChief>,
    Row<P::answered, Closed, P::closed, kStation | kDepartments>,
    Row<P::answered, Withdrawn, P::withdrawn, kCitizen>,
    Row<P::answered, Merged, P::merged, kStation>,

    Row<P::merged, Unmerged, P::accepted, kStation | kSupervisor>,

    Row<P::closed, Rated, P::rated, kCitizen | kSupervisor>,
    Row<P::closed, RatingEnded, P::settled, kTimer>,
    Row<P::closed, Reopened, P::accepted, kReopeners>,
    Row<P::closed, ReviewRequested1, P::review_1, kCitizen>,

    Row<P::rated, Settled, P::settled, kTimer>,
    Row<P::rated, Reopened, P::accepted, kReopeners>,
    Row<P::rated, ReviewRequested1, P::review_1, kCitizen>,

    Row<P::settled, Reopened, P::accepted, kReopeners>,
    Row<P::settled, ReviewRequested1, P::review_1, kCitizen>,
    Row<P::settled, ReviewRequested2, P::review_2, kCitizen>,

    Row<P::withdrawn, Reopened, P::accepted, kCitizen | kSupervisor>,

    Row<P::review_1, ReviewUpheld, P::settled, kDistrict>,
    Row<P::review_1, ReviewOverturned, P::accepted, kDistrict>,
    Row<P::review_2, ReviewUpheld, P::settled, kCity | kSupervisor>,
    Row<P::review_2, ReviewOverturned, P::accepted, kCity | kSupervisor>>;

/// The finish limit. What a phase of the clock does not list it ignores.
using Clock = boost::mp11::mp_list<
    Tick<K::idle, Received, K::running>,

    Tick<K::running, Paused, K::paused>,
    Tick<K::running, RoutedNotice, K::paused>,
    Tick<K::running, Extended, K::running>,
    Tick<K::running, WentOverdue, K::overdue>,
    Tick<K::running, Closed, K::stopped>,
    Tick<K::running, Declined, K::stopped>,
    Tick<K::running, Withdrawn, K::stopped>,
    Tick<K::running, Merged, K::stopped>,
    Tick<K::running, Lapsed, K::stopped>,
    Tick<K::running, ReferralConfirmed, K::stopped>,

    Tick<K::paused, Resumed, K::running>,
    Tick<K::paused, SupplementedAll, K::running>,
    Tick<K::paused, CapReached, K::running>,
    Tick<K::paused, Closed, K::stopped>,
    Tick<K::paused, Declined, K::stopped>,
    Tick<K::paused, Withdrawn, K::stopped>,
    Tick<K::paused, Merged, K::stopped>,
    Tick<K::paused, Lapsed, K::stopped>,
    Tick<K::paused, ReferralConfirmed, K::stopped>,

    Tick<K::overdue, Closed, K::stopped>,
    Tick<K::overdue, Declined, K::stopped>,
    Tick<K::overdue, Withdrawn, K::stopped>,
    Tick<K::overdue, Merged, K::stopped>,
    Tick<K::overdue, Lapsed, K::stopped>,
    Tick<K::overdue, ReferralConfirmed, K::stopped>,
    Tick<K::overdue, Planned, K::overdue>,

    Tick<K::stopped, Reopened, K::running>,
    Tick<K::stopped, ReviewOverturned, K::running>,
    Tick<K::stopped, DeclineOverturned, K::running>,
    Tick<K::stopped, ReviewLapsed, K::running>,
    Tick<K::stopped, Unmerged, K::running>>;

/// The events of the life by topic; each topic's rows are compiled by themselves.
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
    boost::mp11::mp_list<Closed, Withdrawn, Merged, Unmerged, Rated, RatingEnded, Settled,
                         Reopened, ReviewRequested1, ReviewRequested2, ReviewUpheld,
                         ReviewOverturned>;

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
static_assert(boost::mp11::mp_all_of<Life, has_topic>::value, "an event of the life has no topic");

/// What every open case takes without leaving its phase.
using Internal =
    boost::mp11::mp_list<Contacted, DifficultySet, Reassigned, Messaged, Absorbed, Released,
                         SupportAsked, SupportAnswered, Assisted>;

/// What every case takes from its first event on, open or done.
using Anytime =
    boost::mp11::mp_list<Barred, Unbarred, Unmasked, HoldPlaced, HoldLifted, LimitsRecomputed>;

/// What only the care and the supervision know; their rows stand in lifecycle_care.cpp and
/// lifecycle_supervision.cpp.
using Duties =
    boost::mp11::mp_list<Supervised, SupervisionRaised, SupervisionAnswered, SupervisionVerified,
                         CareContacted, RatingVerified, CorrectionPlanned, Corrected, FedBack,
                         Revisited, ExclusionDecided>;

/// Which command is decided into which event. Absorbed and Released come with another case's merge.
using Causes = boost::mp11::mp_list<
    Cause<Report, Received>, Cause<Accept, Accepted>, Cause<Decline, Declined>,
    Cause<UpholdDecline, DeclineUpheld>, Cause<OverturnDecline, DeclineOverturned>,
    Cause<LapseReview, ReviewLapsed>, Cause<Refer, Referred>,
    Cause<ConfirmReferral, ReferralConfirmed>, Cause<RefuseReferral, ReferralRefused>,
    Cause<RouteOnSpot, RoutedOnSpot>, Cause<RouteExplain, RoutedExplain>,
    Cause<RouteExpedite, RoutedExpedite>, Cause<RouteLacking, RoutedLacking>,
    Cause<RouteNotice, RoutedNotice>, Cause<Escalate, Escalated>, Cause<Retriage, Retriaged>,
    Cause<EndDay, DayEnded>, Cause<MarkNotUnderstood, NotUnderstood>,
    Cause<MarkMatterDone, MatterDone>, Cause<SupplementPart, SupplementedPart>,
    Cause<SupplementAll, SupplementedAll>, Cause<DemandMore, NewDemandMade>,
    Cause<Lapse, Lapsed>, Cause<AnswerAsDepartment, DepartmentAnswered>,
    Cause<ForwardToCity, ForwardedToCity>, Cause<ObjectToLine, LineObjected>,
    Cause<Consult, Consulted>, Cause<ReturnForFacts, ReturnedForFacts>,
    Cause<SupplyFactsDistrict, FactsSuppliedDistrict>, Cause<SupplyFactsCity, FactsSuppliedCity>,
    Cause<ReturnAnswer, CouldNotApply>, Cause<Pause, Paused>, Cause<Resume, Resumed>,
    Cause<ReachCap, CapReached>, Cause<Extend, Extended>, Cause<GoOverdue, WentOverdue>,
    Cause<Contact, Contacted>, Cause<SetDifficult, DifficultySet>, Cause<Reassign, Reassigned>,
    Cause<Message, Messaged>, Cause<Close, Closed>, Cause<Withdraw, Withdrawn>,
    Cause<Merge, Merged>, Cause<Unmerge, Unmerged>, Cause<Rate, Rated>,
    Cause<EndRating, RatingEnded>, Cause<Settle, Settled>, Cause<Reopen, Reopened>,
    Cause<RequestReview1, ReviewRequested1>, Cause<RequestReview2, ReviewRequested2>,
    Cause<UpholdOnReview, ReviewUpheld>, Cause<OverturnOnReview, ReviewOverturned>,
    Cause<FinishOnSpot, Received>, Cause<DeemAccepted, DeemedAccepted>,
    Cause<MissNotice, NoticeMissed>, Cause<ExtendPromise, PromiseExtended>,
    Cause<Remind, Reminded>, Cause<AskSupport, SupportAsked>,
    Cause<AnswerSupport, SupportAnswered>, Cause<AnswerConsultation, ConsultationAnswered>,
    Cause<Assist, Assisted>, Cause<Supervise, Supervised>,
    Cause<RaiseSupervision, SupervisionRaised>, Cause<AnswerSupervision, SupervisionAnswered>,
    Cause<VerifySupervision, SupervisionVerified>, Cause<Plan, Planned>,
    Cause<ContactRater, CareContacted>, Cause<VerifyRating, RatingVerified>,
    Cause<PlanCorrection, CorrectionPlanned>, Cause<Correct, Corrected>, Cause<FeedBack, FedBack>,
    Cause<Revisit, Revisited>, Cause<DecideExclusion, ExclusionDecided>, Cause<Bar, Barred>,
    Cause<Unbar, Unbarred>, Cause<Unmask, Unmasked>, Cause<PlaceHold, HoldPlaced>,
    Cause<LiftHold, HoldLifted>,
    Cause<RecomputeLimits, LimitsRecomputed>>;

/// Who may give the commands that are not rows of the life.
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
template <> inline constexpr RoleSet internal_roles<Message> = kCitizen;
template <> inline constexpr RoleSet internal_roles<FinishOnSpot> = kStation;
template <> inline constexpr RoleSet internal_roles<AskSupport> = kStation | kDistrict;
template <> inline constexpr RoleSet internal_roles<AnswerSupport> = kAdvisers;
template <> inline constexpr RoleSet internal_roles<Assist> = kStation;
template <> inline constexpr RoleSet internal_roles<Supervise> = kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<RaiseSupervision> = kTimer;
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
template <> inline constexpr RoleSet internal_roles<Bar> = kStation | kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<Unbar> = kChief | kDistrict | kSupervisor;
template <> inline constexpr RoleSet internal_roles<Unmask> = kStation | kDepartments | kSupervisor;
template <> inline constexpr RoleSet internal_roles<PlaceHold> = kChief | kSupervisor;
template <> inline constexpr RoleSet internal_roles<LiftHold> = kChief | kSupervisor;
template <> inline constexpr RoleSet internal_roles<RecomputeLimits> = kAdministrator | kTimer;
// clang-format on

/// What a row is called: as its event, except where the reference tells two lapses apart.
template <Phase From, class E>
inline constexpr std::string_view row_zh = zh_name_of<E>;
template <>
inline constexpr std::string_view row_zh<Phase::accepted_lacking, Lapsed> = "承诺逾期";

}  // namespace recourse::casework::table
