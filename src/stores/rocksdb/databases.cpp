#include "stores/rocksdb/databases.hpp"

#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

namespace recourse::stores::rocks {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

struct Shared {
  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> buffers;
};

Shared shared_budget(std::size_t memory_bytes) {
  Shared s;
  s.cache = rocksdb::NewLRUCache(memory_bytes, /*num_shard_bits=*/4);
  s.buffers = std::make_shared<rocksdb::WriteBufferManager>(memory_bytes / 2, s.cache);
  return s;
}

rocksdb::Options base_options(const Shared& shared, const DatabaseOptions& ours, bool create) {
  rocksdb::Options o;
  o.env = ours.env;
  o.info_log = ours.notes;
  o.create_if_missing = create;
  o.create_missing_column_families = true;
  o.write_buffer_manager = shared.buffers;
  o.max_background_jobs = 2;
  o.max_open_files = 512;
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

rocksdb::BlockBasedTableOptions table_options(const Shared& shared) {
  rocksdb::BlockBasedTableOptions t;
  t.block_cache = shared.cache;
  t.cache_index_and_filter_blocks = true;
  t.pin_l0_filter_and_index_blocks_in_cache = true;
  t.checksum = rocksdb::kXXH3;
  t.format_version = 5;
  return t;
}

rocksdb::ColumnFamilyOptions pages_options(const Shared& shared) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 32 * kMiB;
  o.max_write_buffer_number = 3;
  o.compression = rocksdb::kLZ4Compression;
  auto t = table_options(shared);
  t.block_size = 32 * 1024;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(t));
  return o;
}

rocksdb::ColumnFamilyOptions index_options(const Shared& shared) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 16 * kMiB;
  o.max_write_buffer_number = 3;
  o.compression = rocksdb::kLZ4Compression;
  // Two interleaved key families defeat the memtable's default insert hint.
  o.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  // Most streams and command ids that are asked for are new: a filter answers that.
  o.memtable_whole_key_filtering = true;
  o.memtable_prefix_bloom_size_ratio = 0.1;
  auto t = table_options(shared);
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

Result<Database> open_views(const DatabaseOptions& options, const Shared& shared) {
  const auto own = base_options(shared, options, true);
  const auto path = options.directory / "views";
  auto opened = open_database(own, path, families("index.2", index_options(shared)));
  // Derived data that is damaged or incomplete is thrown away, never mended. Not for any other
  // reason: a full disk or a missing permission would only be made worse.
  const bool damaged =
      opened.has_error() && (opened.error().code() == Errc::corruption ||
                             opened.error().message().find("No such file") != std::string::npos);
  if (!damaged) return opened;
  RECOURSE_TRY(remove_folder(*options.env, path.string()));
  return open_database(own, path, families("index.2", index_options(shared)));
}

}  // namespace

Error from_status(const rocksdb::Status& status, std::string_view what) {
  const std::string message = std::string{what} + ": " + status.ToString();
  if (status.IsCorruption()) return Error{Errc::corruption, message};
  if (status.IsInvalidArgument()) return Error{Errc::corruption, message};
  return Error{Errc::io_error, message};
}

std::uint64_t Database::table_reader_bytes() const {
  std::uint64_t bytes = 0;
  for (auto* family : families_) {
    std::uint64_t own = 0;
    if (db_->GetIntProperty(family, rocksdb::DB::Properties::kEstimateTableReadersMem, &own)) {
      bytes += own;
    }
  }
  return bytes;
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

Result<Databases> open_databases(const DatabaseOptions& options) {
  const Shared shared = shared_budget(options.memory_bytes);
  const auto own = base_options(shared, options, options.create);
  Databases both;
  RECOURSE_TRY_ASSIGN(both.log, open_database(own, options.directory / "log",
                                              families("pages", pages_options(shared))));
  RECOURSE_TRY_ASSIGN(both.views, open_views(options, shared));
  both.cache = shared.cache;
  return both;
}

Result<Database> open_log_for_reading(const DatabaseOptions& options) {
  const Shared shared = shared_budget(options.memory_bytes);
  Database result;
  rocksdb::DB* raw = nullptr;
  const auto path = (options.directory / "log").string();
  const auto status = rocksdb::DB::OpenForReadOnly(base_options(shared, options, false), path,
                                                   families("pages", pages_options(shared)),
                                                   &result.families_, &raw);
  if (!status.ok()) return from_status(status, "opening " + path + " for reading");
  result.db_.reset(raw);
  return result;
}

Result<Database> open_beside(const std::filesystem::path& directory, std::string_view name,
                             std::size_t memory_bytes, const std::filesystem::path& scratch) {
  const Shared shared = shared_budget(memory_bytes);
  auto options = base_options(shared, DatabaseOptions{}, false);
  // Files that the writer deletes meanwhile stay readable as long as they are open.
  options.max_open_files = -1;
  const auto descriptors = name == "log" ? families("pages", pages_options(shared))
                                         : families("index.2", index_options(shared));
  Database result;
  rocksdb::DB* raw = nullptr;
  const auto path = directory / name;
  const auto status = rocksdb::DB::OpenAsSecondary(
      options, path.string(), (scratch / name).string(), descriptors, &result.families_, &raw);
  if (!status.ok()) return from_status(status, "opening " + path.string() + " for reading");
  result.db_.reset(raw);
  // The writer may have rolled its files while they were being opened.
  const auto caught_up = result.db_->TryCatchUpWithPrimary();
  if (!caught_up.ok())
    return from_status(caught_up, "reading beside the writer of " + path.string());
  return result;
}

void append_be64(std::string& out, std::uint64_t v) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}

std::uint64_t read_be64(const char* from) {
  std::uint64_t v = 0;
  for (int i = 0; i < 8; ++i) v = (v << 8) | static_cast<std::uint8_t>(from[i]);
  return v;
}

}  // namespace recourse::stores::rocks
