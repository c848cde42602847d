// recourse.Office: lists, figures, duties and the ledger, each true at a position.
#include <recourse/office.hpp>
#include <recourse/office/classes.hpp>
#include <recourse/office/figures.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/loop.hpp>
#include <recourse/office/silence.hpp>
#include <recourse/office/similar.hpp>

#include "arguments.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "json.hpp"
#include "office_parts.hpp"
#include "positions.hpp"
#include "raise.hpp"
#include "results.hpp"
#include "workflow.hpp"

namespace recourse::python {
namespace {

using Bytes = Typed<"bytes">;
using Conditions = Typed<"collections.abc.Sequence[str]">;
using OptionalLine = Typed<"recourse.complaint.Line | None">;
using OptionalChannel = Typed<"recourse.complaint.Channel | None">;
using OptionalPhase = Typed<"recourse.complaint.Phase | None">;
using OptionalDeadlineKind = Typed<"recourse.complaint.DeadlineKind | None">;
using Binding = OfficeBinding;

Typed<"recourse.Figures"> report(Session& session, const Text& station, const Text& district,
                                 const OptionalLine& line, const OptionalChannel& channel,
                                 const AsOf& as_of) {
  casework::complaint::TallyFilter filter{
      .station = parameter("station", [&] { return text_of(station); }),
      .district = parameter("district", [&] { return text_of(district); }),
      .line = if_given("line", line, line_of),
      .channel = if_given("channel", channel, channel_of)};
  const auto position = position_as_of(session, as_of);
  return to_python(value_of(
      session.use([&](const Office& e) { return e.report(std::move(filter), position); })));
}

/// Without a number, where this office's own writes are read. What the log has not come to yet is
/// waited for here: where the wait can be ended.
Position position_of(const Session& session, const OptionalNumber& at_least) {
  const auto position = position_given("at_least", at_least).value_or(session.written());
  if (position > session.written()) {
    const std::chrono::duration<double> seconds = session.patience();
    wait_for_log(session, position, OptionalSeconds{py::object{py::float_(seconds.count())}});
  }
  return position;
}

Typed<"dict[str, Any]"> loop(Session& session, const Text& period, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto text = parameter("period", [&] { return text_of(period); });
  const auto figures = value_of(session.use([&](const Office& e) -> Result<LoopFigures> {
    if (text.empty()) return loop_figures(e, position);
    RECOURSE_TRY_ASSIGN(const auto days, parse_period(text));
    RECOURSE_TRY_ASSIGN(const auto head, e.engine().follow());
    return loop_figures(
        e, LoopQuery{.from = days.first, .to = days.second, .position = std::max(head, position)});
  }));
  return value_to_dict(&figures, describe::type_info<LoopFigures>);
}

/// A day as Python's text has it: "2023-10-01".
std::optional<LocalDay> day_of(const char* name, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = parse_day(text);
  if (day) return *day;
  raise(Error{Errc::invalid_argument,
              std::string{name} + ": '" + text + "' is no day; write 2023-10-01"});
}

Typed<"dict[str, Any]"> classes(Session& session, const ActorObject& actor, const Text& from,
                                const Text& to, std::int64_t before_days, const Text& district,
                                const Text& station, const OptionalLine& line,
                                std::uint64_t count_least, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  ClassQuery query;
  query.from = day_of("from_", parameter("from_", [&] { return text_of(from); }));
  query.to = day_of("to", parameter("to", [&] { return text_of(to); }));
  query.before_days = before_days;
  query.district = parameter("district", [&] { return text_of(district); });
  query.station = parameter("station", [&] { return text_of(station); });
  query.line = if_given("line", line, line_of);
  query.count_least = count_least;
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return find_classes(e, query, viewer, position); })));
  return value_to_dict(&found.report, describe::type_info<casework::rectification::ClassReport>);
}

/// As day_of, of a day that must be given.
LocalDay day_given(const char* name, const Text& text) {
  const auto given = parameter(name, [&] { return text_of(text); });
  if (const auto day = day_of(name, given)) return *day;
  raise(Error{Errc::invalid_argument, std::string{name} + ": a day is wanted, say 2023-10-01"});
}

