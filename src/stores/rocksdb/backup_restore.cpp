// Restoring: prove the segments that are needed, find the append at which to stop, put the segments
// into a new log, derive the views. The file `restoring` stands in the directory from the first
// step to the last, so that whatever a crash leaves is not taken for a store.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <recourse/stores/rocksdb.hpp>

#include "stores/rocksdb/backup_folder.hpp"
#include "stores/rocksdb/backup_segment.hpp"
#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/pipeline.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

namespace fs = std::filesystem;

/// Free space that RocksDB's own files take, however small the log is.
constexpr std::uint64_t kWorkingBytes = std::uint64_t{16} << 20;
constexpr std::size_t kMemoryBytes = std::size_t{64} << 20;
/// Deriving the views from a byte takes as long as so many passes over it.
constexpr std::uint64_t kDeriveCost = 6;
constexpr std::uint64_t kDeriveStep = 100'000;
constexpr std::string_view kCutSegment = "restoring.sst";

std::string number(Position p) { return std::to_string(p.value); }

/// Which segments a restore takes, and where it stops.
struct Plan {
  std::vector<Manifest> whole;  ///< Segments that are taken as they are.
  std::optional<Manifest> cut;  ///< The one behind them, taken up to `last`.
  Position last;
  Timestamp recorded_at;
};

/// The manifests up to the first that is damaged or missing.
std::vector<Manifest> sound_part(const Chain& chain) {
  std::vector<Manifest> sound;
  for (const auto& link : chain.links) {
    if (!link.findings.empty()) break;
    sound.push_back(*link.manifest);
  }
  return sound;
}

/// Finds the segment in which a bound lies. Bounds outside of the backup are errors.
class Planner {
 public:
  Planner(const Chain& chain, const RestoreOptions& options)
      : chain_(chain), options_(options), sound_(sound_part(chain)) {}

  Result<Plan> run() {
    auto wanted = sound_.size();
    if (options_.up_to_position) {
      RECOURSE_TRY_ASSIGN(const auto n, holding(*options_.up_to_position));
      wanted = std::min(wanted, n);
    }
    if (options_.up_to_time) {
      RECOURSE_TRY_ASSIGN(const auto n, holding(*options_.up_to_time));
      wanted = std::min(wanted, n);
    }
    if (!options_.up_to_position && !options_.up_to_time) RECOURSE_TRY(chain_.sound());
    Plan plan;
    plan.whole.assign(sound_.begin(), sound_.begin() + static_cast<std::ptrdiff_t>(wanted));
    if (wanted > 0) {
      plan.last = sound_[wanted - 1].info.last;
      plan.recorded_at = sound_[wanted - 1].info.recorded_at;
    }
    // A bound that is a segment's end needs nothing of the next one, which may be damaged.
    const bool more = !options_.up_to_position || *options_.up_to_position > plan.last;
    if (more && wanted < sound_.size()) plan.cut = sound_[wanted];
    return plan;
  }

  Position backup_last() const {
    Position last{};
    for (const auto& link : chain_.links) {
      if (link.manifest) last = link.manifest->info.last;
    }
    return last;
  }

 private:
  /// How many of the sound segments end at or before the bound.
  Result<std::size_t> holding(Position p) const {
    if (p.value == 0) return outside("position 0 is before the first");
    std::size_t n = 0;
    while (n < sound_.size() && sound_[n].info.last <= p) ++n;
    if (n < sound_.size() || (n > 0 && sound_[n - 1].info.last == p)) return n;
    RECOURSE_TRY(chain_.sound());
    return outside("the backup ends at position " + number(backup_last()) + ", before position " +
                   number(p));
  }

  Result<std::size_t> holding(Timestamp t) const {
    std::size_t n = 0;
    while (n < sound_.size() && sound_[n].info.recorded_at <= t) ++n;
    if (n < sound_.size()) return n;
    RECOURSE_TRY(chain_.sound());
    const auto& last = sound_.back().info;
    if (last.recorded_at == t) return n;
    return outside("the backup's last record is of " + to_string(last.recorded_at) + ", before " +
                   to_string(t) + "; without a time all of it is restored");
  }

  static Error outside(const std::string& what) { return {Errc::invalid_argument, what}; }

  const Chain& chain_;
  const RestoreOptions& options_;
  std::vector<Manifest> sound_;
};

class Restorer {
 public:
  Restorer(const fs::path& folder, const fs::path& directory, const RestoreOptions& options)
      : folder_(folder), directory_(directory), options_(options) {}

