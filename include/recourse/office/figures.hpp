// Figures of the office's cases by any dimensions and period, as of any position or moment, and
// the cases behind each (R31, R33).
//
//     FigureQuery query{.by = {"station"}, .figures = {"done_rate"}};
//     auto table = figures(*office, query).value();
//     auto then = figures(*office, query, position_at(*office, moment).value()).value();
//     CasesBehind which{.keys = table.rows[0].keys};
//     auto behind = cases_behind(*office, query, "done_rate", which).value();
//
// Free functions over an office; thread-safety: as the office. Each figure and dimension is
// explained in docs/reference/figures.md. Errors of all: invalid_argument (a name that there is
// none of, with the choice), limit_exceeded (too many groups), view_stopped, timed_out (also for a
// position that the log has not reached), and those of the store.
#pragma once

#include <recourse/casework/complaint/views/figure_query.hpp>
#include <recourse/office/position_at.hpp>

namespace recourse {

using casework::complaint::EventQuery;
using casework::complaint::FigureQuery;
using casework::complaint::FigureTable;

/// As of a position, or of the log's end.
Result<FigureTable> figures(const Office& office, const FigureQuery& query,
                            std::optional<Position> as_of = {});
/// Events of cases, counted.
Result<FigureTable> events(const Office& office, const EventQuery& query,
                           std::optional<Position> as_of = {});
/// Which of the cases behind a figure are named.
struct CasesBehind {
  /// Of a row of `figures` for the same query.
  std::vector<std::string> keys = {};
  /// Those behind this stream, the last one named before; empty: from the first.
  std::string after = {};
  std::size_t most = 100;  ///< From 1 to limits::kListPageMax.
};
/// The streams of the cases that a figure of a group counts, in the order of their first events.
/// Errors besides: not_found (`after`).
Result<std::vector<std::string>> cases_behind(const Office& office, const FigureQuery& query,
                                              std::string_view figure, const CasesBehind& which,
                                              std::optional<Position> as_of = {});

// The same for somebody who looks. Counts are for staff, of whatever unit, and for administrators;
// of the cases behind them those are named that the viewer may see. Refusal: not_to_be_seen.

Result<core::Seen<FigureTable>> figures(const Office& office, const FigureQuery& query,
                                        const core::Viewer& viewer,
                                        std::optional<Position> as_of = {});
Result<core::Seen<FigureTable>> events(const Office& office, const EventQuery& query,
                                       const core::Viewer& viewer,
                                       std::optional<Position> as_of = {});
/// As many as are wanted of those that the viewer may see: others take nobody's place.
Result<core::Seen<std::vector<std::string>>> cases_behind(
    const Office& office, const FigureQuery& query, std::string_view figure,
    const CasesBehind& which, const core::Viewer& viewer, std::optional<Position> as_of = {});

/// The period that a text names: "2023", "2023H2", "2023Q3", "2023-06", "2023-06-01", or two days
/// with ".." between them; first and last day. invalid_argument, saying so, for any other.
Result<std::pair<LocalDay, LocalDay>> parse_period(std::string_view text);
/// The period of the same kind before it (环比): the year, half-year, quarter, month or day before;
/// of two days the same number of days.
Result<std::pair<LocalDay, LocalDay>> period_before(std::string_view text);
/// The same period of the year before (同比): of whole months the same months, else the same days;
/// of February 29 the day before.
std::pair<LocalDay, LocalDay> year_before(const std::pair<LocalDay, LocalDay>& period);

}  // namespace recourse
