// Lists of the office: cases, limits, duties, the ledger, similar cases, words.
#include <recourse/core/workflow_json.hpp>
#include <recourse/office/answer_json.hpp>
#include <recourse/office/similar.hpp>

#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"
#include "apps/server/unit_names.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
namespace complaint = casework::complaint;

constexpr std::string_view kPageSize =
    R"({"type":"integer","minimum":1,"maximum":1000,"default":100})";
constexpr std::string_view kFlag = R"({"type":"boolean","default":false})";
constexpr std::uint64_t kPageMax = limits::kListPageMax;
/// Of a limit's end: that has passed. A list that goes on gains what passes meanwhile.
constexpr std::string_view kNow = "now";

const Parameter kSize{.name = "page_size", .doc = "At most so many.", .schema = kPageSize};
const Parameter kAfter{.name = "after", .doc = "Go on behind a page: its `next`."};
const Parameter kStation{.name = "station", .doc = "Only of this station."};
const Parameter kUnit{.name = "unit", .doc = "Only what this unit owns now, say city.RK."};

Result<Reply> cases(const Sources& from, const Call& call) {
  complaint::CaseQuery query{.station = text(call, "station"), .unit = text(call, "unit")};
  RECOURSE_TRY_ASSIGN(query.phase, word<complaint::Phase>(call, "phase"));
  RECOURSE_TRY_ASSIGN(query.open_only, flag(call, "open"));
  RECOURSE_TRY_ASSIGN(query.due_by, moment(call, "due_by", Edge::end, from.offset));
  RECOURSE_TRY_ASSIGN(query.page_size, number(call, "page_size", 1, kPageMax, 100));
  RECOURSE_TRY_ASSIGN(query.after, page_token(call, "after"));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  RECOURSE_TRY_ASSIGN(const auto page, from.office.cases(query, viewer_of(call), head));
  return json_reply(to_answer(page));
}

Result<Reply> deadlines(const Sources& from, const Call& call) {
  complaint::DeadlineQuery query;
  query.station = text(call, "station");
  query.unit = text(call, "unit");
  RECOURSE_TRY_ASSIGN(query.kind, word<complaint::DeadlineKind>(call, "kind"));
  RECOURSE_TRY_ASSIGN(const auto begin, moment(call, "from", Edge::start, from.offset));
  query.from = begin.value_or(query.from);
  if (text(call, "to") == kNow) {
    query.to = from.office.clock().now();
  } else {
    RECOURSE_TRY_ASSIGN(const auto end, moment(call, "to", Edge::end, from.offset));
    query.to = end.value_or(query.to);
  }
  RECOURSE_TRY_ASSIGN(query.page_size, number(call, "page_size", 1, kPageMax, 100));
  RECOURSE_TRY_ASSIGN(query.after, page_token(call, "after"));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  RECOURSE_TRY_ASSIGN(const auto list, from.office.deadlines(query, viewer_of(call), head));
  return json_reply(to_answer(list, from.office.clock().now()));
}

/// Whose agenda is asked for: the unit that is named, or the viewer's own; until today's end.
Result<casework::AgendaQuery> agenda_query(const Sources& from, const Call& call) {
  casework::AgendaQuery query{.unit = text(call, "unit")};
  RECOURSE_TRY_ASSIGN(const bool anybodys, flag(call, "anybodys"));
  RECOURSE_TRY_ASSIGN(const bool all, flag(call, "all"));
  RECOURSE_TRY_ASSIGN(query.until, moment(call, "until", Edge::end, from.offset));
  RECOURSE_TRY_ASSIGN(query.most, number(call, "page_size", 1, kPageMax, kPageMax));
  if (anybodys && !query.unit.empty()) {
    return Error{Errc::invalid_argument, "unit or anybodys, not both"};
  }
  if (all && query.until) return Error{Errc::invalid_argument, "until or all, not both"};
  if (query.unit.empty() && !anybodys) query.unit = call.actor().unit;
  if (query.unit.empty() && !anybodys) {
    return Error{Errc::invalid_argument, "unit: whose agenda? You are of no unit"};
  }
  if (!all && !query.until) {
    query.until = end_of(local_day(from.office.clock().now(), from.offset), from.offset);
  }
  return query;
}

