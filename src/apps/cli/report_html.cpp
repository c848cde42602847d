#include "apps/cli/report_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "apps/cli/console.hpp"
#include "apps/cli/figure_text.hpp"
#include "apps/cli/report.hpp"
#include "apps/cli/report_assets.hpp"

namespace recourse::cli {
namespace {

using casework::complaint::FigureForm;
using casework::complaint::FigureInfo;
using casework::complaint::FigureRow;
using casework::complaint::FigureValue;
using casework::complaint::find_dimension;
using casework::complaint::find_figure;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

/// What is said in the language of the page.
class Words {
 public:
  Words(Language language, const CodeNames& names)
      : zh_(language == Language::zh), names_(&names) {}

  std::string_view say(std::string_view zh, std::string_view en) const { return zh_ ? zh : en; }
  std::string figure(std::string_view name) const {
    if (name == "cases_a_window") return std::string{say("每窗事项", "matters a window")};
    const auto* info = find_figure(name);
    return info == nullptr ? std::string{name} : std::string{say(info->zh, info->en)};
  }
  std::string dimension(std::string_view name) const {
    if (name == "window") return std::string{say("窗口形式", "form of the window")};
    const auto* info = find_dimension(name);
    return info == nullptr ? std::string{name} : std::string{say(info->zh, info->en)};
  }
  std::string key(std::string_view dimension, std::string_view key) const {
    if (key.empty()) return std::string{say("无", "none")};
    return key_name(*names_, dimension, key, zh_);
  }
  bool chinese() const { return zh_; }

 private:
  bool zh_;
  const CodeNames* names_;
};

/// A share as a number from 0 to 100, for charts; of other figures the value.
double number_of(const FigureInfo* info, const FigureValue& value) {
  if (info == nullptr || info->form != FigureForm::share) return static_cast<double>(value.value);
  if (value.of == 0) return 0;
  return 100.0 * static_cast<double>(value.value) / static_cast<double>(value.of);
}

// --- parts of the page
// ------------------------------------------------------------------------------------------------

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ink:#1c2733;--soft:#5b6b7b;--line:#d5dde5;--paper:#fff;
--tile:#f4f7fa;--mark:#1f5fa8;--good:#1c7a4a;--bad:#b3392f}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9fb0c0;--line:#33414e;
--paper:#12181f;
--tile:#1b242d;--mark:#7db4f0;--good:#6fcf97;--bad:#f08a80}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--paper);
color:var(--ink);
font:16px/1.55 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}
.about,.note{color:var(--soft);margin:.2rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;
margin:1.2rem 0}
.tile{background:var(--tile);border:1px solid var(--line);border-radius:.5rem;padding:.8rem}
.tile b{display:block;font-size:1.7rem;font-variant-numeric:tabular-nums}
.tile small{color:var(--soft);display:block}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1.2rem;
margin-top:1.2rem}
.chart{position:relative;min-width:0;height:18rem;border:1px solid var(--line);border-radius:.5rem;
padding:.6rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}
thead th{color:var(--soft);font-weight:600;position:sticky;top:0;background:var(--paper)}
td.bar{background-image:linear-gradient(var(--tile),var(--tile));background-repeat:no-repeat;
background-size:var(--w) 100%}
.better{color:var(--good);font-weight:600}.worse{color:var(--bad);font-weight:600}
details summary{cursor:pointer;color:var(--mark)}
dt{font-weight:600;margin-top:.6rem}dd{margin:0;color:var(--soft)}
@media(max-width:40rem){body{padding:1rem;font-size:15px}
.charts{grid-template-columns:minmax(0,1fr)}}
@media print{.chart{break-inside:avoid}details{display:block}}
)";

