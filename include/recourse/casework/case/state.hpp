// State: a case as its events tell it.
//
// A fold of the events by CaseDecider::evolve and nothing else; it holds no personal data and opens
// no seal. It is described, so that snapshots and JSON come from the same description; a snapshot
// is a cache and is discarded when kStateVersion differs.
// Values; no shared state.
#pragma once

#include <recourse/casework/case/lifecycle.hpp>

namespace recourse::casework {

/// Raise it with every change of State or of the meaning of evolve.
inline constexpr std::uint32_t kStateVersion = 1;

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
  friend bool operator==(const Intake&, const Intake&) = default;
};
BOOST_DESCRIBE_STRUCT(Intake, (),
                      (station, station_name, district, category, channel, line, matter, reason,
                       applicant, by_proxy, counter_did, earlier_trips, reference, reported_at,
                       historical, profile, profile_version, calendar, catalogue, registered_by))
constexpr auto recourse_spec(const Intake*) {
  return describe::spec("case.intake", 1, "What was known at the window.",
                        {{"station", 1, "Code of the station (R16)."},
                         {"station_name", 1, "Its name."},
                         {"district", 1, "Code of its district bureau."},
                         {"category", 1, "Intake category."},
                         {"channel", 1, "How it came in."},
                         {"line", 1, "Business line; an objection may have changed it."},
                         {"matter", 1, "Code in the catalogue."},
                         {"reason", 1, "Code of the failure reason."},
                         {"applicant", 1, "Who asks."},
                         {"by_proxy", 1, "Someone else reported."},
                         {"counter_did", 1, "What the counter did before."},
                         {"earlier_trips", 1, "Trips in vain before."},
                         {"reference", 1, "Number in the system it came from."},
                         {"reported_at", 1, "The first report."},
                         {"historical", 1, "No limit fires."},
                         {"profile", 1, "Norms."},
                         {"profile_version", 1, "Their version."},
                         {"calendar", 1, "Edition of the calendar."},
                         {"catalogue", 1, "Version of the catalogue."},
                         {"registered_by", 1, "Who registered it."}});
}
static_assert(describe::well_formed<Intake>());

/// The clocks of a case, as its events have set them.
struct Limits {
  Timestamp from{};
  Timestamp own_from{};
  std::optional<Due> finish{};
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
  std::optional<Due> settling{};
  friend bool operator==(const Limits&, const Limits&) = default;
};
BOOST_DESCRIBE_STRUCT(Limits, (),
                      (from, own_from, finish, difficult, overdue, paused_at, paused_days,
                       pause_cap, stopped_at, extensions, contact, contacted_at, contact_attempts,
                       day_end, answer, supplement, promise, review, rating, settling))
constexpr auto recourse_spec(const Limits*) {
  return describe::spec(
      "case.limits", 1, "The clocks of a case, as its events have set them.",
      {{"from", 1, "Where the clock of this round started; a merge may bring an earlier start."},
       {"own_from", 1, "Where it started without merges."},
       {"finish", 1, "Finish limit."},
       {"difficult", 1, "It has the longer limit."},
       {"overdue", 1, "It was late once, and stays so (R13)."},
       {"paused_at", 1, "Since when the clock rests."},
       {"paused_days", 1, "Working days that it rested in this round."},
       {"pause_cap", 1, "When it goes on at the latest."},
       {"stopped_at", 1, "Since when it stands."},
       {"extensions", 1, "Extensions so far."},
       {"contact", 1, "Contact limit."},
       {"contacted_at", 1, "When the duty to contact was met or discharged."},
       {"contact_attempts", 1, "Attempts so far."},
       {"day_end", 1, "End of handling on the spot."},
       {"answer", 1, "Department or other body must answer."},
       {"supplement", 1, "Items of the notice must come."},
       {"promise", 1, "Promised papers must come."},
       {"review", 1, "A review must be decided."},
       {"rating", 1, "Rating ends."},
       {"settling", 1, "Goes to the archive."}});
}
static_assert(describe::well_formed<Limits>());

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
  friend bool operator==(const Work&, const Work&) = default;
};
BOOST_DESCRIBE_STRUCT(Work, (),
                      (accepted_by, accepted_at, declined_by, assigned_to, handlers, routes,
                       outstanding, notice_issued, breaches, repeated_trips, application,
                       matter_done, messages))
