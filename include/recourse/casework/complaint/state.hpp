// State: a case as its events tell it.
//
// A fold of the events by ComplaintDecider::evolve and nothing else; it holds no personal data and
// opens no seal. It is described, so that snapshots and JSON come from the same description; a
// snapshot is a cache, and is made anew when the description, or ComplaintDecider::kFoldVersion, is
// another. Values; no shared state.
#pragma once

#include <recourse/casework/complaint/lifecycle.hpp>

namespace recourse::casework::complaint {

/// What was known at the window.
struct Intake {
  std::string station{};
  std::string station_name{};
  std::string district{};
  std::optional<Category> category{};
  std::optional<Channel> channel{};
  std::optional<Line> line{};
  std::string matter{};
  std::string reason{};
  std::optional<ApplicantKind> applicant{};
  bool by_proxy = false;
  std::vector<CounterFault> counter_did{};
  std::uint32_t earlier_trips = 0;
  std::string reference{};
  Timestamp reported_at{};
  bool historical = false;
  std::string profile{};
  std::uint32_t profile_version = 0;
  std::string calendar{};
  std::string catalogue{};
  std::string registered_by{};
  std::optional<Representation> representation{};
  bool confidential = false;
  std::string application{};
  bool licence = false;
  std::optional<Sealed<std::string>> name{};
  Demand demand = Demand::unspecified;
  Urgency urgency = Urgency::ordinary;
  friend bool operator==(const Intake&, const Intake&) = default;
};
BOOST_DESCRIBE_STRUCT(Intake, (),
                      (station, station_name, district, category, channel, line, matter, reason,
                       applicant, by_proxy, counter_did, earlier_trips, reference, reported_at,
                       historical, profile, profile_version, calendar, catalogue, registered_by,
                       representation, confidential, application, licence, name, demand, urgency))
constexpr auto recourse_spec(const Intake*) {
  return describe::spec(
      "case.intake", 4, "What was known at the window.",
      {{"station", 1, "Code of the station (R16).", describe::Access::open},
       {"station_name", 1, "Its name.", describe::Access::open},
       {"district", 1, "Code of its district bureau.", describe::Access::open},
       {"category", 1, "Intake category.", describe::Access::open},
       {"channel", 1, "How it came in.", describe::Access::open},
       {"line", 1, "Business line; an objection may have changed it.", describe::Access::open},
       {"matter", 1, "Code in the catalogue.", describe::Access::open},
       {"reason", 1, "Code of the failure reason.", describe::Access::open},
       {"applicant", 1, "Who asks.", describe::Access::open},
       {"by_proxy", 1, "Someone else reported.", describe::Access::open},
       {"counter_did", 1, "What the counter did before.", describe::Access::open},
       {"earlier_trips", 1, "Trips in vain before.", describe::Access::open},
       {"reference", 1, "Number in the system it came from.", describe::Access::open},
       {"reported_at", 1, "The first report.", describe::Access::open},
       {"historical", 1, "No limit fires."},
       {"profile", 1, "Norms."},
       {"profile_version", 1, "Their version."},
       {"calendar", 1, "Edition of the calendar."},
       {"catalogue", 1, "Version of the catalogue."},
       {"registered_by", 1, "Who registered it."},
       {"representation", 2, "For whom somebody speaks.", describe::Access::open},
       {"confidential", 2, "The name stays within the window.", describe::Access::open},
       {"application", 2, "Reference of the application that failed.", describe::Access::open},
       {"licence", 2, "The matter is a licence: silence accepts it.", describe::Access::open},
       {"name", 3, "Who reported it, unless the name stays within the window.",
        describe::Access::identity},
       {"demand", 4, "The kind of the demand; acceptance may have corrected it.",
        describe::Access::open},
       {"urgency", 4, "How soon it must be taken in hand.", describe::Access::open}});
}

/// The clocks of a case, as its events have set them.
struct Deadlines {
  Timestamp from{};
  std::optional<Due> resolution{};
  bool difficult = false;
  bool overdue = false;
  std::optional<Timestamp> paused_at{};
  std::uint32_t paused_days = 0;
  std::optional<Due> pause_cap{};
  std::optional<Timestamp> stopped_at{};
  std::uint32_t extensions = 0;
  std::optional<Due> contact{};
  std::optional<Timestamp> contacted_at{};
  std::uint32_t contact_attempts = 0;
  std::optional<Due> day_end{};
  std::optional<Due> answer{};
  std::optional<Due> supplement{};
  std::optional<Due> promise{};
  std::optional<Due> review{};
  std::optional<Due> rating{};
  std::optional<Due> archive{};
  std::uint32_t contact_days = 0;
  std::optional<Timestamp> last_attempt{};
  std::optional<Due> notice{};
  std::optional<Due> reminder{};
  std::optional<Due> attention{};
  std::optional<Due> plan{};
  std::optional<Due> rating_follow_up{};
  std::optional<std::uint32_t> days_left{};
  std::optional<LocalDay> needed_by{};
  std::optional<Due> facts{};
  std::optional<Timestamp> answer_since{};
  std::optional<std::uint32_t> answer_left{};
  std::string paused_unit{};
  std::optional<Due> receipt{};
  std::vector<UrgingDue> urging{};
  std::optional<Due> scope{};
  friend bool operator==(const Deadlines&, const Deadlines&) = default;
};
BOOST_DESCRIBE_STRUCT(Deadlines, (),
                      (from, resolution, difficult, overdue, paused_at, paused_days, pause_cap,
                       stopped_at, extensions, contact, contacted_at, contact_attempts, day_end,
                       answer, supplement, promise, review, rating, archive, contact_days,
                       last_attempt, notice, reminder, attention, plan, rating_follow_up, days_left,
                       needed_by, facts, answer_since, answer_left, paused_unit, receipt, urging,
                       scope))
constexpr auto recourse_spec(const Deadlines*) {
  return describe::spec(
      "case.deadlines", 6, "The clocks of a case, as its events have set them.",
      {{"from", 1, "Where the clock of this round started.", describe::Access::open},
       {"resolution", 1, "Deadline for resolution, as it is without merges.",
        describe::Access::open},
       {"difficult", 1, "It has the longer limit.", describe::Access::open},
       {"overdue", 1, "It was late once, and stays so (R13).", describe::Access::open},
       {"paused_at", 1, "Since when the clock rests.", describe::Access::open},
       {"paused_days", 1, "Working days that it rested in this round.", describe::Access::open},
       {"pause_cap", 1, "When it goes on at the latest.", describe::Access::open},
       {"stopped_at", 1, "Since when it stands.", describe::Access::open},
       {"extensions", 1, "Extensions so far.", describe::Access::open},
       {"contact", 1, "Contact limit.", describe::Access::open},
       {"contacted_at", 1, "When the duty to contact was met or discharged.",
        describe::Access::open},
       {"contact_attempts", 1, "Attempts so far.", describe::Access::open},
       {"day_end", 1, "End of handling on the spot.", describe::Access::open},
       {"answer", 1, "Department or other body must answer.", describe::Access::open},
       {"supplement", 1, "Items of the notice must come.", describe::Access::open},
       {"promise", 1, "Promised papers must come.", describe::Access::open},
       {"review", 1, "A review must be decided.", describe::Access::open},
       {"rating", 1, "Rating ends.", describe::Access::open},
       {"archive", 1, "Goes to the archive.", describe::Access::open},
       {"contact_days", 2, "Different days on which contact was attempted.",
        describe::Access::open},
       {"last_attempt", 2, "The last attempt.", describe::Access::open},
       {"notice", 2, "Accepted, or told what is lacking, until then (R14).",
        describe::Access::open},
       {"reminder", 2, "The citizen is reminded of what is lacking.", describe::Access::open},
       {"attention", 2, "The station must react to a message.", describe::Access::open},
       {"plan", 2, "Day of the plan of a late case.", describe::Access::open},
       {"rating_follow_up", 2, "The next step after a bad rating."},
       {"days_left", 3, "Working days that were left when the clock came to rest.",
        describe::Access::open},
       {"needed_by", 3,
        "The day on which it is needed, while it is expedited: a fact, which no "
        "rest moves.",
        describe::Access::open},
       {"facts", 4, "The station must supply what a department asked (R15).",
        describe::Access::open},
       {"answer_since", 4, "Since when the limit for the department's answer is what it is.",
        describe::Access::open},
       {"answer_left", 4, "Working days left to the department while facts are at the station.",
        describe::Access::open},
       {"paused_unit", 4, "The department whose part rests; empty: the station said so.",
        describe::Access::open},
       {"receipt", 5, "A unit must take it in hand; none once one has.", describe::Access::open},
       {"urging", 5, "The rungs of the urging ladder to come."},
       {"scope", 6, "The scope must be said back; none once it was.", describe::Access::open}});
}

/// What the station did.
struct Work {
  std::string accepted_by{};
  std::optional<Timestamp> accepted_at{};
  std::string declined_by{};
  std::string assigned_to{};
  std::vector<std::string> handlers{};
  std::vector<RouteTaken> routes{};
  std::vector<NoticeItem> outstanding{};
  bool notice_issued = false;
  std::uint32_t breaches = 0;
  std::uint32_t repeated_trips = 0;
  std::string application{};
  bool matter_done = false;
  std::uint32_t messages = 0;
  std::uint32_t assisted = 0;
  std::uint32_t plans = 0;
  std::string referred_to{};
  std::vector<NoticeItem> listed{};
  std::vector<SupportRequest> support{};
  std::vector<NoticeItem> brought{};
  bool at_counter = false;
  std::string law{};
  std::optional<Due> silent_until{};
  std::vector<Rung> urged{};
  ScopeStatement scope{};
  std::vector<AssistingRequest> assisting{};
  std::uint32_t assisting_asked = 0;
  friend bool operator==(const Work&, const Work&) = default;
};
BOOST_DESCRIBE_STRUCT(Work, (),
                      (accepted_by, accepted_at, declined_by, assigned_to, handlers, routes,
                       outstanding, notice_issued, breaches, repeated_trips, application,
                       matter_done, messages, assisted, plans, referred_to, listed, support,
                       brought, at_counter, law, silent_until, urged, scope, assisting,
                       assisting_asked))
constexpr auto recourse_spec(const Work*) {
  return describe::spec(
      "case.work", 7, "What the station did.",
      {{"accepted_by", 1, "Who accepted it."},
       {"accepted_at", 1, "When.", describe::Access::open},
       {"declined_by", 1, "Who declined it last."},
       {"assigned_to", 1, "Officer of the station in charge."},
       {"handlers", 1, "Everybody who handled or answered it."},
       {"routes", 1, "The routes so far, in order.", describe::Access::open},
       {"outstanding", 1, "What is lacking still.", describe::Access::open},
       {"notice_issued", 1, "A written notice was issued in this round.", describe::Access::open},
       {"breaches", 1, "Demands beyond the notice without a ground (R14)."},
       {"repeated_trips", 1, "Repeated trips that we caused (R14).", describe::Access::open},
       {"application", 1, "Reference in the business system.", describe::Access::open},
       {"matter_done", 1, "The business system says done.", describe::Access::open},
       {"messages", 1, "Messages of the citizen.", describe::Access::open},
       {"assisted", 2, "Times that the citizen was helped in a special way.",
        describe::Access::open},
       {"plans", 2, "Dated plans so far.", describe::Access::open},
       {"referred_to", 3, "The body that it was referred to.", describe::Access::open},
       {"listed", 4, "All that was ever listed as lacking in this round (R14).",
        describe::Access::open},
       {"support", 4, "Calls for support that have not been answered (R18)."},
       {"brought", 4, "What was brought, in any round; it is not demanded again (R14).",
        describe::Access::open},
       {"at_counter", 4, "Registered and accepted in one step, the citizen standing there.",
        describe::Access::open},
       {"law", 4, "Law that was cited last when it was explained.", describe::Access::open},
       {"silent_until", 5,
        "Until when the body could answer whose silence counted as refusal; none once it went "
        "on.",
        describe::Access::open},
       {"urged", 6, "The rungs of the urging ladder that were reached in this round."},
       {"scope", 7, "What was said back at acceptance.", describe::Access::open},
       {"assisting", 7, "Questions to assisting units that have not been answered (R40)."},
       {"assisting_asked", 7, "Questions to assisting units so far."}});
}

/// Where it is in the escalation to departments (R15).
struct Escalation {
  bool escalated = false;
  std::string department{};
  std::string district_department{};
  std::uint32_t objections = 0;
  bool line_decided = false;
  bool returned_by_district = false;
  bool returned_by_city = false;
  std::optional<Level> facts_for{};
  std::optional<AnswerKind> answer_kind{};
  std::optional<Timestamp> answered_at{};
  bool answer_returned = false;
  std::optional<Timestamp> arrived_at{};
  bool disputed = false;
  std::string consulted{};
  std::optional<Timestamp> facts_since{};
  std::optional<Level> answer_level{};
  friend bool operator==(const Escalation&, const Escalation&) = default;
};
BOOST_DESCRIBE_STRUCT(Escalation, (),
                      (escalated, department, district_department, objections, line_decided,
                       returned_by_district, returned_by_city, facts_for, answer_kind, answered_at,
                       answer_returned, arrived_at, disputed, consulted, facts_since, answer_level))
constexpr auto recourse_spec(const Escalation*) {
  return describe::spec(
      "case.escalation", 3, "Where it is in the escalation to departments (R15).",
      {{"escalated", 1, "It was escalated once (R13).", describe::Access::open},
       {"department", 1, "The department that owns or owned it.", describe::Access::open},
       {"district_department", 1, "The district department, for the way back.",
        describe::Access::open},
       {"objections", 1, "Objections of departments to the line."},
       {"line_decided", 1, "The supervisor has decided the line."},
       {"returned_by_district", 1, "The district has asked for facts."},
       {"returned_by_city", 1, "The city has asked for facts."},
       {"facts_for", 1, "Who waits for facts."},
       {"answer_kind", 1, "The last answer.", describe::Access::open},
       {"answered_at", 1, "When.", describe::Access::open},
       {"answer_returned", 1, "The station has sent an answer back once."},
       {"arrived_at", 2, "When it came to the department that has it.", describe::Access::open},
       {"disputed", 2, "Two departments have objected: the supervisor decides."},
       {"consulted", 2, "Department whose opinion is wanted."},
       {"facts_since", 3, "Since when facts are waited for."},
       {"answer_level", 3, "Who gave the last answer.", describe::Access::open}});
}

/// How it ended, and what followed.
struct Ending {
  std::optional<Outcome> outcome{};
  std::optional<Timestamp> closed_at{};
  std::optional<bool> on_time{};
  std::optional<std::uint32_t> working_days{};
  bool same_day = false;
  std::optional<Grade> rating{};
  std::optional<Grade> service{};
  std::optional<Grade> policy{};
  std::optional<Timestamp> rated_at{};
  std::uint32_t rounds = 0;
  std::uint32_t reviews = 0;
  std::string merged_into{};
  std::vector<Absorption> absorbed{};
  std::optional<std::uint32_t> round_days{};
  std::optional<LateReason> why_late{};
  std::optional<Phase> merged_from{};
  std::optional<ClockPhase> merged_clock{};
  std::optional<Told> told{};
  std::optional<Phase> lapsed_from{};
  std::optional<Due> lapsed_limit{};
  bool lapsed_late = false;
  std::optional<Account> account{};
  Callback callback{};
  std::vector<Confirmation> confirmations{};
  std::uint32_t redos = 0;
  friend bool operator==(const Ending&, const Ending&) = default;
};
BOOST_DESCRIBE_STRUCT(Ending, (),
                      (outcome, closed_at, on_time, working_days, same_day, rating, service, policy,
                       rated_at, rounds, reviews, merged_into, absorbed, round_days, why_late,
                       merged_from, merged_clock, told, lapsed_from, lapsed_limit, lapsed_late,
                       account, callback, confirmations, redos))
constexpr auto recourse_spec(const Ending*) {
  return describe::spec(
      "case.ending", 5, "How it ended, and what followed.",
      {{"outcome", 1, "What came of it; none while it is open.", describe::Access::open},
       {"closed_at", 1, "When it ended.", describe::Access::open},
       {"on_time", 1, "The deadline for resolution was kept.", describe::Access::open},
       {"working_days", 1, "Whole working days from the report.", describe::Access::open},
       {"same_day", 1, "It ended on the day of the report (R13).", describe::Access::open},
       {"rating", 1, "The grade of the whole; none if unrated.", describe::Access::open},
       {"service", 1, "The grade of the service.", describe::Access::open},
       {"policy", 1, "The grade of the policy.", describe::Access::open},
       {"rated_at", 1, "When.", describe::Access::open},
       {"rounds", 1, "Rounds so far, from 1.", describe::Access::open},
       {"reviews", 1, "Reviews decided.", describe::Access::open},
       {"merged_into", 1, "Stream of the case that it went on in."},
       {"absorbed", 1, "Cases that were merged into this one."},
       {"round_days", 2, "Whole working days of the last round.", describe::Access::open},
       {"why_late", 2, "Why it was late."},
       {"merged_from", 3, "Its phase when it was merged."},
       {"merged_clock", 3, "Its clock's phase then."},
       {"told", 4, "How the citizen was told when it was closed.", describe::Access::open},
       {"lapsed_from", 4, "Its phase when papers did not come in time.", describe::Access::open},
       {"lapsed_limit", 4, "Until when they had to come.", describe::Access::open},
       {"lapsed_late", 4, "It was late when it lapsed.", describe::Access::open},
       {"account", 5, "It is on account; none: it is not (R39).", describe::Access::open},
       {"callback", 5, "The call-back of this round (R37)."},
       {"confirmations", 5, "What call-backs found, in all rounds."},
       {"redos", 5, "Times that it was done again by the unit's own fault."}});
}

/// Who must not touch it, who looked, and whether it may be erased.
struct Access {
  std::string inquiry{};
  std::vector<RecusedPerson> recused{};
  std::uint32_t unmaskings = 0;
  bool held = false;
  friend bool operator==(const Access&, const Access&) = default;
};
BOOST_DESCRIBE_STRUCT(Access, (), (inquiry, recused, unmaskings, held))
constexpr auto recourse_spec(const Access*) {
  return describe::spec(
      "case.access", 1, "Who must not touch it, who looked, and whether it may be erased.",
      {{"inquiry", 1, "Digest of the inquiry code; empty if there is none.",
        describe::Access::secret},
       {"recused", 1, "Who must not handle it, nor see who complained.", describe::Access::accused},
       {"unmaskings", 1, "Times that somebody looked at personal data."},
       {"held", 1, "It must not be erased."}});
}

/// What followed a bad rating (R17).
struct RatingFollowUp {
  std::optional<RatingCause> cause{};
  std::uint32_t attempts = 0;
  std::uint32_t attempt_days = 0;
  std::optional<Timestamp> last_attempt{};
  bool excluded = false;
  std::optional<Timestamp> rated_at{};
  friend bool operator==(const RatingFollowUp&, const RatingFollowUp&) = default;
};
BOOST_DESCRIBE_STRUCT(RatingFollowUp, (),
                      (cause, attempts, attempt_days, last_attempt, excluded, rated_at))
constexpr auto recourse_spec(const RatingFollowUp*) {
  return describe::spec("case.rating_follow_up", 2, "What followed a bad rating (R17).",
                        {{"cause", 1, "What it was about, as found last."},
                         {"attempts", 1, "Attempts to contact the rater."},
                         {"attempt_days", 1, "Different days on which they were made."},
                         {"last_attempt", 1, "The last attempt."},
                         {"excluded", 1, "The rating is shown, not scored."},
                         {"rated_at", 2, "When the rating was given that it is about."}});
}

/// A case as its events tell it; holds no personal data.
struct State {
  Phases phases{};
  std::uint32_t version = 0;
  Intake intake{};
  Deadlines deadlines{};
  Work work{};
  Escalation escalation{};
  Ending ending{};
  Access access{};
  RatingFollowUp rating_follow_up{};
  std::vector<SupervisionEntry> supervision{};
  std::vector<Custody> custody{};
  std::vector<MissedLimits> missed{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phases, version, intake, deadlines, work, escalation, ending, access,
                       rating_follow_up, supervision, custody, missed))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "case.state", 3, "A case as its events tell it; holds no personal data.",
      {{"phases", 1, "Where it is.", describe::Access::open},
       {"version", 1, "Number of its events.", describe::Access::open},
       {"intake", 1, "What was known at the window.", describe::Access::open},
       {"deadlines", 1, "The clocks.", describe::Access::open},
       {"work", 1, "What the station did.", describe::Access::open},
       {"escalation", 1, "Where it is among the departments.", describe::Access::open},
       {"ending", 1, "How it ended.", describe::Access::open},
       {"access", 2, "Bars, looks and holds.", describe::Access::open},
       {"rating_follow_up", 2, "After a bad rating."},
       {"supervision", 3, "Its supervisions, settled ones too, in order."},
       {"custody", 3, "Who had it in this round, in order."},
       {"missed", 3, "Limits that passed unmet, in all rounds."}});
}

