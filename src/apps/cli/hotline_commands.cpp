#include "apps/cli/hotline_commands.hpp"

#include <fmt/format.h>

#include <recourse/base/csv.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/hotline.hpp>
#include <set>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/csv.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using casework::hotline::HotlineDecider;
using casework::hotline::HotlineMap;
using casework::hotline::Order;
using Rows = std::vector<std::vector<std::string>>;

template <class T>
boost::json::value json_of(const T& value) {
  return describe::to_json(&value, describe::type_info<T>, {});
}

struct ImportArguments {
  std::string file;
  std::string map;
  std::string system = "12345";
  bool dry_run = false;
  bool skip_faulty = false;
};

/// Something wrong with a row; column 0: with the row as a whole.
struct RowFault {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string what;
};

/// The orders of a list, and the lines in which they stand.
struct OrderList {
  std::vector<Order> orders;
  std::vector<std::size_t> lines;
  std::vector<RowFault> faults;
};

Result<OrderList> read_orders(const ImportArguments& a, UtcOffset offset) {
  RECOURSE_TRY_ASSIGN(const auto map_text, read_input(a.map));
  auto map = HotlineMap::from_toml(map_text);
  if (!map) return map.error().within(a.map);
  RECOURSE_TRY_ASSIGN(const auto text, read_input(a.file));
  const auto csv = read_csv(text);
  if (!csv) return csv.error().within(a.file);
  const auto places = map->places_in(csv->header);
  if (!places) return places.error().within(a.file);
  OrderList list;
  std::set<std::string> numbers;
  for (const auto& row : csv->rows) {
    auto order = map->order_of(row.cells, *places, offset);
    if (const auto* faults = std::get_if<1>(&order)) {
      for (const auto& one : *faults) list.faults.push_back({row.line, one.column, one.what});
      continue;
    }
    auto& good = std::get<Order>(order);
    if (!StreamId::of(HotlineDecider::kKind, good.number)) {
      list.faults.push_back({row.line, 0, "'" + good.number + "' cannot be an order's number"});
    } else if (!numbers.insert(good.number).second) {
      list.faults.push_back({row.line, 0, "the order " + good.number + " is there twice"});
    } else {
      list.orders.push_back(std::move(good));
      list.lines.push_back(row.line);
    }
  }
  return list;
}

std::string text_of(const RowFault& fault) {
  if (fault.column == 0) return fmt::format("line {}: {}", fault.line, fault.what);
  return fmt::format("line {}, column {}: {}", fault.line, fault.column, fault.what);
}

/// Nothing was imported, and why; a line each.
Error nothing_imported(const std::string& file, const std::vector<RowFault>& faults) {
  auto text = file + ": nothing was imported; --skip-faulty takes the other rows in";
  const auto shown = std::min(faults.size(), limits::kFindingsMax);
  for (std::size_t i = 0; i < shown; ++i) text += "\n  " + text_of(faults[i]);
  if (shown < faults.size()) text += fmt::format("\n  and {} more", faults.size() - shown);
  return {Errc::malformed, std::move(text)};
}

/// What an import came to.
struct Imported {
  Position position{};
  std::vector<HotlinePlan> plans;
  std::vector<RowFault> faults;
  std::size_t count(HotlineStep step) const {
    return static_cast<std::size_t>(std::ranges::count(plans, step, &HotlinePlan::step));
  }
};

/// Takes out the orders for which no case could be opened.
void move_refused(OrderList& list, std::vector<HotlinePlan>& plans) {
  OrderList good;
  std::vector<HotlinePlan> kept;
  good.faults = std::move(list.faults);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (!plans[i].refusal.empty()) {
      good.faults.push_back({list.lines[i], 0, plans[i].refusal});
      continue;
    }
    good.orders.push_back(std::move(list.orders[i]));
    good.lines.push_back(list.lines[i]);
    kept.push_back(std::move(plans[i]));
  }
  std::ranges::sort(good.faults, {}, [](const RowFault& f) { return std::pair{f.line, f.column}; });
  list = std::move(good);
  plans = std::move(kept);
}

Result<Imported> import_all(const Session& session, const ImportArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto office,
                      a.dry_run ? session.open_to_read() : session.open_or_create());
  RECOURSE_TRY_ASSIGN(auto list, read_orders(a, office->decider().norms.utc_offset));
  const auto context = office->import_context(a.system);
  RECOURSE_TRY_ASSIGN(auto plans, plan_hotline(*office, list.orders, context));
  move_refused(list, plans);
  if (!list.faults.empty() && !a.skip_faulty) return nothing_imported(a.file, list.faults);
  Progress progress{"import"};
  for (std::size_t i = 0; i < plans.size() && !a.dry_run; ++i) {
    if (plans[i].step == HotlineStep::known) continue;
    const auto done = import_order(*office, list.orders[i], plans[i], context);
    if (!done) return done.error().within(fmt::format("{}:{}", a.file, list.lines[i]));
    progress.show(i + 1, plans.size());
  }
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  return Imported{head, std::move(plans), std::move(list.faults)};
}

