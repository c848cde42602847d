// The derived index: where a stream's versions and a command's append lie in the log.
//
//     's' stream '\0' be64 version     →  varint position, varint ordinal
//     'c' 16 command id                →  varint position
//     'k'                              →  16 log id, be64 incarnation, be64 position
//
// 'k' is the checkpoint: the index covers the log up to that position. It is written in the same
// batch as the rows, into the same column family, so that they cannot part.
// Thread-safety: reads from any thread; `write` from the indexer alone.
#pragma once

#include "stores/rocksdb/log.hpp"

namespace recourse::stores::rocks {

/// Collects rows, sorts them, writes them with the checkpoint. Reused between batches.
class IndexBatch {
 public:
  void clear();
  void add_version(std::string_view stream, std::uint64_t version, Place place);
  void add_command(const CommandId& id, std::uint64_t position);
  std::size_t rows() const { return rows_.size(); }

 private:
  friend class Index;
  struct Row {
    std::uint64_t key_head;  // the key's first 8 bytes as a number: decides most comparisons
    std::uint32_t offset;
    std::uint16_t key_bytes;
    std::uint16_t value_bytes;
  };
  std::string_view key(const Row& row) const {
    return std::string_view{bytes_}.substr(row.offset, row.key_bytes);
  }
  std::string_view value(const Row& row) const {
    return std::string_view{bytes_}.substr(row.offset + row.key_bytes, row.value_bytes);
  }
  void finish_row(std::size_t begin, std::size_t key_end);
  void sort();
  std::string bytes_;
  std::vector<Row> rows_;
  rocksdb::WriteBatch writes_;
};

/// Walks a stream's indexed versions.
class VersionIterator {
 public:
  VersionIterator(std::unique_ptr<rocksdb::Iterator> it, std::string prefix)
      : it_(std::move(it)), prefix_(std::move(prefix)) {}
  /// Places it at `version`, or the next below (`backward`) or above that exists.
  void seek(std::uint64_t version, bool backward);
  void step(bool backward);
  bool valid() const;
  std::uint64_t version() const;
  Result<Place> place() const;
  Result<void> status() const;

 private:
  std::unique_ptr<rocksdb::Iterator> it_;
  std::string prefix_;
};

class Index {
 public:
  explicit Index(Database database) : db_(std::move(database)) {}
  const Database& database() const { return db_; }

  /// What the index covers of this log; 0 if it is empty, nothing if it belongs to another log or
  /// incarnation.
  Result<std::optional<Position>> covered(const core::LogIdentity& identity) const;
  /// The same, for the writer: an index of another log or incarnation is emptied.
  Result<Position> begin(const core::LogIdentity& identity);
  /// Writes the rows and the checkpoint as one batch.
  Result<void> write(IndexBatch& batch, Position covered);
  /// Makes what was written outlive the process.
  Result<void> flush();

  /// The highest indexed version of a stream; 0 if there is none.
  Result<Version> last_version(std::string_view stream) const;
  VersionIterator versions(std::string_view stream) const;
  /// Where a command's append begins, if it is indexed.
  Result<std::optional<Position>> position_of(const CommandId& id) const;

 private:
  Result<void> discard();
  std::unique_ptr<rocksdb::Iterator> iterate(bool within_prefix) const;
  Database db_;
  core::LogIdentity identity_{};
};

}  // namespace recourse::stores::rocks
