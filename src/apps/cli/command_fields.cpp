#include "apps/cli/command_fields.hpp"

#include <recourse/base/limits.hpp>
#include <recourse/describe/schema.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/code_names.hpp"
#include "apps/cli/session.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;

/// The schema of a value, without the "or null" of an optional.
const object& required_form(const object& schema) {
  const auto* any = schema.if_contains("anyOf");
  return any != nullptr ? any->as_array().at(0).as_object() : schema;
}

std::string_view type_in(const object& schema) {
  const auto* type = schema.if_contains("type");
  return type != nullptr ? std::string_view{type->as_string()} : std::string_view{};
}

Error no_value(std::string_view field, const std::string& what) {
  return of_argument("--" + dashed(field), Error{Errc::invalid_argument, what});
}

/// A text from the command line as the JSON value that the schema wants. invalid_argument, naming
/// the option, if it is of another form. What is too long, or has no place in a text, is left to
/// the reading of the command.
Result<boost::json::value> value_of(std::string_view field, const object& schema,
                                    const std::string& text) {
  const auto& form = required_form(schema);
  const auto type = type_in(form);
  if (type == "boolean") {
    if (text == "true" || text == "是") return boost::json::value(true);
    if (text == "false" || text == "否") return boost::json::value(false);
    return no_value(field, "'" + text + "' is neither true nor false (是, 否)");
  }
  if (type == "integer" || type == "number") {
    boost::json::error_code ec;
    // 010 is ten here as everywhere; JSON has no such number.
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    auto digits = sign;
    while (digits + 1 < text.size() && text[digits] == '0' && is_digit(digits + 1)) ++digits;
    auto number = boost::json::parse(text.substr(0, sign) + text.substr(digits), ec);
    if (ec || !number.is_number()) return no_value(field, "'" + text + "' is not a number");
    return number;
  }
  if (type == "object") {
    auto parsed = describe::parse_json(text);
    if (!parsed) return no_value(field, parsed.error().message());
    return parsed;
  }
  const auto* format = form.if_contains("format");
  if (format != nullptr && format->as_string() == "date-time") {
    // People at a counter write local time.
    const auto t = parse_timestamp(text, zone());
    if (!t) return no_value(field, t.error().message());
    return boost::json::value(string{to_string(*t)});
  }
  if (format != nullptr && format->as_string() == "date") {
    const auto day = parse_day(text);
    if (!day) return no_value(field, day.error().message());
  }
  return boost::json::value(string{text});
}

/// How one item of a list is typed.
std::string item_help(const object& item) {
  std::string text = " Once for each.";
  if (type_in(item) != "object") return text;
  text += " A JSON object:";
  for (const auto& [member, form] : item.at("properties").as_object()) {
    text += " \"" + std::string{member} + "\"";
  }
  return text;
}

/// The words that a field, or an item of it, is one of; null: it is no enumeration.
const describe::EnumInfo* words_of(const describe::ValueInfo& value) {
  const auto* at = &value;
  while (at->element != nullptr) at = at->element;
  return at->words;
}

/// How a value is typed whose form its name does not tell; empty: as it stands.
std::string form_help(const object& form) {
  if (type_in(form) == "boolean") return " true 是 or false 否.";
  const auto* format = form.if_contains("format");
  if (format == nullptr) return {};
  if (format->as_string() == "date") return " As 2023-06-01.";
  if (format->as_string() == "date-time") {
    return " As \"2023-06-01 09:30\", local time, or 2023-06-01T01:30:00Z.";
  }
  return {};
}

/// A truth value that is no answer: it is true where its name is typed.
bool is_flag(const describe::FieldInfo& field) {
  return field.value->shape == describe::Shape::boolean;
}

std::string help_of(const describe::FieldInfo& field, const object& schema,
                    const describe::EnumInfo* words) {
  const auto& form = required_form(schema);
  std::string help{field.doc};
  if (!is_flag(field)) help += form_help(form);
  const auto* items = form.if_contains("items");
  if (words != nullptr) {
    help += " One of:";
    for (const auto& word : words->words) {
      help += (&word == words->words.data() ? " " : ", ") + std::string{word.name};
      if (!word.zh.empty()) help += " " + std::string{word.zh};
    }
    help += ".";
  }
  if (items != nullptr) help += item_help(items->as_object());
  return help;
}

}  // namespace

/// One field, as an option.
struct CommandFields::Field {
  std::string name;
  object schema;
  bool flag = false;
  std::vector<std::string> given;
};

CommandFields::CommandFields(const describe::TypeInfo& type, CommandLine& command) {
  command
      .add_option("--input", input_,
                  "JSON file with the fields (- for standard input); options win over it.")
      ->check(not_empty());
  const auto schema = describe::json_schema(type, describe::JsonReading::lenient);
  for (const auto& [name, field] : schema.at("properties").as_object()) {
    add(command, *type.find(name), field.as_object());
  }
}

CommandFields::~CommandFields() = default;

void CommandFields::add(CommandLine& command, const describe::FieldInfo& info,
                        const object& schema) {
  const std::string_view name = info.name;
  const auto* words = words_of(*info.value);
  auto field = std::make_unique<Field>();
  field->name = name;
  field->schema = schema;
  const auto& form = required_form(schema);
  const auto option = "--" + dashed(name);
  if (is_flag(info)) {
    command.add_flag(option, field->flag, help_of(info, schema, words));
  } else {
    auto* added = command.add_option(option, field->given, help_of(info, schema, words));
    const bool many = type_in(form) == "array";
    // Otherwise the parser takes "[a,b]" apart: a text must arrive as it was typed.
    added->allow_extra_args(false)->expected(1, many ? static_cast<int>(limits::kListItemsMax) : 1);
    if (words != nullptr) added->among(dashed(name), *words);
    if (const auto kind = code_kind(info)) added->offer(built_in_codes(*kind));
  }
  fields_.push_back(std::move(field));
}

Result<boost::json::value> CommandFields::read() const {
  boost::json::value fields = object{};
  if (!input_.empty()) {
    RECOURSE_TRY_ASSIGN(const auto text, read_input(input_));
    RECOURSE_TRY_ASSIGN(fields, describe::parse_json(text));
    if (!fields.is_object()) return Error{Errc::malformed, "/: an object is wanted here"};
  }
  for (const auto& field : fields_) {
    if (field->flag) {
      fields.as_object()[field->name] = true;
      continue;
    }
    if (field->given.empty()) continue;
    const auto& form = required_form(field->schema);
    if (type_in(form) != "array") {
      RECOURSE_TRY_ASSIGN(fields.as_object()[field->name],
                          value_of(field->name, field->schema, field->given[0]));
      continue;
    }
    boost::json::array list;
    for (const auto& item : field->given) {
      RECOURSE_TRY_ASSIGN(auto value, value_of(field->name, form.at("items").as_object(), item));
      list.push_back(std::move(value));
    }
    fields.as_object()[field->name] = std::move(list);
  }
  return fields;
}

}  // namespace recourse::cli
