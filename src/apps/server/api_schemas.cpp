#include "apps/server/api_schemas.hpp"

#include <algorithm>
#include <recourse/describe/schema.hpp>

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

object text_schema() { return {{"type", "string"}}; }
object moment_schema() { return {{"type", "string"}, {"format", "date-time"}}; }
object count_schema() { return {{"type", "integer"}, {"minimum", 0}}; }
object list_schema(object items) { return {{"type", "array"}, {"items", std::move(items)}}; }

object or_null(object schema) {
  return {{"anyOf", array{std::move(schema), object{{"type", "null"}}}}};
}

/// An object with these members, all of them required unless named as `optional`.
object members_schema(std::string_view doc, object properties,
                      std::initializer_list<std::string_view> optional = {}) {
  array required;
  for (const auto& member : properties) {
    const std::string_view name{member.key()};
    if (std::ranges::find(optional, name) == optional.end()) required.push_back(string{name});
  }
  return {{"type", "object"},
          {"description", string{doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)}};
}

object shown_value(const describe::ValueInfo& info) {
  using describe::Shape;
  switch (info.shape) {
    case Shape::optional:
      return or_null(shown_value(*info.element));
    case Shape::list:
      return list_schema(shown_value(*info.element));
    case Shape::sealed:
      return {{"anyOf", array{shown_value(*info.element), schema_ref("Withheld")}},
              {"$comment", describe::kPersonalData}};
    case Shape::object:
      return shown_schema(*info.object);
    default:
      return describe::json_schema(info);
  }
}

/// "<kind>.<what>"
std::string name_of(const core::WorkflowInfo& workflow, std::string_view what) {
  return std::string{workflow.kind}.append(".").append(what);
}

object event_schema(const describe::TypeInfo& type) {
  auto schema = shown_schema(type);
  object properties{{"type", {{"type", "string"}, {"const", string{type.type}}}}};
  for (auto& member : schema.at("properties").as_object()) properties.insert(member);
  schema["properties"] = std::move(properties);
  auto& required = schema.at("required").as_array();
  required.insert(required.begin(), "type");
  return schema;
}

/// One of the workflow's events, told apart by `type`.
object any_event_schema(const core::WorkflowInfo& workflow) {
  array alternatives;
  object mapping;
  for (const auto* const type : workflow.events->types) {
    alternatives.push_back(schema_ref(type->type));
    mapping[type->type] = "#/components/schemas/" + std::string{type->type};
  }
  return {{"oneOf", std::move(alternatives)},
          {"discriminator", object{{"propertyName", "type"}, {"mapping", std::move(mapping)}}}};
}

/// The state's members, and behind them those of its summary.
object state_schema(const core::WorkflowInfo& workflow) {
  if (workflow.state == nullptr) return {{"type", "object"}};
  auto schema = shown_schema(*workflow.state);
  if (workflow.summary == nullptr) return schema;
  auto summary = shown_schema(*workflow.summary);
  auto& properties = schema.at("properties").as_object();
  auto& required = schema.at("required").as_array();
  for (auto& member : summary.at("properties").as_object()) {
    if (!properties.contains(member.key())) required.push_back(string{member.key()});
    properties[member.key()] = std::move(member.value());
  }
  return schema;
}

object stream_schema(const core::WorkflowInfo& workflow) {
  return members_schema("A stream as it stands, for this viewer.",
                        {{"key", text_schema()},
                         {"version", count_schema()},
                         {"definition", count_schema()},
                         {"state", schema_ref(name_of(workflow, "State"))},
                         {"timers", list_schema(schema_ref("Timer"))},
                         {"next", list_schema(text_schema())},
                         {"changed_at", moment_schema()},
                         {"history", list_schema(schema_ref(name_of(workflow, "Entry")))}},
                        {"next", "changed_at", "history"});
}

