// Case facts: what counts of one case, as its events tell it, and as a row of numbers (R31, R34).
//
//     CaseFacts facts;
//     for each event: take(facts, event, occurred_at);
//     auto row = numbers(facts, words_of, day_of);
//
// Every figure is a sum over such rows (views/figure_list.hpp). Nothing here is personal. Values;
// no shared state.
#pragma once

#include <array>
#include <recourse/casework/complaint/events.hpp>
#include <string_view>

namespace recourse::casework::complaint {

/// What counts of one case.
struct CaseFacts {
  std::string station{};
  std::string district{};
  std::string department{};
  std::string matter{};
  std::string reason{};
  Line line{};
  Category category{};
  Channel channel{};
  ApplicantKind applicant{};
  Demand demand = Demand::unspecified;
  Urgency urgency = Urgency::ordinary;
  std::optional<Route> route{};
  Timestamp reported_at{};
  std::optional<Timestamp> contacted_at{};
  std::optional<Timestamp> answered_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Outcome> outcome{};
  std::uint32_t working_days = 0;
  bool on_time = false;
  bool same_day = false;
  bool escalated = false;
  bool overdue = false;
  bool historical = false;
  std::optional<Grade> grade{};
  std::optional<Grade> service{};
  std::optional<Grade> policy{};
  std::optional<AccountReason> account{};
  std::uint32_t reopened = 0;
  std::uint32_t missed = 0;
  std::uint32_t repeated_trips = 0;
  std::uint32_t breaches = 0;
  std::uint32_t earlier_trips = 0;
  std::uint32_t urged = 0;
  std::uint32_t supervised = 0;
  std::uint32_t supported = 0;
  std::uint32_t absorbed = 0;
  std::uint32_t redos = 0;
  bool drawn = false;
  std::uint32_t calls = 0;
  std::uint32_t calls_reached = 0;
  std::uint32_t calls_solved = 0;
  std::uint32_t calls_satisfied = 0;
  friend bool operator==(const CaseFacts&, const CaseFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(CaseFacts, (),
                      (station, district, department, matter, reason, line, category, channel,
                       applicant, demand, urgency, route, reported_at, contacted_at, answered_at,
                       closed_at, outcome, working_days, on_time, same_day, escalated, overdue,
                       historical, grade, service, policy, account, reopened, missed,
                       repeated_trips, breaches, earlier_trips, urged, supervised, supported,
                       absorbed, redos, drawn, calls, calls_reached, calls_solved, calls_satisfied))
constexpr auto recourse_spec(const CaseFacts*) {
  return describe::spec(
      "case.facts", 1, "What counts of one case.",
      {{"station", 1, "Code of the station."},
       {"district", 1, "Code of its district bureau."},
       {"department", 1, "The department that has or had it; empty: none."},
       {"matter", 1, "Code in the catalogue, as reported."},
       {"reason", 1, "Code of the failure reason."},
       {"line", 1, "Business line, as reported."},
       {"category", 1, "Intake category."},
       {"channel", 1, "How it came in."},
       {"applicant", 1, "Who asks."},
       {"demand", 1, "Kind of the demand; acceptance may have corrected it (R35)."},
       {"urgency", 1, "How soon it must be taken in hand (R36)."},
       {"route", 1, "The route taken last; none before the first (R11)."},
       {"reported_at", 1, "The first report."},
       {"contacted_at", 1, "When the citizen was spoken with first."},
       {"answered_at", 1, "When a route was told, or an end, first (R12)."},
       {"closed_at", 1, "When it ended last; none while it is open."},
       {"outcome", 1, "What came of it; none while it is open."},
       {"working_days", 1, "Whole working days from the report to the end."},
       {"on_time", 1, "The deadline for resolution was kept."},
       {"same_day", 1, "It ended on the day of the report."},
       {"escalated", 1, "It was escalated once."},
       {"overdue", 1, "It was past the deadline for resolution once."},
       {"historical", 1, "It was told afterwards."},
       {"grade", 1, "How it was rated; none while it is not."},
       {"service", 1, "How the service was rated."},
       {"policy", 1, "How the policy was rated."},
       {"account", 1, "Why it is on account; none: it is not (R39)."},
       {"reopened", 1, "Times that it was taken up again."},
       {"missed", 1, "Limits that passed unmet."},
       {"repeated_trips", 1, "Repeated trips that we caused (R14)."},
       {"breaches", 1, "Breaches of the one-time notice (R14)."},
       {"earlier_trips", 1, "Trips in vain before the report."},
       {"urged", 1, "Rungs of the urging ladder that were reached (R38)."},
       {"supervised", 1, "Supervisions that were opened."},
       {"supported", 1, "Calls for support (R18)."},
       {"absorbed", 1, "Cases that were merged into it and stayed (R45)."},
       {"redos", 1, "Times that it was done again by the unit's own fault (R37)."},
       {"drawn", 1, "The draw chose this round for a call-back."},
       {"calls", 1, "Call-backs of the draw that came to an end (R37)."},
       {"calls_reached", 1, "Of these: the citizen was reached."},
       {"calls_solved", 1, "Of those reached: solved."},
       {"calls_satisfied", 1, "Of those reached: satisfied."}});
}

/// It was brought to an end by handling it: neither a duplicate nor withdrawn. Rates are shares of
/// these; a case that was counted twice, or that its citizen took back, was neither done nor not.
bool is_concluded(Outcome outcome);
/// The whole or the service was rated with one of the two lowest grades. A policy that is disliked
/// is no bad service.
bool is_rated_badly(const CaseFacts& facts);

/// Adds a case's next event, which happened at `when`. Whatever does not count is passed over.
void take(CaseFacts& facts, const Event& event, Timestamp when);

/// A column of the rows that figures are sums of. Those up to `reason` hold words by number.
enum class Fact : std::uint8_t {
  station,
  district,
  department,
  matter,
  reason,
  line,
  category,
  channel,
  applicant,
  demand,
  urgency,
  route,
  outcome,
  grade,
  service,
  policy,
  account,
  reported_day,  ///< Days since 1970-01-01, local.
  closed_day,    ///< Likewise; 0 while it is open.
  closed,        ///< 0 or 1, as those that follow.
  concluded,
  on_time,  ///< Concluded, the deadline kept.
  same_day,
  escalated,
  overdue,
  open_overdue,
  timed,  ///< Concluded, or open and late: it is known whether the deadline was kept.
  historical,
  rated_badly,
  reopened,  ///< Counts, as those that follow.
  missed,
  repeated_trips,
  breaches,
  earlier_trips,
  urged,
  supervised,
  supported,
  absorbed,
  redos,
  calls,
  calls_reached,
  calls_solved,
  calls_satisfied,
  working_days,     ///< Of the concluded; else -1.
  contact_minutes,  ///< From the report; -1: not yet.
  answer_minutes,
  close_minutes,  ///< Of the concluded; else -1.
};
inline constexpr std::size_t kFacts = static_cast<std::size_t>(Fact::close_minutes) + 1;
/// Columns whose numbers stand for words.
inline constexpr std::size_t kFactWords = static_cast<std::size_t>(Fact::reason) + 1;

constexpr std::size_t column_of(Fact fact) { return static_cast<std::size_t>(fact); }

using FactRow = std::array<std::int64_t, kFacts>;
/// The facts as numbers; those of words are left 0. An enumeration that says nothing is 0.
FactRow numbers(const CaseFacts& facts, UtcOffset offset);
/// The word of a column of words.
std::string_view word_of(const CaseFacts& facts, std::size_t column);

}  // namespace recourse::casework::complaint
