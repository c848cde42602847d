#include "apps/server/live_sessions.hpp"

#include <algorithm>

namespace recourse::server {

bool LiveSessions::is_over(const Live& live, Timestamp now) const {
  return now - live.began >= longest_ || now - live.seen >= idle_;
}

void LiveSessions::add(Principal principal, Timestamp now) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(sessions_, [&](const auto& one) { return is_over(one.second, now); });
  if (sessions_.size() >= kMost) {
    sessions_.erase(
        std::ranges::min_element(sessions_, {}, [](const auto& one) { return one.second.seen; }));
  }
  auto key = principal.session;
  sessions_.insert_or_assign(std::move(key), Live{std::move(principal), now, now});
}

std::unique_ptr<Principal> LiveSessions::find(std::string_view session, Timestamp now,
                                              bool active) {
  const std::scoped_lock lock{mutex_};
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return nullptr;
  if (is_over(found->second, now)) {
    sessions_.erase(found);
    return nullptr;
  }
  if (active) found->second.seen = std::max(found->second.seen, now);
  return std::make_unique<Principal>(found->second.principal);
}

void LiveSessions::end(std::string_view session) {
  const std::scoped_lock lock{mutex_};
  const auto found = sessions_.find(session);
  if (found != sessions_.end()) sessions_.erase(found);
}

}  // namespace recourse::server