std::string tile(const Words& words, const Report& report, std::size_t index) {
  const auto* info = find_figure(report.now.figures[index]);
  const auto& value = report.now.rows.front().values[index];
  const auto than = [&](const std::optional<FigureTable>& table, std::string_view label) {
    if (!table || table->rows.front().values[0].value == 0) return std::string{};
    return fmt::format("<small>{} {}</small>", label,
                       escaped(value_text(*info, table->rows.front().values[index])));
  };
  return fmt::format("<div class=\"tile\"><small>{}</small><b>{}</b><small>{}</small>{}{}</div>\n",
                     escaped(words.figure(info->name)), escaped(value_text(*info, value)),
                     escaped(parts_text(*info, value)),
                     than(report.before, words.say("上期", "before:")),
                     than(report.year_before, words.say("上年同期", "a year before:")));
}

std::string tiles(const Words& words, const Report& report) {
  std::string html = "<div class=\"tiles\">\n";
  for (std::size_t i = 0; i < report.now.figures.size(); ++i) {
    if (find_figure(report.now.figures[i])->headline) html += tile(words, report, i);
  }
  return html + "</div>\n";
}

std::string cell(const FigureTable& table, const FigureRow& row, std::size_t f, std::int64_t most) {
  const auto* info = find_figure(table.figures[f]);
  const auto& value = row.values[f];
  const auto text = info == nullptr ? mean_text(value) : value_text(*info, value);
  const bool counts = info != nullptr && info->form == FigureForm::count && most > 0;
  const auto width = counts ? 100 * value.value / most : 0;
  if (counts && f == 0) {
    return fmt::format("<td class=\"bar\" style=\"--w:{}%\">{}</td>", width, escaped(text));
  }
  return fmt::format("<td title=\"{}\">{}</td>",
                     info == nullptr ? "" : escaped(parts_text(*info, value)), escaped(text));
}

std::string table_html(const Words& words, const FigureTable& table) {
  std::string html = "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>";
  for (const auto& by : table.by) html += "<th scope=\"col\">" + escaped(words.dimension(by));
  for (const auto& figure : table.figures) {
    html += "<th scope=\"col\">" + escaped(words.figure(figure));
  }
  html += "</tr></thead><tbody>\n";
  std::int64_t most = 0;
  for (const auto& row : table.rows) most = std::max(most, row.values.front().value);
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
      html += "<td>" + escaped(words.key(table.by[i], row.keys[i])) + "</td>";
    }
    for (std::size_t f = 0; f < row.values.size(); ++f) html += cell(table, row, f, most);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

/// Sections of many rows are folded.
constexpr std::size_t kRowsOpen = 40;

std::string section_html(const Words& words, const ReportSection& section) {
  if (section.table.rows.empty()) return {};
  const auto heading = escaped(words.say(section.zh, section.en));
  const auto table = table_html(words, section.table);
  if (section.table.rows.size() <= kRowsOpen) return "<h2>" + heading + "</h2>\n" + table;
  return fmt::format("<h2>{}</h2>\n<details><summary>{} {}</summary>\n{}</details>\n", heading,
                     section.table.rows.size(), words.say("行，展开", "rows; show"), table);
}

/// The share of the first section's matters: the published table.
std::string published_table(const Words& words, const Report& report) {
  if (report.sections.empty()) return {};
  const auto& table = report.sections.front().table;
  std::int64_t all = 0;
  for (const auto& row : table.rows) all += row.values[0].value;
  std::string html = fmt::format(
      "<h2>{}</h2>\n<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}<th "
      "scope=\"col\">{}<th scope=\"col\">{}<th scope=\"col\">{}</tr></thead><tbody>\n",
      words.say("事项按条线", "Matters by line"), words.say("条线", "line"),
      words.say("件数", "matters"), words.say("占比", "share"), escaped(words.figure("done_rate")));
  for (const auto& row : table.rows) {
    const auto n = row.values[0].value;
    html += fmt::format(
        "<tr><td>{}</td><td class=\"bar\" style=\"--w:{}%\">{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(words.key("line", row.keys[0])), all > 0 ? 100 * n / all : 0,
        grouped(static_cast<std::uint64_t>(n)),
        share(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(all), 0),
        escaped(value_text(*find_figure("done_rate"), row.values[2])));
  }
  html += fmt::format("<tr><td>{}</td><td>{}</td><td>100 %</td><td></td></tr>\n",
                      words.say("合计", "total"), grouped(static_cast<std::uint64_t>(all)));
  return html + "</tbody></table></div>\n";
}

