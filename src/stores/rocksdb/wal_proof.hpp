// Proof that a crash took nothing acknowledged from the write-ahead log.
//
// RocksDB's point-in-time recovery replays the log up to the first record it cannot read, and opens
// cleanly with what it has: right for the torn end that a power cut leaves, silent loss for a
// flipped bit in the middle. Which of the two it is can be told: the committer writes a group only
// after the sync of the one before it returned. So a group that is readable *behind* an unreadable
// place was preceded by what stood there, and recovery must reach it.
//
//     [group 1][group 2][gro-- torn]                 nothing behind it: never acknowledged, opens
//     [group 1][gr?up 2][group 3]                    recovery would end before 3: acknowledged_loss
//     [group 1][0 0 0 0 0 …][group 3]                recovery skips them: acknowledged_loss
//     old file: [gro-- torn]  new file: [group 1]    recovery is done with the old file: opens
//
// Where recovery goes on behind the place, the groups' sequence numbers say whether one is missing
// there. Before the first readable group no number says so: the log's gap is then found by whoever
// reads across it.
//
// The files are only read (wal_format.hpp), up to the sizes they have when the scan begins, so that
// a writer may go on meanwhile.
#pragma once

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {

/// Reads every write-ahead log of the store; if a group is readable behind an unreadable place,
/// asks RocksDB how far recovery would come, and if to the end, reads what recovery uses again for
/// a missing group. Changes nothing.
/// Errors: acknowledged_loss, naming file, offset and positions; io_error.
Result<void> prove_nothing_lost(const DatabaseOptions& options);

}  // namespace recourse::stores::rocks
