#include "raise.hpp"

#include <recourse/describe/spec.hpp>

#include "convert.hpp"

namespace recourse::python {

void raise(const Error& error) {
  const auto number = static_cast<unsigned>(error.code());
  const py::object type = package_attribute("recourse.errors", "BY_CODE")[py::int_(number)];
  // A message may repeat text from outside that is not UTF-8.
  const auto message = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
      error.message().data(), static_cast<Py_ssize_t>(error.message().size()), "backslashreplace"));
  if (!message) throw py::error_already_set();
  PyErr_SetObject(type.ptr(), message.ptr());
  throw py::error_already_set();
}

void raise(const core::Refusal& refusal) {
  const auto type = package_attribute("recourse._error", "Refused");
  py::tuple allowed(refusal.allowed.size());
  for (std::size_t i = 0; i < refusal.allowed.size(); ++i) {
    allowed[i] = text_to_python(refusal.allowed[i]);
  }
  const auto refused =
      type(text_to_python(refusal.name), text_to_python(refusal.rule), text_to_python(refusal.en),
           text_to_python(refusal.zh), allowed, text_to_python(describe::enum_name(refusal.kind)));
  PyErr_SetObject(type.ptr(), refused.ptr());
  throw py::error_already_set();
}

}  // namespace recourse::python
