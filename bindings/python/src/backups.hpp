// Backups of a log, for offices and bare logs alike, and the functions of the module for them.
#pragma once

#include <recourse/core/verify.hpp>
#include <recourse/stores/backup.hpp>

#include "arguments.hpp"
#include "workers.hpp"

namespace recourse::python {

/// Goes on unless nobody waits any more.
inline bool goes_on() { return !is_abandoned(); }

py::object to_python(const core::VerifyReport& report);
py::object to_python(const stores::BackupMade& made);
py::object to_python(const core::Health& health);

void bind_backups(py::module_& module);

}  // namespace recourse::python
