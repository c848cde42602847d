// Figures, the cases behind them, the report, and where the log was at a moment.
#include <recourse/base/text.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/figures.hpp>
#include <recourse/office/report.hpp>
#include <recourse/office/silence.hpp>

#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view kPosition = R"({"type":"integer","minimum":0})";

const Parameter kFigure{.name = "figure", .doc = "Figures between commas.", .repeated = true};
const Parameter kBy{.name = "by", .doc = "Dimensions between commas.", .repeated = true};
const Parameter kWhere{.name = "where", .doc = "line=population; all must hold.", .repeated = true};
const Parameter kPeriod{.name = "period",
                        .doc = "2023, 2023H2, 2023Q3, 2023-06, 2023-06-01..2023-06-30."};
const Parameter kEnded{.name = "ended",
                       .doc = "The period is that of the end, not of the report.",
                       .schema = R"({"type":"boolean","default":false})"};
const Parameter kAsOf{
    .name = "as_of", .doc = "As recorded up to this position.", .schema = kPosition};

Result<FigureQuery> query_of(const Call& call) {
  FigureQuery query;
  query.by = list(call, "by");
  query.figures = list(call, "figure");
  for (const auto& one : call.target.all("where")) {
    const auto at = one.find('=');
    if (at == 0 || at == std::string::npos) {
      return Error{Errc::invalid_argument, "where: '" + base::excerpt(one, 60) +
                                               "' is no filter; write dimension=value,value"};
    }
    query.where.push_back({one.substr(0, at), split(one.substr(at + 1))});
  }
  RECOURSE_TRY_ASSIGN(const bool ended, flag(call, "ended"));
  if (ended) query.period_of = casework::complaint::PeriodOf::closed;
  if (const auto given = text(call, "period"); !given.empty()) {
    RECOURSE_TRY_ASSIGN(const auto period, parse_period(given));
    query.from = period.first;
    query.to = period.second;
  }
  return query;
}

Result<Reply> count(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto query, query_of(call));
  RECOURSE_TRY_ASSIGN(const auto position, as_of(from, call));
  RECOURSE_TRY_ASSIGN(const auto seen, figures(from.office, query, viewer_of(call), position));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& table = std::get<FigureTable>(seen);
  return json_reply(item_answer(table.position, describe::to_json(table)));
}

Result<Reply> behind(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto query, query_of(call));
  RECOURSE_TRY_ASSIGN(const auto position, as_of(from, call));
  if (query.figures.size() != 1) {
    return Error{Errc::invalid_argument, "figure: one is wanted, whose cases are to be listed"};
  }
  CasesBehind which{.keys = {}, .after = text(call, "after")};
  RECOURSE_TRY_ASSIGN(which.most, number(call, "most", 1, limits::kListPageMax, 100));
  if (!query.by.empty()) which.keys = list(call, "keys");
  if (query.by.empty() && call.target.find("keys") != nullptr) {
    return Error{Errc::invalid_argument, "keys: of a group, which `by` makes"};
  }
  RECOURSE_TRY_ASSIGN(const auto seen, cases_behind(from.office, query, query.figures[0], which,
                                                    viewer_of(call), position));
  if (const auto* no = core::refused(seen)) return problem(*no);
  array items;
  const auto& streams = std::get<0>(seen);
  for (const auto& stream : streams) items.emplace_back(stream);
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  auto json = list_answer(position.value_or(head), std::move(items));
  if (streams.size() == which.most) {
    const CasesBehind further{.keys = which.keys, .after = streams.back(), .most = 1};
    RECOURSE_TRY_ASSIGN(const auto more, cases_behind(from.office, query, query.figures[0], further,
                                                      viewer_of(call), position));
    const auto* const rest = std::get_if<0>(&more);
    // It tells nothing: `after` takes the last stream that was named.
    if (rest != nullptr && !rest->empty()) json["next"] = boost::json::string{streams.back()};
  }
  return json_reply(json);
}

