// Which position of the log a moment comes to, for whoever asks as of a moment (R33).
//
// Thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// The last position whose record was written at the moment or before; 0 if there is none. Costs
/// some twenty reads, however long the log is. Errors: those of the store.
Result<Position> position_at(const Office& office, Timestamp moment);

}  // namespace recourse
