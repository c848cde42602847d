#include "apps/cli/ledger_commands.hpp"

#include <fmt/format.h>

#include <recourse/base/text.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/ledger_export.hpp>
#include <recourse/office/similar.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/figures_commands.hpp"
#include "apps/cli/ledger_arguments.hpp"
#include "apps/cli/list_names.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/place_names.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Rows of one batch of an Arrow stream.
constexpr std::size_t kBatchRows = 1000;

struct LedgerArguments {
  std::vector<std::string> where;
  std::string text;
  bool unverified = false;
  std::string sort = "number";
  std::string fields;
  std::string as_of;
  std::string after;
  std::optional<std::uint64_t> page_size;
  std::string format = "table";
  std::string output = "-";
  bool byte_order_mark = false;
  ViewerArguments viewer;
};

Result<LedgerQuery> query_of(const LedgerArguments& a) {
  LedgerQuery query{.text = a.text, .verify = !a.unverified};
  RECOURSE_TRY(read_list(a, query));
  return query;
}

std::string to_text(const LedgerPage& page, const LedgerColumns& columns) {
  Rows rows{{}};
  for (const auto* column : columns) rows.front().emplace_back(column->name);
  for (const auto& row : page.rows) {
    auto& cells = rows.emplace_back();
    for (const auto* column : columns) {
      cells.push_back(ledger_cell(row, *column, zone()).value_or("–"));
    }
  }
  auto text = table(rows, std::string(columns.size(), '<'));
  text += fmt::format("{} cases, true at position {}; times are {}\n", grouped(page.rows.size()),
                      grouped(page.position.value), zone_name());
  if (page.probable) text += "probable: the texts were not opened to make sure (--unverified)\n";
  if (!page.next.empty()) text += "more with --after " + hex(page.next) + "\n";
  return text;
}

Exit show_page(const Session& session, const Office& office, const LedgerQuery& query,
               const core::Viewer& viewer, const LedgerColumns& columns, Position head) {
  const auto page = ledger(office, query, viewer, head);
  if (!page) return fail(session, page.error());
  return answered(print(session, to_answer(*page, columns), to_text(*page, columns)));
}

Result<void> write_csv(const Office& office, const LedgerQuery& query, const core::Viewer& viewer,
                       const LedgerCsv& csv, const exchange::Sink& out, Position head) {
  bool begun = false;
  const auto begin = [&]() -> Result<void> {
    if (std::exchange(begun, true)) return {};
    return out(csv.header());
  };
  const auto take = [&](const LedgerEntry& row) -> Result<void> {
    RECOURSE_TRY(begin());
    return out(csv.line(row));
  };
  RECOURSE_TRY(each_ledger_row(office, query, viewer, take, head));
  return begin();
}

Result<void> write_arrow(const Office& office, const LedgerQuery& query, const core::Viewer& viewer,
                         const LedgerArrow& arrow, const exchange::Sink& out, Position head) {
  std::vector<LedgerEntry> rows;
  bool begun = false;
  const auto flush = [&]() -> Result<void> {
    const bool first = !std::exchange(begun, true);
    if (first) RECOURSE_TRY(out(arrow.schema()));
    if (!rows.empty()) RECOURSE_TRY(out(arrow.batch(rows)));
    rows.clear();
    return {};
  };
  const auto take = [&](const LedgerEntry& row) -> Result<void> {
    rows.push_back(row);
    return rows.size() < kBatchRows ? Result<void>{} : flush();
  };
  RECOURSE_TRY(each_ledger_row(office, query, viewer, take, head));
  RECOURSE_TRY(flush());
  return out(LedgerArrow::end());
}

Result<void> check_format(const Session& session, const LedgerArguments& a) {
  const bool file = a.format == "csv" || a.format == "arrow";
  if (file && session.json) {
    return Error{Errc::invalid_argument, "--json or --format " + a.format + ", not both"};
  }
  if (file && !a.after.empty()) {
    return Error{Errc::invalid_argument,
                 "--after: a file holds all rows; pages are for tables and --json"};
  }
  if (file && a.page_size) {
    return Error{Errc::invalid_argument,
                 "--page-size: a file holds all rows; pages are for tables and --json"};
  }
  if (a.unverified && a.text.empty()) {
    return Error{Errc::invalid_argument, "--unverified: is for --text"};
  }
  if (!file && a.output != "-") {
    return Error{Errc::invalid_argument, "--output: is for --format csv and --format arrow"};
  }
  if (a.byte_order_mark && a.format != "csv") {
    return Error{Errc::invalid_argument, "--bom: is for --format csv"};
  }
  return {};
}

