// JSON of described values.
//
//     boost::json::value v = to_json(event, JsonOptions{.reveal = false});
//     Result<Opened> e = from_json<Opened>(v);      // errors carry a JSON pointer: "/items/3/name"
//
// Forms: enums by name; Timestamp as ISO 8601 in UTC; LocalDay as YYYY-MM-DD; ids as 32 hexadecimal
// digits; a variant as its fields plus "type". Reading accepts a missing optional, a missing list
// (empty) and a missing field newer than version 1 (its default); an unknown member is an error.
// Sealed data is masked unless `reveal`; reading takes its clear value. Heavy include (Boost.JSON):
// keep it in few translation units.
#pragma once

#include <boost/json.hpp>
#include <recourse/describe/event_set.hpp>

namespace recourse::describe {

struct JsonOptions {
  /// Show personal data that is stored in clear form. Default: masked.
  bool reveal = false;
};

/// Which members a reader may do without.
enum class JsonReading : std::uint8_t {
  strict,   ///< Optionals, lists, and fields newer than version 1.
  lenient,  ///< Texts, numbers, truth values and structs too, which take their defaults: commands.
};

/// Whether a reader fails where this field is missing.
bool is_required(const FieldInfo& field, JsonReading reading = JsonReading::strict);

/// What a masked text shows: the first character and a star ("张*"); digits: "138****1234".
std::string masked(std::string_view text);

/// Reads a document; malformed with line and column, limit_exceeded above limits::kJsonBytesMax.
Result<boost::json::value> parse_json(std::string_view text);

/// Two-space indented text, members in their order, ends with a newline.
std::string pretty(const boost::json::value& value);

/// Any field, by its type's table.
boost::json::value to_json(const void* value, const ValueInfo& info, JsonOptions options = {});
/// A described value, by its type's table.
boost::json::object to_json(const void* object, const TypeInfo& type, JsonOptions options = {});
/// What a set holds: its fields, led by "type".
boost::json::object to_json(const void* set, const SetInfo& info, JsonOptions options = {});

/// Reads into a described value that is as T{} makes it. malformed, with the JSON pointer of the
/// place, if `json` is not of the type's form; then `object` is of no use.
Result<void> read_json(const boost::json::value& json, void* object, const TypeInfo& type,
                       JsonReading reading = JsonReading::strict);
/// Index of the alternative that the member "type" names. malformed without one; unknown_event if
/// the set has none of that name.
Result<std::size_t> alternative_of(const boost::json::value& json, const SetInfo& info);
/// Makes `set` hold the alternative called `type`, with these fields. unknown_event, malformed.
Result<void> read_json_as(std::string_view type, const boost::json::value& fields, void* set,
                          const SetInfo& info, JsonReading reading = JsonReading::strict);

template <Described T>
boost::json::value to_json(const T& value, JsonOptions options = {}) {
  return to_json(&value, type_info<T>, options);
}
template <EventSet V>
boost::json::value to_json(const V& value, JsonOptions options = {}) {
  return to_json(&value, set_info<V>(), options);
}

/// malformed, with the JSON pointer of the place, if `value` is not of T's form.
template <Described T>
Result<T> from_json(const boost::json::value& value, JsonReading reading = JsonReading::strict) {
  T out{};
  RECOURSE_TRY(read_json(value, &out, type_info<T>, reading));
  return out;
}
/// Reads the alternative that "type" names. unknown_event if the set has none of that name.
template <EventSet V>
Result<V> from_json_as(const boost::json::value& value, JsonReading reading = JsonReading::strict) {
  RECOURSE_TRY_ASSIGN(const auto i, alternative_of(value, set_info<V>()));
  V out = make_alternative<V>(i);
  auto* const fields = const_cast<void*>(set_info<V>().get(&out));
  RECOURSE_TRY(read_json(value, fields, *set_info<V>().types[i], reading));
  return out;
}
/// The same for a type that is named apart from its fields.
template <EventSet V>
Result<V> from_json_as(std::string_view type, const boost::json::value& fields,
                       JsonReading reading = JsonReading::strict) {
  V out;
  RECOURSE_TRY(read_json_as(type, fields, &out, set_info<V>(), reading));
  return out;
}

}  // namespace recourse::describe
