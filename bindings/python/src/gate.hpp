// Gate: calls pass through it until it is closed; closing waits for those inside.
//
//     auto gate = std::make_shared<Gate>();
//     if (auto pass = Gate::enter(gate)) use(the_thing);  // nothing: it is closed
//     if (gate->shut()) {                                 // nobody comes any more
//       gate->wait_until_empty();                         // nobody is inside
//       destroy(the_thing);
//     }
//
// Without it, closing an office while another thread is in a call would destroy what that call
// uses. A pass may outlive the call that took it, and be given back by any thread: an answer that
// comes later holds one. Thread-safety: all members from any thread. Whoever waits
// must not be inside, nor hold the GIL: who is inside may want it to get out. Ownership: shared
// by whoever opens it and those inside.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace recourse::python {

class Gate {
 public:
  /// Lets one call be inside for as long as it lives.
  class Pass {
   public:
    explicit Pass(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}
    Pass(Pass&& other) noexcept = default;
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_) gate_->leave();
    }

   private:
    std::shared_ptr<Gate> gate_;
  };

  static std::optional<Pass> enter(const std::shared_ptr<Gate>& gate) {
    std::lock_guard guard{gate->mutex_};
    if (gate->closed_) return std::nullopt;
    ++gate->inside_;
    return std::optional<Pass>{std::in_place, gate};
  }

  /// Lets nobody in any more. True for the first who calls it.
  bool shut() {
    std::lock_guard guard{mutex_};
    return !std::exchange(closed_, true);
  }
  /// Waits until nobody is inside, at most so long. False: somebody is.
  bool empty_within(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return empty_.wait_for(lock, patience, [&] { return inside_ == 0; });
  }
  void wait_until_empty() {
    std::unique_lock lock{mutex_};
    empty_.wait(lock, [&] { return inside_ == 0; });
  }

  bool closed() {
    std::lock_guard guard{mutex_};
    return closed_;
  }

 private:
  void leave() {
    std::lock_guard guard{mutex_};
    if (--inside_ == 0) empty_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t inside_ = 0;
  bool closed_ = false;
};

}  // namespace recourse::python
