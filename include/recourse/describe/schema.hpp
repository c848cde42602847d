// JSON Schema (draft 2020-12), from the description: standard keywords alone, so that strict
// validators load it. The version of a type stands in its "$comment"; of personal data the
// "$comment" says that it is.
#pragma once

#include <recourse/describe/json.hpp>

namespace recourse::describe {

/// What "$schema" says.
inline constexpr std::string_view kSchemaDialect = "https://json-schema.org/draft/2020-12/schema";
/// The "$comment" of a Sealed.
inline constexpr std::string_view kPersonalData = "personal data";

/// The JSON Schema of one described type; "title" is its permanent name. `reading` says which
/// members are required; of a command, which is read leniently, those are required, too, without
/// which it is refused (describe::needed), and they are not empty.
boost::json::object json_schema(const TypeInfo& type, JsonReading reading = JsonReading::strict);
/// The JSON Schema of a field's type.
boost::json::object json_schema(const ValueInfo& info, JsonReading reading = JsonReading::strict);
/// The JSON Schema of a set: "oneOf" its alternatives, which stand in "$defs" by their names, each
/// with its "type".
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
