#include <recourse/describe/schema.hpp>

namespace recourse::describe::detail {

using boost::json::string;

void add_property(boost::json::object& properties, boost::json::array& required, const Field& field,
                  boost::json::object&& schema) {
  const bool optional = schema.contains("x-optional");
  schema.erase("x-optional");
  schema["description"] = string{field.doc};
  properties[field.name] = std::move(schema);
  if (!optional && field.since == 1) required.push_back(string{field.name});
}

boost::json::object object_schema(std::string_view doc, boost::json::object&& properties,
                                  boost::json::array&& required) {
  return {{"type", "object"},
          {"description", string{doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

boost::json::object titled(boost::json::object&& schema, std::string_view type,
                           std::uint16_t version) {
  schema["title"] = string{type};
  schema["x-version"] = version;
  return std::move(schema);
}

boost::json::object as_alternative(boost::json::object&& schema, std::string_view type) {
  schema.at("properties").as_object()["type"] = boost::json::object{{"const", string{type}}};
  schema.at("required").as_array().push_back("type");
  return std::move(schema);
}

}  // namespace recourse::describe::detail
