// Classes: the Python classes of a workflow, recourse.<name>, and its values as them and back.
//
//     auto& classes = Classes::of(workflow.info());
//     py::object event = classes.set_to_python(event, *info.events);    // a recourse.locker.Opened
//     classes.set_from_python(object, command, *info.commands, "a command");       // throws Misfit
//
// The walk over a value is one function for all of them, over the type's table
// (recourse/describe/type_info.hpp). A class is looked up by its name in the workflow's module when
// it is first used, and held against the description. A type that two workflows share has a class
// in each of their modules. The classes of a workflow that is written in Python are its own
// (own_types.hpp).
//
// Thread-safety: with the GIL held. Nothing here waits. What `of` gives lives as long as the
// process.
#pragma once

#include <optional>
#include <recourse/core/workflow_port.hpp>
#include <unordered_map>

#include "convert.hpp"

namespace recourse::python {

class OwnWorkflow;

class Classes {
 public:
  static Classes& of(const core::WorkflowInfo& workflow);

  /// Whether the package has a module of the workflow's name.
  bool exist();
  /// "recourse.complaint".
  const std::string& module() const { return module_; }

  /// Any value of a described type to Python, and back (throws Misfit).
  py::object to_python(const void* value, const describe::ValueInfo& info);
  void from_python(py::handle object, void* value, const describe::ValueInfo& info);
  /// The same for a value of a described struct.
  py::object to_python(const void* value, const describe::TypeInfo& type);
  void from_python(py::handle object, void* value, const describe::TypeInfo& type);

  /// What a set holds as its class.
  py::object set_to_python(const void* set, const describe::SetInfo& info);
  /// Makes `set` hold the alternative whose class `object` is of. With none it is TypeError: "a
  /// command of recourse.complaint is wanted", where `wanted` is "a command".
  void set_from_python(py::handle object, void* set, const describe::SetInfo& info,
                       std::string_view wanted);
  bool is_instance(py::handle object, const describe::TypeInfo& type);
  /// The class of a command, an event or the state.
  py::object class_of(const describe::TypeInfo& type);

 private:
  /// A described class and its Python class, found when first used. Both are held for the life of
  /// the process: classes and names outlive every module.
  struct Row {
    PyTypeObject* type = nullptr;
    std::vector<PyObject*> attributes = {};
  };
  using Members = std::vector<PyObject*>;

  explicit Classes(const core::WorkflowInfo& workflow);
  const Row& row(const describe::TypeInfo& described);
  const Members& members(const describe::EnumInfo& words);
  void fields_from_python(py::handle object, void* value, const describe::TypeInfo& type);
  py::object word_to_python(std::uint64_t number, const describe::EnumInfo& words);
  std::uint64_t word_from_python(py::handle object, const describe::EnumInfo& words);
  py::object container_to_python(const void* value, const describe::ValueInfo& info);
  void list_from_python(py::handle object, void* value, const describe::ValueInfo& info);
  void sealed_from_python(py::handle object, void* value, const describe::ValueInfo& info);

  std::string module_;
  std::optional<bool> exist_;
  std::unordered_map<const describe::TypeInfo*, Row> rows_;
  std::unordered_map<const describe::EnumInfo*, Members> words_;
  const OwnWorkflow* own_;  // null: it is compiled
};

}  // namespace recourse::python
