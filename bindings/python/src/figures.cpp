#include "figures.hpp"

#include <recourse/office/report.hpp>

#include "arguments.hpp"
#include "complaint.hpp"
#include "convert.hpp"
#include "json.hpp"
#include "raise.hpp"
#include "sequences.hpp"

namespace recourse::python {
namespace {

using casework::complaint::FigureFilter;
using casework::complaint::PeriodOf;

using Dict = Typed<"dict[str, Any]">;
using Moment = Typed<"datetime.datetime">;
using Names = Typed<"collections.abc.Sequence[str]">;
using Filters = Typed<"collections.abc.Mapping[str, str | collections.abc.Sequence[str]]">;

std::vector<FigureFilter> filters_of(py::handle given) {
  if (!py::hasattr(given, "items")) {
    wrong_type("a mapping of dimensions to values", given);
  }
  std::vector<FigureFilter> filters;
  const auto items = py::reinterpret_steal<py::list>(PyMapping_Items(given.ptr()));
  if (!items) throw py::error_already_set();
  for (const auto item : items) {
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    if (!PyUnicode_Check(pair[0].ptr())) wrong_type("the name of a dimension", pair[0]);
    FigureFilter filter{pair[0].cast<std::string>(), {}};
    if (PyUnicode_Check(pair[1].ptr())) {
      filter.values.push_back(pair[1].cast<std::string>());
    } else {
      filter.values = list_of_texts("a value or a list of values", pair[1]);
    }
    filters.push_back(std::move(filter));
  }
  return filters;
}

template <class T>
Dict dict_of(core::Seen<T> seen) {
  const auto value = seen_of(std::move(seen));
  return value_to_dict(&value, describe::type_info<T>);
}

Dict figures_of(Session& session, const ActorObject& actor, const Names& by, const Names& names,
                const Filters& where, const Text& period, bool ended, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  const auto query = figure_query_of(by, names, where, period, ended);
  const auto position = position_given("as_of", as_of);
  return dict_of(value_of(
      session.use([&](const Office& office) { return figures(office, query, viewer, position); })));
}

Dict events_of(Session& session, const ActorObject& actor, const Names& by, const Filters& where,
               const Text& period, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  const auto asked = figure_query_of(by, py::tuple{}, where, period, false);
  const EventQuery query{.where = asked.where, .from = asked.from, .to = asked.to, .by = asked.by};
  const auto position = position_given("as_of", as_of);
  return dict_of(value_of(
      session.use([&](const Office& office) { return events(office, query, viewer, position); })));
}

Typed<"list[str]"> behind(Session& session, const Text& figure, const ActorObject& actor,
                          const Names& by, const Names& keys, const Filters& where,
                          const Text& period, bool ended, const OptionalNumber& as_of,
                          const Text& after, std::size_t most) {
  const auto viewer = known_viewer_of(actor);
  const auto query = figure_query_of(by, py::tuple{}, where, period, ended);
  CasesBehind which{.keys = {}, .after = {}, .most = most};
  which.keys = parameter("keys", [&] { return list_of_texts("a list of keys", keys); });
  which.after = parameter("after", [&] { return text_of(after); });
  const auto name = parameter("figure", [&] { return text_of(figure); });
  const auto position = position_given("as_of", as_of);
  const auto streams = seen_of(value_of(session.use([&](const Office& office) {
    return cases_behind(office, query, name, which, viewer, position);
  })));
  return list_of(streams, [](const auto& stream) { return text_to_python(stream); });
}

Dict report_of(Session& session, const ActorObject& actor, const Text& period, const Text& district,
               const Text& station, const Text& department, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  ReportQuery query;
  query.period = parameter("period", [&] { return text_of(period); });
  query.district = parameter("district", [&] { return text_of(district); });
  query.station = parameter("station", [&] { return text_of(station); });
  query.department = parameter("department", [&] { return text_of(department); });
  query.as_of = position_given("as_of", as_of);
  return dict_of(value_of(
      session.use([&](const Office& office) { return make_report(office, query, viewer); })));
}

std::uint64_t position_of_moment(Session& session, const Moment& moment) {
  const auto when = parameter("moment", [&] { return moment_of(moment); });
  return value_of(session.use([&](const Office& office) { return position_at(office, when); }))
      .value;
}

}  // namespace

FigureQuery figure_query_of(py::handle by, py::handle names, py::handle where, py::handle period,
                            bool ended) {
  FigureQuery query;
  query.by = parameter("by", [&] { return list_of_texts("a list of dimensions", by); });
  query.figures = parameter("figures", [&] { return list_of_texts("a list of figures", names); });
  query.where = parameter("where", [&] { return filters_of(where); });
  query.period_of = ended ? PeriodOf::closed : PeriodOf::reported;
  const auto text = parameter("period", [&] { return text_of(period); });
  if (!text.empty()) {
    const auto days = value_of(parameter("period", [&] { return parse_period(text); }));
    query.from = days.first;
    query.to = days.second;
  }
  return query;
}

void bind_figures(py::class_<Session, std::shared_ptr<Session>>& binding) {
  const auto none = py::none();
  const py::tuple empty;
  const py::dict no_filter;
  binding
      .def("figures", &figures_of, py::kw_only(), py::arg("actor"), py::arg("by") = empty,
           py::arg("figures") = empty, py::arg("where") = no_filter, py::arg("period") = "",
           py::arg("ended") = false, py::arg("as_of") = none, R"(
Figures of groups of cases (R31), as of a position of the log, or its end (R33).
by: dimensions of the groups. figures: which; without any the headline figures. where: dimension to
a value, or several. period: "2023", "2023H2", "2023Q3", "2023-06" or "day..day", of the report or,
if `ended`, of the end. The page figures.md explains each figure and dimension.
Answers with position, by, figures and rows of keys and values: `value`, and what it is `of`.
Raises Refused (not_to_be_seen), InvalidArgumentError, LimitExceededError, TimedOutError.)")
      .def("events", &events_of, py::kw_only(), py::arg("actor"), py::arg("by") = empty,
           py::arg("where") = no_filter, py::arg("period") = "", py::arg("as_of") = none, R"(
How many events of cases there are, by type, unit, role, month and so on; as `figures`.)")
      .def("cases_behind", &behind, py::arg("figure"), py::kw_only(), py::arg("actor"),
           py::arg("by") = empty, py::arg("keys") = empty, py::arg("where") = no_filter,
           py::arg("period") = "", py::arg("ended") = false, py::arg("as_of") = none,
           py::arg("after") = "", py::arg("most") = std::size_t{100}, R"(
The streams of the cases that a figure of one group counts and that `actor` may see: `keys` are
those of a row of `figures` for the same arguments. after: the last one named before. most: from 1
to 1000. Raises as `figures`, and NotFoundError (after).)")
      .def("full_report", &report_of, py::kw_only(), py::arg("actor"), py::arg("period") = "",
           py::arg("district") = "", py::arg("station") = "", py::arg("department") = "",
           py::arg("as_of") = none, R"(
What was done in a period (R46): all figures, of the period before it and of a year before, tables
by line, month, matter and so on, and the bands of the stations (R43).
Raises Refused (not_to_be_seen), InvalidArgumentError, TimedOutError.)")
      .def("position_at", &position_of_moment, py::arg("moment"), R"(
The last position of the log that was written at the moment or before; 0 if there is none.)");
}

}  // namespace recourse::python
