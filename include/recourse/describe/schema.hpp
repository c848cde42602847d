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

template <Described T>
boost::json::object schema_of(std::type_identity<T>) {
  boost::json::object properties;
  boost::json::array required;
  for_each_field<T>([&](auto member, const Field& field, std::size_t) {
    using FieldType = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
    auto one = schema_of(std::type_identity<FieldType>{});
    const bool optional = one.contains("x-optional");
    one.erase("x-optional");
    one["description"] = boost::json::string{field.doc};
    properties[field.name] = std::move(one);
    if (!optional && field.since == 1) required.push_back(boost::json::string{field.name});
  });
  return {{"type", "object"},
          {"description", boost::json::string{spec_of<T>.doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
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
  auto schema = detail::schema_of(std::type_identity<T>{});
  schema["title"] = boost::json::string{spec_of<T>.type};
  schema["x-version"] = spec_of<T>.version;
  return schema;
}

/// The JSON Schema of a set: an object that is one of the alternatives, with its "type".
template <EventSet V>
boost::json::object json_schema_of_set() {
  boost::json::array alternatives;
  [&]<class... E>(std::type_identity<std::variant<E...>>) {
    (
        [&] {
          auto one = json_schema<E>();
          one.at("properties").as_object()["type"] =
              boost::json::object{{"const", boost::json::string{spec_of<E>.type}}};
          one.at("required").as_array().push_back("type");
          alternatives.push_back(std::move(one));
        }(),
        ...);
  }(std::type_identity<V>{});
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"oneOf", std::move(alternatives)}};
}

}  // namespace recourse::describe
