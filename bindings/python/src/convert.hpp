// Texts, numbers and moments as Python objects and back. Whole values: classes.hpp.
//
//     py::object text = text_to_python("张");
//     const auto moment = moment_of(object);            // throws Misfit: "a datetime is wanted, …"
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <pybind11/pybind11.h>

#include <exception>
#include <limits>
#include <recourse/describe/type_info.hpp>
#include <string>
#include <string_view>

namespace recourse::python {

namespace py = pybind11;

/// A Python object that is not what is wanted: becomes TypeError or ValueError, with its place.
class Misfit : public std::exception {
 public:
  enum class Kind { type, value };
  Misfit(Kind kind, std::string why) : kind_(kind), why_(std::move(why)) {}

  /// Puts a step in front of the place: "Report", ".line", "[3]".
  void within(std::string_view step);
  const char* what() const noexcept override { return why_.c_str(); }
  void set_python_error() const;

 private:
  Kind kind_;
  std::string place_;
  std::string why_;
};

[[noreturn]] void wrong_value(std::string why);
/// TypeError: "text is wanted, not int".
[[noreturn]] void wrong_type(std::string_view wanted, py::handle got);

// Leaves. Each reads exactly its own kind: no number from text, no truth value from a number.
py::object text_to_python(std::string_view text);
/// The text of an error, which may repeat bytes from outside that are no UTF-8: as "\\xff".
py::object said_to_python(std::string_view text);
std::string text_of(py::handle object);
bool truth_of(py::handle object);
double real_of(py::handle object);
/// A whole number within both bounds, else ValueError.
std::int64_t whole_of(py::handle object, std::int64_t least, std::int64_t most);
std::uint64_t natural_of(py::handle object, std::uint64_t most);
/// A datetime in UTC.
py::object moment_to_python(Timestamp moment);
/// A datetime with a time zone, rounded down to milliseconds.
Timestamp moment_of(py::handle object);
py::object day_to_python(LocalDay day);
LocalDay day_of(py::handle object);
/// A timedelta.
std::chrono::milliseconds span_of(py::handle object);

py::object sealed_to_python(py::object form);
py::object sealed_bytes_to_python(const SealedBytes& sealed);
/// What a recourse.Sealed holds.
py::object form_of(py::handle sealed);
/// True, and `out` is set, if `form` is a recourse.SealedBytes.
bool sealed_bytes_of(py::handle form, SealedBytes& out);

/// A new reference, or the Python error that is set.
py::object checked(PyObject* object);

/// <module>.<name>: of "recourse.results", "Actor".
py::object package_attribute(const char* module, const char* name);

}  // namespace recourse::python
