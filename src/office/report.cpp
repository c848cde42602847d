#include <recourse/office/report.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <recourse/casework/registry/decider.hpp>

#include "office/each_state.hpp"

namespace recourse {
namespace {

using casework::complaint::Better;
using casework::complaint::FigureFilter;
using casework::complaint::FigureForm;
using casework::complaint::FigureInfo;
using casework::complaint::FigureRow;
using casework::complaint::FigureValue;
using casework::complaint::find_figure;

/// A table that every report has, if it says anything.
struct Planned {
  std::string_view name;
  std::string_view en;
  std::string_view zh;
  std::vector<std::string> by;
  std::vector<std::string> figures;
};

const std::vector<Planned>& planned() {
  // The first is the published table: matters by line, and their share.
  static const std::vector<Planned> list{
      {"lines", "By line", "按条线", {"line"}, {"cases", "closed", "done_rate", "on_time_rate"}},
      {"months",
       "By month",
       "按月",
       {"month"},
       {"cases", "done_rate", "on_time_rate", "satisfaction", "repeated_trip_rate", "urgings"}},
      {"categories", "By category", "按类别", {"category"}, {"cases", "done_rate", "days_median"}},
      {"routes",
       "By route",
       "按办理路径",
       {"route"},
       {"cases", "done_rate", "days_median", "days_p90"}},
      {"channels", "By channel", "按渠道", {"channel"}, {"cases", "done_rate"}},
      {"demands",
       "By kind of demand",
       "按诉求类型",
       {"demand"},
       {"cases", "done_rate", "days_p90"}},
      {"outcomes", "By outcome", "按结果", {"outcome"}, {"cases", "days_median"}},
      {"grades", "By grade", "按评价", {"grade"}, {"cases"}},
      {"matters",
       "By matter",
       "按事项",
       {"matter"},
       {"cases", "done_rate", "repeated_trip_rate", "satisfaction"}},
      {"reasons", "By reason", "按未办成原因", {"reason"}, {"cases", "done_rate"}},
      {"departments",
       "By department",
       "按业务部门",
       {"department"},
       {"cases", "done_rate", "overdue_rate", "days_p90"}}};
  return list;
}

std::vector<FigureFilter> scope_of(const ReportQuery& query) {
  std::vector<FigureFilter> scope;
  const auto add = [&](const char* dimension, const std::string& value) {
    if (!value.empty()) scope.push_back({dimension, {value}});
  };
  add("district", query.district);
  add("station", query.station);
  add("department", query.department);
  if (query.line) add("line", std::string{describe::enum_name(*query.line)});
  if (query.channel) add("channel", std::string{describe::enum_name(*query.channel)});
  return scope;
}

/// All figures, of one group.
FigureQuery whole(const std::vector<FigureFilter>& scope) {
  FigureQuery query;
  query.where = scope;
  for (const auto& figure : casework::complaint::figure_list()) {
    query.figures.emplace_back(figure.name);
  }
  return query;
}

void bound(FigureQuery& query, const std::pair<LocalDay, LocalDay>& period) {
  query.from = period.first;
  query.to = period.second;
}

/// Stations by the form of their window; of one district, if it is named.
Result<std::map<std::string, std::vector<std::string>>> windows(const Office& office,
                                                                const std::string& district,
                                                                Position at_least) {
  namespace registry = casework::registry;
  std::map<std::string, std::vector<std::string>> forms;
  RECOURSE_TRY(each_state<registry::RegistryDecider>(
      office, at_least, [&](std::string_view, const registry::State& state) {
        if (state.kind != registry::PlaceKind::station || !state.form) return;
        if (!district.empty() && state.district != district) return;
        forms[std::string{describe::enum_name(*state.form)}].push_back(state.code);
      }));
  return forms;
}

/// How independent and overlaid windows fare (R2): their matters, and those of one window.
Result<void> add_windows(const Office& office, const ReportQuery& asked, const FigureQuery& base,
                         Report& report) {
  // The register tells how windows stand now, not how they stood.
  if (asked.as_of) return {};
  RECOURSE_TRY_ASSIGN(const auto forms, windows(office, asked.district, report.position));
  if (forms.empty()) return {};
  ReportSection section{"windows", "By form of the window", "按窗口形式", {}};
  section.table.position = report.position;
  section.table.by = {"window"};
  for (const auto& [form, stations] : forms) {
    auto query = base;
    query.where.push_back({"station", stations});
    query.figures = {"cases", "done_rate", "days_p90", "satisfaction"};
    RECOURSE_TRY_ASSIGN(auto table, figures(office, query, report.position));
    auto& row = table.rows.front();
    row.keys = {form};
    row.values.push_back({row.values[0].value, static_cast<std::int64_t>(stations.size())});
    section.table.from = table.from;
    section.table.to = table.to;
    section.table.figures = table.figures;
    section.table.rows.push_back(std::move(row));
  }
  section.table.figures.emplace_back("cases_a_window");
  report.sections.push_back(std::move(section));
  return {};
}

Result<void> add_sections(const Office& office, const FigureQuery& base, Report& report) {
  for (const auto& plan : planned()) {
    auto query = base;
    query.by = plan.by;
    query.figures = plan.figures;
    RECOURSE_TRY_ASSIGN(auto table, figures(office, query, report.position));
    report.sections.push_back(
        {std::string{plan.name}, std::string{plan.en}, std::string{plan.zh}, std::move(table)});
  }
  return {};
}

bool one_station(const ReportQuery& query) { return !query.station.empty(); }

Result<void> add_places(const Office& office, const ReportQuery& asked, const FigureQuery& base,
                        Report& report) {
  auto query = base;
  query.figures = {"cases",        "done_rate",   "on_time_rate", "repeated_trip_rate",
                   "satisfaction", "days_median", "days_p90",     "contact_median"};
  if (asked.district.empty()) {
    query.by = {"district"};
    RECOURSE_TRY_ASSIGN(auto table, figures(office, query, report.position));
    report.sections.push_back({"districts", "By district", "按分局", std::move(table)});
  }
  query.by = {"station"};
  RECOURSE_TRY_ASSIGN(auto table, figures(office, query, report.position));
  report.bands = bands_of(table);
  report.sections.push_back({"stations", "By station", "按派出所", std::move(table)});
  return {};
}

/// Nothing before the first record.
Result<std::optional<Timestamp>> written_at(const Office& office, Position position) {
  std::optional<Timestamp> when;
  if (position.value == 0) return when;
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      office.store().read_all({.from = position, .to = position}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (!found) {
    return Error{Errc::corruption,
                 "the log has no record at position " + std::to_string(position.value)};
  }
  when = cursor->record().recorded_at;
  return when;
}

/// The loop of the report's period and position.
Result<LoopFigures> loop_of(const Office& office, const ReportQuery& query,
                            const std::optional<std::pair<LocalDay, LocalDay>>& period,
                            const Report& report) {
  if (!period && !query.as_of) return loop_figures(office, report.position);
  LoopQuery asked{.position = report.position};
  if (period) {
    asked.from = period->first;
    asked.to = period->second;
  }
  if (query.as_of) asked.moment = report.as_of;
  return loop_figures(office, asked);
}

// --- bands
// ------------------------------------------------------------------------------------------------

/// The interval in which a share lies, but for one time in a hundred (Wilson).
std::pair<double, double> interval(std::int64_t value, std::int64_t of) {
  constexpr double z = 2.5758;
  const auto n = static_cast<double>(of);
  const auto p = static_cast<double>(value) / n;
  const auto middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const auto half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  // At the ends it touches them: rounding must not.
  return {value == 0 ? 0 : middle - half, value == of ? 1 : middle + half};
}

Band band_of(const FigureInfo& figure, const FigureValue& unit, const FigureValue& its_class) {
  if (unit.of < kBandLeast || its_class.of == 0) return Band::too_few;
  const auto [low, high] = interval(unit.value, unit.of);
  const auto mean = static_cast<double>(its_class.value) / static_cast<double>(its_class.of);
  if (low <= mean && mean <= high) return Band::usual;
  return (low > mean) == (figure.better == Better::more) ? Band::better : Band::worse;
}

/// The class of each row by its matters: thirds of the units, equal ones in the same.
std::vector<SizeClass> sizes_of(const FigureTable& table, std::size_t cases) {
  std::vector<std::int64_t> sorted;
  for (const auto& row : table.rows) sorted.push_back(row.values[cases].value);
  std::ranges::sort(sorted);
  std::vector<SizeClass> sizes;
  for (const auto& row : table.rows) {
    const auto n = row.values[cases].value;
    if (n <= sorted[(sorted.size() - 1) / 3]) {
      sizes.push_back(SizeClass::small);
    } else {
      sizes.push_back(n <= sorted[(sorted.size() - 1) * 2 / 3] ? SizeClass::medium
                                                               : SizeClass::large);
    }
  }
  return sizes;
}

}  // namespace

std::vector<UnitBand> bands_of(const FigureTable& table) {
  std::vector<UnitBand> bands;
  const auto cases = std::ranges::find(table.figures, "cases");
  if (table.rows.empty() || cases == table.figures.end()) return bands;
  const auto sizes = sizes_of(table, static_cast<std::size_t>(cases - table.figures.begin()));
  for (std::size_t f = 0; f < table.figures.size(); ++f) {
    const auto* figure = find_figure(table.figures[f]);
    if (figure == nullptr || figure->form != FigureForm::share ||
        figure->better == Better::neither) {
      continue;
    }
    std::map<SizeClass, FigureValue> classes;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      classes[sizes[i]].value += table.rows[i].values[f].value;
      classes[sizes[i]].of += table.rows[i].values[f].of;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const auto& value = table.rows[i].values[f];
      const auto& its_class = classes[sizes[i]];
      bands.push_back({table.rows[i].keys.front(), sizes[i], table.figures[f],
                       band_of(*figure, value, its_class), value.value, value.of, its_class.value,
                       its_class.of});
    }
  }
  return bands;
}

Result<Report> make_report(const Office& office, const ReportQuery& query) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  Report report;
  report.position = query.as_of.value_or(head);
  report.scope = scope_of(query);
  auto base = whole(report.scope);
  std::optional<std::pair<LocalDay, LocalDay>> period;
  if (!query.period.empty()) {
    RECOURSE_TRY_ASSIGN(period, parse_period(query.period));
    bound(base, *period);
  }
  RECOURSE_TRY_ASSIGN(report.now, figures(office, base, report.position));
  RECOURSE_TRY_ASSIGN(report.as_of, written_at(office, report.position));
  if (period) {
    auto other = base;
    RECOURSE_TRY_ASSIGN(const auto before, period_before(query.period));
    bound(other, before);
    RECOURSE_TRY_ASSIGN(report.before, figures(office, other, report.position));
    bound(other, year_before(*period));
    RECOURSE_TRY_ASSIGN(report.year_before, figures(office, other, report.position));
  }
  RECOURSE_TRY(add_sections(office, base, report));
  if (!one_station(query)) {
    RECOURSE_TRY(add_windows(office, query, base, report));
    RECOURSE_TRY(add_places(office, query, base, report));
  }
  // Replies and trainings are of no unit: the loop is the whole city's.
  if (report.scope.empty()) {
    RECOURSE_TRY_ASSIGN(report.loop, loop_of(office, query, period, report));
  }
  return report;
}

Result<core::Seen<Report>> make_report(const Office& office, const ReportQuery& query,
                                       const core::Viewer& viewer) {
  using Answer = core::Seen<Report>;
  // Whoever may count may read the report.
  RECOURSE_TRY_ASSIGN(const auto seen,
                      figures(office, {.where = {}, .by = {}, .figures = {"cases"}}, viewer));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  RECOURSE_TRY_ASSIGN(auto report, make_report(office, query));
  return Answer{std::move(report)};
}

}  // namespace recourse