Typed<"dict[str, Any]"> silent_stations(Session& session, const ActorObject& actor,
                                        const Text& from, const Text& to) {
  const auto viewer = known_viewer_of(actor);
  const SilenceQuery query{.from = day_given("from_", from), .to = day_given("to", to)};
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return recourse::silent_stations(e, query, viewer); })));
  return value_to_dict(&found, describe::type_info<Silence>);
}

Typed<"recourse.CasePage"> cases(Session& session, const ActorObject& actor, const Text& station,
                                 const Text& unit, const OptionalPhase& phase,
                                 const OptionalMoment& due_by, bool open_only,
                                 std::size_t page_size, const Bytes& after,
                                 const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  const casework::complaint::CaseQuery query{
      .station = parameter("station", [&] { return text_of(station); }),
      .unit = parameter("unit", [&] { return text_of(unit); }),
      .phase = if_given("phase", phase, phase_of),
      .due_by = if_given("due_by", due_by, moment_of),
      .open_only = open_only,
      .page_size = page_size,
      .after = parameter("after", [&] { return bytes_of(after); })};
  return to_python(
      value_of(session.use([&](const Office& e) { return e.cases(query, viewer, position); })));
}

Typed<"recourse.DeadlineList"> deadlines(Session& session, const ActorObject& actor,
                                         const OptionalMoment& from, const OptionalMoment& to,
                                         const Text& station, const Text& unit,
                                         const OptionalDeadlineKind& kind, bool firing_only,
                                         std::size_t page_size, const Bytes& after,
                                         const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  casework::complaint::DeadlineQuery query;
  query.from = if_given("from_", from, moment_of).value_or(query.from);
  query.to = if_given("to", to, moment_of).value_or(query.to);
  query.station = parameter("station", [&] { return text_of(station); });
  query.unit = parameter("unit", [&] { return text_of(unit); });
  query.kind = if_given("kind", kind, deadline_kind_of);
  query.firing_only = firing_only;
  query.page_size = page_size;
  query.after = parameter("after", [&] { return bytes_of(after); });
  return to_python(
      value_of(session.use([&](const Office& e) { return e.deadlines(query, viewer, position); })));
}

Typed<"recourse.Agenda"> agenda(Session& session, const ActorObject& actor, const Text& unit,
                                const OptionalMoment& until, std::size_t page_size,
                                const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  const casework::AgendaQuery query{.unit = parameter("unit", [&] { return text_of(unit); }),
                                    .until = if_given("until", until, moment_of),
                                    .most = page_size};
  return to_python(seen_of(
      value_of(session.use([&](const Office& e) { return e.agenda(query, viewer, position); }))));
}

Typed<"list[recourse.EarlierCase]"> earlier_cases(Session& session, const ActorObject& actor,
                                                  const Text& name, const Text& phone,
                                                  const Text& address, const Text& matter,
                                                  const OptionalMoment& until, std::uint32_t days,
                                                  const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  casework::complaint::PersonQuery query;
  query.name = parameter("name", [&] { return text_of(name); });
  query.phone = parameter("phone", [&] { return text_of(phone); });
  query.address = parameter("address", [&] { return text_of(address); });
  query.matter = parameter("matter", [&] { return text_of(matter); });
  query.until = if_given("until", until, moment_of);
  query.days = days;
  const auto viewer = known_viewer_of(actor);
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return e.earlier_cases(query, viewer, position); })));
  return list_of(found, as_python);
}

Typed<"dict[str, Any]"> ledger_page(Session& session, const ActorObject& actor,
                                    const Conditions& where, const Text& text, bool verify,
                                    const Text& sort, bool descending, std::size_t page_size,
                                    const Bytes& after, const OptionalNumber& as_of,
                                    const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  LedgerQuery query;
  const auto conditions =
      parameter("where", [&] { return list_of_texts("a list of texts", where); });
  for (const auto& one : conditions) {
    query.where.push_back(value_of(ledger_condition(one)));
  }
  query.text = parameter("text", [&] { return text_of(text); });
  query.verify = verify;
  query.sort = parameter("sort", [&] { return text_of(sort); });
  query.descending = descending;
  query.page_size = page_size;
  query.after = parameter("after", [&] { return bytes_of(after); });
  query.as_of = position_given("as_of", as_of);
  const auto page =
      value_of(session.use([&](const Office& e) { return ledger(e, query, viewer, position); }));
  py::list rows;
  for (const auto& row : page.rows) {
    rows.append(value_to_dict(&row, describe::type_info<LedgerEntry>));
  }
  py::dict answer;
  answer["rows"] = std::move(rows);
  answer["next"] = py::bytes{page.next};
  answer["position"] = page.position.value;
  answer["probable"] = page.probable;
  return py::object{std::move(answer)};
}

