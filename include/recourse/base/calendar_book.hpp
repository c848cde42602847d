// CalendarBook: the calendar that holds now. Whoever computes asks it each time and never waits;
// whoever learns of a year's notice turns it to the next calendar.
//
//     CalendarBook book{Calendar::china()};
//     const Calendar& days = book.current();            // once a computation
//     book.turn_to(days.amended(year, notice).value());
//
// A calendar that was current stays valid as long as the book: a computation that began with it
// ends with it. There is one a published notice, a few in the life of a process.
// Thread-safety: `current` from any thread; `turn_to` from one at a time.
#pragma once

#include <atomic>
#include <memory>
#include <recourse/base/calendar.hpp>
#include <vector>

namespace recourse {

class CalendarBook {
 public:
  explicit CalendarBook(Calendar first) { turn_to(std::move(first)); }
  CalendarBook(const CalendarBook&) = delete;
  CalendarBook& operator=(const CalendarBook&) = delete;

  const Calendar& current() const noexcept { return *current_.load(std::memory_order_acquire); }

  void turn_to(Calendar next) {
    kept_.push_back(std::make_unique<const Calendar>(std::move(next)));
    current_.store(kept_.back().get(), std::memory_order_release);
  }

 private:
  std::vector<std::unique_ptr<const Calendar>> kept_;
  std::atomic<const Calendar*> current_ = nullptr;
};

}  // namespace recourse
