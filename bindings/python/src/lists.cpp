// Lists that go out as files and come in as files, and the phrases that come up in reports.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <recourse/exchange/past_cases.hpp>
#include <recourse/exchange/sink.hpp>
#include <recourse/office/hotline_list.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/ledger_export.hpp>
#include <recourse/office/phrases.hpp>

#include "arguments.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "json.hpp"
#include "office_parts.hpp"
#include "positions.hpp"
#include "raise.hpp"

namespace recourse::python {
namespace {

using Conditions = Typed<"collections.abc.Sequence[str]">;
using OptionalLine = Typed<"recourse.complaint.Line | None">;
using Dict = Typed<"dict[str, Any]">;

Result<std::string> read_whole(const std::filesystem::path& file) {
  std::error_code unknown;  // then opening says what is wrong
  if (std::filesystem::is_directory(file, unknown)) {
    return Error{Errc::io_error, file.string() + ": " + std::strerror(EISDIR)};
  }
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (in.is_open() && !in.bad()) return text;
  return Error{Errc::io_error, file.string() + ": " + std::strerror(errno)};
}

// --- the ledger ----------------------------------------------------------------------------------

struct LedgerFile {
  std::string form;
  LedgerColumns columns = {};
  UtcOffset offset = {};
  bool byte_order_mark = false;
};

Result<std::uint64_t> write_csv(const Office& office, const LedgerQuery& query,
                                const core::Viewer& viewer, const LedgerFile& file,
                                Position at_least, const exchange::Sink& sink) {
  const LedgerCsv csv{file.columns, file.offset, file.byte_order_mark};
  RECOURSE_TRY(sink(csv.header()));
  std::uint64_t rows = 0;
  const auto take = [&](const LedgerEntry& row) -> Result<void> {
    ++rows;
    return sink(csv.line(row));
  };
  RECOURSE_TRY(each_ledger_row(office, query, viewer, take, at_least));
  return rows;
}

Result<std::uint64_t> write_arrow(const Office& office, const LedgerQuery& query,
                                  const core::Viewer& viewer, const LedgerFile& file,
                                  Position at_least, const exchange::Sink& sink) {
  constexpr std::size_t kBatch = 4096;
  const LedgerArrow arrow{file.columns};
  RECOURSE_TRY(sink(arrow.schema()));
  std::vector<LedgerEntry> waiting;
  std::uint64_t rows = 0;
  const auto flush = [&]() -> Result<void> {
    if (waiting.empty()) return {};
    RECOURSE_TRY(sink(arrow.batch(waiting)));
    waiting.clear();
    return {};
  };
  const auto take = [&](const LedgerEntry& row) -> Result<void> {
    ++rows;
    waiting.push_back(row);
    return waiting.size() < kBatch ? Result<void>{} : flush();
  };
  RECOURSE_TRY(each_ledger_row(office, query, viewer, take, at_least));
  RECOURSE_TRY(flush());
  RECOURSE_TRY(sink(LedgerArrow::end()));
  return rows;
}

std::uint64_t export_ledger(Session& session, const Path& file, const ActorObject& actor,
                            const Text& form, const Conditions& where, const Text& text,
                            const Text& columns, bool byte_order_mark,
                            const OptionalNumber& as_of) {
  const auto path = path_of("file", file);
  const auto viewer = known_viewer_of(actor);
  LedgerFile written{.form = parameter("form", [&] { return text_of(form); }),
                     .byte_order_mark = byte_order_mark};
  if (written.form != "csv" && written.form != "arrow") {
    raise(Error{Errc::invalid_argument,
                "there is no form '" + written.form + "'; there are csv and arrow"});
  }
  written.columns =
      value_of(ledger_columns(parameter("columns", [&] { return text_of(columns); })));
  LedgerQuery query;
  for (const auto& one :
       parameter("where", [&] { return list_of_texts("a list of texts", where); })) {
    query.where.push_back(value_of(ledger_condition(one)));
  }
  query.text = parameter("text", [&] { return text_of(text); });
  query.as_of = position_given("as_of", as_of);
  const auto at_least = session.written();
  std::uint64_t rows = 0;
  value_of(session.use([&](const Office& office) -> Result<void> {
    written.offset = office.decider().norms.utc_offset;
    const auto write = written.form == "csv" ? &write_csv : &write_arrow;
    return exchange::write_file(path, [&](const exchange::Sink& sink) -> Result<void> {
      RECOURSE_TRY_ASSIGN(rows, write(office, query, viewer, written, at_least, sink));
      return {};
    });
  }));
  return rows;
}

// --- the hotline ---------------------------------------------------------------------------------

Dict import_orders(Session& session, const Path& file, const Path& map, const Text& system,
                   bool dry_run, bool skip_faulty) {
  const auto path = path_of("file", file);
  const auto map_path = path_of("map", map);
  const auto name = parameter("system", [&] { return text_of(system); });
  Position head{};
  const auto result = session.use([&](const Office& office) -> Result<HotlineImport> {
    RECOURSE_TRY_ASSIGN(const auto meaning, read_whole(map_path));
    const auto known = casework::hotline::HotlineMap::from_toml(meaning);
    if (!known) return known.error().within(map_path.string());
    RECOURSE_TRY_ASSIGN(const auto csv, read_whole(path));
    auto list = read_hotline_list(csv, *known, office.decider().norms.utc_offset);
    if (!list) return list.error().within(path.string());
    auto imported =
        import_hotline(office, *std::move(list), {.dry_run = dry_run, .skip_faulty = skip_faulty},
                       office.import_context(name));
    const auto last = office.store().head();
    if (last) head = *last;
    if (!imported) return imported.error().within(path.string());
    if (!last) return last.error();
    return imported;
  });
  // Orders before one that fails are taken in.
  if (!dry_run) session.wrote(head);
  const auto done = value_of(result);
  return value_to_dict(&done, describe::type_info<HotlineImport>);
}

// --- cases of the past ---------------------------------------------------------------------------

Dict import_past(Session& session, const Path& file, const Text& source, const Text& reported,
                 const Text& closed, const OptionalLine& line, const Text& district) {
  const auto path = path_of("file", file);
  const exchange::PastCaseMap map{
      .source = parameter("source", [&] { return text_of(source); }),
      .reported = parameter("reported", [&] { return text_of(reported); }),
      .closed = parameter("closed", [&] { return text_of(closed); }),
      .line = if_given("line", line, line_of).value_or(casework::Line::other),
      .district = parameter("district", [&] { return text_of(district); })};
  Position head{};
  const auto result = session.use([&](const Office& office) -> Result<exchange::PastCaseImport> {
    RECOURSE_TRY_ASSIGN(const auto found, exchange::read_past_cases(path, map));
    auto done = exchange::import_past_cases(office, found, map);
    RECOURSE_TRY_ASSIGN(head, office.store().head());
    return done;
  });
  session.wrote(head);  // cases before one that fails are taken in
  const auto done = value_of(result);
  return value_to_dict(&done, describe::type_info<exchange::PastCaseImport>);
}

// --- phrases -------------------------------------------------------------------------------------

std::optional<LocalDay> day_of(const char* name, const Text& day) {
  const auto text = parameter(name, [&] { return text_of(day); });
  if (text.empty()) return std::nullopt;
  const auto known = parse_day(text);
  if (known) return *known;
  raise(Error{Errc::invalid_argument,
              std::string{name} + ": '" + text + "' is no day; write 2023-10-01"});
}

Dict phrases(Session& session, const ActorObject& actor, const Text& from, const Text& to,
             std::int64_t before_days, const Text& district, const Text& station,
             const OptionalLine& line, std::uint64_t count_least, double false_alarm) {
  const auto viewer = known_viewer_of(actor);
  ClassQuery query;
  query.from = day_of("from_", from);
  query.to = day_of("to", to);
  query.before_days = before_days;
  query.district = parameter("district", [&] { return text_of(district); });
  query.station = parameter("station", [&] { return text_of(station); });
  query.line = if_given("line", line, line_of);
  query.count_least = count_least;
  query.false_discovery = false_alarm;
  const auto at_least = session.written();
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return find_phrases(e, query, viewer, at_least); })));
  return value_to_dict(&found.report, describe::type_info<casework::rectification::PhraseReport>);
}

}  // namespace

