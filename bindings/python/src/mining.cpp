// Event logs of the office's cases, which step follows which, and what would have been late under
// other norms.
#include "mining.hpp"

#include <recourse/exchange/cases.hpp>
#include <recourse/exchange/cloud_events.hpp>
#include <recourse/office/what_if.hpp>

#include "arguments.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "json.hpp"
#include "raise.hpp"

namespace recourse::python {
namespace {

using OptionalLine = Typed<"recourse.complaint.Line | None">;
using Keys = Typed<"collections.abc.Sequence[str]">;
using Paths = Typed<"collections.abc.Sequence[str | os.PathLike[str]]">;
using Dict = Typed<"dict[str, Any]">;

/// A list of paths; a text is a sequence as well, of letters.
std::vector<std::string> paths_of(const char* what, py::handle list) {
  if (PyUnicode_Check(list.ptr()) || !py::isinstance<py::sequence>(list)) wrong_type(what, list);
  std::vector<std::string> paths;
  for (const auto one : py::reinterpret_borrow<py::sequence>(list)) {
    paths.push_back(path_of(one).string());
  }
  return paths;
}

struct Selecting {
  const Text& station;
  const Text& district;
  const OptionalLine& line;
  const Text& matter;
  const OptionalMoment& from;
  const OptionalMoment& to;
  const Keys& keys;
  const OptionalNumber& as_of;