/// What all of them come to: a unit must answer; all have answered and one is to be verified; none
/// is open. That is the phase of the region `supervision` (ADR 28).
SupervisionPhase summary_of(const std::vector<SupervisionEntry>& supervision);
/// The earliest limit of a supervision that is open; nothing if none is.
std::optional<Due> supervision_deadline(const State& state);
/// The earliest limit of a call for support that is open; nothing if none is.
std::optional<Due> support_deadline(const State& state);
/// The earliest limit of a question to an assisting unit; nothing if none is open.
std::optional<Due> assisting_deadline(const State& state);
/// That very limit has passed unmet, and the log says so.
bool is_missed(const State& state, DeadlineKind kind, const Due& due);

/// A limit that a case is under, as a row of the due-time index.
struct DueTime {
  DeadlineKind kind;
  Due due;
  std::optional<Timestamp> met_at;  ///< When it was met; none while it runs.
  std::string_view command;         ///< What the timer gives when it passes; empty: nothing.
  friend bool operator==(const DueTime&, const DueTime&) = default;
};

/// The limits that run now, and the contact limit once it is met. A paused finish limit is left
/// out: it cannot pass. No command for historical cases.
std::vector<DueTime> due_times(const State& state);

/// The route taken last in this round or before; none before the first.
std::optional<Route> route_of(const State& state);
/// The loops that the case is in (R13): overlapping, never empty once it exists.
std::vector<Loop> loops_of(const State& state);
/// The unit that owns it now (R16): a station, a department, another case's stream; never empty
/// once it exists.
std::string owner_of(const State& state);

