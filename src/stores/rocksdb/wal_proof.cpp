#include "stores/rocksdb/wal_proof.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace recourse::stores::rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 32 * 1024;
constexpr std::size_t kHeader = 7;  // checksum, length, type; logs are never recycled here
constexpr std::uint8_t kFull = 1;
constexpr std::uint8_t kFirst = 2;
constexpr std::uint8_t kLast = 4;

/// One physical record, or why there is none at this place.
struct Physical {
  bool good = false;
  std::uint8_t type = 0;
  std::size_t bytes = 0;  // header included
};

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < count; ++i) {
    v |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at + i])) << (8 * i);
  }
  return v;
}

/// RocksDB's masked CRC-32C over the type byte and the payload.
std::uint32_t masked_checksum(std::string_view type_and_payload) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(type_and_payload.data(), type_and_payload.size());
  const std::uint32_t v = crc.checksum();
  return ((v >> 15) | (v << 17)) + 0xA282EAD8u;
}

Physical physical_at(std::string_view file, std::size_t at) {
  const std::size_t block_end = std::min(file.size(), (at / kBlock + 1) * kBlock);
  if (at + kHeader > block_end) return {};
  Physical p;
  p.type = static_cast<std::uint8_t>(file[at + 6]);
  p.bytes = kHeader + little_endian(file, at + 4, 2);
  if (p.type < kFull || p.type > kLast || at + p.bytes > block_end) return {};
  p.good = masked_checksum(file.substr(at + 6, p.bytes - 6)) == little_endian(file, at, 4);
  return p;
}

/// What one file says, read from its beginning.
struct Scan {
  std::size_t end = 0;               // the first unreadable place, or the file's size
  std::uint64_t first_sequence = 0;  // of its first group; 0 if it has none
  std::uint64_t next_sequence = 0;   // behind its last readable group; 0 if it has none
};

/// A group begins with its sequence number (8 bytes) and the count of its entries (4 bytes).
struct GroupHead {
  std::uint64_t sequence = 0;
  std::uint64_t count = 0;
};

std::optional<GroupHead> group_at(std::string_view file, std::size_t at) {
  const auto p = physical_at(file, at);
  if (!p.good || (p.type != kFull && p.type != kFirst)) return std::nullopt;
  if (p.bytes < kHeader + 12) return std::nullopt;
  const auto low = little_endian(file, at + kHeader, 4);
  const auto high = little_endian(file, at + kHeader + 4, 4);
  return GroupHead{(static_cast<std::uint64_t>(high) << 32) | low,
                   little_endian(file, at + kHeader + 8, 4)};
}

Scan scan(std::string_view file) {
  Scan s;
  while (s.end < file.size()) {
    if (kBlock - s.end % kBlock < kHeader) {  // a block's trailer
      s.end = std::min(file.size(), (s.end / kBlock + 1) * kBlock);
      continue;
    }
    const auto p = physical_at(file, s.end);
    if (!p.good) return s;
    if (const auto group = group_at(file, s.end)) {
      if (s.first_sequence == 0) s.first_sequence = group->sequence;
      s.next_sequence = group->sequence + group->count;
    }
    s.end += p.bytes;
  }
  return s;
}

/// True if a group of a later sequence begins anywhere behind `from`. Bytes of a payload may look
/// like a record; they do not carry a sequence just ahead of ours.
bool group_begins_behind(std::string_view file, std::size_t from, std::uint64_t next_sequence) {
  constexpr std::uint64_t kPlausible = std::uint64_t{1} << 32;
  for (std::size_t at = from + 1; at + kHeader <= file.size(); ++at) {
    const auto type = static_cast<std::uint8_t>(file[at + 6]);
    if (type != kFull && type != kFirst) continue;
    const auto group = group_at(file, at);
    if (group && group->sequence >= next_sequence && group->sequence - next_sequence < kPlausible) {
      return true;
    }
  }
  return false;
}

Result<std::string> read_file(const fs::path& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed) return Error{Errc::io_error, "reading " + path.string() + ": " + failed.message()};
  std::string bytes(size, '\0');
  std::ifstream file{path, std::ios::binary};
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!file) return Error{Errc::io_error, "reading " + path.string() + " failed"};
  return bytes;
}

/// The write-ahead logs in the order in which they were written.
Result<std::vector<fs::path>> logs_in(const fs::path& folder) {
  std::map<std::uint64_t, fs::path> logs;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto stem = entry.path().stem().string();
    std::uint64_t number = 0;
    const auto read = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    const bool numbered = read.ec == std::errc{} && read.ptr == stem.data() + stem.size();
    if (entry.path().extension() == ".log" && numbered) logs.emplace(number, entry.path());
  }
  if (failed) {
    return Error{Errc::io_error, "reading " + folder.string() + ": " + failed.message()};
  }
  std::vector<fs::path> ordered;
  for (auto& [number, path] : logs) ordered.push_back(std::move(path));
  return ordered;
}

}  // namespace

Result<void> prove_nothing_lost(const fs::path& log_folder) {
  std::error_code failed;
  if (!fs::is_directory(log_folder, failed)) return {};
  RECOURSE_TRY_ASSIGN(const auto logs, logs_in(log_folder));
  std::string cut;  // where the first unreadable place is
  std::uint64_t next_sequence = 0;
  for (const auto& path : logs) {
    auto file = read_file(path);
    if (!file && !fs::exists(path, failed)) continue;  // the writer was done with it
    if (!file) return std::move(file).error();
    const auto found = scan(*file);
    // After a torn end RocksDB goes on in a new file with the sequence that comes next: whoever
    // recovered knew what there was. Any other group proves that there was more.
    const bool goes_on = !cut.empty() && found.first_sequence == next_sequence;
    bool loss = !cut.empty() && found.first_sequence != 0 && !goes_on;
    if (goes_on) cut.clear();
    if (found.next_sequence != 0) next_sequence = found.next_sequence;
    if (cut.empty() && found.end < file->size()) {
      cut = path.filename().string() + " offset " + std::to_string(found.end);
      loss = loss || group_begins_behind(*file, found.end, next_sequence);
    }
    if (loss) {
      return Error{Errc::acknowledged_loss,
                   "the write-ahead log is unreadable at " + cut +
                       ", but later groups prove that what stood there was acknowledged"};
    }
  }
  return {};
}

}  // namespace recourse::stores::rocks