  Result<Restored> run() {
    RECOURSE_TRY_ASSIGN(const auto chain, read_existing_chain(folder_));
    Planner planner{chain, options_};
    RECOURSE_TRY_ASSIGN(plan_, planner.run());
    RECOURSE_TRY(check_directory());
    RECOURSE_TRY(prove_segments());
    if (plan_.cut) RECOURSE_TRY(find_cut());
    RECOURSE_TRY(check_space());
    RECOURSE_TRY(claim_directory());
    auto written = write_store();
    if (!written) {
      give_back();
      return std::move(written).error().within("restoring into " + directory_.string());
    }
    return Restored{identity_, plan_.last, plan_.recorded_at, planner.backup_last(), chain.notes};
  }

 private:
  const Manifest& any() const { return plan_.cut ? *plan_.cut : plan_.whole.back(); }

  fs::path segment(const Manifest& m) const {
    return folder_ / segment_name(m.info.number, kSegmentSuffix);
  }

  Result<void> tell(std::uint64_t bytes) {
    done_ += bytes;
    if (!options_.progress || options_.progress(std::min(done_, total_), total_)) return {};
    return Error{Errc::closed, "the restore was ended"};
  }

  Result<void> check_directory() const {
    std::error_code failed;
    const auto status = fs::status(directory_, failed);
    if (status.type() == fs::file_type::not_found) return {};
    if (status.type() != fs::file_type::directory) {
      return Error{Errc::invalid_argument, directory_.string() + " is not a directory"};
    }
    const fs::directory_iterator entries{directory_, failed};
    if (failed) {
      return Error{Errc::io_error, "reading " + directory_.string() + ": " + failed.message()};
    }
    if (entries == fs::directory_iterator{}) return {};
    return Error{Errc::invalid_argument,
                 directory_.string() + " holds '" + entries->path().filename().string() +
                     "'; a backup is restored into a missing or empty directory only"};
  }

  Result<void> prove_segments() {
    auto needed = plan_.whole;
    if (plan_.cut) needed.push_back(*plan_.cut);
    for (const auto& m : needed) bytes_ += m.info.bytes;
    total_ = (2 + kDeriveCost) * bytes_;  // read here, written, read again for the views
    for (const auto& m : needed) {
      RECOURSE_TRY_ASSIGN(const auto hash, hash_file(segment(m), [&](std::uint64_t n) {
                            return tell(n).has_value();
                          }));
      if (hash == m.segment_hash) continue;
      return Error{Errc::corruption, segment(m).string() + ": its bytes are not what was written"};
    }
    return {};
  }

