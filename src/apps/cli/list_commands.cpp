#include "apps/cli/list_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/complaint/views/places.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/office/answer_json.hpp>
#include <set>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using namespace casework;
using namespace casework::complaint;

using Rows = std::vector<std::vector<std::string>>;

/// "受理 accepted".
template <class E>
std::string both(E value) {
  return std::string{zh(value)} + " " + std::string{describe::enum_name(value)};
}

/// The same of a limit that a timer is named after.
std::string deadline_text(const std::string& name) {
  DeadlineKind limit{};
  return describe::enum_from_name(name, limit) ? both(limit) : name;
}

// --- whom the lists know -------------------------------------------------------------------------

/// The rows of the view `cases` at the log's end or later.
Result<std::unique_ptr<core::TableSnapshot>> rows_of(const Office& office) {
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  return office.engine().rows(CasesView::kName, head);
}

/// Why a list is empty, if that is because nobody knows the station or unit that it was asked for.
template <class Query>
Result<std::optional<Usage>> unknown_owner(const core::TableSnapshot& rows, const Query& query) {
  std::optional<Usage> nothing;
  if (!query.station.empty()) {
    RECOURSE_TRY_ASSIGN(const auto stations, listed_stations(rows));
    if (!std::ranges::binary_search(stations, query.station)) {
      return std::optional{no_such_name("station with a case", query.station, stations)};
    }
  }
  if (!query.unit.empty()) {
    RECOURSE_TRY_ASSIGN(const auto units, listed_units(rows));
    if (!std::ranges::binary_search(units, query.unit)) {
      return std::optional{no_such_name("unit that owns a case", query.unit, units)};
    }
  }
  return nothing;
}

/// Who asks for a list. Lists hold no personal data: there is nothing in them to see in clear.
Result<core::Viewer> lister(const Session& session, const ViewerArguments& given) {
  if (session.reveal) {
    return Error{Errc::invalid_argument,
                 "--reveal: lists hold no personal data; look at one case by `case show`"};
  }
  return viewer_of(session, given);
}

/// Leaves out what the viewer may not see.
template <class Entry>
Result<void> keep_seen(const Office& office, const core::Viewer& viewer,
                       std::vector<Entry>& entries) {
  std::vector<Entry> kept;
  for (auto& entry : entries) {
    RECOURSE_TRY_ASSIGN(const auto seen, core::glance(office.cases_workflow(), entry.id, viewer));
    if (seen.listed()) kept.push_back(std::move(entry));
  }
  entries = std::move(kept);
  return {};
}

/// What stands behind a list: where it is true, and the zone of its times.
std::string footer(std::size_t entries, std::string_view what, Position position) {
  return fmt::format("{} {}, true at position {}; times are {}\n", grouped(entries), what,
                     grouped(position.value), zone_name());
}

/// How far away a moment is, for people: "3 d", "5 h", "12 min".
std::string distance_text(std::chrono::milliseconds away) {
  using namespace std::chrono;
  if (away >= days{1}) return fmt::format("{} d", floor<days>(away).count());
  if (away >= hours{1}) return fmt::format("{} h", floor<hours>(away).count());
  return fmt::format("{} min", floor<minutes>(away).count());
}

/// "还有 left 3 d", or "已过 passed 2 h" of a limit that has ended.
std::string until_text(Timestamp due, Timestamp now) {
  return now > due ? "已过 passed " + distance_text(now - due)
                   : "还有 left " + distance_text(due - now);
}

// --- cases ---------------------------------------------------------------------------------------

struct CasesArguments {
  CaseQuery query;
  ViewerArguments viewer;
  std::string phase;
  std::string due_by;
  std::string after;
};

Result<CaseQuery> query_of(const CasesArguments& a) {
  auto query = a.query;
  query.phase = named<Phase>(a.phase);
  RECOURSE_TRY_ASSIGN(query.due_by, moment("--due-by", a.due_by, DayEdge::end));
  RECOURSE_TRY_ASSIGN(query.after, unhex("--after", a.after));
  return query;
}

/// What an officer must not overlook.
std::string mark_of(const CaseEntry& c) {
  const auto clock = c.phases.clock;
  if (clock == ClockPhase::overdue || clock == ClockPhase::paused) return both(clock);
  return c.overdue ? "曾超期 was overdue" : "";
}

