// Which position of the log a moment comes to, and whether it has come to a position, for whoever
// asks as of the one or the other (R33).
//
// Thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// The last position whose record was written at the moment or before; 0 if there is none. Costs
/// some twenty reads, however long the log is. Errors: those of the store.
Result<Position> position_at(const Office& office, Timestamp moment);

/// The position itself, if the log has come so far. Errors: timed_out, saying where the log is:
/// what was not yet recorded is never answered as of the end; and those of the store.
Result<Position> reached(const Office& office, Position wanted);

}  // namespace recourse
