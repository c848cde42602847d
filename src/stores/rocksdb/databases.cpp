#include "stores/rocksdb/databases.hpp"

#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <sys/resource.h>

#include <algorithm>

#include "stores/rocksdb/in_place_wal.hpp"
#include "stores/rocksdb/small_files.hpp"

namespace recourse::stores::rocks {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

/// A database's share of the descriptors that this process may have: a log and the views of two
/// moments are open at most, and the rest of the process needs some.
int descriptors_share() {
  constexpr rlim_t kDatabases = 4;
  constexpr rlim_t kEnough = 512;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kEnough;
  return static_cast<int>(std::min(limit.rlim_cur / kDatabases, kEnough));
}

rocksdb::Options base_options(const Budget& budget, const DatabaseOptions& ours, bool create) {
  rocksdb::Options o;
  o.env = ours.env;
  o.info_log = ours.notes;
  o.create_if_missing = create;
  o.create_missing_column_families = true;
  o.write_buffer_manager = budget.buffers;
  o.max_background_jobs = 2;
  o.max_open_files = descriptors_share();
  // A failed sync must stop the store, never be retried behind our back.
  o.max_bgerror_resume_count = 0;
  // Power cuts leave a torn tail that was never acknowledged; more than that is proved elsewhere.
  o.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  o.avoid_unnecessary_blocking_io = true;
  // A family that is never written to must not keep the log's files for ever.
  o.max_total_wal_size = 128 * kMiB;
  o.stats_dump_period_sec = 0;
  return o;
}

std::size_t table_files_in(const std::filesystem::path& database) {
  std::error_code failed;  // opening it says so better
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{database, failed}) {
    if (entry.path().extension() == ".sst") ++files;
  }
  return files;
}

rocksdb::Options beside_options(const Budget& budget, const std::filesystem::path& database) {
  auto o = base_options(budget, DatabaseOptions{}, false);
  // Files that the writer deletes meanwhile stay readable as long as they are open. Where there are
  // too many to keep them all open, a read may miss one: it fails, and succeeds after a refresh.
  if (table_files_in(database) <= static_cast<std::size_t>(o.max_open_files)) o.max_open_files = -1;
  // Nothing of the writer's is ever deleted here, so nothing is to be deleted in the background.
  o.avoid_unnecessary_blocking_io = false;
  return o;
}

rocksdb::BlockBasedTableOptions table_options(const Budget& budget) {
  rocksdb::BlockBasedTableOptions t;
  t.block_cache = budget.cache;
  t.cache_index_and_filter_blocks = true;
  t.pin_l0_filter_and_index_blocks_in_cache = true;
  t.checksum = rocksdb::kXXH3;
  t.format_version = 5;
  return t;
}

rocksdb::ColumnFamilyOptions pages_options(const Budget& budget) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 32 * kMiB;
  o.max_write_buffer_number = 3;
  o.compression = rocksdb::kLZ4Compression;
  auto t = table_options(budget);
  t.block_size = 32 * 1024;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(t));
  return o;
}

rocksdb::ColumnFamilyOptions index_options(const Budget& budget) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 16 * kMiB;
  o.max_write_buffer_number = 3;
  o.compression = rocksdb::kLZ4Compression;
  // Two interleaved key families defeat the memtable's default insert hint.
  o.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  // Most streams and command ids that are asked for are new: a filter answers that.
  o.memtable_whole_key_filtering = true;
  o.memtable_prefix_bloom_size_ratio = 0.1;
  auto t = table_options(budget);
  t.block_size = 8 * 1024;
  t.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(t));
  return o;
}

