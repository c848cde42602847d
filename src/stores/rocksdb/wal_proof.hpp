// Proof that a crash took nothing acknowledged from the write-ahead log.
//
// RocksDB's point-in-time recovery replays the log up to the first record it cannot read, and opens
// cleanly with what it has: right for the torn end that a power cut leaves, silent loss for a
// flipped bit in the middle. Which of the two it is can be told: the committer writes a group only
// after the sync of the one before it returned. So a group that begins *behind* an unreadable place
// proves that what stood there was synced, and may have been acknowledged.
//
//     [group 1][group 2][gro-- torn]                 nothing behind it: never acknowledged, opens
//     [group 1][gr?up 2][group 3]                    group 3 proves group 2: acknowledged_loss
//
// The files are only read, up to the sizes they have when the scan begins, so that a writer may go
// on meanwhile. The format is RocksDB's: blocks of 32 KiB, records of checksum, length, type,
// bytes.
#pragma once

#include <filesystem>
#include <recourse/base/result.hpp>

namespace recourse::stores::rocks {

/// Reads every write-ahead log in `log_folder`. Errors: acknowledged_loss, naming file and offset;
/// io_error.
Result<void> prove_nothing_lost(const std::filesystem::path& log_folder);

}  // namespace recourse::stores::rocks
