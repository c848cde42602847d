// Watchdog: looks once a second at what works by itself, and writes what has stopped, stalled or
// failed into the engine's log, once when it begins and once when it is over.
// Thread-safety: its own thread only reads. Ownership: borrows everything; ends its thread.
#pragma once

#include <set>

#include "engine/log.hpp"

namespace recourse::engine {

/// Something that does not work as it should.
struct Trouble {
  std::string what;      ///< "view_stopped".
  std::string who;       ///< The view, the subscriber; may be empty.
  std::string why = {};  ///< What it says of itself; may quote user code, and stays out of the log.
  friend auto operator<=>(const Trouble& a, const Trouble& b) {
    return std::tie(a.what, a.who) <=> std::tie(b.what, b.who);
  }
};
std::set<Trouble> troubles(const std::vector<core::ViewReport>& views,
                           const std::vector<core::TimerService*>& timers,
                           const core::Subscriptions& subscriptions);

class Watchdog {
 public:
  Watchdog(spdlog::logger& logger, const core::Views& views,
           std::vector<core::TimerService*> timers, const core::Subscriptions& subscriptions);

 private:
  void look();

  spdlog::logger* logger_;
  const core::Views* views_;
  std::vector<core::TimerService*> timers_;
  const core::Subscriptions* subscriptions_;
  std::set<Trouble> known_;
  core::Worker worker_;
};

}  // namespace recourse::engine
