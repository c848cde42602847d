#include "apps/cli/views_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <recourse/office/answer_json.hpp>
#include <thread>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using core::ViewReport;
using core::ViewStatus;

constexpr std::string_view kAsOnDisk =
    "as on disk: what a process that writes has in memory is not counted\n";

std::string_view state_of(const ViewStatus& s) {
  if (s.stopped) return "stopped";
  if (s.outdated) return "outdated";
  return s.lag() == 0 ? "current" : "behind";
}

/// Views as their tables lie in the store, and what people call them.
struct Stored {
  std::vector<ViewReport> reports;
  std::vector<core::Label> labels;  ///< One a report.
};

std::vector<std::string> cells(const ViewStatus& s, const std::string& name, std::string state) {
  return {name,
          std::to_string(s.name.version),
          std::to_string(s.name.build),
          grouped(s.position.value),
          grouped(s.lag()),
          std::move(state)};
}

std::string to_text(const Stored& views) {
  std::vector<std::vector<std::string>> rows{
      {"view", "version", "build", "position", "lag", "state", "called"}};
  std::string errors;
  const auto note = [&errors](const ViewStatus& s) {
    if (!s.error.empty()) errors += fmt::format("{}: {}\n", s.name.to_string(), s.error);
  };
  for (std::size_t i = 0; i < views.reports.size(); ++i) {
    const auto& r = views.reports[i];
    rows.push_back(cells(r.serving, r.serving.name.view, std::string{state_of(r.serving)}));
    rows.back().push_back(in_both_languages(views.labels[i]));
    note(r.serving);
    if (!r.building) continue;
    const auto& b = *r.building;
    rows.push_back(cells(
        b, "  next", b.stopped ? "stopped" : "building, " + share(b.position.value, b.head.value)));
    note(b);
  }
  return table(rows, "<>>>><<") + errors + std::string{kAsOnDisk};
}

Result<Stored> stored(const Session& session) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  Stored found;
  if (office->store().tables().takes_writes()) {
    found.reports = office->views().report();  // a reader's own folder: it keeps them there
  } else {
    RECOURSE_TRY_ASSIGN(found.reports, office->views().stored());
  }
  for (const auto& r : found.reports) {
    found.labels.push_back(office->views().label(r.serving.name.view));
  }
  return found;
}

/// The log's end when they were asked.
Position head_of(const std::vector<ViewReport>& reports) {
  return reports.empty() ? Position{} : reports.front().serving.head;
}

Exit run_list(const Session& session) {
  const auto views = stored(session);
  if (!views) return fail(session, views.error());
  boost::json::array list;
  for (std::size_t i = 0; i < views->reports.size(); ++i) {
    list.push_back(to_json(views->reports[i], views->labels[i]));
  }
  const auto json = list_answer(head_of(views->reports), std::move(list));
  return answered(print(session, json, to_text(*views)));
}

/// For a script that watches: a number for each view, and an exit code.
Exit run_lag(const Session& session) {
  const auto views = stored(session);
  if (!views) return fail(session, views.error());
  boost::json::array list;
  std::vector<std::vector<std::string>> rows;
  bool stopped = false;
  for (const auto& [s, building, compared] : views->reports) {
    stopped = stopped || s.stopped;
    rows.push_back({s.name.view, grouped(s.lag()), s.stopped ? "stopped: " + s.error : ""});
    list.push_back(object{{"name", s.name.view},
                          {"lag", s.lag()},
                          {"head", s.head.value},
                          {"stopped", s.stopped},
                          {"error", s.error}});
  }
  const bool told =
      print(session, list_answer(head_of(views->reports), std::move(list)), table(rows, "<><"));
  return stopped ? Exit::problems : answered(told);
}

// --- rebuild -------------------------------------------------------------------------------------

struct RebuildArguments {
  std::string view;
  bool compare = false;
};

/// What a rebuild has come to.
struct Rebuilt {
  ViewReport report;
  bool resumed = false;  ///< An interrupted build was finished.
  double seconds = 0;
};

