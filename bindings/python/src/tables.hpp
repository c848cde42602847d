// Tables: the ledger, figures, the log and histories as columns, for Arrow and NumPy, without a
// Python object a row. recourse/table.py makes a recourse.Table of what is here.
//
// Thread-safety: with the GIL held, which is let go while rows are read. A stream that another
// library reads takes the GIL only to get at the office. Ownership: a table shares the session,
// which can be closed under it; its arrays own what they point at.
#pragma once

#include "session.hpp"

namespace recourse::python {

/// Adds ledger_table, figures_table, events_table, log_table, history_table and handle_many to
/// Office, and the classes that they answer with. Requires: Office is bound.
void bind_tables(py::module_& module);

}  // namespace recourse::python