void bind_lists(OfficeBinding& binding) {
  const auto none = py::none();
  binding
      .def("export_ledger", &export_ledger, py::arg("file"), py::kw_only(), py::arg("actor"),
           py::arg("form") = "csv", py::arg("where") = py::tuple(), py::arg("text") = "",
           py::arg("columns") = "", py::arg("byte_order_mark") = false, py::arg("as_of") = none, R"(
Writes the ledger as a file, whole or not at all; answers with the number of rows (R26).
form: "csv", or "arrow", the IPC stream that every Arrow library reads.
actor, where, text, as_of: as in `ledger`.
columns: names between commas; empty: those that an officer needs; "all".
byte_order_mark: by which spreadsheets know that a CSV is UTF-8.
Raises as `ledger`, and IoError.)")
      .def("import_hotline", &import_orders, py::arg("file"), py::arg("map"), py::kw_only(),
           py::arg("system") = "12345", py::arg("dry_run") = false, py::arg("skip_faulty") = false,
           R"(
Takes a list of the hotline's orders in (R27), CSV: matched to cases, or opened as new; answers with
how many of each, the plan of each order, and the faults. The same list again does nothing twice.
map: a TOML file that says what the list's columns and words mean.
system: name of the hotline's system, which the records say.
dry_run: says what would be done. skip_faulty: takes the good rows in; else none if one is faulty.
Raises MalformedError, telling line and column; InvalidArgumentError, IoError, ViewStoppedError.)")
      .def("import_xes", &import_past, py::arg("file"), py::kw_only(), py::arg("source"),
           py::arg("reported"), py::arg("closed"), py::arg("line") = none, py::arg("district") = "",
           R"(
Takes the traces of an XES log (plain or gzipped) in as cases of the past; answers with how many.
The same log again does nothing twice.
source: name of the system it comes from: the station, and what the keys begin with.
reported, closed: the activities (concept:name) by which a case begins and is closed.
line, district: of all of them; None: other.
Raises MalformedError, telling the trace; InvalidArgumentError, IoError.)")
      .def("phrases", &phrases, py::kw_only(), py::arg("actor"), py::arg("from_") = "",
           py::arg("to") = "", py::arg("before_days") = 91, py::arg("district") = "",
           py::arg("station") = "", py::arg("line") = none, py::arg("count_least") = 5,
           py::arg("false_alarm") = 0.05, R"(
Phrases that more cases of a period hold than of the `before_days` before (R28), in reports whose
text `actor` may read, never of confidential ones; names and numbers of persons are masked first.
from_, to, district, station, line: as in `classes`. false_alarm: the chance of any phrase in the
answer if nothing has changed, at most.
Raises Refused (not_to_be_seen), InvalidArgumentError, ViewStoppedError, TimedOutError.)");
}

}  // namespace recourse::python
