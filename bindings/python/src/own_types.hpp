// Types of a workflow that is written in Python: its dataclasses as core::DynamicStruct, and its
// values as them and back.
//
//     auto& workflow = OwnWorkflow::describe(definition);      // a recourse.define.Workflow
//     py::object event = workflow.to_python(set);
//     DynamicSet command = workflow.command_of(object);        // throws Misfit
//
// A description lives as long as the process (core/dynamic_types.hpp), and so do the classes that
// it is of. Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <deque>
#include <recourse/core/dynamic_workflow.hpp>

#include "convert.hpp"

namespace recourse::python {

struct OwnStruct;

/// A field's type, on both sides.
struct OwnValue {
  const describe::ValueInfo* info = nullptr;
  std::vector<PyObject*> members = {};  ///< Of an enumeration, in the order of its words.
  const OwnValue* element = nullptr;    ///< Of an optional or a list.
  const OwnStruct* object = nullptr;
  std::int64_t least = 0;  ///< Of a whole number.
  std::int64_t most = 0;
};

/// A dataclass, and what it is described as.
struct OwnStruct {
  const core::DynamicStruct* info = nullptr;
  PyTypeObject* type = nullptr;
  std::vector<PyObject*> attributes = {};
  std::vector<const OwnValue*> values = {};
};

py::object to_python(const core::DynamicObject& object, const OwnStruct& as);
/// Throws Misfit, naming class and field.
core::DynamicObject from_python(py::handle object, const OwnStruct& as);

/// A workflow that Python defines.
class OwnWorkflow {
 public:
  /// Describes what a recourse.define.Workflow has gathered. Throws what is wrong with it.
  static const OwnWorkflow& describe(const py::object& definition);
  /// That of a description; null: it is not Python's.
  static const OwnWorkflow* of(const core::WorkflowInfo& info);

  const core::DynamicWorkflow& core() const { return *core_; }
  /// A hook of the definition: "decide".
  py::object hook(const char* name) const { return definition_.attr(name); }
  const OwnStruct& state() const { return *state_; }

  /// A command or an event, as the set says.
  core::DynamicSet one_of(py::handle object, const describe::SetInfo& set) const;
  core::DynamicSet command_of(py::handle object) const;
  core::DynamicSet event_of(py::handle object) const;
  py::object to_python(const core::DynamicSet& set) const;
  /// `state`: of a core::DynamicState, which has begun.
  py::object state_to_python(const void* state) const;
  /// The class of a command, an event or the state.
  py::object class_of(const describe::TypeInfo& type) const;
  std::string kind() const { return std::string{core_->info().kind}; }

 private:
  core::DynamicSet one_of(py::handle object, const core::DynamicSetType& set,
                          const std::vector<const OwnStruct*>& structs, const char* wanted) const;
  py::object definition_;
  const core::DynamicWorkflow* core_ = nullptr;
  const OwnStruct* state_ = nullptr;
  std::vector<const OwnStruct*> commands_;
  std::vector<const OwnStruct*> events_;  // as core().events(); the timer's is TimerDeclined
};

}  // namespace recourse::python
