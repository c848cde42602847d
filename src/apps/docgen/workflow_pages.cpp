#include "workflow_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <recourse/describe/schema.hpp>

namespace recourse::docgen {
namespace {

/// "text", "list of …", as the JSON Schema says.
std::string type_words(const boost::json::object& schema) {
  if (const auto* any = schema.if_contains("anyOf")) {
    return type_words(any->as_array()[0].as_object()) + ", optional";
  }
  if (const auto* names = schema.if_contains("enum")) {
    std::string text = "one of";
    for (const auto& n : names->as_array()) text += " `" + std::string{n.as_string()} + "`";
    return text;
  }
  const auto* type = schema.if_contains("type");
  const std::string_view name = type == nullptr ? "value" : std::string_view{type->as_string()};
  if (name == "array") return "list of " + type_words(schema.at("items").as_object());
  if (name == "object") {
    std::string text = "(";
    for (const auto& [member, form] : schema.at("properties").as_object()) {
      text += (text.size() > 1 ? ", " : "") + std::string{member};
    }
    return text + ")";
  }
  if (name == "string") {
    const auto* format = schema.if_contains("format");
    return format == nullptr ? "text" : std::string{format->as_string()};
  }
  if (name == "integer") return "whole number";
  return std::string{name};
}

/// The class of a field: who may see it; of personal data, what it is besides.
std::string class_of(const describe::FieldInfo& field) {
  std::string text{describe::enum_name(field.access)};
  if (field.access != describe::Access::identity) return text;
  if (field.besides != describe::Access::open) {
    text.append(", ").append(describe::enum_name(field.besides));
  }
  if (field.subject != describe::Subject::reporter) {
    text.append(" of the ").append(describe::enum_name(field.subject));
  }
  return text;
}

/// Whether personal data stands in it, at any depth.
bool is_personal(const boost::json::object& form) {
  const boost::json::object mark{{"$comment", describe::kPersonalData}};
  const auto text = boost::json::serialize(mark);
  return boost::json::serialize(form).find(text.substr(1, text.size() - 2)) != std::string::npos;
}

/// Of a command, which is read leniently, what is needed is said, too.
std::string section_of(const describe::TypeInfo& type,
                       describe::JsonReading reading = describe::JsonReading::strict) {
  const auto schema = describe::json_schema(type, reading);
  std::string text = fmt::format("\n## `{}`{}{}\n\n{} Version {}.\n", type.type,
                                 type.zh.empty() ? "" : " ", type.zh, type.doc, type.version);
  if (type.fields.empty()) return text;
  text += "\n| field | since | form | seen as | meaning |\n|---|---|---|---|---|\n";
  for (const auto& field : type.fields) {
    const auto& form = schema.at("properties").at(field.name).as_object();
    const bool needed = reading == describe::JsonReading::lenient && field.needed;
    text += fmt::format("| `{}` | {} | {}{}{} | {} | {} |\n", field.name, field.since,
                        type_words(form), needed ? ", needed" : "",
                        is_personal(form) ? ", personal" : "", class_of(field), cell(field.doc));
  }
  return text;
}

std::string head_of(std::string_view title, const core::WorkflowInfo& workflow,
                    std::string_view intro) {
  return fmt::format("{}# {} of `{}`\n\n{}\n", kNote, title, workflow.name, intro);
}

std::string sections_of(const describe::SetInfo& set,
                        describe::JsonReading reading = describe::JsonReading::strict) {
  std::string text;
  for (const auto* const type : set.types) text += section_of(*type, reading);
  return text;
}

std::string events_page(const core::WorkflowInfo& workflow) {
  auto text = head_of("Events", workflow,
                      fmt::format("What is recorded in the streams `{}/<key>`, for ever. Fields "
                                  "are only appended.",
                                  workflow.kind)) +
              sections_of(*workflow.events);
  if (workflow.retired == nullptr) return text;
  text += "\n# Retired events\n\nThey are read for ever and written no more.\n";
  return text + sections_of(*workflow.retired);
}

std::string commands_page(const core::WorkflowInfo& workflow) {
  return head_of("Commands", workflow,
                 fmt::format("What can be asked: `recourse {} <command>`. Without what is needed "
                             "a command is refused,\nwhatever the state.",
                             workflow.kind)) +
         sections_of(*workflow.commands, describe::JsonReading::lenient);
}

std::string state_page(const core::WorkflowInfo& workflow) {
  auto text = head_of("State", workflow, "A stream as it stands, folded from its events.") +
              section_of(*workflow.state);
  if (workflow.summary == nullptr) return text;
  text += "\n# What follows from it\n\nComputed from the state, shown behind its members.\n";
  return text + section_of(*workflow.summary);
}

/// The words and structs inside what a workflow describes, each once, in the order in which they
/// are met.
class Values {
 public:
  void add(const describe::SetInfo& set) {
    for (const auto* type : set.types) add(*type);
  }
  void add(const describe::TypeInfo& type) {
    for (const auto& field : type.fields) add(*field.value);
  }
  bool empty() const { return objects_.empty() && words_.empty(); }
  std::string sections() const {
    std::string text;
    for (const auto* object : objects_) text += section_of(*object);
    for (const auto* words : words_) {
      text += fmt::format("\n## `{}`\n\n| word | Chinese |\n|---|---|\n", words->class_name);
      for (const auto& word : words->words) {
        text += fmt::format("| `{}` | {} |\n", word.name, cell(word.zh));
      }
    }
    return text;
  }