rocksdb::ColumnFamilyOptions view_options(const Budget& budget) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 16 * kMiB;
  o.max_write_buffer_number = 3;
  // There may be many, most of them idle: each holds one such block from its first row on.
  o.arena_block_size = kMiB / 4;
  // Batches come sorted, in a few families of keys: each goes on where it stopped.
  o.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(2));
  o.compression = rocksdb::kLZ4Compression;
  auto t = table_options(budget);
  t.block_size = 8 * 1024;
  t.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(t));
  return o;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families(std::string name,
                                                      rocksdb::ColumnFamilyOptions second) {
  return {{rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions{}},
          {std::move(name), std::move(second)}};
}

/// The index, and the tables that are in the folder.
Result<std::vector<rocksdb::ColumnFamilyDescriptor>> view_families(
    const rocksdb::Options& own, const std::filesystem::path& path, const Budget& budget) {
  auto all = families("index.2", index_options(budget));
  // Without it there is no database yet, or one that cannot be opened.
  if (own.env->FileExists((path / "CURRENT").string()).IsNotFound()) return all;
  std::vector<std::string> names;
  const auto status = rocksdb::DB::ListColumnFamilies(own, path.string(), &names);
  if (!status.ok()) return from_status(status, "reading which tables are in " + path.string());
  for (auto& name : names) {
    if (name.starts_with(kTableFamilyPrefix)) all.emplace_back(name, view_options(budget));
  }
  return all;
}

/// Removes a folder of plain files.
Result<void> remove_folder(rocksdb::Env& env, const std::string& folder) {
  std::vector<std::string> names;
  auto status = env.GetChildren(folder, &names);
  for (const auto& name : names) {
    if (status.ok() && name != "." && name != "..") status = env.DeleteFile(folder + "/" + name);
  }
  if (status.ok()) status = env.DeleteDir(folder);
  if (!status.ok()) return from_status(status, "removing " + folder);
  return {};
}

Result<Database> open_views(const DatabaseOptions& options, const Budget& budget,
                            std::shared_ptr<TableDamage> damage) {
  auto own = base_options(budget, options, true);
  own.listeners.push_back(std::move(damage));
  const auto path = options.directory / "views";
  const auto open = [&]() -> Result<Database> {
    RECOURSE_TRY_ASSIGN(auto found, view_families(own, path, budget));
    return open_database(own, path, std::move(found));
  };
  auto opened = open();
  // Derived data that is damaged or incomplete is thrown away, never mended. Not for any other
  // reason: a full disk or a missing permission would only be made worse.
  const bool damaged =
      opened.has_error() && (opened.error().code() == Errc::corruption ||
                             opened.error().message().find("No such file") != std::string::npos);
  if (!damaged) return opened;
  RECOURSE_TRY(remove_folder(*options.env, path.string()));
  return open();
}

}  // namespace

Budget::Budget(std::size_t memory_bytes)
    : cache(rocksdb::NewLRUCache(memory_bytes, /*num_shard_bits=*/4)),
      buffers(std::make_shared<rocksdb::WriteBufferManager>(memory_bytes / 2, cache)) {}

Error from_status(const rocksdb::Status& status, std::string_view what) {
  const std::string message = std::string{what} + ": " + status.ToString();
  if (status.IsCorruption()) return Error{Errc::corruption, message};
  if (status.IsInvalidArgument()) return Error{Errc::corruption, message};
  return Error{Errc::io_error, message};
}

std::uint64_t Database::table_reader_bytes() const {
  std::uint64_t bytes = 0;
  if (!db_->GetAggregatedIntProperty(rocksdb::DB::Properties::kEstimateTableReadersMem, &bytes)) {
    return 0;
  }
  return bytes;
}

std::vector<rocksdb::ColumnFamilyHandle*> Database::release_families(std::size_t first) {
  const auto from = families_.begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<rocksdb::ColumnFamilyHandle*> released{from, families_.end()};
  families_.erase(from, families_.end());
  return released;
}

Database::~Database() {
  if (!db_) return;
  for (auto* family : families_) db_->DestroyColumnFamilyHandle(family);
  db_->Close();
}

