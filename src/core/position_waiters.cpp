#include "core/position_waiters.hpp"

#include <algorithm>

namespace recourse::core {
namespace {

/// A sleeper looks again at least so often, whatever it was told.
constexpr std::chrono::milliseconds kLookAgain{100};

}  // namespace

void PositionWaiter::answer(Result<void> result) {
  if (!over_.exchange(true)) done_(std::move(result));
}

bool PositionWaiter::cancel() {
  if (over_.exchange(true)) return false;
  done_(Error{Errc::cancelled, "nobody waits for the view any more"});
  return true;
}

bool PositionWaiters::add(Position position, const std::shared_ptr<PositionWaiter>& waiter,
                          const Look& look) {
  auto now = [&]() -> std::optional<Result<void>> {
    std::lock_guard guard{mutex_};
    if (auto seen = look(position)) return seen;
    if (ended_) return *ended_;
    waiting_.emplace(position, waiter);
    return std::nullopt;
  }();
  if (!now) return true;
  waiter->answer(std::move(*now));
  return false;
}

std::optional<Result<void>> PositionWaiters::wait(Position position,
                                                  std::chrono::steady_clock::time_point until,
                                                  const Look& look,
                                                  const std::function<void()>& hurry) {
  std::unique_lock guard{mutex_};
  for (;;) {
    if (auto seen = look(position)) return seen;
    if (ended_) return *ended_;
    const auto now = std::chrono::steady_clock::now();
    if (now >= until) return std::nullopt;
    hurry();
    moved_.wait_until(guard, std::min(until, now + kLookAgain));
  }
}

void PositionWaiters::reached(Position position) {
  Waiting told;
  {
    std::lock_guard guard{mutex_};  // whoever is about to wait has looked, or will see it
    while (!waiting_.empty() && waiting_.begin()->first <= position) {
      told.insert(waiting_.extract(waiting_.begin()));
    }
  }
  moved_.notify_all();
  for (const auto& [wanted, waiter] : told) waiter->answer({});
}

void PositionWaiters::fail(const Error& error) {
  Waiting told;
  {
    std::lock_guard guard{mutex_};
    told.swap(waiting_);
  }
  moved_.notify_all();
  for (const auto& [wanted, waiter] : told) waiter->answer(error);
}

void PositionWaiters::end(const Error& error) {
  {
    std::lock_guard guard{mutex_};
    ended_ = error;
  }
  fail(error);
}

void PositionWaiters::begin() {
  std::lock_guard guard{mutex_};
  ended_.reset();
}

}  // namespace recourse::core
