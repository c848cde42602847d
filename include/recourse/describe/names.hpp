// The name that a class or enum has in the code, for those who write code from descriptions and
// for messages to people who use it.
//
//     class_name<casework::complaint::Received>()  → "Received"
//
// Without namespaces. Boost.Describe does not keep it, so it is taken from the compiler; GCC and
// Clang are known. Not for storage: spec_of<T>.type is the permanent name.
#pragma once

#include <string_view>

namespace recourse::describe {

namespace detail {

/// "… [with T = recourse::casework::complaint::Received; …]" (GCC), "… [T = recourse::…::Received]"
/// (Clang).
template <class T>
constexpr std::string_view decorated() {
  return __PRETTY_FUNCTION__;
}

}  // namespace detail

/// The unqualified name of a class or enum that is not a template.
template <class T>
constexpr std::string_view class_name() {
  std::string_view text = detail::decorated<T>();
  text.remove_prefix(text.find("T = ") + 4);
  text = text.substr(0, text.find_first_of(";]"));
  const auto colon = text.rfind(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

}  // namespace recourse::describe
