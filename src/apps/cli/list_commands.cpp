#include "apps/cli/list_commands.hpp"

#include <fmt/format.h>

#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

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

template <class E>
string name_of(E value) {
  return string{describe::enum_name(value)};
}

// --- cases ---------------------------------------------------------------------------------------

struct CasesArguments {
  CaseQuery query;
  std::string phase;
  std::string due_by;
  std::string after;
};

Result<CasePage> find(const Session& session, const CasesArguments& a) {
  auto query = a.query;
  RECOURSE_TRY_ASSIGN(query.phase, named<Phase>("--phase", a.phase));
  RECOURSE_TRY_ASSIGN(query.due_by, moment("--due-by", a.due_by, DayEdge::end));
  RECOURSE_TRY_ASSIGN(query.after, unhex("--after", a.after));
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  return office->cases(query, office->store().head());
}

object to_json(const CaseEntry& c) {
  object json{{"case", string{c.id.key()}},
              {"station", c.station},
              {"unit", c.unit},
              {"line", nullptr},
              {"phase", name_of(c.phases.stage)},
              {"clock", name_of(c.phases.clock)},
              {"reported_at", to_string(c.reported_at)},
              {"overdue", c.overdue},
              {"next_deadline", nullptr}};
  if (c.line) json["line"] = name_of(*c.line);
  if (const auto& next = c.next_deadline) {
    json["next_deadline"] =
        object{{"kind", next->name}, {"due", to_string(next->due)}, {"fires", next->fires}};
  }
  return json;
}

std::string to_text(const CasePage& page) {
  Rows rows{{"case", "阶段 phase", "计时 clock", "owner", "条线", "reported", "时限 limit", "due"}};
  for (const auto& c : page.cases) {
    const auto& next = c.next_deadline;
    rows.push_back({std::string{c.id.key()}, both(c.phases.stage), both(c.phases.clock), c.unit,
                    c.line ? std::string{zh(*c.line)} : "–", local_time(c.reported_at),
                    next ? deadline_text(next->name) : "–", next ? local_time(next->due) : ""});
  }
  auto text = table(rows, "<<<<<<<<") + fmt::format("{} cases, true at position {}\n",
                                                    grouped(page.cases.size()),
                                                    grouped(page.position.value));
  if (!page.next.empty()) text += "more with --after " + hex(page.next) + "\n";
  return text;
}

Exit run_cases(const Session& session, const CasesArguments& a) {
  const auto page = find(session, a);
  if (!page) return fail(session, page.error());
  boost::json::array list;
  for (const auto& c : page->cases) list.push_back(to_json(c));
  const object json{
      {"cases", std::move(list)}, {"next", hex(page->next)}, {"position", page->position.value}};
  return answered(print(session, json, to_text(*page)));
}

// --- deadlines -----------------------------------------------------------------------------------

struct DeadlinesArguments {
  DeadlineQuery query;
  std::string kind;
  std::string from;
  std::string to;
};

/// A list, and the moment at which it was asked for.
struct Asked {
  DeadlineList list;
  Timestamp now;
};

Result<Asked> find(const Session& session, const DeadlinesArguments& a) {
  auto query = a.query;
  RECOURSE_TRY_ASSIGN(query.kind, named<DeadlineKind>("--kind", a.kind));
  RECOURSE_TRY_ASSIGN(const auto from, moment("--from", a.from, DayEdge::start));
  RECOURSE_TRY_ASSIGN(const auto to, moment("--to", a.to, DayEdge::end));
  query.from = from.value_or(query.from);
  query.to = to.value_or(query.to);
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  RECOURSE_TRY_ASSIGN(auto list, office->deadlines(query, office->store().head()));
  return Asked{std::move(list), office->clock().now()};
}

