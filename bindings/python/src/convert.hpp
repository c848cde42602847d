// Values of the casework as Python objects and back, field by field, by their description.
//
//     py::object event = to_python(entry.event);             // a recourse.complaint.Received
//     const auto command = command_of(object);           // throws Misfit: "Report.line: …"
//
// The walk over a value is one function for all of them, over the type's table
// (recourse/describe/type_info.hpp). A class is looked up by its name in
// recourse.complaint when it is first used, and held against the description.
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <pybind11/pybind11.h>

#include <exception>
#include <limits>
#include <recourse/describe/event_set.hpp>
#include <string>
#include <string_view>
#include <vector>

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

/// TypeError: "text is wanted, not int".
[[noreturn]] void wrong_type(std::string_view wanted, py::handle got);

// Leaves. Each reads exactly its own kind: no number from text, no truth value from a number.
py::object text_to_python(std::string_view text);
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

/// A described class and its Python class.
class ClassRow {
 public:
  explicit ClassRow(const describe::TypeInfo& type) : described_(&type) {}

  py::object to_python(const void* value);
  /// Throws Misfit.
  void from_python(py::handle object, void* value);
  bool is_instance(py::handle object);
  std::string_view name() const { return described_->class_name; }

 private:
  void find();
  const describe::TypeInfo* described_;
  // Held for the life of the process: classes and names outlive every module.
  PyTypeObject* type_ = nullptr;
  std::vector<PyObject*> attributes_;
};

/// A described enum and its Python class.
class EnumRow {
 public:
  explicit EnumRow(const describe::EnumInfo& words) : described_(&words) {}

  py::object to_python(std::uint64_t number);
  std::uint64_t from_python(py::handle object);

 private:
  void find();
  const describe::EnumInfo* described_;
  std::vector<PyObject*> members_;
};

/// The rows of a described class or enum; made when first asked for.
ClassRow& class_row(const describe::TypeInfo& type);
EnumRow& enum_row(const describe::EnumInfo& words);

/// Any value of a described type to Python, and back (throws Misfit).
py::object value_to_python(const void* value, const describe::ValueInfo& info);
void value_from_python(py::handle object, void* value, const describe::ValueInfo& info);

/// What a set holds as its class.
py::object set_to_python(const void* set, const describe::SetInfo& info);
/// Makes `set` hold the alternative whose class `object` is of; with none it is TypeError, naming
/// `wanted`.
void set_from_python(py::handle object, void* set, const describe::SetInfo& info,
                     std::string_view wanted);
/// Whether `object` is of a class of the set.
bool is_alternative(py::handle object, const describe::SetInfo& info);

/// recourse.<module>.<name>.
py::object package_attribute(const char* module, const char* name);

}  // namespace recourse::python