  /// Walks the segment with the bound to the last append that lies before it.
  Result<void> find_cut() {
    const auto begun = plan_.last;
    RECOURSE_TRY_ASSIGN(const auto reader, SegmentReader::open(segment(*plan_.cut)));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, reader->next());
      if (!more || beyond(reader->record())) break;
      const auto& r = reader->record();
      if (r.index + 1 != r.count) continue;
      plan_.last = r.position;
      plan_.recorded_at = r.recorded_at;
    }
    if (plan_.last.value == 0) {
      return Error{Errc::invalid_argument,
                   "no append of the backup ends within the bound: nothing would be restored"};
    }
    if (plan_.last == begun) plan_.cut.reset();
    return {};
  }

  bool beyond(const core::RecordView& r) const {
    return (options_.up_to_position && r.position > *options_.up_to_position) ||
           (options_.up_to_time && r.recorded_at > *options_.up_to_time);
  }

  /// The log, and about as much again for the views and for what RocksDB needs at work.
  Result<void> check_space() const {
    std::uint64_t bytes = plan_.cut ? 2 * plan_.cut->info.bytes : 0;
    for (const auto& m : plan_.whole) bytes += m.info.bytes;
    auto existing = fs::absolute(directory_);
    std::error_code failed;
    while (!fs::exists(existing, failed) && existing.has_relative_path()) {
      existing = existing.parent_path();
    }
    const auto space = fs::space(existing, failed);
    const auto needed = 2 * bytes + kWorkingBytes;
    if (failed || space.available >= needed) return {};
    return Error{Errc::io_error, existing.string() + " has " + std::to_string(space.available) +
                                     " bytes of free space; the restore needs " +
                                     std::to_string(needed)};
  }

  /// From here on the directory is ours, and nobody takes it for a store.
  Result<void> claim_directory() {
    std::error_code failed;
    made_directory_ = fs::create_directories(directory_, failed);
    if (failed) {
      return Error{Errc::io_error, "creating " + directory_.string() + ": " + failed.message()};
    }
    const auto path = directory_ / kRestoring;
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
      return Error{Errc::io_error, "creating " + path.string() + ": " + std::strerror(errno)};
    }
    ::close(fd);
    RECOURSE_TRY(sync_folder(directory_));
    return sync_folder(fs::canonical(directory_, failed).parent_path());
  }

  Result<void> write_store() {
    // Two restores of one backup are two lives of the log, so counting on from the old incarnation
    // would not tell them apart; the time does.
    const auto now = options_.clock->now().time_since_epoch().count();
    identity_ = {any().info.identity.id,
                 Incarnation{std::max(any().info.identity.incarnation.value + 1,
                                      static_cast<std::uint64_t>(std::max<std::int64_t>(now, 0)))}};
    RECOURSE_TRY_ASSIGN(
        auto databases,
        open_databases({.directory = directory_, .memory_bytes = kMemoryBytes, .create = true}));
    RECOURSE_TRY(ingest(databases.log));
    RECOURSE_TRY(derive(std::move(databases)));
    RECOURSE_TRY(write_marker(directory_, identity_.id));
    std::error_code failed;
    fs::remove(directory_ / kRestoring, failed);
    if (failed) {
      return Error{Errc::io_error, "removing the file 'restoring': " + failed.message()};
    }
    return sync_folder(directory_);
  }

  Result<void> ingest(Database& log) {
    for (const auto& m : plan_.whole) {
      RECOURSE_TRY(take_file(log, segment(m), /*move=*/false));
      RECOURSE_TRY(tell(m.info.bytes));
    }
    if (!plan_.cut) return {};
    const auto path = directory_ / kCutSegment;
    RECOURSE_TRY(write_cut(path));
    RECOURSE_TRY(take_file(log, path, /*move=*/true));
    std::error_code ignored;
    fs::remove(path, ignored);
    return tell(plan_.cut->info.bytes);
  }

  Result<void> write_cut(const fs::path& path) const {
    RECOURSE_TRY_ASSIGN(const auto reader, SegmentReader::open(segment(*plan_.cut)));
    SegmentWriter writer;
    RECOURSE_TRY(writer.open(path));
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, reader->next());
      if (!more || reader->record().position > plan_.last) return writer.finish();
      RECOURSE_TRY(writer.add(reader->record().position, reader->bytes()));
    }
  }

  static Result<void> take_file(Database& log, const fs::path& path, bool move) {
    rocksdb::IngestExternalFileOptions options;
    options.move_files = move;
    options.write_global_seqno = false;  // not a byte of the file is changed
    const auto status = log->IngestExternalFile(log.family(kPagesFamily), {path.string()}, options);
    if (!status.ok()) return from_status(status, "taking in " + path.string());
    return {};
  }

  /// Gives the log its identity, proves its end, and derives the views, so that the store can be
  /// read at once, also by those who may not write.
  Result<void> derive(Databases databases) {
    Log log{std::move(databases.log)};
    Index index{std::move(databases.views)};
    RECOURSE_TRY(log.set_identity(identity_, any().fingerprint_key));
    RECOURSE_TRY_ASSIGN(const auto end, log.find_end());
    if (end.head != plan_.last) {
      return Error{Errc::corruption, "the restored log ends at position " + number(end.head) +
                                         ", not at " + number(plan_.last)};
    }
    RECOURSE_TRY_ASSIGN(const auto indexed, index.begin(identity_));
    Pipeline pipeline{log, index, *options_.clock, end, indexed, any().fingerprint_key};
    // In steps, so that progress can be told and the run be ended.
    const auto step = kDeriveCost * bytes_ / (end.head.value / kDeriveStep + 1);
    for (auto at = indexed; at < end.head;) {
      at = Position{std::min(at.value + kDeriveStep, end.head.value)};
      RECOURSE_TRY(pipeline.catch_up(at));
      RECOURSE_TRY(tell(step));
    }
    return index.flush();
  }

  /// Leaves the directory as it was found. What cannot be removed stays behind `restoring`.
  void give_back() const {
    std::error_code failed;
    // If it was the very last step that failed, the file is gone already.
    std::ofstream{directory_ / kRestoring}.flush();
    for (const auto& entry : fs::directory_iterator(directory_, failed)) {
      if (entry.path().filename() != kRestoring) fs::remove_all(entry.path(), failed);
      if (failed) return;
    }
    if (failed) return;
    fs::remove(directory_ / kRestoring, failed);
    if (made_directory_) fs::remove(directory_, failed);
  }

  const fs::path& folder_;
  const fs::path& directory_;
  const RestoreOptions& options_;
  Plan plan_;
  core::LogIdentity identity_{};
  bool made_directory_ = false;
  std::uint64_t bytes_ = 0;  // of the segments that are needed
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
};

}  // namespace
}  // namespace rocks

Result<Restored> restore_backup(const std::filesystem::path& folder,
                                const std::filesystem::path& directory,
                                const RestoreOptions& options) {
  return rocks::Restorer{folder, directory, options}.run();
}

}  // namespace recourse::stores
