#include "apps/cli/logs_ledger_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <recourse/office/ledger_export.hpp>
#include <recourse/office/ledger_of_logs.hpp>
#include <recourse/stores/open.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/ledger_arguments.hpp"
#include "apps/cli/list_names.hpp"
#include "apps/cli/place_names.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

namespace fs = std::filesystem;

struct LogsLedgerArguments {
  std::vector<std::string> logs;
  std::vector<std::string> where;
  std::string sort = "recorded";
  std::string fields;
  std::string as_of;
  std::string after;
  std::optional<std::uint64_t> page_size;
  ViewerArguments viewer;
};

/// A log as it was named: "pudong=/var/lib/pudong", or without a name of its own.
struct NamedLog {
  std::string name;
  std::string store;
};

/// Without a name in front: that of the URI's log, or of the folder.
Result<std::string> own_name(const std::string& store) {
  if (stores::is_store_uri(store)) return stores::log_name(store);
  if (stores::is_meant_as_uri(store)) {
    return Error{Errc::invalid_argument,
                 "'" + stores::shown(store) + "' is neither a folder nor a URI postgresql://…"};
  }
  auto path = fs::absolute(store).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // it ends in a slash
  return path.filename().string();
}

/// invalid_argument: it names no log, or its views would not lie in a folder of their own.
Result<NamedLog> named_log(const std::string& text) {
  const auto equals = text.find('=');
  const bool has_name =
      equals != std::string::npos && equals > 0 && text.find_first_of(":/?") > equals;
  NamedLog named{"", has_name ? text.substr(equals + 1) : text};
  auto own = own_name(named.store);
  if (!own) return of_argument("log", own.error());
  named.name = has_name ? text.substr(0, equals) : std::move(*own);
  if (named.name.empty() || named.name == "." || named.name == ".." ||
      named.name.find('/') != std::string::npos) {
    return Error{Errc::invalid_argument, "'" + named.name +
                                             "' cannot be a log's name: give one, as in pudong=" +
                                             stores::shown(named.store)};
  }
  return named;
}

/// A reader of its own, that keeps its views below --dir.
Result<std::string> as_reader(const std::string& uri) {
  RECOURSE_TRY_ASSIGN(const bool reads, stores::is_for_reading(uri));
  if (reads) return uri;
  return uri + (uri.find('?') == std::string::npos ? "?" : "&") + "role=reader";
}

Result<std::unique_ptr<Office>> open(const Session& session, const NamedLog& log) {
  RECOURSE_TRY_ASSIGN(auto options, session.options());
  if (stores::is_store_uri(log.store)) {
    options.sealing.reset();  // its keys do not lie below; a ledger of many masks anyway
    RECOURSE_TRY_ASSIGN(const auto uri, as_reader(log.store));
    options.open_store =
        stores::store_at({.store = uri,
                          .directory = fs::path{session.directory} / "logs" / log.name,
                          .access = stores::Access::read,
                          .create = false});
  } else {
    options.store = "rocksdb-reader";
    options.directory = log.store;
    options.create = false;
  }
  return Office::open(std::move(options));
}

Result<LedgerOfLogsQuery> query_of(const LogsLedgerArguments& a) {
  LedgerOfLogsQuery query;
  RECOURSE_TRY(read_list(a, query));
  RECOURSE_TRY_ASSIGN(query.as_of, moment("--as-of", a.as_of, DayEdge::end));
  return query;
}

boost::json::object to_json(const LedgerOfLogs& page, const LedgerColumns& columns) {
  boost::json::array items;
  for (const auto& row : page.rows) {
    boost::json::object item{{"log", row.log},
                             {"recorded_at", boost::json::string{to_string(row.recorded_at)}},
                             {"position", row.position.value}};
    LedgerPage alone;
    alone.rows.push_back(row.entry);
    auto answer = to_answer(alone, columns);
    for (auto& cell : answer["items"].as_array().front().as_object()) {
      item.insert_or_assign(cell.key(), std::move(cell.value()));
    }
    items.push_back(std::move(item));
  }
  boost::json::array logs;
  for (const auto& log : page.logs) {
    boost::json::object one{{"log", log.log}};
    if (log.missing) {
      one["missing"] = {{"code", boost::json::string{info(log.missing->code()).name}},
                        {"message", log.missing->message()}};
    } else {
      one["position"] = log.position.value;
    }
    logs.push_back(std::move(one));
  }
  auto json = list_answer(std::move(items));
  json["logs"] = std::move(logs);
  if (!page.next.empty()) json["next"] = hex(page.next);
  return json;
}

