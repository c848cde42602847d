// Values of the casework as Python objects and back, field by field, by their description.
//
//     py::object event = to_python(entry.event);             // a recourse.casework.Received
//     casework::Command command = command_of(object);        // throws Misfit: "Report.line: …"
//
// The walk over a class is one function for all classes, over a table that the description fills;
// only a field's type is compiled by itself (tables.hpp). A class is looked up by its name in
// recourse.casework when it is first used, and held against the description.
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <pybind11/pybind11.h>

#include <exception>
#include <limits>
#include <recourse/base/ids.hpp>
#include <recourse/base/time.hpp>
#include <recourse/describe/sealed.hpp>
#include <span>
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

/// How a field's type goes to Python and back.
struct TypeRow {
  py::object (*to_python)(const void* value);
  void (*from_python)(py::handle object, void* value);
};

/// A field: its name in the description, its type, and how to get at it.
struct FieldRow {
  std::string_view name;
  const TypeRow* type;
  void* (*at)(void* object);
};

/// A described class and its Python class.
class ClassRow {
 public:
  ClassRow(std::string_view name, std::uint16_t version, std::span<const FieldRow> fields)
      : name_(name), version_(version), fields_(fields) {}

  py::object to_python(const void* value);
  /// Throws Misfit.
  void from_python(py::handle object, void* value);
  bool is_instance(py::handle object);
  std::string_view name() const { return name_; }

 private:
  void find();
  std::string_view name_;
  std::uint16_t version_;
  std::span<const FieldRow> fields_;
  // Held for the life of the process: classes and names outlive every module.
  PyTypeObject* type_ = nullptr;
  std::vector<PyObject*> attributes_;
};

/// A described enum and its Python class.
class EnumRow {
 public:
  struct Word {
    std::string_view name;
    std::uint64_t number;
  };
  EnumRow(std::string_view name, std::span<const Word> words) : name_(name), words_(words) {}

  py::object to_python(std::uint64_t number);
  std::uint64_t from_python(py::handle object);

 private:
  void find();
  std::string_view name_;
  std::span<const Word> words_;
  std::vector<PyObject*> members_;
};

/// recourse.<module>.<name>.
py::object package_attribute(const char* module, const char* name);

}  // namespace recourse::python
