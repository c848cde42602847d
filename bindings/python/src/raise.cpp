#include "raise.hpp"

#include <recourse/describe/spec.hpp>

#include "convert.hpp"

namespace recourse::python {

void raise(const Error& error) {
  const auto number = static_cast<unsigned>(error.code());
  const py::object type = package_attribute("recourse.errors", "BY_CODE")[py::int_(number)];
  const auto actual = error.actual();
  const py::object raised =
      type(said_to_python(error.message()), actual ? py::object{py::int_(*actual)} : py::none());
  PyErr_SetObject(type.ptr(), raised.ptr());
  throw py::error_already_set();
}

py::object exception_of(py::error_already_set& error) {
  error.restore();
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  if (trace != nullptr) PyException_SetTraceback(value, trace);
  Py_XDECREF(type);
  Py_XDECREF(trace);
  return py::reinterpret_steal<py::object>(value);
}

void add_command_id(py::error_already_set& interrupted, const CommandId& id) {
  const auto& raised = interrupted.value();
  if (!raised || raised.is_none()) return;
  const auto text = text_to_python(id.to_string());
  if (PyObject_SetAttrString(raised.ptr(), "command_id", text.ptr()) != 0) PyErr_Clear();
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
