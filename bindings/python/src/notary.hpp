// recourse._core.Notary: the notary's work on an office's log: keys, signed heads, published files,
// audits. Python has it as office.notary, beside the commands of the workflow.
//
// Thread-safety: with the GIL held; it is let go while a call waits. Ownership: shares the session,
// which can be closed under it.
#pragma once

#include "workflow.hpp"

namespace recourse::python {

class Notary {
 public:
  explicit Notary(const Workflow& workflow) : session_(workflow.shared_session()) {}
  Session& session() const { return *session_; }

 private:
  std::shared_ptr<Session> session_;
};

/// Adds the class to the module. Twins for event loops: finish_office.
void bind_notary(py::module_& module);

}  // namespace recourse::python
