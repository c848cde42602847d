// The engine below whatever is open: for what offices and engines have alike.
#pragma once

#include <recourse/office.hpp>

namespace recourse::python {

inline const Engine& engine_of(const Office& office) { return office.engine(); }
inline const Engine& engine_of(const Engine& engine) { return engine; }

}  // namespace recourse::python
