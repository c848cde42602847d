// Figure list: every figure of the cases with its definition, and the dimensions they are asked by
// (R31, R34).
//
//     find_figure("done_rate")->formula   → "done / concluded"
//
// A figure is defined here once, as conditions on the columns of case facts: what computes it, the
// page that explains it, and what finds the cases behind it, all read this table. Constants; safe
// from any thread.
#pragma once

#include <recourse/casework/complaint/views/case_facts.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/core/column_query.hpp>
#include <span>

namespace recourse::casework::complaint {

/// What a figure's number says.
enum class FigureForm : std::uint8_t {
  count = 1,   ///< So many.
  share = 2,   ///< So many of so many.
  mean = 3,    ///< A sum over so many.
  median = 4,  ///< Nearest rank, exact, as p90.
  p90 = 5,
};
BOOST_DESCRIBE_ENUM(FigureForm, count, share, mean, median, p90)

/// Whether more of it is better.
enum class Better : std::uint8_t { neither, more, less };

struct FigureInfo {
  std::string_view name;  ///< "done_rate"
  std::string_view en;
  std::string_view zh;
  std::string_view rule;      ///< "R34"
  std::string_view formula;   ///< "done / concluded"
  std::string_view sentence;  ///< What it means, and what is left out.
  std::string_view unit;      ///< "cases", "%", "minutes", "working days", …
  FigureForm form = FigureForm::count;
  Better better = Better::neither;
  bool headline = false;     ///< One of the figures that a report begins with.
  core::ColumnCounter over;  ///< Counted, or summed; for median and p90 the values.
  core::ColumnCounter of;    ///< What it is a share, or a mean, of.
};
/// The value of a rank among many, not a count.
inline bool is_percentile(const FigureInfo& figure) {
  return figure.form == FigureForm::median || figure.form == FigureForm::p90;
}
std::span<const FigureInfo> figure_list();
/// nullptr if there is none of that name.
const FigureInfo* find_figure(std::string_view name);

/// How the numbers of a column are shown.
enum class DimensionForm : std::uint8_t {
  word,     ///< A code.
  named,    ///< A value of an enumeration.
  day,      ///< 2023-06-01
  week,     ///< 2023-W22, as ISO 8601 has it.
  month,    ///< 2023-06
  quarter,  ///< 2023Q2
  half,     ///< 2023H1
  year,     ///< 2023
  hour,     ///< 09, of the day
};

struct DimensionInfo {
  std::string_view name;  ///< "station"
  std::string_view en;
  std::string_view zh;
  std::string_view sentence;
  DimensionForm form = DimensionForm::word;
  std::size_t column = 0;   ///< Of case facts, or of events.
  std::int64_t values = 0;  ///< Of an enumeration: the greatest number.
  /// Of an enumeration: a value's name and its Chinese; empty for 0.
  std::string (*name_of)(std::int64_t) = nullptr;
  std::string (*zh_of)(std::int64_t) = nullptr;
};
std::span<const DimensionInfo> dimension_list();
const DimensionInfo* find_dimension(std::string_view name);
/// By which events are counted.
std::span<const DimensionInfo> event_dimension_list();

}  // namespace recourse::casework::complaint
