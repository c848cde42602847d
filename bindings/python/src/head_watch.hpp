// HeadWatch: who waits for the log to come to a position.
//
//     HeadWatch watch{store};
//     auto ticket = watch.wait_for(Position{18}, [](Result<Position> head) { … });
//     watch.forget(ticket);                              // nobody wants to know any more
//
// `done` is called exactly once, within the call or on a thread of the store, unless it was
// forgotten before; it must not block. A log that another process writes is asked for what is new
// every kLookEvery while somebody waits.
//
// Thread-safety: all members from any thread, without the GIL. Ownership: shared by whoever waits;
// borrows the log until `end`, behind which it touches nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <recourse/core/event_store.hpp>
#include <thread>

namespace recourse::python {

class HeadWatch {
 public:
  using Done = base::Completion<Result<Position>>;
  static constexpr std::chrono::milliseconds kLookEvery{100};

  explicit HeadWatch(core::EventLog& log);
  ~HeadWatch();
  HeadWatch(const HeadWatch&) = delete;
  HeadWatch& operator=(const HeadWatch&) = delete;

  /// Answers once the log is at `position` or beyond. 0: it was answered already. Requires: the log
  /// is not destroyed meanwhile.
  std::uint64_t wait_for(Position position, Done done);
  void forget(std::uint64_t ticket);
  /// Answers everybody, now and later, `closed`, and lets the log go. Not from within an answer.
  void end();

 private:
  struct Waiter {
    Position position;
    Done done;
  };
  void reached(Position head);
  /// Asks a log that somebody else writes, as long as somebody waits.
  void look();

  core::EventLog* log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Waiter> waiters_;
  std::uint64_t next_ticket_ = 1;
  Position head_{};
  bool ended_ = false;
  core::NotifyHandle notified_;
  std::thread looking_;  // of a log that follows
  std::mutex ending_;
};

}  // namespace recourse::python
