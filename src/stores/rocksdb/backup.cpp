// Creating a backup, and listing its segments.
#include <recourse/stores/backup.hpp>

#include "stores/rocksdb/backup_folder.hpp"
#include "stores/rocksdb/backup_segment.hpp"
#include "stores/rocksdb/directory.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kProgressEvery = 4096;

/// Writes what a log has gained, segment after segment.
class Maker {
 public:
  Maker(const core::EventStore& store, const fs::path& folder, const BackupOptions& options,
        const Chain& chain)
      : store_(store), folder_(folder), options_(options), previous_hash_(chain.last_hash) {
    made_.last = Position{0};
    if (const auto* last = chain.last()) {
      made_.last = last->info.last;
      number_ = last->info.number;
      end_hash_ = last->end_hash;
    }
  }

  Result<BackupMade> run() {
    RECOURSE_TRY_ASSIGN(const auto head, store_.head());
    if (head < made_.last) {
      return Error{Errc::acknowledged_loss,
                   "the log ends at position " + std::to_string(head.value) + ", its backup in " +
                       folder_.string() + " at " + std::to_string(made_.last.value)};
    }
    if (head.value == 0) return std::move(made_);
    begun_ = made_.last;
    RECOURSE_TRY_ASSIGN(const auto cursor, read_from_end_of_backup(head));
    while (made_.last < head) RECOURSE_TRY(write_segment(*cursor, head));
    return std::move(made_);
  }

 private:
  /// A cursor on the first record that the backup lacks. What comes before it must be the record
  /// that the backup ends with.
  Result<std::unique_ptr<core::Cursor>> read_from_end_of_backup(Position head) {
    const Position from{std::max<std::uint64_t>(made_.last.value, 1)};
    RECOURSE_TRY_ASSIGN(auto cursor, store_.read_all({.from = from, .to = head}));
    RECOURSE_TRY(step(*cursor));
    if (made_.last.value == 0) return cursor;
    if (hash128(cursor->bytes()) != end_hash_) {
      return Error{Errc::acknowledged_loss, "the record at position " + std::to_string(from.value) +
                                                " is not the one that the backup in " +
                                                folder_.string() + " ends with"};
    }
    if (head > made_.last) RECOURSE_TRY(step(*cursor));
    return cursor;
  }

  static Result<void> step(core::Cursor& cursor) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (more) return {};
    return Error{Errc::corruption, "the log ends before its head"};
  }

  /// One segment, from where the cursor stands: up to the head, or to the first append boundary
  /// behind the size.
  Result<void> write_segment(core::Cursor& cursor, Position head) {
    Manifest m;
    m.info.number = number_ + 1;
    m.info.identity = store_.identity();
    m.fingerprint_key = store_.fingerprint_key();
    m.info.first = made_.last.next();
    m.info.taken_at = options_.clock->now();
    m.previous_hash = previous_hash_;
    const auto path = folder_ / segment_name(m.info.number, kSegmentSuffix);
    auto fresh = path;
    fresh += ".new";
    SegmentWriter writer;
    RECOURSE_TRY(writer.open(fresh));
    RECOURSE_TRY(copy_records(cursor, head, writer, m));
    RECOURSE_TRY(writer.finish());
    m.info.bytes = writer.bytes();
    m.segment_hash = writer.hash();
    RECOURSE_TRY(sync_file(fresh));
    std::error_code failed;
    fs::rename(fresh, path, failed);
    if (failed)
      return Error{Errc::io_error, "renaming " + fresh.string() + ": " + failed.message()};
    RECOURSE_TRY(sync_folder(folder_));
    const auto text = encode_manifest(m);
    RECOURSE_TRY(write_durably(folder_ / segment_name(m.info.number, kManifestSuffix), text));
    previous_hash_ = hash128(text);
    number_ = m.info.number;
    made_.last = m.info.last;
    made_.segments.push_back(m.info);
    return {};
  }

  Result<void> copy_records(core::Cursor& cursor, Position head, SegmentWriter& writer,
                            Manifest& m) {
    Succession succession{m.info.first};
    for (;;) {
      const auto& r = cursor.record();
      if (const auto fault = succession.fault(r); !fault.empty()) {
        return Error{Errc::corruption, "the log: " + fault};
      }
      RECOURSE_TRY(writer.add(r.position, cursor.bytes()));
      if (r.position.value % kProgressEvery == 0) RECOURSE_TRY(tell(r.position, head));
      const bool full =
          succession.between_appends() && writer.bytes() >= options_.segment_bytes_max;
      if (r.position == head || full) {
        m.info.last = r.position;
        m.info.recorded_at = r.recorded_at;
        m.end_hash = hash128(cursor.bytes());
        if (r.position < head) RECOURSE_TRY(step(cursor));
        break;
      }
      RECOURSE_TRY(step(cursor));
    }
    if (succession.between_appends()) return {};
    return Error{Errc::corruption,
                 "the log ends inside an append at position " + std::to_string(head.value)};
  }

  Result<void> tell(Position at, Position head) const {
    if (!options_.progress ||
        options_.progress(at.value - begun_.value, head.value - begun_.value)) {
      return {};
    }
    return Error{Errc::closed, "the backup was ended"};
  }

  const core::EventStore& store_;
  const fs::path& folder_;
  const BackupOptions& options_;
  std::string previous_hash_;
  std::string end_hash_;
  std::uint64_t number_ = 0;
  Position begun_;
  BackupMade made_;
};

