#include "apps/cli/export_commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <recourse/describe/json.hpp>
#include <recourse/exchange/cases.hpp>
#include <recourse/exchange/cloud_events.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/ledger_commands.hpp"
#include "apps/cli/log_names.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/selection.hpp"

namespace recourse::cli {
namespace {

using exchange::Sink;

/// Where the export went to standard output, its summary goes to standard error: text, one line.
/// Into a file: the answer on standard output.
template <class Summary>
Exit tell(const Session& session, const std::string& file, const Summary& summary,
          const std::string& text) {
  if (file.empty()) {
    std::fputs(text.c_str(), stderr);
    return Exit::ok;
  }
  return answered(print(session, item_answer(describe::to_json(summary)), text));
}

void add_output(CommandLine& command, std::string& to) {
  command.add_option("--output", to, "File to write; missing: standard output.")
      ->check(not_empty());
}

// --- xes -----------------------------------------------------------------------------------------

struct CasesArguments {
  SelectionArguments selection;
  std::string output;
  std::string format;
};

std::string text_of(const exchange::Exported& e) {
  return fmt::format("{} cases, {} events, true at position {}\n", grouped(e.cases),
                     grouped(e.events), grouped(e.position.value));
}

Exit run_xes(const Session& session, const CasesArguments& a) {
  const auto viewer = selector_of(session, a.selection);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto asked = selection_of(**office, a.selection);
  if (!asked) return fail(session, asked.error());
  if (const auto* wrong = std::get_if<Usage>(&*asked)) return fail(session, *wrong);
  const auto& selection = std::get<CaseSelection>(*asked);
  exchange::Exported exported;
  const auto written = write_to(a.output, [&](const Sink& sink) -> Result<void> {
    RECOURSE_TRY_ASSIGN(exported, exchange::export_xes(**office, selection, *viewer, sink));
    return {};
  });
  if (!written) return fail(session, written.error());
  if (!*written) return Exit::ok;
  return tell(session, a.output, exported, text_of(exported));
}

// --- ocel ----------------------------------------------------------------------------------------

Result<bool> write_ocel(const exchange::OcelLog& log, const CasesArguments& a) {
  if (a.format == "sqlite") {
    RECOURSE_TRY(exchange::write_ocel_sqlite(log, a.output));
    return true;
  }
  return write_to(a.output, [&](const Sink& sink) {
    return a.format == "xml" ? exchange::write_ocel_xml(log, sink)
                             : exchange::write_ocel_json(log, sink);
  });
}

Exit run_ocel(const Session& session, const CasesArguments& a) {
  if (a.format == "sqlite" && a.output.empty()) {
    return fail(session, Error{Errc::invalid_argument,
                               "--format sqlite is a database: --output names its file"});
  }
  const auto viewer = selector_of(session, a.selection);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto asked = selection_of(**office, a.selection);
  if (!asked) return fail(session, asked.error());
  if (const auto* wrong = std::get_if<Usage>(&*asked)) return fail(session, *wrong);
  const auto& selection = std::get<CaseSelection>(*asked);
  const auto made = exchange::ocel_of(**office, selection, *viewer);
  if (!made) return fail(session, made.error());
  const auto written = write_ocel(made->log, a);
  if (!written) return fail(session, written.error());
  if (!*written) return Exit::ok;
  return tell(session, a.output, made->exported, text_of(made->exported));
}

// --- cloudevents ---------------------------------------------------------------------------------

struct FeedArguments {
  std::uint64_t from = 1;
  exchange::CloudEventOptions options;
  ViewerArguments viewer;
  std::string output;
};

Exit run_cloud_events(const Session& session, const FeedArguments& a) {
  if (session.reveal) {
    return fail(session,
                Error{Errc::invalid_argument, "--reveal: a feed holds no personal data in clear"});
  }
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto wrong = wrong_name((*office)->engine(), a.options.kind, a.options.types);
  if (!wrong) return fail(session, wrong.error());
  if (*wrong) return fail(session, **wrong);
  auto options = a.options;
  options.from = Position{a.from};
  exchange::CloudEventsWritten done;
  const auto written = write_to(a.output, [&](const Sink& sink) -> Result<void> {
    RECOURSE_TRY_ASSIGN(done, exchange::write_cloud_events(**office, options, *viewer, sink));
    return {};
  });
  if (!written) return fail(session, written.error());
  if (!*written) return Exit::ok;
  return tell(
      session, a.output, done,
      fmt::format("{} events; go on with --from {}\n", grouped(done.events), done.next.value));
}

void add_cloud_events(CommandLine& to, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<FeedArguments>();
  auto* feed = to.add_subcommand("cloudevents",
                                 "The log as CloudEvents 1.0, one a line; goes on where it ended.");
  feed->add_option("--from", a->from, "The first position.")->check(whole_number(1));
  feed->add_option("--kind", a->options.kind, "Only streams of this kind, say case.")
      ->check(not_empty());
  feed->add_option("--type", a->options.types, "Only events of this type. Repeatable.")
      ->allow_extra_args(false)
      ->check(not_empty());
  feed->add_option("--limit", a->options.limit, "End after so many events.")
      ->check(whole_number(1));
  feed->add_flag("--batch", a->options.batch, "One JSON array (the batch format).");
  add_output(*feed, a->output);
  add_viewer(*feed, a->viewer);
  feed->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_cloud_events(session, *a); }; });
}

}  // namespace

void add_export_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  auto* to = app.add_subcommand("export", "The log in forms of others, without personal data.");
  to->require_subcommand(1);
  const auto x = std::make_shared<CasesArguments>();
  auto* xes = to->add_subcommand("xes", "Cases as an XES log (IEEE 1849).");
  add_selection(*xes, x->selection);
  add_output(*xes, x->output);
  xes->callback(
      [&session, &chosen, x] { chosen = [&session, x] { return run_xes(session, *x); }; });
  const auto o = std::make_shared<CasesArguments>();
  o->format = "json";
  auto* ocel = to->add_subcommand("ocel", "Cases as an object-centric log (OCEL 2.0).");
  ocel->add_option("--format", o->format, "The form.")
      ->among("form", {"json", "xml", "sqlite"})
      ->capture_default_str();
  add_selection(*ocel, o->selection);
  add_output(*ocel, o->output);
  ocel->callback(
      [&session, &chosen, o] { chosen = [&session, o] { return run_ocel(session, *o); }; });
  add_cloud_events(*to, session, chosen);
  add_ledger_exports(*to, session, chosen);
}

}  // namespace recourse::cli
