// CurrentCalendar: the calendar that holds now, published once and read without waiting.
//
//     CurrentCalendar calendar{Calendar::china()};
//     const Calendar& days = calendar.current();            // once a computation
//     calendar.publish(days.amended(year, notice).value());
//
// A calendar that was current stays valid as long as this object: a computation that began with it
// ends with it. There is one a published notice, a few in the life of a process.
// Thread-safety: `current` from any thread; `publish` from one at a time.
#pragma once

#include <atomic>
#include <memory>
#include <recourse/base/calendar.hpp>
#include <vector>

namespace recourse::casework {

class CurrentCalendar {
 public:
  explicit CurrentCalendar(Calendar first) { publish(std::move(first)); }
  CurrentCalendar(const CurrentCalendar&) = delete;
  CurrentCalendar& operator=(const CurrentCalendar&) = delete;

  const Calendar& current() const noexcept { return *current_.load(std::memory_order_acquire); }

  void publish(Calendar next) {
    published_.push_back(std::make_unique<const Calendar>(std::move(next)));
    current_.store(published_.back().get(), std::memory_order_release);
  }

 private:
  std::vector<std::unique_ptr<const Calendar>> published_;
  std::atomic<const Calendar*> current_ = nullptr;
};

}  // namespace recourse::casework
