#include "clock.hpp"

#include "convert.hpp"
#include "module.hpp"

namespace recourse::python {

using Moment = Typed<"datetime.datetime">;
using Span = Typed<"datetime.timedelta">;

ClockHolder clock_of(py::handle object) {
  if (!py::isinstance<ManualClock>(object)) wrong_type("a recourse.ManualClock", object);
  return py::cast<ClockHolder>(object);
}

void bind_clock(py::module_& module) {
  py::class_<ManualClock, ClockHolder>(module, "ManualClock", R"(
A clock that moves only when told to: half a year of a city runs in seconds.

May be shared by threads and offices. Tell each office with Office.clock_moved() when its timers
run by themselves.)")
      .def(py::init(
               [](const Moment& start) { return std::make_shared<ManualClock>(moment_of(start)); }),
           py::arg("start"))
      .def(
          "now", [](const ManualClock& clock) -> Moment { return moment_to_python(clock.now()); },
          "\nThe present moment, in UTC.")
      .def(
          "set", [](ManualClock& clock, const Moment& moment) { clock.set(moment_of(moment)); },
          py::arg("moment"), "\nIt may go back too: that is how clock jumps are tested.")
      .def(
          "advance", [](ManualClock& clock, const Span& by) { clock.advance(span_of(by)); },
          py::arg("by"), "\nMoves it on, in whole milliseconds.");
}

}  // namespace recourse::python
