// What the engine answers with, as the classes of recourse.results.
#pragma once

#include <recourse/engine.hpp>

#include "typed.hpp"

namespace recourse::python {

py::object to_python(const core::Appended& appended);
py::object to_python(const OpenedCase& opened);
py::object to_python(const CaseView& view);
py::object to_python(const HistoryEntry& entry);
py::object to_python(const casework::DueTime& due);
py::object to_python(const casework::CasePage& page);
py::object to_python(const casework::DeadlineList& list);
py::object to_python(const core::TimersStatus& status);
py::object to_python(const casework::Figures& figures);

}  // namespace recourse::python