/// The deadline for resolution that holds: its own, or the earlier one that the citizen of a case
/// merged into it in this round was told. Nothing before a deadline is set.
std::optional<Due> resolution_deadline(const State& state);
/// Until when the citizen must be contacted who has not been, its own or that of a case that was
/// merged into it; nothing if all have been.
std::optional<Due> contact_deadline(const State& state);
/// Until when the station must react to a message in it, or in a case that was merged into it.
std::optional<Due> attention_deadline(const State& state);
/// Papers that were brought, in whatever round, in it or in a case inside: they lie on the table.
std::vector<NoticeItem> papers_brought(const State& state);
/// Papers that the notices of this round have listed, those of the cases inside included.
std::vector<NoticeItem> papers_listed(const State& state);
/// A case inside brought a deadline for resolution along that holds in this round.
bool holds_here(const State& state, const Absorption& absorbed);

/// The chief of its station is barred: the district owns what the station would, and answers for
/// it.
bool chief_is_recused(const State& state);
/// The station, or the district's department that owns it in its place.
std::string acting_station(const State& state);
/// The department that answers for a line: "<district>.RK", or "city.RK"; for `other`, which has
/// none, the bureau: "<district>", "city".
std::string department_of(Level level, std::string_view district, Line line);

}  // namespace recourse::casework::complaint
