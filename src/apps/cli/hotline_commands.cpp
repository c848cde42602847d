#include "apps/cli/hotline_commands.hpp"

#include <fmt/format.h>

#include <recourse/base/csv.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/hotline_list.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using casework::hotline::HotlineDecider;
using casework::hotline::HotlineMap;
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

/// What an import came to, and where the log ends then.
struct Imported {
  HotlineImport done;
  Position position{};
};

Result<Imported> import_all(const Session& session, const ImportArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto office,
                      a.dry_run ? session.open_to_read() : session.open_or_create());
  RECOURSE_TRY_ASSIGN(const auto map_text, read_input(a.map));
  auto map = HotlineMap::from_toml(map_text);
  if (!map) return map.error().within(a.map);
  RECOURSE_TRY_ASSIGN(const auto text, read_input(a.file));
  auto list = read_hotline_list(text, *map, office->decider().norms.utc_offset);
  if (!list) return list.error().within(a.file);
  Progress progress{"import"};
  const HotlineImportOptions options{
      .dry_run = a.dry_run,
      .skip_faulty = a.skip_faulty,
      .progress = [&](std::size_t done, std::size_t all) { progress.show(done, all); }};
  auto done = import_hotline(*office, *std::move(list), options, office->import_context(a.system));
  if (!done) return done.error().within(a.file);
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  if (!session.json && !a.dry_run) note_unsealed(office->engine().sealer() != nullptr);
  return Imported{*std::move(done), head};
}

std::string to_text(const HotlineImport& done) {
  Rows rows{{"order 工单", "", "case 事项", "score"}};
  for (const auto& plan : done.orders) {
    if (plan.step == HotlineStep::known) continue;
    const bool none = plan.candidates.empty();
    const auto best = none ? HotlineCandidate{.stream = "–"} : plan.candidates[0];
    rows.push_back({plan.order, std::string{casework::zh(plan.step)},
                    best.order.empty() ? best.stream : "order 工单 " + best.order,
                    none ? "" : std::to_string(best.score)});
  }
  auto text = rows.size() > 1 ? table(rows, "<<<>") : std::string{};
  text += fmt::format("{} orders: {} linked, {} to be confirmed, {} new, {} known already{}\n",
                      grouped(done.orders.size()), grouped(done.linked), grouped(done.likely),
                      grouped(done.fresh), grouped(done.known),
                      done.dry_run ? "; a dry run: nothing was recorded" : "");
  return text;
}

Exit run_import(const Session& session, const ImportArguments& a) {
  const auto imported = import_all(session, a);
  if (!imported) return fail(session, imported.error());
  const auto& done = imported->done;
  for (const auto& fault : done.faults) {
    if (!session.json) fmt::print(stderr, "{}: {}\n", a.file, to_string(fault));
  }
  const bool told = print(session, item_answer(imported->position, json_of(done)), to_text(done));
  return done.faults.empty() ? answered(told) : Exit::bad_input;
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
