// Errors and refusals as Python exceptions.
#pragma once

#include <pybind11/pybind11.h>

#include <recourse/base/result.hpp>
#include <recourse/core/decider.hpp>
#include <recourse/core/look.hpp>

namespace recourse::python {

namespace py = pybind11;

/// The class of recourse.errors that belongs to the code, with the error's message.
[[noreturn]] void raise(const Error& error);
/// recourse.Refused.
[[noreturn]] void raise(const core::Refusal& refusal);

/// An error that says what there is: "'clendar' is no workflow; there are: calendar, …". The
/// nearest are listed, the others counted.
[[noreturn]] void raise_no_such(Errc code, std::string_view what, const std::string& wanted,
                                const std::vector<std::string_view>& names);

/// What was raised, as the object that it is; `error` is spent.
py::object exception_of(py::error_already_set& error);

/// Tells who is interrupted by what id he may ask again: the attribute `command_id`. A class of
/// exceptions that takes no attributes goes without.
void add_command_id(py::error_already_set& interrupted, const CommandId& id);

/// The value, or the error as an exception.
template <class T>
T value_of(Result<T> result) {
  if (!result) raise(result.error());
  return std::move(*result);
}
inline void value_of(Result<void> result) {
  if (!result) raise(result.error());
}

/// What was seen, or the refusal as an exception.
template <class T>
T seen_of(core::Seen<T> seen) {
  if (const auto* no = core::refused(seen)) raise(*no);
  return std::get<T>(std::move(seen));
}

}  // namespace recourse::python
