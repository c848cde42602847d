#include "apps/cli/figures_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <recourse/base/csv.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/figures.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/figure_text.hpp"
#include "apps/cli/list_names.hpp"
#include "apps/cli/place_names.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using namespace casework::complaint;

struct FiguresArguments {
  std::vector<std::string> by;
  std::vector<std::string> figures;
  std::vector<std::string> where;
  std::string period;
  bool ended = false;
  bool events = false;
  bool compare = false;
  bool list = false;
  bool csv = false;
  bool bom = false;
  std::string as_of;
  std::string cases;
  std::string after;
  std::optional<std::uint64_t> most;
  ViewerArguments viewer;
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (;;) {
    const auto end = text.find(at, from);
    parts.push_back(text.substr(from, end - from));
    if (end == std::string::npos) return parts;
    from = end + 1;
  }
}

/// Several options, each of which may name several.
std::vector<std::string> all_of(const std::vector<std::string>& given) {
  std::vector<std::string> all;
  for (const auto& one : given) {
    for (auto& part : split(one, ',')) all.push_back(std::move(part));
  }
  return all;
}

Result<std::vector<FigureFilter>> filters_of(const std::vector<std::string>& given) {
  std::vector<FigureFilter> filters;
  for (const auto& one : given) {
    const auto at = one.find('=');
    if (at == 0 || at == std::string::npos) {
      return of_argument(
          "--where", Error{Errc::invalid_argument, "\"" + one +
                                                       "\" is no filter; write dimension=value, or "
                                                       "dimension=value,value"});
    }
    filters.push_back({one.substr(0, at), split(one.substr(at + 1), ',')});
  }
  return filters;
}

Result<FigureQuery> query_of(const FiguresArguments& a) {
  FigureQuery query;
  query.by = all_of(a.by);
  query.figures = all_of(a.figures);
  query.period_of = a.ended ? PeriodOf::closed : PeriodOf::reported;
  RECOURSE_TRY_ASSIGN(query.where, filters_of(a.where));
  if (!a.period.empty()) {
    const auto period = parse_period(a.period);
    if (!period) return of_argument("--period", period.error());
    query.from = period->first;
    query.to = period->second;
  }
  return query;
}

/// Places, matters and reasons that the filters name; "none" asks for cases without them.
PlaceNames names_in(const std::vector<FigureFilter>& filters) {
  PlaceNames names;
  for (const auto& filter : filters) {
    auto* const list = names.of(filter.dimension);
    if (list == nullptr) continue;
    std::ranges::copy_if(filter.values, std::back_inserter(*list),
                         [](const std::string& value) { return value != "none"; });
  }
  return names;
}

std::string cell_text(const std::string& figure, const FigureValue& value) {
  const auto* info = find_figure(figure);
  return info == nullptr ? grouped(static_cast<std::uint64_t>(value.value))
                         : value_text(*info, value);
}

std::string heading(const std::string& figure) {
  const auto* info = find_figure(figure);
  return info == nullptr ? figure : std::string{info->zh} + " " + figure;
}

/// Another period's table, found by its groups.
struct Compared {
  Compared(std::string_view name, FigureTable of) : label(name), table(std::move(of)) {
    for (const auto& row : table.rows) groups.emplace(row.keys, &row);
  }
  std::string label;
  FigureTable table;
  std::map<std::vector<std::string>, const FigureRow*> groups;
};

std::string table_text(const FigureTable& t, const std::vector<Compared>& others,
                       const CodeNames& names) {
  std::vector<std::vector<std::string>> rows(1);
  std::string align(t.by.size(), '<');
  for (const auto& by : t.by) rows[0].push_back(by);
  for (const auto& figure : t.figures) {
    rows[0].push_back(heading(figure));
    align += '>';
    for (const auto& other : others) {
      rows[0].push_back(other.label);
      align += '>';
    }
  }
  for (const auto& row : t.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
      cells.push_back(row.keys[i].empty() ? "–" : key_name(names, t.by[i], row.keys[i], true));
    }
    for (std::size_t f = 0; f < row.values.size(); ++f) {
      cells.push_back(cell_text(t.figures[f], row.values[f]));
      for (const auto& other : others) {
        const auto before = other.groups.find(row.keys);
        cells.push_back(before == other.groups.end()
                            ? "–"
                            : cell_text(t.figures[f], before->second->values[f]));
      }
    }
    rows.push_back(std::move(cells));
  }
  return t.rows.empty() ? "no case\n" : table(rows, align);
}

