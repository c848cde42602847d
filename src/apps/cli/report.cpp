#include "apps/cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <recourse/base/csv.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/report.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/figure_text.hpp"
#include "apps/cli/figures_commands.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/place_names.hpp"
#include "apps/cli/report_html.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using namespace casework;
using namespace casework::complaint;

using Rows = std::vector<std::vector<std::string>>;

std::string lines_text(const Figures& f) {
  Rows rows{{"条线 line", "", "matters", "share", "closed", "done 办成"}};
  for (const auto& line : f.lines) {
    rows.push_back({std::string{zh(line.line)}, std::string{en(line.line)}, grouped(line.cases),
                    share(line.cases, f.cases, 0), grouped(line.closed),
                    share(line.done, line.concluded)});
  }
  rows.push_back({"合计", "total", grouped(f.cases), share(f.cases, f.cases, 0), grouped(f.closed),
                  share(f.done, f.concluded)});
  return table(rows, "<<>>>>");
}

std::string endings_text(const Figures& f) {
  // Duplicates and withdrawals are in none of the three; what is open and late cannot be on time.
  Rows rows{{"done rate 办成率", share(f.done, f.concluded),
             grouped(f.done) + " of " + grouped(f.concluded) + " concluded"},
            {"on time 按时率", share(f.on_time, timed(f)),
             grouped(f.on_time) + " of " + grouped(timed(f)) + ", " + grouped(f.open_overdue) +
                 " of them open and late"},
            {"same day 当日办结", share(f.same_day, f.concluded), grouped(f.same_day)},
            {"duplicates 并案", share(f.duplicates, f.cases), grouped(f.duplicates)},
            {"withdrawn 撤回", share(f.withdrawn, f.cases), grouped(f.withdrawn)},
            {"escalated 上报", share(f.escalated, f.cases), grouped(f.escalated)},
            {"ever overdue 超期", share(f.overdue, f.cases), grouped(f.overdue)},
            {"reopened 重新办理", share(f.reopened, f.cases), grouped(f.reopened)},
            {"limits missed 逾期未办", "", grouped(f.missed)},
            {"still open 在办", share(f.open, f.cases), grouped(f.open)}};
  return table(rows, "<>>");
}

std::string days_text(const WorkingDays& w) {
  if (w.cases == 0) return "working days to close: no case is closed\n";
  return fmt::format(
      "working days from report to close (start day not counted), {} cases:\n"
      "  median {}, 90th percentile {}, at most {}\n"
      "  within 1 day {}, within 5 days {}, within 10 days {}, within 15 days {}\n",
      grouped(w.cases), w.median, w.p90, w.most, grouped(w.within_1), grouped(w.within_5),
      grouped(w.within_10), grouped(w.within_15));
}

void add_grades(Rows& rows, std::string heading, const std::array<std::uint64_t, 5>& grades,
                std::uint64_t of) {
  const auto rated = std::accumulate(grades.begin(), grades.end(), std::uint64_t{0});
  rows.push_back({std::move(heading), share(rated, of), grouped(rated)});
  for (std::size_t i = 0; i < grades.size(); ++i) {
    rows.push_back({"  " + std::string{zh(static_cast<Grade>(i + 1))}, share(grades[i], rated),
                    grouped(grades[i])});
  }
}

std::string ratings_text(const Figures& f) {
  Rows rows;
  add_grades(rows, "rated 评价率", f.grades, f.concluded);
  rows.push_back(
      {"  badly, or the service 差评", share(f.rated_badly, f.rated), grouped(f.rated_badly)});
  add_grades(rows, "service 服务评价", f.services, f.rated);
  add_grades(rows, "policy 政策评价", f.policies, f.rated);
  return table(rows, "<>>");
}

}  // namespace

std::string figures_text(const Figures& f) {
  std::string text = fmt::format("{} matters from {} stations in {} districts", grouped(f.cases),
                                 grouped(f.stations), grouped(f.districts));
  if (f.first_report) {
    text +=
        fmt::format(", reported {} to {}", to_string(*f.first_report), to_string(*f.last_report));
  }
  if (f.historical > 0) text += fmt::format("; {} of them imported", grouped(f.historical));
  text += "\n\n" + lines_text(f) + "\n" + endings_text(f) + "\n" + days_text(f.working_days);
  return text + "\n" + ratings_text(f);
}

namespace {

boost::json::object lines_json(const Figures& f) {
  boost::json::object lines;
  for (const auto& l : f.lines) {
    lines[describe::enum_name(l.line)] = boost::json::object{
        {"cases", l.cases}, {"closed", l.closed}, {"concluded", l.concluded}, {"done", l.done}};
  }
  return lines;
}

boost::json::object grades_json(const std::array<std::uint64_t, 5>& counts) {
  boost::json::object grades;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    grades[describe::enum_name(static_cast<Grade>(i + 1))] = counts[i];
  }
  return grades;
}

}  // namespace