 private:
  void add(const describe::ValueInfo& value) {
    if (value.element != nullptr) add(*value.element);
    if (value.words != nullptr) once(words_, value.words);
    if (value.object != nullptr && once(objects_, value.object)) add(*value.object);
  }
  template <class T>
  static bool once(std::vector<const T*>& all, const T* one) {
    if (std::ranges::find(all, one) != all.end()) return false;
    all.push_back(one);
    return true;
  }

  std::vector<const describe::TypeInfo*> objects_;
  std::vector<const describe::EnumInfo*> words_;
};

Values values_of(const core::WorkflowInfo& workflow) {
  Values values;
  values.add(*workflow.commands);
  values.add(*workflow.events);
  if (workflow.retired != nullptr) values.add(*workflow.retired);
  if (workflow.state != nullptr) values.add(*workflow.state);
  if (workflow.summary != nullptr) values.add(*workflow.summary);
  return values;
}

std::string refusals_page(const core::WorkflowInfo& workflow) {
  auto text = head_of(
      "Refusals", workflow,
      "What the domain says no to. A refusal is an answer, not an error. Its name is permanent; "
      "rows of one name say the\nsame of different things. `{…}` is a place that is filled when it "
      "is made; the rule `{rule}` is that of the command.\nWhat a caller does goes by the kind: "
      "`not_found` ends the command line with exit code 4, every other with 1.");
  text += "\n| name | rule | kind | HTTP | English | Chinese |\n|---|---|---|---|---|---|\n";
  for (const auto& row : workflow.refusals) {
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", row.name, cell(row.rule),
                        describe::enum_name(row.kind), core::http_status(row.kind), cell(row.en),
                        cell(row.zh));
  }
  return text;
}

/// What is shown of a state: its members, and behind them those of its summary.
boost::json::object state_schema(const core::WorkflowInfo& workflow) {
  boost::json::object schema{{"$schema", describe::kSchemaDialect}};
  for (auto& member : describe::json_schema(*workflow.state)) {
    schema[member.key()] = std::move(member.value());
  }
  if (workflow.summary == nullptr) return schema;
  const auto summary = describe::json_schema(*workflow.summary);
  auto& properties = schema.at("properties").as_object();
  for (const auto& member : summary.at("properties").as_object()) {
    properties[member.key()] = member.value();
  }
  auto& required = schema.at("required").as_array();
  for (const auto& name : summary.at("required").as_array()) {
    if (std::ranges::find(required, name) == required.end()) required.push_back(name);
  }
  return schema;
}

}  // namespace

std::vector<Page> workflow_pages(const core::WorkflowInfo& workflow) {
  const auto folder = std::string{workflow.name} + "/";
  std::vector<Page> pages{
      {folder + "commands.md", "what can be asked", commands_page(workflow)},
      {folder + "commands.schema.json", "the same as JSON Schema",
       describe::pretty(describe::json_schema(*workflow.commands, describe::JsonReading::lenient))},
      {folder + "events.md", "what is recorded", events_page(workflow)},
      {folder + "events.schema.json", "the same as JSON Schema",
       describe::pretty(describe::json_schema(*workflow.events))}};
  if (workflow.state != nullptr) {
    pages.push_back({folder + "state.md", "a stream as it stands", state_page(workflow)});
    pages.push_back({folder + "state.schema.json", "the same as JSON Schema",
                     describe::pretty(state_schema(workflow))});
  }
  if (const auto values = values_of(workflow); !values.empty()) {
    pages.push_back({folder + "values.md", "the structs and words inside them",
                     head_of("Values", workflow, "What stands inside commands, events and state.") +
                         values.sections()});
  }
  if (!workflow.refusals.empty()) {
    pages.push_back({folder + "refusals.md",
                     "what it says no to: rule, kind, and the text in both languages",
                     refusals_page(workflow)});
  }
  return pages;
}

Page lifecycle_page(const core::WorkflowInfo& workflow, const std::string& diagram) {
  return {std::string{workflow.name} + "/lifecycle.md", "what may follow what",
          head_of("Lifecycle", workflow, "What may follow what, as its table has it.") +
              "\n```mermaid\n" + diagram + "```\n"};
}

}  // namespace recourse::docgen
