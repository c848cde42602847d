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

void TimerBackoff::begin_pass() {
  for (auto& [row, held] : backoff_) held.seen = false;
}

void TimerBackoff::saw(const DueRow& row) {
  if (backoff_.empty()) return;
  const auto found = backoff_.find(key(row));
  if (found != backoff_.end()) found->second.seen = true;
}

void TimerBackoff::end_pass() {
  std::erase_if(backoff_, [](const auto& entry) { return !entry.second.seen; });
}

bool TimerRuns::is_spent(const std::string& stream, Version version) const {
  if (runs_.empty()) return false;
  const auto found = runs_.find(stream);
  return found != runs_.end() && found->second.last == version &&
         found->second.length >= limits::kTimersOfARoundMax;
}

void TimerRuns::note(const std::string& stream, Version before, Version after, bool restless) {
  if (!restless) {
    if (!runs_.empty()) runs_.erase(stream);
    return;
  }
  auto& run = runs_[stream];
  if (run.last != before) run.length = 0;  // another event came in between
  run.last = after;
  ++run.length;
}

}  // namespace recourse::core::detail
