// An event's fields as attributes of an event log.
#pragma once

#include <functional>
#include <recourse/core/workflow_port.hpp>
#include <recourse/exchange/event_log.hpp>

namespace recourse::exchange {

/// Appends the fields that the viewer may see, but for personal data. `object` is as core::redact
/// leaves it. Nested structs go into their fields' keys; a list of structs has a text for each,
/// its number, with the fields as its attributes. `hidden`: a text that is left out; empty: none.
void append_fields(const void* object, const describe::TypeInfo& type,
                   const core::Visibility& visibility, const std::string& hidden,
                   std::vector<Attribute>& to);

/// A case's record, and what of it is shown.
struct ShownEvent {
  const describe::TypeInfo& type;
  core::Actor actor;  ///< Empty where it is hidden; without an id unless he is staff.
  std::vector<Attribute> fields;
};
/// Calls `see` for each event of a record, as the viewer may see it.
Result<void> each_shown(const core::WorkflowPort& workflow, const core::RecordView& record,
                        const core::Visibility& visibility,
                        const std::function<Result<void>(ShownEvent event)>& see);

}  // namespace recourse::exchange
