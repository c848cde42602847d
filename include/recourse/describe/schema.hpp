// JSON Schema (draft 2020-12), from the description.
#pragma once

#include <recourse/describe/json.hpp>

namespace recourse::describe {

/// The JSON Schema of one described type; "title" is its permanent name. `reading` says which
/// members are required.
boost::json::object json_schema(const TypeInfo& type, JsonReading reading = JsonReading::strict);
/// The JSON Schema of a field's type.
boost::json::object json_schema(const ValueInfo& info, JsonReading reading = JsonReading::strict);
/// The JSON Schema of a set: an object that is one of the alternatives, with its "type".
boost::json::object json_schema(const SetInfo& set, JsonReading reading = JsonReading::strict);

template <Described T>
boost::json::object json_schema() {
  return json_schema(type_info<T>);
}
template <EventSet V>
boost::json::object json_schema_of_set(JsonReading reading = JsonReading::strict) {
  return json_schema(set_info<V>(), reading);
}

}  // namespace recourse::describe