object to_json(const Asked& asked) {
  boost::json::array list;
  for (const auto& d : asked.list.deadlines) {
    list.push_back(object{{"case", string{d.id.key()}},
                          {"kind", name_of(d.kind)},
                          {"due", to_string(d.due)},
                          {"passed", asked.now > d.due},
                          {"fires", d.fires},
                          {"station", d.station},
                          {"unit", d.unit},
                          {"phase", name_of(d.phases.stage)},
                          {"clock", name_of(d.phases.clock)}});
  }
  return {{"deadlines", std::move(list)},
          {"more", asked.list.more},
          {"position", asked.list.position.value}};
}

std::string to_text(const Asked& asked) {
  Rows rows{{"due", "", "时限 limit", "then", "case", "阶段 phase", "owner"}};
  for (const auto& d : asked.list.deadlines) {
    rows.push_back({local_time(d.due), asked.now > d.due ? "passed" : "", both(d.kind),
                    d.fires ? "fires" : "–", std::string{d.id.key()}, both(d.phases.stage),
                    d.unit});
  }
  auto text = table(rows, "<<<<<<<") + fmt::format("{} limits, true at position {}\n",
                                                   grouped(asked.list.deadlines.size()),
                                                   grouped(asked.list.position.value));
  if (asked.list.more) {
    text += "there are more: raise --page-size, or go on with --from the last one's due time\n";
  }
  return text;
}

Exit run_deadlines(const Session& session, const DeadlinesArguments& a) {
  const auto asked = find(session, a);
  if (!asked) return fail(session, asked.error());
  return answered(print(session, to_json(*asked), to_text(*asked)));
}

// --- timers --------------------------------------------------------------------------------------

Result<core::TimersStatus> fire_due(const Session& session) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_existing());
  return office->fire_due();
}

object to_json(const core::TimersStatus& s) {
  return {{"fired", s.fired},
          {"declined", s.declined},
          {"stale", s.stale},
          {"retried", s.retried},
          {"failing", s.failing},
          {"last_error", s.last_error},
          {"next_due", s.next_due ? boost::json::value(string{to_string(*s.next_due)})
                                  : boost::json::value(nullptr)},
          {"position", s.view.value}};
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
  const bool told = print(session, to_json(*status), to_text(*status));
  return status->failing > 0 ? Exit::problems : answered(told);
}

/// Options that the lists share.
template <class Query>
void add_owner(CommandLine& command, Query& query) {
  command.add_option("--station", query.station, "Only cases of this station.")->check(not_empty());
  command.add_option("--unit", query.unit, "Only cases that this unit owns now, say city.RK.")
      ->check(not_empty());
}

}  // namespace

void add_list_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto c = std::make_shared<CasesArguments>();
  auto* cases = app.add_subcommand(
      "cases", "Lists cases by station (or unit), then by the limit that ends first.");
  add_owner(*cases, c->query);
  cases->add_option("--phase", c->phase, "Only cases in this phase, say accepted.")
      ->check(not_empty());
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
  deadlines->add_option("--kind", d->kind, "Only deadlines of this kind, say resolution.")
      ->check(not_empty());
  deadlines->add_option("--from", d->from, "Only limits that end from here on.")
      ->check(not_empty());
  deadlines->add_option("--to", d->to, "Only limits that end until then.")->check(not_empty());
  deadlines->add_option("--page-size", d->query.page_size, "At most so many, 1 to 1000.")
      ->capture_default_str();
  deadlines->callback(
      [&session, &chosen, d] { chosen = [&session, d] { return run_deadlines(session, *d); }; });
}

void add_timers_commands(CommandLine& timers, const Session& session,
                         std::function<Exit()>& chosen) {
  const auto a = std::make_shared<DeadlinesArguments>();
  a->query.firing_only = true;
  auto* list = timers.add_subcommand("list", "Lists what will be done, by when it is due.");
  add_owner(*list, a->query);
  list->add_option("--page-size", a->query.page_size, "At most so many, 1 to 1000.")
      ->capture_default_str();
  list->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_deadlines(session, *a); }; });
  auto* fire = timers.add_subcommand("fire", "Does what is due, and waits until it is done.");
  fire->callback([&session, &chosen] { chosen = [&session] { return run_fire(session); }; });
}

}  // namespace recourse::cli