Result<Reply> whole_report(const Sources& from, const Call& call) {
  ReportQuery query{.period = text(call, "period"),
                    .district = text(call, "district"),
                    .station = text(call, "station"),
                    .department = text(call, "department")};
  RECOURSE_TRY_ASSIGN(query.line, word<casework::Line>(call, "line"));
  RECOURSE_TRY_ASSIGN(query.as_of, as_of(from, call));
  RECOURSE_TRY_ASSIGN(const auto seen, make_report(from.office, query, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& report = std::get<Report>(seen);
  return json_reply(item_answer(report.position, describe::to_json(report)));
}

/// A day that must be given: "2023-06-01".
Result<LocalDay> day(const Call& call, std::string_view name) {
  auto parsed = parse_day(text(call, name));
  if (parsed) return parsed;
  return Error{Errc::invalid_argument,
               std::string{name} + ": " + std::string{parsed.error().message()}};
}

Result<Reply> silence(const Sources& from, const Call& call) {
  SilenceQuery query;
  RECOURSE_TRY_ASSIGN(query.from, day(call, "from"));
  RECOURSE_TRY_ASSIGN(query.to, day(call, "to"));
  RECOURSE_TRY_ASSIGN(const auto seen, silent_stations(from.office, query, viewer_of(call)));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& found = std::get<Silence>(seen);
  return json_reply(item_answer(found.position, describe::to_json(found)));
}

Result<Reply> position_of(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto at, moment(call, "at", Edge::end, from.offset));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.engine().follow());
  auto position = head;
  if (at) {
    RECOURSE_TRY_ASSIGN(position, position_at(from.office, *at));
  }
  object item{{"position", position.value}, {"head", head.value}, {"recorded_at", nullptr}};
  for (const auto& [name, where] :
       {std::pair{"recorded_at", position}, std::pair{"begun_at", Position{1}},
        std::pair{"head_at", head}}) {
    item[name] = nullptr;
    if (where.value == 0 || where > head) continue;
    RECOURSE_TRY_ASSIGN(const auto cursor,
                        from.office.store().read_all({.from = where, .to = where}));
    RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
    if (found) item[name] = to_string(cursor->record().recorded_at);
  }
  return json_reply(item_answer(head, std::move(item)));
}

}  // namespace

Result<std::optional<Position>> as_of(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto given, number_if(call, "as_of", 0, ~std::uint64_t{0} >> 1U));
  if (!given) return std::optional<Position>{};
  RECOURSE_TRY_ASSIGN(const auto position, reached(from.office, Position{*given}));
  return std::optional{position};
}

void add_figure_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto of = [from](Result<Reply> (*f)(const Sources&, const Call&)) {
    return answering([from, f](const Call& call) { return f(*from, call); });
  };
  routes.push_back({.method = Method::get,
                    .path = "/v1/figures",
                    .id = "figures",
                    .summary = "Any figure by any dimension, as of any position.",
                    .tag = "figures",
                    .query = {kFigure, kBy, kWhere, kPeriod, kEnded, kAsOf},
                    .answer = of(count)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/figures/cases",
       .id = "figure_cases",
       .summary = "The cases behind a figure of a group.",
       .tag = "figures",
       .query = {kFigure,
                 kBy,
                 kWhere,
                 kPeriod,
                 kEnded,
                 kAsOf,
                 {.name = "keys", .doc = "Of the group, between commas.", .repeated = true},
                 {.name = "after", .doc = "Go on behind a page: its `next`, the last stream."},
                 {.name = "most",
                  .doc = "At most so many.",
                  .schema = R"({"type":"integer","minimum":1,"maximum":1000,"default":100})"}},
       .answer = of(behind)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/figures/list",
       .id = "figure_list",
       .summary = "Every figure and dimension, explained.",
       .tag = "figures",
       .answer = [](const Call&) { return json_reply(item_answer(figure_list_json())); }});
  routes.push_back({.method = Method::get,
                    .path = "/v1/report",
                    .id = "report",
                    .summary = "What was done in a period, with the periods before and bands.",
                    .tag = "figures",
                    .query = {{.name = "station", .doc = "Of this station."},
                              {.name = "district", .doc = "Of this district."},
                              {.name = "line", .doc = "Of this line."},
                              {.name = "department", .doc = "Of this department."},
                              kPeriod,
                              kAsOf},
                    .answer = of(whole_report)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/silence",
       .id = "silence",
       .summary = "Stations without a case in a period in which their window was open.",
       .tag = "figures",
       .query = {{.name = "from", .doc = "First day of the period, 2023-06-01."},
                 {.name = "to", .doc = "Last day of it; over by now."}},
       .answer = of(silence)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/position",
                    .id = "position",
                    .summary = "The position that was the last at a moment.",
                    .tag = "figures",
                    .who = Who::signed_in,
                    .query = {{.name = "at", .doc = "A moment, or a day's end; else now."}},
                    .answer = of(position_of)});
}

}  // namespace recourse::server
