// What the notary reads of a log beside its tree. Thread-safety: functions without shared state.
#pragma once

#include <recourse/core/event_store.hpp>
#include <recourse/notary/decider.hpp>

namespace recourse::notary {

/// The canonical bytes of a record. Errors: corruption if there is none; those of the log.
Result<std::string> record_at(const core::EventLog& log, Position position);
/// The head that was recorded at a position. corruption if there is another record.
Result<HeadSigned> head_at(const core::EventLog& log, Position position);

}  // namespace recourse::notary
