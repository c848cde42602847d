// Errors and refusals as Python exceptions.
#pragma once

#include <pybind11/pybind11.h>

#include <recourse/base/result.hpp>
#include <recourse/core/decider.hpp>

namespace recourse::python {

/// The class of recourse.errors that belongs to the code, with the error's message.
[[noreturn]] void raise(const Error& error);
/// recourse.Refused.
[[noreturn]] void raise(const core::Refusal& refusal);

/// An error that says what there is: "'clendar' is no workflow; there are: calendar, …". The
/// nearest are listed, the others counted.
[[noreturn]] void raise_no_such(Errc code, std::string_view what, const std::string& wanted,
                                const std::vector<std::string_view>& names);

/// The value, or the error as an exception.
template <class T>
T value_of(Result<T> result) {
  if (!result) raise(result.error());
  return std::move(*result);
}
inline void value_of(Result<void> result) {
  if (!result) raise(result.error());
}

}  // namespace recourse::python