std::string to_text(const CasePage& page, Timestamp now) {
  Rows rows{{"case", "", "阶段 phase", "主办 owner", "条线 line", "登记 reported",
             "最先到期 ends first", "到期 due", ""}};
  for (const auto& c : page.cases) {
    const auto& next = c.next_deadline;
    rows.push_back({std::string{c.id.key()}, mark_of(c), both(c.phases.stage), c.unit,
                    c.line ? both(*c.line) : "–", local_time(c.reported_at),
                    next ? deadline_text(next->name) : "–", next ? local_time(next->due) : "",
                    next ? until_text(next->due, now) : ""});
  }
  auto text = table(rows, "<<<<<<<<<") + footer(page.cases.size(), "cases", page.position);
  if (!page.next.empty()) text += "more with --after " + hex(page.next) + "\n";
  return text;
}

Exit run_cases(const Session& session, const CasesArguments& a) {
  const auto query = query_of(a);
  if (!query) return fail(session, query.error());
  const auto viewer = lister(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto rows = rows_of(**office);
  if (!rows) return fail(session, rows.error());
  auto page = list_cases(**rows, *query);
  if (!page) return fail(session, page.error());
  const bool nothing = page->cases.empty();
  const auto kept = keep_seen(**office, *viewer, page->cases);
  if (!kept) return fail(session, kept.error());
  if (nothing) {
    const auto unknown = unknown_owner(**rows, *query);
    if (!unknown) return fail(session, unknown.error());
    if (*unknown) return fail(session, **unknown);
  }
  return answered(print(session, to_answer(*page), to_text(*page, (*office)->clock().now())));
}

// --- deadlines -----------------------------------------------------------------------------------

struct DeadlinesArguments {
  DeadlineQuery query;
  ViewerArguments viewer;
  std::string kind;
  std::string from;
  std::string to;
  std::string after;
};

Result<DeadlineQuery> query_of(const DeadlinesArguments& a) {
  auto query = a.query;
  query.kind = named<DeadlineKind>(a.kind);
  RECOURSE_TRY_ASSIGN(const auto from, moment("--from", a.from, DayEdge::start));
  RECOURSE_TRY_ASSIGN(const auto to, moment("--to", a.to, DayEdge::end));
  query.from = from.value_or(query.from);
  query.to = to.value_or(query.to);
  RECOURSE_TRY_ASSIGN(query.after, unhex("--after", a.after));
  return query;
}

std::string to_text(const DeadlineList& list, Timestamp now) {
  Rows rows{{"到期 due", "", "时限 limit", "then", "case", "阶段 phase", "主办 owner"}};
  for (const auto& d : list.deadlines) {
    rows.push_back({local_time(d.due), until_text(d.due, now), both(d.kind),
                    d.fires ? "fires" : "–", std::string{d.id.key()}, both(d.phases.stage),
                    d.unit});
  }
  auto text = table(rows, "<<<<<<<") + footer(list.deadlines.size(), "limits", list.position);
  if (!list.next.empty()) text += "more with --after " + hex(list.next) + "\n";
  return text;
}

Exit run_deadlines(const Session& session, const DeadlinesArguments& a) {
  const auto query = query_of(a);
  if (!query) return fail(session, query.error());
  const auto viewer = lister(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto rows = rows_of(**office);
  if (!rows) return fail(session, rows.error());
  auto list = list_deadlines(**rows, *query);
  if (!list) return fail(session, list.error());
  const bool nothing = list->deadlines.empty();
  const auto kept = keep_seen(**office, *viewer, list->deadlines);
  if (!kept) return fail(session, kept.error());
  if (nothing) {
    const auto unknown = unknown_owner(**rows, *query);
    if (!unknown) return fail(session, unknown.error());
    if (*unknown) return fail(session, **unknown);
  }
  const auto now = (*office)->clock().now();
  return answered(print(session, to_answer(*list, now), to_text(*list, now)));
}

// --- timers --------------------------------------------------------------------------------------

Result<core::TimersStatus> fire_due(const Session& session) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_existing());
  return office->fire_due();
}

std::string to_text(const core::TimersStatus& s) {
  auto text = fmt::format("{} fired, {} declined, {} stale, {} failing\n", grouped(s.fired),
                          grouped(s.declined), grouped(s.stale), grouped(s.failing));
  if (!s.last_error.empty()) text += "last error: " + s.last_error + "\n";
  return text +
         (s.next_due ? "next due " + local_time(*s.next_due) + "\n" : "nothing is due next\n");
}