boost::json::object figures_json(const Figures& f) {
  boost::json::object outcomes;
  for (std::size_t i = 0; i < f.outcomes.size(); ++i) {
    outcomes[describe::enum_name(static_cast<Outcome>(i + 1))] = f.outcomes[i];
  }
  const auto& w = f.working_days;
  return {{"cases", f.cases},
          {"open", f.open},
          {"closed", f.closed},
          {"concluded", f.concluded},
          {"duplicates", f.duplicates},
          {"withdrawn", f.withdrawn},
          {"open_overdue", f.open_overdue},
          {"done", f.done},
          {"on_time", f.on_time},
          {"same_day", f.same_day},
          {"escalated", f.escalated},
          {"overdue", f.overdue},
          {"reopened", f.reopened},
          {"historical", f.historical},
          {"stations", f.stations},
          {"districts", f.districts},
          {"lines", lines_json(f)},
          {"outcomes", std::move(outcomes)},
          {"rated", f.rated},
          {"grades", grades_json(f.grades)},
          {"services", grades_json(f.services)},
          {"policies", grades_json(f.policies)},
          {"rated_badly", f.rated_badly},
          {"missed", f.missed},
          {"working_days",
           {{"cases", w.cases},
            {"median", w.median},
            {"p90", w.p90},
            {"most", w.most},
            {"within_1", w.within_1},
            {"within_5", w.within_5},
            {"within_10", w.within_10},
            {"within_15", w.within_15}}}};
}

namespace {

TallyFilter filter_of(const ReportArguments& a) {
  return {.station = a.station,
          .district = a.district,
          .line = named<Line>(a.line),
          .channel = named<Channel>(a.channel)};
}

ReportQuery query_of(const ReportArguments& a, const std::optional<Position>& as_of) {
  return {.period = a.period,
          .district = a.district,
          .station = a.station,
          .department = a.department,
          .line = named<Line>(a.line),
          .channel = named<Channel>(a.channel),
          .as_of = as_of};
}

/// The figures that the first block does not have, and those before them.
std::string further_text(const recourse::Report& report) {
  const std::vector<std::string_view> first{"cases", "open",       "closed",   "concluded",
                                            "done",  "duplicates", "withdrawn"};
  Rows rows{{"指标", "figure", "", "", report.before ? "环比 before" : "",
             report.year_before ? "同比 a year before" : ""}};
  for (std::size_t i = 0; i < report.now.figures.size(); ++i) {
    const auto& info = *find_figure(report.now.figures[i]);
    if (std::ranges::find(first, info.name) != first.end()) continue;
    const auto at = [&](const std::optional<FigureTable>& table) {
      return table ? value_text(info, table->rows.front().values[i]) : std::string{};
    };
    const auto& value = report.now.rows.front().values[i];
    rows.push_back({std::string{info.zh}, std::string{info.name}, value_text(info, value),
                    parts_text(info, value), at(report.before), at(report.year_before)});
  }
  return table(rows, "<<>>>>");
}

/// The published table: the matters of the report's period and unit by line, with their total.
Figures published_of(const recourse::Report& report) {
  Figures published;
  for (std::size_t i = 0; i < published.lines.size(); ++i) {
    published.lines[i].line = static_cast<Line>(i + 1);
  }
  for (const auto& row : report.sections.front().table.rows) {
    const auto count = [&](std::int64_t n) { return static_cast<std::uint64_t>(n); };
    const auto line = named<Line>(row.keys.front());
    const LineFigures one{.line = line.value_or(Line::other),
                          .cases = count(row.values[0].value),
                          .closed = count(row.values[1].value),
                          .done = count(row.values[2].value),
                          .concluded = count(row.values[2].of)};
    *std::ranges::find(published.lines, one.line, &LineFigures::line) = one;
    published.cases += one.cases;
    published.closed += one.closed;
    published.done += one.done;
    published.concluded += one.concluded;
  }
  return published;
}

std::string published_text(const recourse::Report& report) {
  const auto published = published_of(report);
  auto text = grouped(published.cases) + " matters";
  if (report.now.from) {
    text +=
        fmt::format(", reported {} to {}", to_string(*report.now.from), to_string(*report.now.to));
  }
  return text + "\n\n" + lines_text(published) + "\n";
}

boost::json::object published_json(const recourse::Report& report) {
  const auto published = published_of(report);
  return {{"cases", published.cases},
          {"closed", published.closed},
          {"concluded", published.concluded},
          {"done", published.done},
          {"lines", lines_json(published)}};
}

/// How many stations are in each band by each figure.
std::string bands_text(const recourse::Report& report) {
  std::map<std::string, std::array<std::uint64_t, 5>> counts;
  for (const auto& one : report.bands) ++counts[one.figure][static_cast<std::size_t>(one.band)];
  if (counts.empty()) return {};
  Rows rows{{"分档 bands", "better 良好", "usual 正常", "worse 关注", "too few 数量不足"}};
  const auto of = [](const std::array<std::uint64_t, 5>& n, Band band) {
    return grouped(n[static_cast<std::size_t>(band)]);
  };
  for (const auto& [figure, n] : counts) {
    rows.push_back({figure, of(n, Band::better), of(n, Band::usual), of(n, Band::worse),
                    of(n, Band::too_few)});
  }
  return table(rows, "<>>>>");
}

/// Every table, one below the other: section, keys, figure, value, of.
std::string report_csv(const recourse::Report& report) {
  auto csv = base::csv_line({"section", "keys", "figure", "value", "of"});
  const auto add = [&](const std::string& section, const FigureTable& table) {
    for (const auto& row : table.rows) {
      std::string keys;
      for (const auto& key : row.keys) keys += (keys.empty() ? "" : "/") + key;
      for (std::size_t f = 0; f < row.values.size(); ++f) {
        csv +=
            base::csv_line({section, base::csv_text(keys), table.figures[f],
                            std::to_string(row.values[f].value), std::to_string(row.values[f].of)});
      }
    }
  };
  add("now", report.now);
  if (report.before) add("before", *report.before);
  if (report.year_before) add("year_before", *report.year_before);
  for (const auto& section : report.sections) add(section.name, section.table);
  return csv;
}

Exit write_html(const Session& session, const Office& office, const ReportArguments& a,
                const recourse::Report& report) {
  const bool chinese = a.language != "en";
  const auto page =
      report_html(report, code_names(office, chinese), chinese ? Language::zh : Language::en);
  const auto written = write_to(a.html, [&](const exchange::Sink& sink) { return sink(page); });
  if (!written) return fail(session, written.error());
  const boost::json::object item{{"file", a.html}, {"bytes", page.size()}};
  return answered(print(session, item_answer(report.position, item),
                        fmt::format("{}: {} bytes, as of position {}\n", a.html,
                                    grouped(page.size()), grouped(report.position.value))));
}

}  // namespace

