// LedgerEntry: a case as one row of the ledger (台账), each column a described field (R26).
//
//     LedgerEntry row = ledger_entry("S001-20231130-0001-S", state);
//
// Who sees which column follows from its class, as everywhere (core/viewer.hpp). Values; pure.
#pragma once

#include <recourse/casework/complaint/state.hpp>

namespace recourse {

/// A case in the ledger. A column that is empty does not apply, or is not for the viewer to see.
struct LedgerEntry {
  std::string number{};
  std::string station{};
  std::string station_name{};
  std::string district{};
  std::optional<casework::Line> line{};
  std::string matter{};
  std::string reason{};
  std::optional<casework::complaint::Category> category{};
  std::optional<casework::complaint::Channel> channel{};
  casework::Demand demand{};
  casework::Urgency urgency{};
  bool confidential = false;
  std::vector<casework::complaint::CounterFault> counter_did{};
  std::uint32_t earlier_trips = 0;
  std::string reference{};
  casework::complaint::Phase phase{};
  casework::complaint::ClockPhase clock{};
  std::vector<casework::complaint::Loop> loops{};
  std::string unit{};
  std::string department{};
  std::optional<casework::complaint::Route> route{};
  Timestamp reported_at{};
  std::optional<Timestamp> accepted_at{};
  std::optional<Timestamp> contacted_at{};
  std::optional<Timestamp> due{};
  std::optional<Timestamp> closed_at{};
  std::optional<std::uint32_t> working_days{};
  std::optional<bool> on_time{};
  bool same_day = false;
  bool difficult = false;
  bool overdue = false;
  bool escalated = false;
  std::uint32_t repeated_trips = 0;
  std::uint32_t rounds = 0;
  std::uint32_t reopened = 0;
  std::uint32_t reviews = 0;
  std::optional<casework::complaint::Outcome> outcome{};
  std::optional<casework::complaint::Grade> rating{};
  std::optional<casework::complaint::Grade> service{};
  std::optional<casework::complaint::Grade> policy{};
  std::optional<Timestamp> rated_at{};
  bool on_account = false;
  std::optional<std::uint32_t> breaches{};
  std::optional<std::uint32_t> missed{};
  std::vector<casework::complaint::DeadlineKind> missed_limits{};
  std::optional<casework::complaint::LateReason> why_late{};
  std::string assigned_to{};
  std::string merged_into{};
  std::optional<bool> historical{};
  std::optional<Sealed<std::string>> reporter{};
  friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(LedgerEntry, (),
                      (number, station, station_name, district, line, matter, reason, category,
                       channel, demand, urgency, confidential, counter_did, earlier_trips,
                       reference, phase, clock, loops, unit, department, route, reported_at,
                       accepted_at, contacted_at, due, closed_at, working_days, on_time, same_day,
                       difficult, overdue, escalated, repeated_trips, rounds, reopened, reviews,
                       outcome, rating, service, policy, rated_at, on_account, breaches, missed,
                       missed_limits, why_late, assigned_to, merged_into, historical, reporter))
constexpr auto recourse_spec(const LedgerEntry*) {
  using describe::Access;
  return describe::spec(
      "office.ledger_entry", 1, "A case in the ledger (R26).",
      {{"number", 1, "Its number.", Access::open},
       {"station", 1, "Code of the station.", Access::open},
       {"station_name", 1, "Its name.", Access::open},
       {"district", 1, "Code of its district bureau.", Access::open},
       {"line", 1, "Business line that it has now; figures count the line as reported.",
        Access::open},
       {"matter", 1, "Code of the matter; empty: none was named.", Access::open},
       {"reason", 1, "Code of the failure reason; empty: none was named.", Access::open},
       {"category", 1, "Intake category (R9).", Access::open},
       {"channel", 1, "How it came in.", Access::open},
       {"demand", 1, "Kind of the demand (R35).", Access::open},
       {"urgency", 1, "How soon it must be taken in hand (R36).", Access::open},
       {"confidential", 1, "The name stays within the window.", Access::open},
       {"counter_did", 1, "What the counter did before (R9).", Access::open},
       {"earlier_trips", 1, "Trips in vain before the report.", Access::open},
       {"reference", 1, "Number in the system that it came from.", Access::open},
       {"phase", 1, "Where it is.", Access::open},
       {"clock", 1, "Whether its clock runs.", Access::open},
       {"loops", 1, "The closed loops that it is in (R13).", Access::open},
       {"unit", 1, "The unit that owns it (R16).", Access::open},
       {"department", 1, "The department that it was escalated to (R15).", Access::open},
       {"route", 1, "The route taken last (R11).", Access::open},
       {"reported_at", 1, "When it was reported first.", Access::open},
       {"accepted_at", 1, "When it was accepted.", Access::open},
       {"contacted_at", 1, "When the duty to contact was met.", Access::open},
       {"due", 1, "Deadline for resolution.", Access::open},
       {"closed_at", 1, "When it ended.", Access::open},
       {"working_days", 1, "Whole working days from report to end.", Access::open},
       {"on_time", 1, "The deadline for resolution was kept.", Access::open},
       {"same_day", 1, "It ended on the day of the report (R13).", Access::open},
       {"difficult", 1, "The longer limit for difficult matters holds.", Access::open},
       {"overdue", 1, "It was late once, and stays so (R13).", Access::open},
       {"escalated", 1, "It was escalated once (R13).", Access::open},
       {"repeated_trips", 1, "Repeated trips that we caused (R14).", Access::open},
       {"rounds", 1, "Rounds so far, from 1.", Access::open},
       {"reopened", 1, "Times that it was reopened.", Access::open},
       {"reviews", 1, "Reviews decided.", Access::open},
       {"outcome", 1, "What came of it (R8).", Access::open},
       {"rating", 1, "Grade of the whole (R17).", Access::open},
       {"service", 1, "Grade of the service (R17).", Access::open},
       {"policy", 1, "Grade of the policy (R17).", Access::open},
       {"rated_at", 1, "When it was rated.", Access::open},
       {"on_account", 1, "It is on account (R39).", Access::open},
       {"breaches", 1, "Demands beyond the notice without a ground (R14)."},
       {"missed", 1, "Times that a limit passed unmet."},
       {"missed_limits", 1, "Which limits did."},
       {"why_late", 1, "Why it was late."},
       {"assigned_to", 1, "Officer in charge."},
       {"merged_into", 1, "Stream of the case that it went on in (R45)."},
       {"historical", 1, "Told afterwards by an import (R27)."},
       {"reporter", 1, "Who reported it.", Access::identity}});
}

/// The row of a case; whole, before anything is taken out for a viewer.
LedgerEntry ledger_entry(std::string number, const casework::complaint::State& state);

}  // namespace recourse
