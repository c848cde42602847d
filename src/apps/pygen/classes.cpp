#include "classes.hpp"

#include <algorithm>
#include <iterator>
#include <recourse/casework/case/decider.hpp>
#include <recourse/describe/names.hpp>

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

/// Walks over types; what it meets inside them goes into `enums` and `structs`.
class Walk {
 public:
  Walk(std::vector<PyEnum>& enums, std::vector<PyClass>& structs, const std::vector<PyClass>* known)
      : enums_(enums), structs_(structs), known_(known) {}

  /// The class of T. With `lenient` whatever has a natural default need not be given, as in
  /// casework::command_from_json; else only optionals and lists.
  template <describe::Described T>
  PyClass class_of(bool lenient) {
    const auto& spec = describe::spec_of<T>;
    PyClass result{describe::class_name<T>(), spec.type, spec.version, spec.doc, {}, {}};
    if constexpr (requires { recourse_zh(static_cast<const T*>(nullptr)); }) {
      result.zh = recourse_zh(static_cast<const T*>(nullptr));
    }
    const T fresh{};
    describe::for_each_field<T>([&](auto member, const describe::Field& field, std::size_t) {
      result.fields.push_back(field_of(field, fresh.*member, lenient));
    });
    return result;
  }

  template <describe::DescribedEnum T>
  std::string annotation(std::type_identity<T>) {
    const auto name = describe::class_name<T>();
    if (!holds(enums_, name)) {
      PyEnum words{name, {}};
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
        words.words.push_back({d.name, zh(d.value)});
      });
      enums_.push_back(std::move(words));
    }
    return std::string{name};
  }

 private:
  template <class F>
  PyField field_of(const describe::Field& field, const F& fresh, bool lenient) {
    PyField result{python_name(field.name), annotation(std::type_identity<F>{}), fallback(fresh),
                   field.doc, false};
    result.personal = result.annotation.find("Sealed[") != std::string::npos;
    if (!lenient && result.fallback != "None" && result.fallback != "()") result.fallback.clear();
    return result;
  }

  static std::string fallback(bool value) { return value ? "True" : "False"; }
  static std::string fallback(const std::string& value) { return "\"" + value + "\""; }
  template <class T>
  static std::string fallback(const std::optional<T>&) {
    return "None";
  }
  template <class T>
  static std::string fallback(const std::vector<T>&) {
    return "()";
  }
  template <class T>
  static std::string fallback(const T& value) {
    if constexpr (std::is_arithmetic_v<T>) return std::to_string(value);
    return {};
  }

  std::string annotation(std::type_identity<bool>) { return "bool"; }
  std::string annotation(std::type_identity<double>) { return "float"; }
  std::string annotation(std::type_identity<std::string>) { return "str"; }
  std::string annotation(std::type_identity<StreamId>) { return "str"; }
  std::string annotation(std::type_identity<Timestamp>) { return "datetime.datetime"; }
  std::string annotation(std::type_identity<LocalDay>) { return "datetime.date"; }
  template <class T>
  requires std::is_integral_v<T> std::string annotation(std::type_identity<T>) { return "int"; }
  template <class Tag>
  std::string annotation(std::type_identity<Number<Tag>>) {
    return "int";
  }
  template <class Tag>
  std::string annotation(std::type_identity<Id128<Tag>>) {
    return "str";
  }
  template <class T>
  std::string annotation(std::type_identity<std::optional<T>>) {
    return annotation(std::type_identity<T>{}) + " | None";
  }
  template <class T>
  std::string annotation(std::type_identity<std::vector<T>>) {
    return "tuple[" + annotation(std::type_identity<T>{}) + ", ...]";
  }
  template <class T>
  std::string annotation(std::type_identity<Sealed<T>>) {
    return "Sealed[" + annotation(std::type_identity<T>{}) + "]";
  }
  template <describe::Described T>
  std::string annotation(std::type_identity<T>) {
    const auto name = describe::class_name<T>();
    if (!holds(structs_, name) && !(known_ != nullptr && holds(*known_, name))) {
      auto inner = class_of<T>(false);
      structs_.push_back(std::move(inner));
    }
    return std::string{name};
  }

  std::vector<PyEnum>& enums_;
  std::vector<PyClass>& structs_;
  const std::vector<PyClass>* known_;
};

template <class... E>
void add_set(std::type_identity<std::variant<E...>>, Walk& walk, bool lenient,
             std::vector<PyClass>& out) {
  (out.push_back(walk.class_of<E>(lenient)), ...);
}

}  // namespace

PyModules casework_classes() {
  using namespace casework;
  PyModules all;
  Walk values{all.enums, all.values, nullptr};
  add_set(std::type_identity<describe::SetOf<Event>>{}, values, false, all.events);
  // A command may hold another one, which stands before it.
  Walk commands{all.enums, all.values, &all.commands};
  add_set(std::type_identity<describe::SetOf<Command>>{}, commands, true, all.commands);
  Walk state{all.enums, all.state, &all.values};
  all.state.push_back(state.class_of<State>(false));
  // Words that callers use and no description holds.
  (void)state.annotation(std::type_identity<Role>{});
  (void)state.annotation(std::type_identity<Loop>{});
  (void)state.annotation(std::type_identity<Limit>{});
  return all;
}

}  // namespace recourse::pygen