Exit run_fire(const Session& session) {
  const auto status = fire_due(session);
  if (!status) return fail(session, status.error());
  const bool told = print(session, item_answer(status->view, to_json(*status)), to_text(*status));
  return status->failing > 0 ? Exit::problems : answered(told);
}

// --- agenda --------------------------------------------------------------------------------------

struct AgendaArguments {
  AgendaQuery query;
  ViewerArguments viewer;
  std::string until;
  bool all = false;
  bool anybodys = false;
};

/// Whose agenda is asked for: the unit that is named, or the viewer's own.
Result<AgendaQuery> query_of(const AgendaArguments& a, const core::Viewer& viewer, Timestamp now) {
  auto query = a.query;
  if (a.anybodys && !query.unit.empty()) {
    return Error{Errc::invalid_argument, "--unit or --anybodys, not both"};
  }
  if (a.all && !a.until.empty()) return Error{Errc::invalid_argument, "--until or --all, not both"};
  if (query.unit.empty() && !a.anybodys) query.unit = viewer.actor.unit;
  if (query.unit.empty() && !a.anybodys) {
    return Error{Errc::invalid_argument,
                 "whose agenda? Give --unit, or an actor with a unit (role:id@unit)"};
  }
  if (a.all) return query;
  RECOURSE_TRY_ASSIGN(query.until, moment("--until", a.until, DayEdge::end));
  if (!query.until) query.until = end_of(local_day(now, zone()), zone());
  return query;
}

std::string to_text(const Agenda& agenda, Timestamp now) {
  Rows rows{{"到期 due", "", "事项 duty", "rule", "stream"}};
  for (const auto& e : agenda.entries) {
    rows.push_back({e.due ? local_time(*e.due) + (e.provisional ? "*" : "") : "–",
                    e.due ? until_text(*e.due, now) : "", e.zh + " " + e.duty, e.rule, e.stream});
  }
  auto text = table(rows, "<<<<<") + footer(agenda.entries.size(), "duties", agenda.position);
  if (agenda.more) text += "there are more: a larger --page-size shows them\n";
  return text;
}

/// "PD.RK", "city.RK" or "PD" of a bureau that there is, whether or not it owns a case.
bool is_bureau_or_department(const Norms& norms, std::string_view unit) {
  const auto bureau = bureau_of_unit(unit);
  const bool there = bureau == kCityBureau || norms.knows_district(bureau);
  return there && (bureau == unit || line_of_department(unit).has_value());
}

/// Units that own a case, stations that have one, and those on the register of windows.
Result<std::set<std::string>> units_known(const Office& office) {
  RECOURSE_TRY_ASSIGN(const auto rows, rows_of(office));
  RECOURSE_TRY_ASSIGN(const auto units, listed_units(*rows));
  RECOURSE_TRY_ASSIGN(const auto stations, listed_stations(*rows));
  std::set<std::string> known{units.begin(), units.end()};
  known.insert(stations.begin(), stations.end());
  using registry::RegistryDecider;
  const auto view = office.engine().view_of(RegistryDecider::kKind);
  if (view.empty()) return known;
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(const auto registered, office.engine().rows(view, head));
  RECOURSE_TRY(core::each_state<RegistryDecider::State>(
      *registered, [&](std::string_view stream, const RegistryDecider::State&) {
        known.emplace(stream.substr(RegistryDecider::kKind.size() + 1));
      }));
  return known;
}

/// Why the agenda is empty, if that is because nobody knows the unit that was named.
Result<std::optional<Usage>> unknown_unit(const Office& office, const std::string& unit) {
  std::optional<Usage> nothing;
  if (unit.empty() || is_bureau_or_department(office.decider().norms, unit)) return nothing;
  RECOURSE_TRY_ASSIGN(const auto known, units_known(office));
  if (known.contains(unit)) return nothing;
  RECOURSE_TRY_ASSIGN(const auto later, office.agenda({.unit = unit, .most = 1}));
  if (!later.entries.empty()) return nothing;
  return std::optional{no_such_name("unit", unit, {known.begin(), known.end()}, "--unit")};
}

