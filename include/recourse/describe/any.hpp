// Described values whose types only their tables know: bytes of what a set holds, and back.
//
//     std::shared_ptr<void> event = workflow.new_event();          // core/workflow_port.hpp
//     auto read = decode_as("locker.opened", 2, bytes, event.get(), *workflow.events);
//     std::string again;
//     encode_alternative(event.get(), *workflow.events, again);
//
// For JSON, describe/json.hpp has the same. Thread-safety: pure functions.
#pragma once

#include <recourse/describe/event_set.hpp>

namespace recourse::describe {

/// Appends the wire bytes of what `set` holds, at its current version.
void encode_alternative(const void* set, const SetInfo& info, std::string& out);
/// Makes `set` hold the alternative called `type`, read from all of `bytes`. unknown_event if the
/// set has none; else as decode<T>. After an error, what `set` holds is of no use.
Result<void> decode_as(std::string_view type, unsigned version, std::string_view bytes, void* set,
                       const SetInfo& info);

}  // namespace recourse::describe
