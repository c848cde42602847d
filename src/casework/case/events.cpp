#include <recourse/casework/case/events.hpp>

namespace recourse::casework {

static_assert(std::is_nothrow_move_constructible_v<EventAlternatives>);
static_assert(std::is_nothrow_move_assignable_v<EventAlternatives>);

Event::Event() = default;
Event::Event(const Event&) = default;
Event::Event(Event&&) noexcept = default;
Event& Event::operator=(const Event&) = default;
Event& Event::operator=(Event&&) noexcept = default;
Event::~Event() = default;

bool operator==(const Event& a, const Event& b) {
  return static_cast<const EventAlternatives&>(a) == static_cast<const EventAlternatives&>(b);
}

}  // namespace recourse::casework
