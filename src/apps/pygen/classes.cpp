#include "classes.hpp"

#include <algorithm>
#include <iterator>

namespace recourse::pygen {
namespace {

constexpr std::string_view kKeywords[] = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

std::string python_name(std::string_view name) {
  return std::string{name} + (is_keyword(name) ? "_" : "");
}

template <class T>
bool holds(const std::vector<T>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const T& one) { return one.name == name; });
}

using describe::Shape;
using describe::ValueInfo;

/// The default of a field that `value` holds; empty: it must be given.
std::string fallback(const void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::optional:
      return "None";
    case Shape::list:
      return "()";
    case Shape::boolean:
      return *static_cast<const bool*>(value) ? "True" : "False";
    case Shape::natural:
      return std::to_string(describe::load_number(value, info));
    case Shape::whole:
      return std::to_string(static_cast<std::int64_t>(describe::load_number(value, info)));
    case Shape::text:
      return "\"" + *static_cast<const std::string*>(value) + "\"";
    default:
      return {};
  }
}

/// Walks over types; what it meets inside them goes into `enums` and `structs`.
class Walk {
 public:
  Walk(std::vector<PyEnum>& enums, std::vector<PyClass>& structs, const std::vector<PyClass>* known)
      : enums_(enums), structs_(structs), known_(known) {}

  /// The class of a type; optionals and lists need not be given. With `fresh`, a value as T{} makes
  /// it, whatever has a natural default need not be given either, as in JsonReading::lenient.
  PyClass class_of(const describe::TypeInfo& type, const void* fresh) {
    PyClass result{type.class_name, type.type, type.version, type.doc, type.zh, {}};
    for (const auto& field : type.fields) result.fields.push_back(field_of(field, fresh));
    return result;
  }

  /// What Python calls the type.
  std::string annotation(const ValueInfo& info) {
    switch (info.shape) {
      case Shape::boolean:
        return "bool";
      case Shape::real:
        return "float";
      case Shape::natural:
      case Shape::whole:
        return "int";
      case Shape::text:
      case Shape::stream_id:
      case Shape::id128:
        return "str";
      case Shape::timestamp:
        return "datetime.datetime";
      case Shape::day:
        return "datetime.date";
      case Shape::enumeration:
        return enum_name(*info.words);
      case Shape::optional:
        return annotation(*info.element) + " | None";
      case Shape::list:
        return "tuple[" + annotation(*info.element) + ", ...]";
      case Shape::sealed:
        return "Sealed[" + annotation(*info.element) + "]";
      case Shape::object:
        return struct_name(*info.object);
    }
    return {};
  }

 private:
  PyField field_of(const describe::FieldInfo& field, const void* fresh) {
    const auto& info = *field.value;
    const bool absent = info.shape == Shape::optional || info.shape == Shape::list;
    PyField result{python_name(field.name), annotation(info), {}, field.doc, false};
    if (absent || fresh != nullptr)
      result.fallback = fallback(absent ? nullptr : field.at(fresh), info);
    result.personal = result.annotation.find("Sealed[") != std::string::npos;
    return result;
  }

  std::string enum_name(const describe::EnumInfo& info) {
    if (!holds(enums_, info.class_name)) {
      PyEnum words{info.class_name, {}};
      for (const auto& word : info.words)
        words.words.push_back({python_name(word.name), word.name, word.zh});
      enums_.push_back(std::move(words));
    }
    return std::string{info.class_name};
  }

  std::string struct_name(const describe::TypeInfo& type) {
    const auto name = type.class_name;
    if (!holds(structs_, name) && !(known_ != nullptr && holds(*known_, name))) {
      auto inner = class_of(type, nullptr);
      structs_.push_back(std::move(inner));
    }
    return std::string{name};
  }

  std::vector<PyEnum>& enums_;
  std::vector<PyClass>& structs_;
  const std::vector<PyClass>* known_;
};

void add_events(Walk& walk, const describe::SetInfo& events, std::vector<PyClass>& out) {
  for (const auto* type : events.types) out.push_back(walk.class_of(*type, nullptr));
}

void add_commands(Walk& walk, const core::WorkflowInfo& workflow, std::vector<PyClass>& out) {
  const auto& commands = *workflow.commands;
  const auto fresh = workflow.new_command();
  for (std::size_t i = 0; i < commands.types.size(); ++i) {
    out.push_back(walk.class_of(*commands.types[i], commands.emplace(fresh.get(), i)));
  }
}

}  // namespace

bool is_keyword(std::string_view name) {
  return std::find(std::begin(kKeywords), std::end(kKeywords), name) != std::end(kKeywords);
}

PyModules classes_of(const core::WorkflowInfo& workflow) {
  PyModules all;
  all.name = workflow.name;
  all.kind = workflow.kind;
  all.doc = workflow.doc;
  Walk values{all.enums, all.values, nullptr};
  add_events(values, *workflow.events, all.events);
  // A command may hold another one, which stands before it.
  Walk commands{all.enums, all.values, &all.commands};
  add_commands(commands, workflow, all.commands);
  Walk state{all.enums, all.state, &all.values};
  for (const auto* type : {workflow.state, workflow.summary}) {
    if (type == nullptr) continue;
    auto described = state.class_of(*type, nullptr);
    all.state.push_back(std::move(described));
  }
  return all;
}

}  // namespace recourse::pygen
