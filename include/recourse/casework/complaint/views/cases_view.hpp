// CasesView: every case as it stands, listed by station, by unit and by due time (R16, R31).
//
//     views.add([] { return std::make_unique<CasesView>(ComplaintDecider{}); });
//     auto rows = views.snapshot("cases").value();
//     auto page = list_cases(*rows, {.station = "S001", .phase = Phase::accepted}).value();
//     auto due = list_deadlines(*rows, {.to = tomorrow}).value();
//
//     's' stream                                             →  the case's state
//     'd' …                                                  →  the due-time index of its limits
//     'x' 's' station \0 be64 due | u8 phase | stream        →  (empty)
//     'x' 'u' unit    \0 be64 due | u8 phase | stream        →  (empty)
//     'x' 'a' unit \0 …                                      →  of units that do not own it, or of
//                                                               all once it has ended: duties
//                                                               (casework/common/agenda.hpp)
//
// `due` is the end of the earliest limit that runs, met limits left out; without one, the end of
// time. Holds nothing personal. Thread-safety: as Projection; the functions from any thread.
#pragma once

#include <recourse/casework/common/agenda.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/state_view.hpp>

namespace recourse::casework::complaint {

class CasesView final : public core::StateView<ComplaintDecider> {
 public:
  static constexpr std::string_view kName = "cases";
  /// Goes up with every change of these rows or of State.
  static constexpr std::uint32_t kVersion = 4;

  explicit CasesView(ComplaintDecider decider);

 private:
  void rows_of(std::string_view stream, const core::Loaded<State>& now,
               core::RowSink& rows) const override;
};

/// Which cases are listed. Empty members take in all.
struct CaseQuery {
  std::string station = {};
  std::string unit = {};  ///< That owns it now (R16); with `station`, both must hold.
  std::optional<Phase> phase = {};
  /// Only those whose earliest limit ends at or before this moment.
  std::optional<Timestamp> due_by = {};
  bool open_only = false;
  std::size_t page_size = 100;  ///< From 1 to limits::kListPageMax.
  /// CasePage::next of the page before; empty: from the beginning.
  std::string after = {};
};

/// A case in a list.
struct CaseEntry {
  StreamId id;
  std::string station;
  std::string unit;  ///< That owns it now.
  std::optional<Line> line;
  Phases phases;
  Timestamp reported_at;
  bool overdue = false;                           ///< It was past the deadline for resolution once.
  std::optional<core::ArmedTimer> next_deadline;  ///< The earliest that runs.
};

/// Part of a list, sorted by station or unit, then by the earliest limit, then by phase.
struct CasePage {
  std::vector<CaseEntry> cases;
  std::string next;     ///< For CaseQuery::after; empty: that was all.
  Position position{};  ///< The list is true at this position.
};
/// Errors: invalid_argument (page_size, after), corruption, and those of the table.
Result<CasePage> list_cases(const core::TableSnapshot& rows, const CaseQuery& query);

/// Which limits are listed. Empty members take in all.
struct DeadlineQuery {
  Timestamp from = Timestamp{std::chrono::days{-719'162}};  ///< Limits that end from here …
  Timestamp to = Timestamp{std::chrono::days{2'932'896}};   ///< … to here, both inclusive.
  std::string station = {};
  std::string unit = {};
  std::optional<DeadlineKind> kind = {};
  bool firing_only = false;     ///< Only those at whose end the engine acts.
  std::size_t page_size = 100;  ///< From 1 to limits::kListPageMax.
  /// DeadlineList::next of the page before; empty: from the beginning.
  std::string after = {};
};

/// A limit in a list.
struct Deadline {
  StreamId id;
  DeadlineKind kind{};
  Timestamp due{};
  bool fires = false;  ///< The engine acts when it has passed.
  std::string station;
  std::string unit;
  Phases phases;
};

/// Sorted by when they end.
struct DeadlineList {
  std::vector<Deadline> deadlines;
  bool more = false;  ///< There are others behind the last.
  std::string next;   ///< For DeadlineQuery::after; empty: that was all.
  Position position{};
};
/// Errors: invalid_argument (page_size, after), corruption, and those of the table.
Result<DeadlineList> list_deadlines(const core::TableSnapshot& rows, const DeadlineQuery& query);

/// The open duties of a unit in all cases (all_duties). Errors: as list_duties.
Result<Agenda> list_case_duties(const core::TableSnapshot& rows, const AgendaQuery& query);

}  // namespace recourse::casework::complaint
