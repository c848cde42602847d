// Classes of failures over the log: what was found in a period, and a rectification for it (R28,
// R29, R39).
//
//     const auto found = find_classes(*office, {}).value();        // of the last month
//     const auto& one = found.report.classes[0];                   // one.matter → "RK01"
//     open_rectification(*office, opening_of(found.report, one), context)
//
// Cases are read from the view `cases`, once; find_classes of casework/rectification/classes.hpp
// says how they are compared. Cases of the period that are on account and wait for the same, of one
// matter and reason, are members of a class of their own (FoundClass::account): as many as the
// least count is a class, and nothing is compared. The line of a class is that of its matter, by
// the dispatch catalogue or else the catalogue of matters; otherwise that of most of its cases.
//
// Words that come up in narratives are looked at by find_phrases (office/phrases.hpp).
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/casework/rectification/classes.hpp>
#include <recourse/office/rectification.hpp>

namespace recourse {

/// Which period, and which of its classes. Empty members take in all.
struct ClassQuery {
  std::optional<LocalDay> from = {};  ///< Without it the last month that is over.
  /// Without it: the month's end if `from` begins a month, or else thirty days.
  std::optional<LocalDay> to = {};
  std::int64_t before_days = 91;  ///< What comes before `from`, from 7 to 731 days.
  std::string district = {};      ///< Classes with a station of this district.
  std::string station = {};       ///< Classes with this station.
  std::optional<casework::Line> line = {};
  double false_discovery = 0.05;
  double ratio_least = 1.5;
  std::uint64_t count_least = 5;
};

/// What was found, and the position of the log at which it is true.
struct ClassesFound {
  casework::rectification::ClassReport report{};
  Position position{};
  /// Places in report.classes of those of which the viewer sees a part of the stations alone.
  std::vector<std::size_t> partly{};
};

/// Each class with the rectification that it has for the period. True at `at_least` or later.
/// Errors: invalid_argument, naming the member; view_stopped, timed_out, and those of the store.
Result<ClassesFound> find_classes(const Office& office, const ClassQuery& query,
                                  Position at_least = {});
/// The same for somebody who looks: supervisors see every class, a department those of its line,
/// staff of a station those with their station; of the cases, the ones that the viewer may see.
/// Refusal: not_to_be_seen.
Result<core::Seen<ClassesFound>> find_classes(const Office& office, const ClassQuery& query,
                                              const core::Viewer& viewer, Position at_least = {});

/// What opens the one rectification of a class for the period of a report. Requires: `one` is of
/// the report.
casework::rectification::Open opening_of(const casework::rectification::ClassReport& report,
                                         const casework::rectification::FoundClass& one);
/// The same for the class of a number, from 1, in the list that the viewer sees: the whole class,
/// with all its stations and cases. Refusal: not_to_be_seen, also of a class of which the viewer
/// sees a part alone. Errors: not_found if there is none of that number; as find_classes.
Result<core::Seen<casework::rectification::Open>> opening_of(const Office& office,
                                                             const ClassQuery& query,
                                                             const core::Viewer& viewer,
                                                             std::size_t number,
                                                             Position at_least = {});

/// The same classes as of a position, of the records up to there alone: whoever asks again has the
/// same. Without those on account. Errors: as find_classes.
Result<casework::rectification::ClassReport> classes_as_of(
    const core::EventStore& store, const casework::rectification::ClassRules& rules,
    Position position);

}  // namespace recourse
