// The memory store: the whole contract of EventStore, except that nothing outlives the object.
// For tests, simulations and trials of a workflow.
#pragma once

#include <recourse/base/clock.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse::stores {

/// A new, empty log. `clock` gives recorded_at and must outlive the store.
std::unique_ptr<core::EventStore> open_memory(const Clock& clock = SystemClock::instance());

}  // namespace recourse::stores
