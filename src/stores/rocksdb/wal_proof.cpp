#include "stores/rocksdb/wal_proof.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <recourse/base/bytes.hpp>
#include <string>
#include <vector>

#include "stores/rocksdb/log.hpp"
#include "stores/rocksdb/wal_format.hpp"

namespace recourse::stores::rocks {
namespace {

namespace fs = std::filesystem;

/// A group begins with its sequence number (8 bytes) and the count of its entries (4 bytes).
constexpr std::size_t kGroupHeader = 12;

/// One group, put together from the physical records it was cut into.
struct GroupAt {
  std::uint64_t sequence() const { return base::read_le64(bytes.data()); }
  /// Of the group that follows. A recovery leaves an empty group with the number of the next.
  std::uint64_t next_sequence() const { return sequence() + base::read_le32(bytes.data() + 8); }
  /// The sequence number of its last entry; 0 for an empty group.
  std::uint64_t last_sequence() const {
    return next_sequence() == sequence() ? 0 : next_sequence() - 1;
  }

  std::string bytes;
  std::size_t end = 0;  // behind it
};

/// The group that begins at `at`; nothing if none does, or it is not readable to its end.
std::optional<GroupAt> group_at(std::string_view file, std::size_t at) {
  GroupAt group;
  for (bool first = true;; first = false) {
    at = skip_wal_trailer(file.size(), at);
    const auto p = wal_record_at(file, at);
    const bool begins = p.type == kWalFull || p.type == kWalFirst;
    if (!p.good || begins != first) return std::nullopt;
    group.bytes.append(file.substr(at + kWalHeader, p.bytes - kWalHeader));
    at += p.bytes;
    if (p.type == kWalFull || p.type == kWalLast) break;
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

/// What the files say together, up to a sequence number.
struct Claim {
  explicit Claim(std::uint64_t up_to) : last_considered(up_to) {}

  void add(const GroupAt& group) {
    if (group.sequence() > last_considered) return;
    // Between two groups that follow each other no number is missing. RocksDB does not look: it
    // skips zeros, and goes on behind them.
    if (broken && next != 0 && group.sequence() > next) hole = true;
    broken = false;
    next = group.next_sequence();
    if (cut.empty()) return;
    highest_page = std::max(highest_page, HighestPage::of(group.bytes));
    last_sequence = std::max(last_sequence, group.last_sequence());
  }
  void add_unreadable(std::string place) {
    broken = true;
    if (cut.empty()) cut = std::move(place);
  }

  std::uint64_t last_considered;
  std::string cut;  // where the first unreadable place is; empty: there is none
  // Of the readable groups behind it; 0: there are none. A group may hold a checkpoint and no page.
  std::uint64_t highest_page = 0;
  std::uint64_t last_sequence = 0;
  std::uint64_t next = 0;  // the sequence number that follows the last readable group
  bool broken = false;     // something unreadable lies behind that group
  bool hole = false;       // a group is missing between two that are readable
};

/// Looks for groups anywhere from `at` on. Bytes of a payload may look like a group's beginning:
/// each candidate is read to its end, and its checksums decide.
void read_behind(std::string_view file, std::size_t at, Claim& claim) {
  for (;;) {
    at = skip_wal_trailer(file.size(), at);
    if (at + kWalHeader > file.size()) return;
    const auto type = static_cast<std::uint8_t>(file[at + 6]);
    const bool may_begin = type == kWalFull || type == kWalFirst;
    if (const auto group = may_begin ? group_at(file, at) : std::nullopt) {
      claim.add(*group);
      at = group->end;
    } else {
      claim.broken = true;
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
      at = skip_wal_trailer(file.size(), at);
      if (at == file.size()) return;
      claim.add_unreadable(name + " offset " + std::to_string(at));
      return read_behind(file, at + 1, claim);
    }
    claim.add(*group);
    at = group->end;
  }
}

/// The write-ahead logs in the order in which they were written.
Result<std::map<std::uint64_t, fs::path>> logs_in(rocksdb::Env& env, const fs::path& folder) {
  std::vector<std::string> names;
  const auto status = env.GetChildren(folder.string(), &names);
  std::map<std::uint64_t, fs::path> logs;
  if (status.IsNotFound()) return logs;  // there is no log yet
  if (!status.ok()) return from_status(status, "reading " + folder.string());
  for (const fs::path name : names) {
    const auto stem = name.stem().string();
    std::uint64_t number = 0;
    const auto read = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    const bool numbered = read.ec == std::errc{} && read.ptr == stem.data() + stem.size();
    if (name.extension() == ".log" && numbered) logs.emplace(number, folder / name);
  }
  return logs;
}

/// Reads the logs from number `oldest` on, as far as the sequence number `up_to`.
Result<Claim> read_logs(rocksdb::Env& env, const fs::path& folder, std::uint64_t oldest,
                        std::uint64_t up_to) {
  RECOURSE_TRY_ASSIGN(const auto logs, logs_in(env, folder));
  Claim claim{up_to};
  for (auto log = logs.lower_bound(oldest); log != logs.end(); ++log) {
    const auto& path = log->second;
    std::string file;
    const auto status = rocksdb::ReadFileToString(&env, path.string(), &file);
    if (!status.ok() && env.FileExists(path.string()).IsNotFound()) {
      claim.next = 0;  // the writer was done with it: what follows it is not known
      continue;
    }
    if (!status.ok()) return from_status(status, "reading " + path.string());
    read_file(path.filename().string(), file, claim);
  }
  return claim;
}

Error loss(const Claim& claim, const std::string& why) {
  return Error{Errc::acknowledged_loss,
               "the write-ahead log is unreadable at " + claim.cut + ", " + why};
}

}  // namespace

Result<void> prove_nothing_lost(const DatabaseOptions& options) {
  auto& env = *options.env;
  const auto folder = options.directory / "log";
  RECOURSE_TRY_ASSIGN(const auto claim, read_logs(env, folder, 0, ~std::uint64_t{0}));
  if (claim.last_sequence == 0) return {};
  // A file that an earlier recovery was done with may still lie there, torn end and all. Whether
  // recovery stops at the unreadable place is RocksDB's to say: opened for reading, it changes
  // nothing.
  RECOURSE_TRY_ASSIGN(auto database, open_log_for_reading(options));
  std::uint64_t oldest = 0;
  if (!database->GetIntProperty(rocksdb::DB::Properties::kMinLogNumberToKeep, &oldest)) {
    return Error{Errc::io_error, "RocksDB does not say which write-ahead logs it needs"};
  }
  const auto reached = database->GetLatestSequenceNumber();
  RECOURSE_TRY_ASSIGN(const auto end, Log{std::move(database)}.find_end());
  const auto head = std::to_string(end.head.value);
  if (end.head.value < claim.highest_page) {
    return loss(claim, "which would end the log at position " + head +
                           ", but a later group holds position " +
                           std::to_string(claim.highest_page));
  }
  if (reached < claim.last_sequence) {
    return loss(claim, "which would end the log at position " + head +
                           ", but a later group holds a later checkpoint");
  }
  // It came to the end: by a hole? Read again, because a writer may have filled what was read first
  // before it wrote what was read last.
  RECOURSE_TRY_ASSIGN(const auto live, read_logs(env, folder, oldest, claim.last_sequence));
  if (live.hole) return loss(live, "and a group is missing there that was acknowledged");
  return {};
}

}  // namespace recourse::stores::rocks
