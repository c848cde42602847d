#include "engine/watchdog.hpp"

#include <spdlog/spdlog.h>

namespace recourse::engine {

Watchdog::Watchdog(spdlog::logger& logger, const core::Views& views,
                   std::vector<core::TimerService*> timers,
                   const core::Subscriptions& subscriptions)
    : logger_(&logger),
      views_(&views),
      timers_(std::move(timers)),
      subscriptions_(&subscriptions),
      worker_({.name = "recourse-watch"}, [this] {
        look();
        return false;
      }) {}

std::set<std::string> Watchdog::troubles() const {
  std::set<std::string> found;
  for (const auto& view : views_->report()) {
    if (view.serving.stopped) found.insert("stopped: " + view.serving.error);
    if (view.building && view.building->stopped) {
      found.insert("a rebuild stopped: " + view.building->error);
    }
  }
  for (const auto& s : subscriptions_->status()) {
    const auto who = "subscriber " + (s.name.empty() ? std::to_string(s.id) : s.name);
    if (s.state == core::SubscriptionState::stalled) {
      found.insert(who + " is stalled at position " + std::to_string(s.position.value));
    }
    if (!s.error.empty()) found.insert(who + ": " + s.error);
  }
  for (const auto* const timers : timers_) {
    if (timers->failing() > 0) found.insert("limits that cannot be acted upon; see timers");
  }
  return found;
}

void Watchdog::look() {
  auto now = troubles();
  for (const auto& trouble : now) {
    if (!known_.contains(trouble)) logger_->warn("{}", trouble);
  }
  for (const auto& trouble : known_) {
    if (!now.contains(trouble)) logger_->info("over: {}", trouble);
  }
  known_ = std::move(now);
}

}  // namespace recourse::engine