/// Waits until the build that is under way serves.
Result<ViewReport> wait_until_it_serves(const core::Views& views, const std::string& view) {
  Progress progress{"rebuild " + view};
  for (;;) {
    RECOURSE_TRY_ASSIGN(auto report, views.report(view));
    if (!report.building) return report;
    const auto& b = *report.building;
    if (b.stopped) {
      return Error{Errc::view_stopped, "build " + std::to_string(b.name.build) + " of view " +
                                           view + " has stopped at position " +
                                           std::to_string(b.position.value) + ": " + b.error};
    }
    progress.show(b.position.value, b.head.value, b.eta_seconds());
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

Result<Rebuilt> rebuild(core::Views& views, const RebuildArguments& a) {
  const auto begun = std::chrono::steady_clock::now();
  RECOURSE_TRY_ASSIGN(const auto before, views.report(a.view));
  Rebuilt rebuilt;
  // Opening the store goes on with a build that was interrupted, from nothing but the log: it is
  // the rebuild, unless it is to be compared.
  rebuilt.resumed = before.building && !before.building->stopped;
  if (rebuilt.resumed) RECOURSE_TRY(wait_until_it_serves(views, a.view));
  if (!rebuilt.resumed || a.compare) RECOURSE_TRY(views.rebuild(a.view, {.compare = a.compare}));
  RECOURSE_TRY_ASSIGN(rebuilt.report, wait_until_it_serves(views, a.view));
  rebuilt.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const auto& compared = rebuilt.report.compared;
  if (a.compare && (!compared || !compared->error.empty())) {
    return Error{Errc::io_error,
                 "view " + a.view +
                     " was rebuilt and serves, but the builds could not be compared" +
                     (compared ? ": " + compared->error : "")};
  }
  return rebuilt;
}

object to_json(const Rebuilt& r) {
  const auto& s = r.report.serving;
  object json{
      {"name", s.name.view},          {"version", s.name.version},       {"build", s.name.build},
      {"position", s.position.value}, {"interrupted_before", r.resumed}, {"seconds", r.seconds},
      {"compared", nullptr}};
  if (const auto& c = r.report.compared) {
    json["compared"] = object{{"before", c->before.to_string()},
                              {"after", c->after.to_string()},
                              {"position", c->at.value},
                              {"rows", c->found.rows},
                              {"differences", c->found.differences},
                              {"first", c->found.first}};
  }
  return item_answer(s.position, std::move(json));
}

std::string to_text(const Rebuilt& r) {
  const auto& s = r.report.serving;
  auto text = fmt::format("view {}: build {} serves, at position {} ({:.1f} s)\n", s.name.view,
                          s.name.build, grouped(s.position.value), r.seconds);
  if (r.resumed) text += "a rebuild that was interrupted has been finished\n";
  const auto& c = r.report.compared;
  if (!c) return text;
  text += fmt::format("{} rows compared with build {} at position {}: ", grouped(c->found.rows),
                      c->before.build, grouped(c->at.value));
  if (c->found.differences == 0) return text + "no difference\n";
  return text +
         fmt::format("{} differ, the first is {}\n", grouped(c->found.differences), c->found.first);
}

Exit run_rebuild(const Session& session, const RebuildArguments& a) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  auto& views = (*office)->views();
  std::vector<std::string> names;
  for (const auto& report : views.report()) names.push_back(report.serving.name.view);
  if (std::ranges::find(names, a.view) == names.end()) {
    return fail(session, no_such_name("view", a.view, names));
  }
  const auto rebuilt = rebuild(views, a);
  if (!rebuilt) return fail(session, rebuilt.error());
  const bool told = print(session, to_json(*rebuilt), to_text(*rebuilt));
  const auto& compared = rebuilt->report.compared;
  return compared && compared->found.differences > 0 ? Exit::problems : answered(told);
}

}  // namespace

void add_views_commands(CommandLine& views, const Session& session, std::function<Exit()>& chosen) {
  auto* list = views.add_subcommand("list", "Lists the views, and up to where each is true.");
  list->callback([&session, &chosen] { chosen = [&session] { return run_list(session); }; });
  auto* lag = views.add_subcommand("lag", "How many records each view is behind the log.");
  lag->callback([&session, &chosen] { chosen = [&session] { return run_lag(session); }; });
  const auto a = std::make_shared<RebuildArguments>();
  auto* anew = views.add_subcommand(
      "rebuild",
      "Makes a view anew of the log while the old build serves; waits until it is done.");
  anew->add_option("name", a->view, "The view.")->required();
  anew->add_flag("--compare", a->compare, "Holds the new build row by row against the old one.");
  anew->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_rebuild(session, *a); }; });
}

}  // namespace recourse::cli
