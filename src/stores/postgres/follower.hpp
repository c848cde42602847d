// Looks for what another process has appended: at each notification of the appender, and now and
// then by itself. What counts is the head that is read; a notification only wakes. A server that
// follows another takes no LISTEN: there it is the looking alone.
//
// Thread-safety: all members. Ownership: borrows the reads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <recourse/core/listeners.hpp>
#include <thread>

#include "stores/postgres/reads.hpp"

namespace recourse::stores::pg {

class Follower {
 public:
  Follower(const Reads& reads, Target target, std::string channel,
           std::chrono::milliseconds patience, Position head);
  ~Follower();

  /// Looks now, and tells the listeners of what is new.
  Result<Position> look();
  Position known() const { return Position{known_.load()}; }
  core::Listeners& listeners() { return listeners_; }
  /// Why the last look failed; empty if it did not.
  std::string trouble() const;

 private:
  void run();
  void wait();

  const Reads& reads_;
  const Target target_;
  const std::string channel_;
  const std::chrono::milliseconds patience_;
  const int wake_;
  std::atomic<std::uint64_t> known_;
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::mutex look_mutex_;
  std::string trouble_;
  std::unique_ptr<Connection> hearing_;  // the thread's
  core::Listeners listeners_;
  std::thread thread_;
};

}  // namespace recourse::stores::pg
