#include <recourse/describe/schema.hpp>

namespace recourse::describe {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

/// A command's field without which it is refused; what is recorded is described as it is.
bool is_needed(const FieldInfo& field, JsonReading reading) {
  return reading == JsonReading::lenient && field.needed;
}

/// The least that is there: nothing that is empty, 0 or false.
void require_content(object& schema, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      schema["const"] = true;
      return;
    case Shape::natural:
      schema["minimum"] = 1;
      return;
    case Shape::text:
      schema["minLength"] = 1;
      return;
    case Shape::list:
      schema["minItems"] = 1;
      return;
    case Shape::sealed:
      return require_content(schema, *info.element);
    default:
      return;  // these have no empty value
  }
}

object needed_schema(const ValueInfo& info, JsonReading reading) {
  if (info.shape == Shape::optional) {
    auto schema = json_schema(*info.element, reading);
    // False is an answer where nothing is one, too.
    if (info.element->shape != Shape::boolean) require_content(schema, *info.element);
    return schema;
  }
  auto schema = json_schema(info, reading);
  require_content(schema, info);
  return schema;
}

object object_schema(const TypeInfo& type, JsonReading reading) {
  object properties;
  array required;
  for (const auto& field : type.fields) {
    const bool needed = is_needed(field, reading);
    auto schema =
        needed ? needed_schema(*field.value, reading) : json_schema(*field.value, reading);
    schema["description"] = string{field.doc};
    properties[field.name] = std::move(schema);
    if (needed || is_required(field, reading)) required.push_back(string{field.name});
  }
  return {{"type", "object"},
          {"description", string{type.doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

object enum_schema(const EnumInfo& words) {
  array names;
  for (const auto& word : words.words) names.push_back(string{word.name});
  return {{"type", "string"}, {"enum", std::move(names)}};
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
      return {{"anyOf", array{json_schema(*info.element, reading), object{{"type", "null"}}}}};
    case Shape::list:
      return {{"type", "array"}, {"items", json_schema(*info.element, reading)}};
    case Shape::sealed: {
      auto schema = json_schema(*info.element, reading);
      schema["$comment"] = kPersonalData;
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
  schema["$comment"] = "version " + std::to_string(type.version);
  return schema;
}

object json_schema(const SetInfo& set, JsonReading reading) {
  array alternatives;
  object definitions;
  for (const auto* const type : set.types) {
    auto schema = json_schema(*type, reading);
    object properties{{"type", {{"type", "string"}, {"const", string{type->type}}}}};
    for (auto& member : schema.at("properties").as_object()) properties.insert(member);
    schema["properties"] = std::move(properties);
    auto& required = schema.at("required").as_array();
    required.insert(required.begin(), "type");
    definitions[type->type] = std::move(schema);
    alternatives.push_back(object{{"$ref", "#/$defs/" + std::string{type->type}}});
  }
  return {{"$schema", kSchemaDialect},
          {"oneOf", std::move(alternatives)},
          {"$defs", std::move(definitions)}};
}

}  // namespace recourse::describe
