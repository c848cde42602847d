// What is counted of a case, and how cases are summed up (R31, R32, R34).
//
// The figures that are counted from the log and those that a view keeps are made of these two, so
// that they cannot disagree. Nothing here is personal. Values; no shared state.
#pragma once

#include <recourse/casework/complaint/events.hpp>
#include <span>
#include <string_view>

namespace recourse::casework::complaint {

/// What counts of one case, as its events tell it.
struct CaseFacts {
  std::string station{};
  std::string district{};
  Line line{};
  Channel channel{};
  Timestamp reported_at{};
  std::optional<Outcome> outcome{};
  std::optional<Grade> grade{};
  std::uint32_t working_days = 0;
  bool on_time = false;
  bool same_day = false;
  bool escalated = false;
  bool overdue = false;
  bool reopened = false;
  bool historical = false;
  std::optional<Grade> service{};
  std::optional<Grade> policy{};
  std::uint32_t missed = 0;
  friend bool operator==(const CaseFacts&, const CaseFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(CaseFacts, (),
                      (station, district, line, channel, reported_at, outcome, grade, working_days,
                       on_time, same_day, escalated, overdue, reopened, historical, service, policy,
                       missed))
constexpr auto recourse_spec(const CaseFacts*) {
  return describe::spec("case.facts", 2, "What counts of one case.",
                        {{"station", 1, "Code of the station."},
                         {"district", 1, "Code of its district bureau."},
                         {"line", 1, "Business line, as reported."},
                         {"channel", 1, "How it came in."},
                         {"reported_at", 1, "The first report."},
                         {"outcome", 1, "What came of it; none while it is open."},
                         {"grade", 1, "How it was rated; none while it is not."},
                         {"working_days", 1, "Whole working days from the report to the end."},
                         {"on_time", 1, "The deadline for resolution was kept."},
                         {"same_day", 1, "It ended on the day of the report."},
                         {"escalated", 1, "It was escalated once."},
                         {"overdue", 1, "It was past the deadline for resolution once."},
                         {"reopened", 1, "It was taken up again once."},
                         {"historical", 1, "It was told afterwards."},
                         {"service", 2, "How the service was rated."},
                         {"policy", 2, "How the policy was rated."},
                         {"missed", 2, "Limits that passed unmet."}});
}

/// It was brought to an end by handling it: neither a duplicate nor withdrawn. Rates are shares of
/// these; a case that was counted twice, or that its citizen took back, was neither done nor not.
bool is_concluded(Outcome outcome);
/// The whole or the service was rated with one of the two lowest grades. A policy that is disliked
/// is no bad service.
bool is_rated_badly(const CaseFacts& facts);

/// The event types that change a case's facts.
std::span<const std::string_view> counted_event_types();
/// Adds a case's next event. Whatever does not count is passed over.
void take(CaseFacts& facts, const Event& event);

/// How many cases ended after so many working days.
struct DayCount {
  std::uint32_t days = 0;
  std::uint64_t cases = 0;
  friend bool operator==(const DayCount&, const DayCount&) = default;
};
BOOST_DESCRIBE_STRUCT(DayCount, (), (days, cases))
constexpr auto recourse_spec(const DayCount*) {
  return describe::spec("case.day_count", 1, "How many cases ended after so many working days.",
                        {{"days", 1, "Whole working days."}, {"cases", 1, "Cases."}});
}

/// Sums over the cases of one station, line and channel.
struct Counts {
  std::uint64_t cases = 0;
  std::uint64_t escalated = 0;
  std::uint64_t overdue = 0;
  std::uint64_t reopened = 0;
  std::uint64_t historical = 0;
  std::uint64_t on_time = 0;
  std::uint64_t same_day = 0;
  std::vector<std::uint64_t> outcomes = {};  ///< By Outcome, from `done`.
  std::vector<std::uint64_t> grades = {};    ///< By Grade, from `very_satisfied`.
  std::vector<DayCount> days = {};           ///< Sorted; only days with cases.
  std::optional<Timestamp> first_report = {};
  std::optional<Timestamp> last_report = {};
  std::uint64_t open_overdue = 0;
  std::uint64_t rated_badly = 0;
  std::uint64_t missed = 0;
  std::vector<std::uint64_t> services = {};  ///< As grades.
  std::vector<std::uint64_t> policies = {};  ///< As grades.
  friend bool operator==(const Counts&, const Counts&) = default;
};
BOOST_DESCRIBE_STRUCT(Counts, (),
                      (cases, escalated, overdue, reopened, historical, on_time, same_day, outcomes,
                       grades, days, first_report, last_report, open_overdue, rated_badly, missed,
                       services, policies))
constexpr auto recourse_spec(const Counts*) {
  return describe::spec("case.counts", 2, "Sums over the cases of one station, line and channel.",
                        {{"cases", 1, "Cases."},
                         {"escalated", 1, "Ever escalated."},
                         {"overdue", 1, "Ever past the deadline for resolution."},
                         {"reopened", 1, "Ever taken up again."},
                         {"historical", 1, "Told afterwards."},
                         {"on_time", 1, "Concluded with the deadline for resolution kept."},
                         {"same_day", 1, "Concluded on the day of the report."},
                         {"outcomes", 1, "Ended cases by outcome."},
                         {"grades", 1, "Rated cases by grade."},
                         {"days", 1, "Concluded cases by working days."},
                         {"first_report", 1, "The earliest report."},
                         {"last_report", 1, "The latest report."},
                         {"open_overdue", 2, "Open, and past the deadline for resolution once."},
                         {"rated_badly", 2, "Badly rated, as a whole or for the service."},
                         {"missed", 2, "Limits that passed unmet."},
                         {"services", 2, "Cases whose service was rated, by grade."},
                         {"policies", 2, "Cases whose policy was rated, by grade."}});
}

/// Adds a case.
void add(Counts& counts, const CaseFacts& facts);
/// Takes away a case that was added. The span of the reports stays.
void subtract(Counts& counts, const CaseFacts& facts);

}  // namespace recourse::casework::complaint
