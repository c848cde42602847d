// Fields: a result of recourse.results, field by field.
//
//     return Fields{}.put("first", appended.first).put("last", appended.last).as("Appended");
//
// Thread-safety: with the GIL held.
#pragma once

#include "convert.hpp"
#include "sequences.hpp"

namespace recourse::python {

/// The fields of a result by name, then the result.
class Fields {
 public:
  Fields& put(const char* name, py::object value) {
    fields_[name] = std::move(value);
    return *this;
  }
  Fields& put(const char* name, std::uint64_t value) { return put(name, py::int_(value)); }
  Fields& put(const char* name, std::uint32_t value) { return put(name, py::int_(value)); }
  Fields& put(const char* name, bool value) { return put(name, py::bool_(value)); }
  Fields& put(const char* name, std::string_view value) { return put(name, text_to_python(value)); }
  /// The text of an error (said_to_python).
  Fields& put_said(const char* name, std::string_view text) {
    return put(name, said_to_python(text));
  }
  Fields& put(const char* name, const std::vector<std::string>& texts) {
    return put(name, tuple_of(texts, text_to_python));
  }
  Fields& put(const char* name, Timestamp value) { return put(name, moment_to_python(value)); }
  Fields& put(const char* name, const std::optional<Timestamp>& value) {
    return put(name, value ? moment_to_python(*value) : py::none());
  }
  Fields& put(const char* name, const std::optional<LocalDay>& value) {
    return put(name, value ? day_to_python(*value) : py::none());
  }
  Fields& put(const char* name, Position value) { return put(name, value.value); }
  Fields& put(const char* name, Version value) { return put(name, value.value); }

  py::object as(const char* name) const {
    const auto type = package_attribute("recourse.results", name);
    static PyObject* const no_arguments = PyTuple_New(0);
    auto made =
        py::reinterpret_steal<py::object>(PyObject_Call(type.ptr(), no_arguments, fields_.ptr()));
    if (!made) throw py::error_already_set();
    return made;
  }

 private:
  py::dict fields_;
};

}  // namespace recourse::python
