// Event logs, steps and what-if of recourse.Office.
#pragma once

#include "session.hpp"
#include "typed.hpp"

namespace recourse::python {

void bind_mining(py::class_<Session, std::shared_ptr<Session>>& binding);

}  // namespace recourse::python
