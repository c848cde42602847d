// JSON Schema (draft 2020-12) and the reference page's rows, both from the description.
#pragma once

#include <recourse/describe/json.hpp>

namespace recourse::describe {

namespace detail {

inline boost::json::object schema_of(std::type_identity<bool>) { return {{"type", "boolean"}}; }
inline boost::json::object schema_of(std::type_identity<double>) { return {{"type", "number"}}; }
inline boost::json::object schema_of(std::type_identity<std::string>) {
  return {{"type", "string"}};
}
inline boost::json::object schema_of(std::type_identity<Timestamp>) {
  return {{"type", "string"}, {"format", "date-time"}};
}
inline boost::json::object schema_of(std::type_identity<LocalDay>) {
  return {{"type", "string"}, {"format", "date"}};
}
template <class T>
requires std::is_integral_v<T> boost::json::object schema_of(std::type_identity<T>) {
  boost::json::object o{{"type", "integer"}};
  if constexpr (std::is_unsigned_v<T>) o["minimum"] = 0;
  return o;
}
template <class Tag>
boost::json::object schema_of(std::type_identity<Number<Tag>>) {
  return {{"type", "integer"}, {"minimum", 0}};
}
template <class Tag>
boost::json::object schema_of(std::type_identity<Id128<Tag>>) {
  return {{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}};
}
template <DescribedEnum T>
boost::json::object schema_of(std::type_identity<T>) {
  boost::json::array names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto d) { names.push_back(boost::json::string{d.name}); });
  return {{"enum", names}};
}
template <class T>
boost::json::object schema_of(std::type_identity<std::optional<T>>);
template <class T>
boost::json::object schema_of(std::type_identity<std::vector<T>>);
template <class T>
boost::json::object schema_of(std::type_identity<Sealed<T>>);

// Not templates, so compiled once (src/describe/schema.cpp).
void add_property(boost::json::object& properties, boost::json::array& required, const Field& field,
                  boost::json::object&& schema);
boost::json::object object_schema(std::string_view doc, boost::json::object&& properties,
                                  boost::json::array&& required);
boost::json::object titled(boost::json::object&& schema, std::string_view type,
                           std::uint16_t version);
boost::json::object as_alternative(boost::json::object&& schema, std::string_view type);

template <Described T>
boost::json::object schema_of(std::type_identity<T>) {
  boost::json::object properties;
  boost::json::array required;
  for_each_field<T>([&](auto member, const Field& field, std::size_t) {
    using FieldType = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
    add_property(properties, required, field, schema_of(std::type_identity<FieldType>{}));
  });
  return object_schema(spec_of<T>.doc, std::move(properties), std::move(required));
}
template <class T>
boost::json::object schema_of(std::type_identity<std::optional<T>>) {
  boost::json::array either{schema_of(std::type_identity<T>{}),
                            boost::json::object{{"type", "null"}}};
  return {{"anyOf", std::move(either)}, {"x-optional", true}};
}
template <class T>
boost::json::object schema_of(std::type_identity<std::vector<T>>) {
  return {{"type", "array"}, {"items", schema_of(std::type_identity<T>{})}, {"x-optional", true}};
}
template <class T>
boost::json::object schema_of(std::type_identity<Sealed<T>>) {
  auto o = schema_of(std::type_identity<T>{});
  o["x-personal"] = true;
  return o;
}

}  // namespace detail

/// The JSON Schema of one described type; "title" is its permanent name.
template <Described T>
boost::json::object json_schema() {
  return detail::titled(detail::schema_of(std::type_identity<T>{}), spec_of<T>.type,
                        spec_of<T>.version);
}

/// The JSON Schema of a set: an object that is one of the alternatives, with its "type".
template <EventSet V>
boost::json::object json_schema_of_set() {
  boost::json::array alternatives;
  [&]<class... E>(std::type_identity<std::variant<E...>>) {
    (alternatives.push_back(detail::as_alternative(json_schema<E>(), spec_of<E>.type)), ...);
  }(std::type_identity<SetOf<V>>{});
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"oneOf", std::move(alternatives)}};
}

}  // namespace recourse::describe
