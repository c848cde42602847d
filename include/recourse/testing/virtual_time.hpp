// Virtual time for a whole engine: months pass in milliseconds, and no limit is late.
//
//     ManualClock clock{start};
//     auto engine = Engine::open({.store = "memory", .clock = &clock}).value();
//     …
//     test::pass_time(*engine, clock, start + std::chrono::days{7}).value();
//
// Thread-safety: none of its own; one thread moves a clock.
#pragma once

#include <recourse/engine.hpp>

namespace recourse::test {

/// Moves the clock on to `to`, stopping at each limit on the way, so that its timer fires at the
/// first moment after it. Answers with what timers have done since the engine was opened.
/// Requires: the engine has started. Errors: invalid_argument if `to` lies in the past, if the
/// engine goes by another clock, or if its timers run by themselves (Services::timers);
/// user_code_failed for a timer that cannot be fired, naming it: the clock stays at its moment
/// then; those of Engine::fire_due.
Result<core::TimersStatus> pass_time(const Engine& engine, ManualClock& clock, Timestamp to);

}  // namespace recourse::test
