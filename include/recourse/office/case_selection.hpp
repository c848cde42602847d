// A selection of cases, of those that somebody may see, as of a position: what exports and analyses
// are made of (R26, R33).
//
//     const core::Viewer viewer{core::Actor::parse("supervisor:v1@city")};
//     auto cases = select_cases(*office, {.district = "PD", .from = first, .to = last}, viewer);
//     cases->cases.size()            → 412
//     each_record_of(*office, cases->cases[0].id, cases->position, see)
//
// Chosen by what the first event of a case says; what a case became later does not change to which
// selection it belongs. Who may see a case goes by how it stands now, whatever `as_of` is. Free
// functions over an office; thread-safety: as the office.
#pragma once

#include <functional>
#include <recourse/office.hpp>

namespace recourse {

/// Which cases. Members that are empty let every case through.
struct CaseSelection {
  std::string station = {};                 ///< Code of the station that registered it.
  std::string district = {};                ///< Code of its district bureau.
  std::optional<casework::Line> line = {};  ///< As reported.
  std::string matter = {};                  ///< Code in the catalogue.
  std::optional<Timestamp> from = {};       ///< Reported then or later.
  std::optional<Timestamp> to = {};         ///< Reported then or earlier, inclusive.
  std::vector<std::string> keys = {};       ///< These cases and no others.
  std::optional<Position> as_of = {};       ///< Of records up to there; nothing: of all.
};

/// A case of a selection, and what its viewer may see of it: never in clear.
struct SelectedCase {
  StreamId id;
  core::Visibility visibility;
};
struct SelectedCases {
  Position position{};  ///< Up to which records are taken: `as_of`, or the log's end.
  /// When that was: of `as_of` the time at which it was recorded, else the office's clock.
  Timestamp moment{};
  std::vector<SelectedCase> cases = {};  ///< In the order in which they were registered.
};

/// Finds them. Cases that the viewer may not see are left out, also where their keys are given; of
/// a citizen those are all: nobody says here whose case it is. Errors: invalid_argument (`as_of` is
/// 0; `from` is later than `to`), timed_out (the log has not come to `as_of`), not_found (a key
/// that no case had by then), and those of the store.
Result<SelectedCases> select_cases(const Office& office, const CaseSelection& selection,
                                   const core::Viewer& viewer);

/// Sees a record of a case.
using SeeRecord = std::function<Result<void>(const core::RecordView& record)>;
/// Calls `see` for each record of a case up to a position, in order. Errors: those of the store,
/// and of `see`.
Result<void> each_record_of(const Office& office, const StreamId& id, Position position,
                            const SeeRecord& see);

}  // namespace recourse
