#include "apps/cli/logs_commands.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <recourse/stores/import.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/logs_ledger_command.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;

// --- list ----------------------------------------------------------------------------------------

object to_json(const stores::PostgresLog& log) {
  object json{{"log", log.name},
              {"id", log.identity.id.to_string()},
              {"incarnation", log.identity.incarnation.value},
              {"head", log.head.value},
              {"recorded_at", nullptr},
              {"epoch", log.epoch},
              {"half_copy", log.is_half_copy},
              {"appender", nullptr}};
  if (log.head.value > 0) json["recorded_at"] = string{to_string(log.recorded_at)};
  if (log.at_standby) json.erase("appender");
  if (log.has_appender) {
    object appender{{"at", log.appender_at}};
    if (log.appender_since) appender["since"] = string{to_string(*log.appender_since)};
    json["appender"] = std::move(appender);
  }
  return json;
}

std::string appender_of(const stores::PostgresLog& log) {
  if (log.at_standby) return "? (asked at a standby)";
  if (!log.has_appender) return "–";
  return log.appender_at.empty() ? "somebody" : log.appender_at;
}

std::string to_text(const std::vector<stores::PostgresLog>& logs) {
  std::vector<std::vector<std::string>> rows{
      {"log", "head", "last record", "epoch", "appends", "since", "", "id"}};
  for (const auto& log : logs) {
    rows.push_back({log.name, grouped(log.head.value),
                    log.head.value > 0 ? local_time(log.recorded_at) : "–", grouped(log.epoch),
                    appender_of(log), log.appender_since ? local_time(*log.appender_since) : "–",
                    log.is_half_copy ? "half copy" : "", log.identity.id.to_string()});
  }
  return table(rows, "<><><<<<");
}

Exit run_list(const Session& session, const std::string& database) {
  const auto& uri = database.empty() ? session.store : database;
  if (!stores::is_store_uri(uri)) {
    // The text is not repeated: a password may stand in it.
    if (const auto end = uri.find("://"); end != std::string::npos) {
      return fail(session, no_such_name("kind of database", uri.substr(0, end), {"postgresql"}));
    }
    return fail(session, Usage{"which database? Give its URI, as argument or by --store: "
                               "postgresql://user@host/database"});
  }
  const auto logs = stores::list_logs(uri);
  if (!logs) return fail(session, logs.error());
  boost::json::array items;
  for (const auto& log : *logs) items.push_back(to_json(log));
  const auto text = logs->empty() ? std::string{"no logs\n"} : to_text(*logs);
  return answered(print(session, list_answer(std::move(items)), text));
}

// --- copy ----------------------------------------------------------------------------------------

struct CopyArguments {
  std::string from;
  std::string to;
};

Result<core::LogCopied> copy(const std::string& from, const std::string& to) {
  RECOURSE_TRY_ASSIGN(const auto log, stores::open_log(from));
  RECOURSE_TRY_ASSIGN(const auto import, stores::import_log(to, core::origin_of(*log)));
  Progress progress{"copy"};
  auto copied = core::copy_log(*log, *import, [&](std::uint64_t done, std::uint64_t total) {
    progress.show(done, total);
    return true;
  });
  if (!copied) return std::move(copied).error().within(stores::shown(to));
  return copied;
}

/// Where the keys of the log's persons lie, if they lie anywhere.
std::string keys_of(const Session& session, const std::string& from) {
  if (!session.keys.empty()) return session.keys;
  const auto beside =
      std::filesystem::path{stores::is_store_uri(from) ? session.directory : from} / "keys";
  std::error_code failed;
  return std::filesystem::exists(beside, failed) ? beside.string() : std::string{};
}

Exit run_copy(const Session& session, const CopyArguments& a) {
  auto from = a.from;
  if (from.empty()) from = session.is_remote() ? session.store : session.directory;
  if (from == a.to) return fail(session, Usage{"--from and --to are the same store"});
  const auto copied = copy(from, a.to);
  if (!copied) return fail(session, copied.error());
  const auto keys = keys_of(session, from);
  object json{{"from", stores::shown(from)},
              {"to", stores::shown(a.to)},
              {"begun", copied->begun.value},
              {"copied", copied->last.value - copied->begun.value},
              {"last", copied->last.value},
              {"hash", copied->hash},
              {"keys", keys.empty() ? boost::json::value{} : boost::json::value{string{keys}}}};
  auto text = fmt::format("{} holds the log up to position {}; {} records were copied\n",
                          stores::shown(a.to), grouped(copied->last.value),
                          grouped(copied->last.value - copied->begun.value));
  if (copied->last.value > 0) {
    text += fmt::format("both were read again and are equal: sha256 chain {}\n", copied->hash);
  }
  if (!keys.empty()) {
    text += fmt::format("its keys lie in {}: name that folder by --keys, or move it along\n", keys);
  }
  text +=
      "What is appended to the old one from now on comes with the next run. Never append to "
      "both.\n";
  return answered(print(session, item_answer(copied->last, std::move(json)), text));
}

void add_list(CommandLine& logs, const Session& session, std::function<Exit()>& chosen) {
  const auto database = std::make_shared<std::string>();
  auto* command = logs.add_subcommand(
      "list", "The logs of a PostgreSQL database: head, epoch, who appends, since when.");
  command->add_option("database", *database, "Its URI; missing: that of --store.")
      ->check(not_empty());
  command->callback([&session, &chosen, database] {
    chosen = [&session, database] { return run_list(session, *database); };
  });
}

void add_copy(CommandLine& logs, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<CopyArguments>();
  auto* command = logs.add_subcommand(
      "copy", "Copies a log into another store, byte for byte; again: brings what is new.");
  command->add_option("--from", a->from, "Folder or URI; missing: the store of --dir or --store.")
      ->check(not_empty());
  command->add_option("--to", a->to, "Folder, missing or empty, or URI of a log that is to be.")
      ->required()
      ->check(not_empty());
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_copy(session, *a); }; });
}

}  // namespace

void add_logs_commands(CommandLine& logs, const Session& session, std::function<Exit()>& chosen) {
  add_list(logs, session, chosen);
  add_copy(logs, session, chosen);
  add_logs_ledger(logs, session, chosen);
}

}  // namespace recourse::cli