Typed<"dict[str, Any]"> similar(Session& session, const ActorObject& actor, const Text& text,
                                const Text& name, const Text& matter, const Text& reason,
                                std::size_t most, const OptionalNumber& at_least) {
  const auto position = position_of(session, at_least);
  const auto viewer = known_viewer_of(actor);
  const SimilarQuery query{.text = parameter("text", [&] { return text_of(text); }),
                           .number = parameter("case", [&] { return text_of(name); }),
                           .matter = parameter("matter", [&] { return text_of(matter); }),
                           .reason = parameter("reason", [&] { return text_of(reason); }),
                           .most = most};
  const auto found = seen_of(value_of(
      session.use([&](const Office& e) { return similar_cases(e, query, viewer, position); })));
  return value_to_dict(&found, describe::type_info<SimilarCases>);
}

}  // namespace

void bind_duties(Binding& binding) {
  binding
      .def("agenda", &agenda, py::kw_only(), py::arg("actor"), py::arg("unit"),
           py::arg("until") = py::none(), py::arg("page_size") = std::size_t{1000},
           py::arg("at_least") = py::none(), R"(
What `unit` must do, of every workflow, the most urgent first (R16): open duties due by `until`,
and those without a limit; without `until` all. An empty `unit`: what whoever may has to take up.
`actor`: staff of the unit, a department, or the supervisor. page_size: from 1 to 1000.
at_least: as in `cases`.
Raises Refused (not_to_be_seen), InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("classes", &classes, py::kw_only(), py::arg("actor"), py::arg("from_") = "",
           py::arg("to") = "", py::arg("before_days") = 91, py::arg("district") = "",
           py::arg("station") = "", py::arg("line") = py::none(), py::arg("count_least") = 5,
           py::arg("at_least") = py::none(), R"(
Classes of failures of a period (R28): what fails for one reason more often than in the
`before_days` before, or more often at a unit than elsewhere; with counts, intervals and cases.
actor: supervisors see all, a department its line, a station's staff theirs.
from_, to: days as "2023-10-01", inclusive; empty: the last month that is over.
district, station, line: only classes with them. count_least: the fewest cases of a finding.
at_least: as in `cases`.
Raises Refused (not_to_be_seen), InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("silent_stations", &silent_stations, py::kw_only(), py::arg("actor"), py::arg("from_"),
           py::arg("to"), R"(
The stations without a case in a period in which their window was open (R24): from, to, registered,
stations with station, district and the key of the inspection that their silence opens, position.
Without a register (`registered` is false) of the stations that ever had a case.
actor: a department or a supervisor. from_, to: days as "2023-10-01", inclusive; the period is over.
Raises Refused (not_to_be_seen), InvalidArgumentError.)")
      .def("loop", &loop, py::kw_only(), py::arg("period") = "", py::arg("at_least") = py::none(),
           R"(
The loop beside the cases in figures (R19): windows, inspections, replies, trainings,
rectifications. period: "2023", "2023H2", "2023Q3", "2023-06" or "day..day": what happened in it,
and what stood at its end; empty: of all time. at_least: as in `cases`.
Raises InvalidArgumentError, ViewStoppedError, TimedOutError.)");
}

void bind_ledger(Binding& binding) {
  binding
      .def("ledger", &ledger_page, py::kw_only(), py::arg("actor"), py::arg("where") = py::tuple(),
           py::arg("text") = "", py::arg("verify") = true, py::arg("sort") = "number",
           py::arg("descending") = false, py::arg("page_size") = std::size_t{100},
           py::arg("after") = py::bytes{}, py::arg("as_of") = py::none(),
           py::arg("at_least") = py::none(), R"(
A page of the ledger of all cases (R26): rows, next, position, probable.

actor: who looks; cases and columns that are not theirs are left out, personal columns masked.
where: conditions, all of which must hold: "matter=RK01", "reported_at>=2023-07-01",
    "outcome=done,explained", "accepted_at=" (empty). Days are Shanghai's.
text: words that the citizen's text holds, all of them; the log must be sealed.
verify: open the text of each hit; else they are probable.
sort, descending: by which column.
after: `next` of the page before; it answers as of the first page's position.
as_of: a position: the ledger as recorded up to there.
at_least: as in `cases`. Raises InvalidArgumentError, KeysUnavailableError, LimitExceededError,
ViewStoppedError, TimedOutError.)")
      .def("similar", &similar, py::kw_only(), py::arg("actor"), py::arg("text") = "",
           py::arg("case") = "", py::arg("matter") = "", py::arg("reason") = "",
           py::arg("most") = std::size_t{5}, py::arg("at_least") = py::none(), R"(
The closest earlier cases to a text or to a case's report, and what came of them (R20, R22): cases,
position. matter and reason bring cases nearer. Of a case whose text is not theirs to read there is
neither score nor overlap. at_least: as in `cases`. Raises Refused, InvalidArgumentError,
NotFoundError, KeysUnavailableError, ViewStoppedError, TimedOutError.)");
}

void bind_views(Binding& binding) {
  binding
      .def("report", &report, py::kw_only(), py::arg("station") = "", py::arg("district") = "",
           py::arg("line") = py::none(), py::arg("channel") = py::none(),
           py::arg("as_of") = py::none(), R"(
The figures of the cases that the filter takes in: as they stand, or counted from the events up to
`as_of`, a position or a moment. Raises ViewStoppedError, TimedOutError.)")
      .def("cases", &cases, py::kw_only(), py::arg("actor"), py::arg("station") = "",
           py::arg("unit") = "", py::arg("phase") = py::none(), py::arg("due_by") = py::none(),
           py::arg("open_only") = false, py::arg("page_size") = std::size_t{100},
           py::arg("after") = py::bytes(""), py::arg("at_least") = py::none(), R"(
Cases by station, owning unit, phase and the end of their earliest limit, of those that `actor` may
see: a page may have fewer than `page_size`, and be followed by another.

page_size: entries of a page, from 1 to 1000.
after: `next` of the page before.
at_least: the list is true at this position or later; None: at whatever this office has written.
    TimedOutError if the log does not come so far in time.

Raises InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("deadlines", &deadlines, py::kw_only(), py::arg("actor"), py::arg("from_") = py::none(),
           py::arg("to") = py::none(), py::arg("station") = "", py::arg("unit") = "",
           py::arg("kind") = py::none(), py::arg("firing_only") = false,
           py::arg("page_size") = std::size_t{100}, py::arg("after") = py::bytes(""),
           py::arg("at_least") = py::none(), R"(
Limits, of cases that `actor` may see, by when they end, `from_` and `to` inclusive; a page has at
most `page_size`, from 1 to 1000.
after: `next` of the page before. at_least: as in `cases`.
Raises InvalidArgumentError, ViewStoppedError, TimedOutError.)")
      .def("earlier_cases", &earlier_cases, py::kw_only(), py::arg("actor"), py::arg("name") = "",
           py::arg("phone") = "", py::arg("address") = "", py::arg("matter") = "",
           py::arg("until") = py::none(), py::arg("days") = casework::complaint::kRepeatedDays,
           py::arg("at_least") = py::none(), R"(
Earlier cases of the same person, the latest first: by telephone number, or by name and address
together (R45). In a sealed log only, and with its keys. actor: who looks; staff of the window, of
departments and supervisors alone.
matter: code; empty: in whatever matter. until, days: reported in so many days before that moment;
None, or 0 days: however early. at_least: as in `cases`.
Raises Refused, KeysUnavailableError, ViewStoppedError, TimedOutError.)");
}

}  // namespace recourse::python
