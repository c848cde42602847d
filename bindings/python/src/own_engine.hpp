// recourse.Engine: an engine with workflows that are written in Python, as Python holds it.
//
// Thread-safety and ownership: as Held.
#pragma once

#include "clock.hpp"
#include "engine_of.hpp"
#include "held.hpp"
#include "own_parts.hpp"

namespace recourse::python {

class OwnEngine final : public Held<Engine> {
 public:
  explicit OwnEngine(ClockHolder clock) : Held("engine"), clock_(std::move(clock)) {}
  ~OwnEngine() override { finish(); }

  /// `options` is what recourse.Engine.open makes.
  static std::shared_ptr<OwnEngine> open(const py::object& options);

  const OwnParts& parts() const { return *parts_; }
  const OwnWorkflows& workflows() const { return *parts_->workflows(); }
  /// A stream as Python names it: whole, or by the key alone where there is one workflow.
  StreamId stream(const std::string& text) const;
  /// The workflow of a stream; invalid_argument, which lists what there is, if there is none.
  const OwnWorkflows::One& of(const StreamId& id) const;

  /// What was appended through this; queries are true at the last of it or later.
  void wrote(Position last) { written_->note(last); }
  Position written() const { return written_->last(); }
  const std::shared_ptr<Written>& writing() const { return written_; }

 private:
  void end_waits() override { held_->stop(Stop::gracefully); }

  ClockHolder clock_;  // behind the engine, which borrows it
  std::shared_ptr<OwnParts> parts_;
  const std::shared_ptr<Written> written_ = std::make_shared<Written>();
};

using OwnBinding = py::class_<OwnEngine, std::shared_ptr<OwnEngine>>;

/// The parts of recourse._core that serve recourse.define: OwnWorkflow, OwnEngine, OwnScenario,
/// OwnRows.
void bind_own(py::module_& module);
// own_verbs.cpp: commands and looks.
void bind_own_verbs(OwnBinding& binding);
// acts.cpp
void bind_acts(OwnBinding& binding);
// own_scenario.cpp
void bind_scenario(py::module_& module);

}  // namespace recourse::python