/// One line a group: its keys, and of each figure its value and what it is of.
std::string table_csv(const FigureTable& t) {
  std::vector<std::string> cells = t.by;
  for (const auto& figure : t.figures) {
    cells.push_back(figure);
    cells.push_back(figure + "_of");
  }
  auto csv = base::csv_line(cells);
  for (const auto& row : t.rows) {
    cells.clear();
    for (const auto& key : row.keys) cells.push_back(base::csv_text(key));
    for (const auto& value : row.values) {
      cells.push_back(std::to_string(value.value));
      cells.push_back(std::to_string(value.of));
    }
    csv += base::csv_line(cells);
  }
  return csv;
}

Exit run_list(const Session& session) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : figure_list()) {
    rows.push_back({std::string{one.name}, std::string{one.zh}, std::string{one.sentence}});
  }
  const auto add = [&](std::span<const DimensionInfo> list) {
    rows.clear();
    for (const auto& one : list) {
      rows.push_back({std::string{one.name}, std::string{one.zh}, std::string{one.sentence}});
    }
  };
  auto text = "figures:\n" + table(rows, "<<<");
  add(dimension_list());
  text += "\ndimensions, by which they are asked:\n" + table(rows, "<<<");
  add(event_dimension_list());
  text += "\ndimensions of events (--events):\n" + table(rows, "<<<");
  return answered(print(session, item_answer(figure_list_json()), text));
}

Exit run_cases(const Session& session, const Office& office, const FiguresArguments& a,
               FigureQuery query, const std::optional<Position>& position,
               const core::Viewer& viewer) {
  if (query.figures.size() != 1) {
    return fail(session, Usage{"--cases lists the cases behind one figure; name it by --figure"});
  }
  CasesBehind which{.keys = {}, .after = a.after, .most = a.most.value_or(100)};
  if (!query.by.empty()) which.keys = split(a.cases, ',');
  const auto found = cases_behind(office, query, query.figures[0], which, viewer, position);
  if (!found) return fail(session, found.error());
  if (const auto* no = core::refused(*found)) return refuse(session, *no);
  boost::json::array list;
  std::string text;
  for (const auto& stream : std::get<0>(*found)) {
    list.emplace_back(stream);
    text += stream + "\n";
  }
  const auto at = position.value_or(core::known_head(office.store()));
  return answered(print(session, list_answer(at, std::move(list)), text));
}

Result<std::vector<Compared>> others(const Office& office, const FiguresArguments& a,
                                     const FigureQuery& query, std::optional<Position> position) {
  std::vector<Compared> list;
  if (!a.compare) return list;
  RECOURSE_TRY_ASSIGN(const auto before, period_before(a.period));
  const auto year = year_before({*query.from, *query.to});
  for (const auto& [label, period] :
       {std::pair{"环比 before", before}, std::pair{"同比 a year before", year}}) {
    auto other = query;
    other.from = period.first;
    other.to = period.second;
    RECOURSE_TRY_ASSIGN(auto table, figures(office, other, position));
    list.emplace_back(label, std::move(table));
  }
  return list;
}

Result<core::Seen<FigureTable>> count(const Office& office, const FiguresArguments& a,
                                      const FigureQuery& query, const core::Viewer& viewer,
                                      std::optional<Position> position) {
  if (!a.events) return figures(office, query, viewer, position);
  return events(office, {.where = query.where, .from = query.from, .to = query.to, .by = query.by},
                viewer, position);
}

/// A day, week, month or year: of another period none is the same.
bool is_of_a_period(const std::string& dimension) {
  using casework::complaint::DimensionForm;
  const auto* info = casework::complaint::find_dimension(dimension);
  return info != nullptr && info->form >= DimensionForm::day && info->form != DimensionForm::hour;
}

/// What does not go together; nothing if all does.
std::optional<Usage> wrong_together(const FiguresArguments& a) {
  const bool cases = !a.cases.empty();
  if (a.compare && (a.period.empty() || a.events)) {
    return Usage{"--compare compares a --period of cases with those before it"};
  }
  if (a.events && (!a.figures.empty() || a.ended || cases)) {
    return Usage{"--events counts events: without --figure, --ended and --cases"};
  }
  if (a.csv && (a.compare || cases))
    return Usage{"--csv is for one table: no --compare, no --cases"};
  if (cases && a.compare) return Usage{"--cases lists cases: without --compare"};
  if (!cases && (a.most || !a.after.empty())) return Usage{"--most and --after are for --cases"};
  if (a.bom && !a.csv) return Usage{"--bom is for --csv"};
  return std::nullopt;
}

