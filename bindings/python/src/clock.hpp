// The clock of an office, as Python holds it.
#pragma once

#include <memory>
#include <recourse/base/clock.hpp>

#include "typed.hpp"

namespace recourse::python {

using ClockHolder = std::shared_ptr<ManualClock>;

/// Throws TypeError if it is none. The caller shares it.
ClockHolder clock_of(py::handle object);

}  // namespace recourse::python