Result<Reply> agenda(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto query, agenda_query(from, call));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.agenda(query, viewer_of(call), head));
  if (const auto* no = core::refused(seen)) return problem(*no);
  return json_reply(to_answer(std::get<casework::Agenda>(seen), query, from.office.clock().now()));
}

Result<Reply> ledger_page(const Sources& from, const Call& call) {
  LedgerQuery query;
  for (const auto& one : call.target.all("where")) {
    RECOURSE_TRY_ASSIGN(auto condition, ledger_condition(one, from.offset));
    query.where.push_back(std::move(condition));
  }
  query.text = text(call, "text");
  auto sort = text(call, "sort");
  query.descending = !sort.empty() && sort.front() == '-';
  if (query.descending) sort.erase(0, 1);
  if (!sort.empty()) query.sort = std::move(sort);
  RECOURSE_TRY_ASSIGN(query.page_size, number(call, "page_size", 1, kPageMax, 100));
  RECOURSE_TRY_ASSIGN(query.after, page_token(call, "after"));
  RECOURSE_TRY_ASSIGN(query.as_of, as_of(from, call));
  RECOURSE_TRY_ASSIGN(const auto columns, ledger_columns(text(call, "fields")));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  RECOURSE_TRY_ASSIGN(const auto page, ledger(from.office, query, viewer_of(call), head));
  return json_reply(to_answer(page, columns));
}

Result<Reply> similar(const Sources& from, const Call& call) {
  SimilarQuery query{.text = text(call, "text"),
                     .number = text(call, "case"),
                     .matter = text(call, "matter"),
                     .reason = text(call, "reason")};
  RECOURSE_TRY_ASSIGN(query.most, number(call, "most", 1, 100, 5));
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  RECOURSE_TRY_ASSIGN(const auto seen, similar_cases(from.office, query, viewer_of(call), head));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& found = std::get<SimilarCases>(seen);
  array items;
  for (const auto& one : found.cases) items.push_back(describe::to_json(one));
  return json_reply(list_answer(found.position, std::move(items)));
}

// --- words ---------------------------------------------------------------------------------------

array districts_json(const casework::Norms& norms) {
  array items;
  for (const auto& one : norms.district_list()) {
    items.push_back(object{{"code", one.code}, {"name", one.name}});
  }
  return items;
}

array roles_json() {
  array items;
  for (const auto& one : describe::enum_info<casework::Role>.words) {
    items.push_back(object{{"name", string{one.name}}, {"zh", string{one.zh}}});
  }
  return items;
}

Result<object> stations_json(const Office& office) {
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(const auto stations, station_names(office, head));
  array items;
  for (const auto& one : stations) {
    items.push_back(object{{"code", one.code}, {"name", one.name}, {"district", one.district}});
  }
  return list_answer(head, std::move(items));
}

array units_json(const casework::Norms& norms) {
  array items;
  for (const auto& one : unit_names(norms)) {
    items.push_back(object{{"code", one.code}, {"zh", one.zh}, {"en", one.en}});
  }
  return items;
}

Result<Reply> words(const Sources& from, const Call& call) {
  const auto& which = call.places[0];
  const auto& catalogue = from.office.catalogues().current();
  if (which == "matters") return json_reply(list_answer(matters_json(catalogue)));
  if (which == "reasons") return json_reply(list_answer(reasons_json(catalogue)));
  if (which == "districts") {
    return json_reply(list_answer(districts_json(from.office.decider().norms)));
  }
  if (which == "roles") return json_reply(list_answer(roles_json()));
  if (which == "stations") {
    RECOURSE_TRY_ASSIGN(const auto stations, stations_json(from.office));
    return json_reply(stations);
  }
  if (which == "units") {
    return json_reply(list_answer(units_json(from.office.decider().norms)));
  }
  return Error{Errc::not_found,
               "no such list; there are: matters, reasons, districts, roles, stations, units"};
}

