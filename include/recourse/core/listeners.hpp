// Listeners: whom a store tells of what it has committed.
//
//     core::Listeners listeners;
//     auto handle = listeners.add([](Position head) { … });   // until the handle ends
//     listeners.tell(head);
//
// Invariant: once a handle has ended, its listener is not being called and never will be: ending
// waits for a call that is under way. So a listener must not end its own handle.
//
// Thread-safety: all members from any thread; listeners are called one at a time. Ownership: must
// outlive the handles.
#pragma once

#include <map>
#include <mutex>
#include <recourse/core/event_store.hpp>

namespace recourse::core {

class Listeners {
 public:
  NotifyHandle add(std::function<void(Position head)> listener);
  /// Calls all, in the order in which they were added.
  void tell(Position head) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::uint64_t, std::function<void(Position)>> known_;
  std::uint64_t next_ = 0;
};

}  // namespace recourse::core
