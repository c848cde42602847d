// RocksDB's own notes, in a file that cannot grow without bound.
//
// RocksDB's logger ends the process when it goes on after a write failed, which is what a full disk
// makes it do. This one drops a line that cannot be written: the notes are for whoever looks for
// the cause of something, and nothing depends on them.
#pragma once

#include <rocksdb/env.h>

#include <filesystem>
#include <memory>

namespace recourse::stores::rocks {

/// Appends to `directory`/rocksdb.log; at limits::kInfoLogBytesMax that file becomes
/// rocksdb.log.old, and the one before it goes. Thread-safe.
std::shared_ptr<rocksdb::Logger> open_info_log(const std::filesystem::path& directory);

/// Keeps nothing.
std::shared_ptr<rocksdb::Logger> silent_info_log();

}  // namespace recourse::stores::rocks