constexpr auto recourse_spec(const Work*) {
  return describe::spec("case.work", 1, "What the station did.",
                        {{"accepted_by", 1, "Who accepted it."},
                         {"accepted_at", 1, "When."},
                         {"declined_by", 1, "Who declined it last."},
                         {"assigned_to", 1, "Officer of the station in charge."},
                         {"handlers", 1, "Everybody who handled or answered it."},
                         {"routes", 1, "The routes so far, in order."},
                         {"outstanding", 1, "What is lacking still."},
                         {"notice_issued", 1, "A written notice was issued in this round."},
                         {"breaches", 1, "Demands beyond the notice without a ground (R14)."},
                         {"repeated_trips", 1, "Repeated trips that we caused (R14)."},
                         {"application", 1, "Reference in the business system."},
                         {"matter_done", 1, "The business system says done."},
                         {"messages", 1, "Messages of the citizen."}});
}
static_assert(describe::well_formed<Work>());

/// Where it is on the ladder of departments (R15).
struct Ladder {
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
  friend bool operator==(const Ladder&, const Ladder&) = default;
};
BOOST_DESCRIBE_STRUCT(Ladder, (),
                      (escalated, department, district_department, objections, line_decided,
                       returned_by_district, returned_by_city, facts_for, answer_kind, answered_at,
                       answer_returned))
constexpr auto recourse_spec(const Ladder*) {
  return describe::spec("case.ladder", 1, "Where it is on the ladder of departments (R15).",
                        {{"escalated", 1, "It was escalated once (R13)."},
                         {"department", 1, "The department that owns or owned it."},
                         {"district_department", 1, "The district department, for the way back."},
                         {"objections", 1, "Objections of departments to the line."},
                         {"line_decided", 1, "The supervisor has decided the line."},
                         {"returned_by_district", 1, "The district has asked for facts."},
                         {"returned_by_city", 1, "The city has asked for facts."},
                         {"facts_for", 1, "Who waits for facts."},
                         {"answer_kind", 1, "The last answer."},
                         {"answered_at", 1, "When."},
                         {"answer_returned", 1, "The station has sent an answer back once."}});
}
static_assert(describe::well_formed<Ladder>());

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
  friend bool operator==(const Ending&, const Ending&) = default;
};
BOOST_DESCRIBE_STRUCT(Ending, (),
                      (outcome, closed_at, on_time, working_days, same_day, rating, service, policy,
                       rated_at, rounds, reviews, merged_into, absorbed))
constexpr auto recourse_spec(const Ending*) {
  return describe::spec("case.ending", 1, "How it ended, and what followed.",
                        {{"outcome", 1, "What came of it; none while it is open."},
                         {"closed_at", 1, "When it ended."},
                         {"on_time", 1, "The finish limit was kept."},
                         {"working_days", 1, "Whole working days from the report."},
                         {"same_day", 1, "It ended on the day of the report (R13)."},
                         {"rating", 1, "The grade of the whole; none if unrated."},
                         {"service", 1, "The grade of the service."},
                         {"policy", 1, "The grade of the policy."},
                         {"rated_at", 1, "When."},
                         {"rounds", 1, "Rounds so far, from 1."},
                         {"reviews", 1, "Reviews decided."},
                         {"merged_into", 1, "Stream of the case that it went on in."},
                         {"absorbed", 1, "Cases that were merged into this one."}});
}
static_assert(describe::well_formed<Ending>());

/// A case as its events tell it; holds no personal data.
struct State {
  Phases phases{};
  std::uint32_t version = 0;
  Intake intake{};
  Limits limits{};
  Work work{};
  Ladder ladder{};
  Ending ending{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (phases, version, intake, limits, work, ladder, ending))
constexpr auto recourse_spec(const State*) {
  return describe::spec("case.state", 1, "A case as its events tell it; holds no personal data.",
                        {{"phases", 1, "Where it is."},
                         {"version", 1, "Number of its events."},
                         {"intake", 1, "What was known at the window."},
                         {"limits", 1, "The clocks."},
                         {"work", 1, "What the station did."},
                         {"ladder", 1, "Where it is among the departments."},
                         {"ending", 1, "How it ended."}});
}
static_assert(describe::well_formed<State>());

/// A limit that a case is under, as a row of the due-time index.
struct DueTime {
  Limit limit;
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

/// The department that answers for a line: "<district>.RK", or "city.RK".
std::string department_of(Level level, std::string_view district, Line line);

}  // namespace recourse::casework
