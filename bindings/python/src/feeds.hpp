// The log as callers of an office or an engine follow it: pages of events, tails, subscribers with
// kept positions, and waiting for the log or a view to come to a position.
#pragma once

#include "own_engine.hpp"
#include "session.hpp"

namespace recourse::python {

void bind_feeds(py::class_<Session, std::shared_ptr<Session>>& binding);
void bind_feeds(OwnBinding& binding);

}  // namespace recourse::python
