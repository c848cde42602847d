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
  const auto actual = error.actual();
  const py::object raised = type(message, actual ? py::object{py::int_(*actual)} : py::none());
  PyErr_SetObject(type.ptr(), raised.ptr());
  throw py::error_already_set();
}

void raise_no_such(Errc code, std::string_view what, const std::string& wanted,
                   const std::vector<std::string_view>& names) {
  constexpr std::size_t kListed = 12;
  py::list all;
  for (const auto name : names) all.append(text_to_python(name));
  const auto near = package_attribute("difflib", "get_close_matches");
  const py::list sorted = near(text_to_python(wanted), all,
                               py::int_(std::max<std::size_t>(names.size(), 1)), py::float_(0.0));
  auto text = "'" + wanted + "' is no " + std::string{what} + "; there are: ";
  for (std::size_t i = 0; i < sorted.size() && i < kListed; ++i) {
    text += (i > 0 ? ", " : "") + text_of(sorted[i]);
  }
  if (sorted.size() > kListed) {
    text += ", and " + std::to_string(sorted.size() - kListed) + " more";
  }
  raise(Error{code, std::move(text)});
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
