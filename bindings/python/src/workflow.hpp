// recourse.Workflow: a workflow of an office, whichever it is, over its core::WorkflowPort.
//
// Thread-safety: with the GIL held; it is let go while a call waits. Ownership: shares the session,
// which can be closed under it.
#pragma once

#include <recourse/core/workflow_port.hpp>

#include "arguments.hpp"
#include "session.hpp"

namespace recourse::python {

class Workflow {
 public:
  /// By kind or name; raises what there is if there is none.
  static Workflow called(const std::shared_ptr<Session>& session, const std::string& name);
  static std::vector<Workflow> all(const std::shared_ptr<Session>& session);

  const core::WorkflowInfo& info() const { return *info_; }
  Session& session() const { return *session_; }

  /// f(office, port), without the GIL; as Session::use.
  template <class F>
  auto use(F&& f) const {
    return session_->use(
        [&](const Office& office) { return f(office, *office.engine().workflow(info_->kind)); });
  }

 private:
  Workflow(std::shared_ptr<Session> session, const core::WorkflowInfo& info)
      : session_(std::move(session)), info_(&info) {}

  std::shared_ptr<Session> session_;  // shared with the office that Python holds
  const core::WorkflowInfo* info_;
};

}  // namespace recourse::python
