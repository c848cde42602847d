// The framing of RocksDB's write-ahead log: blocks of 32 KiB, in them physical records of checksum
// (4 bytes), length (2), type (1) and payload. A record never crosses a block; the last six bytes
// of a block may be a trailer of zeros. Zeros where a header should be are no record: RocksDB skips
// the rest of the block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace recourse::stores::rocks {

inline constexpr std::size_t kWalBlock = 32 * 1024;
inline constexpr std::size_t kWalHeader = 7;  // logs are never recycled here
inline constexpr std::uint8_t kWalFull = 1;
inline constexpr std::uint8_t kWalFirst = 2;
inline constexpr std::uint8_t kWalLast = 4;

/// One physical record, or why there is none at this place.
struct WalRecord {
  bool good = false;
  std::uint8_t type = 0;
  std::size_t bytes = 0;  // header included
};

/// The record that begins at `at`, its checksum compared. `log` begins at the beginning of a block.
WalRecord wal_record_at(std::string_view log, std::size_t at);

/// Behind a block's trailer, if `at` is in one; at most `size`.
std::size_t skip_wal_trailer(std::size_t size, std::size_t at);

/// Whether a file of a database's folder is a write-ahead log: digits and ".log".
bool is_wal(std::string_view path);

}  // namespace recourse::stores::rocks
