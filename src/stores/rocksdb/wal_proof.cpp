#include "stores/rocksdb/wal_proof.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#include <charconv>
#include <map>
#include <optional>
#include <recourse/base/bytes.hpp>
#include <string>
#include <vector>

#include "stores/rocksdb/log.hpp"

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
  p.bytes = kHeader + base::read_le16(file.data() + at + 4);
  if (p.type < kFull || p.type > kLast || at + p.bytes > block_end) return {};
  p.good = masked_checksum(file.substr(at + 6, p.bytes - 6)) == base::read_le32(file.data() + at);
  return p;
}

/// A group begins with its sequence number (8 bytes) and the count of its entries (4 bytes).
constexpr std::size_t kGroupHeader = 12;

/// One group, put together from the physical records it was cut into.
struct GroupAt {
  /// The sequence number of its last entry; 0 for the empty group that a recovery leaves.
  std::uint64_t last_sequence() const {
    const std::uint64_t sequence = base::read_le64(bytes.data());
    const std::uint64_t entries = base::read_le32(bytes.data() + 8);
    return entries == 0 ? 0 : sequence + entries - 1;
  }

  std::string bytes;
  std::size_t end = 0;  // behind it
};

/// Behind a block's trailer, if `at` is in one.
std::size_t skip_trailer(std::string_view file, std::size_t at) {
  if (kBlock - at % kBlock >= kHeader) return at;
  return std::min(file.size(), (at / kBlock + 1) * kBlock);
}

/// The group that begins at `at`; nothing if none does, or it is not readable to its end.
std::optional<GroupAt> group_at(std::string_view file, std::size_t at) {
  GroupAt group;
  for (bool first = true;; first = false) {
    at = skip_trailer(file, at);
    const auto p = physical_at(file, at);
    const bool begins = p.type == kFull || p.type == kFirst;
    if (!p.good || begins != first) return std::nullopt;
    group.bytes.append(file.substr(at + kHeader, p.bytes - kHeader));
    at += p.bytes;
    if (p.type == kFull || p.type == kLast) break;
  }
  if (group.bytes.size() < kGroupHeader) return std::nullopt;
  group.end = at;
  return group;
}

/// The highest page of the log that a group writes; 0 if it writes none.
class HighestPage final : public rocksdb::WriteBatch::Handler {
 public:
  static std::uint64_t of(const std::string& group) {
    HighestPage handler;
    // Whatever it holds that is no page is of no interest here.
    (void)rocksdb::WriteBatch{group}.Iterate(&handler);
    return handler.highest_;
  }
  rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key,
                        const rocksdb::Slice&) override {
    if (family == kPagesFamily && key.size() == 8) {
      highest_ = std::max(highest_, read_be64(key.data()));
    }
    return rocksdb::Status::OK();
  }

 private:
  std::uint64_t highest_ = 0;
};

/// What the files say together.
struct Claim {
  void add(const GroupAt& group) {
    highest_page = std::max(highest_page, HighestPage::of(group.bytes));
    last_sequence = std::max(last_sequence, group.last_sequence());
  }

  std::string cut;  // where the first unreadable place is; empty: there is none
  // Of the readable groups behind it; 0: there are none. A group may hold a checkpoint and no page.
  std::uint64_t highest_page = 0;
  std::uint64_t last_sequence = 0;
};

/// Looks for groups anywhere from `at` on. Bytes of a payload may look like a group's beginning:
/// each candidate is read to its end, and its checksums decide.
void read_behind(std::string_view file, std::size_t at, Claim& claim) {
  while (at + kHeader <= file.size()) {
    const auto type = static_cast<std::uint8_t>(file[at + 6]);
    const bool may_begin = type == kFull || type == kFirst;
    if (const auto group = may_begin ? group_at(file, at) : std::nullopt) {
      claim.add(*group);
      at = group->end;
    } else {
      ++at;
    }
  }
}

void read_file(const std::string& name, std::string_view file, Claim& claim) {
  if (!claim.cut.empty()) return read_behind(file, 0, claim);
  std::size_t at = 0;
  while (at < file.size()) {
    const auto group = group_at(file, at);
    if (!group) {
      at = skip_trailer(file, at);
      if (at == file.size()) return;
      claim.cut = name + " offset " + std::to_string(at);
      return read_behind(file, at + 1, claim);
    }
    at = group->end;
  }
}

/// The write-ahead logs in the order in which they were written.
Result<std::vector<fs::path>> logs_in(rocksdb::Env& env, const fs::path& folder) {
  std::vector<std::string> names;
  const auto status = env.GetChildren(folder.string(), &names);
  if (status.IsNotFound()) return std::vector<fs::path>{};  // there is no log yet
  if (!status.ok()) return from_status(status, "reading " + folder.string());
  std::map<std::uint64_t, fs::path> logs;
  for (const fs::path name : names) {
    const auto stem = name.stem().string();
    std::uint64_t number = 0;
    const auto read = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    const bool numbered = read.ec == std::errc{} && read.ptr == stem.data() + stem.size();
    if (name.extension() == ".log" && numbered) logs.emplace(number, folder / name);
  }
  std::vector<fs::path> ordered;
  for (auto& [number, path] : logs) ordered.push_back(std::move(path));
  return ordered;
}

}  // namespace

Result<void> prove_nothing_lost(const DatabaseOptions& options) {
  auto& env = *options.env;
  RECOURSE_TRY_ASSIGN(const auto logs, logs_in(env, options.directory / "log"));
  Claim claim;
  for (const auto& path : logs) {
    std::string file;
    const auto status = rocksdb::ReadFileToString(&env, path.string(), &file);
    if (!status.ok() && env.FileExists(path.string()).IsNotFound()) {
      continue;  // the writer was done with it
    }
    if (!status.ok()) return from_status(status, "reading " + path.string());
    read_file(path.filename().string(), file, claim);
  }
  if (claim.last_sequence == 0) return {};
  // A file that an earlier recovery was done with may still lie there, torn end and all. Whether
  // recovery stops at the unreadable place is RocksDB's to say: opened for reading, it changes
  // nothing.
  RECOURSE_TRY_ASSIGN(auto database, open_log_for_reading(options));
  const auto reached = database->GetLatestSequenceNumber();
  RECOURSE_TRY_ASSIGN(const auto end, Log{std::move(database)}.find_end());
  if (end.head.value >= claim.highest_page && reached >= claim.last_sequence) return {};
  const auto later = claim.highest_page > end.head.value
                         ? "position " + std::to_string(claim.highest_page)
                         : std::string{"a later checkpoint"};
  return Error{Errc::acknowledged_loss, "the write-ahead log is unreadable at " + claim.cut +
                                            ", which would end the log at position " +
                                            std::to_string(end.head.value) +
                                            ", but a later group holds " + later};
}

}  // namespace recourse::stores::rocks
