// Compaction of the log's small table files. Each open for writing flushes what the last process
// left in the write-ahead log into a file of its own, and the log's keys only ascend: no two files
// overlap, so RocksDB moves them down level by level and never merges them.
//
// Files that follow each other are merged as soon as kRunOfFiles of them are of one size class or
// smaller; a merge leads at least one class up, so that a page is rewritten once a class at most,
// and a log has fewer than kRunOfFiles small files for each class. Large files are left alone: a
// process that runs for long writes nothing else.
#pragma once

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {

/// So many neighbours of a class become one.
inline constexpr std::size_t kRunOfFiles = 8;
/// Below it a file is of the smallest class; each further class begins kRunOfFiles times higher.
inline constexpr std::uint64_t kSmallestClassBytes = std::uint64_t{16} << 10;
/// Files from kSmallestClassBytes * kRunOfFiles ^ (kSizeClasses - 1) on (8 MiB) are large.
inline constexpr unsigned kSizeClasses = 4;

/// Merges what is due, on this thread. Files that a compaction has in hand wait for the next open.
/// Requires: a family whose files do not overlap but in level 0.
Result<void> merge_small_files(const Database& database, std::size_t family);

}  // namespace recourse::stores::rocks