std::function<Reply(const Call&)> of(const Sources& sources,
                                     Result<Reply> (*f)(const Sources&, const Call&)) {
  return answering([from = &sources, f](const Call& call) { return f(*from, call); });
}

void add_open_work(const Sources& sources, std::vector<Route>& routes) {
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/cases",
       .id = "cases",
       .summary = "Cases by station or unit, then by the limit that ends first.",
       .tag = "lists",
       .query = {kStation,
                 kUnit,
                 {.name = "phase", .doc = "Only in this phase."},
                 {.name = "open", .doc = "Only what is open.", .schema = kFlag},
                 {.name = "due_by", .doc = "Whose next limit ends by this day or moment."},
                 kSize,
                 kAfter},
       .live = true,
       .answer = of(sources, cases)});
  routes.push_back({.method = Method::get,
                    .path = "/v1/deadlines",
                    .id = "deadlines",
                    .summary = "Limits that run, by when they end.",
                    .tag = "lists",
                    .query = {kStation,
                              kUnit,
                              {.name = "kind", .doc = "Only of this kind."},
                              {.name = "from", .doc = "That end from this day or moment on."},
                              {.name = "to", .doc = "That end until this day or moment, or `now`."},
                              kSize,
                              kAfter},
                    .by_clock = true,
                    .live = true,
                    .answer = of(sources, deadlines)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/agenda",
       .id = "agenda",
       .summary = "What a unit must do, of every workflow.",
       .tag = "lists",
       .query = {{.name = "unit", .doc = "Whose; else one's own."},
                 {.name = "until", .doc = "Instead of today's end."},
                 {.name = "all", .doc = "Without an end.", .schema = kFlag},
                 {.name = "anybodys", .doc = "What whoever may has to take up.", .schema = kFlag},
                 kSize},
       .by_clock = true,
       .live = true,
       .answer = of(sources, agenda)});
}

}  // namespace

void add_list_routes(const Sources& sources, std::vector<Route>& routes) {
  add_open_work(sources, routes);
  routes.push_back({.method = Method::get,
                    .path = "/v1/ledger",
                    .id = "ledger",
                    .summary = "Every case, by any column and by words.",
                    .tag = "lists",
                    .query = {{.name = "where",
                               .doc = "A condition, say matter=RK01; all must hold.",
                               .repeated = true},
                              {.name = "text", .doc = "Words that the report holds, all of them."},
                              {.name = "sort", .doc = "A column; with - in front the last first."},
                              {.name = "fields", .doc = "Columns between commas, or all."},
                              {.name = "as_of",
                               .doc = "As recorded up to this position.",
                               .schema = R"({"type":"integer","minimum":0})"},
                              kSize,
                              kAfter},
                    .live = true,
                    .answer = of(sources, ledger_page)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/similar",
       .id = "similar",
       .summary = "Earlier cases like this one, and what came of them.",
       .tag = "lists",
       .query = {{.name = "text", .doc = "What is reported; or `case`."},
                 {.name = "case", .doc = "Number of the case whose report it is."},
                 {.name = "matter", .doc = "Code of the matter."},
                 {.name = "reason", .doc = "Code of the reason."},
                 {.name = "most",
                  .doc = "At most so many.",
                  .schema = R"({"type":"integer","minimum":1,"maximum":100,"default":5})"}},
       .answer = of(sources, similar)});
  routes.push_back(
      {.method = Method::get,
       .path = "/v1/words/{list}",
       .id = "words",
       .summary =
           "Words that other requests take: matters, reasons, districts, roles, stations, units.",
       .tag = "lists",
       .who = Who::signed_in,
       .answer = of(sources, words)});
}

}  // namespace recourse::server