/// The loop beside the cases: what happened in the period, and what stood at its end.
std::string loop_html(const Words& words, const Report& report) {
  if (!report.loop) return {};
  std::string rows;
  for (const auto& one : loop_lines(*report.loop)) {
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        escaped(words.say(one.zh, one.en)), escaped(one.value),
                        escaped(words.say(one.more_zh, one.more_en)));
  }
  if (rows.empty()) return {};
  const auto when = report.loop->from
                        ? words.say("本期发生数；存量为期末数",
                                    "In the period; what stands, as of "
                                    "its end")
                        : words.say("截至该日志位置的累计数", "Of all time, up to the position");
  return fmt::format(
      "<h2>{}</h2>\n<p class=\"note\">{}</p>\n<div class=\"scroll\" tabindex=\"0\"><table>"
      "<tbody>\n{}</tbody></table></div>\n",
      words.say("闭环管理", "The loop"), when, rows);
}

std::string_view band_class(Band band) {
  if (band == Band::better) return "better";
  return band == Band::worse ? "worse" : "";
}

std::string bands_html(const Words& words, const Report& report) {
  std::string rows;
  std::size_t usual = 0;
  for (const auto& one : report.bands) {
    if (one.band == Band::usual || one.band == Band::too_few) {
      ++usual;
      continue;
    }
    const auto* info = find_figure(one.figure);
    const auto band =
        words.chinese() ? describe::label_zh(one.band) : describe::enum_name(one.band);
    const auto size =
        words.chinese() ? describe::label_zh(one.size) : describe::enum_name(one.size);
    rows += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td "
        "class=\"{}\">{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(words.key("station", one.unit)), escaped(size), escaped(words.figure(one.figure)),
        band_class(one.band), escaped(band), escaped(value_text(*info, {one.value, one.of})),
        escaped(value_text(*info, {one.class_value, one.class_of})));
  }
  if (report.bands.empty()) return {};
  return fmt::format(
      "<h2>{}</h2>\n<p class=\"note\">{}</p>\n<div class=\"scroll\" "
      "tabindex=\"0\"><table><thead><tr><th "
      "scope=\"col\">{}<th scope=\"col\">{}<th scope=\"col\">{}<th scope=\"col\">{}<th "
      "scope=\"col\">{}<th scope=\"col\">{}</tr></thead><tbody>\n{}</tbody></table></div>\n"
      "<p class=\"note\">{} {}</p>\n",
      words.say("分档评价", "Bands"),
      words.say("同规模单位间比较，不排名；仅列出不能以偶然解释（99%）的差异，不足 20 件不评。",
                "Compared with units of the same size, not ranked; only what chance does not "
                "explain (99 %) is listed; fewer than 20 cases are not judged."),
      words.say("单位", "unit"), words.say("规模", "size"), words.say("指标", "figure"),
      words.say("档次", "band"), words.say("本单位", "unit's"), words.say("同类", "its class"),
      rows, usual, words.say("项正常或数量不足。", "are usual, or too few."));
}

std::string definitions(const Words& words, const Report& report) {
  std::string html =
      fmt::format("<h2>{}</h2>\n<details><summary>{}</summary><dl>\n",
                  words.say("指标口径", "What the figures mean"), words.say("展开", "show"));
  for (const auto& name : report.now.figures) {
    const auto* info = find_figure(name);
    html += fmt::format("<dt>{} <small>{}</small></dt><dd>{} = {}. {}</dd>\n",
                        escaped(words.figure(name)), escaped(info->rule), escaped(info->name),
                        escaped(info->formula), escaped(info->sentence));
  }
  return html + "</dl></details>\n";
}

// --- charts
// ------------------------------------------------------------------------------------------------

