// Report: what a city, a district, a station, a line or a department did in a period (R31, R46).
//
//     ReportQuery query{.period = "2023H2", .district = "310115"};
//     auto report = make_report(*office, query).value();
//     report.now.rows[0].values[1]    → done rate: value, of
//     report.sections[0].table        → by line, as the published tables have it
//
// Every number is a figure of docs/reference/figures.md; `cases_behind` finds the cases of each.
// Units are set in bands, not in ranks (R43): a unit is compared with the units of its size by an
// interval, and is in a band of its own only if chance does not explain it.
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/office/figures.hpp>
#include <recourse/office/loop.hpp>

namespace recourse {

/// What is reported on. Empty members take in all.
struct ReportQuery {
  std::string period = {};  ///< As parse_period has it.
  std::string district = {};
  std::string station = {};
  std::string department = {};
  std::optional<casework::Line> line = {};
  std::optional<casework::complaint::Channel> channel = {};
  std::optional<Position> as_of = {};
};

/// A table of the report.
struct ReportSection {
  std::string name;
  std::string en;
  std::string zh;
  FigureTable table;
  friend bool operator==(const ReportSection&, const ReportSection&) = default;
};
BOOST_DESCRIBE_STRUCT(ReportSection, (), (name, en, zh, table))
constexpr auto recourse_spec(const ReportSection*) {
  using describe::Access;
  return describe::spec("office.report_section", 1, "A table of a report.",
                        {{"name", 1, "By which programs find it.", Access::open},
                         {"en", 1, "Heading.", Access::open},
                         {"zh", 1, "Heading in Chinese.", Access::open},
                         {"table", 1, "Its figures.", Access::open}});
}

/// How a unit stands among the units of its size. Only what chance does not explain (99 %) makes a
/// band of its own; too few cases make none.
enum class Band : std::uint8_t { too_few = 1, usual = 2, better = 3, worse = 4 };
BOOST_DESCRIBE_ENUM(Band, too_few, usual, better, worse)
constexpr auto recourse_labels(const Band*) {
  return describe::labels<Band>({
      {Band::too_few, "数量不足"},
      {Band::usual, "正常"},
      {Band::better, "良好"},
      {Band::worse, "关注"},
  });
}

/// Units of a size: a third of them, by their matters in the period.
enum class SizeClass : std::uint8_t { small = 1, medium = 2, large = 3 };
BOOST_DESCRIBE_ENUM(SizeClass, small, medium, large)
constexpr auto recourse_labels(const SizeClass*) {
  return describe::labels<SizeClass>({
      {SizeClass::small, "小型"},
      {SizeClass::medium, "中型"},
      {SizeClass::large, "大型"},
  });
}

/// The band of a unit by one figure.
struct UnitBand {
  std::string unit;
  SizeClass size{};
  std::string figure;
  Band band{};
  std::int64_t value = 0;
  std::int64_t of = 0;
  std::int64_t class_value = 0;
  std::int64_t class_of = 0;
  friend bool operator==(const UnitBand&, const UnitBand&) = default;
};
BOOST_DESCRIBE_STRUCT(UnitBand, (), (unit, size, figure, band, value, of, class_value, class_of))
constexpr auto recourse_spec(const UnitBand*) {
  using describe::Access;
  return describe::spec("office.unit_band", 1, "The band of a unit by one figure (R43).",
                        {{"unit", 1, "Code of the station.", Access::open},
                         {"size", 1, "Its class by size.", Access::open},
                         {"figure", 1, "Which figure.", Access::open},
                         {"band", 1, "How it stands in its class.", Access::open},
                         {"value", 1, "Upper number of the unit's share.", Access::open},
                         {"of", 1, "Lower number of the unit's share.", Access::open},
                         {"class_value", 1, "Upper number of its class.", Access::open},
                         {"class_of", 1, "Lower number of its class.", Access::open}});
}

struct Report {
  Position position{};
  std::optional<Timestamp> as_of;
  std::vector<casework::complaint::FigureFilter> scope;
  FigureTable now;
  std::optional<FigureTable> before;
  std::optional<FigureTable> year_before;
  std::vector<ReportSection> sections;
  std::vector<UnitBand> bands;
  std::optional<LoopFigures> loop;
  friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (position, as_of, scope, now, before, year_before, sections, bands, loop))
constexpr auto recourse_spec(const Report*) {
  using describe::Access;
  return describe::spec(
      "office.report", 1, "What was done in a period.",
      {{"position", 1, "As of which position of the log.", Access::open},
       {"as_of", 1, "When the record there was written; none before the first.", Access::open},
       {"scope", 1, "What it is about; none: the whole city.", Access::open},
       {"now", 1, "All figures, of the period.", Access::open},
       {"before", 1, "Of the period before it (环比).", Access::open},
       {"year_before", 1, "Of the same period of the year before (同比).", Access::open},
       {"sections", 1, "By line, by month and so on.", Access::open},
       {"bands", 1, "How the stations stand in their classes.", Access::open},
       {"loop", 1, "Windows, inspections, rectifications of the period; of the city alone.",
        Access::open}});
}

/// Errors: as `figures`; invalid_argument for a period that is none.
Result<Report> make_report(const Office& office, const ReportQuery& query);
/// The same for somebody who looks: whoever may see counts. Refusal: not_to_be_seen.
Result<core::Seen<Report>> make_report(const Office& office, const ReportQuery& query,
                                       const core::Viewer& viewer);

/// The bands of stations by shares in which more, or less, is better. `table`: by station alone.
/// Pure. Stations with fewer than kBandLeast in the lower number are in none.
std::vector<UnitBand> bands_of(const FigureTable& table);
inline constexpr std::int64_t kBandLeast = 20;

}  // namespace recourse
