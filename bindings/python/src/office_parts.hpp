// The parts of recourse.Office that are bound in files of their own. The order of the calls is that
// of the members in the stub.
#pragma once

#include "session.hpp"
#include "typed.hpp"

namespace recourse::python {

using OfficeBinding = py::class_<Session, std::shared_ptr<Session>>;

// office_cases.cpp
void bind_cases(OfficeBinding& binding);
// acts.cpp
void bind_now(OfficeBinding& binding);
void bind_acts(OfficeBinding& binding);
// office_queries.cpp
void bind_duties(OfficeBinding& binding);
void bind_ledger(OfficeBinding& binding);
void bind_views(OfficeBinding& binding);
// lists.cpp
void bind_lists(OfficeBinding& binding);

}  // namespace recourse::python
