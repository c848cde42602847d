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
  const std::shared_ptr<Session>& shared_session() const { return session_; }

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

/// That of an office by its name or the kind of its streams. invalid_argument, which lists what
/// there is, if there is none.
const core::WorkflowInfo& workflow_called(const std::vector<const core::WorkflowInfo*>& workflows,
                                          const std::string& name);
/// Of an office. They live as long as the process; a port only as long as the office.
std::vector<const core::WorkflowInfo*> workflows_of(const Session& session);

/// A stream of a workflow: by a key, whole, or None for the only one that it has.
StreamId stream_of(const core::WorkflowInfo& info, const Typed<"str | None">& key);
/// A command object of the workflow's module, or a command's name with its fields.
std::shared_ptr<void> command_of(const core::WorkflowInfo& info, const Typed<"Any">& command,
                                 const Typed<"dict[str, Any] | None">& fields);

/// A position, a moment, or None.
using AsOf = Typed<"int | datetime.datetime | None">;
/// The position that is meant; nothing for None.
std::optional<Position> position_as_of(const Session& session, const AsOf& as_of);

/// Sees an event as an object, with its type's name. With the GIL.
using SeeObject = std::function<void(std::string_view type, py::object event)>;
/// The events that a record means, as `visibility` has them: of the workflow's classes, or dicts.
/// Without the GIL.
Result<void> each_object(const core::WorkflowPort& port, const core::RecordView& record,
                         const core::Visibility& visibility, const SeeObject& see);

}  // namespace recourse::python
