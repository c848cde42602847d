// Gate: calls pass through it until it is closed; closing waits for those inside.
//
//     if (auto pass = gate.enter()) use(the_thing);      // nothing: it is closed
//     if (gate.close()) destroy(the_thing);              // nobody is inside, nobody comes any more
//
// Without it, closing an office while another thread is in a call would destroy what that call
// uses. Thread-safety: all members from any thread. `close` must not be called from inside, and not
// with the GIL held: who is inside may want it to get out.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>

namespace recourse::python {

class Gate {
 public:
  /// Lets one call be inside for as long as it lives.
  class Pass {
   public:
    explicit Pass(Gate& gate) : gate_(&gate) {}
    Pass(Pass&& other) noexcept : gate_(other.gate_) { other.gate_ = nullptr; }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    Gate* gate_;
  };

  std::optional<Pass> enter() {
    std::lock_guard guard{mutex_};
    if (closed_) return std::nullopt;
    ++inside_;
    return std::optional<Pass>{std::in_place, *this};
  }

  /// Lets nobody in any more, and waits until nobody is inside. True for the first who calls it.
  bool close() {
    std::unique_lock lock{mutex_};
    const bool first = !closed_;
    closed_ = true;
    empty_.wait(lock, [&] { return inside_ == 0; });
    return first;
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
