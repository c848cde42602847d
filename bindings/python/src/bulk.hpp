// handle_many: commands by the thousand, many of them under way at once.
//
//     outcomes = office.handle_many(items, actor=officer)     # Appended, Refused, error
//
// Items are read and turned into commands with the GIL held, kChunk at a time; then the GIL is let
// go, and they are given to the engine, which decides them while the next ones are read. An answer
// that was taken is 40 bytes, and becomes a Python object when it is looked at.
//
// Thread-safety: as Session. Ownership: what is under way shares the answers, and may outlive the
// call.
#pragma once

#include "session.hpp"

namespace recourse::python {

void bind_bulk(py::module_& module, py::class_<Session, std::shared_ptr<Session>>& office);

}  // namespace recourse::python