std::string to_text(const Imported& done, bool dry_run) {
  Rows rows{{"order 工单", "", "case 事项", "score"}};
  for (const auto& plan : done.plans) {
    if (plan.step == HotlineStep::known) continue;
    const bool none = plan.candidates.empty();
    const auto best = none ? HotlineCandidate{.stream = "–"} : plan.candidates[0];
    rows.push_back({plan.order, std::string{casework::zh(plan.step)},
                    best.order.empty() ? best.stream : "order 工单 " + best.order,
                    none ? "" : std::to_string(best.score)});
  }
  auto text = rows.size() > 1 ? table(rows, "<<<>") : std::string{};
  text += fmt::format(
      "{} orders: {} linked, {} to be confirmed, {} new, {} known already{}\n",
      grouped(done.plans.size()), grouped(done.count(HotlineStep::linked)),
      grouped(done.count(HotlineStep::likely)), grouped(done.count(HotlineStep::fresh)),
      grouped(done.count(HotlineStep::known)), dry_run ? "; a dry run: nothing was recorded" : "");
  return text;
}

Exit run_import(const Session& session, const ImportArguments& a) {
  const auto done = import_all(session, a);
  if (!done) return fail(session, done.error());
  boost::json::array plans;
  for (const auto& plan : done->plans) plans.push_back(json_of(plan));
  boost::json::array faults;
  for (const auto& fault : done->faults) {
    faults.push_back(object{{"line", fault.line}, {"column", fault.column}, {"what", fault.what}});
    if (!session.json) fmt::print(stderr, "{}: {}\n", a.file, text_of(fault));
  }
  const object json{{"dry_run", a.dry_run},
                    {"linked", done->count(HotlineStep::linked)},
                    {"likely", done->count(HotlineStep::likely)},
                    {"fresh", done->count(HotlineStep::fresh)},
                    {"known", done->count(HotlineStep::known)},
                    {"orders", std::move(plans)},
                    {"faults", std::move(faults)}};
  if (!session.json && !a.dry_run) note_unsealed();
  const bool told = print(session, item_answer(done->position, json), to_text(*done, a.dry_run));
  return done->faults.empty() ? answered(told) : Exit::bad_input;
}

// --- telling back, and trends --------------------------------------------------------------------

struct LookArguments {
  ViewerArguments viewer;
  std::string file;
};

std::string to_csv(const std::vector<HotlineStatus>& statuses) {
  std::string text = "order,state,outcome,reported_on,due_on,ended_on,wording\r\n";
  for (const auto& s : statuses) {
    text += base::csv_line({base::csv_text(s.order), s.state, s.outcome, s.reported_on, s.due_on,
                            s.ended_on, base::csv_text(s.wording)});
  }
  return text;
}

Exit run_export(const Session& session, const LookArguments& a) {
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto seen = hotline_statuses(**office, *viewer, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto* statuses = &std::get<std::vector<HotlineStatus>>(*seen);
  const auto csv = to_csv(*statuses);
  if (!a.file.empty()) {
    const auto written = write_to(a.file, [&](const exchange::Sink& sink) { return sink(csv); });
    if (!written) return fail(session, written.error());
    return answered(print(
        session, item_answer(*head, object{{"file", string{a.file}}, {"orders", statuses->size()}}),
        fmt::format("{} orders in {}\n", grouped(statuses->size()), a.file)));
  }
  boost::json::array items;
  for (const auto& one : *statuses) items.push_back(json_of(one));
  return answered(print(session, list_answer(*head, std::move(items)), csv));
}

Exit run_trends(const Session& session, const LookArguments& a) {
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto seen = hotline_trends(**office, *viewer, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto* trends = &std::get<std::vector<HotlineTrend>>(*seen);
  boost::json::array items;
  Rows rows{{"month 月份", "条线 line", "orders 热线", "matched 已关联", "opened 新立案",
             "waiting 待处理", "own 自受理"}};
  for (const auto& t : *trends) {
    items.push_back(json_of(t));
    rows.push_back({t.month, std::string{casework::zh(t.line)}, grouped(t.orders),
                    grouped(t.matched), grouped(t.opened), grouped(t.waiting), grouped(t.own)});
  }
  return answered(print(session, list_answer(*head, std::move(items)), table(rows, "<<>>>>>")));
}

}  // namespace

void add_import_hotline(CommandLine& import, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ImportArguments>();
  auto* command = import.add_subcommand(
      "hotline", "Takes a list of the hotline's orders in: matched to cases, or opened as new.");
  command->add_option("file", a->file, "The list, as CSV.")->required();
  command->add_option("--map", a->map, "What its columns and words mean, as TOML.")->required();
  command->add_option("--interface", a->system, "Name of the hotline's system.")
      ->check(not_empty());
  command->add_flag("--dry-run", a->dry_run, "Says what would be done; nothing is recorded.");
  command->add_flag("--skip-faulty", a->skip_faulty,
                    "Takes the good rows in and reports the others; else none is taken in.");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_import(session, *a); }; });
}

void add_export_hotline(CommandLine& exports, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<LookArguments>();
  auto* command = exports.add_subcommand(
      "hotline", "Tells the hotline how its orders stand, as CSV: external wording alone.");
  command->add_option("--out", a->file, "File to write; missing: standard output.")
      ->check(not_empty());
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_export(session, *a); }; });
}

WorkflowExtension hotline_extension() {
  WorkflowExtension extension{HotlineDecider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    const auto a = std::make_shared<LookArguments>();
    auto* command = parent.add_subcommand(
        "trends", "The hotline's orders beside our own cases, by month and line.");
    add_viewer(*command, a->viewer);
    command->callback(
        [&session, &chosen, a] { chosen = [&session, a] { return run_trends(session, *a); }; });
  };
  return extension;
}

}  // namespace recourse::cli
