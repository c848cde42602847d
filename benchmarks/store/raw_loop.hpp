// The limits: RocksDB itself under one committer thread, with nothing but what the bytes need.
//
// two_puts   one record put and one index put an event, in one synced batch a group
// paged      records packed into pages of 16 KiB, one synced batch a group; stream index and
//            command index beside it in sorted, unsynced batches
//
// Both write as many bytes a record, and index keys as long, as our store does.
#pragma once

#include <filesystem>
#include <memory>

#include "benchmarks/store/load.hpp"

namespace recourse::bench {

enum class RawKind { two_puts, paged };

std::unique_ptr<Sink> open_raw(RawKind kind, const std::filesystem::path& directory);

}  // namespace recourse::bench