Exit run_report(const Session& session, const ReportArguments& a) {
  if (a.csv && !a.html.empty()) return fail(session, Usage{"--csv or --html, not both"});
  if (a.bom && !a.csv) return fail(session, Usage{"--bom is for --csv"});
  if (a.html.empty() && !a.language.empty())
    return fail(session, Usage{"--language is for --html"});
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto position = as_of(**office, a.as_of);
  if (!position) return fail(session, position.error());
  const auto report = make_report(**office, query_of(a, *position));
  if (!report) return fail(session, report.error());
  if (report->now.rows.front().values.front().value == 0) {
    const auto unknown = unknown_place(**office, {{a.station}, {a.district}, {a.department}, {}});
    if (!unknown) return fail(session, unknown.error());
    if (*unknown) return fail(session, **unknown);
  }
  if (!a.html.empty()) return write_html(session, **office, a, *report);
  if (a.csv) return answered(print((a.bom ? "\xEF\xBB\xBF" : "") + report_csv(*report)));
  // Of all time and of no department the first block says more than the published table.
  const bool whole_log = a.period.empty() && a.department.empty();
  std::optional<Figures> figures;
  if (whole_log) {
    auto found = (*office)->report(filter_of(a), report->position);
    if (!found) return fail(session, found.error());
    figures = std::move(*found);
  }
  auto json = whole_log ? figures_json(*figures) : published_json(*report);
  auto text = whole_log ? figures_text(*figures) + "\n" : published_text(*report);
  text += further_text(*report);
  if (const auto bands = bands_text(*report); !bands.empty()) text += "\n" + bands;
  if (report->loop) {
    json["loop"] = describe::to_json(*report->loop);
    if (const auto more = loop_text(*report->loop); !more.empty()) text += "\n" + more;
  }
  json["report"] = describe::to_json(*report);
  return answered(print(session, item_answer(report->position, std::move(json)), text));
}

void add_report_command(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ReportArguments>();
  auto* command =
      app.add_subcommand("report", "What was done in a period: figures, tables, bands, a page.");
  command->add_option("--station", a->station, "Only this station.")->check(not_empty());
  command->add_option("--district", a->district, "Only this district.")->check(not_empty());
  command->add_option("--department", a->department, "Only what this department has or had.")
      ->check(not_empty());
  command->add_option("--line", a->line, "Only this business line.")
      ->among("line", describe::enum_info<casework::Line>);
  command->add_option("--channel", a->channel, "Only this channel.")
      ->among("channel", describe::enum_info<casework::complaint::Channel>);
  command
      ->add_option("--period", a->period,
                   "Reported in 2023, 2023H2, 2023Q3, 2023-06, or day..day; compared with the "
                   "period before, and a year before.")
      ->check(not_empty());
  command->add_option("--as-of", a->as_of, "As recorded up to this position or moment.")
      ->check(position_or_moment());
  command->add_option("--html", a->html, "Writes a page with charts to this file.")
      ->check(not_empty());
  command->add_option("--language", a->language, "Of the page: zh or en.")
      ->among("language", {"zh", "en"});
  command->add_flag("--csv", a->csv, "Every table as CSV.");
  command->add_flag("--bom", a->bom, "With a byte order mark, for spreadsheets.");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_report(session, *a); }; });
}

}  // namespace recourse::cli
