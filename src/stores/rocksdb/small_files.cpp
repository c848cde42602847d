#include "stores/rocksdb/small_files.hpp"

#include <algorithm>
#include <span>

namespace recourse::stores::rocks {
namespace {

struct TableFile {
  std::string name;
  std::string smallest_key;
  int level = 0;
  unsigned size_class = 0;  // kSizeClasses: large
};

unsigned size_class_of(std::uint64_t bytes) {
  unsigned found = 0;
  for (auto end = kSmallestClassBytes; found < kSizeClasses && bytes >= end; end *= kRunOfFiles) {
    ++found;
  }
  return found;
}

/// In the order of their keys. Level 0 is left to RocksDB, which bounds it.
std::vector<TableFile> files_of(const Database& database, std::size_t family) {
  rocksdb::ColumnFamilyMetaData found;
  database->GetColumnFamilyMetaData(database.family(family), &found);
  std::vector<TableFile> files;
  for (const auto& level : found.levels) {
    if (level.level == 0) continue;
    for (const auto& file : level.files) {
      files.push_back({file.name, file.smallestkey, level.level, size_class_of(file.size)});
    }
  }
  std::ranges::sort(files, {}, &TableFile::smallest_key);
  return files;
}

/// The first long enough run of neighbours of one class or smaller; the smallest class first.
std::span<const TableFile> find_run(std::span<const TableFile> files) {
  for (unsigned size_class = 0; size_class < kSizeClasses; ++size_class) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= files.size(); ++i) {
      if (i < files.size() && files[i].size_class <= size_class) continue;
      if (i - begin >= kRunOfFiles) return files.subspan(begin, i - begin);
      begin = i + 1;
    }
  }
  return {};
}

}  // namespace

Result<void> merge_small_files(const Database& database, std::size_t family) {
  for (;;) {
    const auto files = files_of(database, family);
    const auto run = find_run(files);
    if (run.empty()) return {};
    rocksdb::CompactionOptions options;
    options.compression = rocksdb::kDisableCompressionOption;  // the family's own
    std::vector<std::string> names;
    int level = 0;
    for (const auto& file : run) {
      names.push_back(file.name);
      level = std::max(level, file.level);
    }
    const auto status = database->CompactFiles(options, database.family(family), names, level);
    // RocksDB has one of them in hand, or has moved it meanwhile.
    if (status.IsAborted() || status.IsInvalidArgument()) return {};
    if (!status.ok()) return from_status(status, "merging the log's small files");
  }
}

}  // namespace recourse::stores::rocks
