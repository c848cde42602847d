// What Python decides, folds, projects and reacts, as the engine calls it.
//
// The engine's threads call these without the GIL; each takes it for as long as Python runs. They
// hold no lock of the bindings meanwhile, and whoever waits for an answer of the engine has let the
// GIL go. What Python raises becomes std::runtime_error, which names workflow, hook and line; the
// exception itself stays with the thread, for whoever raises the error there (`take_failure`).
//
// A state keeps the Python object that it was folded to. It may be let go of on any thread, under
// any lock: such references are given back later, by whoever holds the GIL next.
#pragma once

#include <recourse/core/reaction.hpp>
#include <recourse/core/subscription.hpp>

#include "own_types.hpp"

namespace recourse {
class Engine;
}  // namespace recourse

namespace recourse::python {

/// Gives a reference back: at once with the GIL, else later.
void give_back(PyObject* object) noexcept;
/// Gives back what was to be given back later. With the GIL.
void give_back_late();
/// Shared ownership of a Python object by what runs without the GIL.
std::shared_ptr<const void> held(py::object object);

/// What Python raised last in a hook on this thread, or None; it is taken away.
py::object take_failure();
/// The same for whoever has not the GIL, as a reference that somebody gives back; null: nothing.
PyObject* release_failure() noexcept;

std::shared_ptr<const core::DynamicRules> own_rules(const OwnWorkflow& workflow);

/// The workflows of an engine that are written in Python, by kind, and the engine: views, reactions
/// and subscribers of Python see events of its other workflows too, as the classes of those.
class OwnWorkflows {
 public:
  struct One {
    const OwnWorkflow* own;
    core::DynamicDecider decider;
  };
  void add(const OwnWorkflow& own, core::DynamicDecider decider) {
    all_.push_back({&own, std::move(decider)});
  }
  /// Null: there is none.
  const One* find(std::string_view kind) const;
  const std::vector<One>& all() const { return all_; }
  /// Before it starts; it must outlive whatever was added to it.
  void stand_on(const Engine& engine) { engine_ = &engine; }
  /// Null: there are no other workflows.
  const Engine* engine() const { return engine_; }

 private:
  std::vector<One> all_;
  const Engine* engine_ = nullptr;
};

/// Calls see(record, event) with Python objects, the GIL held, for each event of a record of a
/// workflow that has classes. Errors: those of the record; user_code_failed, naming `what`.
Result<void> each_own_event(const OwnWorkflows& workflows, const core::RecordView& record,
                            const std::string& what,
                            const std::function<void(py::object record, py::object event)>& see);

/// A recourse.define.Projection.
core::ProjectionFactory own_projection(std::shared_ptr<const OwnWorkflows> workflows,
                                       const py::object& projection);
/// A recourse.define.Reaction.
std::unique_ptr<core::Reaction> own_reaction(std::shared_ptr<const OwnWorkflows> workflows,
                                             const py::object& reaction);
/// A handler of a subscriber.
core::SubscriptionHandler own_subscriber(std::shared_ptr<const OwnWorkflows> workflows,
                                         std::string name, const py::object& handler);

py::object record_to_python(const core::RecordView& record);
/// With another text for who made it: `-` where that is hidden.
py::object record_to_python(const core::RecordView& record, std::string_view actor);

void bind_own_rows(py::module_& module);

}  // namespace recourse::python
