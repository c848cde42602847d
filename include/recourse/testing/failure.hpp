// Failure: what a test found to be otherwise than it expected, as a value with a readable text.
//
//     for (const auto& f : scenario.failures()) std::cerr << test::to_string(f) << "\n";
//
// The namespace is `recourse::test`, so that GoogleTest's `testing` keeps its name inside
// `namespace recourse`. Values; no shared state.
#pragma once

#include <boost/json/value.hpp>
#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace recourse::test {

/// What was otherwise than expected, and where in the test that was said.
struct Failure {
  const char* file;
  int line;
  std::string text;  ///< One line or several, without a line end at the end.
};

/// "locker_test.cpp:17: " and the text.
std::string to_string(const Failure& failure);

/// Called with each failure as it is found.
using FailureSink = std::function<void(const Failure&)>;

/// A place in a test; by default the one where it is made.
struct Place {
  const char* file;
  int line;
  // std::source_location is not there for Clang 14; both compilers have these.
  static Place here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
};

/// A T that an argument was made to, and the place of the call.
template <class T>
struct Here {
  T value;
  Place place;

  template <class U>
  requires(std::constructible_from<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, Here>)
      Here(U&& from, Place at = Place::here())  // NOLINT(google-explicit-constructor)
      : value(std::forward<U>(from)), place(at) {}
};

/// An event as it is compared, and as it is shown.
struct Shown {
  std::string bytes;         ///< What would be stored.
  boost::json::value value;  ///< The same, to read.
};

/// The JSON pointer of the first place where two values differ; "" if the whole differs or nothing.
std::string first_difference(const boost::json::value& a, const boost::json::value& b);

/// Says where two lists of events part: the index, the member, both events, and all that was
/// found. Empty if they are alike.
std::string difference(const std::vector<Shown>& expected, const std::vector<Shown>& found);

}  // namespace recourse::test
