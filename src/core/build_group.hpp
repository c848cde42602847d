// BuildGroup: views that are far behind go through the log together, a window at a time.
//
// A step takes the members that are furthest behind over the next window, up to where others are,
// so that they come together, and each record is read and decoded once for all that need it,
// whosever thread it is. Where projections allow it (ProjectionSpec::by_stream) a window is gone
// through stream by stream.
//
// Invariant: one window is in memory at a time. Thread-safety: all members; a member may be stepped
// by any thread. Ownership: borrows the log; members leave before they end.
#pragma once

#include <mutex>
#include <recourse/core/view.hpp>
#include <vector>

#include "core/log_window.hpp"

namespace recourse::core {

class BuildGroup {
 public:
  BuildGroup(const EventLog& log, std::size_t window_bytes)
      : log_(&log), window_bytes_(window_bytes) {}

  /// It may be taken along from now on, no further than `to`. Again: it may go up to there.
  void join(View& view, Position to);
  void leave(View& view);
  /// Rows may be written on threads of their own while the next window is passed over.
  void use_threads();
  /// Passes those that are furthest behind over the next window, and writes what it makes; `view`
  /// is perhaps not among them. False: nobody has anything up to its bound, or all cursors are in
  /// use. An error has stopped the view; one that stopped because the log did not answer begins
  /// anew here.
  Result<bool> step(View& view);

 private:
  struct Member {
    View* view;
    Position to;
    unsigned windows = 0;  // that it has passed over since it joined
  };
  struct Taken {
    View::Held held;
    Position from;
    Position to;
    Member* member;
  };
  Member* find(const View& view);
  void pass_over(std::span<const View::Held> together, bool more);

  const EventLog* log_;
  const std::size_t window_bytes_;
  LogWindow window_;  // under stepping_, as the members
  bool has_threads_ = false;
  std::mutex stepping_;  // taken before the members'
  std::vector<Member> members_;
};

}  // namespace recourse::core
