// SharedEvent: what a record's payload was decoded to, for all who read the same copy of it.
//
//     if (const auto* known = record.shared->get<Event>()) return use(*known);
//     const auto* kept = record.shared->offer(std::move(event));   // for whoever comes later
//
// Whoever decodes first offers it; it stays as long as the copy of the record (core/log_feed.hpp).
// Thread-safety: all members.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace recourse::core {

class SharedEvent {
 public:
  SharedEvent() = default;
  SharedEvent(const SharedEvent&) = delete;
  SharedEvent& operator=(const SharedEvent&) = delete;
  ~SharedEvent() { delete any_.load(std::memory_order_acquire); }

  /// Nobody has decoded it yet.
  bool empty() const noexcept { return any_.load(std::memory_order_acquire) == nullptr; }
  /// Lets go of what it keeps. Requires: nobody else is looking at it.
  void reset() { delete any_.exchange(nullptr, std::memory_order_acq_rel); }

  /// Null: nobody has decoded it to this type.
  template <class Event>
  const Event* get() const noexcept {
    return as<Event>(any_.load(std::memory_order_acquire));
  }

  /// Keeps an event. The one that is kept: this, or an equal one that was offered before. Null: one
  /// of another type is there, and `event` is as it was.
  template <class Event>
  const Event* offer(Event&& event) const {
    static_assert(!std::is_reference_v<Event>, "an event is handed over");
    const Any* there = any_.load(std::memory_order_acquire);
    if (there != nullptr) return as<Event>(there);
    auto mine = std::make_unique<Of<Event>>(std::move(event));
    if (any_.compare_exchange_strong(there, mine.get(), std::memory_order_acq_rel)) {
      return &mine.release()->event;
    }
    if (const auto* theirs = as<Event>(there)) return theirs;
    event = std::move(mine->event);
    return nullptr;
  }

 private:
  struct Any {
    explicit Any(const void* t) : type(t) {}
    virtual ~Any() = default;
    const void* type;
  };
  template <class Event>
  static constexpr char kType = 0;
  template <class Event>
  struct Of final : Any {
    explicit Of(Event&& e) : Any(&kType<Event>), event(std::move(e)) {}
    Event event;
  };
  template <class Event>
  static const Event* as(const Any* any) noexcept {
    if (any == nullptr || any->type != &kType<Event>) return nullptr;
    return &static_cast<const Of<Event>*>(any)->event;
  }

  mutable std::atomic<const Any*> any_{nullptr};
};

}  // namespace recourse::core
