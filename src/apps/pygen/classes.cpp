#include "classes.hpp"

#include <algorithm>
#include <iterator>
#include <recourse/casework/complaint/decider.hpp>

namespace recourse::pygen {
namespace {

/// Python's reserved words that C++ does not reserve: a field may be called so.
constexpr std::string_view kKeywords[] = {
    "as",      "assert", "async",  "await",  "def",   "del",   "elif",    "except",
    "finally", "from",   "global", "import", "in",    "is",    "None",    "pass",
    "True",    "False",  "lambda", "with",   "raise", "yield", "nonlocal"};

std::string python_name(std::string_view name) {
  const bool taken =
      std::find(std::begin(kKeywords), std::end(kKeywords), name) != std::end(kKeywords);
  return std::string{name} + (taken ? "_" : "");
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
      for (const auto& word : info.words) words.words.push_back({word.name, word.zh});
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

template <class Set>
void add_set(Walk& walk, bool lenient, std::vector<PyClass>& out) {
  const auto& info = describe::set_info<Set>();
  for (std::size_t i = 0; i < info.types.size(); ++i) {
    const auto fresh = describe::make_alternative<Set>(i);
    out.push_back(walk.class_of(*info.types[i], lenient ? info.get(&fresh) : nullptr));
  }
}

}  // namespace

PyModules complaint_classes() {
  using namespace casework;
  using namespace casework::complaint;
  PyModules all;
  Walk values{all.enums, all.values, nullptr};
  add_set<Event>(values, false, all.events);
  // A command may hold another one, which stands before it.
  Walk commands{all.enums, all.values, &all.commands};
  add_set<Command>(commands, true, all.commands);
  Walk state{all.enums, all.state, &all.values};
  all.state.push_back(state.class_of(describe::type_info<State>, nullptr));
  // Words that callers use and no description holds.
  (void)state.annotation(describe::value_info<Role>);
  (void)state.annotation(describe::value_info<Loop>);
  (void)state.annotation(describe::value_info<DeadlineKind>);
  return all;
}

}  // namespace recourse::pygen
