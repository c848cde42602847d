// PositionWaiters: who waits until a view has come to a position.
//
// Invariants: each waiter is answered exactly once. Who waits has looked at the view under this
// mutex; the view moves first and tells afterwards, also under it. So a waiter either sees the
// position when it looks, or is in the list when the view tells: nobody is missed.
//
// Thread-safety: all members from any thread. `look` is called under the mutex and may take those
// of the builds; whoever holds one of theirs calls nothing here. Answers are given outside.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/result.hpp>
#include <recourse/core/executor.hpp>

namespace recourse::core {

/// Somebody who is told when a view has come so far.
class PositionWaiter final : public Pending {
 public:
  explicit PositionWaiter(base::Completion<Result<void>> done) : done_(std::move(done)) {}
  /// Does nothing if it was answered or cancelled before.
  void answer(Result<void> result);
  bool cancel() override;

 private:
  base::Completion<Result<void>> done_;
  std::atomic<bool> over_{false};
};

class PositionWaiters {
 public:
  /// What somebody who wants the view at this position is told now; nothing: to wait.
  using Look = std::function<std::optional<Result<void>>(Position)>;

  /// Answers at once what `look` says, or `ended` after end(); else keeps the waiter.
  /// True: it waits.
  bool add(Position position, const std::shared_ptr<PositionWaiter>& waiter, const Look& look);

  /// Sleeps until `look` says something. Nothing: it had not by `until`. `hurry` is called before
  /// each sleep.
  std::optional<Result<void>> wait(Position position, std::chrono::steady_clock::time_point until,
                                   const Look& look, const std::function<void()>& hurry);

  /// The view has come to `position`: answers all who wanted that.
  void reached(Position position);
  /// Answers all who wait with an error; who comes later is looked after as before.
  void fail(const Error& error);
  /// The same; who comes later is answered like them, until begin().
  void end(const Error& error);
  void begin();

 private:
  using Waiting = std::multimap<Position, std::shared_ptr<PositionWaiter>>;

  std::mutex mutex_;
  std::condition_variable moved_;
  Waiting waiting_;             // by what they wait for
  std::optional<Error> ended_;  // nobody keeps the view up to date any more
};

}  // namespace recourse::core
