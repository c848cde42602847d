// The window's cases as event logs: XES, OCEL 2.0, and which step follows which (R26, R31, R33).
//
//     const core::Viewer viewer{core::Actor::parse("supervisor:v1@city")};
//     export_xes(*office, {.district = "PD"}, viewer, sink);
//     write_ocel_sqlite(ocel_of(*office, {}, viewer).value().log, "cases.sqlite");
//     Steps steps = steps_of(*office, {.station = "S001"}, viewer).value();
//
// What comes out. Of a case: what its report says of station, line, matter and the like. Of an
// event: its permanent name ("case.accepted"), when it happened, by whom (role, unit and staff
// number; of a citizen the role alone), and its fields by their names, fields of nested structs
// behind a point ("resolution.outcome"). Fields that hold personal data
// (describe::Access::identity) are left out, masked or not, whoever exports; so is whatever else
// the viewer may not see, and the actor where the event hides him. A record that no code writes any
// more is what it means today.
//
// Errors of all: those of select_cases, of the store, of records that cannot be read, and of the
// sink. Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/exchange/ocel.hpp>
#include <recourse/exchange/steps.hpp>
#include <recourse/exchange/xes.hpp>
#include <recourse/office/case_selection.hpp>

namespace recourse::exchange {

/// What an export was made of.
struct Exported {
  Position position{};  ///< Up to which the log was read.
  std::uint64_t cases = 0;
  std::uint64_t events = 0;
  friend bool operator==(const Exported&, const Exported&) = default;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (position, cases, events))
constexpr auto recourse_spec(const Exported*) {
  using describe::Access;
  return describe::spec("exchange.exported", 1, "What an export was made of.",
                        {{"position", 1, "Up to which the log was read.", Access::open},
                         {"cases", 1, "Cases.", Access::open},
                         {"events", 1, "Their events.", Access::open}});
}

/// A case of a selection as a trace.
Result<Trace> trace_of(const Office& office, const SelectedCase& chosen, Position position);

/// Writes an XES log, a case at a time.
Result<Exported> export_xes(const Office& office, const CaseSelection& selection,
                            const core::Viewer& viewer, const Sink& sink);

/// An object-centric log, and what it was made of.
struct OcelExport {
  OcelLog log{};
  Exported exported{};
};

/// The selection as an object-centric log, in memory. Objects: cases, stations, districts, the
/// units (departments) and officers that acted. Each event is `of` its case, `in` the unit and `by`
/// the officer that acted; a case is `registered at` its station, which `belongs to` its district.
Result<OcelExport> ocel_of(const Office& office, const CaseSelection& selection,
                           const core::Viewer& viewer);

/// Which step follows which in the selection's cases, with working days by the office's calendar.
/// Looks in clear are no steps. Names are the events' without "case.".
Result<Steps> steps_of(const Office& office, const CaseSelection& selection,
                       const core::Viewer& viewer);
/// The same of an XES file, by concept:name. Errors: those of read_xes; malformed for an event
/// without a name or time.
Result<Steps> steps_of(const std::filesystem::path& file);

}  // namespace recourse::exchange
