// Names the commands, reads the arguments, runs the one that was chosen.
#include "apps/cli/run.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <recourse/office_workflows.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/backup_commands.hpp"
#include "apps/cli/catalogue_commands.hpp"
#include "apps/cli/classes_command.hpp"
#include "apps/cli/demo_command.hpp"
#include "apps/cli/export_commands.hpp"
#include "apps/cli/figures_commands.hpp"
#include "apps/cli/health.hpp"
#include "apps/cli/hotline_commands.hpp"
#include "apps/cli/import_messages.hpp"
#include "apps/cli/import_xes.hpp"
#include "apps/cli/keys_commands.hpp"
#include "apps/cli/ledger_commands.hpp"
#include "apps/cli/list_commands.hpp"
#include "apps/cli/logs_commands.hpp"
#include "apps/cli/lookup_commands.hpp"
#include "apps/cli/norms_commands.hpp"
#include "apps/cli/notary_commands.hpp"
#include "apps/cli/reactions_commands.hpp"
#include "apps/cli/receipt_commands.hpp"
#include "apps/cli/report.hpp"
#include "apps/cli/self_commands.hpp"
#include "apps/cli/serve_command.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/steps_command.hpp"
#include "apps/cli/tail.hpp"
#include "apps/cli/upgrade.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/verify.hpp"
#include "apps/cli/views_commands.hpp"
#include "apps/cli/what_if_command.hpp"
#include "apps/cli/workflow_commands.hpp"
#include "apps/cli/workflow_queries.hpp"

namespace recourse::cli {
namespace {

constexpr const char* kFooter = R"(
A case from report to rating:
  export RECOURSE_DIR=/tmp/window RECOURSE_ACTOR=window_officer:w7@S001
  recourse case report --id S001-1 --district HP --category difficult --line population --present \
      --narrative "三次都没办成"
  recourse case route-on-spot S001-1
  recourse case close S001-1 --outcome done --reply "已办结" --told in_person
  recourse case history S001-1
  recourse report

What is to be done, and what happens:
  recourse cases --station S001 --open
  recourse deadlines --to 2023-12-08
  recourse timers fire
  recourse tail --follow

Exit codes: 0 done; 1 refused, with the reason; 2 wrong command line; 3 bad input; 4 no such case
or store; 5 the store cannot be used; 6 something was found wrong.)";

void add_import(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ImportArguments>();
  auto* import = app.add_subcommand("import", "Imports cases from elsewhere.");
  import->require_subcommand(1);
  auto* command = import->add_subcommand(
      "messages", "Imports messages with their official replies, one JSON object a line.");
  command->add_option("file", a->file, "The file (JSON lines).")->required();
  command->add_option("--source", a->source, "Name of the source; begins the cases' keys.");
  command->callback([&session, &chosen, a] {
    chosen = [&session, a] { return run_import_messages(session, *a); };
  });
  add_import_xes(*import, session, chosen);
  add_import_hotline(*import, session, chosen);
}

void add_demo(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<DemoArguments>();
  auto* demo = app.add_subcommand("demo", "Plays a simulated city.");
  demo->require_subcommand(1);
  auto* command = demo->add_subcommand(
      "shanghai-2023", "Shanghai's 311 windows, June to November 2023, with the published totals.");
  command->add_option("--seed", a->seed, "Same seed, same half-year.")->check(whole_number(0));
  command->add_flag("--clear", a->clear,
                    "Personal data in clear form, and no search in texts. Without it a new log is "
                    "sealed by a key of its own, made beside it.");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_demo(session, *a); }; });
}

void add_tail(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<TailArguments>();
  auto* command =
      app.add_subcommand("tail", "Prints the log, record by record; --json: one a line.");
  command->add_option("--from", a->from, "The first position to print.")->check(whole_number(1));
  command->add_option("--kind", a->kind, "Only streams of this kind, say case.")
      ->check(not_empty());
  command->add_option("--type", a->types, "Only events of this type, say case.closed. Repeatable.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command->add_option("--limit", a->limit, "End after so many records.")->check(whole_number(1));
  command->add_flag("--follow", a->follow, "Wait for more until SIGINT or SIGTERM.");
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_tail(session, *a); }; });
}

