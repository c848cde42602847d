// Verifying a backup: the chain of manifests, then segment after segment.
#include <unordered_map>

#include "stores/rocksdb/backup_folder.hpp"
#include "stores/rocksdb/backup_segment.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDamaged =
    "Take this file from another copy of the folder if there is one; else back up the log into a "
    "new folder. A restore up to the segment before it is possible with --up-to-position.";
constexpr std::string_view kWrongLog =
    "The log was so when it was backed up: run `recourse verify` on the store before anything "
    "else.";

class BackupVerifier {
 public:
  BackupVerifier(const fs::path& folder, const Chain& chain, const BackupProgress& progress)
      : folder_(folder), chain_(chain), progress_(progress) {
    for (const auto& link : chain.links) {
      if (link.manifest) total_ += 2 * link.manifest->info.bytes;  // read once raw, once as records
    }
    report_.segments = chain.links.size();
    report_.notes = chain.notes;
  }

  Result<BackupReport> run() {
    for (const auto& link : chain_.links) {
      for (const auto& finding : link.findings) add(finding);
      if (!link.manifest) {
        lose_track();
        continue;
      }
      RECOURSE_TRY(check_segment(*link.manifest));
    }
    report_.streams = versions_.size();
    return std::move(report_);
  }

 private:
  void add(BackupFinding finding) {
    ++report_.problems;
    if (report_.findings.size() < limits::kFindingsMax) {
      report_.findings.push_back(std::move(finding));
    }
  }

  /// Behind a segment that was not read, a stream may go on at any version.
  void lose_track() {
    versions_.clear();
    complete_ = false;
  }

  Result<void> tell(std::uint64_t bytes) {
    done_ += bytes;
    if (!progress_ || progress_(std::min(done_, total_), total_)) return {};
    return Error{Errc::closed, "the verification was ended"};
  }

  Result<void> check_segment(const Manifest& m) {
    const auto name = segment_name(m.info.number, kSegmentSuffix);
    const auto goal = done_ + 2 * m.info.bytes;
    const auto hash =
        hash_file(folder_ / name, [&](std::uint64_t n) { return tell(n).has_value(); });
    if (!hash && hash.error().code() == Errc::closed) return hash.error();
    if (!hash || *hash != m.segment_hash) {
      add({name,
           hash ? "its bytes are not what was written: positions " +
                      std::to_string(m.info.first.value) + " to " +
                      std::to_string(m.info.last.value) + " cannot be trusted"
                : hash.error().message(),
           std::string{kDamaged}});
      lose_track();
    } else {
      report_.bytes += m.info.bytes;
      RECOURSE_TRY(check_records(m, name));
    }
    done_ = goal;
    return {};
  }

  Result<void> check_records(const Manifest& m, const std::string& name) {
    const auto before = report_.problems;
    auto opened = SegmentReader::open(folder_ / name);
    if (!opened) {
      add({name, opened.error().message(), std::string{kDamaged}});
      lose_track();
      return {};
    }
    auto& reader = **opened;
    Succession succession{m.info.first};
    const std::uint64_t share =
        m.info.bytes * kTellEvery / (m.info.last.value - m.info.first.value + 1);
    Position at{m.info.first.value - 1};
    for (;;) {
      const auto more = reader.next();
      if (!more) {
        add({name, more.error().message() + "; what lies behind it was not read",
             std::string{kDamaged}});
        lose_track();
        return {};
      }
      if (!*more) break;
      if (auto fault = succession.fault(reader.record()); !fault.empty()) wrong(name, fault);
      check_version(reader.record(), name);
      at = reader.record().position;
      if (++report_.records % kTellEvery == 0) RECOURSE_TRY(tell(share));
      end_hash_ = at == m.info.last ? hash128(reader.bytes()) : std::string{};
    }
    if (at != m.info.last || end_hash_ != m.end_hash) {
      wrong(name, "it does not end with the record that its manifest names");
    }
    if (!succession.between_appends()) wrong(name, "its last append is not whole");
    if (before == report_.problems && report_.problems == 0) report_.last = at;
    return {};
  }

  void wrong(const std::string& name, const std::string& what) {
    add({name, what, std::string{kWrongLog}});
  }

  void check_version(const core::RecordView& r, const std::string& name) {
    const auto [known, fresh] = versions_.try_emplace(std::string{r.stream}, 0);
    const bool free = fresh && !complete_;
    if (!free && r.version.value != known->second + 1) {
      wrong(name, std::string{r.stream} + " goes from version " + std::to_string(known->second) +
                      " to " + std::to_string(r.version.value) + " at position " +
                      std::to_string(r.position.value));
    }
    known->second = r.version.value;
  }

  static constexpr std::uint64_t kTellEvery = 4096;

  const fs::path& folder_;
  const Chain& chain_;
  const BackupProgress& progress_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  bool complete_ = true;  // everything from position 1 on was read
  std::string end_hash_;
  std::unordered_map<std::string, std::uint64_t> versions_;
  BackupReport report_;
};

}  // namespace
}  // namespace rocks

Result<BackupReport> verify_backup(const std::filesystem::path& folder,
                                   const BackupProgress& progress) {
  RECOURSE_TRY_ASSIGN(const auto chain, rocks::read_existing_chain(folder));
  return rocks::BackupVerifier{folder, chain, progress}.run();
}

}  // namespace recourse::stores
