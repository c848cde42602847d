// Clock: the only way the library learns what time it is.
//
//     ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
//     clock.advance(std::chrono::hours{24});      // half a year of the city runs in seconds
//
// Thread-safety: `now` may be called from any thread at any time, on both clocks.
#pragma once

#include <atomic>
#include <recourse/base/time.hpp>

namespace recourse {

/// Source of the present moment. Implementations must be thread-safe and must not throw.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const noexcept = 0;
};

/// The machine's wall clock. It may jump; recorded times never go back all the same (core/record).
class SystemClock final : public Clock {
 public:
  Timestamp now() const noexcept override;
  /// One for everybody; it has no state.
  static const SystemClock& instance();
};

/// A clock that moves only when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : millis_(start.time_since_epoch().count()) {}

  Timestamp now() const noexcept override {
    return Timestamp{std::chrono::milliseconds{millis_.load(std::memory_order_relaxed)}};
  }
  /// May move backward too: that is how clock jumps are tested.
  void set(Timestamp t) noexcept {
    millis_.store(t.time_since_epoch().count(), std::memory_order_relaxed);
  }
  void advance(std::chrono::milliseconds by) noexcept {
    millis_.fetch_add(by.count(), std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> millis_;
};

}  // namespace recourse
