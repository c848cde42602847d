#include "apps/server/forms.hpp"

#include <algorithm>
#include <recourse/describe/schema.hpp>
#include <recourse/office/begin_stream.hpp>

#include "apps/server/field_labels.hpp"
#include "apps/server/openapi.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using describe::Shape;

array fields_of(const describe::TypeInfo& type);

std::string_view form_of(Shape shape) {
  switch (shape) {
    case Shape::boolean:
      return "truth";
    case Shape::real:
    case Shape::natural:
    case Shape::whole:
      return "number";
    case Shape::enumeration:
      return "word";
    case Shape::timestamp:
      return "moment";
    case Shape::day:
      return "day";
    case Shape::stream_id:
      return "stream";
    case Shape::id128:
      return "id";
    case Shape::list:
      return "list";
    case Shape::object:
      return "group";
    case Shape::text:
    case Shape::optional:
    case Shape::sealed:
      break;
  }
  return "text";
}

array words_of(const describe::EnumInfo& info) {
  array words;
  for (const auto& word : info.words) {
    words.push_back(object{{"name", string{word.name}}, {"zh", string{word.zh}}});
  }
  return words;
}

/// Adds the form of a value to what is said of its field. An optional and a Sealed have that of
/// what is inside.
void add_form(const describe::ValueInfo& info, object& to) {
  if (info.shape == Shape::optional || info.shape == Shape::sealed) {
    to[info.shape == Shape::optional ? "optional" : "personal"] = true;
    return add_form(*info.element, to);
  }
  to["form"] = string{form_of(info.shape)};
  if (info.shape == Shape::natural) to["least"] = 0;
  if (info.words != nullptr) to["words"] = words_of(*info.words);
  if (info.shape == Shape::object) to["fields"] = fields_of(*info.object);
  if (info.shape == Shape::list) {
    object item;
    add_form(*info.element, item);
    if (item.contains("personal")) to["personal"] = true;
    to["item"] = std::move(item);
  }
}

object field_form(const describe::TypeInfo& type, const describe::FieldInfo& field) {
  const auto zh = field_label(type.type, field.name);
  object form{{"name", string{field.name}},
              {"zh", string{zh.empty() ? field.name : zh}},
              {"doc", string{field.doc}},
              {"optional", false},
              {"needed", field.needed},
              {"personal", false},
              {"seen_as", string{describe::enum_name(field.seen_as())}}};
  add_form(*field.value, form);
  return form;
}

array fields_of(const describe::TypeInfo& type) {
  array fields;
  for (const auto& field : type.fields) fields.push_back(field_form(type, field));
  return fields;
}

object type_form(const describe::TypeInfo& type) {
  return {{"type", string{type.type}}, {"name", string{short_name(type.type)}},
          {"doc", string{type.doc}},   {"zh", string{type.zh}},
          {"version", type.version},   {"fields", fields_of(type)}};
}

bool makes_keys(const core::WorkflowInfo& workflow) {
  return std::ranges::any_of(workflow.beginning,
                             [&](auto command) { return makes_key(workflow, command); });
}

object head_of(const core::WorkflowInfo& workflow) {
  return {{"kind", string{workflow.kind}},
          {"name", string{workflow.name}},
          {"doc", string{workflow.doc}},
          {"key", string{workflow.key}},
          {"makes_key", makes_keys(workflow)}};
}

array commands_of(const core::WorkflowInfo& workflow) {
  array commands;
  for (const auto* const type : workflow.commands->types) {
    auto form = type_form(*type);
    form["begins"] = workflow.begins_stream(type->type);
    form["makes_key"] = makes_key(workflow, type->type);
    form["look"] = type->type == workflow.look;
    form["schema"] = describe::json_schema(*type, describe::JsonReading::lenient);
    commands.push_back(std::move(form));
  }
  return commands;
}

array events_of(const core::WorkflowInfo& workflow) {
  array events;
  for (const auto* const type : workflow.events->types) events.push_back(type_form(*type));
  return events;
}

/// The state's members, and behind them those of its summary.
array state_of(const core::WorkflowInfo& workflow) {
  array fields;
  if (workflow.state != nullptr) fields = fields_of(*workflow.state);
  if (workflow.summary == nullptr) return fields;
  for (const auto& field : workflow.summary->fields) {
    const bool known = workflow.state != nullptr && workflow.state->find(field.name) != nullptr;
    if (!known) fields.push_back(field_form(*workflow.summary, field));
  }
  return fields;
}

}  // namespace

array workflow_list(std::span<const core::WorkflowInfo* const> workflows) {
  array list;
  for (const auto* const workflow : workflows) list.push_back(head_of(*workflow));
  return list;
}

object workflow_form(const core::WorkflowInfo& workflow) {
  auto form = head_of(workflow);
  form["commands"] = commands_of(workflow);
  form["events"] = events_of(workflow);
  form["state"] = object{{"fields", state_of(workflow)}};
  return form;
}

}  // namespace recourse::server
