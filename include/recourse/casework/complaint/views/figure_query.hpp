// Figure query: figures by any dimensions and period, as of any position (R31, R33).
//
//     FigureQuery query{.where = {{"district", {"PD"}}}, .by = {"station", "month"},
//                       .figures = {"cases", "done_rate", "days_p90"}};
//     auto table = figure_table(rows, query, as_of).value();
//     table.rows[0].keys       → {"PD01", "2023-06"}
//     table.rows[0].values[1]  → {212, 240}: 212 of 240
//
//     auto subjects = figure_cases(rows, query, table.rows[0].keys, "done_rate", as_of).value();
//
// `rows` are a snapshot of the view `figures`. Exact: counted, not estimated; percentiles are the
// nearest rank. What stood in the log behind `as_of` does not count. Pure functions of a snapshot;
// safe from any thread.
#pragma once

#include <recourse/casework/complaint/views/figure_list.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>

namespace recourse::casework::complaint {

/// Cases whose dimension has one of these values: codes, names of enumerations ("population"),
/// periods ("2023-06", "2023H1"); "" is none.
struct FigureFilter {
  std::string dimension = {};
  std::vector<std::string> values = {};
};
BOOST_DESCRIBE_STRUCT(FigureFilter, (), (dimension, values))
constexpr auto recourse_spec(const FigureFilter*) {
  using describe::Access;
  return describe::spec("case.figure_filter", 1, "Cases with one of these values of a dimension.",
                        {{"dimension", 1, "Name of the dimension.", Access::open},
                         {"values", 1, "Its values; \"\" is none.", Access::open}});
}

/// Which cases are in a period: those reported in it, or those that ended in it.
enum class PeriodOf : std::uint8_t { reported = 1, closed = 2 };
BOOST_DESCRIBE_ENUM(PeriodOf, reported, closed)

struct FigureQuery {
  std::vector<FigureFilter> where = {};  ///< All must hold.
  std::optional<LocalDay> from = {};     ///< Both inclusive; none: without a bound.
  std::optional<LocalDay> to = {};
  PeriodOf period_of = PeriodOf::reported;
  std::vector<std::string> by = {};       ///< Dimensions, each once; none: one row.
  std::vector<std::string> figures = {};  ///< Of figure_list(); empty: the headline figures.
  unsigned threads = 2;                   ///< That count; at least 1.
};

/// What a figure is for one group of cases.
struct FigureValue {
  std::int64_t value = 0;  ///< A count, a sum, a percentile; of a share or mean the upper number.
  std::int64_t of = 0;  ///< Of a share or mean: the lower number; of a percentile: cases. Else 0.
  friend bool operator==(const FigureValue&, const FigureValue&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureValue, (), (value, of))
constexpr auto recourse_spec(const FigureValue*) {
  using describe::Access;
  return describe::spec(
      "case.figure_value", 1, "A figure of one group of cases.",
      {{"value", 1, "A count, a sum, a percentile; of a share or mean the upper number.",
        Access::open},
       {"of", 1, "The lower number of a share or mean; cases of a percentile; else 0.",
        Access::open}});
}

/// One group of cases.
struct FigureRow {
  std::vector<std::string> keys = {};
  std::vector<FigureValue> values = {};
  friend bool operator==(const FigureRow&, const FigureRow&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureRow, (), (keys, values))
constexpr auto recourse_spec(const FigureRow*) {
  using describe::Access;
  return describe::spec("case.figure_row", 1, "The figures of one group of cases.",
                        {{"keys", 1, "Its values of the dimensions; \"\" is none.", Access::open},
                         {"values", 1, "In the order of the figures.", Access::open}});
}

/// Figures of groups, sorted by their keys; groups without a case are left out.
struct FigureTable {
  Position position{};
  std::optional<LocalDay> from = {};
  std::optional<LocalDay> to = {};
  std::vector<std::string> by = {};
  std::vector<std::string> figures = {};
  std::vector<FigureRow> rows = {};
  friend bool operator==(const FigureTable&, const FigureTable&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureTable, (), (position, from, to, by, figures, rows))
constexpr auto recourse_spec(const FigureTable*) {
  using describe::Access;
  return describe::spec("case.figure_table", 1, "Figures of groups of cases.",
                        {{"position", 1, "As of which position of the log.", Access::open},
                         {"from", 1, "First day of the period.", Access::open},
                         {"to", 1, "Its last day.", Access::open},
                         {"by", 1, "The dimensions of the groups.", Access::open},
                         {"figures", 1, "Which figures.", Access::open},
                         {"rows", 1, "The groups, sorted by their keys.", Access::open}});
}

/// Errors: invalid_argument (an unknown dimension, figure, value or period; a dimension twice),
/// limit_exceeded (too many groups), corruption, and those of the table.
Result<FigureTable> figure_table(const core::TableSnapshot& rows, const FigureQuery& query,
                                 Position as_of);

/// The cases behind a figure of one group: those that its upper number counts, or of a percentile
/// those that have a value; by their subjects (stream_of), which is the order of their first
/// events. `keys`: of a row of figure_table for the same query. Errors: as figure_table.
Result<std::vector<std::uint64_t>> figure_cases(const core::TableSnapshot& rows,
                                                const FigureQuery& query,
                                                const std::vector<std::string>& keys,
                                                std::string_view figure, Position as_of);

/// Events of cases, counted.
struct EventQuery {
  std::vector<FigureFilter> where = {};
  std::optional<LocalDay> from = {};  ///< On which they happened; both inclusive.
  std::optional<LocalDay> to = {};
  std::vector<std::string> by = {};  ///< Dimensions of event_dimension_list().
  unsigned threads = 2;
};
/// How many events of each group; one figure, "events". Errors: as figure_table.
Result<FigureTable> event_table(const core::TableSnapshot& rows, const EventQuery& query,
                                Position as_of);

}  // namespace recourse::casework::complaint