Exit run_ledger(const Session& session, const LedgerArguments& a) {
  const auto right = check_format(session, a);
  if (!right) return fail(session, right.error());
  if (const auto wrong = unknown_in_ledger(a.where, a.sort, a.fields)) {
    return fail(session, *wrong);
  }
  auto query = query_of(a);
  if (!query) return fail(session, query.error());
  const auto columns = ledger_columns(a.fields);
  if (!columns) return fail(session, of_argument("--fields", columns.error()));
  const auto viewer = ledger_reader(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto unknown = unknown_place(**office, names_in(query->where));
  if (!unknown) return fail(session, unknown.error());
  if (*unknown) return fail(session, **unknown);
  const auto position = as_of(**office, a.as_of);
  if (!position) return fail(session, position.error());
  query->as_of = *position;
  if (a.format == "table") return show_page(session, **office, *query, *viewer, *columns, *head);
  const auto written = write_to(a.output == "-" ? "" : a.output, [&](const exchange::Sink& out) {
    return a.format == "csv"
               ? write_csv(**office, *query, *viewer,
                           LedgerCsv{*columns, zone(), a.byte_order_mark}, out, *head)
               : write_arrow(**office, *query, *viewer, LedgerArrow{*columns}, out, *head);
  });
  // Also where nobody reads on.
  return written ? Exit::ok : fail(session, written.error());
}

// --- similar -------------------------------------------------------------------------------------

struct SimilarArguments {
  SimilarQuery query;
  ViewerArguments viewer;
};

template <class E>
std::string word(const std::optional<E>& value) {
  return value ? std::string{describe::enum_name(*value)} : "–";
}

std::string to_text(const SimilarCases& similar) {
  Rows rows{
      {"case", "近似 score", "overlap", "", "matter", "reason", "outcome", "rating", "reply"}};
  for (const auto& one : similar.cases) {
    rows.push_back({one.number, one.score ? fmt::format("{:.3f}", *one.score) : "–",
                    one.overlap ? fmt::format("{:.2f}", *one.overlap) : "–",
                    one.near_duplicate ? "重复 near duplicate" : "",
                    one.matter.empty() ? "–" : one.matter, one.reason.empty() ? "–" : one.reason,
                    word(one.outcome), word(one.rating),
                    one.standard_reply.empty() ? "–" : one.standard_reply});
  }
  auto text = table(rows, "<>><<<<<<");
  for (const auto& one : similar.cases) {
    if (one.wording.empty()) continue;
    constexpr std::size_t kShown = 300;
    text += one.number + ": " + base::excerpt(one.wording, kShown) + "\n";
  }
  return text + fmt::format("{} cases, true at position {}\n", grouped(similar.cases.size()),
                            grouped(similar.position.value));
}

Exit run_similar(const Session& session, const SimilarArguments& a) {
  const auto viewer = ledger_reader(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto seen = similar_cases(**office, a.query, *viewer, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& similar = std::get<SimilarCases>(*seen);
  boost::json::array items;
  for (const auto& one : similar.cases) items.push_back(describe::to_json(one));
  return answered(
      print(session, list_answer(similar.position, std::move(items)), to_text(similar)));
}

/// Which cases, in which order, with which columns.
void add_rows(CommandLine* command, const std::shared_ptr<LedgerArguments>& a) {
  command
      ->add_option("--where", a->where,
                   "A condition, say 'matter=RK01', 'reported_at>=2023-07-01', "
                   "'outcome=done,explained'; again: all must hold.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command->add_option("--text", a->text, "Words that the citizen's text holds, all of them.")
      ->check(not_empty());
  command->add_flag("--unverified", a->unverified,
                    "With --text: the index alone, without opening the texts; probable.");
  command->add_option("--sort", a->sort, "A column; with a dash in front the last first.")
      ->capture_default_str()
      ->offer(column_names())
      ->check(not_empty());
  command->add_option("--fields", a->fields, "Columns between commas, or all.")->check(not_empty());
  command->add_option("--as-of", a->as_of, "As recorded up to this position or moment.")
      ->check(position_or_moment());
}

void add_output(CommandLine* command, const std::shared_ptr<LedgerArguments>& a) {
  command->add_option("--output", a->output, "File that csv or arrow goes to; -: standard output.")
      ->capture_default_str()
      ->check(not_empty());
}

void add_byte_order_mark(CommandLine* command, const std::shared_ptr<LedgerArguments>& a) {
  command->add_flag("--bom", a->byte_order_mark,
                    "CSV begins with a byte order mark, for spreadsheets.");
}

void add_viewer_and_run(CommandLine* command, const std::shared_ptr<LedgerArguments>& a,
                        const Session& session, std::function<Exit()>& chosen) {
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_ledger(session, *a); }; });
}

void add_ledger(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<LedgerArguments>();
  auto* command = app.add_subcommand("ledger", "Searches, sorts and exports the ledger of cases.");
  add_rows(command, a);
  command->add_option("--page-size", a->page_size, "At most so many, 1 to 1000; else 100.");
  command->add_option("--after", a->after, "Go on behind a page: what it gave as `next`.")
      ->check(not_empty());
  command->add_option("--format", a->format, "A page as a table, or all rows as a file.")
      ->among("format", {"table", "csv", "arrow"})
      ->capture_default_str();
  add_output(command, a);
  add_byte_order_mark(command, a);
  add_viewer_and_run(command, a, session, chosen);
}

void add_similar(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<SimilarArguments>();
  auto* command =
      app.add_subcommand("similar", "Finds the closest earlier cases, and what came of them.");
  command->add_option("--text", a->query.text, "What was reported.")->check(not_empty());
  command->add_option("--case", a->query.number, "Or the case whose report it is.")
      ->check(not_empty());
  command->add_option("--matter", a->query.matter, "Cases of this matter come nearer.")
      ->check(not_empty());
  command->add_option("--reason", a->query.reason, "Cases of this reason come nearer.")
      ->check(not_empty());
  command->add_option("--most", a->query.most, "At most so many, 1 to 100.")->capture_default_str();
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_similar(session, *a); }; });
}

}  // namespace

void add_ledger_exports(CommandLine& to, const Session& session, std::function<Exit()>& chosen) {
  const auto add = [&](const char* format, const char* what) {
    const auto a = std::make_shared<LedgerArguments>();
    a->format = format;
    auto* command = to.add_subcommand(format, what);
    add_rows(command, a);
    add_output(command, a);
    if (a->format == "csv") add_byte_order_mark(command, a);
    add_viewer_and_run(command, a, session, chosen);
  };
  add("csv", "The ledger of cases as CSV; as `ledger --format csv`.");
  add("arrow", "The ledger of cases as an Arrow stream; as `ledger --format arrow`.");
}

void add_ledger_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  add_ledger(app, session, chosen);
  add_similar(app, session, chosen);
}

}  // namespace recourse::cli