Exit run_figures(const Session& session, const FiguresArguments& a) {
  if (a.list) return run_list(session);
  if (const auto wrong = wrong_together(a)) return fail(session, *wrong);
  const auto query = query_of(a);
  if (!query) return fail(session, query.error());
  if (const auto wrong = unknown_in_figures(*query, a.events)) return fail(session, *wrong);
  if (a.compare && std::ranges::any_of(query->by, is_of_a_period)) {
    return fail(session, Usage{"--compare puts a period beside those before it: without --by day, "
                               "week, month, quarter, half or year; name one by --period"});
  }
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto position = as_of(**office, a.as_of);
  if (!position) return fail(session, position.error());
  const auto unknown = unknown_place(**office, names_in(query->where));
  if (!unknown) return fail(session, unknown.error());
  if (*unknown) return fail(session, **unknown);
  if (!a.cases.empty()) return run_cases(session, **office, a, *query, *position, *viewer);
  const auto seen = count(**office, a, *query, *viewer, *position);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& table = std::get<FigureTable>(*seen);
  const auto compared = others(**office, a, *query, table.position);
  if (!compared) return fail(session, compared.error());
  if (a.csv) return answered(print((a.bom ? "\xEF\xBB\xBF" : "") + table_csv(table)));
  auto item = describe::to_json(table).as_object();
  for (std::size_t i = 0; i < compared->size(); ++i) {
    item[i == 0 ? "before" : "year_before"] = describe::to_json((*compared)[i].table);
  }
  return answered(print(session, item_answer(table.position, std::move(item)),
                        table_text(table, *compared, code_names(**office, true))));
}

}  // namespace

Result<std::optional<Position>> as_of(const Office& office, const std::string& text) {
  if (text.empty()) return std::optional<Position>{};
  if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    RECOURSE_TRY_ASSIGN(const auto position, reached(office, Position{std::stoull(text)}));
    return std::optional{position};
  }
  RECOURSE_TRY_ASSIGN(const auto when, moment("--as-of", text, DayEdge::end));
  RECOURSE_TRY_ASSIGN(const auto position, position_at(office, *when));
  return std::optional{position};
}

Check position_or_moment() {
  return [position = whole_number(1)](const std::string& text) {
    // A day and a moment begin with the year.
    const bool dated = text.find('-') == 4;
    if (dated || position(text).empty()) return std::string{};
    return std::string{"is neither a position nor a moment: 4711, 2023-09-30"};
  };
}

CodeNames code_names(const Office& office, bool chinese) {
  CodeNames names;
  if (!chinese) return names;
  const auto& catalogue = office.catalogues().current();
  for (const auto& matter : catalogue.matters()) names["matter"][matter.code] = matter.zh;
  for (const auto& reason : catalogue.reasons()) names["reason"][reason.code] = reason.zh;
  return names;
}

void add_figures_command(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<FiguresArguments>();
  auto* command =
      app.add_subcommand("figures", "Figures by dimensions and period, as of any moment.");
  command->add_option("--by", a->by, "Dimensions of the groups: station,month. --list names them.")
      ->offer(dimension_names(/*of_events=*/false));
  command->add_option("--figure", a->figures, "Which figures; the headline figures without it.")
      ->offer(figure_names());
  command->add_option("--where", a->where, "Only these: line=population, matter=RK01,RK02.");
  command->add_option("--period", a->period, "2023, 2023H2, 2023Q3, 2023-06, or day..day.")
      ->check(not_empty());
  command->add_flag("--ended", a->ended, "The period is that of the end, not of the report.");
  command->add_flag("--events", a->events, "Counts the events of cases instead.");
  command->add_flag("--compare", a->compare, "Beside them the period before, and a year before.");
  command->add_option("--as-of", a->as_of, "As recorded up to this position or moment.")
      ->check(position_or_moment());
  command
      ->add_option("--cases", a->cases,
                   "The cases behind the figure, of the group with these keys; \"all\" if "
                   "nothing is grouped.")
      ->check(not_empty());
  command->add_option("--most", a->most, "How many cases at most; 100 without it.")
      ->check(whole_number(1, limits::kListPageMax));
  command->add_option("--after", a->after, "The case named last: those behind it.")
      ->check(not_empty());
  command->add_flag("--csv", a->csv, "As CSV, each figure with what it is of.");
  command->add_flag("--bom", a->bom, "With a byte order mark, for spreadsheets.");
  command->add_flag("--list", a->list, "Explains every figure and dimension.");
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_figures(session, *a); }; });
}

}  // namespace recourse::cli
