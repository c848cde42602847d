// The write-ahead log, written into zeros that are there already.
//
//     const auto env = write_wal_in_place(*rocksdb::Env::Default());
//     options.env = env.get();                              // must outlive the database
//
// A sync of an append that makes a file longer commits the file's size to the file system's journal
// as well. Here the file is longer already: now and then an append carries zeros behind it, which
// its own sync makes durable, and the appends that follow overwrite them.
//
//     [group][group][group][0 0 0 0 0 0 0 0]     a kill or a power cut leaves the zeros
//     [group][group][group]                      closing cuts them off
//
// RocksDB takes zeros for the end of the log, so the file opens with any file system; and whatever
// a power cut leaves of an append is what it leaves of one at a file's end: nothing is assumed of
// zeros until the sync of the append that carried them has returned.
//
// Only a reader beside the writer must know: RocksDB's secondary skips a block for good when it
// meets zeros in it. follow_wal ends the log for it with the last whole record.
#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace recourse::stores::rocks {

/// From this length on a log has zeros ahead: a process that appends little leaves a short file and
/// writes nothing twice.
inline constexpr std::uint64_t kZeroesFrom = std::uint64_t{8} << 10;
/// Zeros that one append carries at most, and what a kill leaves. As many as the log is long.
inline constexpr std::uint64_t kZeroesMax = std::uint64_t{256} << 10;
/// Larger appends carry none: to write as much again costs more than the file's size does.
inline constexpr std::uint64_t kZeroedAppendMax = std::uint64_t{64} << 10;

/// `base`, where files named as write-ahead logs are written in place. A file system that cannot
/// write at a position gets plain appends; one that has no room for zeros gets no more of them.
/// Thread-safety: as the base's. Requires: `base` outlives it.
std::unique_ptr<rocksdb::Env> write_wal_in_place(rocksdb::Env& base);

/// `base`, where a write-ahead log that is read from its beginning ends before the first place that
/// is no whole record, and goes on once it is one. Requires: `base` outlives it.
std::unique_ptr<rocksdb::Env> follow_wal(rocksdb::Env& base);

}  // namespace recourse::stores::rocks
