#include <recourse/core/timers.hpp>

namespace recourse::core::detail {
namespace {

constexpr std::chrono::seconds kLongestPause{300};

}  // namespace

std::string TimerBackoff::key(const DueRow& row) {
  return row.stream + ' ' + row.timer + ' ' + std::to_string(row.generation.value);
}

bool TimerBackoff::postpones(const DueRow& row, Timestamp now) const {
  if (backoff_.empty()) return false;
  const auto found = backoff_.find(key(row));
  // A clock that was set back must not hold it for longer than the pause.
  return found != backoff_.end() && now < found->second.until &&
         now + found->second.pause >= found->second.until;
}

void TimerBackoff::postpone(const DueRow& row, Timestamp now) {
  const auto [place, fresh] = backoff_.try_emplace(key(row));
  auto& held = place->second;
  if (!fresh) held.pause = std::min(held.pause * 2, kLongestPause);
  held.until = now + held.pause;
}

}  // namespace recourse::core::detail
