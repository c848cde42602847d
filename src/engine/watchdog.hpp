// Watchdog: looks once a second at what works by itself, and writes what has stopped, stalled or
// failed into the engine's log, once when it begins and once when it is over.
// Thread-safety: its own thread only reads. Ownership: borrows everything; ends its thread.
#pragma once

#include <set>

#include "engine/log.hpp"

namespace recourse::engine {

class Watchdog {
 public:
  Watchdog(spdlog::logger& logger, const core::Views& views,
           std::vector<core::TimerService*> timers, const core::Subscriptions& subscriptions);

 private:
  std::set<std::string> troubles() const;
  void look();

  spdlog::logger* logger_;
  const core::Views* views_;
  std::vector<core::TimerService*> timers_;
  const core::Subscriptions* subscriptions_;
  std::set<std::string> known_;
  core::Worker worker_;
};

}  // namespace recourse::engine
