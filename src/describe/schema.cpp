#include <recourse/describe/schema.hpp>

namespace recourse::describe {
namespace {

using boost::json::object;
using boost::json::string;

object object_schema(const TypeInfo& type, JsonReading reading) {
  object properties;
  boost::json::array required;
  for (const auto& field : type.fields) {
    auto schema = json_schema(*field.value, reading);
    schema["description"] = string{field.doc};
    properties[field.name] = std::move(schema);
    if (is_required(field, reading)) required.push_back(string{field.name});
  }
  return {{"type", "object"},
          {"description", string{type.doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

object enum_schema(const EnumInfo& words) {
  boost::json::array names;
  for (const auto& word : words.words) names.push_back(string{word.name});
  return {{"enum", std::move(names)}};
}

}  // namespace

object json_schema(const ValueInfo& info, JsonReading reading) {
  switch (info.shape) {
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::real:
      return {{"type", "number"}};
    case Shape::natural:
      return {{"type", "integer"}, {"minimum", 0}};
    case Shape::whole:
      return {{"type", "integer"}};
    case Shape::enumeration:
      return enum_schema(*info.words);
    case Shape::text:
    case Shape::stream_id:
      return {{"type", "string"}};
    case Shape::timestamp:
      return {{"type", "string"}, {"format", "date-time"}};
    case Shape::day:
      return {{"type", "string"}, {"format", "date"}};
    case Shape::id128:
      return {{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}};
    case Shape::optional:
      return {{"anyOf",
               boost::json::array{json_schema(*info.element, reading), object{{"type", "null"}}}}};
    case Shape::list:
      return {{"type", "array"}, {"items", json_schema(*info.element, reading)}};
    case Shape::sealed: {
      auto schema = json_schema(*info.element, reading);
      schema["x-personal"] = true;
      return schema;
    }
    case Shape::object:
      return object_schema(*info.object, reading);
  }
  return {};
}

object json_schema(const TypeInfo& type, JsonReading reading) {
  auto schema = object_schema(type, reading);
  schema["title"] = string{type.type};
  schema["x-version"] = type.version;
  return schema;
}

object json_schema(const SetInfo& set, JsonReading reading) {
  boost::json::array alternatives;
  for (const auto* const type : set.types) {
    auto schema = json_schema(*type, reading);
    schema.at("properties").as_object()["type"] = object{{"const", string{type->type}}};
    schema.at("required").as_array().push_back("type");
    alternatives.push_back(std::move(schema));
  }
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"oneOf", std::move(alternatives)}};
}

}  // namespace recourse::describe
