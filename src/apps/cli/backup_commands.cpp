#include "apps/cli/backup_commands.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <recourse/stores/backup.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"
#include "apps/server/drill_record.hpp"

namespace recourse::cli {
namespace {

namespace fs = std::filesystem;
using stores::BackupInfo;

struct BackupArguments {
  std::string folder;
  bool drill = false;
  std::string scratch;
  std::uint64_t up_to_position = 0;  ///< 0: all.
  std::string up_to_time;            ///< Empty: all.
};

/// Shows the progress of a call of the library.
stores::BackupProgress shown_by(Progress& progress) {
  return [&progress](std::uint64_t done, std::uint64_t total) {
    progress.show(done, total);
    return true;
  };
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

boost::json::object to_json(const BackupInfo& i) {
  return {{"number", i.number},
          {"log", i.identity.id.to_string()},
          {"incarnation", i.identity.incarnation.value},
          {"first", i.first.value},
          {"last", i.last.value},
          {"taken_at", to_string(i.taken_at)},
          {"recorded_at", to_string(i.recorded_at)},
          {"bytes", i.bytes}};
}

boost::json::array to_json(const std::vector<BackupInfo>& segments) {
  boost::json::array list;
  for (const auto& segment : segments) list.push_back(to_json(segment));
  return list;
}

boost::json::array to_json(const std::vector<std::string>& notes) {
  boost::json::array list;
  for (const auto& note : notes) list.push_back(boost::json::string{note});
  return list;
}

std::string to_text(const std::vector<BackupInfo>& segments) {
  std::vector<std::vector<std::string>> rows{
      {"segment", "positions", "", "records", "bytes", "last record", "taken"}};
  for (const auto& s : segments) {
    rows.push_back({std::to_string(s.number), grouped(s.first.value), grouped(s.last.value),
                    grouped(s.last.value - s.first.value + 1), grouped(s.bytes),
                    local_time(s.recorded_at), local_time(s.taken_at)});
  }
  return table(rows, ">>>>><<");
}

Exit run_create(const Session& session, const BackupArguments& a) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const Stopwatch watch;
  std::optional<Progress> progress{"backup"};
  const auto made =
      stores::create_backup((*office)->store(), a.folder, {.progress = shown_by(*progress)});
  progress.reset();
  if (!made) return fail(session, made.error());
  const auto json =
      item_answer(made->last, boost::json::object{{"new", !made->segments.empty()},
                                                  {"segments", to_json(made->segments)},
                                                  {"last", made->last.value},
                                                  {"seconds", watch.seconds()}});
  if (made->segments.empty()) {
    const auto text = made->last.value == 0
                          ? std::string{"the log is empty: there is nothing to back up\n"}
                          : fmt::format("nothing new: {} holds everything up to position {}\n",
                                        a.folder, grouped(made->last.value));
    return answered(print(session, json, text));
  }
  return answered(print(
      session, json,
      to_text(made->segments) + fmt::format("{} holds everything up to position {} ({:.1f} s)\n",
                                            a.folder, grouped(made->last.value), watch.seconds())));
}

Exit run_list(const Session& session, const BackupArguments& a) {
  const auto segments = stores::list_backups(a.folder);
  if (!segments) return fail(session, segments.error());
  const auto& identity = segments->back().identity;
  const auto text =
      fmt::format("log {}, incarnation {}\n", identity.id.to_string(), identity.incarnation.value);
  return answered(print(session, list_answer(to_json(*segments)), text + to_text(*segments)));
}

boost::json::object to_json(const stores::BackupReport& r) {
  boost::json::array findings;
  for (const auto& f : r.findings) {
    findings.push_back(boost::json::object{{"file", f.file}, {"what", f.what}, {"cure", f.cure}});
  }
  return {{"ok", r.ok()},
          {"segments", r.segments},
          {"last", r.last.value},
          {"records", r.records},
          {"streams", r.streams},
          {"bytes", r.bytes},
          {"problems", r.problems},
          {"findings", std::move(findings)},
          {"notes", to_json(r.notes)}};
}

std::string to_text(const stores::BackupReport& r) {
  auto text =
      fmt::format("{} segments with {} records in {} streams, {} bytes, good up to position {}\n",
                  grouped(r.segments), grouped(r.records), grouped(r.streams), grouped(r.bytes),
                  grouped(r.last.value));
  for (const auto& note : r.notes) text += "  note: " + note + "\n";
  for (const auto& f : r.findings) {
    text += fmt::format("  {}: {}\n    {}\n", f.file, f.what, f.cure);
  }
  return text + (r.ok() ? "everything agrees\n" : fmt::format("{} problems\n", r.problems));
}

/// A directory of its own that is gone when this is.
class ScratchDirectory {
 public:
  explicit ScratchDirectory(const std::string& parent)
      : path_((parent.empty() ? fs::temp_directory_path() : fs::path{parent}) /
              ("recourse-drill-" + random_log_id().to_string())) {}
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// What a restore drill has shown.
struct Drill {
  core::VerifyReport report;
  double restored = 0;  ///< Seconds.
  double verified = 0;  ///< Seconds.
};

/// Restores into a scratch directory, opens what came out as a service would, and verifies it with
/// every payload decoded.
Result<Drill> run_drill(const BackupArguments& a) {
  const ScratchDirectory scratch{a.scratch};
  Drill drill;
  const Stopwatch restoring;
  Progress progress{"restore"};
  RECOURSE_TRY(stores::restore_backup(a.folder, scratch.path(), {.progress = shown_by(progress)}));
  drill.restored = restoring.seconds();
  const Stopwatch verifying;
  RECOURSE_TRY_ASSIGN(const auto office,
                      Office::open({.directory = scratch.path(), .create = false}));
  Progress verify{"verify"};
  RECOURSE_TRY_ASSIGN(drill.report, office->verify([&](Position at, Position head) {
    verify.show(at.value, head.value);
    return true;
  }));
  drill.verified = verifying.seconds();
  return drill;
}

boost::json::object to_json(const Drill& d) {
  boost::json::array findings;
  for (const auto& f : d.report.findings) {
    findings.push_back(boost::json::object{{"position", f.position.value}, {"what", f.what}});
  }
  return {{"ok", d.report.ok()},
          {"head", d.report.head.value},
          {"payloads_decoded", d.report.payloads_decoded},
          {"problems", d.report.problems},
          {"findings", std::move(findings)},
          {"restore_seconds", d.restored},
          {"verify_seconds", d.verified}};
}

std::string to_text(const Drill& d) {
  auto text = fmt::format(
      "drill: restored up to position {} in {:.1f} s; {} records read, {} payloads decoded "
      "in {:.1f} s\n",
      grouped(d.report.head.value), d.restored, grouped(d.report.records),
      grouped(d.report.payloads_decoded), d.verified);
  for (const auto& f : d.report.findings) {
    text += fmt::format("  position {}: {}\n", f.position.value, f.what);
  }
  return text + (d.report.ok() ? "drill: the restored store is whole\n"
                               : fmt::format("drill: {} problems\n", d.report.problems));
}

/// The drill, recorded in the backup's folder: also that it failed.
Result<Drill> run_recorded_drill(const BackupArguments& a) {
  auto drill = run_drill(a);
  server::DrillRecord record{.at = SystemClock::instance().now()};
  if (drill) {
    record.ok = drill->report.ok();
    record.head = drill->report.head;
    record.problems = drill->report.problems;
    record.restore_seconds = drill->restored;
    record.verify_seconds = drill->verified;
  } else {
    record.error = drill.error().message();
  }
  RECOURSE_TRY(server::write_drill(a.folder, record));
  return drill;
}

Exit run_verify(const Session& session, const BackupArguments& a) {
  const Stopwatch watch;
  std::optional<Progress> progress{"verify"};
  const auto report = stores::verify_backup(a.folder, shown_by(*progress));
  progress.reset();
  if (!report) return fail(session, report.error());
  auto json = to_json(*report);
  auto text = to_text(*report);
  json["seconds"] = watch.seconds();
  bool ok = report->ok();
  if (a.drill && ok) {
    const auto drill = run_recorded_drill(a);
    if (!drill) return fail(session, drill.error().within("the restore drill"));
    json["drill"] = to_json(*drill);
    text += to_text(*drill);
    ok = drill->report.ok();
  }
  const bool told = print(session, item_answer(std::move(json)), text);
  return ok ? answered(told) : Exit::problems;
}

Exit run_restore(const Session& session, const BackupArguments& a) {
  if (session.is_remote()) {
    return fail(session, Usage{"backup restore makes a RocksDB store in --dir: leave --store and "
                               "RECOURSE_STORE out; `recourse logs copy` brings it elsewhere"});
  }
  Progress progress{"restore"};
  stores::RestoreOptions options{.progress = shown_by(progress)};
  if (a.up_to_position != 0) options.up_to_position = Position{a.up_to_position};
  const auto time = moment("--up-to-time", a.up_to_time, DayEdge::end);
  if (!time) return fail(session, time.error());
  options.up_to_time = *time;
  const Stopwatch watch;
  const auto restored = stores::restore_backup(a.folder, session.directory, options);
  if (!restored) return fail(session, restored.error());
  const auto json = item_answer(
      restored->last, boost::json::object{{"log", restored->identity.id.to_string()},
                                          {"incarnation", restored->identity.incarnation.value},
                                          {"last", restored->last.value},
                                          {"recorded_at", to_string(restored->recorded_at)},
                                          {"backup_last", restored->backup_last.value},
                                          {"notes", to_json(restored->notes)},
                                          {"seconds", watch.seconds()}});
  auto text = fmt::format("{} restored up to position {} of {}, recorded {} ({:.1f} s)\n",
                          session.directory, grouped(restored->last.value),
                          grouped(restored->backup_last.value), local_time(restored->recorded_at),
                          watch.seconds());
  for (const auto& note : restored->notes) text += "  note: " + note + "\n";
  text += "Back it up into a new folder: it is another incarnation of the log.\n";
  return answered(print(session, json, text));
}

using Run = Exit (*)(const Session&, const BackupArguments&);

CommandLine* add(CommandLine& backup, const std::string& name, const std::string& what,
                 const std::shared_ptr<BackupArguments>& a) {
  auto* command = backup.add_subcommand(name, what);
  command->add_option("folder", a->folder, "The folder of the backup.")->required();
  return command;
}

}  // namespace

void add_backup_commands(CommandLine& backup, const Session& session,
                         std::function<Exit()>& chosen) {
  const auto a = std::make_shared<BackupArguments>();
  const auto runs = [&session, &chosen, a](CommandLine* command, Run run) {
    command->callback(
        [&session, &chosen, a, run] { chosen = [&session, a, run] { return run(session, *a); }; });
  };
  runs(add(backup, "create",
           "Adds what the log has gained since the last time, beside a process that writes.", a),
       run_create);
  runs(add(backup, "list", "Lists the backup's segments.", a), run_list);
  auto* verify = add(backup, "verify", "Reads the whole backup and proves what can be proved.", a);
  verify->add_flag("--drill", a->drill,
                   "Also restores it into a scratch directory, verifies that store, removes it.");
  verify
      ->add_option("--scratch", a->scratch,
                   "Where the drill's directory is made (default: the system's temporary one).")
      ->needs("--drill");
  runs(verify, run_verify);
  auto* restore =
      add(backup, "restore", "Makes a store in --dir, missing or empty, of a backup.", a);
  restore
      ->add_option("--up-to-position", a->up_to_position,
                   "Leave out what was recorded behind this position.")
      ->check(whole_number(1));
  restore->add_option("--up-to-time", a->up_to_time,
                      "Leave out what was recorded after this moment.");
  runs(restore, run_restore);
}

}  // namespace recourse::cli