Result<void> check_owner(const Chain& chain, const core::LogIdentity& identity,
                         const fs::path& folder) {
  const auto* last = chain.last();
  if (last == nullptr || last->info.identity == identity) return {};
  const auto name = [](const core::LogIdentity& i) {
    return "log " + i.id.to_string() + ", incarnation " + std::to_string(i.incarnation.value);
  };
  return Error{Errc::invalid_argument, folder.string() + " holds a backup of " +
                                           name(last->info.identity) + "; this is " +
                                           name(identity) + ": choose another folder"};
}

/// Whoever loses a store loses what lies in its folder as well.
Result<void> check_outside_stores(const fs::path& folder) {
  std::error_code failed;
  const auto whole = fs::weakly_canonical(fs::absolute(folder), failed);
  if (failed) return Error{Errc::io_error, folder.string() + ": " + failed.message()};
  for (auto at = whole; !at.empty(); at = at.parent_path()) {
    if (fs::exists(at / kMarker, failed)) {
      return Error{Errc::invalid_argument, folder.string() + " is in the folder of the store " +
                                               at.string() + ": choose a folder outside it"};
    }
    if (at == at.parent_path()) break;
  }
  return {};
}

Result<void> remove_leftovers(const Chain& chain, const fs::path& folder) {
  for (const auto& name : chain.leftovers) {
    std::error_code failed;
    fs::remove(folder / name, failed);
    if (failed) return Error{Errc::io_error, "removing " + name + ": " + failed.message()};
  }
  return {};
}

}  // namespace
}  // namespace rocks

Result<BackupMade> create_backup(const core::EventStore& store, const std::filesystem::path& folder,
                                 const BackupOptions& options) {
  using namespace rocks;
  // Before anything is touched: is the folder one for this?
  RECOURSE_TRY(check_outside_stores(folder));
  RECOURSE_TRY(read_chain(folder));
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{Errc::io_error, "creating " + folder.string() + ": " + failed.message()};
  }
  RECOURSE_TRY_ASSIGN(const auto lock, DirectoryLock::take(folder));
  // Again: whoever held it until now has added to it.
  RECOURSE_TRY_ASSIGN(const auto chain, read_chain(folder));
  RECOURSE_TRY(chain.sound());
  RECOURSE_TRY(check_owner(chain, store.identity(), folder));
  RECOURSE_TRY(remove_leftovers(chain, folder));
  auto made = Maker{store, folder, options, chain}.run();
  if (!made) {
    // What could not be completed takes room for nothing.
    if (const auto left = read_chain(folder)) (void)remove_leftovers(*left, folder);
  }
  return made;
}

Result<std::vector<BackupInfo>> list_backups(const std::filesystem::path& folder) {
  RECOURSE_TRY_ASSIGN(const auto chain, rocks::read_existing_chain(folder));
  RECOURSE_TRY(chain.sound());
  std::vector<BackupInfo> infos;
  for (const auto& link : chain.links) infos.push_back(link.manifest->info);
  return infos;
}

}  // namespace recourse::stores
