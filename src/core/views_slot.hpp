// Views::Slot: one view: its builds, who waits for it, and the thread that keeps it up to date.
//
// Invariants: `step` is the only one that moves the view, on the worker's thread or, without one,
// on the caller's. What moved is told before anything else is done: waiters first, then the
// listener.
//
// Thread-safety: as Views. Ownership: borrows the store; owns builds, waiters and worker, and ends
// the worker first.
#pragma once

#include "core/build_swap.hpp"
#include "core/position_waiters.hpp"

namespace recourse::core {

class Views::Slot {
 public:
  /// Borrows store, feed and group.
  Slot(EventStore& store, LogFeed& feed, BuildGroup& group, ViewsOptions options, std::string name)
      : builds_(store, feed, options, std::move(name)),
        group_(&group),
        swap_(store, builds_, group) {}

  const std::string& name() const { return builds_.view(); }
  Label label() const { return builds_.label(); }
  Result<void> add(std::uint32_t version, Label label, ProjectionFactory make) {
    return builds_.add(version, label, std::move(make));
  }
  Result<void> open();

  void start();
  void stop();
  void wake();
  void hurry();
  Result<bool> step();

  Result<void> rebuild(RebuildOptions options);
  Result<void> resume();

  std::shared_ptr<View> serving() const { return swap_.serving(); }
  ViewReport report() const { return swap_.report(); }
  Result<ViewReport> stored() const { return builds_.stored(); }

  Result<void> wait_for(Position position, std::chrono::milliseconds timeout);
  void async_wait_for(Position position, const std::shared_ptr<PositionWaiter>& waiter);

  std::function<void(std::string_view, Position)> listener;

 private:
  /// A step of the new build; it serves once it is ready.
  Result<bool> build(const View& live, View& next);
  void tell(const View& view);
  /// How long to pause now.
  std::chrono::milliseconds gather() const;
  void flush_when_idle();
  /// What somebody who wants the view at this position is told now; nothing: to wait.
  std::optional<Result<void>> look(Position position) const;
  Error stopped_error(const ViewStatus& s) const;
  /// Keeps why the build that serves stands still, or that it goes on.
  void note(const View& live, bool goes_on);
  /// Why the build that serves stood still when it was last stepped. Asks no server, as its status
  /// may: whoever waits looks again and again.
  struct Halt {
    Error error;
    bool waits_for_log;
  };
  std::optional<Halt> halt() const;

  /// A step of the build that serves.
  Result<bool> step_live(View& live);

  ViewBuilds builds_;
  BuildGroup* group_;
  BuildSwap swap_;
  PositionWaiters waiters_;
  mutable std::mutex halt_mutex_;
  std::optional<Halt> halt_;
  bool catching_up_ = false;                          // with the group; of whoever steps
  Position told_{};                                   // of whoever steps
  std::chrono::milliseconds gather_{0};               // of whoever steps
  std::chrono::steady_clock::time_point moved_at_{};  // the worker's
  std::unique_ptr<Worker> worker_;                    // null: none runs
};

}  // namespace recourse::core