std::string to_text(const LedgerOfLogs& page, const LedgerColumns& columns) {
  std::vector<std::vector<std::string>> rows{{"log", "recorded", "position"}};
  for (const auto* column : columns) rows.front().emplace_back(column->name);
  for (const auto& row : page.rows) {
    auto& cells = rows.emplace_back();
    cells = {row.log, local_time(row.recorded_at), grouped(row.position.value)};
    for (const auto* column : columns) {
      cells.push_back(ledger_cell(row.entry, *column, zone()).value_or("–"));
    }
  }
  auto text = table(rows, "<<>" + std::string(columns.size(), '<'));
  text += fmt::format("{} cases; times are {}\n", grouped(page.rows.size()), zone_name());
  for (const auto& log : page.logs) {
    text += log.missing
                ? fmt::format("  {}: MISSING: {}\n", log.log, log.missing->message())
                : fmt::format("  {}: true at position {}\n", log.log, grouped(log.position.value));
  }
  if (!page.next.empty()) text += "more with --after " + hex(page.next) + "\n";
  return text;
}

Exit run(const Session& session, const LogsLedgerArguments& a) {
  if (const auto wrong = unknown_in_ledger(a.where, a.sort, a.fields, {"recorded"})) {
    return fail(session, *wrong);
  }
  const auto query = query_of(a);
  if (!query) return fail(session, query.error());
  const auto columns = ledger_columns(a.fields);
  if (!columns) return fail(session, of_argument("--fields", columns.error()));
  const auto viewer = ledger_reader(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  std::vector<std::unique_ptr<Office>> offices;
  std::vector<LogToRead> logs;
  for (const auto& text : a.logs) {
    const auto named = named_log(text);
    if (!named) return fail(session, named.error());
    auto office = open(session, *named);
    if (office) {
      logs.push_back({named->name, office->get()});
      offices.push_back(std::move(*office));
    } else {
      logs.push_back({named->name, nullptr, office.error()});
    }
  }
  if (offices.size() == logs.size()) {  // what is missing may have the place
    std::vector<const Office*> all;
    for (const auto& office : offices) all.push_back(office.get());
    // So may one that does not answer now: the ledger names it.
    const auto unknown = unknown_place(all, names_in(query->where));
    if (unknown && *unknown) return fail(session, **unknown);
  }
  const auto page = ledger_of_logs(logs, *query, *viewer);
  if (!page) return fail(session, page.error());
  const auto printed = answered(print(session, to_json(*page, *columns), to_text(*page, *columns)));
  const bool whole = std::none_of(page->logs.begin(), page->logs.end(),
                                  [](const LogOfLedger& log) { return log.missing.has_value(); });
  return printed == Exit::ok && !whole ? Exit::problems : printed;
}

}  // namespace

void add_logs_ledger(CommandLine& logs, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<LogsLedgerArguments>();
  auto* command = logs.add_subcommand(
      "ledger", "One ledger over several logs; a log that cannot be read is named, with exit 6.");
  command
      ->add_option("log", a->logs,
                   "Folder or URI of a log, with a name in front if it is to have one: "
                   "pudong=postgresql://db1/city?log=pudong. Views of a URI's log are kept in "
                   "--dir, below logs/.")
      ->required()
      ->check(not_empty());
  command
      ->add_option("--where", a->where,
                   "A condition, as `recourse ledger` takes it; again: all "
                   "must hold.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command
      ->add_option("--sort", a->sort,
                   "recorded: by (recorded_at, log, position) of each case's first record; or a "
                   "column. With a dash in front the last first.")
      ->capture_default_str()
      ->check(not_empty());
  command->add_option("--fields", a->fields, "Columns between commas, or all.")->check(not_empty());
  command->add_option("--as-of", a->as_of, "As recorded up to a moment or a day.")
      ->check(not_empty());
  command->add_option("--page-size", a->page_size, "At most so many, 1 to 1000; else 100.");
  command->add_option("--after", a->after, "Go on behind a page: what it gave as `next`.")
      ->check(not_empty());
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run(session, *a); }; });
}

}  // namespace recourse::cli
