#include <recourse/casework/registry/events.hpp>

namespace recourse::casework::registry {

static_assert(std::is_nothrow_move_constructible_v<EventAlternatives>);

Event::Event() = default;
Event::Event(const Event& other) : Event(describe::copy_alternative(other)) {}
Event::Event(Event&&) noexcept = default;
Event::~Event() = default;

Event& Event::operator=(const Event& other) { return *this = Event(other); }
Event& Event::operator=(Event&& other) noexcept {
  if (this == &other) return *this;
  // Moving cannot fail, so that it need not be said for each pair of alternatives.
  this->~Event();
  return *::new (static_cast<void*>(this)) Event(std::move(other));
}

bool operator==(const Event& a, const Event& b) {
  return describe::equal_alternatives(&a, &b, describe::set_info<Event>());
}

}  // namespace recourse::casework::registry

namespace recourse::describe {

template const SetInfo& set_info<casework::registry::Event>();
template casework::registry::Event make_alternative<casework::registry::Event>(
    std::size_t alternative);

}  // namespace recourse::describe