/// A chart's data: labels, and a list for each of the figures.
boost::json::object chart(const Words& words, const ReportSection& section,
                          const std::vector<std::string>& figures, std::size_t most) {
  const auto& table = section.table;
  boost::json::array labels;
  boost::json::array sets;
  const auto shown = std::min(most, table.rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    labels.emplace_back(words.key(table.by[0], table.rows[i].keys[0]));
  }
  for (const auto& figure : figures) {
    const auto at = std::ranges::find(table.figures, figure);
    if (at == table.figures.end()) continue;
    const auto f = static_cast<std::size_t>(at - table.figures.begin());
    const auto* info = find_figure(figure);
    boost::json::array data;
    for (std::size_t i = 0; i < shown; ++i) {
      data.emplace_back(number_of(info, table.rows[i].values[f]));
    }
    sets.push_back(boost::json::object{{"label", words.figure(figure)},
                                       {"data", std::move(data)},
                                       {"share", info->form == FigureForm::share}});
  }
  return {{"title", words.say(section.zh, section.en)}, {"labels", labels}, {"sets", sets}};
}

std::string charts(const Words& words, const Report& report) {
  const std::vector<std::pair<std::string_view, std::vector<std::string>>> wanted{
      {"months", {"cases", "done_rate", "on_time_rate"}},
      {"lines", {"cases"}},
      {"routes", {"cases"}},
      {"districts", {"cases", "done_rate"}}};
  boost::json::array all;
  std::string html;
  for (const auto& [name, figures] : wanted) {
    const auto found = std::ranges::find(report.sections, name, &ReportSection::name);
    if (found == report.sections.end() || found->table.rows.size() < 2) continue;
    html += fmt::format(
        "<div class=\"chart\"><canvas id=\"c{}\" role=\"img\" "
        "aria-label=\"{}\"></canvas></div>\n",
        all.size(), escaped(words.say(found->zh, found->en)));
    all.push_back(chart(words, *found, figures, 60));
  }
  if (all.empty()) return {};
  auto data = boost::json::serialize(all);
  // Within a script nothing may look like its end.
  for (std::size_t at = 0; (at = data.find('<', at)) != std::string::npos;) {
    data.replace(at, 1, "\\u003c");
  }
  return fmt::format(
      "<div class=\"charts\" id=\"charts\">\n{}</div>\n<script>{}</script>\n<script>const "
      "data={};\n"
      "{}</script>\n",
      html, chart_library(), data, kChartScript);
}

std::string scope_text(const Words& words, const Report& report) {
  std::string text;
  for (const auto& one : report.scope) {
    text += (text.empty() ? "" : "，") + words.dimension(one.dimension) + " " +
            words.key(one.dimension, one.values.front());
  }
  return text.empty() ? std::string{words.say("全市", "The whole city")} : text;
}

}  // namespace

std::string report_html(const Report& report, const CodeNames& names, Language language) {
  const Words words{language, names};
  const auto title = escaped(
      words.say("“办不成事”反映窗口统计报告", "Report of the \"couldn't get it done\" windows"));
  std::string period;
  if (report.now.from) period = to_string(*report.now.from) + " … " + to_string(*report.now.to);
  auto html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>{}</style></head>"
      "\n<body><main>\n<h1>{}</h1>\n<p class=\"about\">{}{}{}</p>\n<p class=\"about\">{} {}, {} "
      "{}</p>\n",
      words.say("zh-CN", "en"), title, kStyle, title, escaped(scope_text(words, report)),
      period.empty() ? "" : " · ", period, words.say("截至日志位置", "As of position"),
      grouped(report.position.value), words.say("记录时间", "written at"),
      report.as_of ? to_string(*report.as_of, kShanghaiOffset) : "–");
  html += published_table(words, report) + tiles(words, report) + charts(words, report);
  for (const auto& section : report.sections) {
    if (section.name != "stations") html += section_html(words, section);
  }
  html += bands_html(words, report);
  const auto stations = std::ranges::find(report.sections, "stations", &ReportSection::name);
  if (stations != report.sections.end()) html += section_html(words, *stations);
  html += loop_html(words, report);
  html += definitions(words, report);
  return html + "</main></body></html>\n";
}

}  // namespace recourse::cli
