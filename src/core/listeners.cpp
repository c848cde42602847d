#include <recourse/core/listeners.hpp>

namespace recourse::core {

NotifyHandle Listeners::add(std::function<void(Position)> listener) {
  std::lock_guard guard{mutex_};
  const auto key = next_++;
  known_.emplace(key, std::move(listener));
  return NotifyHandle{[this, key] {
    std::lock_guard inner{mutex_};
    known_.erase(key);
  }};
}

void Listeners::tell(Position head) const {
  std::lock_guard guard{mutex_};
  for (const auto& [key, listener] : known_) listener(head);
}

}  // namespace recourse::core
