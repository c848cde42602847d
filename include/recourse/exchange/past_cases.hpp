// Cases of the past that another system has in an XES log, taken into the office as historical
// ones.
//
//     PastCaseMap map{.source = "permits", .reported = "T02 Check", .closed = "T10 Decide"};
//     PastCases found = read_past_cases("permits.xes.gz", map).value();    // plain or gzipped
//     PastCaseImport done = import_past_cases(*office, found, map).value();
//     done.imported                                                      // cases that are new here
//
// A trace is a case: reported by one activity, closed by another, or open still. Its key is the
// source and the trace's name, and so is its command's id: the same file again takes nothing in
// twice. A trace that was taken in with other times stays as it is, is counted and named. No limit
// of such a case fires. What the log says besides is not taken in: no event of a case would mean
// it.
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <recourse/office.hpp>

namespace recourse::exchange {

/// What the activities of a log mean.
struct PastCaseMap {
  std::string source{};    ///< Name of the system: the station, and begins the keys.
  std::string reported{};  ///< Activity (concept:name) by which a case begins.
  std::string closed{};    ///< Activity by which it is closed.
  casework::Line line = casework::Line::other;  ///< Business line of all of them.
  std::string district{};                       ///< District of all of them; may be empty.
};

/// A trace as a case.
struct PastCase {
  StreamId stream;
  std::string name;  ///< Of the trace.
  Timestamp reported;
  std::optional<Timestamp> closed;
};

/// The cases that a file has.
struct PastCases {
  std::vector<PastCase> cases = {};
  std::uint64_t traces = 0;
  std::uint64_t unmapped = 0;  ///< Traces without the activity that reports.
};

/// What an import came to.
struct PastCaseImport {
  std::uint64_t traces = 0;
  std::uint64_t imported = 0;
  std::uint64_t known = 0;
  std::uint64_t open = 0;
  std::uint64_t unmapped = 0;
  std::vector<std::string> differing{};
  friend bool operator==(const PastCaseImport&, const PastCaseImport&) = default;
};
BOOST_DESCRIBE_STRUCT(PastCaseImport, (), (traces, imported, known, open, unmapped, differing))
constexpr auto recourse_spec(const PastCaseImport*) {
  using describe::Access;
  return describe::spec(
      "exchange.past_case_import", 1, "What an import of an XES log came to.",
      {{"traces", 1, "Traces that the file has.", Access::internal},
       {"imported", 1, "Cases that are new here.", Access::internal},
       {"known", 1, "Cases that an earlier import took in.", Access::internal},
       {"open", 1, "Of both: those without the activity that closes.", Access::internal},
       {"unmapped", 1, "Traces without the activity that reports, left out.", Access::internal},
       {"differing", 1,
        "Names of traces that were taken in with other times; they stay as they are.",
        Access::internal}});
}

/// Reads a whole file; nothing is written. Errors: invalid_argument: a source that cannot begin a
/// key, an activity that no trace has; those of read_xes; malformed, with the trace: no name, the
/// name of an earlier one, no time, closed before it is reported.
Result<PastCases> read_past_cases(const std::filesystem::path& file, const PastCaseMap& map);

/// Takes the cases in, each at once and durably; `progress` is called behind each. Errors:
/// malformed, with the trace, of a time that is in the future or further back than the norm
/// days_back allows, before any is taken in; invalid_argument for a case that the rules refuse, and
/// those of Office::handle_all: cases before it are taken in.
Result<PastCaseImport> import_past_cases(
    const Office& office, const PastCases& found, const PastCaseMap& map,
    const std::function<void(std::size_t done, std::size_t all)>& progress = {});

}  // namespace recourse::exchange