Result<Database> open_database(const rocksdb::Options& options, const std::filesystem::path& path,
                               std::vector<rocksdb::ColumnFamilyDescriptor> families) {
  Database result;
  rocksdb::DB* raw = nullptr;
  const auto status = rocksdb::DB::Open(options, path.string(), families, &result.families_, &raw);
  if (!status.ok()) return from_status(status, "opening " + path.string());
  result.db_.reset(raw);
  return result;
}

Result<Database> open_log(const DatabaseOptions& options, const Budget& budget) {
  auto own = base_options(budget, options, options.create);
  std::unique_ptr<rocksdb::Env> in_place;
  if (options.wal_in_place) in_place = write_wal_in_place(*options.env);
  if (in_place) own.env = in_place.get();
  RECOURSE_TRY_ASSIGN(auto log, open_database(own, options.directory / "log",
                                              families("pages", pages_options(budget))));
  log.env_ = std::move(in_place);
  return log;
}

Result<Databases> open_databases(const DatabaseOptions& options) {
  const Budget budget{options.memory_bytes};
  Databases both;
  RECOURSE_TRY_ASSIGN(both.log, open_log(options, budget));
  RECOURSE_TRY(merge_small_files(both.log, kPagesFamily));
  const auto damage = std::make_shared<TableDamage>();
  RECOURSE_TRY_ASSIGN(both.views, open_views(options, budget, damage));
  both.cache = budget.cache;
  both.table = view_options(budget);
  both.damage = damage;
  return both;
}

Result<ViewsDatabase> open_views_alone(const DatabaseOptions& options) {
  const Budget budget{options.memory_bytes};
  ViewsDatabase opened;
  opened.damage = std::make_shared<TableDamage>();
  RECOURSE_TRY_ASSIGN(opened.views, open_views(options, budget, opened.damage));
  opened.table = view_options(budget);
  return opened;
}

Result<void> check_memory(std::size_t bytes) {
  if (bytes >= 32 * kMiB) return {};
  return Error{Errc::invalid_argument, "a store needs at least 32 MiB of memory"};
}

Result<Database> open_read_only(const rocksdb::Options& options, const std::filesystem::path& path,
                                const std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  Database result;
  rocksdb::DB* raw = nullptr;
  const auto status =
      rocksdb::DB::OpenForReadOnly(options, path.string(), families, &result.families_, &raw);
  if (!status.ok()) return from_status(status, "opening " + path.string() + " for reading");
  result.db_.reset(raw);
  return result;
}

Result<Database> open_log_for_reading(const DatabaseOptions& options) {
  const Budget budget{options.memory_bytes};
  return open_read_only(base_options(budget, options, false), options.directory / "log",
                        families("pages", pages_options(budget)));
}

Result<Database> open_log_beside(const std::filesystem::path& directory, const Budget& budget,
                                 const std::filesystem::path& scratch) {
  Database result;
  rocksdb::DB* raw = nullptr;
  const auto path = directory / "log";
  auto options = beside_options(budget, path);
  result.env_ = follow_wal(*options.env);
  options.env = result.env_.get();
  const auto status = rocksdb::DB::OpenAsSecondary(
      options, path.string(), (scratch / "log").string(), families("pages", pages_options(budget)),
      &result.families_, &raw);
  if (!status.ok()) return from_status(status, "opening " + path.string() + " for reading");
  result.db_.reset(raw);
  // The writer may have rolled its files while they were being opened.
  const auto caught_up = result.db_->TryCatchUpWithPrimary();
  if (!caught_up.ok()) {
    return from_status(caught_up, "reading beside the writer of " + path.string());
  }
  return result;
}

Result<Database> open_views_beside(const std::filesystem::path& directory, const Budget& budget) {
  const auto path = directory / "views";
  const auto options = beside_options(budget, path);
  RECOURSE_TRY_ASSIGN(const auto found, view_families(options, path, budget));
  return open_read_only(options, path, found);
}

}  // namespace recourse::stores::rocks