Exit run_agenda(const Session& session, const AgendaArguments& a) {
  const auto viewer = lister(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto now = (*office)->clock().now();
  const auto query = query_of(a, *viewer, now);
  if (!query) return fail(session, query.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto seen = (*office)->agenda(*query, *viewer, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& agenda = std::get<Agenda>(*seen);
  if (agenda.entries.empty()) {
    const auto unknown = unknown_unit(**office, a.query.unit);
    if (!unknown) return fail(session, unknown.error());
    if (*unknown) return fail(session, **unknown);
  }
  return answered(print(session, to_answer(agenda, *query, now), to_text(agenda, now)));
}

/// Options that the lists share.
template <class Query>
void add_owner(CommandLine& command, Query& query) {
  command.add_option("--station", query.station, "Only cases of this station.")->check(not_empty());
  command.add_option("--unit", query.unit, "Only cases that this unit owns now, say city.RK.")
      ->check(not_empty());
}

void add_after(CommandLine& command, DeadlinesArguments& a) {
  command.add_option("--after", a.after, "Go on behind a page: what it gave as `next`.")
      ->check(not_empty());
}

}  // namespace

void add_list_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto c = std::make_shared<CasesArguments>();
  auto* cases = app.add_subcommand(
      "cases", "Lists cases by station (or unit), then by the limit that ends first.");
  add_owner(*cases, c->query);
  add_viewer(*cases, c->viewer);
  cases->add_option("--phase", c->phase, "Only cases in this phase, say accepted.")
      ->among("phase", describe::enum_info<Phase>);
  cases->add_option("--due-by", c->due_by, "Only those whose next limit ends by then.")
      ->check(not_empty());
  cases->add_flag("--open", c->query.open_only, "Only cases that are open.");
  cases->add_option("--page-size", c->query.page_size, "At most so many, 1 to 1000.")
      ->capture_default_str();
  cases->add_option("--after", c->after, "Go on behind a page: what it gave as `next`.")
      ->check(not_empty());
  cases->callback(
      [&session, &chosen, c] { chosen = [&session, c] { return run_cases(session, *c); }; });
  const auto d = std::make_shared<DeadlinesArguments>();
  auto* deadlines = app.add_subcommand("deadlines", "Lists the limits that run, by when they end.");
  add_owner(*deadlines, d->query);
  add_viewer(*deadlines, d->viewer);
  deadlines->add_option("--kind", d->kind, "Only deadlines of this kind, say resolution.")
      ->among("kind of deadline", describe::enum_info<DeadlineKind>);
  deadlines->add_option("--from", d->from, "Only limits that end from here on.")
      ->check(not_empty());
  deadlines->add_option("--to", d->to, "Only limits that end until then.")->check(not_empty());
  deadlines->add_option("--page-size", d->query.page_size, "At most so many, 1 to 1000.")
      ->capture_default_str();
  add_after(*deadlines, *d);
  deadlines->callback(
      [&session, &chosen, d] { chosen = [&session, d] { return run_deadlines(session, *d); }; });
}

void add_agenda_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<AgendaArguments>();
  auto* agenda = app.add_subcommand(
      "agenda", "Lists what a unit must do today, of every workflow: the most urgent first.");
  agenda->add_option("--unit", a->query.unit, "Whose; the viewer's own if it is not given.")
      ->check(not_empty());
  agenda->add_flag("--anybodys", a->anybodys,
                   "What no unit in particular owes: whoever may take it up.");
  agenda->add_option("--until", a->until, "What is due by then; today's end if it is not given.")
      ->check(not_empty());
  agenda->add_flag("--all", a->all, "Whatever is open, also what is due later.");
  agenda->add_option("--page-size", a->query.most, "At most so many, 1 to 1000.")
      ->capture_default_str();
  add_viewer(*agenda, a->viewer);
  agenda->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_agenda(session, *a); }; });
}

void add_timers_commands(CommandLine& timers, const Session& session,
                         std::function<Exit()>& chosen) {
  const auto a = std::make_shared<DeadlinesArguments>();
  a->query.firing_only = true;
  auto* list = timers.add_subcommand("list", "Lists what will be done, by when it is due.");
  add_owner(*list, a->query);
  add_viewer(*list, a->viewer);
  list->add_option("--page-size", a->query.page_size, "At most so many, 1 to 1000.")
      ->capture_default_str();
  add_after(*list, *a);
  list->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_deadlines(session, *a); }; });
  auto* fire = timers.add_subcommand("fire", "Does what is due, and waits until it is done.");
  fire->callback([&session, &chosen] { chosen = [&session] { return run_fire(session); }; });
}

}  // namespace recourse::cli