void add_health(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto prometheus = std::make_shared<bool>(false);
  auto* health = app.add_subcommand("health", "Whether all is well with a store.");
  health->add_flag("--prometheus", *prometheus, "The figures, in Prometheus' text format.");
  health->callback([&session, &chosen, prometheus] {
    chosen = [&session, prometheus] { return run_health(session, *prometheus); };
  });
}

void add_check_upgrade(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<UpgradeArguments>();
  auto* command = app.add_subcommand(
      "check-upgrade", "Reads every stream with this build; writes nothing to the store.");
  command->add_option("--save", a->save, "Save what this build makes of the streams in this file.")
      ->check(not_empty());
  command->add_option("--against", a->against, "Compare with a file that another build saved.")
      ->check(not_empty());
  command->add_option("--kind", a->kind, "Only streams of this kind, say case.")
      ->among("kind of streams", workflow_kinds());
  command->add_option("--limit", a->limit, "Print at most so many findings of each problem.")
      ->check(whole_number(0));
  command->callback([&session, &chosen, a] {
    chosen = [&session, a] { return run_check_upgrade(session, *a); };
  });
}

/// Headings of the help; a workflow's command stands under the first.
void group(CommandLine& app) {
  struct Heading {
    const char* text;
    std::vector<const char*> commands;
  };
  const std::vector<Heading> headings{
      {"Lists, figures, names",
       {"cases", "deadlines", "agenda", "ledger", "similar", "report", "figures", "classes",
        "steps", "whatif", "matters", "catalogue", "reasons", "districts", "stations", "phases",
        "roles"}},
      {"Personal data", {"looks", "copy", "keys", "erase"}},
      {"The log",
       {"tail", "logs", "receipt", "verify", "audit", "backup", "import", "export",
        "check-upgrade"}},
      {"Running it", {"serve", "openapi", "timers", "reactions", "views", "health"}},
      {"Setting it up", {"norms", "demo", "completion", "man", "help", "version"}}};
  for (const auto& workflow : office_workflows()) {
    if (auto* command = app.find(std::string{workflow.info->kind})) command->group("Workflows");
  }
  for (const auto& heading : headings) {
    for (const auto* name : heading.commands) {
      if (auto* command = app.find(name)) command->group(heading.text);
    }
  }
}

/// The text is not repeated: a password may stand in it.
Check store_name() {
  return [](const std::string& text) {
    if (text == "rocksdb" || stores::is_store_uri(text)) return std::string{};
    return std::string{"it is rocksdb, or a URI postgresql://user@host/database?log=name"};
  };
}

/// What every command takes.
void add_session_options(CommandLine& app, Session& session) {
  app.add_option("--dir", session.directory, "Directory of the store.")
      ->envname("RECOURSE_DIR")
      ->capture_default_str();
  app.add_option(
         "--store", session.store,
         "Where the log is: rocksdb, in --dir; or postgresql://user@host/database?log=name, "
         "with its tables and keys in --dir.")
      ->check(store_name())
      ->envname("RECOURSE_STORE")
      ->capture_default_str();
  app.add_option("--log", session.log, "File for what happens besides: opened, stopped, failed.")
      ->envname("RECOURSE_LOG");
  app.add_option("--log-level", session.log_level, "How much of it; debug names refusals too.")
      ->among("log level", {"off", "error", "warning", "info", "debug"})
      ->capture_default_str();
  app.add_option("--norms", session.norms,
                 "Norms of new cases: a built-in profile's name or a TOML file. Again: those that "
                 "older cases began with.")
      ->allow_extra_args(false)
      ->check(not_empty())
      ->envname("RECOURSE_NORMS");
  app.add_flag("--json", session.json, "Answers and errors as JSON.");
  app.add_flag("--utc", session.utc, "Times are read and shown in UTC.");
  app.add_option("--zone", session.zone,
                 "Times are read and shown at this distance from UTC, say +08:00; missing: that of "
                 "the norms of new cases.")
      ->check(not_empty());
  app.add_flag("--reveal", session.reveal,
               "Shows personal data in clear to who may see it: with --purpose; the look is "
               "recorded.");
  app.add_option("--master-key", session.master_key,
                 "File of the master key: personal data is sealed, and opened where it may be "
                 "seen. `recourse keys create` makes one.")
      ->check(not_empty())
      ->envname("RECOURSE_MASTER_KEY_FILE");
  app.add_option("--keys", session.keys,
                 "Folder of the keys that it wraps; missing: keys in the store's directory.")
      ->check(not_empty())
      ->envname("RECOURSE_KEYS");
}

