// A workflow in JSON, through its port.
//
//     auto outcome = handle_json(port, stream, "locker.open", {{"door", "A1"}}, context);
//     auto state = state_json(port, port.find_any(stream).value(), visibility);
//
// What a viewer may not see is null, personal data is masked unless the visibility is clear
// (core/viewer.hpp). Heavy include (Boost.JSON).
#pragma once

#include <recourse/core/workflow_port.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::core {

/// Makes a command from its name and its fields, read leniently (describe::JsonReading). Needs no
/// store.
/// unknown_event, malformed with a JSON pointer.
Result<std::shared_ptr<void>> command_from_json(const WorkflowInfo& workflow,
                                                std::string_view command,
                                                const boost::json::value& fields);
inline Result<std::shared_ptr<void>> command_from_json(const WorkflowPort& workflow,
                                                       std::string_view command,
                                                       const boost::json::value& fields) {
  return command_from_json(workflow.info(), command, fields);
}
/// The same, and gives it. Errors: those of command_from_json and of WorkflowPort::handle.
Result<Outcome> handle_json(const WorkflowPort& workflow, const StreamId& stream,
                            std::string_view command, const boost::json::value& fields,
                            const Context& context);

/// A described value as somebody may see it: what he may not see is null, in what is nested too.
boost::json::object to_json(const void* object, const describe::TypeInfo& type,
                            const Visibility& visibility);
/// A state's members, and behind them those of its summary. Empty if the state is not described.
boost::json::object state_json(const WorkflowPort& workflow, const AnyState& state,
                               const Visibility& visibility);
/// What a set of events holds, led by its "type".
boost::json::object event_json(const void* event, const describe::SetInfo& events,
                               const Visibility& visibility);
/// The events that a record means today, each led by its "type". Errors: as Fold::each_event.
Result<boost::json::array> events_json(const WorkflowPort& workflow, const RecordView& record,
                                       const Visibility& visibility);
/// Where and when a record was made: position, stream, version, times, actor and its kind, ids,
/// fingerprint, tags. The actor is as written: shown to somebody, it is that of `actor_of`.
boost::json::object record_json(const RecordView& record);

}  // namespace recourse::core