  CaseSelection selection() const {
    CaseSelection s;
    s.station = parameter("station", [&] { return text_of(station); });
    s.district = parameter("district", [&] { return text_of(district); });
    s.line = if_given("line", line, line_of);
    s.matter = parameter("matter", [&] { return text_of(matter); });
    s.from = if_given("from_", from, moment_of);
    s.to = if_given("to", to, moment_of);
    s.keys = parameter("keys", [&] { return list_of_texts("a list of keys", keys); });
    if (const auto position = if_given("as_of", as_of, number_of)) s.as_of = Position{*position};
    return s;
  }
};

Dict what_if_under(Session& session, const ActorObject& actor, const Path& norms,
                   const Paths& calendar, const Text& station, const Text& district,
                   const OptionalLine& line, const Text& matter, const OptionalMoment& from,
                   const OptionalMoment& to, const Keys& keys, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  WhatIfOptions options;
  options.selection = Selecting{station, district, line, matter, from, to, keys, as_of}.selection();
  options.norms = value_of(load_norms(path_of("norms", norms).string()));
  const auto files = parameter("calendar", [&] { return paths_of("a list of notices", calendar); });
  const auto answer = value_of(session.use([&](const Office& office) -> Result<WhatIf> {
    if (files.empty()) return what_if(office, options, viewer);
    RECOURSE_TRY_ASSIGN(const auto other, calendar_with(office.calendar(), files));
    options.calendar = &other;
    return what_if(office, options, viewer);
  }));
  return value_to_dict(&answer, describe::type_info<WhatIf>);
}

Dict steps(Session& session, const ActorObject& actor, const Text& station, const Text& district,
           const OptionalLine& line, const Text& matter, const OptionalMoment& from,
           const OptionalMoment& to, const Keys& keys, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  const auto selection =
      Selecting{station, district, line, matter, from, to, keys, as_of}.selection();
  const auto counted = value_of(session.use(
      [&](const Office& office) { return exchange::steps_of(office, selection, viewer); }));
  return value_to_dict(&counted, describe::type_info<exchange::Steps>);
}

Result<exchange::Exported> write_cases(const Office& office, const std::string& form,
                                       const CaseSelection& selection, const core::Viewer& viewer,
                                       const std::filesystem::path& file) {
  if (form == "xes") {
    exchange::Exported exported;
    RECOURSE_TRY(exchange::write_file(file, [&](const exchange::Sink& sink) -> Result<void> {
      RECOURSE_TRY_ASSIGN(exported, exchange::export_xes(office, selection, viewer, sink));
      return {};
    }));
    return exported;
  }
  RECOURSE_TRY_ASSIGN(const auto made, exchange::ocel_of(office, selection, viewer));
  const auto& log = made.log;
  if (form == "ocel-sqlite") {
    RECOURSE_TRY(exchange::write_ocel_sqlite(log, file));
  } else {
    RECOURSE_TRY(exchange::write_file(file, [&](const exchange::Sink& sink) {
      return form == "ocel-xml" ? exchange::write_ocel_xml(log, sink)
                                : exchange::write_ocel_json(log, sink);
    }));
  }
  return made.exported;
}

Dict export_cases(Session& session, const Path& file, const ActorObject& actor, const Text& form,
                  const Text& station, const Text& district, const OptionalLine& line,
                  const Text& matter, const OptionalMoment& from, const OptionalMoment& to,
                  const Keys& keys, const OptionalNumber& as_of) {
  const auto path = path_of("file", file);
  const auto viewer = known_viewer_of(actor);
  const auto kind = parameter("form", [&] { return text_of(form); });
  if (kind != "xes" && kind != "ocel-json" && kind != "ocel-xml" && kind != "ocel-sqlite") {
    raise(Error{Errc::invalid_argument, "there is no form '" + kind +
                                            "'; there are xes, ocel-json, ocel-xml and "
                                            "ocel-sqlite"});
  }
  const auto selection =
      Selecting{station, district, line, matter, from, to, keys, as_of}.selection();
  const auto exported = value_of(session.use(
      [&](const Office& office) { return write_cases(office, kind, selection, viewer, path); }));
  return value_to_dict(&exported, describe::type_info<exchange::Exported>);
}

Dict export_cloud_events(Session& session, const Path& file, const ActorObject& actor,
                         std::uint64_t from, const Text& kind, std::uint64_t limit, bool batch) {
  const auto path = path_of("file", file);
  const auto viewer = known_viewer_of(actor);
  exchange::CloudEventOptions options{.from = Position{from},
                                      .kind = parameter("kind", [&] { return text_of(kind); }),
                                      .limit = limit,
                                      .batch = batch};
  exchange::CloudEventsWritten written;
  value_of(session.use([&](const Office& office) -> Result<void> {
    return exchange::write_file(path, [&](const exchange::Sink& sink) -> Result<void> {
      RECOURSE_TRY_ASSIGN(written, exchange::write_cloud_events(office, options, viewer, sink));
      return {};
    });
  }));
  return value_to_dict(&written, describe::type_info<exchange::CloudEventsWritten>);
}

Dict read_xes_log(const Path& file) {
  const auto path = path_of("file", file);
  auto read = [&] {
    const py::gil_scoped_release others_run;
    return exchange::read_xes(path);
  }();
  const auto log = value_of(std::move(read));
  return value_to_dict(&log, describe::type_info<exchange::EventLog>);
}

}  // namespace

void bind_mining(py::class_<Session, std::shared_ptr<Session>>& binding) {
  const auto none = py::none();
  const py::tuple empty;
  binding
      .def("what_if", &what_if_under, py::kw_only(), py::arg("actor"), py::arg("norms"),
           py::arg("calendar") = empty, py::arg("station") = "", py::arg("district") = "",
           py::arg("line") = none, py::arg("matter") = "", py::arg("from_") = none,
           py::arg("to") = none, py::arg("keys") = empty, py::arg("as_of") = none, R"(
What would have been late under other norms, or another calendar: recorded cases, of those that
`actor` may see, judged by the limits that the log has and by those of the other norms. Nothing is
written. What people did, and when, is held fixed; limits are counted anew.
norms: name of a built-in profile, or a TOML file. calendar: notices of years (holiday-cn) upon the
office's. station, district, line, matter, from_, to (of the report, inclusive), keys: which cases.
as_of: as recorded up to that position.
Raises InvalidArgumentError, MalformedError, NotFoundError.)")
      .def("steps", &steps, py::kw_only(), py::arg("actor"), py::arg("station") = "",
           py::arg("district") = "", py::arg("line") = none, py::arg("matter") = "",
           py::arg("from_") = none, py::arg("to") = none, py::arg("keys") = empty,
           py::arg("as_of") = none, R"(
Which step of a case follows which, how often and how long it took (R31): milliseconds of wall time
and whole working days, bottlenecks marked. Of the cases of the selection (as in `what_if`) that
`actor` may see. Raises InvalidArgumentError, NotFoundError.)")
      .def("export_cases", &export_cases, py::arg("file"), py::kw_only(), py::arg("actor"),
           py::arg("form") = "xes", py::arg("station") = "", py::arg("district") = "",
           py::arg("line") = none, py::arg("matter") = "", py::arg("from_") = none,
           py::arg("to") = none, py::arg("keys") = empty, py::arg("as_of") = none, R"(
Writes the cases of the selection (as in `what_if`) that `actor` may see as an event log, whole or
not at all, without personal data: XES (IEEE 1849), or OCEL 2.0.
form: "xes", "ocel-json", "ocel-xml" or "ocel-sqlite".
Raises InvalidArgumentError, NotFoundError, IoError.)")
      .def("export_cloud_events", &export_cloud_events, py::arg("file"), py::kw_only(),
           py::arg("actor"), py::arg("from_") = std::uint64_t{1}, py::arg("kind") = "",
           py::arg("limit") = std::uint64_t{0}, py::arg("batch") = false, R"(
Writes the log from the position `from_` on as CloudEvents 1.0, one a line or one JSON array, of the
streams that `actor` may see; answers with how many, and `next`, where to go on.
kind: only streams of this kind. limit: so many events; 0: all. Raises InvalidArgumentError (also
for a `from_` beyond where the log goes on, and a kind that there is not), IoError.)")
      .def_static("read_xes", &read_xes_log, py::arg("file"), R"(
An XES log, plain or gzipped: its head and its traces with their events and attributes.
Raises NotFoundError, IoError, MalformedError (with the line), LimitExceededError.)");
}

}  // namespace recourse::python