/// To be called last: a command takes the footer of the one above when it is added.
void add_example(CommandLine& app) {
  app.footer(kFooter);
  app.find("case")->footer(kFooter);
}

int run_chosen(int argc, char** argv) {
  Session session;
  std::function<Exit()> chosen;
  CommandLine app{"recourse: the \"couldn't get it done\" window, as an event-sourced engine.",
                  "recourse"};
  app.require_subcommand(1);
  app.fallthrough();
  app.version(std::string{"recourse "} + RECOURSE_VERSION);
  add_session_options(app, session);
  add_workflow_commands(app, session, chosen);
  add_report_command(app, session, chosen);
  add_figures_command(app, session, chosen);
  add_classes_command(app, session, chosen);
  add_import(app, session, chosen);
  add_export_commands(app, session, chosen);
  add_export_hotline(*app.find("export"), session, chosen);
  add_steps_command(app, session, chosen);
  add_what_if_command(app, session, chosen);
  add_demo(app, session, chosen);
  add_agenda_command(app, session, chosen);
  add_list_commands(app, session, chosen);
  add_ledger_commands(app, session, chosen);
  add_lookup_commands(app, session, chosen);
  add_catalogue_commands(app, session, chosen);
  add_stream_reports(app, session, chosen);
  auto* timers = app.add_subcommand("timers", "What is due, and doing it.");
  timers->require_subcommand(1);
  add_timers_commands(*timers, session, chosen);
  auto* reactions =
      app.add_subcommand("reactions", "What the engine does because something was recorded.");
  reactions->require_subcommand(1);
  add_reactions_commands(*reactions, session, chosen);
  add_tail(app, session, chosen);
  auto* views = app.add_subcommand("views", "How the views stand, and making one anew.");
  views->require_subcommand(1);
  add_views_commands(*views, session, chosen);
  auto* verify = app.add_subcommand("verify", "Reads the whole log and proves what can be proved.");
  verify->callback([&] { chosen = [&session] { return run_verify(session); }; });
  add_audit(app, session, chosen);
  add_receipt(app, session, chosen);
  add_serve(app, session, chosen);
  auto* norms = app.add_subcommand("norms", "The numbers that a deployment follows.");
  norms->require_subcommand(1);
  add_norms_commands(*norms, session, chosen);
  add_health(app, session, chosen);
  add_check_upgrade(app, session, chosen);
  auto* backup = app.add_subcommand("backup", "Backs the log up, and restores it.");
  backup->require_subcommand(1);
  add_backup_commands(*backup, session, chosen);
  auto* logs =
      app.add_subcommand("logs", "Logs beside each other: which there are, copies, one ledger.");
  logs->require_subcommand(1);
  add_logs_commands(*logs, session, chosen);
  auto* keys = app.add_subcommand("keys", "The keys of personal data.");
  keys->require_subcommand(1);
  add_keys_commands(*keys, session, chosen);
  add_erase(app, session, chosen);
  add_self_commands(app, RECOURSE_VERSION, session, chosen);
  group(app);
  add_example(app);
  if (const auto ended = app.parse(argc, argv)) return *ended;
  for (const auto& given : session.norms) {
    const auto unknown = unknown_norms(casework::Profiles::builtin(), given, "--norms");
    if (unknown) return static_cast<int>(fail(session, *unknown));
  }
  if (const auto settled = session.settle(); !settled) {
    return static_cast<int>(fail(session, settled.error()));
  }
  return static_cast<int>(chosen());
}

}  // namespace

int run(int argc, char** argv) {
  // A full file or a closed pipe is an error to report, not a reason to vanish.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run_chosen(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "recourse: %s\n", e.what());
    return static_cast<int>(Exit::unavailable);
  }
}

}  // namespace recourse::cli
