// Look: a stream as somebody may see it. A look in clear is recorded before it is taken.
//
//     auto taken = core::look(port, stream, viewer, engine.context(viewer.actor));
//     if (auto* no = core::refused(*taken)) return refuse(*no);
//     show(core::state_json(port, std::get<core::Look>(*taken).now, …visibility));
//
// With a purpose the workflow's own command (LookRecordingDecider) is given first, in the viewer's
// name: it says whether the viewer may, and its event says for ever who looked, when, and for what.
// Refused, or not durable: nothing is shown. Without a purpose nothing is recorded, and personal
// data stays masked.
//
// Thread-safety: as WorkflowPort.
#pragma once

#include <recourse/core/workflow_port.hpp>
#include <variant>

namespace recourse::core {

/// What was to be seen, or why it was not.
template <class T>
using Seen = std::variant<T, Refusal>;

/// Null unless it was refused.
template <class T>
const Refusal* refused(const Seen<T>& seen) {
  return std::get_if<Refusal>(&seen);
}

/// A stream as it stands, whole, and what of it the viewer may see.
struct Look {
  AnyState now;
  Visibility visibility;
};

/// Takes a look at a stream as it stands, or as it stood after version `at`; who may see it goes by
/// how it stands. `record` is the viewer's context: it records a look in clear.
/// Refusals: not_to_be_seen, not_in_clear, looks_not_recorded, and those of the workflow's command.
/// Errors: not_found, user_code_failed, and of a look in clear those of WorkflowPort::handle.
Result<Seen<Look>> look(const WorkflowPort& workflow, const StreamId& stream, const Viewer& viewer,
                        const Context& record, Version at = Version{~0ULL});

/// The same for what has no state any more, say in a list: whether the viewer may see the stream,
/// and what; in clear nothing. Records nothing.
Result<Visibility> glance(const WorkflowPort& workflow, const StreamId& stream,
                          const Viewer& viewer);

/// The names and numbers of a stream's persons, in clear, from its events: for code that decides.
/// What was erased is not among them. Errors: those of reading the stream.
Result<std::vector<std::string>> names_of(const WorkflowPort& workflow, const StreamId& stream);

/// Who made a record, for somebody's eyes: "-" where an event of it hides that (hides_actor).
std::string actor_of(const WorkflowPort& workflow, const RecordView& record,
                     const Visibility& visibility);

/// A look in clear that was recorded.
struct LookTaken {
  Position position;
  Version version;
  Timestamp at;
  std::string actor;
  std::string purpose;
};

/// Who saw a stream in clear, when and for what, in order; from its events. not_found if there is
/// no such stream; empty where looks are not recorded, since none is taken then.
Result<std::vector<LookTaken>> looks_of(const WorkflowPort& workflow, const StreamId& stream);

}  // namespace recourse::core
