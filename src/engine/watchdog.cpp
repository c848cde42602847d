#include "engine/watchdog.hpp"

#include <spdlog/spdlog.h>

namespace recourse::engine {

std::set<Trouble> troubles(const std::vector<core::ViewReport>& views,
                           const std::vector<core::TimerService*>& timers,
                           const core::Subscriptions& subscriptions) {
  std::set<Trouble> found;
  for (const auto& view : views) {
    const auto& name = view.serving.name.view;
    if (view.serving.stopped) found.insert({"view_stopped", name, view.serving.error});
    if (view.building && view.building->stopped) {
      found.insert({"rebuild_stopped", name, view.building->error});
    }
  }
  for (const auto& s : subscriptions.status()) {
    const auto who = s.name.empty() ? std::to_string(s.id) : s.name;
    if (s.state == core::SubscriptionState::stalled) {
      found.insert({"subscriber_stalled", who,
                    "its handler has not come back; position " + std::to_string(s.position.value)});
    }
    if (!s.error.empty()) found.insert({"subscriber_failed", who, s.error});
  }
  for (const auto* const service : timers) {
    if (service->failing() > 0) {
      found.insert({"limits_failing", {}, service->status().last_error});
    }
  }
  return found;
}

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

void Watchdog::look() {
  auto now = troubles(views_->report(), timers_, *subscriptions_);
  for (const auto& trouble : now) {
    if (known_.contains(trouble)) continue;
    logger_->warn("{}", LogEntry{trouble.what}.with("who", trouble.who).text());
  }
  for (const auto& trouble : known_) {
    if (now.contains(trouble)) continue;
    logger_->info("{}",
                  LogEntry{"over"}.with("what", trouble.what).with("who", trouble.who).text());
  }
  known_ = std::move(now);
}

}  // namespace recourse::engine
