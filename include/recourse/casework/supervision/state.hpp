// An inspection as its events tell it.
#pragma once

#include <recourse/casework/supervision/values.hpp>

namespace recourse::casework::supervision {

/// A finding as it stands.
struct FindingEntry {
  Finding finding{};
  bool struck = false;
  friend bool operator==(const FindingEntry&, const FindingEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(FindingEntry, (), (finding, struck))
constexpr auto recourse_spec(const FindingEntry*) {
  return describe::spec("supervision.finding_entry", 1, "A finding as it stands.",
                        {{"finding", 1, "What was found."}, {"struck", 1, "It fell by a ruling."}});
}

/// The random sample as it stands.
struct SampleEntry {
  std::optional<SampleRule> rule{};
  std::string seed{};
  std::uint64_t position = 0;
  std::uint64_t population = 0;
  std::string digest{};
  std::vector<std::string> cases{};
  friend bool operator==(const SampleEntry&, const SampleEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(SampleEntry, (), (rule, seed, position, population, digest, cases))
constexpr auto recourse_spec(const SampleEntry*) {
  return describe::spec(
      "supervision.sample_entry", 1, "The random sample as it stands.",
      {{"rule", 1, "What is drawn from what; none: there is no sample."},
       {"seed", 1, "The seed, once it was shown."},
       {"position", 1, "Position of the log as of which the population was taken."},
       {"population", 1, "Cases in the population."},
       {"digest", 1, "SHA-256 of the population's keys."},
       {"cases", 1, "Keys of the drawn cases."}});
}

/// An inspection as its events tell it.
struct State {
  Phases phases{};
  std::string unit{};
  std::string district{};
  std::optional<InspectionKind> kind{};
  bool online = false;
  std::optional<Line> line{};
  std::string reason{};
  std::vector<std::string> cases{};
  std::string owner{};
  Level level{};
  SampleEntry sample{};
  std::vector<FindingEntry> findings{};
  std::uint32_t rung = 0;
  std::string circular{};
  std::string correction{};
  std::string objection{};
  std::optional<Due> due{};
  std::optional<Due> objection_due{};
  std::optional<Due> ruling_due{};
  bool overdue = false;
  bool ruling_overdue = false;
  std::uint32_t missed = 0;
  std::vector<std::string> involved{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phases, unit, district, kind, online, line, reason, cases, owner, level,
                       sample, findings, rung, circular, correction, objection, due, objection_due,
                       ruling_due, overdue, ruling_overdue, missed, involved))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "supervision.state", 1, "An inspection as its events tell it.",
      {{"phases", 1, "Where it is."},
       {"unit", 1, "The inspected unit."},
       {"district", 1, "Code of its district bureau."},
       {"kind", 1, "How it is inspected."},
       {"online", 1, "Without a visit."},
       {"line", 1, "Business line; none: across lines."},
       {"reason", 1, "Why, or what it looks at."},
       {"cases", 1, "Cases because of which it is inspected."},
       {"owner", 1, "The unit that inspects, issues and verifies."},
       {"level", 1, "At which level it is."},
       {"sample", 1, "Its random sample."},
       {"findings", 1, "What was found, numbered from 1."},
       {"rung", 1, "How many circulars were issued."},
       {"circular", 1, "What must be corrected, as the circular says."},
       {"correction", 1, "What the unit says that it has done."},
       {"objection", 1, "Why the unit objects."},
       {"due", 1, "The limit of what must be done next in its course."},
       {"objection_due", 1, "Until when the unit may object."},
       {"ruling_due", 1, "Until when the objection must be ruled on."},
       {"overdue", 1, "The limit of what must be done next has passed for good."},
       {"ruling_overdue", 1, "The limit of the ruling has passed."},
       {"missed", 1, "How many limits have passed."},
       {"involved", 1, "Staff numbers of who planned, found, issued or verified."}});
}

/// Findings that no ruling has struck.
std::uint32_t standing_findings(const State& state);

/// A limit that an inspection is under.
struct OpenLimit {
  LimitKind kind{};
  Due due{};
  std::string unit{};  ///< Who owes it.
  bool missed = false;
};
/// What must be done, in the order of its course; none once it is over.
std::vector<OpenLimit> open_limits(const State& state);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::supervision