object entry_schema(const core::WorkflowInfo& workflow) {
  return members_schema("An event of a stream, and where and when it was recorded.",
                        {{"position", count_schema()},
                         {"version", count_schema()},
                         {"occurred_at", moment_schema()},
                         {"recorded_at", moment_schema()},
                         {"actor", text_schema()},
                         {"command_id", text_schema()},
                         {"event", schema_ref(name_of(workflow, "Event"))}});
}

object problem_schema() {
  return members_schema(
      "A problem (RFC 9457).",
      {{"type", text_schema()},
       {"title", text_schema()},
       {"title_zh", text_schema()},
       {"status", {{"type", "integer"}}},
       {"detail", text_schema()},
       {"detail_zh", text_schema()},
       {"rule", text_schema()},
       {"allowed", list_schema(text_schema())},
       {"cure", text_schema()},
       {"retryable", {{"type", "boolean"}}},
       {"actual", count_schema()}},
      {"title_zh", "detail", "detail_zh", "rule", "allowed", "cure", "retryable", "actual"});
}

object outcome_schema() {
  auto schema = members_schema("What a command came to.",
                               {{"stream", text_schema()},
                                {"version", count_schema()},
                                {"position", count_schema()},
                                {"events", list_schema(text_schema())},
                                {"command_id", text_schema()},
                                {"repeated", {{"type", "boolean"}}},
                                {"inquiry_code", text_schema()},
                                {"earlier", list_schema(object{{"type", "object"}})}},
                               {"inquiry_code", "earlier"});
  auto& properties = schema.at("properties").as_object();
  properties.at("events").as_object()["description"] = "Types of the events.";
  properties.at("repeated").as_object()["description"] = "The id had taken effect before.";
  return schema;
}

}  // namespace

object schema_ref(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string{name}}};
}

object command_schema(const describe::TypeInfo& command) {
  auto schema = describe::json_schema(command, describe::JsonReading::lenient);
  auto& properties = schema.at("properties").as_object();
  if (!properties.contains("type")) {
    properties["type"] = object{{"type", "string"}, {"const", string{command.type}}};
  }
  return schema;
}

object shown_schema(const describe::TypeInfo& type) {
  object properties;
  array required;
  for (const auto& field : type.fields) {
    auto schema = shown_value(*field.value);
    if (field.value->shape != describe::Shape::optional) schema = or_null(std::move(schema));
    schema["description"] = string{field.doc};
    properties[field.name] = std::move(schema);
    required.push_back(string{field.name});
  }
  return {{"type", "object"},
          {"title", string{type.type}},
          {"description", string{type.doc}},
          {"properties", std::move(properties)},
          {"required", std::move(required)}};
}

void add_components(const core::WorkflowInfo& workflow, object& schemas) {
  for (const auto* const type : workflow.commands->types) {
    schemas[type->type] = command_schema(*type);
  }
  for (const auto* const type : workflow.events->types) schemas[type->type] = event_schema(*type);
  schemas[name_of(workflow, "Event")] = any_event_schema(workflow);
  schemas[name_of(workflow, "State")] = state_schema(workflow);
  schemas[name_of(workflow, "Stream")] = stream_schema(workflow);
  schemas[name_of(workflow, "Entry")] = entry_schema(workflow);
}

void add_common_components(object& schemas) {
  schemas["Problem"] = problem_schema();
  schemas["Outcome"] = outcome_schema();
  schemas["Timer"] = members_schema(
      "A limit that runs.",
      {{"name", text_schema()}, {"due", moment_schema()}, {"fires", {{"type", "boolean"}}}});
  schemas["Look"] =
      members_schema("Who saw a stream in clear, and for what.", {{"position", count_schema()},
                                                                  {"version", count_schema()},
                                                                  {"at", moment_schema()},
                                                                  {"actor", text_schema()},
                                                                  {"purpose", text_schema()}});
  schemas["Withheld"] = members_schema(
      "Personal data that cannot be read any more, or is not shown.",
      {{"sealed", {{"type", "boolean"}}}, {"masked", {{"type", "boolean"}}}}, {"sealed", "masked"});
}

}  // namespace recourse::server
