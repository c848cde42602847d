// The checks that every value from outside must pass, generic over the description: text is UTF-8,
// without control characters and within its bound, lists are within theirs. One place, so that no
// command can forget them. And what a command lacks: for tests of deciders, which say so
// themselves.
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
  return check_text(set_info_of(value).get(&value), set_info_of(value).type_of(&value));
}

/// The first needed field (describe::needed) that is missing, empty, 0 or false, in what is nested
/// too; null: all are there.
const FieldInfo* missing_field(const void* object, const TypeInfo& type);

template <EventSet V>
const FieldInfo* missing_field(const V& value) {
  return missing_field(set_info_of(value).get(&value), set_info_of(value).type_of(&value));
}

}  // namespace recourse::describe
