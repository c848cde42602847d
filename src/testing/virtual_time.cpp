#include <algorithm>
#include <recourse/core/timer.hpp>
#include <recourse/testing/virtual_time.hpp>

namespace recourse::test {

Result<core::TimersStatus> pass_time(const Engine& engine, ManualClock& clock, Timestamp to) {
  if (&engine.clock() != &clock) {
    return Error{Errc::invalid_argument, "this clock is not the engine's (EngineOptions::clock)"};
  }
  if (to < clock.now()) {
    return Error{Errc::invalid_argument,
                 "time goes on: it is " + to_string(clock.now()) + ", not " + to_string(to)};
  }
  for (;;) {
    RECOURSE_TRY_ASSIGN(auto status, engine.fire_due());
    if (status.failing > 0) return Error{Errc::user_code_failed, status.last_error};
    const bool more = status.next_due && core::after(*status.next_due) <= to;
    clock.set(more ? std::max(clock.now(), core::after(*status.next_due)) : to);
    engine.clock_moved();
    if (!more) return status;
  }
}

}  // namespace recourse::test
