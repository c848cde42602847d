// The checks that every value from outside must pass, generic over the description: text is UTF-8,
// without control characters and within its bound, lists are within theirs. One place, so that no
// command can forget them.
#pragma once

#include <recourse/describe/event_set.hpp>

namespace recourse::describe {

/// malformed for text that is not UTF-8, limit_exceeded for text or lists beyond base/limits.hpp;
/// the message names the field.
Result<void> check_text(const void* object, const TypeInfo& type);

template <Described T>
Result<void> check_text(const T& value) {
  return check_text(&value, type_info<T>);
}
template <EventSet V>
Result<void> check_text(const V& value) {
  return check_text(set_info<V>().get(&value), set_info<V>().type_of(&value));
}

}  // namespace recourse::describe
