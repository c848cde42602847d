// A segment of a backup: adjacent records in a RocksDB table file, packed into pages of the log.
//
//     key = 8 bytes position of the page's first record, big-endian  →  page      (core/page.hpp)
//
// The log's own pages hold what one group commit wrote, often one record; here they are full.
#pragma once

#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>

#include <filesystem>
#include <recourse/core/page.hpp>
#include <recourse/core/succession.hpp>

#include "stores/rocksdb/backup_manifest.hpp"

namespace recourse::stores::rocks {

using core::Succession;

/// Writes a segment's file from its first record to its last. Not thread-safe.
class SegmentWriter {
 public:
  SegmentWriter();
  ~SegmentWriter();
  Result<void> open(const std::filesystem::path& path);
  /// Requires: canonical bytes of the record at `position`, the one behind the last added.
  Result<void> add(Position position, std::string_view record);
  /// Completes the file durably. Requires: a record was added.
  Result<void> finish();
  /// Bytes of the file: so far, or, after finish(), all.
  std::uint64_t bytes();
  /// XXH3-128 of what was meant to be written. Requires: finish().
  const std::string& hash() const { return hash_; }

 private:
  Result<void> close_page();
  rocksdb::SstFileWriter writer_;
  std::filesystem::path path_;
  std::string page_;
  std::uint64_t page_first_ = 0;
  std::uint64_t bytes_ = 0;
  std::string hash_;
};

/// Walks the records of a segment. Not thread-safe.
class SegmentReader {
 public:
  static Result<std::unique_ptr<SegmentReader>> open(const std::filesystem::path& path);
  /// True: record() and bytes() are the next one's. False: there are no more.
  /// Errors: corruption, format_too_new, io_error; they end it.
  Result<bool> next();
  const core::RecordView& record() const { return record_; }
  std::string_view bytes() const { return bytes_; }

 private:
  SegmentReader();
  Result<bool> next_page();
  rocksdb::SstFileReader file_;
  std::unique_ptr<rocksdb::Iterator> pages_;
  core::PageReader page_{std::string_view{}};
  bool started_ = false;
  std::string_view bytes_;
  core::RecordView record_;
};

/// Reads a file to its end; `tell(bytes)` is called for each part and ends it with false.
/// Errors: io_error, closed.
Result<std::string> hash_file(const std::filesystem::path& path,
                              const std::function<bool(std::uint64_t)>& tell);

}  // namespace recourse::stores::rocks
